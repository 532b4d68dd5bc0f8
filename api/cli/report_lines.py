"""What an ingest did as one line: counts, names and rows, and no values."""

from collections.abc import Iterator, Mapping, Sequence

from api.terminal_text import Line, as_line
from ingest import IngestReport, advise

_MOST_PLACES = 5
_MOST_UNKNOWN = 20
_MOST_COLUMNS = 20
_MOST_REASONS = 3
_ONCE_MORE = "--again writes it once more, --restore-withdrawn what was withdrawn since as well"
_REMARKS = {
    "settled_rows": "rows left quarantine, as they came without a fault now",
    "replaced_rows": "rows in quarantine came again with faults, and are listed as they are now",
    "records_held": "records kept as they stand by a legal hold",
    "held_closed": "records under a legal hold were filed as a victim's, and are closed as hers from now on",
    "links_held": "links kept as they stand by a legal hold on one of their records",
    "records_withdrawn": "records stay withdrawn (--restore-withdrawn brings them back)",
    "links_withdrawn": "links stay withdrawn, or lead to what is (--restore-withdrawn brings them back)",
    "links_parted": "links to a word or a shortened number that several rows shared are gone: each row has its own now",
    "links_unsaid": "links are gone, as the edge that they were of came again and says them no more",
    "records_without_values": "records have nothing but a reference",
    "persons_without_name": "persons have no name, and meet others by numbers and documents alone",
    "skipped_rows": "rows passed over, as the mapping says",
    "total_like_rows": "rows look like totals and not like records (`skip` in the mapping passes such over)",
    "header_like_rows": "rows say the names of the columns again (`skip` in the mapping passes such over)",
    "hidden_rows": "rows are hidden in the sheet, and were read all the same (`hidden: skip` in the mapping's `file` "
    "passes such over)",
    "struck_rows": "rows are struck through, and were read all the same (`struck: skip` in the mapping's `file` passes "
    "such over)",
    "partly_struck_rows": "rows have cells that are struck through, and were read with them",
    "other_order_rows": "rows have a date with day and month the other way round than its country writes them, and "
    "dates of the same column that fit both orders may be so too",
    "country_unsaid_rows": "rows have a phone number or date that is another one in the `country` beside it, with "
    "which it is not read (say `phoneCountry`, write numbers with +, or give the mapping the `country` of its dates)",
    "fragment_rows": "lines say more of an entity that an earlier line names, and are one record with it",
    "parted_rows": "rows have a cell of several parts, each of them a record (`each` in the mapping)",
    "rows_without_records": "rows gave no record (`when` in the mapping)",
}


def describe_report(report: IngestReport) -> Line:
    """Return an ingest report as one line."""
    if report.already_done:
        return as_line(f"{report.file}: {_finished(report)}, nothing to do ({_ONCE_MORE})")
    if not report.rows and report.resumed_from is None:
        return as_line(f"{report.file}: no rows below the header, nothing to do")
    parts = (f"{report.file}: {report.rows} rows", *_rows(report), *_content(report), *_run(report))
    return as_line("; ".join(parts))


def _rows(report: IngestReport) -> Iterator[str]:
    """Yield what became of the rows."""
    if report.dry_run:
        yield f"{report.records} records and {report.links} links would be written"
    else:
        changed, unchanged = report.records_changed, report.records_unchanged
        yield f"{report.records_created} records new, {changed} changed, {unchanged} unchanged"
        changed, unchanged = report.links_changed, report.links_unchanged
        yield f"{report.links_created} links new, {changed} changed, {unchanged} unchanged"
    if report.quarantined_rows:
        held = "would be quarantined" if report.dry_run else "quarantined"
        yield f"{report.quarantined_rows} rows {held} ({describe_rules(report.quarantined)})"
    for name, told in _REMARKS.items():
        if count := getattr(report, name):
            yield f"{count} {told}{_places(report.remarked_rows.get(name, ()))}"


def _content(report: IngestReport) -> Iterator[str]:
    """Yield what of the file the mapping does not read, and what cannot be read."""
    if report.dry_run and report.columns_not_read:
        yield f"the mapping reads nothing of {_columns(report.columns_not_read)}"
    if report.records_not_given:
        yield f"no row gave {', '.join(f'`{name}`' for name in report.records_not_given)} of the mapping"
    if report.unreadable_values:
        yield describe_unreadable(report)
    if report.unknown_properties:
        yield _unknown(report.unknown_properties)


def _run(report: IngestReport) -> Iterator[str]:
    """Yield what was particular about this run."""
    if report.resumed_from:
        yield f"resumed after row {report.resumed_from}"
    if report.filed_since:
        left = f"{report.filed_since} records and links left as they were filed since"
        yield f"{left} (--again writes the file over them)"
    if report.dry_run:
        yield "dry run: nothing written, and the store was not asked which of them are new or changed"


def _finished(report: IngestReport) -> str:
    if not report.finished_under_other_name:
        return "finished before"
    day = f", on {report.finished_at.partition('T')[0]}" if report.finished_at is not None else ""
    return f"the same content was finished before under another name{day}"


def _unknown(counts: Mapping[str, int]) -> str:
    """Return which properties have no place of their own, and how often each came: the most frequent ones."""
    most = _most_frequent(counts, _MOST_UNKNOWN)
    return f"{len(counts)} unknown properties kept in notes and beside what they are like ({most})"


def _columns(names: Sequence[str]) -> str:
    """Return the columns that no part of the mapping reads, the first of them by name."""
    more = f" and {len(names) - _MOST_COLUMNS} columns more" if len(names) > _MOST_COLUMNS else ""
    return f"{', '.join(f'`{name}`' for name in names[:_MOST_COLUMNS])}{more}"


def _places(numbers: Sequence[int]) -> str:
    """Return where rows stand, the first of them: `: row 7, 19`."""
    more = ", ..." if len(numbers) > _MOST_PLACES else ""
    return f": row {', '.join(map(str, numbers[:_MOST_PLACES]))}{more}" if numbers else ""


def describe_entry(file: str, row: int, column: str | None, rule: str, told: str | None, reason: str | None) -> Line:
    """Return a rule that a row breaks as one line, with the value seen or what is told in its place."""
    more = [text for text in (reason, advise(rule)) if text is not None]
    return as_line(f"{file}:{row}", column or "", rule, told or "", *more)


def describe_unreadable(report: IngestReport) -> str:
    """Return how many values of which property were kept that could not be read, where and why: no values."""
    values, rows, reasons = report.unreadable_values, report.unreadable_rows, report.unreadable_reasons
    told = [
        f"{kind} {name} {count}{_places(rows[kind][name])}{_reasons(reasons[kind][name])}"
        for kind, names in values.items()
        for name, count in names.items()
    ]
    count = sum(sum(names.values()) for names in values.values())
    return f"{count} values kept that could not be read as what they are ({'; '.join(told)})"


def _reasons(counts: Mapping[str, int]) -> str:
    """Return the most frequent reasons for which values of a property could not be read: ` [too many digits 2]`."""
    return f" [{_most_frequent(counts, _MOST_REASONS)}]"


def _most_frequent(counts: Mapping[str, int], most: int) -> str:
    first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{name} {count}" for name, count in first[:most])
    return f"{named}, ..." if len(first) > most else named


def describe_rules(counts: Mapping[str, int]) -> str:
    """Return how often each rule was broken."""
    return ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))
