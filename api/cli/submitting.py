"""The command that files what a person was told, as the records of one call, and says at once what they meet."""

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from api.audit.auditing import audit_operation, filed_by
from api.bootstrap import Application, open_application
from api.cli.afterwards import SETTLING, afterwards
from api.cli.console import fail, flush_output, print_json, say, show, write_data
from api.cli.context import StoreProgressLine, confirming, policy_bundle, run, settings, viewer_asked_by
from api.cli.disclosing import announce_as, audit_shown
from api.cli.options import AsToken, Json
from api.cli.people import beside_alerts
from api.cli.submission_lines import Met, met_data, met_lines, submitted_data, submitted_lines, tried_data, tried_lines
from api.keys import trial_minter
from api.refusals import REFUSALS
from api.submissions import SubmissionOrder, Submitted, submit_as
from api.terminal_text import printable
from api.unsaid_links import StandingLink, links_of_call, unsaid_links
from ingest import SubmissionFile, SubmissionFileError, load_submission, parse_submission, try_submission
from policies import Directory, Registers, ViewerContext

_STANDARD, _NAMED = "-", "standard input"
_FILING, _MEETING = "submit records", "submit records, what they meet"
_STOPPED = "stopped: submit the same file again, and what was filed stands as it is"
_FORM = "call.yml"
_NOBODY = "dry-run"  # whose it is changes nothing that is told


