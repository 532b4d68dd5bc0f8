"""Thai names that end in L and in R, both said as N, in PHON and PHONG, in PHON and PHAN. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from tests.entity_resolution.scored_pairs import on_both, scored


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


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ณัฐพล", "Nattapan"),
        ("สมพล", "Somphan"),
        ("กิตติพล", "Kittiphan"),
        ("จิราพร", "Jirapha"),
        ("สุภาพร", "Suphapha"),
        ("ณัฐพร", "Nattapa"),
        ("อานนท์", "Anan"),
        ("ชานนท์", "Chanan"),
        ("ณัฐนนท์", "Nattanan"),
        ("Jiraporn", "Jiraphan"),
    ],
)
def test_a_vowel_that_thai_does_not_write_is_no_a(left: str, right: str) -> None:
    family = "แก้วมณี" if not left.isascii() else "Kaewmanee"
    one, other = person_name(f"{left} {family}"), person_name(f"{right} Kaewmanee")
    for pair in ((one, other), (other, one)):
        compared = compare_names(*pair, NameKind.PERSON)
        assert compared.level is NameLevel.SIBLING
        assert "an A is no vowel that Thai does not write" in compared.how
    for evidence in ({"phone": "+66812340678", "address": "12 Soi Lotus, Chiang Mai"}, {"birthDate": "1990-03-14"}):
        cells = on_both(evidence | {"nationality": "TH"})
        found = scored("Person", left=f"{left} {family}", right=f"{right} Kaewmanee", **cells)
        assert found.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("thai", "spellings"),
    [
        ("ณัฐพล", "Nattapon Natthaphon Nattapol Nuttaphol"),
        ("สมพร", "Somporn Sompon Somphon"),
        ("จิราพร", "Jiraporn Chiraphon Jirapon"),
        ("จิราภา", "Jirapa Jirapha"),
        ("อานนท์", "Anon Arnon Arnond Anand"),
        ("อนันต์", "Anan Anant Anun"),
        ("สมพันธ์", "Somphan Sompan Sompun"),
        ("ศิริพรรณ", "Siriphan Siripan"),
        ("ณัฐนันท์", "Nattanan Natthanan Nuttanun"),
        ("ณัฐนนท์", "Nattanon Nuttanon"),
        ("นิพนธ์", "Niphon Nipond"),
        # Of these ว and ย are a vowel, and รร is an A.
        ("ศรีนวล", "Srinuan"),
        ("สงวน", "Sanguan"),
        ("วิเชียร", "Wichian Vichian"),
        ("เพื่อน", "Puean"),
        ("สุวรรณ", "Suwan"),
        ("สรรค์", "San"),
    ],
)
def test_a_name_keeps_its_spellings_with_an_a_and_with_an_o(thai: str, spellings: str) -> None:
    for spelt in spellings.split():
        one, other = person_name(f"{thai} แก้วมณี"), person_name(f"{spelt} Kaewmanee")
        assert compare_names(one, other, NameKind.PERSON).level is NameLevel.ROMANISED
