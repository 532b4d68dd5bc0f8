"""What one step of resolution found, before it is written."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from entity_resolution.pair_matcher import Candidate, Groups
from graph import RecordId
from graph.store import StoredMatch

Pair = tuple[RecordId, RecordId]


@dataclass(slots=True, kw_only=True)
class Step:
    """What one step found.

    Attributes:
        found: the matches of its pairs.
        before: those that stood.
        stale: pairs that no longer have any.
        joined: pairs of which some view may make one entity.
        same: pairs of which `OnMatched` is told.
        linkages: new ones between records of two originators.
        renewed: known linkages that now rest on other evidence.
        groups: what the comparison knows of groups of records.
        ready: the records of the step that met another.
        compared: how many pairs were compared.
        undecided: ends of pairs that were left out, which stand as they were read.
    """

    found: dict[Pair, StoredMatch] = field(default_factory=dict)
    before: Mapping[Pair, StoredMatch] = field(default_factory=dict)
    stale: list[Pair] = field(default_factory=list)
    joined: list[Pair] = field(default_factory=list)
    same: list[Pair] = field(default_factory=list)
    linkages: list[Pair] = field(default_factory=list)
    renewed: list[Pair] = field(default_factory=list)
    groups: Groups
    ready: dict[RecordId, Candidate] = field(default_factory=dict)
    compared: int = 0
    undecided: frozenset[RecordId] = frozenset()

    def without(self, moved: AbstractSet[RecordId]) -> "Step":
        """Return the step without what follows from comparing these records, which were filed anew since.

        What is one with them, or may be by a document, is compared with what they say now before anything else is known
        of it.
        """
        if not moved:
            return self

        def stands(pair: Pair) -> bool:
            return moved.isdisjoint(pair)

        return replace(
            self,
            found={pair: match for pair, match in self.found.items() if stands(pair)},
            joined=list(filter(stands, self.joined)),
            same=list(filter(stands, self.same)),
            linkages=list(filter(stands, self.linkages)),
            renewed=list(filter(stands, self.renewed)),
            undecided=frozenset(rid for pair in self.same if not stands(pair) for rid in pair) - moved,
        )
