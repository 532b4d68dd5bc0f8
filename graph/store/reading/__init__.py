"""How records and links are read: for a viewer always through a scope.

Start reading at `record_reader.py`, then `surroundings.py` and `search_store.py`. INVARIANT: a statement that reads for
a viewer takes their scope and guards every record and link that it returns, and each property class of them
(`graph.store.cypher`). `own_record_reader.py` alone reads by originator, and no content.
"""
