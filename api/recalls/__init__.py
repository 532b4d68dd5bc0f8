"""Recalls: what originators take back or narrow, who had it, and what becomes of the copies."""
