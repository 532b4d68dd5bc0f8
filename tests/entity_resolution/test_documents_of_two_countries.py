"""What a number that is kept as one of each of two countries says of others: it is equal, or says nothing."""

import pytest

from entity_resolution.comparing.comparisons import compare
from entity_resolution.views.plausibility import Objection, facts_of, objection
from graph import PropertyClass
from graph.parts import StoredValue
from graph.values import ValueStatus
from tests.entity_resolution.compared_values import model
from tests.entity_resolution.evidence import parts_of

IDENTITY = PropertyClass.IDENTITY


def _of_each(name: str, number: str, *countries: str) -> dict[str, tuple[StoredValue, ...]]:
    kind = "passport" if name == "passportNumber" else "national-id"
    keys = [f"doc:{country}:{kind}:{number}" for country in countries]
    values = [StoredValue(raw=number, value=number, status=ValueStatus.POSSIBLE, type=kind, key=key) for key in keys]
    return {name: tuple(values)}


def _level(left: dict[str, tuple[StoredValue, ...]], right: dict[str, tuple[StoredValue, ...]]) -> str:
    found = compare(model("document"), left, right)
    assert found is not None
    return found.level


PASSPORT, CARD = "passportNumber", "nationalId"


@pytest.mark.parametrize(
    ("name", "doubtful", "number", "country", "level"),
    [
        (PASSPORT, "N7654320", "N7654320", "KH", "equal"),
        (PASSPORT, "N7654320", "N7654320", "VN", "equal"),
        (PASSPORT, "N7654320", "N7654320", "LA", "same-number"),
        (PASSPORT, "N7654320", "N1239874", "VN", "different"),
        (CARD, "213456987", "213456987", "VN", "equal"),
        (CARD, "213456987", "365981247", "VN", "different"),
        (CARD, "213456987", "365981247", "KH", "different"),
    ],
)
def test_a_number_of_either_country_is_equal_in_both_and_another_in_none(
    name: str, doubtful: str, number: str, country: str, level: str
) -> None:
    one, other = _of_each(name, doubtful, "KH", "VN"), parts_of("Person", {name: number}, country=country)[IDENTITY]
    for left, right in ((one, dict(other)), (dict(other), one)):
        assert _level(left, right) == level
        facts = [facts_of("Person", {IDENTITY: part}) for part in (left, right)]
        assert objection(*facts) is None


NUMBERS = [(PASSPORT, "N7654320", "N1239874"), (CARD, "213456987", "365981247")]


@pytest.mark.parametrize(("name", "number", "other"), NUMBERS)
def test_a_number_of_one_country_is_held_against_another_of_it(name: str, number: str, other: str) -> None:
    left, right = (facts_of("Person", {IDENTITY: _of_each(name, n, "KH")}) for n in (number, other))
    assert objection(left, right) is Objection.DOCUMENTS
