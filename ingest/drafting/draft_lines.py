"""Lines of a draft: what is certain as it stands, guesses behind `# ?`, what is left to a human empty."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.drafting.column_guesses import ColumnGuess
from ingest.drafting.column_words import Meaning

_GUESS, _TO_FILL = "# ? ", "fill in: "
_NO_YAML = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")

Told = Mapping[Meaning, Sequence[ColumnGuess]]
"""The columns of a table by what they probably have."""


class Part(NamedTuple):
    """A line of a draft. `is_certain`: it stands as it is, else as a guess. `note`: what is said behind it."""

    depth: int
    text: str
    is_certain: bool = True
    note: str = ""

    def line(self) -> str:
        """Return the line as it stands in the draft."""
        note = f"  # {self.note}" if self.note else ""
        return f"{'  ' * self.depth}{'' if self.is_certain else _GUESS}{self.text}{note}"


def to_fill(depth: int, word: str, what: str) -> Part:
    """Return a line that a human fills in."""
    return Part(depth, f"{word}:", note=f"{_TO_FILL}{what}")


def joined(columns: Sequence[Sequence[ColumnGuess]], sign: str) -> str | None:
    """Return a template of one column each, None where one is missing or has a name that no template can hold."""
    names = [guess.name for found in columns for guess in found]
    if len(names) < len(columns) or not all(map(fits_template, names)):
        return None
    return template(sign.join(f"{{{name}}}" for name in names))


def template(text: str) -> str:
    """Return a template as a mapping has it."""
    return f"{{template: {quoted(text)}}}"


def fits_template(name: str) -> bool:
    """Return whether a template can hold the name of a column."""
    return "{" not in name and "}" not in name


def of_references(guesses: Sequence[ColumnGuess]) -> str:
    """Return what is said of a reference that a human fills in, with the columns that may be part of one."""
    may_be = {None, Meaning.REFERENCE, Meaning.TRANSACTION}
    unique = [quoted(guess.name) for guess in guesses if guess.is_unique and guess.meaning in may_be]
    none_twice = f"; no value twice in the rows looked at: {', '.join(unique)}" if unique else ""
    return f'what names each for good, as "{{case}}-{{no}}"; no count that begins anew in the next file{none_twice}'


def quoted(text: str) -> str:
    """Return a text in double quotes, as YAML reads it; what YAML takes for no character is escaped."""
    return _NO_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
