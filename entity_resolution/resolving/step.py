"""What one step of resolution found, before it is written."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from operator import attrgetter

from entity_resolution.blocking.meeting import TermKeys
from entity_resolution.resolving.pair_matcher import Candidate
from graph import RecordId
from graph.matches import Pair
from graph.store import Compared, ResolvableRecord, ResolvedRecord, StoredMatch


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
        renewed: known linkages that now rest on other evidence, or of which an end stands under other terms.
        compartments: where the ends of linkages stood as these were found.
        keys: of the records of the step, by their terms.
        ready: the records of the step that met another.
        in_flux: records beside the step that are linked otherwise than when they were compared last.
        compared: how many pairs were compared.
    """

    found: dict[Pair, StoredMatch] = field(default_factory=dict)
    before: Mapping[Pair, StoredMatch] = field(default_factory=dict)
    stale: list[Pair] = field(default_factory=list)
    joined: list[Pair] = field(default_factory=list)
    same: list[Pair] = field(default_factory=list)
    linkages: list[Pair] = field(default_factory=list)
    renewed: list[Pair] = field(default_factory=list)
    compartments: dict[RecordId, int] = field(default_factory=dict)
    keys: Mapping[RecordId, tuple[TermKeys, ...]]
    ready: dict[RecordId, Candidate] = field(default_factory=dict)
    in_flux: set[RecordId] = field(default_factory=set)
    compared: int = 0

    def told(self) -> list[RecordId]:
        """Return the linkages to tell of, pair after pair."""
        return [rid for pair in (*self.linkages, *self.renewed) for rid in pair]

    def ends(self) -> set[RecordId]:
        """Return the records of the pairs of which `OnMatched` is told."""
        return {rid for pair in self.same for rid in pair}

    def as_compared(self, records: Mapping[RecordId, ResolvableRecord]) -> dict[RecordId, Compared]:
        """Return what was compared of these records that are ends, as far as they are here."""
        by_linked = {rid for pair in self.same if pair in self.found and _by_linked(self.found[pair]) for rid in pair}
        return {
            rid: Compared(
                digest=records[rid].digest,
                keys=frozenset(s.key.partition("|")[2] for s in records[rid].linked if rid in by_linked),
            )
            for rid in sorted(self.ends() & records.keys())
        }

    def beside(self, moved: AbstractSet[RecordId]) -> set[RecordId]:
        """Return these records and those that pairs join to them of which `OnMatched` is told, from one to the next."""
        reached, last = set(moved), set(moved)
        while last:
            met = {rid for pair in self.same if not last.isdisjoint(pair) for rid in pair}
            last = met - reached
            reached |= last
        return reached

    def without(self, moved: AbstractSet[RecordId]) -> "Step":
        """Return the step without what follows from comparing these records: they are compared anew."""
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
        )


def _by_linked(found: StoredMatch) -> bool:
    """Return whether a match rests on what is linked to one of its records."""
    return any(e.left is not None or e.right is not None for e in found.match.evidence)


def held_back(
    records: Iterable[ResolvedRecord], *, beside: AbstractSet[RecordId]
) -> tuple[list[ResolvedRecord], list[RecordId]]:
    """Return what is written on records, in the order of their ids, and which of them are to be compared once more.

    INVARIANT: who is compared for the first time is opened by that alone. Who was compared with what stands no more, or
    with somebody who was, `beside`, stays as closed as before until it was compared with what stands instead: that may
    be a victim's record, and a seal goes from one match to the next.
    """
    ordered = sorted(records, key=attrgetter("id"))
    waiting = [r.id for r in ordered if r.uncompared is not None and r.id in beside]
    again = set(waiting)
    return [replace(r, uncompared=None) if r.id in again else r for r in ordered], waiting
