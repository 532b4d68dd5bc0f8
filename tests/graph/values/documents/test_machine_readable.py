"""Machine-readable lines: the specimens of ICAO Doc 9303, lines that are made here, and lines with one sign wrong."""

from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import (
    MachineReadable,
    ValueStatus,
    is_machine_readable,
    normalise_document,
    normalise_name,
    read_machine_readable,
)

ANNA = MachineReadable(
    kind="passport",
    country=None,  # Utopia
    number="L898902C3",
    name="ERIKSSON, ANNA MARIA",
    nationality=None,
    birth_date="1974-08-12",
    sex="female",
    expires="2012-04-15",
)
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
SMALL = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
VISA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"


def digit(text: str) -> str:
    """Return the check digit of a text, written apart from the product's own."""
    values = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
    return str(sum(values[c] * w for c, w in zip(text, cycle((7, 3, 1)), strict=False)) % 10)


def passport(names: str, number: str, born: str, sex: str, expires: str, *, country: str = "THA") -> str:
    """Return the two lines of a passport."""
    number = number.ljust(9, "<")
    parts = [number + digit(number), born + digit(born), expires + digit(expires) + "<" * 15]
    second = parts[0] + country + parts[1] + sex + parts[2]
    whole = second[:10] + second[13:20] + second[21:43]
    return f"P<{country}{names}".ljust(44, "<") + "\n" + second + digit(whole)


SOMCHAI = passport("SUKSAI<<SOMCHAI", "AA1234567", "900503", "M", "300101")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (PASSPORT, ANNA),
        (CARD, replace(ANNA, kind="national-id", number="D23145890")),
        (SMALL, replace(ANNA, kind="national-id", number="D23145890")),
        (VISA, replace(ANNA, kind="visa", number="L8988901C", birth_date="1940-09-07", expires="1996-12-10")),
    ],
)
def test_the_specimens_of_the_standard_are_read(lines: str, expected: MachineReadable) -> None:
    for text in (lines, lines.replace("\n", ""), lines.replace("\n", "\r\n"), lines.lower()):
        assert is_machine_readable(text)
        assert read_machine_readable(text) == expected


def test_fillers_that_a_program_trimmed_at_the_end_of_a_line_are_put_back() -> None:
    first, second = SOMCHAI.split("\n")
    assert read_machine_readable(f"{first.rstrip('<')} {second}") == read_machine_readable(SOMCHAI)


@pytest.mark.parametrize(
    ("born", "expires", "read"),
    [
        ("150503", "280101", "2015-05-03"),
        ("310503", "280101", "1931-05-03"),
        ("280503", "280101", "1928-05-03"),
        ("9005<<", "300101", "1990-05"),
        ("90<<<<", "300101", "1990"),
        ("900231", "300101", None),
        ("901301", "300101", None),
        ("<<<<<<", "300101", None),
        ("900503", "<<<<<<", "1990-05-03"),
    ],
)
def test_a_birth_date_lies_before_the_expiry_and_is_as_precise_as_its_lines(
    born: str, expires: str, read: str | None
) -> None:
    found = read_machine_readable(passport("SUKSAI<<SOMCHAI", "AA1234567", born, "M", expires))
    assert isinstance(found, MachineReadable)
    assert found.birth_date == read


def test_the_countries_and_the_number_of_german_and_british_passports_are_read() -> None:
    found = read_machine_readable(passport("MUSTER<<ERIKA", "C01X00T47", "640812", "F", "310101", country="D<<"))
    assert isinstance(found, MachineReadable)
    assert (found.country, found.nationality, found.number) == ("DE", "DE", "C01X00T47")
    found = read_machine_readable(passport("MUSTER<<ERIKA", "C01X00T47", "640812", "X", "310101", country="GBD"))
    assert isinstance(found, MachineReadable)
    assert (found.country, found.sex) == ("GB", None)


def test_a_document_number_is_that_of_its_lines_with_their_country_and_type() -> None:
    value = normalise_document(SOMCHAI, country="KH", kind="national-id")
    assert (value.raw, value.value, value.status) == (SOMCHAI, "AA1234567", ValueStatus.VALID)
    assert (value.type, value.key) == ("passport", "doc:TH:passport:AA1234567")
    assert value.key == normalise_document("AA 1234567", country="TH", kind="passport").key


@pytest.mark.parametrize(
    ("at", "field"), [(45, "number"), (59, "birth date"), (66, "expiry"), (75, "personal number"), (88, "whole")]
)
def test_a_wrong_check_digit_leaves_the_lines_unread_and_is_told(at: int, field: str) -> None:
    wrong = SOMCHAI[:at] + ("1" if SOMCHAI[at] != "1" else "2") + SOMCHAI[at + 1 :]
    value = normalise_document(wrong, country="TH", kind="passport")
    assert (value.raw, value.value, value.status, value.key) == (wrong, None, ValueStatus.INVALID, None)
    assert value.reason == f"machine-readable lines whose check digit of the {field} does not match"


def test_lines_of_another_length_are_told_and_no_name() -> None:
    value = normalise_document(SOMCHAI[:-3], country="TH", kind="passport")
    assert (value.value, value.key) == (None, None)
    assert value.reason == "machine-readable lines of a length that no document has"
    name = normalise_name(SOMCHAI)
    assert (name.value, name.reason) == (None, "machine-readable lines of a document")


@given(st.integers(45, 88), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_sign_in_a_checked_field_never_gives_another_document(at: int, sign: str) -> None:
    wrong = SOMCHAI[:at] + sign + SOMCHAI[at + 1 :]
    found = read_machine_readable(wrong)
    right = read_machine_readable(SOMCHAI)
    assert isinstance(right, MachineReadable)
    if isinstance(found, MachineReadable):
        # Nationality and sex are checked by no digit, and three pairs of letters and digits have one check digit.
        same = (found.birth_date, found.expires) == (right.birth_date, right.expires)
        assert same or abs(int(sign, 36) - int(SOMCHAI[at].replace("<", "0"), 36)) % 10 == 0


@pytest.mark.parametrize("text", ["AA1234567", "P<3", "Somchai << Suksai", "P<THA", "<<" * 40, "1" * 88])
def test_other_texts_are_no_lines(text: str) -> None:
    assert not is_machine_readable(text)


@pytest.mark.parametrize("surname", ["PHIRI", "VARGAS", "IBRAHIM", "AUNG", "CHEN", "PINDAT", "AKHMAD"])
@pytest.mark.parametrize("given", ["CHISOMO", "MARIA<JOSE", "MIN<THANT"])
@pytest.mark.parametrize("width", [36, 39, 40])
def test_the_field_of_a_name_is_a_name_whatever_letter_it_begins_with(surname: str, given: str, width: int) -> None:
    field = f"{surname}<<{given}".ljust(width, "<")
    assert not is_machine_readable(field)
    name = normalise_name(field)
    assert (name.status, name.reason) == (ValueStatus.VALID, None)


def test_a_field_that_the_name_fills_is_a_name() -> None:
    for field in ("ALBUQUERQUE<DOS<SANTOS<<MARIA<APARECID", "PHROMPHAKPHINITPHONG<<THANYALAKKAMONCHA"):
        assert normalise_name(field).status is ValueStatus.VALID


@pytest.mark.parametrize(
    "line",
    [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "PDTHASUKSAI<<SOMCHAI".ljust(44, "<"),
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ],
)
def test_the_first_line_of_a_document_alone_is_no_name(line: str) -> None:
    assert is_machine_readable(line)
    assert normalise_name(line).reason == "machine-readable lines of a document"
