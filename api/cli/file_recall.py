"""The command that withdraws what a wrong file brought in: the file tells the ids, as it did when it was read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from api.audit.auditing import audit_operation
from api.bootstrap import Application, open_application
from api.cli.afterwards import SETTLING, afterwards
from api.cli.console import fail, print_json, progress, say, show
from api.cli.context import TOKEN_REFUSALS, StoreProgressLine, run, settings
from api.cli.data import load_mapping_or_fail
from api.cli.disclosing import announce_as, audit_named
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from api.recalls.desk import MOST_RECORDS
from api.refusals import REFUSALS
from graph import ReadScope
from ingest import SourceMapping, records_in_file
from policies import Disclosure, ViewerContext

_NOTHING = "the file names no record of your agency that is in your view"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file, and how it was brought in."""

    path: Path
    mapping: SourceMapping | None
    profile: str | None
    dataset: str | None


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What became of a file's records.

    `refused`: the records of each part of which none was withdrawn, and why; `claims`: ids of the protection claims
    that name a withdrawn one and stand.
    """

    withdrawn: list[str] = field(default_factory=list)
    absent: int = 0
    refused: list[tuple[list[str], str]] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)

    def as_map(self) -> dict[str, object]:
        """Return it for machines."""
        refused = [{"records": ids, "error": why} for ids, why in self.refused]
        told = {"withdrawn": self.withdrawn, "absent": self.absent, "refused": refused}
        return {**told, "standingClaims": self.claims}


def recall_retract_file(
    file: Annotated[Path, typer.Argument(help="The file, as it was brought in: CSV, XLSX or FollowTheMoney.")],
    reason: Annotated[str | None, typer.Option(help="Why; is kept, and read by whoever is told.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="The mapping that it was brought in by.")] = None,
    dataset: Annotated[str | None, typer.Option(help="As it was given to `benang ingest`.")] = None,
    profile: Annotated[str | None, typer.Option(help="As it was given to `benang ingest`.")] = None,
    erase: Annotated[bool, typer.Option("--erase", help="Also take the ids out of the audit trail.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the ids of the records; withdraw nothing.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Withdraw what a file of your agency brought in, part by part; --dry-run lists its records."""
    viewer = viewer_of_run(as_token)
    given = _File(path=file, mapping=load_mapping_or_fail(mapping), profile=profile, dataset=dataset)
    if dry_run:
        _list(run(_listed(viewer, given)), json=json)
        return
    if reason is None:
        fail("give a --reason, or --dry-run", status=2)
    run(_withdrawn(viewer, given, reason=reason, erase=erase, json=json))


def _list(found: Sequence[str], *, json: bool) -> None:
    if json:
        print_json(list(found))
        return
    for rid in found:
        show(rid)
    if not found:
        say(_NOTHING)


def _tell(done: _Outcome, *, json: bool) -> None:
    if not done.withdrawn and not done.refused:
        fail(_NOTHING)
    if json:
        print_json(done.as_map())
    else:
        rest = f"; {done.absent} more of the file are no records of yours in view" if done.absent else ""
        show(f"{len(done.withdrawn)} records withdrawn{rest}")
    if done.claims:
        say(f"{len(done.claims)} protection claims on them stand, with what they seal: see `benang protection claims`")
    for ids, why in done.refused:
        say(f"none of {len(ids)} records from {ids[0]} to {ids[-1]} was withdrawn: {why}")
    if done.refused:
        raise typer.Exit(1)


async def _listed(viewer: ViewerContext, given: _File) -> list[str]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        found: list[str] = []
        for part in _parts(await _ids(app, viewer, given)):
            scope = await app.scope_for(viewer)
            own = await app.accountability.recalls.own_among(scope, part)
            told = [Disclosure(originator=viewer.agency, record_ids=own)] if own else []
            audit_named(app, viewer, "records of a file", scope, own, disclosures=told)
            found += own
        return found


async def _withdrawn(viewer: ViewerContext, given: _File, *, reason: str, erase: bool, json: bool) -> None:
    """Withdraw what is there of a file, each part whole or not at all, whatever becomes of the others, and tell it."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        ids, done = await _ids(app, viewer, given), _Outcome()
        parts = list(_parts(ids))
        with progress("withdrawing") as show_progress:
            for at, part in enumerate(parts):
                try:
                    await _withdraw(app, viewer, part, done, reason=reason, erase=erase)
                except TOKEN_REFUSALS as exc:  # what was withdrawn before is told all the same
                    left = [rid for rest in parts[at:] for rid in rest if rid not in done.withdrawn]
                    done.refused += [(left, str(exc))] if left else []
                    break
                gone = len(done.withdrawn) + done.absent + sum(len(refused) for refused, _ in done.refused)
                show_progress(gone, len(ids))
        try:
            _tell(done, json=json)
        finally:  # a part that stayed ends the command with 1, and what the others' withdrawal asks for is done
            with afterwards(SETTLING):
                await app.settle()


async def _withdraw(
    app: Application, viewer: ViewerContext, part: Sequence[str], done: _Outcome, *, reason: str, erase: bool
) -> None:
    scope, desk = await app.scope_for(viewer), app.accountability.recalls
    own = await desk.own_among(scope, part)
    done.absent += len(part) - len(own)
    if not own:
        _audit(app, viewer, scope, [], denied=True)
        return
    try:
        found = await desk.retract(
            viewer,
            scope,
            own,
            reason=reason,
            erase=erase,
            announce=lambda: announce_as(app, viewer, "retract records", scope),
        )
    except REFUSALS as exc:
        audit_operation(app.audit, viewer, "retract records", scope, [], denied=True)
        done.refused.append((own, str(exc)))
        return
    if found is None:  # something changed since they were looked for
        done.refused.append((own, "the records changed meanwhile; try again"))
    else:
        done.withdrawn += own
    _audit(app, viewer, scope, [] if erase or found is None else own, denied=found is None)
    with afterwards("`benang protection claims` lists the claims that stand"):
        standing = await app.protection.standing_claims(viewer, scope, own if found is not None else [])
        done.claims += [claim.id for claim in standing if claim.id not in done.claims]


def _audit(app: Application, viewer: ViewerContext, scope: ReadScope, own: list[str], *, denied: bool) -> None:
    told = [Disclosure(originator=viewer.agency, record_ids=sorted(own))] if own else []
    audit_named(app, viewer, "retract records", scope, sorted(own), denied=denied, is_made=True, disclosures=told)


async def _ids(app: Application, viewer: ViewerContext, given: _File) -> list[str]:
    found = await records_in_file(
        given.path,
        mapping=given.mapping,
        originator=viewer.agency,
        profile=given.profile,
        known_profiles=app.bundle.registers.profiles,
        minter=app.minter,
        keeper=app.quarantine,
        dataset=given.dataset,
        ontology=app.ontology,
    )
    return [str(rid) for rid in found]


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + MOST_RECORDS] for first in range(0, len(ids), MOST_RECORDS))
