"""What a check says of its values and of what is in view: how each was read, and nothing that a search would not show."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from api.sight.in_view import InViewReader, Seen, SeenMeasure, end_of
from graph import ReadScope, RecordId
from graph.parts import StoredValue
from graph.values import ValueStatus
from tests.api.asking import Desk
from tests.api.exchanging import SetClock, exchanging
from tests.graph.building import open_scope
from tests.world import World, link, record

ASKER, HOLDER, OTHER = "th-police", "th-fiu", "kh-police"
NUMBER, CASE = "5328646941", "T-1"
ACCOUNT = {"number": NUMBER, "bank": "006", "country": "TH"}
SEEN = "id kind originator { code contact } caption nonPunishmentNotice measures { id caption takenAt until isOver redacted }"
CHECK = f"""mutation($values: [SelectorInput!]!, $purpose: String!) {{
  crossCheck(input: {{values: $values, purpose: $purpose, caseRef: "{CASE}"}}) {{
    check {{ id values {{ problem readAs readStatus readNote inView seen {{ {SEEN} }} hits {{ id holder {{ code contact }} }} }} }}
    userErrors {{ code }} }} }}"""
RECORD = """query($id: ID!) { record(id: $id) { id kind originator { code contact } caption nonPunishmentNotice
  links { type targetId } } }"""


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=SetClock())
    world.file(
        HOLDER,
        record("BankAccount", "a", **ACCOUNT),
        record("Measure", "m", measureType="freeze", takenAt="2026-05-08T09:00:00+07:00", until="2026-08-06"),
        record("Report", "r", title="Suspicious"),
        link("SUBJECT_OF", "a", "m"),
        link("SUBJECT_OF", "a", "r"),
    )
    world.file(ASKER, record("BankAccount", "own", **ACCOUNT))
    return Desk(world)


def account(**given: str | None) -> dict[str, str | None]:
    return {"kind": "BANK_ACCOUNT", "value": NUMBER, "country": "TH", "qualifier": "006", **given}


def checked(
    desk: Desk, *values: Mapping[str, str | None], agency: str = ASKER, purpose: str = "investigation"
) -> list[Any]:
    token = desk.world.token(agency, "duty-officer", purpose)
    found = desk.data(CHECK, token=token, values=list(values), purpose=purpose)["crossCheck"]
    assert found["userErrors"] == []
    answers: list[Any] = found["check"]["values"]
    return answers


def test_what_is_in_view_says_whose_it_is_and_what_measures_are_on_it(desk: Desk) -> None:
    [found] = checked(desk, account())
    ids = {name: desk.world.id(agency, name) for agency, name in ((HOLDER, "a"), (HOLDER, "m"), (ASKER, "own"))}
    assert found["inView"] == sorted([ids["a"], ids["own"]])
    seen = {record["id"]: record for record in found["seen"]}
    assert [record["id"] for record in found["seen"]] == found["inView"]
    assert (seen[ids["a"]]["kind"], seen[ids["a"]]["originator"]["code"], seen[ids["a"]]["caption"]) == (
        "BANK_ACCOUNT",
        HOLDER,
        NUMBER,
    )
    # Which measure it is, and when, stands in a class that is closed to the asker, as it is in the record of it.
    closed = {"caption": None, "takenAt": None, "until": None, "isOver": None, "redacted": True}
    assert seen[ids["a"]]["measures"] == [{"id": ids["m"], **closed}]
    assert seen[ids["own"]]["measures"] == []
    assert seen[ids["a"]]["originator"]["contact"] == "desk@fiu.th.example"
    [its] = checked(desk, account(), agency=HOLDER, purpose="financial-intelligence")
    [own] = [s for s in its["seen"] if s["id"] == ids["a"]]
    assert own["measures"] == [
        {
            "id": ids["m"],
            "caption": "freeze",
            "takenAt": "2026-05-08T02:00:00Z",
            "until": "2026-08-06",
            "isOver": True,
            "redacted": False,
        }
    ]


@pytest.mark.parametrize(
    ("ends", "until", "is_over"),
    [
        (["2020-11-20"], "2020-11-20", True),
        (["2099-11-20"], "2099-11-20", False),
        # Prolonged: the last end counts, in whatever order they were filed.
        (["2020-11-20", "2099-01-20"], "2099-01-20", False),
        (["2099-01-20", "2020-11-20"], "2099-01-20", False),
        (["2020-11-20", "2021-02"], "2021-02", True),
        (["2020-11-20", "01/12/2020"], "2020-11-20, 2020-12-01", None),  # or 12 January
        (["01/12/2020"], "2020-12-01", None),
        ([], None, None),
    ],
)
def test_a_measure_holds_until_the_last_of_its_ends(
    desk: Desk, ends: list[str], until: str | None, is_over: bool | None
) -> None:
    number = f"77{sum(map(ord, ''.join(ends))):06d}{len(ends)}1"
    named = f"f{number}"
    desk.world.file(
        HOLDER,
        record("BankAccount", f"a{number}", number=number, bank="006", country="TH"),
        record("Measure", named, measureType="freeze", until=ends),
        link("SUBJECT_OF", f"a{number}", named),
    )
    [found] = checked(desk, account(value=number), agency=HOLDER, purpose="financial-intelligence")
    assert [(m["until"], m["isOver"]) for m in found["seen"][0]["measures"]] == [(until, is_over)]


@pytest.mark.parametrize(
    ("end", "country", "over_from"),
    [
        ("2026-12-01", "TH", "2026-12-01T17:00:00+00:00"),  # as the 2nd begins in Bangkok
        ("2026-12-01", "PH", "2026-12-01T16:00:00+00:00"),
        ("2026-12-01", "ID", "2026-12-01T17:00:00+00:00"),
        ("2026-12-01", "ZZ", "2026-12-02T12:00:00+00:00"),  # nobody knows where
        ("2026-08", "TH", "2026-08-31T17:00:00+00:00"),
        ("2026-08-01/2026-08-07", "TH", "2026-08-07T17:00:00+00:00"),
        ("2026-08-06T10:00:00Z", "TH", "2026-08-06T10:00:00+00:00"),
    ],
)
def test_a_day_until_which_a_measure_holds_ends_where_its_agency_is(end: str, country: str, over_from: str) -> None:
    status = ValueStatus.POSSIBLE if "/" in end else ValueStatus.VALID
    assert end_of([StoredValue(end, end, status, "any")], country) == (end, datetime.fromisoformat(over_from))


def test_an_end_that_was_not_read_stands_behind_the_last_one_and_leaves_it_open() -> None:
    known = StoredValue("2026-12-01", "2026-12-01", ValueStatus.VALID, "day")
    unread = StoredValue("until revoked", None, ValueStatus.INVALID, "timestamp")
    assert end_of([unread, known], "TH") == ("2026-12-01, until revoked", None)
    assert end_of([unread], "TH") == ("until revoked", None)
    assert end_of([], "TH") == (None, None)


def test_a_measure_is_over_from_its_end_on() -> None:
    end = datetime(2026, 12, 1, 17, tzinfo=UTC)
    measure = SeenMeasure(
        id=RecordId("r-1"), caption="freeze", taken_at=None, until="2026-12-01", over_from=end, redacted=False
    )
    bangkok = timezone(timedelta(hours=7))
    assert measure.is_over(datetime(2026, 12, 1, 23, 59, tzinfo=bangkok)) is False
    assert measure.is_over(datetime(2026, 12, 2, 0, 0, tzinfo=bangkok)) is True
    assert replace(measure, over_from=None).is_over(end) is None


def test_what_is_seen_is_what_the_record_itself_shows(desk: Desk) -> None:
    for agency, purpose in ((ASKER, "investigation"), (HOLDER, "financial-intelligence"), (OTHER, "investigation")):
        token = desk.world.token(agency, "duty-officer", purpose)
        for shown in (s for v in checked(desk, account(), agency=agency, purpose=purpose) for s in v["seen"]):
            whole = desk.data(RECORD, token=token, id=shown["id"])["record"]
            links = whole.pop("links")
            measures = {m["id"] for m in shown.pop("measures")}
            assert shown == whole
            assert measures <= {one["targetId"] for one in links if one["type"] == "SUBJECT_OF"}


def answer(desk: Desk, agency: str) -> bytes:
    """Return the answer to an agency without the check's own random id."""
    variables = {"values": [account()], "purpose": "investigation"}
    content = desk.post(CHECK, token=desk.world.token(agency), variables=variables).content
    return re.sub(rb"k-[0-9a-f]{32}", b"k-", content)


