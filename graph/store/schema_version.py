"""Which version of a store's schema this program knows, and how its connections say so to the server.

By that a newer program tells who still works by an older schema. It stands by itself: a connection knows no migration.
"""

SCHEMA_VERSION = 80
USER_AGENT = f"benang/{SCHEMA_VERSION}"
