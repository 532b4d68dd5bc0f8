"""YAML read strictly, with the line of every word: for mappings and parameter files of batch resolution."""

from collections.abc import Collection
from pathlib import Path
from typing import NoReturn

import yaml

from entity_resolution.errors import BatchMappingError
from graph import nearest_hint


class MarkedNode:
    """A part of a YAML document that knows its file and line; all scalars are text."""

    __slots__ = ("_file", "_node")

    def __init__(self, file: str, node: yaml.Node) -> None:
        self._file = file
        self._node = node

    @property
    def line(self) -> int:
        """The line on which the part begins, from 1."""
        return int(self._node.start_mark.line) + 1

    @property
    def is_text(self) -> bool:
        """Whether the part is one word."""
        return isinstance(self._node, yaml.ScalarNode)

    def fail(self, problem: str) -> NoReturn:
        """Raise a BatchMappingError at this part's line."""
        raise BatchMappingError(self._file, self.line, problem)

    def text(self) -> str:
        """Return the one word that stands here, never empty."""
        if not isinstance(self._node, yaml.ScalarNode) or not self._node.value:
            self.fail("one word is expected here")
        return str(self._node.value)

    def number(self) -> float:
        """Return the number that stands here."""
        try:
            return float(self.text())
        except ValueError:
            self.fail("a number is expected here")

    def items(self) -> list["MarkedNode"]:
        """Return the members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail("a list is expected here")
        return [MarkedNode(self._file, node) for node in self._node.value]

    def entries(self, known: Collection[str] | None = None, what: str = "word") -> dict[str, "MarkedNode"]:
        """Return the words here with what stands under them; with `known`, any other word is an error."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail("words with values are expected here")
        found: dict[str, MarkedNode] = {}
        for key, value in self._node.value:
            word = MarkedNode(self._file, key)
            name = word.text()
            if name in found:
                word.fail(f"`{name}` stands here twice")
            if known is not None:
                word.one_of(known, what)
            found[name] = MarkedNode(self._file, value)
        return found

    def one_of(self, known: Collection[str], what: str) -> str:
        """Return the word here, which must be one of the known ones."""
        name = self.text()
        if name not in known:
            self.fail(f"unknown {what} `{name}`{nearest_hint(name, known)}")
        return name


def parse_marked(text: str, file: str) -> MarkedNode:
    """Return the document in a text.

    Raises:
        BatchMappingError: the text is empty or no YAML.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark is not None else 1
        raise BatchMappingError(file, line, f"is not YAML: {exc.problem}") from exc
    except yaml.YAMLError as exc:
        raise BatchMappingError(file, 1, "is not YAML") from exc
    if node is None:
        raise BatchMappingError(file, 1, "is empty")
    return MarkedNode(file, node)


def read_marked(path: Path) -> MarkedNode:
    """Return the document in a file.

    Raises:
        BatchMappingError: the file cannot be read, is not UTF-8, is empty or no YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise BatchMappingError(path.name, 1, f"cannot be read: {(exc.strerror or 'unknown reason').lower()}") from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise BatchMappingError(path.name, line, "is not UTF-8") from exc
    return parse_marked(text, path.name)
