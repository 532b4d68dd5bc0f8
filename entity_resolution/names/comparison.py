"""Compare two prepared names: how alike, at which level, worth how many bits, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from entity_resolution.names.form import NameForm, NameKind, Tongue
from entity_resolution.names.frequency import information_bits, name_frequency
from entity_resolution.names.han import surname_bits
from entity_resolution.names.latin import has_vietnamese_marks, tokenise, vietnamese_token
from entity_resolution.names.legal_forms import kind_words
from entity_resolution.names.phonemes import sounds
from entity_resolution.names.reading import word_readings
from entity_resolution.names.script import Script


class NameLevel(StrEnum):
    """How two names agree, strongest first."""

    EXACT_NATIVE = "exact native"
    EXACT_LATIN = "exact latin"
    ROMANISED = "romanised"
    VARIANT = "variant"
    TOKENS_REORDERED = "tokens reordered"
    PARTIAL = "partial"
    WEAK = "weak"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """What comparing two names gave.

    Attributes:
        similarity: in [0, 1].
        level: the comparison level.
        bits: log2(m / u) of the level, lower for common names.
        explanation: which forms were compared, and how.
        agrees: whether this counts as an agreeing name for a merge.
    """

    similarity: float
    level: NameLevel
    bits: float
    explanation: str
    agrees: bool


_AGREEING = frozenset(
    {NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.ROMANISED, NameLevel.VARIANT, NameLevel.TOKENS_REORDERED}
)
_SPELLING, _NEAR, _FAR = 0.2, 0.4, 0.4


def compare_names(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    """Compare two names read by the function of the same kind.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if left.native and left.native.casefold() == right.native.casefold():
        return _result(1.0, NameLevel.EXACT_NATIVE, left, right, kind, (left.native, right.native), "")
    if not left.latin or not right.latin:
        return NameComparison(
            similarity=0.0, level=NameLevel.DIFFERENT, bits=0.0, explanation="a name is empty", agrees=False
        )
    return _compared(left, right, kind)


