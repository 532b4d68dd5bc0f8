"""Burmese words that are not said as they are spelt, weak syllables, and villages that are called new or old."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name, site_name
from entity_resolution.names.scripts.burmese import burmese_syllables


def bits(left: str, right: str) -> float:
    return compare_names(site_name(left), site_name(right), NameKind.SITE).bits


@pytest.mark.parametrize(
    ("burmese", "latin"),
    [
        ("ဘုရားသုံးဆူ", "Phaya Thone Zu"),
        ("ရွှေဘုရားကြီး", "Shwe Phayar Gyi"),
        ("ငှက်ပျောတော", "Ngapyawdaw"),
        ("ပုဇွန်တောင်", "Pazundaung"),
        ("တံတားဦး", "Tada-U"),
        ("ကျောက်ပန်းတောင်း", "Kyaukpadaung"),
        ("လက်ပံတန်း", "Letpadan"),
        ("နွားထိုးကြီး", "Natogyi"),
        ("ကန်ကြီးထောင့်", "Kan Gyi Daunt"),
        ("ဉာဏ်ကုန်း", "Nyangon"),
        ("ဓာတ်ပေါင်း", "Datpaung"),
        ("ရွှေတိဂုံ", "Shwedagon"),
        # A bare stop and an R or L behind it may be one onset.
        ("ဖရူစို", "Hpruso"),
        ("ထန်တလာ", "Htantla"),
        ("ဘရန်ယန်", "Bran Yang"),
        ("ပန်းတနော်", "Pantanaw"),  # where the syllable is said in full
    ],
)
def test_words_are_read_as_they_are_said(burmese: str, latin: str) -> None:
    assert bits(burmese, latin) > 3
    assert site_name(burmese).keys & site_name(latin).keys


@pytest.mark.parametrize(
    ("burmese", "latin"),
    [("ကျောက်ပန်းတောင်း", "Kyaukpyudaung"), ("ရွှေဘုရားကြီး", "Shwe Taung Gyi"), ("ပန်းတောင်း", "Pantaung Kone")],
)
def test_other_places_stay_other_places(burmese: str, latin: str) -> None:
    assert bits(burmese, latin) < -5


@pytest.mark.parametrize(
    ("burmese", "latin"),
    [("ဉာဏ်ထွန်းအောင်", "Nyan Htun Aung"), ("စဝ်ရွှေမြင့်", "Sao Shwe Myint"), ("နယ်လ်ဆင်", "Nelsin")],
)
def test_persons_too(burmese: str, latin: str) -> None:
    one, other = person_name(burmese), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


def test_a_weak_syllable_is_weak_before_another_alone() -> None:
    assert "pa" in burmese_syllables("ပန်းတော")[0]
    assert "pa" not in burmese_syllables("တောပန်း")[1]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Shwe Nyaung Ywar Thit", "Shwenyaung Village (New)"),
        ("Min Let Ywa Haung", "Minlet Old Village"),
        ("ရွှေညောင်ရွာသစ်", "Shwe Nyaung Ywa Thit"),
    ],
)
def test_a_new_village_is_one_in_burmese_and_in_english(left: str, right: str) -> None:
    assert bits(left, right) > 6
    assert site_name(left).keys & site_name(right).keys


def test_the_old_village_is_not_the_new_one() -> None:
    assert bits("Min Let Ywa Haung", "Min Let Ywa Thit") < -5
    assert bits("Shwe Nyaung Ywar Thit", "Shwenyaung Village (Old)") < -5


@pytest.mark.parametrize(
    ("burmese", "latin"),
    [("ဦးဉာဏိဿရ", "U Nyanissara"), ("အရှင်ဣဿရိယ", "Ashin Issariya"), ("ဦးသုမင်္ဂလ", "U Sumangala")],
)
def test_monks_are_named_in_pali(burmese: str, latin: str) -> None:
    one, other = person_name(burmese), person_name(latin)
    assert one.keys & other.keys
    assert compare_names(one, other, NameKind.PERSON).bits > 3


def test_two_syllables_are_no_pali() -> None:
    assert not any("siri" in reading for reading in person_name("သီရိ").latin)
