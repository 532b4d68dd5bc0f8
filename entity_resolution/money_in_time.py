"""Money and time on a path: which payments were paid before one that stands before them: no money went on so."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from entity_resolution.entities import Entity
from graph import RecordId
from graph.parts import StoredValue
from graph.values import ValueStatus

_PAYMENT, _PAID_AT = "Payment", "paidAt"
_DAY_LENGTH = len("2026-05-01")
# A day is that of whoever wrote it: it begins so long before midnight in UTC in the east, and ends so long after.
_EASTERNMOST, _WESTERNMOST = timedelta(hours=14), timedelta(hours=12)


class _Span(NamedTuple):
    """The first and the last instant that something may have been at."""

    first: datetime
    last: datetime


def paid_too_early(way: Sequence[Entity]) -> tuple[RecordId, ...]:
    """Return the payments on a way that were paid before one that stands before them, as far as their times tell.

    A payment without a time, or with less than its day, stands anywhere; of several times each may be the right one.

    Args:
        way: the entities from the source of the money on.
    """
    found = []
    since: datetime | None = None
    for entity in way:
        span = _span_of(entity)
        if span is None:
            continue
        if since is not None and span.last < since:
            found.append(entity.id)
        since = max(since, span.first) if since is not None else span.first
    return tuple(found)


def _span_of(entity: Entity) -> _Span | None:
    if entity.kind != _PAYMENT:
        return None
    values = [v for r in entity.records for part in r.parts.values() for v in part.get(_PAID_AT, ())]
    spans = list(_spans(values))
    if not spans or len(spans) < len(values):
        return None
    return _Span(min(span.first for span in spans), max(span.last for span in spans))


def _spans(values: Iterable[StoredValue]) -> Iterable[_Span]:
    """Yield what values say that are a whole day or an instant."""
    for value in values:
        text = value.value
        if text is None or value.status is ValueStatus.INVALID:
            continue
        if len(text) == _DAY_LENGTH:
            day = datetime.fromisoformat(text).replace(tzinfo=UTC)
            yield _Span(day - _EASTERNMOST, day + timedelta(days=1) + _WESTERNMOST)
        elif "T" in text:
            instant = datetime.fromisoformat(text)
            yield _Span(instant, instant)
