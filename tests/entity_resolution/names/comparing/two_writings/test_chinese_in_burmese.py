"""Chinese names made of Burmese syllables, with the surname at either end. All people are invented."""

import pytest

from entity_resolution.comparing.name_comparison import name_form
from entity_resolution.names import NameComparison, NameKind, compare_names


def compare(left: str, right: str, left_of: str, right_of: str) -> NameComparison:
    one, other = (
        name_form(text, NameKind.PERSON, countries=frozenset(of.split()))
        for text, of in ((left, left_of), (right, right_of))
    )
    found, back = compare_names(one, other, NameKind.PERSON), compare_names(other, one, NameKind.PERSON)
    assert (found.level, found.bits, found.agrees) == (back.level, back.bits, back.agrees)
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lin Wei", "Wei Lin"),
        ("LIN HAILONG", "Hailong Lin"),
        ("Lin Jian Yong", "Jianyong Lin"),
        ("Min Lin", "Lin Min"),
        ("Wu Min", "Min Wu"),
    ],
)
def test_the_surname_of_two_citizens_of_china_may_stand_at_either_end(left: str, right: str) -> None:
    assert compare(left, right, "CN", "CN").agrees
    assert compare(left, right, "CN", "SG MY").agrees


@pytest.mark.parametrize("of", ["MM", "TH", "CN MM"])
def test_in_burma_another_order_is_another_name(of: str) -> None:
    assert compare("Lin Wei", "Wei Lin", of, "CN").bits < 0
    assert compare("Lin Wei", "Wei Lin", of, "").bits < 0
    assert compare("Aung Kyaw", "Kyaw Aung", "CN", "CN").bits < 0


def test_where_a_nationality_is_not_known_it_is_for_a_human() -> None:
    for of in ("", "CN"):
        found = compare("Lin Wei", "Wei Lin", of, "")
        assert not found.agrees
        assert 0 < found.bits < 3
    # Each word is a known syllable of Burma.
    assert compare("Min Lin", "Lin Min", "", "").bits < 0


def test_other_words_are_no_name_in_another_order() -> None:
    assert compare("Lin Yongjian", "Jianyong Lin", "CN", "CN").bits < 0
    assert compare("Lin Hailong", "Hailin Long", "CN", "CN").bits < 0
