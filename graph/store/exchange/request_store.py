"""Keeps requests for information: what one agency asks another about, and what the other did with it.

Facts alone are kept, with their times; where a request stands follows from them and from the present.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.records import RecordId
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template
from graph.unix_time import from_microseconds, to_microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """A request as it stands in the store.

    Attributes:
        id: what it is called; tells nothing.
        version: grows with every change, so that two who act at once do not both succeed.
        asker: the agency that asks.
        holder: the agency that is asked.
        asked_by: the person who asks, for the audit trail and for the asker's own agency.
        purpose, case_ref: what it is for.
        kind: the kind of selector that the hit was on, or of the record that is asked about.
        hit: the hit, as the asker was told it; `None` where something else is asked about.
        about: a record in the asker's view, as it named it; `None` where something else is asked about.
        identifier: what the asker put to the party that runs it, by its key without the kind; `None` where something
            else is asked about. Such a request names no record of the holder's, whatever it holds.
        question: the asker's words.
        urgency: the class of its time to answer.
        record_ids: the holder's records that were hit, which the asker never learns, or the record asked about; empty
            where an identifier is.
        created_at, sent_at: when it was drafted, and sent.
        acknowledged_at, answered_at, refused_at, withdrawn_at: what happened to it.
        refused_silently: whether the asker is to see an unanswered request in place of the refusal.
        ground: why it was refused; the asker is told where the refusal is open.
        answer: the holder's words.
        grant_id: a grant of the holder that goes with the answer.
        reminded_at: up to which moment the holder has been reminded of it.
        act: a digest of what was asked, where the asker's client named that by a key.
        asked_in_protection, answered_in_protection: whether a protection role asked, and answered or refused, for the
            protection of victims: the words are then for their agencies' protection roles alone.
    """

    id: str
    version: int
    asker: str
    holder: str
    asked_by: str
    purpose: str
    case_ref: str
    kind: str
    question: str
    urgency: str
    record_ids: tuple[RecordId, ...]
    created_at: datetime
    act: str | None = None
    hit: str | None = None
    about: RecordId | None = None
    identifier: str | None = None
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    refused_silently: bool = False
    withdrawn_at: datetime | None = None
    ground: str | None = None
    answer: str | None = None
    grant_id: str | None = None
    reminded_at: datetime | None = None
    asked_in_protection: bool = False
    answered_in_protection: bool = False


_TIMES = (
    "created_at",
    "sent_at",
    "acknowledged_at",
    "answered_at",
    "refused_at",
    "withdrawn_at",
    "reminded_at",
)
_TEXTS = (
    "act",
    "asker",
    "holder",
    "asked_by",
    "purpose",
    "case_ref",
    "kind",
    "hit",
    "about",
    "identifier",
    "question",
    "urgency",
    "refused_silently",
    "ground",
    "answer",
    "grant_id",
    "asked_in_protection",
    "answered_in_protection",
)

_CREATE = template(
    "create_request",
    Access.WRITE,
    "MERGE (r:InformationRequest {id: $p.id}) ON CREATE SET r += $p.properties",
)
_CHANGE = template(
    "change_request",
    Access.WRITE,
    """
    MATCH (r:InformationRequest {id: $p.id})
    // Takes the lock first: what is compared next is what this transaction replaces.
    SET r.locked = true
    WITH r WHERE r.version = $p.version
    SET r += $p.properties REMOVE r.locked
    RETURN r.id AS id
    """,
)
_FIND = template(
    "find_request",
    Access.SYSTEM,
    """
    MATCH (r:InformationRequest) WHERE r.id IN $p.ids
      AND (r.asker = $p.agency OR (r.holder = $p.agency AND r.sent_at IS NOT NULL))
    RETURN r {.*} AS r ORDER BY r.id
    """,
)
_SENT_BY = template(
    "requests_of_asker",
    Access.SYSTEM,
    "MATCH (r:InformationRequest {asker: $p.agency}) RETURN r {.*} AS r ORDER BY r.created_at, r.id",
)
_SENT_TO = template(
    "requests_to_holder",
    Access.SYSTEM,
    """
    MATCH (r:InformationRequest {holder: $p.agency}) WHERE r.sent_at IS NOT NULL
    RETURN r {.*} AS r ORDER BY r.sent_at, r.id
    """,
)
_DUE = template(
    "requests_due",
    Access.SYSTEM,
    """
    MATCH (r:InformationRequest) WHERE r.next_moment <= $p.now
    RETURN r {.*} AS r ORDER BY r.next_moment, r.id LIMIT $p.limit
    """,
)


class RequestStore:
    """Reads requests for one of their two agencies; the functions below write them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, request_id: str, *, agency: str) -> StoredRequest | None:
        """Return a request that an agency sent, drafted or was sent; others are as if they were not there."""
        return next(iter(await self.find_each([request_id], agency=agency)), None)

    async def find_each(self, ids: Iterable[str], *, agency: str) -> list[StoredRequest]:
        """Return those of the requests with these ids that `find` returns, in the order of their ids."""
        rows = await self._store.read(_FIND, {"ids": sorted(set(ids)), "agency": agency})
        return [_request(row["r"]) for row in rows]

    async def outgoing(self, agency: str) -> list[StoredRequest]:
        """Return the requests and drafts of an agency, oldest first."""
        return [_request(row["r"]) for row in await self._store.read(_SENT_BY, {"agency": agency})]

    async def incoming(self, agency: str) -> list[StoredRequest]:
        """Return the requests that were sent to an agency, oldest first."""
        return [_request(row["r"]) for row in await self._store.read(_SENT_TO, {"agency": agency})]

    async def due(self, now: datetime, *, limit: int = 100) -> list[StoredRequest]:
        """Return requests of which the holder has let a time pass since it was last looked at."""
        rows = await self._store.read(_DUE, {"now": to_microseconds(now), "limit": limit})
        return [_request(row["r"]) for row in rows]


