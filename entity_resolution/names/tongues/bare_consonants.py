"""Compare names of which one is in a script that says little of the vowels: Hebrew leaves them out, kana add some.

What is left are classes of consonants, as wide as kana and Hangul hear them: L and R, B and V, F and H are one there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

_CLASSES = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("tch|tsch|sch|sh|ch|ts|tz|cz|zh|dj|j", "s"),
        ("c(?=[eiy])", "s"),
        ("x", "ks"),
        ("qu", "k"),
        ("ph|bh", "p"),
        ("th", "t"),
        ("[ckqg]h?", "k"),
        ("[bfpv]", "p"),
        ("[lr]", "l"),
        ("[sz]", "s"),
        ("[td]", "t"),
        ("[aeiouywh']", ""),
        ("n(?=p)", "m"),
        (r"(.)\1+", r"\1"),
    )
)
# Hebrew letters, kana and Hangul.
_VOWELS_APART = re.compile("[\u05d0-\u05ea\u3041-\u3096\u30a1-\u30fa\uac00-\ud7af]")
_NOT_LETTER = re.compile("[^a-z0-9']+")
# How alike names are at most whose consonants alone are compared, by how many these are; fewer tell nothing.
_MOST = {2: 0.8, 3: 0.88}
_LONG = 0.92
_FEWEST, _SURE = 2, 0.75


def says_little_of_vowels(native: str) -> bool:
    """Tell whether a name has letters that leave vowels out or add some."""
    return not native.isascii() and _VOWELS_APART.search(native) is not None


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """Return the classes of the consonants of a lower-case ASCII text, spaces aside."""
    found = _NOT_LETTER.sub("", text)
    for pattern, spelt in _CLASSES:
        found = pattern.sub(spelt, found)
    return found


def bare_likeness(ones: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Return in [0, 1] how alike two names are by their consonants alone, in the order of their words or in another.

    Args:
        ones: lower-case ASCII words.
        others: those of the other name.
    """
    mine, theirs = [bare(word) for word in ones], [bare(word) for word in others]
    if sorted(mine) == sorted(theirs):
        return _most(sum(map(len, mine)))
    one, other = "".join(mine), "".join(theirs)
    if min(len(one), len(other)) < _FEWEST:
        return 0.0
    alike = OSA.normalized_similarity(one, other)
    return alike * _most(min(len(one), len(other))) if alike >= _SURE else 0.5 * alike


def _most(consonants: int) -> float:
    return 0.0 if consonants < _FEWEST else _MOST.get(consonants, _LONG)
