"""Clusters: which visible records are one entity, in a view. Never stored, never bounded by what is hidden.

Joining edges are taken in a canonical order (a human's before the machine's, then the heaviest, then by id), and an
edge that would join what a negative judgement or plain implausibility keeps apart is passed over. So a chain of weak
edges does not swallow a village, and the order in which records arrived changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.comparisons import date_level, part_of
from entity_resolution.decision import Decision, Outcome, decide, evidence_in_view, potential
from entity_resolution.model import MatchModel
from graph import Ontology, PropertyClass, ReadScope, RecordId
from graph.matches import Judgement, JudgementValue
from graph.store import Neighbourhood, VisibleRecord

Pair = tuple[RecordId, RecordId]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDecision:
    """What the view makes of one pair: the machine's decision, the agencies' judgement, and whether it joins."""

    left_id: RecordId
    right_id: RecordId
    decision: Decision | None
    judgement: JudgementValue
    joins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One entity's records in canonical order, the decisions on pairs among them, and those that kept others apart."""

    records: tuple[VisibleRecord, ...]
    pairs: tuple[PairDecision, ...]

    @property
    def id(self) -> RecordId:
        """The id of the entity: that of its first visible record."""
        return self.records[0].id


def effective_judgements(judgements: Iterable[Judgement]) -> dict[Pair, JudgementValue]:
    """Return the effect of the visible judgements on each pair: agencies that disagree make it UNSURE."""
    values: dict[Pair, set[JudgementValue]] = defaultdict(set)
    for judgement in judgements:
        if judgement.value is not JudgementValue.NO_JUDGEMENT:
            values[judgement.left_id, judgement.right_id].add(judgement.value)
    return {pair: found.pop() if len(found) == 1 else JudgementValue.UNSURE for pair, found in values.items()}


def cluster(
    neighbourhood: Neighbourhood, scope: ReadScope, models: Mapping[str, MatchModel], ontology: Ontology
) -> list[Cluster]:
    """Return the entities among visible records, in canonical order.

    Args:
        neighbourhood: visible records with the matches and judgements among them.
        scope: the viewer's scope; decides which evidence counts.
        models: match models by kind.
        ontology: says which kinds are selectors and which class their key is of.
    """
    records = {r.id: r for r in neighbourhood.records}
    decisions = _pair_decisions(neighbourhood, records, scope, models)
    groups = _Groups(records, {p for p, d in decisions.items() if d.judgement is JudgementValue.NEGATIVE})
    for pair in _joining_order(decisions):
        groups.join(*pair, by_human=decisions[pair].judgement is JudgementValue.POSITIVE)
    _join_selectors(groups, neighbourhood, records, ontology)
    members: dict[RecordId, list[VisibleRecord]] = defaultdict(list)
    for record in neighbourhood.records:
        members[groups.root(record.id)].append(record)
    clusters = []
    for found in members.values():
        ids = {r.id for r in found}
        pairs = tuple(d for pair, d in sorted(decisions.items()) if _is_told(d, len(ids.intersection(pair))))
        clusters.append(Cluster(records=tuple(sorted(found, key=lambda r: r.order)), pairs=pairs))
    return sorted(clusters, key=lambda c: c.records[0].order)


def _pair_decisions(
    neighbourhood: Neighbourhood,
    records: Mapping[RecordId, VisibleRecord],
    scope: ReadScope,
    models: Mapping[str, MatchModel],
) -> dict[Pair, PairDecision]:
    judged = effective_judgements(neighbourhood.judgements)
    machine: dict[Pair, Decision] = {}
    for match in neighbourhood.matches:
        left, right = records.get(match.left_id), records.get(match.right_id)
        if left is None or right is None:
            continue
        evidence = evidence_in_view(scope, left.readable, right.readable, match.evidence, match.ways)
        # A pair that hidden evidence alone made worth storing is none here: without it, it would not be there.
        if potential(models[left.kind], evidence).outcome is not Outcome.NONE:
            machine[left.id, right.id] = decide(models[left.kind], evidence)
    found = {}
    for pair in sorted({*machine, *(p for p in judged if p[0] in records and p[1] in records)}):
        judgement = judged.get(pair, JudgementValue.NO_JUDGEMENT)
        decision = machine.get(pair)
        by_machine = decision is not None and decision.outcome is Outcome.MATCH
        joins = judgement is JudgementValue.POSITIVE or (judgement is JudgementValue.NO_JUDGEMENT and by_machine)
        if decision is None and judgement is JudgementValue.NO_JUDGEMENT:
            continue
        found[pair] = PairDecision(
            left_id=pair[0], right_id=pair[1], decision=decision, judgement=judgement, joins=joins
        )
    return found


