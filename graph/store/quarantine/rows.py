"""Keeps quarantined rows.

Bad source rows are data, with file, row, column, rule and value, for their originator alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.patience import ACT_TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedRow:
    """One problem of one source row.

    Attributes:
        id: what it is called.
        originator: whose file it was.
        dataset: which one.
        file: its name.
        row: the number that the user's editor shows.
        column: where the problem is; `None` where it is the row's.
        rule: which was broken.
        value: what broke it; `None` once the row was dropped.
        content: the whole row as JSON, so that it can be tried again.
        mapping: what it was read by.
        profile: the handling profile that it was filed under.
        at: when it came.
        names: ids of the records that it was to give, as far as their references could be read, or of its link. Those
            of references in cells that the file got wrong stand last, behind an empty one.
        records: where the link alone waits, those that the row gave.
        drop_reason: why it was dropped; `None` where it was not.
        reason: why the reader could not read the value, where it says why.
        added: the number that it was added under, which is another one once it is added again.
        evaluation: what was given for its file beside the mapping.
    """

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
    names: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    drop_reason: str | None = None
    reason: str | None = field(default=None, compare=False)
    added: int = field(default=0, compare=False)
    evaluation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """What is needed of a quarantined row to know it again: where it stood, its rule, and the ids of what it names.

    `at`: when it came. `mapping`, `profile`: what it was read by, and the handling profile of its file or submission,
    where rows were asked for by what they name.
    """

    id: str
    file: str
    row: int
    rule: str
    names: tuple[str, ...]
    records: tuple[str, ...]
    content: str
    at: datetime
    mapping: str = ""
    profile: str | None = None


_ADD = template(
    "add_quarantined",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MERGE (q:QuarantinedRow {id: row.id}) WITH q, row WHERE q.drop_reason IS NULL SET q = row
    WITH collect(q) AS rows
    // Whoever looks through the rows counts on under this lock: what it does not see has a greater number. Each batch
    // counts on as well, so that a row with the number that was seen has the content that was seen.
    MERGE (counter:Counter {name: 'quarantine'}) ON CREATE SET counter.n = 0
    SET counter.n = counter.n + 1
    WITH rows, counter.n AS n
    FOREACH (q IN rows | SET q.added = n)
    """,
)
_LIST = template(
    "list_quarantined",
    Access.SYSTEM,
    """
    MATCH (q:QuarantinedRow)
    WHERE q.originator = $p.originator AND q.id > $p.after AND ($p.dataset IS NULL OR q.dataset = $p.dataset)
      AND (q.drop_reason IS NOT NULL) = $p.dropped
    RETURN q {.*} AS q ORDER BY q.originator, q.id LIMIT $p.limit
    """,
)
# Of rows of an older version it is not known what they name.
_KNOWN_AGAIN = """
    q.id AS id, q.file AS file, q.row AS row, q.rule AS rule, coalesce(q.names, []) AS names,
      coalesce(q.records, []) AS records, q.content AS content, q.at AS at
    """
