"""Commands that bring data in: ingest, resolve, quarantine."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from api.audit.operator_acts import OperatorAct
from api.bootstrap import Application, open_application
from api.cli.console import fail, print_json, print_json_line, progress, say, show
from api.cli.context import KNOWN_ERRORS, StoreProgressLine, guarded, policy_bundle, run, settings, told_bundle
from api.cli.options import Json
from api.cli.report_lines import describe_entry, describe_report, describe_rules
from api.cli.row_lines import print_row, show_row
from api.keys import trial_minter
from api.reasons import check_reason
from api.terminal_text import Line, as_line
from graph import Evaluation
from graph.store import RESOLUTION, QuarantinedRow
from ingest import (
    MOST_NAMED,
    IngestError,
    IngestReport,
    OpenedFile,
    RetryReport,
    RowReading,
    SourceMapping,
    UnknownProfileError,
    UnknownSettingError,
    advise,
    check_given,
    ingest_file,
    list_quarantined,
    load_mapping,
    parse_evaluation,
    retry,
)

_STOPPED = "stopped: what was written stays, and the same command goes on behind it"


def ingest(
    files: Annotated[list[Path], typer.Argument(help="CSV, XLSX or FollowTheMoney JSON lines.")],
    mapping: Annotated[Path | None, typer.Option(help="The YAML mapping; not for FollowTheMoney.")] = None,
    originator: Annotated[str | None, typer.Option(help="Code of the agency whose data it is.")] = None,
    profile: Annotated[str | None, typer.Option(help="Handling profile of what has none of its own.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Dataset, where neither mapping nor file says it.")] = None,
    evaluation: Annotated[str | None, typer.Option(help="4x4 evaluation such as B2, where the file has none.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Map and report; write nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Write an input once more that was finished before.")] = False,
    shown: Annotated[
        int | None,
        typer.Option("--show", min=1, metavar="N", help="In a dry run: show how the first N rows are read."),
    ] = None,
    restore: Annotated[
        bool,
        typer.Option("--restore-withdrawn", help="Bring withdrawn records and links back too, from the first row on."),
    ] = False,
    json: Json = False,
) -> None:
    """Load files into the graph; bad rows go to quarantine."""
    graded = _evaluation_or_fail(evaluation)
    if shown is not None and not dry_run:
        fail("`--show` goes with `--dry-run`, which writes nothing", status=2)
    options = _Options(
        mapping=load_mapping_or_fail(mapping),
        originator=originator,
        profile=profile,
        dataset=dataset,
        evaluation=graded,
        again=again,
        restore=restore,
    )
    with guarded():
        # Before the store is opened, which may take half a minute, and before the first of the files is written.
        for path in files:
            check_given(path, mapping=options.mapping, originator=originator, profile=profile)
    done: list[IngestReport] = []
    told = done.append if json else _show_report
    try:
        if dry_run:
            run(_dry_run(files, options, shown or 0, print_row if json else show_row, on_done=told))
        else:
            run(_ingest(files, options, on_done=told), when_stopped=_STOPPED)
    except typer.Exit:
        if done:
            _print_reports(done, by_line=shown is not None, json=json)
        raise
    _print_reports(done, by_line=shown is not None, json=json)


def _print_reports(reports: Sequence[IngestReport], *, by_line: bool, json: bool) -> None:
    """Print for machines what was done, also before a file that was refused: it stands."""
    if json and by_line:
        for report in reports:
            print_json_line({"report": _report_data(report)})
    elif json:
        print_json([_report_data(report) for report in reports])


def resolve(json: Json = False) -> None:
    """Find which records are one, for everything that has arrived since the last time."""
    found = run(_resolve())
    if json:
        print_json(asdict(found))
        return
    show(
        f"{found.records} records resolved in {found.compared} comparisons: {found.matched} matches, "
        f"{found.review} pairs left to review, {found.linkages} new linkages across agencies "
        "(matches, and numbers that two of them have)"
    )


def quarantine_list(
    originator: Annotated[str, typer.Option(help="Code of the agency whose rows to list.")],
    dataset: Annotated[str | None, typer.Option(help="Keep to one dataset.")] = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Instead: rows that were dropped, and why.")] = False,
    json: Json = False,
) -> None:
    """List an originator's quarantined rows with file, row, column, rule, value and reason."""
    rows = run(_quarantined(originator, dataset, dropped=dropped))
    if json:
        print_json([_entry_data(row) for row in rows])
        return
    for row in sorted(rows, key=lambda r: (r.file, r.row)):
        show(describe_entry(row.file, row.row, row.column, row.rule, row.drop_reason or row.value, row.reason))
    if not rows:
        say("nothing was dropped" if dropped else "nothing waits in quarantine")


