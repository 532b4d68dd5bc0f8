"""YAML values that remember their file and line, so that a register's mistake can be pointed at."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

import yaml

from graph import nearest_hint
from policies.bundle_files import BundleFiles
from policies.errors import BundleError


class YamlValue:
    """One value of a YAML file. Every reader raises `BundleError` with file, line and, for words, the nearest known."""

    def __init__(self, file: str, node: yaml.Node) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        self._node = node

    def error(self, problem: str) -> BundleError:
        """Return the error that points at this value."""
        return BundleError(self.file, self.line, problem)

    def entries(self) -> dict[str, "YamlValue"]:
        """Return a mapping's values by key; a key given twice is an error."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.error("is not a mapping")
        found: dict[str, YamlValue] = {}
        for key, value in self._node.value:
            name = YamlValue(self.file, key).text()
            if name in found:
                raise YamlValue(self.file, key).error(f"`{name}` is given twice")
            found[name] = YamlValue(self.file, value)
        return found

    def fields(self, *, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, "YamlValue"]:
        """Return a mapping's values; an unknown or a missing key is an error."""
        found, needed = self.entries(), list(required)
        known = [*needed, *optional]
        for name, value in found.items():
            if name not in known:
                raise value.error(f"unknown word `{name}`{nearest_hint(name, known)}")
        for name in needed:
            if name not in found:
                raise self.error(f"`{name}` is missing")
        return found

    def items(self) -> list["YamlValue"]:
        """Return a list's values."""
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error("is not a list")
        return [YamlValue(self.file, n) for n in self._node.value]

    def text(self) -> str:
        """Return a scalar as it is written."""
        if not isinstance(self._node, yaml.ScalarNode) or not str(self._node.value).strip():
            raise self.error("is not a text")
        return str(self._node.value)

    def flag(self) -> bool:
        """Return `true` or `false`."""
        return self.word(("true", "false"), "flag") == "true"

    def number(self) -> int:
        """Return a whole number of zero or more."""
        if not self.text().isdecimal():
            raise self.error("is not a whole number")
        return int(self.text())

    def word(self, known: Collection[str], what: str) -> str:
        """Return a word of a closed vocabulary; `what` names the vocabulary in the message."""
        text = self.text()
        if text not in known:
            raise self.error(f"unknown {what} `{text}`{nearest_hint(text, known)}")
        return text

    def words(self, known: Collection[str], what: str) -> frozenset[str]:
        """Return a list of words of a closed vocabulary, without repeats."""
        found: set[str] = set()
        for item in self.items():
            word = item.word(known, what)
            if word in found:
                raise item.error(f"`{word}` is given twice")
            found.add(word)
        return frozenset(found)

    def instant(self) -> datetime:
        """Return a date or a time; a date is its first moment, and what names no zone is UTC."""
        try:
            value = datetime.fromisoformat(self.text())
        except ValueError as exc:
            raise self.error("is not a date or time in ISO 8601") from exc
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def read_yaml(files: BundleFiles, name: str) -> YamlValue:
    """Return the content of one register file.

    Args:
        files: the bundle's files.
        name: the file's path within it, which messages use.

    Raises:
        BundleError: the file is absent, too large, no UTF-8, no YAML or empty.
    """
    return parse_yaml(files.text(name), name)


def parse_yaml(text: str, name: str) -> YamlValue:
    """Return the content of a YAML text.

    Args:
        text: the text.
        name: what messages call it.

    Raises:
        BundleError: the text is no YAML, nested too deep or empty.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise BundleError(name, line, f"is not YAML: {exc.problem}") from exc
    except yaml.YAMLError as exc:
        raise BundleError(name, 1, "is not YAML") from exc
    except RecursionError as exc:
        raise BundleError(name, 1, "is nested too deep") from exc
    if node is None:
        raise BundleError(name, 1, "is empty")
    return YamlValue(name, node)
