"""A text of a source before it is read as a value."""

from collections.abc import Mapping
from typing import NamedTuple


class SourceText(NamedTuple):
    """A text as the source has it, and what it is read as once the mapping has translated it."""

    raw: str
    text: str


class PlacedTexts(NamedTuple):
    """Texts by the kind's properties, and which of the source's properties are told by that and nowhere else."""

    texts: Mapping[str, tuple[SourceText, ...]]
    names: frozenset[str]


NO_TEXTS = PlacedTexts({}, frozenset())
