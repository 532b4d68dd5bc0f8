"""Takes records out of the graph: their values leave nodes, quarantine, notices and the hit index at once.

The indexes of words and keys follow some milliseconds behind the commit, and find nothing of it meanwhile.

One transaction: it ends with a change that names what was taken and what stood beside it, so that resolution drops what
rested on it. Components are split again by the matches that are left, so that nobody is held together by what is gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.errors import RecordMovedError
from graph.ontology import Ontology
from graph.records import RecordId
from graph.selectors import component_of
from graph.store.changes import RESOLUTION, ChangeKind, append_change, lock_changes, take_position
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import NotPreparedError, Transaction
from graph.store.cypher import Access, template
from graph.store.links.link_stamps import LinkStamps
from graph.store.notices.filing_store import forget_held
from graph.store.notices.linked_beside import linked_beside_gone
from graph.store.notices.next_told import told_next_of_gone
from graph.store.quarantine.waiting_look import WaitingLook
from graph.store.resolution.kept_judgements import JudgedApart, judged_apart
from graph.store.seals.protection_store import Claim, keep_claims_of_filings
from graph.store.seals.seal_stamps import keep_seals
from graph.store.seals.selector_seals import SelectorSeals

RECORDS_A_CHANGE = 2_000
QUESTION_GONE = "a question whose words were removed with a record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What a removal took: the records that were there, and counts of what went with them.

    `linked`: the records that links of these led to, or from. `judged`: what held them apart from others.
    """

    record_ids: tuple[RecordId, ...]
    quarantined: int
    notices: int
    linked: frozenset[RecordId] = frozenset()
    judged: tuple[JudgedApart, ...] = ()


