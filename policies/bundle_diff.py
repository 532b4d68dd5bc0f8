"""Compare two bundles decision by decision, over all viewers that they tell apart: who gains what, and who loses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

import numpy as np

from graph import CompartmentKey, SubjectRole
from policies.many_viewers import ACTIONS, ManyViewers
from policies.model import Bundle, Policy
from policies.viewer import ViewerContext
from policies.viewer_classes import viewer_classes
from policies.vocabulary import PolicyAction
from policies.world import Bits


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
    everybody = viewers if viewers is not None else viewer_classes(old, new)
    found: dict[int, list[_Difference]] = {}
    for difference in _differences(old, new, asked, everybody, now):
        for position in difference.viewers:
            found.setdefault(position, []).append(difference)
    for position, differences in sorted(found.items()):
        for one in sorted(differences, key=lambda d: d.rank):
            yield Change(
                viewer=everybody[position],
                action=one.action,
                originator=one.originator,
                gained=one.gained,
                lost=one.lost,
            )


def find_unused(bundle: Bundle, *, now: datetime, keys: Sequence[CompartmentKey] | None = None) -> tuple[str, ...]:
    """Return the policies without which nothing would be decided otherwise, at one instant.

    Args:
        bundle: the bundle.
        now: the instant.
        keys: the compartments to ask about; all that could be by default.
    """
    asked = every_key(bundle) if keys is None else keys
    everybody = viewer_classes(bundle)
    many = ManyViewers(bundle, everybody, asked, now=now)
    decisive = {o: many.deciding(o) for o in many.originators}
    compiled = frozenset[str]().union(*(ids for ids in decisive.values() if ids is not None))
    by_engine = {o for o, ids in decisive.items() if ids is None}
    left = [key for key in asked if key.originator in by_engine]
    return tuple(
        p.id for p in bundle.policies if p.id not in compiled and not _decides(p, bundle, left, everybody, now)
    )


def _decides(
    policy: Policy, bundle: Bundle, keys: Sequence[CompartmentKey], viewers: Sequence[ViewerContext], now: datetime
) -> bool:
    """Return whether something would be decided otherwise without a policy, asked by comparing."""
    without = replace(bundle, policies=tuple(p for p in bundle.policies if p is not policy))
    return bool(keys) and next(_differences(bundle, without, keys, viewers, now), None) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """One change for all viewers that it befalls; `rank` is its place among a viewer's changes."""

    viewers: tuple[int, ...]
    rank: tuple[int, int]
    action: PolicyAction
    originator: str
    gained: tuple[CompartmentKey, ...]
    lost: tuple[CompartmentKey, ...]


def _differences(
    old: Bundle, new: Bundle, keys: Sequence[CompartmentKey], viewers: Sequence[ViewerContext], now: datetime
) -> Iterator[_Difference]:
    """Yield what differs, originator by originator, once for all viewers whom both bundles tell the same."""
    ranks = {originator: rank for rank, originator in enumerate(dict.fromkeys(k.originator for k in keys))}
    touched = _touched(old, new, now)
    asked = [key for key in keys if touched is None or key.originator in touched]
    before, after = (ManyViewers(bundle, viewers, asked, now=now) for bundle in (old, new))
    for originator in before.originators:
        one, other = before.told(originator), after.told(originator)
        pairs = one.labels * len(other.answers) + other.labels
        for pair in np.unique(pairs).tolist():
            first, second = one.answers[pair // len(other.answers)], other.answers[pair % len(other.answers)]
            if first != second:
                members = tuple(np.flatnonzero(pairs == pair).tolist())
                for number, action in enumerate(ACTIONS):
                    if first[number] != second[number]:
                        yield _Difference(
                            viewers=members,
                            rank=(number, ranks[originator]),
                            action=action,
                            originator=originator,
                            gained=_keys(one.keys, second[number] & ~first[number]),
                            lost=_keys(one.keys, first[number] & ~second[number]),
                        )


def _touched(old: Bundle, new: Bundle, now: datetime) -> frozenset[str] | None:
    """Return the originators of whom bundles of equal registers can tell otherwise; `None` for all."""
    if old.registers != new.registers or old.kinds != new.kinds:
        return None
    differing = [*_without(old, new), *_without(new, old)]
    owners = [p.owners(now) for p in differing if now in p.force]
    return None if None in owners else frozenset[str]().union(*(o for o in owners if o is not None))


def _without(bundle: Bundle, other: Bundle) -> list[Policy]:
    known = {(p.source.key, p.reach, p.force, p.tree.effect, p.text) for p in other.policies}
    return [p for p in bundle.policies if (p.source.key, p.reach, p.force, p.tree.effect, p.text) not in known]


def _keys(keys: Sequence[CompartmentKey], bits: Bits) -> tuple[CompartmentKey, ...]:
    found: list[CompartmentKey] = []
    while bits:
        lowest = bits & -bits
        found.append(keys[lowest.bit_length() - 1])
        bits ^= lowest
    return tuple(found)
