"""Commands for policy officers: check, test, explain, compare and sign a bundle of sharing policies.

All but `simulate` read files alone and need no database. A bundle is the folder given, BENANG_POLICY, or the sample.
"""

import difflib
import json as json_format
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import (
    StoreProgressLine,
    fail,
    guarded,
    print_json,
    run,
    say,
    settings,
    show,
    told_bundle,
    viewer_of,
    write_data,
)
from api.cli.options import Json
from api.terminal_text import Line, as_line
from graph import CompartmentKey, SubjectRole
from policies import (
    DECISIONS_OF_A_CHECK,
    SIGNATURE_FILE,
    ActionExplanation,
    Bundle,
    CaseResult,
    Change,
    ForbiddenError,
    PolicyNote,
    Promotion,
    ScopeBuilder,
    Situation,
    SourceKind,
    TrustedKeys,
    UnknownAgencyError,
    ViewerContext,
    ViewerWording,
    basis_calendar,
    bundle_of_cases,
    check_decisions,
    compare_bundles,
    describe_viewer,
    every_key,
    explain,
    find_gaps,
    find_unused,
    lapsed_permits,
    load_bundle,
    matrix_text,
    missing_situations,
    named_roles,
    overdue_agreements,
    overdue_reviews,
    parties_without_own_records,
    promote,
    public_jwk,
    read_cases,
    read_signing_key,
    release_matrix,
    run_cases,
    sign_bundle,
    undecided_policies,
    untested_originators,
    viewer_classes,
)

if TYPE_CHECKING:
    from api.policy_office import Simulation

Folder = Annotated[Path | None, typer.Argument(help="Folder of the bundle; without it, BENANG_POLICY or the sample.")]
At = Annotated[str | None, typer.Option(help="The instant, as a date or time in ISO 8601; now without it.")]
Originators = Annotated[list[str] | None, typer.Option("--originator", help="Only its records; may be repeated.")]


def policy_check(
    folder: Folder = None,
    trust: Annotated[
        Path | None, typer.Option(help="JWKS file of trusted keys; without it, BENANG_POLICY_KEYS.")
    ] = None,
    decisions: Annotated[int, typer.Option(help="Decisions to compare with Cedar.", min=1)] = DECISIONS_OF_A_CHECK,
    unused: Annotated[bool, typer.Option(help="Also name the policies that decide nothing.")] = False,
    json: Json = False,
) -> None:
    """Check a bundle: text, registers, signature, laws, and a sample of decisions by Cedar's engine."""
    with guarded():
        trusted = trust or settings().policy_keys
        now = datetime.now(UTC)
        found = promote(
            _folder(folder),
            trusted=TrustedKeys.read(trusted) if trusted else None,
            now=now,
            decisions=decisions,
        )
        idle = find_unused(found.bundle, now=now) if unused else ()
    blind = parties_without_own_records(found.bundle, now)
    if blind:
        who = "every party" if len(blind) == len(found.bundle.registers.parties) else ", ".join(blind)
        say(f"warning: own records are closed to {who}: no permit in force opens them all; see `lapsedPermits`")
    summary = _summary(found, now)
    if json:
        print_json({**summary, "withoutOwnRecords": list(blind), "unused": list(idle)})
        return
    for name, value in summary.items():
        show(name, ", ".join(value) if isinstance(value, list) else value)
    for name in idle:
        show("unused", name)


def policy_test(
    folder: Folder = None,
    cases: Annotated[
        Path | None, typer.Option(help="Folder of cases, one folder per pack; without it, `cases` in the bundle.")
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Do not fail where a pack lacks a case of a situation.")
    ] = False,
    json: Json = False,
) -> None:
    """Run the cases of a bundle: who sees what, and which policies determine it."""
    with guarded():
        chosen = _folder(folder)
        bundle = load_bundle(chosen)
        where = cases or (chosen / "cases" if chosen is not None else None)
        if where is None or not where.is_dir():
            fail("say where the cases are: --cases FOLDER", status=2)
        bundle = bundle_of_cases(where, bundle)
        found = read_cases(where, bundle)
        results = {pack: list(run_cases(bundle, mine)) for pack, mine in found.items()}
    failed = [r for mine in results.values() for r in mine if r.problems]
    missing = _Missing.in_cases(bundle, results)
    if json:
        told = [_case_result(pack, r) for pack, mine in results.items() for r in mine]
        print_json({"cases": told, "missing": asdict(missing)})
    else:
        _show_failed(failed)
    for line in missing.lines():
        say(line)
    total = sum(map(len, results.values()))
    say(f"{total - len(failed)} of {total} cases hold")
    if failed or (not allow_missing and (missing.situations or missing.originators)):
        raise typer.Exit(1)


