"""Clusters: which visible records are one entity, in a view. Never stored, never bounded by what is hidden.

Joining edges are taken in a canonical order (judgements that bind before the machine's, then the heaviest, then by id),
and an edge that would join what a negative judgement or plain implausibility keeps apart is passed over. So a chain of
weak edges does not swallow a village, and the order in which records arrived changes nothing. What agencies judged that
wrote neither record comes last, and settles only what was left to review. A record that two edges of one rank would
join with two who are not one goes to neither, where hardly more speaks for the one: by judgements as by matches.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from entity_resolution.comparing.decision import Decision, Outcome, potential
from entity_resolution.comparing.model import MatchModel
from entity_resolution.views.contested import Apartness
from entity_resolution.views.evidence_in_view import evidence_in_view
from entity_resolution.views.groups import Basis, Groups, Obstacle, Rank, Step
from entity_resolution.views.judgement_effects import Effect, effects_of
from entity_resolution.views.plausibility import Facts, facts_of, settle
from entity_resolution.views.sharing import NOTHING_SHARED, Sharing, rests_on_links
from graph import Ontology, ReadScope, RecordId
from graph.matches import JudgementValue, Pair
from graph.store import Neighbourhood, VisibleRecord

_NOTHING_SAID = Effect(value=JudgementValue.NO_JUDGEMENT, binds=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDecision:
    """What the view makes of one pair: the machine's decision, the agencies' judgement, and whether it joins.

    Attributes:
        left_id: of the pair.
        right_id: of the pair.
        decision: the machine's. Of a pair that an entity tells of it is what `comparePair` says, a review where facts
            of the two keep them apart.
        judgement: what the agencies say that the view heeds.
        joins: whether the two are one by this; false where anything keeps apart a pair that an entity tells of.
        binds: the judgement stands whatever the machine decides.
    """

    left_id: RecordId
    right_id: RecordId
    decision: Decision | None
    judgement: JudgementValue
    joins: bool
    binds: bool = False

    @property
    def matches(self) -> bool:
        """Whether the two match by the machine's decision."""
        return self.decision is not None and self.decision.outcome is Outcome.MATCH

    @property
    def is_judged_one(self) -> bool:
        """Whether it was judged, by whom the view heeds before the machine, that the two are one."""
        return self.binds and self.judgement is JudgementValue.POSITIVE

    @property
    def is_proposed(self) -> bool:
        """Whether other agencies judged that the two are one: heeded where the machine leaves them to review."""
        return not self.binds and self.judgement is JudgementValue.POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One entity's records in canonical order, and how they came together.

    `pairs` are the decisions among them and those that kept others apart, `steps` what was done in which order; a pair
    whose ends were together already makes no step.
    """

    records: tuple[VisibleRecord, ...]
    pairs: tuple[PairDecision, ...]
    steps: tuple[Step, ...] = ()

    @property
    def id(self) -> RecordId:
        """The id of the entity: that of its first visible record."""
        return self.records[0].id


def cluster(
    neighbourhood: Neighbourhood,
    scope: ReadScope,
    models: Mapping[str, MatchModel],
    ontology: Ontology,
    sharing: Sharing = NOTHING_SHARED,
) -> list[Cluster]:
    """Return the entities among visible records, in canonical order.

    Args:
        neighbourhood: visible records with the matches and judgements among them.
        scope: the viewer's scope; decides which evidence counts.
        models: match models by kind.
        ontology: says which kinds are selectors and which class their key is of.
        sharing: how widely identifiers are shared in this view; what many share weighs less.
    """
    records = {r.id: r for r in neighbourhood.records}
    decisions = _pair_decisions(neighbourhood, records, scope, models, sharing)
    facts = {rid: facts_of(record.kind, record.parts) for rid, record in records.items()}
    judged = {p: d.judgement for p, d in decisions.items() if d.binds}
    apart = Apartness(records, models, facts=facts, judged=judged, joining=_weighed(decisions))
    groups = Groups(records, {p for p, value in judged.items() if value is JudgementValue.NEGATIVE}, facts, apart)
    groups.take(Rank.JUDGED, {p: _bits(d) for p, d in decisions.items() if d.is_judged_one})
    for pair in _joining_order(decisions, apart):
        human = decisions[pair].is_judged_one
        groups.join(*pair, Basis.JUDGEMENT if human else Basis.MATCH, bits=_bits(decisions[pair]))
    _join_selectors(groups, neighbourhood, ontology)
    _heed_proposals(groups, decisions, apart)
    members: dict[RecordId, list[VisibleRecord]] = defaultdict(list)
    for record in neighbourhood.records:
        members[groups.root(record.id)].append(record)
    touching, steps = groups.by_group(d for _, d in sorted(decisions.items())), groups.by_group(groups.steps)
    clusters = []
    for root, found in members.items():
        pairs = tuple(_as_it_came(d, facts, groups) for d in touching[root] if _is_told(d, groups))
        ordered = tuple(sorted(found, key=lambda r: r.order))
        clusters.append(Cluster(records=ordered, pairs=pairs, steps=tuple(steps[root])))
    return sorted(clusters, key=lambda c: c.records[0].order)


def pairs_on_links(neighbourhood: Neighbourhood, scope: ReadScope) -> list[Pair]:
    """Return the pairs whose evidence in this view holds a linked selector: of those its sharing is to be read."""
    records = {r.id: r for r in neighbourhood.records}
    return [
        (left.id, right.id)
        for m in neighbourhood.matches
        if (left := records.get(m.left_id)) is not None
        and (right := records.get(m.right_id)) is not None
        # Hidden evidence would else be felt in the time that reading takes.
        and rests_on_links(evidence_in_view(scope, left.readable, right.readable, m.evidence, m.ways))
    ]


def _pair_decisions(
    neighbourhood: Neighbourhood,
    records: Mapping[RecordId, VisibleRecord],
    scope: ReadScope,
    models: Mapping[str, MatchModel],
    sharing: Sharing,
) -> dict[Pair, PairDecision]:
    originators = {rid: record.originator for rid, record in records.items()}
    judged = effects_of(neighbourhood.judgements, originators, viewer=scope.agency)
    machine = _machine_decisions(neighbourhood, records, scope, models, sharing)
    found = {}
    # A judgement was of two of one kind, too: one that was filed as another kind since is not what was judged.
    of_one_kind = (
        p for p in judged if p[0] in records and p[1] in records and records[p[0]].kind == records[p[1]].kind
    )
    for pair in sorted({*machine, *of_one_kind}):
        effect = judged.get(pair, _NOTHING_SAID)
        made = PairDecision(
            left_id=pair[0],
            right_id=pair[1],
            decision=machine.get(pair),
            judgement=effect.value,
            joins=False,
            binds=effect.binds,
        )
        found[pair] = replace(made, joins=_would_join(made))
    return found


def _would_join(pair: PairDecision) -> bool:
    """Return whether a pair would join by itself: by a judgement that binds, else by the machine, else as proposed."""
    if pair.binds:
        return pair.is_judged_one
    left_to_review = pair.decision is not None and pair.decision.outcome is Outcome.REVIEW
    return pair.matches or (pair.is_proposed and left_to_review)


def _machine_decisions(
    neighbourhood: Neighbourhood,
    records: Mapping[RecordId, VisibleRecord],
    scope: ReadScope,
    models: Mapping[str, MatchModel],
    sharing: Sharing,
) -> dict[Pair, Decision]:
    """Return what the model decides of each stored match by the evidence in the view."""
    found: dict[Pair, Decision] = {}
    for match in neighbourhood.matches:
        left, right = records.get(match.left_id), records.get(match.right_id)
        model = models.get(left.kind) if left is not None else None
        # One of them may have been filed as another kind while it was matched; the resolver drops the match.
        if left is None or right is None or model is None or left.kind != right.kind:
            continue
        evidence = evidence_in_view(scope, left.readable, right.readable, match.evidence, match.ways)
        # A pair that hidden evidence alone made worth storing is none here: without it, it would not be there.
        if potential(model, evidence).outcome is not Outcome.NONE:
            found[left.id, right.id] = sharing.decided(model, left, right, evidence)
    return found


def _is_told(pair: PairDecision, groups: "Groups") -> bool:
    """Return whether the entities of its ends tell of a pair: one between them that was kept apart, or within one.

    Across the border, only what is fetched together in every state counts: a hidden bridge fetches more.
    """
    if groups.root(pair.left_id) == groups.root(pair.right_id):
        return True
    return pair.matches or pair.judgement is not JudgementValue.NO_JUDGEMENT


def _as_it_came(pair: PairDecision, facts: Mapping[RecordId, Facts], groups: "Groups") -> PairDecision:
    """Return a pair as it ended: one that would join may be kept apart by its own facts or by those of its group."""
    decision = pair.decision
    together = groups.root(pair.left_id) == groups.root(pair.right_id)
    kept_apart = not together and (pair.left_id, pair.right_id) in groups.contested
    if decision is not None and kept_apart:
        decision = replace(decision, outcome=Outcome.REVIEW)
    elif decision is not None:
        decision, objected = settle(decision, facts[pair.left_id], facts[pair.right_id])
        kept_apart = objected is not None
    by_itself = pair.is_judged_one or not kept_apart
    return replace(pair, decision=decision, joins=pair.joins and by_itself and together)


def _weighed(decisions: Mapping[Pair, PairDecision]) -> dict[Pair, float]:
    """Return the pairs that would join before what is proposed does, with their weights; a human's word has none."""
    return {p: d.decision.bits for p, d in decisions.items() if _joins_first(d) and d.decision is not None}


