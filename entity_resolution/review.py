"""Review: the pairs that wait for a human, explanations of a pair, and judgements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from entity_resolution.clustering import sort_pair
from entity_resolution.decision import Decision, Outcome, decide, evidence_in_view
from entity_resolution.errors import SamePairError
from entity_resolution.model import MatchModel
from entity_resolution.scoring import ScoredComparison, score
from graph import IdMinter, Ontology, PropertyClass, ReadScope, RecordId
from graph.matches import Judgement, JudgementValue
from graph.store import JudgementStore, LinkedSelector, RecordReader, VisibleRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two visible records match or not: each comparison with both values, as far as the viewer may read them."""

    left: VisibleRecord
    right: VisibleRecord
    comparisons: tuple[ScoredComparison, ...]
    decision: Decision


class Review:
    """What an analyst does with uncertain pairs."""

    def __init__(
        self,
        judgements: JudgementStore,
        records: RecordReader,
        ontology: Ontology,
        models: Mapping[str, MatchModel],
        minter: IdMinter,
        *,
        public_profiles: Collection[str] = (),
    ) -> None:
        self._public_profiles = frozenset(public_profiles)
        self._judgements = judgements
        self._records = records
        self._ontology = ontology
        self._models = models
        self._minter = minter

    async def queue(self, scope: ReadScope, *, kind: str | None = None) -> list[Explanation]:
        """Return the pairs that are left to review in this view, the likeliest first."""
        waiting = []
        for pair in await self._judgements.review_pairs(scope):
            if kind is not None and pair.left.kind != kind:
                continue
            evidence = evidence_in_view(scope, pair.left.readable, pair.right.readable, pair.evidence, pair.ways)
            decision = decide(self._models[pair.left.kind], evidence)
            if decision.outcome is Outcome.REVIEW:
                waiting.append((pair, decision))
        waiting.sort(key=lambda item: (-item[1].bits, item[0].left.id, item[0].right.id))
        linked = await self._linked(scope, [r.id for pair, _ in waiting for r in (pair.left, pair.right)])
        return [self._explain(scope, pair.left, pair.right, linked) for pair, _ in waiting]

    async def explain(self, scope: ReadScope, one: str, other: str) -> Explanation | None:
        """Return the explanation of a pair; `None` where an end is not visible or the kinds differ."""
        records = {r.id: r for r in await self._records.records(scope, [one, other])}
        left_id, right_id = sort_pair((RecordId(one), RecordId(other)))
        left, right = records.get(left_id), records.get(right_id)
        if left is None or right is None or left.kind != right.kind:
            return None
        linked = await self._linked(scope, [left_id, right_id])
        return self._explain(scope, left, right, linked)

    async def judge(
        self,
        scope: ReadScope,
        one: str,
        other: str,
        *,
        value: JudgementValue,
        author: str,
        reason: str,
        compartment: int,
    ) -> bool:
        """Record the agency's judgement of a pair; return whether both ends are visible.

        Raises:
            SamePairError: the two ids are one.
        """
        if one == other:
            raise SamePairError
        left, right = sort_pair((RecordId(one), RecordId(other)))
        judgement = Judgement(
            left_id=left,
            right_id=right,
            agency=scope.agency,
            value=value,
            author=author,
            reason=reason,
            at=datetime.now(UTC),
            compartment=compartment,
        )
        judgement_id = self._minter.derived_id("j", left, right, scope.agency)
        return await self._judgements.judge(scope, judgement, judgement_id=judgement_id)

    async def _linked(self, scope: ReadScope, ids: list[RecordId]) -> Mapping[RecordId, list[LinkedSelector]]:
        return await self._records.linked_selectors(scope, ids) if ids else {}

    def _explain(
        self,
        scope: ReadScope,
        left: VisibleRecord,
        right: VisibleRecord,
        linked: Mapping[RecordId, list[LinkedSelector]],
    ) -> Explanation:
        # The parts hold only what the viewer may read, so the comparisons can use nothing else. A selector kind has no
        # model: its equal key is the whole reason.
        model = self._models.get(left.kind)
        both = {left.profile, right.profile}
        names_readable = PropertyClass.IDENTITY in left.readable & right.readable
        published = names_readable and bool(both & self._public_profiles)
        sides = (left.parts, right.parts, linked.get(left.id, ()), linked.get(right.id, ()))
        comparisons = score(model, *sides, published=published) if model else []
        decision = decide(model, [c.evidence for c in comparisons]) if model else self._key_decision(scope, left, right)
        return Explanation(left=left, right=right, comparisons=tuple(comparisons), decision=decision)

    def _key_decision(self, scope: ReadScope, left: VisibleRecord, right: VisibleRecord) -> Decision:
        del scope
        key = next((p for p in self._ontology.kind(left.kind).properties.values() if p.key), None)
        keys = [
            {v.key for v in record.parts.get(key.property_class, {}).get(key.name, ()) if v.key} if key else set()
            for record in (left, right)
        ]
        equal = bool(keys[0] & keys[1])
        return Decision(
            outcome=Outcome.MATCH if equal else Outcome.NONE,
            bits=0.0,
            name_agrees=False,
            strong=("key",) if equal else (),
        )
