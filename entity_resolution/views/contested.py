"""Pairs that a record contests: it matches two who are not one, and hardly the one rather than the other.

Asked whenever two groups would be joined, as what one of them fits may be another group by then: a record without a
birth date fits two namesakes of two days as well through what has been joined with it as by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.model import MatchModel
from entity_resolution.names import NameForm
from entity_resolution.views.names_between import are_two_beside, may_be_two
from entity_resolution.views.plausibility import Facts, has_passports_of_both, objection
from graph import RecordId
from graph.matches import JudgementValue, Pair, pair_of
from graph.store import VisibleRecord

# Of the pairs of one record those of so many partners, the heaviest, are held against each other.
MOST_PARTNERS = 24
# Of two who are not one, it is the one for whom 16 times as much speaks, and else for a human.
CLEARLY_MORE_BITS = 4.0
# Of so many different facts in one chain of pairs each is held against each; of more, whoever states any is opposed.
_MOST_FACTS = 64
_NO_FACTS = Facts()


class Apartness:
    """Tells which of the records that a third one matches are two: by judgements, facts and names in the view."""

    def __init__(
        self,
        records: Mapping[RecordId, VisibleRecord],
        models: Mapping[str, MatchModel],
        *,
        facts: Mapping[RecordId, Facts],
        judged: Mapping[Pair, JudgementValue],
        joining: Mapping[Pair, float],
    ) -> None:
        """Take what is known of some records.

        Args:
            records: the records.
            models: how each kind is compared.
            facts: what each record says of which there is one.
            judged: what humans said of pairs.
            joining: the pairs that would be joined, with their weights in bits.
        """
        self._records = records
        self._models = models
        self._facts = facts
        self._judged = judged
        self._joining = joining
        self._comparable: dict[RecordId, ComparableRecord | None] = {}
        self._named: dict[RecordId, int] = {}
        self._numbered: dict[tuple[tuple[NameForm, ...] | str, ...], int] = {}
        self._two_names: dict[tuple[int, int], bool] = {}
        self._partners = self._heaviest_partners()

    @property
    def partners(self) -> Mapping[RecordId, Sequence[tuple[float, RecordId]]]:
        """Whom the machine would join each record with, the heaviest first, with the bits; at most 24."""
        return self._partners

    def torn(self) -> set[RecordId]:
        """Return the records that by themselves fit two who are not one, and hardly the one rather than the other."""
        return {rid for rid, partners in self._partners.items() if self._is_torn(rid, partners)}

    def opposed(self, more: Iterable[Pair] = ()) -> set[RecordId]:
        """Return the records that another one, which a chain of pairs leads to, cannot be one with.

        Args:
            more: pairs that chains go along besides those that would be joined.
        """
        judged = {end for pair, value in self._judged.items() if value is JudgementValue.NEGATIVE for end in pair}
        found = set(judged)
        for members in _chains([*self._joining, *more]):
            by_facts: dict[Facts, list[RecordId]] = defaultdict(list)
            for rid in members:
                if self._facts[rid] != _NO_FACTS:
                    by_facts[self._facts[rid]].append(rid)
            found.update(rid for facts in _opposed_facts(list(by_facts)) for rid in by_facts[facts])
        return found

    def are_two_by_name(self, between: RecordId, one: RecordId, other: RecordId) -> bool:
        """Tell whether two records that are no match have two names, of which a third's shows less."""
        if not self.may_be_two_by_name(one, other) or pair_of(one, other) in self._joining:
            return False
        third, left, right = (self._comparable_of(rid) for rid in (between, one, other))
        if third is None or left is None or right is None:
            return False
        return are_two_beside(third, left, right, (self._facts[one], self._facts[other]))

    def may_be_two_by_name(self, one: RecordId, other: RecordId) -> bool:
        """Tell whether two records have names of which a third's could show less; many have one name."""
        names = (self.names_of(one), self.names_of(other))
        found = names[0] != names[1]
        if found and names not in self._two_names:
            left, right = self._comparable_of(one), self._comparable_of(other)
            self._two_names[names] = left is not None and right is not None and may_be_two(left, right)
        return found and self._two_names[names]

    def names_of(self, rid: RecordId) -> int:
        """Return a number for the names of a record and what tells it apart, which is that of all who have the same."""
        found = self._named.get(rid)
        if found is None:
            record = self._comparable_of(rid)
            said = () if record is None else tuple(_names_and_what_tells_apart(record))
            found = self._named[rid] = self._numbered.setdefault(said, len(self._numbered))
        return found

    def _heaviest_partners(self) -> dict[RecordId, list[tuple[float, RecordId]]]:
        return heaviest_partners({p: bits for p, bits in self._joining.items() if not self._is_judged(*p)})

    def _is_torn(self, rid: RecordId, partners: Iterable[tuple[float, RecordId]]) -> bool:
        own = self._facts[rid]
        possible = [item for item in partners if objection(own, self._facts[item[1]]) is None]
        return any(
            bits - fewer < CLEARLY_MORE_BITS and self._are_two(rid, one, other)
            for (bits, one), (fewer, other) in combinations(possible, 2)
        )

    def _is_judged(self, one: RecordId, other: RecordId) -> bool:
        judgement = self._judged.get(pair_of(one, other), JudgementValue.NO_JUDGEMENT)
        return judgement is not JudgementValue.NO_JUDGEMENT

    def _are_two(self, between: RecordId, one: RecordId, other: RecordId) -> bool:
        """Tell whether two records are two, though a third matches both."""
        if self._is_judged(one, other):
            return self._judged[pair_of(one, other)] is JudgementValue.NEGATIVE
        mine, left, right = (self._facts[rid] for rid in (between, one, other))
        if objection(left, right) is not None and not has_passports_of_both(mine, left, right):
            return True
        return self.are_two_by_name(between, one, other)

    def _comparable_of(self, rid: RecordId) -> ComparableRecord | None:
        if rid not in self._comparable:
            record = self._records[rid]
            model = self._models.get(record.kind)
            self._comparable[rid] = None if model is None else ComparableRecord(model, record.parts)
        return self._comparable[rid]


