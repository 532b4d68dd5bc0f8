"""`benang match dedupe --threshold`: what joins where more bits are asked for than the model does, or fewer."""

import csv
import json
from pathlib import Path

import pytest

from tests.api.matching_lists import clusters_of, dedupe, row
from tests.entity_resolution.batch.invented_people import people, write_list

WHOLE = "id: key\nproperties: {name: given, birthDate: born, nationality: town, phone: tel}\n"


def pairs_of(why: Path, outcome: str) -> list[float]:
    """Return the weights of the explained pairs of one outcome."""
    with why.open(encoding="utf-8", newline="") as file:
        return [float(pair["weight_bits"]) for pair in csv.DictReader(file) if pair["outcome"] == outcome]


def test_fields_join_from_the_bits_that_are_asked_for(tmp_path: Path) -> None:
    why = tmp_path / "why.csv"
    records = write_list(tmp_path / "p.csv", people(200))
    assert dedupe(tmp_path, records, "--explain", why).exit_code == 0
    weights = sorted(pairs_of(why, "match"))
    told = sorted(set(weights))
    threshold = sum(told[len(told) // 2 :][:2]) / 2  # between two weights, which are rounded
    found = dedupe(tmp_path, records, "--threshold", str(threshold), "--explain", why, "--json")
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["thresholds"]["joins_from_bits"] == threshold
    joined, missed = pairs_of(why, "match"), pairs_of(why, "near-miss")
    assert len(joined) > len(weights) // 3
    assert min(joined) >= threshold
    assert missed
    assert threshold - 5.000001 <= min(missed) <= max(missed) < threshold


def test_a_higher_threshold_joins_fewer_and_a_lower_one_more(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(200))
    counts = []
    for threshold in ("12", "0", "-8"):
        assert dedupe(tmp_path, records, "--threshold", threshold).exit_code == 0
        counts.append(len(set(clusters_of(tmp_path).values())))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_the_best_threshold_is_told_in_the_same_bits_whatever_was_asked_for(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(200))
    best = []
    for more in ([], ["--threshold", "2"]):
        found = dedupe(tmp_path, records, "--truth", "person", "--json", *more)
        assert found.exit_code == 0, found.stderr
        best.append(json.loads(found.stdout)["thresholds"]["best_bits"])
    assert best[0] == pytest.approx(best[1], abs=0.01)


def test_a_name_alone_joins_nobody_however_low_the_threshold_is(tmp_path: Path) -> None:
    rows = [row(key, given="ottoline", family="quennell") for key in "ab"]
    assert dedupe(tmp_path, write_list(tmp_path / "p.csv", rows + people(200)), "--threshold", "-10").exit_code == 0
    found = clusters_of(tmp_path)
    assert found["a"] != found["b"]


def test_whole_names_join_from_more_bits_than_the_rule_asks_for(tmp_path: Path) -> None:
    rows = [
        row("a", given="Somchai Jaidee", born="1987-03-04", town="TH"),
        row("b", given="Somchai Jaidee", born="1987-03-04", town="TH"),
        row("c", given="Ottoline Quennell", born="1991-11-20", town="GB", tel="+442075550123"),
        row("d", given="Ottoline Quennell", born="1991-11-20", town="GB", tel="+442075550123"),
    ]
    why = tmp_path / "why.csv"
    records = write_list(tmp_path / "p.csv", rows)
    assert dedupe(tmp_path, records, "--explain", why, mapping=WHOLE).exit_code == 0
    light, heavy = sorted(pairs_of(why, "match"))
    between = str((light + heavy) / 2)
    found = dedupe(tmp_path, records, "--threshold", between, "--explain", why, mapping=WHOLE)
    assert found.exit_code == 0, found.stderr
    clusters = clusters_of(tmp_path)
    assert clusters["a"] != clusters["b"]
    assert clusters["c"] == clusters["d"]
    assert pairs_of(why, "match") == [heavy]


@pytest.mark.parametrize(
    ("mapping", "threshold", "said"),
    [
        (WHOLE, "12", "the threshold is at least 16 bits for `Person`"),
        (None, "-11", "the threshold is at least -10 bits"),
        (None, "nan", "the threshold is a number of bits"),
    ],
)
def test_a_threshold_below_what_is_decided_by_weight_is_refused(
    tmp_path: Path, mapping: str | None, threshold: str, said: str
) -> None:
    records = write_list(tmp_path / "p.csv", people(20))
    more = {} if mapping is None else {"mapping": mapping}
    found = dedupe(tmp_path, records, "--threshold", threshold, **more)
    assert found.exit_code == 2
    assert said in found.stderr
    assert not (tmp_path / "clusters.parquet").exists()
