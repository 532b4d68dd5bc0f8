"""Commands that compare two bundles: who gains and loses, by their texts or on the records of an agency."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import print_json, say, show
from api.cli.context import StoreProgressLine, guarded, run, settings, viewer_of
from api.cli.options import Json
from api.cli.policy_options import At, Originators, check_parties, instant_of
from api.terminal_text import Line, as_line
from graph import CompartmentKey, SubjectRole
from policies import (
    DECISIONS_OF_A_CHECK,
    Bundle,
    Change,
    ForbiddenError,
    InquiryChange,
    OperatorChange,
    SealingChange,
    Sector,
    TermChange,
    ViewerContext,
    ViewerWording,
    check_decisions,
    compare_bundles,
    describe_viewer,
    every_key,
    inquiry_changes,
    load_bundle,
    named_roles,
    operator_changes,
    sealing_changes,
    term_changes,
    viewer_classes,
)

if TYPE_CHECKING:
    from api.policy.office import Simulation

_FEW_KINDS = 3
"""So many kinds that are not meant are named rather than all the others."""


def policy_diff(
    old: Annotated[Path, typer.Argument(help="Folder of the bundle in force.")],
    new: Annotated[Path, typer.Argument(help="Folder of the candidate.")],
    originator: Originators = None,
    at: At = None,
    everything: Annotated[bool, typer.Option("--all", help="Print what is counted too.")] = False,
    json: Json = False,
) -> None:
    """Tell who gains and who loses between two bundles, over all viewers and compartments."""
    with guarded():
        before, after = load_bundle(old), load_bundle(new)
        check_parties(originator or (), before, after)
        keys = every_key(before, after, originators=originator or None)
        now = instant_of(at)
        changes = list(compare_bundles(before, after, now=now, keys=keys, with_grants=True))
        sealing = sealing_changes(before, after, now=now, originators=originator or None)
        terms = term_changes(before, after)
        run_by = operator_changes(before, after)
        inquiries = inquiry_changes(before, after, now=now, askers=originator or None)
    others = [asdict(c) for found in (sealing, terms, run_by, inquiries) for c in found]
    if json:
        print_json([*map(_change, changes), *others])
        return
    wording, kinds = wording_of(before, after), before.kinds | after.kinds
    by_grant = [change for change in changes if change.by_grant]
    granted = change_lines(by_grant, wording, kinds=kinds) if everything else grant_counts(by_grant)
    *opened, own = by_weight((change for change in changes if not change.by_grant), before, after)
    first = (line for some in opened for line in change_lines(some, wording, kinds=kinds))
    theirs = change_lines(own, wording, kinds=kinds) if everything else own_counts(own)
    closing = (*sealing_lines(sealing, now=now), *term_lines(terms))
    asking = (*run_lines(run_by), *inquiry_lines(inquiries, now=now))
    for line in (*first, *closing, *asking, *theirs, *granted):
        show(line)
    say(f"{before.version[:12]} to {after.version[:12]}: {len(changes) + len(others)} changes")


def policy_simulate(
    candidate: Annotated[Path, typer.Argument(help="Folder of the candidate bundle.")],
    as_token: Annotated[str | None, typer.Option("--as", help="A policy officer's token; else BENANG_TOKEN.")] = None,
    json: Json = False,
) -> None:
    """Tell which fields of your agency's records a candidate bundle shows or hides, and to whom."""
    with guarded():
        officer = viewer_of(as_token)
        new = load_bundle(candidate)
        check_decisions(new, now=datetime.now(UTC), decisions=DECISIONS_OF_A_CHECK)
    found, old = run(_simulate(officer, new))
    if json:
        roles = named_roles(old, new)
        changes = [
            {**asdict(c), "viewers": [describe_viewer(v, named_roles=roles) for v in c.viewers]} for c in found.changes
        ]
        print_json({"policyVersion": found.policy_version, "truncated": found.truncated, "changes": changes})
        return
    wording = wording_of(old, new)
    for change in found.changes:
        for verb, names in (("appears", change.appears), ("disappears", change.disappears)):
            if names:
                show(change.id, change.kind, verb, ", ".join(names))
        for who in wording.lines(change.viewers):
            show(f"  {who}")
    more = "; there is more than is shown" if found.truncated else ""
    say(f"{len(found.changes)} changes, and nothing was changed{more}")


