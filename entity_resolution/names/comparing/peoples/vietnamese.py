"""Tell two Vietnamese names apart by their syllables, each of which Vietnamese writes in one way: Tuan, Toan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.latin import has_vietnamese_marks
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import dialects_of_spelling, surname_bits, surname_spellings
from entity_resolution.names.tongues.tongue import is_vietnamese_surname, looks_vietnamese

# Syllables of Quoc ngu without its marks (L. C. Thompson, A Vietnamese Reference Grammar, ch. 1): K, GH and NGH before
# E, I and Y, C, G and NG before other vowels, Q before U alone.
_SYLLABLE = re.compile(
    "(?:(?:ngh|gh|k)(?=[eiy])|(?:ng|g|c)(?=[aou])|qu|gi|nh|kh|ch|ph|th|tr|[bdhlmnprstvx])?"
    "(?:a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?|e(?:ch?|m|ng?|nh|o|p|t|u)?|i(?:a|ch|e[cmptu]|eng?|m|n|nh|p|t|u)?"
    "|o(?:c|i|m|ng?|p|t)?|oa(?:ch?|i|m|ng?|nh|o|t|y)?|oe[nto]?|u(?:c|i|m|ng?|p|t|u)?|ua(?:c|ng?|t|y)?|ue(?:ch|nh)?"
    "|uo(?:[cimptu]|ng?)?|uy(?:a|ch|e[nt]|n|nh|p|t|u)?|y(?:e[mntu]|nh|t)?)"
)
# Ends and beginnings of its syllables that no other people who spell their surnames so have: Minh, Duc, Truong, Tri.
_OWN_LETTERS = re.compile("(?:nh|(?<=[aeiou])ch?)$|uye|uo[cimnpt]|^(?:tr|ngh|gi[aou]|qu(?:ang|y)$)")
# I and Y behind a consonant are one sound, of which the one or the other is written: Ly and Li, Quy and Qui.
_I_FOR_Y = re.compile("(?:(?<=[^aeiou])|(?<=qu))y$")


def are_two_in_vietnamese(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names are both surely Vietnamese and each has a syllable that the other has not.

    Marks left out, Vietnamese spells a syllable in one way, and people do not go by a dialect's: Tuan is no other
    spelling of Toan, as Yun may be of Yuan. A surname counts as the other of the same character does: Hoang, Huynh.

    Args:
        left: a person's name.
        right: another.
    """
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return False
    if not (is_vietnamese(left) and is_vietnamese(right)):
        return False
    ones, others = (Counter(_I_FOR_Y.sub("i", token) for token in form.tokens) for form in (left, right))
    alone, others_alone = ones - others, others - ones
    if sum(alone.values()) == sum(others_alone.values()) == 1:
        return not _are_one_surname(next(iter(alone)), next(iter(others_alone)), left, right)
    return bool(alone) and bool(others_alone)


def lacks_last_syllable(left: NameForm, right: NameForm) -> bool:
    """Tell whether a surely Vietnamese name is the beginning of another: Mai Thi Huyen, Mai Thi Huyen Trang.

    By its last syllable its bearer is called; one in the middle, as Van, is often left out.

    Args:
        left: a person's name.
        right: another.
    """
    short, long = sorted((left, right), key=lambda form: len(form.tokens))
    if not (short.script is long.script is Script.LATIN and is_vietnamese(short) and is_vietnamese(long)):
        return False
    if not is_vietnamese_surname(short.tokens[0]):
        return False
    ones, others = ([_I_FOR_Y.sub("i", token) for token in form.tokens] for form in (short, long))
    return len(ones) < len(others) and others[: len(ones)] == ones


def _are_one_surname(one: str, other: str, left: NameForm, right: NameForm) -> bool:
    """Tell whether the syllables in which two names differ are spellings of one surname, and stand in front."""
    firsts = left.tokens[0], right.tokens[0]
    if [_I_FOR_Y.sub("i", first) for first in firsts] != [one, other]:
        return False
    return all(map(is_vietnamese_surname, firsts)) and surname_bits(*firsts)[0] > 0


def is_vietnamese(form: NameForm) -> bool:
    """Tell whether a name is surely Vietnamese, by its syllables or by its marks as well."""
    return is_surely_vietnamese(form.tokens) or (has_vietnamese_marks(form.native) and _may_be(form.tokens))


def are_syllables(words: Iterable[str]) -> bool:
    """Tell whether each word, of lower-case ASCII, may be a syllable of Vietnamese without its marks: of any people."""
    return all(map(_SYLLABLE.fullmatch, words))


@lru_cache(maxsize=50_000)
def is_surely_vietnamese(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name without marks is of a surname and syllables of Vietnam, and not all of them are others' too.

    Args:
        tokens: lower-case ASCII.
    """
    if not _may_be(tokens):
        return False
    # Abroad the surname stands last: Van Tuan Le, Tuan Van Le.
    if any(map(looks_vietnamese, (tokens, (tokens[-1], *tokens[:-1]), tokens[::-1]))):
        return True
    return any(map(_OWN_LETTERS.search, tokens)) or any(map(_is_own_surname, (tokens[0], tokens[-1])))


@lru_cache(maxsize=50_000)
def _may_be(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name has a surname of Vietnam first or last, and each word is a syllable of Vietnamese."""
    if len(tokens) <= 1 or not (is_vietnamese_surname(tokens[0]) or is_vietnamese_surname(tokens[-1])):
        return False
    return are_syllables(tokens)


@lru_cache(maxsize=50_000)
def _is_own_surname(token: str) -> bool:
    """Tell whether Vietnamese alone spells a surname so: Pham."""
    dialects = {dialect for row in surname_spellings(token) for dialect, _ in dialects_of_spelling(token, row)}
    return dialects == {"vietnamese"}
