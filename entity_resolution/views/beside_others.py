"""The pairs of a view that have a third record beside them, which may keep them apart: the newest, counted in the view.

A pair that hidden evidence alone made worth storing is none in the view, and ties no third record to another. Such
pairs are read and passed over: they cost time, and take the place of none that is seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from entity_resolution.comparing.decision import Outcome, potential
from entity_resolution.comparing.model import MatchModel
from entity_resolution.views.evidence_in_view import evidence_in_view
from graph import ReadScope, RecordId, SideThreads
from graph.matches import Pair
from graph.store import JudgementStore, MatchedPair, PairBesideOthers

# Each portion goes through the pairs once more: where few of them are there in the view, it is twice the one before.
_PAIRS_A_PORTION, _MOST_A_PORTION = 2_000, 16_000
_ENDS_A_READ = 500
_MANY_PAIRS = 50  # of so many beside the event loop: others wait for it


class PairsBesideOthers:
    """Finds them. Each portion is read behind the one before, until so many are found or there are no more."""

    def __init__(self, judgements: JudgementStore, models: Mapping[str, MatchModel], threads: SideThreads) -> None:
        self._judgements = judgements
        self._models = models
        self._threads = threads

    async def newest(self, scope: ReadScope, *, limit: int, kind: str | None = None) -> list[list[Pair]]:
        """Return the newest such pairs; those of which the records are read together stand together.

        Args:
            scope: the viewer's.
            limit: the most pairs to return.
            kind: keep to records of one kind.
        """
        tied, found, count = _Ties(), defaultdict[int, list[Pair]](list), 0
        last: PairBesideOthers | None = None
        size = _PAIRS_A_PORTION
        while count < limit:
            portion = await self._judgements.pairs_beside_others(scope, limit=size, kind=kind, after=last)
            seen = await self._in_view(scope, [item.pair for item in portion])
            await self._tie(scope, tied, portion, seen)
            beside = [item for item in portion if _ends(item.pair) in seen and tied.has_a_third(item)]
            for item in beside[: limit - count]:
                found[item.component].append(_ends(item.pair))
            count += len(beside)
            if len(portion) < size:
                break
            last, size = portion[-1], min(2 * size, _MOST_A_PORTION)
        return list(found.values())

    async def _tie(
        self, scope: ReadScope, tied: "_Ties", portion: Iterable[PairBesideOthers], seen: Iterable[Pair]
    ) -> None:
        """Learn what ties the ends of the pairs that are seen to others, as far as pairs before do not tell it."""
        known = set(seen)
        tied.add(known)
        unknown = [item.pair for item in portion if _ends(item.pair) in known and not tied.has_a_third(item)]
        ids = sorted({rid for pair in unknown for rid in _ends(pair)})
        for at in range(0, len(ids), _ENDS_A_READ):
            matches = await self._judgements.matches_at(scope, ids[at : at + _ENDS_A_READ])
            tied.add(await self._in_view(scope, matches))

    async def _in_view(self, scope: ReadScope, pairs: Sequence[MatchedPair]) -> set[Pair]:
        """Return the pairs that are there by what the viewer may read."""

        def held() -> set[Pair]:
            return {_ends(pair) for pair in pairs if self._is_in_view(scope, pair)}

        return await self._threads.run(held) if len(pairs) > _MANY_PAIRS else held()

    def _is_in_view(self, scope: ReadScope, pair: MatchedPair) -> bool:
        model = self._models.get(pair.kind)
        if model is None:
            return False
        evidence = evidence_in_view(scope, pair.left_readable, pair.right_readable, pair.evidence, pair.ways)
        return potential(model, evidence).outcome is not Outcome.NONE


class _Ties:
    """Which records are matched with which, as far as it was read."""

    def __init__(self) -> None:
        self._others: dict[RecordId, set[RecordId]] = defaultdict(set)

    def add(self, pairs: Iterable[Pair]) -> None:
        for one, other in pairs:
            self._others[one].add(other)
            self._others[other].add(one)

    def has_a_third(self, item: PairBesideOthers) -> bool:
        """Return whether a record beside the other end is tied to one end of a pair."""
        one, other = _ends(item.pair)
        return item.is_judged_beside or bool(self._others[one] - {other} or self._others[other] - {one})


def _ends(pair: MatchedPair) -> Pair:
    return pair.left_id, pair.right_id
