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

SMALL = {
    "benchmarks.er.processor_time": ["--records", "300", "--runs", "1"],
    "benchmarks.policies.scope": ["--compartments", "30", "--rules", "20", "--grants", "5"],
    "benchmarks.policies.officers": ["--compartments", "400", "--rules", "60", "--decisions", "50"],
    "benchmarks.policies.audit": ["--entries", "20", "--ids", "2"],
}
SMALL_WITH_A_STORE = {
    "benchmarks.end_to_end.load": ["--records", "300"],
    "benchmarks.end_to_end.beside": ["--records", "300"],
    "benchmarks.end_to_end.alert_beside_load": ["--records", "300", "--numbers", "2"],
    "benchmarks.end_to_end.one_more": ["--records", "300", "--people", "2", "--warm", "1"],
    "benchmarks.api.answers": ["--records", "4000", "--questions", "3"],
    "benchmarks.api.fan_out": ["--subscribers", "4", "--contexts", "2", "--events", "1"],
    "benchmarks.policies.grants": ["--records", "300", "--grants", "5", "--rounds", "2"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_benchmark_loads_with_the_code_as_it_is(command: str) -> None:
    assert callable(importlib.import_module(command).main)


@pytest.mark.parametrize(
    "command", [*SMALL, *(pytest.param(name, marks=pytest.mark.long) for name in SMALL_WITH_A_STORE)]
)
def test_a_benchmark_measures_a_little(command: str) -> None:
    figures = _figures(command, (SMALL | SMALL_WITH_A_STORE)[command])
    assert figures
    assert all(value is not None for value in figures.values())


def _figures(command: str, options: list[str]) -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, "-m", command, *options, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parent,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, object] = json.loads(run.stdout.splitlines()[-1])
    return found


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
