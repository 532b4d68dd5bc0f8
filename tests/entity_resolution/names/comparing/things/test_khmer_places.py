"""Khmer places in Latin letters: the official transliteration and popular spellings are one, other consonants two."""

import pytest

from entity_resolution.names import NameKind, compare_names, site_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.things.khmer_places import compare_khmer_places, khmer_form, khmer_words
from entity_resolution.names.prepared import prepare

KIND = NameKind.SITE


@pytest.mark.parametrize(
    ("official", "popular"),
    [
        ("Phnum Kraom", "Phnom Krom"),
        ("Tuol Svay Prey", "Toul Svay Prey"),
        ("Phum Ruessei Kaev", "Phum Russey Keo"),
        ("Stueng Mean Chey", "Steung Meanchey"),
        ("Paoy Paet Thmei", "Poipet Thmey"),
        ("Chrouy Changvar", "Chroy Changva"),
        ("Tuol Kork Thmei", "Toul Kok Thmey"),
        ("Angk Snuol", "Ang Snoul"),
        ("Kaoh Rung", "Koh Rong"),
        ("Phnum Kampov", "Phnom Kampeau"),
        ("Kraol Tou", "Krol To"),
        ("Chrey Thum", "Chrei Thom"),
    ],
)
def test_two_ways_to_spell_the_words_of_a_place_are_one(official: str, popular: str) -> None:
    left, right = site_name(official), site_name(popular)
    assert compare_names(left, right, KIND).bits > 7
    assert compare_names(left, right, KIND).bits == compare_names(right, left, KIND).bits
    assert may_agree(left, right, KIND)
    assert left.keys & right.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bavet Thmei", "Bavel Thmei"),
        ("Svay Chek", "Svay Chrek"),
        ("Svay Pak", "Svay Pat"),
        ("Prey Khla", "Prey Phla"),
        ("Boeng Lvea", "Boeng Lveal"),
        ("Tuol Kork", "Tuol Krok"),
    ],
)
def test_another_consonant_in_a_short_word_is_another_place(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), KIND).bits < -2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Poipet Casino", "Poipet Hotel"),
        ("Poipet Casino", "Poipet School"),
        ("Poipet City Casino", "Poipet Hotel"),
        ("Poipet Market", "Poipet Hospital"),
        ("Bavet Casino", "Bavet Hotel"),
        ("Koh Kong Casino", "Koh Kong Resort"),
        ("Poipet Casino", "Poipet Casino Hotel"),
        ("Koh Kong Casino", "Koh Kong Casino Hotel"),
    ],
)
def test_a_town_in_common_makes_no_two_kinds_of_place_one(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        one_form, other_form = prepare(site_name(one), KIND), prepare(site_name(other), KIND)
        found = Found(0.6, one, other, "", in_order=True)
        assert compare_khmer_places(one_form, other_form, found) is found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Poipet Casino", "Poipet Hotel"),
        ("Poipet Market", "Poipet Hospital"),
        ("Bavet Casino", "Bavet Hotel"),
        ("Koh Kong Casino", "Koh Kong Resort"),
    ],
)
def test_two_houses_of_a_town_do_not_agree(left: str, right: str) -> None:
    assert not compare_names(site_name(left), site_name(right), KIND).agrees
    assert not compare_names(site_name(right), site_name(left), KIND).agrees


def test_a_kind_left_out_beside_two_words_leaves_a_place_one() -> None:
    for left, right in (("Tuol Kork Market", "Toul Kok"), ("Tuol Kork Market", "Toul Kok Market")):
        assert compare_names(site_name(left), site_name(right), KIND).agrees


def test_a_town_may_stand_before_a_house_or_behind_it() -> None:
    one, other = site_name("Bavet Moc Bai Casino"), site_name("Moc Bai Casino Bavet")
    assert compare_names(one, other, KIND).agrees
    assert not compare_names(one, site_name("Moc Hoa Casino Bavet"), KIND).agrees


def test_only_words_of_khmer_places_are_spelt_so() -> None:
    assert [khmer_form(word) for word in ("kaev", "preaek", "tuol", "loung")] == ["keo", "prek", "tul", "luong"]
    assert khmer_words(("prey", "kaev")) == ("prei", "keo")
    assert khmer_words(("blue", "heron", "grill")) == ()


def test_a_place_in_khmer_letters_meets_its_french_spelling() -> None:
    native, french = site_name("ភ្នំកំពៅ"), site_name("Phnom Kampeau")
    assert compare_names(native, french, KIND).agrees
    assert native.keys & french.keys
    assert compare_names(site_name("ភ្នំបូកគោ"), site_name("Phnom Bokor"), KIND).agrees
