"""How rows were read in a dry run: lines for people and JSON lines for machines, on standard output alone."""

from collections.abc import Iterator
from dataclasses import asdict

from api.cli.console import print_json_line, show
from api.cli.report_lines import describe_entry
from api.terminal_text import Line, as_line
from graph.values import ValueStatus
from ingest import LinkReading, RecordReading, RowReading, ValueReading

_MAKE_NOTHING = {
    "skipped_rows": "is passed over, as the mapping says",
    "fragment_rows": "is one record with an earlier line",
}


def show_row(reading: RowReading) -> None:
    """Print how a row was read, for people."""
    for line in row_lines(reading):
        show(line)


def print_row(reading: RowReading) -> None:
    """Print how a row was read, for machines."""
    data = asdict(reading)
    for record in data["records"]:
        record["asserted_at"] = record["asserted_at"] and record["asserted_at"].isoformat()
    print_json_line(data)


def row_lines(reading: RowReading) -> Iterator[Line]:
    """Yield the lines of a row: what it makes, or why it makes nothing."""
    yield as_line(f"{reading.file}:{reading.row}", _made(reading))
    for entry in reading.broken_rules:
        yield describe_entry(entry.file, entry.row, entry.column, entry.rule, entry.value, entry.reason)
    for record in reading.records:
        yield as_line(f"  {record.name or record.kind}", *_heading(record))
        for value in record.values:
            yield _value(value, of_table=record.name is not None)
    yield from map(_link, reading.links)


def _made(reading: RowReading) -> str:
    for remark, told in _MAKE_NOTHING.items():
        if remark in reading.remarks:
            return told
    if reading.broken_rules:
        return "would wait in quarantine"
    if not reading.records and not reading.links:
        return "makes nothing"
    records, links = len(reading.records), len(reading.links)
    return f"makes {records} record{'' if records == 1 else 's'}, {links} link{'' if links == 1 else 's'}"


def _heading(record: RecordReading) -> Iterator[str]:
    yield from () if record.name is None else (record.kind,)
    yield record.reference
    yield f"profile {record.profile}"
    yield f"evaluation {record.evaluation}"
    if record.subject_role is not None:
        yield f"role {record.subject_role}"
    if record.asserted_at is not None:
        yield f"asserted {record.asserted_at.isoformat(timespec='seconds')}"


def _value(value: ValueReading, *, of_table: bool) -> Line:
    reason = f": {value.reason}" if value.reason is not None else ""
    columns = f"from {', '.join(value.columns)}" if value.columns else "of no column"
    cells = (f"    {value.property}", value.raw, _read_as(value), f"{value.status}{reason}")
    return as_line(*cells, *([columns] if of_table else []))


def _read_as(value: ValueReading) -> str:
    if value.value is None:
        return "not read"
    if value.status is ValueStatus.INVALID:
        return f"not read (looks like {value.value})"
    return "read as it is" if value.value == value.raw else f"read as {value.value}"


def _link(link: LinkReading) -> Line:
    told = [f"{word} {text}" for word, text in (("since", link.since), ("until", link.until)) if text is not None]
    note = [f"note: {link.note}"] if link.note is not None else []
    return as_line(
        f"  {link.type}",
        f"{link.source} -> {link.target}",
        f"profile {link.profile}",
        f"evaluation {link.evaluation}",
        *told,
        *note,
    )
