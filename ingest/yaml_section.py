"""YAML read strictly, with the line of every word: unknown and repeated words are errors, and all scalars stay text."""

from collections.abc import Collection
from pathlib import Path
from typing import NoReturn

import yaml

from graph import nearest_hint
from ingest.errors import MappingError


class Section:
    """A part of a YAML document that knows its file and line."""

    __slots__ = ("_file", "_node")

    def __init__(self, file: str, node: yaml.Node) -> None:
        self._file = file
        self._node = node

    @classmethod
    def parse(cls, text: str, file: str) -> "Section":
        """Return the document in a text.

        Raises:
            MappingError: the text is empty or no YAML.
        """
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as exc:
            line = exc.problem_mark.line + 1 if exc.problem_mark is not None else 1
            raise MappingError(file, line, f"is not YAML: {exc.problem}") from exc
        except yaml.YAMLError as exc:
            raise MappingError(file, 1, "is not YAML") from exc
        if node is None:
            raise MappingError(file, 1, "is empty")
        return cls(file, node)

    @property
    def line(self) -> int:
        """Return the line, counted from 1, on which the section begins."""
        return int(self._node.start_mark.line) + 1

    @property
    def is_scalar(self) -> bool:
        """Return whether the section is one word."""
        return isinstance(self._node, yaml.ScalarNode)

    @property
    def is_list(self) -> bool:
        """Return whether the section is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    def fail(self, problem: str) -> NoReturn:
        """Raise a MappingError at this section's line."""
        raise MappingError(self._file, self.line, problem)

    def text(self) -> str:
        """Return the section's one word, never empty."""
        if not isinstance(self._node, yaml.ScalarNode):
            self.fail("one word is expected here")
        if not self._node.value:
            self.fail("a word is missing here")
        return str(self._node.value)

    def possibly_empty_text(self) -> str:
        """Return the section's one word, which may be empty where it stands in quotes."""
        if isinstance(self._node, yaml.ScalarNode) and self._node.style:
            return str(self._node.value)
        return self.text()

    def items(self) -> list["Section"]:
        """Return the members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.fail("a list is expected here")
        return [Section(self._file, node) for node in self._node.value]

    def entries(self, known: Collection[str] | None = None) -> dict[str, "Section"]:
        """Return the words of a section with what stands under them; with `known`, any other word is an error."""
        if not isinstance(self._node, yaml.MappingNode):
            self.fail("a section of words and values is expected here")
        found: dict[str, Section] = {}
        for key, value in self._node.value:
            word = Section(self._file, key)
            name = word.text()
            if name in found:
                word.fail(f"`{name}` stands here twice")
            if known is not None:
                word.one_of(known, "word")
            # An empty value has no mark of its own: its word's line is where a reader looks.
            found[name] = Section(self._file, value)
        return found

    def one_of(self, known: Collection[str], what: str) -> str:
        """Return the section's word, which must be one of the known ones."""
        name = self.text()
        if name not in known:
            self.fail(f"unknown {what} `{name}`{nearest_hint(name, known)}")
        return name


def read_text(path: Path) -> str:
    """Return the text of a mapping file.

    Raises:
        MappingError: the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise MappingError(path.name, 1, f"cannot be read: {(exc.strerror or 'unknown reason').lower()}") from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise MappingError(path.name, line, "is not UTF-8") from exc
