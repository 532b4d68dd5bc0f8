"""How a submission is told of: a line for each record and link, what of it could not be read, and what it meets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.alerts.inbox import Alert
from api.cli.check_lines import describe_seen, seen_map
from api.cli.people import BesideAlerts, alert_map, describe_alert
from api.sight.in_view import SeenRecord
from api.submissions import Submitted
from api.terminal_text import Line, as_line
from api.unsaid_links import StandingLink
from ingest import (
    ItemOutcome,
    NamedItem,
    Problem,
    SubmissionFile,
    SubmittedItem,
    SubmittedLink,
    SubmittedRecord,
    describe_problem,
)

_COUNTRY_UNSAID = (
    "another number or day in the record's `country`, with which it is not read: give `phoneCountry`, write a number "
    "with +, or say the `country` of the file for dates"
)
_UNSEALED = "it stood as a victim's and does no more: if that was not meant, file it again with her role"
_UNSAID = "stands from before, and this file does not say it; if it is wrong, withdraw it"
_WITHDRAWN = (
    "stays withdrawn: --restore-withdrawn brings it back",
    "stays withdrawn, or leads to what is: --restore-withdrawn brings it back",
)
_CLOSED = "closed as a victim's from now on; a legal hold keeps the rest as it stands, and what you filed waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What records that were filed meet, as far as their viewer may know.

    Attributes:
        agency: whose people they are told to.
        at: when it was looked.
        seen: record id to the other records in view that are one with it.
        alerts: those on the records.
        beside: what is told beside the alerts.
    """

    agency: str
    at: datetime
    seen: Mapping[str, Sequence[SeenRecord]]
    alerts: Sequence[Alert]
    beside: BesideAlerts


def submitted_lines(given: SubmissionFile, done: Submitted, unsaid: Iterable[StandingLink] = ()) -> Iterator[Line]:
    """Yield what became of each record and link: what the file calls it, its kind, its id, and what is to be mended.

    Behind these the links of the call that stood before and that the file does not say.
    """
    for named, outcome in _outcomes(given, done):
        kind = named.item.kind if isinstance(named.item, SubmittedRecord) else ""
        what = "; ".join(_told(named, outcome))
        yield as_line(named.name, kind, outcome.id or "", what)
    for link in unsaid:
        yield as_line(link.name, "", link.id, f"{_UNSAID}: benang recall retract-link {link.id} --reason ...")


def tried_lines(given: SubmissionFile, outcomes: Sequence[ItemOutcome]) -> Iterator[Line]:
    """Yield what would become of each record and link, as `submitted_lines` does of what was filed."""
    for named, outcome in zip(given.items, outcomes, strict=True):
        kind = named.item.kind if isinstance(named.item, SubmittedRecord) else ""
        first = f"would not be filed (line {named.line})" if outcome.id is None else "would be filed"
        yield as_line(named.name, kind, "; ".join([first, *_what_is_wrong(outcome)]))


def tried_data(given: SubmissionFile, outcomes: Sequence[ItemOutcome]) -> dict[str, object]:
    """Return the same as JSON has it, without ids, as nothing is filed."""
    items = [(named.item, {**_item_data(named, o), "id": None}) for named, o in zip(given.items, outcomes, strict=True)]
    return {
        "dry_run": True,
        "left_out": list(given.left_out),
        "records": [data for item, data in items if isinstance(item, SubmittedRecord)],
        "links": [data for item, data in items if isinstance(item, SubmittedLink)],
    }


def met_lines(given: SubmissionFile, done: Submitted, met: Met) -> Iterator[Line]:
    """Yield what stands in view as one with what was filed, and the alerts on it."""
    names = {str(outcome.id): named.name for named, outcome in _outcomes(given, done)}
    for rid, records in met.seen.items():
        for record in records:
            yield as_line(names[rid], f"in your view: {record.id}{describe_seen(record, met.at, own=met.agency)}")
    for alert in met.alerts:
        yield describe_alert(alert, met.beside.captions, met.beside.asked)


def submitted_data(given: SubmissionFile, done: Submitted, unsaid: Iterable[StandingLink] = ()) -> dict[str, object]:
    """Return what became of a submission as JSON has it."""
    items = [(named.item, _item_data(named, outcome)) for named, outcome in _outcomes(given, done)]
    return {
        "created": done.summary.created,
        "changed": done.summary.changed,
        "unchanged": done.summary.unchanged,
        "held_check": done.held_check,
        "left_out": list(given.left_out),
        "records": [data for item, data in items if isinstance(item, SubmittedRecord)],
        "links": [data for item, data in items if isinstance(item, SubmittedLink)],
        "unsaid_links": [
            {"name": link.name, "type": link.type, "id": link.id, "source": link.source_id, "target": link.target_id}
            for link in unsaid
        ],
    }


def met_data(met: Met | None) -> dict[str, object]:
    """Return what was met as JSON has it; null where it was not looked."""
    if met is None:
        return {"in_view": None, "alerts": None}
    return {
        "in_view": {rid: [seen_map(record, met.at) for record in records] for rid, records in met.seen.items()},
        "alerts": [alert_map(alert, met.beside.captions, met.beside.asked) for alert in met.alerts],
    }


def _outcomes(given: SubmissionFile, done: Submitted) -> list[tuple[NamedItem, ItemOutcome]]:
    return [(named, outcome) for named, (_, outcome) in zip(given.items, done.outcomes, strict=True)]


def _told(named: NamedItem, outcome: ItemOutcome) -> Iterator[str]:
    if outcome.withdrawn:
        yield _WITHDRAWN[isinstance(named.item, SubmittedLink)]
    elif outcome.id is None:
        yield f"not filed (line {named.line})"
    else:
        yield "filed"
    yield from _what_is_wrong(outcome)
    if outcome.unsealed:
        yield _UNSEALED
    if outcome.closed:
        yield _CLOSED


def _what_is_wrong(outcome: ItemOutcome) -> Iterator[str]:
    yield from map(_problem, outcome.problems)
    for name, reasons in outcome.unread.items():
        yield f"not read, kept as it is written: {name}: {', '.join(reasons)}"
    if outcome.country_unsaid:
        yield f"{', '.join(outcome.country_unsaid)}: {_COUNTRY_UNSAID}"


def _problem(problem: Problem) -> str:
    told = describe_problem(problem)
    return f"{problem.column}: {told}" if problem.column is not None else told


def _item_data(named: NamedItem, outcome: ItemOutcome) -> dict[str, object]:
    return {
        "name": named.name,
        "line": named.line,
        **_what(named.item),
        "id": outcome.id,
        "problems": [
            {"rule": str(problem.rule), "property": problem.column, "explanation": describe_problem(problem)}
            for problem in outcome.problems
        ],
        "unreadable": {name: list(reasons) for name, reasons in outcome.unread.items()},
        "country_unsaid": list(outcome.country_unsaid),
        "unsealed": outcome.unsealed,
        "closed": outcome.closed,
        "withdrawn": outcome.withdrawn,
    }


def _what(item: SubmittedItem) -> dict[str, object]:
    if isinstance(item, SubmittedRecord):
        return {"kind": item.kind, "reference": item.reference}
    return {"type": item.type, "source_reference": item.source_reference, "target_reference": item.target_reference}
