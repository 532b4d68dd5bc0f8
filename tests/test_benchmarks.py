"""The benchmarks load, are what their README lists, and give their figures in one form."""

import importlib
import json
import re
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


@pytest.mark.parametrize("command", COMMANDS)
def test_a_benchmark_loads_with_the_code_as_it_is(command: str) -> None:
    assert callable(importlib.import_module(command).main)


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
