"""A body that comes slowly is answered by whom its token speaks for at its end, and keeps no place of others."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import structlog
from starlette.types import Message

from api.graphql.service import LATE_REQUEST
from api.web import request_body
from graph.store import RecordReader, VisibleRecord
from policies import Outcome
from tests.api.asking import Desk
from tests.api.sending import ANSWER, JSON, VIEWER, code, desk_with_persons, refused, send
from tests.world import World

NAMES = json.dumps({"query": "{ entities(kind: PERSON, first: 5) { edges { node { caption } } } }"}).encode()
PERSON = "{ entities(kind: PERSON, first: 1) { edges { node { id } } } }"
SUSPEND = 'mutation { suspend(input: {person: "%s", reason: "a reason"}) { userErrors { code } } }'
SUSPENDED = "MATCH (s:Suspension) RETURN properties(s) AS s"
LOOK = '{ record(id: "%s") { caption } }'


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return desk_with_persons(module_world)


@pytest.fixture
def keys(desk: Desk) -> Iterator[Callable[[], object]]:
    """Yield what takes the key of all tokens out of the file of keys; it is back afterwards."""
    desk.world.token("th-police")  # the first one makes the file
    jwks = desk.world.app.settings.jwks
    known = jwks.read_text()
    others = json.dumps({"keys": [{**key, "kid": "another"} for key in json.loads(known)["keys"]]})
    yield lambda: jwks.write_text(others)
    jwks.write_text(known)


def first_person(desk: Desk) -> str:
    found: str = desk.data(PERSON, token=desk.world.token("th-police"))["entities"]["edges"][0]["node"]["id"]
    return found


async def halves(body: bytes, happens: Callable[[], object]) -> AsyncIterator[bytes]:
    """Yield a body in two halves, between which something happens."""
    yield body[: len(body) // 2]
    happens()
    yield body[len(body) // 2 :]


def headers_of(token: str) -> dict[str, str]:
    return {"content-type": JSON, "accept": JSON, "authorization": f"Bearer {token}"}


def said_last(desk: Desk) -> tuple[str, Outcome, tuple[str, ...], str]:
    entry = desk.trail()[-1].entry
    return entry.operation, entry.outcome, tuple(entry.record_ids), entry.actor


def is_refused_and_written_down(desk: Desk, found: httpx.Response, before: int) -> None:
    refused(found)
    assert "Tanawat" not in found.text
    assert len(desk.trail()) == before + 1
    assert said_last(desk) == (LATE_REQUEST, Outcome.DENIED, (), "analyst of th-police")


def test_a_body_that_comes_in_halves_is_answered(desk: Desk) -> None:
    found = desk.raw(halves(NAMES, lambda: None), headers=headers_of(desk.world.token("th-police")))
    assert "Tanawat" in found.text


def test_who_sends_the_end_behind_the_end_of_the_token_is_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    token, before = desk.world.token("th-police", ttl=-2), len(desk.trail())  # which is taken for some seconds

    def wait() -> None:
        monkeypatch.setattr("api.authentication.LEEWAY_SECONDS", 0)

    is_refused_and_written_down(desk, desk.raw(halves(NAMES, wait), headers=headers_of(token)), before)


def test_who_sends_the_end_when_the_key_is_out_is_nobody(desk: Desk, keys: Callable[[], object]) -> None:
    token, before = desk.world.token("th-police"), len(desk.trail())
    is_refused_and_written_down(desk, desk.raw(halves(NAMES, keys), headers=headers_of(token)), before)


def test_a_change_whose_end_comes_when_the_key_is_out_is_not_made(desk: Desk, keys: Callable[[], object]) -> None:
    token = desk.world.token("th-police", "supervisor")
    found = desk.data(SUSPEND % "somebody", token=token)
    assert found["suspend"]["userErrors"] == []
    body, before, standing = (
        json.dumps({"query": SUSPEND % "another"}).encode(),
        len(desk.trail()),
        desk.world.query(SUSPENDED),
    )
    refused(desk.raw(halves(body, keys), headers=headers_of(token)))
    added = [(e.entry.operation, e.entry.outcome) for e in desk.trail()[before:]]
    assert added == [(LATE_REQUEST, Outcome.DENIED)]  # no announcement, so nothing was begun
    assert len(standing) == 1
    assert desk.world.query(SUSPENDED) == standing


def test_an_answer_does_not_leave_when_the_key_goes_while_it_is_made(
    desk: Desk, keys: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, real = desk.world.token("th-police"), RecordReader.records

    async def records(self: RecordReader, *given: Any, **named: Any) -> list[VisibleRecord]:
        found = await real(self, *given, **named)
        keys()
        return found

    look = json.dumps({"query": LOOK % first_person(desk)}).encode()
    monkeypatch.setattr(RecordReader, "records", records)
    found = send(desk, token, look, accept=JSON)
    refused(found)
    assert "Tanawat" not in found.text
    operation, outcome, shown, _ = said_last(desk)
    assert (operation, outcome, shown) == ("query record (answer withheld)", Outcome.DENIED, ())


# ---- time and number ----


def test_a_body_that_does_not_come_in_time_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_body, "FIRST_SECONDS", 0.05)
    before = len(desk.trail())

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    found = desk.raw(endless(), headers=headers_of(desk.world.token("th-police")))
    assert (found.status_code, code(found), found.headers["connection"]) == (408, "BODY_TOO_SLOW", "close")
    assert len(desk.trail()) == before


def test_a_long_body_has_more_time_the_more_of_it_comes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_body, "FIRST_SECONDS", 0.1)
    body = VIEWER + b" " * 60_000  # at its least pace it may take six seconds

    async def slowly() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]
            await asyncio.sleep(0.1)

    assert desk.raw(slowly(), headers=headers_of(desk.world.token("th-police"))).json() == ANSWER


def test_one_person_holds_some_bodies_open_and_takes_nobody_elses_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_body, "MAX_BODIES_A_PERSON", 2)
    own, colleague = headers_of(desk.world.token("th-police")), headers_of(desk.world.token("th-police", "supervisor"))

    async def scene() -> list[int]:
        gate, coming = asyncio.Event(), asyncio.Semaphore(0)

        async def held() -> AsyncIterator[bytes]:
            yield VIEWER[:5]
            coming.release()
            await gate.wait()
            yield VIEWER[5:]

        open_ones = [asyncio.create_task(desk.send(held(), headers=own)) for _ in range(2)]
        for _ in open_ones:
            await coming.acquire()
        third = await desk.send(VIEWER, headers=own)
        another = await desk.send(VIEWER, headers=colleague)
        gate.set()
        ended = await asyncio.gather(*open_ones)
        after = await desk.send(VIEWER, headers=own)
        assert (code(third), third.headers["retry-after"]) == ("TOO_MANY_REQUESTS", "1")
        return [found.status_code for found in (third, another, *ended, after)]

    assert desk.world.run(scene()) == [429, 200, 200, 200, 200]


def test_a_client_that_leaves_amid_its_body_is_no_alarm(desk: Desk) -> None:
    token = desk.world.token("th-police")
    messages: list[Message] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return messages.pop(0)

    async def send_on(message: Message) -> None:
        assert b"error" not in message.get("body", b"")

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers_of(token).items()],
    }
    with structlog.testing.capture_logs() as logs:
        desk.world.run(desk.http(scope, receive, send_on))
    assert logs == []


@pytest.mark.parametrize("declared", ["9" * 5_000, "9" * 21])
def test_a_length_of_many_digits_is_a_body_that_is_too_large(desk: Desk, declared: str) -> None:
    found = send(desk, desk.world.token("th-police"), content_length=declared)
    assert (found.status_code, code(found)) == (413, "BODY_TOO_LARGE")
