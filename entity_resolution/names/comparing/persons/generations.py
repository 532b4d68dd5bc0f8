"""What tells two people of one name apart: Jr. and Sr., II and III behind it, other digits in it."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm

_GENERATIONS = {
    **{"jr": "jr", "jnr": "jr", "junior": "jr", "júnior": "jr", "sr": "sr", "snr": "sr"},
    **{"ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii", "iv": "iv", "4th": "iv"},
}
# What is left of a likeness where two names say different generations, and where one alone says the son or grandson.
_OTHER_GENERATION, _SON_OF_ANY = 0.72, 0.97
_DIGITS = re.compile("[0-9]+")
# The last word of a name in Portuguese or Spanish, which takes it for a part of the name: son, grandson, nephew.
_LAST_WORDS = frozenset({"filho", "neto", "sobrinho", "hijo"})
_SONS = frozenset({"jr", "ii", "iii", "iv"})


def generations_of(form: NameForm) -> frozenset[str]:
    """Return which bearer of a name within a family a person's name says that it means, in one spelling each."""
    found = frozenset(_GENERATIONS[title] for title in form.honorifics if title in _GENERATIONS)
    return found | {form.tokens[-1]} if _ends_as_a_son(form) else found


def _ends_as_a_son(form: NameForm) -> bool:
    return len(form.tokens) > 1 and form.tokens[-1] in _LAST_WORDS


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
    if not (left.honorifics or right.honorifics or _ends_as_a_son(left) or _ends_as_a_son(right)):
        return 1.0
    mine, theirs = generations_of(left), generations_of(right)
    if mine and theirs:
        return _OTHER_GENERATION if mine.isdisjoint(theirs) else 1.0
    # Whose name says no generation may be the father; often it is the same person, written shorter.
    # A word that is left over counts by that.
    return 1.0 if _SONS.isdisjoint(mine | theirs) else _SON_OF_ANY


def are_equal_but_for_generations(left: NameForm, right: NameForm) -> bool:
    """Tell whether two persons' names have the same words, but for what says a generation: Jose and Joseph have not."""
    return _words(left) == _words(right)


def _words(form: NameForm) -> list[str]:
    return sorted(form.tokens[:-1] if _ends_as_a_son(form) else form.tokens)


def one_alone_is_a_son(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two persons' names alone says that it is a son's or grandson's.

    Elsewhere than at the end it is a surname: Neto, Joao.
    """
    mine, theirs = generations_of(left), generations_of(right)
    if mine and theirs:
        return False
    in_both = _LAST_WORDS.intersection(left.tokens, right.tokens)
    return bool((mine | theirs) & (_SONS | _LAST_WORDS) - in_both)