def test_what_is_hidden_on_a_record_in_view_changes_no_byte(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app, read = desk.world.app, InViewReader.read

    async def unscoped(self: InViewReader, scope: ReadScope, ids: Iterable[str]) -> Seen:
        del scope
        return await read(self, open_scope(frozenset(c.id for c in app.registry.all)), ids)

    before = {agency: answer(desk, agency) for agency in (ASKER, "my-telco")}
    hidden = (record("Measure", "hidden", measureType="seizure"), link("SUBJECT_OF", "a", "hidden"))
    desk.world.file(HOLDER, *hidden, profile="originator-controlled")
    desk.world.file(OTHER, record("BankAccount", "x", **ACCOUNT), profile="told-to-nobody")
    assert {agency: answer(desk, agency) for agency in (ASKER, "my-telco")} == before
    # The test of the test: read without the asker's scope, the hidden measure shows.
    monkeypatch.setattr(InViewReader, "read", unscoped)
    assert answer(desk, ASKER) != before[ASKER]
    assert b"seizure" in answer(desk, ASKER)


def test_the_trail_says_what_of_the_others_was_shown(desk: Desk) -> None:
    entries = len(desk.trail())
    checked(desk, account())
    last = [e.entry for e in desk.trail()[entries:]][-1]
    told = {rid for d in last.disclosures if d.originator == HOLDER for rid in d.record_ids}
    assert told == {desk.world.id(HOLDER, "a"), desk.world.id(HOLDER, "m")}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (account(), (f"TH:006:{NUMBER}", "VALID", "an account at krung thai bank", None)),
        (account(qualifier="Krungthai", value="532-8-64694-1"), (f"TH:006:{NUMBER}", "VALID", "an account at krung thai bank", None)),
        (account(qualifier="014"), (f"TH:014:{NUMBER}", "VALID", "an account at siam commercial bank", None)),
        (account(qualifier="999"), (f"TH:999:{NUMBER}", "POSSIBLE", "its bank is none of those known there: read as it was given", None)),
        (account(qualifier=""), (NUMBER, "POSSIBLE", None, "no bank is given: name it as `qualifier`")),
        (account(country=None, qualifier=""), (NUMBER, "POSSIBLE", None, "no country is given: name it as `country`")),
        ({"kind": "ONLINE_ACCOUNT", "value": "@hr_boss88"}, ("hr_boss88", "POSSIBLE", None, "no platform is given: name it as `qualifier`")),
        ({"kind": "PHONE_NUMBER", "value": "081 234 5678"}, (None, "INVALID", None, "no country with a numbering plan is given, and the number is not written internationally: name it as `country`")),
        ({"kind": "PHONE_NUMBER", "value": "081 234 5678", "country": "TH"}, ("+66812345678", "VALID", None, None)),
        ({"kind": "WALLET", "value": "nonsense"}, (None, "INVALID", None, "not the form of a known address")),
    ],
)  # fmt: skip
def test_each_value_says_how_it_was_read(
    desk: Desk, value: Mapping[str, str | None], read: tuple[str | None, ...]
) -> None:
    [found] = checked(desk, value, agency="my-telco")
    assert tuple(found[name] for name in ("readAs", "readStatus", "readNote")) == read[:3]
    assert found["problem"] == read[3]


