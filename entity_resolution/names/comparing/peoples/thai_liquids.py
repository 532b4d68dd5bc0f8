"""Tell Thai names apart by their ends: an L and an R that Thai says as N (พล, พร), -phon and -phong, -phon and -phan.

พล is -pol or -phol, and พร -porn or -phorn; whoever writes what is said, -phon, may mean either, and neither -phong
(พงศ์) nor -phan (พันธ์, พรรณ): the vowel that Thai does not write before a last consonant is said O.
"""

from __future__ import annotations

import re

from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.thai import romanise_thai
from entity_resolution.names.tongues.closeness import closest

_Ends = dict[Script, tuple[re.Pattern[str], re.Pattern[str]]]
# An OR before N is the vowel of พร and กร, whose last letter is an R; a last L is the letter that Thai writes there.
_ENDS: _Ends = {
    Script.LATIN: (re.compile("[ao]o?l[el]?$"), re.compile("o[or]?rne?$")),
    Script.THAI: (re.compile("(?<![เแโใไ])[ก-ฮ][ลฬ]$"), re.compile("(?<![เแโใไ])[ก-ฮ]ร$")),
}
# Likewise what ends given names in PHON, and in PHONG; a word of nothing else is anybody's.
_PHON: _Ends = {
    Script.LATIN: (re.compile("(?<=.)(?:ph?|bh?)o(?:le?|r?ne?)$"), re.compile("(?<=.)(?:ph?|bh?)ong(?:s[eh]?)?$")),
    Script.THAI: (re.compile("(?<=.)[พภผ](?:[ลรนณ]|รณ์)$"), re.compile("(?<=.)[พภ]ง[ศษ]์$")),
}
# Likewise what ends in the vowel that Thai does not write, and in an A, which is written: นนท์ and นันท์, พร and ภา.
# Before a last consonant ว and ย may be a vowel (นวล, วิเชียร), and รร is an A. By its letters พล is -bal, นนท์ -nand.
_INHERENT: _Ends = {
    Script.LATIN: (re.compile("(?<=..)ph?or?n$"), re.compile("(?<=..)ant?$|(?<=..[^p]p)a$|(?<=..ph)a$")),
    Script.THAI: (re.compile("(?<![เแโใไื่้])(?![รวย])[ก-ฮ][ลรนณฬ](?:[ก-ฮ][ิุ]?์)?$"), re.compile("(?!)")),
}
_WORDS = re.compile(r"[^\s\-.,]+")
# From here on two words are one but for their ends, of which a vowel weighs more.
_ALIKE, _ALIKE_BUT_A_VOWEL = 0.7, 0.6


def are_two_by_liquid(left: NameForm, right: NameForm) -> bool:
    """Tell whether a word of a Thai name ends in an L, and the word of the other name that it sounds like in an R.

    Args:
        left: a name in Latin or Thai letters.
        right: another; two in Thai letters are told apart by those.
    """
    return _clash_either_way(left, right, _ENDS)


def are_two_by_nasal(left: NameForm, right: NameForm) -> bool:
    """Tell likewise whether a word of a Thai name ends in PHON, and the word that it sounds like in PHONG.

    Args:
        left: a name in Latin or Thai letters.
        right: another.
    """
    return _clash_either_way(left, right, _PHON)


def are_two_by_vowel(left: NameForm, right: NameForm) -> bool:
    """Tell likewise whether a word ends in a vowel that Thai does not write, and the word that it sounds like in an A.

    Args:
        left: a name in Latin or Thai letters.
        right: another.
    """
    return _clash_either_way(left, right, _INHERENT, _ALIKE_BUT_A_VOWEL)


def _clash_either_way(left: NameForm, right: NameForm, ends: _Ends, least: float = _ALIKE) -> bool:
    if left.script not in ends or right.script not in ends or left.script is right.script is Script.THAI:
        return False
    return _clash(left, right, ends, least) or _clash(right, left, ends, least)


def _clash(one: NameForm, other: NameForm, ends: _Ends, least: float) -> bool:
    """Tell whether a word of the first name has the one end, and the word of the other most like it the other end."""
    first, second = ends[one.script][0], ends[other.script][1]
    others = _words(other)
    if not any(map(second.search, others)):
        return False
    for word in filter(first.search, _words(one)):
        likeness, nearest = max((_alike(word, each, one.script, other.script), each) for each in others)
        if likeness >= least and second.search(nearest):
            return True
    return False


def _words(form: NameForm) -> tuple[str, ...]:
    return form.tokens if form.script is Script.LATIN else tuple(_WORDS.findall(form.native))


def _alike(one: str, other: str, script: Script, others_script: Script) -> float:
    return closest(_said(one, script), _said(other, others_script), Tongue.THAI).similarity


def _said(word: str, script: Script) -> tuple[str, ...]:
    return (script is Script.THAI and romanise_thai(word)) or (ascii_fold(word),)
