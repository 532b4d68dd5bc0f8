"""Bytes that are no text in a file's encoding: all such lines are told at once, and what they may be in."""

import gzip
import unicodedata
from pathlib import Path

import pytest

from ingest import UnreadableFileError
from ingest.mapping import FileFormat
from ingest.sources import open_csv, open_ftm
from ingest.sources.undecodable import guesses
from tests.ingest.ingesting import file_of

THAI = "1,สมชาย ใจดี,ตำรวจ\n2,วิชิต บุษบาสมบัติ,ไม่มี\n"
KNOWN = (
    "`windows-874` (Thai) or `windows-1258` (Vietnamese) or `gb18030` (Chinese, simplified) or "
    "`big5` (Chinese, traditional) or `cp949` (Korean) or `cp932` (Japanese) or "
    "`windows-1252` (Spanish, Filipino, English)"
)


def windows_1258(text: str) -> bytes:
    """Return Vietnamese as Windows wrote it: a vowel with its breve, circumflex or horn, and its tone behind it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = ""
    for c in text:
        whole = unicodedata.normalize("NFD", c)
        base, marks = whole[0], whole[1:]
        letter = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones))
        found += letter + "".join(m for m in marks if m in tones)
    return found.encode("cp1258")


def told(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        open_csv(path, FileFormat(encoding=encoding))
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "encoding", "language"),
    [
        (THAI.encode("cp874"), "windows-874", "Thai"),
        ("1,เล็ก\n".encode("cp874"), "windows-874", "Thai"),
        (windows_1258("1,Nguyễn Văn Đức,Hà Nội\n2,Trần Thị Mỹ Duyên,Đà Nẵng\n"), "windows-1258", "Vietnamese"),
        (windows_1258("1,Lê Hồng\n"), "windows-1258", "Vietnamese"),
        ("1,王伟,昆明\n2,李秀英,云南\n".encode("gb18030"), "gb18030", "Chinese, simplified"),
        ("1,王偉,臺北\n2,李秀英,香港\n".encode("big5"), "big5", "Chinese, traditional"),
        ("1,山田太郎,東京\n2,すずき,大阪\n3,イチロー,奈良\n".encode("cp932"), "cp932", "Japanese"),
        ("1,佐藤花子,名古屋市\n".encode("cp932"), "cp932", "Japanese"),
        ("1,Niño Peñaflor,Parañaque\n".encode("cp1252"), "windows-1252", "Spanish, Filipino, English"),
        ("1,JOSÉ MUÑOZ,Biñan \u2013 Sto. Niño\n".encode("cp1252"), "windows-1252", "Spanish, Filipino, English"),
    ],
)
def test_what_a_file_may_be_in_is_proposed_with_what_to_write(
    tmp_path: Path, content: bytes, encoding: str, language: str
) -> None:
    message = told(file_of(tmp_path / "a.csv", b"no,name,place\n" + content))
    assert message.endswith(
        f"it may be in `{encoding}` ({language}): name it in the mapping (`file: {{encoding: {encoding}}}`), "
        "and look at names in a dry run"
    )


def test_lines_that_cannot_be_read_are_counted_and_the_first_byte_is_named(tmp_path: Path) -> None:
    path = file_of(tmp_path / "a.csv", b"a\n" + b"x\n" * 70_000 + b"y," + "ไทย".encode("cp874") + b"\n")
    advice = "it may be in `windows-874` (Thai): name it in the mapping (`file: {encoding: windows-874}`)"
    places = "1 line of 70002 cannot be read, from its byte 3 on"
    assert told(path) == (
        f"`a.csv`, line 70002: holds bytes that are not utf-8: {places}; {advice}, and look at names in a dry run"
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_that_mixes_encodings_names_the_lines_that_are_to_be_mended(tmp_path: Path, mark: bytes) -> None:
    lines = [b"no,name", *(f"{n},สมชาย".encode() for n in range(2, 51))]
    for number in range(4, 40, 3):
        lines[number - 1] = f"{number},วิชิต ใจดี".encode("cp874")
    numbers = ", ".join(str(number) for number in range(4, 34, 3))
    assert told(file_of(tmp_path / "a.csv", mark + b"\n".join(lines))) == (
        f"`a.csv`, line 4: holds bytes that are not utf-8: 12 lines of 50 cannot be read ({numbers}, ...), "
        "this one from its byte 3 on; the others are utf-8, so that no `encoding` reads them all: mend these lines, "
        "which may be in `windows-874` (Thai)"
    )


def test_a_letter_that_was_cut_is_no_other_encoding(tmp_path: Path) -> None:
    path = file_of(tmp_path / "a.csv", "no,name\n1,สมชาย\n2,วิชิต\n3,ไกรสร\n".encode()[:-2] + b"\n")
    assert told(path).endswith("so that no `encoding` reads them all: mend these lines")
    alone = file_of(tmp_path / "a.csv", "no,name\n1,สมชาย".encode()[:-1])
    assert told(alone).endswith(f"; name its `encoding` in the mapping, such as {KNOWN}")


def test_what_is_like_none_of_them_is_answered_by_all(tmp_path: Path) -> None:
    path = file_of(tmp_path / "a.csv", "no,name\n1,Þórður Ða\n".encode("cp1252"))
    assert told(path).endswith(f"; name its `encoding` in the mapping, such as {KNOWN}")


def test_an_encoding_that_the_mapping_names_and_that_does_not_fit_is_told_as_such(tmp_path: Path) -> None:
    path = file_of(tmp_path / "a.csv", b"no,name\n" + THAI.encode("cp874"))
    message = told(path, "utf-8")
    assert "; the `encoding` that the mapping names does not fit; it may be in `windows-874` (Thai)" in message
    assert "holds bytes that are not big5: " in told(path, "big5")
    wide = file_of(tmp_path / "b.csv", "no,name\n".encode("utf-16-le") + b"\x00\xdc\x00")
    assert told(wide, "utf-16-le").endswith(
        "line 2: holds bytes that are not utf-16-le; the `encoding` that the mapping names does not fit"
    )


def test_no_message_holds_what_stands_in_a_line(tmp_path: Path) -> None:
    message = told(file_of(tmp_path / "a.csv", b"no,name\n" + THAI.encode("cp874")))
    assert not any(c in message for c in THAI if not c.isascii())


def test_two_encodings_that_are_as_likely_are_both_named() -> None:
    found = [guess.encoding for guess in guesses("1,김미선,서울\n2,박영호,부산\n".encode("cp949"), "utf-8")]
    assert sorted(found) == ["cp949", "gb18030"]


@pytest.mark.parametrize("packed", [False, True])
def test_lines_of_entities_are_told_all_at_once_and_no_mapping_is_asked_for(tmp_path: Path, packed: bool) -> None:
    good = '{"id": "p1", "schema": "Person", "properties": {"name": ["สมชาย"]}}\n'
    content = (good * 3).encode() + good.encode("cp874") + good.encode() + good.encode("cp874")
    path = file_of(tmp_path / "a.ftm.json", gzip.compress(content) if packed else content)
    with pytest.raises(UnreadableFileError) as caught:
        open_ftm(path)
    assert str(caught.value) == (
        "`a.ftm.json`, line 4: holds bytes that are not utf-8: 2 lines of 6 cannot be read (4, 6), "
        "this one from its byte 59 on (they may be in `windows-874` (Thai)); this format takes no mapping and is utf-8"
        ": let what writes it write that, or convert it with `iconv -f ENCODING -t UTF-8`"
    )
