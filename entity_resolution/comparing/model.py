"""Match models: per kind, which comparisons are made and what each level weighs, read from `models/*.yml`.

The files are tables that an analyst can read; their head says where the numbers come from.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from entity_resolution.errors import ModelError
from entity_resolution.names import NameKind
from graph import KindSchema, MarkedYaml, PropertyClass, load_ontology, parse_marked_yaml


class Comparator(StrEnum):
    """How the values of a comparison are compared; each is a function in `comparisons`."""

    NAMES = "names"
    DATES = "dates"
    EQUAL = "equal"
    TEXT = "text"
    KEYS = "keys"
    CELLS = "cells"
    PLACES = "places"
    REGIONS = "regions"
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
        by_title: whether the titles of a record's names stand for a value that it does not have.
        homes: whether its addresses are those of people's homes, which a shelter's, a compound's or a hotel's is not.
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
    by_title: bool
    homes: bool
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

    Attributes:
        kind: the kind of record that it compares.
        version: of its file.
        learned: data, date, method and quality of the weights, as text; empty where they were set by hand.
        match_bits: the weight from which two records are one, in bits.
        review_bits: the weight from which a human is to look, in bits.
        needs_support: an agreeing name alone is not worth a human's look, nor brings two records together.
        support: features of which one, or a date, a number or a linked selector, must agree beside a name for a human
            to look.
        review_with: the feature that, exact and beside another strong one, leaves a pair to a human whatever the names
            are: a slip, or a second name.
        review_in_part: a pair that weighs enough for a match is left to a human where the names are alike in part
            alone.
        least_for_review: feature to what it weighs at least, in bits, where it is asked whether a human looks at a
            pair: a compound that moved has another address.
        sisters_share: features that join no two whose names are rather those of sisters, as companies of one house, or
            casino and hotel of one name, have them in common.
        tells_apart: feature to the level at which it says that two are rather two: another country, day of
            incorporation or province.
        apart_share: features, or groups of them, that join no two that `tells_apart` parts.
        apart_beside_a_third: feature to the levels at which two are two beside a third that matches both and says
            nothing of it: another town, house or point. By themselves they may still be one, as a compound that moved.
        beside_an_alias: feature to the level at which it completes an alias of two whose own names are unlike.
        comparisons: what is compared of two records, in the file's order.
        linked: kind of selector to what it weighs that both are linked to one.
        names: the features that are the agreeing name that a merge needs.
        groups: feature to the group of those that say the same thing, of which only the strongest counts.
        linked_features: the linked selectors by their features.
        telling_selectors: kinds of linked selectors that are worth a human's look though the names differ.
    """

    kind: str
    version: int
    learned: Mapping[str, str]
    match_bits: float
    review_bits: float
    needs_support: bool
    support: frozenset[str]
    review_with: str | None
    review_in_part: bool
    least_for_review: Mapping[str, float]
    sisters_share: frozenset[str]
    tells_apart: Mapping[str, str]
    apart_share: frozenset[str]
    apart_beside_a_third: Mapping[str, frozenset[str]]
    beside_an_alias: Mapping[str, str]
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

    def __hash__(self) -> int:
        """Return a number that equal models have in common, so that what follows from one can be remembered."""
        return hash((self.kind, self.version, self.match_bits))

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
    texts = [(f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".yml")]
    models = [match_model(parse_marked_yaml(text, name, ModelError)) for name, text in texts]
    return {model.kind: model for model in models}


# The words at the head of a model's file.
_REQUIRED = ("kind", "version", "match_bits", "review_bits", "comparisons", "linked")
_OPTIONAL = (
    "learned",
    "needs_support",
    "support",
    "review_with",
    "review_in_part",
    "least_for_review",
    "sisters_share",
    "tells_apart",
    "apart_share",
    "apart_beside_a_third",
    "beside_an_alias",
)


