"""Lists of words as the modules here write them, a line or a semicolon between two, and patterns of any of them."""

import re
from collections.abc import Iterable


def listed(words: str) -> list[str]:
    """Return the words of a list in their order, each once; a word may have spaces."""
    return list(dict.fromkeys(words.strip().replace("\n", ";").split(";")))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first, so that no word hides one that it begins."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
