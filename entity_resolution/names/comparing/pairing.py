"""Compare names word by word: in order, or paired off in any order, with what the words left over tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from entity_resolution.names.companies.legal_forms import countries_of_one_word
from entity_resolution.names.prepared import SPELLED, PreparedName, information
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.tongues.closeness import Closest, closest_words, sound_similarity
from entity_resolution.names.tongues.slavic import is_patronymic
from entity_resolution.names.tongues.south_asian import is_south_asian

# What is left of a likeness of a reading with a word that is not in it; a word at least so alike is.
_OF_OTHER_WORD, _SURE_WORD = 0.85, 0.85


class Found(NamedTuple):
    """The best way found to read two names alike.

    Attributes:
        similarity: from 0 to 1.
        left: how one name is read.
        right: how the other is.
        how: in words.
        in_order: whether the words of both stand in one order.
        has_words_left: whether a word of either has no partner.
    """

    similarity: float
    left: str
    right: str
    how: str
    in_order: bool
    has_words_left: bool = False

    def at_most(self, similarity: float, remark: str = "") -> Found:
        """Return it no more alike than so much, with a remark where that is less; as it is where it is no more."""
        if self.similarity <= similarity:
            return self
        return self._replace(similarity=similarity, how=f"{self.how}, {remark}" if remark else self.how)


# How alike every word of one name is to every word of the other.
Grid = Sequence[Sequence[Closest]]

REORDERED_COST = {Tongue.BURMESE: 0.3}
_REORDERED_COST = 0.04
# What words without a partner cost names of places and companies, read as Burmese, that are alike at most so much.
_LEFT_OVER_OF_PLACE, _ALIKE_IN_PART = 0.4, 0.86
# How alike persons' names are at most of which one word has nothing in common.
_WITHOUT_A_WORD = 0.4
# What a name after the father tells, which is mostly left out outside its country, in bits; and of how many words names
# are of which one alone has it.
_OF_PATRONYMIC, _WITH_PATRONYMIC = 3.0, [2, 3]
# Of how many words a Tamil name is with the father's initial.
_WITH_INITIAL = 2
# Of how many words names are with an initial amid one, and where each word of a name stands in the other, whose surname
# is behind or in front.
_WITH_MIDDLE_INITIAL = 3
_BEHIND, _IN_FRONT = [2, 0, 1], [1, 2, 0]
# What a word tells that says the kind of a thing, in bits.
_OF_A_KIND = 2.0
# A word less alike than this is rather another name; and how alike names are at most with such a word, where both are
# spelled and where one is read in several ways.
_DOUBTFUL_WORD = 0.7
SPELLED_DOUBTFULLY, _READ_DOUBTFULLY = 0.75, 0.82


def grid_of(left: PreparedName, right: PreparedName, tongue: Tongue) -> Grid:
    """Return how alike each two words of two names are, the first eight of either side."""
    return [[closest_words(ones, others, tongue) for others in right.paired] for ones in left.paired]


def grid_unless_hopeless(
    left: PreparedName, right: PreparedName, tongue: Tongue, least: float
) -> tuple[Grid | None, float]:
    """Return the grid and how alike the worst-matched word of the shorter name can be at best: no pairing does better.

    Args:
        left: a name.
        right: another.
        tongue: whose spelling habits both are read by.
        least: how alike it must be; once a word is known to be less so, there is no grid.
    """
    ones, others = left.paired, right.paired
    rows: list[list[Closest]] = []
    worst = 1.0
    # Which name comes first must not matter for which word is met first.
    by_left = (len(ones), ones) <= (len(others), others)
    for words in ones if by_left else others:
        row = [
            closest_words(words, other, tongue) if by_left else closest_words(other, words, tongue)
            for other in (others if by_left else ones)
        ]
        worst = min(worst, max([way.similarity for way in row]))
        if worst < least:
            return None, worst
        rows.append(row)
    return rows if by_left else list(zip(*rows, strict=True)), worst


def has_hopeless_word(left: PreparedName, right: PreparedName, tongue: Tongue, least: float) -> bool:
    """Return whether `grid_unless_hopeless` gives no grid, looking first at the words that the names do not share."""
    ones, others = left.paired, right.paired
    # The left word first, as elsewhere, so that what is kept of two words is found again.
    if (len(ones), ones) <= (len(others), others):
        rows = ([(words, other) for other in others] for words in ones if words not in others)
    else:
        rows = ([(one, words) for one in ones] for words in others if words not in ones)
    return any(all(closest_words(*pair, tongue).similarity < least for pair in row) for row in rows)


def with_doubtful_word(left: PreparedName, right: PreparedName) -> float:
    """Return how alike names are at most of which a word is doubtful: less where both are spelled, not read."""
    spelled = left.form.script in SPELLED and right.form.script in SPELLED
    return SPELLED_DOUBTFULLY if spelled else _READ_DOUBTFULLY


def limit_by_weakest(similarity: float, worst: float, with_doubtful: float) -> float:
    """Return a similarity of persons' names, no higher than the least alike pair of words allows.

    Args:
        similarity: of the names as a whole.
        worst: of the least alike pair of words.
        with_doubtful: how alike names with a doubtful word are at most.
    """
    if worst < _DOUBTFUL_WORD:
        return min(similarity, _WITHOUT_A_WORD + (with_doubtful - _WITHOUT_A_WORD) * worst / _DOUBTFUL_WORD)
    return min(similarity, 1.0 - (1.0 - with_doubtful) * (1.0 - worst) / (1.0 - _DOUBTFUL_WORD))


def least_word(similarity: float, with_doubtful: float) -> float:
    """Return how alike the worst pair of words must be for persons' names to reach a similarity."""
    if similarity < with_doubtful:
        return _DOUBTFUL_WORD * (similarity - _WITHOUT_A_WORD) / (with_doubtful - _WITHOUT_A_WORD)
    return 1.0 - (1.0 - _DOUBTFUL_WORD) * (1.0 - similarity) / (1.0 - with_doubtful)


