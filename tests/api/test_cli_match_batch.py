"""`benang match dedupe` and `benang match link`: what is written, what is measured, and what is said about bad input."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from benchmarks.er.agency_lists import rows as agency_rows
from entity_resolution.batch.parameters import model_text, shipped_model
from entity_resolution.model import load_models, match_model_text
from tests.entity_resolution.batch.invented_people import COLUMNS, MAPPING, people, write_list, write_mapping

Rows = list[dict[str, str]]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def dedupe(folder: Path, records: Path, *more: str | Path, kind: str = "Person", mapping: str = MAPPING) -> Result:
    place = write_mapping(folder, mapping)
    out = folder / "clusters.parquet"
    return run("match", "dedupe", records, "--kind", kind, "--mapping", place, "--out", out, *more)


def clusters_of(folder: Path) -> dict[str, int]:
    table = pyarrow.parquet.read_table(folder / "clusters.parquet")
    assert table.schema.names == ["id", "cluster"]
    assert table.schema.field("id").type == pa.string()
    return dict(zip(table["id"].to_pylist(), table["cluster"].to_pylist(), strict=True))


def row(key: str, **values: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | {"key": key} | values


def test_a_list_is_deduplicated_and_measured(tmp_path: Path) -> None:
    records = people(300)
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", records), "--truth", "person", "--json")
    assert found.exit_code == 0, found.stderr
    assert found.stdout.count("\n") == 1, "one line"
    report = json.loads(found.stdout)
    assert report["records"] == len(records)
    assert report["metrics"]["records"] == len(records)
    assert report["metrics"]["clusters"]["f1"] > 0.97
    assert report["metrics"]["best"]["f1"] > 0.97
    assert list(report["stages"]) == ["read", "encode", "block", "score", "cluster", "write", "truth"]
    assert report["memory_peak_mib"] > 0
    assert report["thresholds"].keys() == {"joins_from_bits", "best_bits"}
    assert list(clusters_of(tmp_path)) == [record["key"] for record in records]


def test_parquet_gives_the_same_clusters_as_csv_and_so_does_a_second_run(tmp_path: Path) -> None:
    records = people(120)
    assert dedupe(tmp_path, write_list(tmp_path / "p.csv", records)).exit_code == 0
    first = clusters_of(tmp_path)
    table = pa.table({name: [record[name] or None for record in records] for name in COLUMNS})
    pyarrow.parquet.write_table(table, tmp_path / "p.parquet")
    assert dedupe(tmp_path, tmp_path / "p.parquet").exit_code == 0
    assert clusters_of(tmp_path) == first


def test_two_lists_are_linked(tmp_path: Path) -> None:
    records = people(200)
    left, right = records[: len(records) // 2], records[len(records) // 2 :]
    out = tmp_path / "links.csv"
    found = run(
        *("match", "link", write_list(tmp_path / "l.csv", left), write_list(tmp_path / "r.csv", right)),
        *("--kind", "Person", "--mapping", write_mapping(tmp_path), "--out", out, "--truth", "person", "--json"),
    )
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["metrics"]["clusters"]["f1"] > 0.95
    lines = out.read_text("utf-8").splitlines()
    assert lines[0].replace('"', "") == "id,cluster,list"
    assert len(lines) == len(records) + 1


def test_a_name_alone_joins_nobody_and_neither_does_a_number_alone(tmp_path: Path) -> None:
    rows = [
        row("a", given="ottoline", family="quennell"),
        row("b", given="ottoline", family="quennell"),
        row("c", given="barnaby", family="thistlewood", tel="2075550123"),
        row("d", given="wilhelmina", family="ravenscroft", tel="2075550123"),
    ]
    assert dedupe(tmp_path, write_list(tmp_path / "p.csv", rows + people(200))).exit_code == 0
    found = clusters_of(tmp_path)
    assert len({found[key] for key in "abcd"}) == 4


def test_twins_and_a_father_and_son_of_one_name_stay_apart(tmp_path: Path) -> None:
    home = {"house": "12", "road": "harbour lane", "town": "portville", "code": "10001", "tel": "2075550199"}
    rows = [
        row("anna", given="anna", family="thistlewood", born="2001-05-06", **home),
        row("boris", given="boris", family="thistlewood", born="2001-05-06", **home),
        row("father", given="henry", family="thistlewood", born="1961-08-19", **home),
        row("son", given="henry", family="thistlewood", born="1992-11-02", **home),
        row("son again", given="henry", family="thistlewod", born="1992-11-02", **home),
    ]
    assert dedupe(tmp_path, write_list(tmp_path / "p.csv", rows + people(300))).exit_code == 0
    found = clusters_of(tmp_path)
    assert found["son"] == found["son again"]
    assert len({found[key] for key in ("anna", "boris", "father", "son")}) == 4


def test_whole_names_and_other_kinds_go_by_the_rule_of_the_graph(tmp_path: Path) -> None:
    mapping = "id: key\nproperties: {name: given, birthDate: born, nationality: town}\n"
    rows = [
        row("a", given="สมชาย ใจดี", born="1987-03-04", town="TH"),
        row("b", given="Somchai Jaidee", born="4 มีนาคม 2530", town="Thailand"),
        row("c", given="Somchai Jaidee", born="1961-03-04", town="TH"),
    ]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), mapping=mapping)
    assert found.exit_code == 0, found.stderr
    clusters = clusters_of(tmp_path)
    assert clusters["a"] == clusters["b"] != clusters["c"]
    companies = [
        row("a", given="Blue Anchor Trading Co., Ltd.", tel="0812345678"),
        row("b", given="Blue Anchor Trading Company Limited", tel="+66 81 234 5678"),
        row("c", given="Golden Lotus Holdings", tel="0812345678"),
    ]
    mapping = "id: key\ncountry: TH\nproperties: {name: given, phone: tel}\n"
    found = dedupe(tmp_path, write_list(tmp_path / "c.csv", companies), kind="Organization", mapping=mapping)
    assert found.exit_code == 0, found.stderr
    assert clusters_of(tmp_path)["c"] == 2


def test_learning_writes_a_parameter_file_that_can_be_given_again(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(400))
    assert dedupe(tmp_path, records, "--train").exit_code == 0
    learned = tmp_path / "clusters.parquet.parameters.yml"
    assert "expectation maximisation" in learned.read_text("utf-8")
    first = clusters_of(tmp_path)
    again = dedupe(tmp_path, records, "--parameters", learned, "--truth", "person", "--json")
    assert again.exit_code == 0, again.stderr
    assert clusters_of(tmp_path) == first
    assert json.loads(again.stdout)["metrics"]["clusters"]["f1"] > 0.95


def agency_list(folder: Path, *, things: int) -> tuple[Path, Path]:
    """Return a list of whole names as agencies have them, and its mapping."""
    records, mapping = folder / "agencies.csv", folder / "agencies.yml"
    made = list(agency_rows("people", things=things, seed=7, noise=1.0))
    columns = ("id", "thing", "name", "birthDate", "nationality", "sex", "passportNumber", "phone", "address")
    lines = [",".join(f'"{values.get(column, "")}"' for column in columns) for values in made]
    records.write_text("\n".join([",".join(columns), *lines]), encoding="utf-8")
    mapped = "".join(f"  {column}: {column}\n" for column in columns[2:])
    mapping.write_text(f"kind: Person\nid: id\nproperties:\n{mapped}", encoding="utf-8")
    return records, mapping


def dedupe_agencies(folder: Path, records: Path, mapping: Path, *more: str | Path) -> Result:
    out = folder / "clusters.parquet"
    return run("match", "dedupe", records, "--kind", "Person", "--mapping", mapping, "--out", out, *more)


def test_the_weights_of_whole_names_are_learned_and_can_be_given_again(tmp_path: Path) -> None:
    records, mapping = agency_list(tmp_path, things=500)
    found = dedupe_agencies(tmp_path, records, mapping, "--train", "--json")
    assert found.exit_code == 0, found.stderr
    first, report = clusters_of(tmp_path), json.loads(found.stdout)
    assert (report["learned"], report["stages"]["train"] > 0) == (f"{tmp_path}/clusters.parquet.parameters.yml", True)
    learned = Path(report["learned"])
    assert "expectation maximisation without labels" in learned.read_text("utf-8")
    again = dedupe_agencies(tmp_path, records, mapping, "--parameters", learned, "--json")
    assert again.exit_code == 0, again.stderr
    assert clusters_of(tmp_path) == first
    assert json.loads(again.stdout)["parameters"] == report["parameters"]


@pytest.mark.parametrize(("size", "whole"), [(0, "none"), (1, "none"), (2, "one"), (3, "3"), (6, "15")])
def test_a_list_of_very_few_records_is_told_to_teach_nothing(tmp_path: Path, size: int, whole: str) -> None:
    rows = [row(f"r{at}", given="anna", family="smith", born=f"1990-01-0{at + 1}") for at in range(size)]
    records = write_list(tmp_path / "p.csv", rows)
    found = dedupe(tmp_path, records, "--train")
    assert (found.exit_code, found.stdout) == (1, "")
    said = f"`p.csv`: --train needs 20 pairs that may be one, and the list has {whole}; leave --train out"
    assert said in " ".join(found.stderr.split())
    found = dedupe(tmp_path, records, "--train", mapping="id: key\nproperties: {name: given, birthDate: born}\n")
    said = f"`p.csv`: --train needs 20 pairs whose names agree, and the list has {whole}; leave --train out"
    assert (found.exit_code, said in " ".join(found.stderr.split())) == (1, True)
    assert not (tmp_path / "clusters.parquet.parameters.yml").exists()


@pytest.mark.parametrize("copies", [60, 100, 200])
def test_many_copies_of_one_person_are_one_cluster(tmp_path: Path, copies: int) -> None:
    rows = [
        row(f"c{at}", given="anna", family="smith", born="1990-01-01", tel="0812345678", mail="a@mail.example")
        for at in range(copies)
    ]
    others = people(300)
    assert dedupe(tmp_path, write_list(tmp_path / "p.csv", [*rows, *others])).exit_code == 0
    found = clusters_of(tmp_path)
    assert len({found[f"c{at}"] for at in range(copies)}) == 1
    assert found["c0"] not in {found[record["key"]] for record in others}
    mapping = "id: key\ncountry: TH\nproperties: {name: given, birthDate: born, phone: tel}\n"
    rows = [record | {"given": "Somchai Jaidee"} for record in rows]
    assert dedupe(tmp_path, write_list(tmp_path / "w.csv", rows), mapping=mapping).exit_code == 0
    assert len(set(clusters_of(tmp_path).values())) == 1


# --- bad input


@pytest.mark.parametrize("column", ["born", "tel", "mail", "road"])
@pytest.mark.parametrize("more", [(), ("--train",)], ids=["shipped", "trained"])
def test_a_column_without_a_value_is_none(tmp_path: Path, column: str, more: tuple[str, ...]) -> None:
    records = [record | {column: ""} for record in people(300)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", records), "--truth", "person", "--json", *more)
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["metrics"]["clusters"]["f1"] > 0.8


def test_an_output_takes_the_place_of_no_input(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(3))
    before, mapping = records.read_bytes(), write_mapping(tmp_path)
    for more in (("--out", records), ("--out", tmp_path / "c.csv", "--explain", records)):
        found = run("match", "dedupe", records, "--kind", "Person", "--mapping", mapping, *more)
        assert (found.exit_code, "would take the place of an input" in found.stderr) == (2, True)
    assert records.read_bytes() == before


def test_a_list_without_namesakes_teaches_nothing(tmp_path: Path) -> None:
    records, mapping = agency_list(tmp_path, things=1)
    lines = records.read_text("utf-8").splitlines()
    records.write_text("\n".join(lines[:2]), encoding="utf-8")
    found = dedupe_agencies(tmp_path, records, mapping, "--train")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "`agencies.csv`: --train needs 20 pairs whose names agree, and the list has none" in found.stderr
    assert not list(tmp_path.glob("clusters*"))


def test_parameters_of_another_sort_of_list_are_told(tmp_path: Path) -> None:
    records, mapping = agency_list(tmp_path, things=3)
    by_fields = tmp_path / "fields.yml"
    by_fields.write_text(model_text(shipped_model("Person")), encoding="utf-8")
    found = dedupe_agencies(tmp_path, records, mapping, "--parameters", by_fields)
    assert (found.exit_code, "the parameters are of names in given and family name" in found.stderr) == (2, True)
    companies = tmp_path / "companies.yml"
    companies.write_text(match_model_text(load_models()["Organization"]), encoding="utf-8")
    found = dedupe_agencies(tmp_path, records, mapping, "--parameters", companies)
    assert (found.exit_code, "the parameters are of `Organization`, not of `Person`" in found.stderr) == (2, True)
    whole = tmp_path / "whole.yml"
    slip = match_model_text(load_models()["Person"]).replace("exact: ", "exakt: ", 1)
    whole.write_text(slip, encoding="utf-8")
    found = dedupe_agencies(tmp_path, records, mapping, "--parameters", whole)
    line = 1 + next(at for at, text in enumerate(slip.splitlines()) if "exakt: " in text)
    assert (found.exit_code, f"whole.yml, line {line}: unknown level `exact`" in found.stderr) == (2, True)
    fields = write_list(tmp_path / "p.csv", people(3))
    found = dedupe(tmp_path, fields, "--parameters", companies)
    assert (found.exit_code, "not of `Person`" in found.stderr) == (2, True)
    whole.write_text(match_model_text(load_models()["Person"]), encoding="utf-8")
    found = dedupe(tmp_path, fields, "--parameters", whole)
    assert (found.exit_code, "the parameters are of whole names, and the list has fields" in found.stderr) == (2, True)


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(b"")
    found = dedupe(tmp_path, tmp_path / "p.csv")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "`p.csv`: the file is empty" in found.stderr
    assert not (tmp_path / "clusters.parquet").exists()


@pytest.mark.parametrize("rows", [[], [row("only", given="anna", family="smith")]])
def test_no_row_and_one_row_are_lists_too(tmp_path: Path, rows: Rows) -> None:
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--truth", "person", "--json")
    assert found.exit_code == 0, found.stderr
    assert list(clusters_of(tmp_path)) == [record["key"] for record in rows]
    assert json.loads(found.stdout)["pairs"] == 0


def test_a_column_of_one_value_and_rows_that_are_all_the_same_cost_no_square(tmp_path: Path) -> None:
    rows = [row(str(at), given="anna", family="smith", born="1990-01-01", mail="no@mail.example") for at in range(4000)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--json")
    assert found.exit_code == 0, found.stderr
    report = json.loads(found.stdout)
    assert 0 < report["pairs"] <= 40 * len(rows)
    # The rows are copies of one; a column of one value is met by a block that is too large.
    assert (report["cut_blocks"], report["copies"], report["clusters"]) == (0, 3940, 1)
    for at, of_one in enumerate(rows):
        of_one["given"] = f"anna{at}"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--json")
    assert found.exit_code == 0, found.stderr
    report = json.loads(found.stdout)
    assert 0 < report["pairs"] <= 40 * len(rows)
    assert report["cut_blocks"] > 0


ANNA = {"given": "anna", "family": "bauer", "born": "1990-01-01", "tel": "0812345678"}


@pytest.mark.parametrize("others", [0, 150])
@pytest.mark.parametrize("copies", [2, 60, 61, 400, 4000])
def test_equal_rows_are_one_cluster_however_many_they_are(tmp_path: Path, copies: int, others: int) -> None:
    rows = [row(f"x{at}", **ANNA) for at in range(copies)]
    without = people(others) if others else []
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows[:-1] + without + rows[-1:]), "--json")
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["copies"] == max(copies - 60, 0)
    labels = clusters_of(tmp_path)
    assert {key for key, label in labels.items() if label == labels["x0"]} == {record["key"] for record in rows}


def test_many_copies_of_many_people_are_told_apart_and_explained_in_a_line_each(tmp_path: Path) -> None:
    once = {record["person"]: record for record in people(60) if record["person"] in {"3", "5", "8"}}
    rows = [record | {"key": f"{person}-{at}"} for at in range(200) for person, record in once.items()]
    out = tmp_path / "why.csv"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--truth", "person", "--explain", out, "--json")
    assert found.exit_code == 0, found.stderr
    report = json.loads(found.stdout)
    assert (report["clusters"], report["metrics"]["clusters"]["f1"]) == (3, 1.0)
    with out.open(encoding="utf-8", newline="") as file:
        explained = list(csv.DictReader(file))
    assert {end for line in explained for end in (line["left"], line["right"])} == {record["key"] for record in rows}
    assert len(explained) == report["explained"] == 3 * (60 * 59 // 2 + 140)


def test_many_of_whom_only_a_name_is_known_are_namesakes_and_no_copies(tmp_path: Path) -> None:
    rows = [row(f"x{at}", given="anna", family="bauer") for at in range(400)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows + people(50)), "--json")
    assert found.exit_code == 0, found.stderr
    labels = clusters_of(tmp_path)
    assert json.loads(found.stdout)["copies"] == 0
    assert len({labels[record["key"]] for record in rows}) == 400


def test_a_column_of_one_value_is_told_and_joins_no_namesakes(tmp_path: Path) -> None:
    # A hundred names, each of two people with a phone of their own, and one date that somebody filled in for all.
    random_ = random.Random(1)  # noqa: S311 - no secret
    rows = [
        row(f"{at}-{twice}", given=given, family=family, born="1990-01-01", tel=f"08{random_.randrange(10**8):08d}")
        for at in range(100)
        for given, family in [["".join(random_.choices("abdefgiklmnoprstu", k=8)) for _ in range(2)]]
        for twice in (1, 2)
    ]
    copy = rows[0] | {"key": "again"}
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", [*rows, copy]))
    assert found.exit_code == 0, found.stderr
    assert "`birthDate` has one value in the whole list: it tells nothing and was not compared" in found.stderr
    labels = clusters_of(tmp_path)
    assert labels["again"] == labels[rows[0]["key"]]
    assert len(set(labels.values())) == len(rows)
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--json")
    assert json.loads(found.stdout)["one_value"] == ["birthDate"]
    # In a short list it may be chance, or one person.
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows[:60]), "--json")
    assert json.loads(found.stdout)["one_value"] == []


def test_values_that_cannot_be_read_are_counted_by_column(tmp_path: Path) -> None:
    rows = people(50)
    for record in rows[:7]:
        record["born"] = "31/31/1990"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows))
    assert found.exit_code == 0, found.stderr
    assert "`birthDate`: 7 values could not be read and say nothing" in found.stderr
    assert "31/31" not in found.stderr
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--json")
    assert json.loads(found.stdout)["not_read"] == {"birthDate": 7}
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", people(50)), "--json")
    assert json.loads(found.stdout)["not_read"] == {}


@pytest.mark.parametrize(("given", "most"), [("anna", 401), ("carl", 1)])
def test_copies_in_one_list_are_one_through_the_other_list_alone(tmp_path: Path, given: str, most: int) -> None:
    left = write_list(tmp_path / "l.csv", [row(f"x{at}", **ANNA) for at in range(400)] + people(40))
    right = write_list(tmp_path / "r.csv", [row("y", **ANNA) if given == "anna" else row("y", given=given)])
    out = tmp_path / "clusters.csv"
    found = run("match", "link", left, right, "--mapping", write_mapping(tmp_path), "--kind", "Person", "--out", out)
    assert found.exit_code == 0, found.stderr
    with out.open(encoding="utf-8", newline="") as file:
        labels = [line["cluster"] for line in csv.DictReader(file)]
    assert max(labels.count(label) for label in labels) == most


@pytest.mark.parametrize(("truths", "told"), [(("", ""), "0 records have a truth: 0"), (("a", "b"), "2 records have")])
def test_a_truth_with_nothing_to_find_is_told_without_figures(
    tmp_path: Path, truths: tuple[str, str], told: str
) -> None:
    rows = [row(f"r{at}", given="anna", family="smith", person=truth) for at, truth in enumerate(truths)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--truth", "person")
    assert (found.exit_code, told in found.stderr, "precision" in found.stderr) == (0, True, False)


def test_a_row_that_begins_with_a_number_sign_is_a_row(tmp_path: Path) -> None:
    rows = [record | {"key": f"#{record['key']}"} for record in people(20)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows))
    assert found.exit_code == 0, found.stderr
    assert list(clusters_of(tmp_path)) == [record["key"] for record in rows]


LINKED = """\
kind: {kind}
id: key
country: {country}
properties: {{{properties}}}
"""


@pytest.mark.parametrize(
    ("kind", "properties"),
    [("Organization", "name: given, phone: tel"), ("Person", "givenName: given, familyName: family, phone: tel")],
)
@pytest.mark.parametrize(("countries", "level"), [(("TH", "TH"), "equal"), (("TH", "GB"), "different")])
def test_each_list_of_a_link_is_read_with_its_own_country(
    tmp_path: Path, kind: str, properties: str, countries: tuple[str, str], level: str
) -> None:
    rows = row("x", given="Blue Anchor Trading", family="Quennell", tel="02 946 0958")
    rows = rows if kind == "Person" else rows | {"family": ""}
    lists = [write_list(tmp_path / f"{side}.csv", [rows | {"key": side}]) for side in ("l", "r")]
    mappings: list[Path] = []
    for at, country in enumerate(countries):
        mappings.append(tmp_path / f"{at}.yml")
        mappings[-1].write_text(LINKED.format(kind=kind, country=country, properties=properties), encoding="utf-8")
    why = tmp_path / "why.csv"
    places = ("--mapping", mappings[0], "--right-mapping", mappings[1], "--out", tmp_path / "clusters.csv")
    found = run("match", "link", *lists, "--kind", kind, *places, "--explain", why)
    assert found.exit_code == 0, found.stderr
    with why.open(encoding="utf-8", newline="") as file:
        [pair] = csv.DictReader(file)
    assert pair["phone"] == level


def test_a_property_that_nothing_compares_is_told(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(20))
    for mapping, uncompared in (
        (f"{MAPPING}  name: person\n", ["name"]),
        ("id: key\nproperties: {name: given, nationality: town, notes: road, birthDate: born}\n", ["notes"]),
        (MAPPING, []),
    ):
        found = dedupe(tmp_path, records, "--json", mapping=mapping)
        assert found.exit_code == 0, found.stderr
        assert json.loads(found.stdout)["not_compared"] == uncompared
        assert found.stderr.count("it was not compared") == len(uncompared)


def test_a_list_without_names_is_told_that_nobody_is_joined(tmp_path: Path) -> None:
    rows = [row(key, given="anna", born="1990-01-01", tel="+66812345678") for key in "ab"]
    records, said = write_list(tmp_path / "p.csv", rows), "names no property that is a name"
    found = dedupe(tmp_path, records, mapping="id: key\nproperties: {birthDate: born, phone: tel}\n")
    assert (found.exit_code, said in found.stderr, len(set(clusters_of(tmp_path).values()))) == (0, True, 2)
    assert said not in dedupe(tmp_path, records).stderr


def test_a_truth_with_gaps_counts_where_it_is_known(tmp_path: Path) -> None:
    records = people(150)
    for at, record in enumerate(records):
        if at % 3 == 0:
            record["person"] = ""
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", records), "--truth", "person", "--json")
    assert found.exit_code == 0, found.stderr
    metrics = json.loads(found.stdout)["metrics"]
    assert metrics["records"] == sum(bool(record["person"]) for record in records)
    assert 0 < metrics["clusters"]["f1"] <= 1


HOSTILE = [
    "a" * 10_000,
    "សុខា" * 2_500,
    "สมชาย Somchai 陈志明",
    "\u0e31\u0301",
    "🙂🙂🙂",
    "anna\x07\x1b[31m",
    "\u202eanna\u202c",
    "\u200b\u200d",
    "'; DROP TABLE r; --",
    "-",
]


def test_hostile_texts_are_read(tmp_path: Path) -> None:
    rows = [
        row(f"h{at}", given=text, family=other, born=text[:50], mail=text[:50], tel=text[:50], road=other)
        for at, text in enumerate(HOSTILE)
        for other in (text, "smith")
    ]
    rows = [{**record, "key": f"k{at}"} for at, record in enumerate(rows)]
    started = time.process_time()
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows + people(50)))
    assert found.exit_code == 0, found.stderr
    assert time.process_time() - started < 30
    assert "\x1b" not in found.stderr


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "givenName: given",
            "givenName: givne",
            "people.yml, line 4: the list has no column `givne`, did you mean `given`?",
        ),
        (
            "  phone: tel",
            "  phon: tel",
            "people.yml, line 11: unknown property of `Person` `phon`, did you mean `phone`?",
        ),
        ("kind: Person", "kind: Site", "people.yml, line 1: the mapping is of `Site`, not of `Person`"),
        ("id: key\n", "", "people.yml, line 1: `id` is missing"),
        ("id: key\n", "id: key\ncountry: UK\n", "people.yml, line 3: `UK` is no country, did you mean `GB`?"),
        ("id: key\n", "id: key\ncountry: XX\n", "people.yml, line 3: `XX` is no country"),
        ("familyName: family", "familyName: given", "people.yml, line 5: the column `given` stands here twice"),
        ("properties:", "properties: [", "is not YAML"),
    ],
)
def test_a_slip_in_the_mapping_is_told_with_file_line_and_nearest_word(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    records = write_list(tmp_path / "p.csv", people(3))
    found = dedupe(tmp_path, records, mapping=MAPPING.replace(before, after, 1))
    assert (found.exit_code, found.stdout) == (2, "")
    assert message in found.stderr
    assert not (tmp_path / "clusters.parquet").exists()


def test_damaged_files_ids_that_stand_twice_and_unknown_columns_are_told_without_a_value(tmp_path: Path) -> None:
    (tmp_path / "p.parquet").write_bytes(b"PAR1 this is no parquet")
    assert "`p.parquet`: cannot be read" in dedupe(tmp_path, tmp_path / "p.parquet").stderr
    (tmp_path / "latin.csv").write_bytes(
        ",".join(COLUMNS).encode() + b"\nk,\xe9\xe8" + b"," * (len(COLUMNS) - 2) + b"\n"
    )
    assert "`latin.csv`: cannot be read" in dedupe(tmp_path, tmp_path / "latin.csv").stderr
    twice = write_list(tmp_path / "p.csv", [row("secret"), row("x"), row("secret")])
    found = dedupe(tmp_path, twice)
    assert (found.exit_code, found.stdout) == (1, "")
    assert "`p.csv`: rows 1 and 3 have the same id in `key`" in found.stderr
    assert "secret" not in found.stderr
    assert "row 2 has no id" in dedupe(tmp_path, write_list(tmp_path / "p.csv", [row("x"), row("")])).stderr
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", people(3)), "--truth", "persn")
    assert "there is no column `persn`, did you mean `person`?" in found.stderr
    assert "there is no such file" in dedupe(tmp_path, tmp_path / "none.csv").stderr
    assert not (tmp_path / "clusters.parquet").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"id,first_name\n1,a\n2,b,c,d\n", "line 3 has 4 cells, the header 2"),
        (b"id,first_name\n1,a\n2\n", "line 3 has 1 cells, the header 2"),
        (b'id,first_name\n1,a\n2,"b\n', "behind line 2 a quote is not closed"),
        (b"id,first_name\n1,Jos\xe9\n", "it is not UTF-8"),
        (b"id;first_name\n1;a\n", "its cells are parted by `;`, and not by commas"),
        (b"key,first_name,first_name\n1,a,b\n", "two columns are called `first_name`"),
        (
            b"".join(b"%d,a%s" % (at, b"\n" if at < 20 else b"\r\n") for at in range(4000)).replace(
                b"0,a", b"id,first_name", 1
            ),
            "some lines end with CR LF and others with LF alone",
        ),
        (b"id\tfirst_name\n1\ta\n", "its cells are parted by tabs, and not by commas"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_line_and_without_its_cells(
    tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "p.csv").write_bytes(content)
    found = dedupe(tmp_path, tmp_path / "p.csv")
    assert found.exit_code != 0
    assert told in " ".join(found.stderr.split())
    assert "Jos" not in found.stderr
    assert not (tmp_path / "clusters.parquet").exists()


def test_what_cannot_be_written_is_told_before_work_begins(tmp_path: Path) -> None:
    records, mapping = write_list(tmp_path / "p.csv", people(3)), write_mapping(tmp_path)
    for out, status in ((tmp_path / "no" / "c.parquet", 1), (tmp_path / "c.xlsx", 2), (tmp_path, 2)):
        found = run("match", "dedupe", records, "--kind", "Person", "--mapping", mapping, "--out", out)
        assert found.exit_code == status
        assert "clusters go to" in found.stderr


def test_misuse_is_told(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(3))
    assert dedupe(tmp_path, records, "--engine", "abacus").exit_code == 2
    assert dedupe(tmp_path, records, kind="Persn").exit_code == 2
    assert dedupe(tmp_path, records, kind="Wallet").exit_code == 2


def test_a_run_that_is_killed_leaves_no_half_file_and_the_next_one_starts_anew(tmp_path: Path) -> None:
    records, mapping = write_list(tmp_path / "p.csv", people(4_000)), write_mapping(tmp_path)
    out = tmp_path / "clusters.parquet"
    out.write_bytes(b"of an earlier run")
    command = [sys.executable, "-c", "from api.cli.main import main; main()", "match", "dedupe", str(records)]
    command += ["--kind", "Person", "--mapping", str(mapping), "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2], env=os.environ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"read")
        process.send_signal(signal.SIGKILL)
    assert out.read_bytes() == b"of an earlier run"
    left = tmp_path / ".clusters.parquet.of-a-killed-run.part"
    left.write_bytes(b"half")
    assert dedupe(tmp_path, records).exit_code == 0
    assert len(clusters_of(tmp_path)) > 4_000
    assert not left.exists()


def test_pairs_are_explained_and_counted(tmp_path: Path) -> None:
    why = tmp_path / "why.csv"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", people(80)), "--explain", why, "--json")
    assert found.exit_code == 0, found.stderr
    lines = why.read_text(encoding="utf-8").splitlines()
    assert json.loads(found.stdout)["explained"] == len(lines) - 1 > 0
    assert lines[0].startswith(
        '"left","right","left_cluster","right_cluster","outcome","weight_bits","probability","why"'
    )
    assert f"explained pairs: `{why}`" in found.stderr


def test_the_pairs_of_a_link_say_which_list_each_end_is_in(tmp_path: Path) -> None:
    records = people(80)
    left, right = write_list(tmp_path / "l.csv", records[::2]), write_list(tmp_path / "r.csv", records[1::2])
    why, out = tmp_path / "why.parquet", tmp_path / "clusters.parquet"
    place = write_mapping(tmp_path, MAPPING)
    found = run("match", "link", left, right, "--kind", "Person", "--mapping", place, "--out", out, "--explain", why)
    assert found.exit_code == 0, found.stderr
    rows = pyarrow.parquet.read_table(why).to_pylist()
    lefts, rights = ({record["key"] for record in part} for part in (records[::2], records[1::2]))
    assert rows
    for row_ in rows:
        assert row_["left"] in (lefts if row_["left_list"] == "left" else rights)
        assert row_["right"] in (lefts if row_["right_list"] == "left" else rights)
    assert {"left", "right"} == {row_["right_list"] for row_ in rows} | {row_["left_list"] for row_ in rows}


def test_a_place_for_explained_pairs_that_is_no_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", people(5)), "--explain", tmp_path / "why.txt")
    assert found.exit_code == 2
    assert "explained pairs go to a .parquet or a .csv file" in found.stderr
    assert not (tmp_path / "clusters.parquet").exists()
