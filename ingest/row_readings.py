"""How a row was read: its records with each value, its links and the rules that it breaks, to be shown in a dry run.

It holds stored values: it is shown to who brings the file in, and not logged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph import KindSchema, Link, Ontology, Record
from graph.values import NormalisedValue, ValueStatus
from ingest.ingest_report import BrokenRule
from ingest.mapped_rows import MappedRow
from ingest.values.unread_values import UnreadValue, explain

ColumnsOf = Callable[[str, str], tuple[str, ...]]
"""Takes the name of a record of the mapping and a property, and returns the columns that the property is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueReading:
    """One value of a record.

    `value` is the canonical form, None where the text could not be read; `reason` says why it is no more than its
    `status`, and what mends it. `columns`: those that its property is read from; none of what is of no column, as a
    constant and what the lines of a passport say.
    """

    property: str
    raw: str
    value: str | None
    status: ValueStatus
    reason: str | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """One record that a row makes. `name` is the mapping's for it, None without a mapping."""

    name: str | None
    kind: str
    reference: str
    profile: str
    evaluation: str
    subject_role: str | None
    asserted_at: datetime | None
    values: tuple[ValueReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReading:
    """One link that a row makes, between the references of its ends; of another dataset behind its code and a colon."""

    type: str
    source: str
    target: str
    profile: str
    evaluation: str
    since: str | None
    until: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    """How one row was read. A row that breaks a rule makes nothing.

    `remarks`: the names of the counts of the report in which the row is.
    """

    file: str
    row: int
    records: tuple[RecordReading, ...] = ()
    links: tuple[LinkReading, ...] = ()
    broken_rules: tuple[BrokenRule, ...] = ()
    remarks: tuple[str, ...] = ()


def records_of(mapped: MappedRow, ontology: Ontology, columns_of: ColumnsOf) -> tuple[RecordReading, ...]:
    """Return how the records of a row were read."""
    names: Sequence[str | None] = mapped.made_by or [None] * len(mapped.records)
    unread = {(str(told.record_id), told.property): told.reason for told in mapped.unread}
    return tuple(
        _record(record, ontology.kind(record.kind), name, columns_of, unread)
        for record, name in zip(mapped.records, names, strict=True)
    )


def links_of(mapped: MappedRow) -> tuple[LinkReading, ...]:
    """Return how the links of a row were read."""
    return tuple(_link(link, *ends) for link, ends in zip(mapped.links, mapped.joined, strict=True))


def _record(
    record: Record,
    kind: KindSchema,
    name: str | None,
    columns_of: ColumnsOf,
    unread: Mapping[tuple[str, str], str],
) -> RecordReading:
    told = record.provenance
    return RecordReading(
        name=name,
        kind=record.kind,
        reference=told.reference,
        profile=told.profile,
        evaluation=str(told.evaluation),
        subject_role=str(record.subject_role) if record.subject_role is not None else None,
        asserted_at=told.asserted_at,
        values=tuple(
            ValueReading(
                property=prop,
                raw=value.raw,
                value=value.value,
                status=value.status,
                reason=_reason(kind, prop, value, record, unread),
                columns=columns_of(name, prop) if name is not None else (),
            )
            for prop, values in record.properties.items()
            for value in values
        ),
    )


def _reason(
    kind: KindSchema,
    prop: str,
    value: NormalisedValue,
    record: Record,
    unread: Mapping[tuple[str, str], str],
) -> str | None:
    if value.status is not ValueStatus.INVALID:
        return value.reason
    told = unread.get((record.id, prop))
    if kind.properties[prop].key and told is not None:
        return told  # as the mapping has it: its cell may be parted already
    return explain(kind, UnreadValue(prop, value.reason), record.properties)


def _link(link: Link, source: str, target: str) -> LinkReading:
    told = link.provenance
    return LinkReading(
        type=link.type,
        source=source,
        target=target,
        profile=told.profile,
        evaluation=str(told.evaluation),
        since=link.since,
        until=link.until,
        note=link.note,
    )
