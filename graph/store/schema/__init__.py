"""The schema of a store: numbered migrations, constraints and indexes, and what an older version left."""
