"""What each side of a request for information may see of it: a silent refusal has not happened to who asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph import RecordId
from graph.store import StoredRequest, VisibleRecord
from policies import Party, RequestHistory, RequestState, Urgency, ViewerContext, is_protecting


class Direction(StrEnum):
    """Which way a request goes, seen from the viewer's agency."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request as one of its two sides may see it now.

    To the asker, a refusal that is to look like silence has not happened. What the asker named is one of `hit`, `about`
    and `identifier`.

    Attributes:
        id: what it is called.
        direction: whether the viewer's agency asks or is asked.
        state: where it stands.
        history: what became of it, and when.
        asker: who asks.
        holder: who is asked.
        purpose: for which purpose.
        case_ref: for which case.
        kind: the kind of what was asked about.
        hit: the hit.
        about: the record, as long as it is in this viewer's view.
        identifier: the identifier, as it was read.
        question: in words.
        created_at: when it was made.
        ground: why it was refused.
        answer: in words.
        grant_id: the grant that goes with the answer.
        record_ids: the holder's own records that are asked about, as far as this viewer may see them; the asker is
            shown none.
    """

    id: str
    direction: Direction
    state: RequestState
    history: RequestHistory
    asker: Party
    holder: Party
    purpose: str
    case_ref: str
    kind: str
    hit: str | None
    about: VisibleRecord | None
    identifier: str | None
    question: str
    created_at: datetime
    ground: str | None
    answer: str | None
    grant_id: str | None
    record_ids: tuple[RecordId, ...]


def view_of(
    viewer: ViewerContext,
    request: StoredRequest,
    direction: Direction,
    visible: Mapping[RecordId, VisibleRecord],
    *,
    parties: Mapping[str, Party],
    now: datetime,
) -> RequestView:
    """Return what a viewer of one of its two sides may see of a request.

    Args:
        viewer: who looks.
        request: the request as the store holds it.
        direction: which way it goes, seen from the viewer's agency.
        visible: those of the records that it names which the viewer sees, by their ids.
        parties: the registered ones, by their codes; both sides are among them.
        now: the present.
    """
    asks = direction is Direction.OUTGOING
    told = asks or not request.answered_in_protection or is_protecting(viewer)
    history = history_of(request).as_asker_sees() if asks else history_of(request)
    return RequestView(
        id=request.id,
        direction=direction,
        state=history.state(now),
        history=history,
        asker=parties[request.asker],
        holder=parties[request.holder],
        purpose=request.purpose,
        case_ref=request.case_ref,
        kind=request.kind,
        hit=request.hit if asks else None,
        about=visible.get(request.about) if asks and request.about is not None else None,
        identifier=request.identifier.partition(":")[2] if request.identifier is not None else None,
        question=request.question,
        created_at=request.created_at if asks else request.sent_at or request.created_at,
        ground=request.ground if history.refused_at is not None and told else None,
        answer=request.answer if told else None,
        grant_id=request.grant_id,
        record_ids=() if asks else tuple(rid for rid in request.record_ids if rid in visible),
    )


def history_of(request: StoredRequest) -> RequestHistory:
    """Return the facts from which it follows where a request stands."""
    return RequestHistory(
        urgency=Urgency(request.urgency),
        sent_at=request.sent_at,
        acknowledged_at=request.acknowledged_at,
        answered_at=request.answered_at,
        refused_at=request.refused_at,
        refused_silently=request.refused_silently,
        withdrawn_at=request.withdrawn_at,
    )