def quarantine_drop(
    originator: Annotated[str, typer.Option(help="Code of the agency whose rows to drop.")],
    reason: Annotated[str, typer.Option(help="Why they will not be corrected; is kept.")],
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="As `quarantine list --json` has it.")
    ] = None,
    file: Annotated[str | None, typer.Option(help="Instead of ids: the file, with --row.")] = None,
    row: Annotated[int | None, typer.Option(help="The row, as `quarantine list` numbers it.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Keep to one dataset.")] = None,
    json: Json = False,
) -> None:
    """Take rows out of quarantine that will never be corrected; the same row again does not come back."""
    if bool(ids) == (file is not None) or (file is None) != (row is None):
        fail("give ids, or --file and --row, and not both", status=2)
    with guarded():
        why = check_reason(reason)
    chosen = _Chosen(ids=frozenset(ids or ()), file=file, row=row)
    count = run(_drop(originator, dataset, chosen, why))
    if json:
        print_json({"dropped": count})
        return
    show(f"{count} entries dropped")


def quarantine_retry(
    originator: Annotated[str, typer.Option(help="Code of the agency whose rows to try again.")],
    mapping: Annotated[Path | None, typer.Option(help="A corrected mapping.")] = None,
    profile: Annotated[str | None, typer.Option(help="Handling profile of rows that lack one.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Keep to one dataset.")] = None,
    file: Annotated[str | None, typer.Option(help="Keep to the rows of one file, by its name.")] = None,
    json: Json = False,
) -> None:
    """Map quarantined rows again; what passes is written and leaves quarantine."""
    name = Path(file).name if file is not None else None
    report = run(_retry(originator, load_mapping_or_fail(mapping), profile, dataset, file=name))
    if json:
        print_json(asdict(report))
        return
    show(describe_retry(report))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """How files are to be read."""

    mapping: SourceMapping | None
    originator: str | None
    profile: str | None
    dataset: str | None
    evaluation: Evaluation | None
    again: bool
    restore: bool


def _evaluation_or_fail(text: str | None) -> Evaluation | None:
    evaluation = parse_evaluation(text) if text is not None else None
    if text is not None and evaluation is None:
        fail("an evaluation is a letter A, B, C or X and a digit 1 to 4, such as `B2`", status=2)
    return evaluation


def _show_report(report: IngestReport) -> None:
    show(describe_report(report))
    for line in describe_broken_rules(report):
        show(line)


def load_mapping_or_fail(path: Path | None) -> SourceMapping | None:
    """Return the mapping of a file, `None` without one; a wrong one ends the command."""

    async def load() -> SourceMapping | None:
        return load_mapping(path) if path is not None else None

    return run(load())


async def _dry_run(
    files: Sequence[Path],
    options: _Options,
    shown: int,
    on_row: Callable[[RowReading], None],
    *,
    on_done: Callable[[IngestReport], None],
) -> None:
    # Nothing is written, so no store is needed: an agency can check a mapping on any machine.
    given = settings()
    told_bundle(given.policy)
    registers = policy_bundle().registers

    async def try_one(path: Path) -> IngestReport:
        return await ingest_file(
            path,
            mapping=options.mapping,
            originator=options.originator,
            profile=options.profile,
            dataset=options.dataset,
            evaluation=options.evaluation,
            known_originators=registers.parties,
            known_profiles=registers.profiles,
            published_profiles=registers.published_profiles,
            writer=None,
            minter=trial_minter(given.keys),
            dry_run=True,
            show=shown,
            on_row=on_row,
        )

    await _each(files, try_one, on_done=on_done)


async def _ingest(files: Sequence[Path], options: _Options, *, on_done: Callable[[IngestReport], None]) -> None:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        try:
            await _each(files, lambda path: ingest_one(app, path, options), on_done=on_done)
        except IngestError:
            await _tell_waiting(app)  # of the files before it
            raise
        await _tell_waiting(app)