def submit(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE.yml", help="Records and their links; - is standard input.")
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Print a form for a call, to be filled in.")] = False,
    restore: Annotated[
        bool, typer.Option("--restore-withdrawn", help="Bring back what was withdrawn and stands in the file too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what could not be read; file nothing.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """File the records of one call with their links, and say what could not be read and what they meet."""
    if template == (file is not None):
        fail("give a file of records, or - for standard input; `benang submit --template` prints a form", status=2)
    if template:
        write_data(_form())
        return
    if dry_run:
        if waiting := run(_try(str(file), json=json)):
            fail(f"{waiting} would not be filed: mend it in the file")
        return
    waiting = run(_submit(str(file), as_token, restore=restore, json=json), when_stopped=_STOPPED)
    if waiting:
        fail(f"{waiting} not filed, waiting in your agency's quarantine: mend it in the file, and submit that again")


def _form() -> str:
    registers = run(_registers())
    told = "\n".join(f"#   {name}: {printable(profile.title)}" for name, profile in sorted(registers.profiles.items()))
    return (files("api.cli") / _FORM).read_text(encoding="utf-8").replace("{profiles}", told)


async def _registers() -> Registers:
    return policy_bundle().registers


async def _try(file: str, *, json: bool) -> int:
    """Tell how a file would be read, without a store or a token; return how much of it would not be filed."""
    registers = await _registers()
    given = _read(file, {name: profile.title for name, profile in registers.profiles.items()})
    outcomes = try_submission(
        [named.item for named in given.items],
        originator=_NOBODY,
        dataset=given.dataset,
        known_profiles=registers.profiles,
        minter=trial_minter(settings().keys),
        profile=given.profile,
        country=given.country,
    )
    if json:
        print_json(tried_data(given, outcomes))
    else:
        for line in tried_lines(given, outcomes):
            show(line)
        flush_output()
        if given.left_out:
            say(f"left out with their links, as nothing is filled in: {', '.join(given.left_out)}")
        say("dry run: nothing filed, and neither asked what stands nor who else has it")
    return sum(outcome.id is None for outcome in outcomes)


async def _submit(file: str, as_token: str | None, *, restore: bool, json: bool) -> int:
    """File what a file holds and tell of it; return how much of it waits in quarantine."""
    registers = await _registers()
    confirm = confirming(as_token, Directory(registers))
    viewer = viewer_asked_by(confirm)
    given = _read(file, {name: profile.title for name, profile in registers.profiles.items()})
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        done, unsaid = await _file(app, viewer, given, restore=restore)
        if not json:
            _tell_submitted(given, done, unsaid)
        met = None
        with afterwards(SETTLING):
            await app.settle()
            # That may take long: whose token ended meanwhile is told nothing more.
            confirm()
            met = await _meet(app, viewer, done.record_ids)
        if json:
            print_json({**submitted_data(given, done, unsaid), **met_data(met)})
        elif met is not None:
            _tell_met(given, done, met)
    return sum(outcome.id is None and not outcome.withdrawn for _, outcome in done.outcomes)


def _read(file: str, profiles: dict[str, str]) -> SubmissionFile:
    if file != _STANDARD:
        return load_submission(Path(file), profiles=profiles)
    return parse_submission(_standard_input(), name=_NAMED, profiles=profiles)


def _standard_input() -> str:
    content = sys.stdin.buffer.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise SubmissionFileError(_NAMED, content[: exc.start].count(b"\n") + 1, "is not UTF-8") from exc


async def _file(
    app: Application, viewer: ViewerContext, given: SubmissionFile, *, restore: bool
) -> tuple[Submitted, list[StandingLink]]:
    """File it as the mutation does, announced before and in the trail with the ids of what stands behind it.

    Returns:
        What became of it, and the links of the call that stood before and that it does not say.
    """
    scope = await app.scope_for(viewer)
    order = SubmissionOrder(
        items=[named.item for named in given.items],
        dataset=given.dataset,
        profile=given.profile,
        country=given.country,
        keeps_withdrawn=not restore,
    )
    standing = await links_of_call(app, scope, given, originator=viewer.agency)
    announce_as(app, viewer, _FILING, scope)
    try:
        done = await submit_as(app, viewer, scope, order)
    except REFUSALS:
        audit_operation(app.audit, viewer, _FILING, scope, [], denied=True)
        raise
    unsaid = unsaid_links(standing, given, done, minter=app.minter)
    told = filed_by({done.originator: done.record_ids})
    ids = [*done.record_ids, *done.link_ids, *(link.id for link in unsaid)]
    audit_operation(app.audit, viewer, _FILING, scope, ids, disclosures=told)
    return done, unsaid


async def _meet(app: Application, viewer: ViewerContext, filed: Sequence[str]) -> Met:
    """Return what the viewer sees now of others in the things that were filed, and the alerts on them."""
    scope = await app.scope_for(viewer)
    entities = await app.entities.entities_of(scope, filed)
    own = frozenset(filed)
    others = {str(rid): [str(r.id) for r in entity.records if r.id not in own] for rid, entity in entities.items()}
    seen = await app.in_view.read(scope, {rid for ids in others.values() for rid in ids})
    alerts = await app.inbox.of_records(scope, filed, viewer=viewer)
    beside = await beside_alerts(app, viewer, scope, alerts)
    shown = [*seen.records, *beside.records]
    audit_shown(app, viewer, _MEETING, scope, shown, links=seen.links, others=own | beside.named)
    return Met(
        agency=viewer.agency,
        at=app.clock.now(),
        seen={rid: tuple(seen.of(ids)) for rid, ids in others.items() if rid in own and ids},
        alerts=tuple(alerts),
        beside=beside,
    )


def _tell_submitted(given: SubmissionFile, done: Submitted, unsaid: Sequence[StandingLink]) -> None:
    for line in submitted_lines(given, done, unsaid):
        show(line)
    flush_output()
    summary = done.summary
    say(f"records: {summary.created} new, {summary.changed} changed, {summary.unchanged} unchanged")
    if kept := sum(outcome.withdrawn for _, outcome in done.outcomes):
        say(f"stay withdrawn, or lead to what is: {kept}; --restore-withdrawn brings them back")
    if unsaid:
        say(
            f"links of this call that stand and that the file does not say: {len(unsaid)}; what was wrong is withdrawn "
            "by the command in its line"
        )
    if given.left_out:
        say(f"left out with their links, as nothing is filled in: {', '.join(given.left_out)}")
    if done.held_check is not None:
        say(
            f"alerts are held as {done.held_check} until a supervisor releases it: too many neighbouring numbers, or a "
            "link to one that is held already"
        )
    say("looking who else has it; Ctrl-C ends that alone, and what is filed stands")


def _tell_met(given: SubmissionFile, done: Submitted, met: Met) -> None:
    found = list(met_lines(given, done, met))
    for line in found:
        show(line)
    if not found:
        say("nothing that you may be told has been found so far; `benang alerts --follow` tells what comes")