def in_order(grid: Grid, tongue: Tongue, with_doubtful: float) -> Found:
    """Compare words in their order; a name is no more alike than its least alike word allows."""
    return _one_by_one([grid[at][at] for at in range(len(grid))], tongue, with_doubtful)


def cut_like(left: PreparedName, right: PreparedName, tongue: Tongue) -> Found:
    """Compare spelled names of a different number of words in order, the words of the longer one joined to be as many.

    Args:
        left: a name of two words or more, each with one reading.
        right: another.
        tongue: whose spelling habits both are read by.
    """
    ones = [readings[0] for readings in left.words]
    others = [readings[0] for readings in right.words]
    ones, others = _joined_like(ones, others), _joined_like(others, ones)
    return _one_by_one(
        [closest_words((one,), (other,), tongue) for one, other in zip(ones, others, strict=True)],
        tongue,
        SPELLED_DOUBTFULLY,
    )


def share_of_worst(reading: str, words: Sequence[str], tongue: Tongue) -> float:
    """Return what is left of a likeness for the least alike word: of Prey Krom and Prek Krom one is another.

    Args:
        reading: of a name whose script writes words together.
        words: of the other name.
        tongue: whose spelling habits both are read by.
    """
    worst = min(sound_similarity(*pair, tongue) for pair in zip(_cut_at(reading, words), words, strict=True))
    return 1.0 if worst >= _SURE_WORD else _OF_OTHER_WORD + (1.0 - _OF_OTHER_WORD) * worst / _SURE_WORD


def _cut_at(reading: str, words: Sequence[str]) -> list[str]:
    """Return a reading without spaces, cut where another name has its spaces."""
    ends: dict[int, int] = {}
    for step in Levenshtein.opcodes("".join(words), reading):
        for at in range(step.src_start, step.src_end + 1):
            ends.setdefault(at, step.dest_start + min(at - step.src_start, step.dest_end - step.dest_start))
    cuts = [0, *(ends[at] for at in list(accumulate(map(len, words)))[:-1]), len(reading)]
    return [reading[start:end] for start, end in pairwise(cuts)]


