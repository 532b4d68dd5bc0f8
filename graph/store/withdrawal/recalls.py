"""Recalls and their notices as values: what was withdrawn or narrowed, whom a notice is for, and what they answered.

A recall is of a record or of a link. A notice is addressed to one agency that had the record, to one export of it, or
to one hit that it answered. It holds ids, agencies and times, never a value. `recall_store.py` keeps both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from graph.records import RecordId


class RecallCause(StrEnum):
    """Why a record is recalled."""

    RETRACTED = "retracted"
    NARROWED = "narrowed"
    CORRECTED = "corrected"
    RETENTION_ENDED = "retention-ended"

    @property
    def leaves_record(self) -> bool:
        """Return whether the record is still there after the recall, under other terms or with other values."""
        return self in {RecallCause.NARROWED, RecallCause.CORRECTED}


class RecallForm(StrEnum):
    """What a recall notice is about."""

    RECIPIENT = "recipient"  # people of the agency were shown the record, or told of it
    EXPORT = "export"  # a copy left the product
    HIT = "hit"  # a cross-check of the agency was told that something is held, and of no record


class RecallAnswer(StrEnum):
    """What a recipient says it did."""

    DONE = "done"
    NOT_DONE = "not-done"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledLink:
    """A withdrawn link: its type, and the ids of the records that it led from and to, none once one was erased."""

    type: str
    ends: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The recall of one record, or of one link.

    Attributes:
        id: what it is called.
        originator: whose record or link it is.
        record_id: the record; of a link, the link's id.
        cause: what was done.
        reason: why; `None` only where a reader may not read it.
        by: who did it.
        at: when.
        profile: the handling profile that it stands under since, where it was narrowed.
        erased: whether nothing of it is kept.
        fallout: what relied on a record when it was recalled, as its originator saw it.
        sealed: a victim's seal lay on the record, or on an end of the link, then.
        compartment: what it went under, or stands under since it was narrowed; `None` in recalls of older stores.
        link: the link, with its ends.
        since: when the record was filed again after an earlier withdrawal, which recalled what anybody had before.
        before: the compartments that it stood under when others had it. Of what was narrowed, those before that, which
            recalls of older stores do not say; of what was sealed, those before the seal as well.
        erased_by: who erased it after it was withdrawn; `None` where that was one step.
        erased_at: when they did.
    """

    id: str
    originator: str
    record_id: str
    cause: RecallCause
    reason: str | None
    by: str
    at: datetime
    profile: str | None
    erased: bool
    fallout: Mapping[str, Any]
    sealed: bool = False
    compartment: int | None = None
    link: RecalledLink | None = None
    since: datetime | None = None
    before: tuple[int, ...] = ()
    erased_by: str | None = None
    erased_at: datetime | None = None

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The recalled record, or those that the link joined, as far as that is still kept."""
        return self.link.ends if self.link is not None else (self.record_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecallNotice:
    """A recall notice to be written.

    Attributes:
        id: derives from recall, agency and export, so that each is told once.
        recall_id: what it tells of.
        agency: whom it is to.
        form: what it is about.
        operation: of an export, what made it.
        person: of an export, who did.
        for_protection: the record was sealed, and the agency had it for the protection of victims alone.
        hit: the id of the hit that it is about; the agency is told of it once that no longer holds.
        in_sight: it is for those alone to whom what was withdrawn would be open, as the others did not have it, or
            nobody knows.
        had: who had it, as `RecallStore.tell` is given readers: theirs in any case.
    """

    id: str
    recall_id: str
    agency: str
    form: RecallForm
    operation: str | None
    person: str | None
    first_at: datetime
    last_at: datetime
    for_protection: bool = False
    hit: str | None = None
    in_sight: bool = False
    had: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierNotice:
    """A notice of an earlier version that is kept back until it is known what its agency had."""

    id: str
    agency: str
    originator: str
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallNotice:
    """A recall notice with its recall; for an export `operation` and `person` say which.

    `for_protection`: only the agency's protection roles may know that there was such a record. `hit`: the hit that it
    is about, to the agency that was told of it. `in_sight`: for those alone to whom what was withdrawn would be open.
    `told`: who had it, or read of it where not everybody of the agency does, as `RecallStore.tell` was given them.
    """

    id: str
    seq: int
    agency: str
    form: RecallForm
    operation: str | None
    person: str | None
    first_at: datetime
    last_at: datetime
    recall: Recall
    answer: RecallAnswer | None
    answer_reason: str | None
    answered_at: datetime | None
    answered_by: str | None
    for_protection: bool = False
    hit: str | None = None
    in_sight: bool = False
    told: tuple[str, ...] = ()

    @property
    def record_id(self) -> str | None:
        """The recalled record; of a hit none: it told of no record, nor of how many. Of a link none either."""
        return self.recall.record_id if self.hit is None and self.recall.link is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCorrection:
    """A notice of a correction that its agency has not answered to, with when the record was corrected.

    `told`: who had the record, or read of it, as `RecallStore.tell` is given readers. For an export `operation`,
    `person` and `first_at` say which.
    """

    agency: str
    form: RecallForm
    at: datetime
    told: frozenset[str]
    operation: str | None
    person: str | None
    first_at: datetime
