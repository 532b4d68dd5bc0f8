"""Requests for information: who asks whom about what, and what became of it."""
