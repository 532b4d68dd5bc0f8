"""What may be said of selectors to somebody who checks them, by compartment; for checks and for recalls of hits."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from graph import Compartment, Ontology, PropertyClass, ReadScope
from graph.selectors import key_classes, kinds_held_as, kinds_told_by
from graph.store import CompartmentRegistry, HitPlace
from policies import CarriedSelectors, Finding, HandlingProfile, find_standing, rules_of

_REMEMBERED_SCOPES = 256


class _Terms(TypedDict):
    profiles: Mapping[str, HandlingProfile]
    key_classes: Mapping[str, PropertyClass]


class HitStandings:
    """Finds and remembers what may be said of selectors under a scope. Holds no stored values."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self.key_classes = key_classes(ontology)
        self._registry = registry
        self._ontology = ontology
        self._carried = CarriedSelectors(ontology)
        self._findings: dict[tuple[object, ...], dict[HitPlace, Finding]] = {}

    def carriers(self, kind: str) -> frozenset[str]:
        """Return the kinds of records that carry selectors of a kind."""
        return self._carried.carriers(kind)

    def told_as(self, kind: str, on: str) -> frozenset[str]:
        """Return the kinds under whose terms a value may be told of that another kind of record carries.

        Args:
            kind: the kind that the value was asked as.
            on: the kind of the record.
        """
        return kinds_held_as(self._ontology, kind) & kinds_told_by(self._ontology.kind(on))

    def told(self, scope: ReadScope) -> Mapping[HitPlace, Finding]:
        """Return what may be said under a scope, by where a selector stands; what may not be said is not in it."""
        compartments = self._registry.all
        # INVARIANT: all that is computed here follows from these: nothing of the present moment goes into it.
        place = (scope.key, scope.terms, len(compartments))
        if place not in self._findings:
            if len(self._findings) >= _REMEMBERED_SCOPES:
                self._findings.clear()
            found = self._stand(scope, compartments)
            self._findings[place] = {where: f for where, f in found.items() if f is not None}
        return self._findings[place]

    def _stand(self, scope: ReadScope, compartments: Sequence[Compartment]) -> dict[HitPlace, Finding | None]:
        terms = _Terms(profiles=rules_of(scope).bundle.registers.profiles, key_classes=self.key_classes)
        found: dict[HitPlace, Finding | None] = {(c.id, ""): find_standing(c, scope, **terms) for c in compartments}
        permitted = self._carried.checkable(scope, compartments)
        for number, kind in self._carried.places(compartments):
            found[number, kind] = find_standing(
                self._registry.get(number), scope, carried=kind, checkable=permitted.get(kind, frozenset()), **terms
            )
        return found