def test_a_hit_shows_whom_to_call(desk: Desk) -> None:
    desk.world.file(
        OTHER, record("BankAccount", "hit", number="5328646949", bank="006", country="TH"), profile="told-to-both"
    )
    [found] = checked(desk, account(value="5328646949"))
    [hit] = found["hits"]
    assert hit["holder"] == {"code": OTHER, "contact": "duty@police.kh.example"}


GRANT = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code message } } }"


def test_a_bank_shows_its_freeze_to_who_asked_by_a_grant_of_the_account_and_the_measure(desk: Desk) -> None:
    bank, number = "kh-bank", "000777889"
    desk.world.file(
        bank,
        record("BankAccount", "frozen", number=number, bank="ABA", country="KH", holderName="Sok Testman"),
        record("Measure", "freeze", measureType="freeze", takenAt="2026-12-02", until="2099-12-04"),
        link("SUBJECT_OF", "frozen", "freeze"),
    )
    asked = account(value=number, country="KH", qualifier="ABA")
    [before] = checked(desk, asked)
    assert (before["inView"], before["seen"]) == ([], [])
    assert [hit["holder"]["code"] for hit in before["hits"]] == [bank]
    ids = [desk.world.id(bank, name) for name in ("frozen", "freeze")]
    until = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    order = {
        "agency": ASKER,
        "classes": ["FINANCIAL", "NARRATIVE"],
        "purpose": "investigation",
        "caseRef": CASE,
        "reason": "request q-1",
        "until": until,
        "records": ids,
        "linksAmong": True,
    }
    given = desk.data(GRANT, token=desk.world.token(bank), input=order)["grant"]
    assert given["userErrors"] == []
    [after] = checked(desk, asked)
    [seen] = after["seen"]
    assert (seen["id"], [(m["caption"], m["until"], m["isOver"]) for m in seen["measures"]]) == (
        ids[0],
        [("freeze", "2099-12-04", False)],
    )
    [elsewhere] = checked(desk, asked, agency="my-police")
    assert elsewhere["seen"] == []