def match_model(document: MarkedYaml) -> MatchModel:
    """Return the model in a document; what is wrong with it raises the document's error, at its line."""
    found = document.fields(required=_REQUIRED, optional=_OPTIONAL)
    schema = load_ontology().kind(found["kind"].one_of(load_ontology().kinds, "kind"))
    comparisons = _comparisons(found["comparisons"], schema)
    features = {c.feature for c in comparisons}
    groups = {c.group for c in comparisons if c.group}
    model = MatchModel(
        kind=schema.name,
        version=found["version"].whole_number(),
        learned={word: node.text() for word, node in found["learned"].entries().items()} if "learned" in found else {},
        match_bits=found["match_bits"].number(),
        review_bits=found["review_bits"].number(),
        needs_support="needs_support" in found and found["needs_support"].flag(),
        support=found["support"].words(features, "feature") if "support" in found else frozenset(),
        review_with=found["review_with"].one_of(sorted(features), "feature") if "review_with" in found else None,
        review_in_part="review_in_part" in found and found["review_in_part"].flag(),
        least_for_review=_least_for_review(found.get("least_for_review"), features),
        sisters_share=found["sisters_share"].words(features, "feature") if "sisters_share" in found else frozenset(),
        tells_apart=_levels_by_feature(found.get("tells_apart"), comparisons),
        apart_share=found["apart_share"].words(features | groups, "feature") if "apart_share" in found else frozenset(),
        apart_beside_a_third=_several_levels_by_feature(found.get("apart_beside_a_third"), comparisons),
        beside_an_alias=_levels_by_feature(found.get("beside_an_alias"), comparisons),
        comparisons=comparisons,
        linked={kind: _linked(node) for kind, node in found["linked"].entries(load_ontology().kinds, "kind").items()},
    )
    if heaviest_identifier(model) >= model.match_bits:
        document.fail("an identifier alone must stay below the merge threshold")
    return model


def read_properties(model: MatchModel, kind: KindSchema) -> frozenset[str]:
    """Return the properties that a model's comparisons read, and those that their values are read with."""
    compared = [kind.property(name) for comparison in model.comparisons for name in comparison.properties]
    read_with = [name for prop in compared for name in (prop.country, prop.country_beside, *prop.hints.values())]
    return frozenset(prop.name for prop in compared) | frozenset(name for name in read_with if name is not None)


def heaviest_identifier(model: MatchModel) -> float:
    """Return the most that one number, on the records or linked to them, may weigh, in bits."""
    own = [bits for c in model.comparisons if c.comparator is Comparator.KEYS for bits in c.levels.values()]
    return max((*own, *(item.bits for item in model.linked.values())), default=0.0)


def _linked(node: MarkedYaml) -> LinkedModel:
    found = node.fields(required=("bits", "strong"), optional=("telling", "group"))
    return LinkedModel(
        bits=found["bits"].number(),
        strong=found["strong"].flag(),
        telling="telling" in found and found["telling"].flag(),
        group=found["group"].text() if "group" in found else None,
    )


def _comparisons(node: MarkedYaml, schema: KindSchema) -> tuple[ComparisonModel, ...]:
    read = {item: _comparison(item, schema) for item in node.items()}
    features = {c.feature for c in read.values()}
    for item, comparison in read.items():
        if comparison.needs is not None and comparison.needs not in features:
            item.fail(f"`{comparison.feature}` needs the unknown feature `{comparison.needs}`")
    return tuple(read.values())


def _comparison(node: MarkedYaml, schema: KindSchema) -> ComparisonModel:
    found = node.fields(
        required=("feature", "class", "compare", "properties"),
        optional=("group", "levels", "strong", "telling", "with", "role", "names", "by_title", "homes"),
    )
    property_class = PropertyClass(found["class"].one_of(tuple(PropertyClass), "property class"))
    levels = {level: bits.number() for level, bits in found["levels"].entries().items()} if "levels" in found else {}
    return ComparisonModel(
        feature=found["feature"].text(),
        property_class=property_class,
        comparator=Comparator(found["compare"].one_of(tuple(Comparator), "comparison")),
        properties=tuple(_property(name, property_class, schema) for name in found["properties"].items()),
        levels=levels,
        strong=found["strong"].words(levels, "level") if "strong" in found else frozenset(),
        telling=found["telling"].words(levels, "level") if "telling" in found else frozenset(),
        needs=found["with"].text() if "with" in found else None,
        is_name="role" in found and found["role"].one_of(("name",), "role") == "name",
        by_title="by_title" in found and found["by_title"].flag(),
        homes="homes" in found and found["homes"].flag(),
        group=found["group"].text() if "group" in found else None,
        name_kind=NameKind(found["names"].one_of(tuple(NameKind), "kind of name")) if "names" in found else None,
    )


def _property(node: MarkedYaml, property_class: PropertyClass, schema: KindSchema) -> str:
    # INVARIANT: a comparison reads one class, so its evidence is guarded by that class on both ends.
    name = node.one_of(schema.properties, f"property of `{schema.name}`")
    if schema.property(name).property_class is not property_class:
        node.fail(f"`{name}` is not of the class `{property_class}`")
    return name


