"""How the speakers of a language spell names, and how they are known by it."""
