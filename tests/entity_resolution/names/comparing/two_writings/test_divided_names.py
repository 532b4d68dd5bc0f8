"""Words that one name divides and the other has as one, in another order. All names are invented."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, person_name


def _compared(left: str, right: str) -> NameComparison:
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert compare_names(other, one, NameKind.PERSON).level is found.level
    assert may_agree(one, other, NameKind.PERSON) or not found.agrees
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gebre Mariam Tilahun", "Tilahun Gebremariam"),
        ("Wolde Giorgis Tilahun", "Tilahun Woldegiorgis"),
        ("Haile Mariam Girma", "Girma Hailemariam"),
        ("Nor Hafizah Hamdan", "Hamdan Norhafizah"),
        ("Gebre Mariam Tilahun Dagim", "Dagim Gebremariam Tilahun"),
    ],
)
def test_a_divided_word_is_joined_where_the_order_is_another_too(left: str, right: str) -> None:
    assert _compared(left, right).agrees


@pytest.mark.parametrize(
    ("left", "right"), [("Gebre Mariam Tilahun", "Tilahun Gebremariam"), ("Haile Mariam Girma", "Girma Hailemariam")]
)
def test_it_is_no_more_than_the_turned_name_is_in_one_word(left: str, right: str) -> None:
    assert _compared(left, right).level is NameLevel.FATHER
    turned = " ".join(reversed(right.split()))
    assert _compared(turned, right).level is NameLevel.FATHER


@pytest.mark.parametrize(
    ("left", "right"),
    [("Gebre Mariam Tilahun", "Gebremariam Tilahun"), ("Nor Hafizah Hamdan", "Norhafizah Hamdan")],
)
def test_a_divided_word_in_one_order_is_what_it_was(left: str, right: str) -> None:
    assert _compared(left, right).level is NameLevel.EXACT_LATIN


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Habte Mariam Tilahun", "Tilahun Gebremariam"),
        ("Gebre Mariam Tilahun", "Dagim Gebremariam"),
        ("Nor Hafizah Hamdan", "Hamdan Norhafizan"),
        ("Mariam Gebre Tilahun", "Tilahun Gebremariam"),
    ],
)
def test_other_words_are_joined_to_nothing(left: str, right: str) -> None:
    assert not _compared(left, right).agrees
