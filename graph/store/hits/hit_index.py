"""The hit index: which keyed hashes of selectors are held, under which terms and by which record.

It lies apart from the graph: nodes of a label of their own without one relationship, each with a keyed hash, a
compartment and a record id; of a selector that stands on a record of another kind, its own kind as well. What a
cross-check asks is answered from it alone. A follower of the change feed keeps it; `rebuild` makes it anew. Whoever
copies the index without its key learns no value from it.
"""

import hmac
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.errors import HitIndexBehindError, HitIndexKeyError, HitIndexOvertakenError
from graph.grants import grant_compartment
from graph.ontology import Ontology
from graph.records import RecordId
from graph.selectors import carried_marks, carried_selectors, meeting_key
from graph.store.changes import ChangeFeed, ChangeKind, advance_position, drain, of_one_step, take_position
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.hits.rebuilding import HitIndexCondition, HitIndexRebuilding

_T = TypeVar("_T")
HIT_INDEX = "hit-index"
RECORDS_A_STEP = 5_000
_SECONDS_TO_CATCH_UP = 3.0
_CHANGES_A_LOOK = 500
FOLLOWED = (ChangeKind.RECORDS, ChangeKind.OPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorHasher:
    """Hashes selectors under a secret of its own purpose; each use of the key has its own prefix.

    `secret` has at least 32 bytes and is shared by all processes of one deployment.
    """

    secret: bytes

    def token(self, key: str) -> str:
        """Return the keyed hash of a selector's key: kind and canonical value."""
        return self._digest("selector", key)

    def block_token(self, agency: str, block: str) -> str:
        """Return the keyed hash of a number block for one agency; no two agencies' can be compared."""
        return self._digest("block", f"{agency}|{block}")

    @property
    def key_id(self) -> str:
        """What tells one secret from another without telling it."""
        return self._digest("key-id", "")[:16]

    def _digest(self, use: str, text: str) -> str:
        return hmac.digest(self.secret, f"{use}\x00{text}".encode(), "sha256").hex()[:40]


HitPlace = tuple[int, str]
"""Where a selector stands: the record's compartment, and the kind by whose terms it is told of, else empty."""
_Entry = tuple[str, str, str, int, str]
"""An entry as it is written: its id, the record's, token, compartment, and its kind where it is carried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitEntry:
    """One held selector as the index knows it; `grants` are the tokens of live grants under which the asker sees it.

    `carried`: its kind, where it stands on a record of another kind or under the key of one; empty for a record of its
    own under its own key. `compartment` is that of the record.
    """

    token: str
    compartment: int
    record_id: RecordId
    carried: str = ""
    grants: frozenset[int] = frozenset()

    @property
    def place(self) -> HitPlace:
        """Where it stands."""
        return self.compartment, self.carried


@dataclass(frozen=True, slots=True, kw_only=True)
class HitIndexStand:
    """How often the index was begun anew, and whether it has tokens of two keys meanwhile.

    `is_building`: of what meets in it nothing can be said before it is whole. What was read between two equal stands of
    an index that is not being built was read of one key.
    """

    generation: int
    is_building: bool


_STATE = template(
    "hit_index_state",
    Access.WRITE,
    """
    MERGE (s:HitIndex {name: 'selectors'}) ON CREATE SET s.key_id = $p.key_id, s.generation = 1, s.building = false
    RETURN s.key_id AS key_id, s.generation AS generation, s.building AS building, s.carries = true AS carries
    """,
)
_STAND_TEXT = """
    OPTIONAL MATCH (s:HitIndex {name: 'selectors'})
    RETURN coalesce(s.generation, 0) AS generation, coalesce(s.building, false) AS building
"""
_STAND = template("hit_index_stand", Access.SYSTEM, _STAND_TEXT)
_STAND_IN_WRITE = template("hit_index_stand_in_write", Access.READ_IN_WRITE, _STAND_TEXT)
_CARRY = template("hit_index_carries", Access.WRITE, "MATCH (s:HitIndex {name: 'selectors'}) SET s.carries = true")
_COUNT = template(
    "count_hit_entries",
    Access.SYSTEM,
    """
    RETURN COUNT { MATCH (:HitEntry) } AS entries
    """,
)
# What records are and carry, and which entries they have: of a record that is gone, or carries nothing any more, those.
_SELECTORS = template(
    "selectors_of_records",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    OPTIONAL MATCH (n:Record {rid: rid}) WHERE n.key IS NOT NULL OR any(m IN $p.marks WHERE n[m[0]] CONTAINS m[1])
    WITH rid, n, COLLECT {
      MATCH (h:HitEntry {record: rid}) RETURN [h.eid, h.record, h.token, h.cmp, h.carried, h.generation]
    } AS held
    WHERE n IS NOT NULL OR size(held) > 0
    WITH rid, n, held, CASE WHEN n.key IS NULL THEN [c IN $p.classes | n[c]] END AS parts
    RETURN collect({rid: rid, key: n.key, cmp: n.cmp, kind: n.kind, parts: parts, held: held}) AS rows
    """,
)
_SELECTORS_AFTER = template(
    "selectors_after",
    Access.READ_IN_WRITE,
    """
    MATCH (n:Record) USING INDEX n:Record(rid)
    WHERE n.rid > $p.after
    WITH n ORDER BY n.rid LIMIT $p.limit
    WITH n, n.key IS NULL AND any(m IN $p.marks WHERE n[m[0]] CONTAINS m[1]) AS carries
    WITH n, CASE WHEN carries THEN [c IN $p.classes | n[c]] END AS parts
    RETURN collect({rid: n.rid, key: n.key, cmp: n.cmp, kind: n.kind, parts: parts}) AS rows
    """,
)
# Most entries are new, and whoever holds the follower's lock has seen that they are: one that is looked for once more
# to be merged costs twice as much.
_ADD = template(
    "add_hit_entries",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    CREATE (h:HitEntry {eid: row[0], record: row[1], token: row[2], cmp: row[3], carried: row[4],
      generation: $p.generation})
    """,
)
_PUT = template(
    "put_hit_entries",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MERGE (h:HitEntry {eid: row[0]})
    SET h.record = row[1], h.token = row[2], h.cmp = row[3], h.carried = row[4], h.generation = $p.generation
    """,
)
# What a record no longer is or carries.
_DROP = template("drop_hit_entries", Access.WRITE, "UNWIND $p.eids AS eid MATCH (h:HitEntry {eid: eid}) DELETE h")
_FIND = template(
    "find_hit_entries",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.tokens AS token
    MATCH (h:HitEntry {token: token}) WHERE h.cmp IN $p.told[h.carried]
    RETURN collect({token: h.token, cmp: h.cmp, rid: h.record, carried: h.carried}) AS rows
    """,
)
# For who was granted something. The mark stands on the record, as every reading has it; the tokens decide. It answers
# a viewer without the guard of `cypher.opened`: `granted` and `told` are the compartments that the scope opens to hits.
_FIND_GRANTED = template(
    "find_granted_hit_entries",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.tokens AS token
    MATCH (h:HitEntry {token: token})
    OPTIONAL MATCH (n:Record {rid: h.record}) WHERE h.cmp IN $p.granted[h.carried]
    WITH h, [g IN coalesce(n.granted, []) WHERE g + n.cmp IN $p.live[h.carried] | g + n.cmp] AS grants
    WHERE h.cmp IN $p.told[h.carried] OR size(grants) > 0
    RETURN collect({token: h.token, cmp: h.cmp, rid: h.record, carried: h.carried, grants: grants}) AS rows
    """,
)
_OF_RECORDS = template(
    "hit_entries_of_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (h:HitEntry {record: rid})
    RETURN collect({token: h.token, cmp: h.cmp, rid: h.record, carried: h.carried}) AS rows
    """,
)


async def hit_index_stand(store: Store) -> HitIndexStand:
    """Return how the index stands; for who goes by what meets in it."""
    return _stand(await store.read(_STAND, {}))


async def read_of_whole_index(store: Store, read: Callable[[], Awaitable[_T]]) -> _T | None:
    """Return what was read while the index had tokens of one key; `None` where it is being made anew with another."""
    while not (stand := await hit_index_stand(store)).is_building:
        found = await read()
        if await hit_index_stand(store) == stand:
            return found
    return None


async def hit_index_has_followed(store: Store, seq: int) -> bool:
    """Return whether what the changes up to this number wrote is in the index; for who goes by what meets in it.

    Where only others' changes are left, it is: the follower moves on by itself.
    """
    feed = ChangeFeed(store)
    position = await feed.position(HIT_INDEX)
    if position >= seq:
        return True
    left = await feed.since(position, limit=_CHANGES_A_LOOK, kinds=())
    return not left or (left[-1].seq >= seq and all(c.kind not in FOLLOWED for c in left if c.seq <= seq))


async def hit_index_stand_in(tx: Transaction) -> HitIndexStand:
    """Return the same within a transaction, as others have committed it by now."""
    return _stand(await tx.run(_STAND_IN_WRITE, {}))


class HitIndex:
    """Keeps the index in step with the records. Several processes may share one store: a lock orders what they do."""

    def __init__(self, store: Store, hasher: SelectorHasher, ontology: Ontology) -> None:
        self._store = store
        self._hasher = hasher
        self._ontology = ontology
        self._classes = sorted({str(p.property_class) for k in ontology.kinds.values() for p in k.carried})
        self._reading = {"classes": self._classes, "marks": carried_marks(ontology)}
        self._feed = ChangeFeed(store)
        self._waits = True  # whether anything waited behind the last step
        self._rebuilding = HitIndexRebuilding(store, self, lambda tx: take_position(tx, HIT_INDEX))

    @property
    def key_id(self) -> str:
        """What tells its key from another."""
        return self._hasher.key_id

    async def drain(self) -> int:
        """Deal with all changes known; return the number of changed records looked at."""
        return await drain(self.step, waits=lambda: self._waits)

    async def step(self) -> int | None:
        """Deal with the next changes; return the number of records looked at, `None` when there is no change.

        Raises:
            HitIndexKeyError: the index was made with another key.
        """
        waiting = await self._feed.following(HIT_INDEX, limit=500, records=RECORDS_A_STEP, kinds=FOLLOWED)
        changes = of_one_step(waiting.changes, RECORDS_A_STEP)
        if not changes:
            return None
        ids = sorted({rid for c in changes for rid in c.record_ids})

        async def work(tx: Transaction) -> int | None:
            if await take_position(tx, HIT_INDEX) != waiting.position:
                return None
            await self._take_in(tx, ids)
            await advance_position(tx, HIT_INDEX, changes[-1].seq)
            return len(ids)

        done = await self._store.write(work)
        self._waits = done is None or waiting.more or len(changes) < len(waiting.changes)
        return done or 0

    async def catch_up(self) -> None:
        """Return when all records written before this call are in the index.

        A check that is answered afterwards knows no older terms of a record than the graph does.

        Raises:
            HitIndexBehindError: too much has been written of late; the index is not there yet.
            HitIndexKeyError: the index was made with another key.
        """
        goal, until = await self._feed.last(), time.monotonic() + _SECONDS_TO_CATCH_UP
        while time.monotonic() < until:
            if await hit_index_has_followed(self._store, goal):
                return
            await self.step()
        raise HitIndexBehindError

    async def rebuild(self) -> int:
        """Make the index anew from the records, with the present key; return the number of entries.

        Checks go on meanwhile, unless the key is another: then they are refused until the end of the first pass, and
        who follows what meets in the index waits.

        Raises:
            HitIndexOvertakenError: another rebuilding began meanwhile, and does it all.
        """
        return await self._rebuilding.rebuild()

    async def finish_left(self) -> int | None:
        """Go on to the end with a rebuilding that nobody is at work on, as where its process was killed.

        Returns:
            The number of entries; `None` where there is none, or it is one with another key.
        """
        return await self._rebuilding.finish_left()

    async def condition(self) -> HitIndexCondition:
        """Return how the index stands, for whoever runs the deployment."""
        return await self._rebuilding.condition()

    async def entries(self) -> int:
        """Return how many entries the index has."""
        return int((await self._store.read(_COUNT, {}))[0]["entries"])

    async def entries_of(self, record_ids: Iterable[str]) -> list[HitEntry]:
        """Return the entries of records, in the order of their ids and then of what stands on them."""
        rows = await self._store.read(_OF_RECORDS, {"rids": sorted(set(record_ids))})
        return sorted(map(_entry, rows), key=lambda e: (e.record_id, e.carried, e.token))

    async def find(
        self,
        tx: Transaction,
        tokens: Iterable[str],
        told: Iterable[HitPlace],
        *,
        granted: Mapping[str, Collection[int]] | None = None,
    ) -> list[HitEntry]:
        """Return the entries that may be told, within a transaction, in canonical order.

        Args:
            tx: the transaction.
            tokens: keyed hashes of what is asked.
            told: places of which an entry may be told.
            granted: tokens of live grants that show the asker a selector's key, by what the place says of its kind.

        Raises:
            HitIndexBehindError: the index is being made anew with another key.
            HitIndexKeyError: the index was made with another key.
        """
        state = await self._state(tx)
        if state["building"]:
            raise HitIndexBehindError
        parameters: dict[str, object] = {"tokens": sorted(set(tokens)), "told": _by_kind(told)}
        live = {kind: sorted(found) for kind, found in (granted or {}).items() if found}
        if not live:
            rows = await tx.run(_FIND, parameters)
        else:
            compartments = {kind: sorted(set(map(grant_compartment, found))) for kind, found in live.items()}
            rows = await tx.run(_FIND_GRANTED, {**parameters, "live": live, "granted": compartments})
        return sorted(map(_entry, rows), key=lambda e: (e.token, e.record_id))

    async def take_in_after(self, tx: Transaction, after: str, generation: int) -> tuple[str | None, int]:
        """Take in the records after an id; return the last one's id, `None` where there is none, and the entries.

        Raises:
            HitIndexOvertakenError: another rebuilding began meanwhile.
        """
        await self.begin_step(tx, generation)
        rows = await tx.run(_SELECTORS_AFTER, {"after": after, "limit": RECORDS_A_STEP, **self._reading})
        if not rows:
            return None, 0
        entries = self._entries(rows)
        await _put(tx, entries, generation)
        if any(entry[4] for entry in entries):
            await tx.run(_CARRY, {})
        return str(rows[-1]["rid"]), len(entries)

    async def begin_step(self, tx: Transaction, generation: int) -> None:
        """Take the index's lock for a rebuilding.

        What the older one wrote under its number, the younger one would drop as stale, though it had written it before.

        Raises:
            HitIndexOvertakenError: a younger one has begun.
        """
        await take_position(tx, HIT_INDEX)
        if (await tx.run(_STATE, {"key_id": self._hasher.key_id}))[0]["generation"] != generation:
            raise HitIndexOvertakenError

    async def _state(self, tx: Transaction) -> Row:
        row = (await tx.run(_STATE, {"key_id": self._hasher.key_id}))[0]
        if row["key_id"] != self._hasher.key_id:
            raise HitIndexKeyError
        return row

    async def _take_in(self, tx: Transaction, ids: Sequence[str]) -> None:
        state = await self._state(tx)
        if not ids:
            return
        # INVARIANT: read under the follower's lock, so an older reading never overwrites a younger one.
        rows = await tx.run(_SELECTORS, {"rids": list(ids), **self._reading})
        entries, generation = self._entries(rows), state["generation"]
        held = {known[0]: known for row in rows for known in row["held"]}
        new = [entry for entry in entries if entry[0] not in held]
        other = [entry for entry in entries if entry[0] in held and held[entry[0]] != [*entry, generation]]
        if gone := held.keys() - {entry[0] for entry in entries}:
            await tx.run(_DROP, {"eids": sorted(gone)})
        if new:
            await tx.run(_ADD, {"rows": new, "generation": generation})
        await _put(tx, other, generation)
        if not state["carries"] and any(entry[4] for entry in entries):
            await tx.run(_CARRY, {})

    def _entries(self, rows: Sequence[Row]) -> list[_Entry]:
        """Return the rows of entries for what records are and carry."""
        token = self._hasher.token
        entries: list[_Entry] = []
        for row in rows:
            if row["cmp"] is None:
                continue  # gone
            rid, compartment = str(row["rid"]), int(row["cmp"])
            if row["key"] is not None:
                entries.append((rid, rid, token(row["key"]), compartment, ""))
                standing = [(str(row["kind"]), str(row["key"]))]
            else:
                parts = dict(zip(self._classes, row["parts"] or (), strict=False))
                standing = carried_selectors(self._ontology.kind(row["kind"]), parts)
                for kind, key in standing:
                    held = token(key)
                    entries.append((f"{rid}|{held[:16]}", rid, held, compartment, kind))
            for kind, key in standing:
                if (met := meeting_key(key)) != key:
                    # Beside a number of its own that is the same: of this one is told what may be told of accounts.
                    held = token(met)
                    entries.append((f"{rid}|{held[:16]}|{kind}", rid, held, compartment, kind))
        return entries


async def _put(tx: Transaction, entries: Sequence[_Entry], generation: int) -> None:
    if entries:
        await tx.run(_PUT, {"rows": entries, "generation": generation})


def _by_kind(places: Iterable[HitPlace]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for compartment, kind in sorted(places):
        found.setdefault(kind, []).append(compartment)
    return found


def _stand(rows: Sequence[Row]) -> HitIndexStand:
    return HitIndexStand(generation=int(rows[0]["generation"]), is_building=bool(rows[0]["building"]))


def _entry(row: Row) -> HitEntry:
    return HitEntry(
        token=row["token"],
        compartment=row["cmp"],
        record_id=RecordId(row["rid"]),
        carried=row["carried"],
        grants=frozenset(row.get("grants", ())),
    )
