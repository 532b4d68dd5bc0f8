"""The resolver: records as they arrive, prepared, compared, decided and written.

Start reading at `resolver.py`, then `preparation.py`, `pair_matcher.py` and `backlog.py`. It sees all records, and
writes pairs with their evidence and no entity: which of them are one in a view, `entity_resolution.views` says.
"""
