"""Compare two bundles decision by decision, over all viewers that they tell apart: who gains what, and who loses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from graph import CompartmentKey, SubjectRole
from policies.compiler import Rule, UnsupportedConstructError, compile_policy
from policies.facts import RequestFacts, agency_facts, viewer_facts
from policies.model import Bundle, Policy
from policies.scope_builder import ScopeBuilder
from policies.viewer import ViewerContext
from policies.viewer_classes import viewer_classes
from policies.vocabulary import PolicyAction
from policies.world import Bits, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one viewer class gains and loses of one originator by one action.

    Attributes:
        viewer: the viewer class.
        action: a property class, `hit` or `notice`.
        originator: whose records.
        gained: compartments that are open to it in the new bundle alone.
        lost: compartments that are open to it in the old bundle alone.
    """

    viewer: ViewerContext
    action: PolicyAction
    originator: str
    gained: tuple[CompartmentKey, ...]
    lost: tuple[CompartmentKey, ...]


def every_key(*bundles: Bundle, originators: Iterable[str] | None = None) -> tuple[CompartmentKey, ...]:
    """Return every compartment that records could have under these bundles' registers."""
    owners = frozenset[str]().union(*(b.registers.parties for b in bundles))
    profiles = frozenset[str]().union(*(b.registers.profiles for b in bundles))
    kinds = frozenset[str]().union(*(b.kinds for b in bundles))
    chosen = sorted(owners if originators is None else owners & frozenset(originators))
    return tuple(
        CompartmentKey(originator=o, profile=p, kind=k, role=r)
        for o, p, k, r in product(chosen, sorted(profiles), sorted(kinds), SubjectRole)
    )


def compare_bundles(
    old: Bundle,
    new: Bundle,
    *,
    now: datetime,
    keys: Sequence[CompartmentKey] | None = None,
    viewers: Sequence[ViewerContext] | None = None,
) -> Iterator[Change]:
    """Yield every change between two bundles at one instant.

    A viewer whom only one of the bundles knows is told nothing by the other.

    Args:
        old: the bundle in force.
        new: the candidate.
        now: the instant.
        keys: the compartments to ask about; all that could be by default.
        viewers: whose views; all that the bundles tell apart by default.
    """
    asked = tuple(keys) if keys is not None else every_key(old, new)
    before, after = _Side(old, asked), _Side(new, asked)
    differing = _differing(before, after)
    owners = {o: _positions(asked, o) for o in dict.fromkeys(k.originator for k in asked)}
    for viewer in viewers if viewers is not None else viewer_classes(old, new):
        if differing is not None and not any(_touches(side, rules, viewer, now) for side, rules in differing):
            continue
        one, other = before.told(viewer, now), after.told(viewer, now)
        for action in PolicyAction:
            gained, lost = other[action] & ~one[action], one[action] & ~other[action]
            if gained | lost:
                for originator, own in owners.items():
                    if (gained | lost) & own:
                        yield Change(
                            viewer=viewer,
                            action=action,
                            originator=originator,
                            gained=_keys(asked, gained & own),
                            lost=_keys(asked, lost & own),
                        )


def find_unused(bundle: Bundle, *, now: datetime, keys: Sequence[CompartmentKey] | None = None) -> tuple[str, ...]:
    """Return the policies without which nothing would be decided otherwise, at one instant.

    Args:
        bundle: the bundle.
        now: the instant.
        keys: the compartments to ask about; all that could be by default.
    """
    keys, viewers = every_key(bundle) if keys is None else keys, viewer_classes(bundle)
    idle: list[str] = []
    for policy in bundle.policies:
        without = replace(bundle, policies=tuple(p for p in bundle.policies if p is not policy))
        if next(compare_bundles(bundle, without, now=now, keys=keys, viewers=viewers), None) is None:
            idle.append(policy.id)
    return tuple(idle)


class _Side:
    """One of the two bundles, over the compartments asked about."""

    def __init__(self, bundle: Bundle, keys: tuple[CompartmentKey, ...]) -> None:
        self.bundle = bundle
        self.world = World.over(keys, bundle)
        self.builder = ScopeBuilder(bundle)

    def knows(self, viewer: ViewerContext) -> bool:
        registers = self.bundle.registers
        words = viewer.purpose in registers.purposes and viewer.roles <= registers.roles.keys()
        return viewer.agency in registers.parties and words

    def told(self, viewer: ViewerContext, now: datetime) -> Mapping[PolicyAction, Bits]:
        """Return what a viewer is told; nothing where the bundle does not know it."""
        if not self.knows(viewer):
            return dict.fromkeys(PolicyAction, 0)
        return self.builder.evaluate(viewer, self.world, now=now)


def _differing(before: _Side, after: _Side) -> tuple[tuple[_Side, list[Rule]], ...] | None:
    """Return the policies of which one side has no like; `None` where registers differ or a policy is the engine's.

    Between bundles of equal registers whoever is touched by none of these is told the same: most viewers, mostly.
    """
    if before.bundle.registers != after.bundle.registers or before.bundle.kinds != after.bundle.kinds:
        return None
    sides = ((before, after), (after, before))
    try:
        return tuple((one, [compile_policy(p) for p in _without(one.bundle, other.bundle)]) for one, other in sides)
    except UnsupportedConstructError:
        return None


def _without(bundle: Bundle, other: Bundle) -> list[Policy]:
    known = {(p.source.key, p.reach, p.force, p.tree.effect, p.text) for p in other.policies}
    return [p for p in bundle.policies if (p.source.key, p.reach, p.force, p.tree.effect, p.text) not in known]


def _touches(side: _Side, rules: Sequence[Rule], viewer: ViewerContext, now: datetime) -> bool:
    """Return whether one of these rules holds for some compartment that this viewer could ask about."""
    return any(
        one.principal_type in rule.principal_types
        and (rule.audience is None or rule.audience in one.ancestors)
        and rule.matches(one, side.world, side.world.all)
        for one in _facts(side, viewer, now)
        for rule in rules
    )


def _facts(side: _Side, viewer: ViewerContext, now: datetime) -> tuple[RequestFacts, ...]:
    directory = side.builder.directory
    as_viewer = viewer_facts(viewer, side.bundle, directory, now)
    return as_viewer, agency_facts(viewer.agency, side.bundle, directory, now)


def _positions(keys: Sequence[CompartmentKey], originator: str) -> Bits:
    bits = 0
    for position, key in enumerate(keys):
        if key.originator == originator:
            bits |= 1 << position
    return bits


def _keys(keys: Sequence[CompartmentKey], bits: Bits) -> tuple[CompartmentKey, ...]:
    found: list[CompartmentKey] = []
    while bits:
        lowest = bits & -bits
        found.append(keys[lowest.bit_length() - 1])
        bits ^= lowest
    return tuple(found)
