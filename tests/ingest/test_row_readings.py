"""A dry run shows how the first rows are read: by the same reading, so that it says what an ingest would write."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from graph import IdMinter
from graph.values import ValueStatus
from ingest import IngestReport, RowReading, ValueReading, ingest_file, parse_mapping
from tests.ingest.ingesting import PROFILES

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
evaluation: B2
file: {skip: {column: no, in: [รวม]}}
records:
  person:
    kind: Person
    reference: "{no}"
    subject_role: suspect
    asserted_at: {column: told}
    properties:
      name: {template: "{ชื่อ} {สกุล}"}
      alias: [{column: ฉายา}, {column: other, split: ";"}]
      birthDate: born
      age: age
      nationality: {constant: TH}
  phone:
    kind: PhoneNumber
    reference: "{tel}"
    each: {column: tel, split: "/"}
    properties: {number: tel}
links:
  - {type: USES, from: person, to: phone}
  - {type: USES, from: person, to: {kind: Vehicle, reference: "{plate}", dataset: crossings}, reference: "{no}-car"}
"""
HEADER = "no,ชื่อ,สกุล,ฉายา,other,born,age,told,tel,plate,หมายเหตุ,สี"
ROWS = [
    "1,สมชาย,ใจดี,ดำ,Dam;Blacky,5 มีนาคม 2530,,2026-02-01,081-234-5678/9,กข 1234,x,y",
    "รวม,,,,,,,,,,,",
    "2,สมหญิง,ใจดี,,,,23,2026-02-01,6.68E+10,,,",
    "3,วิชัย,ใจดี,,,31/02/2540,,2026-02-01,,,,",
    "1,อื่น,ใจดี,,,,,,,,,",
]
SHORTENED = (
    "written in powers of ten: a spreadsheet shortened the number: take the number from where it came, into a column "
    "that is formatted as text"
)


def written(folder: Path, rows: list[str] = ROWS) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def tried(path: Path, minter: IdMinter, show: int, **changes: Any) -> tuple[IngestReport, list[RowReading]]:
    seen: list[RowReading] = []
    given: dict[str, Any] = {"mapping": parse_mapping(MAPPING), "originator": None, "profile": None, **changes}
    report = asyncio.run(
        ingest_file(
            path,
            **given,
            known_originators={"th-police"},
            known_profiles=PROFILES,
            writer=None,
            minter=minter,
            dry_run=True,
            show=show,
            on_row=seen.append,
        )
    )
    return report, seen


def test_a_row_tells_records_values_columns_and_links(tmp_path: Path, minter: IdMinter) -> None:
    report, [first] = tried(written(tmp_path), minter, 1)
    assert (first.file, first.row, first.broken_rules, first.remarks) == ("cases.csv", 2, (), ("parted_rows",))
    person, phone, part = first.records
    assert (person.name, person.kind, person.reference, person.profile) == ("person", "Person", "1", "law-enforcement")
    assert (person.evaluation, person.subject_role, str(person.asserted_at)) == (
        "B2",
        "suspect",
        "2026-02-01 00:00:00+00:00",
    )
    told = {(v.property, v.raw): (v.value, str(v.status), v.columns) for v in person.values}
    assert told == {
        ("name", "สมชาย ใจดี"): ("สมชาย ใจดี", "valid", ("ชื่อ", "สกุล")),
        ("alias", "ดำ"): ("ดำ", "valid", ("ฉายา", "other")),
        ("alias", "Dam"): ("Dam", "valid", ("ฉายา", "other")),
        ("alias", "Blacky"): ("Blacky", "valid", ("ฉายา", "other")),
        ("birthDate", "5 มีนาคม 2530"): ("1987-03-05", "valid", ("born", "age")),
        ("nationality", "TH"): ("TH", "valid", ()),
    }
    assert [(r.name, r.values[0].raw, r.values[0].value) for r in (phone, part)] == [
        ("phone", "081-234-5678", "+66812345678"),
        ("phone", "9", None),
    ]
    assert part.values[0].status is ValueStatus.INVALID
    assert [(link.type, link.source, link.target) for link in first.links] == [
        ("USES", "1", "081-234-5678"),
        ("USES", "1", part.reference),
        ("USES", "1", "crossings:กข 1234"),
    ]
    assert report.columns_not_read == ("หมายเหตุ", "สี")


