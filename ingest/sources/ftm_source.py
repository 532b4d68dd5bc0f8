"""FollowTheMoney entities as JSON lines, plain or gzipped, whole or as a delta of operations."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple, cast

import orjson

from ingest.errors import EmptyFileError, UnreadableFileError
from ingest.sources.foreign_formats import refuse_no_lines
from ingest.sources.rows import END_OF_FILE, file_digest, file_name, unreadable
from ingest.sources.undecodable import Undecodable, guesses, named, undecodable

_OPERATIONS = frozenset({"ADD", "MOD", "DEL"})
_MARK = b"\xef\xbb\xbf"
# What stands beside the values, of which none is a value. `caption` repeats one.
_NO_VALUES = frozenset(
    ("id", "schema", "datasets", "referents", "target", "origin", "first_seen", "last_seen", "last_change")
)
_OF_STATEMENTS = "`ftm aggregate-statements -f json` makes entities of them"


class FtmLine(NamedTuple):
    """One line: `entity` is None where the line is no JSON object; `deleted` marks the operation DEL.

    `is_operation`: the line is one of a delta. `numbers`: of what was put together of several lines, all of theirs.
    """

    number: int
    text: str
    entity: dict[str, object] | None
    deleted: bool = False
    is_operation: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FtmSource:
    """A file of entities that has been decoded to its end."""

    path: Path
    digest: str
    rows_total: int

    @property
    def file(self) -> str:
        """Return the file's name."""
        return file_name(self.path)

    def lines(self) -> Iterator[FtmLine]:
        """Yield the lines that are not blank, each time from the first."""
        with _opened(self.path) as stream:
            for number, text in _texts(stream, self.file):
                yield parse_line(number, text)


def open_ftm(path: Path) -> FtmSource:
    """Return a file of entities as a source, decoded once to its end.

    Raises:
        UnreadableFileError: it cannot be opened, unpacked or decoded, or its first line is no entity.
        EmptyFileError: it has no line.
    """
    digest = file_digest(path)
    refuse_no_lines(path)
    total = 0
    with _opened(path) as stream:
        for number, text in _texts(stream, path.name):
            if not total:
                _check_first(path.name, parse_line(number, text))
            total += 1
    if not total:
        raise EmptyFileError(path.name)
    return FtmSource(path=path, digest=digest, rows_total=total)


def parse_line(number: int, text: str) -> FtmLine:
    """Return a line with its entity taken out of the operation that may wrap it."""
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        return FtmLine(number, text, None)
    if not isinstance(data, dict):
        return FtmLine(number, text, None)
    if data.get("op") in _OPERATIONS and "entity" in data:
        inner = data["entity"]
        return FtmLine(number, text, inner if isinstance(inner, dict) else None, data["op"] == "DEL", True)
    return FtmLine(number, text, data)


def texts_of(value: object) -> list[str]:
    """Return the texts of a list, none of what is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def why_values_are_missed(entity: Mapping[str, object]) -> str | None:
    """Return what mends an entity whose values are not in `properties`, None of one that has this map or no value.

    FollowTheMoney itself reads such a line as an entity without values, as it reads one that has none.
    """
    if "properties" in entity or _NO_VALUES.issuperset(entity):
        return None
    if {"prop", "value"} <= entity.keys():
        return f"it is a statement, which is one value of an entity: {_OF_STATEMENTS}"
    if "statements" in entity:
        return "its values stand in `statements`: `ftm aggregate-statements` without `-s` writes `properties`"
    return 'it has no `properties`, and values stand in that map: `{"id": ..., "schema": ..., "properties": {...}}`'


def _check_first(file: str, line: FtmLine) -> None:
    missed = why_values_are_missed(line.entity) if line.entity is not None and not line.deleted else None
    if missed is not None and line.entity is not None and {"id", "schema"} <= line.entity.keys():
        raise UnreadableFileError(file, f"is no file of FollowTheMoney entities: {missed}", line=line.number)
    if line.entity is None or "id" not in line.entity or ("schema" not in line.entity and not line.deleted):
        problem = "is no file of FollowTheMoney entities: each line is an object with `id`, `schema` and `properties`"
        raise UnreadableFileError(file, f"{problem}{_what_makes_lines(line)}", line=line.number)


def _what_makes_lines(line: FtmLine) -> str:
    """Return what makes a line of each entity, where the first line tells that they are written otherwise."""
    if line.text.startswith("["):
        return "; `jq -c '.[]'` writes a list so"
    if line.entity is not None:
        lists = (name for name, value in line.entity.items() if name.isidentifier() and _is_of_entities(value))
        name = next(lists, None)
        return f"; `jq -c '.{name}[]'` writes those of its list so" if name is not None else ""
    if not line.text.startswith("{"):
        return ""
    if line.text.endswith(",") and parse_line(line.number, line.text[:-1]).entity is not None:
        return "; `sed 's/,$//'` takes the comma behind each off"
    return "; `jq -c .` writes one a line"


def _is_of_entities(value: object) -> bool:
    return (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict) and {"id", "schema"} <= value[0].keys()
    )


def _texts(stream: IO[bytes], file: str) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        for number, line in enumerate(stream, start=1):
            text = (line.removeprefix(_MARK) if number == 1 else line).decode().strip().strip(END_OF_FILE)
            if text:
                yield number, text
    except UnicodeDecodeError as exc:
        # The rest of the file is read, so that all such lines are told at once.
        found = undecodable(chain([(number, line)], enumerate(stream, start=number + 1)), "utf-8")
        raise UnreadableFileError(file, _not_utf8(found), line=number) from exc
    except (EOFError, zlib.error, gzip.BadGzipFile) as exc:
        raise UnreadableFileError(file, "is packed, and the packing is damaged", line=number + 1) from exc


def _not_utf8(found: Undecodable) -> str:
    likely = guesses(bytes(found.sample), "utf-8")
    may_be = f" (they may be in {named(likely)})" if likely else ""
    return (
        f"holds bytes that are not utf-8: {found.where()}{may_be}; this format takes no mapping and is utf-8: "
        "let what writes it write that, or convert it with `iconv -f ENCODING -t UTF-8`"
    )


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if packed:
                with gzip.open(file) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                yield file
    except OSError as exc:
        raise unreadable(path, exc) from exc
