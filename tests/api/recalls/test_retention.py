"""Records are reviewed and erased on their day, unless a legal hold keeps them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from api.cli.retention import _tell_retention
from graph.errors import StoreQueryError, StoreUnavailableError
from graph.store import Access, ProfileDates, RetentionStore, Template
from graph.store.withdrawal import retention_store
from graph.unix_time import to_microseconds
from policies import AuditError, Outcome
from tests.api.asking import Desk
from tests.api.recalling import HOLD, LOOK, NAME, RECALLS, RETRACT, fill, folder_text, ids, nodes, token
from tests.graph.store.database_hits import hits
from tests.world import record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

LIFT = (
    """mutation($id: ID!) { liftHold(input: {id: $id, reason: "closed"}) { holds { liftedBy } userErrors { code } } }"""
)
SCHEDULE = """mutation($ids: [ID!]!, $review: DateTime, $until: DateTime, $reason: String) {
  scheduleRetention(input: {ids: $ids, reviewAt: $review, retainUntil: $until, reason: $reason}) {
  schedules { recordId reviewDue } userErrors { code } } }"""
DUE = "{ retentionSchedules(dueOnly: true) { edges { node { recordId reviewDue } } } }"


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
            assert desk.nodes(DUE, token=token(desk, "th-police")) == [{"recordId": rid, "reviewDue": True}]

        early = desk.world.run(keeper.run(now=now + timedelta(days=29)))
        assert (early.erased, early.due_for_review) == (0, 0)
        due = desk.world.run(keeper.run(now=now + timedelta(days=31)))
        assert (due.erased, due.due_for_review) == (0, 1)
        assert desk.nodes(DUE, token=token(desk, "th-police")) == [{"recordId": rid, "reviewDue": True}]
        assert desk.nodes(DUE, token=token(desk, "kh-police")) == []
        over = desk.world.run(keeper.run(now=now + timedelta(days=61)))

        assert (over.erased, over.due_for_review) == (1, 0)
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": None}
        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        assert (mine["recordId"], mine["cause"]) == (rid, "RETENTION_ENDED")
        assert mine["reason"] == "the time for which the record may be kept is over: the case is closed"
        assert rid.encode() not in folder_text(desk.world.app.settings.audit)
        dated = desk.nodes("{ retentionSchedules { edges { node { recordId } } } }", token=token(desk, "th-police"))
        assert dated == []

    def test_the_feed_names_no_erased_record_once_all_have_dealt_with_it(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(RETRACT, token=token(desk, "th-police", "analyst+supervisor"), ids=[rid], erase=True)
        keeper = desk.world.app.accountability.retention
        named = "MATCH (c:Change) WHERE $p.rid IN c.rids RETURN count(c) AS n"
        assert desk.world.query(named, {"rid": rid})[0]["n"] > 0

        desk.world.settle()
        desk.world.run(desk.world.app.exchange.index.catch_up())
        desk.world.run(desk.world.app.exchange.meetings.drain())
        desk.world.run(desk.world.app.link_endings.drain())
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
        assert (review.erased, review.due_for_review) == (0, 4)
        over = desk.world.run(keeper.run(now=now + timedelta(days=profile.retain_days + 1)))

        assert over.erased == 3
        left = desk.world.query("MATCH (n:Record) RETURN n.rid AS rid ORDER BY rid")
        assert [row["rid"] for row in left] == sorted([*kept, desk.world.id("us-ofac", "o")])

    def test_what_is_dated_before_its_store_was_made_is_kept_and_told(
        self, desk: Desk, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It was written under a clock that was wrong: how old it is nobody knows."""
        desk.world.file(
            "kh-hotline",
            *(record("Person", name, name=NAME, role="presumed-victim") for name in ("v", "w")),
            profile="victim-protection",
        )
        false, dated = (desk.world.id("kh-hotline", name) for name in ("v", "w"))
        years_ago = datetime.now(UTC) - timedelta(days=4_000)
        age = "MATCH (n:Record {rid: $p.rid}) SET n.received = $p.at"
        statement = Template(name="test", access=Access.WRITE, text=age)
        for rid in (false, dated):
            desk.world.run(desk.world.app.store.run_alone(statement, {"rid": rid, "at": to_microseconds(years_ago)}))
        keeper = desk.world.app.accountability.retention
        entries = folder_text(desk.world.app.settings.audit)

        with structlog.testing.capture_logs() as logs:
            kept = desk.world.run(keeper.run())

        assert (kept.erased, kept.falsely_dated) == (0, 2)
        assert [e for e in logs if e["event"] == "falsely_dated_records_kept"] == [
            {"event": "falsely_dated_records_kept", "records": 2, "log_level": "warning"}
        ]
        assert folder_text(desk.world.app.settings.audit) == entries
        _tell_retention(kept, json=False)
        assert "2 records are dated before the store was made" in capsys.readouterr().err
        # Its agency says until when, and is told on its day.
        days = timedelta(days=30)
        given = {"until": (datetime.now(UTC) + days).isoformat(), "reason": "she was told a month"}
        worker = desk.world.token("kh-hotline", "victim-support", "victim-protection")
        assert desk.data(SCHEDULE, token=worker, ids=[dated], **given)["scheduleRetention"]["userErrors"] == []
        assert desk.world.run(keeper.run()).falsely_dated == 1
        over = desk.world.run(keeper.run(now=datetime.now(UTC) + days + timedelta(hours=1)))
        assert (over.erased, over.falsely_dated) == (1, 1)
        # However long the store stands.
        assert desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(days=9_000))).erased == 0
        assert desk.world.query("MATCH (n:Record) RETURN n.rid AS rid") == [{"rid": false}]

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
        assert desk.data(LIFT, token=supervisor, id=hold["id"])["liftHold"]["userErrors"] == [{"code": "UNCHANGED"}]
        desk.world.run(keeper.run(now=later))
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": None}


