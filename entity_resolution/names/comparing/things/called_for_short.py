"""Companies of which one is called as the other is for short: by a name in brackets, or by initials."""

from __future__ import annotations

from entity_resolution.names.comparing.levels import NameLevel
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.keys.initials import FEWEST_INITIALS, abbreviates, are_all_initials, says_short_name
from entity_resolution.names.scripts.form import NameForm

# As how alike a name and the short one that it has in brackets weigh, and four initials or more and all their words.
_SURELY = 0.98
# As how alike three initials and their words weigh, what each letter more adds, and initials beside words.
_INITIALS, _FOR_EACH_LETTER, _INITIALS_BESIDE_WORDS = 0.84, 0.02, 0.9


def called_for_short(left: NameForm, right: NameForm) -> tuple[Found, NameLevel] | None:
    """Return as how alike two names of companies weigh of which one is short for the other, and at which level.

    `None` where neither is, or one has no Latin reading.

    Args:
        left: one name.
        right: the other.
    """
    if not left.latin or not right.latin:
        return None
    if says_short_name(left, right):
        return _found(left, right, _SURELY, "the other's short name"), NameLevel.VARIANT
    if are_all_initials(left, right):
        # Two companies have them as easily, which no number shared joins: a human sees them, and beside a number too.
        return _found(left, right, _SURELY, "initials of all words of the other"), NameLevel.PARTIAL
    if abbreviates(left, right):
        return _found(left, right, _likeness_of_initials(left, right), "initials of the other"), NameLevel.PARTIAL
    return None


def _found(left: NameForm, right: NameForm, similarity: float, how: str) -> Found:
    return Found(similarity, left.latin[0], right.latin[0], how, in_order=True)


def _likeness_of_initials(left: NameForm, right: NameForm) -> float:
    """Return as how alike a name and its initials weigh: three letters are the initials of many, five of few."""
    if min(len(left.tokens), len(right.tokens)) > 1:
        return _INITIALS_BESIDE_WORDS
    letters = len(min(left.tokens, right.tokens, key=len)[0])
    return min(_INITIALS + _FOR_EACH_LETTER * (letters - FEWEST_INITIALS), _INITIALS_BESIDE_WORDS)
