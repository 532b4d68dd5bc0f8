"""Khmer places in Latin letters, in the official transliteration and as people spell them: Tuol Kaev, Toul Keo.

The vowels are spelt in two ways, the consonants in one, so that in a short word another consonant is another word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import is_place_alone, kind_words_of_places
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.prepared import PreparedName
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.tongues.closeness import sound_similarity

# Words of Khmer places that hardly another people's have, as `khmer_form` spells them.
_SIGNS = """
pnom koh kampong kompong prei svai beung trapeang steung tul prek kbal chroi prasat tmei chas krom kandal rusei keo
snul spean tnot vot roka chamkar psa krang sre damnak kantut knong poi poipet bavet stung chei sangke chrum banteai
tonle chrei kralanh ampil daun teuk romeas thma kraol samrong tlok tumnup
"""
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("w", "v"),
        # Aspirates are written before another consonant in one way and not in the other.
        ("chh", "ch"),
        ("([kpt])h(?=[nms])", r"\1"),
        ("rue?ss?(?=[ei])", "rus"),
        ("ngk$", "ng"),
        ("(?<=a)r$", ""),
        # As the French spelt it: SAMPEAU and SAMPOV; KOU and KO.
        ("(?:eau|au|ouv)$", "ov"),
        ("(?<=[^aeiou])ou$", "o"),
        # KAEV and KEO, PAOY and POI, TUOL and TOUL, STUENG and STEUNG, PREAEK and PREK, TRAPEANG and TRAPAING.
        ("(?:ae[vo]|e[vo])$", "eo"),
        ("(?:ao|ou|o)[iy]", "oi"),
        ("a[iy](?!n)", "ai"),
        ("e[iy]$", "ei"),
        ("eang|aing|aeng", "eang"),
        ("oeu|aeu|eou|oe|ue|eu", "eu"),
        ("eae|ae", "e"),
        ("(?:uo|ou|ua)(?=ng)", "uo"),
        ("(?:uo|ou|oo|ua)(?=[^aeiouyn]|n(?!g))", "u"),
        ("ao(?=[^aeiouyv])", "o"),
        ("(?<![aeo])u(?=m$|m[^aeiou]|ng)", "o"),
        ("or(?=[kt]$|$)", "o"),
        ("^ou$", "o"),
        ("^tmar?$", "tmo"),
        (r"([^aeiou])\1", r"\1"),
    )
)
_VOWELS = re.compile("[aeiou]+")
# Up to so many letters another consonant makes another word; how alike names with one are at most.
_SHORT_WORD, _OTHER_WORD = 7, 0.72
# How alike names are that are one in one spelling, and at most where their spaces stand elsewhere.
_IN_ONE_SPELLING, _LEAST_WITHOUT_SPACES = 0.985, 0.93
# What is left of a likeness where one name alone says what kind of place it is.
_OTHER_KIND = 0.95
# A word less alike than this is rather another one.
_DOUBTFUL = 0.7


@lru_cache(maxsize=50_000)
def khmer_form(token: str) -> str:
    """Return a word of a place's name in one spelling.

    Args:
        token: lower-case ASCII.
    """
    for pattern, spelt in _ONE_WAY:
        token = pattern.sub(spelt, token)
    return token


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    return frozenset(map(khmer_form, _SIGNS.split()))


@lru_cache(maxsize=20_000)
def khmer_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a place's name in one spelling, without its kind; empty where none is a Khmer place's.

    Args:
        tokens: lower-case ASCII.
    """
    words = tuple(khmer_form(token) for token in tokens if token not in kind_words_of_places())
    return words if not _signs().isdisjoint(words) else ()


def compare_khmer_places(left: PreparedName, right: PreparedName, found: Found) -> Found:
    """Raise or lower a likeness of two places in Latin letters that both have a word of Khmer places.

    A town's casino and its hotel have the town in common: words of another kind, or a town alone, raise nothing.

    Args:
        left: a name.
        right: another.
        found: how alike they are otherwise.
    """
    ones, others = khmer_words(left.form.tokens), khmer_words(right.form.tokens)
    if not ones or not others:
        return found
    if _hold_two_words(ones, others):
        return found._replace(similarity=min(found.similarity, _OTHER_WORD), how=f"{found.how}, but by another word")
    if _may_be_of_one_town(left, right):
        return found
    similarity = _likeness(ones, others) * (1.0 if left.kinds == right.kinds else _OTHER_KIND)
    if similarity <= found.similarity:
        return found
    return Found(similarity, " ".join(ones), " ".join(others), "as Khmer places are spelt", in_order=True)


def _may_be_of_one_town(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two places say two kinds, or one says a kind and no more than a word or a known town beside it."""
    if left.kinds == right.kinds:
        return False
    if left.kinds - right.kinds and right.kinds - left.kinds:
        return True
    return any(_is_town_alone(name.form.tokens) for name in (left, right))


def _is_town_alone(tokens: tuple[str, ...]) -> bool:
    words = tuple(token for token in tokens if token not in kind_words_of_places())
    return len(words) == 1 or is_place_alone(words)


def _likeness(ones: tuple[str, ...], others: tuple[str, ...]) -> float:
    one, other = "".join(ones), "".join(others)
    if one == other:
        return _IN_ONE_SPELLING
    whole = _IN_ONE_SPELLING * sound_similarity(one, other, Tongue.KHMER)
    if len(ones) != len(others):
        return whole if whole >= _LEAST_WITHOUT_SPACES else 0.0
    worst = min(sound_similarity(*pair, Tongue.KHMER) for pair in zip(ones, others, strict=True))
    return whole if worst >= _DOUBTFUL else min(whole, _OTHER_WORD)


def _hold_two_words(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether, of what one of two names alone has, words in one place are two; a town stands before or behind."""
    mine, theirs = ([w for w in words if w not in rest] for words, rest in ((ones, others), (others, ones)))
    return len(ones) == len(others) and any(_are_two_words(*pair) for pair in zip(mine, theirs, strict=False))


@lru_cache(maxsize=20_000)
def _are_two_words(one: str, other: str) -> bool:
    """Tell whether two words differ in a consonant, one of them short."""
    if one == other or min(len(one), len(other)) > _SHORT_WORD:
        return False
    return _consonants(one) != _consonants(other)


def _consonants(word: str) -> str:
    return _VOWELS.sub("", sounds(word, Tongue.KHMER).far)