class TestTrailOfRetention:
    """What a date erases stands in the log of its originator before it is gone, whoever was or was not shown it."""

    LATER = timedelta(days=3_651)

    def test_it_is_announced_and_told_though_nobody_was_shown_the_record(self, desk: Desk) -> None:
        desk.world.file("th-police", *(record("Person", name, name=NAME) for name in ("a", "b")))
        desk.world.run(desk.world.app.accountability.retention.run(now=datetime.now(UTC) + self.LATER))

        assert desk.world.query("MATCH (n:Record) RETURN count(n) AS n") == [{"n": 0}]
        told = [e.entry for e in desk.trail() if e.entry.agency == "th-police"]
        assert [(e.actor, e.operation, e.count, e.outcome, e.policy_version) for e in told] == [
            ("retention", operation, 2, Outcome.ALLOWED, desk.world.app.bundle.version)
            for operation in ("about to: end retention", "end retention")
        ]
        assert not any(rid.encode() in folder_text(desk.world.app.settings.audit) for rid in ids(desk.world, "a", "b"))

    def test_nothing_is_erased_where_no_entry_can_be_written(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.world.file("th-police", record("Person", "a", name=NAME))
        [rid] = ids(desk.world, "a")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        app = desk.world.app
        desk.world.run(app.accountability.step())

        def full(*_: object, **__: object) -> None:
            raise AuditError("an audit entry cannot be written: No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(app.audit, "append", full)
            with pytest.raises(AuditError):
                desk.world.run(app.accountability.retention.run(now=datetime.now(UTC) + self.LATER))
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": {"caption": NAME}}


class TestReviews:
    def test_a_date_to_erase_takes_no_review_of_the_profile_away(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        profile = desk.world.app.bundle.registers.profiles["law-enforcement"]
        assert profile.review_days is not None
        keeper, now = desk.world.app.accountability.retention, datetime.now(UTC)
        far = (now + timedelta(days=20_000)).isoformat()
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=[rid], until=far)
        year = timedelta(days=profile.review_days)

        assert desk.world.run(keeper.run(now=now + year - timedelta(days=1))).due_for_review == 0
        assert desk.world.run(keeper.run(now=now + year + timedelta(days=1))).due_for_review == 4
        assert desk.world.run(keeper.run(now=now + year + timedelta(days=2))).due_for_review == 0

    def test_a_review_that_was_done_with_comes_again_in_its_time(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p", agency="kh-police")
        profile = desk.world.app.bundle.registers.profiles["law-enforcement"]
        assert profile.review_days is not None
        keeper, now = desk.world.app.accountability.retention, datetime.now(UTC)
        first = now + timedelta(days=profile.review_days + 1)
        assert desk.world.run(keeper.run(now=first)).due_for_review == 4
        with monkeypatch.context() as later:
            later.setattr(keeper, "_clock", lambda: first + timedelta(days=10))
            desk.data(SCHEDULE, token=token(desk, "kh-police"), ids=[rid])
        second = first + timedelta(days=10 + profile.review_days)
        assert desk.world.run(keeper.run(now=second - timedelta(days=1))).due_for_review == 0
        assert desk.world.run(keeper.run(now=second + timedelta(days=1))).due_for_review == 1


class TestOldRecords:
    """Records far beyond the age at which their profile looks at them again."""

    COUNT = 23

    @pytest.fixture
    def old(self, desk: Desk) -> list[str]:
        """File records, some of another profile among them, and return the ids of those of the first."""
        for profile in ("law-enforcement", "open"):
            made = [record("Sighting", f"{profile}-{n}", summary="seen") for n in range(self.COUNT)]
            desk.world.file("th-police", *made, profile=profile)
        return [desk.world.id("th-police", f"law-enforcement-{n}") for n in range(self.COUNT)]

    def test_they_are_marked_page_by_page_and_once(self, desk: Desk, old: list[str]) -> None:
        store = RetentionStore(desk.world.app.store)
        now = datetime.now(UTC)
        dates = [ProfileDates(profile="law-enforcement", review_received_before=now, erase_received_before=None)]
        run = desk.world.run

        assert run(store.mark_reviews(now, dates, page=4)) == self.COUNT
        assert run(store.mark_reviews(now, dates, page=4)) == 0
        marked = desk.world.collect(store.schedules("th-police", now=now, due_only=True, limit=3))
        assert [s.record_id for s in marked] == sorted(old)

    def test_a_look_that_finds_nothing_due_reads_nothing_of_another_profile(self, desk: Desk, old: list[str]) -> None:
        given = {"profile": "restricted", "made": 0, "before": 1 << 60, "limit": 500, "received": -1, "rid": ""}
        for statement in (retention_store._DUE_BY_PROFILE, retention_store._OLD_BY_PROFILE):
            assert hits(desk.world, statement, given) < 10
            assert hits(desk.world, statement, {**given, "profile": "law-enforcement"}) > self.COUNT

    @pytest.mark.parametrize(
        ("failing", "error"),
        [("_retention.mark_reviews", StoreQueryError("mark_reviews", "Neo.ClientError.Transaction.TransactionTimedOut")),
         ("_feed.forget", ZeroDivisionError("of somebody's"))],
    )  # fmt: skip
    def test_what_fails_keeps_nothing_else_from_being_done(
        self, desk: Desk, old: list[str], monkeypatch: pytest.MonkeyPatch, failing: str, error: Exception
    ) -> None:
        keeper = desk.world.app.accountability.retention
        part, name = failing.split(".")

        async def fail(*_: object, **__: object) -> None:
            raise error

        now = datetime.now(UTC)
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=old[:2], **early(now))
        monkeypatch.setattr(getattr(keeper, part), name, fail)
        with structlog.testing.capture_logs() as logs:
            for _ in range(3):  # as every two seconds while it fails
                with pytest.raises(type(error)):
                    desk.world.run(keeper.run(now=now + timedelta(days=2)))

        left = desk.world.query("MATCH (n:Record) RETURN count(n) AS n")
        assert left == [{"n": 2 * self.COUNT - 2}]
        told = getattr(error, "code", "ZeroDivisionError")
        step = {"mark_reviews": "review", "forget": "changes"}[name]
        assert [entry for entry in logs if entry["event"] == "retention_step_failed"] == [
            {"event": "retention_step_failed", "step": step, "error": told, "log_level": "error"}
        ]

    def test_a_step_that_fails_is_told_of_when_that_begins_and_changes(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keeper = desk.world.app.accountability.retention
        away, wrong = StoreUnavailableError("away"), StoreQueryError("forget_acts", "Neo.ClientError.Some.Thing")
        errors: list[Exception | None] = [away, away, wrong, None, wrong, wrong]

        async def forget(**_: object) -> None:
            if (error := errors.pop(0)) is not None:
                raise error

        monkeypatch.setattr(keeper._retention, "forget_acts", forget)
        with structlog.testing.capture_logs() as logs:
            while errors:
                with suppress(StoreUnavailableError, StoreQueryError):
                    desk.world.run(keeper.run())

        assert [entry["error"] for entry in logs if entry["event"] == "retention_step_failed"] == [
            away.code,
            wrong.code,
            wrong.code,
        ]

    def test_an_erasure_that_fails_keeps_no_review_from_being_marked(
        self, desk: Desk, old: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keeper = desk.world.app.accountability.retention

        async def fail(*_: object, **__: object) -> None:
            raise StoreUnavailableError("away")

        monkeypatch.setattr(keeper._recalls, "end_retention", fail)
        with pytest.raises(StoreUnavailableError):
            desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(days=9_000)))
        schedules = RetentionStore(desk.world.app.store).schedules("th-police", now=datetime.now(UTC))
        marked = desk.world.collect(schedules)
        assert {s.record_id for s in marked if s.review_due} == set(old)
