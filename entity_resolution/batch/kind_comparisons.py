"""Comparisons of a kind's match model, used by batch resolution as they stand for fields that it has no own for.

They are the functions and weights that the graph uses (`entity_resolution/models/`), applied once to each distinct pair
of values: a passport weighs the same whether its record arrives alone or in a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from entity_resolution.batch.dictionary import FieldPairs, Floats
from entity_resolution.batch.parameters import BatchModel
from entity_resolution.comparing.comparisons import compare
from entity_resolution.comparing.model import Comparator, ComparisonModel, load_models
from graph import KindSchema, PropertyClass, PropertySchema
from graph.parts import StoredValue
from graph.values import normalise

AGREES_FROM_BITS = 1.0
"""A level agrees from so many bits on: below, it says next to nothing."""
_USED = frozenset({Comparator.EQUAL, Comparator.KEYS, Comparator.TEXT, Comparator.PLACES, Comparator.REGIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindComparison:
    """One comparison of one property. Bits are those of the kind's model."""

    model: ComparisonModel
    schema: PropertySchema
    country: str | None
    _known: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict, compare=False)

    @property
    def is_personal(self) -> bool:
        """Whether equal values are one person's: a document. House and place of birth a family has in common."""
        return self.model.comparator is Comparator.KEYS and self.model.property_class is PropertyClass.IDENTITY

    @property
    def least_strong(self) -> float:
        """From how many bits on values are the same: a document that is a slip apart may be another."""
        return min((self.model.levels[level] for level in self.model.strong), default=AGREES_FROM_BITS)

    @property
    def property(self) -> str:
        """The property that it reads."""
        return self.schema.name

    def bits(self, fields: Mapping[str, FieldPairs], size: int) -> Floats:
        """Return the bits of each pair, 0 where a side has no value."""
        found = np.zeros(size)
        pairs = fields[self.property]
        places = np.nonzero(pairs.known)[0]
        if len(places):
            codes = np.sort(np.stack((pairs.left[places], pairs.right[places]), axis=1), axis=1)
            distinct, inverse = np.unique(codes, axis=0, return_inverse=True)
            values = pairs.dictionary.values
            weights = np.array([self._weigh(values[a], values[b])[1] for a, b in distinct.tolist()])
            found[places] = weights[inverse.reshape(-1)]
        return found

    def found(self, fields: Mapping[str, FieldPairs], size: int) -> tuple[list[str], Floats]:
        """Return level and bits of each pair; no level and bits that are no number where nothing is compared."""
        levels, bits = [""] * size, np.full(size, np.nan)
        pairs = fields[self.property]
        values = pairs.dictionary.values
        for at in np.nonzero(pairs.known)[0].tolist():
            level, weight = self._weigh(values[pairs.left[at]], values[pairs.right[at]])
            if level:
                levels[at], bits[at] = level, weight
        return levels, bits

    def _weigh(self, left: str, right: str) -> tuple[str, float]:
        pair = (min(left, right), max(left, right))
        if pair not in self._known:
            one, other = (_stored(self.schema, text, self.country) for text in pair)
            found = compare(self.model, {self.property: (one,)}, {self.property: (other,)})
            self._known[pair] = (found.level, found.bits) if found is not None else ("", 0.0)
        return self._known[pair]


@lru_cache(maxsize=200_000)
def _stored_text(value_type: str, hints: tuple[tuple[str, str], ...], text: str, country: str | None) -> StoredValue:
    value = normalise(value_type, text, country=country, hints=dict(hints))
    return StoredValue(raw=text, value=value.value, status=value.status, type=value.type, key=value.key)


def _stored(schema: PropertySchema, text: str, country: str | None) -> StoredValue:
    return _stored_text(schema.type, tuple(sorted(schema.fixed_hints.items())), text, country)


def blocking_rules(model: BatchModel, more: Sequence[KindComparison]) -> tuple[tuple[str, ...], ...]:
    """Return the blocking rules of a list: equal numbers of the kind's own comparisons first, then the model's."""
    return (*((c.property,) for c in more if c.model.comparator is Comparator.KEYS), *model.blocking)


def mapped_country(more: Sequence[KindComparison]) -> str | None:
    """Return the country that a list is read with; `None` where its mapping gives none, or two differ."""
    return next((comparison.country for comparison in more), None)


def kind_comparisons(kind: KindSchema, properties: frozenset[str], country: str | None) -> list[KindComparison]:
    """Return the comparisons of a kind's model for some properties, at most one for each."""
    found: dict[str, KindComparison] = {}
    for comparison in load_models()[kind.name].comparisons:
        if comparison.comparator in _USED:
            for name in comparison.properties:
                if name in properties:
                    schema = kind.property(name)
                    found.setdefault(name, KindComparison(model=comparison, schema=schema, country=country))
    return list(found.values())
