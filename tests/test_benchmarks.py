"""The benchmarks load, are what their README lists, and give their figures in one form."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import options_of, show_figures

FOLDER = Path(__file__).parents[1] / "benchmarks"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts)
    for path in FOLDER.rglob("*.py")
    if "__main__" in path.read_text(encoding="utf-8")
)

# What a small run is asked for, and the figures that are nothing unless the work itself was done.
SMALL = {
    "benchmarks.er.processor_time": ("--records 3000 --runs 1", ("pairs_compared", "stored")),
    "benchmarks.policies.scope": (
        "--compartments 30 --rules 20 --grants 5",
        ("cold_p50_ms", "granted_cold_cpu_p50_ms"),
    ),
    "benchmarks.policies.officers": (
        "--compartments 400 --rules 60 --decisions 50",
        ("diff_half_the_rules_found", "gaps_found", "matrix_found", "decisions"),
    ),
    "benchmarks.policies.audit": ("--entries 20 --ids 2", ("receipts_of_one_record", "bytes_per_entry")),
}
SMALL_WITH_A_STORE = {
    "benchmarks.end_to_end.load": ("--records 3000", ("matches", "linkages", "record_to_notice_ms_median")),
    "benchmarks.end_to_end.beside": ("--records 300", ("resolved",)),
    # So many that the load is still being resolved when the first number is filed.
    "benchmarks.end_to_end.alert_beside_load": ("--records 8000 --numbers 2", ("median_seconds",)),
    "benchmarks.end_to_end.one_more": (
        "--records 300 --people 2 --warm 1",
        ("known person: resolved, ms median", "known number: filed, ms median"),
    ),
    "benchmarks.api.answers": ("--records 4000 --questions 3", ("entities", "entity: statements", "entity: ratio")),
    "benchmarks.api.fan_out": ("--subscribers 4 --contexts 2 --events 1", ("scopes", "last_receipt_ms_median")),
    "benchmarks.policies.grants": (
        "--records 300 --grants 5 --rounds 2",
        ("3 steps, none, p50_ms", "3 steps, lists, live grants, p50_ms"),
    ),
}
LINES = "benchmarks.ingest.mapping"
LONGEST_SECONDS = 300


@pytest.mark.parametrize("command", COMMANDS)
def test_a_benchmark_loads_with_the_code_as_it_is(command: str) -> None:
    assert callable(importlib.import_module(command).main)


@pytest.mark.parametrize(
    "command", [*SMALL, *(pytest.param(name, marks=pytest.mark.long) for name in SMALL_WITH_A_STORE)]
)
def test_a_benchmark_measures_a_little(command: str) -> None:
    options, counted = (SMALL | SMALL_WITH_A_STORE)[command]
    figures = json.loads(_printed(command, *options.split(), "--json")[-1])
    assert [name for name in counted if not figures[name] > 0] == []


def test_the_mapping_of_a_few_rows_is_measured() -> None:
    lines = _printed(LINES, "60")
    assert [line for line in lines if ": 60 rows, " not in line or ", 0 quarantined; " not in line] == []
    assert "120 records, 60 links" in lines[-1]


def test_every_command_of_make_bench_is_tried() -> None:
    made = set(re.findall(r"-m (benchmarks\.[\w.]+)", (FOLDER.parent / "Makefile").read_text(encoding="utf-8")))
    assert made
    assert made <= {*SMALL, *SMALL_WITH_A_STORE, LINES}


def _printed(command: str, *options: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-m", command, *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parent,
        timeout=LONGEST_SECONDS,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout.splitlines()


def test_the_readme_lists_commands_that_there_are() -> None:
    listed = set(re.findall(r"^\| `python -m ([\w.]+)", README, flags=re.MULTILINE))
    assert listed
    assert listed <= set(COMMANDS)


def test_figures_are_lines_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    figures = {"records": 3, "seconds": [1.5, 2.0]}
    show_figures(figures, as_json=False)
    assert capsys.readouterr().out == "records\t3\nseconds\t[1.5, 2.0]\n"
    show_figures(figures, as_json=True)
    assert json.loads(capsys.readouterr().out) == figures


def test_a_command_takes_whole_numbers_and_json() -> None:
    given = options_of("What it measures.", records=10).parse_args(["--records", "5", "--json"])
    assert (given.records, given.json) == (5, True)
    assert options_of(None, records=10).parse_args([]).records == 10
