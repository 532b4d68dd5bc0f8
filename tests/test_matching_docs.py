"""Holds the pages on matching to the code: their commands are run, their examples scored, their weights compared."""

import csv
import re
import shlex
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from entity_resolution.comparing.model import MatchModel, load_models
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, ScoredPair, scored_kind
from tests.environment_names import ROOT

PAGES = ["matching", "names", "lists", "evaluating"]
KINDS = {"Person": "Person", "Company": "Organization", "Site": "Site"}
# By how much a weight may have moved since it was written down.
NEAR = 0.5
Row = dict[str, str]


def text_of(page: str) -> str:
    """Return a page."""
    return (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")


def tables(text: str) -> Iterator[list[Row]]:
    """Yield the tables of a text, row by row."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = ([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.splitlines())
        yield [dict(zip(head, (cell.replace("\\|", "|") for cell in row), strict=True)) for row in rows]


@lru_cache
def scorer(kind: str) -> PairScorer:
    """Return the scorer of pairs with nothing but names."""
    return PairScorer(read_layout(scored_kind(kind), ["left", "right"]))


def scored(kind: str, row: Row) -> ScoredPair:
    """Return the score of an example, whose first two cells are the names."""
    return scorer(kind).score(list(row.values())[:2])


def examples(head: str) -> list[tuple[str, Row]]:
    """Return the examples of the page on names whose table has this column, each with its kind."""
    found = [rows for rows in tables(text_of("names")) if head in rows[0] and "Another" in rows[0]]
    return [(KINDS[next(iter(row)).split()[0]], row) for rows in found for row in rows]


def weights(model: MatchModel, feature: str) -> dict[str, float]:
    """Return what the levels of a comparison weigh."""
    comparison = model.comparison(feature)
    assert comparison is not None
    return {level: round(bits, 1) for level, bits in comparison.levels.items()}


def run(block: str) -> str:
    """Run a block of a page in this folder; return what it prints."""
    printed = ""
    lines = iter(block.splitlines())
    for line in lines:
        file = re.fullmatch(r"cat > (\S+) <<'END'", line)
        if file is not None:
            Path(file[1]).write_text("".join(f"{given}\n" for given in iter(lambda: next(lines), "END")), "utf-8")
            continue
        given, _, command = line.rpartition(" | ")
        typed = shlex.split(given)[1].replace("\\n", "\n") if given else None
        words = shlex.split(command)
        assert words[0] == "benang"
        result = CliRunner().invoke(app, words[1:], input=typed)
        assert result.exit_code == 0, result.output
        printed += result.stdout
    return printed


def check_file(name: str, rows: list[Row]) -> None:
    """Check that a table of a page is that of the file which a command wrote, or some of its rows and columns."""
    with Path(name).open(encoding="utf-8", newline="") as file:
        found = [{column: line[column] for column in rows[0]} for line in csv.DictReader(file)]
    exact = [column for column in rows[0] if column not in {"weight_bits", "why"}]
    for row in rows:
        (line,) = (line for line in found if all(line[column] == row[column] for column in exact))
        if "weight_bits" in row:
            assert float(row["weight_bits"]) == pytest.approx(float(line["weight_bits"]), abs=NEAR)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_on_matching_shows_is_what_its_commands_do(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    printed, blocks = "", 0
    pattern = r"^```(sh|text|json)\n((?:.*\n)*?)```|^`(\S+\.csv)` [^|]*?:\n\n((?:\|.*\n)+)"
    for language, block, file, table in re.findall(pattern, text_of(page), re.MULTILINE):
        if file:
            check_file(file, next(tables(table)))
        elif language == "sh":
            printed, blocks = run(block), blocks + 1
        else:
            assert printed == block
    assert blocks


def test_names_are_compared_as_the_page_says() -> None:
    found = examples("Level")
    assert len(found) > 80
    for kind, row in found:
        (name,) = (c.evidence for c in scored(kind, row).comparisons if c.evidence.feature == "name")
        assert name.level == row["Level"], row
        assert name.bits == pytest.approx(float(row["Bits"]), abs=NEAR), row


def test_sites_with_addresses_are_compared_as_the_page_says() -> None:
    found = examples("Comparisons")
    assert len(found) > 15
    for kind, row in found:
        pair = scored(kind, row)
        said = dict(part.rsplit(" ", 1) for part in row["Comparisons"].split(", "))
        levels = {f"{c.evidence.feature} {c.evidence.level}": c.evidence.bits for c in pair.comparisons}
        assert levels == pytest.approx({level: float(bits) for level, bits in said.items()}, abs=NEAR), row
        assert pair.outcome.value == row["Outcome"], row


def test_thresholds_and_weights_are_those_of_the_models() -> None:
    models = load_models()
    found = list(tables(text_of("matching")))
    (thresholds,) = (rows for rows in found if "Match from" in rows[0])
    (levels,) = (rows for rows in found if "Levels and bits" in rows[0])
    assert {row["Kind"]: (float(row["Match from"]), float(row["Review from"])) for row in thresholds} == {
        kind: (model.match_bits, model.review_bits) for kind, model in models.items()
    }
    for row in levels:
        said = dict(part.rsplit(" ", 1) for part in row["Levels and bits"].split(", "))
        assert {level: float(bits) for level, bits in said.items()} == weights(models["Person"], row["Comparison"])
    (addresses,) = (rows for rows in tables(text_of("names")) if "Organization" in rows[0])
    for kind in ("Site", "Organization", "Person"):
        said = {row["Level"].strip("`"): row[kind] for row in addresses if row[kind]}
        assert {level: float(bits) for level, bits in said.items()} == weights(models[kind], "address")
