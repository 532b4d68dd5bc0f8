"""Stores that hold nothing of anybody's: emptied and written out whole, for checks that build a world of their own."""

import json

from graph.store.connection import Store
from graph.store.cypher import Access, template

_EMPTY = template("empty_scratch_store", Access.WRITE, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS")
_NODES = template(
    "scratch_nodes",
    Access.SYSTEM,
    "MATCH (n) WHERE NOT n:BenangProjection RETURN {labels: labels(n), properties: properties(n)} AS item",
)
_RELATIONSHIPS = template(
    "scratch_relationships",
    Access.SYSTEM,
    "MATCH (a)-[r]->(b) RETURN {from: a.id, to: b.id, type: type(r), properties: properties(r)} AS item",
)


async def empty_scratch_store(store: Store) -> None:
    """Remove every node. The caller has made sure that the store is its own."""
    await store.run_alone(_EMPTY, {})


async def projected_content(store: Store) -> bytes:
    """Return all that a projection wrote, in one order whatever order it was written in; not when and by which run."""
    found = [row["item"] for statement in (_NODES, _RELATIONSHIPS) for row in await store.read(statement, {})]
    lines = sorted(json.dumps(item, sort_keys=True, ensure_ascii=False, default=str) for item in found)
    return "\n".join(lines).encode()
