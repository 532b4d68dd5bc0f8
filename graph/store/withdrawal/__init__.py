"""Recalls and retention: what originators took back, who had it, and how long records are kept."""
