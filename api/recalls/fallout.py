"""What relied on a record: alerts, matches, grants, recipients and exports, as its originator could see them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.alerts.inbox import AlertInbox
from api.audit.receipts import TrailKeeper
from entity_resolution.comparing.decision import Outcome
from entity_resolution.views.clustering import PairDecision
from entity_resolution.views.entities import EntityReader
from graph import PropertyClass, ReadScope
from graph.store import CompartmentRegistry, OwnRecord, OwnRecordReader, Recall, RecordReader
from policies import Exposure, Receipt, ReceiptReader, ViewerContext, owned_compartments

OPEN_THEN = "open_then"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLooks:
    """How often one of the originator's own people was shown a record, and when first and last."""

    person: str
    count: int
    first_at: datetime
    last_at: datetime

    def as_list(self) -> list[object]:
        """Return the looks as they are kept with a recall."""
        return [self.person, self.count, self.first_at.isoformat(), self.last_at.isoformat()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallout:
    """What relied on a record, as its originator may see it; ids, agencies and times.

    `matches` pairs other records of the originator's view with whose they are; `alerts` pairs alerts with the other
    side; `recipients` and `exports` come from the receipts. `own_looks` are those of the originator's own people whose
    receipts were erased since: the others stand in the receipts.
    """

    record_id: str
    alerts: tuple[tuple[str, str], ...]
    matches: tuple[tuple[str, str], ...]
    grants: tuple[str, ...]
    recipients: tuple[str, ...]
    exports: tuple[tuple[str, datetime], ...]
    own_looks: tuple[OwnLooks, ...] = ()

    def as_map(self) -> dict[str, Any]:
        """Return the fallout as it is kept with a recall."""
        return {
            "alerts": [list(a) for a in self.alerts],
            "matches": [list(m) for m in self.matches],
            "grants": list(self.grants),
            "recipients": list(self.recipients),
            "exports": [[agency, at.isoformat()] for agency, at in self.exports],
            "own_looks": [look.as_list() for look in self.own_looks],
        }

    @classmethod
    def of_map(cls, record_id: str, data: Mapping[str, Any]) -> "Fallout":
        """Return the fallout that was kept with a recall."""
        return cls(
            record_id=record_id,
            alerts=tuple((a, other) for a, other in data["alerts"]),
            matches=tuple((m, whose) for m, whose in data["matches"]),
            grants=tuple(data["grants"]),
            recipients=tuple(data["recipients"]),
            exports=tuple((agency, datetime.fromisoformat(at)) for agency, *_, at in data["exports"]),
            own_looks=_looks_kept(data),
        )


class FalloutReader:
    """Reads what relied on a record from receipts, grants, alerts and the originator's own view."""

    def __init__(  # noqa: PLR0917 - the parts it reads, given once by the desk of recalls
        self,
        trail: TrailKeeper,
        own: OwnRecordReader,
        entities: EntityReader,
        inbox: AlertInbox,
        records: RecordReader,
        registry: CompartmentRegistry,
    ) -> None:
        self._trail = trail
        self._own = own
        self._entities = entities
        self._inbox = inbox
        self._records = records
        self._registry = registry

    async def receipts(self, originator: str, record_ids: Iterable[str]) -> dict[str, list[Receipt]]:
        """Return an originator's receipts of each of these records of its own, the newest first.

        Whoever read in a list that a record was recalled had it before, and has nothing of it by that.
        """
        wanted = sorted(set(record_ids))

        def read() -> dict[str, list[Receipt]]:
            found = ReceiptReader(self._trail.sequencer.folder, originator).of_records(wanted)
            return {rid: [r for r in map(_without_recalls, mine) if r.disclosures] for rid, mine in found.items()}

        return await asyncio.to_thread(read)

    async def looks(self, originator: str, record_ids: Iterable[str]) -> dict[str, list[list[object]]]:
        """Return who of an originator's own people looked at each of its records, as it is kept with a recall."""
        found = await self.receipts(originator, record_ids)
        return {rid: [look.as_list() for look in _looks_of(originator, mine)] for rid, mine in found.items()}

    async def fallout(self, viewer: ViewerContext, scope: ReadScope, record: OwnRecord) -> Fallout:
        """Return what relies on a record of the viewer's agency."""
        [found] = await self._read(viewer, scope, [record], to_keep=False)
        return found

    async def kept(
        self, viewer: ViewerContext | None, scope: ReadScope | None, records: Sequence[OwnRecord]
    ) -> dict[str, dict[str, Any]]:
        """Return what relies on each record as it is kept with its recall, and what was open to who saw it so.

        What only a grant shows is left out: it was for one of the agency, for a time. So is an alert that is held, and
        a match that people alone made: the terms of their judgement may be closed to who reads of it. Without a viewer
        it is what the receipts and grants tell.
        """
        plain = replace(scope, granted={}, grants={}) if scope is not None else None
        found = await self._read(viewer, plain, records, to_keep=True)
        return {str(f.record_id): {**f.as_map(), OPEN_THEN: self._open_then(plain, f)} for f in found}

    async def _read(
        self, viewer: ViewerContext | None, scope: ReadScope | None, records: Sequence[OwnRecord], *, to_keep: bool
    ) -> list[Fallout]:
        """Return what relies on records, reading inbox and receipts once for all of them.

        `to_keep`: leave out what a colleague of the viewer, who reads of it later, may not have been told.
        """
        owners = await self._owners(viewer, records)
        receipts: dict[str, list[Receipt]] = {}
        for owner in sorted(set(owners.values())):
            receipts |= await self.receipts(owner, (rid for rid, whose in owners.items() if whose == owner))
        grants = await self._own.grant_ids(number for r in records for number in r.grants)
        alerts: dict[str, list[tuple[str, str]]] = {}
        matches: dict[str, list[tuple[str, str]]] = {}
        if viewer is not None and scope is not None:
            alerts = await self._alerts(scope, owners, to_keep=to_keep)
            matches = {r.id: await self._matches(scope, r.id, by_judgement=not to_keep) for r in records}
        return [
            Fallout(
                record_id=r.id,
                alerts=tuple(alerts.get(r.id, ())),
                matches=tuple(matches.get(r.id, ())),
                grants=tuple(sorted({*(grants[n] for n in r.grants if n in grants), *_granted(receipts[r.id], r.id)})),
                recipients=tuple(sorted({found.agency for found in receipts[r.id]} - {owners[r.id]})),
                exports=tuple(_exports(receipts[r.id], r.id)),
                own_looks=_looks_of(owners[r.id], receipts[r.id]) if to_keep else (),
            )
            for r in records
        ]

    async def _alerts(self, scope: ReadScope, ids: Iterable[str], *, to_keep: bool) -> dict[str, list[tuple[str, str]]]:
        found = defaultdict[str, list[tuple[str, str]]](list)
        for alert in await self._inbox.of_records(scope, ids):
            # A held one is told to this viewer because they could look the other record up; a colleague may not.
            if not (to_keep and alert.notice.held):
                found[str(alert.notice.own_id)].append((alert.notice.id, alert.other_party.code))
        return found

    async def of_gone(self, viewer: ViewerContext, scope: ReadScope, recall: Recall) -> Fallout:
        """Return what relied on a record that has gone, as far as this viewer may hear of it.

        What it was one with can no longer be weighed: whoever recalled it may have seen more than the viewer does. So
        a match is told to who sees the other record now, and all of both agencies that was open then.
        """
        found = Fallout.of_map(recall.record_id, recall.fallout)
        then: Mapping[str, Mapping[str, Sequence[int]]] = recall.fallout.get(OPEN_THEN, {})
        covered = {party for party, classes in then.items() if _covers(scope, classes)}
        told = [(m, whose) for m, whose in found.matches if {viewer.agency, whose} <= covered]
        seen = {r.id for r in await self._records.records(scope, (m for m, _ in told))}
        return replace(found, matches=tuple((m, whose) for m, whose in told if m in seen))

    def _open_then(self, scope: ReadScope | None, found: Fallout) -> dict[str, dict[str, list[int]]]:
        if scope is None or not found.matches:
            return {}
        return {p: self._open(scope, p) for p in sorted({scope.agency, *(whose for _, whose in found.matches)})}

    def _open(self, scope: ReadScope, party: str) -> dict[str, list[int]]:
        """Return what of a party's records and links is open.

        The evidence of a match rests on nothing but the two sides' own; a judgement may be anybody's and is not kept.
        """
        mine = {c.id for c in owned_compartments(self._registry.all, party)}
        return {str(c): sorted(mine & opened) for c, opened in scope.classes.items() if mine & opened}

    async def _matches(self, scope: ReadScope, record_id: str, *, by_judgement: bool) -> list[tuple[str, str]]:
        entity = await self._entities.find_entity(scope, record_id)
        if entity is None:
            return []
        owners = {r.id: r.originator for r in entity.records}
        joined = {
            other
            for pair in entity.cluster.pairs
            if pair.joins and record_id in {pair.left_id, pair.right_id} and (by_judgement or _is_by_evidence(pair))
            for other in (pair.left_id, pair.right_id)
            if other != record_id
        }
        return sorted((other, owners[other]) for other in joined if other in owners)

    async def _owners(self, viewer: ViewerContext | None, records: Sequence[OwnRecord]) -> dict[str, str]:
        if viewer is not None:
            return {r.id: viewer.agency for r in records}
        found = await self._own.originators_of(r.id for r in records)
        return {r.id: found.get(r.id, "") for r in records}


def with_looks(found: Fallout, recalls: Iterable[Recall]) -> Fallout:
    """Return a fallout of a record with the looks that those of its recalls kept by which it was erased from the trail.

    What the others kept, the trail still says.
    """
    kept = [look for recall in recalls if recall.erased for look in _looks_kept(recall.fallout)]
    return replace(found, own_looks=_summed(kept))


def _looks_of(originator: str, receipts: Iterable[Receipt]) -> tuple[OwnLooks, ...]:
    own = (r for r in receipts if r.agency == originator)
    return _summed(OwnLooks(person=r.actor, count=1, first_at=r.time, last_at=r.time) for r in own)


def _looks_kept(fallout: Mapping[str, Any]) -> tuple[OwnLooks, ...]:
    """Return the looks of a fallout that was kept with a recall; older ones have none."""
    return tuple(
        OwnLooks(
            person=person, count=count, first_at=datetime.fromisoformat(first), last_at=datetime.fromisoformat(last)
        )
        for person, count, first, last in fallout.get("own_looks", ())
    )


def _summed(looks: Iterable[OwnLooks]) -> tuple[OwnLooks, ...]:
    """Return the looks of each person together, in the order of their names."""
    found: dict[str, OwnLooks] = {}
    for look in looks:
        before = found.get(look.person, look)
        found[look.person] = OwnLooks(
            person=look.person,
            count=look.count + (before.count if look.person in found else 0),
            first_at=min(before.first_at, look.first_at),
            last_at=max(before.last_at, look.last_at),
        )
    return tuple(found[person] for person in sorted(found))


def _without_recalls(receipt: Receipt) -> Receipt:
    if Exposure.RECALLED not in receipt.exposures:
        return receipt
    return replace(receipt, disclosures=tuple(d for d in receipt.disclosures if d.exposure is not Exposure.RECALLED))


def _is_by_evidence(pair: PairDecision) -> bool:
    """Return whether a pair is one by its evidence, whatever was judged."""
    return pair.decision is not None and pair.decision.outcome is Outcome.MATCH


def _covers(scope: ReadScope, classes: Mapping[str, Sequence[int]]) -> bool:
    return all(scope.classes.get(PropertyClass(name), frozenset()).issuperset(ids) for name, ids in classes.items())


def _exports(receipts: Iterable[Receipt], record_id: str) -> Iterator[tuple[str, datetime]]:
    for receipt in receipts:
        if any(d.exposure is Exposure.EXPORTED and record_id in d.record_ids for d in receipt.disclosures):
            yield receipt.agency, receipt.time


def _granted(receipts: Iterable[Receipt], record_id: str) -> set[str]:
    return {d.grant for r in receipts for d in r.disclosures if d.grant is not None and record_id in d.record_ids}
