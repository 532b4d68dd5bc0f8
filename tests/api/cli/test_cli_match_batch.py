"""`benang match dedupe` and `benang match link`: what is written, and what is measured."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from typer.testing import Result

from benchmarks.er.agency_lists import rows as agency_rows
from entity_resolution.batch.parameters import model_text, shipped_model
from entity_resolution.comparing.model import load_models, match_model_text
from tests.api.matching_lists import clusters_of, dedupe, row, run
from tests.entity_resolution.batch.invented_people import COLUMNS, MAPPING, people, write_list, write_mapping


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
    assert report["thresholds"]["joins_from_bits"] == 0
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


def test_titles_come_off_given_names_and_a_man_and_a_woman_stay_two(tmp_path: Path) -> None:
    titled = {"daw": "Daw Thida", "ms": "น.ส.กานดา", "sdr": "Sdr. Budi", "haji": "Haji Rosli", "u": "U Zaw"}
    bare = {"daw": "Thida", "ms": "กานดา", "sdr": "Budi", "haji": "Rosli", "u": "Zaw"}
    rows = [
        row(f"{key} {at}", given=given[key], family="myint", born=f"1980-03-0{at_of + 1}", tel=f"207555014{at_of}")
        for at, given in enumerate((titled, bare))
        for at_of, key in enumerate(titled)
    ]
    rows += [row(f"{title} kanok", given=f"{title} Kanok", family="petch", born="1989-02-03") for title in ("Mr", "Ms")]
    why = tmp_path / "why.csv"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows + people(300)), "--explain", why, "--json")
    assert found.exit_code == 0, found.stderr
    clusters = clusters_of(tmp_path)
    assert all(clusters[f"{key} 0"] == clusters[f"{key} 1"] for key in titled)
    assert clusters["Mr kanok"] != clusters["Ms kanok"]
    assert "(kanok male | kanok female)" in why.read_text("utf-8")
    assert "sexByTitle" not in found.stdout


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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.parametrize(
    "column", ["born", *(pytest.param(c, marks=pytest.mark.long) for c in ("tel", "mail", "road"))]
)
@pytest.mark.parametrize("more", [(), ("--train",)], ids=["shipped", "trained"])
def test_a_column_without_a_value_is_none(tmp_path: Path, column: str, more: tuple[str, ...]) -> None:
    records = [record | {column: ""} for record in people(300)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", records), "--truth", "person", "--json", *more)
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["metrics"]["clusters"]["f1"] > 0.8


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


@pytest.mark.parametrize(("truths", "told"), [(("", ""), "0 records have a truth: 0"), (("a", "b"), "2 records have")])
def test_a_truth_with_nothing_to_find_is_told_without_figures(
    tmp_path: Path, truths: tuple[str, str], told: str
) -> None:
    rows = [row(f"r{at}", given="anna", family="smith", person=truth) for at, truth in enumerate(truths)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--truth", "person")
    assert (found.exit_code, told in found.stderr, "precision" in found.stderr) == (0, True, False)


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


@pytest.mark.long
def test_a_run_that_is_killed_leaves_no_half_file_and_the_next_one_starts_anew(tmp_path: Path) -> None:
    records, mapping = write_list(tmp_path / "p.csv", people(4_000)), write_mapping(tmp_path)
    out = tmp_path / "clusters.parquet"
    out.write_bytes(b"of an earlier run")
    command = [sys.executable, "-c", "from api.cli.main import main; main()", "match", "dedupe", str(records)]
    command += ["--kind", "Person", "--mapping", str(mapping), "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, cwd=Path(__file__).parents[3], env=os.environ) as process:
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


def test_pairs_for_a_human_are_written_and_counted(tmp_path: Path) -> None:
    review, why = tmp_path / "review.csv", tmp_path / "why.csv"
    records = write_list(tmp_path / "p.csv", people(80))
    found = dedupe(tmp_path, records, "--review", review, "--explain", why, "--json")
    assert found.exit_code == 0, found.stderr
    lines, explained = (path.read_text(encoding="utf-8").splitlines() for path in (review, why))
    assert sorted(lines[1:]) == sorted(line for line in explained if ',"kept-apart",' in line)
    assert json.loads(found.stdout)["to_review"] == len(lines) - 1
    assert f"pairs to review: `{review}`" in found.stderr
    assert dedupe(tmp_path, records, "--review", why, "--explain", why).exit_code == 2


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
