"""The keys by which records meet.

Start reading at `keys.py`, then `companions.py`: a common name is a key only beside something else. Not for whether two
records are one: what meets here is compared by `entity_resolution.comparing`.
"""
