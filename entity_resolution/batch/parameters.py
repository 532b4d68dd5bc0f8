"""Parameters of batch resolution: a versioned file per kind with fields, blocking rules and what each level weighs.

A pair is of one of three classes: one entity (a match), two that belong together and share a house, a name or a phone
(relatives), or two strangers. The head of a file says on what data it was learned, when, and how good it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

import numpy as np

from entity_resolution.batch.comparators import (
    AREA_PLACE,
    IN_ONE_AREA,
    LEVELS,
    ON_ONE_STREET,
    SAME_AREA,
    SAME_STREET,
    Comparator,
)
from entity_resolution.batch.dictionary import FieldPairs, Floats
from entity_resolution.batch.fields import FieldType
from entity_resolution.errors import BatchMappingError
from graph import MarkedYaml, PropertyClass, parse_marked_yaml

_FORMAT = "1"


class PairClass(StrEnum):
    """What two records are to each other."""

    MATCH = "match"
    RELATIVE = "relative"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchComparison:
    """One comparison of a batch model.

    Attributes:
        feature: its name in files and explanations.
        property_class: the class of the fields that it reads.
        comparator: how its level is found.
        reads: the fields, in the comparator's own order.
        frequency: the field whose value's frequency weighs an equal value, `None` where it does not.
        is_name: whether its agreement is the agreeing name that a match needs.
        probabilities: P(level | class) by class, in the order of the comparator's levels, each summing to 1.
    """

    feature: str
    property_class: PropertyClass
    comparator: Comparator
    reads: tuple[str, ...]
    frequency: str | None
    is_name: bool
    probabilities: Mapping[PairClass, Floats]

    @property
    def by_chance(self) -> float:
        """P(two strangers have an equal value in the field whose frequency weighs)."""
        names, strangers = LEVELS[self.comparator], self.probabilities[PairClass.STRANGER]
        equal = (*ON_ONE_STREET.get(self.comparator, ()), *SAME_STREET.get(self.comparator, ())) or names[:1]
        return float(sum(strangers[names.index(level)] for level in equal))

    @property
    def area(self) -> str | None:
        """The field of the area, whose frequency weighs where two addresses are on no one street."""
        place = AREA_PLACE.get(self.comparator)
        return self.reads[place] if place is not None and place < len(self.reads) else None

    @property
    def area_by_chance(self) -> float:
        """P(two strangers are in one area)."""
        names, strangers = LEVELS[self.comparator], self.probabilities[PairClass.STRANGER]
        levels = (*IN_ONE_AREA.get(self.comparator, ()), *SAME_AREA.get(self.comparator, ()))
        return float(sum(strangers[names.index(level)] for level in levels))

    @property
    def weighed_fields(self) -> Mapping[str, float]:
        """The fields whose values' frequencies weigh, each with the chance that two strangers have one value there."""
        found = {self.frequency: self.by_chance, self.area: self.area_by_chance}
        return {field: chance for field, chance in found.items() if field is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchModel:
    """A parameter file.

    Attributes:
        kind: what the records are.
        version: of the parameters.
        learned: the head: data, date, method and quality, as text.
        pairs_per_record: how many pairs of each class but strangers to expect for one record, before the list is seen.
        fields: what the list may hold.
        blocking: rules, each a tuple of parts in the notation of `blocking`.
        comparisons: in the file's order.
        silent: fields of the list at hand that no comparison reads; no file has them. What a name, a number or a
            country says of a pair is read with them all the same.
    """

    kind: str
    version: int
    learned: Mapping[str, str]
    pairs_per_record: Mapping[PairClass, float]
    fields: Mapping[str, FieldType]
    blocking: tuple[tuple[str, ...], ...]
    comparisons: tuple[BatchComparison, ...]
    silent: frozenset[str] = frozenset()

    def compared(self, fields: Mapping[str, FieldPairs]) -> Mapping[str, FieldPairs]:
        """Return the fields of pairs that comparisons read."""
        return {name: field for name, field in fields.items() if name not in self.silent}


def shipped_kinds() -> frozenset[str]:
    """Return the kinds that parameters are shipped for."""
    folder = files("entity_resolution.batch").joinpath("models")
    return frozenset(f.name.removesuffix(".yml").capitalize() for f in folder.iterdir() if f.name.endswith(".yml"))


def shipped_model(kind: str) -> BatchModel:
    """Return the shipped parameters of a kind, which must be one of `shipped_kinds`."""
    name = f"{kind.lower()}.yml"
    text = files("entity_resolution.batch").joinpath("models", name).read_text("utf-8")
    return batch_model(parse_marked_yaml(text, name, BatchMappingError))


def batch_model(document: MarkedYaml) -> BatchModel:
    """Return the parameters in a document; what is wrong with them raises the document's error, at its line."""
    found = document.entries(
        ("format", "kind", "version", "learned", "pairs_per_record", "fields", "blocking", "comparisons")
    )
    missing = next(
        (w for w in ("format", "kind", "version", "fields", "blocking", "comparisons") if w not in found), ""
    )
    if missing:
        document.fail(f"`{missing}` is missing")
    if found["format"].text() != _FORMAT:
        found["format"].fail(f"format {_FORMAT} is expected")
    fields = {name: _field_type(node) for name, node in found["fields"].entries().items()}
    expected = found["pairs_per_record"].entries((PairClass.MATCH, PairClass.RELATIVE))
    return BatchModel(
        kind=found["kind"].text(),
        version=int(found["version"].number()),
        learned={word: node.text() for word, node in found["learned"].entries().items()},
        pairs_per_record={PairClass(word): node.number() for word, node in expected.items()},
        fields=fields,
        blocking=tuple(tuple(part.text() for part in rule.items()) for rule in found["blocking"].items()),
        comparisons=tuple(_comparison(node, fields) for node in found["comparisons"].items()),
    )


def _field_type(node: MarkedYaml) -> FieldType:
    return FieldType(node.one_of(tuple(FieldType), "type of field"))


def _comparison(node: MarkedYaml, fields: Mapping[str, FieldType]) -> BatchComparison:
    found = node.entries(("feature", "class", "compare", "reads", "frequency", "name", "levels"))
    comparator = Comparator(found["compare"].one_of(tuple(Comparator), "comparison"))
    names = LEVELS[comparator]
    levels = found["levels"].entries(names, "level")
    missing = next((name for name in names if name not in levels), "")
    if missing:
        found["levels"].fail(f"the level `{missing}` is missing")
    rows = [_level(levels[name]) for name in names]
    return BatchComparison(
        feature=found["feature"].text(),
        property_class=PropertyClass(found["class"].one_of(tuple(PropertyClass), "property class")),
        comparator=comparator,
        reads=tuple(read.one_of(fields, "field") for read in found["reads"].items()),
        frequency=found["frequency"].one_of(fields, "field") if "frequency" in found else None,
        is_name="name" in found and found["name"].text() == "true",
        probabilities={of: _normalised([row[at] for row in rows], found["levels"]) for at, of in enumerate(PairClass)},
    )


def _level(node: MarkedYaml) -> tuple[float, ...]:
    row = tuple(member.number() for member in node.items())
    if len(row) != len(PairClass) or not all(0 < p <= 1 for p in row):
        node.fail("three probabilities above 0 are expected: of a match, of relatives, of strangers")
    return row


def _normalised(column: Sequence[float], node: MarkedYaml) -> Floats:
    total = sum(column)
    if not 0.98 < total < 1.02:
        node.fail("the probabilities of one class do not sum to 1")
    return np.array(column) / total


def model_text(model: BatchModel) -> str:
    """Return a parameter file of a model, which `batch_model` reads back as the same model."""
    lines = [
        f"# P(level | class) in the order {', '.join(PairClass)}. An equal value weighs by its frequency in the list.",
        f'format: "{_FORMAT}"',
        f"kind: {model.kind}",
        f"version: {model.version}",
        "learned:",
        *(f'  {word}: "{text}"' for word, text in model.learned.items()),
        "pairs_per_record: {"
        + ", ".join(f"{of}: {expected!r}" for of, expected in model.pairs_per_record.items())
        + "}",
        "fields:",
        *(f"  {name}: {field_type}" for name, field_type in model.fields.items()),
        "blocking:",
        *(f"  - [{', '.join(rule)}]" for rule in model.blocking),
        "comparisons:",
    ]
    for comparison in model.comparisons:
        lines += _comparison_lines(comparison)
    return "\n".join(lines) + "\n"


def _comparison_lines(comparison: BatchComparison) -> list[str]:
    lines = [
        f"  - feature: {comparison.feature}",
        f"    class: {comparison.property_class}",
        f"    compare: {comparison.comparator}",
        f"    reads: [{', '.join(comparison.reads)}]",
        *([f"    frequency: {comparison.frequency}"] if comparison.frequency else []),
        *(["    name: true"] if comparison.is_name else []),
        "    levels:",
    ]
    for at, level in enumerate(LEVELS[comparison.comparator]):
        row = ", ".join(f"{comparison.probabilities[of][at]:.6g}" for of in PairClass)
        lines.append(f"      {level}: [{row}]")
    return lines
