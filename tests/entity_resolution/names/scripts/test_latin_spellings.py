"""Spellings of the region in Latin letters that are one to an ear, and near ones that are not (all invented)."""

import pytest

from entity_resolution.names import NameForm, NameKind, compare_names, person_name, site_name
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds


def bits(left: NameForm, right: NameForm, kind: NameKind) -> float:
    return compare_names(left, right, kind).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Malee Phetkaew", "Malee Petchkaew"),
        ("Anong Phetsri", "Anong Petchsri"),
        ("Wanchai Phetsuk", "Wanchai Petchsuk"),
        ("Prum Samphors", "Prum Samphoas"),
        ("Khiev Bopha", "Khieu Bopha"),
        ("Khin Mrat Win", "Khin Myat Win"),
        ("Khin Phru Win", "Khin Phyu Win"),
        ("Tun Eindra Win", "Htun Eindra Win"),
        ("Khin Ohnmar Win", "Khin Ohmar Win"),
    ],
)
def test_persons_are_one_in_two_spellings(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert bits(one, other, NameKind.PERSON) == bits(other, one, NameKind.PERSON)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [("Malee Phetkaew", "Malee Phatkaew"), ("Khiev Bopha", "Khoun Bopha"), ("Somsri Khiaowan", "Somsri Khamwan")],
)
def test_another_word_is_another_person(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kyaukhpyagyi", "Kyauk Phya Gyi"),
        ("Zaungpingwin", "Zaung Pin Kwin"),
        ("Phop Phrao", "Pob Prao"),
        ("Phra Nakhon", "Pra Nakorn"),
        ("Mong Pawng", "Mongpawng"),
        ("Thma Sa", "Thmor Sar"),
        ("Thma Pok", "Thmar Pok"),
    ],
)
def test_places_are_one_in_two_spellings(left: str, right: str) -> None:
    one, other = site_name(left), site_name(right)
    assert bits(one, other, NameKind.SITE) == bits(other, one, NameKind.SITE) > 3
    assert one.keys & other.keys


def test_a_green_thai_is_spelt_in_two_ways() -> None:
    assert sounds("khiao", Tongue.THAI_BY_EAR).near == sounds("khiew", Tongue.THAI_BY_EAR).near
    assert sounds("khiao", Tongue.THAI_BY_EAR).near != sounds("khia", Tongue.THAI_BY_EAR).near


def test_an_aspirate_behind_a_final_k_opens_the_next_burmese_syllable() -> None:
    assert sounds("kyaukhpyu", Tongue.BURMESE).near == sounds("kyaukphyu", Tongue.BURMESE).near
    assert sounds("kyaukhtu", Tongue.BURMESE).near == sounds("kyauktu", Tongue.BURMESE).near
    assert sounds("makhin", Tongue.BURMESE).skeleton == "mkn"
