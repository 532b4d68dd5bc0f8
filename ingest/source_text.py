"""A text of a source before it is read as a value."""

from typing import NamedTuple


class SourceText(NamedTuple):
    """A text as the source has it, and what it is read as once the mapping has translated it."""

    raw: str
    text: str
