"""Tell Thai names apart that end in an L and in an R, which Thai says as N: พล is -pol or -phol, พร is -porn or -phorn.

Whoever writes what is said, -phon, may mean either.
"""

from __future__ import annotations

import re

from entity_resolution.names.closeness import closest
from entity_resolution.names.form import NameForm, Tongue
from entity_resolution.names.latin import ascii_fold
from entity_resolution.names.script import Script
from entity_resolution.names.thai import romanise_thai

# An OR before N is the vowel of พร and กร, whose last letter is an R; a last L is the letter that Thai writes there.
_ENDS = {
    Script.LATIN: (re.compile("[ao]o?l[el]?$"), re.compile("o[or]?rne?$")),
    Script.THAI: (re.compile("(?<![เแโใไ])[ก-ฮ][ลฬ]$"), re.compile("(?<![เแโใไ])[ก-ฮ]ร$")),
}
_WORDS = re.compile(r"[^\s\-.,]+")
# From here on two words are one but for their ends.
_ALIKE = 0.7


def are_two_by_liquid(left: NameForm, right: NameForm) -> bool:
    """Tell whether a word of a Thai name ends in an L, and the word of the other name that it sounds like in an R.

    Args:
        left: a name in Latin or Thai letters.
        right: another; two in Thai letters are told apart by those.
    """
    if left.script not in _ENDS or right.script not in _ENDS or left.script is right.script is Script.THAI:
        return False
    ones, others = _words(left), _words(right)
    return _clash(ones, others, left.script, right.script) or _clash(others, ones, right.script, left.script)


def _clash(ones: tuple[str, ...], others: tuple[str, ...], script: Script, others_script: Script) -> bool:
    """Tell whether a word of the first name ends in an L, and no word is more like it than one of the other in R."""
    of_l, of_r = _ENDS[script][0], _ENDS[others_script][1]
    if not any(map(of_r.search, others)):
        return False
    for word in filter(of_l.search, ones):
        likeness, nearest = max((_alike(word, other, script, others_script), other) for other in others)
        if likeness >= _ALIKE and of_r.search(nearest):
            return True
    return False


def _words(form: NameForm) -> tuple[str, ...]:
    return form.tokens if form.script is Script.LATIN else tuple(_WORDS.findall(form.native))


def _alike(one: str, other: str, script: Script, others_script: Script) -> float:
    return closest(_said(one, script), _said(other, others_script), Tongue.THAI).similarity


def _said(word: str, script: Script) -> tuple[str, ...]:
    return (script is Script.THAI and romanise_thai(word)) or (ascii_fold(word),)
