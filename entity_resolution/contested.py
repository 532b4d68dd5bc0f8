"""Pairs that a record contests: it matches two who are not one, and hardly the one rather than the other."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from entity_resolution.comparable import ComparableRecord
from entity_resolution.model import MatchModel
from entity_resolution.names_between import are_two_beside
from entity_resolution.plausibility import Facts, facts_of, objection
from graph import RecordId
from graph.matches import JudgementValue
from graph.store import VisibleRecord

Pair = tuple[RecordId, RecordId]

# Of the pairs of one record those of so many partners, the heaviest, are held against each other.
MOST_PARTNERS = 24
# Of two who are not one, it is the one for whom 16 times as much speaks, and else for a human.
_CLEARLY_MORE_BITS = 4.0


class Apartness:
    """Tells which of the records that a third one matches are two: by judgements, facts and names in the view."""

    def __init__(
        self,
        records: Mapping[RecordId, VisibleRecord],
        models: Mapping[str, MatchModel],
        *,
        judged: Mapping[Pair, JudgementValue],
        joining: Mapping[Pair, float],
    ) -> None:
        """Take what is known of some records.

        Args:
            records: the records.
            models: how each kind is compared.
            judged: what humans said of pairs.
            joining: the pairs that would be joined, with their weights in bits.
        """
        self._records = records
        self._models = models
        self._judged = judged
        self._joining = joining
        self._facts: dict[RecordId, Facts] = {}
        self._comparable: dict[RecordId, ComparableRecord | None] = {}

    def contested(self) -> set[Pair]:
        """Return the pairs that would be joined, of which one record fits another as well who is not the same.

        A human tells which of the two it is; else the order of their ids would. What a human judged stays.
        """
        contested: set[Pair] = set()
        for rid, partners in self._partners().items():
            for (bits, one), (fewer, other) in combinations(partners, 2):
                pairs = {_pair(rid, one), _pair(rid, other)}
                is_close = bits - fewer < _CLEARLY_MORE_BITS
                if is_close and not pairs <= contested and self._are_two(rid, one, other):
                    contested |= pairs
        return contested

    def _partners(self) -> dict[RecordId, list[tuple[float, RecordId]]]:
        """Return by record whom the machine would join it with, the heaviest first; none that its own facts exclude."""
        found: dict[RecordId, list[tuple[float, RecordId]]] = defaultdict(list)
        for (left, right), bits in self._joining.items():
            if not self._is_judged(left, right):
                found[left].append((bits, right))
                found[right].append((bits, left))
        return {
            rid: [
                (bits, other)
                for bits, other in sorted(partners, key=lambda item: (-item[0], item[1]))[:MOST_PARTNERS]
                if objection(self._facts_of(rid), self._facts_of(other)) is None
            ]
            for rid, partners in found.items()
            if len(partners) > 1
        }

    def _is_judged(self, one: RecordId, other: RecordId) -> bool:
        judgement = self._judged.get(_pair(one, other), JudgementValue.NO_JUDGEMENT)
        return judgement is not JudgementValue.NO_JUDGEMENT

    def _are_two(self, between: RecordId, one: RecordId, other: RecordId) -> bool:
        """Tell whether two records are two, though a third matches both."""
        if self._is_judged(one, other):
            return self._judged[_pair(one, other)] is JudgementValue.NEGATIVE
        if objection(self._facts_of(one), self._facts_of(other)) is not None:
            return True
        return self.are_two_by_name(between, one, other)

    def are_two_by_name(self, between: RecordId, one: RecordId, other: RecordId) -> bool:
        """Tell whether two records that are no match have two names, of which a third's shows less."""
        if _pair(one, other) in self._joining:
            return False
        third, left, right = (self._comparable_of(rid) for rid in (between, one, other))
        if third is None or left is None or right is None:
            return False
        return are_two_beside(third, left, right, (self._facts_of(one), self._facts_of(other)))

    def _facts_of(self, rid: RecordId) -> Facts:
        if rid not in self._facts:
            self._facts[rid] = facts_of(self._records[rid].kind, self._records[rid].parts)
        return self._facts[rid]

    def _comparable_of(self, rid: RecordId) -> ComparableRecord | None:
        if rid not in self._comparable:
            record = self._records[rid]
            model = self._models.get(record.kind)
            self._comparable[rid] = None if model is None else ComparableRecord(model, record.parts)
        return self._comparable[rid]


def _pair(one: RecordId, other: RecordId) -> Pair:
    return (one, other) if one < other else (other, one)
