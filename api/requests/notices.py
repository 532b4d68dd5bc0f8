"""Notices of requests for information: to the holder that one has come or is overdue, to the asker of an answer."""

from datetime import datetime

from graph import IdMinter
from graph.store import NewNotice, NoticeReason, StoredRequest


def request_notice(minter: IdMinter, request: StoredRequest, strength: str, at: datetime) -> NewNotice:
    """Return the notice to a holder that a request has come, or that the time for it has passed.

    Like an answer's, the notice of a request about an identifier that the holder runs names no record.
    """
    return NewNotice(
        id=minter.derived_id("a", "request", request.id, strength, at.isoformat()),
        agency=request.holder,
        own_id=next(iter(request.record_ids), None),
        other_id=None,
        other_agency=request.asker,
        strength=strength,
        created_at=at,
        reason=NoticeReason.REQUEST,
        purpose=request.purpose,
        request_id=request.id,
        kind=request.kind if request.identifier is not None else None,
    )


def answer_notice(minter: IdMinter, request: StoredRequest, strength: str, at: datetime) -> NewNotice:
    """Return the notice to an asker of an answer or an open refusal; the request itself has the words."""
    return NewNotice(
        id=minter.derived_id("a", "answer", request.id),
        agency=request.asker,
        own_id=None,
        other_id=None,
        other_agency=request.holder,
        strength=strength,
        created_at=at,
        reason=NoticeReason.ANSWER,
        purpose=request.purpose,
        request_id=request.id,
        kind=request.kind,
        for_protection=request.asked_in_protection,
    )
