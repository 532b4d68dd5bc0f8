"""Quarantined rows, and what stands in them."""
