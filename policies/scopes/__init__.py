"""Scopes: the facts of a decision, policies compiled to sets of compartments, and why something is shown."""
