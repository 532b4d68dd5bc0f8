"""Grants as policies see them: whom one reaches, what it opens at most, and whether it may be given at all.

A grant opens no more than its ceiling: what the originator's policies would permit to this viewer if a grant were live.
The floor lifts for a grant what an originator reserved to its own decision (ORCON, PRIOR_CONSENT, default deny), and
nothing else; the ceiling is decided for every viewer anew, so a role, a purpose or a suspension counts at each reading.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from graph import Compartment, PropertyClass, ReadScope
from graph.grants import Condition, Grant, Grantee, grant_number
from policies.errors import OverCeilingError
from policies.registers import Registers
from policies.viewer import ViewerContext
from policies.vocabulary import Caveat

LONGEST_GRANT = timedelta(days=366)
_BEST_CLEARANCE = 1_000

Classes = frozenset[PropertyClass]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A scope with the grants that are live for its viewer, and how long exactly these are."""

    scope: ReadScope
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Return whether it is exact at an instant: no grant begins or ends between; a clock set back asks anew."""
        return self.since <= now and (self.until is None or now < self.until)


def reaches(grant: Grant, viewer: ViewerContext) -> bool:
    """Return whether a viewer is one of those whom a grant is given to, under its purpose and case."""
    to = grant.grantee
    return (
        to.agency == viewer.agency
        and (to.role is None or to.role in viewer.roles)
        and (to.person is None or to.person == viewer.subject)
        and grant.purpose == viewer.purpose
        and (grant.case_ref is None or grant.case_ref == viewer.case_ref)
    )


def with_grants(
    scope: ReadScope,
    ceiling: ReadScope,
    grants: Iterable[Grant],
    *,
    viewer: ViewerContext,
    compartments: Mapping[int, Compartment],
    now: datetime,
) -> Overlay:
    """Return a viewer's scope with what live grants open besides.

    Args:
        scope: what the viewer sees without grants.
        ceiling: what the viewer would see if a grant were live on everything.
        grants: the active grants of the viewer's agency.
        viewer: who asks.
        compartments: the registered compartments by id.
        now: the present.
    """
    mine = [g for g in grants if reaches(g, viewer)]
    granted: dict[PropertyClass, set[int]] = {name: set() for name in PropertyClass}
    now_live = {g.number: g for g in mine if g.begins <= now < g.ends}
    for classes, named in _named_records(now_live.values(), compartments).items():
        for name in classes:
            opened = ceiling.classes.get(name, frozenset())
            granted[name].update(token for token, compartment in named if compartment in opened)
    for grant, link in _named_links(now_live.values(), compartments):
        for name in _link_classes(grant, link, scope, ceiling, compartments):
            granted[name].add(grant.token(link.id))
    numbers = {grant_number(token) for tokens in granted.values() for token in tokens}
    live = {number: now_live[number] for number in sorted(numbers)}
    edges = [t for g in mine for t in (g.begins, g.ends) if t > now]
    until = min((t for t in (*edges, scope.exact_until) if t is not None), default=None)
    made = replace(
        scope,
        granted={name: frozenset(tokens) for name, tokens in granted.items() if tokens},
        grants=live,
        exact_until=until,
    )
    return Overlay(scope=made, since=now, until=until)


def _named_records(
    grants: Iterable[Grant], compartments: Mapping[int, Compartment]
) -> dict[Classes, list[tuple[int, int]]]:
    """Return what grants of the same classes name of records, as tokens with their compartments.

    Gathered, since most grants share few sets of classes and a look-up by a class costs more than one by a number.
    """
    found: dict[Classes, list[tuple[int, int]]] = {}
    for grant in grants:
        named, mark = found.setdefault(grant.classes, []), grant.mark
        named += [(mark + c, c) for c in grant.compartments if c in compartments and compartments[c].key is not None]
    return found


def _named_links(
    grants: Iterable[Grant], compartments: Mapping[int, Compartment]
) -> Iterator[tuple[Grant, Compartment]]:
    """Yield the conjunctions of the links that grants name."""
    for grant in grants:
        for compartment in grant.compartments:
            if compartment in compartments and compartments[compartment].key is None:
                yield grant, compartments[compartment]


def _link_classes(
    grant: Grant,
    link: Compartment,
    scope: ReadScope,
    ceiling: ReadScope,
    compartments: Mapping[int, Compartment],
) -> Classes:
    """Return the classes that a live grant opens of the links that it names in one conjunction.

    A link is opened only where both its ends are, and where an end is a sealed victim only where her identity may be
    read; it opens by the classes that its own compartment opens.
    """
    own, *ends = link.members
    if own not in compartments or not all(_end_opens(grant, compartments.get(e), scope, ceiling) for e in ends):
        return frozenset()
    return grant.classes & ceiling.readable_classes(own)


def _end_opens(grant: Grant, end: Compartment | None, scope: ReadScope, ceiling: ReadScope) -> bool:
    if end is None or end.key is None:
        return False
    if end.id not in grant.compartments and end.id not in scope.visible:
        return False
    reads = scope.readable_classes(end.id)
    if end.id in grant.compartments:
        reads |= grant.classes & ceiling.readable_classes(end.id)
    return bool(reads) and (not end.key.is_sealed or PropertyClass.IDENTITY in reads)


def best_viewers(grantee: Grantee, purpose: str, case_ref: str | None, registers: Registers) -> list[ViewerContext]:
    """Return the contexts under which a grantee could be shown most: each of its roles, any case, every clearance.

    What none of them could be shown is over the ceiling.
    """
    roles = [grantee.role] if grantee.role is not None else sorted(registers.roles)
    return [
        ViewerContext(
            agency=grantee.agency,
            subject=grantee.person or "any",
            roles=frozenset({role}),
            purpose=purpose,
            case_ref=case_ref or "any",
            clearance=_BEST_CLEARANCE,
        )
        for role in roles
    ]


def check_ceiling(classes: Classes, compartments: Iterable[int], ceilings: Sequence[ReadScope]) -> None:
    """Return if some viewer of the grantee could be shown all that a grant is to open.

    Args:
        classes: what the grant is to open.
        compartments: the base compartments of the records that it is to name.
        ceilings: the ceilings of the grantee's possible viewers.

    Raises:
        OverCeilingError: a class of a record could be shown to none of them.
    """
    for compartment in sorted(set(compartments)):
        reachable = frozenset().union(*(c.readable_classes(compartment) for c in ceilings))
        if over := classes - reachable:
            raise OverCeilingError(sorted(map(str, over)))


def conditions_of(
    given: Iterable[Condition], profiles: Iterable[str], registers: Registers, *, onward: bool
) -> tuple[Condition, ...]:
    """Return the conditions that a grant has: those given, and those that the records' profiles carry.

    Raises:
        OverCeilingError: passing on is allowed by the grant and not by a profile.
    """
    caveats = frozenset().union(*(registers.profiles[name].caveats for name in profiles))
    if onward and Caveat.NO_ONWARD in caveats:
        raise OverCeilingError(["onward"])
    found = set(given) - {Condition.H0}
    if not onward:
        found.add(Condition.H2)
    if Caveat.NO_JUDICIAL in caveats:
        found.add(Condition.H1)
    return tuple(sorted(found)) or (Condition.H0,)


def needs_second(profiles: Iterable[str], registers: Registers) -> bool:
    """Return whether a handling profile among these asks for a second person's approval."""
    return any(registers.profiles[name].second_approver for name in profiles)