_WAITING = template(
    "waiting_rows",
    Access.SYSTEM,
    f"""
    MATCH (q:QuarantinedRow)
    WHERE q.originator = $p.originator AND q.dataset = $p.dataset AND q.id > $p.after AND q.drop_reason IS NULL
    RETURN {_KNOWN_AGAIN}
    ORDER BY q.originator, q.id LIMIT $p.limit
    """,
)
# Found by the first name of each, so that what else waits of the agency costs nothing.
_WAITING_OF = template(
    "waiting_rows_of",
    Access.SYSTEM,
    f"""
    UNWIND $p.given AS given
    MATCH (q:QuarantinedRow {{first_name: given}}) USING INDEX q:QuarantinedRow(first_name)
    WHERE q.originator = $p.originator AND q.dataset = $p.dataset AND q.id > $p.after AND q.drop_reason IS NULL
      AND all(name IN q.names WHERE name IN $p.given)
    RETURN {_KNOWN_AGAIN}, q.mapping AS mapping, q.profile AS profile
    ORDER BY id LIMIT $p.limit
    """,
)
_SETTLE = template(
    "settle_quarantined",
    Access.WRITE,
    "UNWIND $p.ids AS id MATCH (q:QuarantinedRow {id: id}) WHERE q.drop_reason IS NULL DELETE q",
)
# What says that a row was dropped holds none of its values; so the same file again does not bring it back.
_DROP = template(
    "drop_quarantined",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (q:QuarantinedRow {id: id}) WHERE q.originator = $p.originator AND q.drop_reason IS NULL
    SET q = {id: q.id, originator: q.originator, dataset: q.dataset, file: q.file, row: q.row, column: q.column,
      rule: q.rule, content: '', mapping: '', at: $p.at, drop_reason: $p.reason}
    RETURN count(*) AS dropped
    """,
)
_PAGE_ROWS = 1000


async def waiting_rows(
    store: Store, originator: str, dataset: str, *, given: Collection[str] | None = None
) -> list[WaitingRow]:
    """Return the rows of a dataset that wait; with `given` those alone that name nothing but these ids."""
    found: list[WaitingRow] = []
    asked: dict[str, Any] = {"originator": originator, "dataset": dataset, "limit": _PAGE_ROWS}
    statement = _WAITING
    if given is not None:
        statement, asked["given"] = _WAITING_OF, sorted(given)
    while True:
        after = found[-1].id if found else ""
        page = await store.read(statement, {**asked, "after": after})
        found += map(_waiting_row, page)
        if len(page) < _PAGE_ROWS:
            return found


def _waiting_row(row: Row) -> WaitingRow:
    read = {"names": tuple(row["names"]), "records": tuple(row["records"]), "at": datetime.fromisoformat(row["at"])}
    return WaitingRow(**{**row, **read})


async def settle_quarantined(tx: Transaction, ids: Collection[str]) -> None:
    """Delete rows within a transaction that what it writes has made needless."""
    if ids:
        await tx.run(_SETTLE, {"ids": sorted(ids)})


async def add_quarantined(tx: Transaction, rows: Sequence[QuarantinedRow]) -> None:
    """Add rows within a transaction; the same row twice stands once, and one that was dropped stays dropped.

    They are stamped: `waiting_look.py` knows by `added` what came since it began.
    """
    await tx.run(_ADD, {"rows": [_properties(row) for row in rows]})


def _properties(row: QuarantinedRow) -> dict[str, Any]:
    lists = {"names": list(row.names), "records": list(row.records)}
    return {**asdict(row), **lists, "first_name": next(iter(row.names), None), "at": row.at.isoformat()}


class QuarantineStore:
    """Reads and drops quarantined rows, one originator at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def quarantined(
        self,
        originator: str,
        *,
        dataset: str | None = None,
        after: str = "",
        limit: int = _PAGE_ROWS,
        dropped: bool = False,
    ) -> list[QuarantinedRow]:
        """Return an originator's rows in the order of their ids, from the one after `after`; or those dropped."""
        asked = {"originator": originator, "dataset": dataset, "after": after, "limit": limit, "dropped": dropped}
        rows = await self._store.read(_LIST, asked)
        return [_row(row["q"]) for row in rows]

    async def drop(self, originator: str, ids: Sequence[str], *, reason: str, at: datetime) -> int:
        """Take rows out for good, with all their values; another originator's stay. Return how many went."""
        given = {"originator": originator, "ids": list(ids), "reason": reason, "at": at.isoformat()}

        async def work(tx: Transaction) -> int:
            rows = await tx.run(_DROP, given)
            return int(rows[0]["dropped"])

        return await self._store.write(work, timeout_seconds=ACT_TIMEOUT_SECONDS)


def _row(data: Mapping[str, Any]) -> QuarantinedRow:
    optional = {name: data.get(name) for name in ("column", "value", "profile", "drop_reason", "reason", "evaluation")}
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
        added=data.get("added") or 0,
        names=tuple(data.get("names") or ()),
        records=tuple(data.get("records") or ()),
        **optional,
    )
