"""What a cross-check may say of a selector that somebody holds, and whom it tells.

The decision rests on the compartment alone: its originator, its handling profile, and what the asker's scope opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph import Compartment, PropertyClass, ReadScope
from policies.registers import HandlingProfile
from policies.vocabulary import HitMode


class Standing(StrEnum):
    """How a held selector stands to the one who asks."""

    IN_VIEW = "in-view"  # the asker may read it by its key anyway: one's own, released, or granted
    HIT = "hit"  # policy permits a hit: the profile's mode says whom it tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What may be said of a selector in one compartment. What is in view is told to the asker and to nobody else."""

    standing: Standing
    tells_asker: bool
    tells_holder: bool


_MODES = {
    HitMode.NONE: (False, False),
    HitMode.BOTH_NOTIFIED: (True, True),
    HitMode.ORIGINATOR_ONLY: (False, True),
    HitMode.REQUESTER_ONLY: (True, False),
}


IN_VIEW = Finding(standing=Standing.IN_VIEW, tells_asker=True, tells_holder=False)


def find_standing(
    compartment: Compartment,
    scope: ReadScope,
    *,
    profiles: Mapping[str, HandlingProfile],
    key_classes: Mapping[str, PropertyClass],
) -> Finding | None:
    """Return what may be said of a selector in a compartment; `None` where it is as if it were not held.

    Args:
        compartment: the one that the selector lies in.
        scope: what the asker may see now.
        profiles: the registered handling profiles.
        key_classes: the class of the key of each kind of selector.
    """
    key = compartment.key
    if key is None or key.kind not in key_classes:
        return None
    if scope.may_read(key_classes[key.kind], compartment.id):
        return IN_VIEW
    profile = profiles.get(key.profile)
    # One's own, where a seal closes its key, is no hit either.
    if compartment.id not in scope.checkable or profile is None or key.originator == scope.agency:
        return None
    asker, holder = _MODES[profile.hit_mode]
    if not asker and not holder:
        return None
    return Finding(standing=Standing.HIT, tells_asker=asker, tells_holder=holder)
