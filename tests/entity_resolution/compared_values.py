"""The shipped comparisons, and the level that two values of one property reach."""

from collections.abc import Sequence

from entity_resolution.comparing.comparisons import compare, part_of
from entity_resolution.comparing.model import ComparisonModel, load_models
from tests.entity_resolution.evidence import parts_of

MODELS = load_models()


def model(feature: str, kind: str = "Person") -> ComparisonModel:
    """Return a shipped comparison."""
    found = MODELS[kind].comparison(feature)
    assert found is not None
    return found


def level(
    feature: str, name: str, left: str | Sequence[str], right: str | Sequence[str], *, kind: str = "Person"
) -> str | None:
    """Return the level that two values of one property reach."""
    one = model(feature, kind)
    found = compare(
        one,
        part_of(parts_of(kind, {name: left}), one.property_class),
        part_of(parts_of(kind, {name: right}), one.property_class),
    )
    return found.level if found is not None else None
