"""How commands tell of values, links and grants: the facts that GraphQL's record, link and path have, in its words."""

from collections.abc import Iterable, Iterator, Mapping

from api.terminal_text import Line, as_line
from graph import KindSchema, PropertyClass, load_ontology
from graph.grants import Grant
from graph.parts import StoredValue
from graph.store import VisibleLink, VisibleRecord
from graph.values import ValueStatus

_OF_MONEY = "amount"
_TELLING = frozenset({_OF_MONEY, "timestamp"})


def as_read(value: StoredValue) -> str:
    """Return a value as its source wrote it, and beside it how it was read where that says more."""
    told = []
    if value.value is not None and value.value != value.raw:
        told.append(f"read as {value.value}")
    if value.status is not ValueStatus.VALID:
        told.append(f"{'not read: ' if value.value is None else ''}{value.status} {value.type}")
    return f"{value.raw} ({', '.join(told)})" if told else value.raw


def value_data(value: StoredValue) -> dict[str, object]:
    """Return a value as JSON has it."""
    return {"raw": value.raw, "value": value.value, "status": str(value.status), "type": value.type}


def called(caption: str | None, records: Iterable[VisibleRecord]) -> str:
    """Return what an entity is called; `redacted` where it is by a class that is closed, and nothing where by none."""
    if caption is not None:
        return caption
    ontology = load_ontology()
    closed = any(
        schema.caption and schema.property_class not in record.readable
        for record in records
        for schema in ontology.kind(record.kind).properties.values()
    )
    return "redacted" if closed else ""


def money_of(record: VisibleRecord, kind: KindSchema) -> Mapping[str, tuple[StoredValue, ...]]:
    """Return the amounts and times that a record shows where its kind is one of money, as a payment; else nothing."""
    told = [p for p in kind.properties.values() if p.type in _TELLING]
    if not any(p.type == _OF_MONEY for p in told):
        return {}
    held = {p.name: record.parts.get(p.property_class, {}).get(p.name, ()) for p in told}
    return {name: values for name, values in held.items() if values}


def told_of(link: VisibleLink) -> Iterator[str]:
    """Yield since and until when a link is asserted, and its note, as far as the scope opens them."""
    if link.since is not None:
        yield f"since {link.since}"
    if link.until is not None:
        yield f"until {link.until}"
    if link.note is not None:
        yield f"note: {link.note}"
    if not link.narrative_readable:
        yield f"{PropertyClass.NARRATIVE} redacted"


def link_data(link: VisibleLink) -> dict[str, object]:
    """Return a link as JSON has it."""
    return {
        "id": link.id,
        "type": link.type,
        "source": link.source_id,
        "target": link.target_id,
        "originator": link.originator,
        "profile": link.profile,
        "evaluation": link.evaluation,
        "redacted": not link.narrative_readable,
        "since": link.since,
        "until": link.until,
        "note": link.note,
    }


def grant_line(grant: Grant) -> Line:
    """Return the terms of a grant that its reader has to keep to."""
    conditions = " ".join(map(str, grant.conditions))
    restrictions = f": {grant.other_restrictions}" if grant.other_restrictions else ""
    until = f"until {grant.ends.isoformat(timespec='seconds')}"
    onward = "may be passed on" if grant.onward else "not to be passed on"
    return as_line("  grant", grant.id, until, onward, f"{conditions}{restrictions}")


def grant_data(grant: Grant) -> dict[str, object]:
    """Return the terms of a grant as JSON has them."""
    return {
        "id": grant.id,
        "until": grant.ends.isoformat(),
        "onward": grant.onward,
        "conditions": list(map(str, grant.conditions)),
        "other_restrictions": grant.other_restrictions,
    }
