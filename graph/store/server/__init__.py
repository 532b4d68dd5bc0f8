"""The embedded Neo4j: its Java and jars, its data folder, the process that keeps it, and how it is opened."""
