"""Twins in lists by fields: two given names, one birth date, family name, house and phone. All names are invented."""

from pathlib import Path

import pytest

from tests.entity_resolution.batch.test_record_driver import resolve

FIELDS = ("givenName", "familyName", "birthDate", "phone", "houseNumber", "street", "locality", "passportNumber")
HOUSE = ("9", "Mabini Street", "Bamban")
BORN, PHONE = "1990-03-14", "+66812340678"


def _are_one(folder: Path, left: tuple[str, str], right: tuple[str, str], born: str = BORN, passport: str = "") -> bool:
    rows = [(*name, born, PHONE, *HOUSE, passport) for name in (left, right)]
    _, labels = resolve(folder, "Person", FIELDS, rows)
    return labels[0] == labels[1]


TWINS = [
    (("Naoki", "Onodera"), ("Naomi", "Onodera")),
    (("Kaori", "Onodera"), ("Kaoru", "Onodera")),
    (("Angelica", "Obrero"), ("Angelo", "Obrero")),
    (("Fernanda", "Queiroz"), ("Fernando", "Queiroz")),
    (("Daniel", "Moraes"), ("Daniela", "Moraes")),
    (("Rahim", "Uddin"), ("Karim", "Uddin")),
    (("Hasan", "Qabbani"), ("Hussein", "Qabbani")),
    (("Anna", "Petrova"), ("Inna", "Petrova")),
    (("Hui Min", "Lim"), ("Hui Ming", "Lim")),
    (("Minh Tuan", "Bui"), ("Minh Toan", "Bui")),
    (("Mercy", "Wanjiru"), ("Mary", "Wanjiru")),
    (("عبد الله", "الحربي"), ("عبد الإله", "الحربي")),
    (("Abdullah", "al-Harbi"), ("Abdulilah", "al-Harbi")),
]


@pytest.mark.parametrize(("left", "right"), TWINS)
def test_twins_are_two(tmp_path: Path, left: tuple[str, str], right: tuple[str, str]) -> None:
    assert not _are_one(tmp_path, left, right)
    assert not _are_one(tmp_path, right, left)


def test_a_document_makes_one_of_two_names(tmp_path: Path) -> None:
    assert _are_one(tmp_path, ("Naoki", "Onodera"), ("Naomi", "Onodera"), passport="P1234567A")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("Naoki", "Onodera"), ("Naoxj", "Onodera")),
        (("Jonathan", "Rowe"), ("Jonathon", "Rowe")),
        (("Stephen", "Rowe"), ("Steven", "Rowe")),
        (("Sameer", "Haddad"), ("Samir", "Haddad")),
        (("Yusuf", "Qabbani"), ("Yousef", "Qabbani")),
        (("Fatima", "Noor"), ("Fatema", "Noor")),
        (("Siriporn", "Khamkaew"), ("Siriphon", "Khamkaew")),
        (("Wei Ming", "Tan"), ("Weiming", "Tan")),
        (("Abdullah", "al-Harbi"), ("Abdallah", "al-Harbi")),
    ],
)
def test_a_slip_or_another_spelling_is_one_person(
    tmp_path: Path, left: tuple[str, str], right: tuple[str, str]
) -> None:
    assert _are_one(tmp_path, left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("Salim", "Hassan"), ("Hassan", "Salim")),
        (("Otieno", "Omondi"), ("Omondi", "Otieno")),
        (("Girma", "Tilahun"), ("Tilahun", "Girma")),
        (("سالم", "حسن"), ("حسن", "سالم")),
    ],
)
def test_a_father_and_his_child_by_the_order_of_two_names_are_two_unless_born_on_one_day(
    tmp_path: Path, left: tuple[str, str], right: tuple[str, str]
) -> None:
    assert not _are_one(tmp_path, left, right, born="")
    assert _are_one(tmp_path, left, right)


def test_names_in_each_others_column_of_another_people_are_one_person(tmp_path: Path) -> None:
    assert _are_one(tmp_path, ("Somchai", "Jaidee"), ("Jaidee", "Somchai"), born="")


@pytest.mark.parametrize(("country", "is_one"), [("KE", False), ("Kenya", False), ("NO", True)])
def test_a_nationality_tells_in_a_list_that_the_second_name_may_be_the_fathers(
    tmp_path: Path, country: str, is_one: bool
) -> None:
    fields = ("givenName", "familyName", "phone", "nationality")
    rows = [("Lokitaung", "Ebenyo", PHONE, country), ("Ebenyo", "Lokitaung", PHONE, "")]
    _, labels = resolve(tmp_path, "Person", fields, rows)
    assert (labels[0] == labels[1]) is is_one
