"""Rows of a sheet that somebody hid or struck through, which the texts of their cells do not tell."""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from ingest.mapping import SetAside
from ingest.sources.sheet_parts import attributes_of, found_in, sheet_part

# No `<` stands within a tag, so that each look ends at the next one.
_ROW = re.compile(rb"<(?:\w+:)?row\s([^<>]*?hidden=[^<>]*)>")
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b")
_STYLES = "xl/styles.xml"
_TAG_BYTES = 1_000
_NONE: frozenset[SetAside] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideRows:
    """Which rows of a sheet are hidden, and whether its workbook strikes anything through.

    Struck is what the format of a whole cell strikes; letters that are struck within a cell are not seen.
    """

    hidden: frozenset[int]
    may_strike: bool

    @classmethod
    def of(cls, path: Path, sheet: str) -> "SetAsideRows":
        """Return those of a sheet; the streaming reader does not tell of rows."""
        with zipfile.ZipFile(path) as archive:
            part = sheet_part(archive, sheet)
            hidden = _hidden(archive, part) if part is not None else ()
            return cls(hidden=frozenset(hidden), may_strike=_may_strike(archive))

    def marks(self, number: int, cells: Iterable[ReadOnlyCell | EmptyCell]) -> frozenset[SetAside]:
        """Return how a row was set aside, which is rarely the case."""
        hidden = frozenset((SetAside.HIDDEN,)) if number in self.hidden else _NONE
        return hidden | _strikes(cells) if self.may_strike else hidden


def _strikes(cells: Iterable[ReadOnlyCell | EmptyCell]) -> frozenset[SetAside]:
    struck = [bool(cell.font.strike) for cell in cells if isinstance(cell, ReadOnlyCell) and _is_filled(cell)]
    if not any(struck):
        return _NONE
    return frozenset((SetAside.STRUCK if all(struck) else SetAside.PARTLY_STRUCK,))


def _is_filled(cell: ReadOnlyCell) -> bool:
    return cell.value is not None and (not isinstance(cell.value, str) or bool(cell.value.strip()))


def _hidden(archive: zipfile.ZipFile, part: str) -> Iterable[int]:
    for match in found_in(archive, part, _ROW, signs=(b"hidden",), longest_bytes=_TAG_BYTES):
        attributes = attributes_of(match[1].decode(errors="replace"))
        if attributes.get("hidden") in {"1", "true"} and (number := attributes.get("r", "")).isdecimal():
            yield int(number)


def _may_strike(archive: zipfile.ZipFile) -> bool:
    # Styles that stand elsewhere are looked at cell by cell.
    return _STYLES not in archive.namelist() or _STRIKE.search(archive.read(_STYLES)) is not None
