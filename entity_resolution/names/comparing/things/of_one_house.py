"""What the names of two companies that agree come to where they are rather two of one house: sisters, other bodies."""

from __future__ import annotations

from entity_resolution.names.comparing.levels import AGREEING, NameLevel
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.peoples.writing import differ_in_marks
from entity_resolution.names.comparing.things.sisters import (
    are_homophones,
    are_of_two_bodies,
    are_sisters,
    differ_in_trade,
    has_word_more,
    have_swapped_words,
    have_turned_words,
)
from entity_resolution.names.prepared import PreparedName
from entity_resolution.names.scripts.form import NameKind

SWAPPED_WORDS = 0.72
"""As how alike two names weigh at most that each have a word unlike the other's; of sisters a little more."""
_SWAPPED_SISTERS = 0.75
# And names of sisters that say a trade more, and ones that say a word more which makes another body.
_TRADE_MORE = 0.89
_WORD_MORE = 0.8


def level_of_house(
    level: NameLevel, left: PreparedName, right: PreparedName, kind: NameKind, similarity: float
) -> NameLevel:
    """Return the level of two names, of companies that agree but are rather two of one house as such."""
    if kind is NameKind.ORGANISATION and are_homophones(left, right):
        return NameLevel.SISTER
    if kind is not NameKind.ORGANISATION or level not in AGREEING:
        return level
    return NameLevel.SISTER if are_sisters(left, right, similarity) else level


def weighed_as_house(left: PreparedName, right: PreparedName, found: Found, level: NameLevel) -> Found:
    """Lower what two names of companies weigh, and not what they agree in, where they are rather two of one house."""
    if have_swapped_words(left, right):
        similarity = _SWAPPED_SISTERS if level is NameLevel.SISTER else SWAPPED_WORDS
        return found._replace(similarity=similarity, how=f"{found.how}, a word of each unlike the other's")
    if level is NameLevel.SISTER and differ_in_trade(left, right):
        found = found._replace(similarity=min(found.similarity, _TRADE_MORE))
    if found.similarity > _WORD_MORE and has_word_more(left, right):
        return found._replace(similarity=_WORD_MORE, how=f"{found.how}, a word more")
    return found


def doubt_of_house(left: PreparedName, right: PreparedName, level: NameLevel) -> str:
    """Return in words why two names of companies that agree are for a human, or nothing where they are not."""
    if level is NameLevel.TOKENS_REORDERED and have_turned_words(left, right):
        return "but its words in another order"
    if differ_in_marks(left, right):
        return "but with other marks"
    return "but another kind of body" if are_of_two_bodies(left, right) else ""
