"""Dates and legal holds that are asked for again: under a key they are done once, and an equal hold is no second one."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.filing.test_repeated_acts import USED_BEFORE, do
from tests.api.recalling import fill, ids
from tests.world import record

HOLD = """mutation($input: PlaceHoldInput!) { placeHold(input: $input) {
  holds { id recordId placedBy liftedBy reason } userErrors { code message } } }"""
LIFT = 'mutation($id: ID!) { liftHold(input: {id: $id, reason: "closed"}) { userErrors { code } } }'
HOLDS = "{ legalHolds(activeOnly: false) { edges { node { id recordId liftedBy } } } }"
SCHEDULE = """mutation($input: ScheduleRetentionInput!) { scheduleRetention(input: $input) {
  schedules { recordId retainUntil } userErrors { code message } } }"""
UNCHANGED = [{"code": "UNCHANGED", "message": "that is so already"}]
WHY = "court order"


def supervisor(desk: Desk, role: str = "supervisor", agency: str = "th-police") -> str:
    return desk.world.token(agency, role)


def hold(desk: Desk, *names: str, token: str | None = None, **changed: Any) -> Any:
    given = {"ids": ids(desk.world, *names), "reason": WHY, **changed}
    return do(desk, HOLD, given, token or supervisor(desk))


def stored(desk: Desk) -> list[str]:
    return sorted(row["id"] for row in desk.world.query("MATCH (h:LegalHold) RETURN h.id AS id"))


@pytest.fixture
def filled(desk: Desk) -> Desk:
    fill(desk.world)
    return desk


class TestHolds:
    def test_one_that_is_asked_for_again_is_the_one_that_stands(self, filled: Desk) -> None:
        """As after an answer that was lost: to lift it lets its record go."""
        first = hold(filled, "p")
        assert (len(first["holds"]), first["userErrors"]) == (1, [])
        again = hold(filled, "p", reason=f" {WHY} ")
        assert again == {"holds": first["holds"], "userErrors": UNCHANGED}
        by_a_colleague = hold(filled, "p", token=supervisor(filled, "supervisor+analyst"))
        assert by_a_colleague == again
        assert stored(filled) == [first["holds"][0]["id"]]

        filled.data(LIFT, token=supervisor(filled), id=first["holds"][0]["id"])
        anew = hold(filled, "p")
        assert (anew["userErrors"], len(stored(filled))) == ([], 2)

    def test_one_for_another_reason_or_of_another_record_is_another(self, filled: Desk) -> None:
        first = hold(filled, "p")
        other = hold(filled, "p", reason="another trial")
        both = hold(filled, "p", "n")
        assert (other["userErrors"], both["userErrors"]) == ([], [])
        assert first["holds"][0] in both["holds"]
        assert len(both["holds"]) == 2
        assert len(stored(filled)) == 3

    def test_several_at_once_are_one(self, filled: Desk) -> None:
        headers = {"authorization": f"Bearer {supervisor(filled)}"}
        body = {"query": HOLD, "variables": {"input": {"ids": ids(filled.world, "p"), "reason": WHY}}}

        async def send() -> list[Any]:
            found = await asyncio.gather(*(filled.send(json=body, headers=headers) for _ in range(4)))
            return [answer.json()["data"]["placeHold"] for answer in found]

        answers = filled.world.run(send())
        assert {a["holds"][0]["id"] for a in answers} == set(stored(filled))
        assert sorted(a["userErrors"] != [] for a in answers) == [False, True, True, True]

    def test_nobody_learns_a_reason_by_guessing_it(self, desk: Desk) -> None:
        """Of a victim's record whose identity is closed to the asker, a colleague's hold is no equal one."""
        desk.world.file(
            "kh-hotline",
            record("Person", "v", name="Anong Siriwattana", role="presumed-victim"),
            profile="victim-protection",
        )
        rid = desk.world.id("kh-hotline", "v")
        desk.data(
            HOLD,
            token=desk.world.token("kh-hotline", "supervisor+victim-support", "victim-protection"),
            input={"ids": [rid], "reason": WHY},
        )
        outsider = supervisor(desk, agency="kh-hotline")
        for reason in (WHY, "a wrong guess"):
            found = do(desk, HOLD, {"ids": [rid], "reason": reason}, outsider)
            assert (found["userErrors"], [h["reason"] for h in found["holds"]]) == ([], [None])
        again = do(desk, HOLD, {"ids": [rid], "reason": WHY}, outsider)
        assert again["userErrors"] == UNCHANGED


class TestHoldsUnderAKey:
    def test_one_that_is_sent_again_is_answered_as_it_stands(self, filled: Desk) -> None:
        first = hold(filled, "p", "n", idempotencyKey="h 1")
        assert (len(first["holds"]), first["userErrors"]) == (2, [])
        assert hold(filled, "p", "n", idempotencyKey="h 1") == first
        assert stored(filled) == sorted(h["id"] for h in first["holds"])

        for found in first["holds"]:
            filled.data(LIFT, token=supervisor(filled), id=found["id"])
        again = hold(filled, "p", "n", idempotencyKey="h 1")
        assert (again["userErrors"], {h["liftedBy"] for h in again["holds"]}) == ([], {"supervisor of th-police"})
        assert len(stored(filled)) == 2

    @pytest.mark.parametrize("changed", [{"names": ("n",)}, {"names": ("p", "n")}, {"reason": "another trial"}])
    def test_the_key_of_another_is_refused_and_nothing_is_held(self, filled: Desk, changed: dict[str, Any]) -> None:
        hold(filled, "p", idempotencyKey="h 1")
        before, entries = state(filled.world), len(filled.trail())
        names = changed.get("names", ("p",))
        asked = {"reason": changed.get("reason", WHY), "idempotencyKey": "h 1"}
        assert hold(filled, *names, **asked) == {"holds": [], "userErrors": USED_BEFORE}
        assert state(filled.world) == before
        assert Outcome.DENIED in {e.entry.outcome for e in filled.trail()[entries:]}

    def test_one_beside_an_equal_one_names_both_and_keeps_its_key(self, filled: Desk) -> None:
        standing = hold(filled, "n")["holds"]
        first = hold(filled, "p", "n", idempotencyKey="h 1")
        assert standing[0] in first["holds"]
        assert hold(filled, "p", "n", idempotencyKey="h 1") == first
        assert hold(filled, "p", idempotencyKey="h 1")["userErrors"] == USED_BEFORE
        assert len(stored(filled)) == 2


class TestDates:
    UNTIL = (datetime.now(UTC) + timedelta(days=20_000)).replace(microsecond=0)

    def schedule(self, desk: Desk, *names: str, until: datetime = UNTIL, key: str | None = "d 1") -> Any:
        given = {"ids": ids(desk.world, *names), "retainUntil": until.isoformat(), "idempotencyKey": key}
        return do(desk, SCHEDULE, given, desk.world.token("th-police"))

    def test_those_that_are_sent_again_undo_no_later_ones(self, filled: Desk) -> None:
        """A colleague's later date stands, or the record would be erased before it."""
        later = self.UNTIL + timedelta(days=400)
        first = self.schedule(filled, "p")
        assert first["userErrors"] == []
        assert self.schedule(filled, "p") == first
        self.schedule(filled, "p", until=later, key=None)
        before = state(filled.world)
        [again] = self.schedule(filled, "p")["schedules"]
        assert datetime.fromisoformat(again["retainUntil"]) == later
        assert state(filled.world) == before

    @pytest.mark.parametrize("names", [("n",), ("p", "n")])
    def test_the_key_of_others_is_refused_and_no_date_is_set(self, filled: Desk, names: tuple[str, ...]) -> None:
        self.schedule(filled, "p")
        before, entries = state(filled.world), len(filled.trail())
        assert self.schedule(filled, *names) == {"schedules": [], "userErrors": USED_BEFORE}
        assert state(filled.world) == before
        assert Outcome.DENIED in {e.entry.outcome for e in filled.trail()[entries:]}

    def test_keys_are_kept_for_thirty_days(self, filled: Desk) -> None:
        self.schedule(filled, "p")
        keeper, now = filled.world.app.accountability.retention, datetime.now(UTC)
        kept = "MATCH (a:RetentionAct) RETURN count(a) AS n"
        for days, left in ((29, 1), (31, 0)):
            filled.world.run(keeper.run(now=now + timedelta(days=days)))
            assert filled.world.query(kept) == [{"n": left}]
