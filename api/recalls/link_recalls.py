"""Recalls of links: an originator takes back that two of its records belong together, and whoever had that is told.

The trail names records and no links. Every answer that shows a link names both its records, so who had it is read from
the answers and exports that did, and from what the policies open to who was answered. Where that does not say whether a
reader had it, its agency's notice is for those alone who could see it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from api.audit.auditing import PROJECTION
from api.errors import HeldError
from api.recalls.notices import had_since, recall_notices, under_way_at
from api.recalls.parts import RecallParts
from graph import CompartmentKey, ReadScope
from graph.store import (
    NewRecallNotice,
    OwnLink,
    OwnLinkReader,
    Recall,
    RecallCause,
    RecalledLink,
    Transaction,
    held_among,
    put_recalls,
    remove_links,
)
from policies import Exposure, LinkSight, LinkSights, Receipt, ViewerContext


class LinkRecalls:
    """Withdraws links, and makes the notices of those that were withdrawn."""

    def __init__(self, on: RecallParts) -> None:
        self._store = on.store
        self._ontology = on.ontology
        self._fallouts = on.fallouts
        self._registry = on.registry
        self._scopes = on.scopes
        self._minter = on.minter
        self._clock = on.clock
        self._links = OwnLinkReader(on.store, on.ontology)

    async def own_in_view(self, scope: ReadScope, ids: Iterable[str]) -> list[OwnLink]:
        """Return those of these links that are the agency's own and that a scope shows."""
        return await self._links.own_in_view(scope, ids)

    async def withdraw(self, viewer: ViewerContext, links: Sequence[OwnLink], *, reason: str) -> list[Recall]:
        """Take links of the viewer's agency out of the graph in one transaction with their recalls, and return these.

        Raises:
            HeldError: a legal hold keeps one of their records as it stands.
            RecordMovedError: a link was filed again, or a record of one sealed meanwhile; nothing was withdrawn.
        """
        await self._registry.meet(link.compartment for link in links)
        recalls = [self._recall_of(viewer, link, reason) for link in links]
        receipts = await self._fallouts.receipts(viewer.agency, {rid for link in links for rid in link.ends})
        sights = self._sights()
        notices = [n for recall in recalls for n in await self.notices(recall, receipts, sights=sights)]

        async def work(tx: Transaction) -> None:
            await remove_links(tx, viewer.agency, links, registry=self._registry, ontology=self._ontology)
            if held := await held_among(tx, {rid for link in links for rid in link.ends}):
                raise HeldError(len(held))
            await put_recalls(tx, recalls, notices)

        await self._store.write(work)
        return recalls

    async def notices(
        self, recall: Recall, receipts: Mapping[str, Sequence[Receipt]], *, sights: LinkSights | None = None
    ) -> list[NewRecallNotice]:
        """Return whom the recall of a link asks.

        Args:
            recall: of the link.
            receipts: those of its records, by record.
            sights: who sees what, where that is asked of many links at once.
        """
        found = _with_both(recall, _together(recall, receipts))
        if not found:
            return []
        await self._registry.meet(self._stood_in(recall))
        grants, sights = _grants(found), sights or self._sights()
        granted = await self._links.naming_grants(recall.record_id, grants) if grants else frozenset[str]()
        found_keys = (self._registry.get(member).key for member in self._members(recall))
        members = [key for key in found_keys if key is not None]
        seen = [(receipt, _sight(recall, receipt, members, sights=sights, granted=granted)) for receipt in found]
        had = recall_notices(self._minter, recall, [r for r, sight in seen if sight is not LinkSight.NONE])
        surely = {n.id: n for n in recall_notices(self._minter, recall, [r for r, s in seen if s is LinkSight.ALL])}
        return [replace(notice, in_sight=_is_for_some(notice, surely.get(notice.id))) for notice in had]

    def _sights(self) -> LinkSights:
        return LinkSights(self._scopes.bundle, now=self._clock())

    def _members(self, recall: Recall) -> tuple[int, ...]:
        """Return what the compartment of a link was made of: its own, then those of its records."""
        return tuple(m for found in self._stood_in(recall) for m in self._registry.get(found).members or (found,))

    @staticmethod
    def _stood_in(recall: Recall) -> tuple[int, ...]:
        return () if recall.compartment is None else (recall.compartment,)

    def _recall_of(self, viewer: ViewerContext, link: OwnLink, reason: str) -> Recall:
        now = self._clock()
        made = Recall(
            id=self._minter.derived_id("w", link.id, str(RecallCause.RETRACTED), now.isoformat()),
            originator=viewer.agency,
            record_id=link.id,
            cause=RecallCause.RETRACTED,
            reason=reason.strip(),
            by=viewer.subject,
            at=now,
            profile=None,
            erased=False,
            fallout={},
            compartment=link.compartment,
            since=link.received,
            link=RecalledLink(type=link.type, ends=link.ends),
        )
        return replace(made, sealed=any(self._registry.may_be_sealed(member) for member in self._members(made)))


