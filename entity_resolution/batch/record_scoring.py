"""Weighs pairs of a list's records by their kind's match model, as the graph and a table of pairs do."""

from collections.abc import Sequence

import numpy as np

from entity_resolution.batch.clustering import CONTRADICTION_BITS, WeighedPairs
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.groups import Labels
from entity_resolution.batch.list_sharing import list_sharing
from entity_resolution.comparing.decision import Doubt, Outcome, decide
from entity_resolution.comparing.model import MatchModel
from entity_resolution.comparing.scoring import ScoredComparison, score
from entity_resolution.tables.pair_records import PairRecord
from entity_resolution.views.plausibility import facts_of, objection

# A pair that the rule leaves to a human, or to nobody, lies below the threshold however much it weighs.
_NO_MATCH_BITS = -0.5
# One that just reaches the threshold joins.
_MATCH_BITS = 1e-6


class RecordScorer:
    """Weighs pairs of the records of a list; of equal records each pair once.

    Attributes:
        model: of the records' kind.
        records: of the list, or of two.
        facts: of each record, of which there is one.
        sharing: what many names of the list share.
    """

    def __init__(self, model: MatchModel, records: Sequence[PairRecord]) -> None:
        self.model = model
        self.records = records
        self.sharing = list_sharing(model, records)
        self.facts = [facts_of(model.kind, record.parts) for record in records]
        self._first = _first_equal(records)

    def comparisons(self, one: int, other: int) -> Sequence[ScoredComparison]:
        """Return the comparisons of two records, by their places."""
        left, right = self.records[one], self.records[other]
        return self.sharing.damped(score(self.model, left.parts, right.parts, (), ()), left, right)

    def weigh(self, left: Codes, right: Codes) -> WeighedPairs:
        """Return how far pairs lie above the threshold from which they join, in bits, and what speaks against them."""
        pairs, at = np.unique(self._first[left] << 32 | self._first[right], return_inverse=True)
        weighed = np.empty((len(pairs), 2))
        for place, pair in enumerate(pairs.tolist()):
            weighed[place] = self._weigh(pair >> 32, pair & 0xFFFFFFFF)
        return WeighedPairs(left=left, right=right, bits=weighed[at, 0], against=weighed[at, 1])

    def _weigh(self, one: int, other: int) -> tuple[float, float]:
        evidence = [c.evidence for c in self.comparisons(one, other)]
        decision = decide(self.model, evidence)
        above = decision.bits - self.model.match_bits
        bits = max(above, _MATCH_BITS) if decision.outcome is Outcome.MATCH else min(above, _NO_MATCH_BITS)
        against = sum(e.bits for e in evidence if e.bits < 0)
        if decision.doubt is Doubt.ALIAS:
            # Who is called by the alias alone makes no one of two of other names, as in the graph.
            against = min(against, CONTRADICTION_BITS)
        apart = objection(self.facts[one], self.facts[other]) is not None
        return bits, -np.inf if apart else against


def _first_equal(records: Sequence[PairRecord]) -> Labels:
    """Return of each record the first that says the same."""
    first: dict[frozenset[object], int] = {}
    return np.array([first.setdefault(_said(record), at) for at, record in enumerate(records)], dtype=np.int64)


def _said(record: PairRecord) -> frozenset[object]:
    return frozenset((name, values) for part in record.parts.values() for name, values in part.items())
