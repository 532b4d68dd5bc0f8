"""Scripts in Latin letters, and the forms to which they are folded."""
