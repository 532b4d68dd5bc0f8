"""The obvious way to compare persons' names: every reading in every language in every way, nothing left out or kept."""

from __future__ import annotations

from itertools import product

from rapidfuzz.distance import OSA

from entity_resolution.names import NameForm, NameKind, Script, Tongue
from entity_resolution.names.comparing.comparison import cut_alike
from entity_resolution.names.comparing.pairing import (
    REORDERED_COST,
    SPELLED_DOUBTFULLY,
    Found,
    cut_like,
    left_over_cost,
    limit_by_weakest,
    share_of_worst,
    with_doubtful_word,
)
from entity_resolution.names.comparing.peoples.by_surname import (
    are_lone_surnames,
    compare_by_surname,
    compare_lone_surnames,
    given_names_differ,
    surnames_apply,
    surnames_differ,
)
from entity_resolution.names.comparing.peoples.native_initials import read_in_latin_letters
from entity_resolution.names.comparing.peoples.own_writing import told_by_their_writing
from entity_resolution.names.comparing.peoples.traditions import (
    are_one_in_cyrillic,
    is_for_human,
    shared_traditions,
    spelt_in,
    tongue_of,
)
from entity_resolution.names.comparing.peoples.writing import marks_agree
from entity_resolution.names.comparing.persons.generations import generations_agree
from entity_resolution.names.comparing.persons.surname_order import are_said_of_two_surnames
from entity_resolution.names.comparing.two_writings.shared_tongues import shared_tongues
from entity_resolution.names.prepared import SPELLED, PreparedName, information, prepare, whole_readings
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.short_names import is_short_for
from entity_resolution.names.tongues.closeness import (
    HEARD,
    SURELY_HEARD,
    WITHOUT_INITIALS,
    differ_in_sex,
    sound_similarity,
    trust,
)
from entity_resolution.names.tongues.filiation import find_other_child
from entity_resolution.names.tongues.known_names import are_two_names, begin_otherwise
from entity_resolution.names.tongues.slavic import is_patronymic
from entity_resolution.names.tongues.slips import slip_likeness
from entity_resolution.names.tongues.umlaut_in_pinyin import differ_in_umlaut

_NEARLY_SAME = 0.97
# How alike two names are at most that are left to a human.
NEARLY_ALIKE = 0.86
Readings = tuple[str, ...]
Alike = tuple[float, str, str]


def similarity_of_persons(left: NameForm, right: NameForm) -> float:
    """Return how alike two persons' names are, over all ways to read them."""
    one, other = prepare(left, NameKind.PERSON), prepare(right, NameKind.PERSON)
    factor = generations_agree(left, right)
    if one.writing == other.writing:
        return factor
    if not left.latin or not right.latin or (left.script is Script.ARABIC) is not (right.script is Script.ARABIC):
        return 0.0
    marks, part = marks_agree(one, other, NameKind.PERSON) if left.script is right.script else (1.0, 0.0)
    if are_one_in_cyrillic(left, right):
        marks, part = 1.0, 0.0
    similarity = marks * max(_all_ways(*read_in_latin_letters(one, other))) + part
    found = told_by_their_writing(left, right, Found(similarity, left.latin[0], right.latin[0], "", in_order=True))
    similarity = found.similarity
    child = find_other_child(left, right, similarity_of_parts)
    similarity = factor * (
        similarity if child is None else limit_by_weakest(similarity, child.least, SPELLED_DOUBTFULLY)
    )
    is_for_human = differ_in_umlaut(left, right) or are_said_of_two_surnames(left, right)
    return min(similarity, NEARLY_ALIKE) if is_for_human else similarity


