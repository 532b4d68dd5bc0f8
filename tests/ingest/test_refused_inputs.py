"""An input that cannot be read, or that nobody says how to handle, is a clear error, and nothing is written."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingest import (
    EmptyFileError,
    IngestError,
    MalformedSettingError,
    MappingError,
    MissingSettingError,
    OriginatorConflictError,
    SourceMapping,
    UnknownColumnError,
    UnknownProfileError,
    UnknownSettingError,
    UnreadableFileError,
    parse_mapping,
)
from tests.ingest.ingesting import HEADER, MAPPING, ROWS, Ingest, WriteCsv, file_of


@pytest.mark.parametrize(
    ("name", "content", "changes", "error", "message"),
    [
        ("none.csv", None, {}, UnreadableFileError, "`none.csv`: cannot be read: no such file or directory"),
        ("a.csv", b"", {}, EmptyFileError, "`a.csv`: has no rows"),
        ("a.csv", b"no,name,born,phone,boss\n\xff,,,,\n", {}, UnreadableFileError,
         "`a.csv`, line 2: holds bytes that are not utf-8: 1 line of 2 cannot be read, from its byte 1 on; name its "
         "`encoding` in the mapping, such as `windows-874` (Thai) or `windows-1258` (Vietnamese) or `gb18030` "
         "(Chinese, simplified) or `big5` (Chinese, traditional) or `cp949` (Korean) or `cp932` (Japanese) or "
         "`windows-1252` (Spanish, Filipino, English)"),
        ("a.csv", "no,name,born,phone,boss\n1,A,,,\n".encode("utf-16-le"), {}, UnreadableFileError,
         "`a.csv`, line 1: is UTF-16 without a byte-order mark, as it seems; set `encoding: utf-16-le` in the mapping"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n2,B\0,,,\n", {}, UnreadableFileError,
         "`a.csv`, line 3: holds zero bytes, so it is no text in this encoding; name its `encoding` in the mapping"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), {}, UnreadableFileError,
         "`a.xls`: is an old workbook (.xls), which is not read: open it in Excel and save it as .xlsx"),
        ("a.csv", b"no,name,birth,phone,boss\n1,A,,,\n", {}, UnknownColumnError,
         "`cases.yml`, line 9: `a.csv` has no column `born`: known are `birth`, `boss`, `name`, `no`, `phone`"),
        ("a.csv", b"x,y\n1,2\n", {}, MappingError,
         "`cases.yml`, line 7: `a.csv` has none of the mapping's columns: is it the mapping of another file?"),
        ("a.csv", b"List of May\n\nno,name,born,phone,boss\n1,A,,,\n", {}, MappingError,
         "`cases.yml`, line 1: row 3 of `a.csv` names the columns of the mapping: say `header: 3` in its `file`"),
        ("a.csv", b"List,,\nno,name,x\n1,A,\n", {}, MappingError,
         "`cases.yml`, line 7: `a.csv` has none of the mapping's columns: is it the mapping of another file?"),
        ("a.csv", b"\nno,name, name ,born,phone,boss\n1,A,B,,,\n", {}, UnreadableFileError,
         "`a.csv`, line 2: the header names the column `name` 2 times (columns 2 and 3), and the mapping reads it: "
         "rename the others, or read the second one too, in the mapping as `name (2)`"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n",
         {"mapping": parse_mapping(f"file: {{sheet: A}}\n{MAPPING}", name="sheets.yml")}, MappingError,
         "`sheets.yml`, line 1: `a.csv` is a CSV file, which has no `sheet`"),
        ("a.xlsx", b"PK\3\4 no workbook", {}, UnreadableFileError,
         "`a.xlsx`: is no workbook, is damaged, or is protected by a password"),
        ("a.xlsx", "no,name\n1,สมชาย\n".encode("cp874"), {}, UnreadableFileError,
         "`a.xlsx`: is text, no workbook: give it a name that ends in .csv, or say `file: {format: csv}` in the "
         "mapping"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"originator": None}, MissingSettingError,
         "`a.csv` has no originator: neither its mapping nor the command names one; give it by `--originator`"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"originator": "th-polce", "known_originators": {"th-police"}},
         UnknownSettingError, "unknown originator `th-polce`, did you mean `th-police`?"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"profile": "hit-onli"}, UnknownProfileError,
         "unknown handling profile `hit-onli`: known are `hit-only`, `law-enforcement`"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"dataset": "Set 1"}, MalformedSettingError,
         "`dataset` is no code: small letters and digits, joined by `-`, `_` or `.`"),
        ("a.csv", b"no,name,born,phone,boss\n1,A,,,\n", {"mapping": None}, MissingSettingError,
         "`a.csv` has no mapping: give one by `--mapping` (`benang mapping draft` makes one to begin from); only "
         "FollowTheMoney (.json, .ijson, .jsonl, .ndjson) needs none"),
        ("a.ftm.json", b'{"id": "x", "schema": "Person", "properties": {}}', {}, MappingError,
         "`a.ftm.json`: is FollowTheMoney by its name, which takes no mapping"),
        ("a.ijson", b'{"id": "x", "schema": "Person", "properties": {}}', {"mapping": None}, MissingSettingError,
         "`a.ijson` has no handling profile: neither its mapping nor the command names one; give it by `--profile`"),
        ("a.ijson", b"[]", {"mapping": None, "profile": "hit-only"}, UnreadableFileError,
         "`a.ijson`, line 1: is no file of FollowTheMoney entities: each line is an object with `id`, `schema` and "
         "`properties`; `jq -c '.[]'` writes a list so"),
    ],
)  # fmt: skip
def test_a_bad_input_is_a_clear_error_and_nothing_is_written(
    *,
    ingest: Ingest,
    mapping: SourceMapping,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    changes: dict[str, Any],
    error: type[IngestError],
    message: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        file_of(path, content)
    with pytest.raises(error) as caught:
        ingest(path, **{"mapping": mapping, **changes})
    assert str(caught.value) == message
    assert ingest.snapshot() == []


def test_a_folder_is_no_file(ingest: Ingest, mapping: SourceMapping, tmp_path: Path) -> None:
    for given in (mapping, None):
        with pytest.raises(UnreadableFileError) as caught:
            ingest(tmp_path, mapping=given)
        assert str(caught.value) == f"`{tmp_path}`: is a folder: name the files in it, those of one mapping together"
    assert ingest.snapshot() == []


def test_a_workbook_that_names_a_column_twice_is_refused_with_its_row(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["List"], ["no", "name", "born", "name", "phone", "boss"], ["1", "A", "", "B", "", ""]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    lower = parse_mapping(MAPPING.replace("records:", "file: {header: 2}\nrecords:"), name="cases.yml")
    with pytest.raises(UnreadableFileError, match=r"`a\.xlsx`, line 2: the header names the column `name` 2 times"):
        ingest(tmp_path / "a.xlsx", lower)
    assert ingest.snapshot() == []


def test_a_workbook_with_a_title_above_its_header_is_told_the_row(
    ingest: Ingest, mapping: SourceMapping, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["List of May"], [], ["No", "Name"], [*HEADER, "note"], [1, "A", "", "", "", ""]):
        book.active.append(row)
    book.active.merge_cells("A1:F1")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(MappingError) as caught:
        ingest(tmp_path / "a.xlsx", mapping)
    assert caught.value.problem == ("row 4 of `a.xlsx` names the columns of the mapping: say `header: 4` in its `file`")
    mended = parse_mapping(MAPPING.replace("records:", "file: {header: 4}\nrecords:"), name="cases.yml")
    assert ingest(tmp_path / "a.xlsx", mended, dry_run=True).records == 1


def test_a_mapping_without_a_profile_needs_one_from_the_command(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.replace("profile: law-enforcement\n", ""))
    path = write_csv(HEADER, ROWS[:1])
    with pytest.raises(MissingSettingError, match="has no handling profile"):
        ingest(path, mapping)
    assert ingest(path, mapping, profile="hit-only").records_created == 2


def test_a_profile_that_the_mapping_spells_out_must_be_registered(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping(MAPPING.replace("    subject_role: suspect", "    profile: {column: no, map: {1: sekret}}"))
    with pytest.raises(UnknownProfileError, match="unknown handling profile `sekret`"):
        ingest(write_csv(HEADER, ROWS), mapping)


def test_a_mapping_of_another_originator_is_refused(ingest: Ingest, write_csv: WriteCsv) -> None:
    mapping = parse_mapping("originator: kh-police\n" + MAPPING)
    with pytest.raises(OriginatorConflictError, match="the mapping belongs to originator `kh-police`, not to `agency"):
        ingest(write_csv(HEADER, ROWS), mapping)
