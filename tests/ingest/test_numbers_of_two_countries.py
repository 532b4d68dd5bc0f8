"""A phone number of which a record says the country is one of that or of the file's, and of no third one."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import IdMinter, load_ontology
from graph.values import NormalisedValue, ValueStatus, normalise_phone
from ingest import SubmittedRecord, parse_mapping, submit
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from ingest.values.property_reader import PropertyReader
from ingest.values.source_text import SourceText

COUNTRIES = ("TH", "KH", "LA", "MM", "VN", "MY", "SG", "ID", "PH", "CN", "IN", "BD", "AE")
KINDS = ("Person", "Organization", "JobAdvertisement")
NONE_OF_RECORD = "no number of the country said for it: read as one of the country that it was filed with"
ONE_OF_EACH = "a number of the country said for it, and another one in the country that it was filed with"


def _read(text: str, *, record: str | None, filed: str | None, kind: str = "Person") -> tuple[NormalisedValue, ...]:
    texts = {"phone": (SourceText(text, text),)}
    if record is not None:
        texts["phoneCountry"] = (SourceText(record, record),)
    return PropertyReader(load_ontology().kind(kind), country=filed).read(texts, [])["phone"]


def _told(values: tuple[NormalisedValue, ...]) -> list[tuple[str | None, str, str | None]]:
    return [(value.key, str(value.status), value.reason) for value in values]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "record", "filed", "told"),
    [
        ("0917-651-0404", "KH", "PH", ("tel:+639176510404", "possible", NONE_OF_RECORD)),
        ("012 345 678", "KH", "PH", ("tel:+85512345678", "valid", None)),
        ("0812345678", "VN", "TH", ("tel:+84812345678", "possible", ONE_OF_EACH)),
        ("+63 917 651 0404", "KH", "PH", ("tel:+639176510404", "valid", None)),
        ("639176510404", "KH", "PH", ("tel:+639176510404", "valid", None)),
        ("0917-651-0404", "PH", "KH", ("tel:+639176510404", "valid", None)),
        ("0917-651-0404", None, "PH", ("tel:+639176510404", "valid", None)),
        ("0917-651-0404", "PH", None, ("tel:+639176510404", "valid", None)),
    ],
)
def test_a_number_is_one_of_the_country_said_for_it_or_of_the_files(
    kind: str, text: str, record: str | None, filed: str | None, told: tuple[str | None, str, str | None]
) -> None:
    assert _told(_read(text, record=record, filed=filed, kind=kind)) == [told]


@pytest.mark.parametrize("said", [("TH", "KH"), ("KH", "TH")])
@pytest.mark.parametrize("filed", [None, "TH", "MY"])
@pytest.mark.parametrize(
    ("text", "keys", "status"),
    [
        ("012345678", {"tel:+85512345678"}, "valid"),
        ("+855 12 345 678", {"tel:+85512345678"}, "valid"),
        ("0971234567", {"tel:+66971234567", "tel:+855971234567"}, "possible"),
    ],
)
def test_a_number_of_a_record_that_names_two_countries_is_of_neither_for_their_order(
    said: tuple[str, str], filed: str | None, text: str, keys: set[str], status: str
) -> None:
    countries = tuple(SourceText(country, country) for country in said)
    texts = {"phone": (SourceText(text, text),), "phoneCountry": countries}
    values = PropertyReader(load_ontology().kind("Person"), country=filed).read(texts, [])["phone"]
    assert {value.key for value in values} == keys
    assert len(values) == len(keys)
    assert {str(value.status) for value in values} <= {status, "possible"}
    if filed in {None, *said}:
        assert {str(value.status) for value in values} == {status}


def test_numbers_of_both_countries_in_one_cell_are_each_their_own() -> None:
    values = _read("012 345 678 / 0917-651-0404", record="KH", filed="PH")
    assert [(value.raw, value.key) for value in values] == [
        ("012 345 678", "tel:+85512345678"),
        ("0917-651-0404", "tel:+639176510404"),
    ]


def test_a_number_that_is_a_record_of_its_own_has_the_country_that_it_names() -> None:
    texts = {"number": (SourceText("0917-651-0404", "0917-651-0404"),), "country": (SourceText("KH", "KH"),)}
    (value,) = PropertyReader(load_ontology().kind("PhoneNumber"), country="PH").read(texts, [])["number"]
    assert value == normalise_phone("0917-651-0404", country="KH")


@given(
    text=st.from_regex(r"0?[1-9][0-9]{6,10}", fullmatch=True),
    record=st.sampled_from(COUNTRIES),
    filed=st.sampled_from(COUNTRIES),
)
def test_no_country_but_the_two_tells_what_a_number_is(text: str, record: str, filed: str) -> None:
    (value,) = _read(text, record=record, filed=filed)
    own, other = (normalise_phone(text, country=country) for country in (record, filed))
    chosen = own if own.status is ValueStatus.VALID or other.status is not ValueStatus.VALID else other
    assert (value.value, value.key) == (chosen.value, chosen.key)
    agree = own.value == other.value or other.status is not ValueStatus.VALID
    status = chosen.status if agree else ValueStatus.POSSIBLE
    assert value.status is status


@given(
    text=st.from_regex(r"0?[1-9][0-9]{6,10}", fullmatch=True),
    countries=st.lists(st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(KINDS)), min_size=1, max_size=4),
)
def test_what_was_read_before_changes_no_number(text: str, countries: list[tuple[str, str]]) -> None:
    readers = {kind: PropertyReader(load_ontology().kind(kind), country="TH") for kind in KINDS}
    for country, kind in countries:
        texts = {"phone": (SourceText(text, text),), "phoneCountry": (SourceText(country, country),)}
        assert readers[kind].read(texts, [])["phone"] == _read(text, record=country, filed="TH", kind=kind)


MAPPING = """\
dataset: ads
originator: ph-jobs
profile: law-enforcement
country: PH
records:
  ad:
    kind: JobAdvertisement
    reference: "{no}"
    properties: {title: title, phone: phone, phoneCountry: workplace, country: workplace}
"""


def test_a_file_and_a_submission_read_an_advertisements_number_alike(
    make_supply: Callable[..., Supply], bench: Any, originator: str, minter: IdMinter
) -> None:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "title", "phone", "workplace"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", "Chat support", "0917-651-0404", "KH")))
    (of_file,) = row.records[0].properties["phone"]

    async def file(store: Any) -> None:
        properties = {"title": ["Chat support"], "phone": ["0917-651-0404"], "phoneCountry": ["KH"]}
        advertisement = SubmittedRecord(kind="JobAdvertisement", reference="1", properties=properties)
        await submit(
            [advertisement],
            originator=originator,
            dataset="ads",
            profile="law-enforcement",
            country="PH",
            known_profiles=frozenset({"law-enforcement"}),
            writer=store.writer,
            minter=minter,
        )

    bench.run(file)
    (record,) = bench.snapshot(originator)
    assert (of_file.key, str(of_file.status)) == ("tel:+639176510404", "possible")
    assert "tel:+639176510404" in str(record["content"])