def _all_ways(one: PreparedName, other: PreparedName) -> list[float]:
    left, right = one.form, other.form
    first, *others = shared_tongues(one, other)
    ways = [max(_ways(one, other, first))]
    if ways[0] < _NEARLY_SAME and surnames_apply(one, other, first):
        ways, others = [_as_chinese(one, other, ways[0])], _if_chinese(one, other, others)
    ways += [way for tongue in others for way in _ways(one, other, tongue)]
    if {left.script, right.script} <= {*SPELLED}:
        for tradition in shared_traditions(left, right):
            most = 0.82 if is_for_human(tradition, left, right) else 1.0
            spelt = spelt_in(left, tradition), spelt_in(right, tradition)
            ways += [min(most, 0.99 * way) for way in _ways(*spelt, tongue_of(tradition))]
    return ways


def similarity_of_parts(left: NameForm, right: NameForm) -> float:
    """Return how alike two names are, of single words also word by word."""
    if not left.latin or not right.latin:
        return 0.0
    one, other = prepare(left, NameKind.PERSON), prepare(right, NameKind.PERSON)
    return max(similarity_of_persons(left, right), _paired(one, other, Tongue.GENERAL))


def _ways(left: PreparedName, right: PreparedName, tongue: Tongue) -> list[float]:
    several = max(len(left.words), len(right.words)) > 1
    as_many = len(left.words) == len(right.words)
    whole = _whole(left, right, tongue)
    if several and as_many:
        whole = whole - 0.03 if whole >= 0.93 and not cut_alike(left, right) else 0.0
    elif (
        min(len(left.words), len(right.words)) > 1
        and whole < 1.0
        and {left.form.script, right.form.script} <= {*SPELLED}
    ):
        whole = min(whole, cut_like(left, right, tongue).similarity)
    ways = [whole]
    if several:
        ways.append(_paired(left, right, tongue))
    if several and as_many:
        ways.append(_in_order(left.words, right.words, tongue, with_doubtful_word(left, right)))
    return ways


def _whole(left: PreparedName, right: PreparedName, tongue: Tongue) -> float:
    """Return how alike two names are without their spaces, and across the spaces of spelled ones."""
    whole, one, other = _closest(whole_readings(left.form), whole_readings(right.form), tongue)
    spelled = [name.form.script in SPELLED for name in (left, right)]
    words = left.form.tokens if spelled[0] else right.form.tokens
    if len(words) > 1 and whole >= 0.64 and spelled[0] is not spelled[1]:
        whole *= share_of_worst(other if spelled[0] else one, words, tongue)
    if all(spelled) and max(len(left.words), len(right.words)) > 1:
        whole = max(whole, sound_similarity(left.form.latin[0], right.form.latin[0], tongue))
    return whole


def _closest(ones: Readings, others: Readings, tongue: Tongue) -> Alike:
    """Return the most alike readings; a Thai word is read by its letters too, and these trusted less."""
    if tongue is Tongue.THAI and max(len(ones), len(others)) > HEARD:
        heard = _nearest(ones[:HEARD], others[:HEARD], tongue)
        if heard[0] >= SURELY_HEARD or min(len(ones), len(others)) > 1:
            return heard
        alike, one, other = _nearest(ones[HEARD:] or ones, others[HEARD:] or others, tongue)
        return max(heard, (alike * trust(HEARD), one, other), key=lambda way: way[0])
    return _nearest(ones, others, tongue)


def _nearest(ones: Readings, others: Readings, tongue: Tongue) -> Alike:
    """Return the most alike of the five pairs of readings that are nearest at the deepest level."""

    def nearness(pair: tuple[tuple[int, str], tuple[int, str]]) -> tuple[int, int, str]:
        (rank, one), (rank_other, other) = pair
        distance = OSA.distance(sounds(one, tongue).far, sounds(other, tongue).far)
        return distance, rank + rank_other, min(one + other, other + one)

    nearest = sorted(product(enumerate(ones), enumerate(others)), key=nearness)[:5]
    ways = [
        (sound_similarity(one, other, tongue) * trust(rank + rank_other), one, other)
        for (rank, one), (rank_other, other) in nearest
    ]
    return max(ways, key=lambda way: way[0])


