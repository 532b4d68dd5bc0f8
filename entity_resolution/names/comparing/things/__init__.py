"""How the names of two companies or sites are compared."""
