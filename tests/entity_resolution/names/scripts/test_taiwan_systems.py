"""Chinese names in the systems of Taiwan, in the Portuguese letters of Macau and the Dutch ones of Indonesia."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameKind, compare_names, may_agree, person_name
from entity_resolution.names.comparing.peoples.umlauts import are_two_by_umlaut
from entity_resolution.names.scripts.han import taiwan_spellings
from entity_resolution.names.scripts.han_sounds import _are_one_sound, syllable_bits
from entity_resolution.names.scripts.taiwan_systems import in_systems_of_taiwan


@pytest.mark.parametrize(
    ("pinyin", "tongyong", "mps"),
    [
        ("zhen", "jhen", "jen"),
        ("rui", "ruei", "ruei"),
        ("xue", "syue", "shiue"),
        ("qiang", "ciang", "chiang"),
        ("zhi", "jhih", "jr"),
        ("chi", "chih", "chr"),
        ("shi", "shih", "shr"),
        ("ri", "rih", "r"),
        ("zi", "zih", "tz"),
        ("ci", "cih", "tsz"),
        ("si", "sih", "sz"),
        ("xiong", "siong", "shiung"),
        ("liu", "liou", "liou"),
        ("zhao", "jhao", "jau"),
        ("lv", "lyu", "liu"),
        ("nv", "nyu", "niu"),
        ("wen", "wun", "wen"),
        ("an", "an", "an"),
    ],
)
def test_systems_of_taiwan(pinyin: str, tongyong: str, mps: str) -> None:
    assert in_systems_of_taiwan(pinyin) == (tongyong, mps)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Chou Jui-shan", "Chou Ruei-shan"),
        ("Chou Jui-chen", "Chou Ruei-jhen"),
        ("Chan Kuok Keong", "Chan Kwok Keung"),
        ("Lui Yau Kwong", "Lü Youguang"),
        ("Tan Kok Juan", "Tan Kok Yuan"),
        ("Kwee Tek Hoay", "Kwee Tek Hwai"),
        ("Chou Tz-han", "Chou Zih-han"),
    ],
)
def test_names_in_two_ways_of_spelling_agree_and_meet(left: str, right: str) -> None:
    for pair in ((left, right), (right, left)):
        one, other = map(person_name, pair)
        assert compare_names(one, other, NameKind.PERSON).agrees
        assert may_agree(one, other, NameKind.PERSON)
        assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Wong Tak Wah", "Huỳnh Đức Hải"),
        ("Chou Jui-shan", "Chou Ming-jhen"),
        ("Lau Weng Hong", "Lau Wai Hong"),
    ],
)
def test_other_sounds_are_other_names(left: str, right: str) -> None:
    for pair in ((left, right), (right, left)):
        one, other = map(person_name, pair)
        assert compare_names(one, other, NameKind.PERSON).bits < 0


def test_w_before_an_open_vowel_is_said_with_round_lips() -> None:
    assert syllable_bits("wah", "hua", "cantonese", "pinyin") > 0
    assert syllable_bits("wah", "ya", "cantonese", "pinyin") < -8


def test_a_later_spelling_is_one_sound_only_with_what_it_may_be() -> None:
    assert _are_one_sound("jhen", "chen", "taiwan")
    assert not _are_one_sound("jhen", "kuo", "taiwan")
    assert not _are_one_sound("chih", "chi", "taiwan")  # of Wade-Giles both


def test_what_macau_writes_is_what_hong_kong_does() -> None:
    for macau, english in (("weng", "wing"), ("iao", "yau"), ("kuok", "kwok"), ("kuong", "kwong"), ("vai", "wai")):
        assert syllable_bits(macau, english, "cantonese", "cantonese") > 0
    assert syllable_bits("beng", "meng", "min", "min") < -8


def test_the_rounded_vowel_is_lyu_on_taiwan() -> None:
    for left, right in (("Chen Xiaolv", "Chen Hsiao-lyu"), ("Chen Xiaonv", "Chen Siao-nyu")):
        assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_letter_alone_is_no_syllable_of_taiwan() -> None:
    assert taiwan_spellings("si")[-2:] == ("sih", "sz")
    assert "r" not in taiwan_spellings("ri")


def test_the_rounded_vowel_of_pinyin_is_no_umlaut() -> None:
    assert not are_two_by_umlaut("Lü Youguang", "Lui Yau Kwong")
    assert are_two_by_umlaut("Müller", "Möller")
    assert are_two_by_umlaut("Müller", "Moller")
