"""For whom the kit asks: every kind of viewer that the policies tell apart, and of those on equal terms one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product

from api.noninterference.worlds import Hiding, possible_compartments
from policies import Bundle, ScopeBuilder, ViewerContext

HIGHEST = 9
"""A clearance for all that a bundle asks."""
KINDS = ("Person", "PhoneNumber", "Site", "Organization", "Report", "Wallet")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeViewers:
    """Viewers on equal terms: the one that is asked for all, and the agencies of the others."""

    viewer: ViewerContext
    others: tuple[str, ...] = ()


def described(viewer: ViewerContext) -> str:
    """Return who asks, in words."""
    return f"{viewer.agency}, {'/'.join(sorted(viewer.roles))}, {viewer.purpose}"


def colleague(agency: str) -> ViewerContext:
    """Return an analyst of an agency."""
    return ViewerContext(
        agency=agency,
        subject=f"analyst of {agency}",
        roles=frozenset({"analyst"}),
        purpose="investigation",
        case_ref="K-1",
    )


def viewers_of(bundle: Bundle, kinds: Sequence[str] = KINDS) -> list[ViewerContext]:
    """Return every kind of viewer that the bundle can tell apart by what it shows or tells them, one of each.

    It holds all roles that open the same together and alone: some operations are for one role only.
    """
    scopes, made, now = ScopeBuilder(bundle), possible_compartments(bundle, kinds), datetime.now(UTC)
    found: dict[str, ViewerContext] = {}
    for party, purpose, role in product(bundle.registers.parties, bundle.registers.purposes, bundle.registers.roles):
        viewer = ViewerContext(
            agency=party, subject=f"somebody of {party}", roles=frozenset({role}), purpose=purpose, case_ref="K-1"
        )
        key = scopes.build_scope(viewer, made, now=now).key
        known = found.setdefault(key, viewer)
        if known.purpose == purpose:
            both = replace(known, roles=known.roles | viewer.roles)
            if scopes.build_scope(both, made, now=now).key == key:
                found[key] = both
    return list(found.values())


def alike_viewers(bundle: Bundle, kinds: Sequence[str] = KINDS) -> list[AlikeViewers]:
    """Return the viewers of a bundle, those on equal terms together, in the order of the register.

    Equal are the purpose, the roles, the agencies' sector, what each sees of its own, and what others let each see and
    be told of: as many others under each set of terms, whichever they are. The one that is asked is taken from an
    agency that is asked anyway, since the viewers of one agency share a world.
    """
    groups: dict[object, list[ViewerContext]] = {}
    viewers = viewers_of(bundle, kinds)
    for viewer, hiding in zip(viewers, Hiding.of_each(viewers, bundle, kinds), strict=True):
        groups.setdefault(_standing(viewer, bundle, hiding), []).append(viewer)
    chosen: dict[ViewerContext, AlikeViewers] = {}
    agencies: set[str] = set()
    for members in sorted(groups.values(), key=len):
        one = next((v for v in members if v.agency in agencies), members[0])
        agencies.add(one.agency)
        chosen[one] = AlikeViewers(viewer=one, others=tuple(v.agency for v in members if v is not one))
    order = list(bundle.registers.parties)
    return sorted(chosen.values(), key=lambda alike: order.index(alike.viewer.agency))


def _standing(viewer: ViewerContext, bundle: Bundle, hiding: Hiding) -> tuple[object, ...]:
    """Return what makes viewers equal, whatever their agencies are called."""
    terms = _terms(hiding)
    others = Counter(found for originator, found in terms.items() if originator != viewer.agency)
    sector = bundle.registers.parties[viewer.agency].sector
    return viewer.purpose, viewer.roles, sector, terms[viewer.agency], frozenset(others.items())


def _terms(hiding: Hiding) -> Mapping[str, frozenset[object]]:
    """Return by originator what a viewer is shown and told, for each profile, kind and role."""
    scope = hiding.scope
    found: dict[str, set[object]] = {}
    for key, number in hiding.numbers.items():
        told = number in scope.visible, number in scope.notices, number in scope.hits
        classes = scope.readable_classes(number)
        found.setdefault(key.originator, set()).add((key.profile, key.kind, key.role, told, classes))
    return {originator: frozenset(terms) for originator, terms in found.items()}
