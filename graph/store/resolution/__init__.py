"""What resolution reads and writes: candidates, pairs, components, judgements.

Start reading at `resolution_store.py` (what the resolver reads), then `resolution_writes.py`. Nothing here decides
which records are one: it keeps what `entity_resolution` found and what agencies judged.
"""
