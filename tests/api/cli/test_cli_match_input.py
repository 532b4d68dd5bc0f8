"""What `benang match dedupe` and `benang match link` say of lists, mappings and options that are not as they should be."""

import json
import time
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.api.matching_lists import Rows, clusters_of, dedupe, row, run
from tests.entity_resolution.batch.invented_people import COLUMNS, MAPPING, people, write_list, write_mapping


def test_an_output_takes_the_place_of_no_input(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(3))
    before, mapping = records.read_bytes(), write_mapping(tmp_path)
    for more in (("--out", records), ("--out", tmp_path / "c.csv", "--explain", records)):
        found = run("match", "dedupe", records, "--kind", "Person", "--mapping", mapping, *more)
        assert (found.exit_code, "would take the place of an input" in found.stderr) == (2, True)
    assert records.read_bytes() == before


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


def test_values_that_cannot_be_read_are_counted_by_column(tmp_path: Path) -> None:
    rows = people(50)
    for record in rows[:7]:
        record["born"] = "31/31/1990"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows))
    assert found.exit_code == 0, found.stderr
    assert (
        "`birthDate`: 7 values could not be read and say nothing; `--unread FILE` tells whose and why" in found.stderr
    )
    assert "31/31" not in found.stderr
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--json")
    assert json.loads(found.stdout)["not_read"] == {"birthDate": 7}
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", people(50)), "--json")
    assert json.loads(found.stdout)["not_read"] == {}


def test_a_column_without_a_value_is_told_with_its_list(tmp_path: Path) -> None:
    left, right = people(20), people(20, seed=2)
    for record in left:
        record["mail"] = " " if record["key"] == "r3" else ""
    lists = (write_list(tmp_path / "l.csv", left), write_list(tmp_path / "r.csv", right))
    places = ("--kind", "Person", "--mapping", write_mapping(tmp_path), "--out", tmp_path / "clusters.csv")
    found = run("match", "link", *lists, *places, "--json")
    assert found.exit_code == 0, found.stderr
    told = "`email`: its column in `l.csv` has no value: see whether the mapping names the right one"
    assert [line for line in found.stderr.splitlines() if "has no value" in line] == [told]
    assert json.loads(found.stdout)["no_value"] == [{"property": "email", "list": "l.csv"}]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_list_without_rows_or_with_a_value_in_each_column_is_told_of(tmp_path: Path, form: str) -> None:
    for rows in ([], people(20)):
        path = write_list(tmp_path / "p.csv", rows)
        if form == "parquet":
            pyarrow.parquet.write_table(pyarrow.csv.read_csv(path), tmp_path / "p.parquet")
        found = dedupe(tmp_path, path.with_suffix(f".{form}"), "--json")
        assert found.exit_code == 0, found.stderr
        assert json.loads(found.stdout)["no_value"] == []


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_values_that_cannot_be_read_are_listed_by_record_and_why(tmp_path: Path, form: str) -> None:
    rows = people(50)
    for record in rows[3:10]:
        record["born"] = "31/31/1990"
    out = tmp_path / f"unread.{form}"
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows), "--unread", out, "--json")
    assert found.exit_code == 0, found.stderr
    assert "`birthDate`: 7 values could not be read and say nothing\n" in found.stderr
    assert f"unread values: `{out}`, 7 of them" in found.stderr
    report = json.loads(found.stdout)
    assert (report["not_read"], report["listed_unread"]) == ({"birthDate": 7}, 7)
    assert "31/31" not in found.stderr + found.stdout
    read = pyarrow.csv.read_csv if form == "csv" else pyarrow.parquet.read_table
    assert read(out).to_pylist() == [
        {"id": record["key"], "property": "birthDate", "reason": "a month after December"} for record in rows[3:10]
    ]


