"""Alerts of the inbox and the subscription."""

from datetime import datetime
from enum import StrEnum

import strawberry

from api.alerts.inbox import Alert as NoticeAlert
from api.graphql.context import BenangInfo
from api.graphql.pages import PageInfo
from api.graphql.parties import Party, check_party
from api.graphql.vocabulary import Kind
from api.instants import in_utc
from graph.matches import JudgementValue
from graph.store import NoticeReason, WantedNotices

strawberry.enum(NoticeReason, name="AlertReason", description="Why you are told.")


@strawberry.enum(description="From which end alerts and protection notices are read.")
class AlertOrder(StrEnum):
    """An order of alerts and notices."""

    OLDEST_FIRST = "oldest-first"
    NEWEST_FIRST = "newest-first"


@strawberry.type(
    description="Another agency holds, cross-checked or asks about what your own record describes, or asks about an "
    "identifier that yours runs. An alert may come again under the same id, behind all others: once a supervisor "
    "released what was held, when its link ended or came back, and once what hid it for a while is gone. Take the "
    "newest for what it says."
)
class Alert:
    """An alert as its recipient may see it now.

    Attributes:
        id: of the alert: the same one each time that it is told.
        created_at: when what it tells of was first found.
        record_id: id of your agency's record that it concerns; null of an answer, and of a request about an identifier
            that your agency runs.
        kind: that of your own record, or of what was asked about.
        reason: what happened.
        strength: in words, what it rests on: `equal identifier` or `several independent agreements` of a linkage,
            `cross-check` of a hit, `request for information`, with `, overdue` once a time to answer has passed.
        other_agency: who holds the other record, checked, asks or answers, with the contact to turn to.
        other_record_id: id of the other agency's record; null where it was not released to you, and where there is
            none.
        acknowledged_at: when somebody of your agency acknowledged it; null while it is open.
        acknowledged_by: who did, as their token names them.
        purpose: of a hit or request, for which purpose the other agency asked; null of others.
    """

    id: strawberry.ID
    created_at: datetime
    told_at: datetime = strawberry.field(
        description="When you were told, or told again: at `createdAt` or later. It rises along the list. `since` goes "
        "by it, so who asks from the newest one on misses nothing."
    )
    record_id: strawberry.ID | None
    kind: Kind
    reason: NoticeReason
    strength: str
    other_agency: Party
    other_record_id: strawberry.ID | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    purpose: str | None
    request_id: strawberry.ID | None = strawberry.field(
        description="Of a request or an answer the id of the request; `request` shows it with what was said."
    )
    judgement: JudgementValue | None = strawberry.field(
        description="What was judged of your record and the other one, as far as you see it: by the agencies of the "
        "two, else by others, whose word leaves a match as it is; null where the alert is no linkage or the other "
        "record was not released to you."
    )
    still_linked: bool | None = strawberry.field(
        description="Whether the two records are still linked as you were told, as far as both sides may be told: "
        "false once either side corrected what linked them, or it was closed; null where the alert is no linkage, and "
        "while a filing of your record is held; of a number on a record of another kind also while the index of "
        "numbers is made anew."
    )
    ended_at: datetime | None = strawberry.field(
        description="When the link was found to be there no more, as far as both sides may be told: it may have been "
        "corrected or closed. Ask the other agency before you undo what you did on it. The alert then came once more, "
        "as a new one that nobody has acknowledged; so it does where the link is back, and this is null again."
    )

    @strawberry.field
    async def caption(self, info: BenangInfo) -> str | None:
        """A short name of your own record; null where your scope redacts its class, and where none is concerned."""
        return await _caption_of(info, self.record_id)

    @strawberry.field
    async def other_caption(self, info: BenangInfo) -> str | None:
        """A short name of the other record; null where it was not released to you, as the other record's id is."""
        return await _caption_of(info, self.other_record_id)

    @classmethod
    def of(cls, alert: NoticeAlert) -> "Alert":
        """Return the GraphQL alert of a notice."""
        notice = alert.notice
        return cls(
            id=strawberry.ID(notice.id),
            created_at=notice.created_at,
            told_at=notice.told_at,
            record_id=strawberry.ID(notice.own_id) if notice.own_id is not None else None,
            kind=Kind(notice.own_kind),
            reason=notice.reason,
            strength=notice.strength,
            other_agency=Party.of(alert.other_party),
            other_record_id=strawberry.ID(notice.other_id) if notice.other_id is not None else None,
            acknowledged_at=notice.acknowledged_at,
            acknowledged_by=notice.acknowledged_by,
            purpose=notice.purpose,
            request_id=strawberry.ID(notice.request_id) if notice.request_id is not None else None,
            judgement=alert.judgement,
            still_linked=alert.still_linked,
            ended_at=notice.ended_at,
        )


def wanted_alerts(
    info: BenangInfo, kind: Kind | None, agency: str | None, reason: NoticeReason | None, since: datetime | None
) -> WantedNotices:
    """Return which alerts are wanted.

    Raises:
        InputError: the agency is no party, or the time has no zone.
    """
    check_party(info.context.app.bundle.registers, "agency", agency)
    return WantedNotices(kind=str(kind) if kind else None, agency=agency, reason=reason, since=in_utc("since", since))


async def _caption_of(info: BenangInfo, record_id: str | None) -> str | None:
    found = await info.context.find_record(record_id) if record_id is not None else None
    if found is None:
        return None
    info.context.show_records([found])
    return info.context.app.entities.caption([found])


@strawberry.type(description="An alert of your agency.")
class AlertEdge:
    """An edge of the inbox."""

    cursor: str
    node: Alert


@strawberry.type(description="Your agency's alerts, in the order that was asked for.")
class AlertConnection:
    """A page of the inbox."""

    edges: list[AlertEdge]
    page_info: PageInfo