def _compared(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    tongue = _shared_tongue(left, right)
    similarity, forms, how = _best_reading(left, right, tongue)
    reordered = False
    if similarity < 0.93 and (len(left.tokens) > 1 or len(right.tokens) > 1):
        aligned, note = _aligned(left, right, tongue, kind)
        if aligned > similarity:
            similarity, how, reordered = aligned, note, True
    if left.script is right.script:
        similarity = _with_marks(left, right, similarity)
    level = _level(left, right, similarity, forms, reordered=reordered)
    return _result(similarity, level, left, right, kind, forms, how)


def _shared_tongue(left: NameForm, right: NameForm) -> Tongue:
    """Return whose spelling both names are read by: that of a native script, else the more telling guess."""
    for form, other in ((left, right), (right, left)):
        if form.script not in (Script.LATIN, Script.OTHER) and other.script in (Script.LATIN, Script.OTHER):
            return form.tongue
    if left.tongue is Tongue.GENERAL:
        return right.tongue
    return left.tongue


def _best_reading(left: NameForm, right: NameForm, tongue: Tongue) -> tuple[float, tuple[str, str], str]:
    best, forms = -1.0, (left.latin[0], right.latin[0])
    for one in left.latin:
        for other in right.latin:
            found = sound_similarity(one, other, tongue)
            if found > best:
                best, forms = found, (one, other)
    return best, forms, f"read as {tongue}"


@lru_cache(maxsize=400_000)
def sound_similarity(left: str, right: str, tongue: Tongue) -> float:
    """Return in [0, 1] how alike two Latin texts sound, spaces aside: 1 minus a graded edit distance."""
    if left == right:
        return 1.0
    mine, theirs = sounds(left, tongue), sounds(right, tongue)
    spelling = Levenshtein.normalized_distance(mine.spelling, theirs.spelling)
    near = Levenshtein.normalized_distance(mine.near, theirs.near)
    far = Levenshtein.normalized_distance(mine.far, theirs.far)
    return 1.0 - (_SPELLING * spelling + _NEAR * near + _FAR * far)


def _aligned(left: NameForm, right: NameForm, tongue: Tongue, kind: NameKind) -> tuple[float, str]:
    """Return the similarity of tokens paired off in the best order, unpaired tokens counting by their information."""
    short, long = sorted((word_readings(left), word_readings(right)), key=len)
    used: set[int] = set()
    total = weight = 0.0
    for readings in short[:8]:
        information = _information(readings[0], kind)
        best, at = 0.0, -1
        for index, others in enumerate(long[:8]):
            if index not in used:
                found = max(_token_similarity(one, other, tongue) for one in readings[:6] for other in others[:6])
                if found > best:
                    best, at = found, index
        used.add(at)
        total += information * best
        weight += information
    left_over = sum(_information(readings[0], kind) for index, readings in enumerate(long) if index not in used)
    reorder = 0.3 if tongue is Tongue.BURMESE else 0.05
    return max(0.0, total / (weight + 0.35 * left_over) - reorder) if weight else 0.0, f"words paired, read as {tongue}"


def _token_similarity(one: str, other: str, tongue: Tongue) -> float:
    if len(one) == 1 or len(other) == 1:
        return 0.8 if one[:1] == other[:1] else 0.0
    return sound_similarity(one, other, tongue)


@lru_cache(maxsize=100_000)
def _information(token: str, kind: NameKind) -> float:
    if kind is not NameKind.PERSON and token in kind_words():
        return 2.0
    return max(2.0, information_bits(token))


def _with_marks(left: NameForm, right: NameForm, similarity: float) -> float:
    """Lower a similarity by what the marks of one script say: Hoa and Hòa, ปี and ปู."""
    if left.script is Script.LATIN:
        if has_vietnamese_marks(left.native) and has_vietnamese_marks(right.native):
            return similarity * _tone_agreement(left.native, right.native)
        return similarity
    native = Levenshtein.normalized_similarity("".join(left.native.split()), "".join(right.native.split()))
    return 0.5 * similarity + 0.5 * native


@lru_cache(maxsize=50_000)
def _tone_agreement(left: str, right: str) -> float:
    mine, theirs = tokenise(left.lower()), tokenise(right.lower())
    if len(mine) != len(theirs):
        return 1.0
    same = sum(vietnamese_token(one) == vietnamese_token(other) for one, other in zip(mine, theirs, strict=True))
    return 0.6 + 0.4 * same / len(mine)


def _level(left: NameForm, right: NameForm, similarity: float, forms: tuple[str, str], *, reordered: bool) -> NameLevel:
    if similarity >= 0.999 and not reordered:
        return NameLevel.EXACT_LATIN if left.script is right.script else NameLevel.ROMANISED
    if similarity >= 0.92:
        if reordered:
            return NameLevel.TOKENS_REORDERED
        return NameLevel.VARIANT if left.script is right.script else NameLevel.ROMANISED
    if similarity >= 0.82:
        return NameLevel.PARTIAL if reordered else NameLevel.VARIANT
    if similarity >= 0.7:
        return NameLevel.PARTIAL
    return NameLevel.WEAK if similarity >= 0.55 else NameLevel.DIFFERENT


def _result(
    similarity: float,
    level: NameLevel,
    left: NameForm,
    right: NameForm,
    kind: NameKind,
    forms: tuple[str, str],
    how: str,
) -> NameComparison:
    bits = _bits(similarity, left.tokens, kind)
    compared = f"`{forms[0]}` against `{forms[1]}`: {level}"
    return NameComparison(
        similarity=similarity,
        level=level,
        bits=bits,
        explanation=f"{compared}, {how}" if how else compared,
        agrees=level in _AGREEING,
    )


def _bits(similarity: float, tokens: tuple[str, ...], kind: NameKind) -> float:
    """Return the match weight: up to the information in the name for full agreement, down to -10 for none."""
    most = min(18.0, max(3.0, sum(_information(token, kind) for token in tokens[:4]) * 0.6))
    if similarity >= 0.8:
        return 2.0 + (similarity - 0.8) / 0.2 * (most - 2.0)
    return max(-10.0, 2.0 - (0.8 - similarity) * 24.0)


def surname_agreement(left: NameForm, right: NameForm) -> float:
    """Return the bits that two Chinese surnames give, spelled in whichever dialect; 0 where the table knows no tie."""
    if not left.tokens or not right.tokens:
        return 0.0
    return max(surname_bits(one, other)[0] for one in left.tokens for other in right.tokens)


__all__ = ["NameComparison", "NameLevel", "compare_names", "name_frequency"]
