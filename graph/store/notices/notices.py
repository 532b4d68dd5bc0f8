"""Notices as values: what one tells an agency, and the records that it rests on. `notice_store.py` reads them."""

from dataclasses import dataclass, field
from datetime import datetime

from graph.records import RecordId
from graph.store.notices.wanted_notices import NoticeReason


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNotice:
    """What a notice tells one agency: its own record, and which other agency holds, checked or asks about it.

    What re-authorisation needs of it, `own_compartment`, `other_compartment`, `matched_id` and `grants`, never leaves
    the product.

    Attributes:
        id: derives from what it tells.
        seq: its number, which is another one when it is told again.
        agency: whom it is to.
        own_id: the agency's record. `None` of an answer, and of a request about an identifier that the agency runs:
            these concern no record of either side.
        own_kind: the kind of that record, or the kind that was asked about.
        own_compartment: where that record stands.
        other_agency: who holds the other record, checked or asks.
        other_compartment: where the other record stands; `None` of a hit or request, which has none.
        other_id: the other record, only where the reading scope opens it; whether it may be named is asked behind the
            reading.
        strength: how strong the linkage is.
        created_at: when what it tells of was first found.
        told_at: when it got its number. It gets another one when it is released, when its link ends or comes back, or
            when what hid it is gone; among an agency's notices the time rises with the number.
        acknowledged_at: when somebody of the agency acknowledged it.
        acknowledged_by: who did.
        matched_id: the other record of a kind that is compared, whoever may see it.
        grants: tokens of the live grants on the other record, under which it may be that `other_id` is set.
        reason: what it tells of.
        purpose: of a hit or request, for which purpose the other agency asked.
        request_id: of a request.
        for_protection: it is for the agency's protection roles alone.
        held: it waits for a supervisor, and is told only to who may look the other record up anyway.
        may_look_up: whether the reader may: the other record is a selector whose key they may read.
        ended_at: since when what linked the two is there no more.
    """

    id: str
    seq: int
    agency: str
    own_id: RecordId | None
    own_kind: str
    own_compartment: int | None
    other_agency: str
    other_compartment: int | None
    other_id: RecordId | None
    strength: str
    created_at: datetime
    told_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    matched_id: RecordId | None = field(default=None, repr=False)
    grants: frozenset[int] = frozenset()
    reason: NoticeReason = NoticeReason.LINKAGE
    purpose: str | None = None
    request_id: str | None = None
    for_protection: bool = False
    held: bool = False
    may_look_up: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingNotice:
    """A notice of a linkage, and where the two records that it rests on stand now.

    Attributes:
        id: of the notice.
        own_id: the record of the agency that it is to.
        own_compartment: where that record stands now.
        agency: whom it is to.
        other_id: the record that it was told of.
        other_compartment: where that record stands now.
        other_agency: whose record that is.
        as_told: both are still of the kinds that they were when it was told.
        is_hidden: it was found to be told to nobody, and was not told again since.
    """

    id: str
    own_id: RecordId
    own_compartment: int
    agency: str
    other_id: RecordId
    other_compartment: int
    other_agency: str
    as_told: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageEnd:
    """One end of a linkage as the notice matcher sees it: no part of its content. `received`: in microseconds."""

    id: RecordId
    received: int
    originator: str
    compartment: int
    kind: str
