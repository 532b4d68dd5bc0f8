"""Cases of a bundle: who sees what of a compartment, in YAML that policy officers write and `benang policy test` runs.

A case names a viewer, an instant and a compartment, and says which classes may be read, whether a hit and a link notice
are told, and which policies determine it. Scope and Cedar's engine are both asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from graph import (
    Compartment,
    CompartmentKey,
    MarkedYaml,
    PropertyClass,
    ReadScope,
    SubjectRole,
    parse_marked_yaml,
    read_text_of,
)
from graph.files import read_regular_file
from policies.bundles.loading import assemble_bundle
from policies.bundles.model import Bundle, SourceKind
from policies.bundles.registers import Agreement
from policies.bundles.vocabulary import PRIVATE_SECTORS, PolicyAction, Sector
from policies.errors import BundleError
from policies.scopes.engine import Decision
from policies.scopes.scope_builder import ScopeBuilder
from policies.viewer import Directory, ViewerContext

_COMPARTMENT = 1
PROFILES_FILE = "profiles.yml"


class Situation(StrEnum):
    """What the cases of a jurisdiction's pack must show between them."""

    OWN_POLICE = "own police"
    OWN_FIU = "own FIU"
    FOREIGN_POLICE_IN_AGREEMENT = "foreign police in an agreement"
    FOREIGN_POLICE_OUTSIDE = "foreign police outside every agreement"
    NGO = "NGO"
    PRIVATE_OWN_DATA = "private sector, own data"
    PRIVATE_OTHERS_DATA = "private sector, others' data"
    PROTECTION_ROLE = "victim-protection role"
    WRONG_PURPOSE = "wrong purpose"
    EXPIRED_AGREEMENT = "expired agreement"
    SUSPENDED = "suspended agency"


