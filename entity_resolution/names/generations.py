"""What tells two people of one name apart: Jr. and Sr., II and III behind it, other digits in it."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.form import NameForm

_GENERATIONS = {
    **{"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr"},
    **{"ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii", "iv": "iv", "4th": "iv"},
}
# What is left of a likeness where two names say different generations, and where one alone says the son or grandson.
_OTHER_GENERATION, _SON_OF_ANY = 0.72, 0.97
_DIGITS = re.compile("[0-9]+")
_SONS = frozenset({"jr", "ii", "iii", "iv"})


def generations_of(form: NameForm) -> frozenset[str]:
    """Return which bearer of a name within a family a person's name says that it means, in one spelling each."""
    return frozenset(_GENERATIONS[title] for title in form.honorifics if title in _GENERATIONS)


@lru_cache(maxsize=50_000)
def digits_in(native: str) -> tuple[str, ...]:
    """Return the numbers that stand in a name, in their order: of Kim888 and Boss 2."""
    return tuple(_DIGITS.findall(native))


def generation_behind(name: str) -> str:
    """Return which bearer of a name a cleaned lower-case field says that it means, as its last word of several."""
    before, _, last = name.rpartition(" ")
    return _GENERATIONS.get(last, "") if before else ""


def generations_agree(left: NameForm, right: NameForm) -> float:
    """Return by what a likeness of two persons' names is multiplied for their generations: 1 where none contradict.

    Other digits in what both call themselves are another person's, where one name alone has some they may be a slip.
    """
    if (mine_in := digits_in(left.native)) and (theirs_in := digits_in(right.native)) and mine_in != theirs_in:
        return _OTHER_GENERATION
    if not left.honorifics and not right.honorifics:
        return 1.0
    mine, theirs = generations_of(left), generations_of(right)
    if mine and theirs:
        return _OTHER_GENERATION if mine.isdisjoint(theirs) else 1.0
    # Whose name says no generation may be the father; often it is the same person, written shorter.
    return 1.0 if _SONS.isdisjoint(mine | theirs) else _SON_OF_ANY
