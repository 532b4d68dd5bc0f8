"""Addresses of wallets, chain by chain."""
