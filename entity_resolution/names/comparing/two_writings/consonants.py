"""Compare a name in Arabic script, which writes no short vowels, with one in another by consonants alone."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA

from entity_resolution.names.comparing.pairing import SPELLED_DOUBTFULLY, Found, left_over_cost, limit_by_weakest
from entity_resolution.names.scripts.arabic_letters import count_other_names
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.arabic import (
    arabic_bones,
    arabic_parts,
    arabic_words,
    joined_in_persian,
    letters_of_words,
    long_vowels_missed,
    pair_off_bones,
    places_joined,
    ways_to_spell,
)

# What each long vowel costs that Arabic letters write and Latin ones do not.
_MISSED_VOWEL = 0.12
# What it costs that two words of the same consonants are two names that the table knows: Muhammad, Mahmoud.
_OTHER_NAME = 0.24
# How alike names are at most of which the consonants alone are compared; of how many parts they are at least, to be
# compared one by one, and what it costs that these stand in another order.
_BY_CONSONANTS, _PARTS, _PARTS_MOVED = 0.96, 2, 0.04


def compare_consonants(left: NameForm, right: NameForm, kind: NameKind) -> Found:
    """Compare Arabic script, which writes no short vowels, with another by consonants alone."""
    of_company = kind is not NameKind.PERSON
    native, latin = (left, right) if left.script is Script.ARABIC else (right, left)
    bones = arabic_bones(native.native, native.script, native.tokens, of_company=of_company)
    heard = {arabic_bones(latin.native, latin.script, tokens) for tokens in ways_to_spell(latin.tokens)}
    similarity = _BY_CONSONANTS * max(OSA.normalized_similarity(bones, others) for others in heard)
    words = [arabic_words(form.native, form.script, form.tokens, of_company=of_company) for form in (native, latin)]
    letters = letters_of_words(native.native)
    similarity = max(0.0, similarity - _cost_of_vowels(words[0], words[1], letters))
    found = Found(similarity, left.latin[0], right.latin[0], "consonants compared", in_order=True)
    written, spelled = map(arabic_parts, words)
    paired = _by_parts(found, written, spelled, letters)
    # Of as many parts the worst one tells; of others one may be two, run together.
    found = paired if len(written) == len(spelled) else max(found, paired, key=lambda way: way.similarity)
    if len(written) == len(spelled) and places_joined(words[0]) == places_joined(words[1]):
        return found
    joined = [*map(joined_in_persian, words)]
    if joined == words:
        return found
    return max(
        found,
        _paired_off(found, arabic_parts(joined[0]), arabic_parts(joined[1]), letters),
        key=lambda way: way.similarity,
    )


def _by_parts(found: Found, written: tuple[str, ...], spelled: tuple[str, ...], letters: Mapping[str, str]) -> Found:
    """Compare the parts of an Arabic name in any order; what one name leaves out counts against by its length."""
    if min(len(written), len(spelled)) < _PARTS:
        return found
    return _paired_off(found, written, spelled, letters)


def _paired_off(found: Found, written: tuple[str, ...], spelled: tuple[str, ...], letters: Mapping[str, str]) -> Found:
    paired = pair_off_bones(written, spelled)
    similarity = _BY_CONSONANTS * limit_by_weakest(paired.similarity, paired.worst, SPELLED_DOUBTFULLY)
    similarity *= 1.0 - left_over_cost(Tongue.GENERAL) * paired.left_over
    similarity -= 0.0 if paired.in_order else _PARTS_MOVED
    ones, others = zip(*paired.pairs, strict=True)
    similarity -= _cost_of_vowels(ones, others, letters)
    return found._replace(similarity=max(0.0, similarity), how="parts compared", in_order=paired.in_order)


def _cost_of_vowels(written: tuple[str, ...], spelled: tuple[str, ...], letters: Mapping[str, str]) -> float:
    """Return what vowels cost that tell words of the same consonants apart: long ones, and those of known names."""
    missed = long_vowels_missed(written, spelled)
    return _MISSED_VOWEL * missed + _OTHER_NAME * count_other_names(written, spelled, letters)