def _joined_like(words: list[str], others: list[str]) -> list[str]:
    """Return words joined to be no more than the others, at the spaces that stand nearest to where theirs do."""
    if len(words) <= len(others):
        return words
    ends = list(accumulate(map(len, words)))
    cuts: list[int] = []
    for place in list(accumulate(map(len, others)))[:-1]:
        # Enough words have to be left for the cuts to come.
        free = range(cuts[-1] + 1 if cuts else 0, len(words) - len(others) + len(cuts) + 1)
        cuts.append(min(free, key=lambda at: abs(ends[at] - place)))
    starts = [0, *(cut + 1 for cut in cuts)]
    return ["".join(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]


def _one_by_one(ways: list[Closest], tongue: Tongue, with_doubtful: float) -> Found:
    total = letters = 0.0
    for way in ways:
        length = max(len(way.left), len(way.right))
        total += way.similarity * length
        letters += length
    similarity = limit_by_weakest(total / letters, min(way.similarity for way in ways), with_doubtful)
    return _found(similarity, ways, f"read as {tongue}", in_order=True)


def paired_off(left: PreparedName, right: PreparedName, grid: Grid, tongue: Tongue, *, person: bool) -> Found:
    """Pair words off in any order, the most alike first; words left over count against by what they tell."""
    pairs = _pairs(grid)
    kinds = left.kinds | right.kinds
    total = weight = 0.0
    worst = 1.0
    for _, _, way in pairs:
        told = (_told(way.left, kinds, person=person) + _told(way.right, kinds, person=person)) / 2
        total += told * way.similarity
        weight += told
        worst = min(worst, way.similarity)
    taken, others_taken = {at for at, _, _ in pairs}, {at for _, at, _ in pairs}
    left_over = _left_over(left, taken) + _left_over(right, others_taken)
    kept_order = all(one[1] < other[1] for one, other in pairwise(pairs))
    kept_order = kept_order or (person and _is_fathers_initial_moved(left, right, pairs))
    kept_order = kept_order or (person and _is_surname_before_initial(left, right, pairs))
    alone = [*_words_alone(left, taken), *_words_alone(right, others_taken)]
    if person and _is_patronymic_alone(left, right, alone):
        left_over = min(left_over, _OF_PATRONYMIC)
        # Registers write the surname first, the name after the father last: Petrov Sergei Nikolaevich.
        kept_order = kept_order or alone[0] in (left.words[-1][0], right.words[-1][0])
    alike = limit_by_weakest(total / weight, worst, with_doubtful_word(left, right)) if person else total / weight
    share = left_over / (weight + left_over)
    similarity = alike * (1 - left_over_cost(tongue) * share)
    if tongue is Tongue.BURMESE and not person:
        # A compound's name with that of the village before it is alike in part: Shwe Kokko, Shwe Kokko Yatai.
        similarity = max(similarity, min(_ALIKE_IN_PART, alike * (1 - _LEFT_OVER_OF_PLACE * share)))
    if not kept_order:
        similarity -= _cost_of_order(pairs, tongue, person=person)
    ways = [way for _, _, way in pairs]
    how = f"words paired, {' '.join(alone)} left over, read as {tongue}" if alone else f"words paired, read as {tongue}"
    found = _found(max(0.0, similarity), ways, how, in_order=kept_order)
    return found._replace(has_words_left=bool(alone))


def _is_patronymic_alone(left: PreparedName, right: PreparedName, alone: list[str]) -> bool:
    """Tell whether the one word left over is an eastern Slavic name after the father: Sergei Nikolaevich Petrov."""
    if len(alone) != 1 or sorted((len(left.words), len(right.words))) != _WITH_PATRONYMIC:
        return False
    longer = left if len(left.words) > len(right.words) else right
    return is_patronymic(alone[0]) and alone[0] != longer.words[0][0]


def _is_fathers_initial_moved(left: PreparedName, right: PreparedName, pairs: list[tuple[int, int, Closest]]) -> bool:
    """Tell whether one of two Tamil names has the father's initial in front: V. Balakrishnan, Balakrishnan Vasu."""
    if len(pairs) != _WITH_INITIAL:
        return False
    (_, _, first), (_, _, last) = pairs
    mine, theirs = left.form.tokens, right.form.tokens
    if not (len(mine[0]) == 1 < len(first.right) or len(theirs[0]) == 1 < len(last.left)):
        return False
    return any(map(is_south_asian, (*mine, *theirs)))


def _is_surname_before_initial(left: PreparedName, right: PreparedName, pairs: list[tuple[int, int, Closest]]) -> bool:
    """Tell whether one of two names has the surname first, and one an initial: CRUZ LOURDES DIMAANO, Lourdes D. Cruz.

    Registers write surname, given name and middle name. Surname and given name are spelt alike. Another order of a
    Burmese name is another name.
    """
    if len(pairs) != _WITH_MIDDLE_INITIAL or Tongue.BURMESE in (left.form.tongue, right.form.tongue):
        return False
    turned = [at for _, at, _ in pairs]
    ways = [way for _, _, way in pairs]
    if turned == _BEHIND:
        surname, given, middle = ways
    elif turned == _IN_FRONT:
        given, middle, surname = ways
    else:
        return False
    alike = all(way.similarity == 1.0 and len(way.left) > 1 for way in (surname, given))
    short, long = sorted((len(middle.left), len(middle.right)))
    return alike and short == 1 < long


def _told(word: str, kinds: frozenset[str], *, person: bool) -> float:
    return _OF_A_KIND if word in kinds else information(word, person)


def _cost_of_order(pairs: list[tuple[int, int, Closest]], tongue: Tongue, *, person: bool) -> float:
    """Return what another order of words costs: no more than elsewhere where a company's country alone has moved."""
    cost = REORDERED_COST.get(tongue, _REORDERED_COST)
    if person or cost == _REORDERED_COST:
        return cost
    rest = [at for _, at, way in pairs if way.left not in countries_of_one_word()]
    return _REORDERED_COST if rest == sorted(rest) else cost


def _words_alone(name: PreparedName, taken: set[int]) -> list[str]:
    """Return the words without a partner, the first readings of each."""
    if len(taken) == len(name.words):
        return []
    return [readings[0] for at, readings in enumerate(name.words) if at not in taken]


def _found(similarity: float, ways: list[Closest], how: str, *, in_order: bool) -> Found:
    said, heard = " ".join([way.left for way in ways]), " ".join([way.right for way in ways])
    return Found(similarity, said, heard, how, in_order)


def _pairs(grid: Grid) -> list[tuple[int, int, Closest]]:
    """Return the words of both names paired off, most alike first taken, in the order of the left name."""
    ways = [
        (-way.similarity, abs(at - at_right), at + at_right, at, at_right, way)
        for at, row in enumerate(grid)
        for at_right, way in enumerate(row)
    ]
    ways.sort()
    taken: dict[int, tuple[int, Closest]] = {}
    used: set[int] = set()
    for _, _, _, at, at_right, closest in ways:
        if at not in taken and at_right not in used:
            taken[at] = at_right, closest
            used.add(at_right)
    return [(at, *taken[at]) for at in sorted(taken)]


def _left_over(name: PreparedName, taken: set[int]) -> float:
    """Return what the words tell that found no partner."""
    if len(taken) == len(name.words):
        return 0.0
    return sum(told for at, told in enumerate(name.information) if at not in taken)


def left_over_cost(tongue: Tongue) -> float:
    """Return how much unpaired words count: in Burmese, without middle names, one syllable more is another name."""
    return 0.8 if tongue is Tongue.BURMESE else 0.3
