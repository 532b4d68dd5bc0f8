"""YAML read strictly, with file and line of every word: scalars stay text, and the caller says which error to raise."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import yaml

from graph.errors import all_known, nearest_hint, nearest_or_all
from graph.files.regular import read_regular_file

ErrorAt = Callable[[str, int, str], Exception]  # file, line from 1 or 0 for the file itself, problem

# libyaml takes a fourteenth of the time; every wheel of PyYAML has it.
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MOST_REPEATED = 10_000
"""So many parts may stand in a document by aliases alone: a few lines of aliases of aliases make billions."""
MOST_WHOLE_NUMBER = 2**31 - 1
"""What an `Int` of GraphQL holds: what is read here is told there."""
_FLAGS = ("true", "false")
_BUDDHIST_OFFSET = 543
_FIRST_BUDDHIST_YEAR = 2400  # nobody means a later one of the common era


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """A word, list or mapping of a YAML document as it is written, with what is not a part of its value.

    Attributes:
        line: where it begins, from 1.
        sign: `!` where a tag stands in front of it (`!late`), `&` for an anchor, `*` for an alias; `None` of all else.
        plain_end: behind a word without quotes the line, from 1, and column, from 0, where it ends; `None` of all else.
    """

    line: int
    sign: str | None
    plain_end: tuple[int, int] | None


class MarkedYaml:
    """A part of a YAML document that knows where it stands. Every reader raises the caller's error, at its line.

    Attributes:
        file: the document, as messages name it.
        line: where the part begins, from 1.
    """

    __slots__ = ("_error_at", "_node", "file", "line")

    def __init__(self, file: str, node: yaml.Node, error_at: ErrorAt) -> None:
        self.file = file
        self.line = int(node.start_mark.line) + 1
        self._node = node
        self._error_at = error_at

    @property
    def is_text(self) -> bool:
        """Whether the part is one word."""
        return isinstance(self._node, yaml.ScalarNode)

    @property
    def is_blank(self) -> bool:
        """Whether one word may stand here and none does, as behind `name:` in a form."""
        return isinstance(self._node, yaml.ScalarNode) and not self._node.value.strip()

    @property
    def is_list(self) -> bool:
        """Whether the part is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    def fail(self, problem: str) -> NoReturn:
        """Raise the caller's error at this part's line."""
        raise self._error_at(self.file, self.line, problem)

    def text(self) -> str:
        """Return the one word that stands here, never empty."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail("one word is expected here")
        if not self._node.value.strip():
            self.fail("a word is missing here")
        return str(self._node.value)

    def possibly_empty_text(self) -> str:
        """Return the one word that stands here, which may be empty or blank where it stands in quotes."""
        if isinstance(self._node, yaml.ScalarNode) and self._node.style:
            return str(self._node.value)
        return self.text()

    def flag(self) -> bool:
        """Return `true` or `false`, without quotes: in quotes it is a text."""
        if isinstance(self._node, yaml.ScalarNode) and self._node.style and self._node.value in _FLAGS:
            self.fail(f"`{self._node.value}` stands in quotes, which make a text of it: write it without")
        return self.one_of(_FLAGS, "flag", guess=False) == "true"

    def number(self) -> float:
        """Return the number that stands here."""
        try:
            return float(self.text())
        except ValueError:
            self.fail("a number is expected here")

    def whole_number(self, *, least: int = 0, most: int = MOST_WHOLE_NUMBER) -> int:
        """Return the whole number that stands here, which must be from `least` to `most`."""
        text = self.text()
        if not text.isdecimal():
            self.fail("a whole number is expected here")
        digits = text.lstrip("0") or "0"
        # Python reads no thousands of digits, zeros before a number among them.
        if len(digits) > len(str(most)) or not least <= int(digits) <= most:
            self.fail(f"must be from {least} to {most}")
        return int(digits)

    def instant(self) -> datetime:
        """Return a date or a time in UTC; a date is its first moment there, and a time of day names its zone."""
        text = self.text()
        try:
            value = datetime.fromisoformat(text)
            found = value.astimezone(UTC) if value.tzinfo is not None else value.replace(tzinfo=UTC)
        except (ValueError, OverflowError):  # or it lies outside the years that there are, in UTC
            self.fail("a date or time in ISO 8601 is expected here")
        if value.tzinfo is None and not _is_date(text):
            self.fail(f"`{text}` needs the zone of its time of day, as `Z` or `+07:00`")
        if (problem := find_year_problem(value.year)) is not None:
            self.fail(f"`{text}`: {problem}")
        return found

    def one_of(self, known: Collection[str], what: str, *, guess: bool = True, or_all: bool = False) -> str:
        """Return the word here, which must be one of the known ones; `what` names these in the message.

        Of another word the nearest is proposed, and with `or_all` all known ones where none is near; without `guess`
        all known ones are named.
        """
        name = self.text()
        if name not in known:
            near = nearest_or_all if or_all else nearest_hint
            self.fail(f"unknown {what} `{name}`{near(name, known) if guess else all_known(known)}")
        return name

    def items(self) -> list["MarkedYaml"]:
        """Return the members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail("a list is expected here")
        return [self._part(node) for node in self._node.value]

    def words(self, known: Collection[str], what: str) -> frozenset[str]:
        """Return a list of known words, none of them twice."""
        found: set[str] = set()
        for item in self.items():
            word = item.one_of(known, what)
            if word in found:
                item.fail(f"`{word}` stands here twice")
            found.add(word)
        return frozenset(found)

    def entries(
        self, known: Collection[str] | None = None, what: str = "word", *, guess: bool = True, or_all: bool = False
    ) -> dict[str, "MarkedYaml"]:
        """Return the words here with what stands under them; with `known`, any other word is an error (`one_of`)."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail("words with values are expected here")
        found: dict[str, MarkedYaml] = {}
        for key, value in self._node.value:
            word = self._part(key)
            name = word.text() if known is None else word.one_of(known, what, guess=guess, or_all=or_all)
            if name in found:
                word.fail(f"`{name}` stands here twice")
            found[name] = self._part(value)
        return found

    def names(self) -> list["MarkedYaml"]:
        """Return the words that have something under them, each where it stands itself."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail("words with values are expected here")
        return [self._part(key) for key, _ in self._node.value]

    def fields(self, *, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "MarkedYaml"]:
        """Return the words here with what stands under them; an unknown word and missing ones are errors."""
        found = self.entries([*required, *optional])
        if missing := [f"`{name}`" for name in required if name not in found]:
            self.fail(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
        return found

    def _part(self, node: yaml.Node) -> "MarkedYaml":
        return MarkedYaml(self.file, node, self._error_at)


def find_year_problem(year: int) -> str | None:
    """Return what is wrong with a year of a rule's date that lies too far ahead to be meant, `None` for any other."""
    if year < _FIRST_BUDDHIST_YEAR:
        return None
    if year - _BUDDHIST_OFFSET < _FIRST_BUDDHIST_YEAR:
        return f"the year {year} looks like the Buddhist era: write {year - _BUDDHIST_OFFSET}, of the common era"
    return f"the year {year} lies too far ahead: years before {_FIRST_BUDDHIST_YEAR} are taken"


def parse_marked_yaml(text: str, file: str, error_at: ErrorAt) -> MarkedYaml:
    """Return the document in a text.

    Args:
        text: the text.
        file: what messages call it.
        error_at: makes the error from file, line and problem; what `error_at` returns is raised wherever the text, or
            what is asked of it later, is wrong.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark is not None else 1
        problem = "a tab stands where YAML takes spaces" if _is_at_tab(text, exc) else exc.problem
        raise error_at(file, line, f"is not YAML: {problem}") from exc
    except yaml.YAMLError as exc:
        raise error_at(file, 1, "is not YAML") from exc
    except RecursionError as exc:
        raise error_at(file, 1, "is nested too deep") from exc
    if node is None:
        raise error_at(file, 1, "is empty")
    _check_aliases(node, file, error_at)
    return MarkedYaml(file, node, error_at)


def written_parts(text: str) -> Iterator[WrittenPart]:
    """Yield the parts of a document that `parse_marked_yaml` has read, each in front of what stands under it."""
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.NodeEvent) and event.start_mark is not None:  # None of what no text has
            line = int(event.start_mark.line) + 1
            yield WrittenPart(line=line, sign=_sign_of(event), plain_end=_plain_end_of(event))


def _sign_of(event: yaml.NodeEvent) -> str | None:
    if isinstance(event, yaml.AliasEvent):
        return "*"
    if event.anchor is not None:
        return "&"
    return "!" if getattr(event, "tag", None) is not None else None


def _plain_end_of(event: yaml.NodeEvent) -> tuple[int, int] | None:
    if not isinstance(event, yaml.ScalarEvent) or event.style or event.end_mark is None:
        return None
    return int(event.end_mark.line) + 1, int(event.end_mark.column)


def _check_aliases(root: yaml.Node, file: str, error_at: ErrorAt) -> None:
    """Refuse a document whose aliases repeat too much, or repeat what they stand in: each is read once more."""
    sizes: dict[int, int] = {}
    begun: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        parts = _parts_of(node)
        if id(node) not in begun:
            begun.add(id(node))
            new = [part for part in parts if id(part) not in sizes]
            if any(id(part) in begun for part in new):
                raise error_at(file, int(node.start_mark.line) + 1, "an alias stands within what it repeats")
            waiting += new
            continue
        waiting.pop()
        sizes[id(node)] = 1 + sum(sizes[id(part)] for part in parts)
        if sizes[id(node)] - len(sizes) > _MOST_REPEATED:
            raise error_at(file, int(node.start_mark.line) + 1, f"aliases repeat more than {_MOST_REPEATED} parts here")


def _parts_of(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def read_text_of(path: Path, error_at: ErrorAt, *, pipes: bool = True, name: str | None = None) -> str:
    """Return the text of a file in UTF-8; one that cannot be read is the caller's error, as one of its documents is.

    Without `pipes`, a file that is no regular one cannot be read. `name` is how errors call it; else its last part.
    """
    called = path.name if name is None else name
    try:
        if not pipes:
            return read_regular_file(path).decode("utf-8-sig")
        return path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise error_at(called, 0, f"cannot be read: {(exc.strerror or 'unknown reason').lower()}") from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise error_at(called, line, "is not UTF-8") from exc


def read_marked_yaml(path: Path, error_at: ErrorAt, *, pipes: bool = True, name: str | None = None) -> MarkedYaml:
    """Return the document in a file; see `read_text_of` and `parse_marked_yaml`."""
    called = path.name if name is None else name
    return parse_marked_yaml(read_text_of(path, error_at, pipes=pipes, name=called), called, error_at)


def plain_yaml(text: str) -> Any:  # what a file holds is its reader's to check
    """Return a YAML text of the package itself as Python's own values."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the two safe loaders


def _is_at_tab(text: str, problem: yaml.MarkedYAMLError) -> bool:
    mark = problem.problem_mark
    lines = text.splitlines()
    return mark is not None and mark.line < len(lines) and lines[mark.line].startswith("\t", mark.column)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
