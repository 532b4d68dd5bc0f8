"""Who files a block of numbers learns by no alert who holds them, before a supervisor has looked; holders are told."""

import asyncio
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph import RecordId
from graph.errors import StoreUnavailableError
from graph.store import CheckStore, CompartmentRegistry, RecordWriter, Store, WriteBatch, WriteSummary, held_filings
from tests.api.asking import Desk
from tests.api.exchanging import BUDGETS, CASE, SetClock, exchanging
from tests.world import World, link, record, viewer

SUBMIT = """mutation($records: [RecordInput!]!, $links: [LinkInput!]!, $profile: String!) {
  submitRecords(input: {dataset: "cases", profile: $profile, records: $records, links: $links}) {
    heldCheck records { id problems { rule } } userErrors { code } } }"""
ALERTS = "{ alerts(first: 100) { edges { node { id recordId otherRecordId otherAgency { code } } } } }"
STATES = "{ alerts(first: 100) { edges { node { stillLinked endedAt } } } }"
ACKNOWLEDGE = "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id } userErrors { code } } }"
HELD = """{ heldChecks(openOnly: true) { edges { node { id state filed valueCount kinds subject caseRef agency { code }
  reviewer { code } } } } }"""
RELEASE = """mutation($id: ID!) { releaseHeldCheck(input: {id: $id, reason: "a seized batch"}) {
  check { state } userErrors { code } } }"""
START = "+6681234"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(world: World, tmp_path: Path, clock: SetClock) -> Desk:
    """A desk at which kh-police holds two numbers of a block, which a telephone company may be told of, not read."""
    parties = "parties: {th-telco: {per_request: 1000, per_day: 1000000, reviewer: th-police}}\n"
    shared = exchanging(world, tmp_path, clock=clock, budgets=BUDGETS + parties)
    shared.file("kh-police", *(record("PhoneNumber", f"k{n}", number=number(n)) for n in (3, 17)))
    return Desk(shared)


def number(place: int) -> str:
    return f"{START}{place:04d}"


def file(desk: Desk, agency: str, places: list[int], *, profile: str = "law-enforcement", name: str = "n") -> Any:
    """File numbers of the block as a person of an agency does, resolve, and return the answer."""
    return submit(desk, agency, numbers(places, name), [], profile)


def numbers(places: list[int], name: str = "n", *, shift: int = 0) -> list[Any]:
    """Return the records of numbers of the block, to be submitted; what they hold lies `shift` behind their names."""
    values = {p: {"name": "number", "values": [number(p + shift)]} for p in places}
    return [{"kind": "PHONE_NUMBER", "reference": f"{name}{p}", "properties": [v]} for p, v in values.items()]


def submit(desk: Desk, agency: str, records: list[Any], links: list[Any], profile: str = "law-enforcement") -> Any:
    found = submit_only(desk, agency, records, links, profile)
    desk.world.settle()
    return found


def submit_only(desk: Desk, agency: str, records: list[Any], links: list[Any], profile: str = "law-enforcement") -> Any:
    """Submit without resolving: indexes and notices stay as they are."""
    token = desk.world.token(agency)
    found = desk.data(SUBMIT, token=token, records=records, links=links, profile=profile)["submitRecords"]
    assert all(r["problems"] == [] for r in found["records"])
    return found


def told(desk: Desk, agency: str) -> list[str]:
    """Return the agency's own records that its alerts are of, in their order."""
    found = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return [edge["node"]["recordId"] for edge in found]


def own(desk: Desk, agency: str, *references: str) -> list[str]:
    return [desk.world.id(agency, reference) for reference in references]


