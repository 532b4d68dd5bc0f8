"""Compare two prepared names: how alike, at which level, worth how many bits, and why."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entity_resolution.names.arabic import arabic_bones, arabic_words, long_vowels_missed
from entity_resolution.names.closeness import closest, sound_similarity
from entity_resolution.names.form import NameForm, NameKind, Tongue
from entity_resolution.names.han import dialect_syllables, same_in_dialects
from entity_resolution.names.keys import skeleton
from entity_resolution.names.legal_forms import JOINING_WORDS
from entity_resolution.names.numbers import numbers_agree
from entity_resolution.names.pairing import (
    Found,
    Grid,
    cut_like,
    grid_of,
    grid_unless_hopeless,
    in_order,
    least_word,
    limit_by_weakest,
    paired_off,
)
from entity_resolution.names.prepared import SPELLED, PreparedName, prepare, whole_readings
from entity_resolution.names.script import Script
from entity_resolution.names.short_names import full_form
from entity_resolution.names.surnames import is_surname, surname_bits
from entity_resolution.names.writing import marks_agree


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
    """

    similarity: float
    level: NameLevel
    bits: float
    agrees: bool
    left: str
    right: str
    how: str

    @property
    def explanation(self) -> str:
        """Return which forms were compared, and how."""
        if not self.left:
            return self.how
        return f"`{self.left}` against `{self.right}`: {self.level}, {self.how}"


_EMPTY = NameComparison(
    similarity=0.0, level=NameLevel.DIFFERENT, bits=0.0, agrees=False, left="", right="", how="a name is empty"
)
_AGREEING = (
    *(NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.ROMANISED, NameLevel.VARIANT),
    NameLevel.TOKENS_REORDERED,
)
# From here on names agree.
_ALIKE = 0.87
_WORTH_A_LOOK = 0.5
# Below this names are different, whatever the exact figure.
_WEAK = 0.64
# And below this not even worth an exact figure, which serves to rank what is nearly weak.
_HOPELESS = 0.58
_FAR_APART = 0.2
# By how much another language's reading must be better to be preferred.
_CLEARLY = 0.01
_INITIALS_SIMILARITY = 0.8
# By how much a bound is drawn wider, as sums of fractions are not exact.
_ROUNDING = 1e-9
# From here on no other way to compare is tried.
_NEARLY_SAME, _IN_ORDER_SAME = 0.97, 0.95
# What it costs a name of as many words to agree only without its spaces.
_CLOSED_UP_COST = 0.03
# Names that can agree without their spaces share so many letters: of a different number of words, of as many.
_CLOSE_LETTERS = (0.5, 0.7)
# How alike names are at most, estimated from their worst-matched word, where that alone makes them different.
_HOPELESS_SHARE = 0.8
# What is left of a likeness where two names say of different kinds of thing, and where one alone says a kind.
_OTHER_KIND, _NO_KIND = 0.85, 0.95
# What each long vowel costs that Arabic letters write and Latin ones do not.
_MISSED_VOWEL = 0.12
# How alike given names are that two dialects, or mixtures of them, spell by the same characters.
_IN_DIALECTS, _IN_MIXED_DIALECTS = 0.98, 0.92
# What is left of a likeness of Chinese names whose surnames are never one.
_OTHER_SURNAME = 0.9
_KHMER = frozenset({Tongue.KHMER})
# Where a Chinese surname table may apply.
_OF_SURNAMES = (Tongue.CHINESE, Tongue.GENERAL, Tongue.VIETNAMESE, Tongue.MALAY)


