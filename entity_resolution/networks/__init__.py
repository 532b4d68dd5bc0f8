"""What lies around an entity in a view, and the ways between two."""
