"""Chinese names alike in a given name that a dialect alone spells, whose surnames no dialect spells both."""

from __future__ import annotations

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.han_sounds import is_in_pinyin, is_pinyin
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import dialects_of_spelling, shared_surnames, surname_joined
from entity_resolution.names.tongues.tongue import behind_western

# The columns of the table of surnames that have the spellings of several dialects.
_OF_SEVERAL_PEOPLES = frozenset({"other", "indonesian or philippine", "thai or khmer"})
SurnameSplit = tuple[str, str]
"""A surname and a given name in Latin letters, or a given name in Hanzi as it is written."""


def begin_in_two_communities(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names in Latin letters begin with spellings of one surname and are two of one community."""
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return False
    (surname, *given), (others_surname, *others) = (
        surname_joined(behind_western(form.tokens)) for form in (left, right)
    )
    if surname == others_surname or given != others:
        return False
    one, other = (surname, " ".join(given)), (others_surname, " ".join(others))
    rows = [row for row, bits in shared_surnames(surname, others_surname) if bits > 0]
    return bool(rows) and all(are_two_of_one_community(one, other, row) for row in rows)


def are_two_of_one_community(one: SurnameSplit, other: SurnameSplit, row: int) -> bool:
    """Tell whether a dialect alone spells a given name that both have, and none both surnames: Ng, Goh Boon Huat.

    Whoever goes by two dialects spells the given name in both. What is spelt alike in pinyin, as Wei Ming, many
    dialects spell so too.

    Args:
        one: surname and given name of one.
        other: those of the other.
        row: the row of the table of surnames that both surnames spell.
    """
    (surname, given), (others_surname, others_given) = one, other
    joined = "".join(given.split())
    if surname == others_surname or given != others_given or is_pinyin(joined) or is_in_pinyin(joined):
        return False
    mine, theirs = ({name for name, _ in dialects_of_spelling(each, row)} for each in (surname, others_surname))
    if mine <= _OF_SEVERAL_PEOPLES or theirs <= _OF_SEVERAL_PEOPLES:  # of which nothing better is known
        return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)
    return mine.isdisjoint(theirs - _OF_SEVERAL_PEOPLES)
