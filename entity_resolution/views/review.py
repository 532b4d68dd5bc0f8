"""Review: the pairs that wait for a human, explanations of a pair, and judgements."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from entity_resolution.comparing.comparable import Parts, own_selectors
from entity_resolution.comparing.decision import Decision, Outcome
from entity_resolution.comparing.model import MatchModel
from entity_resolution.comparing.scoring import ScoredComparison, mark_counted, score
from entity_resolution.errors import SamePairError
from entity_resolution.views.beside_others import PairsBesideOthers
from entity_resolution.views.clustering import Cluster, cluster, pairs_on_links
from entity_resolution.views.entities import holds_many
from entity_resolution.views.evidence_in_view import evidence_in_view
from entity_resolution.views.groups import Basis, Obstacle, sort_pair
from entity_resolution.views.judgement_effects import effects_of
from entity_resolution.views.plausibility import Objection, facts_of, settle
from entity_resolution.views.refused import RefusedPair, objection_of, refused_pairs
from entity_resolution.views.sharing import Sharing, keys_of, read_sharing, rests_on_links
from entity_resolution.views.worth import KEPT_APART, expected_worth
from graph import IdMinter, Ontology, PropertyClass, ReadScope, RecordId, SideThreads
from graph.matches import Evidence, Judgement, JudgementValue, Pair
from graph.selectors import LinkedSelector
from graph.store import JudgementStore, Neighbourhood, RecordReader, ReviewPair, VisibleRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two visible records match or not: each comparison with both values, as far as the viewer may read them.

    Attributes:
        left: one record.
        right: the other.
        comparisons: each with both values.
        decision: the machine's, by what the view holds.
        worth: the expected worth of a judgement of the pair; see `worth.py`.
        selectors: the linked records of either end whose values stand in comparisons.
        kept_apart: why a pair that weighs enough for a match is left to a human.
        proposed: in the queue, what agencies judged that wrote neither record, where the pair stands otherwise.
    """

    left: VisibleRecord
    right: VisibleRecord
    comparisons: tuple[ScoredComparison, ...]
    decision: Decision
    worth: float = 0.0
    selectors: tuple[LinkedSelector, ...] = ()
    kept_apart: Objection | None = None
    proposed: JudgementValue | None = None

    @property
    def order(self) -> tuple[float, float, RecordId, RecordId]:
        """What the queue is sorted by: those worth most first, of these those that weigh most, and the ids."""
        return -self.worth, -self.decision.bits, self.left.id, self.right.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two visible records side by side: the explanation, the visible judgements, their effect, whether they are one.

    `obstacle` is what keeps apart two groups of records, one around each end, that something would join.
    """

    explanation: Explanation
    judgements: tuple[Judgement, ...]
    effect: JudgementValue
    together: bool
    obstacle: Obstacle | None = None


MAX_WAITING = 5_000
"""How many pairs a queue orders: more than people judge."""
MAX_BESIDE_OTHERS = 1_000
"""Of how many pairs with a third record beside them, the newest of a view, a queue looks for what keeps them apart."""
# What is compared for somebody who asks, goes on where the question is given up, beside these and no others.
_THREADS = 2
_MANY_PAIRS = 50
# Of how many pairs, those worth most, it is looked up whether their ends are one already.
_LOOKED_UP = 300
# Of so many in one read, which may take as long as a viewer's read may.
_A_READ = 50


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
        clock: Callable[[], datetime],
        public_profiles: AbstractSet[str] = frozenset(),
    ) -> None:
        self._clock = clock
        self._public_profiles = public_profiles
        self._judgements = judgements
        self._records = records
        self._ontology = ontology
        self._models = models
        self._minter = minter
        self._threads = SideThreads("comparing", threads=_THREADS)
        self._beside_others = PairsBesideOthers(judgements, models, self._threads)

    async def queue(self, scope: ReadScope, *, kind: str | None = None, agency: str | None = None) -> list[Explanation]:
        """Return the pairs that are left to review in this view, those whose judgement is worth most first.

        So are those that weigh enough for a match and cannot be one, as their documents or birth dates differ, and
        those that others keep apart: of what fits two who are not one, or whose groups cannot be one. So is what
        agencies that wrote neither record judged against the machine. Of more than `MAX_WAITING` those, and then the
        newest, counted in the view.

        Args:
            scope: the viewer's.
            kind: keep to records of one kind.
            agency: keep to pairs of which one end at least is this agency's.

        Raises:
            StoreQueryError, StoreUnavailableError: the store did not tell all that the order goes by.
        """
        explained = await self._kept_by_others(scope, kind=kind, agency=agency)
        refused = {_ends(pair) for pair in explained}
        async for pairs in self._judgements.review_pairs(scope, kind=kind, agency=agency):
            new = [pair for pair in pairs if (pair.left.id, pair.right.id) not in refused]
            explained += await self._explained(scope, await self._waiting(scope, new))
            if len(explained) >= MAX_WAITING:
                break
        proposed = await self._proposed(scope, {_ends(e) for e in explained}, kind=kind, agency=agency)
        found = sorted(explained[: MAX_WAITING - len(proposed)], key=lambda e: e.order)
        together = await self._already_one(scope, found[:_LOOKED_UP])
        ranked = [replace(e, worth=0.0) if _ends(e) in together else e for e in found]
        return sorted([*ranked, *proposed], key=lambda e: e.order)

    async def _proposed(
        self, scope: ReadScope, waiting: AbstractSet[Pair], *, kind: str | None, agency: str | None
    ) -> list[Explanation]:
        """Return, explained, pairs of which other agencies judged otherwise than they stand in the view.

        Their word changes nothing there, so an agency that wrote one of the two, or the viewer's, has to judge.
        """
        said = await self._judgements.proposed_pairs(scope, limit=_LOOKED_UP, kind=kind, agency=agency)
        pairs = [found for found in said if (found.pair.left.id, found.pair.right.id) not in waiting]
        explained = await self._explained(scope, [found.pair for found in pairs])
        together = await self._already_one(scope, explained)
        return [
            replace(e, proposed=found.value)
            for e, found in zip(explained, pairs, strict=True)
            if (found.value is JudgementValue.POSITIVE) is not (_ends(e) in together)
        ]

    async def _kept_by_others(self, scope: ReadScope, *, kind: str | None, agency: str | None) -> list[Explanation]:
        """Return, explained, the pairs that match and that others keep apart in the view: what is one no more."""
        beside = await self._beside_others.newest(scope, limit=MAX_BESIDE_OTHERS, kind=kind)
        seeds, looked_at = sorted(pairs[0][0] for pairs in beside), {pair for pairs in beside for pair in pairs}
        refused: dict[tuple[RecordId, RecordId], RefusedPair] = {}
        for at in range(0, len(seeds), _A_READ):
            around = await self._records.neighbourhood(scope, seeds[at : at + _A_READ])
            groups = {id(group): group for group in (await self._groups(scope, around)).values()}
            for found in refused_pairs(around, groups.values(), among=looked_at):
                if agency in (None, found.pair.left.originator, found.pair.right.originator):
                    refused[found.pair.left.id, found.pair.right.id] = found
        explained = await self._explained(scope, [refused[ids].pair for ids in sorted(refused)])
        return [_as_refused(e, refused[e.left.id, e.right.id].obstacle) for e in explained]

    async def _already_one(self, scope: ReadScope, pairs: Sequence[Explanation]) -> set[tuple[RecordId, RecordId]]:
        """Return those of some pairs whose ends are one entity in the view: a judgement brings nothing together."""
        # What a part reads is whole, and so it groups what it holds as all of them together would.
        parts = [pairs[at : at + _A_READ] for at in range(0, len(pairs), _A_READ)]
        found = await asyncio.gather(*(self._one_among(scope, part) for part in parts))
        return set[tuple[RecordId, RecordId]]().union(*found)

    async def _one_among(self, scope: ReadScope, pairs: Sequence[Explanation]) -> set[tuple[RecordId, RecordId]]:
        """Return what `_already_one` does of a few pairs.

        Where the store cannot tell it, there is no queue: in another order its pages would skip pairs and repeat some.
        """
        ends = {r.id for pair in pairs for r in (pair.left, pair.right)}
        groups = await self._groups(scope, await self._records.neighbourhood(scope, ends))
        ids = [(pair.left.id, pair.right.id) for pair in pairs]
        return {(one, other) for one, other in ids if one in groups and groups[one] is groups.get(other)}

    async def _groups(self, scope: ReadScope, around: Neighbourhood) -> dict[RecordId, Cluster]:
        """Return the entities among visible records, by each of their records."""
        sharing = await read_sharing(self._records, scope, self._models, pairs_on_links(around, scope))
        given = (around, scope, self._models, self._ontology, sharing)
        is_much = len(around.records) > _MANY_PAIRS or holds_many(around.records)
        groups = await self._threads.run(cluster, *given) if is_much else cluster(*given)
        return {record.id: group for group in groups for record in group.records}

    async def _waiting(self, scope: ReadScope, pairs: Sequence[ReviewPair]) -> list[ReviewPair]:
        """Return those of some pairs that are left to review by themselves in the view, in their order."""
        found = [(pair, _seen(scope, pair)) for pair in pairs]
        sharing = await self._sharing(scope, [(p.left, p.right) for p, evidence in found if rests_on_links(evidence)])
        waiting = []
        for pair, evidence in found:
            model = self._models.get(pair.left.kind)
            # One of them was filed as another kind while it was matched; the resolver drops the match.
            if model is None or pair.left.kind != pair.right.kind:
                continue
            decision = sharing.decided(model, pair.left, pair.right, evidence)
            if _settle(decision, pair.left, pair.right)[0].outcome is Outcome.REVIEW:
                waiting.append(pair)
        return waiting

    async def _explained(self, scope: ReadScope, waiting: Sequence[ReviewPair]) -> list[Explanation]:
        """Return some pairs explained, in their order."""
        sharing = await self._sharing(scope, [(p.left, p.right) for p in waiting if rests_on_links(_seen(scope, p))])
        linked = await self._linked(scope, [r.id for pair in waiting for r in (pair.left, pair.right)])

        def explain() -> list[Explanation]:
            return [self._explain(scope, pair.left, pair.right, linked, sharing) for pair in waiting]

        # Beside the event loop where they are many: others wait for it.
        is_much = len(waiting) > _MANY_PAIRS or holds_many(r for pair in waiting for r in (pair.left, pair.right))
        return await self._threads.run(explain) if is_much else explain()

    async def explain(self, scope: ReadScope, one: str, other: str) -> Explanation | None:
        """Return the explanation of a pair; `None` where an end is not visible or the kinds differ."""
        records = {r.id: r for r in await self._records.records(scope, [one, other])}
        left_id, right_id = sort_pair((RecordId(one), RecordId(other)))
        left, right = records.get(left_id), records.get(right_id)
        if left is None or right is None or left.kind != right.kind:
            return None
        linked = await self._linked(scope, [left_id, right_id])
        both = keys_of(linked.get(left_id, ())) | keys_of(linked.get(right_id, ()))
        given = (scope, left, right, linked, await self._sharing(scope, [(left, right)] if both else []))
        return await self._threads.run(self._explain, *given) if holds_many([left, right]) else self._explain(*given)

    async def compare(self, scope: ReadScope, one: str, other: str) -> Comparison | None:
        """Return two records side by side; `None` where an end is not visible or the kinds differ."""
        explanation = await self.explain(scope, one, other)
        if explanation is None:
            return None
        pair = (explanation.left.id, explanation.right.id)
        around = await self._records.neighbourhood(scope, pair)
        judgements = tuple(j for j in around.judgements if (j.left_id, j.right_id) == pair)
        originators = {end.id: end.originator for end in (explanation.left, explanation.right)}
        effect = effects_of(judgements, originators, viewer=scope.agency).get(pair)
        group_of = await self._groups(scope, around)
        one_side, other_side = group_of.get(pair[0]), group_of.get(pair[1])
        together = one_side is not None and one_side is other_side
        if (refused := _refused_by_others(explanation, one_side, other_side)) is not None:
            explanation = _as_refused(explanation, refused)
        return Comparison(
            explanation=replace(explanation, worth=0.0) if together else explanation,
            judgements=tuple(sorted(judgements, key=lambda j: j.agency)),
            effect=effect.value if effect is not None else JudgementValue.NO_JUDGEMENT,
            together=together,
            obstacle=_obstacle_between(one_side, other_side),
        )

    async def said(
        self, scope: ReadScope, pairs: Iterable[tuple[RecordId, RecordId]]
    ) -> dict[tuple[RecordId, RecordId], list[Judgement]]:
        """Return by pair, ends in order, what was judged as far as the viewer may read it, in the order of its times.

        With what the viewer's own agency judged before and replaced.
        """
        found: dict[tuple[RecordId, RecordId], list[Judgement]] = {}
        said = await self._judgements.said(scope, map(sort_pair, pairs))
        for judgement in sorted(said, key=lambda j: (j.at, j.replaced_at is None, j.agency, j.compartment)):
            found.setdefault((judgement.left_id, judgement.right_id), []).append(judgement)
        return found

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
    ) -> tuple[Judgement, ...] | None:
        """Record the agency's judgement of a pair; return what it takes the place of, `None` without both ends in view.

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
            at=self._clock(),
            compartment=compartment,
        )
        judgement_id = self._minter.derived_id("j", left, right, scope.agency, str(compartment))
        return await self._judgements.judge(scope, judgement, judgement_id=judgement_id, clock=self._clock)

    async def _sharing(self, scope: ReadScope, pairs: Sequence[tuple[VisibleRecord, VisibleRecord]]) -> Sharing:
        return await read_sharing(self._records, scope, self._models, [(a.id, b.id) for a, b in pairs])

    async def _linked(self, scope: ReadScope, ids: list[RecordId]) -> Mapping[RecordId, list[LinkedSelector]]:
        return await self._records.linked_selectors(scope, ids) if ids else {}

    def _explain(
        self,
        scope: ReadScope,
        left: VisibleRecord,
        right: VisibleRecord,
        linked: Mapping[RecordId, list[LinkedSelector]],
        sharing: Sharing,
    ) -> Explanation:
        # The parts hold only what the viewer may read, so the comparisons can use nothing else. A selector kind has no
        # model: its equal key is the whole reason.
        model = self._models.get(left.kind)
        sides = (left.parts, right.parts, linked.get(left.id, ()), linked.get(right.id, ()))
        comparisons = score(model, *sides, published=self._are_published(left, right)) if model else []
        if model is not None:
            evidence = [c.evidence for c in comparisons]
            damped = sharing.damped(model, left, right, evidence)
            weighed = [replace(c, evidence=e) for c, e in zip(comparisons, damped, strict=True)]
            comparisons = [*mark_counted(model, weighed)]
            decision, kept_apart = _settle(sharing.decided(model, left, right, evidence), left, right)
        else:
            decision, kept_apart = self._key_decision(left, right), None
        keys = (keys_of(linked.get(left.id, ())), keys_of(linked.get(right.id, ())))
        return Explanation(
            left=left,
            right=right,
            comparisons=tuple(comparisons),
            decision=decision,
            worth=expected_worth(decision, left, right, *keys, kept_apart=kept_apart is not None),
            selectors=_compared_selectors(model, *sides) if model is not None else (),
            kept_apart=kept_apart,
        )

    def _are_published(self, left: VisibleRecord, right: VisibleRecord) -> bool:
        """Return whether the names of both can be read, and one of the two is published."""
        names_readable = PropertyClass.IDENTITY in left.readable & right.readable
        return names_readable and not self._public_profiles.isdisjoint((left.profile, right.profile))

    def _key_decision(self, left: VisibleRecord, right: VisibleRecord) -> Decision:
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


