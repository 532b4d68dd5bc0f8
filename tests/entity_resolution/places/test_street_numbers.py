"""Numbers of addresses: another number is another street, village or section."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.places.street_numbers import are_two_by_number, numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Street 271", {271}),
        ("ផ្លូវ ២៧១", {271}),
        ("SS7/24", {7, 24}),
        ("Rama IV Rd", {4}),
        ("Rama V", {5}),
        ("Rama IX", {9}),
        ("King Anan XIV Avenue", {14}),
        ("Rama 4 Rd", {4}),
        ("V. Luna Street", set()),
        ("Victoria Street", set()),
        ("中山北路二段5号", {2, 5}),
        ("建国路十二号", {12}),
        ("建国路二十一号", {21}),
        ("三里屯", set()),
    ],
)
def test_numbers_are_read_in_digits_and_numerals(text: str, numbers: set[int]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Street 602", "Street 603", True),
        ("Soi 11", "Soi 12", True),
        ("Barangay 5", "Barangay 15", True),
        ("Moo 3", "หมู่ 8", True),
        ("Rama IV", "Rama VI", True),
        ("Rama IV", "Rama 4", False),
        ("Soi 11", "Soi 11/2", False),
        ("Street 271", "Street", False),
        ("Lotus Street", "Lotos Street", False),
    ],
)
def test_another_number_is_another_street(one: str, other: str, *, two: bool) -> None:
    assert are_two_by_number(one, other) is two
    assert are_two_by_number(other, one) is two


@given(st.text(max_size=60))
def test_any_text_has_the_numbers_of_itself(text: str) -> None:
    assert not are_two_by_number(text, text)