def _joins_first(pair: PairDecision) -> bool:
    return pair.joins and (pair.is_judged_one or pair.matches)


def _bits(pair: PairDecision) -> float:
    return pair.decision.bits if pair.decision is not None else 0.0


def _joining_order(decisions: Mapping[Pair, PairDecision], apart: Apartness) -> list[Pair]:
    """Return the pairs that would join, a human's before the machine's, then the heaviest, then by id.

    Of one weight those come first that decide least, so that no order of ids says whose a record is: those of records
    that fit two come last, and of the others those that say nothing which speaks against somebody of their chain.
    """
    torn, opposed = apart.torn(), apart.opposed()

    def rank(pair: Pair) -> tuple[int, float, bool, int, Pair]:
        found = decisions[pair]
        human = 0 if found.is_judged_one else 1
        return human, -_bits(found), not torn.isdisjoint(pair), len(opposed.intersection(pair)), pair

    return sorted((p for p, d in decisions.items() if _joins_first(d)), key=rank)


def _heed_proposals(groups: "Groups", decisions: Mapping[Pair, PairDecision], apart: Apartness) -> None:
    """Join by what other agencies judged what the machine left to review, and only tell of what it did not.

    After all that joins without them: so they part nobody, neither by a negative nor by whom they would join first.
    """
    said = {p: d for p, d in decisions.items() if not d.binds}
    groups.part(p for p, d in said.items() if d.judgement is JudgementValue.NEGATIVE)
    proposed = [p for p, d in said.items() if d.is_proposed]
    joining = {p: _bits(said[p]) for p in proposed if said[p].joins and not said[p].matches}
    groups.take(Rank.PROPOSED, joining)
    opposed = apart.opposed(joining) if joining else set[RecordId]()
    for pair in sorted(proposed, key=lambda p: (-_bits(said[p]), len(opposed.intersection(p)), p)):
        if not decisions[pair].joins:
            groups.keep_apart(*pair, Basis.JUDGEMENT, Obstacle.PROPOSED)
        elif not decisions[pair].matches:
            groups.join(*pair, Basis.JUDGEMENT, bits=_bits(said[pair]), is_proposed=True)


def _join_selectors(groups: "Groups", neighbourhood: Neighbourhood, ontology: Ontology) -> None:
    # Selectors with one component have one key (their component is its digest): they are one wherever the key may be
    # read.
    first: dict[int, list[RecordId]] = defaultdict(list)
    for record in neighbourhood.records:
        kind = ontology.kind(record.kind)
        key = next((p for p in kind.properties.values() if p.key), None)
        if key is not None and key.property_class in record.readable:
            same = first[neighbourhood.components[record.id]]
            if not any(groups.join(other, record.id, Basis.EQUAL_KEY) for other in same):
                same.append(record.id)
