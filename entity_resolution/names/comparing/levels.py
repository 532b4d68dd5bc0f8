"""Comparison levels of names: how two names agree, and how many bits that is worth by how common they are."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from math import log2
from typing import NamedTuple

from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.whole_names import WEAK
from entity_resolution.names.prepared import PreparedName
from entity_resolution.names.scripts.form import NameForm


class NameLevel(StrEnum):
    """How two names agree, strongest first."""

    EXACT_NATIVE = "exact native"
    EXACT_LATIN = "exact latin"
    ROMANISED = "romanised"
    VARIANT = "variant"
    TOKENS_REORDERED = "tokens reordered"
    COMMON_WORD = "common word"  # in agreement, but by one word that many are called by, or of things by their kind
    COMMON_NAME = "common name"  # of persons: in agreement, but by a name in full that so many have
    ONE_WORD = "one word of it"  # of persons: one is one word of the other, by which a caller knows who is missing
    SOME_WORDS = "some words of it"  # of persons: all words of one are among the other's, which has more, turned round
    FATHER = "perhaps a father"  # of persons: in agreement, but one may be the other's father, or a brother
    FATHER_OF_MANY = "perhaps a father, of many"  # of persons: one alone says a son's, and many are called so
    SIBLING = "perhaps a sibling"  # of persons: in agreement but for what tells brothers apart, or sisters
    SISTER = "sister"  # of companies and sites: in agreement, but rather another of one house or name
    OTHER_FORM = (
        "another form"  # of companies: sisters of two legal forms, or of which one is the group's or holds others
    )
    LONGER = "longer"  # of sites: in agreement, but one has a word of its own more, or is a zone
    PART = "part of a place"  # of sites: in agreement, but one says a part of a place that the other does not
    ALIAS = "alias of both"  # in agreement, but by other names of both alone, whose own names are unlike
    PARTIAL = "partial"
    WEAK = "weak"
    DIFFERENT = "different"


class NameComparison(NamedTuple):
    """What comparing two names gave.

    Attributes:
        similarity: in [0, 1].
        level: the comparison level.
        bits: log2(m / u), lower for common names.
        agrees: whether this counts as an agreeing name for a merge.
        left: the reading of the left name that was compared.
        right: the reading of the right name.
        how: in which way they were compared.
        frequency: what share of names, by public tables, have all parts of the more common one.
        has_words_left: whether a word of either has no partner.
    """

    similarity: float
    level: NameLevel
    bits: float
    agrees: bool
    left: str
    right: str
    how: str
    frequency: float = 1.0
    has_words_left: bool = False

    @property
    def explanation(self) -> str:
        """Return which forms were compared, and how."""
        if not self.left:
            return self.how
        return f"`{self.left}` against `{self.right}`: {self.level}, {self.how}"


AGREEING = (
    *(NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.ROMANISED, NameLevel.VARIANT),
    *(NameLevel.TOKENS_REORDERED, NameLevel.COMMON_WORD, NameLevel.COMMON_NAME, NameLevel.FATHER, NameLevel.SIBLING),
    NameLevel.FATHER_OF_MANY,
    *(NameLevel.ONE_WORD, NameLevel.SISTER, NameLevel.OTHER_FORM, NameLevel.LONGER, NameLevel.PART),
    *(NameLevel.SOME_WORDS, NameLevel.ALIAS),
)
OF_MANY = frozenset({NameLevel.COMMON_WORD, NameLevel.COMMON_NAME})
"""Levels of persons of whom several are born on each day."""
OF_SISTERS = frozenset({NameLevel.SISTER, NameLevel.OTHER_FORM})
"""Levels of companies and sites of which one is rather another of one house or name."""
OF_RELATIVES = frozenset({NameLevel.FATHER, NameLevel.FATHER_OF_MANY, NameLevel.SIBLING})
"""Levels of persons of whom one may be the other's father, child, brother or sister."""
OF_WORDS = frozenset({NameLevel.ONE_WORD, NameLevel.SOME_WORDS})
"""Levels of persons of whom one may be another who has these words in a longer name."""
# From here on names agree.
ALIKE = 0.87
_NEARLY_ALIKE = 0.86
# How alike two names are at most of which each has another word for what it names.
_A_WORD_LEFT_OUT = 0.95
# A name that agrees speaks for a pair, however little, so that a number decides beside it.
_LEAST_OF_SISTERS = 0.1
# Match weight by similarity, between these points; the frequency of the name moves it by up to four bits.
_WEIGHTS = ((0.0, -10.0), (0.4, -8.0), (0.64, -5.5), (0.74, -2.5), (0.82, 0.5), (0.87, 3.0), (0.93, 6.5), (1.0, 10.0))
# What a name of neither common nor rare words tells, in bits.
_USUAL = 18.0
# In a country of seventy million two or three thousand people who live were born on a day.
OF_NO_NAMESAKE = log2(4_000)
"""How many bits a name tells that no more than so many have; a common name tells less."""
# How rare a name is tells from this similarity on.
_COMMON_ALIKE = 0.7
_STRETCHES = tuple(pairwise(_WEIGHTS))


