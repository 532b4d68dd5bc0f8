"""Keeps quarantined rows.

Bad source rows are data, with file, row, column, rule and value, for their originator alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from graph.store.connection import ACT_TIMEOUT_SECONDS, Store, Transaction
from graph.store.cypher import Access, template


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedRow:
    """One problem of one source row. `content` is the whole row as JSON, so that it can be tried again."""

    id: str
    originator: str
    dataset: str
    file: str
    row: int
    column: str | None
    rule: str
    value: str | None
    content: str
    mapping: str
    profile: str | None
    at: datetime


_ADD = template(
    "add_quarantined",
    Access.WRITE,
    "UNWIND $p.rows AS row MERGE (q:QuarantinedRow {id: row.id}) SET q = row",
)
_LIST = template(
    "list_quarantined",
    Access.SYSTEM,
    """
    MATCH (q:QuarantinedRow)
    WHERE q.originator = $p.originator AND q.id > $p.after AND ($p.dataset IS NULL OR q.dataset = $p.dataset)
    RETURN q {.*} AS q ORDER BY q.originator, q.id LIMIT $p.limit
    """,
)
_RELEASE = template(
    "release_quarantined",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (q:QuarantinedRow {id: id}) WHERE q.originator = $p.originator
    DELETE q RETURN count(*) AS released
    """,
)


async def add_quarantined(tx: Transaction, rows: Sequence[QuarantinedRow]) -> None:
    """Add rows within a transaction; the same row twice stands once."""
    await tx.run(_ADD, {"rows": [{**asdict(row), "at": row.at.isoformat()} for row in rows]})


class QuarantineStore:
    """Reads and releases quarantined rows, one originator at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def quarantined(
        self, originator: str, *, dataset: str | None = None, after: str = "", limit: int = 1000
    ) -> list[QuarantinedRow]:
        """Return an originator's rows in the order of their ids, from the one after `after`."""
        rows = await self._store.read(
            _LIST, {"originator": originator, "dataset": dataset, "after": after, "limit": limit}
        )
        return [_row(row["q"]) for row in rows]

    async def release(self, originator: str, ids: Sequence[str]) -> int:
        """Delete rows that were mended; another originator's stay. Return how many went."""

        async def work(tx: Transaction) -> int:
            rows = await tx.run(_RELEASE, {"originator": originator, "ids": list(ids)})
            return int(rows[0]["released"])

        return await self._store.write(work, timeout_seconds=ACT_TIMEOUT_SECONDS)


def _row(data: Mapping[str, Any]) -> QuarantinedRow:
    optional = {name: data.get(name) for name in ("column", "value", "profile")}
    return QuarantinedRow(
        id=data["id"],
        originator=data["originator"],
        dataset=data["dataset"],
        file=data["file"],
        row=data["row"],
        rule=data["rule"],
        content=data["content"],
        mapping=data["mapping"],
        at=datetime.fromisoformat(data["at"]),
        **optional,
    )