def _alike(ones: Readings, others: Readings, tongue: Tongue) -> Alike:
    one, other = ones[0], others[0]
    if one == other:
        return 1.0, one, other
    if (len(ones) == len(others) == 1 or tongue is Tongue.THAI_BY_EAR) and are_two_names(one, other):
        return min(0.66, _closest(ones, others, tongue)[0]), one, other
    if len(ones) == len(others) == 1 and begin_otherwise(one, other):
        return min(0.4, _closest(ones, others, tongue)[0]), one, other
    if is_short_for(one, other):
        return 0.93, one, other
    if len(ones) == len(others) == 1 and 1 in (len(one), len(other)) and tongue not in WITHOUT_INITIALS:
        return (0.87 if one[0] == other[0] else 0.0), one, other
    begins = min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    found = _closest(ones, others, tongue)
    if len(ones) == len(others) == 1 and tongue is Tongue.GENERAL:
        if differ_in_sex(one, other):
            return min(found[0], 0.66), one, other
        if slip_likeness(one, other) > found[0]:
            return slip_likeness(one, other), one, other
    return (0.62, one, other) if begins and found[0] < 0.62 else found


def _in_order(left: tuple[Readings, ...], right: tuple[Readings, ...], tongue: Tongue, with_doubtful: float) -> float:
    ways = [_alike(ones, others, tongue) for ones, others in zip(left, right, strict=True)]
    letters = [max(len(one), len(other)) for _, one, other in ways]
    mean = sum(way[0] * weight for way, weight in zip(ways, letters, strict=True)) / sum(letters)
    return min(mean, limit_by_weakest(1.0, min(alike for alike, _, _ in ways), with_doubtful))


def _paired(left: PreparedName, right: PreparedName, tongue: Tongue) -> float:
    ways = {
        (at, other): _alike(ones, others, tongue)
        for at, ones in enumerate(left.paired)
        for other, others in enumerate(right.paired)
    }
    taken: list[tuple[int, int]] = []
    for at, other in sorted(ways, key=lambda pair: (-ways[pair][0], abs(pair[0] - pair[1]), sum(pair))):
        if all(at != one and other != two for one, two in taken):
            taken.append((at, other))
    told = {pair: (information(ways[pair][1], True) + information(ways[pair][2], True)) / 2 for pair in taken}
    rest = sum(told for at, told in enumerate(left.information) if at not in {one for one, _ in taken})
    rest += sum(told for at, told in enumerate(right.information) if at not in {other for _, other in taken})
    in_order = [other for _, other in sorted(taken)] == sorted(other for _, other in taken)
    few, many = sorted((left.words, right.words), key=len)
    if (len(few), len(many)) == (2, 3):
        [alone] = {0, 1, 2} - {pair[many is right.words] for pair in taken}
        if alone and is_patronymic(many[alone][0]):
            rest, in_order = min(rest, 3.0), in_order or alone == 2
    mean = sum(ways[pair][0] * told[pair] for pair in taken) / sum(told.values())
    similarity = min(mean, limit_by_weakest(1.0, min(ways[pair][0] for pair in taken), with_doubtful_word(left, right)))
    similarity *= 1 - left_over_cost(tongue) * rest / (sum(told.values()) + rest)
    return similarity - (0.0 if in_order else REORDERED_COST.get(tongue, 0.04))


def _as_chinese(left: PreparedName, right: PreparedName, heard: float) -> float:
    """Return how alike two names are as Chinese ones; how surnames and syllables compare has tests of its own."""
    if are_lone_surnames(left, right):
        return compare_lone_surnames(left, right, Found(heard, "", "", "", in_order=True)).similarity
    similarity = max(heard, compare_by_surname(left, right).similarity)
    if surnames_differ(left, right):
        return 0.9 * similarity
    return min(similarity, 0.72) if given_names_differ(left, right) else similarity


def _if_chinese(left: PreparedName, right: PreparedName, tongues: list[Tongue]) -> list[Tongue]:
    """Return the other languages in which names are read: of Chinese ones that are two only Burmese."""
    two = are_lone_surnames(left, right) or surnames_differ(left, right) or given_names_differ(left, right)
    return [tongue for tongue in tongues if not two or tongue is Tongue.BURMESE]
