"""Commands that tell what a bundle releases: why, to whom, until when, and to whom it does not.

They read files alone and need no database.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, print_json, say, show, write_data
from api.cli.context import guarded
from api.cli.options import Json
from api.cli.policy_options import At, Folder, Originators, check_parties, chosen_folder, instant_of
from api.terminal_text import Line, as_line
from graph import CompartmentKey, SubjectRole
from policies import (
    MOST_CLEARANCE,
    ActionExplanation,
    PolicyNote,
    ScopeBuilder,
    ViewerContext,
    basis_calendar,
    explain,
    find_gaps,
    load_bundle,
    matrix_text,
    release_matrix,
)


def policy_explain(
    agency: Annotated[str, typer.Option(help="Code of the viewer's agency.")],
    purpose: Annotated[str, typer.Option(help="What the viewer asks for.")],
    originator: Annotated[str, typer.Option(help="Whose record.")],
    profile: Annotated[str, typer.Option(help="Its handling profile.")],
    kind: Annotated[str, typer.Option(help="Its kind.")],
    subject: Annotated[SubjectRole, typer.Option(help="Its subject's role.")] = SubjectRole.NONE,
    claimed: Annotated[bool, typer.Option("--claimed", help="Another body claims its subject a victim.")] = False,
    uncompared: Annotated[bool, typer.Option("--uncompared", help="It was not compared with others yet.")] = False,
    role: Annotated[list[str] | None, typer.Option(help="A role of the viewer; may be repeated.")] = None,
    case: Annotated[str | None, typer.Option(help="Reference of the viewer's case.")] = None,
    clearance: Annotated[int, typer.Option(help="The viewer's clearance.", min=0, max=MOST_CLEARANCE)] = 0,
    at: At = None,
    asker: Annotated[
        str | None, typer.Option(help="Who asks why: the originator, who learns all, or the viewer's agency.")
    ] = None,
    bundle_folder: Annotated[Path | None, typer.Option("--bundle", help="Folder of the bundle.")] = None,
    json: Json = False,
) -> None:
    """Say why a viewer may be told something of a record: to the originator also what hides the rest."""
    viewer = ViewerContext(
        agency=agency,
        subject="anybody",
        roles=frozenset(role or ["analyst"]),
        purpose=purpose,
        case_ref=case,
        clearance=clearance,
    )
    if claimed and uncompared:
        fail("a record that is claimed was compared: give `--claimed` or `--uncompared`", status=2)
    key = CompartmentKey(
        originator=originator, profile=profile, kind=kind, role=subject, claimed=claimed, uncompared=uncompared
    )
    with guarded():
        builder = ScopeBuilder(load_bundle(chosen_folder(bundle_folder)))
        found = explain(builder, viewer, key, instant_of(at), asker=asker or originator)
    if json:
        print_json([asdict(e) for e in found])
    else:
        _show_explanations(found)


def _show_explanations(found: Sequence[ActionExplanation]) -> None:
    for explanation in found:
        for line in explanation_lines(explanation):
            show(line)
    if not found:
        say("nothing that you may be told")


def policy_matrix(
    folder: Folder = None,
    originator: Originators = None,
    at: At = None,
    check: Annotated[Path | None, typer.Option(help="Compare with this file; a difference is a failure.")] = None,
    json: Json = False,
) -> None:
    """Print what each originator releases to whom, to keep in version control beside the bundle."""
    with guarded():
        bundle = load_bundle(chosen_folder(folder))
        check_parties(originator or (), bundle)
        rows = release_matrix(bundle, now=instant_of(at), originators=originator or None)
    if json:
        print_json([asdict(row) for row in rows])
        return
    text = matrix_text(rows)
    if check is None:
        write_data(text)
        return
    before = check.read_text(encoding="utf-8") if check.is_file() else ""
    lines = list(difflib.unified_diff(before.splitlines(), text.splitlines(), str(check), "now", lineterm="", n=2))
    for line in lines:
        show(*line.split("\t"))
    if lines:
        fail(f"the release matrix is not that of `{check}`")


def policy_calendar(
    folder: Folder = None,
    since: Annotated[str | None, typer.Option(help="From this date on; from now without it.")] = None,
    until: Annotated[str | None, typer.Option(help="Before this date.")] = None,
    originator: Annotated[str | None, typer.Option(help="Only what concerns its data.")] = None,
    json: Json = False,
) -> None:
    """List what begins, lapses or is to be reviewed, and the permits that rest on it."""
    with guarded():
        bundle = load_bundle(chosen_folder(folder))
        check_parties([originator] if originator else (), bundle)
        found = basis_calendar(
            bundle,
            since=instant_of(since),
            until=instant_of(until) if until else None,
            originator=originator,
        )
    if json:
        print_json([{**asdict(e), "at": e.at.isoformat(), "kind": str(e.kind)} for e in found])
        return
    say("when, what happens, to which basis, of which party, the permits that rest on it")
    for e in found:
        show(e.at.isoformat(), e.kind, e.name, e.party or "", ", ".join(e.permits))


def policy_gaps(
    folder: Folder = None,
    originator: Originators = None,
    recipient: Annotated[list[str] | None, typer.Option(help="Only to it; may be repeated.")] = None,
    at: At = None,
    classes: Annotated[bool, typer.Option("--classes", help="Each class apart: which may not be read.")] = False,
    json: Json = False,
) -> None:
    """List what one party may not tell another, not even as a hit: kinds, and under which purposes."""
    with guarded():
        bundle = load_bundle(chosen_folder(folder))
        check_parties([*(originator or ()), *(recipient or ())], bundle)
        found = find_gaps(bundle, now=instant_of(at), originators=originator or None, by_class=classes)
    if recipient:
        found = [g for g in found if g.recipient in recipient]
    if json:
        print_json([asdict(g) for g in found])
        return
    say(f"whose data, who may not be told, {'of which class, ' if classes else ''}of which kinds, for which purposes")
    for gap in found:
        kinds = "every kind" if len(gap.kinds) == len(bundle.kinds) else ", ".join(gap.kinds)
        purposes = "any purpose" if gap.is_whole else ", ".join(gap.purposes)
        parties = (gap.originator, gap.recipient, *([gap.property_class] if classes else []))
        show(*parties, kinds, f"no basis for {purposes}")


def explanation_lines(found: ActionExplanation) -> Iterator[Line]:
    """Yield an explanation as text."""
    yield as_line(found.action, "allowed" if found.allowed else "denied")
    for note in found.permits:
        yield as_line(f"  {'permit' if found.allowed else 'overruled permit'}", *_note(note))
    for note in found.forbids:
        yield as_line("  forbid", *_note(note))
    if not found.allowed and not found.forbids:
        yield as_line("  no permit applies")


def _note(note: PolicyNote) -> list[str]:
    words = [note.id, f"on {note.basis} ({note.basis_title})" if note.basis else "", note.note, note.place]
    return [w for w in words if w]
