"""What keepers keep open: records that a sealed person uses and somebody else uses as well, such as a shared number.

Who sees a keeper (a user and the link to it) sees the record beside it. To all others it is closed, as under the
victim's seal. If they saw the number without the victim who uses it and without the other user, then its very
appearance would name her to anybody who knows the number as hers.

A hit shows nobody the owner. Somebody to whom such numbers are closed is therefore told of a hit as for a number on the
keeper's own record, and so are those to whom notices are sent. A keeper that is released to fewer viewers than the
number itself keeps no hit open.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from graph import CompartmentKey
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction

Bits = int
_Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Keeper:
    """A keeper, as positions among the terms asked for: where it is seen (link and record), and where it is told of."""

    seen: _Places
    told: _Places
    profiles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A record kept open: its position and profile, the position of its terms under the seal, and its keepers."""

    position: int
    profile: str
    sealed: int
    keepers: tuple[Keeper, ...]


def terms_behind(keys: Iterable[CompartmentKey]) -> tuple[CompartmentKey, ...]:
    """Return the terms on which it depends who sees what is kept open among these keys, without repeats."""
    found: dict[CompartmentKey, None] = {}
    for key in keys:
        if key.kept_by:
            found[key.sealed_with_her] = None
            for keeper in key.kept_by:
                found |= dict.fromkeys(keeper)
                found |= {replace(member, kind=key.kind): None for member in keeper}
    return tuple(found)


def kept_places(keys: Iterable[CompartmentKey], behind: Iterable[CompartmentKey]) -> tuple[KeptPlace, ...]:
    """Return what is kept open among keys, with positions among the terms that `terms_behind` gives."""
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
    """Close what is kept open where no keeper is open; what is open under the victim's seal as well stays open.

    Args:
        allowed: for each action, the positions for which it would be allowed without the seal; is changed.
        kept: what is kept open.
        behind: for each action, the positions among the terms behind for which it is allowed.
        is_as_wide: whether the profile named second releases all that the first one does.
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
