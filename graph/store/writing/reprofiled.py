"""Which records a filing put under another handling profile, as its change says it.

What a recipient can see no more is taken from them by their originator then, and by a change of policy at another time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.store.connection import Row, Store
from graph.store.cypher import Access, template

_REPROFILED = template(
    "reprofiled_records",
    Access.SYSTEM,
    """
    MATCH (c:Change) WHERE c.seq > $p.after AND c.seq <= $p.until AND c.reprofiled IS NOT NULL
    UNWIND c.reprofiled AS rid
    RETURN collect(DISTINCT rid) AS rows
    """,
)


def reprofiled_among(rows: Sequence[Row], after: Mapping[str, Row]) -> frozenset[str]:
    """Return which of the records that stand as `rows` say are filed under another profile."""
    return frozenset(row["rid"] for row in rows if row["profile"] != after[row["rid"]]["props"]["profile"])


async def find_reprofiled(store: Store, *, after: int, until: int) -> frozenset[str]:
    """Return which records the changes behind a number, up to another, put under another profile by a filing."""
    rows: list[Any] = list(await store.read(_REPROFILED, {"after": after, "until": until}))
    return frozenset(map(str, rows))
