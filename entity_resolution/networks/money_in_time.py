"""Money and time on a path: which payments were paid before one that stands before them: no money went on so."""

from collections.abc import Sequence
from datetime import datetime

from entity_resolution.views.entities import Entity
from graph import RecordId, TimeSpan, span_of

PAYMENT = "Payment"
_PAID_AT = "paidAt"
_DAY_LENGTH = len("2026-05-01")


def paid_too_early(way: Sequence[Entity]) -> tuple[RecordId, ...]:
    """Return the payments on a way that were paid before one that stands before them, as far as their times tell.

    A payment without a time, with less than its day, or of which it is open which day it was, stands anywhere; of
    several times each may be the right one, and a time without a zone may be that of any clock.

    Args:
        way: the entities from the source of the money on.
    """
    found = []
    since: datetime | None = None
    for entity in way:
        span = span_of_payment(entity)
        if span is None:
            continue
        if since is not None and span.last < since:
            found.append(entity.id)
        since = max(since, span.first) if since is not None else span.first
    return tuple(found)


def span_of_payment(entity: Entity) -> TimeSpan | None:
    """Return when a payment may have been made; `None` where that may have been at any time, and of what is none."""
    if entity.kind != PAYMENT:
        return None
    values = [v for r in entity.records for part in r.parts.values() for v in part.get(_PAID_AT, ())]
    spans = [span_of(v) if _tells_its_day(v.value) else None for v in values]
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(values):
        return None
    return TimeSpan(min(span.first for span in known), max(span.last for span in known))


def _tells_its_day(text: str | None) -> bool:
    return text is not None and (len(text) == _DAY_LENGTH or "T" in text)
