"""Writes records and links: one transaction a batch, idempotent, with the change that tells followers.

Laws: ingesting twice equals once (a digest tells unchanged content); a missing compartment never happens (it is
registered in a transaction of its own before); restamping a record restamps its links in the same transaction.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import attrgetter
from types import MappingProxyType

from graph.compartments import CompartmentKey
from graph.errors import StoreQueryError
from graph.ontology import Ontology
from graph.records import Link, LinkId, RecordId, SubjectRole
from graph.store.changes import ChangeKind, lock_changes
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, template
from graph.store.link_stamps import LinkStamps
from graph.store.link_statements import LinkTemplates
from graph.store.migrations import SEARCH_CLASSES
from graph.store.protection_store import keep_seals
from graph.store.quarantine import WaitingRow, add_quarantined, settle_quarantined, waiting_rows
from graph.store.recall_store import withdrawn_among
from graph.store.record_rows import RowMaker, link_row, with_gaps
from graph.store.retention_store import held_among
from graph.store.selector_seals import SelectorSeals
from graph.store.write_batch import Checkpoint, Stood, WriteBatch, WriteSummary

_EXISTING = template(
    "existing_records",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    RETURN collect({rid: n.rid, digest: n.digest, cmp: n.cmp, kind: n.kind}) AS rows
    """,
)
# In the order of their ids, as a claim takes them. What is read behind the lock is what this transaction replaces, and
# neither a hold nor a claim comes in between: both take the same lock.
_LOCK = template(
    "lock_to_replace",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    SET n.filing = true
    WITH n
    REMOVE n.filing
    RETURN collect({rid: n.rid, digest: n.digest, cmp: n.cmp, kind: n.kind}) AS rows
    """,
)
# One text for all kinds and one for all link types: labels and types come from the ontology, and every further text
# would cost its planning, some 100 ms, in each new process.
_NO_WORDS = ", ".join(f"n.text_{c} = null" for c in SEARCH_CLASSES)
_UPSERT = template(
    "upsert_records",
    Access.WRITE,
    f"""
    UNWIND $p.rows AS row
    MERGE (n:Record {{rid: row.rid}})
    ON CREATE SET n:$(row.props.kind), n.received = $p.received, n.component = row.component
    // The words are of what stood before, under the terms of before; resolution writes those of the new content.
    // Setting the digest takes the record's lock: the compartment read next is the one that this transaction replaces.
    SET n.digest = row.props.digest
    WITH n, row, n.cmp AS before, n.kind AS kind
    SET n += row.props, {_NO_WORDS}
    // New, filed again before it was compared, or another kind of thing now.
    SET n.cmp = CASE WHEN before IS NULL OR before IN $p.uncompared OR kind <> n.kind THEN row.first ELSE n.cmp END
    WITH n, row, before WHERE before <> n.cmp OR (before IS NOT NULL AND NOT row.stood)
    RETURN collect({{rid: n.rid, before: before, stood: row.stood}}) AS rows
    """,
)
# What its own agency's claim makes of a record is worked out from the claim, by `keep_seals`.
_KEEP_ROLE = template(
    "keep_role",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid}) WHERE n.seal IS NULL OR n.seal <> 'own'
    // Not what was filed: when it is filed by who may say so, it is a change.
    SET n.role = row.role, n.cmp = row.cmp, n.digest = n.digest + ' kept'
    RETURN collect({rid: n.rid, cmp: n.cmp}) AS rows
    """,
)
# Rare enough for a statement of its own: a reference that its originator gives to another kind of thing. Its matches
# were of the other kind, and no model reads their evidence.
_CHANGE_KIND = template(
    "change_kind",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid})
    REMOVE n:$(row.before)
    SET n:$(row.kind), n.key = row.key, n.component = row.component
    WITH n
    OPTIONAL MATCH (n)-[m:MATCH]-(:Record)
    DELETE m
    """,
)
# Where many records of one kind are new, a text with the kind in it takes three quarters of the general one's time. The
# store's own number of a record is good until the transaction ends: by it links find their ends without a look into the
# index.
_CREATE = (
    "UNWIND $p.rows AS row CREATE (n:Record:{kind}) SET n += row RETURN collect(row.rid) AS rids, collect(id(n)) AS ids"
)
_ENDS_CHANGED = template(
    "ends_changed",
    Access.WRITE,
    """
    UNWIND $p.ends AS end
    MATCH (n:Record {rid: end[0]}) WHERE NOT n.cmp IN end[1..]
    RETURN count(n) AS changed
    """,
)
_END_BATCH = template(
    "end_batch",
    Access.WRITE,
    """
    FOREACH (point IN $p.points |
      MERGE (c:Checkpoint {key: point.key}) SET c.rows_done = point.rows_done, c.finished = point.finished)
    WITH $p.changes AS changes WHERE size(changes) > 0
    MATCH (counter:Counter {name: 'change'})
    SET counter.locked = true
    WITH counter, counter.n AS before, changes
    SET counter.n = before + size(changes)
    WITH before, changes
    UNWIND range(1, size(changes)) AS number
    CREATE (c:Change {seq: before + number, kind: $p.kind, rids: changes[number - 1], at: timestamp()})
    RETURN max(c.seq) AS seq
    """,
)
_FIND_CHECKPOINT = template(
    "find_checkpoint",
    Access.SYSTEM,
    "MATCH (c:Checkpoint {key: $p.key}) RETURN c.rows_done AS rows_done, c.finished AS finished",
)


_Ends = Sequence[tuple[str, str]]

_CONSTRAINT_FAILED = "Neo.ClientError.Schema.ConstraintValidationFailed"
_TRIES = 6
_WAIT_SECONDS = 10.0


RECORDS_A_CHANGE = 2_000
# From how many rows of one kind or type on a statement of their own is worth its planning. What has none also waits for
# the batch before, so most kinds of a load should have one.
_MANY = 50


class _MovedError(Exception):
    """An end of a link was restamped, or a record came or went meanwhile; the batch is tried again."""


class _StillWaitingError(Exception):
    """The batch before takes long: perhaps it waits for a lock of one who waits for ours, so we let go of them."""


class RecordWriter:
    """Writes batches. One writer per process is enough; several may run at once."""

    def __init__(self, store: Store, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._store = store
        self._registry = registry
        self._rows = RowMaker(registry, ontology)
        self._seals = SelectorSeals(registry, ontology)
        self._stamps = LinkStamps(registry, ontology)
        self._creations = {kind: _creation(kind) for kind in ontology.kinds}
        self._link_texts = {name: LinkTemplates.of(name) for name in ontology.links}

    async def write(self, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        """Write a batch in one transaction; writing it twice changes nothing.

        Args:
            batch: what to write.
            after: the writing of a batch with other records, which this one may overlap but not overtake: new records
                are created meanwhile, and nothing else is touched or locked before it ends.

        Raises:
            StoreQueryError, StoreUnavailableError: nothing was written.
            Whatever `after` raises: nothing was written.
        """
        await self._rows.meet(batch.records, batch.links)
        # Where another batch is being written its answers are waited for on this loop, so it is not held up for long.
        rows = await asyncio.to_thread(self._make_rows, batch) if len(batch.records) > _MANY else self._make_rows(batch)
        own = {link.id: self._rows.own_compartment(link) for link in batch.links}
        careful = False

        async def work(tx: Transaction) -> WriteSummary:
            return await self._write_in(tx, batch, rows, own, careful=careful, after=after)

        for _ in range(_TRIES - 1):
            try:
                return await self._store.write(work)
            except _MovedError:
                continue
            except _StillWaitingError:
                assert after is not None  # noqa: S101 - nothing else raises it
                await after
            except StoreQueryError as exc:
                # Another writer made one of these since we looked, or a link of that name had other ends: this time
                # we find it.
                if exc.store_code != _CONSTRAINT_FAILED:
                    raise
                careful = True
        return await self._store.write(work)

    async def find_checkpoint(self, key: str) -> Checkpoint | None:
        """Return how far an input was written, if it was begun."""
        rows = await self._store.read(_FIND_CHECKPOINT, {"key": key})
        if not rows:
            return None
        return Checkpoint(key=key, rows_done=rows[0]["rows_done"], finished=rows[0]["finished"])

    async def waiting(self, originator: str, dataset: str, *, given: Collection[str] | None = None) -> list[WaitingRow]:
        """Return the rows that wait in quarantine; with `given` those alone that name nothing but these ids."""
        return await waiting_rows(self._store, originator, dataset, given=given)

    def _make_rows(self, batch: WriteBatch) -> list[Row]:
        return [self._rows.record_row(record) for record in sorted(batch.records, key=attrgetter("id"))]

    async def _write_in(
        self,
        tx: Transaction,
        batch: WriteBatch,
        rows: Sequence[Row],
        own: Mapping[LinkId, int],
        *,
        careful: bool,
        after: asyncio.Future[None] | None,
    ) -> WriteSummary:
        many = _kinds_of_many(rows)
        asked = [r["rid"] for r in rows if careful or not batch.expected_new or r["props"]["kind"] not in many]
        existing = {r["rid"]: r for r in await tx.run(_EXISTING, {"rids": asked})} if asked else {}
        gone = await _withdrawn(tx, batch, [row["rid"] for row in rows if row["rid"] not in existing])
        new = [row for row in rows if row["rid"] not in existing and row["rid"] not in gone]
        received = int(datetime.now(UTC).timestamp() * 1_000_000)
        places = await self._create(tx, new, received)
        links = _LinkResult()
        # A link of a record that is new is new itself, unless its name was given to another before.
        placed = {} if careful else places
        inner = [link for link in batch.links if link.source_id in placed and link.target_id in placed]
        known = {row["rid"]: row["props"]["cmp"] for row in new}
        await self._write_links(tx, inner, own, known, placed.keys(), links, places=placed)
        if after is not None:
            await _ended(after)
        await self._lock(tx, rows, existing)
        held, guarded = await self._kept(tx, batch, existing)
        kept = held | gone
        fresh = [row for row in rows if row["rid"] not in kept and _differs(row, existing.get(row["rid"]))]
        known = {row["rid"]: row["props"]["cmp"] for row in fresh}
        created = {row["rid"] for row in new}
        left = [row for row in fresh if row["rid"] not in places]
        before = await self._upsert(tx, left, existing, received)
        moved = list(before)
        # An unchanged record stands where it stood, which a seal may have moved; what was filed anew keeps its seal.
        there = (row for row in rows if row["rid"] not in gone)
        compartments = {row["rid"]: (existing.get(row["rid"]) or row["props"])["cmp"] for row in there}
        compartments.update(known)
        if not batch.lifts_seals:
            compartments.update(await self._keep_victims(tx, before, left))
        compartments.update(await keep_seals(tx, self._registry, moved, refiled=True))
        outer = [link for link in batch.links if link.source_id not in placed or link.target_id not in placed]
        await self._write_links(tx, outer, own, compartments, set() if careful else created, links)
        await _part_withdrawn(tx, batch, links)
        unwritten = {*kept, *links.dangling, *links.withdrawn}
        await settle_quarantined(tx, [row for row, ids in batch.settled.items() if unwritten.isdisjoint(ids)])
        if batch.quarantined:
            await add_quarantined(tx, batch.quarantined)
        seq = await self._finish(tx, [row["rid"] for row in fresh], links, moved, batch.checkpoint)
        stood = {rid: Stood(compartment=r["cmp"], changed=False) for rid, r in existing.items() if rid not in held}
        stood.update((row["rid"], replace(stood[row["rid"]], changed=True)) for row in fresh if row["rid"] in stood)
        return replace(
            links.summary(created=len(created), stood=tuple(stood.values()), change_seq=seq),
            held={RecordId(rid): existing[rid]["cmp"] for rid in sorted(held)},
            guarded=frozenset(map(RecordId, guarded)),
            withdrawn=gone,
        )

    async def _lock(self, tx: Transaction, rows: Sequence[Row], existing: dict[str, Row]) -> None:
        """Take the locks of the records that are to be replaced, and bring up to date how they stand."""
        rids = [row["rid"] for row in rows if row["rid"] in existing and _differs(row, existing[row["rid"]])]
        locked = await tx.run(_LOCK, {"rids": rids}) if rids else []
        if len(locked) < len(rids):
            raise _MovedError
        existing.update((row["rid"], row) for row in locked)

    async def _upsert(
        self, tx: Transaction, rows: Sequence[Row], existing: Mapping[str, Row], received: int
    ) -> dict[str, int]:
        """Write records; return those that stood in another compartment, with that.

        Raises:
            _MovedError: another writer made one of them since we looked, and nobody asked whether it is held.
        """
        if not rows:
            return {}
        self._registry.require(row["cmp"] for row in existing.values())
        moved = await tx.run(
            _UPSERT,
            {
                "rows": [{**with_gaps(row), "stood": row["rid"] in existing} for row in rows],
                "received": received,
                "uncompared": self._registry.uncompared,
            },
        )
        if any(not row["stood"] for row in moved):
            raise _MovedError
        kinds = [_kind_row(row, existing[row["rid"]]["kind"]) for row in rows if row["rid"] in existing]
        changed = [row for row in kinds if row["kind"] != row["before"]]
        if changed:
            await tx.run(_CHANGE_KIND, {"rows": changed})
        return {str(row["rid"]): int(row["before"]) for row in moved}

    async def _kept(
        self, tx: Transaction, batch: WriteBatch, existing: Mapping[str, Row]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Return which records stay as they stand, and which of them since this batch leaves victims' alone."""
        if not existing:
            return frozenset(), frozenset()
        held = await held_among(tx, existing)
        guarded = self._victims(existing) - held if batch.guards_victims else frozenset[str]()
        return held | guarded, guarded

    def _victims(self, existing: Mapping[str, Row]) -> frozenset[str]:
        """Return which records stand as a victim's, as filed or by a claim of their own agency."""
        self._registry.require(row["cmp"] for row in existing.values())
        keys = {rid: self._registry.get(row["cmp"]).key for rid, row in existing.items()}
        return frozenset(rid for rid, key in keys.items() if key is not None and key.role.is_victim)

    async def _keep_victims(self, tx: Transaction, before: Mapping[str, int], rows: Sequence[Row]) -> dict[str, int]:
        """Put records back under the role of a victim that they were filed with; return their compartments.

        Without it whoever files her reference anew would read who and where she is.
        """
        self._registry.require(before.values())
        keys = {}
        for props in (row["props"] | {"rid": row["rid"]} for row in rows if row["rid"] in before):
            key = self._registry.get(before[props["rid"]]).key
            if key is not None and key.role.is_victim and not SubjectRole(props["role"]).is_victim:
                keys[props["rid"]] = CompartmentKey(
                    originator=props["originator"], profile=props["profile"], kind=props["kind"], role=key.role
                )
        ids = self._registry.get_bases(set(keys.values()))
        found = [{"rid": rid, "role": str(key.role), "cmp": ids[key]} for rid, key in keys.items()]
        kept_rows = await tx.run(_KEEP_ROLE, {"rows": found}) if found else []
        return {str(row["rid"]): int(row["cmp"]) for row in kept_rows}

    async def _create(self, tx: Transaction, rows: Sequence[Row], received: int) -> dict[str, int]:
        """Create those of new records that are of kinds with many of them.

        Returns:
            Of each record that was created the number by which this transaction finds it again.
        """
        places: dict[str, int] = {}
        for kind, group in sorted(_kinds_of_many(rows).items()):
            flat = [
                row["props"]
                | {"rid": row["rid"], "component": row["component"], "cmp": row["first"], "received": received}
                for row in group
            ]
            [made] = await tx.run(self._creations[kind], {"rows": flat})
            places.update(zip(made["rids"], made["ids"], strict=True))
        return places

    async def _write_links(  # noqa: PLR0917 - one transaction's work, twice
        self,
        tx: Transaction,
        links: Sequence[Link],
        own: Mapping[LinkId, int],
        known: Mapping[str, int],
        new_ends: AbstractSet[str],
        result: "_LinkResult",
        *,
        places: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """Write links and add what that did to `result`.

        Args:
            tx: the transaction.
            links: the links; those that lack an end in the store are told in the result.
            own: their own compartments.
            known: compartments of ends.
            new_ends: the ends that had no links before.
            result: is added to.
            places: where every end is one that this transaction created, the store's numbers of them.
        """
        if not links:
            return
        wanted = sorted({e for link in links for e in (link.source_id, link.target_id)} - known.keys())
        foreign = {r["rid"]: r["cmp"] for r in await tx.run(_EXISTING, {"rids": wanted})} if wanted else {}
        ends = {**foreign, **known}
        whole = [k for k in sorted(links, key=attrgetter("id")) if k.source_id in ends and k.target_id in ends]
        result.dangling += tuple(sorted({link.id for link in links} - {link.id for link in whole}))
        result.ends.update({end: ends[end] for link in whole for end in (link.source_id, link.target_id)})
        terms = {link.id: (own[link.id], ends[link.source_id], ends[link.target_id]) for link in whole}
        stamps = self._registry.get_conjunctions(set(terms.values()))
        by_type: dict[str, list[Row]] = defaultdict(list)
        for link in whole:
            by_type[link.type].append(link_row(link, own[link.id], stamps[terms[link.id]]))
        for name, rows in sorted(by_type.items()):
            for row in rows if places else ():
                row["a"], row["b"] = places[row["source"]], places[row["target"]]
            written, left = await self._write_link_type(tx, self._link_texts[name], rows, new_ends, result)
            if self._seals.ties(name):
                result.tied |= self._tied(written, ends) | {target for _, target in left}

    async def _write_link_type(
        self,
        tx: Transaction,
        texts: LinkTemplates,
        rows: Sequence[Row],
        new_ends: AbstractSet[str],
        result: "_LinkResult",
    ) -> tuple[_Ends, _Ends]:
        """Write links of one type; return the ends of those written, and those that moved ones had before."""
        asked = [row["lid"] for row in rows if row["source"] not in new_ends and row["target"] not in new_ends]
        found = {r["lid"]: r for r in await tx.run(texts.existing, {"lids": asked})} if asked else {}
        new = [row for row in rows if row["lid"] not in found]
        moved = [row for row in rows if row["lid"] in found and _ends_differ(row, found[row["lid"]])]
        changed = [
            row
            for row in rows
            if (before := found.get(row["lid"])) and not _ends_differ(row, before) and _link_differs(row, before)
        ]
        if moved:
            await tx.run(texts.delete, {"lids": [row["lid"] for row in moved]})
        if new or moved:
            made = [*new, *moved]
            await tx.run(texts.creation(many=len(made) >= _MANY, placed="a" in made[0]), {"rows": made})
        if changed:
            await tx.run(texts.update, {"rows": [with_gaps(row) for row in changed]})
        written = [*new, *moved, *changed]
        ends = [(row["source"], row["target"]) for row in written]
        left = [_old_ends(found[row["lid"]]) for row in moved]
        result.touched.update(end for pair in (*ends, *left) for end in pair)
        result.created += len(new)
        result.changed += len(moved) + len(changed)
        result.unchanged += len(rows) - len(written)
        return ends, left

    def _tied(self, pairs: _Ends, ends: Mapping[str, int]) -> set[str]:
        """Return the targets of links that a seal may have to follow: an end stands under one, or is not known here."""
        open_ = {cmp for cmp in set(ends.values()) if not self._registry.may_be_sealed(cmp)}
        return {b for a, b in pairs if ends.get(a) not in open_ or ends.get(b) not in open_}

    async def _finish(
        self,
        tx: Transaction,
        fresh: Sequence[str],
        links: "_LinkResult",
        moved: Sequence[str],
        point: Checkpoint | None,
    ) -> int | None:
        touched = dict.fromkeys([*fresh, *links.touched])
        if not touched:
            return await _end(tx, point, [])
        locked = set(fresh)
        ends = {rid: cmp for rid, cmp in links.ends.items() if rid in links.touched and rid not in locked}
        # What is compared meanwhile stands elsewhere, and its links where they stood.
        unlocked = [[rid, cmp, self._registry.compared(cmp)] for rid, cmp in ends.items()]
        # Under the lock no restamping commits: an end that moved since we read it sends the batch round again.
        if unlocked or links.tied or moved:
            await lock_changes(tx)
        if unlocked:
            rows = await tx.run(_ENDS_CHANGED, {"ends": unlocked})
            if rows[0]["changed"]:
                raise _MovedError
        sealed = await self._seals.follow(tx, [*links.tied, *moved])
        if moved or sealed:
            await self._stamps.follow(tx, [*moved, *sealed])
        rids = list(dict.fromkeys([*touched, *sealed]))
        # Followers take whole changes: small ones keep their transactions small.
        return await _end(tx, point, [rids[at : at + RECORDS_A_CHANGE] for at in range(0, len(rids), RECORDS_A_CHANGE)])


async def _end(tx: Transaction, point: Checkpoint | None, changes: Sequence[Sequence[str]]) -> int | None:
    """Write how far the input is, and last the changes; return the number of the last of them."""
    points = [] if point is None else [{"key": point.key, "rows_done": point.rows_done, "finished": point.finished}]
    if not points and not changes:
        return None
    [row] = await tx.run(_END_BATCH, {"points": points, "changes": list(changes), "kind": str(ChangeKind.RECORDS)})
    return None if row["seq"] is None else int(row["seq"])


async def _withdrawn(tx: Transaction, batch: WriteBatch, rids: Collection[str]) -> frozenset[RecordId]:
    if batch.keeps_withdrawn is None or not rids:
        return frozenset()
    return await withdrawn_among(tx, batch.keeps_withdrawn, rids)


async def _part_withdrawn(tx: Transaction, batch: WriteBatch, result: "_LinkResult") -> None:
    """Take the links to what was withdrawn out of the dangling ones: their ends are not to come."""
    dangling = set(result.dangling)
    ends = {link.id: (link.source_id, link.target_id) for link in batch.links if link.id in dangling}
    gone = await _withdrawn(tx, batch, {end for pair in ends.values() for end in pair})
    result.withdrawn = tuple(i for i in result.dangling if not gone.isdisjoint(ends[i]))
    result.dangling = tuple(i for i in result.dangling if gone.isdisjoint(ends[i]))


async def _ended(after: asyncio.Future[None]) -> None:
    """Wait for the batch before within a transaction, so for a bounded time only.

    Two processes that load the same references could wait for one another in a ring that the store cannot see, since
    half of it runs through here.
    """
    try:
        await asyncio.wait_for(asyncio.shield(after), _WAIT_SECONDS)
    except TimeoutError:
        if not after.done():
            raise _StillWaitingError from None
        raise


def _kinds_of_many(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows of those kinds for which a statement of their own is worth its planning."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row["props"]["kind"]].append(row)
    return {kind: group for kind, group in by_kind.items() if len(group) >= _MANY}


def _creation(kind: str) -> Template:
    """Return the statement that creates many records of a kind; its name comes from the ontology, never from input."""
    return Template(name=f"create_records_{kind.lower()}", access=Access.WRITE, text=_CREATE.format(kind=kind))


@dataclass(slots=True, kw_only=True)
class _LinkResult:
    """What writing links did. `touched`: the records at their ends, now and before; `ends`: the compartments found."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    dangling: tuple[LinkId, ...] = ()
    withdrawn: tuple[LinkId, ...] = ()  # they lack an end that was withdrawn
    touched: set[str] = field(default_factory=set)
    ends: dict[str, int] = field(default_factory=dict)
    tied: set[str] = field(default_factory=set)  # selectors that a seal may have to follow

    def summary(self, *, created: int, stood: tuple[Stood, ...], change_seq: int | None) -> WriteSummary:
        """Return what a batch did, with what it did to records."""
        return WriteSummary(
            created=created,
            changed=sum(s.changed for s in stood),
            unchanged=sum(not s.changed for s in stood),
            stood=stood,
            links_created=self.created,
            links_changed=self.changed,
            links_unchanged=self.unchanged,
            dangling=self.dangling,
            links_withdrawn=len(self.withdrawn),
            change_seq=change_seq,
        )


def _differs(row: Row, before: Row | None) -> bool:
    return before is None or before["digest"] != row["props"]["digest"]


def _kind_row(row: Row, before: str) -> Row:
    props = row["props"]
    component = props.get("component", row["component"])
    return {"rid": row["rid"], "before": before, "kind": props["kind"], "key": props.get("key"), "component": component}


def _link_differs(row: Row, found: Row) -> bool:
    return bool(found["digest"] != row["props"]["digest"] or found["cmp"] != row["props"]["cmp"])


def _ends_differ(row: Row, found: Row) -> bool:
    return bool(row["source"] != found["source"] or row["target"] != found["target"])


def _old_ends(found: Row) -> tuple[str, str]:
    return found["source"], found["target"]