async def _simulate(officer: ViewerContext, candidate: Bundle) -> tuple["Simulation", Bundle]:
    # The store's driver and the schema are loaded for this command alone.
    from api.audit.auditing import audit_operation  # noqa: PLC0415
    from api.bootstrap import open_application  # noqa: PLC0415
    from api.cli.disclosing import announce_as, audit_named  # noqa: PLC0415

    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(officer)
        announce_as(app, officer, "simulate policy", scope)
        try:
            found = await app.office.simulate(officer, scope, candidate, now=app.clock.now())
        except ForbiddenError:
            audit_operation(app.audit, officer, "simulate policy", scope, [], denied=True)
            raise
        shown = [c.id for c in found.changes]
        audit_named(app, officer, "simulate policy", scope, shown)
        return found, app.bundle


def wording_of(before: Bundle, after: Bundle) -> ViewerWording:
    """Return how viewers are put into words where two bundles are compared."""
    return ViewerWording(viewer_classes(before, after), named_roles=named_roles(before, after))


def by_weight(
    changes: Iterable[Change], before: Bundle, after: Bundle
) -> tuple[list[Change], list[Change], list[Change], list[Change]]:
    """Return changes by how much they tell who reads them, each in its order.

    First what changes for the parties of both bundles. Then what one that joins or leaves reads of others, and of lists
    that are published for all; last its own records, of which the floor gives every party the same.
    """
    old, new = before.registers.parties, after.registers.parties
    moved = old.keys() ^ new.keys()
    found: tuple[list[Change], ...] = ([], [], [], [])
    for change in changes:
        party = new.get(change.originator) or old[change.originator]
        if change.viewer.agency not in moved:
            found[0].append(change)
        elif change.viewer.agency == change.originator:
            found[3].append(change)
        else:
            found[2 if party.sector is Sector.PUBLISHER else 1].append(change)
    return found[0], found[1], found[2], found[3]


def change_lines(changes: Iterable[Change], wording: ViewerWording, *, kinds: Collection[str]) -> Iterator[Line]:
    """Yield changes as lines, viewers that gain or lose the same together; what only a grant could open says so.

    Originators of which the same viewers gain or lose the same stand together too.

    `kinds` are all that there are: a list of nearly all of them says what is not in it.
    """
    grouped: dict[tuple[str, str, str, str], list[ViewerContext]] = {}
    # Many changes share one tuple of compartments, which is put into words once. The tuples are held, so that none gets
    # the number of one that is gone.
    texts: dict[int, tuple[Sequence[CompartmentKey], str]] = {}
    for change in changes:
        for verb, keys in (("gains", change.gained), ("loses", change.lost)):
            if keys:
                if id(keys) not in texts:
                    texts[id(keys)] = (keys, compartments_text(keys, kinds))
                action = f"{change.action} by a grant" if change.by_grant else str(change.action)
                place = (change.originator, action, verb, texts[id(keys)][1])
                grouped.setdefault(place, []).append(change.viewer)
    alike: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = {}
    for (originator, action, verb, text), viewers in sorted(grouped.items(), key=lambda item: item[0]):
        alike.setdefault((action, verb, text, tuple(wording.lines(viewers))), []).append(originator)
    for (action, verb, text, lines), originators in sorted(alike.items(), key=lambda item: (item[1], item[0])):
        yield as_line(", ".join(originators), action, text)
        for who in lines:
            yield as_line(f"  {verb} {who}")


def grant_counts(changes: Iterable[Change]) -> Iterator[Line]:
    """Yield of each originator how often viewers gain or lose what only a grant could open of its records."""
    gained, lost = Counter[str](), Counter[str]()
    for change in changes:
        gained[change.originator] += bool(change.gained)
        lost[change.originator] += bool(change.lost)
    alike: dict[str, list[str]] = {}
    for originator in sorted(gained):
        counts = f"{gained[originator]:,} gains and {lost[originator]:,} losses"
        alike.setdefault(counts, []).append(originator)
    for counts, originators in alike.items():
        each = " each" if len(originators) > 1 else ""
        yield as_line(", ".join(originators), "by a grant", f"{counts}{each}; --all prints them")


