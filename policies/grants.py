"""Grants as policies weigh them: what one opens at most, and whether it may be given at all.

A grant opens no more than its ceiling: what the originator's policies would permit to this viewer if a grant were live.
The floor lifts for a grant what an originator reserved to its own decision (ORCON, PRIOR_CONSENT, default deny), and
nothing else; the ceiling is decided for every viewer anew, so a role, a purpose or a suspension counts at each reading.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from graph import PropertyClass, ReadScope
from graph.grants import Condition, Grantee
from policies.bundles.registers import Registers
from policies.bundles.vocabulary import Caveat
from policies.errors import OverCeilingError
from policies.viewer import ViewerContext

LONGEST_GRANT = timedelta(days=366)
_BEST_CLEARANCE = 1_000

Classes = frozenset[PropertyClass]


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


def check_purpose(purpose: str, profiles: Iterable[str], registers: Registers) -> None:
    """Return if every handling profile lists the purpose that a grant is for.

    Raises:
        OverCeilingError: one does not, and no grant lifts that.
    """
    if any(purpose not in registers.profiles[name].purposes for name in profiles):
        raise OverCeilingError([purpose], what="the purpose")


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
