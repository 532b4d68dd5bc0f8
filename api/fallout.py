"""What relied on a record: alerts, matches, grants, recipients and exports, as its originator could see them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.notices import AlertInbox
from api.receipts import TrailKeeper
from entity_resolution.clustering import PairDecision
from entity_resolution.decision import Outcome
from entity_resolution.entities import EntityReader
from graph import PropertyClass, ReadScope
from graph.store import CompartmentRegistry, OwnRecord, Recall, RecallStore, RecordReader
from policies import Exposure, Receipt, ReceiptReader, ViewerContext, owned_compartments

OPEN_THEN = "open_then"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallout:
    """What relied on a record, as its originator may see it; ids, agencies and times.

    `matches` pairs other records of the originator's view with whose they are; `alerts` pairs alerts with the other
    side; `recipients` and `exports` come from the receipts.
    """

    record_id: str
    alerts: tuple[tuple[str, str], ...]
    matches: tuple[tuple[str, str], ...]
    grants: tuple[str, ...]
    recipients: tuple[str, ...]
    exports: tuple[tuple[str, datetime], ...]

    def as_map(self) -> dict[str, Any]:
        """Return the fallout as it is kept with a recall."""
        return {
            "alerts": [list(a) for a in self.alerts],
            "matches": [list(m) for m in self.matches],
            "grants": list(self.grants),
            "recipients": list(self.recipients),
            "exports": [[agency, at.isoformat()] for agency, at in self.exports],
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
        )


class FalloutReader:
    """Reads what relied on a record from receipts, grants, alerts and the originator's own view."""

    def __init__(  # noqa: PLR0917 - the parts it reads, given once by the desk of recalls
        self,
        trail: TrailKeeper,
        recalls: RecallStore,
        entities: EntityReader,
        inbox: AlertInbox,
        records: RecordReader,
        registry: CompartmentRegistry,
    ) -> None:
        self._trail = trail
        self._store = recalls
        self._entities = entities
        self._inbox = inbox
        self._records = records
        self._registry = registry

    async def receipts(self, originator: str, record_id: str) -> list[Receipt]:
        """Return an originator's receipts of one of its records, the newest first."""

        def read() -> list[Receipt]:
            reader = ReceiptReader(self._trail.sequencer.folder, originator)
            return list(reader.latest(record_id=record_id, include_own=True))

        return await asyncio.to_thread(read)

    async def fallout(
        self, viewer: ViewerContext | None, scope: ReadScope | None, record: OwnRecord, *, to_keep: bool = False
    ) -> Fallout:
        """Return what relies on a record; without a viewer, what the receipts and grants tell.

        `to_keep`: leave out what a colleague of the viewer, who reads of it later, may not have been told.
        """
        alerts: list[tuple[str, str]] = []
        matches: list[tuple[str, str]] = []
        if viewer is not None and scope is not None:
            alerts = [
                (a.notice.id, a.other_party.code)
                for a in await self._inbox.alerts(scope)
                # A held one is told to this viewer because they could look the other record up; a colleague may not.
                if a.notice.own_id == record.id and not (to_keep and a.notice.held)
            ]
            matches = await self._matches(scope, record.id, by_judgement=not to_keep)
        owner = viewer.agency if viewer is not None else await self._owner(record)
        receipts = await self.receipts(owner, record.id)
        exports = [
            (r.agency, r.time)
            for r in receipts
            if any(d.exposure is Exposure.EXPORTED and record.id in d.record_ids for d in r.disclosures)
        ]
        grants = await self._store.grant_ids(record.grants)
        return Fallout(
            record_id=record.id,
            alerts=tuple(alerts),
            matches=tuple(matches),
            grants=tuple(sorted({*grants.values(), *_granted(receipts, record.id)})),
            recipients=tuple(sorted({r.agency for r in receipts} - {owner})),
            exports=tuple(exports),
        )

    async def kept(self, viewer: ViewerContext | None, scope: ReadScope | None, record: OwnRecord) -> dict[str, Any]:
        """Return what relies on a record as it is kept with its recall, and what was open to who saw it so.

        What only a grant shows is left out: it was for one of the agency, for a time. So is an alert that is held, and
        a match that people alone made: the terms of their judgement may be closed to who reads of it.
        """
        plain = replace(scope, granted={}, grants={}) if scope is not None else None
        found = await self.fallout(viewer, plain, record, to_keep=True)
        parties = {plain.agency, *(whose for _, whose in found.matches)} if plain is not None and found.matches else ()
        return {**found.as_map(), OPEN_THEN: {p: self._open(plain, p) for p in sorted(parties) if plain is not None}}

    async def of_gone(self, viewer: ViewerContext, scope: ReadScope, recall: Recall) -> Fallout:
        """Return what relied on a record that has gone, as far as this viewer may hear of it.

        What it was one with can no longer be weighed: whoever recalled it may have seen more than the viewer does. So
        a match is told to who sees the other record now, and all of both agencies that was open then.
        """
        found = Fallout.of_map(recall.record_id, recall.fallout)
        then: Mapping[str, Mapping[str, Sequence[int]]] = recall.fallout.get(OPEN_THEN, {})
        covered = {party for party, classes in then.items() if _covers(scope, classes)}
        told = [(m, whose) for m, whose in found.matches if {viewer.agency, whose} <= covered]
        seen = {r.id for r in await self._records.records(scope, (m for m, _ in told))} if told else frozenset()
        return replace(found, matches=tuple((m, whose) for m, whose in told if m in seen))

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

    async def _owner(self, record: OwnRecord) -> str:
        return (await self._store.originators_of([record.id])).get(record.id, "")


def _is_by_evidence(pair: PairDecision) -> bool:
    """Return whether a pair is one by its evidence, whatever was judged."""
    return pair.decision is not None and pair.decision.outcome is Outcome.MATCH


def _covers(scope: ReadScope, classes: Mapping[str, Sequence[int]]) -> bool:
    return all(scope.classes.get(PropertyClass(name), frozenset()).issuperset(ids) for name, ids in classes.items())


def _granted(receipts: Iterable[Receipt], record_id: str) -> set[str]:
    return {d.grant for r in receipts for d in r.disclosures if d.grant is not None and record_id in d.record_ids}
