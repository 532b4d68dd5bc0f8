"""Khmer names of one surname, which no Thai ear, Indonesian spelling or Chinese dialect makes one. All are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.peoples.cambodian import are_khmer, are_two_in_khmer

PERSON = NameKind.PERSON


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # An ear for Thai hears WUT in all of them.
        ("Sok Ratha", "Sok Rathy"),
        ("Kong Vuthea", "Kong Vuth"),
        # OEU is no U, as OE was in Indonesia.
        ("Yim Sokhoeun", "Yim Sokhun"),
        # A word more behind a surname that is Chinese as well.
        ("Yim Sarith", "Yim Sarith Dara"),
        # And SOPAN, CHANDI in these.
        ("Sok Sophal", "Sok Sophan"),
        ("Chhim Chandy", "Chhim Channy"),
        # A syllable more, which no slip of the hand makes.
        ("Sao Rachea", "Sao Racheka"),
    ],
)
def test_khmer_names_of_another_syllable_do_not_agree(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert are_khmer(person_name(one), person_name(other))
        assert not compare_names(person_name(one), person_name(other), PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sok Vuthy", "Sok Vuthi"),
        ("Heng Bunthoeun", "Heng Bunthoeurn"),
        ("Keo Vannak", "Keo Vanak"),
        ("Yim Sarin Rith", "Yim Sarinrith"),
        ("Tan Chanthou", "Tan Chanthu"),
    ],
)
def test_spellings_of_one_khmer_name_agree(left: str, right: str) -> None:
    assert not are_two_in_khmer(person_name(left), person_name(right))
    assert compare_names(person_name(left), person_name(right), PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lim Siew Heng", "Lim Siew Heng"),  # Chinese
        ("Chan Andrea", "Chan Andria"),  # from elsewhere
        ("Kong Srisuk", "Kong Srisook"),  # Thai
        ("Sok Vuthy", "Keo Vuthy"),
        ("Vuthy", "Vutha"),
        ("Sok Vuthy", "សុខ វុទ្ធី"),
    ],
)
def test_names_of_others_are_not_taken_for_khmer(left: str, right: str) -> None:
    assert not are_khmer(person_name(left), person_name(right))
