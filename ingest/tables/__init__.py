"""Tables as records and links: mappings, compiled for a header, and what in a table is no record."""