# Why police within an agreement are told nothing.
_CLOSING = frozenset({Situation.WRONG_PURPOSE, Situation.EXPIRED_AGREEMENT, Situation.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case, with the file and line where it stands.

    Attributes:
        file: its file, as messages name it.
        line: where it begins.
        name: what it shows, in words.
        viewer: who asks.
        at: when.
        suspended: the agencies that are suspended then.
        granted: whether it is asked as if a live grant opened the record, for the most that a grant can open.
        key: the compartment that is asked about; with `claimed: true` another body claims its subject a victim, with
            `uncompared: true` it is new.
        classes: the property classes that may be read, in their order.
        hit: whether a hit may be told.
        notice: whether the agency may be named a record in a link notice.
        permits: ids of the permits that determine what is allowed.
        forbids: ids of the forbids that determine what is denied.
    """

    file: str
    line: int
    name: str
    viewer: ViewerContext
    at: datetime
    suspended: frozenset[str]
    granted: bool
    key: CompartmentKey
    classes: tuple[PropertyClass, ...]
    hit: bool
    notice: bool
    permits: frozenset[str]
    forbids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What became of a case: no problems, or what was found instead of what it says."""

    case: Case
    problems: tuple[str, ...]
    situations: frozenset[Situation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insider:
    """Foreign police that a pack's cases tell nothing, as one outside, and that shares agreements with the originator.

    `place` is the file and line of a case of its.
    """

    agency: str
    originator: str
    agreements: tuple[str, ...]
    place: str


def bundle_of_cases(folder: Path, bundle: Bundle) -> Bundle:
    """Return the bundle that a folder's cases are of: with the profiles of its `profiles.yml`, where there is one.

    They are registered for the cases alone: a rule of the floor holds also while no registered profile shows it.

    Raises:
        BundleError: a profile is wrong, or one of the bundle's own name.
    """
    path = folder / PROFILES_FILE
    if not path.is_file():
        return bundle
    # One register, read as any other: a name that stands twice is refused there.
    own = f"{bundle.files.text(PROFILES_FILE)}\n"
    try:
        return assemble_bundle(bundle.files.replacing(PROFILES_FILE, own + read_text_of(path, BundleError)))
    except BundleError as exc:
        raise BundleError(exc.file, max(exc.line - own.count("\n"), 0), exc.problem) from exc


def read_cases(folder: Path, bundle: Bundle) -> dict[str, tuple[Case, ...]]:
    """Read the cases of a folder: one folder per pack, in it any number of YAML files.

    Raises:
        BundleError: a case has an unknown or a missing word; the message names file, line and the nearest known word.
    """
    found: dict[str, list[Case]] = {}
    for path in sorted(folder.glob("*/*.yml")):
        file = path.relative_to(folder).as_posix()
        try:
            text = read_regular_file(path).decode()
        except OSError as exc:
            raise BundleError(file, 0, f"cannot be read: {(exc.strerror or 'unknown reason').lower()}") from exc
        except UnicodeDecodeError as exc:
            raise BundleError(file, 1, "cannot be read as UTF-8 text") from exc
        document = parse_marked_yaml(text, file, BundleError)
        found.setdefault(path.parent.name, []).extend(_case(item, bundle) for item in document.items())
    if not found:
        raise BundleError(str(folder), 1, "holds no case")
    return {pack: tuple(cases) for pack, cases in found.items()}


def run_cases(bundle: Bundle, cases: Iterable[Case]) -> Iterator[CaseResult]:
    """Yield what became of each case, in the order given."""
    builder = ScopeBuilder(bundle, Directory(bundle.registers))
    for case in cases:
        for agency in case.suspended:
            builder.directory.suspend(agency)
        yield CaseResult(case=case, problems=_problems(builder, case), situations=frozenset(_situations(builder, case)))
        builder.directory.reinstate(case.suspended)


def undecided_policies(bundle: Bundle, cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the policies that no case says to determine anything, in the bundle's order."""
    decided = frozenset[str]().union(*(c.permits | c.forbids for c in cases))
    return tuple(p.id for p in bundle.policies if p.id not in decided)


def missing_situations(bundle: Bundle, results: Mapping[str, Iterable[CaseResult]]) -> dict[str, tuple[Situation, ...]]:
    """Return for each pack of a state the situations that no case in its folder shows, where there are such.

    Args:
        bundle: the bundle, whose packs count, with and without a folder of cases.
        results: the results of the cases, by their folder.
    """
    states = {j.lower() for j in bundle.registers.jurisdictions} - bundle.registers.parties.keys()
    found = {}
    for pack in sorted(_packs(bundle) & states):
        shown = frozenset[Situation]().union(*(r.situations for r in results.get(pack, ())))
        if missing := tuple(s for s in Situation if s not in shown):
            found[pack] = missing
    return found


def insiders(bundle: Bundle, results: Mapping[str, Iterable[CaseResult]]) -> dict[str, tuple[Insider, ...]]:
    """Return why cases of an outsider show none: what makes their foreign police one inside an agreement, by pack.

    Where a party joins an agreement, the cases of other packs may lose their outsider. Police to whom a case of the
    pack tells something, or nothing for another reason, are none of them.

    Args:
        bundle: the bundle.
        results: the results of the cases, by their folder; each pack that shows an outsider is passed over.
    """
    found = {}
    for pack, mine in ((pack, list(mine)) for pack, mine in sorted(results.items())):
        if any(Situation.FOREIGN_POLICE_OUTSIDE in r.situations for r in mine):
            continue
        abroad = [r for r in mine if Situation.FOREIGN_POLICE_IN_AGREEMENT in r.situations]
        known = {r.case.viewer.agency for r in abroad if r.case.classes or r.case.hit or r.situations & _CLOSING}
        untold = {r.case.viewer.agency: r.case for r in reversed(abroad) if r.case.viewer.agency not in known}
        if untold:
            found[pack] = tuple(_insider(bundle, untold[agency]) for agency in sorted(untold))
    return found


def _insider(bundle: Bundle, case: Case) -> Insider:
    return Insider(
        agency=case.viewer.agency,
        originator=case.key.originator,
        agreements=_shared(bundle, case),
        place=f"{case.file}:{case.line}",
    )


def untested_originators(bundle: Bundle, cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the originators with a pack of their own of whose data there is no case in any folder, sorted."""
    own = _packs(bundle) & bundle.registers.parties.keys()
    return tuple(sorted(own - {case.key.originator for case in cases}))


def _packs(bundle: Bundle) -> set[str]:
    return {p.source.name for p in bundle.policies if p.source.kind is SourceKind.PACK}


def _case(value: MarkedYaml, bundle: Bundle) -> Case:
    fields = value.fields(
        required=("name", "viewer", "at", "compartment", "classes", "hit", "notice", "permits", "forbids"),
        optional=("suspended", "granted"),
    )
    registers, ids = bundle.registers, {p.id: p.is_permit for p in bundle.policies}
    readable = fields["classes"].words(list(PropertyClass), "property class")
    return Case(
        file=value.file,
        line=value.line,
        name=fields["name"].text(),
        viewer=_viewer(fields["viewer"], bundle),
        at=fields["at"].instant(),
        suspended=fields["suspended"].words(registers.parties, "party") if "suspended" in fields else frozenset(),
        granted=fields["granted"].flag() if "granted" in fields else False,
        key=_key(fields["compartment"], bundle),
        classes=tuple(c for c in PropertyClass if c in readable),
        hit=fields["hit"].flag(),
        notice=fields["notice"].flag(),
        permits=fields["permits"].words([i for i, permits in ids.items() if permits], "permit"),
        forbids=fields["forbids"].words([i for i, permits in ids.items() if not permits], "forbid"),
    )


def _viewer(value: MarkedYaml, bundle: Bundle) -> ViewerContext:
    registers = bundle.registers
    fields = value.fields(required=("agency", "roles", "purpose"), optional=("case", "clearance"))
    return ViewerContext(
        agency=fields["agency"].one_of(registers.parties, "party"),
        subject="case",
        roles=fields["roles"].words(registers.roles, "role"),
        purpose=fields["purpose"].one_of(registers.purposes, "purpose"),
        case_ref=fields["case"].text() if "case" in fields else None,
        clearance=fields["clearance"].whole_number() if "clearance" in fields else 0,
    )


def _key(value: MarkedYaml, bundle: Bundle) -> CompartmentKey:
    fields = value.fields(required=("originator", "profile", "kind"), optional=("role", "claimed", "uncompared"))
    return CompartmentKey(
        originator=fields["originator"].one_of(bundle.registers.parties, "party"),
        profile=fields["profile"].one_of(bundle.registers.profiles, "profile", guess=False),
        kind=fields["kind"].one_of(bundle.kinds, "kind"),
        role=SubjectRole(fields["role"].one_of(list(SubjectRole), "subject role"))
        if "role" in fields
        else SubjectRole.NONE,
        claimed=fields["claimed"].flag() if "claimed" in fields else False,
        uncompared=fields["uncompared"].flag() if "uncompared" in fields else False,
    )


def _problems(builder: ScopeBuilder, case: Case) -> tuple[str, ...]:
    scope = _scope(builder, case.viewer, case)
    decisions = {a: builder.decide(case.viewer, a, case.key, case.at, granted=case.granted) for a in PolicyAction}
    readable = tuple(c for c in PropertyClass if scope.may_read(c, _COMPARTMENT))
    decided = tuple(c for c in PropertyClass if decisions[PolicyAction(str(c))].allowed)
    found: list[tuple[str, object, object]] = [
        ("classes", _words(case.classes), _words(readable)),
        ("classes by Cedar's engine", _words(case.classes), _words(decided)),
        ("hit", case.hit, decisions[PolicyAction.HIT].allowed),
        ("hit in the scope", case.hit and not case.classes, _COMPARTMENT in scope.hits),
        ("notice", case.notice, _COMPARTMENT in scope.notices),
        ("notice by Cedar's engine", case.notice, decisions[PolicyAction.NOTICE].allowed),
        ("permits", _words(sorted(case.permits)), _words(determining(decisions, allowed=True))),
        ("forbids", _words(sorted(case.forbids)), _words(determining(decisions, allowed=False))),
    ]
    return tuple(f"{what}: the case says {said}, found {seen}" for what, said, seen in found if said != seen)


def determining(decisions: Mapping[PolicyAction, Decision], *, allowed: bool) -> list[str]:
    """Return the policies that determined what is allowed, or what is denied, sorted."""
    return sorted({i for d in decisions.values() if d.allowed is allowed for i in d.determining})


def _words(values: Iterable[str]) -> str:
    return ", ".join(f"`{v}`" for v in values) or "none"


def _scope(builder: ScopeBuilder, viewer: ViewerContext, case: Case) -> ReadScope:
    ask = builder.ceiling if case.granted else builder.build_scope
    return ask(viewer, (Compartment(id=_COMPARTMENT, key=case.key),), now=case.at)


def _situations(builder: ScopeBuilder, case: Case) -> Iterator[Situation]:
    """Yield what a case shows, found from its facts rather than from its name."""
    parties = builder.bundle.registers.parties
    viewer, originator = parties[case.viewer.agency], parties[case.key.originator]
    at_home, own = viewer.jurisdiction == originator.jurisdiction, viewer.code == originator.code
    if viewer.code in case.suspended:
        yield Situation.SUSPENDED
    if viewer.sector is Sector.POLICE:
        yield from _police(builder.bundle, case, at_home=at_home)
    if viewer.sector is Sector.FIU and at_home:
        yield Situation.OWN_FIU
    if viewer.sector is Sector.NGO and not own:
        yield Situation.NGO
    if viewer.sector in PRIVATE_SECTORS:
        yield Situation.PRIVATE_OWN_DATA if own else Situation.PRIVATE_OTHERS_DATA
    if "victim-support" in case.viewer.roles and case.viewer.purpose == "victim-protection":
        yield Situation.PROTECTION_ROLE
    if (
        not (case.classes or case.hit)
        and not own
        and any(_opens(builder, v, case) for v in _other_purposes(builder, case))
    ):
        yield Situation.WRONG_PURPOSE
    if any(_has_ended(a, viewer.code, originator.code, case.at) for a in builder.bundle.registers.agreements.values()):
        yield Situation.EXPIRED_AGREEMENT


def _police(bundle: Bundle, case: Case, *, at_home: bool) -> Iterator[Situation]:
    if at_home:
        yield Situation.OWN_POLICE
    else:
        together = _shared(bundle, case)
        yield Situation.FOREIGN_POLICE_IN_AGREEMENT if together else Situation.FOREIGN_POLICE_OUTSIDE


def _shared(bundle: Bundle, case: Case) -> tuple[str, ...]:
    """Return the agreements of which viewer and originator of a case are both members at its instant, sorted."""
    pair = {case.viewer.agency, case.key.originator}
    agreements = bundle.registers.agreements
    return tuple(
        i for i in sorted(agreements) if pair <= {c for c, p in agreements[i].memberships.items() if case.at in p}
    )


def _has_ended(agreement: Agreement, viewer: str, originator: str, at: datetime) -> bool:
    if viewer == originator or not {viewer, originator} <= agreement.parties:
        return False
    ends = [agreement.memberships[c].end for c in (viewer, originator)]
    return any(end is not None and end <= at for end in ends)


def _other_purposes(builder: ScopeBuilder, case: Case) -> Iterator[ViewerContext]:
    for purpose in builder.bundle.registers.purposes:
        if purpose != case.viewer.purpose:
            yield ViewerContext(
                agency=case.viewer.agency,
                subject=case.viewer.subject,
                roles=case.viewer.roles,
                purpose=purpose,
                case_ref=case.viewer.case_ref,
                clearance=case.viewer.clearance,
            )


def _opens(builder: ScopeBuilder, viewer: ViewerContext, case: Case) -> bool:
    scope = _scope(builder, viewer, case)
    return bool(scope.visible or scope.hits)
