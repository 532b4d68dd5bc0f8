"""Writes notices, tells them anew, and marks those that may be told to nobody now.

What is told of is held to the end of the transaction: no notice names a record that was withdrawn meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.records import RecordId
from graph.store.changes import ChangeKind, append_change
from graph.store.connection import Transaction
from graph.store.cypher import Access, template
from graph.store.notices.filing_store import holding_checks
from graph.store.notices.linked_beside import linked_beside_ended
from graph.store.notices.next_told import told_next_of_notices
from graph.store.notices.telling import telling_times
from graph.store.notices.wanted_notices import NoticeReason

_DROP = template("drop_notices", Access.WRITE, "MATCH (x:Notice) WHERE x.id IN $p.ids DELETE x")
_HIDE = template("hide_notices", Access.WRITE, "UNWIND $p.ids AS id MATCH (x:Notice {id: id}) SET x.hidden = true")
# What is withdrawn takes these locks first, and its notices with it: one that came behind would name it for ever.
_HOLD_ENDS = template(
    "hold_ends_of_notices",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    SET n.holding = true
    REMOVE n.holding
    RETURN collect({rid: rid, kind: n.kind}) AS rows
    """,
)
_GO_OVER = template(
    "notices_going_over",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (x:Notice {id: row.id})
    SET x.other = row.properties.other, x.strength = row.properties.strength, x.own_kind = row.properties.own_kind,
      x.other_kind = row.properties.other_kind, x.ended_at = null
    """,
)
_RESTS_ON = template(
    "records_that_notices_rest_on",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (x:Notice {id: id})
    MATCH (n:Record {rid: x.other})
    WITH DISTINCT n.rid AS rid ORDER BY rid
    RETURN collect(rid) AS rows
    """,
)
_PUT = template(
    "put_notices",
    Access.WRITE,
    f"""
    MATCH (counter:Counter {{name: 'notice'}})
    SET counter.locked = true
    WITH counter
    UNWIND $p.rows AS row
    // Behind the lock, which a release takes as well: what holds no more meanwhile would hold for ever.
    WITH counter, row, CASE WHEN row.held IS NOT NULL THEN head({holding_checks("row.properties.own")}) END AS held
    MERGE (x:Notice {{id: row.id}})
    ON CREATE SET counter.n = counter.n + 1, x.seq = counter.n, x += row.properties, x.held = held,
      x.told_at = $p.told[row.properties.agency]
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A notice to be written.

    A linkage names the other record and the kinds of both. A hit or request has no other record; an answer, and a
    request about an identifier, has no record but a `kind`.

    Attributes:
        id: derives from what it tells, so that one linkage is told once.
        agency: whom it is to.
        own_id: the agency's record.
        other_id: of a linkage, the other record.
        other_agency: who holds the other record, checked or asks.
        strength: how strong the linkage is.
        created_at: when what it tells of was found.
        reason: what it tells of.
        purpose: of a hit or request, for which purpose the other agency asked.
        request_id: of a request.
        kind: the kind that was asked about, where it has no record.
        kinds: of a linkage, those of both records: it is told only while they are of these.
        for_protection: it is for the agency's protection roles alone.
        renews: it takes the place of the notice of its id, as if that had never been: what that told of may not be told
            now.
        goes_over: it gives the notice of its id another record and leaves the rest of it: its number, its time, and
            whether it was acknowledged.
        held: the check that a supervisor has to release before the agency is told what it could not look up.
    """

    id: str
    agency: str
    own_id: RecordId | None
    other_id: RecordId | None
    other_agency: str
    strength: str
    created_at: datetime
    reason: NoticeReason = NoticeReason.LINKAGE
    purpose: str | None = None
    request_id: str | None = None
    kind: str | None = None
    kinds: tuple[str, str] | None = None
    for_protection: bool = False
    renews: bool = False
    goes_over: bool = False
    held: str | None = None


async def hide_notices(tx: Transaction, ids: Iterable[str]) -> None:
    """Mark notices as told to nobody now, and announce who comes in for them: they are told again once they may be."""
    if wanted := sorted(set(ids)):
        await tx.run(_HIDE, {"ids": wanted})
        if told_next := await told_next_of_notices(tx, wanted):
            await append_change(tx, ChangeKind.LINKAGE, told_next)


async def put_notices(tx: Transaction, notices: Sequence[NewNotice], *, at: datetime) -> None:
    """Write notices; one that exists stays as it is, unless it is renewed or goes over. A released check holds none.

    One that tells of a record which was withdrawn meanwhile, or filed as another kind, is left out, and what it should
    have told of is announced once more: nobody else looks for what stands beside a record of which nothing was told.

    Args:
        tx: the transaction.
        notices: to write.
        at: when they are told.
    """
    standing = await _whose_ends_stand(tx, notices)
    if written := [n for n in notices if n.id in standing]:
        await _put(tx, written, at=at)
    if left_out := [n for n in notices if n.id not in standing]:
        await _announce_once_more(tx, left_out)


async def _put(tx: Transaction, notices: Sequence[NewNotice], *, at: datetime) -> None:
    rows = [
        {
            "id": n.id,
            "held": n.held,
            "properties": {
                "agency": n.agency,
                "own": n.own_id,
                "other": n.other_id,
                "other_agency": n.other_agency,
                "strength": n.strength,
                "created_at": n.created_at.isoformat(),
                "reason": str(n.reason),
                "purpose": n.purpose,
                "request": n.request_id,
                "kind": n.kind,
                "own_kind": n.kinds[0] if n.kinds else None,
                "other_kind": n.kinds[1] if n.kinds else None,
                "for_protection": n.for_protection or None,
            },
        }
        for n in notices
    ]
    told = await telling_times(tx, (n.agency for n in notices), at)
    if renewed := [n.id for n in notices if n.renews]:
        await tx.run(_DROP, {"ids": renewed})
    over = {n.id for n in notices if n.goes_over}
    if over:
        await tx.run(_GO_OVER, {"rows": [row for row in rows if row["id"] in over]})
    await tx.run(_PUT, {"rows": rows, "told": told})
    await append_change(tx, ChangeKind.NOTICE, [], agencies={n.agency for n in notices})


async def _whose_ends_stand(tx: Transaction, notices: Sequence[NewNotice]) -> set[str]:
    """Return the ids of the notices whose records are there, as the kinds that they tell of, and hold these to the end.

    A request stays: it may be about several records, and its notice tells of those that are there.
    """
    concerned = {n.id: _ends_of(n) for n in notices}
    ids = sorted({rid for ends in concerned.values() for rid, _ in ends})
    found = {row["rid"]: row["kind"] for row in await tx.run(_HOLD_ENDS, {"rids": ids})} if ids else {}
    return {
        notice_id
        for notice_id, ends in concerned.items()
        if all(rid in found and kind in {None, found[rid]} for rid, kind in ends)
    }


async def _announce_once_more(tx: Transaction, notices: Sequence[NewNotice]) -> None:
    """Announce what else links the records of notices of linkages to those agencies.

    Where a notice was to go over, what it rests on comes up again as it did: whoever gave it over goes by that.
    """
    told = [n for n in notices if n.reason is NoticeReason.LINKAGE and n.own_id is not None]
    linked = await linked_beside_ended(tx, ((str(n.own_id), n.other_agency) for n in told if not n.goes_over))
    over = [n.id for n in told if n.goes_over]
    rests_on = [str(rid) for rid in await tx.run(_RESTS_ON, {"ids": over})] if over else []
    if rests_on:
        await append_change(tx, ChangeKind.RECORDS, rests_on)
    if linked:
        await append_change(tx, ChangeKind.LINKAGE, linked)


def _ends_of(notice: NewNotice) -> list[tuple[RecordId, str | None]]:
    """Return the records that a notice tells of, each with the kind that it has to be of."""
    if notice.reason is NoticeReason.REQUEST:
        return []
    own_kind, other_kind = notice.kinds or (None, None)
    ends = ((notice.own_id, own_kind), (notice.other_id, other_kind))
    return [(rid, kind) for rid, kind in ends if rid is not None]
