"""Names from before a marriage, or by one, in one cell: Anna Rowe née Blackmore is called Anna Blackmore as well."""

from __future__ import annotations

import re

from entity_resolution.names.scripts.han import spells_given_name
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.surnames import is_surname

# What stands before the surname that somebody was born with, or has by marriage. Without brackets those that are names
# elsewhere count in small letters alone: Nee and Born are families.
_OF_BIRTH = (
    r"n[ée]e|nè|ép\.|épouse|geb\.?|geborene|z domu|z d\.|rozená|roz\.|урожд[её]нная|урожд\.|nacida|nascida|nata"
    r"|født|född|pôv\.|maiden name|born|นามสกุลเดิม|สกุลเดิม"
)
# And before a surname or a whole name that somebody had earlier.
_EARLIER = r"formerly(?: known as)?|previously(?: known as)?|now(?: known as)?|anciennement|früher|vormals|เดิมชื่อ|ชื่อเดิม"
_SAID = rf"(?P<of_birth>{_OF_BIRTH})|{_EARLIER}"
# A name, and no place or time of a birth.
_NAME = r"(?!(?:in|on|at|near|about|around|circa|ca|am|um|le|en|em|w|v)\b)[^\W\d_][^()（）,\d]*"
_BEHIND = re.compile(rf"(?P<own>\S.*?),?\s+(?:{_SAID}):?\s+(?P<name>{_NAME})")
_IN_BRACKETS = re.compile(
    rf"(?P<own>\S.*?)\s*[(（]\s*(?:{_SAID}):?\s+(?P<name>{_NAME})[)）](?P<rest>.*)", re.IGNORECASE
)
_FEWEST_OWN, _MOST_BEHIND = 2, 4


def split_maiden_name(text: str) -> tuple[str, str] | None:
    """Part a person's name from an earlier one, and return both in full; `None` where none is told.

    Behind née stands the surname alone, which takes the place of the one that she has now; behind `formerly` also a
    whole name.

    Args:
        text: a name with single spaces.
    """
    found = _IN_BRACKETS.fullmatch(text) or _BEHIND.fullmatch(text)
    if found is None:
        return None
    own = f"{found['own']}{found.groupdict().get('rest') or ''}".rstrip(" ,")
    words, earlier = own.split(), found["name"].strip()
    behind = earlier.split()
    if len(words) < _FEWEST_OWN or len(behind) > _MOST_BEHIND:
        return None
    is_whole = len(behind) > 1 and (found["of_birth"] is None or _plain(behind[0]) in map(_plain, words))
    return own, earlier if is_whole else _with_surname(own, earlier)


def _with_surname(own: str, surname: str) -> str:
    """Return a name with another surname in the place of its own: before a comma, in front in China, else last."""
    family, comma, given = own.partition(",")
    if comma and family and given.strip():
        return f"{surname}, {given.strip()}"
    words = own.split()
    if is_surname(_plain(words[0])) and spells_given_name(" ".join(map(_plain, words[1:]))):
        return f"{surname} {' '.join(words[1:])}"
    return f"{' '.join(words[:-1])} {surname}"


def _plain(word: str) -> str:
    return ascii_fold(word).lower().strip(".,")