@pytest.mark.long
def test_a_block_of_numbers_tells_its_filer_nothing_before_it_is_released(desk: Desk) -> None:
    held = file(desk, "th-telco", list(range(20)))["heldCheck"]

    assert told(desk, "th-telco") == []
    assert sorted(told(desk, "kh-police")) == sorted(own(desk, "kh-police", "k3", "k17"))
    for agency, role in (("kh-police", "supervisor"), ("th-police", "analyst")):
        unknown, known = (desk.ask(RELEASE, token=desk.world.token(agency, role), id=i) for i in ("k-0", held))
        assert unknown == known
    assert "FORBIDDEN" in str(desk.ask(RELEASE, token=desk.world.token("th-telco", "supervisor"), id=held))
    supervisor = desk.world.token("th-police", "supervisor")
    [review] = desk.nodes(HELD, token=supervisor)
    assert review == {
        "id": held,
        "state": "HELD",
        "filed": True,
        "valueCount": 20,
        "kinds": ["PHONE_NUMBER"],
        "subject": "analyst of th-telco",
        "caseRef": CASE,
        "agency": {"code": "th-telco"},
        "reviewer": {"code": "th-police"},
    }
    stored = desk.world.query("MATCH (x:HeldRecord|CheckedBlock|CrossCheck) RETURN properties(x) AS x")
    assert START[1:] not in json.dumps(stored)

    assert desk.data(RELEASE, token=supervisor, id=held)["releaseHeldCheck"]["check"] == {"state": "RELEASED"}
    assert sorted(told(desk, "th-telco")) == sorted(own(desk, "th-telco", "n3", "n17"))
    assert desk.nodes(HELD, token=supervisor) == []


def test_what_is_held_cannot_be_acknowledged_and_what_is_found_plays_no_part(desk: Desk) -> None:
    file(desk, "th-telco", list(range(20)))
    [hidden, _] = [
        row["id"] for row in desk.world.query("MATCH (x:Notice {agency: 'th-telco'}) RETURN x.id AS id ORDER BY x.seq")
    ]
    token = desk.world.token("th-telco")
    assert desk.ask(ACKNOWLEDGE, token=token, id=hidden) == desk.ask(ACKNOWLEDGE, token=token, id="a-0")
    # The same numbers of a block in which nobody holds anything are held alike.
    assert file(desk, "th-telco", list(range(5_000, 5_020)))["heldCheck"] is not None


@pytest.mark.long
def test_small_steps_come_as_far_into_a_block_as_questions_do(desk: Desk, clock: SetClock) -> None:
    steps = [file(desk, "th-telco", [place])["heldCheck"] is not None for place in [*range(5), 17, *range(20, 25)]]
    assert steps == [False] * 9 + [True] * 2
    assert sorted(told(desk, "th-telco")) == sorted(own(desk, "th-telco", "n3", "n17"))
    # Filed again as it stands, it is no news.
    assert file(desk, "th-telco", [3, 17])["heldCheck"] is None
    clock.pass_by(days=7)
    assert file(desk, "th-telco", list(range(30, 39)))["heldCheck"] is None
    assert file(desk, "th-telco", [39])["heldCheck"] is not None


def test_terms_that_tell_nobody_are_not_counted_and_hide_no_block_filed_later(desk: Desk) -> None:
    places = list(range(20))
    assert file(desk, "th-telco", places, profile="hit-only")["heldCheck"] is None
    assert file(desk, "th-telco", places)["heldCheck"] is not None
    assert told(desk, "th-telco") == []


def test_withdrawn_and_renumbered_records_are_counted_still(desk: Desk) -> None:
    withdraw = 'mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "r"}) { done } }'
    assert file(desk, "th-telco", list(range(20, 29)))["heldCheck"] is None
    ids = own(desk, "th-telco", *(f"n{place}" for place in range(20, 29)))
    assert desk.data(withdraw, token=desk.world.token("th-telco"), ids=ids)["retractRecords"]["done"]
    assert file(desk, "th-telco", [3])["heldCheck"] is not None
    assert file(desk, "th-telco", [17], name="another")["heldCheck"] is not None
    assert told(desk, "th-telco") == []


def test_who_may_read_the_other_record_is_told_at_once(desk: Desk) -> None:
    """Held is what one could not look up: between police forces that read each other's records a seized batch is news."""
    assert file(desk, "th-police", list(range(20)))["heldCheck"] is not None
    found = desk.data(ALERTS, token=desk.world.token("th-police"))["alerts"]["edges"]
    assert sorted(edge["node"]["otherRecordId"] for edge in found) == sorted(own(desk, "kh-police", "k3", "k17"))


