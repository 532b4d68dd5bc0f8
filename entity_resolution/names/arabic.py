"""Consonants of Arabic names, which the script writes without short vowels and Latin letters spell in many ways."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.latin import ascii_fold, tokenise
from entity_resolution.names.script import Script
from entity_resolution.names.tables import read_rows

_ARTICLE = "\u0627\u0644"
_LEAST_AFTER_ARTICLE = 2
# Words that join the parts of a name, and that one source writes and another leaves out.
_JOINING = frozenset({"al", "el", "ul", "bin", "ben", "ibn", "bint", "bn", "l"})
# The servant of one of God's names, written as one word: Abdulrahman, Abdelaziz.
_SERVANT = re.compile("\\b(\u0639\u0628\u062f)(\u0627\u0644\\w{2,})")
_SERVANT_START = "abd"
_SERVANT_SPELLED = re.compile(r"\babd(?:ul|el|al|ur|ar|oul)([a-z]{3,})")
_RESPELLED = (
    (re.compile("^(?:al|el|ben)(?=[a-z]{3})"), ""),
    (re.compile("^(abd|3bd)(?:[aeou]+[lrsn]+)?$"), "bd"),
    (re.compile("kh|ch"), "x"),
    (re.compile("gh|dj|j"), "g"),
    (re.compile("sh"), "S"),
    (re.compile("th"), "t"),
    (re.compile("dh"), "d"),
    (re.compile("ph|v"), "f"),
    (re.compile("[qc]"), "k"),
    (re.compile("p"), "b"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("z"), "d"),
    (re.compile("[^a-zS]|[aeiouwy]|h$"), ""),
)


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    """Return given names and words by which a Latin spelling shows that it may be of an Arabic name."""
    return frozenset(row[0] for row in read_rows("arabic_names.tsv"))


def arabic_words(native: str, script: Script, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, without articles and joining words."""
    if script is Script.ARABIC:
        words = [_without_article(word) for word in _SERVANT.sub(r"\1 \2", native).split()]
    else:
        words = _SERVANT_SPELLED.sub(r"abd \1", " ".join(tokens)).split()
    return tuple(word for word in words if word not in _JOINING and _bone(word))


def arabic_bones(native: str, script: Script, tokens: tuple[str, ...]) -> str:
    """Return the consonants of a name, its words parted by points; articles and joining words count for nothing.

    Args:
        native: the name without titles.
        script: its writing system.
        tokens: its Latin reading.
    """
    return ".".join(map(_bone, arabic_words(native, script, tokens)))


def long_vowels_missed(written: tuple[str, ...], spelled: tuple[str, ...]) -> int:
    """Return how many long I and U the Arabic words write and the Latin ones, word by word, do not spell.

    Hussein has a long vowel that the script writes, and Hassan has none.
    """
    if len(written) != len(spelled):
        return 0
    missed = 0
    for native, latin in zip(written, spelled, strict=True):
        missed += "y" in native[1:] and not set("iey") & set(latin[1:])
        missed += "w" in native[1:] and not set("ouw") & set(latin[1:])
    return missed


def looks_arabic(tokens: tuple[str, ...]) -> bool:
    """Tell whether a Latin name of two words or more may be an Arabic one."""
    if len(tokens) < 2:
        return False
    if not _signs().isdisjoint(tokens):
        return True
    return any(token.startswith(_SERVANT_START) and _SERVANT_SPELLED.match(token) for token in tokens)


def _without_article(word: str) -> str:
    if word.startswith(_ARTICLE) and len(word) >= len(_ARTICLE) + _LEAST_AFTER_ARTICLE:
        word = word[len(_ARTICLE) :]
    return "".join(tokenise(ascii_fold(word)))


@lru_cache(maxsize=50_000)
def _bone(word: str) -> str:
    for pattern, said in _RESPELLED:
        word = pattern.sub(said, word)
    return word