def _least_for_review(node: MarkedYaml | None, features: Collection[str]) -> Mapping[str, float]:
    if node is None:
        return {}
    return {feature: least.number() for feature, least in node.entries(sorted(features), "feature").items()}


def _levels_by_feature(node: MarkedYaml | None, comparisons: Sequence[ComparisonModel]) -> Mapping[str, str]:
    if node is None:
        return {}
    levels = {c.feature: sorted(c.levels) for c in comparisons}
    told = node.entries(sorted(levels), "feature")
    return {feature: level.one_of(levels[feature], "level") for feature, level in told.items()}


def _several_levels_by_feature(
    node: MarkedYaml | None, comparisons: Sequence[ComparisonModel]
) -> Mapping[str, frozenset[str]]:
    if node is None:
        return {}
    levels = {c.feature: c.levels for c in comparisons}
    told = node.entries(sorted(levels), "feature")
    return {feature: named.words(levels[feature], "level") for feature, named in told.items()}


def match_model_text(model: MatchModel) -> str:
    """Return a file of a model, which `match_model` reads back as the same model."""
    lines = [
        f"kind: {model.kind}",
        f"version: {model.version}",
        *(["learned:"] if model.learned else []),
        *(f"  {word}: {_quoted(text)}" for word, text in model.learned.items()),
        f"match_bits: {model.match_bits:g}",
        f"review_bits: {model.review_bits:g}",
        *(["needs_support: true"] if model.needs_support else []),
        *([f"support: {_listed(sorted(model.support))}"] if model.support else []),
        *([f"review_with: {model.review_with}"] if model.review_with else []),
        *(["review_in_part: true"] if model.review_in_part else []),
        *([f"least_for_review: {{{_weights(model.least_for_review)}}}"] if model.least_for_review else []),
        *([f"sisters_share: {_listed(sorted(model.sisters_share))}"] if model.sisters_share else []),
        *([f"tells_apart: {{{_worded(model.tells_apart)}}}"] if model.tells_apart else []),
        *([f"apart_share: {_listed(sorted(model.apart_share))}"] if model.apart_share else []),
        *(
            [f"apart_beside_a_third: {{{_listed_by(model.apart_beside_a_third)}}}"]
            if model.apart_beside_a_third
            else []
        ),
        *([f"beside_an_alias: {{{_worded(model.beside_an_alias)}}}"] if model.beside_an_alias else []),
        "comparisons:",
        *(f"  - {{{', '.join(_comparison_words(c))}}}" for c in model.comparisons),
        "linked:" if model.linked else "linked: {}",
        *(f"  {kind}: {{{', '.join(_linked_words(item))}}}" for kind, item in model.linked.items()),
    ]
    return "\n".join(lines) + "\n"


def _comparison_words(comparison: ComparisonModel) -> Iterator[str]:
    yield f"feature: {comparison.feature}"
    if comparison.group is not None:
        yield f"group: {comparison.group}"
    yield f"class: {comparison.property_class}"
    yield f"compare: {comparison.comparator}"
    yield f"properties: {_listed(comparison.properties)}"
    if comparison.name_kind is not None:
        yield f"names: {comparison.name_kind}"
    if comparison.levels:
        yield f"levels: {{{_weights(comparison.levels)}}}"
    for word, levels in (("strong", comparison.strong), ("telling", comparison.telling)):
        if levels:
            yield f"{word}: {_listed([level for level in comparison.levels if level in levels])}"
    if comparison.needs is not None:
        yield f"with: {comparison.needs}"
    if comparison.is_name:
        yield "role: name"
    if comparison.by_title:
        yield "by_title: true"
    if comparison.homes:
        yield "homes: true"


def _linked_words(item: LinkedModel) -> Iterator[str]:
    if item.group is not None:
        yield f"group: {item.group}"
    yield f"bits: {item.bits!r}"
    yield f"strong: {str(item.strong).lower()}"
    if item.telling:
        yield "telling: true"


def _weights(bits: Mapping[str, float]) -> str:
    return ", ".join(f"{name}: {weight!r}" for name, weight in bits.items())


def _worded(levels: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {level}" for name, level in levels.items())


def _listed_by(levels: Mapping[str, frozenset[str]]) -> str:
    return ", ".join(f"{name}: {_listed(sorted(several))}" for name, several in levels.items())


def _listed(words: Sequence[str]) -> str:
    return f"[{', '.join(words)}]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
