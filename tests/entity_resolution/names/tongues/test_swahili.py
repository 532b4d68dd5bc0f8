"""Arabic names as Swahili and Hausa say them, and relatives' names beside them. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, compare_names, may_agree, person_name
from entity_resolution.names.tongues.swahili import without_swahili_vowels
from tests.entity_resolution.scored_pairs import outcome_of_persons

BORN = "1990-03-05"


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("KE", "Rajabu Juma", "Rajab Juma"),
        ("UG", "Zaituni Nabirye", "Zaitun Nabirye"),
        ("TZ", "Nassoro Salum", "Nassor Salum"),
        ("KM", "Soifiat Mohamedi", "Soifiat Mohamed"),
        ("KE", "Bakari Omari", "Bakar Omar"),
        ("KE", "Salimu Kassimu", "Salim Kassim"),
        ("TZ", "Halfani Mussa", "Khalfan Musa"),
        ("KM", "Hamisi Juma", "Khamis Juma"),
        ("NG", "Salimu Umaru", "Salim Umar"),
    ],
)
def test_a_vowel_at_the_end_of_an_arabic_name_is_no_other_name(country: str, left: str, right: str) -> None:
    assert outcome_of_persons(left, right, nationality=country, birthDate=BORN) is Outcome.MATCH
    assert outcome_of_persons(left, right, nationality=country) in (Outcome.NONE, Outcome.REVIEW)
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize(("left", "right"), [("Rajabu Juma", "Juma Rajab"), ("Nassoro Salum", "Salum Nassor")])
def test_such_a_name_turned_round_may_be_the_fathers(left: str, right: str) -> None:
    assert outcome_of_persons(left, right, nationality="TZ", phone="+255754330512") is Outcome.REVIEW


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("KE", "Salimu Juma", "Salima Juma"),  # a brother and a sister
        ("KE", "Rashidi Juma", "Rashida Juma"),
        ("TZ", "Hasani Juma", "Huseni Juma"),
        ("TZ", "Salum Juma", "Salimu Juma"),
        ("TZ", "Saidi Bakari", "Saada Bakari"),
        ("TZ", "Hamadi Juma", "Hamidu Juma"),
        ("TZ", "Omari Juma", "Omar Jumanne"),
        ("KE", "Ali al-Omari", "Ali Omar"),
        ("AE", "Ahmad Omari", "Ahmad Omar"),  # of whose house, and whose son
        ("MA", "Hassan Rashidi", "Hassan Rashid"),
        ("AF", "Ahmad Rashidi", "Ahmad Rashid"),
    ],
)
def test_a_relative_and_whoever_is_of_a_house_are_others(country: str, left: str, right: str) -> None:
    assert outcome_of_persons(left, right, nationality=country, birthDate=BORN) is not Outcome.MATCH
    assert outcome_of_persons(left, right, nationality=country, phone="+255754330512") is not Outcome.MATCH
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_last_u_tells_by_itself_and_a_last_i_does_not() -> None:
    assert compare_names(person_name("Rajabu Juma"), person_name("Rajab Juma"), NameKind.PERSON).agrees
    assert may_agree(person_name("Rajabu Juma"), person_name("Rajab Juma"), NameKind.PERSON)
    assert not compare_names(person_name("Ahmad Rashidi"), person_name("Ahmad Rashid"), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rajabu", "khamisi"), ("rajab", "hamis")),
        (("wanjiru", "kamau"), ("wanjiru", "kamau")),
        (("khin", "khamkaew"), ("khin", "khamkaew")),
        (("al", "omari"), ("al", "omari")),
    ],
)
def test_only_arabic_names_lose_a_vowel(words: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert without_swahili_vowels(words) == said
