"""Keeps recalls: what an originator withdrew or narrowed, who had it, and what became of each copy.

A recall notice is addressed to one agency that had the record, to one export of it, or to one hit that it answered;
both agency and originator see it, nobody else. It holds ids, agencies and times, never a value.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, opened, template


class RecallCause(StrEnum):
    """Why a record is recalled."""

    RETRACTED = "retracted"
    NARROWED = "narrowed"
    RETENTION_ENDED = "retention-ended"


class RecallForm(StrEnum):
    """What a recall notice is about."""

    RECIPIENT = "recipient"  # people of the agency were shown the record, or told of it
    EXPORT = "export"  # a copy left the product
    HIT = "hit"  # a cross-check of the agency was told that something is held, and of no record


class RecallAnswer(StrEnum):
    """What a recipient says it did."""

    DONE = "done"
    NOT_DONE = "not-done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """One record's recall. `fallout` is what relied on the record when it was recalled, as its originator saw it.

    `sealed`: a victim's seal lay on the record then. `compartment`: what the record went under, or stands under since
    it was narrowed; recalls of older stores do not say.
    """

    id: str
    originator: str
    record_id: str
    cause: RecallCause
    reason: str
    by: str
    at: datetime
    profile: str | None
    erased: bool
    fallout: Mapping[str, Any]
    sealed: bool = False
    compartment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecallNotice:
    """A recall notice to be written. `id` derives from recall, agency and export: each is told once.

    `for_protection`: the record was sealed, and the agency had it for the protection of victims alone. `hit`: the id of
    the hit that it is about; the agency is told of it once that no longer holds.
    """

    id: str
    recall_id: str
    agency: str
    form: RecallForm
    operation: str | None
    person: str | None
    first_at: datetime
    last_at: datetime
    for_protection: bool = False
    hit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedHit:
    """A notice of a hit of which nobody has decided yet whether it is told; `at` is when the record was recalled."""

    id: str
    hit: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierNotice:
    """A notice of an earlier version that is kept back until it is known what its agency had."""

    id: str
    agency: str
    originator: str
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallNotice:
    """A recall notice with its recall; for an export `operation` and `person` say which.

    `for_protection`: only the agency's protection roles may know that there was such a record. `hit`: the hit that it
    is about, to the agency that was told of it.
    """

    id: str
    seq: int
    agency: str
    form: RecallForm
    operation: str | None
    person: str | None
    first_at: datetime
    last_at: datetime
    recall: Recall
    answer: RecallAnswer | None
    answer_reason: str | None
    answered_at: datetime | None
    answered_by: str | None
    for_protection: bool = False
    hit: str | None = None

    @property
    def record_id(self) -> str | None:
        """The recalled record; of a hit none: it told of no record, nor of how many."""
        return self.recall.record_id if self.hit is None else None


_ORIGINATORS = template(
    "originators_of",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    RETURN collect([n.rid, n.originator]) AS rows
    """,
)
_OWN_SEEN = template(
    "own_records_in_view",
    Access.SCOPED,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}}) WHERE n.originator = $p.originator AND {opened("n")}
    RETURN collect(n.rid) AS rows
    """,
)
_GONE = template(
    "terms_of_gone_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (c:Recall {record: rid}) WHERE c.originator = $p.originator AND c.cause <> 'narrowed'
    WITH rid, c ORDER BY c.at DESC, c.id
    WITH rid, collect({cmp: c.cmp})[0] AS last
    RETURN collect({rid: rid, cmp: last.cmp}) AS rows
    """,
)
# Asked in every batch of a file: an agency that withdrew nothing costs one look into an index.
_WITHDRAWN = template(
    "withdrawn_references",
    Access.WRITE,
    """
    UNWIND CASE WHEN EXISTS { MATCH (c:Recall {originator: $p.originator}) } THEN $p.rids ELSE [] END AS rid
    MATCH (c:Recall {record: rid}) WHERE c.cause <> 'narrowed' AND NOT EXISTS { MATCH (:Record {rid: rid}) }
    RETURN collect(DISTINCT rid) AS rids
    """,
)
_OWN = template(
    "own_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE $p.originator IS NULL OR n.originator = $p.originator
    RETURN n.rid AS rid, n.kind AS kind, n.role AS role, n.profile AS profile, n.cmp AS cmp, n.received AS received,
      [m IN coalesce(n.granted, []) | m / 4294967296] AS grants
    ORDER BY n.rid
    """,
)
_GRANTS = template(
    "grants_by_number",
    Access.SYSTEM,
    "MATCH (g:Grant) WHERE g.number IN $p.numbers RETURN g.number AS number, g.id AS id",
)
_PUT = template(
    "put_recalls",
    Access.WRITE,
    "UNWIND $p.rows AS row MERGE (c:Recall {id: row.id}) ON CREATE SET c += row",
)
_PUT_NOTICES = template(
    "put_recall_notices",
    Access.WRITE,
    """
    MERGE (counter:Counter {name: 'recall'}) ON CREATE SET counter.n = 0
    SET counter.locked = true
    WITH counter
    UNWIND $p.rows AS row
    MERGE (x:RecallNotice {id: row.id})
    ON CREATE SET counter.n = counter.n + 1, x.seq = counter.n, x += row
    ON MATCH SET x.last_at = CASE WHEN x.last_at < row.last_at THEN row.last_at ELSE x.last_at END,
      x.for_protection = row.for_protection
    RETURN x.id AS id
    """,
)
_ADDRESSED = template(
    "recalls_addressed",
    Access.SYSTEM,
    """
    MATCH (x:RecallNotice {agency: $p.agency})
    WHERE ($p.open = false OR x.answered_at IS NULL) AND (x.state IS NULL OR x.state = 'told')
    MATCH (c:Recall {id: x.recall})
    WITH x, c ORDER BY x.seq
    RETURN collect({x: x {.*}, c: c {.*}}) AS rows
    """,
)
_ISSUED = template(
    "recalls_issued",
    Access.SYSTEM,
    """
    MATCH (c:Recall {originator: $p.originator})
    WHERE $p.record IS NULL OR c.record = $p.record
    WITH c ORDER BY c.at, c.id
    RETURN collect({c: c {.*}, notices: COLLECT { MATCH (x:RecallNotice {recall: c.id}) RETURN x {.*} ORDER BY x.seq
    }}) AS rows
    """,
)
_UNSETTLED = template(
    "recalls_unsettled",
    Access.SYSTEM,
    "MATCH (c:Recall {settled: false}) WITH c ORDER BY c.at, c.id RETURN collect(c {.*}) AS rows",
)
_SETTLE = template("settle_recalls", Access.WRITE, "UNWIND $p.ids AS id MATCH (c:Recall {id: id}) SET c.settled = true")
_ANSWER = template(
    "answer_recall",
    Access.WRITE,
    """
    MATCH (x:RecallNotice {id: $p.id}) WHERE x.agency = $p.agency
    SET x.locked = true REMOVE x.locked
    WITH x WHERE coalesce(x.answer, '') <> $p.done
    WITH x, [x] + COLLECT { MATCH (y:RecallNotice {hit: x.hit}) WHERE y.id <> x.id RETURN y } AS answered
    FOREACH (y IN answered | SET y += $p.answer)
    RETURN x.id AS id
    """,
)
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
_KEPT_BACK = template(
    "earlier_notices",
    Access.SYSTEM,
    """
    MATCH (x:RecallNotice {state: 'unread'})
    MATCH (c:Recall {id: x.recall})
    WITH x, c ORDER BY x.id
    RETURN collect({id: x.id, agency: x.agency, originator: c.originator, record: c.record}) AS rows
    """,
)
# One of a hit stays with its originator, answered or not; which hit it was, it does not know.
_LET_GO = template(
    "let_earlier_notices_go",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (x:RecallNotice {id: row.id, state: 'unread'})
    SET x.state = CASE WHEN row.of_hit THEN 'holds' END, x.hit = CASE WHEN row.of_hit THEN 'unknown' END,
      x.form = CASE WHEN row.of_hit THEN 'hit' ELSE x.form END
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """One of an originator's records as it stands, without its content; `grants` are the numbers of those on it.

    `received`: when it came first, in microseconds since 1970.
    """

    id: RecordId
    kind: str
    role: str
    profile: str
    compartment: int
    grants: tuple[int, ...]
    received: int = 0


async def withdrawn_among(tx: Transaction, originator: str, rids: Iterable[str]) -> frozenset[RecordId]:
    """Return those of an originator's ids whose record was withdrawn or erased, and was not filed again since."""
    [row] = await tx.run(_WITHDRAWN, {"originator": originator, "rids": sorted(rids)})
    return frozenset(row["rids"])


class RecallStore:
    """Writes and reads recalls; and tells whose records ids are."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def originators_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return whose each of these records is; what is no record is left out. It is told to nobody."""
        rows: list[Any] = list(await self._store.read(_ORIGINATORS, {"rids": sorted(set(ids))}))
        return {str(rid): str(originator) for rid, originator in rows}

    async def own_in_view(self, scope: ReadScope, ids: Iterable[str]) -> frozenset[str]:
        """Return those of these records that are the scope's agency's own and that it shows."""
        parameters = {"originator": scope.agency, "rids": sorted(set(ids)), **scope.parameters}
        rows: list[Any] = list(await self._store.read(_OWN_SEEN, parameters))
        return frozenset(map(str, rows))

    async def gone_terms(self, originator: str, ids: Collection[str]) -> dict[str, int | None]:
        """Return of those of an originator's records that have gone the compartment that each went under.

        One of an older store, which does not say, is `None`. Tells whom they may be named to, and is told to nobody.
        """
        gone = set(ids) - (await self.originators_of(ids)).keys()
        rows = await self._store.read(_GONE, {"originator": originator, "rids": sorted(gone)})
        return {str(row["rid"]): row["cmp"] for row in rows}

    async def own_records(self, originator: str, ids: Iterable[str]) -> list[OwnRecord]:
        """Return those of these records that are this originator's."""
        rows = await self._store.read(_OWN, {"originator": originator, "rids": sorted(set(ids))})
        return [_own(row) for row in rows]

    async def grant_ids(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of grants by their numbers."""
        rows = await self._store.read(_GRANTS, {"numbers": sorted(set(numbers))})
        return {row["number"]: row["id"] for row in rows}

    async def addressed(self, agency: str, *, open_only: bool = False) -> list[RecallNotice]:
        """Return the recall notices of an agency, oldest first."""
        rows = await self._store.read(_ADDRESSED, {"agency": agency, "open": open_only})
        return [_notice(row["x"], _recall(row["c"])) for row in rows]

    async def issued(
        self, originator: str, *, record_id: str | None = None
    ) -> list[tuple[Recall, tuple[RecallNotice, ...]]]:
        """Return an originator's recalls with their notices, oldest first."""
        rows = await self._store.read(_ISSUED, {"originator": originator, "record": record_id})
        found = []
        for row in rows:
            recall = _recall(row["c"])
            found.append((recall, tuple(_notice(x, recall) for x in row["notices"])))
        return found

    async def undecided_hits(self) -> list[UndecidedHit]:
        """Return the notices of hits, to all agencies, of which is to be decided whether they are told."""
        rows = await self._store.read(_UNDECIDED, {})
        return [UndecidedHit(id=r["id"], hit=r["hit"], at=datetime.fromisoformat(r["at"])) for r in rows]

    async def holding_hits(self, originator: str) -> list[str]:
        """Return the hits that were told of an originator and that hold, though a record behind them was recalled."""
        return [str(hit) for row in await self._store.read(_HOLDING, {"originator": originator}) for hit in row["hits"]]

    async def kept_back(self) -> list[EarlierNotice]:
        """Return the notices of an earlier version of which is to be found out what their agencies had."""
        rows = await self._store.read(_KEPT_BACK, {})
        return [
            EarlierNotice(id=r["id"], agency=r["agency"], originator=r["originator"], record_id=r["record"])
            for r in rows
        ]

    async def let_go(self, *, told: Sequence[str], of_hits: Sequence[str]) -> None:
        """Tell notices that were kept back; those of hits are never told."""
        rows = [{"id": n, "of_hit": n in set(of_hits)} for n in (*told, *of_hits)]

        async def work(tx: Transaction) -> None:
            await tx.run(_LET_GO, {"rows": rows})

        await self._store.write(work)

    async def unsettled(self) -> list[Recall]:
        """Return the recalls, of all originators, for which late disclosures are still looked for."""
        return [_recall(row) for row in await self._store.read(_UNSETTLED, {})]

    async def settle(self, ids: Sequence[str]) -> None:
        """Look no further for late disclosures of these recalls."""

        async def work(tx: Transaction) -> None:
            await tx.run(_SETTLE, {"ids": list(ids)})

        await self._store.write(work)

    async def put(self, notices: Sequence[NewRecallNotice]) -> None:
        """Write notices of recalls that stand already."""
        await self._store.write(lambda tx: put_recall_notices(tx, notices))

    async def answer(
        self, agency: str, notice_id: str, *, answer: RecallAnswer, reason: str | None, by: str, at: datetime
    ) -> bool:
        """Keep what an agency says it did; return whether it was kept: there is such a notice, not answered as done."""
        given = {
            "answer": str(answer),
            "answer_reason": reason,
            "answered_by": by,
            "answered_at": at.isoformat(),
        }

        async def work(tx: Transaction) -> bool:
            parameters = {"id": notice_id, "agency": agency, "answer": given, "done": str(RecallAnswer.DONE)}
            return bool(await tx.run(_ANSWER, parameters))

        return await self._store.write(work)


async def put_recalls(tx: Transaction, recalls: Sequence[Recall], notices: Sequence[NewRecallNotice]) -> None:
    """Write recalls and their notices; what exists stays as it is."""
    rows = [
        {
            "id": r.id,
            "originator": r.originator,
            "record": r.record_id,
            "cause": str(r.cause),
            "reason": r.reason,
            "by": r.by,
            "at": r.at.isoformat(),
            "profile": r.profile,
            "erased": r.erased,
            "sealed": r.sealed,
            "cmp": r.compartment,
            "fallout": orjson.dumps(dict(r.fallout)).decode(),
            "settled": False,
        }
        for r in recalls
    ]
    await tx.run(_PUT, {"rows": rows})
    await put_recall_notices(tx, notices)


async def put_recall_notices(tx: Transaction, notices: Sequence[NewRecallNotice]) -> None:
    """Write notices; one that exists keeps its answer."""
    rows = [
        {
            "id": n.id,
            "recall": n.recall_id,
            "agency": n.agency,
            "form": str(n.form),
            "operation": n.operation,
            "person": n.person,
            "first_at": n.first_at.isoformat(),
            "last_at": n.last_at.isoformat(),
            "for_protection": n.for_protection,
            "hit": n.hit,
            "state": "undecided" if n.hit is not None else None,
        }
        for n in notices
    ]
    if rows:
        await tx.run(_PUT_NOTICES, {"rows": rows})


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


async def standing_records(tx: Transaction, records: Iterable[OwnRecord]) -> dict[str, OwnRecord]:
    """Return of these records those that are there, as they stand now.

    Call it under the lock of the changes: then nothing moves them before the transaction ends.
    """
    rows = await tx.run(_OWN, {"originator": None, "rids": sorted({record.id for record in records})})
    return {str(row["rid"]): _own(row) for row in rows}


def _own(row: Row) -> OwnRecord:
    return OwnRecord(
        id=RecordId(row["rid"]),
        kind=row["kind"],
        role=row["role"],
        profile=row["profile"],
        compartment=row["cmp"],
        grants=tuple(row["grants"]),
        received=row["received"] or 0,
    )


def _recall(row: Row) -> Recall:
    return Recall(
        id=row["id"],
        originator=row["originator"],
        record_id=row["record"],
        cause=RecallCause(row["cause"]),
        reason=row["reason"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        profile=row.get("profile"),
        erased=row["erased"],
        fallout=orjson.loads(row["fallout"]),
        sealed=bool(row.get("sealed")),
        compartment=row.get("cmp"),
    )


def _notice(row: Row, recall: Recall) -> RecallNotice:
    answered = row.get("answered_at")
    return RecallNotice(
        id=row["id"],
        seq=row["seq"],
        agency=row["agency"],
        form=RecallForm(row["form"]),
        operation=row.get("operation"),
        person=row.get("person"),
        first_at=datetime.fromisoformat(row["first_at"]),
        last_at=datetime.fromisoformat(row["last_at"]),
        recall=recall,
        answer=RecallAnswer(row["answer"]) if row.get("answer") else None,
        answer_reason=row.get("answer_reason"),
        answered_at=datetime.fromisoformat(answered) if answered else None,
        answered_by=row.get("answered_by"),
        for_protection=bool(row.get("for_protection")),
        hit=row.get("hit"),
    )
