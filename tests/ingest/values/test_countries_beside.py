"""A value is not read with a country of another class: its originator says it in the value's own, or is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph import Record, load_ontology
from ingest import SubmittedRecord, parse_mapping, submit
from ingest.followthemoney.input import FtmInput
from ingest.quarantine import list_quarantined, retry
from ingest.sources import open_ftm
from ingest.submission import SubmissionMapper
from ingest.supply import Supply
from ingest.values.countries_beside import UnsaidCountries
from tests.ingest.ingesting import Ingest, WriteCsv

MakeSupply = Callable[..., Supply]
MAPPING = """\
dataset: cases
profile: law-enforcement
country: MY
records:
  one: {kind: Person, reference: "{no}", properties: {name: name, phone: phone, country: lives_in}}
"""
SAYING = MAPPING.replace("phone: phone,", "phone: phone, phoneCountry: lives_in,")
HEADER = ("no", "name", "phone", "lives_in")
ROWS = [
    ("1", "Somchai Jaidee", "012 345 678", "KH"),
    ("2", "Chan Dara", "+855 12 345 678", "KH"),
    ("3", "Manop Thongdee", "012-345 6789", "MY"),
    ("4", "Anong Siriwattana", "081 234 5678", "TH"),
    ("5", "Phonthip Saelim", "", "TH"),
]


def phones(bench: Any, originator: str) -> dict[str, str | None]:
    """Return what the number of each person was read as, by the person's name."""
    found = {}
    for row in bench.snapshot(originator):
        contact = json.loads(row["content"].get("contact") or "{}")
        name = json.loads(row["content"]["identity"])["name"][0]["r"]
        found[name] = next((v.get("v", v["r"]) for v in contact.get("phone", ())), None)
    return found


def test_a_column_of_the_country_reads_numbers_where_the_mapping_says_so(
    ingest: Ingest, bench: Any, originator: str, write_csv: WriteCsv
) -> None:
    report = ingest(write_csv(HEADER, ROWS), parse_mapping(SAYING))
    assert (report.records_created, report.country_unsaid_rows, report.unreadable_values) == (5, 0, {})
    assert phones(bench, originator) == {
        "Somchai Jaidee": "+85512345678",
        "Chan Dara": "+85512345678",
        "Manop Thongdee": "+60123456789",
        "Anong Siriwattana": "+66812345678",
        "Phonthip Saelim": None,
    }


@pytest.mark.parametrize("dry_run", [True, False])
def test_numbers_that_would_be_others_in_the_country_beside_them_are_told(
    ingest: Ingest, write_csv: WriteCsv, *, dry_run: bool
) -> None:
    report = ingest(write_csv(HEADER, ROWS), parse_mapping(MAPPING), dry_run=dry_run)
    assert report.country_unsaid_rows == 2
    assert report.remarked_rows == {"country_unsaid_rows": (2, 5)}