def test_where_all_is_read_the_file_of_what_was_not_has_its_header_and_without_the_option_there_is_none(
    tmp_path: Path,
) -> None:
    records, out = write_list(tmp_path / "p.csv", people(20)), tmp_path / "unread.csv"
    assert json.loads(dedupe(tmp_path, records, "--json").stdout)["listed_unread"] is None
    before = {path.name for path in tmp_path.iterdir()}
    found = dedupe(tmp_path, records, "--unread", out, "--json")
    assert (found.exit_code, json.loads(found.stdout)["listed_unread"]) == (0, 0)
    assert out.read_text(encoding="utf-8") == '"id","property","reason"\n'
    assert {path.name for path in tmp_path.iterdir()} - before == {"unread.csv"}


def test_of_whole_names_too_what_could_not_be_read_is_listed_of_both_lists(tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path, "id: key\nproperties: {name: given, birthDate: born}\n")
    left = write_list(tmp_path / "l.csv", [row("1", given="anna birchwood", born="soon")])
    right = write_list(tmp_path / "r.csv", [row("1", given="Mr"), row("2", given="boris eastlake", born="1990-01-02")])
    out, unread = tmp_path / "clusters.csv", tmp_path / "unread.csv"
    words = ("--kind", "Person", "--mapping", mapping, "--out", out, "--unread", unread)
    found = run("match", "link", left, right, *words)
    assert found.exit_code == 0, found.stderr
    assert unread.read_text(encoding="utf-8").splitlines() == [
        '"id","property","reason","list"',
        '"1","birthDate","holds what no date has","left"',
        '"1","name","a title or a placeholder alone","right"',
    ]


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("p.csv", 2, "`p.csv`: the output would take the place of an input"),
        ("clusters.parquet", 2, "`clusters.parquet`: clusters and unread values go to two files"),
        ("why.csv", 2, "`why.csv`: explained pairs and unread values go to two files"),
        ("unread.txt", 2, "`unread.txt`: unread values go to a .parquet or a .csv file"),
        ("nowhere/unread.csv", 1, "`unread.csv`: unread values go to a file in a folder that exists"),
    ],
)
def test_where_what_could_not_be_read_cannot_go_is_told_before_anything_is_done(
    tmp_path: Path, name: str, status: int, said: str
) -> None:
    records = write_list(tmp_path / "p.csv", people(5))
    found = dedupe(tmp_path, records, "--unread", tmp_path / name, "--explain", tmp_path / "why.csv")
    assert (found.exit_code, found.stdout, said in found.stderr) == (status, "", True), found.stderr
    assert not (tmp_path / "clusters.parquet").exists()


def test_a_row_that_begins_with_a_number_sign_is_a_row(tmp_path: Path) -> None:
    rows = [record | {"key": f"#{record['key']}"} for record in people(20)]
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", rows))
    assert found.exit_code == 0, found.stderr
    assert list(clusters_of(tmp_path)) == [record["key"] for record in rows]


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


def test_a_birth_date_beside_whole_names_without_a_nationality_is_told_to_join_nobody(tmp_path: Path) -> None:
    rows = [row(key, given="Narisara Phromdaen", born="1990-01-12", town="TH", road="12 Soi Ari") for key in "ab"]
    records, said = write_list(tmp_path / "p.csv", rows), "`birth-date` joins nobody unless `nationality` agrees"
    whole = "id: key\nproperties: {name: given, birthDate: born, address: road"
    for mapping, is_told in ((f"{whole}}}\n", True), (f"{whole}, nationality: town}}\n", False)):
        found = dedupe(tmp_path, records, mapping=mapping)
        assert (found.exit_code, said in found.stderr) == (0, is_told)
        assert (len(set(clusters_of(tmp_path).values())) == 2) is is_told


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
    for missing in ("", " ", "\u3000"):
        assert "row 2 has no id" in dedupe(tmp_path, write_list(tmp_path / "p.csv", [row("x"), row(missing)])).stderr
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


def test_a_place_for_explained_pairs_that_is_no_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    found = dedupe(tmp_path, write_list(tmp_path / "p.csv", people(5)), "--explain", tmp_path / "why.txt")
    assert found.exit_code == 2
    assert "explained pairs go to a .parquet or a .csv file" in found.stderr
    assert not (tmp_path / "clusters.parquet").exists()
