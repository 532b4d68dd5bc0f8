"""Completes recalls: who was answered while a record left is asked too, and what such answers wrote of it is erased.

For some minutes after a recall, and once after each start. A turn looks only at what was written since the last one: a
trail of gigabytes is read whole once, for all recalls together.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from api.recalls.corrections import CorrectionRecalls
from api.recalls.link_recalls import LinkRecalls
from api.recalls.notices import had_before, recall_notices, under_way_at
from api.recalls.parts import RecallParts
from api.recalls.wider_terms import WiderTerms
from graph.store import NewRecallNotice, OwnRecord, Recall, RecallCause
from policies import Receipt

# When what was withdrawn was filed again, and the profile that it stands under since, if it still does.
_Again = tuple[datetime, str | None]
LOOKS_BACK = timedelta(minutes=10)


class RecallCompletion:
    """Looks after recent recalls, for one process; several may do so at once."""

    def __init__(self, on: RecallParts, links: LinkRecalls, corrections: CorrectionRecalls) -> None:
        self._recalls = on.recalls
        self._own = on.own
        self._trail = on.trail
        self._fallouts = on.fallouts
        self._hits = on.hits
        self._links = links
        self._corrections = corrections
        self._scopes = on.scopes
        self._minter = on.minter
        self._clock = on.clock
        self._known: frozenset[str] = frozenset()
        self._disclosed: dict[str, int] = {}
        self._lengths: dict[str, int] = {}

    async def step(self) -> int:
        """Complete what is recent; return how many recalls are."""
        recent = await self._recalls.unsettled()
        if not recent:
            self._known = frozenset()
            return 0
        ended = self._clock() - LOOKS_BACK
        await self._trail.sequence()
        await self._ask(recent)
        await self._erase([r for r in recent if r.erased])
        # Settled only after a whole turn: what a killed process left undone is done by the next one.
        done = [r.id for r in recent if (r.erased_at or r.at) < ended]
        if done:
            await self._recalls.settle(done)
        self._known = frozenset(r.id for r in recent) - frozenset(done)
        return len(recent)

    async def _ask(self, recent: Sequence[Recall]) -> None:
        """Write the notices of what was disclosed since the last turn, with all else that the agencies had."""
        by_originator = defaultdict[str, list[Recall]](list)
        for recall in recent:
            by_originator[recall.originator].append(recall)
        notices: list[NewRecallNotice] = []
        counts: dict[str, int] = {}
        for originator, mine in sorted(by_originator.items()):
            known = {rid for r in mine if r.id in self._known for rid in r.record_ids}
            news = {rid for r in mine if r.id not in self._known for rid in r.record_ids}
            named, count = await asyncio.to_thread(
                self._trail.named, originator, news, known, after=self._disclosed.get(originator, 0)
            )
            told = set(named)
            concerned = [r for r in mine if not told.isdisjoint(r.record_ids)]
            wanted = {rid for r in concerned for rid in r.record_ids}
            receipts = await self._fallouts.receipts(originator, wanted) if wanted else {}
            standing = await self._own.own_records(originator, {r.record_id for r in concerned if r.link is None})
            ends = _ends(concerned, recent, standing)
            now = {str(record.id): record for record in standing}
            for recall in concerned:
                shown = _shown_before(recall, ends.get(recall.id), receipts)
                notices += await self._notices(recall, shown, now.get(recall.record_id))
            counts[originator] = count
        if notices:
            await self._recalls.put(notices)
        # Not before they are written: what a turn did not tell is news to the next one.
        self._disclosed |= counts

    async def _notices(
        self, recall: Recall, found: Mapping[str, Sequence[Receipt]], stands: OwnRecord | None
    ) -> list[NewRecallNotice]:
        if recall.link is not None:
            return await self._links.notices(recall, found)
        receipts = found[recall.record_id]
        if recall.cause is RecallCause.CORRECTED:
            return self._corrections.late(recall, stands, receipts)
        if recall.cause is RecallCause.NARROWED:
            terms = WiderTerms(self._scopes.bundle, now=self._clock())
            receipts = _narrowed(terms, recall, receipts, stands)
        hits = await self._hits.notices(recall, receipts)
        return [*recall_notices(self._minter, recall, receipts), *hits]

    async def _erase(self, erased: Sequence[Recall]) -> None:
        """Erase the ids from what was written since the last turn; of a new recall, from the whole trail."""
        groups = defaultdict[tuple[str, str, bool], list[str]](list)
        for recall in erased:
            by = recall.erased_by or recall.by
            groups[recall.originator, by, recall.id in self._known].append(recall.record_id)
        # Taken before anything is read: what is written meanwhile is looked at in the next turn.
        lengths = await asyncio.to_thread(self._trail.lengths) if groups else self._lengths
        for (originator, by, is_known), ids in sorted(groups.items()):
            await self._trail.erase(originator, ids, by=by, after=self._lengths if is_known else None)
        self._lengths = lengths


def _ends(concerned: Iterable[Recall], recent: Iterable[Recall], standing: Iterable[OwnRecord]) -> dict[str, _Again]:
    """Return by recall when the record that was withdrawn was filed again, and under what it stands since.

    What is shown since is not recalled.
    """
    again = defaultdict[str, list[_Again]](list)
    # The recalls first: what was narrowed or went since stood under a profile that nothing tells any more.
    for later in recent:
        again[later.record_id] += [(later.since, None)] if later.since is not None else []
    for record in standing:
        again[record.id] += [(record.filed_again, record.profile)] if record.filed_again is not None else []
    gone = [r for r in concerned if r.link is None and not r.cause.leaves_record]
    ends = {r.id: [found for found in again[r.record_id] if found[0] > r.at] for r in gone}
    return {rid: min(found, key=itemgetter(0)) for rid, found in ends.items() if found}


def _narrowed(
    terms: WiderTerms, recall: Recall, receipts: Iterable[Receipt], stands: OwnRecord | None
) -> list[Receipt]:
    """Return the receipts under wider terms than those that a record was narrowed to.

    Of what may have been under way, none under terms that are open again: it may be of the record as it stands now.
    """

    def is_wider(receipt: Receipt, profile: str) -> bool:
        return bool(terms.by_register(receipt, recall.record_id, profile, sealed=recall.sealed))

    wider = [r for r in receipts if is_wider(r, str(recall.profile))]
    if stands is None:
        return wider
    late = [r for r in receipts if r.time > recall.at] if stands.profile == recall.profile else []
    out_of_sight = [r for r in late if r not in wider and terms.by_sight(r, stands, sealed=recall.sealed)]
    return [*(r for r in wider if r.time <= recall.at or is_wider(r, stands.profile)), *out_of_sight]


def _shown_before(
    recall: Recall, again: _Again | None, receipts: Mapping[str, Sequence[Receipt]]
) -> Mapping[str, Sequence[Receipt]]:
    """Return of these receipts, by record, those that a recall is of; of a link its own recall tells."""
    if recall.cause.leaves_record:
        return {rid: under_way_at(recall, found) for rid, found in receipts.items()}
    if again is None:
        return receipts
    return {rid: had_before(*again, recall, found) for rid, found in receipts.items()}
