"""Keeps which recalls of hits are told: a hit that no longer holds is told once, and one that holds is not.

A notice of a hit names no record to the agency that was told of it. It waits undecided until the store knows whether
something else at its originator still answers the same question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedHit:
    """A notice of a hit of which nobody has decided yet whether it is told; `at` is when the record was recalled."""

    id: str
    hit: str
    at: datetime


_UNDECIDED = template(
    "undecided_hits",
    Access.SYSTEM,
    """
    MATCH (x:RecallNotice {state: 'undecided'})
    MATCH (c:Recall {id: x.recall})
    WITH x, c ORDER BY c.at, x.id
    RETURN collect({id: x.id, hit: x.hit, at: c.at}) AS rows
    """,
)
_HOLDING = template(
    "hits_that_hold",
    Access.SYSTEM,
    """
    UNWIND ['holds', 'undecided'] AS state
    MATCH (x:RecallNotice {state: state})
    MATCH (c:Recall {id: x.recall}) WHERE c.originator = $p.originator
    RETURN collect(DISTINCT x.hit) AS hits
    """,
)
_HOLD = template(
    "hold_hits",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (x:RecallNotice {id: id, state: 'undecided'})
    SET x.state = 'holds'
    RETURN x.id AS id
    """,
)
# A hit ends once. Where that was told before, what was answered then is the answer to this notice as well.
_TELL = template(
    "tell_hits",
    Access.WRITE,
    """
    MERGE (counter:Counter {name: 'recall'}) ON CREATE SET counter.n = 0
    SET counter.locked = true
    WITH counter
    UNWIND $p.rows AS row
    MATCH (x:RecallNotice {id: row.id, state: 'undecided'})
    WITH counter, x, row.first AS first,
      COLLECT { MATCH (t:RecallNotice {hit: x.hit, state: 'told'}) RETURN t {.answer, .answer_reason, .answered_at,
        .answered_by} } AS before
    WITH counter, x, first AND size(before) = 0 AS told, before
    FOREACH (_ IN CASE WHEN told THEN [1] ELSE [] END |
      SET counter.n = counter.n + 1, x.seq = counter.n)
    FOREACH (answer IN before | SET x += answer)
    SET x.state = CASE WHEN told THEN 'told' ELSE 'told-by-another' END
    RETURN x.id AS id
    """,
)


class HitRecallStore:
    """Reads the notices of hits that are to be decided, and the hits that hold."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def undecided(self) -> list[UndecidedHit]:
        """Return the notices of hits, to all agencies, of which is to be decided whether they are told."""
        rows = await self._store.read(_UNDECIDED, {})
        return [UndecidedHit(id=r["id"], hit=r["hit"], at=datetime.fromisoformat(r["at"])) for r in rows]

    async def holding(self, originator: str) -> list[str]:
        """Return the hits that were told of an originator and that hold, though a record behind them was recalled."""
        return [str(hit) for row in await self._store.read(_HOLDING, {"originator": originator}) for hit in row["hits"]]


async def decide_hits(tx: Transaction, *, held: Sequence[str], told: Sequence[tuple[str, Sequence[str]]]) -> int:
    """Write down which notices of hits are told; return how many were not decided before.

    Args:
        tx: the transaction.
        held: notices of hits that hold; nothing is told.
        told: of each hit that has ended the notice that tells it, and the others of it.
    """
    decided = await tx.run(_HOLD, {"ids": list(held)}) if held else []
    rows = [{"id": rid, "first": rid == first} for first, others in told for rid in (first, *others)]
    return len(decided) + (len(await tx.run(_TELL, {"rows": rows})) if rows else 0)
