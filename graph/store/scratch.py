"""Empties a store that holds nothing of anybody's: for checks that build a world of their own, again and again."""

from graph.store.connection import Store
from graph.store.cypher import Access, template

_EMPTY = template("empty_scratch_store", Access.WRITE, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS")


async def empty_scratch_store(store: Store) -> None:
    """Remove every node. The caller has made sure that the store is its own."""
    await store.run_alone(_EMPTY, {})
