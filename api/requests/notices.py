"""Whom a request for information tells: the holder that it has come or is overdue, the asker that it was answered."""

from datetime import datetime

from graph import IdMinter
from graph.store import NewNotice, NoticeReason, StoredRequest


def request_notice(minter: IdMinter, request: StoredRequest, strength: str, at: datetime) -> NewNotice:
    """Return the notice that tells a holder of a request, or that the time for it has passed.

    One about an identifier that the holder runs stands on no record, as an answer does.
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
    """Return the notice that tells an asker of an answer or an open refusal; what was said stands in the request."""
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