def compare_names(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    """Compare two names read by the function of the same kind.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    one, other = prepare(left, kind), prepare(right, kind)
    if left.native and one.writing == other.writing:
        found = Found(1.0, left.native, right.native, "as written", in_order=True)
        return _result(found, NameLevel.EXACT_NATIVE, one, other)
    if not left.latin or not right.latin:
        return _EMPTY
    if kind is NameKind.ORGANISATION and _abbreviates(left, right):
        found = Found(_INITIALS_SIMILARITY, left.latin[0], right.latin[0], "initials of the other", in_order=True)
        return _result(found, NameLevel.PARTIAL, one, other)
    if left.keys.isdisjoint(right.keys) and not _holds_all_words(left.tokens, right.tokens):
        hopeless = _hopeless(one, other)
        if hopeless is not None:
            return _result(hopeless, NameLevel.DIFFERENT, one, other)
    found = _with_marks(one, other, kind)
    return _result(found, _level(left, right, found), one, other)


def may_agree(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    """Return whether two names may agree: false only where `compare_names` finds that they do not.

    Most pairs of names that are compared at all do not, and to know that takes a part of what an exact figure takes.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    one, other = prepare(left, kind), prepare(right, kind)
    if left.native and one.writing == other.writing:
        return True
    if not left.latin or not right.latin:
        return False
    if (left.script is Script.ARABIC) is not (right.script is Script.ARABIC):
        return True
    least = _ALIKE - _ROUNDING
    if left.script is right.script:
        factor, part = marks_agree(one, other)
        least = (least - part) / factor
    if kind is not NameKind.PERSON:
        least /= numbers_agree(left.tokens, right.tokens)
        return least <= 1.0 and any(
            _best_of_thing(one, other, tongue, 0.0).similarity >= least for tongue in shared_tongues(one, other)
        )
    if least > 1.0:
        return False
    tongues = shared_tongues(one, other)
    if surnames_apply(one, other, tongues[0]) and _by_surname(one, other).similarity >= least:
        return True
    return any(_persons_may_reach(one, other, tongue, least) for tongue in tongues)


def _persons_may_reach(left: PreparedName, right: PreparedName, tongue: Tongue, least: float) -> bool:
    """Tell whether `_best_of_person` reaches a similarity; by the words' grid alone where that is enough."""
    if len(left.words) == len(right.words) == 1:
        return _whole(left, right, tongue).similarity >= least
    grid, _ = grid_unless_hopeless(left, right, tongue, least_word(least))
    if grid is not None and _word_by_word(left, right, grid, tongue).similarity >= least:
        return True
    one_by_one = len(left.words) == len(right.words)
    if (one_by_one and cut_alike(left, right)) or not _may_close_up(left, right, _CLOSE_LETTERS[one_by_one]):
        return False
    cost = _CLOSED_UP_COST if one_by_one else 0.0
    return closed_up(left, right, tongue).similarity - cost >= least


def _with_marks(left: PreparedName, right: PreparedName, kind: NameKind) -> Found:
    """Return the best way to read two names alike, lowered by what the marks of one script say: Hoa, Hòa; ปี, ปู."""
    if left.form.script is not right.form.script:
        return _first_readable(left, right, kind)
    factor, part = marks_agree(left, right)
    if factor + part < _WORTH_A_LOOK + 0.05:
        return Found(part, left.form.latin[0], right.form.latin[0], "written too differently", in_order=True)
    found = _first_readable(left, right, kind)
    return found._replace(similarity=factor * found.similarity + part)


def _first_readable(left: PreparedName, right: PreparedName, kind: NameKind) -> Found:
    """Return the best way over the languages that fit; names far apart by the first of them stay far by the others."""
    if (left.form.script is Script.ARABIC) is not (right.form.script is Script.ARABIC):
        return _by_consonants(left.form, right.form)
    if kind is not NameKind.PERSON:
        found = _best_of_tongues(left, right, _best_of_thing)
        return found._replace(similarity=found.similarity * numbers_agree(left.form.tokens, right.form.tokens))
    return _best_of_tongues(left, right, _best_of_person)


def _best_of_tongues(
    left: PreparedName, right: PreparedName, read: Callable[[PreparedName, PreparedName, Tongue, float], Found]
) -> Found:
    tongues = shared_tongues(left, right)
    found = read(left, right, tongues[0], 0.0)
    if found.similarity < _NEARLY_SAME and surnames_apply(left, right, tongues[0]):
        found = max(found, _by_surname(left, right), key=lambda way: way.similarity)
        if _surnames_differ(left, right):
            return found._replace(similarity=_OTHER_SURNAME * found.similarity)
    for tongue in tongues[1:]:
        if found.similarity < _FAR_APART or found.similarity == 1.0:
            break
        other = read(left, right, tongue, found.similarity + _CLEARLY)
        if other.similarity > found.similarity + _CLEARLY:
            found = other
    return found


def _best_of_person(left: PreparedName, right: PreparedName, tongue: Tongue, floor: float) -> Found:
    """Return the best way to read two persons' names alike in one language.

    A name is no more alike than its least alike word allows, so most pairs of names that share a word end with the
    grid of their words. What cannot reach the floor, or a weak agreement, gets an estimate.
    """
    if len(left.words) == len(right.words) == 1:
        return _whole(left, right, tongue)
    one_by_one = len(left.words) == len(right.words)
    grid, worst = grid_unless_hopeless(left, right, tongue, least_word(max(floor, _HOPELESS)))
    if grid is None:
        estimate = limit_by_weakest(_HOPELESS_SHARE * worst, worst)
        found = Found(estimate, left.form.latin[0], right.form.latin[0], f"read as {tongue}", in_order=True)
    else:
        found = _word_by_word(left, right, grid, tongue)
    if one_by_one and cut_alike(left, right):
        return found
    if found.similarity < _NEARLY_SAME and _may_close_up(left, right, _CLOSE_LETTERS[one_by_one]):
        whole = closed_up(left, right, tongue)
        if not one_by_one:
            return max(found, whole, key=lambda way: way.similarity)
        similarity = whole.similarity - _CLOSED_UP_COST
        if similarity >= max(0.9, found.similarity):
            return whole._replace(similarity=similarity)
    return found


def closed_up(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare names whose spaces may stand elsewhere; spelled ones by the words that are left once they stand alike."""
    whole = _whole(left, right, tongue)
    fewest = min(len(left.words), len(right.words))
    if whole.similarity == 1.0 or fewest == 1 or len(left.words) == len(right.words):
        return whole
    if left.form.script not in SPELLED or right.form.script not in SPELLED:
        return whole
    cut = cut_like(left, right, tongue)
    return whole._replace(similarity=min(whole.similarity, cut.similarity))


def _word_by_word(left: PreparedName, right: PreparedName, grid: Grid, tongue: Tongue) -> Found:
    found = in_order(grid, tongue) if len(left.words) == len(right.words) else None
    if found is not None and found.similarity >= _IN_ORDER_SAME:
        return found
    paired = paired_off(left, right, grid, tongue, person=True)
    return paired if found is None or paired.similarity > found.similarity else found


def _may_close_up(left: PreparedName, right: PreparedName, least: float) -> bool:
    """Tell whether names may be one once their spaces are gone; such names share most of their letters."""
    return OSA.normalized_similarity(left.latin_joined, right.latin_joined, score_cutoff=least) > 0.0


def cut_alike(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two names of as many words have their spaces at the same places, so that nothing is to close up."""
    ends = [accumulate(len(readings[0]) for readings in name.words) for name in (left, right)]
    return all(abs(one - other) <= 1 for one, other in zip(*ends, strict=True))


def _best_of_thing(left: PreparedName, right: PreparedName, tongue: Tongue, floor: float) -> Found:
    """Return the best way to read two names of companies or places alike in one language."""
    found = _whole_thing(left, right, tongue)
    if found.similarity < _NEARLY_SAME and max(len(left.words), len(right.words)) > 1:
        paired = paired_off(left, right, grid_of(left, right, tongue), tongue, person=False)
        return max(found, paired, key=lambda way: way.similarity)
    return found


def _whole_thing(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare whole readings without regard to spaces, and kind-of-thing words by themselves: they would hide much."""
    if not left.kinds and not right.kinds:
        return _whole(left, right, tongue)
    similarity, one, other = closest(left.core, right.core, tongue)
    if left.kinds != right.kinds:
        similarity *= _OTHER_KIND if left.kinds and right.kinds else _NO_KIND
    found = Found(similarity, one, other, f"read as {tongue}", in_order=True)
    if left.kinds and right.kinds:
        return found
    # What says a kind in one name may be a part of it: Ywangan has the word for a village.
    return max(found, _whole(left, right, tongue), key=lambda way: way.similarity)


def _whole(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare whole readings without regard to spaces."""
    similarity, one, other = closest(whole_readings(left.form), whole_readings(right.form), tongue)
    return Found(similarity, one, other, f"read as {tongue}", in_order=True)


def surnames_apply(left: PreparedName, right: PreparedName, tongue: Tongue) -> bool:
    """Tell whether the table of Chinese surnames may bridge two names."""
    if not left.splits or not right.splits:
        return False
    single = len(left.words) == len(right.words) == 1
    return tongue in _OF_SURNAMES or (single and left.form.script is right.form.script)


def _surnames_differ(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two Chinese names begin with surnames that no dialect makes one."""
    if left.form.tongue is not Tongue.CHINESE or right.form.tongue is not Tongue.CHINESE:
        return False
    ones, others = left.form.tokens, right.form.tokens
    if min(len(ones), len(others)) == 1 or ones[0] in others or others[0] in ones:
        return False
    return is_surname(ones[0]) and is_surname(others[0]) and surname_bits(ones[0], others[0])[1] is None


def _by_surname(left: PreparedName, right: PreparedName) -> Found:
    """Compare as Chinese names: the surname in whichever dialect, the given name by its sound."""
    latin_left, latin_right = left.form.latin[0], right.form.latin[0]
    best = Found(0.0, latin_left, latin_right, "", in_order=True)
    for one, given in left.splits:
        for other, others_given in right.splits:
            bits, shared = surname_bits(one, other)
            if shared is None or bits <= 0:
                continue
            surname = 0.86 + 0.12 * min(1.0, bits / 10)
            named = 1.0 if not given and not others_given else _given_similarity(given, others_given)
            similarity = surname * named if given or others_given else surname - 0.04
            if similarity > best.similarity:
                how = f"{one} and {other} both spell {shared.hanzi} ({shared.dialect})"
                best = Found(similarity, latin_left, latin_right, how, in_order=True)
    return best


def _given_similarity(given: str, other: str) -> float:
    """Return how alike two Chinese given names are, by their sound or as two dialects spell the same characters."""
    similarity = sound_similarity(given, other, Tongue.CHINESE)
    ones, others = dialect_syllables(given), dialect_syllables(other)
    if similarity >= _IN_DIALECTS or len(ones) != len(others):
        return similarity
    ways = [same_in_dialects(one, another) for one, another in zip(ones, others, strict=True)]
    if not all(ways):
        return similarity
    # Whoever spells one syllable by Hokkien mostly spells the next by Hokkien too.
    consistent = set(ways[0]).intersection(*ways[1:])
    return max(similarity, _IN_DIALECTS if consistent else _IN_MIXED_DIALECTS)


def _by_consonants(left: NameForm, right: NameForm) -> Found:
    """Compare Arabic script, which writes no short vowels, with another by consonants alone."""
    bones = [arabic_bones(form.native, form.script, form.tokens) for form in (left, right)]
    similarity = 0.96 * OSA.normalized_similarity(*bones)
    native, latin = (left, right) if left.script is Script.ARABIC else (right, left)
    words = [arabic_words(form.native, form.script, form.tokens) for form in (native, latin)]
    similarity = max(0.0, similarity - _MISSED_VOWEL * long_vowels_missed(*words))
    return Found(similarity, left.latin[0], right.latin[0], "consonants compared", in_order=True)


def _abbreviates(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name is the initials of the other, three or more."""
    short, long = sorted((left.tokens, right.tokens), key=len)
    if len(short) != 1 or len(long) < 3:
        return False
    initials = "".join(token[0] for token in long if token not in JOINING_WORDS)
    return len(initials) >= 3 and short[0] in (initials, "".join(token[0] for token in long))


def _holds_all_words(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether the longer name has every word of the other, as a branch has its bank's, two or more."""
    short, long = sorted((set(left), set(right)), key=len)
    return len(short) > 1 and short <= long


def _hopeless(left: PreparedName, right: PreparedName) -> Found | None:
    """Return a result at once for names that share no blocking key and few consonants, as nearly all pairs do."""
    one, other = left.form.latin[0], right.form.latin[0]
    alike = OSA.normalized_similarity(skeleton(one), skeleton(other))
    if alike < _WORTH_A_LOOK and (left.kinds or right.kinds):
        alike = max(alike, OSA.normalized_similarity(skeleton(left.core[0]), skeleton(right.core[0])))
    if alike >= _WORTH_A_LOOK or _share_in_full(one, other):
        return None
    return Found(0.5 * alike, one, other, "consonants differ", in_order=True)


def _share_in_full(left: str, right: str) -> bool:
    """Tell whether two words of each name are the same once short forms are full: Robert James Miller, Bob Miller."""
    mine, theirs = ({full_form(token) for token in name.split()} for name in (left, right))
    return len(mine & theirs) > 1


def shared_tongues(left: PreparedName, right: PreparedName) -> tuple[Tongue, ...]:
    """Return whose spelling both names may be read by: that of a native script, else each that fits both in shape."""
    one, other = left.form, right.form
    if one.script not in SPELLED:
        if other.script in SPELLED or one.tongue is other.tongue:
            return (one.tongue,)
        return tuple(sorted((one.tongue, other.tongue)))
    if other.script not in SPELLED:
        return (other.tongue,)
    plausible = left.plausible & right.plausible
    if Tongue.BURMESE in plausible and Tongue.BURMESE in (one.tongue, other.tongue):
        return (Tongue.BURMESE,)
    # Khmer spelling forgives most, so that it is tried only where a name looks Khmer.
    if Tongue.KHMER not in (one.tongue, other.tongue):
        plausible = plausible - _KHMER
    return _in_turn(plausible)


@lru_cache(maxsize=64)
def _in_turn(plausible: frozenset[Tongue]) -> tuple[Tongue, ...]:
    by_ear = {Tongue.THAI_BY_EAR if tongue is Tongue.THAI else tongue for tongue in plausible}
    return tuple(sorted(by_ear, key=lambda tongue: (tongue is not Tongue.GENERAL, tongue)))


def _level(left: NameForm, right: NameForm, found: Found) -> NameLevel:
    one_script = left.script is right.script
    similarity = found.similarity
    if similarity < _WEAK:
        return NameLevel.DIFFERENT
    if similarity >= 0.999 and found.in_order:
        return NameLevel.EXACT_LATIN if one_script else NameLevel.ROMANISED
    if similarity >= _ALIKE:
        if not found.in_order:
            return NameLevel.TOKENS_REORDERED
        return NameLevel.VARIANT if one_script else NameLevel.ROMANISED
    return NameLevel.PARTIAL if similarity >= 0.74 else NameLevel.WEAK


def _result(found: Found, level: NameLevel, left: PreparedName, right: PreparedName) -> NameComparison:
    return NameComparison(
        similarity=found.similarity,
        level=level,
        bits=_bits(found.similarity, min(left.known, right.known)),
        agrees=level in _AGREEING,
        left=found.left,
        right=found.right,
        how=found.how,
    )


# Match weight by similarity, between these points; the frequency of the name moves it by up to four bits.
_WEIGHTS = ((0.0, -10.0), (0.4, -8.0), (0.64, -5.5), (0.74, -2.5), (0.82, 0.5), (0.87, 3.0), (0.93, 6.5), (1.0, 10.0))
# How rare a name is tells from this similarity on.
_COMMON_ALIKE = 0.7
_STRETCHES = tuple(pairwise(_WEIGHTS))


def _bits(similarity: float, known: float) -> float:
    """Return the match weight of a similarity, lower where either name is made of common parts."""
    rarity = min(4.0, max(-4.0, 0.3 * (known - 18.0))) if similarity > _COMMON_ALIKE else 0.0
    for (low, least), (high, most) in _STRETCHES:
        if similarity <= high:
            weight = least + (similarity - low) / (high - low) * (most - least)
            return weight + rarity * (similarity - _COMMON_ALIKE) / (1.0 - _COMMON_ALIKE)
    return _WEIGHTS[-1][1] + rarity
