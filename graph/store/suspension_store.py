"""Keeps suspensions: agencies and people that get nothing from the next answer on, whichever process gives it.

Suspensions in force carry a label of their own, since every operation reads them; lifted ones stay without it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.notices.telling import TOLD_AT, tell_again

_SHORTLY = timedelta(days=1)
"""Who reads their alerts at all does so once a day; of older ones a reinstatement must not bring thousands again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """The suspension of an agency, or of one person there.

    Attributes:
        id: its public name.
        agency: code of the agency.
        subject: the person, as tokens name them; `None` for the whole agency.
        reason: why.
        by: who suspended; empty for the operator of the deployment.
        at: since when.
        lifted_by, lifted_at, lift_reason: who reinstated, when and why.
    """

    id: str
    agency: str
    subject: str | None
    reason: str
    by: str
    at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lift_reason: str | None = None


# INVARIANT: the operator's stands beside a supervisor's, never in its place: to lift the one leaves the other, also
# where both happen at once.
_PUT = template(
    "put_suspension",
    Access.WRITE,
    """
    MERGE (lock:Counter {name: 'suspension'}) SET lock.locked = true
    WITH lock
    OPTIONAL MATCH (s:ActiveSuspension {agency: $p.agency})
    WHERE coalesce(s.subject, '') = $p.subject AND ($p.by <> '' OR s.by = '')
    WITH count(s) AS found WHERE found = 0
    CREATE (s:Suspension:ActiveSuspension {id: $p.id, agency: $p.agency, reason: $p.reason, by: $p.by, at: $p.at})
    SET s.subject = CASE WHEN $p.subject <> '' THEN $p.subject END
    RETURN s {.*} AS s
    """,
)
_LIFT = template(
    "lift_suspension",
    Access.WRITE,
    """
    MERGE (lock:Counter {name: 'suspension'}) SET lock.locked = true
    WITH lock
    MATCH (s:ActiveSuspension) WHERE s.id IN $p.ids
    REMOVE s:ActiveSuspension
    SET s.lifted_by = $p.by, s.lifted_at = $p.at, s.lift_reason = $p.reason
    RETURN s {.*} AS s ORDER BY s.at, s.id
    """,
)
# Hidden meanwhile, and passed by whoever went on behind a place: what was told then; of what was told shortly before,
# what nobody had acknowledged.
_PASSED_BY = template(
    "notices_passed_by",
    Access.READ_IN_WRITE,
    f"""
    MATCH (x:Notice) WHERE x.other_agency = $p.agency AND coalesce(x.reason, 'linkage') = 'linkage'
      AND ({TOLD_AT} >= $p.since OR {TOLD_AT} >= $p.shortly_before AND x.acknowledged_at IS NULL)
    RETURN collect([x.id, x.agency]) AS rows
    """,
)
_LISTED = template(
    "suspensions",
    Access.SYSTEM,
    """
    MATCH (s:Suspension) WHERE $p.agency = '' OR s.agency = $p.agency
    RETURN s {.*} AS s ORDER BY s.at, s.id
    """,
)


class SuspensionStore:
    """Writes and reads suspensions. Its callers decide who may suspend whom."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def suspend(self, found: Suspension) -> Suspension | None:
        """Write a suspension; `None` where one that is in force already says the same.

        The operator's is also written where another person's is in force, since that person could lift theirs.
        """
        parameters = {
            "id": found.id,
            "agency": found.agency,
            "subject": found.subject or "",
            "reason": found.reason,
            "by": found.by,
            "at": found.at.isoformat(),
        }

        async def work(tx: Transaction) -> list[Row]:
            return await tx.run(_PUT, parameters)

        rows = await self._store.write(work)
        return _suspension(rows[0]["s"]) if rows else None

    async def lift(self, ids: Collection[str], *, by: str, reason: str, at: datetime) -> list[Suspension]:
        """Lift suspensions of a whole agency, or of one person there; return those that were in force, oldest first.

        Args:
            ids: the suspensions.
            by: who reinstates.
            reason: why.
            at: when.
        """
        parameters = {"ids": sorted(ids), "by": by, "reason": reason, "at": at.isoformat()}

        async def work(tx: Transaction) -> list[Suspension]:
            lifted = [_suspension(row["s"]) for row in await tx.run(_LIFT, parameters)]
            if lifted and lifted[0].subject is None:
                await _tell_afterwards(tx, lifted[0], at=at)
            return lifted

        return await self._store.write(work)

    async def listed(self, agency: str | None = None) -> Sequence[Suspension]:
        """Return suspensions, lifted ones included, oldest first: those of one agency, or all."""
        return [_suspension(row["s"]) for row in await self._store.read(_LISTED, {"agency": agency or ""})]


async def _tell_afterwards(tx: Transaction, lifted: Suspension, *, at: datetime) -> None:
    """Tell again what others are told of a suspended agency's records and may have passed by."""
    since = {"since": lifted.at.isoformat(), "shortly_before": (lifted.at - _SHORTLY).isoformat()}
    passed_by: Sequence[Any] = await tx.run(_PASSED_BY, {"agency": lifted.agency, **since})
    await tell_again(tx, dict(passed_by), at=at)


def _suspension(row: Row) -> Suspension:
    return Suspension(
        id=row["id"],
        agency=row["agency"],
        subject=row.get("subject"),
        reason=row["reason"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        lifted_by=row.get("lifted_by"),
        lifted_at=datetime.fromisoformat(row["lifted_at"]) if row.get("lifted_at") else None,
        lift_reason=row.get("lift_reason"),
    )
