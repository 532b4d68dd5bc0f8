"""Places: one-line addresses in many notations, the towns behind them, and the houses that stand at one address.

Not for the names of places in any script, which `entity_resolution.names` reads. Start reading at `addresses.py`.
"""
