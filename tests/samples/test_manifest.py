"""The manifest: every file once, the counts that ingest gives, and references that exist."""

from collections.abc import Iterator

from tests.samples.conftest import Ingested
from tests.samples.ingesting import SAMPLES, key_of, manifest_files, read_manifest


def test_every_ingestible_file_is_listed_once() -> None:
    listed = sorted(e["path"] for e in manifest_files())
    apart = {"scenario/truth.csv", "scenario/bad-rows.csv", "scenario/arriving.json"}
    endings = {".csv", ".json", ".xlsx"}
    found = {str(p.relative_to(SAMPLES)) for p in SAMPLES.glob("*/*") if p.suffix in endings}
    assert listed == sorted(found - apart)


def test_counts_are_those_that_ingest_gives(ingested: Ingested) -> None:
    before = 0
    for entry in manifest_files():
        path = entry["path"]
        counted = ingested.records_after[path] - before
        before = ingested.records_after[path]
        assert (path, str(counted)) == (path, str(entry["records"]))
        assert (path, str(ingested.reports[path].quarantined_rows)) == (path, str(entry.get("quarantined", 0)))
        assert ingested.reports[path].dataset == entry["dataset"]


def test_all_ends_of_links_are_found(ingested: Ingested) -> None:
    assert sum(r.links for r in ingested.reports.values()) > 2_500
    assert not [q for q in ingested.writer.quarantined if str(q.rule) == "unknown-end"]


def test_the_references_of_the_story_exist(ingested: Ingested) -> None:
    keys = {key_of(r)[:3] for r in ingested.writer.records.values()}
    named = list(_references(read_manifest()["story"]))
    assert len(named) == 31
    assert [n for n in named if n not in keys] == []


def test_the_hard_negatives_exist(ingested: Ingested) -> None:
    keys = {"/".join(key_of(r)[:3]) for r in ingested.writer.records.values()}
    story = read_manifest()["story"]
    assert isinstance(story, dict)
    named = [n for group in story["hard_negatives"].values() for n in group]
    assert len(named) == 10
    assert [n for n in named if n not in keys] == []


def _references(value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        if "reference" in value:
            yield value["originator"], value["dataset"], value["reference"]
        else:
            for inner in value.values():
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
