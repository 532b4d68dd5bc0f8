"""Values that could not be read are listed by record, property and reason, and are those that are counted."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from entity_resolution.batch.mapping import read_mapping
from entity_resolution.batch.parameters import shipped_model
from entity_resolution.batch.reading import ListFile, ListReader, batch_fields
from entity_resolution.batch.unread_values import unread_fields, unread_of_records, unread_table
from entity_resolution.tables.pair_records import read_pair, unread_values
from graph import load_ontology
from tests.api.matching_lists import row
from tests.entity_resolution.batch.invented_people import MAPPING, write_list, write_mapping

PERSON = load_ontology().kind("Person")
MODEL = shipped_model("Person")
Rows = list[dict[str, str]]


def reader(folder: Path, *lists: Rows, mappings: tuple[str, ...] = (MAPPING,)) -> ListReader:
    """Return a reader of lists with their mappings, the last of which is for those behind it as well."""
    connection = duckdb.connect()
    properties = [*PERSON.properties, *MODEL.fields]
    files, read = [], []
    for at, rows in enumerate(lists):
        path = write_list(folder / f"{at}.csv", rows)
        files.append(ListFile(connection, path, table=f"list_{at}"))
        place = write_mapping(folder, mappings[min(at, len(mappings) - 1)])
        read.append(read_mapping(place, kind="Person", properties=properties))
    return ListReader(files=files, mappings=read)


def of_fields(read: ListReader) -> tuple[pa.Table, dict[str, int]]:
    """Return the table of a list whose names come in fields, and what is counted of it."""
    types = batch_fields(MODEL, PERSON, read.mappings).types
    read.encode(types)
    return unread_table(list(unread_fields(read, types)), read.shape()), {k: n for k, n in read.unread.items() if n}


def test_each_value_is_listed_in_the_order_of_the_list_with_why(tmp_path: Path) -> None:
    rows = [
        row("a", given="anna", family="-", born="31/31/1990", tel="00", mail="nobody", road="?", code="--"),
        row("b", given="boris", family="birchwood", born="1990-02-03", tel="2025550123", mail="b@mail.example"),
        row("c", given="🙂", family="Unknown", born="1990/1995", road="n/a", tel="   ", town="\u200b"),
        row("d", given="anna", family="-", born="31/31/1990"),
        row("e", given="carla", family="eastlake", born="00/00/0000"),
        row("f", given="dora", family="northgate", born="1899-12-31", tel="+85500000000", mail="noemail@gmail.com"),
    ]
    table, counted = of_fields(reader(tmp_path, rows))
    assert table.schema.names == ["id", "property", "reason"]
    assert [tuple(found.values()) for found in table.to_pylist()] == [
        ("a", "familyName", "no letter"),
        ("a", "birthDate", "a month after December"),
        ("a", "street", "no letter and no digit"),
        ("a", "postalCode", "no letter and no digit"),
        ("a", "phone", "too few digits, or a number that stands for none"),
        ("a", "email", "no @ with something on both sides of it, or an address that stands for none or is an office's"),
        ("c", "givenName", "no letter"),
        ("c", "familyName", "a placeholder or a title alone"),
        ("c", "birthDate", "a span of time"),
        ("c", "street", "a placeholder"),
        ("c", "locality", "nothing but blanks"),
        ("c", "phone", "nothing but blanks"),
        ("d", "familyName", "no letter"),
        ("d", "birthDate", "a month after December"),
        ("e", "birthDate", "a placeholder for a date that is not known"),
        ("f", "birthDate", "a day that stands for none"),
        ("f", "phone", "too few digits, or a number that stands for none"),
        ("f", "email", "no @ with something on both sides of it, or an address that stands for none or is an office's"),
    ]
    names = table["property"].to_pylist()
    assert {name: names.count(name) for name in set(names)} == counted


@pytest.mark.parametrize("other", ["MY", "TH"])
def test_of_two_lists_each_value_says_which_it_is_in_and_all_are_counted(tmp_path: Path, other: str) -> None:
    left = [row("a", given="anna", tel="0"), row("b", given="boris", born="soon", tel="0812345678")]
    right = [row("a", given="anna", born="soon"), row("x", given="carla", tel="none")]
    mappings = tuple(f"country: {country}\n{MAPPING}" for country in ("TH", other))
    table, counted = of_fields(reader(tmp_path, left, right, mappings=mappings))
    found = [(found["list"], found["id"], found["property"]) for found in table.to_pylist()]
    assert found == [
        ("left", "a", "phone"),
        ("left", "b", "birthDate"),
        ("right", "a", "birthDate"),
        ("right", "x", "phone"),
    ]
    assert counted == {"birthDate": 2, "phone": 2}


def test_where_everything_is_read_the_table_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    for rows in ([], [row("a", given="anna", born="1990-01-02")]):
        table, counted = of_fields(reader(tmp_path, rows))
        assert (table.schema.names, table.num_rows, counted) == (["id", "property", "reason"], 0, {})
        assert table.schema.types == [pa.string()] * 3


def test_of_whole_names_each_value_that_says_nothing_is_listed(tmp_path: Path) -> None:
    mapping = "id: key\nproperties: {name: given, birthDate: born, phone: tel, nationality: town}\n"
    rows = [
        row("a", given="Anna Birchwood", born="31/31/1990", tel="0812345678"),
        row("b", given="Mr", born="1990-01-02", town="Atlantis"),
        row("c", born="00/00/0000", tel="+66812345678"),
    ]
    read = reader(tmp_path, rows, mappings=(mapping,))
    table = unread_table(list(unread_of_records(read, PERSON)), read.shape())
    found = [tuple(found.values()) for found in table.to_pylist()]
    assert [told[:2] for told in found] == [
        ("a", "birthDate"),
        ("a", "phone"),
        ("b", "name"),
        ("b", "nationality"),
        ("c", "birthDate"),
    ]
    assert (found[0][2], found[2][2]) == ("a month after December", "a title or a placeholder alone")
    values = [text for record in rows for text in record.values() if len(text) > 1]
    assert [reason for *_, reason in found if any(text in reason for text in values)] == []


NOT_KNOWN = "a placeholder for a value that is not known"


@pytest.mark.parametrize(
    ("kind", "described", "unread"),
    [
        ("Person", ("Anna Birchwood", {"sex": "unclear"}), [("sex", "none of the words that it may have")]),
        ("Person", ("", {"birthDate": "1990"}), []),
        ("Person", ("\u200b", {}), [("name", "holds no letter")]),
        ("Organization", ("Co., Ltd.", {}), [("name", "a legal form alone")]),
        ("Person", ("Anna Birchwood", {"email": "noemail@gmail.com"}), [("email", NOT_KNOWN)]),
        ("Person", ("Anna Birchwood", {"birthDate": "1899-12-31"}), [("birthDate", NOT_KNOWN)]),
    ],
)
def test_what_says_nothing_is_what_a_pair_says_of_it(
    kind: str, described: tuple[str, dict[str, str]], unread: list[tuple[str, str]]
) -> None:
    schema = load_ontology().kind(kind)
    assert list(unread_values(schema, described)) == unread
    told = [problem for problem in read_pair(schema, described, ("", {}))[0].problems if "is empty" not in problem]
    assert [problem.split()[0] for problem in told] == [name for name, _ in unread]
