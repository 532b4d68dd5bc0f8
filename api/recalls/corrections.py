"""Recalls of what was corrected: whoever was shown a class of which a value stands no more is asked to look anew.

Receipts say which classes somebody may have been shown, and which words of them a victim's seal left out, so that a
correction of what was closed to them tells them nothing. Nor does one of a value that came after they were shown the
class, whatever closed it to them since. Who had a hit alone was shown no value.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.recalls.notices import UNDER_WAY, had_since, is_asked_about, recall_notices
from api.recalls.parts import RecallParts
from api.recalls.readers import reader_by
from graph.store import (
    CorrectedPart,
    NewRecallNotice,
    OpenCorrection,
    OwnRecord,
    Recall,
    RecallCause,
    RecallForm,
)
from policies import Disclosure, Exposure, Receipt

CORRECTED_BY_FILING = "filed again with other values: look at it anew"
_PARTS = "corrected"
Since = Mapping[CorrectedPart, datetime | None]
"""Corrected parts, each with when the first value came that is gone; `None`: with the record, or nobody knows."""
_TELLS_NOTHING = frozenset({Exposure.HIT, Exposure.RECALLED, Exposure.FILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A record that a filing corrected, in which parts, and who was shown one of them and is to be told."""

    originator: str
    record: OwnRecord
    parts: frozenset[CorrectedPart]
    shown: Sequence[Receipt]


class CorrectionRecalls:
    """Finds who was shown what was corrected, and makes the recalls; whoever calls writes them."""

    def __init__(self, on: RecallParts) -> None:
        self._recalls = on.recalls
        self._own = on.own
        self._trail = on.trail
        self._fallouts = on.fallouts
        self._registry = on.registry
        self._minter = on.minter
        self._clock = on.clock

    async def by_filing(self, corrected: Mapping[str, Since]) -> list[Corrected]:
        """Return what somebody is to be told of: of records that nobody was shown nothing is read.

        Args:
            corrected: records with the parts in which they were corrected, and since when what is gone stood there.
        """
        found, owners = [], defaultdict(list)
        for rid, originator in (await self._own.originators_of(corrected)).items():
            owners[originator].append(rid)
        if owners:
            await self._trail.sequence()
            await self._registry.refresh()  # what stood before a seal may have been registered by another process
        for originator, mine in sorted(owners.items()):
            released = await asyncio.to_thread(self._trail.released, originator, mine)
            records = await self._own.own_records(originator, released) if released else []
            receipts = await self._fallouts.receipts(originator, (r.id for r in records)) if records else {}
            shown = {r: shown_of(receipts[r.id], originator, r, corrected[r.id]) for r in records}
            waiting = await self._recalls.open_corrections(originator, (r.id for r in records)) if records else {}
            found += [
                Corrected(originator=originator, record=record, parts=frozenset(corrected[record.id]), shown=left)
                for record, receipts_of in shown.items()
                if (left := _without_open(record.id, receipts_of, waiting.get(record.id, ())))
            ]
        return found

    def recalls_of(
        self, corrected: Iterable[Corrected], standing: Mapping[str, OwnRecord]
    ) -> tuple[list[Recall], list[NewRecallNotice]]:
        """Return the recalls of what was corrected and stands; what went meanwhile is told of by its withdrawal."""
        recalls, notices = [], []
        for found in corrected:
            if (now := standing.get(found.record.id)) is not None:
                recall = self._recall_of(found, now)
                recalls.append(recall)
                notices += recall_notices(self._minter, recall, found.shown)
        return recalls, notices

    def late(self, recall: Recall, record: OwnRecord | None, receipts: Iterable[Receipt]) -> list[NewRecallNotice]:
        """Return the notices of answers that may have been under way when a record was corrected."""
        if record is None:
            return []
        # All that is gone came before the correction, so before these answers.
        parts = dict.fromkeys(map(CorrectedPart.of_text, recall.fallout.get(_PARTS, ())))
        under_way = [r for r in receipts if recall.at < r.time <= recall.at + UNDER_WAY]
        return recall_notices(self._minter, recall, shown_of(under_way, recall.originator, record, parts))

    def _recall_of(self, found: Corrected, now: OwnRecord) -> Recall:
        newest, parts = max(r.index for r in found.shown), sorted(part.text for part in found.parts)
        terms, before = self._terms_of(found, now)
        return Recall(
            # Once of what was shown, and anew after somebody was shown it as it stands now.
            id=self._minter.derived_id("w", now.id, _PARTS, str(newest), *parts),
            originator=found.originator,
            record_id=now.id,
            cause=RecallCause.CORRECTED,
            reason=CORRECTED_BY_FILING,
            by="filing",
            at=self._clock(),
            profile=None,
            erased=False,
            fallout={_PARTS: parts},
            sealed=self._registry.may_be_sealed(terms),
            compartment=terms,
            since=now.filed_again,
            before=before,
        )

    def _terms_of(self, found: Corrected, now: OwnRecord) -> tuple[int, tuple[int, ...]]:
        """Return the terms of what is corrected, and those before a seal: to whom one is open reads it as a colleague.

        Of words alone they are those of the seal, if one closes them: to a colleague who sees the rest, and who looked
        beside the words before all was closed, the recall would tell that there are such words.
        """
        standing = self._registry.compared(now.compartment)
        if any(part.words is None for part in found.parts):
            return standing, self._registry.before_seal(now.compartment)
        terms = self._registry.terms_of_words(standing)
        return standing if terms is None else terms, ()