async def find_request(tx: Transaction, request_id: str, *, agency: str) -> StoredRequest | None:
    """Return a request of an agency by its id, as this transaction sees it."""
    rows = await tx.run(_FIND, {"ids": [request_id], "agency": agency})
    return _request(rows[0]["r"]) if rows else None


async def create_request(tx: Transaction, request: StoredRequest, *, next_moment: datetime | None) -> None:
    """Write a new request; one of this id that exists stays as it is."""
    await tx.run(_CREATE, {"id": request.id, "properties": _properties(request, next_moment)})


async def change_request(tx: Transaction, request: StoredRequest, *, next_moment: datetime | None) -> bool:
    """Write a request over the version that it was made from; return whether that was still the present one.

    `next_moment` is when the holder next lets a time pass.
    """
    properties = {**_properties(request, next_moment), "version": request.version + 1}
    rows = await tx.run(_CHANGE, {"id": request.id, "version": request.version, "properties": properties})
    return bool(rows)


def _properties(request: StoredRequest, next_moment: datetime | None) -> Row:
    times = {name: getattr(request, name) for name in _TIMES}
    return {
        **{name: getattr(request, name) for name in _TEXTS},
        **{name: to_microseconds(at) if at is not None else None for name, at in times.items()},
        "rids": list(request.record_ids),
        "version": request.version,
        "next_moment": to_microseconds(next_moment) if next_moment is not None else None,
    }


def _request(row: Row) -> StoredRequest:
    rids: Sequence[str] = row["rids"]
    fields: dict[str, Any] = {name: row[name] for name in _TEXTS if row.get(name) is not None}
    fields |= {name: from_microseconds(row[name]) for name in _TIMES if row.get(name) is not None}
    return StoredRequest(
        id=row["id"], version=row["version"], record_ids=tuple(RecordId(rid) for rid in rids), **fields
    )