def level_of(left: NameForm, right: NameForm, found: Found) -> NameLevel:
    """Return at which level two names agree that were found so alike."""
    one_script = left.script is right.script
    similarity = found.similarity
    if similarity < WEAK:
        return NameLevel.DIFFERENT
    if similarity >= 0.999 and found.in_order:
        return NameLevel.EXACT_LATIN if one_script else NameLevel.ROMANISED
    if similarity >= ALIKE:
        if not found.in_order:
            return NameLevel.TOKENS_REORDERED
        return NameLevel.VARIANT if one_script else NameLevel.ROMANISED
    return NameLevel.PARTIAL if similarity >= 0.74 else NameLevel.WEAK


def weighed(found: Found, level: NameLevel, left: PreparedName, right: PreparedName) -> NameComparison:
    """Return the comparison of two names with its weight, by how alike they are and how common."""
    known = min(left.known, right.known)
    bits = _bits(found.similarity, known)
    return NameComparison(
        similarity=found.similarity,
        level=level,
        bits=max(bits, _LEAST_OF_SISTERS) if level is NameLevel.SISTER else bits,
        agrees=level in AGREEING,
        left=found.left,
        right=found.right,
        how=found.how,
        frequency=2.0**-known,
        has_words_left=found.has_words_left,
    )


def left_to_a_human(comparison: NameComparison) -> NameComparison:
    """Return a comparison as one that nearly agrees: words of one writing that are alike in English alone."""
    return comparison._replace(
        similarity=min(comparison.similarity, _NEARLY_ALIKE),
        level=NameLevel.PARTIAL,
        bits=min(comparison.bits, _bits(_NEARLY_ALIKE, _USUAL)),
        agrees=False,
    )


def without_a_word_of_each(comparison: NameComparison) -> NameComparison:
    """Return a comparison of two names without a word of each as one of a name and the same with a word more."""
    similarity = min(comparison.similarity, _A_WORD_LEFT_OUT)
    return comparison._replace(similarity=similarity, bits=_bits(similarity, -log2(comparison.frequency)))


def of_two_kinds(comparison: NameComparison) -> NameComparison:
    """Return a comparison of two sites' own words as of two houses of one name, which no place completes."""
    return comparison._replace(level=NameLevel.SISTER, bits=_LEAST_OF_SISTERS)


def of_a_common_name(comparison: NameComparison) -> NameComparison:
    """Return a comparison of two persons at the level of a name that so many have, which never weighs as a rare one.

    Its words may be rare in the tables and one people's commonest: Brian Otieno, Md. Rafiqul Islam, Ram Bahadur Thapa.
    What it joins by is decided by the level. A lower bound would rank it behind pairs of two people with rarer names.
    """
    frequency = max(comparison.frequency, 2.0**-OF_NO_NAMESAKE)
    how = f"{comparison.level}, {comparison.how}"
    bits = min(comparison.bits, _bits(1.0, _USUAL))
    return comparison._replace(level=NameLevel.COMMON_NAME, bits=bits, frequency=frequency, how=how)


def of_a_part(comparison: NameComparison) -> NameComparison:
    """Return a comparison of two sites as one of a place and a part of it, or of two parts: it weighs little."""
    bits = min(comparison.bits, _bits(_NEARLY_ALIKE, _USUAL))
    how = f"{comparison.how}, but another part of a place"
    return comparison._replace(level=NameLevel.PART, bits=bits, how=how)


def of_an_alias(comparison: NameComparison) -> NameComparison:
    """Return a comparison of an alias of two records as of one that others may go by: what weighs is left, not who."""
    how = f"{comparison.level}, {comparison.how}, but no own name of either agrees"
    return comparison._replace(level=NameLevel.ALIAS, how=how)


def _bits(similarity: float, known: float) -> float:
    """Return the match weight of a similarity, lower where either name is made of common parts."""
    rarity = min(4.0, max(-4.0, 0.3 * (known - _USUAL))) if similarity > _COMMON_ALIKE else 0.0
    for (low, least), (high, most) in _STRETCHES:
        if similarity <= high:
            weight = least + (similarity - low) / (high - low) * (most - least)
            return weight + rarity * (similarity - _COMMON_ALIKE) / (1.0 - _COMMON_ALIKE)
    return _WEIGHTS[-1][1] + rarity
