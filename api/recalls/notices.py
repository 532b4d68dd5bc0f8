"""Whom a recall asks: every other agency that had the record, about every export of it, and its own projections.

Who was only told that something is held had no record: what it is told is decided in `hit_recalls.py`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from api.audit.auditing import PROJECTION
from api.recalls.readers import reader_by
from graph import IdMinter
from graph.store import NewRecallNotice, Recall, RecallCause, RecallForm
from policies import (
    PROTECTION_PURPOSE,
    Exposure,
    Receipt,
)

UNDER_WAY = timedelta(minutes=1)
"""How long after a recall an answer may be written down that was read before it: twice the time of any query."""


def is_asked_about(receipt: Receipt, originator: str) -> bool:
    """Return whether a recall asks somebody about what a receipt tells.

    An agency knows of its own withdrawal, and is not asked about what its people looked at or printed. A projection of
    its own is a copy in another store, where the record stays until somebody projects again.
    """
    return receipt.agency != originator or receipt.operation == PROJECTION


def had_since(filed_again: datetime | None, receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the receipts of a record since it was filed again after a withdrawal, all of them where it never went.

    Whoever had it before was told then to forget it. To be told of it again would tell that it was filed again.
    """
    return [r for r in receipts if filed_again is None or r.time >= filed_again]


def under_way_at(recall: Recall, receipts: Iterable[Receipt]) -> list[Receipt]:
    """Return the receipts from before a recall, and of what may have been under way then."""
    return [r for r in receipts if r.time <= recall.at + UNDER_WAY]


def had_before(
    filed_again: datetime, profile: str | None, recall: Recall, receipts: Iterable[Receipt]
) -> list[Receipt]:
    """Return the receipts of what was withdrawn from before it was filed again, and what was under way.

    Args:
        filed_again: when.
        profile: what it stands under since; an answer that shows it under another one is of what was withdrawn. `None`
            where it went again.
        recall: of the record that was withdrawn.
        receipts: of it.
    """
    late = under_way_at(recall, receipts) if profile is not None else []
    under_way = {r.index for r in late if not _profiles(r, recall.record_id) & {profile, ""}}
    return [r for r in receipts if r.time < filed_again or r.index in under_way]


def _profiles(receipt: Receipt, record_id: str) -> set[str]:
    return {d.profile for d in receipt.disclosures if record_id in d.record_ids}


def recall_notices(minter: IdMinter, recall: Recall, receipts: Sequence[Receipt]) -> list[NewRecallNotice]:
    """Return one notice for each other agency that had the record, and one for each export that is asked about.

    Of a link the receipts are those of who had it, with a record at each end. What was withdrawn or narrowed is told to
    those who had it, and to those of their colleagues to whom it would be open as it stood, or as it did before a seal:
    that there was one is told to nobody to whom it never was.
    Who had a sealed record for the protection of victims alone keeps its recall among those who protect.
    """
    asked = frozenset(recall.record_ids)
    told: dict[str, list[Receipt]] = {}
    made = []
    for receipt in had_since(recall.since, receipts):
        exposures = {d.exposure for d in receipt.disclosures if not asked.isdisjoint(d.record_ids)}
        if Exposure.EXPORTED in exposures and is_asked_about(receipt, recall.originator):
            made.append(_export_notice(minter, recall, receipt))
        if exposures - {Exposure.EXPORTED, Exposure.HIT} and receipt.agency != recall.originator:
            told.setdefault(receipt.agency, []).append(receipt)
    for agency, mine in sorted(told.items()):
        made.append(
            NewRecallNotice(
                id=minter.derived_id("v", recall.id, agency),
                recall_id=recall.id,
                agency=agency,
                form=RecallForm.RECIPIENT,
                operation=None,
                person=None,
                first_at=min(r.time for r in mine),
                last_at=max(r.time for r in mine),
                for_protection=_for_protection(recall, mine),
                in_sight=_in_sight(recall),
                had=_readers(recall, mine),
            )
        )
    return made


def _export_notice(minter: IdMinter, recall: Recall, receipt: Receipt) -> NewRecallNotice:
    return NewRecallNotice(
        id=minter.derived_id("v", recall.id, receipt.agency, str(receipt.index)),
        recall_id=recall.id,
        agency=receipt.agency,
        form=RecallForm.EXPORT,
        operation=receipt.operation,
        person=receipt.actor,
        first_at=receipt.time,
        last_at=receipt.time,
        for_protection=_for_protection(recall, [receipt]),
        in_sight=_in_sight(recall),
        had=_readers(recall, [receipt]),
    )


def _readers(recall: Recall, receipts: Sequence[Receipt]) -> tuple[str, ...]:
    """Return who had a record; who had both records of a link did not always have the link."""
    return () if recall.link is not None else tuple(sorted({reader_by(receipt) for receipt in receipts}))


def _in_sight(recall: Recall) -> bool:
    """Return whether colleagues of who had a record are told by what they see, under the terms that it stood under.

    A recall of an earlier version does not say what these were before a narrowing; of a link its desk decides.
    """
    return recall.link is None and (recall.cause is not RecallCause.NARROWED or bool(recall.before))


def _for_protection(recall: Recall, receipts: Sequence[Receipt]) -> bool:
    return recall.sealed and all(r.purpose == PROTECTION_PURPOSE for r in receipts)
