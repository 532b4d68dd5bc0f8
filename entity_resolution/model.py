"""Match models: per kind, which comparisons are made and what each level weighs, read from `models/*.yml`.

The files are tables that an analyst can read; their head says where the numbers come from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from entity_resolution.errors import ModelError
from entity_resolution.names import NameKind
from graph import KindSchema, PropertyClass, load_ontology, plain_yaml


class Comparator(StrEnum):
    """How the values of a comparison are compared; each is a function in `comparisons`."""

    NAMES = "names"
    DATES = "dates"
    EQUAL = "equal"
    TEXT = "text"
    KEYS = "keys"
    CELLS = "cells"
    PLACES = "places"
    DISTANCE = "distance"
    HOSTS = "hosts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonModel:
    """One comparison.

    Attributes:
        feature: its name in evidence and explanations.
        property_class: the one class whose values it reads, on both ends.
        properties: the properties whose values are pooled.
        levels: bits of each level; a comparison of names has none, since names weigh by their frequency.
        strong: levels that count as an independent strong identifier.
        telling: levels that send a pair to review even where the names differ.
        needs: a feature that must agree before a strong level counts (a birth date needs the nationality).
        group: the group of features that say the same thing as this one.
        is_name: whether this comparison is the agreeing name that a merge needs.
    """

    feature: str
    property_class: PropertyClass
    comparator: Comparator
    properties: tuple[str, ...]
    levels: Mapping[str, float]
    strong: frozenset[str]
    telling: frozenset[str]
    needs: str | None
    is_name: bool
    group: str | None
    name_kind: NameKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedModel:
    """What an equal selector, linked to both records by their own originators, weighs."""

    bits: float
    strong: bool
    telling: bool
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchModel:
    """The model of one kind. A pair is a match from `match_bits` on, and goes to review from `review_bits` on.

    `needs_support`: an agreeing name alone is not worth a human's look, nor brings two records together. `support`:
    beside a name, one of these features, a date, a number or a linked selector must agree for a human to look.
    `names`: the features that are the agreeing name that a merge needs. `groups`: the group of each feature that says
    the same thing as others, of which only the strongest counts. `linked_features`: linked selectors by their features.
    `telling_selectors`: kinds of linked selectors that are worth a human's look though the names differ.
    """

    kind: str
    version: int
    match_bits: float
    review_bits: float
    needs_support: bool
    support: frozenset[str]
    comparisons: tuple[ComparisonModel, ...]
    linked: Mapping[str, LinkedModel]
    # Worked out once: decisions on pairs ask for them by the million.
    names: frozenset[str] = field(init=False, repr=False)
    groups: Mapping[str, str] = field(init=False, repr=False)
    linked_features: Mapping[str, LinkedModel] = field(init=False, repr=False)
    telling_selectors: frozenset[str] = field(init=False, repr=False)
    _by_feature: Mapping[str, ComparisonModel] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out what is asked for by feature."""
        by_feature = {c.feature: c for c in self.comparisons}
        linked = {linked_feature(kind): item for kind, item in self.linked.items()}
        groups = {feature: item.group for feature, item in linked.items()}
        groups |= {feature: comparison.group for feature, comparison in by_feature.items()}
        object.__setattr__(self, "names", frozenset(c.feature for c in self.comparisons if c.is_name))
        object.__setattr__(self, "_by_feature", by_feature)
        object.__setattr__(self, "linked_features", linked)
        object.__setattr__(self, "telling_selectors", frozenset(k for k, item in self.linked.items() if item.telling))
        object.__setattr__(self, "groups", {feature: group for feature, group in groups.items() if group is not None})

    def comparison(self, feature: str) -> ComparisonModel | None:
        """Return the comparison of a feature, `None` for a linked selector's."""
        return self._by_feature.get(feature)


LINKED_PREFIX = "linked-"


@lru_cache(maxsize=1_000)
def linked_feature(kind: str) -> str:
    """Return the feature's name for a linked selector of a kind, `PhoneNumber` to `linked-phone-number`."""
    return LINKED_PREFIX + "".join(f"-{c.lower()}" if c.isupper() else c for c in kind).lstrip("-")


@lru_cache(maxsize=1)
def load_models() -> Mapping[str, MatchModel]:
    """Return the shipped models by kind.

    Raises:
        ModelError: a file names what the ontology does not have, or a property of another class.
    """
    folder = files("entity_resolution").joinpath("models")
    models = [_model(f.name, plain_yaml(f.read_text("utf-8"))) for f in folder.iterdir() if f.name.endswith(".yml")]
    return {model.kind: model for model in models}


def _model(where: str, data: Mapping[str, Any]) -> MatchModel:
    schema = load_ontology().kind(data["kind"])
    comparisons = tuple(_comparison(where, item, schema) for item in data["comparisons"])
    features = {c.feature for c in comparisons}
    for comparison in comparisons:
        if comparison.needs is not None and comparison.needs not in features:
            raise ModelError(where, f"`{comparison.feature}` needs the unknown feature `{comparison.needs}`")
    linked = {
        kind: LinkedModel(
            bits=item["bits"], strong=item["strong"], telling=item.get("telling", False), group=item.get("group")
        )
        for kind, item in data["linked"].items()
    }
    own = [bits for c in comparisons if c.comparator is Comparator.KEYS for bits in c.levels.values()]
    highest = max((*own, *(item.bits for item in linked.values())), default=0.0)
    if highest >= data["match_bits"]:
        raise ModelError(where, "an identifier alone must stay below the merge threshold")
    return MatchModel(
        kind=schema.name,
        version=data["version"],
        match_bits=float(data["match_bits"]),
        review_bits=float(data["review_bits"]),
        needs_support=bool(data.get("needs_support", False)),
        support=_known(where, data.get("support", ()), features),
        comparisons=comparisons,
        linked=linked,
    )


def _known(where: str, named: Sequence[str], features: set[str]) -> frozenset[str]:
    for feature in named:
        if feature not in features:
            raise ModelError(where, f"`support` names the unknown feature `{feature}`")
    return frozenset(named)


def _comparison(where: str, data: Mapping[str, Any], schema: KindSchema) -> ComparisonModel:
    property_class = PropertyClass(data["class"])
    _check_classes(where, data["properties"], property_class, schema)
    return ComparisonModel(
        feature=data["feature"],
        property_class=property_class,
        comparator=Comparator(data["compare"]),
        properties=tuple(data["properties"]),
        levels={str(level): float(bits) for level, bits in data.get("levels", {}).items()},
        strong=frozenset(data.get("strong", ())),
        telling=frozenset(data.get("telling", ())),
        needs=data.get("with"),
        is_name=data.get("role") == "name",
        group=data.get("group"),
        name_kind=NameKind(data["names"]) if "names" in data else None,
    )


def _check_classes(where: str, names: Sequence[str], property_class: PropertyClass, schema: KindSchema) -> None:
    # INVARIANT: a comparison reads one class, so its evidence is guarded by that class on both ends.
    for name in names:
        if schema.property(name).property_class is not property_class:
            raise ModelError(where, f"`{name}` is not of the class `{property_class}`")
