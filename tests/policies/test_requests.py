"""States of requests: they follow from the history and the present, and silence is one history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import RequestHistory, RequestState, RequestStep, Urgency

SENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOURS = st.none() | st.integers(0, 500).map(lambda h: SENT + timedelta(hours=h))
MOMENTS = st.integers(0, 600).map(lambda h: SENT + timedelta(hours=h))
HISTORIES = st.builds(
    RequestHistory,
    urgency=st.sampled_from(Urgency),
    sent_at=st.just(SENT),
    acknowledged_at=HOURS,
    answered_at=st.none(),
    refused_at=st.none(),
    withdrawn_at=HOURS,
)


@pytest.mark.parametrize(
    ("urgency", "acknowledge", "answer"),
    [(Urgency.EIGHT_HOURS, 8, 8), (Urgency.THREE_DAYS, 48, 72), (Urgency.SEVEN_DAYS, 48, 168)],
)
def test_each_class_of_urgency_has_its_times(urgency: Urgency, acknowledge: int, answer: int) -> None:
    history = RequestHistory(urgency=urgency, sent_at=SENT)
    assert history.acknowledge_due == SENT + timedelta(hours=acknowledge)
    assert history.answer_due == SENT + timedelta(hours=answer)
    assert history.expires_at == SENT + timedelta(hours=answer, days=7)


def test_a_draft_has_no_times_and_can_be_sent_or_dropped() -> None:
    draft = RequestHistory(urgency=Urgency.SEVEN_DAYS)
    assert draft.state(SENT) is RequestState.DRAFT
    assert (draft.acknowledge_due, draft.answer_due, draft.expires_at, draft.next_moment(SENT)) == (None,) * 4
    taken = {step for step in RequestStep if draft.may_take(step, SENT)}
    assert taken == {RequestStep.SEND, RequestStep.WITHDRAW}


@given(HISTORIES, MOMENTS, st.booleans())
def test_a_silent_refusal_is_no_event_in_the_askers_history(history: RequestHistory, at: datetime, later: bool) -> None:
    refused = replace(history, refused_at=at, refused_silently=True)
    assert refused.as_asker_sees() == history
    now = at + timedelta(hours=100 if later else 0)
    assert refused.may_take(RequestStep.WITHDRAW, now) is history.may_take(RequestStep.WITHDRAW, now)


@given(HISTORIES, MOMENTS)
def test_the_next_moment_is_the_first_at_which_the_holder_lets_a_time_pass(
    history: RequestHistory, now: datetime
) -> None:
    moment = history.next_moment(now)
    if moment is None:
        hours = [now + timedelta(hours=h) for h in range(1, 600)]
        passed = {history.overdue_since(hour) for hour in hours} - {None, history.overdue_since(now)}
        assert passed == set()
        return
    assert moment > now
    assert history.overdue_since(moment) == moment
    before = moment - timedelta(microseconds=1)
    assert history.overdue_since(before) == history.overdue_since(now)


@given(HISTORIES, MOMENTS, MOMENTS)
def test_what_is_closed_stays_closed(history: RequestHistory, one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    if not history.state(first).is_open:
        assert history.state(second) is history.state(first)


@pytest.mark.parametrize("step", [RequestStep.ACKNOWLEDGE, RequestStep.ANSWER, RequestStep.REFUSE])
def test_the_holder_acts_once_and_in_time(step: RequestStep) -> None:
    sent = RequestHistory(urgency=Urgency.THREE_DAYS, sent_at=SENT)
    assert sent.may_take(step, SENT)
    assert sent.may_take(step, SENT + timedelta(hours=100))
    assert not sent.may_take(step, SENT + timedelta(hours=72 + 168))
    for closed in (
        replace(sent, answered_at=SENT),
        replace(sent, refused_at=SENT),
        replace(sent, refused_at=SENT, refused_silently=True),
        replace(sent, withdrawn_at=SENT),
    ):
        assert not closed.may_take(step, SENT)
    assert not replace(sent, acknowledged_at=SENT).may_take(RequestStep.ACKNOWLEDGE, SENT)
