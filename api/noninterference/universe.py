"""What there is to ask about: records in sight, hidden ones and ids that nothing has, read from terms and scope."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from api.noninterference.questions import Universe
from api.noninterference.worlds import WORDS, Filing, Scratch, filed_records, phone_numbers
from graph import LinkId, RecordId
from graph.store import OwnRecordReader
from ingest import SubmittedLink, SubmittedRecord
from policies import ViewerContext

_FEW = 6
_MOST_PAIRS = 10
_FEW_OWN = 2
_LOOSE = "RELATED_TO"  # one of these is withdrawn: by no such link do records meet, or stations have a path
_STATIONS = frozenset({"FalseBaseStation", "Sighting"})  # asked about besides, for the paths that only they have
_FEW_STATIONS = 2
_FEW_LINKED = 2
_FEW_TOUCHED = 2
_FEW_CHANGED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _FiledLink:
    """A link of the world: its id, its type, and the ids of the records at its ends."""

    id: LinkId
    type: str
    ends: frozenset[RecordId]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A world as a viewer's scope opens it.

    Attributes:
        filed: the ids of all records by who filed them, in the order of the world.
        seen: the kinds of those in sight, in that order.
        whole: those that are read whole.
        told: other agencies' records of which the viewer may hear by a hit.
    """

    filed: Mapping[str, list[str]]
    seen: Mapping[RecordId, str]
    whole: Collection[RecordId]
    told: Collection[str]

    @property
    def every(self) -> list[str]:
        return [rid for ids in self.filed.values() for rid in ids]


async def universe_of(
    scratch: Scratch,
    viewer: ViewerContext,
    filings: Sequence[Filing],
    *,
    coming: Sequence[str],
    touched: Sequence[str],
    changed: Sequence[str],
    count: int,
    dice: Random,
) -> Universe:
    """Return what a viewer is let ask about.

    Args:
        scratch: where the world is filed.
        viewer: who asks.
        filings: the world.
        coming: ids of what will be filed, hidden from the viewer; it asks about the first of them before and after.
        touched: ids of what that will be linked to or filed again; it asks about the first of those in sight as well.
        changed: ids of what will be filed again and the viewer may be told of; it asks about a few of those as well.
        count: how many records in sight.
        dice: chooses them.
    """
    sight = await _sight(scratch, viewer, filings)
    seen, links = sight.seen, _links(scratch, filings)
    chosen = _chosen(sight, touched, changed, count, dice)
    hidden = [rid for rid in sight.every if rid not in seen][:_FEW]
    stations = sorted((rid for rid, kind in seen.items() if kind in _STATIONS), key=seen.__getitem__)
    told = [i for rid, (_, i) in filed_records(scratch, filings).items() if rid in sight.told]
    return Universe(
        ids=[*chosen, *stations[:_FEW_STATIONS]],
        hidden=[*hidden, *coming[:_FEW]],
        absent=[scratch.id("nobody", f"absent-{n}") for n in range(_FEW)],
        pairs=_pairs(chosen, hidden, sight, _ends_of_links(scratch, filings)) or [(chosen[0], chosen[0])],
        words=WORDS,
        own=[rid for rid in sight.filed.get(viewer.agency, []) if rid in seen][-_FEW_OWN:],
        own_links=[x.id for x in links.get(viewer.agency, []) if x.ends <= seen.keys() and x.type == _LOOSE][-1:],
        hidden_links=[x.id for agency in links for x in links[agency] if not x.ends <= seen.keys()][:_FEW],
        texts=_texts(viewer, filings, told),
    )


async def _sight(scratch: Scratch, viewer: ViewerContext, filings: Sequence[Filing]) -> _Sight:
    app = scratch.app
    scope = await app.scope_for(viewer)
    filed = _ids_by_agency(scratch, filings)
    # By their terms and the scope, never by what the product shows: a leak would hide what it leaks.
    stored = [r for agency, ids in filed.items() for r in await OwnRecordReader(app.store).own_records(agency, ids)]
    # In the order of the world: ids are other ones in every deployment, and a seed must choose the same again.
    kinds = {r.id: r.kind for r in stored if r.compartment in scope.visible}
    every = (RecordId(rid) for ids in filed.values() for rid in ids)
    return _Sight(
        filed=filed,
        seen={rid: kinds[rid] for rid in every if rid in kinds},
        whole={r.id for r in stored if scope.reads_whole(r.compartment)},
        told={r.id for r in stored if r.compartment in scope.hits} - set(filed.get(viewer.agency, [])),
    )


