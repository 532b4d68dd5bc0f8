"""Names of the Philippines, Brazil and other lands of Iberian surnames, of which each source leaves out or turns some.

A Filipina's own surname becomes her middle name when she marries, in place of her mother's: Jocelyn Dimaano Abella is
Jocelyn Abella Cortez. Many leave the mother's out. Who has two given names and two surnames is called by one of each:
João Carvalhal is João Pedro Figueiredo Carvalhal. Two people may have these words in common as well, so that such a
pair is for a human.
"""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.comparing.levels import NameComparison, NameLevel
from entity_resolution.names.comparing.persons.home_spellings import are_told_apart
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.short_names import full_form

_PHILIPPINES = frozenset({"PH"})
_LANDS_WORDS = "AO AR BO BR CL CO CR CU CV DO EC ES GT GW HN MX MZ NI PA PE PH PT PY ST SV TL UY VE"
_LANDS = frozenset(_LANDS_WORDS.split())
_JOINING = frozenset({"da", "das", "de", "del", "dela", "do", "dos", "e", "la", "las", "los", "y"})
# A given name, the mother's surname and one's own; and how many words a name in full has.
_OF_A_WOMAN, _IN_FULL, _CALLED_BY, _GIVEN = 3, 4, 2, 2
# It speaks a little for a pair, and never against it.
_LEAST_BITS = 0.1


def weigh_iberian_surnames(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names, at a level of its own where they may be one by some words of each.

    Args:
        left: one name.
        right: the other.
        found: what comparing them gave.
    """
    if found.agrees or not (words := _words_in_common(left, right)):
        return found
    how = f"{found.how}, but {words}"
    return found._replace(level=NameLevel.SOME_WORDS, bits=max(found.bits, _LEAST_BITS), agrees=True, how=how)


def lack_iberian_surnames(left: NameForm, right: NameForm) -> bool:
    """Tell whether two persons' names may be one, of which a source left out or turned a surname."""
    return _words_in_common(left, right) != ""


@lru_cache(maxsize=30_000)
def _words_in_common(left: NameForm, right: NameForm) -> str:
    """Return in words how two names may be one person's, or nothing."""
    countries = left.countries | right.countries
    if not countries or not countries <= _LANDS or {left.script, right.script} != {Script.LATIN}:
        return ""
    # Asked last: few names have such words in common, and to tell whether each is bare takes its reading.
    found = _said_in_common(_words(left), _words(right), countries)
    return "" if not found or are_told_apart(left, right) else found


def _said_in_common(mine: tuple[str, ...], theirs: tuple[str, ...], countries: frozenset[str]) -> str:
    if countries <= _PHILIPPINES and (_is_married(mine, theirs) or _is_married(theirs, mine)):
        return "her surname may be her middle name now"
    if countries <= _PHILIPPINES and (_lacks_mothers_name(mine, theirs) or _lacks_mothers_name(theirs, mine)):
        return "without the mother's surname"
    if _is_called_by(mine, theirs) or _is_called_by(theirs, mine):
        return "a given name and a surname of the other's"
    return ""


def _words(form: NameForm) -> tuple[str, ...]:
    return tuple(full_form(token) for token in form.tokens if token not in _JOINING)


def _is_married(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Tell whether a name is another's with the surname in the middle and a husband's behind it."""
    if len(before) != len(after) or len(before) < _OF_A_WOMAN:
        return False
    mother, own = before[-2:]
    middle, husband = after[-2:]
    return own == middle and husband not in (mother, own) and before[:-2] == after[:-2]


def _lacks_mothers_name(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether a name of two given names is another's without its middle name: Ma. Cristina, Maria Cristina."""
    return len(short) >= _OF_A_WOMAN and short == (*long[:-2], *long[-1:])


def _is_called_by(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether a name of two words is one of two given names and one of the words behind them."""
    if len(short) != _CALLED_BY or len(long) < _IN_FULL or min(map(len, short)) < 2:
        return False
    return short[0] in long[:_GIVEN] and short[1] in long[_GIVEN:]
