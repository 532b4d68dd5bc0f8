"""Resolves whole lists at once, without a database: blocks, scores, learns and clusters, on one machine or on Spark.

Not for the graph, where pairs are resolved as records arrive and what a viewer may not read counts for nothing. Start
reading at `pipeline.py`, then `blocking.py`, `comparison_levels.py`, `weights.py` and `clustering.py`.
"""
