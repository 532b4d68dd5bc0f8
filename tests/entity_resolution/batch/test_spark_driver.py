"""Spark, in this machine, agrees with DuckDB: on the candidate pairs, on what each weighs and on the clusters."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from entity_resolution.batch.duckdb_driver import DuckDbDriver
from entity_resolution.batch.mapping import read_mapping
from entity_resolution.batch.pair_keys import pair_keys
from entity_resolution.batch.parameters import shipped_model
from entity_resolution.batch.pipeline import BatchRequest, Engine, resolve_list
from entity_resolution.batch.reading import ListFile, ListReader, batch_fields
from entity_resolution.batch.resolving import resolve_with
from entity_resolution.batch.stages import Stages
from graph import load_ontology
from tests.entity_resolution.batch.invented_people import MAPPING, people, write_list, write_mapping

MODEL = shipped_model("Person")


def many_sorts() -> list[dict[str, str]]:
    """Return a list in which each thing stands that the two drivers could take differently."""
    # One row stands there 70 times: the two must leave out the same copies of it, and count the others.
    # All have one postal code and one nationality, which both do not compare; with the names it is read.
    # Some are written in Thai, and meet those of their day in Latin letters.
    spelt = [
        {"given": "สมชาย", "family": "ใจดี"},
        {"given": "Somchai", "family": "Jaidee"},
        {"given": "Jaidee", "family": ""},
    ]
    names = {at: spelt[at % 3] | {"born": f"1990-02-{2 + at % 2:02d}"} for at in range(20, 44)}
    # And many names have one hotline.
    hotline = {at: {"tel": "1300", "family": f"{chr(97 + at // 2)}{chr(97 + at % 9)}son"} for at in range(44, 70)}
    # Some have titles, of which two tell of a man and a woman.
    titled = {at: {"given": f"{('Mr', 'Mrs', 'Dato')[at % 3]} Kanok", "born": "1990-02-04"} for at in range(8, 14)}
    changed = names | hotline | titled
    once = [record | changed.get(at, {}) | {"code": "10110", "person": "PH"} for at, record in enumerate(people(60))]
    return once + [once[7] | {"key": f"copy{at}"} for at in range(70)]


@pytest.mark.long
# Spark's own warnings are not ours to mend.
@pytest.mark.filterwarnings("ignore")
def test_spark_agrees_with_duckdb(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    from entity_resolution.batch.spark_driver import spark_driver  # noqa: PLC0415 - an extra

    kind, connection = load_ontology().kind("Person"), duckdb.connect()
    # The town stands in for a document, so that a comparison of the kind's own model is made too.
    columns = MAPPING.replace("locality: town", "nationalId: town") + "  nationality: person\n"
    place = write_mapping(tmp_path, columns)
    mapping = read_mapping(place, kind="Person", properties=[*kind.properties, *MODEL.fields])
    path = write_list(tmp_path / "people.csv", many_sorts())
    fields = batch_fields(MODEL, kind, [mapping])
    reader = ListReader(files=[ListFile(connection, path, table="people")], mappings=[mapping])
    records = reader.encode(fields.types)
    local = DuckDbDriver.of(MODEL, fields.more, records)
    stages = Stages(tell=lambda stage, seconds: None)
    with spark_driver([path], [mapping], MODEL, fields, stages) as spark:
        assert spark.shape.ids.to_pylist() == local.shape.ids.to_pylist()
        assert len(local.copies) == 11
        assert np.array_equal(spark.copies.rest, local.copies.rest)
        assert np.array_equal(spark.copies.first, local.copies.first)
        assert sorted(spark.silent) == sorted(local.silent) == ["nationality", "postalCode"]
        here, there = local.candidates(), spark.candidates()
        assert np.array_equal(pair_keys(here.left, here.right), pair_keys(there.left, there.right))
        one, other = local.evidence(here.left, here.right), spark.evidence(there.left, there.right)
        assert np.abs(one.match - other.match).max() < 1e-9
        assert np.abs(one.relative - other.relative).max() < 1e-9
        assert np.array_equal(one.may_join, other.may_join)
        # Pairs that are no candidates travel to Spark by their records' numbers.
        left, right = np.array([0, 1, 2], dtype=np.int32), np.array([5, 9, 3], dtype=np.int32)
        assert np.abs(local.evidence(left, right).match - spark.evidence(left, right).match).max() < 1e-9
        found = resolve_with(spark, MODEL, stages)
    expected = resolve_with(local, MODEL, stages)
    assert np.array_equal(found.labels, expected.labels)
    assert np.array_equal(pair_keys(found.left, found.right), pair_keys(expected.left, expected.right))


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_spark_and_duckdb_explain_the_same_pairs_alike(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    records, mapping = write_list(tmp_path / "people.csv", people(60)), write_mapping(tmp_path)
    written = []
    for engine in Engine:
        explain = tmp_path / f"{engine}.csv"
        request = BatchRequest(
            lists=(records,),
            mappings=(mapping,),
            kind="Person",
            out=tmp_path / "clusters.csv",
            engine=engine,
            explain=explain,
        )
        resolve_list(request, lambda _stage, _seconds: None)
        written.append(explain.read_bytes())
    assert written[0] == written[1]


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_spark_and_one_machine_join_the_same_whole_names(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    given, family = ("Somchai", "Somsak", "สมชาย", "Anong"), ("Jaidee", "ใจดี", "Srisuk", "Boonmee", "Jaidi")
    rows = [(one, other, f"19{70 + year}-03-04") for one in given for other in family for year in range(3)]
    records, mapping = tmp_path / "names.csv", tmp_path / "names.yml"
    lines = [f"{at},{one} {other},{born},TH,AA12345{born[2:4]}\n" for at, (one, other, born) in enumerate(rows)]
    records.write_text("key,name,born,state,passport\n" + "".join(lines), encoding="utf-8")
    properties = "  name: name\n  birthDate: born\n  nationality: state\n  passportNumber: passport\n"
    mapping.write_text(f"kind: Person\nid: key\nproperties:\n{properties}", encoding="utf-8")
    written = []
    for engine in Engine:
        out, explain = tmp_path / f"{engine}.clusters.csv", tmp_path / f"{engine}.pairs.csv"
        request = BatchRequest(
            lists=(records,), mappings=(mapping,), kind="Person", out=out, engine=engine, explain=explain
        )
        report = resolve_list(request, lambda _stage, _seconds: None)
        assert report.clusters > 0
        written.append((out.read_bytes(), explain.read_bytes()))
    assert written[0] == written[1]
