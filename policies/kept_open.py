"""What somebody besides a sealed person keeps open: to whom that keeper is open, and as under the seal to all others.

A number that stood there without the victim whose it is, and without the suspect who uses it as well, would name her to
whoever holds it under her name. So it is read beside a keeper that is seen, and by nobody who sees none.

A hit shows no owner to anybody. Whoever reads such numbers nowhere is told of it as of a number on the keeper's own
record, and so is whoever is sent a notice. What is released to fewer than the number itself keeps no hit open.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from graph import CompartmentKey
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction

Bits = int
_Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps something open, by places among the terms that are asked: of link and record, and as they are told."""

    seen: _Places
    told: _Places
    profiles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """What is kept open: its position and profile, the place of its terms under the seal, and its keepers."""

    position: int
    profile: str
    sealed: int
    keepers: tuple[Keeper, ...]


def terms_behind(keys: Iterable[CompartmentKey]) -> tuple[CompartmentKey, ...]:
    """Return the terms by which it is decided who sees what among these is kept open, none of them twice."""
    found: dict[CompartmentKey, None] = {}
    for key in keys:
        if key.kept_by:
            found[key.sealed_with_her] = None
            for keeper in key.kept_by:
                found |= dict.fromkeys(keeper)
                found |= {replace(member, kind=key.kind): None for member in keeper}
    return tuple(found)


def kept_places(keys: Iterable[CompartmentKey], behind: Iterable[CompartmentKey]) -> tuple[KeptPlace, ...]:
    """Return what is kept open among keys, with the places of what decides it among the terms behind them."""
    places = {key: place for place, key in enumerate(behind)}
    return tuple(
        KeptPlace(
            position,
            key.profile,
            places[key.sealed_with_her],
            tuple(
                Keeper(
                    tuple(places[m] for m in keeper),
                    tuple(places[replace(m, kind=key.kind)] for m in keeper),
                    tuple(m.profile for m in keeper),
                )
                for keeper in key.kept_by
            ),
        )
        for position, key in enumerate(keys)
        if key.kept_by
    )


def close_without_keepers(
    allowed: dict[PolicyAction, Bits],
    kept: Iterable[KeptPlace],
    behind: Mapping[PolicyAction, Bits],
    is_as_wide: Callable[[str, str], bool],
) -> None:
    """Close what is kept open to whom no keeper is open, and leave it what it is under the seal.

    Args:
        allowed: for each action the positions for which it is allowed as if no seal lay there; is changed.
        kept: what is kept open.
        behind: for each action the places among the terms behind for which it is allowed.
        is_as_wide: whether a profile, named second, releases all that another one does.
    """
    seen = _any_class(behind)
    read = _any_class(allowed)
    for place in kept:
        bit = 1 << place.position
        is_seen = any(_all(seen, keeper.seen) for keeper in place.keepers)
        wide = [k for k in place.keepers if all(is_as_wide(place.profile, p) for p in k.profiles)]
        for action, bits in allowed.items():
            is_open = is_seen and action is not PolicyAction.NOTICE
            if action is PolicyAction.NOTICE or (action is PolicyAction.HIT and not read & bit):
                is_open = is_open or any(_all(behind[action], keeper.told) for keeper in wide)
            if not is_open:
                allowed[action] = bits & ~bit | (behind[action] >> place.sealed & 1) << place.position
            elif behind[action] >> place.sealed & 1:
                allowed[action] = bits | bit


def _any_class(allowed: Mapping[PolicyAction, Bits]) -> Bits:
    seen = 0
    for action in READ_ACTIONS.values():
        seen |= allowed.get(action, 0)
    return seen


def _all(bits: Bits, places: _Places) -> bool:
    return all(bits >> place & 1 for place in places)
