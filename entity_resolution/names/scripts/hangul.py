"""Romanise Korean persons' names: the surname as its bearers spell it, the given name by syllables."""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tables import read_rows

_LONGEST_NAME = 5


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(" ".join(row[1:]).split()) for row in read_rows("hangul.tsv")}


@lru_cache(maxsize=10_000)
def romanise_hangul(name: str) -> tuple[str, ...]:
    """Return Latin readings of a Korean name in Hangul, one for each spelling of its surname, the commonest first.

    Args:
        name: the surname, of one syllable or rarely two, and the given name, with or without a space.
    """
    joined = "".join(name.split())
    length = _surname_length(joined)
    spellings = _surnames().get(joined[:length], ())
    if not spellings or not length < len(joined) <= _LONGEST_NAME:
        plain = " ".join(tokenise(ascii_fold(name)))
        return (plain,) if plain else ()
    given = " ".join(_syllable(letter) for letter in joined[length:])
    return tuple(f"{surname} {given}" for surname in spellings)


def given_in_hangul(name: str) -> str:
    """Return the given name of a Korean name in Hangul.

    Args:
        name: the surname, of one syllable or rarely two, and the given name, with or without a space.
    """
    joined = "".join(name.split())
    return joined[_surname_length(joined) :]


def _surname_length(joined: str) -> int:
    return 2 if joined[:2] in _surnames() and len(joined) > 2 else 1


def _syllable(letter: str) -> str:
    return "".join(tokenise(ascii_fold(letter)))