def test_what_is_shown_is_what_the_dry_run_counts(tmp_path: Path, minter: IdMinter) -> None:
    report, shown = tried(written(tmp_path), minter, 99)
    assert [row.row for row in shown] == [2, 3, 4, 5, 6]
    assert sum(len(row.records) for row in shown) == report.records == 5
    assert sum(len(row.links) for row in shown) == report.links == 4
    assert tuple(rule for row in shown for rule in row.broken_rules) == report.would_quarantine
    assert [(row.row, rule.column, rule.rule, rule.value) for row in shown for rule in row.broken_rules] == [
        (5, "born", "unreadable-date", "31/02/2540"),
        (6, None, "duplicate-reference", "1"),
    ]
    assert [row.remarks for row in shown] == [("parted_rows",), ("skipped_rows",), (), (), ()]
    assert [bool(row.records) for row in shown] == [True, False, True, False, False]


def test_a_value_that_is_not_read_says_why_and_what_mends_it(tmp_path: Path, minter: IdMinter) -> None:
    _, shown = tried(written(tmp_path), minter, 3)
    values = [value for record in shown[2].records for value in record.values]
    assert [(v.property, v.raw, v.value, v.reason, v.columns) for v in values if v.status is not ValueStatus.VALID] == [
        ("birthDate", "age 23", "2002/2003", "a span of time", ("born", "age")),
        ("number", "6.68E+10", None, SHORTENED, ("tel",)),
    ]


@pytest.mark.parametrize("show", [0, 1, 3])
def test_no_more_rows_are_told_than_are_asked_for_and_nothing_else_changes(
    tmp_path: Path, minter: IdMinter, show: int
) -> None:
    path = written(tmp_path)
    report, shown = tried(path, minter, show)
    whole, _ = tried(path, minter, 99)
    assert len(shown) == show
    assert (report.rows, report.records, report.links, report.quarantined) == (
        whole.rows,
        whole.records,
        whole.links,
        whole.quarantined,
    )


def test_many_rows_are_told_a_batch_at_a_time(tmp_path: Path, minter: IdMinter) -> None:
    """Nothing holds them until the end of the file."""
    rows = [f"{n},Somebody,{n},,,,,,,,," for n in range(2000)]
    told: list[int] = []
    done: list[tuple[int, int]] = []
    asyncio.run(
        ingest_file(
            written(tmp_path, rows),
            mapping=parse_mapping(MAPPING),
            originator=None,
            profile=None,
            known_originators={"th-police"},
            known_profiles=PROFILES,
            writer=None,
            minter=minter,
            dry_run=True,
            show=1500,
            on_row=lambda row: told.append(row.row),
            on_progress=lambda progress: done.append((progress.rows_done, len(told))),
        )
    )
    assert told == list(range(2, 1502))
    assert done == [(100, 100), (300, 300), (700, 700), (1200, 1200), (1700, 1500), (2000, 1500)]


def test_lines_of_followthemoney_are_told_without_columns(tmp_path: Path, minter: IdMinter) -> None:
    path = tmp_path / "a.ftm.json"
    entity = {"id": "p", "schema": "Person", "properties": {"name": ["Qiu Guo Dong"], "birthDate": ["1979-11-02"]}}
    path.write_text(f"{json.dumps(entity)}\n", encoding="utf-8")
    report, [line] = tried(path, minter, 5, mapping=None, originator="th-police", profile="law-enforcement")
    [person] = line.records
    assert (person.name, person.kind, person.reference) == (None, "Person", "p")
    assert person.values[0] == ValueReading(
        property="name",
        raw="Qiu Guo Dong",
        value="Qiu Guo Dong",
        status=ValueStatus.VALID,
        reason=None,
        columns=(),
    )
    assert report.columns_not_read == ()
