"""What the marks and letters of one script say about two names that sound alike."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from rapidfuzz.distance import OSA

from entity_resolution.names.comparing.peoples.native_initials import (
    are_written_in_words,
    have_initials,
    words_without_initials,
)
from entity_resolution.names.comparing.peoples.thai_homophones import are_said_alike
from entity_resolution.names.prepared import PreparedName
from entity_resolution.names.scripts.form import NameKind
from entity_resolution.names.scripts.latin import ascii_fold, has_vietnamese_marks, tokenise, vietnamese_token
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.thai import homophones
from entity_resolution.names.tongues.kanji import in_one_form
from entity_resolution.names.tongues.slavic import is_patronymic

# How much a difference in writing counts between names of one script, beside the difference in sound.
_MARK_COST = 1.6
_LETTER_COST = 0.15
_UNSAID_COST = 0.4
# Names in two scripts that are less alike as written are compared by their sound alone.
_WRITTEN_ALIKE = 0.5
# Of a name of one word that another has as well, nobody knows whose it is.
_FEWEST_WORDS = 2
# I and Y behind a consonant are one sound, of which the one or the other is written: Quý and Quí.
_I_FOR_Y = re.compile("(?:(?<=[^aeiouyăâêôơư])|(?<=qu))y$")
# Letters of several words in a Vietnamese name: HTX, TMCP.
_ACRONYM = re.compile("[bcdfghjklmnpqrstvwxzđ]+")


def marks_agree(left: PreparedName, right: PreparedName, kind: NameKind) -> tuple[float, float]:
    """Return (factor, part): a similarity in sound is multiplied by the factor, then the part is added.

    Args:
        left: a name.
        right: a name in the same script.
        kind: what both name.
    """
    if left.form.script is Script.LATIN:
        return (_tone_agreement(left.form.native, right.form.native) if left.toned and right.toned else 1.0), 0.0
    alike = _written_alike(left, right)
    if left.form.script is Script.MIXED and alike < _WRITTEN_ALIKE:
        # Which part of a name stands in Latin letters is each writer's choice.
        return 1.0, 0.0
    if kind is NameKind.PERSON and (of_both := _shared_words_alike(left, right)) > alike:
        # What one leaves out or cuts to an initial has its cost in sound, and is no difference in writing.
        return 0.5 + 0.5 * of_both, 0.0
    return 0.5, 0.5 * alike


def differ_in_marks(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two names of companies of the same letters have other Vietnamese marks: Minh Anh, Minh Ánh.

    Whoever writes a legal form with its marks leaves none out in the name.
    """
    forms = (left.form, right.form)
    if any(form.script is not Script.LATIN for form in forms):
        return False
    if ascii_fold(left.form.native.lower()) != ascii_fold(right.form.native.lower()):
        return False
    if not all(has_vietnamese_marks(form.raw) for form in forms):
        return False
    return _marked_syllables(left.form.native) != _marked_syllables(right.form.native)


def have_other_marks(left: str, right: str) -> bool:
    """Tell whether two persons' names with Vietnamese marks have each a syllable that the other has not: Hạnh, Hành.

    Whoever writes the marks of one syllable leaves none out in the next; one of four tells as much as one of two.

    Args:
        left: a name as it is written.
        right: another.
    """
    return _tone_agreement(left, right) < 1.0


def _written_alike(left: PreparedName, right: PreparedName) -> float:
    """Return in [0, 1] how alike two names of one script are as written, in the order of their words or in another."""
    script = left.form.script
    if (left.bare == left.joined) is not (right.bare == right.joined):
        # One source says of which country's a company is, where another does not.
        return _letters_alike(left.bare, right.bare, script)
    alike = _letters_alike(left.joined, right.joined, script)
    if alike < 1.0 and are_said_alike(left.form, right.form):
        # As a hotline hears a name. Letters that nobody says cost more than others of one sound, and no other name.
        return max(alike, 1.0 - _UNSAID_COST * OSA.normalized_distance(left.joined, right.joined))
    if alike < 1.0 and (left.joined_in_turn != left.joined or right.joined_in_turn != right.joined):
        return max(alike, _letters_alike(left.joined_in_turn, right.joined_in_turn, script))
    return alike


def _shared_words_alike(left: PreparedName, right: PreparedName) -> float:
    """Return in [0, 1] how alike two persons' names are as written but for initials and the words that one leaves out.

    It is 0 where neither has any, where the script writes no words apart, where one word is all that is left, and
    where it is the surname that is left out: Сергей Николаевич is any of a thousand families'.
    """
    if not are_written_in_words(left.form, right.form) or _has_no_surname(left.form.tokens, right.form.tokens):
        return 0.0
    has_initials = have_initials(left.form, right.form)
    few, many = sorted(words_without_initials(left.form, right.form), key=lambda words: (len(words), words))
    if len(few) < (1 if has_initials else _FEWEST_WORDS) or (len(few) == len(many) and not has_initials):
        return 0.0
    partners = _partners(few, many)
    return _letters_alike("".join(few), "".join(partners), left.form.script)


def _has_no_surname(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether the shorter of two names is a given name and one after the father, and the longer has more."""
    short, long = sorted((left, right), key=len)
    return len(short) <= _FEWEST_WORDS and len(short) < len(long) and any(map(is_patronymic, short))


def _partners(few: tuple[str, ...], many: tuple[str, ...]) -> list[str]:
    """Return for each of some words the one of others that is most alike, the most alike pairs first taken."""
    ways = sorted(
        (OSA.normalized_distance(one, other), abs(at - other_at), at, other_at)
        for at, one in enumerate(few)
        for other_at, other in enumerate(many)
    )
    taken: dict[int, int] = {}
    for _, _, at, other_at in ways:
        if at not in taken and other_at not in taken.values():
            taken[at] = other_at
    return [many[taken[at]] for at in range(len(few))]


def _letters_alike(one: str, other: str, script: Script) -> float:
    """Return in [0, 1] how alike two texts of one script are; in Thai, letters of one sound cost little."""
    if script is Script.HAN:
        return OSA.normalized_similarity(in_one_form(one), in_one_form(other))
    letters = OSA.normalized_distance(one, other)
    if script is not Script.THAI:
        return max(0.0, 1.0 - _MARK_COST * letters)
    heard = OSA.normalized_distance(homophones(one), homophones(other))
    return max(0.0, 1.0 - _MARK_COST * heard - _LETTER_COST * letters)


@lru_cache(maxsize=50_000)
def _tone_agreement(left: str, right: str) -> float:
    """Return in [0.5, 1] how far the syllables of two marked names agree in tone and letters, in any order.

    Initials and acronyms say nothing, nor do syllables that one of the names leaves out.
    """
    mine, theirs = _marked_syllables(left), _marked_syllables(right)
    fewest = min(mine.total(), theirs.total())
    return 0.5 + 0.5 * (mine & theirs).total() / fewest if fewest else 1.0


def _marked_syllables(name: str) -> Counter[tuple[str, str]]:
    words = (token for token in tokenise(name.lower()) if len(token) > 1)
    syllables = (vietnamese_token(word) for word in words if not _ACRONYM.fullmatch(word))
    return Counter((_I_FOR_Y.sub("i", letters), tone) for letters, tone in syllables)
