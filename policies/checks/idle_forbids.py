"""Finds what a bundle holds without effect: forbids that never hold, packs without a policy, agreements without a text.

A forbid that closes what nothing opens is no slip; it may be meant for a permit to come. One that holds for no viewer
and no record closes nothing, whatever its author meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from graph import COMPARTMENT_STATES, CompartmentKey, SubjectRole
from policies.bundles.model import Bundle, Policy, SourceKind
from policies.checks.many_viewers import ManyViewers
from policies.checks.viewer_classes import viewer_classes
from policies.viewer import Directory, ViewerContext


def find_idle_forbids(bundle: Bundle, *, now: datetime) -> tuple[Policy, ...]:
    """Return the forbids of agreements and packs that hold for nobody and nothing that the registers know, at any time.

    The floor's are left out, as laws of their own watch over them; so are those that Cedar's engine decides.
    """
    viewers = viewer_classes(bundle)
    left = [
        p for p in bundle.policies if not p.is_permit and p.source.kind is not SourceKind.FLOOR and p.source.originators
    ]
    for instant in (now, *_instants(bundle)):
        if not left:
            break
        holding = _holding(bundle, left, viewers, instant)
        left = [p for p in left if p.id not in holding]
    return tuple(left)


def find_empty_sources(bundle: Bundle) -> tuple[str, ...]:
    """Return the files of packs without a policy, and of agreements with adopters that have none; sorted.

    What nobody adopted by itself is a basis for packs, and needs no text.
    """
    filled = {policy.file for policy in bundle.policies}
    packs = {f"packs/{name}/pack.cedar" for name in bundle.files.entries("packs")}
    adopted = {f"agreements/{a.id}.cedar" for a in bundle.registers.agreements.values() if a.adopted_by}
    return tuple(sorted((packs | adopted) - filled))


def _instants(bundle: Bundle) -> Iterator[datetime]:
    """Yield an instant of every interval between breakpoints."""
    if bundle.breakpoints:
        yield bundle.breakpoints[0] - timedelta(days=1)
    yield from bundle.breakpoints


def _holding(
    bundle: Bundle, forbids: Sequence[Policy], viewers: Sequence[ViewerContext], now: datetime
) -> frozenset[str]:
    """Return ids of the forbids that hold for some viewer and compartment, with or without grants and suspensions."""
    alone, keys = replace(bundle, policies=tuple(forbids)), _keys(bundle, forbids)
    silenced = Directory(bundle.registers)
    for agency in bundle.registers.parties:
        silenced.suspend(agency)
    asked = ManyViewers(alone, viewers, keys, now=now, with_grants=True)
    under_suspension = ManyViewers(alone, viewers, asked.world, now=now, directory=silenced)
    return asked.holding() | under_suspension.holding()


def _keys(bundle: Bundle, forbids: Iterable[Policy]) -> list[CompartmentKey]:
    owners = sorted({code for p in forbids for code in (p.source.originators or ())})
    profiles, kinds = sorted(bundle.registers.profiles), sorted(bundle.kinds)
    return [
        CompartmentKey(originator=o, profile=p, kind=k, role=r, claimed=claimed, uncompared=uncompared)
        for o, p, k, r in product(owners, profiles, kinds, SubjectRole)
        for claimed, uncompared in COMPARTMENT_STATES
    ]
