"""Compare two prepared names: how alike, at which level, worth how many bits, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from math import exp
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entity_resolution.names.burmese import romanise_burmese
from entity_resolution.names.form import NameForm, NameKind, Tongue
from entity_resolution.names.frequency import information_bits
from entity_resolution.names.han import simplified, surname_length
from entity_resolution.names.keys import skeleton
from entity_resolution.names.latin import has_vietnamese_marks, tokenise, vietnamese_token
from entity_resolution.names.legal_forms import kind_words
from entity_resolution.names.phonemes import sounds
from entity_resolution.names.reading import word_readings
from entity_resolution.names.script import Script
from entity_resolution.names.short_names import PARTICLES, is_short_for
from entity_resolution.names.surnames import surname_bits, surname_spellings
from entity_resolution.names.thai import homophones
from entity_resolution.names.tongue import plausible_tongues


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
        bits: log2(m / u), lower for common names.
        explanation: which forms were compared, and how.
        agrees: whether this counts as an agreeing name for a merge.
    """

    similarity: float
    level: NameLevel
    bits: float
    explanation: str
    agrees: bool


class _Found(NamedTuple):
    """The best way found to read two names alike."""

    similarity: float
    left: str
    right: str
    how: str
    in_order: bool


_SPELLED = frozenset({Script.LATIN, Script.OTHER, Script.CYRILLIC, Script.ARABIC, Script.HANGUL})
_AGREEING = frozenset(
    {NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.ROMANISED, NameLevel.VARIANT, NameLevel.TOKENS_REORDERED}
)
# What one edit costs at each depth of the sound classes; fitted on the labelled sets, rounded.
_EDIT_COSTS = dict.fromkeys(Tongue, (0.3, 1.0, 1.5)) | {
    Tongue.THAI: (0.25, 1.3, 1.0),
    Tongue.LAO: (0.25, 1.3, 1.0),
    Tongue.KHMER: (0.2, 0.8, 0.7),
    Tongue.BURMESE: (0.15, 0.8, 1.5),
}
# A cost is measured against the length of the name and a constant, so that a clear difference tells in long names too.
_PER_SOUND, _CONSTANT = 0.9, 2.0
_WORTH_A_LOOK = 0.5
# Words that companies and places are joined with, which registers and guides keep or drop at will.
_JOINING_WORDS = frozenset({"the", "and", "of", "at", "a", "in", "le", "les", "il", "lo", "di", "du"})
_FAR_APART = 0.2
# By how much another language's reading must be better to be preferred.
_CLEARLY = 0.01
# How much a difference in writing counts between names of one script, beside the difference in sound.
_MARK_COST = 1.6
_PAIRED_WORDS = 8
_INITIALS_SIMILARITY = 0.8
# How many pairs of readings are measured in full.
_MEASURED = 5
# Where a Chinese surname table may apply.
_OF_SURNAMES = frozenset({Tongue.CHINESE, Tongue.GENERAL, Tongue.VIETNAMESE, Tongue.MALAY})
_REORDERED_COST = {Tongue.BURMESE: 0.3}


