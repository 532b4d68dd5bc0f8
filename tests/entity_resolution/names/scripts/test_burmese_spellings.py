"""What tells Burmese names apart, and what only spells them in two ways. The names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name, site_name
from entity_resolution.names.scripts.burmese import burmese_syllables
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds


@pytest.mark.parametrize(
    ("native", "same", "another"),
    [("မိုးဇင်သန့်", "Moe Zin Thant", "Moe Zin Than"), ("မိုးဇင်သန်း", "Moe Zin Than", "Moe Zin Thant")],
)
def test_a_creaky_n_is_nt_in_persons_names(native: str, same: str, another: str) -> None:
    name = person_name(native)
    assert compare_names(name, person_name(same), NameKind.PERSON).agrees
    assert not compare_names(name, person_name(another), NameKind.PERSON).agrees


def test_a_creaky_n_may_be_n_in_places() -> None:
    assert "than" in burmese_syllables("သန့်")[0]
    assert "than" not in burmese_syllables("သန့်", person=True)[0]


@pytest.mark.parametrize(("left", "right"), [("Hla Zayar", "Hla Zeya"), ("Aye Mon Oo", "Aye Mun Oo")])
def test_two_spellings_of_one_sound_agree(left: str, right: str) -> None:
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert found.agrees
    assert found.similarity < 1.0


def test_an_e_before_y_is_heard_in_an_a() -> None:
    burmese = Tongue.BURMESE
    assert sounds("zayar", burmese).near == sounds("zeyar", burmese).near == sounds("zeya", burmese).near
    assert sounds("zaw", burmese).near != sounds("zew", burmese).near
    assert sounds("lun", burmese).near != sounds("lon", burmese).near


@pytest.mark.parametrize(
    ("left", "right", "agrees"),
    [
        ("ဇုံရွာ", "Zonywa", True),
        ("ဇုံရွာ", "Zon", False),
        ("ပေါက်ကုန်းရွာ", "Paukkon", True),
        ("Zonywa", "Zonywar", True),
        ("Zonywa", "Zon", False),
    ],
)
def test_a_village_behind_one_syllable_is_a_part_of_the_name(left: str, right: str, agrees: bool) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).agrees is agrees
