"""How the answer of a cross-check is told: for each value what holds it, a line for each, and as JSON has it."""

from collections.abc import Iterator
from datetime import datetime

from api.cross_checks.questions import CheckedValue, CrossCheck
from api.protection import NON_PUNISHMENT
from api.sight.in_view import Seen, SeenMeasure, SeenRecord
from api.terminal_text import Line, as_line, as_lines

_ASK_HOLDERS = "`benang requests send ID --question ...` asks whom a hit or record names, and has it on record"
_ASK_OPERATOR = "`benang requests send --value ... --question ...` asks the party that runs it, with the same options"


def describe_checked(given: str, checked: CheckedValue, seen: Seen, now: datetime, *, own: str, hint: str = "") -> Line:
    """Return the answer to one value as lines: how it was read, then each that holds it, with whom to ask.

    Args:
        given: the value as it was asked for.
        checked: the answer to it.
        seen: what of all answers is in view.
        now: which measures are over by now is said with them.
        own: the asker's agency, whom nobody there has to call.
        hint: what to name so that it is read, behind why it was not or how it was.
    """
    if checked.problem is not None:
        return as_line(given, f"not checked: {checked.problem}{hint}")
    note = f", {checked.reading.note}" if checked.reading.note else ""
    head = as_line(given, f"read as {checked.kind} {checked.reading.read_as}{note}{hint}")
    return as_lines([head, *_held(checked, seen, now, own=own)])


def how_to_ask(found: CrossCheck, seen: Seen, *, own: str) -> str | None:
    """Return which command asks those whom an answer names: holders before the party that runs it; `None` of nobody."""
    others = any(record.originator.code != own for value in found.values for record in seen.of(value.in_view))
    if others or any(value.hits for value in found.values):
        return _ASK_HOLDERS
    return _ASK_OPERATOR if any(value.operator is not None for value in found.values) else None


def _held(checked: CheckedValue, seen: Seen, now: datetime, *, own: str) -> Iterator[Line]:
    """Yield a line for each record in view, with what lies on it below, each hit, and the party that runs the value."""
    shown = {str(record.id): record for record in seen.of(checked.in_view)}
    for rid in checked.in_view:
        record = shown.get(rid)
        yield as_line("  in your view", rid, *(_what_and_whose(record, own=own) if record is not None else ()))
        if record is not None:
            yield from (as_line(f"    {_measure(measure, now)}", measure.id) for measure in record.measures)
            yield from (as_line(f"    {NON_PUNISHMENT}") for _ in range(record.is_victim))
    for hit in checked.hits:
        yield as_line("  hit", hit.id, hit.holder.code, f"ask {hit.holder.contact}")
    if not checked.in_view and not checked.hits:
        yield as_line("  nothing that you may be told")
    if (runs := checked.operator) is not None:
        yield as_line("  run by", runs.code, f"ask {runs.contact}")


def _what_and_whose(record: SeenRecord, *, own: str) -> tuple[str, ...]:
    """Return cells: what a record is, whose, and whom to ask, who is none of the asker's own agency."""
    caption = f" {record.caption}" if record.caption is not None else ""
    owner = record.originator
    if owner.code == own:
        return (f"{record.kind}{caption}", "your agency")
    return (f"{record.kind}{caption}", owner.code, f"ask {owner.contact}")


def describe_seen(record: SeenRecord, now: datetime, *, own: str) -> str:
    """Return, behind its id in a line, what is seen of a record: what it is, whose, whom to ask, the measures on it."""
    caption = f" {record.caption}" if record.caption is not None else ""
    on_it = "".join(f"; {_measure(m, now)}: {m.id}" for m in record.measures)
    victim = f"; {NON_PUNISHMENT}" if record.is_victim else ""
    owner = record.originator
    whom = "your agency" if owner.code == own else f"{owner.code}, ask {owner.contact}"
    return f" ({record.kind}{caption} of {whom}{on_it}{victim})"


def _measure(measure: SeenMeasure, now: datetime) -> str:
    """Return which measure lies on a record, and until when: one that is over is told as such."""
    what = measure.caption or ("measure (which: redacted)" if measure.redacted else "measure")
    if measure.until is None:
        return f"{what} on it"
    return f"{what} on it until {measure.until}{' (over)' if measure.is_over(now) else ''}"


def check_map(found: CrossCheck, seen: Seen, now: datetime) -> dict[str, object]:
    """Return a cross-check and its answer as JSON has them."""
    return {
        "id": found.id,
        "at": found.at.isoformat(),
        "held": found.held,
        "values": [
            {
                "kind": value.kind,
                "problem": value.problem,
                "read_as": value.reading.read_as,
                "read_status": str(value.reading.status),
                "read_note": value.reading.note,
                "in_view": list(value.in_view),
                "seen": [seen_map(record, now) for record in seen.of(value.in_view)],
                "hits": [
                    {"id": hit.id, "holder": hit.holder.code, "contact": hit.holder.contact} for hit in value.hits
                ],
                "operator": {"code": runs.code, "contact": runs.contact} if (runs := value.operator) else None,
            }
            for value in found.values
        ],
    }


def seen_map(record: SeenRecord, now: datetime) -> dict[str, object]:
    """Return what is seen of a record in view as JSON has it."""
    return {
        "id": record.id,
        "kind": record.kind,
        "originator": record.originator.code,
        "contact": record.originator.contact,
        "caption": record.caption,
        "non_punishment_notice": NON_PUNISHMENT if record.is_victim else None,
        "measures": [
            {
                "id": m.id,
                "caption": m.caption,
                "taken_at": m.taken_at,
                "until": m.until,
                "is_over": m.is_over(now),
                "redacted": m.redacted,
            }
            for m in record.measures
        ],
    }
