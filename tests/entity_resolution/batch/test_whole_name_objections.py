"""Pairs of lists by fields that whole names, sexes or documents keep apart. All names and numbers are invented."""

from pathlib import Path

import pytest

from entity_resolution.batch import whole_name_objections
from entity_resolution.batch.dictionary import FieldPairs, Flags
from entity_resolution.batch.regional_names import WholeNames
from entity_resolution.batch.whole_names import are_from_elsewhere
from tests.entity_resolution.batch.test_record_driver import resolve

FIELDS = ("givenName", "familyName", "birthDate", "phone", "nationality", "sex", "nationalId", "passportNumber")
BORN, PHONE = "1994-05-14", "+66812340678"
Name = tuple[str, str]


def _are_one(folder: Path, left: Name, right: Name, country: str, **more: tuple[str, str] | str) -> bool:
    rows = []
    for at, name in enumerate((left, right)):
        given = {field: value if isinstance(value, str) else value[at] for field, value in more.items()}
        rows.append((*name, *(given.get(field, country if field == "nationality" else "") for field in FIELDS[2:])))
    _, labels = resolve(folder, "Person", FIELDS, rows)
    return labels[0] == labels[1]


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        (("Wei", "Zhang"), ("Wei", "Wang"), "CN"),
        (("Joyce", "Wanjiru"), ("Joyce", "Wairimu"), "KE"),
        (("Aung Kyaw", "Moe"), ("Aung Kyaw", "Soe"), "MM"),
        (("Samuel", "Kiplagat"), ("Samuel", "Kiplimo"), "KE"),
        (("Dewi", "Sartika"), ("Dewi", "Kartika"), "ID"),
        (("Khin Mar", "Lwin"), ("Khin Mar", "Lin"), "MM"),
        (("K.", "Murugan"), ("K.", "Murugesan"), "IN"),
        (("Arun", "Prakash"), ("Varun", "Prakash"), "IN"),
        (("Nazmul", "Haque"), ("Nazrul", "Haque"), "BD"),
        (("Siti", "Aminah"), ("Siti", "Aminah"), "ID"),
        (("Van Nam", "Tran"), ("Van Nam", "Tran"), "VN"),
    ],
)
@pytest.mark.parametrize("shared", [{"birthDate": BORN}, {"phone": PHONE}])
def test_names_that_whole_names_do_not_make_one_need_more_than_a_birth_date_or_a_phone(
    tmp_path: Path, left: Name, right: Name, country: str, shared: dict[str, str]
) -> None:
    assert not _are_one(tmp_path, left, right, country, **shared)
    assert not _are_one(tmp_path, right, left, country, **shared)


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        (("Siti", "Aminah"), ("Siti", "Aminah"), "ID"),
        (("Napaporn", "Saelee"), ("Napaporn", "Kittisak"), "TH"),
        (("Dewi", "Sartika"), ("Dewi", "Sartikka"), "ID"),
    ],
)
def test_a_birth_date_and_a_phone_join_them(tmp_path: Path, left: Name, right: Name, country: str) -> None:
    assert _are_one(tmp_path, left, right, country, birthDate=BORN, phone=PHONE)


@pytest.mark.parametrize("dates", [("1994-05-14", "1994-05-24"), ("1994-01-10", "1994-10-01")])
def test_a_day_that_is_a_slip_apart_is_none_of_two_reasons_for_a_common_name(
    tmp_path: Path, dates: tuple[str, str]
) -> None:
    assert not _are_one(tmp_path, ("Van Nam", "Tran"), ("Van Nam", "Tran"), "VN", birthDate=dates, phone=PHONE)


@pytest.mark.parametrize(
    ("left", "right"),
    [(("Marjoeie", "Farkas"), ("Marjorie", "Farkas")), (("Jamez", "Litchen"), ("James", "Kitchen"))],
)
def test_a_slip_in_an_english_name_stays_one(tmp_path: Path, left: Name, right: Name) -> None:
    assert _are_one(tmp_path, left, right, "", birthDate=BORN)


RARE = ("Kritsadaporn", "Wattanakunchai")
TWO_NUMBERS = ("1-1017-00230-70-8", "3-1005-02345-67-9")


@pytest.mark.parametrize(
    ("more", "is_one"),
    [
        ({}, True),
        ({"sex": ("male", "female")}, False),
        ({"nationalId": TWO_NUMBERS}, False),
        ({"passportNumber": ("AA4170523", "AB9913377")}, False),
        ({"passportNumber": ("AA4170523", "AA4170523")}, True),
        ({"passportNumber": ("AA4170523", "")}, True),
    ],
)
def test_two_sexes_and_two_documents_are_of_two(tmp_path: Path, more: dict[str, tuple[str, str]], is_one: bool) -> None:
    assert _are_one(tmp_path, RARE, RARE, "TH", birthDate=BORN, phone=PHONE, **more) is is_one


def test_of_names_that_are_equal_no_table_is_asked_of_what_people_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def count(names: WholeNames, nationality: FieldPairs | None) -> Flags:
        asked.append(len(names.given.left))
        return are_from_elsewhere(names, nationality)

    monkeypatch.setattr(whole_name_objections, "are_from_elsewhere", count)
    assert not _are_one(tmp_path, ("Siti", "Aminah"), ("Siti", "Aminah"), "ID", birthDate=BORN)
    assert sum(asked) == 0
    assert not _are_one(tmp_path, ("Dewi", "Sartika"), ("Dewi", "Kartika"), "ID", birthDate=BORN)
    assert sum(asked) > 0
