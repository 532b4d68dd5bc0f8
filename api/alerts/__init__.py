"""Alerts: notices of linkages, each agency's inbox, and who is woken."""
