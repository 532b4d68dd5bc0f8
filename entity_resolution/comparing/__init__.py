"""How two records are compared: levels of each value, and what they weigh.

Start reading at `decision.py` (when evidence makes a match), then `model.py` (what each level weighs), `scoring.py` and
`comparisons.py`. All of it is pure: two records in, evidence out. Names are compared in `entity_resolution.names`,
addresses in `entity_resolution.places`.
"""
