"""Clusters: which visible records are one entity, in a view. Never stored, never bounded by what is hidden.

Joining edges are taken in a canonical order (judgements that bind before the machine's, then the heaviest, then by id),
and an edge that would join what a negative judgement or plain implausibility keeps apart is passed over. So a chain of
weak edges does not swallow a village, and the order in which records arrived changes nothing. What agencies judged that
wrote neither record comes last, and settles only what was left to review. A record that two edges of one rank would
join with two who are not one goes to neither, where hardly more speaks for the one: by judgements as by matches.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import TypeVar

from entity_resolution.contested import CLEARLY_MORE_BITS, MOST_PARTNERS, Apartness, Outside, heaviest_partners
from entity_resolution.decision import Decision, Outcome, evidence_in_view, potential
from entity_resolution.judgement_effects import Effect, effects_of
from entity_resolution.model import MatchModel
from entity_resolution.plausibility import Facts, Objection, facts_of, objection, settle
from entity_resolution.sharing import NOTHING_SHARED, Sharing, rests_on_links
from graph import Ontology, ReadScope, RecordId
from graph.matches import JudgementValue
from graph.store import Neighbourhood, VisibleRecord

Pair = tuple[RecordId, RecordId]

_NOTHING_SAID = Effect(value=JudgementValue.NO_JUDGEMENT, binds=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDecision:
    """What the view makes of one pair: the machine's decision, the agencies' judgement, and whether it joins.

    Of one that an entity tells of, `decision` is what `comparePair` says, a review where facts of the two keep them
    apart, and `joins` is false where anything does. `binds`: the judgement stands whatever the machine decides.
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


class Basis(StrEnum):
    """What would join two records."""

    JUDGEMENT = "judgement"
    MATCH = "match"
    EQUAL_KEY = "equal-key"


class _Rank(Enum):
    """By whose word records are joined, in the order in which it is heeded."""

    JUDGED = 1
    MATCHED = 2
    PROPOSED = 3


