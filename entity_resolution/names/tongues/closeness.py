"""How alike two words sound: graded edit distances at three depths of sound, over every reading that a word has."""

from __future__ import annotations

import re
from functools import lru_cache
from heapq import nsmallest
from math import exp, log
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.short_names import is_short_for
from entity_resolution.names.tongues.known_names import are_two_names, begin_otherwise
from entity_resolution.names.tongues.slips import SWAPPED, slip_likeness

# What one edit costs at each depth of the sound classes; fitted on the labelled sets, rounded.
EDIT_COSTS = dict.fromkeys(Tongue, (0.3, 1.0, 1.5)) | {
    Tongue.THAI: (0.25, 1.3, 1.0),
    Tongue.LAO: (0.25, 1.3, 1.0),
    Tongue.THAI_BY_EAR: (0.25, 1.3, 1.0),
    Tongue.KHMER: (0.2, 0.8, 0.7),
    Tongue.BURMESE: (0.15, 0.8, 1.5),
}
# A cost is measured against the length of the name and a constant, so that a clear difference tells in long names too.
_PER_SOUND, _CONSTANT = 0.9, 2.0
# How many readings of a Thai word by its sound stand before its spellings by letters, at most.
HEARD = 16
# Below the one a Thai word is another by its sound, from the other on it is found by it.
_UNHEARD, SURELY_HEARD = 0.35, 0.93
# How many pairs of readings are measured in full.
_MEASURED = 5
# What the last of all readings that a word may have loses of its likeness: a later one is less likely to be meant.
_DOUBT = 0.04
_LAST_RANK = 31
# Words less alike than this by their deepest classes alone are measured once.
_FAR = 0.25
# How alike a word and its beginning are, which may be a short form and is as often another name: Panit, Panitchpakdi.
_BEGINNING, _LEAST_BEGINNING = 0.62, 3
# Languages whose names are made of syllables that an initial never stands for.
WITHOUT_INITIALS = (Tongue.BURMESE,)


# How alike names are at most that only their ending for men and women tells apart, and how long they are at least.
_OTHER_SEX, _SEXED_LETTERS = 0.66, 4
# How alike two known names of South Asia are at most that begin with two consonants.
_OTHER_BEGINNING = 0.4


# Khmer given names on -EA and on -Y are two: Kunthea, Kunthy. Those on -SEA are anybody's: Chelsea, Chelsy.
_IN_EA = re.compile("[bcdfghjklmnpqrtvwxz](?=ea$)")
_IN_Y = re.compile("[bcdfghjklmnpqrtvwxz](?=[yi]$)")


class Closest(NamedTuple):
    """The most alike of the readings of two words."""

    similarity: float
    left: str
    right: str


def sound_similarity(left: str, right: str, tongue: Tongue) -> float:
    """Return in [0, 1] how alike two Latin texts sound, spaces aside.

    Args:
        left: lower-case ASCII.
        right: lower-case ASCII.
        tongue: whose spelling habits both are read by.
    """
    if left == right:
        return 1.0
    if tongue is Tongue.GENERAL and ("x" in left) is not ("x" in right) and "ks" in (right if "x" in left else left):
        left, right = left.replace("x", "ks"), right.replace("x", "ks")
    mine, theirs = sounds(left, tongue), sounds(right, tongue)
    longest = max(len(mine.near), len(theirs.near), 1)
    spelling, near, far = EDIT_COSTS[tongue]
    cost = near * OSA.distance(mine.near, theirs.near) + far * OSA.distance(mine.far, theirs.far)
    cost += spelling * OSA.distance(mine.spelling, theirs.spelling)
    return exp(-cost / (_PER_SOUND * longest + _CONSTANT))


@lru_cache(maxsize=50_000)
def closest(ones: tuple[str, ...], others: tuple[str, ...], tongue: Tongue) -> Closest:
    """Return the most alike of two sets of readings; only those nearest at the deepest level are measured in full."""
    if len(ones) == len(others) == 1:
        return Closest(_spelled_alike(ones[0], others[0], tongue), ones[0], others[0])
    if tongue is not Tongue.THAI or max(len(ones), len(others)) <= HEARD:
        return _closest(ones, others, tongue)
    found = _closest(ones[:HEARD], others[:HEARD], tongue)
    if min(len(ones), len(others)) > 1 or not _UNHEARD <= found.similarity < SURELY_HEARD:
        # What sounds alike, or nothing like it, need not be spelt; nor do two names in Thai letters.
        return found
    spelt = _closest(ones[HEARD:] or ones, others[HEARD:] or others, tongue)
    spelt = spelt._replace(similarity=spelt.similarity * trust(HEARD))
    return max(found, spelt, key=lambda way: way.similarity)


