"""A correction tells whoever was shown what was wrong, once, no value, and nobody else anything."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.audit.receipts import TrailKeeper
from api.cli.disclosing import audit_shown
from graph.store import OwnRecordReader
from ingest import SubmittedRecord
from policies import Outcome
from tests.api.asking import Desk
from tests.api.grants.test_grants import GIVE
from tests.api.recalling import ISSUED, NARROW, RECALLS, nodes, token
from tests.world import World, record, viewer

VALUES = """query($id: ID!) { record(id: $id) {
  ... on Person { name { value } passportNumber { value } } ... on PhoneNumber { number { value } } } }"""
WHOLE = "query($id: ID!) { record(id: $id) { properties { name values { value } } } }"
PRESENCE = "query($id: ID!) { record(id: $id) { id kind } }"
ANSWER = """mutation($id: ID!) { acknowledgeRecall(input: {id: $id, answer: DONE}) { notice { answer } userErrors { code } } }"""
WRONG, RIGHT = "PA1234567", "PA7654321"


@pytest.fixture
def desk(world: World) -> Iterator[Desk]:
    yield Desk(world)


def person(passport: str = WRONG, **values: Any) -> SubmittedRecord:
    return record("Person", "p", name="Qanarywit Zzyzxsombat", role="suspect", passportNumber=passport, **values)


def file(desk: Desk, passport: str = WRONG, *, profile: str = "law-enforcement", **values: Any) -> str:
    [rid] = desk.world.file("th-police", person(passport, **values), profile=profile)
    return str(rid)


def look(desk: Desk, rid: str, agency: str = "kh-police", question: str = VALUES, *, role: str = "analyst") -> None:
    assert desk.data(question, token=token(desk, agency, role), id=rid)["record"] is not None


def grant(desk: Desk, rid: str, role: str, property_class: str) -> None:
    given = {
        "agency": "kh-police",
        "role": role,
        "classes": [property_class],
        "purpose": "investigation",
        "reason": "asked for",
        "records": [rid],
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    }
    assert desk.data(GIVE, token=token(desk, "th-police"), input=given)["grant"]["userErrors"] == []


def told(desk: Desk, agency: str = "kh-police", role: str = "analyst") -> list[dict[str, Any]]:
    return nodes(desk.data(RECALLS, token=token(desk, agency, role), open=False), "recalls")


def issued(desk: Desk) -> list[dict[str, Any]]:
    return nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")


def test_who_was_shown_a_wrong_value_is_asked_to_look_anew(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)

    file(desk, RIGHT)

    [notice] = told(desk)
    assert (notice["recordId"], notice["cause"], notice["form"]) == (rid, "CORRECTED", "RECIPIENT")
    assert (notice["reason"], notice["answer"]) == ("filed again with other values: look at it anew", None)
    assert WRONG not in str(notice)
    assert RIGHT not in str(notice)
    assert told(desk, "my-police") == []
    [mine] = issued(desk)
    assert (mine["recordId"], mine["cause"], mine["outstanding"]) == (rid, "CORRECTED", 1)
    found = desk.data(VALUES, token=token(desk, "kh-police"), id=rid)["record"]
    assert [v["value"] for v in found["passportNumber"]] == [RIGHT]


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"alias": "Qan"},
        {"notes": "seen in Poipet"},
    ],
    ids=["equal", "another-name", "new-class"],
)
def test_what_changes_nothing_that_was_shown_tells_nobody(desk: Desk, again: dict[str, str]) -> None:
    rid = file(desk)
    look(desk, rid)

    file(desk, WRONG, **again)

    assert told(desk) == []
    assert issued(desk) == []


def test_other_terms_correct_nothing(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)

    file(desk, WRONG, profile="open")

    # No policy of the sample shows it under that profile, which is told as what it is.
    assert desk.data(VALUES, token=token(desk, "kh-police"), id=rid)["record"] is None
    assert [notice["cause"] for notice in told(desk)] == ["NARROWED"]


def test_who_was_shown_no_value_is_told_nothing(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid, question=PRESENCE)

    file(desk, RIGHT)

    assert told(desk) == []
    assert issued(desk) == []


def test_who_was_shown_another_class_is_told_nothing(desk: Desk) -> None:
    rid = file(desk, notes="seen in Poipet")
    look(desk, rid)

    file(desk, WRONG, notes="seen in Bavet")

    assert told(desk) == []


def test_what_was_closed_to_them_is_corrected_without_their_hearing_of_it(desk: Desk) -> None:
    rid = file(desk, sourceDescription="an informant")
    whole = "query($id: ID!) { record(id: $id) { redacted properties { name values { value } } } }"
    found = desk.data(whole, token=token(desk, "kh-police"), id=rid)["record"]
    assert "SOURCE" in found["redacted"]

    file(desk, WRONG, sourceDescription="another informant")

    assert told(desk) == []
    assert issued(desk) == []


def test_an_export_is_asked_about_by_itself(desk: Desk) -> None:
    rid = file(desk)
    who, app = viewer("kh-police"), desk.world.app
    scope = desk.world.scope("kh-police")
    records = desk.world.run(app.records.records(scope, [rid]))
    audit_shown(app, who, "record", scope, records)

    file(desk, RIGHT)

    assert sorted(n["form"] for n in told(desk)) == ["EXPORT"]


def test_own_people_are_told_nothing(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid, "th-police")

    file(desk, RIGHT)

    assert told(desk, "th-police") == []
    assert issued(desk) == []


@pytest.mark.long
def test_who_has_not_answered_yet_is_told_of_a_second_correction_only_after_a_look(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)
    file(desk, RIGHT)
    [first] = told(desk)

    file(desk, "PA1111222")
    assert told(desk) == [first]
    look(desk, rid)
    file(desk, "PA3333444")

    [_, second] = told(desk)
    assert second["id"] != first["id"]


def test_who_has_answered_is_told_of_the_next_correction(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)
    file(desk, RIGHT)
    [first] = told(desk)
    assert desk.data(ANSWER, token=token(desk, "kh-police"), id=first["id"])["acknowledgeRecall"]["userErrors"] == []
    look(desk, rid)

    file(desk, "PA1111222")

    assert [n["answer"] for n in told(desk)] == ["DONE", None]


def test_a_colleagues_open_notice_keeps_no_correction_from_who_was_shown_what_is_wrong(desk: Desk) -> None:
    """Of one record the analyst was granted the number, and the duty officer the passport."""
    rid = file(desk, profile="originator-controlled", phone="+66812345678")
    for role, property_class in (("analyst", "CONTACT"), ("duty-officer", "IDENTITY")):
        grant(desk, rid, role, property_class)
        look(desk, rid, question=WHOLE, role=role)
    file(desk, WRONG, profile="originator-controlled", phone="+66812345679")
    [first] = told(desk)
    assert told(desk, role="duty-officer") == []

    file(desk, RIGHT, profile="originator-controlled", phone="+66812345679")
    file(desk, "PA1111222", profile="originator-controlled", phone="+66812345679")

    # Each reads of what was shown to them, once, and nothing of the other's.
    [second] = told(desk, role="duty-officer")
    assert (second["recordId"], second["cause"], second["form"]) == (rid, "CORRECTED", "RECIPIENT")
    assert second["id"] != first["id"]
    assert told(desk) == [first]
    answered = desk.data(ANSWER, token=token(desk, "kh-police"), id=second["id"])["acknowledgeRecall"]
    assert answered == {"notice": None, "userErrors": [{"code": "NOT_FOUND"}]}
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED
    assert told(desk, role="duty-officer") == [second]


def test_an_export_that_is_asked_about_says_nothing_of_what_was_shown(desk: Desk) -> None:
    rid = file(desk, phone="+66812345678")
    who, app = viewer("kh-police"), desk.world.app
    scope = desk.world.scope("kh-police")
    audit_shown(app, who, "record", scope, desk.world.run(app.records.records(scope, [rid])))
    look(desk, rid)  # at name and passport alone
    file(desk, phone="+66812345679")
    assert [n["form"] for n in told(desk)] == ["EXPORT"]

    file(desk, RIGHT, phone="+66812345679")
    file(desk, "PA1111222", phone="+66812345679")

    assert [n["form"] for n in told(desk)] == ["EXPORT", "RECIPIENT"]


@pytest.mark.long
def test_an_agency_that_looks_does_not_have_the_others_told_again(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)
    look(desk, rid, "my-police")
    file(desk, RIGHT)
    look(desk, rid, "my-police")

    file(desk, "PA1111222")

    assert len(told(desk)) == 1
    assert len(told(desk, "my-police")) == 2


def test_a_colleague_to_whom_the_record_is_closed_reads_nothing_of_it(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)
    file(desk, RIGHT)

    done = desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")

    assert done["narrowRecords"]["done"]
    assert {n["cause"] for n in told(desk)} == {"CORRECTED", "NARROWED"}
    other = desk.world.token("kh-police", "analyst", "border-control")
    assert [n["cause"] for n in nodes(desk.data(RECALLS, token=other, open=False), "recalls")].count("CORRECTED") == 0


def test_what_was_corrected_was_not_withdrawn(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)
    file(desk, RIGHT)

    [own] = desk.world.run(OwnRecordReader(desk.world.app.store).own_records("th-police", [rid]))
    assert not own.was_withdrawn
    stands = "{ recalls { edges { node { standsAgain } } } }"
    assert nodes(desk.data(stands, token=token(desk, "kh-police")), "recalls") == [{"standsAgain": False}]
    look(desk, rid)
    file(desk, "PA1111222")
    assert len(told(desk)) == 2


def test_a_record_that_went_meanwhile_is_told_of_by_its_withdrawal_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rid = file(desk)
    look(desk, rid)
    desk.world.file("th-police", person(RIGHT), settle=False)
    desk.world.run(desk.world.app.accountability.recalls.drain())
    retract = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake"}) { done } }"""
    desk.world.file("th-police", person("PA1111222"), settle=False)
    assert desk.data(retract, token=token(desk, "th-police"), ids=[rid])["retractRecords"]["done"]
    desk.world.settle()

    assert [n["cause"] for n in told(desk)] == ["CORRECTED", "RETRACTED"]


def test_an_answer_that_was_under_way_is_told_of_too(desk: Desk) -> None:
    rid = file(desk)
    look(desk, rid)
    file(desk, RIGHT)
    look(desk, rid, "my-police")  # written within the minute, it may have been read before

    desk.world.run(desk.world.app.accountability.recalls.complete())

    assert [n["cause"] for n in told(desk, "my-police")] == ["CORRECTED"]
    assert len(told(desk)) == 1


def test_of_records_that_nobody_was_shown_no_receipt_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    released = TrailKeeper.released

    def noted(self: TrailKeeper, originator: str, ids: list[str]) -> list[str]:
        asked.extend(ids)
        return released(self, originator, ids)

    monkeypatch.setattr(TrailKeeper, "released", noted)
    rid = file(desk)

    async def unread(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("api.recalls.fallout.FalloutReader.receipts", unread)
    file(desk, RIGHT)

    assert rid in asked
    assert issued(desk) == []
