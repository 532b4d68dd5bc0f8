"""Double given names cut short, and names from elsewhere beside the syllables of a Chinese one."""

import pytest

from entity_resolution.names import NameComparison, NameKind, compare_names, person_name
from entity_resolution.names.comparing.peoples.traditions import Tradition, shared_traditions
from entity_resolution.names.tongues.double_names import double_names_in_full
from entity_resolution.names.tongues.tongue import name_from_elsewhere


def compared(left: str, right: str) -> NameComparison:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Giovanni Paolo Ferri", "Giampaolo Ferri"),
        ("Gian Paolo Ferri", "FERRI, Giampaolo"),
        ("Pietro Luigi Moretti", "Pierluigi Moretti"),
        ("Giovanni Luca Serra", "Gianluca Serra"),
        ("Michael Wang Jianping", "WANG, Michael Jian Ping"),
        ("Li Xiaoming", "LI, Grace Xiao Ming"),
        ("Steven Xu Zhiqiang", "XU Zhi Qiang Steven"),
        ("Suresh Babu Ramachandran", "S. B. Ramchandran"),
    ],
)
def test_a_name_is_one_with_its_parts_together_apart_or_cut_short(left: str, right: str) -> None:
    assert person_name(left).keys & person_name(right).keys
    assert compared(left, right).bits > 4
    assert compared(left, right).bits == compared(right, left).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Giovanni Carlo Bassi", "Gianfranco Bassi"),
        ("Pietro Luigi Moretti", "Pierpaolo Moretti"),
        ("Michael Wang Jianping", "WANG, Michael Jian Hua"),
        ("Peter Zhou Guohua", "ZHOU, Peter Guo Qiang"),
        ("Willem van der Meer", "Wilbert van der Meer"),
    ],
)
def test_another_part_is_another_name(left: str, right: str) -> None:
    assert compared(left, right).bits < -2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gianluca Bianchi", "Luca Bianchi"),
        ("Gianluca Bianchi", "Giovanni Bianchi"),
        ("Gianluca Bianchi", "Giovanni L. Bianchi"),
        ("Gianluca Bianchi", "Giovanni Bianchi Rossi"),
        ("Gianluca Bianchi", "Luca Giovanni Bianchi"),
        ("Pierpaolo Conti", "Pietro Conti"),
        ("Pier Luigi Conti", "Pietro Conti"),
        ("Giambattista Rossi", "Giovanni Rossi"),
        ("Gianmaria Rossi", "Maria Rossi"),
        ("Gianmarco Rossi", "Gianluca Rossi"),
    ],
)
def test_a_brother_with_one_name_of_two_is_another_person(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert Tradition.DOUBLE not in shared_traditions(person_name(one), person_name(other))
        assert compared(one, other).bits < -2


def test_another_name_from_elsewhere_counts_against_a_chinese_one() -> None:
    same = compared("Michael Wang Jianping", "WANG, Michael Jian Ping").bits
    assert compared("Michael Wang Jianping", "WANG, Steven Jian Ping").bits < same


def test_double_names_and_names_from_elsewhere_are_known() -> None:
    assert double_names_in_full(("gianluca", "serra")) == ("giovanni", "luca", "serra")
    assert double_names_in_full(("pierce", "brown")) == ("pierce", "brown")
    assert name_from_elsewhere(("david", "wei", "ming", "zhang")) == ("david", ("wei", "ming", "zhang"))
    assert name_from_elsewhere(("willem", "van", "der", "meer")) == ("", ())


@pytest.mark.parametrize(
    ("native", "latin", "other"),
    [
        ("陈金明", "Peter Chan Kim-ming", "Peter Chan Wing-fai"),
        ("陈俊明", "Peter Chan Chun-ming", "Peter Chan Wing-fai"),
        ("马云", "Jack Ma Yun", "Jack Ma Lin"),
        ("陈金莲", "Mary Tan Kim Lian", "Mary Tan Bee Hoon"),
    ],
)
def test_a_syllable_that_is_a_short_form_elsewhere_is_no_second_first_name(native: str, latin: str, other: str) -> None:
    one, two = person_name(native), person_name(latin)
    found = compare_names(one, two, NameKind.PERSON)
    assert found.bits > 4
    assert found.bits > compare_names(one, person_name(other), NameKind.PERSON).bits + 5
    assert one.keys & two.keys
