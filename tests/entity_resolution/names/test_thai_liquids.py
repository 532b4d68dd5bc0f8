"""Thai names that end in an L and in an R, both said as N, and in PHON and PHONG. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Siripol Jaidee", "Siriporn Jaidee"),
        ("Siriphol Jaidee", "Jaidee Siriphorn"),
        ("Udompol Thongdee", "Udomphorn Thongdee"),
        ("ศิริพล ใจดี", "Siriporn Jaidee"),
        ("ศิริพร ใจดี", "Siripol Jaidee"),
        ("Amphol Siriporn", "Amporn Siriphol"),
    ],
)
def test_an_l_at_the_end_is_another_name_than_an_r(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        compared = compare_names(person_name(one), person_name(other), NameKind.PERSON)
        assert not compared.agrees
        assert compared.bits < 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Siriphon Jaidee", "Siripol Jaidee"),
        ("Siriphon Jaidee", "Siriporn Jaidee"),
        ("ศิริพล ใจดี", "Siripol Jaidee"),
        ("ศิริพร ใจดี", "Siriporn Jaidee"),
        ("Amphol Siriporn", "Siriporn Amphol"),
        ("Kamol Jaidee", "Kamon Jaidee"),
    ],
)
def test_what_is_said_may_be_either(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Thanaphon Jaidee", "Thanaphong Jaidee"),
        ("Jaidee Thanapol", "Thanapong Jaidee"),
        ("ธนพล ใจดี", "Thanaphong Jaidee"),
        ("ธนพงษ์ ใจดี", "Thanaphon Jaidee"),
    ],
)
def test_phon_is_another_word_than_phong_at_the_end_of_a_name(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Thanaphong Jaidee", "Thanapongse Jaidee"),
        ("ธนพงษ์ ใจดี", "Thanapong Jaidee"),
        ("Thanaphon Siriphong", "Siriphong Thanaphon"),
        ("Van Phong", "Vann Phong"),
    ],
)
def test_phong_spelt_otherwise_stays_one(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
