"""Umlauts: spelt out, left out, and another vowel in their place. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.peoples.umlauts import are_two_by_umlaut


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Jürgen Böhler", "Juergen Boehler"),
        ("Jürgen Böhler", "BOHLER, Jurgen"),
        ("Jürgen Böhler", "Jürgen Böhlre"),
        ("Søren Blåsen", "Soeren Blaasen"),
    ],
)
def test_an_umlaut_may_be_spelt_out_or_left_out(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
    assert not are_two_by_umlaut(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Jürgen Müller", "Jürgen Möller"), ("Jürgen Müller", "J. Moeller"), ("Émilie Müller", "Miller Emilie")],
)
def test_another_vowel_in_its_place_is_another_name(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
    assert are_two_by_umlaut(left, right)
    assert are_two_by_umlaut(right, left)


def test_names_without_an_umlaut_are_left_to_their_sound() -> None:
    assert not are_two_by_umlaut("Jurgen Muller", "Jurgen Moller")