async def _each(
    files: Sequence[Path],
    read: Callable[[Path], Awaitable[IngestReport]],
    *,
    on_done: Callable[[IngestReport], None],
) -> None:
    """Read file after file, each told as it is done; where one is refused, which were not read."""
    for place, path in enumerate(files):
        try:
            report = await read(path)
        except KNOWN_ERRORS:
            if left := files[place + 1 :]:
                say(f"not read behind it: {', '.join(f'`{file.name}`' for file in left)}")
            raise
        on_done(report)


async def _tell_waiting(app: Application) -> None:
    if waiting := await _waiting(app):
        say(
            f"{waiting} wait to be resolved, by a serving process or `benang resolve`: until then they meet "
            "nothing that others hold, and others see none of the new persons among them"
        )


async def _waiting(app: Application) -> str:
    """Return how many records wait for the resolver, in words; nothing where none does."""
    position = await app.feed.position(RESOLUTION)
    most = await app.feed.waiting(position)
    if most > _MOST_COUNTED:
        return f"up to {most} records"
    count = await app.feed.waiting_records(position) if most else 0
    return f"{count} records" if count else ""


async def ingest_one(app: Application, path: Path, options: _Options) -> IngestReport:
    """Ingest one file, with progress."""
    announced: list[OperatorAct] = []
    with progress(path.name) as show:
        done = await ingest_file(
            path,
            mapping=options.mapping,
            originator=options.originator,
            profile=options.profile,
            dataset=options.dataset,
            evaluation=options.evaluation,
            known_originators=app.bundle.registers.parties,
            known_profiles=app.bundle.registers.profiles,
            published_profiles=app.bundle.registers.published_profiles,
            writer=app.exchange.filings.loader(app.writer),
            minter=app.minter,
            again=options.again,
            restore=options.restore,
            on_opened=lambda opened: announced.append(_announced(app, opened)),
            on_progress=lambda found: show(found.rows_done, max(found.rows_total or 0, found.rows_done)),
            ontology=app.ontology,
        )
    for act in announced:
        act.conclude(count=_written(done), told=_told_of(done))
    return done


def _announced(app: Application, opened: OpenedFile) -> OperatorAct:
    dataset = f" {opened.dataset}" if opened.dataset is not None else ""
    act = _act(app, opened.originator, f"ingest{dataset} sha256:{opened.digest}")
    act.announce()
    return act


def _told_of(report: IngestReport) -> str:
    """Return what an ingest came to, in counts: for the trail, which holds no values and no names of files."""
    if report.already_done:
        other = " under another name" if report.finished_under_other_name else ""
        return f"finished before{other}, nothing to do"
    return f"{report.rows} rows, {report.quarantined_rows} of them to quarantine; {_counts_written(report)}"


def _counts_written(report: IngestReport | RetryReport) -> str:
    return (
        f"{report.records_created} records new, {report.records_changed} changed; "
        f"{report.links_created} links new, {report.links_changed} changed"
    )


def _written(report: IngestReport | RetryReport) -> int:
    """Return how many records and links were written or changed."""
    return report.records_created + report.records_changed + report.links_created + report.links_changed


def _act(app: Application, agency: str, operation: str) -> OperatorAct:
    """Return an act that is about to be announced.

    Raises:
        ClockError: the machine's clock was set: what the act wrote would be dated by it.
    """
    app.clock.now()
    return OperatorAct(audit=app.audit, agency=agency, operation=operation, policy_version=app.bundle.version)


async def _resolve() -> Any:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        with progress("resolving") as show:
            return await app.settle(show)