def heaviest_partners(pairs: Mapping[Pair, float]) -> dict[RecordId, list[tuple[float, RecordId]]]:
    """Return the ends of pairs with the other ends and the bits, the heaviest first; of one record at most 24."""
    found: dict[RecordId, list[tuple[float, RecordId]]] = defaultdict(list)
    for (left, right), bits in pairs.items():
        found[left].append((bits, right))
        found[right].append((bits, left))
    return {
        rid: sorted(partners, key=lambda item: (-item[0], item[1]))[:MOST_PARTNERS] for rid, partners in found.items()
    }


class Outside:
    """By group of records: which records outside it would be joined with one of its own.

    A group is named by any one of its records that the caller holds to.
    """

    def __init__(
        self, partners: Mapping[RecordId, Iterable[tuple[float, RecordId]]], root: Callable[[RecordId], RecordId]
    ) -> None:
        """Begin with groups as they are.

        Args:
            partners: with whom each record would be joined, with the bits.
            root: names the group of a record.
        """
        self._fits: dict[RecordId, dict[RecordId, tuple[float, RecordId]]] = {}
        for rid, found in partners.items():
            fits = self._fits.setdefault(root(rid), {})
            for bits, other in found:
                if root(other) != root(rid):
                    _put_heavier(fits, other, (bits, rid))

    def of(self, group: RecordId, *, more_than: float) -> list[tuple[float, RecordId, RecordId]]:
        """Return what fits a group by more bits than given, the heaviest first.

        Returns:
            (bits, record of the group, record outside).
        """
        fits = self._fits.get(group, {})
        found = [(bits, own, other) for other, (bits, own) in fits.items() if bits > more_than]
        return sorted(found, key=lambda item: (-item[0], item[2]))

    def records(self, group: RecordId) -> Iterable[RecordId]:
        """Return the records outside a group that fit one of its own."""
        return self._fits.get(group, {}).keys()

    def merge(
        self, small: RecordId, large: RecordId, *, members: Iterable[RecordId], joined: Iterable[RecordId]
    ) -> None:
        """Put what fits a group to what fits a larger one that it is joined with, but for what is inside now.

        Args:
            small: names the one, and nothing from now on.
            large: names the other, and both from now on.
            members: the records of the one.
            joined: what fits the one and is of the other.
        """
        mine, found = self._fits.pop(small, {}), self._fits.setdefault(large, {})
        for rid in joined:
            del mine[rid]
        for rid in members:
            found.pop(rid, None)
        for other, fit in mine.items():
            _put_heavier(found, other, fit)


def _chains(pairs: Iterable[Pair]) -> Iterator[list[RecordId]]:
    """Yield the records that pairs lead from one to another, chain by chain."""
    near: dict[RecordId, list[RecordId]] = defaultdict(list)
    for left, right in pairs:
        near[left].append(right)
        near[right].append(left)
    seen: set[RecordId] = set()
    for first in near:
        if first not in seen:
            seen.add(first)
            chain = [first]
            for rid in chain:  # grows as it is walked
                new = [other for other in near[rid] if other not in seen]
                seen.update(new)
                chain += new
            yield chain


def _put_heavier(fits: dict[RecordId, tuple[float, RecordId]], other: RecordId, fit: tuple[float, RecordId]) -> None:
    """Keep of two fits of one record the heavier, of as heavy ones that of the first record by id."""
    known = fits.get(other)
    if known is None or (-fit[0], fit[1]) < (-known[0], known[1]):
        fits[other] = fit


def _names_and_what_tells_apart(record: ComparableRecord) -> Iterator[tuple[NameForm, ...] | str]:
    for comparison in record.model.comparisons:
        if comparison.name_kind is not None:
            yield tuple(record.forms(comparison))
        elif comparison.feature in {*record.model.tells_apart, *record.model.apart_beside_a_third}:
            yield " ".join((comparison.feature, *(value.raw for value in record.values(comparison))))


def _opposed_facts(distinct: list[Facts]) -> set[Facts]:
    """Return those of different facts that cannot be one thing's with another of them."""
    if len(distinct) > _MOST_FACTS:
        return set(distinct)
    return {facts for pair in combinations(distinct, 2) if objection(*pair) is not None for facts in pair}
