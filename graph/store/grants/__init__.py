"""Grants, and the marks by which a read sees them."""
