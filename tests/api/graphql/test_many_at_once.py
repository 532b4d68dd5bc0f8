"""What is done to many records at once reads the inbox and the receipts once, not once for each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from graph.store import Store, Template
from policies import ReceiptReader
from tests.api.asking import Desk
from tests.world import record

HAD = 5
NUMBERS = [f"+6689999990{place}" for place in range(HAD)]
ALERTS = "{ alerts(first: 100) { edges { node { id recordId acknowledgedAt } } } }"
ACKNOWLEDGE = (
    "mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) { alert { id acknowledgedAt } userErrors { code } } }"
)
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: false}) {
  done recalls { recordId notices { agency { code } } } userErrors { code } } }"""
NARROW = """mutation($ids: [ID!]!) { narrowRecords(input: {ids: $ids, profile: "originator-controlled", reason: "at risk"}) {
  done recalls { recordId notices { agency { code } } } userErrors { code } } }"""
KH = {"code": "kh-police"}
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { alerts { id otherAgency { code } } recipients { code } } }"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count the statements that read notices, and the passes over receipts."""
    counted: Counter[str] = Counter()
    read, receipts = Store.read, ReceiptReader.of_records

    async def counting(self: Store, statement: Template, parameters: Mapping[str, Any], **more: Any) -> Any:
        if statement.name in {"notices", "newest_notices", "notices_of_records", "one_notice"}:
            counted[statement.name] += 1
        return await read(self, statement, parameters, **more)

    def passing(self: ReceiptReader, record_ids: Any) -> Any:
        counted["receipts"] += 1
        return receipts(self, record_ids)

    monkeypatch.setattr(Store, "read", counting)
    monkeypatch.setattr(ReceiptReader, "of_records", passing)
    yield counted


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk of which th-police was told of kh-police's record of each number; kh-police looked at each of theirs."""
    world = desk.world
    for agency in ("th-police", "kh-police"):
        world.file(agency, *(record("PhoneNumber", number, number=number) for number in NUMBERS))
    world.settle()
    for number in NUMBERS:
        desk.data(LOOK, token=world.token("kh-police"), id=world.id("th-police", number))
    return desk


def own(desk: Desk) -> list[str]:
    return sorted(desk.world.id("th-police", number) for number in NUMBERS)


def test_withdrawing_many_reads_the_inbox_once(told: Desk, read: Counter[str]) -> None:
    token, ids = told.world.token("th-police"), own(told)
    alerts = {e["node"]["recordId"]: e["node"]["id"] for e in told.data(ALERTS, token=token)["alerts"]["edges"]}
    assert sorted(alerts) == ids
    read.clear()
    done = told.data(RETRACT, token=token, ids=ids)["retractRecords"]
    assert sorted(r["recordId"] for r in done["recalls"]) == ids
    assert all(r["notices"] == [{"agency": {"code": "kh-police"}}] for r in done["recalls"])
    # Once for what relied on them, and once for who had them when they left.
    assert read == {"notices_of_records": 1, "receipts": 2}
    officer = told.world.token("th-police", "duty-officer")
    for rid in ids:
        found = told.data(FALLOUT, token=officer, id=rid)["falloutReport"]
        assert found == {"alerts": [{"id": alerts[rid], "otherAgency": KH}], "recipients": [KH]}


@pytest.mark.long
def test_narrowing_many_reads_the_inbox_once(told: Desk, read: Counter[str]) -> None:
    done = told.data(NARROW, token=told.world.token("th-police"), ids=own(told))["narrowRecords"]
    assert sorted(r["recordId"] for r in done["recalls"]) == own(told)
    assert read == {"notices_of_records": 1, "receipts": 2}


def test_acknowledging_reads_no_other_alert(told: Desk, read: Counter[str]) -> None:
    token = told.world.token("th-police")
    [first, *others] = [e["node"] for e in told.data(ALERTS, token=token)["alerts"]["edges"]]
    read.clear()
    done = told.data(ACKNOWLEDGE, token=token, id=first["id"])["acknowledgeAlert"]
    assert (done["alert"]["id"], done["alert"]["acknowledgedAt"] is not None) == (first["id"], True)
    assert read == {"one_notice": 2}
    assert [e["node"] for e in told.data(ALERTS, token=token)["alerts"]["edges"]][1:] == others
    not_mine = told.data(ACKNOWLEDGE, token=told.world.token("my-police"), id=first["id"])["acknowledgeAlert"]
    assert (not_mine["alert"], not_mine["userErrors"]) == (None, [{"code": "NOT_FOUND"}])
