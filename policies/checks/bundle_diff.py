"""Compare two bundles decision by decision, over all viewers that they tell apart: who gains what, and who loses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

import numpy as np
from numpy.typing import NDArray

from graph import CompartmentKey, SubjectRole
from policies.bundles.model import Bundle, Policy
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction
from policies.checks.many_viewers import ACTIONS, Answer, ManyViewers, Told
from policies.checks.viewer_classes import viewer_classes
from policies.scopes.world import Bits
from policies.viewer import ViewerContext

_READS = frozenset(READ_ACTIONS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one viewer class gains and loses of one originator by one action.

    Attributes:
        viewer: the viewer class.
        action: a property class, `hit` or `notice`.
        originator: whose records.
        gained: compartments that are open to it in the new bundle alone.
        lost: compartments that are open to it in the old bundle alone.
        by_grant: whether that is what the originator's grant could open, where it is not open by itself.
    """

    viewer: ViewerContext
    action: PolicyAction
    originator: str
    gained: tuple[CompartmentKey, ...]
    lost: tuple[CompartmentKey, ...]
    by_grant: bool = False


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
    with_grants: bool = False,
) -> Iterator[Change]:
    """Yield every change between two bundles at one instant.

    A viewer whom only one of the bundles knows is told nothing by the other.

    Args:
        old: the bundle in force.
        new: the candidate.
        now: the instant.
        keys: the compartments to ask about; all that could be by default.
        viewers: whose views; all that the bundles tell apart by default.
        with_grants: whether to compare also what a grant could open of what is not open by itself.
    """
    asked = tuple(keys) if keys is not None else every_key(old, new)
    everybody = viewers if viewers is not None else viewer_classes(old, new)
    found: dict[int, list[_Difference]] = {}
    for difference in _differences(old, new, asked, everybody, now, with_grants=with_grants):
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
                by_grant=one.by_grant,
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
    rank: tuple[int, int, bool]
    action: PolicyAction
    originator: str
    gained: tuple[CompartmentKey, ...]
    lost: tuple[CompartmentKey, ...]
    by_grant: bool


def _differences(
    old: Bundle,
    new: Bundle,
    keys: Sequence[CompartmentKey],
    viewers: Sequence[ViewerContext],
    now: datetime,
    *,
    with_grants: bool = False,
) -> Iterator[_Difference]:
    """Yield what differs, originator by originator, once for all viewers whom both bundles tell the same."""
    ranks = {originator: rank for rank, originator in enumerate(dict.fromkeys(k.originator for k in keys))}
    touched = _touched(old, new, now)
    asked = [key for key in keys if touched is None or key.originator in touched]
    before, after = (ManyViewers(b, viewers, asked, now=now, with_grants=with_grants) for b in (old, new))
    for originator in before.originators:
        one, other = before.told(originator), after.told(originator)
        place, plain = (originator, ranks[originator]), slice(len(viewers))
        for members, first, second in _pairs(one, other, plain):
            yield from _changed(members, first, second, one.keys, place)
        if with_grants:
            for members, first, second in _by_grant(one, other, len(viewers)):
                yield from _changed(members, first, second, one.keys, place, by_grant=True)


def _pairs(one: Told, other: Told, asking: slice) -> Iterator[tuple[NDArray[np.int64], Answer, Answer]]:
    """Yield positions of viewers whom two bundles do not tell the same, with what each tells them."""
    pairs = (one.labels * len(other.answers) + other.labels)[asking]
    for pair in np.unique(pairs).tolist():
        first, second = one.answers[pair // len(other.answers)], other.answers[pair % len(other.answers)]
        if first != second:
            yield np.flatnonzero(pairs == pair), first, second


def _by_grant(one: Told, other: Told, count: int) -> Iterator[tuple[NDArray[np.int64], Answer, Answer]]:
    """Yield where what a grant could open differs, less what differs without a grant in the same way.

    A grant opens classes and nothing else.
    """
    width = len(other.answers)
    plain = (one.labels * width + other.labels)[:count]
    for members, least, best in _pairs(one, other, slice(count, None)):
        for pair in np.unique(plain[members]).tolist():
            lost, gained = list[Bits](), list[Bits]()
            own = zip(one.answers[pair // width], other.answers[pair % width], strict=True)
            for action, before, after, (less, more) in zip(ACTIONS, least, best, own, strict=True):
                reads = action in _READS
                lost.append(before & ~after & ~(less & ~more) if reads else 0)
                gained.append(after & ~before & ~(more & ~less) if reads else 0)
            if any(lost) or any(gained):
                yield members[plain[members] == pair], tuple(lost), tuple(gained)


def _changed(
    members: NDArray[np.int64],
    first: Answer,
    second: Answer,
    keys: Sequence[CompartmentKey],
    originator: tuple[str, int],
    *,
    by_grant: bool = False,
) -> Iterator[_Difference]:
    viewers, (code, rank) = tuple(members.tolist()), originator
    for number, action in enumerate(ACTIONS):
        if first[number] != second[number]:
            yield _Difference(
                viewers=viewers,
                rank=(number, rank, by_grant),
                action=action,
                originator=code,
                gained=_keys(keys, second[number] & ~first[number]),
                lost=_keys(keys, first[number] & ~second[number]),
                by_grant=by_grant,
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
