"""Looks through an originator's quarantine for what goes with records, before the transaction that removes them.

It takes time in proportion to the quarantine, so it holds no lock, reads in pages, and compares in a thread. In the
transaction three things are looked at again, so that nothing is missed that came between, and nothing goes unseen:

- the rows that were added since the look began, also those that name the records. Whoever adds rows counts on a
  counter, stamps them with its number, and holds its lock until they are there; a look begins by counting on. So each
  row with a smaller number was there before it, and one that is there is never changed without another number.
- the records' values. If they are others by now, the transaction is undone, and the look is made anew.
- the numbers of the rows that go, once these are locked: one that was given other content since it was compared may be
  another person's by now, and the look is made anew.

A row that is added while the transaction is already running comes after it, like whatever is filed later.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.ontology import Ontology
from graph.parts import whole_parts
from graph.store.connection import NotPreparedError, Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.quarantine.repeated_values import RepeatedValues
from graph.store.quarantine.waiting_cells import WaitingCells

_ROWS_A_PAGE = 1_000
# More than these are looked through outside the transaction as well.
_MOST_WITHIN = 2_000

_BEGIN = template(
    "begin_look",
    Access.WRITE,
    """
    MERGE (counter:Counter {name: 'quarantine'}) ON CREATE SET counter.n = 0
    SET counter.n = counter.n + 1
    RETURN counter.n AS n
    """,
)
_VALUES = template(
    "values_to_look_for",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n.originator = $p.originator
    RETURN n.rid AS rid, n.kind AS kind,
      n {.source, .identity, .contact, .financial, .location, .narrative, .sealed_identity, .sealed_narrative,
        .sealed_source} AS parts
    """,
)
_ROW = """
    q {.id, .dataset, names: coalesce(q.names, []), .content, .value} AS row, coalesce(q.added, 0) AS added,
      any(id IN coalesce(q.names, []) + coalesce(q.records, []) WHERE $p.going[id] = 1) AS named
    """
_PAGE = template(
    "rows_to_look_through",
    Access.SYSTEM,
    f"""
    MATCH (q:QuarantinedRow)
    WHERE q.originator = $p.originator AND q.id > $p.after AND q.drop_reason IS NULL
      AND coalesce(q.added, 0) >= $p.since
    WITH q ORDER BY q.originator, q.id LIMIT $p.limit
    WITH {_ROW}
    RETURN collect(row {{.*, named: named, added: added}}) AS rows
    """,
)
# A row of an older version has no number, and was there before any look.
_ADDED = template(
    "rows_added_since_look",
    Access.READ_IN_WRITE,
    f"""
    MATCH (q:QuarantinedRow)
    USING INDEX q:QuarantinedRow(originator, added)
    WHERE q.originator = $p.originator AND q.added >= $p.since AND q.drop_reason IS NULL
    WITH q LIMIT $p.limit
    WITH {_ROW}
    RETURN collect(row {{.*, named: named, added: added}}) AS rows
    """,
)


class WaitingLook:
    """What a look found so far: rows that repeat values of records. It holds values; use it for one removal."""

    def __init__(self, store: Store, originator: str, record_ids: Iterable[str], ontology: Ontology) -> None:
        self._store = store
        self._originator = originator
        self._record_ids = sorted(record_ids)
        self._ontology = ontology
        self._values: dict[str, Mapping[str, Any]] | None = None
        self._repeated = RepeatedValues()
        self._since = 0
        # By the number that each had when it was compared.
        self._found: dict[str, int] = {}

    async def look(self) -> None:
        """Look through the rows; again, only through those that were added since, unless the records changed."""
        [begun] = await self._store.write_at_once(_BEGIN, {})
        asked = {"rids": self._record_ids, "originator": self._originator}
        records = await self._store.read(_VALUES, asked)
        if self._values != (values := _values_of(records)):
            self._values, self._since, self._found = values, 0, {}
            self._repeated = await asyncio.to_thread(_repeated, records, self._ontology)
        after = ""
        while page := await self._store.read(_PAGE, self._asked(after=after, limit=_ROWS_A_PAGE)):
            after = page[-1]["id"]
            await asyncio.to_thread(self._compare, page)
        self._since = int(begun["n"])

    async def look_anew(self) -> None:
        """Look through all rows, whatever was found before.

        What an older version's process gives another content has no number by which it was known to be new.
        """
        self._values = None
        await self.look()

    async def rows_to_remove(self, tx: Transaction, records: Sequence[Row]) -> dict[str, int]:
        """Return the rows that go with records by their ids, within the transaction that removes them.

        Of each the number that it had when it was compared: with another one it has another content by now.

        Args:
            tx: the transaction.
            records: `rid`, `kind` and `parts` of each as they stand in it.

        Raises:
            NotPreparedError: the records changed since the look, or very many rows came: it is made again first.
        """
        if self._values is None or self._values != _values_of(records):
            raise NotPreparedError(self.look)
        added = await tx.run(_ADDED, self._asked(after="", limit=_MOST_WITHIN + 1))
        if len(added) > _MOST_WITHIN:
            raise NotPreparedError(self.look)
        await asyncio.to_thread(self._compare, added)
        return dict(sorted(self._found.items()))

    def _asked(self, *, after: str, limit: int) -> dict[str, Any]:
        going = dict.fromkeys(self._values or (), 1)
        since = self._since
        return {"originator": self._originator, "going": going, "after": after, "since": since, "limit": limit}

    def _compare(self, page: Iterable[Row]) -> None:
        for row in page:
            # One that was added again may name another record by now.
            self._found.pop(row["id"], None)
            named, added = row.pop("named"), row.pop("added")
            if named or self._repeated.stand_in(WaitingCells(**row)):
                self._found[row["id"]] = added


def _values_of(records: Iterable[Row]) -> dict[str, Mapping[str, Any]]:
    return {row["rid"]: {"kind": row["kind"], **whole_parts(row["parts"])} for row in records}


def _repeated(records: Sequence[Row], ontology: Ontology) -> RepeatedValues:
    return RepeatedValues.of(
        ({"rid": r["rid"], "kind": r["kind"], **whole_parts(r["parts"])} for r in records), ontology
    )
