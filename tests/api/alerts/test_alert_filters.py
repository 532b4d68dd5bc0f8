"""Filters of alerts: what passes is what the whole list shows of it, for every viewer, and a slip is told."""

from datetime import datetime
from typing import Any

import pytest

from graph.store import Access, NoticeReason, Template, WantedNotices
from tests.api.asking import Desk
from tests.world import World, record, viewer

NODE = "id kind reason toldAt otherAgency { code }"
LIST = f"""query($kind: Kind, $agency: String, $reason: AlertReason, $since: DateTime, $first: Int! = 100,
  $after: String, $order: AlertOrder! = OLDEST_FIRST) {{
  alerts(kind: $kind, agency: $agency, reason: $reason, since: $since, first: $first, after: $after, order: $order) {{
    edges {{ node {{ {NODE} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
CHECK = """mutation($value: String!) { crossCheck(input: {purpose: "investigation", caseRef: "T-1",
  values: [{kind: PHONE_NUMBER, value: $value}]}) { check { id } } }"""
BORN = {"birthDate": "1979-11-02", "nationality": "TH", "role": "suspect"}


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    number = record("PhoneNumber", "n", number="+66812345678")
    module_world.file("th-police", number, record("Person", "p", name="Wichit Busabasombat", **BORN))
    for agency in ("kh-police", "my-police"):
        module_world.file(agency, number, record("Person", "p", name="Wichit Busabasombat", **BORN))
    module_world.file("th-police", record("PhoneNumber", "quiet", number="+66812345699"), profile="hit-only")
    made = Desk(module_world)
    made.data(CHECK, token=module_world.token("my-telco"), value="+66812345699")
    module_world.run(module_world.app.exchange.drain())
    return made


def alerts(desk: Desk, **wanted: Any) -> list[Any]:
    found = desk.data(LIST, token=desk.world.token("th-police"), **wanted)["alerts"]["edges"]
    return [edge["node"] for edge in found]


@pytest.mark.long
def test_each_filter_leaves_what_the_whole_list_shows_of_it(desk: Desk) -> None:
    every = alerts(desk)
    assert {(a["kind"], a["reason"], a["otherAgency"]["code"]) for a in every} >= {
        ("PHONE_NUMBER", "LINKAGE", "kh-police"),
        ("PERSON", "LINKAGE", "my-police"),
        ("PHONE_NUMBER", "HIT", "my-telco"),
    }
    assert alerts(desk, kind="PERSON") == [a for a in every if a["kind"] == "PERSON"]
    assert alerts(desk, agency="kh-police") == [a for a in every if a["otherAgency"]["code"] == "kh-police"]
    assert alerts(desk, reason="HIT") == [a for a in every if a["reason"] == "HIT"]
    middle = sorted(a["toldAt"] for a in every)[len(every) // 2]
    since = [a for a in every if datetime.fromisoformat(a["toldAt"]) >= datetime.fromisoformat(middle)]
    assert 0 < len(since) < len(every)
    assert alerts(desk, since=middle) == since
    both = alerts(desk, kind="PERSON", agency="my-police", reason="LINKAGE", order="NEWEST_FIRST")
    assert both == [a for a in every if (a["kind"], a["otherAgency"]["code"]) == ("PERSON", "my-police")][::-1]
    assert alerts(desk, agency="us-ofac") == []


@pytest.mark.long
def test_pages_tile_what_passes_and_a_cursor_serves_its_own_filter_alone(desk: Desk) -> None:
    token, whole = desk.world.token("th-police"), alerts(desk, kind="PHONE_NUMBER")
    first = desk.data(LIST, token=token, kind="PHONE_NUMBER", first=1)["alerts"]
    after = first["pageInfo"]["endCursor"]
    rest = desk.data(LIST, token=token, kind="PHONE_NUMBER", after=after)["alerts"]
    assert [e["node"] for e in (*first["edges"], *rest["edges"])] == whole
    [error] = desk.ask(LIST, token=token, kind="PERSON", after=after)["errors"]
    assert error["extensions"]["code"] == "CURSOR"


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"agency": "kh-polce"}, "argument `agency` is not a registered party, did you mean `kh-police`?"),
        ({"since": "2026-11-27T10:00:00"}, "argument `since` needs a time zone"),
    ],
)
def test_a_slip_does_not_read_as_silence(desk: Desk, wanted: dict[str, str], told: str) -> None:
    [error] = desk.ask(LIST, token=desk.world.token("th-police"), **wanted)["errors"]
    assert (error["message"], error["extensions"]["code"]) == (told, "BAD_USER_INPUT")


def test_what_is_hidden_passes_no_filter(desk: Desk) -> None:
    """An alert of another agency, and one of a record above the reader, are in no list, however it is asked for."""
    token = desk.world.token("my-telco")
    questions = [{}, {"agency": "th-police"}, {"kind": "PERSON"}, {"reason": "HIT"}, {"since": "2020-01-01T00:00:00Z"}]
    before = [desk.post(LIST, token=token, variables=q).content for q in questions]
    secret = record("PhoneNumber", "secret", number="+66812345678")
    desk.world.file("la-police", secret, profile="originator-controlled")
    desk.world.file("my-police", record("Person", "q", name="Wichit Busabasombat", **BORN))
    assert [desk.post(LIST, token=token, variables=q).content for q in questions] == before


@pytest.mark.long
def test_who_asks_for_what_is_new_reads_nothing_of_what_was_told_long_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where several were told at once, and beside those of an older store, of which no time was kept."""
    store, agency = desk.world.app.store, "id-police"
    write(
        desk,
        """
        UNWIND range(1, 3000) AS n
        CREATE (x:Notice {id: 'grown-' + n, agency: 'id-police', seq: 100000 + 7 * n, reason: 'answer',
          other_agency: 'th-police', kind: 'Person', strength: 'request answered', request: 'q-1',
          created_at: CASE WHEN n % 500 = 0 THEN '2026-01-02T00:00:00+00:00' ELSE '2025-01-02T00:00:00+00:00' END})
        SET x.told_at = CASE WHEN n > 1000 THEN toString(datetime('2026-02-01T00:00:00Z') + duration({minutes: n / 3})) END
        """,
    )
    write(desk, "MATCH (c:Counter {name: 'notice'}) SET c.n = 200000")
    read: list[int] = []
    real = type(store).read

    async def reading(self: Any, statement: Template, parameters: Any) -> list[Any]:
        rows = await real(self, statement, parameters)
        if statement.name in {"notices", "newest_notices"}:
            read.append(len(rows))
        return rows

    monkeypatch.setattr(type(store), "read", reading)
    every = numbers(desk, agency)
    assert len(every) == sum(read) == 3000
    for since, most in (("2026-02-01T16:40:00Z", 2), ("2026-02-01T12:00:00.000001Z", 840), ("2030-01-01T00:00:00Z", 0)):
        wanted = [n for n, at in every.items() if at >= datetime.fromisoformat(since)]
        for newest_first in (False, True):
            read.clear()
            assert (
                list(numbers(desk, agency, since=since, newest_first=newest_first))
                == wanted[:: -1 if newest_first else 1]
            )
            assert sum(read) == len(wanted) <= most
    # What an older store told has no order: it is read, and nothing of it is left out.
    since = "2026-01-01T00:00:00Z"
    assert len(numbers(desk, agency, since=since)) == 2002