def test_a_row_with_two_remarks_is_told_in_both(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = MAPPING.replace("name: name,", "name: name, birthDate: born,")
    path = write_csv((*HEADER, "born"), [("1", "Somchai Jaidee", "012 345 678", "KH", "05/13/1990")])
    report = ingest(path, parse_mapping(mapping), dry_run=True)
    assert report.remarked_rows == {"other_order_rows": (2,), "country_unsaid_rows": (2,)}


def test_a_submission_is_told_which_of_its_numbers_would_be_others(bench: Any, originator: str, minter: Any) -> None:
    said = {"phone": ["012 345 678"], "country": ["KH"]}
    people = [
        SubmittedRecord(kind="Person", reference="1", properties=said),
        SubmittedRecord(kind="Person", reference="2", properties={**said, "phoneCountry": ["KH"]}),
        SubmittedRecord(kind="Person", reference="3", properties={"phone": ["012 345 678"]}),
    ]

    async def file(store: Any) -> list[tuple[str, ...]]:
        filed = await submit(
            people,
            originator=originator,
            dataset="cases",
            profile="law-enforcement",
            country="MY",
            known_profiles={"law-enforcement"},
            writer=store.writer,
            minter=minter,
        )
        return [outcome.country_unsaid for outcome in filed.outcomes]

    assert bench.run(file) == [("phone",), (), ()]


@pytest.mark.parametrize(
    ("country", "day", "beside", "unsaid"),
    [
        (None, "05/06/2025", "US", ("openedAt",)),
        (None, "05/06/2025", "TH", ()),
        (None, "2025-06-05", "US", ()),
        ("TH", "05/06/2025", "US", ()),
    ],
)
def test_a_date_without_the_country_of_a_file_is_told_where_the_one_beside_it_writes_it_otherwise(
    make_supply: MakeSupply, country: str | None, day: str, beside: str, unsaid: tuple[str, ...]
) -> None:
    account = {"number": ["1234567890"], "country": [beside], "openedAt": [day]}
    mapper = SubmissionMapper(make_supply(country=country), {})
    (record,) = mapper.map_item(SubmittedRecord(kind="BankAccount", reference="1", properties=account)).records
    assert UnsaidCountries(load_ontology(), country=country).properties(record) == unsaid
    assert record.properties["openedAt"][0].value == "2025-06-05"


def entity(**properties: list[str]) -> dict[str, object]:
    return {"id": "p1", "schema": "Person", "properties": {"name": ["Somchai Jaidee"], **properties}}


def mapped(tmp_path: Path, supply: Supply, **properties: list[str]) -> tuple[Record, bool]:
    """Return the record of an entity, and whether a remark is made on its line."""
    path = tmp_path / "a.ftm.json"
    path.write_text(json.dumps(entity(**properties)))
    (row,) = FtmInput(open_ftm(path), supply, dataset_is_given=True).mapped_rows()
    (record,) = row.mapped.records
    return record, bool(row.remarks)


def told(record: Record) -> tuple[list[str | None], list[str | None]]:
    names = ("phone", "phoneCountry")
    one, other = ([value.value for value in record.properties.get(name, ())] for name in names)
    return one, other


def test_a_published_entity_says_by_its_country_how_its_numbers_are_written(
    tmp_path: Path, make_supply: MakeSupply
) -> None:
    supply = make_supply(profile="open", published_profiles={"open"})
    local, remarked = mapped(tmp_path, supply, phone=["09 777 000 111"], country=["mm", "th"])
    assert (told(local), remarked) == ((["+959777000111"], ["MM"]), False)
    plain, _ = mapped(tmp_path, supply, phone=["+959777000111"], country=["mm"])
    assert told(plain) == (["+959777000111"], [])
    said, _ = mapped(tmp_path, supply, phone=["081 234 5678"], country=["mm"], phoneCountry=["th"])
    assert told(said) == (["+66812345678"], ["TH"])


def test_the_country_of_another_entity_is_no_part_of_its_contacts(tmp_path: Path, make_supply: MakeSupply) -> None:
    supply = make_supply(profile="law-enforcement", published_profiles={"open"})
    here, remarked = mapped(tmp_path, supply, phone=["09 777 000 111"], country=["mm"])
    there, _ = mapped(tmp_path, supply, phone=["09 777 000 111"], country=["th"])
    assert remarked
    assert told(here) == told(there)
    assert told(here)[1] == []
    said, remarked = mapped(tmp_path, supply, phone=["09 777 000 111"], country=["mm"], phoneCountry=["mm"])
    assert (told(said), remarked) == ((["+959777000111"], ["MM"]), False)


@pytest.mark.parametrize(("published", "number"), [({"open"}, "+959777000111"), (set(), None)])
def test_an_entity_that_waited_is_read_as_those_of_its_profile(
    tmp_path: Path, ingest: Ingest, bench: Any, originator: str, minter: Any, *, published: set[str], number: str | None
) -> None:
    path = tmp_path / "a.ftm.json"
    born = entity(phone=["09 777 000 111"], country=["mm"], birthDate=["soon"])
    path.write_text(json.dumps(born))
    known = {"open"}
    assert ingest(path, profile="open", known_profiles=known, published_profiles=published).quarantined_rows == 1

    async def again(store: Any) -> int:
        rows = [row async for row in list_quarantined(store.keeper, originator)]
        mended = [replace(row, content=row.content.replace("soon", "1990")) for row in rows]
        done = await retry(
            mended, writer=store.writer, minter=minter, known_profiles=known, published_profiles=published
        )
        return done.released_rows

    assert bench.run(again) == 1
    assert phones(bench, originator) == {"Somchai Jaidee": number}
