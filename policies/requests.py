"""Requests for information: their states, their timers, and what each side sees of them.

No state is stored: it follows from what happened and from the time. So a timer is never late, and a refusal that should
look like silence shows the asker exactly what an unanswered request shows.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ACKNOWLEDGE_WITHIN = timedelta(hours=48)
EXPIRES_AFTER = timedelta(days=7)
"""How long a request stays open after the time to answer is over."""


class Urgency(StrEnum):
    """How soon an answer is needed, in the classes of article 5 of Directive (EU) 2023/977."""

    EIGHT_HOURS = "eight-hours"
    THREE_DAYS = "three-days"
    SEVEN_DAYS = "seven-days"

    @property
    def answer_within(self) -> timedelta:
        """The time to answer."""
        return _ANSWER_WITHIN[self]


_ANSWER_WITHIN = {
    Urgency.EIGHT_HOURS: timedelta(hours=8),
    Urgency.THREE_DAYS: timedelta(days=3),
    Urgency.SEVEN_DAYS: timedelta(days=7),
}


class RequestState(StrEnum):
    """The states of a request."""

    DRAFT = "draft"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"  # a time to acknowledge or to answer is over
    ANSWERED = "answered"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Return whether the holder may still act."""
        return self in {RequestState.SENT, RequestState.ACKNOWLEDGED, RequestState.ESCALATED}


class RequestStep(StrEnum):
    """The steps that a side can take."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHistory:
    """What has happened to a request so far; times in UTC. A draft has not been sent."""

    urgency: Urgency
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    refused_at: datetime | None = None
    refused_silently: bool = False
    withdrawn_at: datetime | None = None

    @property
    def acknowledge_due(self) -> datetime | None:
        """When an acknowledgement is due: 48 hours after sending, or when the answer is due if that is earlier."""
        if self.sent_at is None:
            return None
        return self.sent_at + min(ACKNOWLEDGE_WITHIN, self.urgency.answer_within)

    @property
    def answer_due(self) -> datetime | None:
        """When an answer is due."""
        return self.sent_at + self.urgency.answer_within if self.sent_at is not None else None

    @property
    def expires_at(self) -> datetime | None:
        """When the request closes without an answer."""
        return self.answer_due + EXPIRES_AFTER if self.answer_due is not None else None

    def as_asker_sees(self) -> "RequestHistory":
        """Return the history without a refusal that is to look like silence."""
        return replace(self, refused_at=None, refused_silently=False) if self.refused_silently else self

    def state(self, now: datetime) -> RequestState:
        """Return the request's state. For the asker, call it on the history that `as_asker_sees` returns."""
        if self.withdrawn_at is not None:
            return RequestState.WITHDRAWN
        if self.answered_at is not None:
            return RequestState.ANSWERED
        if self.refused_at is not None:
            return RequestState.REFUSED
        if self.acknowledge_due is None or self.answer_due is None or self.expires_at is None:
            return RequestState.DRAFT
        if now >= self.expires_at:
            return RequestState.EXPIRED
        if now >= self.answer_due:
            return RequestState.ESCALATED
        if self.acknowledged_at is not None:
            return RequestState.ACKNOWLEDGED
        return RequestState.ESCALATED if now >= self.acknowledge_due else RequestState.SENT

    def may_take(self, step: RequestStep, now: datetime) -> bool:
        """Return whether a step fits the state that its own side sees."""
        if step is RequestStep.SEND:
            return self.state(now) is RequestState.DRAFT
        if step is RequestStep.WITHDRAW:
            seen = self.as_asker_sees().state(now)
            return seen.is_open or seen is RequestState.DRAFT
        if step is RequestStep.ACKNOWLEDGE:
            return self.state(now).is_open and self.acknowledged_at is None
        return self.state(now).is_open

    def overdue_since(self, now: datetime) -> datetime | None:
        """Return the last moment up to now at which the holder let a time pass, `None` where it did not.

        A request that the holder has closed for itself is not overdue, whatever the asker is shown.
        """
        if self.state(now) is not RequestState.ESCALATED:
            return None
        assert self.answer_due is not None  # noqa: S101 - only what was sent is escalated
        return self.answer_due if now >= self.answer_due else self.acknowledge_due

    def next_moment(self, now: datetime) -> datetime | None:
        """Return when the holder next lets a time pass; `None` where none is left."""
        if not self.state(now).is_open or self.answer_due is None or self.acknowledge_due is None:
            return None
        moments = [self.answer_due, *([self.acknowledge_due] if self.acknowledged_at is None else [])]
        return min((m for m in moments if m > now), default=None)
