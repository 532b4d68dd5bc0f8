"""Accounts on platforms, mail and web addresses."""
