"""Notices of linkages: for whom they are written, when they are told, and when they end."""
