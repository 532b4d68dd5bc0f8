"""What commands tell of a request for information beside its question: what was answered, or why it was refused."""

from collections.abc import Iterator

from api.requests.views import Direction, RequestView


def outcome_of(view: RequestView) -> Iterator[str]:
    """Yield what was said to a request, as far as the viewer's side may see it; nothing before."""
    if view.answer is not None:
        yield f"answer: {view.answer}" + (f" (grant {view.grant_id})" if view.grant_id else "")
    if view.ground is not None:
        # Whoever answers the other side's call has to know what it was not told.
        silently = view.history.refused_silently and view.direction is Direction.INCOMING
        yield f"refused{' silently' if silently else ''}: {view.ground}"
