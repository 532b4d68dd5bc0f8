"""What commands tell of a request for information: as a line, as JSON, and what was answered or why it was refused."""

from collections.abc import Iterator

from api.requests.views import Direction, RequestView
from api.terminal_text import Line, as_line
from policies import RequestHistory


def describe_request(view: RequestView) -> Line:
    """Return a request as one line."""
    outgoing = view.direction is Direction.OUTGOING
    other = view.holder if outgoing else view.asker
    due = view.history.answer_due
    parts = [
        view.id,
        str(view.state),
        f"{'to' if outgoing else 'from'} {other.code} ({other.contact})",
        f"{view.kind}, case {view.case_ref}, {view.history.urgency}",
        f"answer due {due.isoformat(timespec='minutes')}" if due is not None else "not sent",
        view.question,
    ]
    if view.about is not None:
        parts.append(f"about {view.about.id}")
    if view.identifier is not None:
        parts.append(f"about {view.identifier}")
    if view.record_ids:
        parts.append(f"your {', '.join(view.record_ids)}")
    return as_line(*parts, *outcome_of(view))


def outcome_of(view: RequestView) -> Iterator[str]:
    """Yield what was said to a request, as far as the viewer's side may see it; nothing before."""
    if view.answer is not None:
        yield f"answer: {view.answer}" + (f" (grant {view.grant_id})" if view.grant_id else "")
    if view.ground is not None:
        # Whoever answers the other side's call has to know what it was not told.
        silently = view.history.refused_silently and view.direction is Direction.INCOMING
        yield f"refused{' silently' if silently else ''}: {view.ground}"


def request_map(view: RequestView) -> dict[str, object]:
    """Return a request as `--json` prints it."""
    history, asks = view.history, view.direction is Direction.OUTGOING
    return {
        "id": view.id,
        "direction": str(view.direction),
        "state": str(view.state),
        "urgency": str(history.urgency),
        "asker": view.asker.code,
        "holder": view.holder.code,
        "purpose": view.purpose,
        "case": view.case_ref,
        "kind": view.kind,
        "hit": view.hit,
        "about": view.about.id if view.about is not None else None,
        "identifier": view.identifier,
        "question": view.question,
        "answer": view.answer,
        "grant": view.grant_id,
        "refusal_ground": view.ground,
        "refused_silently": None if asks else history.refused_silently,
        "records": list(view.record_ids),
        **_times(history),
    }


def _times(history: RequestHistory) -> dict[str, str | None]:
    times = {
        "sent_at": history.sent_at,
        "acknowledge_due": history.acknowledge_due,
        "answer_due": history.answer_due,
        "expires_at": history.expires_at,
        "acknowledged_at": history.acknowledged_at,
        "answered_at": history.answered_at,
        "refused_at": history.refused_at,
        "withdrawn_at": history.withdrawn_at,
    }
    return {name: at.isoformat() if at is not None else None for name, at in times.items()}
