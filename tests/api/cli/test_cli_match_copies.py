"""Rows that are equal, or nearly, are one cluster however many they are, and cost no square."""

import csv
import json
import random
from pathlib import Path

import pytest

from tests.api.matching_lists import clusters_of, dedupe, row, run
from tests.entity_resolution.batch.invented_people import people, write_list, write_mapping


@pytest.mark.parametrize("copies", [60, 100, 200])
def test_many_copies_of_one_person_are_one_cluster(tmp_path: Path, copies: int) -> None:
    rows = [
        row(f"c{at}", given="anna", family="smith", born="1990-01-01", tel="0812340678", mail="a@mail.example")
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


ANNA = {"given": "anna", "family": "bauer", "born": "1990-01-01", "tel": "0812340678"}


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