def test_what_is_kept_of_a_withdrawn_number_tells_of_no_held_alert(desk: Desk) -> None:
    """Whoever withdraws it may look the other number up; a colleague who reads of it later may not."""
    withdraw = 'mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "r"}) { done } }'
    report = "query($id: ID!) { falloutReport(recordId: $id) { alerts { otherAgency { code } } } }"
    assert file(desk, "th-police", list(range(20)))["heldCheck"] is not None
    [rid] = own(desk, "th-police", "n3")
    officer = desk.world.token("th-police", "duty-officer")
    there = desk.data(report, token=officer, id=rid)["falloutReport"]
    assert desk.data(withdraw, token=desk.world.token("th-police"), ids=[rid])["retractRecords"]["done"]

    assert there == {"alerts": [{"otherAgency": {"code": "kh-police"}}]}
    assert desk.data(report, token=officer, id=rid)["falloutReport"] == {"alerts": []}


@pytest.mark.long
def test_a_persons_match_by_a_held_number_is_held_with_it(desk: Desk) -> None:
    world, who = desk.world, {"name": "Wichit Busabasombat", "birthDate": "1980-05-06", "nationality": "TH"}
    world.file("kh-police", record("Person", "p", role="suspect", **who), link("USES", "p", "k3"))
    values = [{"name": name, "values": [value]} for name, value in who.items()]

    def filed(agency: str, places: list[int]) -> None:
        people = [{"kind": "PERSON", "reference": f"p{p}", "properties": values} for p in places]
        uses = [{"type": "USES", "sourceReference": f"p{p}", "targetReference": f"n{p}"} for p in places]
        submit(desk, agency, [*numbers(places), *people], uses)

    filed("th-police", [3])
    assert own(desk, "th-police", "p3")[0] in told(desk, "th-police")
    filed("sg-fiu", list(range(20)))
    assert set(own(desk, "sg-fiu", *(f"p{place}" for place in range(20)))).isdisjoint(told(desk, "sg-fiu"))
    notices = "MATCH (x:Notice {agency: 'sg-fiu', own: $p.own}) RETURN x.held IS NOT NULL AS held"
    assert {row["held"] for row in world.query(notices, {"own": world.id("sg-fiu", "p3")})} == {True}


