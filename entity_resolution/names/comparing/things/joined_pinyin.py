"""Names of places with syllables of pinyin run together, of which one differs: Yulong Bay and Yunlong Bay are two.

A letter more is a slip elsewhere. Pinyin writes each sound in one way, and a town has houses of many such names.
"""

from __future__ import annotations

from entity_resolution.names.companies.legal_forms import untelling_words_of_places
from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.han import are_other_in_pinyin, pinyin_syllables, same_by_wade
from entity_resolution.names.scripts.han_sounds import is_in_pinyin
from entity_resolution.names.scripts.script import Script

_TONGUES = frozenset({Tongue.GENERAL, Tongue.CHINESE})


def differ_in_joined_pinyin(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names of places are alike but for a word of as many joined syllables of pinyin, and one other.

    What Wade-Giles may spell so is the same one: Kaoyuan, Gaoyuan.

    Args:
        left: a name of a place.
        right: another that agrees with it.
    """
    if not left.script is right.script is Script.LATIN or not {left.tongue, right.tongue} <= _TONGUES:
        return False
    mine, theirs = _own_words(left, right), _own_words(right, left)
    if len(mine) != 1 or len(theirs) != 1:
        return False
    (one,), (other,) = mine, theirs
    if not (is_in_pinyin(one) and is_in_pinyin(other)) or not are_other_in_pinyin(one, other):
        return False
    return len(pinyin_syllables(one)) == len(pinyin_syllables(other)) and not same_by_wade(one, other)


def _own_words(name: NameForm, other: NameForm) -> list[str]:
    return [word for word in name.tokens if word not in other.tokens and word not in untelling_words_of_places()]
