"""Khmer given names in Latin letters that their ending tells apart, and surnames that no Chinese dialect makes one."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.tongues.closeness import differ_in_ea


def bits(left: str, right: str) -> float:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nhem Kunthea", "Nhem Kunthy"),
        ("Nhem Sophea", "Nhem Sophy"),
        ("Prum Chanthea", "Prum Chanthi"),
        ("Vannea Prum", "Prum Vanny"),
        ("Sothea", "Sothy"),
    ],
)
def test_given_names_in_ea_and_y_are_two(left: str, right: str) -> None:
    assert bits(left, right) == bits(right, left) < -2
    assert not may_agree(person_name(left), person_name(right), NameKind.PERSON)


def test_other_endings_are_no_two_names() -> None:
    assert bits("Chelsea Hartwell", "Chelsy Hartwell") > 4
    assert bits("Lea Hartwell", "Lee Hartwell") > 4
    assert bits("Dorothea Hartwell", "Dorothy Hartwell") > 4
    assert differ_in_ea("sothea", "sothy")
    assert not differ_in_ea("sothea", "sonny")
    assert not differ_in_ea("sothea", "sothea")


@pytest.mark.parametrize(
    ("left", "right"),
    [("Hak Chanmaly", "Hok Chanmaly"), ("Kok Sopheap", "Guo Sopheap"), ("Lim Sreymom", "Lin Sreymom")],
)
def test_no_dialect_makes_surnames_one_before_a_given_name_that_is_not_chinese(left: str, right: str) -> None:
    assert bits(left, right) == bits(right, left) < -2


@pytest.mark.parametrize(
    ("left", "right"), [("Lim Wei Hong", "Lin Weihong"), ("David Lim", "David Lin"), ("Oei Ek Tjhong", "Huang Yicong")]
)
def test_dialects_make_surnames_one_before_a_chinese_given_name(left: str, right: str) -> None:
    assert bits(left, right) == bits(right, left) > -2
