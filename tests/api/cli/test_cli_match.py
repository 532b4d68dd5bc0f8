"""`benang match`: what goes in, what comes out, and what is said about bad input."""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app

LABELLED = Path(__file__).parents[2] / "entity_resolution" / "labelled"
ADDED = ["weight_bits", "probability", "outcome", "blocked", "why"]


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def pairs(text: str | bytes, kind: str = "Person", *more: str) -> Result:
    return run("match", "pairs", "-", "--kind", kind, "--out", "-", *more, stdin=text)


def rows_of(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.reader(io.StringIO(result.stdout)))


def test_pairs_go_from_standard_input_to_standard_output_in_order_and_other_columns_pass() -> None:
    found = rows_of(
        pairs(
            'id,left,right,note\n7,สมชาย ใจดี,Somchai Jaidee,"a, b"\n3,Aung Kyaw,Min Thu,\n'
            '5,陈志明,Chen Zhiming," x "\n',
        )
    )
    assert found[0] == ["id", "left", "right", "note", *ADDED]
    assert [row[:4] for row in found[1:]] == [
        ["7", "สมชาย ใจดี", "Somchai Jaidee", "a, b"],
        ["3", "Aung Kyaw", "Min Thu", ""],
        ["5", "陈志明", "Chen Zhiming", " x "],
    ]
    assert [row[7] for row in found[1:]] == ["true", "false", "true"]
    assert [row[6] for row in found[1:]] == ["review", "none", "review"]
    assert [float(row[4]) > 0 for row in found[1:]] == [True, False, True]
    assert [0 < float(row[5]) < 1 for row in found[1:]] == [True, True, True]