class Obstacle(StrEnum):
    """What keeps two groups apart although something would join them."""

    NEGATIVE_JUDGEMENT = "negative-judgement"
    BIRTH_DATES = str(Objection.BIRTH_DATES)
    SEXES = str(Objection.SEXES)
    DOCUMENTS = str(Objection.DOCUMENTS)
    COMPANY_NUMBERS = str(Objection.COMPANY_NUMBERS)
    LEGAL_FORMS = str(Objection.LEGAL_FORMS)
    SITE_TYPES = str(Objection.SITE_TYPES)
    CONTACTS = str(Objection.CONTACTS)
    NAMES = str(Objection.NAMES)
    FITS_TWO = str(Objection.FITS_TWO)
    PROPOSED = "proposed"  # an agency that wrote neither record alone says that they are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step in which an entity was formed: a pair that was to join two groups of records, and what came of it.

    `left_size` and `right_size` are the groups' numbers of records before; `obstacle` is `None` where they were joined.
    """

    left_id: RecordId
    right_id: RecordId
    basis: Basis
    left_size: int
    right_size: int
    obstacle: Obstacle | None


Told = TypeVar("Told", PairDecision, Step)


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
    groups = _Groups(records, {p for p, value in judged.items() if value is JudgementValue.NEGATIVE}, facts, apart)
    groups.take(_Rank.JUDGED, {p: _bits(d) for p, d in decisions.items() if d.is_judged_one})
    for pair in _joining_order(decisions, apart):
        human = decisions[pair].is_judged_one
        groups.join(*pair, Basis.JUDGEMENT if human else Basis.MATCH, bits=_bits(decisions[pair]))
    _join_selectors(groups, neighbourhood, records, ontology)
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


def _is_told(pair: PairDecision, groups: "_Groups") -> bool:
    """Return whether the entities of its ends tell of a pair: one between them that was kept apart, or within one.

    Across the border, only what is fetched together in every state counts: a hidden bridge fetches more.
    """
    if groups.root(pair.left_id) == groups.root(pair.right_id):
        return True
    return pair.matches or pair.judgement is not JudgementValue.NO_JUDGEMENT


def _as_it_came(pair: PairDecision, facts: Mapping[RecordId, Facts], groups: "_Groups") -> PairDecision:
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


def _heed_proposals(groups: "_Groups", decisions: Mapping[Pair, PairDecision], apart: Apartness) -> None:
    """Join by what other agencies judged what the machine left to review, and only tell of what it did not.

    After all that joins without them: so they part nobody, neither by a negative nor by whom they would join first.
    """
    said = {p: d for p, d in decisions.items() if not d.binds}
    groups.part(p for p, d in said.items() if d.judgement is JudgementValue.NEGATIVE)
    proposed = [p for p, d in said.items() if d.is_proposed]
    joining = {p: _bits(said[p]) for p in proposed if said[p].joins and not said[p].matches}
    groups.take(_Rank.PROPOSED, joining)
    opposed = apart.opposed(joining) if joining else set[RecordId]()
    for pair in sorted(proposed, key=lambda p: (-_bits(said[p]), len(opposed.intersection(p)), p)):
        if not decisions[pair].joins:
            groups.keep_apart(*pair, Basis.JUDGEMENT, Obstacle.PROPOSED)
        elif not decisions[pair].matches:
            groups.join(*pair, Basis.JUDGEMENT, bits=_bits(said[pair]), is_proposed=True)


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
            if not any(groups.join(other, record.id, Basis.EQUAL_KEY) for other in same):
                same.append(record.id)


class _Groups:
    """Union-find that refuses to join what is known to be apart, and keeps what it was asked to do."""

    def __init__(
        self,
        records: Iterable[RecordId],
        negative: Iterable[Pair],
        facts: Mapping[RecordId, Facts],
        apart: Apartness,
    ) -> None:
        self._parent = {rid: rid for rid in records}
        self._sizes = dict.fromkeys(self._parent, 1)
        self._facts = dict(facts)
        self._members = {rid: [rid] for rid in self._parent}
        self._first = {rid: [rid] for rid in self._parent}  # of its members, those whose names are looked at
        self._names = apart
        # By what would join them: of each group, which records outside it fit it.
        self._outside = {rank: Outside({}, self.root) for rank in _Rank}
        self._outside[_Rank.MATCHED] = Outside(apart.partners, self.root)
        # By group: the records that a negative keeps apart from one of its own.
        self._apart: dict[RecordId, set[RecordId]] = {rid: set() for rid in self._parent}
        self._placed: set[RecordId] = set()  # by a human
        self._known_names: dict[tuple[RecordId, int], frozenset[int]] = {}  # by group of a size
        # What two groups came to, as long as neither grows.
        self._refused: set[tuple[RecordId, int, RecordId, int]] = set()
        self.contested: set[Pair] = set()
        self.steps: list[Step] = []
        for a, b in negative:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def take(self, rank: _Rank, pairs: Mapping[Pair, float]) -> None:
        """Take the pairs that will be joined by one rank, with their weights, before the first of them is."""
        self._outside[rank] = Outside(heaviest_partners(pairs), self.root)

    def root(self, rid: RecordId) -> RecordId:
        """Return the representative of a record's group."""
        while self._parent[rid] != rid:
            self._parent[rid] = self._parent[self._parent[rid]]
            rid = self._parent[rid]
        return rid

    def join(
        self, left: RecordId, right: RecordId, basis: Basis, *, bits: float = 0.0, is_proposed: bool = False
    ) -> bool:
        """Join two groups unless a negative keeps them apart, or implausibility where that is heeded. Return whether.

        Args:
            left: a record of one.
            right: a record of the other.
            basis: what would join them.
            bits: the weight of a match, or of one that was judged.
            is_proposed: facts and names are heeded as for a match, though it is a judgement.
        """
        a, b = self.root(left), self.root(right)
        if a == b:
            return True
        obstacle = self._obstacle(a, b, heeds_facts=is_proposed or basis is Basis.MATCH)
        if obstacle is None and basis is Basis.MATCH:
            obstacle = self._obstacle_by_others(left, right, bits)
        elif obstacle is None and is_proposed:
            obstacle = self._obstacle_by_names(left, right) or self._fits_two(left, right, bits, _Rank.PROPOSED)
        elif obstacle is None and basis is Basis.JUDGEMENT:
            obstacle = self._fits_two(left, right, bits, _Rank.JUDGED)
        self._tell(left, right, basis, obstacle)
        if obstacle is None:
            self._merge(a, b)
            self._placed |= {left, right} if basis is Basis.JUDGEMENT and not is_proposed else set()
        elif obstacle is Obstacle.FITS_TWO:
            self.contested.add(sort_pair((left, right)))
        return obstacle is None

    def keep_apart(self, left: RecordId, right: RecordId, basis: Basis, obstacle: Obstacle) -> None:
        """Keep what would join two records, and what leaves them to a human."""
        if self.root(left) != self.root(right):
            self._tell(left, right, basis, obstacle)

    def part(self, pairs: Iterable[Pair]) -> None:
        """Keep the groups of these pairs apart from now on, where they are not one already."""
        for one, other in pairs:
            a, b = self.root(one), self.root(other)
            if a != b:
                self._apart[a].add(other)
                self._apart[b].add(one)

    def _tell(self, left: RecordId, right: RecordId, basis: Basis, obstacle: Obstacle | None) -> None:
        a, b = self.root(left), self.root(right)
        self.steps.append(
            Step(
                left_id=left,
                right_id=right,
                basis=basis,
                left_size=self._sizes[a],
                right_size=self._sizes[b],
                obstacle=obstacle,
            )
        )

    def _merge(self, a: RecordId, b: RecordId) -> None:
        small, large = sorted((a, b), key=lambda r: (self._sizes[r], r))
        self._facts[large] = self._facts[a] | self._facts[b]
        self._parent[small] = large
        self._sizes[large] += self._sizes.pop(small)
        for outside in self._outside.values():
            joined = [rid for rid in outside.records(small) if self.root(rid) == large]
            outside.merge(small, large, members=self._members[small], joined=joined)
        self._members[large] += self._members.pop(small)
        self._first[large] = sorted((*self._first[large], *self._first.pop(small)))[:MOST_PARTNERS]
        fewer, more = sorted((self._apart.pop(a), self._apart.pop(b)), key=len)
        more |= fewer
        self._apart[large] = more

    def _obstacle_by_others(self, left: RecordId, right: RecordId, bits: float) -> Obstacle | None:
        """Return what others say against a match: they are two, or two whom one of the groups fits as well are."""
        a, b = self.root(left), self.root(right)
        state = (a, self._sizes[a], b, self._sizes[b])
        is_known = state in self._refused and self._placed.isdisjoint((left, right))
        if is_known or self._fits_two(left, right, bits, _Rank.MATCHED) is not None:
            self._refused.add(state)
            return Obstacle.FITS_TWO
        return self._obstacle_by_names(left, right)

    def _fits_two(self, left: RecordId, right: RecordId, bits: float, rank: _Rank) -> Obstacle | None:
        if self._fits_another(left, right, bits, rank) or self._fits_another(right, left, bits, rank):
            return Obstacle.FITS_TWO
        return None

    def _fits_another(self, own: RecordId, far: RecordId, bits: float, rank: _Rank) -> bool:
        """Tell whether one record's group fits a third as well as another's, and those two are not one.

        What binding judgements make one goes past facts and names, so that another judgement alone says they are two.
        """
        mine, theirs = self.root(own), self.root(far)
        fits: dict[RecordId, list[Pair]] = defaultdict(list)
        for _, near, other in self._outside[rank].of(mine, more_than=bits - CLEARLY_MORE_BITS):
            fits[self.root(other)].append((near, other))
        fits.pop(theirs, None)
        if rank is _Rank.JUDGED:
            return any(self._are_judged_apart(theirs, t) and not self._are_judged_apart(mine, t) for t in fits)
        return any(
            self._obstacle(mine, third, heeds_facts=True) is None
            and self._are_two(theirs, third, own, far, pairs)
            and not self._is_placed_between(far, third, bits)
            for third, pairs in fits.items()
        )

    def _are_two(self, a: RecordId, b: RecordId, own: RecordId, far: RecordId, pairs: Iterable[Pair]) -> bool:
        """Tell whether two groups that a third fits are two, by themselves or as it shows less of a name than both.

        Args:
            a: the one group.
            b: the other.
            own: of the third group, what matches the one.
            far: of the one, what it matches.
            pairs: the matches of the third group with the other.
        """
        if self._obstacle(a, b, heeds_facts=True) is not None:
            return True
        return any(
            self._are_two_by_names(a, b, between, (far, other)) for near, other in pairs for between in {own, near}
        )

    def _are_two_by_names(self, a: RecordId, b: RecordId, between: RecordId, ends: Pair) -> bool:
        one, other = ends
        if len({*map(self._names.names_of, ends), *self._names_in(a), *self._names_in(b)}) == 1:
            return False
        pairs = [*((rid, other) for rid in self._first[a]), *((one, rid) for rid in self._first[b])]
        return any(self._names.are_two_by_name(between, *pair) for pair in pairs)

    def _names_in(self, group: RecordId) -> frozenset[int]:
        """Return the names of a group's first members, by number."""
        state = (group, self._sizes[group])
        if state not in self._known_names:
            self._known_names[state] = frozenset(map(self._names.names_of, self._first[group]))
        return self._known_names[state]

    def _is_placed_between(self, rid: RecordId, third: RecordId, bits: float) -> bool:
        """Tell whether a human put a record where it is, though it fits a third group as well: its like follow it."""
        least = bits - CLEARLY_MORE_BITS
        partners = self._names.partners.get(rid, ())
        fits = (self.root(other) == third for weight, other in partners if weight > least)
        return rid in self._placed and any(fits)

    def _obstacle_by_names(self, left: RecordId, right: RecordId) -> Obstacle | None:
        """Return that one of two records shows less of a name than two of their groups have, who are not one."""
        for between, end in ((left, right), (right, left)):
            near = (rid for rid in self._first[self.root(between)] if rid != between)
            if any(self._names.are_two_by_name(between, rid, end) for rid in near):
                return Obstacle.NAMES
        return None

    def _obstacle(self, a: RecordId, b: RecordId, *, heeds_facts: bool) -> Obstacle | None:
        if self._are_judged_apart(a, b):
            return Obstacle.NEGATIVE_JUDGEMENT
        found = objection(self._facts[a], self._facts[b]) if heeds_facts else None
        return Obstacle(str(found)) if found is not None else None

    def _are_judged_apart(self, a: RecordId, b: RecordId) -> bool:
        # By what stands against the group with less of it: records alone are many, where thousands hold one number.
        few, other = (a, b) if len(self._apart[a]) <= len(self._apart[b]) else (b, a)
        return any(self.root(rid) == other for rid in self._apart[few])

    def by_group(self, items: Iterable[Told]) -> dict[RecordId, list[Told]]:
        """Return pairs or steps, in their order, by the groups that they have an end in."""
        found: dict[RecordId, list[Told]] = defaultdict(list)
        for item in items:
            for root in {self.root(item.left_id), self.root(item.right_id)}:
                found[root].append(item)
        return found


def sort_pair(one: Sequence[RecordId] | Pair) -> Pair:
    """Return a pair in the order in which pairs are stored."""
    a, b = sorted(one)
    return a, b
