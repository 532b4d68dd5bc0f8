"""The embedded Neo4j: its Java and jars, its data folder, the process that keeps it, and how it is opened.

Start reading at `embedded.py`, then `keeper.py` (the process that holds the server) and `home.py` (its folder). Not for
statements, which go through `graph.store.connection` whichever server it is.
"""
