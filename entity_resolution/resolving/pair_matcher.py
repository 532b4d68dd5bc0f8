"""Makes of two records the match that is stored: its evidence, the ways by which they met, what becomes of it.

A pure function of the two records.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from entity_resolution.blocking.meeting import TermKeys, meeting_ways, record_keys
from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.decision import Outcome, decide, is_telling, potential
from entity_resolution.comparing.model import MatchModel
from entity_resolution.comparing.scoring import promising_evidence
from entity_resolution.views.plausibility import facts_of, objection
from graph.matches import Evidence, Match
from graph.store import ResolvableRecord, StoredMatch


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A record, and the same as it is compared, which is kept with it.

    Attributes:
        record: as it was read.
        revision: at which it stands so; that of the record until it is resolved.
        comparable: `None` where its kind is not compared.
        keys: by their terms, as far as they are known; of most that are read from the store they are never asked for.
        in_flux: whether it is compared otherwise here than in its pairs so far; its own turn comes yet.
    """

    record: ResolvableRecord
    revision: int
    comparable: ComparableRecord | None
    keys: tuple[TermKeys, ...] | None = None
    in_flux: bool = False

    @classmethod
    def of(
        cls, model: MatchModel | None, record: ResolvableRecord, keys: tuple[TermKeys, ...] | None = None
    ) -> "Candidate":
        """Return a record ready to meet others of its kind, whose model is given, with its keys where known."""
        comparable = None if model is None else ComparableRecord(model, record.parts, record.linked)
        return cls(record=record, revision=record.revision, comparable=comparable, keys=keys, in_flux=record.in_flux)

    def says_the_same(self, record: ResolvableRecord) -> bool:
        """Return whether a record as it was read again compares as this one does."""
        own = self.record
        return (own.kind, own.originator, own.profile, own.linked, own.parts) == (
            *(record.kind, record.originator, record.profile),
            *(record.linked, record.parts),
        )


def match_of(
    left: Candidate, right: Candidate, *, public_profiles: AbstractSet[str] = frozenset()
) -> StoredMatch | None:
    """Return what is stored of a pair; `None` where no view could make anything of it.

    Args:
        left: the record of the smaller id.
        right: another; one of another kind is no match.
        public_profiles: of records on public lists.
    """
    one, other = left.comparable, right.comparable
    if one is None or other is None or left.record.kind != right.record.kind:
        return None
    model = one.model
    published = left.record.profile in public_profiles or right.record.profile in public_profiles
    evidence = promising_evidence(one, other, published=published)
    if evidence is None or (most := potential(model, evidence).outcome) is Outcome.NONE:
        return None
    outcome = most if all(e.bits > 0 for e in evidence) else decide(model, evidence).outcome
    positive = outcome is Outcome.MATCH
    ways = meeting_ways(*(_keys(model, c) for c in (left, right)), published=published)
    return StoredMatch(
        match=Match(left_id=left.record.id, right_id=right.record.id, evidence=tuple(evidence), ways=ways),
        positive=positive,
        telling=outcome is Outcome.REVIEW and is_telling(model, evidence),
        joins=most is Outcome.MATCH,
        compared=(left.record.digest, right.record.digest),
        reviewable=not (positive and _stands_or_falls_whole(evidence)) or _are_kept_apart(left, right),
    )


def _are_kept_apart(left: Candidate, right: Candidate) -> bool:
    """Return whether no view joins the two, whatever they weigh.

    INVARIANT: what keeps two apart is of the class of their names. Whoever sees that they match sees all of it, so that
    nothing hidden decides what waits for a human. Only an advertisement's contacts are of another; no one class of its
    values reaches a match, so that its pairs are looked at in any case.
    """
    return objection(*(facts_of(c.record.kind, c.record.parts) for c in (left, right))) is not None


def _keys(model: MatchModel, candidate: Candidate) -> tuple[TermKeys, ...]:
    if candidate.keys is None:
        candidate.keys = record_keys(model, candidate.record.parts, candidate.record.linked).by_terms
    return candidate.keys


def _stands_or_falls_whole(evidence: Sequence[Evidence]) -> bool:
    """Return whether every view sees all of the evidence or none: one class, and no linked selectors."""
    return len({e.property_class for e in evidence}) == 1 and all(e.left is None for e in evidence)
