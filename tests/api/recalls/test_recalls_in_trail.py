"""A list of recalls names in the audit trail what it names, and nobody has a record by reading that it was recalled."""

from typing import Any

import pytest

from policies import Exposure
from tests.api.asking import Desk
from tests.api.recalling import ISSUED, LOOK, NAME, RECALLS, RETRACT, fill, folder_text, ids, nodes, token
from tests.world import record

RECEIPTS = """query($id: ID) { receipts(recordId: $id) { edges { node { agency { code } disclosures {
  recordIds exposure } } } } }"""
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { recipients { code } } }"


@pytest.fixture
def gone(desk: Desk) -> str:
    """Return a record of th-police that kh-police had and that was withdrawn."""
    fill(desk.world)
    [rid] = ids(desk.world, "p")
    assert desk.data(LOOK, token=token(desk, "kh-police"), id=rid)["record"]
    withdraw(desk, rid, erase=False)
    return rid


def withdraw(desk: Desk, rid: str, *, erase: bool) -> None:
    assert desk.data(RETRACT, token=token(desk, "th-police", "analyst+supervisor"), ids=[rid], erase=erase)[
        "retractRecords"
    ]["done"]
    desk.world.settle()


def listed(desk: Desk) -> list[dict[str, Any]]:
    return nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=False), "recalls")


def test_what_a_list_names_stands_in_its_entry_as_recalled(desk: Desk, gone: str) -> None:
    assert [notice["recordId"] for notice in listed(desk)] == [gone]
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.record_ids) == ("query recalls", (gone,))
    told = [(d.originator, tuple(d.record_ids), d.exposure) for d in entry.disclosures]
    assert told == [("th-police", (gone,), Exposure.RECALLED)]
    assert nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.record_ids) == ("query issuedRecalls", (gone,))
    # Its originator reads of it in the receipts, and that the record was shown before.
    found = desk.data(RECEIPTS, token=token(desk, "th-police", "duty-officer"), id=gone)
    exposures = [d["exposure"] for n in nodes(found, "receipts") for d in n["disclosures"] if gone in d["recordIds"]]
    assert exposures == ["RECALLED", "SHOWN"]


def test_who_read_of_a_recall_had_nothing_by_that(desk: Desk, gone: str) -> None:
    """Else a list that is read after the record came back unseen would make its reader one who is told of that."""
    desk.world.file("th-police", record("Person", "p", name=NAME, role="suspect"), profile="originator-controlled")
    before = listed(desk)
    withdraw(desk, gone, erase=False)
    for _ in range(2):
        desk.world.run(desk.world.app.accountability.recalls.complete())
    assert listed(desk) == before
    report = desk.data(FALLOUT, token=token(desk, "th-police", "duty-officer"), id=gone)["falloutReport"]
    assert report["recipients"] == [{"code": "kh-police"}]


def test_what_was_erased_is_not_written_down_again(desk: Desk, gone: str) -> None:
    desk.world.file("th-police", record("Person", "p", name=NAME, role="suspect"))
    assert desk.data(LOOK, token=token(desk, "kh-police"), id=gone)["record"]
    withdraw(desk, gone, erase=True)
    assert {notice["recordId"] for notice in listed(desk)} == {gone}
    assert len(listed(desk)) == 2  # one of the first withdrawal, one of the second
    assert nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
    assert desk.trail()[-1].entry.record_ids == ()
    assert gone.encode() not in folder_text(desk.world.app.settings.audit)
