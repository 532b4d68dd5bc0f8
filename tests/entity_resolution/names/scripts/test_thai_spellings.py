"""Thai names in Latin letters that differ in several small ways at once are read as Thai. The names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.scripts.thai import romanise_thai
from entity_resolution.names.tongues.tongue import looks_thai


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kriangkrai Jiraporn", "Kreangkrai Chiraphon"),
        ("Duangjai Saengsri", "Duangchai Sangsri"),
        ("Wichai Lertsuk", "Wichai Loetsuk"),
        ("Kanya Wiriyakara", "Kanya Wiriyakorn"),
        ("Phairot Suwimon", "Pairote Suvimol"),
        ("Bunrueang Dangsri", "Boonrueng Daengsri"),
        ("อนุพงษ์ อินทร์โอฬาร", "Anupong In-olan"),
        ("สมยุทธ์ จันทร์ชัย", "Somyuth Chanchai"),
        ("วิทย์ เทือกวารี", "Wit Thaugwaree"),
        ("ประสาน บึงดี", "Prasan Bungdee"),
        ("เกียรติชัย สาดใหญ่", "Kiatchai Sadyai"),
    ],
)
def test_two_spellings_of_a_thai_name_agree(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Duangjai Saengsri", "Duangporn Sangsri"),
        ("Wichai Lertsuk", "Wichit Loetsak"),
        ("Ann Lertz", "Ann Loets"),
        ("เกียรติชัย วารี", "Kittichai Waree"),
    ],
)
def test_another_name_does_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_an_ear_for_thai_hears_fewer_vowels_before_ng() -> None:
    ear = Tongue.THAI_BY_EAR
    assert sounds("saengsri", ear).near == sounds("sangsri", ear).near
    assert sounds("boonrueng", ear).near == sounds("bunrueang", ear).near
    assert sounds("doungta", ear).near == sounds("duangta", ear).near
    assert sounds("saeko", ear).near != sounds("sako", ear).near


@pytest.mark.parametrize("word", ["พันธ์ใหม่", "จันทร์เพ็ญ", "ยุทธ์"])
def test_a_silenced_letter_opens_no_syllable(word: str) -> None:
    assert not [reading for reading in romanise_thai(word) if "tha" in reading]


def test_what_looks_thai() -> None:
    assert looks_thai(("krerkrit", "suwimol"))
    assert not looks_thai(("maria", "lopez"))
