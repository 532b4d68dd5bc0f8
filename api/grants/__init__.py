"""Grants: given, approved, passed on and taken back."""
