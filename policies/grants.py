"""Grants as policies see them: what a grant may open at most, and whether it may be given at all.

A grant opens no more than its ceiling: what the originator's policies would permit to this viewer if a live grant named
the record. For a grant the floor sets aside what originators reserved to their own decision (ORCON, PRIOR_CONSENT,
default deny), and nothing else. The ceiling is decided for each viewer at each read, so roles, purposes and suspensions
count at that moment.
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
    """Return the contexts in which a grantee could be shown most: each of its roles, any case, every clearance.

    What is shown in none of them is above the ceiling.
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
    """Return if for each record and class that a grant is to open there is a viewer of the grantee who could see it.

    Args:
        classes: the classes that the grant is to open.
        compartments: the base compartments of its records.
        ceilings: the ceilings of the viewers that the grantee may have.

    Raises:
        OverCeilingError: there is a class of a record that none of them could see.
    """
    for compartment in sorted(set(compartments)):
        reachable = frozenset().union(*(c.readable_classes(compartment) for c in ceilings))
        if over := classes - reachable:
            raise OverCeilingError(sorted(map(str, over)))


def check_purpose(purpose: str, profiles: Iterable[str], registers: Registers) -> None:
    """Return if every handling profile lists the grant's purpose.

    Raises:
        OverCeilingError: one does not list it, which no grant sets aside.
    """
    if any(purpose not in registers.profiles[name].purposes for name in profiles):
        raise OverCeilingError([purpose], what="the purpose")


def conditions_of(
    given: Iterable[Condition], profiles: Iterable[str], registers: Registers, *, onward: bool
) -> tuple[Condition, ...]:
    """Return the conditions of a grant: those that its giver sets, and those of its records' profiles.

    Raises:
        OverCeilingError: the grant allows passing on, and a profile does not.
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
    """Return whether one of these handling profiles asks for the approval of a second person."""
    return any(registers.profiles[name].second_approver for name in profiles)
