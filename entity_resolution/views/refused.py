"""Pairs that match or were judged to be one, and that something else keeps apart: what they fit besides, or others say.

The records or judgements of somebody else take away what two records, or those who wrote them, say of each other. So a
human is asked, who sees both.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from entity_resolution.views.clustering import Cluster
from entity_resolution.views.groups import Basis, Obstacle
from entity_resolution.views.plausibility import Objection, facts_of, objection
from graph import RecordId
from graph.matches import Pair
from graph.store import Neighbourhood, ReviewPair


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedPair:
    """A pair that is a match by itself, or was judged to be one, and joined nobody, and what kept its groups apart."""

    pair: ReviewPair
    obstacle: Obstacle

    @property
    def kept_apart(self) -> Objection | None:
        """The obstacle as it is told of the pair; `None` where it is a human's word."""
        return objection_of(self.obstacle)


def objection_of(obstacle: Obstacle) -> Objection | None:
    """Return what an obstacle is among objections; `None` for a human's word."""
    return None if obstacle is Obstacle.NEGATIVE_JUDGEMENT else Objection(str(obstacle))


def refused_pairs(around: Neighbourhood, groups: Iterable[Cluster], *, among: Container[Pair]) -> list[RefusedPair]:
    """Return the pairs that others keep apart, by the order in which they were refused.

    Of two groups, and of the records of two agencies among them, the one that was refused first: to judge it settles
    the others.

    Args:
        around: what a viewer sees.
        groups: what it comes to.
        among: keep to these.
    """
    matches = {(m.left_id, m.right_id): m for m in around.matches}
    records = {r.id: r for r in around.records}
    found: dict[tuple[frozenset[RecordId], frozenset[str]], RefusedPair] = {}
    given = list(groups)
    # What facts of the two say is told of them without that; a judgement goes past it.
    judged = {(pair.left_id, pair.right_id) for group in given for pair in group.pairs if pair.is_judged_one}
    for left_id, right_id, obstacle, two in _refused(given, judged):
        left, right = records[left_id], records[right_id]
        match = matches.get((left_id, right_id))
        if match is None or (left_id, right_id) not in among:
            continue
        by_themselves = objection(*(facts_of(r.kind, r.parts) for r in (left, right)))
        if by_themselves is not None and (left_id, right_id) not in judged:
            continue
        pair = ReviewPair(left=left, right=right, evidence=match.evidence, ways=match.ways)
        owners = frozenset((left.originator, right.originator))
        found.setdefault((two, owners), RefusedPair(pair=pair, obstacle=obstacle))
    return list(found.values())


def _refused(
    given: Sequence[Cluster], judged: Container[Pair]
) -> Iterator[tuple[RecordId, RecordId, Obstacle, frozenset[RecordId]]]:
    """Yield the ends of pairs that did not join, what kept them apart, and the two groups, each pair once.

    Of matches, and of what was judged to be one by whom the view heeds before the machine.
    """
    group_of = {record.id: group.id for group in given for record in group.records}
    for group in given:
        for step in group.steps:
            two = frozenset((group_of[step.left_id], group_of[step.right_id]))
            # A step stands with both groups.
            first = group.id == group_of[step.left_id]
            heeded = step.basis is Basis.MATCH or (step.left_id, step.right_id) in judged
            if step.obstacle is not None and heeded and len(two) > 1 and first:
                yield step.left_id, step.right_id, step.obstacle, two
