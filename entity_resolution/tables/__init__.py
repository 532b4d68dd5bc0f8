"""Tables of pairs: read, scored and measured without a graph.

Start reading at `pairs.py`, then `evaluation.py`. Not for lists whose records are to be found among each other, which
is `entity_resolution.batch`.
"""