_CONTENT = template(
    "content_to_remove",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n.originator = $p.originator
    SET n.leaving = true
    RETURN n.rid AS rid, n.cmp AS cmp, n.component AS component, n.key AS key, n.kind AS kind,
      n {.source, .identity, .contact, .financial, .location, .narrative, .sealed_identity, .sealed_narrative,
        .sealed_source} AS parts,
      [(n)-[r]-(o:Record) WHERE r.lid IS NOT NULL OR type(r) = 'MATCH' | o.rid] AS beside,
      [(n)-[r]-(o:Record) WHERE r.lid IS NOT NULL | o.rid] AS linked
    """,
)
# Setting a property takes a row's lock, so what is read then stays. One that was taken out meanwhile has no id, and one
# that was dropped no value any more.
_TO_LEAVE = template(
    "lock_quarantined",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (q:QuarantinedRow {id: id}) WHERE q.originator = $p.originator
    SET q.leaving = true
    REMOVE q.leaving
    WITH q WHERE q.id IS NOT NULL AND q.drop_reason IS NULL
    RETURN q.id AS id, coalesce(q.added, 0) AS added
    """,
)
_QUARANTINE = template(
    "remove_quarantined", Access.WRITE, "UNWIND $p.ids AS id MATCH (q:QuarantinedRow {id: id}) DELETE q"
)
# A request may be about several records: what tells of it tells of those that are left.
_HAND_OVER = template(
    "hand_over_notices_of_requests",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (x:Notice {own: rid}) WHERE x.reason = 'request'
    MATCH (q:InformationRequest {id: x.request})
    WITH x, head(COLLECT {
      UNWIND [r IN q.rids WHERE NOT r IN $p.rids] AS left
      MATCH (n:Record {rid: left})
      RETURN left ORDER BY left LIMIT 1
    }) AS left
    WHERE left IS NOT NULL
    SET x.own = left
    """,
)
_NOTICES = template(
    "remove_notices",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    CALL (rid) {
      MATCH (x:Notice {own: rid}) RETURN x
      UNION
      MATCH (x:Notice {other: rid}) RETURN x
    }
    WITH DISTINCT x LIMIT $p.most
    DELETE x RETURN count(*) AS removed
    """,
)
# A number that tens of thousands of records share has a notice for each: one statement had no memory for all of them.
_NOTICES_A_STATEMENT = 2_000
# A grant keeps its record's id; the words by which its giver looked for the record are often the name itself.
_QUESTIONS = template(
    "remove_questions",
    Access.WRITE,
    """
    MATCH (g:Grant {originator: $p.originator})
    WHERE g.question IS NOT NULL AND any(rid IN g.records WHERE rid IN $p.rids)
    SET g.question = $p.instead
    """,
)
_HITS = template("remove_hit_entries", Access.WRITE, "UNWIND $p.rids AS rid MATCH (h:HitEntry {record: rid}) DELETE h")
# Seals stay, with what was said about them, for the record that is filed again under its id. One that its agency was
# not told of, as the record is held, goes with the mark that held it: held again, it would count as told.
_UNTOLD_SEALS = template(
    "remove_untold_seals",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (:HeldRecord {rid: rid})
    MATCH (z:Seal {record: rid}) WHERE z.told IS NULL
    DELETE z
    """,
)
_REMOVE = template(
    "remove_records",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n.originator = $p.originator
    DETACH DELETE n
    """,
)
_LEFT = template(
    "left_of_components",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.components AS component
    MATCH (n:Record {component: component})
    USING INDEX n:Record(component)
    WHERE n.key IS NULL
    RETURN n.component AS component, n.rid AS rid, [(n)-[:MATCH]->(o:Record) | o.rid] AS matched
    """,
)
_SPLIT = template(
    "split_components",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row[0]})
    SET n.component = row[1]
    """,
)
_TO_RESTAMP = template(
    "records_to_restamp",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid}) WHERE n.originator = $p.originator
    // Setting the digest takes the record's lock: the compartment read next is the one that this transaction replaces.
    SET n.digest = row.digest
    WITH n, row WHERE n.cmp = row.before
    SET n.profile = row.profile, n.cmp = row.cmp, n.moves = coalesce(n.moves, 0) + 1
    RETURN n.rid AS rid
    """,
)


async def remove_records(
    tx: Transaction,
    originator: str,
    weighed: Mapping[str, int],
    *,
    look: WaitingLook,
    registry: CompartmentRegistry,
    ontology: Ontology,
    claims: Sequence[Claim] = (),
) -> Removal:
    """Remove an originator's records with their links, matches, judgements, notices, hit entries and quarantined rows.

    Rows in quarantine go where they name a removed record or repeat a value that identifies it, and no others; of a
    grant that names one, the words of its saved question. What is left to a sealed person alone is sealed with her. Who
    was told of one hears of another of the originator's that is linked as well: a notice goes over to it.

    Args:
        tx: the transaction.
        originator: whose records they are.
        weighed: of each record the compartment in which it was weighed. One that has gone meanwhile is passed by.
        look: has looked through quarantine for these records, or does so once the transaction is undone, which then
            runs again.
        registry: makes the compartments of the links that are left.
        ontology: says which records are selectors, and what ties them.
        claims: those that filing the records was, if it was as victims; they stay.

    Raises:
        RecordMovedError: a record is in another compartment: it was filed again or sealed meanwhile. Nothing may be
            written.
        NotPreparedError: the look is not made yet, or has to be made again.
    """
    # Under the resolver's own lock no component is joined while this one is split.
    await take_position(tx, RESOLUTION)
    rows = await tx.run(_CONTENT, {"rids": sorted(weighed), "originator": originator})
    if any(row["cmp"] != weighed[row["rid"]] for row in rows):
        raise RecordMovedError
    found = [RecordId(row["rid"]) for row in rows]
    if not found:
        return Removal(record_ids=(), quarantined=0, notices=0)
    quarantined = await _remove_quarantined(tx, originator, look, await look.rows_to_remove(tx, rows))
    still_linked = await linked_beside_gone(tx, originator, found)
    told_next = await told_next_of_gone(tx, found)
    notices = await _remove_what_tells_of(tx, originator, found)
    await keep_claims_of_filings(tx, (claim for claim in claims if not set(claim.records).isdisjoint(found)))
    judged = await judged_apart(tx, found)
    await tx.run(_REMOVE, {"rids": found, "originator": originator})
    await _split(tx, sorted({row["component"] for row in rows if row["key"] is None}))
    beside = {rid for row in rows for rid in row["beside"]} - set(found)
    await lock_changes(tx)
    sealed = await SelectorSeals(registry, ontology).follow(tx, beside)
    await LinkStamps(registry, ontology).follow(tx, sealed)
    await _tell(tx, [*found, *sorted({*beside, *sealed})])
    await _tell(tx, [*still_linked, *told_next], kind=ChangeKind.LINKAGE)
    return Removal(
        record_ids=tuple(found),
        quarantined=quarantined,
        notices=notices,
        linked=frozenset(RecordId(rid) for row in rows for rid in row["linked"]),
        judged=judged,
    )


async def restamp_records(
    tx: Transaction,
    originator: str,
    moves: Mapping[str, tuple[int, int]],
    *,
    profile: str,
    registry: CompartmentRegistry,
    ontology: Ontology,
) -> list[RecordId]:
    """Put an originator's records, and with them their links, under another handling profile.

    Args:
        tx: the transaction.
        originator: whose records they are.
        moves: of each record the compartment that it was weighed in, and its new base compartment.
        profile: the profile's name.
        registry: makes the compartments of the links.
        ontology: says which records are selectors, and what ties them.

    Raises:
        RecordMovedError: a record is gone, or in another compartment: it was filed again or sealed meanwhile. Nothing
            may be written.
    """
    rows = [
        # No content has this digest: whatever its originator files next under this reference is written.
        {"rid": rid, "before": before, "cmp": cmp, "profile": profile, "digest": f"restamped-{cmp}"}
        for rid, (before, cmp) in sorted(moves.items())
    ]
    found = [RecordId(r["rid"]) for r in await tx.run(_TO_RESTAMP, {"rows": rows, "originator": originator})]
    if len(found) < len(rows):
        raise RecordMovedError
    # No narrower profile takes a victim's seal off.
    await keep_seals(tx, registry, found)
    await lock_changes(tx)
    sealed = await SelectorSeals(registry, ontology).follow(tx, found)
    await LinkStamps(registry, ontology).follow(tx, [*found, *sealed])
    await _tell(tx, sorted({*found, *sealed}))
    return found


async def _remove_quarantined(tx: Transaction, originator: str, look: WaitingLook, found: Mapping[str, int]) -> int:
    """Delete waiting rows with the numbers that they were found by; return how many there were.

    Raises:
        NotPreparedError: one has another content than was compared, and may be another's.
    """
    locked = await tx.run(_TO_LEAVE, {"originator": originator, "ids": list(found)}) if found else []
    if any(row["added"] != found[row["id"]] for row in locked):
        raise NotPreparedError(look.look_anew)
    if locked:
        await tx.run(_QUARANTINE, {"ids": [row["id"] for row in locked]})
    return len(locked)


async def _remove_what_tells_of(tx: Transaction, originator: str, found: Sequence[RecordId]) -> int:
    """Remove what other nodes hold of records that go; return how many notices it was."""
    await tx.run(_HAND_OVER, {"rids": found})
    notices = await _remove_notices(tx, found)
    await tx.run(_QUESTIONS, {"originator": originator, "rids": found, "instead": QUESTION_GONE})
    await tx.run(_HITS, {"rids": found})
    await tx.run(_UNTOLD_SEALS, {"rids": found})
    await forget_held(tx, found)
    return notices


async def _remove_notices(tx: Transaction, found: Sequence[RecordId]) -> int:
    removed = 0
    while True:
        [row] = await tx.run(_NOTICES, {"rids": found, "most": _NOTICES_A_STATEMENT})
        removed += int(row["removed"])
        if row["removed"] < _NOTICES_A_STATEMENT:
            return removed


async def _split(tx: Transaction, components: Sequence[int]) -> None:
    """Give every group of records that matches still hold together a component of its own, named after its first."""
    left = await tx.run(_LEFT, {"components": components}) if components else []
    parent = {row["rid"]: row["rid"] for row in left}

    def root(rid: str) -> str:
        while parent[rid] != rid:
            parent[rid] = parent[parent[rid]]
            rid = parent[rid]
        return rid

    for row in left:
        for other in row["matched"]:
            if other in parent:
                one, two = sorted((root(row["rid"]), root(other)))
                parent[two] = one
    if parent:
        await tx.run(_SPLIT, {"rows": [[rid, component_of(root(rid))] for rid in sorted(parent)]})


async def _tell(tx: Transaction, record_ids: Sequence[str], *, kind: ChangeKind = ChangeKind.RECORDS) -> None:
    for start in range(0, len(record_ids), RECORDS_A_CHANGE):
        await append_change(tx, kind, record_ids[start : start + RECORDS_A_CHANGE])