def own_counts(changes: Iterable[Change]) -> Iterator[Line]:
    """Yield of each party that joins or leaves how often its own viewers gain or lose of its own records."""
    gained, lost = Counter[str](), Counter[str]()
    for change in changes:
        gained[change.originator] += bool(change.gained)
        lost[change.originator] += bool(change.lost)
    for party in sorted(gained):
        counts = f"{gained[party]:,} gains and {lost[party]:,} losses"
        yield as_line(party, "its own records", f"{counts} of its own people; --all prints them")


def sealing_lines(changes: Iterable[SealingChange], *, now: datetime) -> Iterator[Line]:
    """Yield whose claims seal whose records in one bundle alone, originators of which the same is told together."""
    grouped: dict[tuple[str, bool, datetime], list[str]] = {}
    for change in changes:
        grouped.setdefault((change.claimant, change.sealed, change.since), []).append(change.originator)
    for (claimant, sealed, since), originators in grouped.items():
        begins = "" if since == now else f" from {since.isoformat()} on"
        verb = "seal" if sealed else "no longer seal"
        yield as_line(f"claims of {claimant}", f"{verb}{begins}", ", ".join(originators))


def term_lines(changes: Iterable[TermChange]) -> Iterator[Line]:
    """Yield the terms of handling profiles that differ."""
    return (as_line(f"profile {c.profile}", c.term, f"{c.before} -> {c.after}") for c in changes)


def run_lines(changes: Iterable[OperatorChange]) -> Iterator[Line]:
    """Yield which banks, platforms and ranges of numbers another party runs."""
    return (as_line(f"run by {c.after or 'nobody'}", c.what, f"before: {c.before or 'nobody'}") for c in changes)


def inquiry_lines(changes: Iterable[InquiryChange], *, now: datetime) -> Iterator[Line]:
    """Yield who may put identifiers to whom in one bundle alone, purposes of which the same is told together."""
    grouped: dict[tuple[str, str, bool, datetime], list[str]] = {}
    for change in changes:
        grouped.setdefault((change.asker, change.operator, change.allowed, change.since), []).append(change.purpose)
    for (asker, operator, allowed, since), purposes in grouped.items():
        begins = "" if since == now else f" from {since.isoformat()} on"
        verb = "may put identifiers" if allowed else "may no longer put identifiers"
        yield as_line(asker, f"{verb} to {operator}{begins}", ", ".join(purposes))


def compartments_text(keys: Sequence[CompartmentKey], kinds: Collection[str]) -> str:
    """Return compartments of one originator in few words: profiles, kinds of all that there are, subject roles."""
    roles: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        roles.setdefault((key.profile, key.kind), []).append(str(key.role))
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (profile, kind), held in roles.items():
        alike.setdefault((profile, tuple(held)), []).append(kind)
    profiles: dict[str, list[str]] = {}
    for (profile, mine), found in alike.items():
        text = _kinds_text(found, kinds) + (f" [{', '.join(mine)}]" if len(mine) < len(SubjectRole) else "")
        profiles.setdefault(text, []).append(profile)
    return "; ".join(f"{', '.join(named)}: {text}" for text, named in profiles.items())


def _kinds_text(found: Sequence[str], kinds: Collection[str]) -> str:
    missing = sorted(set(kinds) - set(found))
    if len(missing) > _FEW_KINDS:
        return ", ".join(found)
    return "every kind" + (f" but {', '.join(missing)}" if missing else "")


def _change(change: Change) -> dict[str, object]:
    viewer = change.viewer
    return {
        "originator": change.originator,
        "action": str(change.action),
        "byGrant": change.by_grant,
        "agency": viewer.agency,
        "purpose": viewer.purpose,
        "roles": sorted(viewer.roles),
        "case": viewer.case_ref is not None,
        "clearance": viewer.clearance,
        "gained": [asdict(k) for k in change.gained],
        "lost": [asdict(k) for k in change.lost],
    }