def test_scores_take_the_place_of_no_table(tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text("left,right\nSomchai Jaidee,Somchai Jaidi\n", encoding="utf-8")
    before = table.read_bytes()
    found = run("match", "pairs", str(table), "--kind", "Person", "--out", str(table))
    assert (found.exit_code, "would take the place of the table" in found.stderr) == (2, True)
    assert table.read_bytes() == before


def test_properties_count_and_a_file_is_written(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        "left,right,left_birthDate,right_birthDate,left_nationality,right_nationality\n"
        "Wichit Busaba,วิจิตร บุษบา,1987-03-04,4 มีนาคม 2530,TH,Thailand\n",
        encoding="utf-8-sig",
    )
    out = tmp_path / "scores.csv"
    result = run("match", "pairs", str(table), "--kind", "Person", "--out", str(out))
    assert result.exit_code == 0, result.stderr
    [row] = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    assert row["outcome"] == "match"
    assert "birth-date exact +10.2" in row["why"]
    assert result.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.csv", "scores.csv"]


def test_the_prior_moves_the_probability_alone() -> None:
    text = "left,right\nWichit Busaba,Wichit Busaba\n"
    low, high = (rows_of(pairs(text, "Person", "--prior", prior))[1] for prior in ("0.001", "0.5"))
    assert low[2] == high[2]
    assert float(low[3]) < float(high[3])


@pytest.mark.parametrize(
    ("text", "kind", "status", "said"),
    [
        ("", "Person", 1, "the table is empty"),
        ("\n\n", "Person", 1, "the table is empty"),
        ("left,rihgt\na,b\n", "Person", 1, "there is no column `right`; the table has `left`, `rihgt`"),
        ("left,right\na,b\nc,d,e\n", "Person", 1, "row 2 has 3 cells and the header 2"),
        ('left,right\na,b\n"c,d\n', "Person", 1, "row 2 is not sound CSV"),
        ("left,right,left_birthdat\na,b,c\n", "Person", 1, "has no property `birthdat`, did you mean `birthDate`?"),
        ("left,right,why\na,b,c\n", "Person", 1, "has a column `why` already"),
        (b"left,right\n\xff\xfe,b\n", "Person", 1, "is not UTF-8"),
        ("left,right\na,b\n", "Persn", 2, "unknown kind `Persn`, did you mean `Person`?"),
        ("left,right\na,b\n", "Wallet", 2, "pairs of `Wallet` are not scored"),
    ],
)
def test_a_bad_table_is_named_and_nothing_is_written(
    tmp_path: Path, text: str | bytes, kind: str, status: int, said: str
) -> None:
    out = tmp_path / "scores.csv"
    result = run("match", "pairs", "-", "--kind", kind, "--out", str(out), stdin=text)
    assert result.exit_code == status
    assert said in result.stderr.replace("\n", " ")
    assert list(tmp_path.iterdir()) == []
    assert pairs(text, kind).stdout == ""


def test_a_file_that_is_not_there_and_a_folder_that_is_not_there_are_named(tmp_path: Path) -> None:
    missing = run("match", "pairs", str(tmp_path / "none.csv"), "--kind", "Person", "--out", str(tmp_path / "o.csv"))
    assert (missing.exit_code, "no such file or directory" in missing.stderr) == (1, True)
    table = tmp_path / "pairs.csv"
    table.write_text("left,right\na,b\n")
    for out in (tmp_path, tmp_path / "none" / "o.csv"):
        result = run("match", "pairs", str(table), "--kind", "Person", "--out", str(out))
        assert (result.exit_code, "give a file in a folder that exists" in result.stderr) == (1, True)


def test_rows_may_be_short_blank_or_odd() -> None:
    long = "x" * 10_000
    found = rows_of(
        pairs(
            f'\ufeffleft,right,note\n\na\n,,\n😀,"a\nb",n\n{long},{long},n\n\u0e34,\x07,\u202e\n"Mr. ""X"" Y",Y X,\r\n'
        )
    )
    assert found[0] == ["left", "right", "note", *ADDED]
    assert [len(row) for row in found] == [8] * 7
    assert [row[5] for row in found[1:]] == ["none", "none", "none", "review", "none", found[6][5]]
    assert all("\n" not in row[7] for row in found)


def test_a_table_without_rows_gives_the_header() -> None:
    assert rows_of(pairs("left,right\n")) == [["left", "right", *ADDED]]


def test_columns_that_are_no_property_are_told_once() -> None:
    result = pairs("left,right,left_id\na,b,c\nd,e,f\n")
    assert result.stderr.count("column `left_id` is no property of `Person`: passed through, not compared") == 1


def test_a_property_that_nothing_compares_is_told_once() -> None:
    result = pairs("left,right,left_notes,left_phone,left_country,left_nationality\na,b,c,,TH,TH\nd,e,f,,TH,TH\n")
    assert result.stderr.count("passed through, not compared") == 1
    assert "nothing is known of what `notes` tells about `Person`: passed through, not compared" in result.stderr


@pytest.mark.long
def test_twenty_thousand_rows_stream_in_bounded_time_and_memory(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    with table.open("w", encoding="utf-8") as file:
        file.write("left,right\n")
        file.writelines(f"Wichit Busaba{n % 2000},Vichit Busaba{n % 2003}\n" for n in range(20_000))
    out = tmp_path / "scores.csv"
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    result = run("match", "pairs", str(table), "--kind", "Person", "--out", str(out))
    assert result.exit_code == 0
    assert out.read_bytes().count(b"\n") == 20_001
    assert time.process_time() - started < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


def test_no_database_is_touched(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NEO4J_URI": "bolt://127.0.0.1:1"}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from api.cli import main; main()",
            "match",
            "pairs",
            "-",
            "--kind",
            "Site",
            "--out",
            "-",
        ],
        input="left,right\nBlue Anchor,Blue Anchor\n",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.splitlines()[1].startswith("Blue Anchor,Blue Anchor,")
    assert list(tmp_path.iterdir()) == []


TYPED = {
    "left": ["Wichit Busaba", "Aung Kyaw"],
    "right": ["วิจิตร บุษบา", "Min Thu"],
    "left_birthDate": pa.array([date(1987, 3, 4), None]),
    "right_birthDate": ["1987-03-04", None],
    "left_nationality": ["TH", None],
    "right_nationality": ["Thailand", None],
    "left_phone": [66812345678.0, None],
    "right_phone": pa.array([66812345678, None]),
    "label": [True, False],
    "n": [7, None],
    "tags": [["a", "b"], None],
}


def typed_pairs(folder: Path, **more: object) -> str:
    path = folder / "pairs.parquet"
    pyarrow.parquet.write_table(pa.table(TYPED | more), path)
    return str(path)


def test_pairs_in_parquet_are_scored_as_their_texts_in_csv_are(tmp_path: Path) -> None:
    found = rows_of(run("match", "pairs", typed_pairs(tmp_path), "--kind", "Person"))
    text = (
        "left,right,left_birthDate,right_birthDate,left_nationality,right_nationality,left_phone,right_phone,label,n,tags\n"
        'Wichit Busaba,วิจิตร บุษบา,1987-03-04,1987-03-04,TH,Thailand,66812345678,66812345678,true,7,"[a, b]"\n'
        "Aung Kyaw,Min Thu,,,,,,,false,,\n"
    )
    assert found == rows_of(pairs(text))
    assert found[1][-3] == "match"


def test_scores_in_parquet_keep_the_types_of_the_other_columns(tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    result = run("match", "pairs", typed_pairs(tmp_path), "--kind", "Person", "--out", str(out))
    assert result.exit_code == 0, result.stderr
    found = pyarrow.parquet.read_table(out)
    assert found.column_names == [*TYPED, *ADDED]
    assert found.schema.types[2:4] == [pa.date32(), pa.string()]
    assert found.schema.types[-5:] == [pa.float64(), pa.float64(), pa.string(), pa.bool_(), pa.string()]
    assert found.to_pylist()[0]["tags"] == ["a", "b"]
    assert found["n"].to_pylist() == [7, None]
    assert found["outcome"].to_pylist() == ["match", "none"]


@pytest.mark.parametrize("text", ["left,right,x\n", "left,right,x\nAung Kyaw,Aung Kyaw,1\n"])
def test_scores_of_csv_go_to_parquet_as_well(tmp_path: Path, text: str) -> None:
    out = tmp_path / "scores.parquet"
    assert run("match", "pairs", "-", "--kind", "Person", "--out", str(out), stdin=text).exit_code == 0
    found = pyarrow.parquet.read_table(out)
    assert found.column_names == ["left", "right", "x", *ADDED]
    assert found["x"].to_pylist() == ["1"] * (text.count("\n") - 1)


def test_a_column_of_lists_that_would_be_compared_is_told(tmp_path: Path) -> None:
    for more in ({"left_phone": [["1"], None]}, {"left": [["a"], ["b"]]}):
        for command in ("pairs", "evaluate"):
            result = run("match", command, typed_pairs(tmp_path, **more), "--kind", "Person")
            assert (result.exit_code, "and a cell is one value" in result.stderr) == (1, True)


def test_parquet_from_standard_input_is_told(tmp_path: Path) -> None:
    result = pairs(Path(typed_pairs(tmp_path)).read_bytes())
    assert (result.exit_code, "a Parquet file is given by its name" in result.stderr) == (1, True)


def test_evaluate_reads_parquet_for_pairs_and_clusters(tmp_path: Path) -> None:
    clusters = tmp_path / "clusters.parquet"
    pyarrow.parquet.write_table(
        pa.table({"id": [1, 2, 3], "cluster": [0, 0, 1], "truth": pa.array(["x", "x", None])}), clusters
    )
    result = run(
        *("match", "evaluate", typed_pairs(tmp_path), "--kind", "Person", "--clusters", str(clusters), "--json")
    )
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["pairs"], found["positives"], found["best"]["f1"]) == (2, 1, 1.0)
    assert (found["clusters"]["records"], found["clusters"]["pairwise"]["f1"]) == (2, 1.0)


def test_the_label_is_the_column_that_is_named() -> None:
    text = "left,right,label,match,truth\nWichit Busaba,Vichit Busaba,0,1,1\nAung Kyaw,Min Thu,1,0,0\n"
    for column, f1 in (("label", 2 / 3), ("match", 1.0), ("truth", 1.0)):
        result = run("match", "evaluate", "-", "--kind", "Person", "--label", column, "--json", stdin=text)
        assert json.loads(result.stdout)["best"]["f1"] == pytest.approx(f1)
    result = run("match", "evaluate", "-", "--kind", "Person", stdin=text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the table has both `label` and `match`: say with --label which one holds the label" in result.stderr


def test_labels_are_read_as_programs_write_them_and_gaps_are_told() -> None:
    labels = ["1.0", "0.0", "", "T", "n", "TRUE", "No", " "]
    text = "left,right,label\n" + "".join(f"Wichit Busaba,Vichit Busaba,{label}\n" for label in labels)
    result = run("match", "evaluate", "-", "--kind", "Person", "--json", stdin=text)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["pairs"], found["positives"], found["unlabelled"]) == (6, 3, 2)
    assert "rows without a label, which are left out: 2" in result.stderr


@pytest.mark.parametrize(("label", "said"), [("1", "every labelled row is a match"), ("0", "no labelled row is")])
def test_labels_of_one_sort_are_told_to_tell_no_threshold(label: str, said: str) -> None:
    text = f"left,right,label\nWichit Busaba,Vichit Busaba,{label}\nAung Kyaw,Min Thu,{label}\n"
    result = run("match", "evaluate", "-", "--kind", "Person", stdin=text)
    assert (result.exit_code, said in result.stderr) == (0, True)


def test_the_clusters_of_a_link_may_have_one_id_in_either_list(tmp_path: Path) -> None:
    table = tmp_path / "clusters.csv"
    table.write_text("id,cluster,list,truth\n1,0,left,x\n2,1,left,y\n1,0,right,x\n", encoding="utf-8")
    result = run("match", "evaluate", "--clusters", str(table), "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["clusters"]["pairwise"]["f1"] == 1.0


def test_a_long_text_passes_through(tmp_path: Path) -> None:
    text = "x" * 300_000
    [_, row] = rows_of(pairs(f"left,right,text\nAung Kyaw,Aung Kyaw,{text}\n"))
    assert row[2] == text


def test_an_output_that_is_full_is_named(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("left,right\nAung Kyaw,Aung Kyaw\n", encoding="utf-8")
    result = run("match", "pairs", str(table), "--kind", "Person", "--out", "/dev/full")
    assert (result.exit_code, "`/dev/full`: no space left on device" in result.stderr) == (1, True)


def test_evaluate_reports_as_text_and_draws(tmp_path: Path) -> None:
    charts = tmp_path / "charts"
    table = str(LABELLED / "companies.csv")
    result = run("match", "evaluate", table, "--kind", "Organization", "--charts", str(charts))
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Organization: 258 pairs, ")
    assert lines[1].startswith("best F1 ")
    assert " found, " in lines[2]
    assert lines[3].startswith("matches among each outcome: match ")
    assert "latin-latin" in result.stdout
    assert sorted(path.name for path in charts.iterdir()) == [
        "match-weights.svg",
        "threshold-curve.svg",
        "waterfall.svg",
    ]


def test_evaluate_counts_at_a_threshold_that_was_chosen_beforehand() -> None:
    table = str(LABELLED / "companies.csv")
    result = run("match", "evaluate", table, "--kind", "Organization", "--threshold", "8", "--json")
    found = json.loads(result.stdout)
    best, asked = found["counts"]
    assert (best["threshold"], asked["threshold"]) == (found["best"]["threshold"], 8.0)
    assert asked["found"] + asked["missed"] == found["positives"]
    assert sum(both["matches"] for both in found["outcomes"].values()) == found["positives"]
    assert found["outcomes"]["match"] == {"matches": 0, "others": 0}  # of names alone nothing is joined


def test_evaluate_reports_by_a_column_and_by_script() -> None:
    text = (
        "left,right,match,source\nสมชาย ใจดี,Somchai Jaidee,true,a\nWichit Busaba,Vichit Busaba,1,b\n"
        "สมชาย ใจดี,Wichai Suksai,false,a\nAung Kyaw,Min Thu,0,b\nNobody,Knows,,b\n"
    )
    result = run("match", "evaluate", "-", "--kind", "Person", "--by", "source", "--json", stdin=text)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["kind"], found["pairs"], found["positives"], found["best"]["f1"]) == ("Person", 4, 2, 1.0)
    assert found["blocking_recall"] == 1.0
    assert {name: group["pairs"] for name, group in found["by"]["script"].items()} == {
        "latin-latin": 2,
        "latin-thai": 2,
    }
    assert {name: group["pairs"] for name, group in found["by"]["source"].items()} == {"a": 2, "b": 2}
    assert [point["threshold"] for point in found["curve"]] == sorted(
        (point["threshold"] for point in found["curve"]), reverse=True
    )


def test_evaluate_measures_clusters_and_leaves_gaps_in_the_truth_out(tmp_path: Path) -> None:
    table = tmp_path / "clusters.csv"
    table.write_text("id,cluster,truth\n1,a,x\n2,a,x\n3,b,x\n4,,y\n5,c,\n")
    result = run("match", "evaluate", "--clusters", str(table), "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["clusters"]
    assert (found["records"], found["clusters"], found["truths"]) == (4, 3, 2)
    assert found["pairwise"]["precision"] == 1.0
    assert found["pairwise"]["recall"] == pytest.approx(1 / 3)
    assert found["b_cubed"]["recall"] == pytest.approx(2 / 3)
    assert "pairwise\tprecision 1.0000" in run("match", "evaluate", "--clusters", str(table)).stdout


@pytest.mark.parametrize(
    ("arguments", "text", "status", "said"),
    [
        ((), "", 2, "give a table of labelled pairs, or --clusters"),
        (("-",), "left,right,label\n", 2, "say with --kind"),
        (("-", "--kind", "Person"), "left,right\na,b\n", 1, "there is no column `label` or `match`"),
        (("-", "--kind", "Person"), "left,right,label,label\na,b,1,0\n", 1, "the column `label` stands twice"),
        (("-", "--kind", "Person"), "left,right,label\na,b,perhaps\n", 1, "row 1: a label is 1 or 0"),
        (("-", "--kind", "Person"), "left,right,label\n", 1, "no row has a label"),
        (("-", "--kind", "Person", "--by", "x"), "left,right,label\na,b,1\n", 2, "there is no column `x`"),
        (("--clusters", "-"), "id,cluster,truth\n1,a,x\n1,a,x\n", 1, "row 2: the id stands in an earlier row"),
        (("--clusters", "-"), "id,cluster\n1,a\n", 1, "there is no column `truth`"),
        (("--clusters", "-"), "id,cluster,truth\n1,a,\n", 1, "no row has a truth"),
    ],
)
def test_evaluate_names_what_is_wrong(arguments: tuple[str, ...], text: str, status: int, said: str) -> None:
    result = run("match", "evaluate", *arguments, stdin=text)
    assert result.exit_code == status
    assert said in result.stderr.replace("\n", " ")


def test_an_output_that_cannot_be_made_is_named_as_it_was_asked_for() -> None:
    result = run("match", "pairs", "-", "--kind", "Person", "--out", "/proc/scores.csv", stdin="left,right\na b,c d\n")
    assert result.exit_code == 1
    assert "`/proc/scores.csv`" in result.stderr
    assert ".part" not in result.stderr
