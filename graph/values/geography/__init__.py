"""Countries, provinces, positions, and what a country or province registers."""
