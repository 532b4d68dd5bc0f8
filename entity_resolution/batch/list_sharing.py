"""Which values many names of a list share, a hotline or a filled-in birth date: the more, the less they say.

As in a view of the graph (`entity_resolution.views.sharing`), and only ever to take weight away. Names that do not
agree are counted: a list may hold one person in a hundred copies, and that person's number stays private.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.comparisons import lacks_country, values_of
from entity_resolution.comparing.damping import FREE_SHARERS, HUB_SHARERS, damp
from entity_resolution.comparing.model import Comparator, ComparisonModel, MatchModel
from entity_resolution.comparing.scoring import ScoredComparison
from entity_resolution.comparing.sharers import different_names
from entity_resolution.tables.pair_records import PairRecord
from graph.parts import StoredValue
from graph.values import bare_number, national_digits

_DAY = len("1990-05-05")
_PHONE = re.compile(r"\+\d+")
_DETAIL = "shared by many names of the list"

Names = Mapping[str, int]
"""By how many names more than chance explains each value is shared, of those that more share than a family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSharing:
    """The values that many names of a list share, by the feature of the comparison that reads them."""

    model: MatchModel
    names: Mapping[str, Names] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The number of such values by feature."""
        return {feature: len(values) for feature, values in self.names.items()}

    def damped(
        self, comparisons: Sequence[ScoredComparison], left: PairRecord, right: PairRecord
    ) -> Sequence[ScoredComparison]:
        """Return the comparisons of a pair with what many share weighing less."""
        if not self.names:
            return comparisons
        return [self._damped_one(c, left, right) for c in comparisons]

    def _damped_one(self, scored: ScoredComparison, left: PairRecord, right: PairRecord) -> ScoredComparison:
        names = self.names.get(scored.evidence.feature)
        comparison = self.model.comparison(scored.evidence.feature)
        if names is None or comparison is None:
            return scored
        # The least shared one speaks: two who have a private number in common may share a hotline as well.
        shared = _values(comparison, left) & _values(comparison, right)
        evidence = damp(scored.evidence, min((names.get(value, 1) for value in shared), default=1))
        return scored if evidence is scored.evidence else replace(scored, evidence=evidence, detail=_DETAIL)


def list_sharing(model: MatchModel, records: Sequence[PairRecord]) -> ListSharing:
    """Return what many names of a list share; nothing of a kind that has no names of its own."""
    if not any(c.is_name and c.name_kind is not None for c in model.comparisons):
        return ListSharing(model=model)
    comparable = [ComparableRecord(model, record.parts) for record in records]
    found = {c.feature: _shared(c, records, comparable) for c in model.comparisons if _tells_by_its_value(c)}
    return ListSharing(model=model, names={feature: names for feature, names in found.items() if names})


def _tells_by_its_value(comparison: ComparisonModel) -> bool:
    """Return whether a comparison is of numbers or dates, or of texts that are no more than support beside these.

    Not of the address of a company or a site, which is as good as a part of its name.
    """
    is_support = comparison.comparator is Comparator.TEXT and not comparison.strong
    return is_support or comparison.comparator in {Comparator.KEYS, Comparator.DATES}


def _shared(
    comparison: ComparisonModel, records: Sequence[PairRecord], comparable: Sequence[ComparableRecord]
) -> dict[str, int]:
    holders: dict[str, list[ComparableRecord]] = defaultdict(list)
    known = 0
    for record, read in zip(records, comparable, strict=True):
        values = _values(comparison, record)
        known += bool(values)
        for value in values:
            holders[value].append(read)
    chance = _by_chance(comparison, known)
    least = FREE_SHARERS + chance
    many = ((value, found) for value, found in holders.items() if len(found) > least)
    names = {value: different_names(found, at_most=HUB_SHARERS + chance) for value, found in many}
    return {value: count - chance for value, count in names.items() if count > least}


def _by_chance(comparison: ComparisonModel, known: int) -> int:
    """Return how many of so many records have one value by chance, as rare as an equal one is to the model.

    A day of birth is shared by some in any long list; a number by nobody.
    """
    if comparison.comparator is Comparator.KEYS:
        return 0
    return int(known * 2.0 ** -max(comparison.levels.values()))


def _values(comparison: ComparisonModel, record: PairRecord) -> frozenset[str]:
    """Return the values of a record that tell by being equal: numbers, of whatever country and type, days, texts."""
    values = values_of(comparison, record.parts.get(comparison.property_class, {}))
    if comparison.comparator is Comparator.KEYS:
        return frozenset(filter(None, map(_number, values)))
    read = (value.value for value in values if value.value)
    if comparison.comparator is Comparator.DATES:
        return frozenset(value for value in read if len(value) == _DAY)
    return frozenset(read)


def _number(value: StoredValue) -> str:
    """Return a number as it is counted: a phone number is one with its country and without."""
    if lacks_country(value):
        return bare_number(value.raw) or ""
    number = (value.key or value.value or "").rpartition(":")[2].casefold()
    return national_digits(number) if _PHONE.fullmatch(number) else number
