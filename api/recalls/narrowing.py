"""Recalls of what was narrowed: whoever had a record under wider terms than it stands under now is told."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.recalls.notices import had_since, is_asked_about, recall_notices, under_way_at
from api.recalls.parts import RecallParts
from api.recalls.wider_terms import WiderTerms
from graph import CompartmentKey, SubjectRole
from graph.store import (
    NewRecallNotice,
    OwnRecord,
    Recall,
    RecallCause,
)
from policies import Exposure, Receipt, ViewerContext

NARROWED_BY_FILING = "filed again under narrower terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A record that was put under narrower terms, and who had it under wider ones: these as compartments too.

    `named_by`: by whom the recall is named, so that it is the same one when the record is looked at again.
    `recalled`: the recall that is of all of them already, as that of an order is, `None` where there is none.
    """

    originator: str
    record: OwnRecord
    wider: Sequence[Receipt]
    named_by: Sequence[Receipt]
    before: tuple[int, ...]
    fallout: Mapping[str, Any]
    recalled: Recall | None = None


class NarrowingRecalls:
    """Finds what was narrowed and who had it, and makes the recalls; whoever calls writes them."""

    def __init__(self, on: RecallParts) -> None:
        self._recalls = on.recalls
        self._own = on.own
        self._trail = on.trail
        self._fallouts = on.fallouts
        self._hits = on.hits
        self._registry = on.registry
        self._scopes = on.scopes
        self._minter = on.minter
        self._clock = on.clock

    async def by_filing(self, ids: Iterable[str], reprofiled: Collection[str]) -> list[Narrowed]:
        """Return records that were disclosed under wider terms than they stand under now.

        Args:
            ids: the records.
            reprofiled: those of them that were just put under another profile. Of these alone what policies show of
                the two counts too: of others a change of policy may have closed them.
        """
        found, owners, terms = [], defaultdict(list), self._terms()
        for rid, originator in (await self._own.originators_of(ids)).items():
            owners[originator].append(rid)
        if owners:
            await self._trail.sequence()
        for originator, mine in sorted(owners.items()):
            released = await asyncio.to_thread(self._trail.released, originator, mine)
            if not released:
                continue
            records = await self._own.own_records(originator, released)
            await self._registry.refresh()  # what stood before a seal may have been registered by another process
            asked = await self._asked_about(originator, records)
            by_terms = {r.id: [x for x in asked[r.id] if self._was_wider(terms, x, r, r.profile)] for r in records}
            wider = by_terms | {
                r.id: [x for x in asked[r.id] if self._stood_wider(terms, x, r)] for r in records if r.id in reprofiled
            }
            narrowed = [r for r in records if wider[r.id]]
            fallouts = await self._fallouts.kept(None, None, narrowed) if narrowed else {}
            recalled = await self._recalls.last_narrowings(r.id for r in narrowed if r.id not in reprofiled)
            found += [
                Narrowed(
                    originator=originator,
                    record=r,
                    wider=wider[r.id],
                    named_by=by_terms[r.id] or wider[r.id],
                    before=await self._stood_under(terms, originator, r, wider[r.id]),
                    fallout=fallouts[r.id],
                    recalled=_recalled_by(recalled.get(r.id), r, wider[r.id]),
                )
                for r in narrowed
            ]
        return found

    async def by_order(
        self,
        viewer: ViewerContext,
        own: Sequence[OwnRecord],
        fallouts: Mapping[str, Mapping[str, Any]],
        moved: Mapping[str, int],
        *,
        profile: str,
        reason: str,
    ) -> tuple[list[Recall], list[NewRecallNotice]]:
        """Return the recalls of records that their agency puts under a narrower profile, where somebody is to answer.

        Args:
            viewer: who narrows them.
            own: the records as they stand before.
            fallouts: what relies on each.
            moved: the compartment that each comes to stand under.
            profile: the narrower profile.
            reason: why; is told.
        """
        recalls, notices, terms = [], [], self._terms()
        asked = await self._asked_about(viewer.agency, own)
        for record in own:
            if receipts := asked[record.id]:
                # Under the id that the follower finds, which goes by those who had it under wider terms: told once.
                wider = [r for r in receipts if self._was_wider(terms, r, record, profile)]
                recall = self._recall_of(viewer.agency, record, profile, wider or receipts, fallouts[record.id])
                recall = replace(
                    recall,
                    reason=reason.strip(),
                    by=viewer.subject,
                    compartment=moved[record.id],
                    before=self._stood_in(record),
                )
                if told := await self._notices(recall, receipts):
                    recalls.append(recall)
                    notices += told
        return recalls, notices

    async def recalls_of(
        self, narrowed: Sequence[Narrowed], standing: Mapping[str, OwnRecord]
    ) -> tuple[list[Recall], list[NewRecallNotice]]:
        """Return the recalls of what stands narrowed now, where somebody is to answer.

        What went, or changed its profile, has a later change. Who had what was recalled already is told by that recall,
        unless it was sealed since: that recall would tell of it as of one that was not.
        """
        recalls, notices = list[Recall](), list[NewRecallNotice]()
        for n in narrowed:
            now = standing.get(n.record.id)
            if now is None or now.profile != n.record.profile:
                continue
            sealed = self._registry.may_be_sealed(now.compartment)
            if n.recalled is not None and n.recalled.sealed == sealed:
                notices += await self._notices(n.recalled, n.wider)
            else:
                recall = self._recall_of(n.originator, now, now.profile, n.named_by, n.fallout)
                recall = replace(recall, before=n.before)
                if asked := await self._notices(recall, n.wider):
                    recalls.append(recall)
                    notices += asked
        return recalls, notices

    async def _asked_about(self, originator: str, records: Sequence[OwnRecord]) -> dict[str, list[Receipt]]:
        """Return the receipts of those who are asked to answer, by record.

        Of one that was filed again after a withdrawal, those since; and all of hits, which are told of once whatever
        record was behind them.
        """
        receipts = await self._fallouts.receipts(originator, (r.id for r in records))
        found = {}
        for record in records:
            asked = [r for r in receipts[record.id] if is_asked_about(r, originator)]
            since = {r.index for r in had_since(record.filed_again, asked)}
            found[str(record.id)] = [r for r in asked if r.index in since or _is_of_hit(r, record.id)]
        return found

    async def _stood_under(
        self, terms: WiderTerms, originator: str, record: OwnRecord, wider: Sequence[Receipt]
    ) -> tuple[int, ...]:
        """Return the compartments of the wider terms under which others had a record, as the kind that it is now.

        Of a sealed one those under the seal and those before it.
        """
        profiles = frozenset[str]().union(*(self._stood_wider(terms, x, record) for x in wider))
        keys = {
            CompartmentKey(originator=originator, profile=p, kind=record.kind, role=SubjectRole(record.role))
            for p in profiles
        }
        if self._registry.may_be_sealed(record.compartment):
            keys |= {key.sealed_with_her for key in keys}
        stood = set((await self._registry.bases(sorted(keys, key=str))).values())
        return tuple(sorted(stood.union(*map(self._registry.before_seal, stood))))

    def _stood_in(self, record: OwnRecord) -> tuple[int, ...]:
        """Return the compartments of a record that stands there still: its own, and those before a seal."""
        stands = self._registry.compared(record.compartment)
        return tuple(sorted({stands, *self._registry.before_seal(stands)}))

    async def _notices(self, recall: Recall, receipts: Sequence[Receipt]) -> list[NewRecallNotice]:
        """Return whom a recall asks: none where all that anybody had was a hit that the record goes on answering."""
        hits = await self._hits.notices(recall, receipts)
        return [*recall_notices(self._minter, recall, receipts), *hits]

    def _recall_of(
        self,
        originator: str,
        record: OwnRecord,
        profile: str,
        receipts: Sequence[Receipt],
        fallout: Mapping[str, Any],
    ) -> Recall:
        """Return the recall of a narrowed record from those who had it under wider terms."""
        return Recall(
            # The newest of these receipts is in the id: told once, and anew after another disclosure under wider terms.
            id=self._minter.derived_id("w", record.id, profile, str(max(r.index for r in receipts))),
            originator=originator,
            record_id=record.id,
            cause=RecallCause.NARROWED,
            reason=NARROWED_BY_FILING,
            by="filing",
            at=self._clock(),
            profile=profile,
            erased=False,
            fallout=fallout,
            sealed=self._registry.may_be_sealed(record.compartment),
            compartment=record.compartment,
            since=record.filed_again,
        )

    def _terms(self) -> WiderTerms:
        return WiderTerms(self._scopes.bundle, now=self._clock())

    def _was_wider(self, terms: WiderTerms, receipt: Receipt, record: OwnRecord, profile: str) -> bool:
        """Return whether a receipt is of a record under wider terms than those of a profile."""
        sealed = self._registry.may_be_sealed(record.compartment)
        return bool(terms.by_register(receipt, record.id, profile, sealed=sealed))

    def _stood_wider(self, terms: WiderTerms, receipt: Receipt, record: OwnRecord) -> frozenset[str]:
        """Return the wider profiles under which a receipt is of a record that was just put under its own."""
        sealed = self._registry.may_be_sealed(record.compartment)
        found = terms.by_register(receipt, record.id, record.profile, sealed=sealed)
        return found | terms.by_sight(receipt, record, sealed=sealed)


def _recalled_by(recall: Recall | None, record: OwnRecord, wider: Sequence[Receipt]) -> Recall | None:
    """Return the recall of a record's last narrowing if it is of all who had the record under wider terms.

    Also of who looked while it was narrowed, whom it does not name yet: told once, in the words of who narrowed it.
    """
    if recall is None or (recall.profile, recall.since) != (record.profile, record.filed_again):
        return None
    return recall if len(under_way_at(recall, wider)) == len(wider) else None


def _is_of_hit(receipt: Receipt, record_id: str) -> bool:
    return any(d.exposure is Exposure.HIT and record_id in d.record_ids for d in receipt.disclosures)
