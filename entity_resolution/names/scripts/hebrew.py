"""Spell Hebrew letters in Latin ones as names are: חיים is haim, שטיינמץ is shtainmatz.

Vav and yod inside a word stand for vowels, which the letters leave out otherwise. A stroke behind a letter makes
another sound of it: the J of George, the CH of Churchill.
"""

from __future__ import annotations

import re

_HEBREW = re.compile("[\u05d0-\u05ea]")
_POINTS = re.compile("[\u0591-\u05c7]")
_STROKE = "['\u05f3\u2019\u02b9]"
# In turn: letters with a stroke, the vowels, what sounds otherwise at a word's beginning or end, all others.
_LETTERS = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("\u05d2" + _STROKE, "j"),
        ("\u05d6" + _STROKE, "zh"),
        ("[\u05e6\u05e5]" + _STROKE, "ch"),
        ("\u05ea" + _STROKE, "th"),
        (r"\b\u05d0\u05d5", "o"),
        (r"\b[\u05d0\u05e2]\u05d9", "i"),
        ("\u05d5\u05d5", "v"),
        (r"\b\u05d5", "v"),
        ("\u05d5", "o"),
        (r"\b\u05d9", "y"),
        ("\u05d9\u05d9", "ai"),
        ("\u05d9", "i"),
        (r"\b[\u05d0\u05e2]", "a"),
        (r"(?<=\w)[\u05d0\u05e2\u05d4]\b", "a"),
        ("[\u05d0\u05e2]", "a"),
        (r"\b\u05d1", "b"),
        ("\u05d1", "v"),
        (r"\b\u05e4", "p"),
        ("[\u05e4\u05e3]", "f"),
        (r"\b\u05db", "k"),
        ("[\u05db\u05da]", "ch"),
        ("[\u05e6\u05e5]", "tz"),
        ("\u05e9", "sh"),
    )
)
_OTHERS = str.maketrans(
    "\u05d2\u05d3\u05d4\u05d6\u05d7\u05d8\u05dc\u05de\u05dd\u05e0\u05df\u05e1\u05e7\u05e8\u05ea", "gdhzhtlmmnnskrt"
)
# Two consonants at a word's beginning have a vowel between them, as a rule.
_AT_BEGINNING = re.compile(r"\b(b|g|d|z|h|t|k|l|m|n|s|p|r|sh)(?=[bgdhkmnpstvz])(?!h|s[ht])")
_TOGETHER = re.compile("(tz|sh|ch|zh|th|[bdfghjklmnpqrstvz])(?=[bcdfghjklmnpqrstvz])")


def spell_hebrew(text: str) -> str:
    """Return a text with its Hebrew letters in lower-case Latin ones, everything else as it is.

    Args:
        text: lower-case.
    """
    if _HEBREW.search(text) is None:
        return text
    text = _POINTS.sub("", text)
    for pattern, spelt in _LETTERS:
        text = pattern.sub(spelt, text)
    return _AT_BEGINNING.sub(r"\1e", text.translate(_OTHERS))


def with_all_vowels(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return words as `spell_hebrew` spells them with an A wherever consonants stand together: yasr, yasar."""
    return tuple(_TOGETHER.sub(r"\1a", token) for token in tokens)


def has_hebrew_letters(text: str) -> bool:
    """Tell whether a text has Hebrew letters."""
    return _HEBREW.search(text) is not None
