"""How records and links are read: for a viewer always through a scope."""
