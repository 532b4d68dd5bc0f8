"""The keys by which records meet."""
