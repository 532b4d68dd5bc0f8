"""The release matrix is a golden file: a change of policy shows as changed lines."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies import Bundle, load_bundle, matrix_text, release_matrix

GOLDEN = Path(__file__).parents[1] / "golden" / "release-matrix.txt"
REGENERATE = "benang policy matrix --at 2026-09-01 > tests/policies/golden/release-matrix.txt"
NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle()


def test_the_release_matrix_is_the_golden_one(bundle: Bundle) -> None:
    text = matrix_text(release_matrix(bundle, now=NOW))

    assert text == GOLDEN.read_text(encoding="utf-8"), f"if this is meant: {REGENERATE}"


def test_one_permit_less_changes_the_lines_that_it_carried(bundle: Bundle) -> None:
    without = replace(bundle, policies=tuple(p for p in bundle.policies if p.id != "la.police-suspects"))

    before = set(matrix_text(release_matrix(bundle, now=NOW, originators=["la-police"])).splitlines())
    after = set(matrix_text(release_matrix(without, now=NOW, originators=["la-police"])).splitlines())

    assert not any("ic" in line.split(" ")[1] for line in after if line.startswith("Person"))
    assert before - after


def test_what_an_originator_reads_of_its_own_stands_in_no_row(bundle: Bundle) -> None:
    rows = release_matrix(bundle, now=NOW, originators=["la-police"])

    assert rows
    assert not any("la-police" in who for row in rows for who in row.viewers)
