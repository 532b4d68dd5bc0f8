"""The trades and industries in Russian names of companies, in English: моторный завод is Motor Plant."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tables import forms_in, read_rows

# An adjective agrees with its noun, and clerks spell each of its endings in several ways.
_ADJECTIVE = re.compile("(?:yi|ii|oi)$")
_ENDINGS = "yi yy y yj ii iy ij oi oy oj aya aia aja oe oye oje ye yye ie iye"


@lru_cache(maxsize=1)
def russian_words() -> dict[tuple[str, ...], str]:
    """Return the English of words as their Cyrillic is spelt in lower-case ASCII."""
    found: dict[tuple[str, ...], str] = {}
    for english, forms in read_rows("russian_words.tsv"):
        for form, in_quotes in forms_in(forms):
            *front, last = tokenise(ascii_fold(form))
            for word in [last] if in_quotes else _agreeing(last):
                found.setdefault((*front, word), english)
    return found


def _agreeing(word: str) -> list[str]:
    if _ADJECTIVE.search(word) is None:
        return [word]
    return [word[:-2] + ending for ending in _ENDINGS.split()]
