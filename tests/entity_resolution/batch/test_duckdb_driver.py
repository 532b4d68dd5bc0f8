"""The driver for one machine agrees with the scorer written out pair by pair, and with the one over Arrow batches."""

import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from entity_resolution.batch import duckdb_driver, name_answers, whole_name_objections
from entity_resolution.batch.arrow_scoring import score_values
from entity_resolution.batch.class_sizes import least_match, match_bits, sizes_of_list
from entity_resolution.batch.clustering import votes_of
from entity_resolution.batch.comparators import LEVELS
from entity_resolution.batch.dictionary import Codes, FieldPairs
from entity_resolution.batch.duckdb_driver import DuckDbDriver, list_frequencies
from entity_resolution.batch.mapping import read_mapping
from entity_resolution.batch.parameters import shipped_model
from entity_resolution.batch.processes import ProcessUse
from entity_resolution.batch.reading import ListFile, ListReader
from entity_resolution.batch.regional_names import WholeNames
from entity_resolution.batch.weights import pair_levels
from entity_resolution.batch.whole_names import Answers, ask_whole_names
from tests.entity_resolution.batch.invented_people import COLUMNS, people, write_list, write_mapping
from tests.entity_resolution.batch.slow_scoring import Record, slow_evidence, slow_level

MODEL = shipped_model("Person")


@pytest.fixture(name="driver")
def _driver(tmp_path: Path) -> DuckDbDriver:
    return _driver_of(tmp_path, people(70))


def _driver_of(folder: Path, records: list[dict[str, str]]) -> DuckDbDriver:
    connection = duckdb.connect()
    mapping = read_mapping(write_mapping(folder), kind="Person", properties=MODEL.fields)
    file = ListFile(connection, write_list(folder / "people.csv", records), table="people")
    encoded = ListReader(files=[file], mappings=[mapping]).encode(MODEL.fields)
    return DuckDbDriver(model=MODEL, more=(), records=encoded, frequencies=list_frequencies(MODEL, encoded))


def _record(driver: DuckDbDriver, at: int) -> Record:
    found: Record = {}
    for name, field in driver.records.fields.items():
        code = int(field.codes[at])
        found[name] = field.dictionary.values[code] if code >= 0 else None
    return found


def _all_pairs(driver: DuckDbDriver) -> tuple[Codes, Codes]:
    left, right = np.triu_indices(driver.shape.size, 1)
    return left.astype(np.int32), right.astype(np.int32)


def test_every_pair_weighs_as_written_out(driver: DuckDbDriver) -> None:
    left, right = _all_pairs(driver)
    found = driver.evidence(left, right)
    shares = {
        name: dict(zip(driver.records.fields[name].dictionary.values, frequencies.tolist(), strict=True))
        for name, frequencies in driver.frequencies.items()
    }
    records = [_record(driver, at) for at in range(driver.shape.size)]
    expected = np.array(
        [slow_evidence(MODEL, records[a], records[b], shares) for a, b in zip(left, right, strict=True)]
    )
    assert np.abs(found.match - expected[:, 0]).max() < 1e-9
    assert np.abs(found.relative - expected[:, 1]).max() < 1e-9


def test_pairs_whose_names_other_processes_compare_weigh_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["hui min", "huimin", "hui ming", "chee keong", "zhi qiang", "somchai", "somchay", "hiroshi", "hiromi"]
    driver = _driver_of(
        tmp_path, [person | {"given": name, "key": f"{person['key']} {name}"} for person in people(8) for name in names]
    )
    left, right = _all_pairs(driver)
    here = driver.evidence(left, right)
    monkeypatch.setattr(duckdb_driver, "_PAIRS_WORTH_PROCESSES", 0)
    monkeypatch.setattr(name_answers, "_answers", {})
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    uses: list[ProcessUse] = []
    beside = replace(driver, on_use=uses.append).evidence(left, right)
    assert uses
    for name in ("match", "relative", "against", "may_join"):
        assert np.array_equal(getattr(here, name), getattr(beside, name))