def _sight(
    recall: Recall,
    receipt: Receipt,
    members: Sequence[CompartmentKey],
    *,
    sights: LinkSights,
    granted: frozenset[str],
) -> LinkSight:
    """Return who of those that a receipt may be of had the link, of these compartments, beside its records."""
    ends = frozenset(recall.record_ids)
    shown = [d for d in receipt.disclosures if not ends.isdisjoint(d.record_ids)]
    if not granted.isdisjoint(d.grant for d in shown if d.grant is not None):
        return LinkSight.ALL
    return sights.sight(
        receipt.agency,
        receipt.purpose,
        has_case=bool(receipt.case_ref),
        members=members,
        # What policies opened stands with its permits under a grant as well, where one showed it besides.
        by_policy=any(d.grant is None or d.permits for d in shown),
    )


def _is_for_some(notice: NewRecallNotice, surely: NewRecallNotice | None) -> bool:
    """Tell whether a notice is for those alone who could see the link: not all had it, or those who protect alone did.

    Args:
        notice: of all who may have had it.
        surely: of those who had it for sure, if anybody did.
    """
    return surely is None or (surely.for_protection and not notice.for_protection)


def _together(recall: Recall, receipts: Mapping[str, Sequence[Receipt]]) -> list[Receipt]:
    """Return the receipts of both records of a link since it came, each once; of later answers, what was under way.

    Both records stay, and whoever had them before or asks for them afterwards has no link with them.
    """
    found = {r.index: r for rid in recall.record_ids for r in receipts.get(rid, ())}
    return had_since(recall.since, under_way_at(recall, found.values()))


def _with_both(recall: Recall, receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the receipts of who was given both records of a link at once.

    A projection is told in parts: where they name both, the one with the first stands for it.
    A hit tells of a record, and never of a link.
    """
    ends = frozenset(recall.record_ids)
    told = [(receipt, ends & _named(receipt)) for receipt in sorted(receipts, key=lambda r: r.index)]
    parts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for receipt, some in told:
        if receipt.operation == PROJECTION:
            parts[_who(receipt)] |= some

    def had_both(receipt: Receipt, some: frozenset[str]) -> bool:
        if some == ends:
            return True
        return receipt.operation == PROJECTION and recall.record_ids[0] in some and parts[_who(receipt)] == ends

    return [receipt for receipt, some in told if some and had_both(receipt, some)]


def _named(receipt: Receipt) -> frozenset[str]:
    """Return the records that a receipt says somebody was given."""
    return frozenset(rid for d in receipt.disclosures if d.exposure is not Exposure.HIT for rid in d.record_ids)


def _who(receipt: Receipt) -> tuple[str, ...]:
    return receipt.agency, receipt.actor, receipt.purpose


def _grants(receipts: Iterable[Receipt]) -> set[str]:
    return {d.grant for receipt in receipts for d in receipt.disclosures if d.grant is not None}