def _without_open(record_id: str, shown: Iterable[Receipt], waiting: Sequence[OpenCorrection]) -> list[Receipt]:
    """Return the receipts of those who are to be told: not who was told to look anew already, and is to answer yet.

    Unless they looked since: then they had what is wrong now. What a colleague was told says nothing to them, and that
    an export is to be looked for says nothing of what its agency's people were shown.
    """
    return [r for r in shown if not all(_is_told(form, r, waiting) for form in _forms_of(record_id, r))]


def _forms_of(record_id: str, receipt: Receipt) -> set[RecallForm]:
    """Return the forms of the notices by which a recall asks about what a receipt tells."""
    exposures = {d.exposure for d in receipt.disclosures if record_id in d.record_ids} - _TELLS_NOTHING
    return {RecallForm.EXPORT if exposure is Exposure.EXPORTED else RecallForm.RECIPIENT for exposure in exposures}


def _is_told(form: RecallForm, receipt: Receipt, waiting: Iterable[OpenCorrection]) -> bool:
    mine = (n for n in waiting if (n.agency, n.form) == (receipt.agency, form) and receipt.time <= n.at)
    if form is RecallForm.EXPORT:
        export = (receipt.operation, receipt.actor, receipt.time)
        return any((n.operation, n.person, n.first_at) == export for n in mine)
    reader = reader_by(receipt)
    return any(reader in n.told for n in mine)


def shown_of(receipts: Iterable[Receipt], originator: str, record: OwnRecord, corrected: Since) -> list[Receipt]:
    """Return the receipts by which somebody who is asked may have been shown a value that is gone from a record."""
    since = had_since(record.filed_again, receipts)
    return [r for r in since if is_asked_about(r, originator) and _shows(r, record.id, _standing_at(r.time, corrected))]


def _standing_at(time: datetime, corrected: Since) -> frozenset[CorrectedPart]:
    """Return the parts in which a value that is gone stood at a time: what came later was not shown by then."""
    return frozenset(part for part, since in corrected.items() if since is None or since <= time)


def _shows(receipt: Receipt, record_id: str, parts: frozenset[CorrectedPart]) -> bool:
    told = [d for d in receipt.disclosures if record_id in d.record_ids and d.exposure not in _TELLS_NOTHING]
    return any(_may_show(d, part) for d in told for part in parts)


def _may_show(told: Disclosure, part: CorrectedPart) -> bool:
    """Return whether values of a corrected part may be among what was disclosed.

    What an entry of an earlier version does not say might be told to whom the class was closed. Where it says the
    class, but not what was left out of it, what stands closed since is told to nobody, as that version told nobody.
    """
    if told.classes is None or part.property_class not in told.classes:
        return False
    if part.words is None:
        return True
    return not part.were_closed if told.left_out is None else part.words not in told.left_out