def test_a_release_between_finding_and_writing_a_notice_leaves_nothing_held(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The matcher reads what is held before its transaction: what is released meanwhile is told as it is written."""
    filed = submit_only(desk, "th-telco", numbers(list(range(20))), [])
    checks = CheckStore(desk.world.app.store)

    async def read_and_released(store: Store, ids: Iterable[str]) -> dict[RecordId, str]:
        found = await held_filings(store, ids)
        await checks.release(filed["heldCheck"], by="s", at=datetime.now(UTC), reason="r")
        return found

    monkeypatch.setattr("api.alerts.notices.held_filings", read_and_released)
    desk.world.settle()
    assert sorted(told(desk, "th-telco")) == sorted(own(desk, "th-telco", "n3", "n17"))


def test_filing_again_before_the_indexes_follow_is_held_by_the_same_check(desk: Desk) -> None:
    first, second = (submit_only(desk, "th-telco", numbers(list(range(20))), [])["heldCheck"] for _ in range(2))
    desk.world.settle()
    third = submit_only(desk, "th-telco", numbers(list(range(20))), [])["heldCheck"]
    assert first == second == third
    supervisor = desk.world.token("th-police", "supervisor")
    assert [c["valueCount"] for c in desk.nodes(HELD, token=supervisor)] == [20]
    desk.data(RELEASE, token=supervisor, id=second)
    assert sorted(told(desk, "th-telco")) == sorted(own(desk, "th-telco", "n3", "n17"))
    # Under other numbers the same references are not what an open check holds.
    sides = (numbers(list(range(30, 50)), shift=shift) for shift in (0, 5_000, 5_000))
    fourth, fifth, sixth = (submit_only(desk, "th-telco", side, [])["heldCheck"] for side in sides)
    assert None not in {fourth, fifth} and fourth != fifth == sixth


def test_a_filing_that_is_not_written_leaves_no_check_and_no_marks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    write, file_all = RecordWriter.write, numbers(list(range(20)))

    async def fail(self: RecordWriter, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        raise StoreUnavailableError("gone")

    async def write_and_fail(
        self: RecordWriter, batch: WriteBatch, *, after: asyncio.Future[None] | None = None
    ) -> WriteSummary:
        await write(self, batch, after=after)
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(RecordWriter, "write", fail)
    assert "errors" in refused(desk, file_all)
    assert desk.world.query("MATCH (x:HeldRecord|CrossCheck) RETURN labels(x) AS x") == []
    # What was written before its answer was lost stays held.
    monkeypatch.setattr(RecordWriter, "write", write_and_fail)
    assert "errors" in refused(desk, file_all)
    monkeypatch.setattr(RecordWriter, "write", write)
    desk.world.settle()
    assert told(desk, "th-telco") == []
    supervisor = desk.world.token("th-police", "supervisor")
    [held] = desk.nodes(HELD, token=supervisor)
    desk.data(RELEASE, token=supervisor, id=held["id"])
    assert sorted(told(desk, "th-telco")) == sorted(own(desk, "th-telco", "n3", "n17"))

    telco = desk.world.scope("th-telco")

    async def overtaken(
        self: RecordWriter, batch: WriteBatch, *, after: asyncio.Future[None] | None = None
    ) -> WriteSummary:
        await desk.world.app.exchange.filings.weigh(viewer("th-telco"), telco, batch.records, check_id="k-second")
        raise StoreUnavailableError("gone")

    # What was filed again meanwhile, to be written soon, goes on being held by the check of the first.
    monkeypatch.setattr(RecordWriter, "write", overtaken)
    assert "errors" in refused(desk, numbers(list(range(5_000, 5_020))))
    [again] = desk.nodes(HELD, token=supervisor)
    assert desk.world.query("MATCH (x:HeldRecord) RETURN x.check AS k") == [{"k": again["id"]}] * 20


def states(desk: Desk) -> list[tuple[bool | None, bool]]:
    """Return of the company's alerts whether the two are said to be linked, and whether an end is told."""
    found = desk.data(STATES, token=desk.world.token("th-telco"))["alerts"]["edges"]
    return [(edge["node"]["stillLinked"], edge["node"]["endedAt"] is not None) for edge in found]


@pytest.mark.long
@pytest.mark.parametrize("has_ended", [False, True])
@pytest.mark.parametrize("place", [17, 200], ids=["a number that the police hold", "a number that nobody holds"])
def test_what_was_told_of_a_record_answers_no_filing_of_it_that_is_held(
    desk: Desk, place: int, *, has_ended: bool
) -> None:
    """One record, filed again and again under the next number of a block, would else tell who holds which."""
    file(desk, "th-telco", [3])
    if has_ended:
        submit(desk, "th-telco", numbers([3], shift=250), [])
    file(desk, "th-telco", list(range(20, 28 - has_ended)))
    assert states(desk) == [(not has_ended, has_ended)]
    held = submit(desk, "th-telco", numbers([3], shift=place - 3), [])["heldCheck"]
    desk.world.settle()
    assert held is not None
    assert states(desk) == [(None, has_ended)]

    desk.data(RELEASE, token=desk.world.token("th-police", "supervisor"), id=held)
    desk.world.settle()
    assert states(desk) == [(True, False) if place == 17 else (False, True)]


def refused(desk: Desk, records: list[Any]) -> Any:
    token = desk.world.token("th-telco")
    return desk.ask(SUBMIT, token=token, records=records, links=[], profile="law-enforcement")


def test_terms_that_another_process_registered_are_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file(desk, "th-telco", [3])
    unread = CompartmentRegistry(desk.world.app.store)
    monkeypatch.setattr(desk.world.app.exchange.filings, "_registry", unread)
    assert submit_only(desk, "th-telco", numbers([3]), [])["heldCheck"] is None