def policy_explain(
    agency: Annotated[str, typer.Option(help="Code of the viewer's agency.")],
    purpose: Annotated[str, typer.Option(help="What the viewer asks for.")],
    originator: Annotated[str, typer.Option(help="Whose record.")],
    profile: Annotated[str, typer.Option(help="Its handling profile.")],
    kind: Annotated[str, typer.Option(help="Its kind.")],
    subject: Annotated[SubjectRole, typer.Option(help="Its subject's role.")] = SubjectRole.NONE,
    role: Annotated[list[str] | None, typer.Option(help="A role of the viewer; may be repeated.")] = None,
    case: Annotated[str | None, typer.Option(help="Reference of the viewer's case.")] = None,
    clearance: Annotated[int, typer.Option(help="The viewer's clearance.", min=0)] = 0,
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
    key = CompartmentKey(originator=originator, profile=profile, kind=kind, role=subject)
    with guarded():
        builder = ScopeBuilder(load_bundle(_folder(bundle_folder)))
        found = explain(builder, viewer, key, _instant(at), asker=asker or originator)
    if json:
        print_json([asdict(e) for e in found])
        return
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
        bundle = load_bundle(_folder(folder))
        check_parties(originator or (), bundle)
        rows = release_matrix(bundle, now=_instant(at), originators=originator or None)
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


def policy_diff(
    old: Annotated[Path, typer.Argument(help="Folder of the bundle in force.")],
    new: Annotated[Path, typer.Argument(help="Folder of the candidate.")],
    originator: Originators = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Tell who gains and who loses between two bundles, over all viewers and compartments."""
    with guarded():
        before, after = load_bundle(old), load_bundle(new)
        check_parties(originator or (), before, after)
        keys = every_key(before, after, originators=originator or None)
        changes = list(compare_bundles(before, after, now=_instant(at), keys=keys, with_grants=True))
    if json:
        print_json([_change(c) for c in changes])
        return
    for line in change_lines(changes, wording_of(before, after)):
        show(line)
    say(f"{before.version[:12]} to {after.version[:12]}: {len(changes)} changes")


def policy_calendar(
    folder: Folder = None,
    since: Annotated[str | None, typer.Option(help="From this date on; from now without it.")] = None,
    until: Annotated[str | None, typer.Option(help="Before this date.")] = None,
    originator: Annotated[str | None, typer.Option(help="Only what concerns its data.")] = None,
    json: Json = False,
) -> None:
    """List what begins, lapses or is to be reviewed, and the permits that rest on it."""
    with guarded():
        bundle = load_bundle(_folder(folder))
        check_parties([originator] if originator else (), bundle)
        found = basis_calendar(
            bundle,
            since=_instant(since),
            until=_instant(until) if until else None,
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
        bundle = load_bundle(_folder(folder))
        check_parties([*(originator or ()), *(recipient or ())], bundle)
        found = find_gaps(bundle, now=_instant(at), originators=originator or None, by_class=classes)
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
    from api.auditing import announce_change, audit_operation  # noqa: PLC0415
    from api.bootstrap import open_application  # noqa: PLC0415

    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(officer)
        announce_change(app.audit, officer, "simulate policy", scope)
        try:
            found = await app.office.simulate(officer, scope, candidate, now=app.clock.now())
        except ForbiddenError:
            audit_operation(app.audit, officer, "simulate policy", scope, [], denied=True)
            raise
        shown = [c.id for c in found.changes]
        audit_operation(app.audit, officer, "simulate policy", scope, shown)
        return found, app.bundle


def policy_sign(
    folder: Annotated[Path, typer.Argument(help="Folder of the bundle.")],
    key: Annotated[Path, typer.Option(help="PEM file of the private key, P-256 or Ed25519.")],
    kid: Annotated[str, typer.Option(help="Name of the key among the trusted ones.")],
    signer: Annotated[str, typer.Option(help="Who vouches.")],
    jwks: Annotated[bool, typer.Option("--jwks", help="Print the key's public half as JWKS.")] = False,
) -> None:
    """Sign a bundle: write `bundle.sig` over every rule, annotation and register, but no comment."""
    with guarded():
        private, bundle = read_signing_key(key), promote_unsigned(folder)
        text = sign_bundle(bundle, private, kid=kid, signer=signer, at=datetime.now(UTC))
        (folder / SIGNATURE_FILE).write_text(text + "\n", encoding="utf-8")
    say(f"signed {bundle.version}")
    if jwks:
        write_data(json_format.dumps({"keys": [public_jwk(private, kid=kid)]}, indent=2))


def promote_unsigned(folder: Path) -> Bundle:
    """Return a bundle that passed every check but that of its signature, which is about to be made.

    Raises:
        BundleError: the bundle is refused.
    """
    bundle = load_bundle(folder)
    if bundle.is_development:
        fail("the bundle says that it is made for development: set `development: false` in `bundle.yml` first")
    return bundle


def check_parties(codes: Iterable[str], *bundles: Bundle) -> None:
    """Return if every code is that of a party of one of the bundles.

    Raises:
        UnknownAgencyError: one is not.
    """
    known = {code for bundle in bundles for code in bundle.registers.parties}
    for code in codes:
        if code not in known:
            raise UnknownAgencyError(code, known)


def explanation_lines(found: ActionExplanation) -> Iterator[Line]:
    """Yield an explanation as text."""
    yield as_line(found.action, "allowed" if found.allowed else "denied")
    for note in found.permits:
        yield as_line(f"  {'permit' if found.allowed else 'overruled permit'}", *_note(note))
    for note in found.forbids:
        yield as_line("  forbid", *_note(note))
    if not found.allowed and not found.forbids:
        yield as_line("  no permit applies")


def wording_of(before: Bundle, after: Bundle) -> ViewerWording:
    """Return how viewers are put into words where two bundles are compared."""
    return ViewerWording(viewer_classes(before, after), named_roles=named_roles(before, after))


def change_lines(changes: Iterable[Change], wording: ViewerWording) -> Iterator[Line]:
    """Yield changes as lines, viewers that gain or lose the same together; what only a grant could open says so."""
    grouped: dict[tuple[str, str, str, str], list[ViewerContext]] = {}
    # Many changes share one tuple of compartments, which is put into words once. The tuples are held, so that none gets
    # the number of one that is gone.
    texts: dict[int, tuple[Sequence[CompartmentKey], str]] = {}
    for change in changes:
        for verb, keys in (("gains", change.gained), ("loses", change.lost)):
            if keys:
                if id(keys) not in texts:
                    texts[id(keys)] = (keys, compartments_text(keys))
                action = f"{change.action} by a grant" if change.by_grant else str(change.action)
                place = (change.originator, action, verb, texts[id(keys)][1])
                grouped.setdefault(place, []).append(change.viewer)
    for (originator, action, verb, text), viewers in sorted(grouped.items(), key=lambda item: item[0]):
        yield as_line(originator, action, text)
        for who in wording.lines(viewers):
            yield as_line(f"  {verb} {who}")


def compartments_text(keys: Sequence[CompartmentKey]) -> str:
    """Return compartments of one originator in few words: profile, kinds and subject roles."""
    roles: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        roles.setdefault((key.profile, key.kind), []).append(str(key.role))
    kinds: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (profile, kind), found in roles.items():
        kinds.setdefault((profile, tuple(found)), []).append(kind)
    return "; ".join(
        f"{profile}: {', '.join(found)}" + (f" [{', '.join(mine)}]" if len(mine) < len(SubjectRole) else "")
        for (profile, mine), found in kinds.items()
    )


def _folder(given: Path | None) -> Path | None:
    """Return the bundle's folder, None for the sample; which one it is, is said where the command does not name it."""
    return given if given is not None else told_bundle(settings().policy)


def _instant(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        fail("a date or time is written in ISO 8601, as 2027-03-31", status=2)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _summary(found: Promotion, now: datetime) -> dict[str, object]:
    bundle = found.bundle
    signed = found.signature
    return {
        "title": bundle.title,
        "policyVersion": bundle.version,
        "signature": f"{signed.kid}, {signed.signer}, {signed.signed_at.isoformat()}" if signed else "development",
        "parties": len(bundle.registers.parties),
        "profiles": len(bundle.registers.profiles),
        "agreements": len(bundle.registers.agreements),
        "packs": len({p.source.name for p in bundle.policies if p.source.kind is SourceKind.PACK}),
        "policies": len(bundle.policies),
        "decisionsCompared": found.decisions,
        "leftToEngine": list(found.left_to_engine),
        "lapsedPermits": [p.id for p in lapsed_permits(bundle, now)],
        "overdueReviews": [*overdue_agreements(bundle, now), *(p.id for p in overdue_reviews(bundle, now))],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """What no case shows: situations by a state's pack, originators with a pack of their own, and policies."""

    situations: dict[str, tuple[Situation, ...]]
    originators: tuple[str, ...]
    policies: tuple[str, ...]

    @classmethod
    def in_cases(cls, bundle: Bundle, results: dict[str, list[CaseResult]]) -> "_Missing":
        cases = [r.case for mine in results.values() for r in mine]
        return cls(
            situations=missing_situations(bundle, results),
            originators=untested_originators(bundle, cases),
            policies=undecided_policies(bundle, cases),
        )

    def lines(self) -> Iterator[str]:
        for pack, lacks in self.situations.items():
            yield f"`{pack}` has no case of: {'; '.join(lacks)}"
        for pack in self.originators:
            yield f"`{pack}` has no case"
        if self.policies:
            yield f"no case shows: {', '.join(self.policies)}"


def _show_failed(results: Iterable[CaseResult]) -> None:
    for result in results:
        show(f"{result.case.file}:{result.case.line}: {result.case.name}")
        for problem in result.problems:
            show(f"  {problem}")


def _case_result(pack: str, result: CaseResult) -> dict[str, object]:
    case = result.case
    return {
        "pack": pack,
        "place": f"{case.file}:{case.line}",
        "name": case.name,
        "problems": list(result.problems),
        "situations": sorted(map(str, result.situations)),
    }


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


def _note(note: PolicyNote) -> list[str]:
    words = [note.id, f"on {note.basis} ({note.basis_title})" if note.basis else "", note.note, note.place]
    return [w for w in words if w]
