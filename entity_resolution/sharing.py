"""How widely an identifier is shared, as one viewer sees it: the more, the less it says, in that view alone.

The register of hubs (`entity_resolution.hubs`) has damped what is published already. Here visible records alone are
counted, and only ever to take weight away: what is hidden is not felt, and what is seen cannot join what is apart.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from entity_resolution.comparable import own_selectors
from entity_resolution.damping import damp
from entity_resolution.decision import Decision, Outcome, decide
from entity_resolution.hubs import HUB_BITS
from entity_resolution.model import LINKED_PREFIX, MatchModel, linked_feature
from entity_resolution.plausibility import facts_of, objection
from graph import ReadScope, RecordId
from graph.matches import Evidence
from graph.selectors import LinkedSelector
from graph.store import RecordReader, VisibleRecord

Degrees = Mapping[str, int]
Keys = Mapping[RecordId, frozenset[str]]


class Sharing:
    """Which keys the records of a view are linked to, and how many visible records each key is shared by."""

    def __init__(self, keys: Keys, degrees: Degrees) -> None:
        self._keys = keys
        self._degrees = degrees

    def damped(
        self, model: MatchModel, left: VisibleRecord, right: VisibleRecord, evidence: Iterable[Evidence]
    ) -> list[Evidence]:
        """Return the evidence of a pair with what is widely shared in this view weighing less."""
        given = list(evidence)
        if not self._degrees or not rests_on_links(given):
            return given
        shared = self._keys_of(model, left) & self._keys_of(model, right)
        return [self._damped_one(e, shared) for e in given]

    def decided(
        self, model: MatchModel, left: VisibleRecord, right: VisibleRecord, evidence: Sequence[Evidence]
    ) -> Decision:
        """Return what becomes of a pair by itself in this view, by evidence that is not damped yet.

        Records of others that share a number take a match away, and so they leave it to a human: never to nobody.
        """
        damped = self.damped(model, left, right, evidence)
        found = decide(model, damped)
        if found.outcome is not Outcome.NONE or damped == list(evidence):
            return found
        was_match = decide(model, evidence).outcome is Outcome.MATCH
        if was_match and objection(*(facts_of(r.kind, r.parts) for r in (left, right))) is None:
            return replace(found, outcome=Outcome.REVIEW)
        return found

    def _keys_of(self, model: MatchModel, record: VisibleRecord) -> frozenset[str]:
        own = frozenset(s.key for s in own_selectors(model, record.parts))
        return own | self._keys.get(record.id, frozenset())

    def _damped_one(self, evidence: Evidence, shared: Collection[str]) -> Evidence:
        if not evidence.feature.startswith(LINKED_PREFIX) or evidence.bits <= HUB_BITS:
            return evidence
        # The least shared one speaks: two who have a private number in common may share a hotline as well.
        degrees = [
            self._degrees.get(key, 1) for key in shared if linked_feature(key.partition("|")[0]) == evidence.feature
        ]
        return damp(evidence, min(degrees, default=1))


NOTHING_SHARED = Sharing({}, {})


async def read_sharing(reader: RecordReader, scope: ReadScope, pairs: Sequence[tuple[RecordId, RecordId]]) -> Sharing:
    """Return how widely the identifiers are shared that both ends of these pairs are visibly linked to.

    Args:
        reader: reads through the scope.
        scope: the viewer's.
        pairs: those whose match rests on linked selectors; without any, nothing is read.
    """
    if not pairs:
        return NOTHING_SHARED
    linked = await reader.linked_selectors(scope, {rid for pair in pairs for rid in pair})
    keys = {rid: keys_of(found) for rid, found in linked.items()}
    nothing: frozenset[str] = frozenset()
    wanted = {key for a, b in pairs for key in keys.get(a, nothing) | keys.get(b, nothing)}
    return Sharing(keys, await reader.sharers(scope, wanted) if wanted else {})


def rests_on_links(evidence: Iterable[Evidence]) -> bool:
    """Return whether evidence holds a linked selector whose weight could be taken away."""
    return any(e.feature.startswith(LINKED_PREFIX) and e.bits > HUB_BITS for e in evidence)


def keys_of(linked: Iterable[LinkedSelector]) -> frozenset[str]:
    """Return the keys of linked selectors."""
    return frozenset(s.key for s in linked)
