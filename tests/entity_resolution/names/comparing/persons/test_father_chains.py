"""A word in front of a name may be a child's own, where the rest is the father's whole name. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of, name_form
from entity_resolution.names import NameKind, NameLevel
from tests.entity_resolution.scored_pairs import on_both, scored

HOUSEHOLD = {"phone": "+919812340678", "address": "12 Lake Road, Lotusville"}
BORN = "2001-03-14"


def _level(left: str, right: str, country: str) -> str:
    countries = frozenset(country.split())
    one, other = (name_form(text, NameKind.PERSON, countries=countries) for text in (left, right))
    found = compare_names_of(NameKind.PERSON, [one], [other])
    assert compare_names_of(NameKind.PERSON, [other], [one]).level == found.level
    return found.level


# A father, his child, and of what country they are known to be.
FAMILIES = [
    ("Girma Tilahun", "Dagim Girma Tilahun", "ET"),
    ("ግርማ ጥላሁን", "Dagim Girma Tilahun", "ET"),
    ("ግርማ ጥላሁን", "ዳግም ግርማ ጥላሁን", "ET"),
    ("Yonas Berhe", "Semhar Yonas Berhe", "ER"),
    ("Guled Warsame", "Ayaan Guled Warsame", "SO"),
    ("Rashid Anwar", "Hamza Rashid Anwar", "PK"),
    ("راشد انور", "Hamza Rashid Anwar", "PK"),
    ("Suresh Desai", "Nikhil Suresh Desai", "IN"),
    ("सुरेश देसाई", "Nikhil Suresh Desai", "IN"),
    ("Karim Berrada", "Soukaina Karim Berrada", "MA"),
    ("كريم برادة", "Soukaina Karim Berrada", "MA"),
    ("Khaled Mansour", "Aya Khaled Mansour", "EG"),
    ("Ahmed Mansour", "Mohamed Ahmed Mansour", "EG"),
    ("Rizal Hamdan", "Fikri Rizal Hamdan", "MY"),
    ("Athumani Makame", "Zuhura Athumani Makame", "TZ"),
]


@pytest.mark.parametrize(("father", "child", "country"), FAMILIES)
def test_a_word_in_front_may_be_a_childs_own_name(father: str, child: str, country: str) -> None:
    assert _level(father, child, country) == NameLevel.SIBLING


@pytest.mark.parametrize(
    ("father", "child"),
    [
        *(("Girma Tilahun", "Dagim Girma Tilahun"), ("Guled Warsame", "Ayaan Guled Warsame")),
        *(("Musa Danjuma", "Sani Musa Danjuma"), ("Murugan Selvam", "Senthil Murugan Selvam")),
        *(("ግርማ ጥላሁን", "Dagim Girma Tilahun"), ("خالد حسن", "Mariam Khaled Hassan")),
    ],
)
def test_the_words_of_a_name_tell_its_people_where_no_country_is_known(father: str, child: str) -> None:
    assert _level(father, child, "") == NameLevel.SIBLING


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        # A middle or a last name left out.
        ("Dagim Girma Tilahun", "Dagim Tilahun", "ET"),
        ("Dagim Girma Tilahun", "Dagim Girma", "ET"),
        ("Hamza Rashid Anwar", "Hamza Anwar", "PK"),
        # What stands before one's own name: a word of faith, a house, a rank, an initial.
        ("Muhammad Rashid Anwar", "Rashid Anwar", "PK"),
        ("Muhammad Rashid Anwar", "Rashid Anwar", ""),
        ("Md. Rashid Anwar", "Rashid Anwar", "BD"),
        ("Mohd Rizal Hamdan", "Rizal Hamdan", "MY"),
        ("Rana Rashid Anwar", "Rashid Anwar", "PK"),
        ("Chaudhry Rashid Anwar", "Rashid Anwar", "PK"),
        ("Siti Norlela Hamdan", "Norlela Hamdan", "MY"),
        ("Nur Izzati Hamdan", "Izzati Hamdan", "MY"),
        ("D. Suresh Desai", "Suresh Desai", "IN"),
        # One name, divided otherwise.
        ("Gebre Mariam Tilahun", "Gebremariam Tilahun", "ET"),
        ("Abdul Rahman Mansour", "Abdulrahman Mansour", "EG"),
        ("كريم برادة", "Karim Berrada", "MA"),
        # Where a first name is left out, and the rest is no father's name.
        ("Daniel Wachira Mbugua", "Wachira Mbugua", "KE"),
        ("Daniel Wachira Mbugua", "Wachira Mbugua", ""),
        ("Rita Lourdes Galeano", "Lourdes Galeano", "PH"),
        ("Mostafa Anwar Hossain", "Anwar Hossain", "BD"),
        ("David Tan Boon Seng", "Tan Boon Seng", "MY"),
        ("Martin Paul Obrecht", "Paul Obrecht", "DE"),
    ],
)
def test_what_else_is_left_out_of_a_name_makes_no_child(left: str, right: str, country: str) -> None:
    assert _level(left, right, country) not in (NameLevel.SIBLING, NameLevel.FATHER)
    countries = frozenset(country.split())
    one, other = (name_form(text, NameKind.PERSON, countries=countries) for text in (left, right))
    assert compare_names_of(NameKind.PERSON, [one], [other]).agrees


@pytest.mark.parametrize(("father", "child", "country"), FAMILIES)
def test_what_a_family_shares_joins_no_father_and_child(father: str, child: str, country: str) -> None:
    def outcome(**more: str) -> Outcome:
        cells = {"left": father, "right": child, **on_both({"nationality": country})}
        return scored("Person", **cells, **more).outcome

    assert outcome(**on_both(HOUSEHOLD), right_birthDate=BORN) is Outcome.REVIEW
    # A source may have the father's name alone for either of two twins.
    assert outcome(**on_both({**HOUSEHOLD, "birthDate": BORN})) is Outcome.REVIEW
    # Whoever left the first name out is one by a document.
    number = {"birthDate": BORN, "passportNumber": "QX4471920"}
    assert outcome(**on_both(number)) is Outcome.MATCH


def test_a_first_name_left_out_by_another_people_is_joined_by_what_one_person_has() -> None:
    cells = on_both({**HOUSEHOLD, "birthDate": BORN, "nationality": "PH"})
    assert scored("Person", left="Rita Lourdes Galeano", right="Lourdes Galeano", **cells).outcome is Outcome.MATCH
    cells = on_both({**HOUSEHOLD, "birthDate": BORN, "nationality": "ET"})
    assert scored("Person", left="Dagim Girma Tilahun", right="Dagim Tilahun", **cells).outcome is Outcome.MATCH
