"""A reference or a column's name that looks the same is the same, in whatever form Unicode writes it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from graph import IdMinter, Record
from graph.parts import decode_provenance
from ingest import Problem, Rule, SubmissionResult, SubmittedItem, SubmittedLink, SubmittedRecord, parse_mapping, submit
from ingest.followthemoney.input import FtmInput
from ingest.sources import open_ftm
from ingest.sources.rows import SourceRow, name_columns
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.ingest.ingesting import PROFILES, Ingest, WriteCsv

MAPPING = """\
dataset: cases
profile: law-enforcement
records:
  person: {kind: Person, reference: "{hồ sơ}", properties: {name: tên}}
links:
  - {type: RELATED_TO, from: person, to: {kind: Person, reference: "{đồng phạm}"}}
"""
HEADER = ("hồ sơ", "tên", "đồng phạm")
COMPOSED, DECOMPOSED = normalize("NFC", "Hồ sơ số 7/ĐTHS"), normalize("NFD", "Hồ sơ số 7/ĐTHS")
Submit = Callable[..., SubmissionResult]


@pytest.fixture
def send(bench: Any, originator: str, minter: IdMinter) -> Submit:
    def run(*items: SubmittedItem) -> SubmissionResult:
        async def work(store: Any) -> SubmissionResult:
            return await submit(
                items, originator=originator, dataset="cases", profile="law-enforcement", known_profiles=PROFILES,
                writer=store.writer, minter=minter,
            )  # fmt: skip

        result: SubmissionResult = bench.run(work)
        return result

    return run


def person(reference: str, name: str = "Nguyen Van Tam") -> SubmittedRecord:
    return SubmittedRecord(kind="Person", reference=reference, properties={"name": [name]})


def references(ingest: Ingest) -> list[str]:
    """Return the references of the records that stand, as they are kept."""
    sources = [row["content"]["source"] for row in ingest.snapshot() if "Record" in row["kind"]]
    return sorted(decode_provenance(source).reference for source in sources)


def test_what_was_filed_in_one_form_is_replaced_by_a_file_in_the_other(
    send: Submit, ingest: Ingest, write_csv: WriteCsv
) -> None:
    first = send(person(COMPOSED))
    header = [normalize("NFD", name).replace(" ", "\u00a0") for name in HEADER]
    path = write_csv(header, [(DECOMPOSED, "Nguyen Van Tam B", "")])

    report = ingest(path, parse_mapping(MAPPING))

    assert (report.records_created, report.records_changed, report.quarantined_rows) == (0, 1, 0)
    assert references(ingest) == [DECOMPOSED]  # kept as its originator wrote it last
    assert ingest.record_id(COMPOSED) == first.outcomes[0].id
    assert send(person(COMPOSED, "Nguyen Van Tam B")).summary.created == 0


def test_a_link_finds_its_end_in_the_other_form_and_is_one(send: Submit) -> None:
    ends = [(DECOMPOSED, "คดี\u00a07"), (COMPOSED, "คดี\u200b  7")]
    links = [SubmittedLink(type="RELATED_TO", source_reference=a, target_reference=b) for a, b in ends]
    sent = send(person(COMPOSED), person("คดี 7", "Somchai Jaidee"), *links)
    assert [o.problems for o in sent.outcomes] == [(), (), (), ()]
    assert (sent.summary.created, sent.summary.links_created) == (2, 1)
    assert sent.outcomes[2].id == sent.outcomes[3].id


def test_a_link_of_kinds_that_it_does_not_join_is_told_in_any_form(send: Submit) -> None:
    link = SubmittedLink(type="HELD_AT", source_reference=DECOMPOSED, target_reference="p")
    [_, _, told] = send(person(COMPOSED), person("p"), link).outcomes
    assert told.problems == (Problem(rule=Rule.WRONG_ENDS, column="type", value="HELD_AT"),)


def test_two_forms_of_one_reference_with_other_contents_do_not_overwrite_one_another(
    send: Submit, ingest: Ingest, write_csv: WriteCsv
) -> None:
    sent = send(person(COMPOSED), person(DECOMPOSED, "Somebody Else"))
    assert sent.outcomes[1].problems == (Problem(rule=Rule.DUPLICATE_REFERENCE, value=DECOMPOSED),)
    rows = [("a\u200b1", "A", ""), ("a1", "B", ""), ("a1\u200e", "A", "")]
    report = ingest(write_csv(HEADER, rows), parse_mapping(MAPPING))
    assert (report.records_created, dict(report.quarantined)) == (1, {"duplicate-reference": 1})


UNSEEN = pytest.mark.parametrize("unseen", ["\u200b", "\u2060\u200d", " \ufeff "])


@UNSEEN
def test_a_submitted_reference_of_which_nothing_can_be_seen_is_missing(send: Submit, unseen: str) -> None:
    link = SubmittedLink(type="RELATED_TO", source_reference="p", target_reference=unseen)
    assert [o.problems for o in send(person("p"), person(unseen), link).outcomes[1:]] == [
        (Problem(rule=Rule.MISSING_REFERENCE, column="reference"),),
        (Problem(rule=Rule.MISSING_REFERENCE, column="target_reference"),),
    ]


@UNSEEN
def test_a_cell_of_which_nothing_can_be_seen_is_no_reference(ingest: Ingest, write_csv: WriteCsv, unseen: str) -> None:
    report = ingest(write_csv(HEADER, [(unseen, "A", ""), ("1", "B", unseen)]), parse_mapping(MAPPING))
    assert (report.records_created, report.links, dict(report.quarantined)) == (1, 0, {"missing-reference": 1})


@UNSEEN
def test_an_entity_needs_an_id_that_can_be_seen(
    tmp_path: Path, make_supply: Callable[..., Supply], unseen: str
) -> None:
    path = tmp_path / "a.ftm.json"
    lines = [{"id": i, "schema": "Person", "properties": {"name": ["A"]}} for i in ("p1", unseen)]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    rows = list(FtmInput(open_ftm(path), make_supply(), dataset_is_given=True).mapped_rows())
    assert [p.rule for row in rows for p in row.mapped.problems] == [Rule.MALFORMED_ENTITY]


def test_entities_are_known_by_their_ids_in_any_form(tmp_path: Path, make_supply: Callable[..., Supply]) -> None:
    lines = [
        {"id": COMPOSED, "schema": "Person", "referents": ["คดี 9"], "properties": {"name": ["A"]}},
        {"id": "c1", "schema": "Company", "properties": {"name": ["C"]}},
        {"id": "o1", "schema": "Directorship", "properties": {"director": [DECOMPOSED], "organization": ["c1"]}},
        {"id": "o2", "schema": "Directorship", "properties": {"director": ["คดี\u00a09"], "organization": ["c1"]}},
        {"id": "u1", "schema": "UnknownLink", "properties": {"subject": [DECOMPOSED], "object": ["c1"]}},
    ]
    path = tmp_path / "a.ftm.json"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    rows = list(FtmInput(open_ftm(path), make_supply(), dataset_is_given=True).mapped_rows())
    [one, *_] = [record for row in rows for record in row.mapped.records]
    assert isinstance(one, Record)
    assert [link.source_id for row in rows for link in row.mapped.links] == [one.id] * 3


def test_headers_are_compared_in_one_form(make_supply: Callable[..., Supply]) -> None:
    decomposed = [normalize("NFD", name) for name in HEADER]
    assert name_columns("a.csv", decomposed) == HEADER
    # Two columns that look alike are two of one name, which is told by their number.
    assert name_columns("a.csv", ["tên", normalize("NFD", "tên"), "te\u200bn"]) == ("tên", "tên (2)", "ten")
    mapping = parse_mapping(normalize("NFD", MAPPING))
    row = RowMapper(mapping, make_supply(mapping), HEADER).map_row(SourceRow(2, ("1", "A", "")))
    assert [record.provenance.reference for record in row.records] == ["1"]
