"""Whole names and other kinds: copies of one stay whole, however many they are and however little they weigh."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.pipeline import BatchReport, BatchRequest, resolve_list
from entity_resolution.batch.record_scoring import RecordScorer
from entity_resolution.comparing.model import load_models
from entity_resolution.errors import BatchMappingError
from entity_resolution.tables.pair_records import read_pair
from graph import load_ontology
from tests.entity_resolution.batch.test_list_sharing import NAMES

PERSON = ("name", "birthDate", "nationality", "phone", "passportNumber")
ORGANIZATION = ("name", "registrationNumber", "jurisdiction")
Row = tuple[str, ...]


def resolve(folder: Path, kind: str, columns: Sequence[str], rows: Sequence[Row]) -> tuple[BatchReport, list[int]]:
    """Return what a run did, and the cluster of each row."""
    records, mapping, out = folder / "list.csv", folder / "list.yml", folder / "clusters.parquet"
    with records.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("key", *columns), *((str(at), *row) for at, row in enumerate(rows))])
    mapped = "".join(f"  {name}: {name}\n" for name in columns)
    mapping.write_text(f"kind: {kind}\nid: key\nproperties:\n{mapped}", encoding="utf-8")
    request = BatchRequest(lists=(records,), mappings=(mapping,), kind=kind, out=out)
    report = resolve_list(request, lambda _stage, _seconds: None)
    return report, pyarrow.parquet.read_table(out)["cluster"].to_pylist()


SOMCHAI = ("Somchai Jaidee", "1987-03-04", "TH", "", "")


@pytest.mark.parametrize("size", [60, 61, 200])
def test_copies_of_one_person_are_one_cluster(tmp_path: Path, size: int) -> None:
    assert resolve(tmp_path, "Person", PERSON, [SOMCHAI] * size)[1] == [0] * size


def test_copies_of_one_company_are_one_cluster(tmp_path: Path) -> None:
    rows = [("Golden Mekong Trading Co., Ltd.", "0105561000001", "TH")] * 61
    assert resolve(tmp_path, "Organization", ORGANIZATION, rows)[1] == [0] * 61


def test_one_passport_in_two_scripts_is_one_cluster(tmp_path: Path) -> None:
    rows = [(name, "", "TH", "", "AA1234567") for name in ("Somchai Jaidee", "สมชาย ใจดี")]
    assert set(resolve(tmp_path, "Person", PERSON, rows * 40)[1]) == {0}
    assert set(resolve(tmp_path, "Person", PERSON, [*[rows[0]] * 70, *[rows[1]] * 70])[1]) == {0}


def test_copies_among_others_are_one_cluster_and_take_none_of_them_in(tmp_path: Path) -> None:
    others = [("Somchai Jaidee", f"19{60 + at % 30}-0{1 + at % 9}-{10 + at % 18}", "TH", "", "") for at in range(90)]
    rows = [row for at in range(90) for row in (SOMCHAI, others[at])]
    found = resolve(tmp_path, "Person", PERSON, rows)[1]
    assert found[::2] == [0] * 90
    assert 0 not in found[1::2]
    assert max(Counter(found[1::2]).values()) == 1


def test_a_hotline_and_a_filled_in_birth_date_join_no_namesakes_and_are_told(tmp_path: Path) -> None:
    hotline = [(name, "", "TH", "+66812345678", "") for name in NAMES]
    filled_in = [(name, "1990-05-05", "TH", "", "") for name in NAMES]
    for rows, feature in ((hotline, "phone"), (filled_in, "birth-date")):
        namesake = rows[0]
        report, found = resolve(tmp_path, "Person", PERSON, [*rows, namesake])
        assert (len(set(found)), report.shared) == (len(rows) + 1, {feature: 1})
        known = [(*row[:4], "AA1234567") for row in (namesake, namesake)]
        assert resolve(tmp_path, "Person", PERSON, [*rows[1:], *known])[1][-2:] == [len(rows) - 1] * 2


def test_a_pair_that_just_reaches_the_threshold_joins() -> None:
    model, kind = load_models()["Person"], load_ontology().kind("Person")
    described = ("Somchai Jaidee", {"birthDate": "1987-03-04", "nationality": "TH"})
    records = list(read_pair(kind, described, described))
    scorer = RecordScorer(model, records)
    weight = float(scorer.weigh(*_one_pair()).bits[0]) + model.match_bits
    at_threshold = RecordScorer(replace(model, match_bits=weight), records)
    assert at_threshold.weigh(*_one_pair()).bits[0] > 0


def _one_pair() -> tuple[Codes, Codes]:
    return np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)


def test_a_part_of_an_address_beside_a_whole_name_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BatchMappingError, match=r"line 5: `street` goes with names in fields of their own"):
        resolve(tmp_path, "Person", ("name", "street"), [("Somchai Jaidee", "Sukhumvit Road")])