async def _quarantined(originator: str, dataset: str | None, *, dropped: bool) -> list[QuarantinedRow]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        _known_party(app, originator)
        found = list_quarantined(app.quarantine, originator, dataset=dataset, dropped=dropped)
        return [row async for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """Which rows are meant: entries by their ids, or all of one row of a file."""

    ids: frozenset[str]
    file: str | None
    row: int | None

    def has(self, row: QuarantinedRow) -> bool:
        return row.id in self.ids or (row.file, row.row) == (self.file, self.row)


async def _drop(originator: str, dataset: str | None, chosen: _Chosen, reason: str) -> int:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        _known_party(app, originator)
        waiting = list_quarantined(app.quarantine, originator, dataset=dataset)
        found = [row.id async for row in waiting if chosen.has(row)]
        if not found or not chosen.ids <= set(found):
            fail("no such row waits in quarantine; nothing was dropped")
        act = _act(app, originator, "quarantine drop")
        act.announce(count=len(found))
        count = await app.quarantine.drop(originator, found, reason=reason, at=app.clock.now())
        act.conclude(count=count)
        return count


async def _retry(
    originator: str, mapping: SourceMapping | None, profile: str | None, dataset: str | None, *, file: str | None
) -> RetryReport:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        _known_party(app, originator)
        # A corrected mapping is for the rows of its own dataset.
        chosen = dataset or (mapping.dataset if mapping is not None else None)
        waiting = list_quarantined(app.quarantine, originator, dataset=chosen)
        rows = [row async for row in waiting if file is None or row.file == file]
        if file is not None and not rows:
            fail("no row of that file waits in quarantine; nothing was tried")
        profiles = app.bundle.registers.profiles
        if profile is not None and profile not in profiles:
            raise UnknownProfileError(profile, profiles)  # before it is announced: nothing is going to be done
        act = _act(app, originator, f"quarantine retry{f' {chosen}' if chosen is not None else ''}")
        if rows:
            act.announce(count=len(rows))
        done = await retry(
            rows,
            writer=app.exchange.filings.loader(app.writer),
            minter=app.minter,
            known_profiles=profiles,
            published_profiles=app.bundle.registers.published_profiles,
            mapping=mapping,
            profile=profile,
            ontology=app.ontology,
        )
        if rows:
            act.conclude(
                count=_written(done), told=f"{done.released_rows} rows left quarantine; {_counts_written(done)}"
            )
        return done


def _known_party(app: Application, originator: str) -> None:
    if originator not in app.bundle.registers.parties:
        raise UnknownSettingError("originator", originator, app.bundle.registers.parties)


_MOST_LINES = 20
# The store counts so many by their ids; of more it is told how often changes name them.
_MOST_COUNTED = 200_000
# What only the store can tell.
_COMPARED = ("created", "changed", "unchanged")


def _report_data(report: IngestReport) -> dict[str, object]:
    """Return a report for machines; in a dry run, what only the store could tell is null and no zero."""
    data = {**asdict(report), "rows_per_second": report.rows_per_second}
    if report.dry_run:
        data |= {f"{what}_{how}": None for what in ("records", "links") for how in _COMPARED}
    return data


def describe_broken_rules(report: IngestReport) -> Iterator[Line]:
    """Yield what a dry run would quarantine, as `quarantine list` has it: the first of them, and how many are left."""
    for entry in report.would_quarantine[:_MOST_LINES]:
        yield describe_entry(entry.file, entry.row, entry.column, entry.rule, entry.value, entry.reason)
    left = sum(report.quarantined.values()) - _MOST_LINES
    if report.would_quarantine and left > 0:
        yield as_line(f"and {left} broken rules more (--json tells the first {MOST_NAMED})")


def _entry_data(row: QuarantinedRow) -> dict[str, object]:
    data = {**asdict(row), "at": row.at.isoformat(), "advice": advise(row.rule)}
    del data["added"]  # the store's own count
    return data


def describe_retry(report: RetryReport) -> str:
    """Return what a retry did as one line: counts and rules, no values."""
    if not report.rows:
        return "nothing waits in quarantine"
    stay = report.rows - report.released_rows - report.overtaken_rows
    parts = [
        f"{report.rows} rows tried again: {report.released_rows} passed, {stay} stay",
        f"{report.records_created} records new, {report.records_changed} changed",
        f"{report.links_created} links new, {report.links_changed} changed",
    ]
    if report.overtaken_rows:
        parts.append(f"{report.overtaken_rows} rows left alone, as they were filed anew or dropped meanwhile")
    if report.filed_since:
        parts.append(f"{report.filed_since} records and links left as they were filed since")
    if report.quarantined:
        parts.append(f"rules still broken: {describe_rules(report.quarantined)}")
    return "; ".join(parts)
