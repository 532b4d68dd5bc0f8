"""Two companies in Hanzi told apart by a character of what they are called: 华光 and 明光."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.world_words import tell
from entity_resolution.names.scripts.han import all_readings, simplified
from entity_resolution.names.scripts.script import Script, detect_script
from entity_resolution.names.tongues.kanji import in_one_form
from entity_resolution.names.words.glosses import gloss_inside

# A single character is too little to hold against another.
_FEWEST = 2
# What is left of sounds of pinyin that the south says alike: zhi and zi, jin and jing.
_ONE_SOUND = re.compile("(?<=^[zcs])h|(?<=[ei]n)g$")


def differ_in_own_characters(left: str, right: str) -> bool:
    """Tell whether two companies' names in Hanzi are as long and a character of their own has another sound.

    A register holds a brand in characters, and a clerk who hears or types by sound mistakes one for its homophone
    (天成, 天诚), not for another. What says where a company is, is its own too: 北京, 南京.

    Args:
        left: a cleaned name in any script, without its legal form.
        right: another.
    """
    if left.isascii() or right.isascii() or not detect_script(left) is detect_script(right) is Script.HAN:
        return False
    whole, own = (in_one_form(left), in_one_form(right)), (_own(left), _own(right))
    # A word for a kind may be a part of what a company is called: 恒桥 (a bridge), 恒江.
    if own[0] == own[1] or _are_one_family(left, right):
        return False
    return _have_other_sounds(*own) or _have_other_sounds(*whole)


@lru_cache(maxsize=20_000)
def are_called_by_homophones(left: str, right: str) -> bool:
    """Tell whether two companies' names in Hanzi differ in characters of their own that one ear takes for each other.

    A register has 金星 and 金鑫, 天成 and 天诚 as two companies, often of one street; a clerk who types by sound has
    one company under both. ZH and Z, CH and C, SH and S, and N and NG behind E and I, are one for half of China.

    Args:
        left: a cleaned name in any script, without its legal form.
        right: another.
    """
    if left.isascii() or right.isascii() or not detect_script(left) is detect_script(right) is Script.HAN:
        return False
    one, other = _own(left), _own(right)
    if one == other or len(one) != len(other) or len(one) < _FEWEST or _are_one_family(left, right):
        return False
    return not any(map(frozenset.isdisjoint, map(_by_ear, one), map(_by_ear, other)))


@lru_cache(maxsize=10_000)
def _by_ear(char: str) -> frozenset[str]:
    return frozenset(_ONE_SOUND.sub("", reading) for reading in all_readings(char))


@lru_cache(maxsize=20_000)
def _own(native: str) -> str:
    """Return a name without the words for what a company is, in simplified characters; whole where it has no others."""
    return in_one_form("".join(filter(str.isalnum, gloss_inside(simplified(native))[0])))


def _have_other_sounds(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < _FEWEST:
        return False
    return any(map(frozenset.isdisjoint, map(all_readings, one), map(all_readings, other)))


def _are_one_family(left: str, right: str) -> bool:
    """Tell whether two names are one in English: families of Japan write one name in several characters, 斎藤, 斉藤."""
    return tell(left).rest == tell(right).rest
