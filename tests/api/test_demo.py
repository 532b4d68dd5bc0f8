"""The demo's story on the files that it points at, and the README's quotation of it."""

import os
import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from api.cli.main import app
from api.demo import Demo
from api.errors import SamplesError
from api.story import Story
from tests.world import World

ROOT = Path(__file__).parents[2]
FILES = (
    "th-police-sites.csv",
    "th-police-crossings.csv",
    "th-police-cases.csv",
    "kh-police-sites.csv",
    "kh-police-cases.xlsx",
    "kh-hotline-sites.csv",
    "kh-hotline-reports.csv",
)
CELL = re.compile(r"\s{2,}|\s*[\u2502\u2503|]\s*")


def demo_of(world: World, width: int) -> tuple[Demo, StringIO]:
    """Return the demo of three agencies' files, and what it prints to."""
    whole = Story.read(ROOT / "samples")
    files = [f for f in whole.files if Path(f["path"]).name in FILES]
    text = StringIO()
    story = Story(folder=whole.folder, files=files, points=whole.points)
    return Demo(world.app, story, Console(file=text, width=width)), text


@pytest.fixture(scope="module")
def told(module_world: World) -> list[str]:
    """Return what the demo says of matches and of one person, from the files of three agencies."""
    world = module_world
    demo, text = demo_of(world, width=150)
    world.run(demo.load())
    world.run(demo.join())
    world.run(demo.show_person())
    return text.getvalue().splitlines()


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        ("nowhere", "`nowhere` is no folder of samples"),
        (str(ROOT / "samples"), "holds a store; set BENANG_HOME to another"),
    ],
    ids=["no samples", "a store"],
)
def test_a_demo_that_cannot_be_told_removes_nothing(tmp_path: Path, samples: str, said: str) -> None:
    store = tmp_path / "neo4j" / "store.json"
    store.parent.mkdir()
    store.write_text("{}", encoding="utf-8")
    given = {name: None for name in os.environ if name.startswith("NEO4J_")}
    found = CliRunner().invoke(app, ["demo", "--samples", samples], env={**given, "BENANG_HOME": str(tmp_path)})
    assert (found.exit_code, found.stdout) == (1, "")
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert store.exists()


@pytest.mark.parametrize(
    "text", ["files: []", "- one", ": [", "\udcff"], ids=["no story", "a list", "no YAML", "no text"]
)
def test_what_is_no_manifest_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.yml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SamplesError, match=r"has no readable `manifest\.yml`"):
        Story.read(tmp_path)


def quoted() -> list[str]:
    """Return the lines of the README that quote the demo."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## See it work")[2]
    return [line for line in section.split("```")[1].splitlines() if line.strip()]


def cells(line: str) -> list[str]:
    """Return what stands in a line, without the columns' borders and spaces."""
    return [cell for cell in CELL.split(line.strip()) if cell]


def test_the_readme_quotes_what_the_demo_prints(told: list[str]) -> None:
    printed = {tuple(cells(line)) for line in told}
    assert len(quoted()) > 15
    assert [line for line in quoted() if tuple(cells(line)) not in printed] == []


# Of the story's points: who may read them, and which of their records elsewhere are one with the first in that view.
SEEN_AS_ONE = {
    "compound": (("kh-police", "analyst", "investigation"), ["TS-01", "L-01"]),
    "second_compound": (("kh-police", "analyst", "investigation"), ["TS-02", "L-02"]),
    "second_person": (("kh-police", "analyst", "investigation"), ["100/2569-1", "REC-01"]),
    "person": (("th-police", "victim-support", "victim-protection"), ["H26-001-victim"]),
}


def test_the_storys_places_and_persons_are_one_for_who_may_read_them(told: list[str], module_world: World) -> None:
    assert told
    world, points = module_world, Story.read(ROOT / "samples").points
    for point, (viewer, elsewhere) in SEEN_AS_ONE.items():
        places = [points[point], *points[f"{point}_elsewhere"]]
        ids = [world.app.minter.record_id(p["originator"], p["dataset"], p["reference"]) for p in places]
        named = dict(zip(ids, (p["reference"] for p in places), strict=True))
        found = world.run(world.app.entities.find_entity(world.scope(*viewer), ids[0]))
        assert found is not None, point
        seen = {named.get(record.id, record.id) for record in found.records}
        assert seen == {named[ids[0]], *elsewhere}, point


def test_the_demo_explains_a_compound_that_one_viewer_sees_as_one(told: list[str]) -> None:
    assert "as kh-police sees it: match 25.5 bits  kh-police | th-police" in told
    assert [line for line in told if line.startswith(("compound:", "second_person:"))] == []


def test_a_narrow_terminal_shows_two_viewers_beside_each_other_and_breaks_no_word(
    told: list[str], module_world: World
) -> None:
    assert told
    demo, text = demo_of(module_world, width=80)
    module_world.run(demo.show_person())
    tables = text.getvalue().split("\u250f")[1:]
    assert [table.count("for investigation") + table.count("for victim-protection") for table in tables] == [2, 2]


def test_the_bits_that_are_printed_add_up(told: list[str]) -> None:
    start = next(n for n, line in enumerate(told) if "match 50.6 bits" in line)
    shown = [re.search(r" ([+-]\d+\.\d)  ", line) for line in told[start + 1 : start + 9]]
    assert round(sum(float(found[1]) for found in shown if found is not None), 1) == 50.6
