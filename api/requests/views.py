"""What each side of a request may see of it: for the asker, a silent refusal has not happened."""

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

    For the asker, a refusal that should look like silence has not happened. A request is about one of `hit`, `about`
    and `identifier`.

    Attributes:
        id: its public name.
        direction: whether the viewer's agency asks or is asked.
        state: its state.
        history: what has happened to it, and when.
        asker: the agency that asks.
        holder: the agency that is asked.
        purpose: the purpose for which it is asked.
        case_ref: the case for which it is asked.
        kind: the kind of what it is about.
        hit: the hit that it is about.
        about: the record that it is about, while this viewer sees it.
        identifier: the identifier that it is about, as it was read.
        question: the asker's words.
        created_at: when it was made.
        ground: why it was refused.
        answer: the holder's words.
        grant_id: the grant that goes with the answer.
        record_ids: the holder's own records that it is about, as far as this viewer may see them; never shown to the
            asker.
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
    """Return what a viewer of one of the two sides may see of a request.

    Args:
        viewer: who looks.
        request: the request as the store holds it.
        direction: whether the viewer's agency asks or is asked.
        visible: the records that the request names and the viewer sees, by their ids.
        parties: the registered parties, by their codes; both sides are among them.
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
    """Return what has happened to a request, from which its state follows."""
    return RequestHistory(
        urgency=Urgency(request.urgency),
        sent_at=request.sent_at,
        acknowledged_at=request.acknowledged_at,
        answered_at=request.answered_at,
        refused_at=request.refused_at,
        refused_silently=request.refused_silently,
        withdrawn_at=request.withdrawn_at,
    )
