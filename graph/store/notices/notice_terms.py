"""Under which terms of policy linkages were told, and the announcement of what may be told of since these widened.

A matcher decides by the policy in force when a change passes, and nothing comes up again when that changes. So what
stands is announced once more: what has a number comes as changed, and so does what alerts tell of, since some may have
been hidden; matches come as linkages, since a known one is announced by nobody else. Page by page, each in a
transaction with its place: whoever is ended goes on there, and several processes announce it once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.records import RecordId
from graph.store.changes import ChangeKind, append_change, in_changes
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.schema.announcements import PAGE

_FOLLOWER = "notice-terms"
_A_CHANGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldUnder:
    """The terms that linkages were told under last.

    `version`: of the policy bundle, empty where nobody knows which it was; `at`: when that was asked. `is_behind`: they
    widened, and what may be told of since is being announced.
    """

    version: str
    at: datetime
    is_behind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Widened:
    """What is to be announced: records in these compartments, and what is told of those of these agencies."""

    compartments: frozenset[int]
    agencies: frozenset[str]

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.compartments)


_TOLD_UNDER = template(
    "told_under",
    Access.SYSTEM,
    f"""
    MATCH (f:Follower {{name: '{_FOLLOWER}'}}) WHERE f.version IS NOT NULL
    RETURN f.version AS version, f.at AS at, f.after IS NOT NULL AS is_behind
    """,
)
# A store that holds records and no terms is an older version's: what that told is not known.
_BEGIN = template(
    "begin_terms",
    Access.WRITE,
    f"""
    MERGE (f:Follower {{name: '{_FOLLOWER}'}}) ON CREATE SET f.seq = 0
    SET f.locked = true
    WITH f WHERE f.version IS NULL
    SET f.at = $p.at,
      f.version = CASE WHEN $p.is_new OR NOT EXISTS {{ MATCH (:Record) }} THEN $p.version ELSE '' END
    """,
)
_MOVE = template(
    "move_terms",
    Access.WRITE,
    f"""
    MATCH (f:Follower {{name: '{_FOLLOWER}'}})
    SET f.locked = true
    WITH f WHERE f.version = $p.known AND f.at = $p.known_at AND f.after IS NULL
    SET f.version = $p.version, f.at = $p.at, f.after = $p.after, f.wider = $p.wider, f.agencies = $p.agencies
    RETURN f.version AS version
    """,
)
_PLACE = template(
    "place_of_terms",
    Access.WRITE,
    f"""
    MATCH (f:Follower {{name: '{_FOLLOWER}'}}) SET f.locked = true
    WITH f WHERE f.after IS NOT NULL
    RETURN f.after AS after, f.wider AS wider, f.agencies AS agencies
    """,
)
_ADVANCE = template(
    "advance_terms",
    Access.WRITE,
    f"""
    MATCH (f:Follower {{name: '{_FOLLOWER}'}})
    SET f.after = $p.after
    FOREACH (_ IN CASE WHEN $p.after IS NULL THEN [1] ELSE [] END | REMOVE f.wider, f.agencies)
    """,
)
# A person who has neither a number nor an alert is met by matches alone.
_PAGE = template(
    "page_of_terms",
    Access.READ_IN_WRITE,
    """
    CALL () {
      MATCH (n:Record)
      USING INDEX n:Record(rid)
      WHERE n.rid > $p.after
      RETURN n ORDER BY n.rid LIMIT $p.page
    }
    WITH n,
      n.cmp IN $p.wider AND (n.key IS NOT NULL OR EXISTS { MATCH (:HitEntry {record: n.rid}) })
      OR n.originator IN $p.agencies
      AND (EXISTS { MATCH (:Notice {own: n.rid}) } OR EXISTS { MATCH (:Notice {other: n.rid}) }) AS comes_up
    RETURN max(n.rid) AS last, collect(CASE WHEN comes_up THEN n.rid END) AS rids
    """,
)
# Each match once: at the end that it starts from.
_MATCHES = template(
    "matches_of_terms",
    Access.READ_IN_WRITE,
    """
    MATCH (n:Record)
    USING INDEX n:Record(rid)
    WHERE n.rid > $p.after AND n.rid <= $p.last
    MATCH (n)-[m:MATCH]->(o:Record)
    WHERE m.positive = true AND n.originator <> o.originator
      AND (n.originator IN $p.agencies OR o.originator IN $p.agencies)
    RETURN collect([n.rid, o.rid]) AS rows
    """,
)


class NoticeTerms:
    """Keeps under which terms linkages were told, and announces what may be told of since."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self) -> ToldUnder | None:
        """Return under which terms linkages were told; `None` where that was not asked yet."""
        rows = await self._store.read(_TOLD_UNDER, {})
        return _told_under(rows[0]) if rows else None

    async def begin(self, terms: ToldUnder, *, is_new: bool) -> None:
        """Keep these terms where there are none; of an older version's records, unless they are new, nobody knows."""
        parameters = {"version": terms.version, "at": terms.at.isoformat(), "is_new": is_new}
        await self._store.write_at_once(_BEGIN, parameters)

    async def move(self, known: ToldUnder, terms: ToldUnder, widened: Widened) -> bool:
        """Take other terms, and have announced what may be told of since; return whether nobody else did.

        Args:
            known: the terms as they were found.
            terms: those in force.
            widened: what may be told of under them, and might not be before.
        """
        parameters = {
            "known": known.version,
            "known_at": known.at.isoformat(),
            "version": terms.version,
            "at": terms.at.isoformat(),
            "after": "" if widened else None,
            "wider": sorted(widened.compartments) or None,
            "agencies": sorted(widened.agencies) if widened else None,
        }
        return bool(await self._store.write_at_once(_MOVE, parameters))

    async def announce_page(self) -> int | None:
        """Announce the next page; return how many records and linkages that were, `None` where nothing is left."""
        return await self._store.write(_announce)


async def _announce(tx: Transaction) -> int | None:
    rows = await tx.run(_PLACE, {})
    if not rows:
        return None
    place = rows[0]
    [page] = await tx.run(_PAGE, {**place, "page": PAGE})
    rids, last = page["rids"], page["last"]
    pairs: Sequence[Any] = [] if last is None else await tx.run(_MATCHES, {**place, "last": last})
    await tx.run(_ADVANCE, {"after": last})
    for part in _in_parts(rids):
        await append_change(tx, ChangeKind.RECORDS, part)
    for linked in in_changes([RecordId(rid) for pair in sorted(pairs) for rid in pair]):
        await append_change(tx, ChangeKind.LINKAGE, linked)
    return len(rids) + len(pairs)


def _in_parts(rids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (rids[first : first + _A_CHANGE] for first in range(0, len(rids), _A_CHANGE))


def _told_under(row: Row) -> ToldUnder:
    return ToldUnder(version=row["version"], at=datetime.fromisoformat(row["at"]), is_behind=row["is_behind"])
