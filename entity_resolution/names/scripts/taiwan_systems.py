"""Syllables of pinyin in the two systems that Taiwan had beside Wade-Giles: MPS II of 1984, Tongyong Pinyin of 2002.

Passports, road signs and lists of theirs mix them by the syllable: Ruei-jhen is Rui-zhen.
"""

from __future__ import annotations

import re
from functools import lru_cache

PINYIN_INITIAL = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?")
"""The consonant, if any, with which a syllable of pinyin begins."""
# Ministry of Education, Taipei: the tables of both systems. A rhyme in pinyin, and in either; J, Q, X and Y stand
# before the rounded U, which both write otherwise.
_TONGYONG_INITIALS = {"zh": "jh", "q": "c", "x": "s"}
_TONGYONG_RHYMES = {"iu": "iou", "ui": "uei"}
_TONGYONG_WHOLE = {"wen": "wun", "weng": "wong", "feng": "fong", "lv": "lyu", "nv": "nyu"}
_MPS_INITIALS = {"zh": "j", "q": "ch", "x": "sh", "z": "tz", "c": "ts"}
_MPS_RHYMES = {"iu": "iou", "ui": "uei", "ao": "au", "iao": "iau", "ong": "ung", "iong": "iung"}
_MPS_WHOLE = {"yong": "yung", "yao": "yau", "lv": "liu", "nv": "niu"}
# MPS II has no letter for the vowel of the buzzing initials.
_MPS_BUZZING = {"zhi": "jr", "chi": "chr", "shi": "shr", "ri": "r", "zi": "tz", "ci": "tsz", "si": "sz"}
_BEFORE_ROUND = frozenset({"j", "q", "x"})


@lru_cache(maxsize=2_000)
def in_systems_of_taiwan(syllable: str) -> tuple[str, str]:
    """Return a syllable of pinyin in Tongyong Pinyin and in MPS II: zhen is jhen and jen, xue syue and shiue.

    Args:
        syllable: lower-case ASCII.
    """
    found = PINYIN_INITIAL.match(syllable)
    initial = found.group() if found else ""
    rhyme = syllable[len(initial) :]
    tongyong = _TONGYONG_INITIALS.get(initial, initial)
    mps = _MPS_INITIALS.get(initial, initial)
    if initial in _BEFORE_ROUND and rhyme.startswith("u"):
        ways = f"{tongyong}y{rhyme}", f"{mps}i{rhyme}"
    elif syllable in _MPS_BUZZING:
        ways = f"{tongyong}ih", _MPS_BUZZING[syllable]
    else:
        ways = f"{tongyong}{_TONGYONG_RHYMES.get(rhyme, rhyme)}", f"{mps}{_MPS_RHYMES.get(rhyme, rhyme)}"
    return _TONGYONG_WHOLE.get(syllable, ways[0]), _MPS_WHOLE.get(syllable, ways[1])
