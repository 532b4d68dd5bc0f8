"""How widely an identifier is shared, as one viewer sees it: the more, the less it says, in that view alone.

The register of hubs (`entity_resolution.comparing.hubs`) has damped what is published already. Here visible records
alone are counted, and only ever to take weight away: what is hidden is not felt, and what is seen cannot join what is
apart. Records whose names agree count once: whose number it is stays so, however often he is filed.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from entity_resolution.comparing.comparable import ComparableRecord, own_selectors
from entity_resolution.comparing.damping import FREE_SHARERS, HUB_SHARERS, damp
from entity_resolution.comparing.decision import Decision, Outcome, decide
from entity_resolution.comparing.hubs import HUB_BITS
from entity_resolution.comparing.model import LINKED_PREFIX, MatchModel, linked_feature
from entity_resolution.comparing.sharers import DifferentNames
from entity_resolution.views.plausibility import facts_of, objection
from graph import ReadScope, RecordId
from graph.matches import Evidence
from graph.selectors import LinkedSelector
from graph.store import RecordReader, VisibleRecord

MOST_HOLDERS = 1_000
"""What more visible records than these hold counts as shared by many, whatever their names: so many are read."""
# Of who shares a hotline the first few have different names.
_HOLDERS_AT_FIRST, _HOLDERS_A_READ = 32, 500
_KEYS_A_READ = 50
_FEW_HOLDERS = 200  # whose names are compared on the spot

Degrees = Mapping[str, int]
Keys = Mapping[RecordId, frozenset[str]]


class Sharing:
    """Which keys the records of a view are linked to, and how many who visibly hold it each key is shared by."""

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


async def read_sharing(
    reader: RecordReader,
    scope: ReadScope,
    models: Mapping[str, MatchModel],
    pairs: Sequence[tuple[RecordId, RecordId]],
) -> Sharing:
    """Return how widely the identifiers are shared that both ends of these pairs are visibly linked to.

    Args:
        reader: reads through the scope.
        scope: the viewer's.
        models: how each kind is compared.
        pairs: those whose match rests on linked selectors; without any, nothing is read.
    """
    if not pairs:
        return NOTHING_SHARED
    linked = await reader.linked_selectors(scope, {rid for pair in pairs for rid in pair})
    keys = {rid: keys_of(found) for rid, found in linked.items()}
    nothing: frozenset[str] = frozenset()
    wanted = {key for a, b in pairs for key in keys.get(a, nothing) | keys.get(b, nothing)}
    records = await reader.sharers(scope, wanted) if wanted else {}
    named = [key for key, count in sorted(records.items()) if FREE_SHARERS < count <= MOST_HOLDERS]
    degrees = dict(records)
    for start in range(0, len(named), _KEYS_A_READ):
        degrees.update(await _told_apart(reader, scope, models, named[start : start + _KEYS_A_READ]))
    return Sharing(keys, degrees)


async def _told_apart(
    reader: RecordReader, scope: ReadScope, models: Mapping[str, MatchModel], keys: Iterable[str]
) -> Degrees:
    """Return by how many each key is shared, as far as visible names tell its holders apart; at most `HUB_SHARERS`."""
    counts = {key: _Holders(models) for key in keys}
    behind: dict[str, VisibleRecord | None] = dict.fromkeys(counts)
    limit = _HOLDERS_AT_FIRST
    while behind:
        found = await reader.holders(scope, behind, limit=limit)
        if sum(map(len, found.values())) > _FEW_HOLDERS:
            await asyncio.to_thread(_count, counts, found)
        else:
            _count(counts, found)
        more = (key for key, records in found.items() if len(records) == limit)
        behind = {key: found[key][-1] for key in more if counts[key].count < HUB_SHARERS}
        limit = _HOLDERS_A_READ
    return {key: min(holders.count, HUB_SHARERS) for key, holders in counts.items()}


def _count(counts: Mapping[str, "_Holders"], found: Mapping[str, Sequence[VisibleRecord]]) -> None:
    for key, records in found.items():
        for record in records:
            if counts[key].count < HUB_SHARERS:
                counts[key].add(record)


class _Holders:
    """Counts who holds one key: names of a kind of which no two agree, and each record of others, or that shows none.

    Of a kind whose things have no names, as advertisements have none, each record counts.
    """

    def __init__(self, models: Mapping[str, MatchModel]) -> None:
        self._models = {
            kind: model
            for kind, model in models.items()
            if any(c.is_name and c.name_kind is not None for c in model.comparisons)
        }
        self._names: dict[str, DifferentNames] = {}
        self._nameless = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return self._nameless + sum(map(len, self._names.values()))

    def add(self, record: VisibleRecord) -> None:
        """Take one more."""
        model = self._models.get(record.kind)
        comparable = None if model is None else ComparableRecord(model, record.parts)
        if comparable is None or not comparable.names:
            self._nameless += 1
        else:
            self._names.setdefault(record.kind, DifferentNames()).add(comparable)


def rests_on_links(evidence: Iterable[Evidence]) -> bool:
    """Return whether evidence holds a linked selector whose weight could be taken away."""
    return any(e.feature.startswith(LINKED_PREFIX) and e.bits > HUB_BITS for e in evidence)


def keys_of(linked: Iterable[LinkedSelector]) -> frozenset[str]:
    """Return the keys of linked selectors."""
    return frozenset(s.key for s in linked)