def _is_told(pair: PairDecision, ends_inside: int) -> bool:
    """Return whether an entity tells of a pair: one between its records, or one across its border that was kept apart.

    Across the border, only what is fetched together in every state counts: a hidden bridge fetches more.
    """
    if ends_inside == 2:
        return True
    matches = pair.decision is not None and pair.decision.outcome is Outcome.MATCH
    return ends_inside == 1 and (matches or pair.judgement is not JudgementValue.NO_JUDGEMENT)


def _joining_order(decisions: Mapping[Pair, PairDecision]) -> list[Pair]:
    def rank(pair: Pair) -> tuple[int, float, Pair]:
        found = decisions[pair]
        human = 0 if found.judgement is JudgementValue.POSITIVE else 1
        return human, -(found.decision.bits if found.decision else 0.0), pair

    return sorted((p for p, d in decisions.items() if d.joins), key=rank)


def _join_selectors(
    groups: "_Groups", neighbourhood: Neighbourhood, records: Mapping[RecordId, VisibleRecord], ontology: Ontology
) -> None:
    # Selectors with one component have one key (their component is its digest): they are one wherever the key may be
    # read.
    first: dict[int, list[RecordId]] = defaultdict(list)
    for record in neighbourhood.records:
        kind = ontology.kind(record.kind)
        key = next((p for p in kind.properties.values() if p.key), None)
        if key is not None and key.property_class in record.readable:
            same = first[neighbourhood.components[record.id]]
            if not any(groups.join(other, record.id, by_human=True) for other in same):
                same.append(record.id)


class _Groups:
    """Union-find that refuses to join what is known to be apart."""

    def __init__(self, records: Mapping[RecordId, VisibleRecord], apart: Iterable[Pair]) -> None:
        self._parent = {rid: rid for rid in records}
        self._members = {rid: [rid] for rid in records}
        self._facts = {rid: _facts(record) for rid, record in records.items()}
        self._apart: dict[RecordId, set[RecordId]] = defaultdict(set)
        for a, b in apart:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def root(self, rid: RecordId) -> RecordId:
        """Return the representative of a record's group."""
        while self._parent[rid] != rid:
            self._parent[rid] = self._parent[self._parent[rid]]
            rid = self._parent[rid]
        return rid

    def join(self, left: RecordId, right: RecordId, *, by_human: bool) -> bool:
        """Join two groups unless a negative keeps them apart, or, for the machine, implausibility. Return whether."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return True
        small, large = sorted((a, b), key=lambda r: (len(self._members[r]), r))
        others = set(self._members[large])
        if any(self._apart[member] & others for member in self._members[small]):
            return False
        if not by_human and _implausible(self._facts[a], self._facts[b]):
            return False
        self._parent[small] = large
        self._members[large] += self._members.pop(small)
        self._facts[large] = self._facts[a] | self._facts[b]
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What a person has one of."""

    birth_dates: frozenset[str]
    sexes: frozenset[str]

    def __or__(self, other: "_Facts") -> "_Facts":
        return _Facts(birth_dates=self.birth_dates | other.birth_dates, sexes=self.sexes | other.sexes)


def _facts(record: VisibleRecord) -> _Facts:
    identity = part_of(record.parts, PropertyClass.IDENTITY)
    return _Facts(
        birth_dates=frozenset(v.value for v in identity.get("birthDate", ()) if v.value and len(v.value) == 10),
        sexes=frozenset(v.value for v in identity.get("sex", ()) if v.value in {"male", "female"}),
    )


def _implausible(left: _Facts, right: _Facts) -> bool:
    """Return whether two groups cannot be one person: their birth dates conflict, or their sexes differ."""
    if left.sexes and right.sexes and not left.sexes & right.sexes:
        return True
    pairs = [(a, b) for a in left.birth_dates for b in right.birth_dates]
    return bool(pairs) and all(date_level(a, b) == "conflict" for a, b in pairs)


def sort_pair(one: Sequence[RecordId] | Pair) -> Pair:
    """Return a pair in the order in which pairs are stored."""
    a, b = sorted(one)
    return a, b
