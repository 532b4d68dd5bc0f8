"""Keeps recalls: what an originator withdrew or narrowed, who had it, and what became of each copy.

A recall is also what keeps a later file from bringing back what was withdrawn: `withdrawn_references.py`. A notice is
seen by its agency and by the originator, and by nobody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson

from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.store.withdrawal.recalls import (
    EarlierNotice,
    NewRecallNotice,
    OpenCorrection,
    Recall,
    RecallAnswer,
    RecallCause,
    RecalledLink,
    RecallForm,
    RecallNotice,
)

_PUT = template(
    "put_recalls",
    Access.WRITE,
    "UNWIND $p.rows AS row MERGE (c:Recall {id: row.id}) ON CREATE SET c += row",
)
# Whom one that is put again is for: those it was for, and those it is for now. Whoever was told is not told otherwise,
# and nobody is told whom neither names. Of those who protect and those who could see the link, the latter is wider.
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
      x.in_sight = CASE
        WHEN NOT coalesce(x.for_protection, false) AND x.in_sight IS NULL THEN null
        WHEN NOT row.for_protection AND row.in_sight IS NULL THEN null
        WHEN x.for_protection AND row.for_protection AND (x.in_sight IS NULL OR row.in_sight IS NULL) THEN null
        ELSE true END,
      x.for_protection = coalesce(x.for_protection, false) AND row.for_protection,
      x.told = coalesce(x.told, []) + [reader IN row.told WHERE NOT reader IN coalesce(x.told, [])]
    RETURN x.id AS id
    """,
)
_ADDRESSED = template(
    "recalls_addressed",
    Access.SYSTEM,
    """
    MATCH (x:RecallNotice {agency: $p.agency})
    WHERE x.seq > 0 // found by the index of both alone
      AND ($p.open = false OR x.answered_at IS NULL) AND (x.state IS NULL OR x.state = 'told')
    MATCH (c:Recall {id: x.recall})
    WITH x, c ORDER BY x.seq
    RETURN collect({x: x {.*}, c: c {.*}}) AS rows
    """,
)
_TELL = template(
    "tell_recall_notices",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (x:RecallNotice {id: id})
    SET x.locked = true REMOVE x.locked
    WITH x WHERE none(known IN coalesce(x.told, []) WHERE known = $p.reader)
    SET x.told = coalesce(x.told, []) + $p.reader
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
_OPEN_CORRECTIONS = template(
    "open_corrections",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (c:Recall {record: rid}) WHERE c.originator = $p.originator AND c.cause = 'corrected'
    MATCH (x:RecallNotice {recall: c.id}) WHERE x.answer IS NULL
    RETURN rid AS rid, x.agency AS agency, x.form AS form, c.at AS at, x.told AS told,
      x.operation AS operation, x.person AS person, x.first_at AS first_at
    ORDER BY rid, c.at, x.seq
    """,
)
_UNSETTLED = template(
    "recalls_unsettled",
    Access.SYSTEM,
    "MATCH (c:Recall {settled: false}) WITH c ORDER BY c.at, c.id RETURN collect(c {.*}) AS rows",
)
_ERASED = template(
    "erased_by_recalls",
    Access.SYSTEM,
    "UNWIND $p.rids AS rid MATCH (c:Recall {record: rid}) WHERE c.erased RETURN DISTINCT rid AS rid",
)
_LAST_NARROWINGS = template(
    "last_narrowings",
    Access.SYSTEM,
    "UNWIND $p.rids AS rid MATCH (c:Recall {record: rid, cause: 'narrowed'}) RETURN c {.*} AS c ORDER BY c.at, c.id",
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


class RecallStore:
    """Writes and reads recalls and their notices."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def addressed(self, agency: str, *, open_only: bool = False) -> list[RecallNotice]:
        """Return the recall notices of an agency, oldest first."""
        rows = await self._store.read(_ADDRESSED, {"agency": agency, "open": open_only})
        return [_notice(row["x"], recall_of(row["c"])) for row in rows]

    async def issued(
        self, originator: str, *, record_id: str | None = None
    ) -> list[tuple[Recall, tuple[RecallNotice, ...]]]:
        """Return an originator's recalls with their notices, oldest first."""
        rows = await self._store.read(_ISSUED, {"originator": originator, "record": record_id})
        found = []
        for row in rows:
            recall = recall_of(row["c"])
            found.append((recall, tuple(_notice(x, recall) for x in row["notices"])))
        return found

    async def open_corrections(self, originator: str, ids: Iterable[str]) -> dict[str, list[OpenCorrection]]:
        """Return by record what agencies were told of its corrections and have not answered to."""
        rows = await self._store.read(_OPEN_CORRECTIONS, {"originator": originator, "rids": sorted(set(ids))})
        found = defaultdict[str, list[OpenCorrection]](list)
        for row in rows:
            found[row["rid"]].append(
                OpenCorrection(
                    agency=row["agency"],
                    form=RecallForm(row["form"]),
                    at=datetime.fromisoformat(row["at"]),
                    told=frozenset(row["told"] or ()),
                    operation=row["operation"],
                    person=row["person"],
                    first_at=datetime.fromisoformat(row["first_at"]),
                )
            )
        return found

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

    async def tell(self, ids: Sequence[str], reader: str) -> None:
        """Keep that somebody, in the caller's words for them, was told of notices that not everybody may read."""

        async def work(tx: Transaction) -> None:
            await tx.run(_TELL, {"ids": list(ids), "reader": reader})

        await self._store.write(work)

    async def unsettled(self) -> list[Recall]:
        """Return the recalls, of all originators, for which late disclosures are still looked for."""
        return [recall_of(row) for row in await self._store.read(_UNSETTLED, {})]

    async def last_narrowings(self, ids: Iterable[str]) -> dict[str, Recall]:
        """Return of these records the recalls of their last narrowings, where one was recalled."""
        rows = await self._store.read(_LAST_NARROWINGS, {"rids": wanted}) if (wanted := sorted(set(ids))) else []
        return {row["c"]["record"]: recall_of(row["c"]) for row in rows}  # of each record the last one stays

    async def erased_among(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those of these records whose ids were erased from the audit trail once."""
        wanted = sorted(set(ids))
        rows = await self._store.read(_ERASED, {"rids": wanted}) if wanted else []
        return frozenset(str(row["rid"]) for row in rows)

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
            "link": r.link.type if r.link is not None else None,
            "ends": list(r.link.ends) if r.link is not None else None,
            "since": r.since.isoformat() if r.since is not None else None,
            "before": list(r.before) or None,
        }
        for r in recalls
    ]
    await tx.run(_PUT, {"rows": rows})
    await put_recall_notices(tx, notices)


async def put_recall_notices(tx: Transaction, notices: Sequence[NewRecallNotice]) -> None:
    """Write notices; one that exists keeps its answer, and is for those besides whom it was for before."""
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
            "in_sight": n.in_sight or None,
            "told": list(n.had),
        }
        for n in notices
    ]
    if rows:
        await tx.run(_PUT_NOTICES, {"rows": rows})


def recall_of(row: Row) -> Recall:
    """Return a recall as the store has it."""
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
        link=RecalledLink(type=row["link"], ends=tuple(row["ends"])) if row.get("link") else None,
        since=datetime.fromisoformat(row["since"]) if row.get("since") else None,
        before=tuple(row.get("before") or ()),
        erased_by=row.get("erased_by"),
        erased_at=datetime.fromisoformat(row["erased_at"]) if row.get("erased_at") else None,
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
        in_sight=bool(row.get("in_sight")),
        told=tuple(row.get("told") or ()),
    )
