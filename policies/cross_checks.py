"""What a cross-check may say of a selector that somebody holds, and who is told of the check.

The decision rests on the compartment alone: its originator, its handling profile, and what the asker's scope opens. A
selector on a record of another kind, such as a person's phone number, is treated like a record of its own under the
same terms: whatever would close a hit on that by originator, profile, role or claim closes this one, too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph import Compartment, CompartmentKey, Ontology, PropertyClass, ReadScope
from graph.selectors import kinds_told_by
from policies.bundles.model import Bundle
from policies.bundles.profiles import HandlingProfile
from policies.bundles.vocabulary import HitMode, PolicyAction
from policies.scopes.scope_rules import rules_of
from policies.scopes.world import World


class Standing(StrEnum):
    """What the asker may be told of a selector that is held."""

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
    carried: str = "",
    checkable: Collection[int] | None = None,
) -> Finding | None:
    """Return what may be said of a selector in a compartment; `None` where the answer must be as if it were not held.

    Args:
        compartment: the selector's compartment.
        scope: what the asker may see now.
        profiles: the registered handling profiles.
        key_classes: the class of the key of each kind of selector.
        carried: the selector's kind, where it is on a record of another kind or under the key of another kind; the
            compartment is that record's then.
        checkable: the compartments in which a policy permits a hit; by default the scope's.
    """
    key = compartment.key
    kind = carried or (key.kind if key is not None else "")
    if key is None or kind not in key_classes:
        return None
    if scope.may_read(key_classes[kind], compartment.id):
        return IN_VIEW
    profile = profiles.get(key.profile)
    permitted = scope.checkable if checkable is None else checkable
    # One's own, where a seal closes its key, is no hit either.
    if compartment.id not in permitted or profile is None or key.originator == scope.agency:
        return None
    asker, holder = _MODES[profile.hit_mode]
    if not asker and not holder:
        return None
    return Finding(standing=Standing.HIT, tells_asker=asker, tells_holder=holder)


def terms_of_carried(key: CompartmentKey, kind: str) -> CompartmentKey:
    """Return the terms that apply to a selector of this kind on a record that is under other terms."""
    return replace(key, kind=kind)


class CarriedSelectors:
    """Finds where a viewer may be told of selectors that are on records of other kinds.

    INVARIANT: policies are asked about terms that need not be registered, so that filing records changes no scope. The
    rules that built the scope are asked, so that one check goes by the same rules from beginning to end.
    """

    def __init__(self, ontology: Ontology) -> None:
        self._kinds = {name: sorted(told) for name, kind in ontology.kinds.items() if (told := kinds_told_by(kind))}
        self._places: dict[int, list[tuple[int, str]]] = {}
        self._worlds: dict[tuple[str, int], World] = {}

    def carriers(self, kind: str) -> frozenset[str]:
        """Return the kinds of records that carry selectors of a kind, on them or under the key of another kind."""
        return frozenset(name for name, kinds in self._kinds.items() if kind in kinds)

    def places(self, compartments: Sequence[Compartment]) -> list[tuple[int, str]]:
        """Return each compartment whose records carry selectors, with the kinds of these selectors."""
        count = len(compartments)
        if count not in self._places:
            self._places = {
                count: [(c.id, k) for c in compartments if c.key is not None for k in self._kinds.get(c.key.kind, ())]
            }
        return self._places[count]

    def checkable(self, scope: ReadScope, compartments: Sequence[Compartment]) -> dict[str, frozenset[int]]:
        """Return, for each kind of selector, the compartments of its carriers in which a policy permits a hit.

        Args:
            scope: what the asker may see now.
            compartments: all registered ones; compartments are only ever added.
        """
        places, rules = self.places(compartments), rules_of(scope)
        allowed = rules.allowed(self._world(places, compartments, rules.bundle))[PolicyAction.HIT]
        found: dict[str, set[int]] = {}
        for position, (compartment, kind) in enumerate(places):
            if allowed >> position & 1:
                found.setdefault(kind, set()).add(compartment)
        return {kind: frozenset(numbers) for kind, numbers in found.items()}

    def _world(self, places: Sequence[tuple[int, str]], compartments: Sequence[Compartment], bundle: Bundle) -> World:
        place = (bundle.version, len(compartments))
        if place not in self._worlds:
            keys = {c.id: c.key for c in compartments}
            terms = [terms_of_carried(key, kind) for number, kind in places if (key := keys[number]) is not None]
            self._worlds = {place: World.over(terms, bundle)}
        return self._worlds[place]
