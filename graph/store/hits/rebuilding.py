"""Makes the hit index anew, page by page, and keeps in the store how far that came: whoever finds it left goes on.

A rebuilding of which the process was killed would hold alerts for ever. Each page is taken under the follower's lock
and its place is written with it, so it does no harm where two go on at once: none passes over what the other did not.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from graph.errors import HitIndexOvertakenError
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template

QUIET_MILLISECONDS = 30_000
"""A rebuilding is taken for left once nobody has worked on it for so long: a page takes a second or two."""
_DROPPED_A_STEP = 5_000


class HitIndexCondition(StrEnum):
    """How the hit index stands, for whoever runs the deployment.

    `INTERRUPTED`: it was being made anew, and nobody is at work on it. `OTHER_KEY`: it was made with another key than
    this process has, so nothing is found in it.
    """

    WHOLE = "whole"
    REBUILDING = "rebuilding"
    INTERRUPTED = "interrupted"
    OTHER_KEY = "other-key"


class Pages(Protocol):
    """What takes in the pages; `graph.store.HitIndex` is one."""

    @property
    def key_id(self) -> str:
        """Return what tells its key from another."""

    async def begin_step(self, tx: Transaction, generation: int) -> None:
        """Take the index's lock; it raises where another rebuilding began meanwhile."""

    async def take_in_after(self, tx: Transaction, after: str, generation: int) -> tuple[str | None, int]:
        """Take in the records after an id; return the last one's id, `None` where there is none, and the entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """How far a rebuilding is: behind which record, `None` where all are taken in, with how many entries so far."""

    is_under_way: bool
    after: str | None
    passed: int


_BEGIN = template(
    "begin_hit_index",
    Access.WRITE,
    """
    MERGE (s:HitIndex {name: 'selectors'}) ON CREATE SET s.generation = 0, s.building = false, s.key_id = $p.key_id
    SET s.building = s.building OR s.key_id <> $p.key_id
    SET s.key_id = $p.key_id, s.generation = s.generation + 1, s.rebuilding = true, s.worked_at = timestamp()
    SET s.place_of = s.generation, s.after = '', s.passed = 0
    RETURN s.generation AS generation
    """,
)
# One that an older version began has no place of its own, and is begun from the first record.
_PLACE_TEXT = """
    OPTIONAL MATCH (s:HitIndex {name: 'selectors'})
    WITH s, s.place_of = s.generation AS kept
    RETURN s.key_id AS key_id, coalesce(s.generation, 0) AS generation,
      coalesce(s.rebuilding, false) OR coalesce(s.building, false) AS under_way,
      CASE WHEN kept THEN s.after ELSE '' END AS after, CASE WHEN kept THEN s.passed ELSE 0 END AS passed,
      timestamp() - coalesce(s.worked_at, 0) AS quiet
"""
_PLACE = template("hit_index_place", Access.READ_IN_WRITE, _PLACE_TEXT)
_FOUND = template("hit_index_under_way", Access.SYSTEM, _PLACE_TEXT)
_KEEP_PLACE = template(
    "keep_hit_index_place",
    Access.WRITE,
    """
    MATCH (s:HitIndex {name: 'selectors'})
    SET s.rebuilding = true, s.place_of = s.generation, s.after = $p.after, s.passed = $p.passed,
      s.building = s.building AND $p.after IS NOT NULL, s.worked_at = timestamp()
    """,
)
_DROP_OLD = template(
    "drop_old_hit_entries",
    Access.WRITE,
    """
    MATCH (s:HitIndex {name: 'selectors'}) WHERE s.generation = $p.generation
    SET s.worked_at = timestamp()
    WITH s
    MATCH (h:HitEntry) WHERE h.generation < $p.generation
    WITH h LIMIT $p.limit
    DELETE h
    RETURN count(*) AS dropped
    """,
)
_END = template(
    "end_hit_index",
    Access.WRITE,
    "MATCH (s:HitIndex {name: 'selectors'}) WHERE s.generation = $p.generation SET s.rebuilding = false",
)


class HitIndexRebuilding:
    """Makes an index anew, or goes on with what somebody left."""

    def __init__(self, store: Store, pages: Pages, lock: Callable[[Transaction], Awaitable[object]]) -> None:
        """Prepare; `lock` takes the lock of the index's follower."""
        self._store = store
        self._pages = pages
        self._lock = lock

    async def rebuild(self) -> int:
        """Begin anew and go on to the end; return the number of entries.

        Raises:
            HitIndexOvertakenError: another rebuilding began meanwhile, and does it all.
        """

        async def begin(tx: Transaction) -> int:
            await self._lock(tx)
            return int((await tx.run(_BEGIN, {"key_id": self._pages.key_id}))[0]["generation"])

        return await self._to_end(await self._store.write(begin))

    async def finish_left(self) -> int | None:
        """Go on to the end with a rebuilding with the present key that nobody is at work on.

        Returns:
            The number of entries; `None` where there is none that was left, or somebody began another meanwhile.
        """
        [found] = await self._store.read(_FOUND, {})
        if self._condition(found) is not HitIndexCondition.INTERRUPTED:
            return None
        try:
            return await self._to_end(int(found["generation"]))
        except HitIndexOvertakenError:
            return None

    async def condition(self) -> HitIndexCondition:
        """Return how the index stands."""
        [found] = await self._store.read(_FOUND, {})
        return self._condition(found)

    def _condition(self, found: Row) -> HitIndexCondition:
        if found["key_id"] not in {None, self._pages.key_id}:
            return HitIndexCondition.OTHER_KEY
        if not found["under_way"]:
            return HitIndexCondition.WHOLE
        # Of work that lies ahead of the server's clock nobody knows when it was: the clock was set back since.
        is_quiet = abs(found["quiet"]) > QUIET_MILLISECONDS
        return HitIndexCondition.INTERRUPTED if is_quiet else HitIndexCondition.REBUILDING

    async def _to_end(self, generation: int) -> int:
        """Take in the pages that are left, then drop what no pass wrote."""
        while True:
            place = await self._store.write(lambda tx: self._pass(tx, generation))
            if not place.is_under_way:
                return place.passed
            if place.after is None:
                break
        while await self._store.write(lambda tx: _drop(tx, generation)):
            pass
        await self._store.write(lambda tx: tx.run(_END, {"generation": generation}))
        return place.passed

    async def _pass(self, tx: Transaction, generation: int) -> _Place:
        await self._pages.begin_step(tx, generation)
        [row] = await tx.run(_PLACE, {})
        place = _Place(is_under_way=row["under_way"], after=row["after"], passed=row["passed"])
        if not place.is_under_way or place.after is None:
            return place
        last, count = await self._pages.take_in_after(tx, place.after, generation)
        passed = place.passed + count
        await tx.run(_KEEP_PLACE, {"after": last, "passed": passed})
        return _Place(is_under_way=True, after=last, passed=passed)


async def _drop(tx: Transaction, generation: int) -> int:
    rows = await tx.run(_DROP_OLD, {"generation": generation, "limit": _DROPPED_A_STEP})
    return int(rows[0]["dropped"])
