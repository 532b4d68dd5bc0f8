"""Search in a view."""