def compare_names(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    """Compare two names read by the function of the same kind.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if left.native and _same_writing(left, right):
        found = _Found(1.0, left.native, right.native, "as written", in_order=True)
        return _result(found, NameLevel.EXACT_NATIVE, left, right, kind)
    if not left.latin or not right.latin:
        return NameComparison(
            similarity=0.0, level=NameLevel.DIFFERENT, bits=0.0, explanation="a name is empty", agrees=False
        )
    if kind is NameKind.ORGANISATION and _abbreviates(left, right):
        found = _Found(_INITIALS_SIMILARITY, left.latin[0], right.latin[0], "initials of the other", in_order=True)
        return _result(found, NameLevel.PARTIAL, left, right, kind)
    alien = left.keys.isdisjoint(right.keys) and not _holds_all_words(left.tokens, right.tokens)
    if alien and (hopeless := _hopeless(left.latin[0], right.latin[0])):
        return _result(hopeless, NameLevel.DIFFERENT, left, right, kind)
    found = _first_readable(left, right, kind)
    if left.script is right.script:
        found = found._replace(similarity=_with_marks(left, right, found.similarity))
    return _result(found, _level(left, right, found), left, right, kind)


def _same_writing(left: NameForm, right: NameForm) -> bool:
    if left.script is right.script is Script.HAN:
        return simplified(left.native) == simplified(right.native)
    return left.native.casefold() == right.native.casefold()


def _first_readable(left: NameForm, right: NameForm, kind: NameKind) -> _Found:
    """Return the best way over the languages that fit; names far apart by the first of them stay far by the others."""
    tongues = _shared_tongues(left, right)
    found = _best(left, right, tongues[0], kind)
    for tongue in tongues[1:]:
        if found.similarity < _FAR_APART or found.similarity == 1.0:
            break
        other = _best(left, right, tongue, kind)
        if other.similarity > found.similarity + _CLEARLY:
            found = other
    return found


def _holds_all_words(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether the longer name has every word of the other, as a branch has its bank's, two or more."""
    short, long = sorted((set(left), set(right)), key=len)
    return len(short) > 1 and short <= long


def _hopeless(left: str, right: str) -> _Found | None:
    """Return a result at once for names that share no blocking key and few consonants, as nearly all pairs do."""
    alike = OSA.normalized_similarity(skeleton(left), skeleton(right))
    if alike >= _WORTH_A_LOOK:
        return None
    return _Found(0.5 * alike, left, right, "consonants differ", in_order=True)


def _shared_tongues(left: NameForm, right: NameForm) -> tuple[Tongue, ...]:
    """Return whose spelling both names may be read by: that of a native script, else each that fits both in shape."""
    for form, other in ((left, right), (right, left)):
        if form.script not in _SPELLED and other.script in _SPELLED:
            return (form.tongue,)
    if left.script not in _SPELLED:
        return tuple(sorted({left.tongue, right.tongue}))
    plausible = _plausible(left.latin[0], right.latin[0])
    if Tongue.BURMESE in plausible and Tongue.BURMESE in (left.tongue, right.tongue):
        return (Tongue.BURMESE,)
    return plausible


@lru_cache(maxsize=100_000)
def _plausible(left: str, right: str) -> tuple[Tongue, ...]:
    return tuple(
        sorted(plausible_tongues(left) & plausible_tongues(right), key=lambda tongue: (tongue != "general", tongue))
    )


def _best(left: NameForm, right: NameForm, tongue: Tongue, kind: NameKind) -> _Found:
    words = [word_readings(form, kind) for form in (left, right)]
    several = max(map(len, words)) > 1
    if (left.script is Script.ARABIC) is not (right.script is Script.ARABIC):
        return _by_consonants(left, right)
    if kind is not NameKind.PERSON:
        found = _whole(left, right, tongue)
        if found.similarity < 0.97 and several:
            paired = _paired(words[0], words[1], tongue, kind)
            found = max(found, paired, key=lambda way: way.similarity)
        return found
    if len(words[0]) == len(words[1]) and several:
        found = _word_by_word(words[0], words[1], tongue)
        whole = _whole(left, right, tongue)
        if whole.similarity - 0.03 >= 0.9:
            found = max(found, whole._replace(similarity=whole.similarity - 0.03), key=lambda way: way.similarity)
    else:
        found = _whole(left, right, tongue)
    if found.similarity < 0.95 and several:
        paired = _paired(words[0], words[1], tongue, kind)
        found = max(found, paired, key=lambda way: way.similarity)
    if found.similarity < 0.97 and (tongue in _OF_SURNAMES or (not several and left.script is right.script)):
        return max(found, _by_surname(left, right), key=lambda way: way.similarity)
    return found


def _abbreviates(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name is the initials of the other, three or more."""
    short, long = sorted((left.tokens, right.tokens), key=len)
    initials = "".join(token[0] for token in long if token not in _JOINING_WORDS)
    return len(short) == 1 and len(initials) >= 3 and short[0] in (initials, "".join(token[0] for token in long))


def _by_consonants(left: NameForm, right: NameForm) -> _Found:
    """Compare Arabic script, which writes no short vowels, with another by consonants alone."""
    bones = [".".join(sounds(token, Tongue.GENERAL).skeleton for token in form.tokens) for form in (left, right)]
    similarity = 0.96 * OSA.normalized_similarity(*bones)
    return _Found(similarity, left.latin[0], right.latin[0], "consonants compared", in_order=True)


def _whole(left: NameForm, right: NameForm, tongue: Tongue) -> _Found:
    """Compare whole readings without regard to spaces."""
    similarity, one, other = _closest(_whole_readings(left), _whole_readings(right), tongue)
    return _Found(similarity, one, other, f"read as {tongue}", in_order=True)


def _whole_readings(form: NameForm) -> tuple[str, ...]:
    if form.script in _SPELLED:
        return _without_spaces(form.latin)
    if form.script is Script.MYANMAR:
        return _without_spaces(form.latin + romanise_burmese("".join(form.native.split())))
    words = word_readings(form, NameKind.PERSON)
    return _without_spaces(words[0] + form.latin[1:] if len(words) == 1 else form.latin)


@lru_cache(maxsize=100_000)
def _without_spaces(readings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.replace(" ", "") for reading in readings))


@lru_cache(maxsize=100_000)
def _closest(ones: tuple[str, ...], others: tuple[str, ...], tongue: Tongue) -> tuple[float, str, str]:
    """Return the most alike of two sets of readings; only those nearest at the deepest level are measured in full."""
    if len(ones) == len(others) == 1:
        return sound_similarity(ones[0], others[0], tongue), ones[0], others[0]
    # Ties are settled by the texts, so that the result does not depend on which name is called left.
    mine = [(sounds(one, tongue).far, rank, one) for rank, one in enumerate(ones)]
    theirs = [(sounds(other, tongue).far, rank, other) for rank, other in enumerate(others)]
    far = [
        (OSA.distance(said, heard), rank + rank_other, one + other if one < other else other + one, one, other)
        for said, rank, one in mine
        for heard, rank_other, other in theirs
    ]
    nearest = nsmallest(_MEASURED, far)
    return max(
        ((sound_similarity(one, other, tongue), one, other) for _, _, _, one, other in nearest), key=lambda way: way[0]
    )


def _word_by_word(left: tuple[tuple[str, ...], ...], right: tuple[tuple[str, ...], ...], tongue: Tongue) -> _Found:
    """Compare words in their order; a name is no more alike than its least alike word allows."""
    total = letters = 0.0
    worst = 1.0
    forms: list[tuple[str, str]] = []
    for ones, others in zip(left, right, strict=True):
        similarity, one, other = _closest_words(ones, others, tongue)
        length = max(len(one), len(other))
        total += similarity * length
        letters += length
        worst = min(worst, similarity)
        forms.append((one, other))
    similarity = min(total / letters, 0.4 + 0.6 * worst)
    said, heard = _as_texts(forms)
    return _Found(similarity, said, heard, f"read as {tongue}", in_order=True)


def _as_texts(forms: list[tuple[str, str]]) -> tuple[str, str]:
    return " ".join(one for one, _ in forms), " ".join(other for _, other in forms)


@lru_cache(maxsize=100_000)
def _closest_words(ones: tuple[str, ...], others: tuple[str, ...], tongue: Tongue) -> tuple[float, str, str]:
    one, other = ones[0], others[0]
    if is_short_for(one, other):
        return 0.93, one, other
    if one != other and min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return max(_closest(ones, others, tongue), (0.75, one, other))
    if one != other and (len(one) == 1 or len(other) == 1) and tongue not in _REORDERED_COST:
        return (0.8 if one[:1] == other[:1] else 0.0), one, other
    return _closest(ones, others, tongue)


@lru_cache(maxsize=150_000)
def sound_similarity(left: str, right: str, tongue: Tongue) -> float:
    """Return in [0, 1] how alike two Latin texts sound, spaces aside.

    Args:
        left: lower-case ASCII.
        right: lower-case ASCII.
        tongue: whose spelling habits both are read by.
    """
    if left == right:
        return 1.0
    mine, theirs = sounds(left, tongue), sounds(right, tongue)
    longest = max(len(mine.near), len(theirs.near), 1)
    spelling, near, far = _EDIT_COSTS[tongue]
    cost = near * OSA.distance(mine.near, theirs.near) + far * OSA.distance(mine.far, theirs.far)
    cost += spelling * OSA.distance(mine.spelling, theirs.spelling)
    return exp(-cost / (_PER_SOUND * longest + _CONSTANT))


def _paired(
    left: tuple[tuple[str, ...], ...], right: tuple[tuple[str, ...], ...], tongue: Tongue, kind: NameKind
) -> _Found:
    """Pair words off in any order, the most alike first; words left over count against by what they tell."""
    pairs = _pairs(left[:_PAIRED_WORDS], right[:_PAIRED_WORDS], tongue)
    total = weight = 0.0
    for pair in pairs:
        information = (_information(pair.left, kind) + _information(pair.right, kind)) / 2
        total += information * pair.similarity
        weight += information
    worst = min(pair.similarity for pair in pairs)
    left_over = sum(_information(words[0], kind) for at, words in enumerate(left) if all(at != way.at for way in pairs))
    left_over += sum(
        _information(words[0], kind) for at, words in enumerate(right) if all(at != way.at_right for way in pairs)
    )
    in_order = all(one.at_right < other.at_right for one, other in pairwise(pairs))
    cost = 0.0 if in_order else _REORDERED_COST.get(tongue, 0.04)
    alike = min(total / weight, 0.4 + 0.6 * worst) if kind is NameKind.PERSON else total / weight
    similarity = alike * (1 - _left_over_cost(tongue) * left_over / (weight + left_over)) - cost
    said, heard = _as_texts([(pair.left, pair.right) for pair in pairs])
    return _Found(max(0.0, similarity), said, heard, f"words paired, read as {tongue}", in_order=in_order)


class _WordPair(NamedTuple):
    at: int
    at_right: int
    similarity: float
    left: str
    right: str


def _pairs(left: tuple[tuple[str, ...], ...], right: tuple[tuple[str, ...], ...], tongue: Tongue) -> list[_WordPair]:
    """Return the words of both names paired off, most alike first taken, in the order of the left name."""
    ways = [
        _WordPair(at, at_right, *_closest_words(ones[:6], others[:6], tongue))
        for at, ones in enumerate(left)
        for at_right, others in enumerate(right)
    ]
    ways.sort(key=lambda way: (-way.similarity, abs(way.at - way.at_right), way.at + way.at_right))
    taken: list[_WordPair] = []
    for way in ways:
        if all(way.at != other.at and way.at_right != other.at_right for other in taken):
            taken.append(way)
    return sorted(taken)


def _left_over_cost(tongue: Tongue) -> float:
    """Return how much unpaired words count: in Burmese, without middle names, one syllable more is another name."""
    return 0.8 if tongue is Tongue.BURMESE else 0.3


@lru_cache(maxsize=100_000)
def _information(token: str, kind: NameKind) -> float:
    if kind is not NameKind.PERSON and token in kind_words():
        return 2.0
    if token in PARTICLES or (kind is not NameKind.PERSON and token in _JOINING_WORDS):
        return 0.5
    return max(2.0, information_bits(token))


def _by_surname(left: NameForm, right: NameForm) -> _Found:
    """Compare as Chinese names: the surname in whichever dialect, the given name by its sound."""
    best = _Found(0.0, left.latin[0], right.latin[0], "", in_order=True)
    for one, given in _surname_splits(left):
        for other, others_given in _surname_splits(right):
            bits, shared = surname_bits(one, other)
            if shared is None or bits <= 0:
                continue
            surname = 0.86 + 0.12 * min(1.0, bits / 10)
            named = 1.0 if not given and not others_given else sound_similarity(given, others_given, Tongue.CHINESE)
            similarity = surname * named if given or others_given else surname - 0.04
            if similarity > best.similarity:
                how = f"{one} and {other} both spell {shared.hanzi} ({shared.dialect})"
                best = _Found(similarity, left.latin[0], right.latin[0], how, in_order=True)
    return best


def _surname_splits(form: NameForm) -> list[tuple[str, str]]:
    """Return (surname, given name) as a Chinese name may be cut: Hanzi by length, Latin at either end."""
    if form.script is Script.HAN:
        length = surname_length(form.native)
        return [(form.native[:length], " ".join(form.tokens[1:]))]
    tokens = form.tokens
    splits = [(tokens[0], " ".join(tokens[1:]))]
    if len(tokens) > 1 and not surname_spellings(tokens[0]):
        splits.append((tokens[-1], " ".join(tokens[:-1])))
    return splits


def _with_marks(left: NameForm, right: NameForm, similarity: float) -> float:
    """Lower a similarity by what the marks of one script say: Hoa and Hòa, ปี and ปู."""
    if left.script is Script.LATIN:
        if has_vietnamese_marks(left.native) and has_vietnamese_marks(right.native):
            return similarity * _tone_agreement(left.native, right.native)
        return similarity
    return 0.5 * similarity + 0.5 * _written_alike(left.native, right.native, left.script)


def _written_alike(left: str, right: str, script: Script) -> float:
    """Return in [0, 1] how alike two names of one script are as written; in Thai, letters of one sound cost little."""
    one, other = "".join(left.split()), "".join(right.split())
    if script is Script.HAN:
        return OSA.normalized_similarity(simplified(one), simplified(other))
    if script is not Script.THAI:
        return max(0.0, 1.0 - _MARK_COST * OSA.normalized_distance(one, other))
    letters = OSA.normalized_distance(one, other)
    heard = OSA.normalized_distance(homophones(one), homophones(other))
    return max(0.0, 1.0 - _MARK_COST * heard - 0.15 * letters)


@lru_cache(maxsize=50_000)
def _tone_agreement(left: str, right: str) -> float:
    mine, theirs = tokenise(left.lower()), tokenise(right.lower())
    if len(mine) != len(theirs):
        return 1.0
    same = sum(vietnamese_token(one) == vietnamese_token(other) for one, other in zip(mine, theirs, strict=True))
    return 0.5 + 0.5 * same / len(mine)


def _level(left: NameForm, right: NameForm, found: _Found) -> NameLevel:
    one_script = left.script is right.script
    similarity = found.similarity
    if similarity >= 0.999 and found.in_order:
        return NameLevel.EXACT_LATIN if one_script else NameLevel.ROMANISED
    if similarity >= 0.87:
        if not found.in_order:
            return NameLevel.TOKENS_REORDERED
        return NameLevel.VARIANT if one_script else NameLevel.ROMANISED
    if similarity >= 0.74:
        return NameLevel.PARTIAL
    return NameLevel.WEAK if similarity >= 0.64 else NameLevel.DIFFERENT


def _result(found: _Found, level: NameLevel, left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    return NameComparison(
        similarity=found.similarity,
        level=level,
        bits=_bits(found.similarity, left.tokens, right.tokens, kind),
        explanation=f"`{found.left}` against `{found.right}`: {level}, {found.how}",
        agrees=level in _AGREEING,
    )


# Match weight by similarity, between these points; the frequency of the name moves it by up to four bits.
_WEIGHTS = ((0.0, -10.0), (0.4, -8.0), (0.64, -5.5), (0.74, -2.5), (0.82, 0.5), (0.87, 3.0), (0.93, 6.5), (1.0, 10.0))


def _bits(similarity: float, left: tuple[str, ...], right: tuple[str, ...], kind: NameKind) -> float:
    """Return the match weight of a similarity, lower where either name is made of common parts."""
    known = min(sum(_information(token, kind) for token in tokens[:4]) for tokens in (left, right))
    rarity = min(4.0, max(-4.0, 0.3 * (known - 18.0)))
    for (low, least), (high, most) in pairwise(_WEIGHTS):
        if similarity <= high:
            weight = least + (similarity - low) / (high - low) * (most - least)
            return weight + rarity * max(0.0, (similarity - 0.7) / 0.3)
    return _WEIGHTS[-1][1] + rarity
