"""Words that many Thai names are made of, and how each is said: letters alone do not tell where one ends (มหานคร)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from entity_resolution.names.tables import read_rows

# Marks a word that is said so only where another syllable stands behind it.
_BEFORE_ANOTHER = "-"
_SIGNS = frozenset("ะัาำิีึืฺุู็์ๅ")


@lru_cache(maxsize=1)
def _by_opening() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    """Return the words by their first two letters, each with how it is said and whether another syllable follows."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for row, said in read_rows("thai_words.tsv"):
        word = row.removesuffix(_BEFORE_ANOTHER)
        found.setdefault(word[:2], []).append((word, said, row != word))
    return {opening: tuple(words) for opening, words in found.items()}


def known_words_at(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield where each known word ends that may begin at a place of a Thai text, and how it is said.

    A word goes on where a sign of a vowel or of a silent letter follows.

    Args:
        text: without its tone marks.
        start: the place.
    """
    for word, said, before_another in _by_opening().get(text[start : start + 2], ()):
        end = start + len(word)
        if not text.startswith(word, start) or text[end : end + 1] in _SIGNS:
            continue
        if not before_another or end < len(text):
            yield end, said
