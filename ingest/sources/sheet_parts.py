"""The parts of a workbook's archive, searched for what its streaming reader does not tell."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from posixpath import join, normpath

_CHUNK_BYTES = 1 << 20
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'(?<![\w:])([\w:]+)="([^"]*)"')


def found_in(
    archive: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes], *, signs: tuple[bytes, ...], longest_bytes: int
) -> Iterator[re.Match[bytes]]:
    """Yield what a pattern finds in a part; where none of `signs` stands, it is not looked for."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            # The tail is searched again with the next chunk, as a match may lie across the border.
            data = rest + chunk
            end = 0
            for match in pattern.finditer(data) if any(sign in data for sign in signs) else ():
                yield match
                end = match.end()
            rest = data[max(end, len(data) - longest_bytes) :]


def sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a sheet, None where the archive has none."""
    book = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    targets = {a.get("Id"): a.get("Target", "") for a in map(attributes_of, _RELATION.findall(relations))}
    for attributes in map(attributes_of, _SHEET.findall(book)):
        if attributes.get("name") == sheet:
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), None)
            target = targets.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            return part if part in archive.namelist() else None
    return None


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes that stand within a tag."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}
