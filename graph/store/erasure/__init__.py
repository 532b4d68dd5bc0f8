"""How records leave the graph, with all that tells of them.

Start reading at `removal.py`. INVARIANT: the values of a record leave in one transaction, with the rows in quarantine
that repeat them, its notices and its entries of the hit index.
"""
