"""Protection claims, and the seals that follow from them.

Start reading at `protection_store.py`, then `seal_stamps.py` (how a seal stands on a record), `reached_records.py` (how
far a claim goes) and `selector_seals.py`. A seal closes; what opens again, and for whom, is in `kept_open.py`.
"""
