"""Records are reviewed and erased on their day, unless a legal hold keeps them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.api.asking import Desk
from tests.api.recalling import HOLD, LOOK, NAME, RECALLS, RETRACT, fill, folder_text, ids, nodes, token
from tests.world import record

pytestmark = pytest.mark.usefixtures("as_documented")

LIFT = (
    """mutation($id: ID!) { liftHold(input: {id: $id, reason: "closed"}) { holds { liftedBy } userErrors { code } } }"""
)
SCHEDULE = """mutation($ids: [ID!]!, $review: DateTime, $until: DateTime, $reason: String) {
  scheduleRetention(input: {ids: $ids, reviewAt: $review, retainUntil: $until, reason: $reason}) {
  schedules { recordId reviewDue } userErrors { code } } }"""
DUE = "{ retentionSchedules(dueOnly: true) { recordId reviewDue } }"


def early(now: datetime) -> dict[str, str]:
    """Return a date before that of any profile, with the reason that it needs."""
    return {"until": (now + timedelta(days=1)).isoformat(), "reason": "the case is closed"}


class TestRetention:
    def test_a_record_is_reviewed_and_erased_on_its_day(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        now = datetime.now(UTC)
        review, until = now + timedelta(days=30), now + timedelta(days=60)
        given = {"review": review.isoformat(), "until": until.isoformat(), "reason": "the case is closed"}
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=[rid], **given)
        keeper = desk.world.app.accountability.retention

        with monkeypatch.context() as later:
            later.setattr(keeper, "_clock", lambda: review)
            assert desk.data(DUE, token=token(desk, "th-police"))["retentionSchedules"] == [
                {"recordId": rid, "reviewDue": True}
            ]

        early = desk.world.run(keeper.run(now=now + timedelta(days=29)))
        assert (early.erased, early.due_for_review) == (0, 0)
        due = desk.world.run(keeper.run(now=now + timedelta(days=31)))
        assert (due.erased, due.due_for_review) == (0, 1)
        assert desk.data(DUE, token=token(desk, "th-police")) == {
            "retentionSchedules": [{"recordId": rid, "reviewDue": True}]
        }
        assert desk.data(DUE, token=token(desk, "kh-police")) == {"retentionSchedules": []}
        over = desk.world.run(keeper.run(now=now + timedelta(days=61)))

        assert (over.erased, over.due_for_review) == (1, 0)
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": None}
        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        assert (mine["recordId"], mine["cause"]) == (rid, "RETENTION_ENDED")
        assert mine["reason"] == "the time for which the record may be kept is over: the case is closed"
        assert rid.encode() not in folder_text(desk.world.app.settings.audit)
        assert desk.data("{ retentionSchedules { recordId } }", token=token(desk, "th-police")) == {
            "retentionSchedules": []
        }

    def test_the_feed_names_no_erased_record_once_all_have_dealt_with_it(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=True)
        keeper = desk.world.app.accountability.retention
        named = "MATCH (c:Change) WHERE $p.rid IN c.rids RETURN count(c) AS n"
        assert desk.world.query(named, {"rid": rid})[0]["n"] > 0

        desk.world.settle()
        desk.world.run(desk.world.app.exchange.index.catch_up())
        desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(hours=2)))
        assert desk.world.query(named, {"rid": rid})[0]["n"] > 0
        desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(days=1, hours=1)))
        assert desk.world.query("MATCH (c:Change) RETURN count(c) AS n") == [{"n": 0}]
        assert desk.data(LOOK, token=token(desk, "kh-police"), id=rid) == {"record": None}

    def test_the_profile_of_a_record_acts_where_it_has_no_date_of_its_own(self, desk: Desk) -> None:
        fill(desk.world)
        desk.world.file("us-ofac", record("Person", "o", name="Somchai Jaidee"), profile="open")
        kept = ids(desk.world, "n")
        now = datetime.now(UTC)
        far = (now + timedelta(days=20_000)).isoformat()
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=kept, until=far)
        profile = desk.world.app.bundle.registers.profiles["law-enforcement"]
        assert profile.review_days is not None
        assert profile.retain_days is not None
        keeper = desk.world.app.accountability.retention

        review = desk.world.run(keeper.run(now=now + timedelta(days=profile.review_days + 1)))
        assert (review.erased, review.due_for_review) == (0, 3)
        over = desk.world.run(keeper.run(now=now + timedelta(days=profile.retain_days + 1)))

        assert over.erased == 3
        left = desk.world.query("MATCH (n:Record) RETURN n.rid AS rid ORDER BY rid")
        assert [row["rid"] for row in left] == sorted([*kept, desk.world.id("us-ofac", "o")])

    def test_a_legal_hold_stops_erasure_and_withdrawal_until_it_is_lifted(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        supervisor = token(desk, "th-police", "supervisor")
        now = datetime.now(UTC)
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=[rid], **early(now))
        [hold] = desk.data(HOLD, token=supervisor, ids=[rid])["placeHold"]["holds"]
        keeper = desk.world.app.accountability.retention
        later = now + timedelta(days=9_000)

        desk.world.run(keeper.run(now=later))
        refused = desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)["retractRecords"]

        assert not refused["done"]
        assert [e["code"] for e in refused["userErrors"]] == ["LEGAL_HOLD"]
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid)["record"] == {"caption": NAME}
        assert desk.data(LIFT, token=supervisor, id=hold["id"])["liftHold"]["holds"] == [
            {"liftedBy": "supervisor of th-police"}
        ]
        assert desk.data(LIFT, token=supervisor, id=hold["id"])["liftHold"]["userErrors"] == [{"code": "NOT_FOUND"}]
        desk.world.run(keeper.run(now=later))
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": None}