def _chosen(sight: _Sight, touched: Sequence[str], changed: Sequence[str], count: int, dice: Random) -> list[str]:
    """Return the records to ask about: some of all kinds but stations, and a few near what is to come."""
    seen = {rid: kind for rid, kind in sight.seen.items() if kind not in _STATIONS}
    chosen = _mixed(seen, sight.whole, count, dice) or sight.every[:1]
    for also, few in ((touched, _FEW_TOUCHED), (changed, _FEW_CHANGED)):
        chosen += [rid for rid in also if rid in seen and rid not in chosen][:few]
    return chosen


def _pairs(
    chosen: Sequence[str],
    hidden: Sequence[str],
    sight: _Sight,
    linked: Sequence[tuple[RecordId, RecordId]],
) -> list[tuple[str, str]]:
    """Return pairs to ask about: of one kind, linked ones in sight, and some of which one is hidden.

    The first, which is judged, is of two persons that are read whole, where there are such: why is read there alone.
    """
    seen = sight.seen
    whole = [rid for rid, kind in seen.items() if kind == "Person" and rid in sight.whole]
    alike = [(a, b) for a, b in combinations(chosen, 2) if seen.get(RecordId(a), "") == seen.get(RecordId(b))]
    alike = [*combinations(whole[:2], 2), *alike]
    in_sight = [ends for ends in linked if set(ends) <= seen.keys()]
    return [*alike[:_MOST_PAIRS], *in_sight[:_FEW_LINKED], *zip(chosen[:2], hidden, strict=False)]


def _ids_by_agency(scratch: Scratch, filings: Sequence[Filing]) -> dict[str, list[str]]:
    """Return the ids of the records of a world, in its order, by who filed them."""
    filed: dict[str, list[str]] = {}
    for filing in filings:
        references = [item.reference for item in filing.items if isinstance(item, SubmittedRecord)]
        filed.setdefault(filing.originator, []).extend(scratch.id(filing.originator, r) for r in references)
    return filed


def _ends_of_links(scratch: Scratch, filings: Sequence[Filing]) -> list[tuple[RecordId, RecordId]]:
    """Return the ends of the links of a world: between what is linked there is a path, if it is in sight."""
    return [
        (scratch.id(f.originator, item.source_reference), scratch.id(f.originator, item.target_reference))
        for f in filings
        for item in f.items
        if isinstance(item, SubmittedLink)
    ]


def _links(scratch: Scratch, filings: Sequence[Filing]) -> dict[str, list[_FiledLink]]:
    """Return the links of a world by their originators."""
    found: dict[str, list[_FiledLink]] = {}
    for filing in filings:
        for item in filing.items:
            if isinstance(item, SubmittedLink):
                references = (item.source_reference, item.target_reference)
                ends = frozenset(scratch.id(filing.originator, reference) for reference in references)
                made = _FiledLink(id=scratch.link_id(filing.originator, item), type=item.type, ends=ends)
                found.setdefault(filing.originator, []).append(made)
    return found


def _texts(viewer: ViewerContext, filings: Sequence[Filing], told: Sequence[SubmittedRecord]) -> dict[str, list[str]]:
    """Return what arguments must be given to be answered: the viewer's own terms, and a number that it is told of."""
    held = [text for item in told for text in phone_numbers(item)]
    return {
        "agency": [f.originator for f in filings if f.originator != viewer.agency][:1] or [viewer.agency],
        "purpose": [viewer.purpose],
        "caseRef": [viewer.case_ref] if viewer.case_ref else [],
        "roles": sorted(viewer.roles)[:1],
        "reference": ["p0", "absent-0"],
        "value": list(dict.fromkeys(held))[:1],
        "pack": ["", *("no pack", "at", "all")],  # one that releases nothing any more, asked once: it takes long
    }


def _mixed(seen: Mapping[RecordId, str], whole: Collection[RecordId], count: int, dice: Random) -> list[str]:
    """Return some of the records, of all kinds in turn: first of each one that is read whole, so that it has values."""
    by_kind: dict[str, list[RecordId]] = {}
    for rid, kind in seen.items():
        by_kind.setdefault(kind, []).append(rid)
    for ids in by_kind.values():
        dice.shuffle(ids)
        first = next((rid for rid in reversed(ids) if rid in whole), ids[-1])
        ids.append(ids.pop(ids.index(first)))
    chosen: list[str] = []
    while len(chosen) < count and any(by_kind.values()):
        for kind in ("Person", *sorted(by_kind)):
            if by_kind.get(kind) and len(chosen) < count:
                chosen.append(by_kind[kind].pop())
    return chosen