def _seen(scope: ReadScope, pair: ReviewPair) -> list[Evidence]:
    return evidence_in_view(scope, pair.left.readable, pair.right.readable, pair.evidence, pair.ways)


def _as_refused(explanation: Explanation, obstacle: Obstacle) -> Explanation:
    """Return the explanation of a pair that matches by itself as of one that others keep apart, for a human."""
    fits_two = obstacle is Obstacle.FITS_TWO  # it is one of the two, as far as anybody knows
    return replace(
        explanation,
        decision=replace(explanation.decision, outcome=Outcome.REVIEW),
        worth=explanation.worth if fits_two else round(explanation.worth * KEPT_APART, 6),
        kept_apart=objection_of(obstacle),
    )


def _ends(pair: Explanation) -> Pair:
    return pair.left.id, pair.right.id


def _settle(decision: Decision, left: VisibleRecord, right: VisibleRecord) -> tuple[Decision, Objection | None]:
    # Facts keep apart what would be one: of all else they are not read, which takes longer than the decision.
    if decision.outcome is not Outcome.MATCH:
        return decision, None
    return settle(decision, facts_of(left.kind, left.parts), facts_of(right.kind, right.parts))


def _refused_by_others(explanation: Explanation, one: Cluster | None, other: Cluster | None) -> Obstacle | None:
    """Return what kept a pair apart that matches by itself; `None` where nothing did, or its ends are together."""
    if one is None or one is other or explanation.decision.outcome is not Outcome.MATCH:
        return None
    ends = (explanation.left.id, explanation.right.id)
    steps = (s for s in one.steps if ends == (s.left_id, s.right_id) and s.basis is not Basis.EQUAL_KEY)
    return next((s.obstacle for s in steps), None)


def _obstacle_between(one: Cluster | None, other: Cluster | None) -> Obstacle | None:
    """Return what first kept two entities apart; `None` where nothing would join them, or they are the same."""
    if one is None or other is None or one is other:
        return None
    ids = [{r.id for r in side.records} for side in (one, other)]
    between = (s for s in one.steps if any(s.left_id in a and s.right_id in b for a, b in (ids, ids[::-1])))
    return next((s.obstacle for s in between if s.obstacle is not None), None)


def _compared_selectors(
    model: MatchModel, left: Parts, right: Parts, lefts: Sequence[LinkedSelector], rights: Sequence[LinkedSelector]
) -> tuple[LinkedSelector, ...]:
    """Return the linked selectors that the other side holds as well: comparisons show their values."""
    mine = {s.key for s in own_selectors(model, left)} | keys_of(lefts)
    theirs = {s.key for s in own_selectors(model, right)} | keys_of(rights)
    return (*(s for s in lefts if s.key in theirs), *(s for s in rights if s.key in mine))