def test_every_level_is_the_one_written_out(driver: DuckDbDriver) -> None:
    left, right = _all_pairs(driver)
    records = [_record(driver, at) for at in range(driver.shape.size)]
    for comparison, levels in zip(
        MODEL.comparisons, pair_levels(MODEL, driver.pairs(left, right), len(left)), strict=True
    ):
        names = (*LEVELS[comparison.comparator], None)
        expected = [slow_level(comparison, records[a], records[b]) for a, b in zip(left, right, strict=True)]
        assert [names[level] for level in levels] == expected, comparison.feature


def test_a_pair_weighs_the_same_in_either_order(driver: DuckDbDriver) -> None:
    left, right = _all_pairs(driver)
    one, other = driver.evidence(left, right), driver.evidence(right, left)
    assert np.array_equal(one.match, other.match)
    assert np.array_equal(one.may_join, other.may_join)


def _of_the_region() -> list[dict[str, str]]:
    """Return people with names of the region among others; of some a town, a phone or a birth date is one."""
    given = ("siti", "dewi", "wei", "khin mar", "nazmul", "nazrul", "arun", "varun", "joyce", "van nam")
    family = ("aminah", "sartika", "kartika", "zhang", "wang", "lwin", "haque", "prakash", "tran")
    found: list[dict[str, str]] = []
    for at, (own, of_family) in enumerate(product(given, family)):
        for shared in ({"born": f"19{70 + at % 9}-05-14"}, {"tel": f"2{at % 7}55501234"}, {"town": "birchville"}):
            empty = dict.fromkeys(COLUMNS[1:], "")
            found.append({**empty, "key": f"x{len(found)}", "given": own, "family": of_family, **shared})
    return [*people(900), *found]


def test_no_whole_name_is_asked_of_a_pair_that_is_decided_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def count(names: WholeNames, nationality: FieldPairs | None) -> Answers:
        asked.append(len(names.given.left))
        return ask_whole_names(names, nationality)

    monkeypatch.setattr(whole_name_objections, "ask_whole_names", count)
    driver = _driver_of(tmp_path, _of_the_region())
    found, shape = driver.candidates(), driver.shape
    slow = driver.evidence(found.left, found.right)
    of_all = asked.pop()
    sizes = sizes_of_list(MODEL, slow, records=shape.size, pairs=shape.pairs)
    least = float(np.log(sizes.stranger / sizes.match))
    assert 0 < least_match(MODEL, candidates=len(found), records=shape.size, pairs=shape.pairs) < least
    evidence = driver.evidence(found.left, found.right, least=least)
    assert 0 < asked.pop() < of_all
    for name in ("match", "relative", "against"):
        assert np.array_equal(getattr(slow, name), getattr(evidence, name))
    bits = match_bits(slow, sizes)
    assert (slow.match[bits > 0] > least).all()
    assert ((bits > 0) & ~slow.may_join).any()
    assert np.array_equal((bits > 0) & slow.may_join, (bits > 0) & evidence.may_join)
    votes, same = (votes_of(bits, against=each.against, may_join=each.may_join) for each in (slow, evidence))
    assert np.array_equal(votes, same)


def test_the_scorer_over_arrow_batches_agrees(driver: DuckDbDriver) -> None:
    left, right = _all_pairs(driver)
    columns = {}
    for name, field in driver.records.fields.items():
        values: list[str | None] = [*field.dictionary.values, None]
        for side, places in (("left", left), ("right", right)):
            columns[f"{side}_{name}"] = pa.array([values[code] for code in field.codes[places]], pa.string())
            if name in driver.frequencies:
                shares = np.append(driver.frequencies[name], 1.0)[field.codes[places]]
                columns[f"{side}_share_{name}"] = pa.array(shares)
    batch = pa.RecordBatch.from_pydict(columns)
    scored = score_values(batch.to_struct_array(), MODEL, (), MODEL.fields)
    expected = driver.evidence(left, right)
    assert np.abs(scored.field("match").to_numpy() - expected.match).max() < 1e-9
    assert np.abs(scored.field("relative").to_numpy() - expected.relative).max() < 1e-9
    assert np.array_equal(scored.field("may_join").to_numpy(zero_copy_only=False), expected.may_join)
