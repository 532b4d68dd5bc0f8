"""Scopes: the facts of a decision, policies compiled to sets of compartments, and why something is shown.

Start reading at `scope_builder.py`, then `facts.py` and `world.py` (what is decided on), `evaluator.py`, and
`compiler.py` with `expressions.py`. Cedar's own engine (`engine.py`) is the oracle of the compiled rules, and decides
what they cannot. Not for changes, which `policies.actions` authorises.
"""