@pytest.mark.long
def test_who_asks_for_some_of_many_reads_these_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    store, agency = desk.world.app.store, "vn-police"
    [own] = desk.world.file(agency, record("PhoneNumber", "own", number="+84912345678"))
    write(
        desk,
        f"""
        UNWIND range(1, 2000) AS n
        CREATE (x:Notice {{id: 'many-' + n, agency: '{agency}', seq: 300000 + n, reason: 'answer',
          other_agency: 'th-police', kind: 'Person', strength: 'request answered', request: 'q-1',
          created_at: '2026-01-02T00:00:00+00:00', told_at: '2026-01-02T00:00:00+00:00'}})
        // What is not told of: another's record, and one that is none any more.
        FOREACH (_ IN CASE WHEN n % 100 = 1 THEN [1] ELSE [] END | SET x.own = 'r-gone', x.kind = null)
        FOREACH (_ IN CASE WHEN n % 500 = 7 THEN [1] ELSE [] END | SET x.kind = 'Site')
        FOREACH (_ IN CASE WHEN n % 500 = 8 THEN [1] ELSE [] END | SET x.other_agency = 'kh-police')
        FOREACH (_ IN CASE WHEN n % 500 = 9 THEN [1] ELSE [] END |
          SET x.reason = 'hit', x.own = '{own}', x.kind = null, x.strength = 'hit')
        """,
    )
    write(desk, "MATCH (c:Counter {name: 'notice'}) SET c.n = 400000")
    read: list[int] = []
    real = type(store).read

    async def reading(self: Any, statement: Template, parameters: Any) -> list[Any]:
        rows = await real(self, statement, parameters)
        if statement.name in {"notices", "newest_notices"}:
            read.append(len(rows))
        return rows

    every = numbers(desk, agency)
    assert len(every) == 1980
    monkeypatch.setattr(type(store), "read", reading)
    for wanted, place in (
        ({"kind": "Site"}, 7),
        ({"agency": "kh-police"}, 8),
        ({"reason": NoticeReason.HIT}, 9),
        ({"kind": "PhoneNumber"}, 9),
        ({"kind": "PhoneNumber", "reason": NoticeReason.HIT, "agency": "th-police"}, 9),
    ):
        for newest_first in (False, True):
            read.clear()
            found = numbers(desk, agency, newest_first=newest_first, only=WantedNotices(**wanted))
            assert list(found) == [300000 + 500 * n + place for n in range(4)][:: -1 if newest_first else 1]
            assert read == [4]
    read.clear()
    assert numbers(desk, agency, only=WantedNotices(kind="PhoneNumber", reason=NoticeReason.ANSWER)) == {}
    assert read == [0]


def write(desk: Desk, text: str) -> None:
    desk.world.run(desk.world.app.store.write_at_once(Template(name="test", access=Access.WRITE, text=text), {}))


def numbers(desk: Desk, agency: str, **wanted: Any) -> dict[int, datetime]:
    """Return the numbers of an agency's alerts, in the order of reading, with the times of telling."""
    app, who = desk.world.app, viewer(agency)
    since = wanted.pop("since", None)
    only = wanted.pop("only", None) or WantedNotices(since=datetime.fromisoformat(since) if since is not None else None)

    async def read() -> dict[int, datetime]:
        portions = app.inbox.portions(await app.scope_for(who), viewer=who, wanted=only, **wanted)
        return {a.notice.seq: a.notice.told_at async for portion in portions for a in portion}

    found: dict[int, datetime] = desk.world.run(read())
    return found
