"""Alerts: notices of linkages, each agency's inbox, and who is woken.

Start reading at `notices.py` (who is told of a new linkage), then `inbox.py` and `sight.py` (what of it a reader may
see now) and `hub.py`. INVARIANT: an alert tells nothing that a query would not.
"""