def _closest(ones: tuple[str, ...], others: tuple[str, ...], tongue: Tongue) -> Closest:
    mine, theirs = _by_far(ones, tongue), _by_far(others, tongue)
    distances = sorted([(OSA.distance(said, heard), said, heard) for said in mine for heard in theirs])
    measured = _MEASURED
    if exp(-EDIT_COSTS[tongue][2] * distances[0][0] / (_PER_SOUND * max(map(len, ones + others)) + _CONSTANT)) < _FAR:
        measured = 1
    found: list[tuple[int, int, str, str, str]] = []
    last = 0
    for distance, said, heard in distances:
        if distance > last and len(found) >= measured:
            break
        last = distance
        for rank, one in mine[said]:
            for rank_other, other in theirs[heard]:
                # Ties are settled by the texts, so that the result does not depend on which name is called left.
                tie = one + other if one < other else other + one
                found.append((distance, rank + rank_other, tie, one, other))
    ways = [
        Closest(sound_similarity(one, other, tongue) * trust(rank), one, other)
        for _, rank, _, one, other in nsmallest(measured, found)
    ]
    return max(ways, key=lambda way: way.similarity)


@lru_cache(maxsize=_LAST_RANK + 1)
def trust(rank: int) -> float:
    """Return how far a reading is believed that stands so far down the list of those that a word may have."""
    return 1.0 - _DOUBT * log(min(rank, _LAST_RANK) + 1) / log(_LAST_RANK + 1)


@lru_cache(maxsize=50_000)
def _by_far(readings: tuple[str, ...], tongue: Tongue) -> dict[str, list[tuple[int, str]]]:
    """Return the readings by their deepest class of sounds, each with its rank."""
    found: dict[str, list[tuple[int, str]]] = {}
    for rank, reading in enumerate(readings):
        found.setdefault(sounds(reading, tongue).far, []).append((rank, reading))
    return found


def _spelled_alike(one: str, other: str, tongue: Tongue) -> float:
    """Return how alike two spelled words sound; those that end as two Khmer given names do are two."""
    similarity = sound_similarity(one, other, tongue)
    return _OTHER_SEX if similarity > _OTHER_SEX and differ_in_ea(one, other) else similarity


def differ_in_ea(one: str, other: str) -> bool:
    """Tell whether one word ends in -ea and another in -y or -i, behind one consonant: Sophea and Sophy."""
    if one.endswith("ea") is other.endswith("ea"):
        return False
    found, others_found = _IN_EA.search(one) or _IN_Y.search(one), _IN_EA.search(other) or _IN_Y.search(other)
    return found is not None and others_found is not None and found.group() == others_found.group()


def differ_in_sex(one: str, other: str) -> bool:
    """Tell whether two given names are one for a man and for a woman: Mario and Maria, Francisco and Francisca."""
    return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"o", "a"} and len(one) >= _SEXED_LETTERS


@lru_cache(maxsize=100_000)
def closest_words(ones: tuple[str, ...], others: tuple[str, ...], tongue: Tongue) -> Closest:
    """Return how alike two words of names are; a short form, a beginning and an initial count as well."""
    one, other = ones[0], others[0]
    if one == other:
        return Closest(1.0, one, other)
    # By ear as Thai, Latin words have more readings, their own first.
    if (len(ones) == len(others) == 1 or tongue is Tongue.THAI_BY_EAR) and are_two_names(one, other):
        return Closest(min(_OTHER_SEX, _spelled_alike(one, other, tongue)), one, other)
    if len(ones) == len(others) == 1 and begin_otherwise(one, other):
        return Closest(min(_OTHER_BEGINNING, _spelled_alike(one, other, tongue)), one, other)
    if is_short_for(one, other):
        return Closest(0.93, one, other)
    if len(ones) == len(others) == 1:
        if (len(one) == 1 or len(other) == 1) and tongue not in WITHOUT_INITIALS:
            return Closest(0.87 if one[:1] == other[:1] else 0.0, one, other)
        found = Closest(_spelled_alike(one, other, tongue), one, other)
        if tongue is Tongue.GENERAL:
            if found.similarity > _OTHER_SEX and differ_in_sex(one, other):
                return Closest(_OTHER_SEX, one, other)
            if found.similarity < SWAPPED and (slipped := slip_likeness(one, other)) > found.similarity:
                return Closest(slipped, one, other)
    else:
        found = closest.__wrapped__(ones, others, tongue)
    begins = min(len(one), len(other)) >= _LEAST_BEGINNING and (one.startswith(other) or other.startswith(one))
    if begins and found.similarity < _BEGINNING:
        return Closest(_BEGINNING, one, other)
    return found
