"""Passports and cards of somebody of two nationalities: of the country whose form they have, else of each."""

from collections.abc import Sequence

import pytest

from graph import load_ontology
from graph.values import NormalisedValue, issuing_countries
from ingest.rules import Problem
from ingest.values.property_reader import PropertyReader
from ingest.values.source_text import SourceText

OF_EACH = "a number of one of its record's countries, and nothing tells of which: it is kept as one of each"


def _read(
    name: str, texts: Sequence[str], nationalities: Sequence[str]
) -> tuple[tuple[NormalisedValue, ...], list[str]]:
    reader = PropertyReader(load_ontology().kind("Person"), country="TH")
    problems: list[Problem] = []
    given = {"nationality": nationalities, name: texts}
    values = reader.read({n: tuple(SourceText(t, t) for t in found) for n, found in given.items()}, problems)
    assert problems == []
    return values[name], [value.name for value in reader.take_unread()]


@pytest.mark.parametrize(
    ("name", "text", "countries", "keys"),
    [
        ("passportNumber", "AA7654320", ("KH", "TH"), {"doc:TH:passport:AA7654320"}),
        ("passportNumber", "N7654320", ("KH", "VN"), {"doc:KH:passport:N7654320", "doc:VN:passport:N7654320"}),
        ("passportNumber", "MA123457", ("MM", "TH"), {"doc:MM:passport:MA123457", "doc:TH:passport:MA123457"}),
        ("passportNumber", "AA7654320", ("TH", "NP"), {"doc:TH:passport:AA7654320", "doc:NP:passport:AA7654320"}),
        ("passportNumber", "X-1", ("KH", "TH"), set()),
        ("passportNumber", "XYZ98765", ("KH", "TH"), {"doc:KH:passport:XYZ98765", "doc:TH:passport:XYZ98765"}),
        ("nationalId", "1101700203450", ("KH", "TH"), {"doc:TH:national-id:1101700203450"}),
        ("nationalId", "1101700203450", ("NP", "TH"), {"doc:TH:national-id:1101700203450"}),
        ("nationalId", "010345687", ("TH", "KH"), {"doc:KH:national-id:010345687"}),
        ("nationalId", "1101700203451", ("KH", "TH"), set()),  # a slip in a Thai number
    ],
)
def test_a_number_is_of_the_country_whose_form_it_has_else_of_each(
    name: str, text: str, countries: tuple[str, str], keys: set[str]
) -> None:
    for order in (countries, countries[::-1]):
        values, unread = _read(name, [text], order)
        assert {value.key for value in values if value.key} == keys
        assert {value.raw for value in values} == {text}
        assert len(values) == max(len(keys), 1)
        assert unread == ([] if keys else [name])
        if len(keys) > 1:
            assert {(str(value.status), value.reason) for value in values} == {("possible", OF_EACH)}


def test_one_country_named_twice_is_one() -> None:
    values, _ = _read("passportNumber", ["N7654320"], ["KH", "Cambodia", "kh"])
    assert [(value.key, str(value.status)) for value in values] == [("doc:KH:passport:N7654320", "valid")]


def test_each_passport_of_a_cell_has_its_country() -> None:
    values, _ = _read("passportNumber", ["AA7654320, N76543201"], ["KH", "TH"])
    assert [value.key for value in values] == ["doc:TH:passport:AA7654320", "doc:KH:passport:N76543201"]


def test_more_keys_than_a_record_may_hold_are_not_made() -> None:
    numbers = [f"XYZ{n:05}" for n in range(11, 71)]
    values, _ = _read("passportNumber", numbers, ["KH", "TH"])
    assert [value.key for value in values] == [f"doc:KH:passport:{number}" for number in numbers]


def test_a_company_of_two_countries_has_the_number_of_the_first() -> None:
    reader = PropertyReader(load_ontology().kind("Organization"), country=None)
    given = {"jurisdiction": ("VG", "CN"), "registrationNumber": ("1823457",)}
    values = reader.read({n: tuple(SourceText(t, t) for t in found) for n, found in given.items()}, [])
    assert [value.key for value in values["registrationNumber"]] == ["doc:VG:registration:1823457"]


def test_what_is_none_of_any_country_may_be_of_all() -> None:
    assert issuing_countries("XYZ98765", ("KH", "TH"), kind="passport") == ("KH", "TH")
    assert issuing_countries("XYZ98765", ("KH",), kind="passport") == ("KH",)
    assert issuing_countries("XYZ98765", (), kind="passport") == ()
