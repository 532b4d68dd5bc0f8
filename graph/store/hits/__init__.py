"""The hit index: which keyed hashes of selectors are held, and by which record."""
