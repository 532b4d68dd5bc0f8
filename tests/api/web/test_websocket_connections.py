"""A connection lasts as long as its token and no longer, and nobody takes those of others."""

import asyncio
import contextlib
import json
import time

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

import api.web.websocket
from policies import Exposure
from tests.api.asking import Desk
from tests.api.sending import ANSWER, JSON, VIEWER
from tests.api.web.test_websocket import LIVE, begin, closing_code, dial, hear, serving, talk, tell, until_waiting
from tests.world import World, record


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return Desk(module_world)


@pytest.mark.long
def test_a_token_that_ends_during_the_connection_closes_it(desk: Desk) -> None:
    async def work(socket: ClientConnection) -> tuple[int, float]:
        begun = time.monotonic()
        await begin(socket, desk.world.token("th-police", ttl=2))
        await tell(socket, **LIVE)
        return await closing_code(socket), time.monotonic() - begun

    code, taken = talk(desk, work)
    assert code == 4403
    assert taken < 4


def test_a_connection_is_not_begun_with_a_token_that_ended_a_moment_ago(desk: Desk) -> None:
    """Over HTTP it is taken for some seconds; a connection that is acknowledged would end at once."""
    token = desk.world.token("th-police", ttl=-2)
    found = desk.raw(VIEWER, headers={"authorization": f"Bearer {token}", "content-type": JSON})

    async def work(socket: ClientConnection) -> int:
        await tell(socket, type="connection_init", payload={"Authorization": f"Bearer {token}"})
        with pytest.raises(ConnectionClosed) as closed:  # before anything is said
            await hear(socket)
        return closed.value.rcvd.code if closed.value.rcvd is not None else 0

    assert found.json() == ANSWER
    assert talk(desk, work) == 4403


ASKED = {"id": "q", "type": "subscribe", "payload": {"query": "{ viewer { subject } }"}}


@pytest.mark.parametrize("begun", [True, False], ids=["an event", "a question"])
def test_a_token_whose_key_is_taken_back_closes_its_connection(desk: Desk, begun: bool) -> None:
    """The keys are another provider's from one second to the next: neither event nor answer leaves on the old one."""
    world, jwks = desk.world, desk.world.app.settings.jwks
    number = f"+6681234500{int(begun)}"
    world.file("kh-police", record("PhoneNumber", number, number=number))
    world.submit("th-police", [record("PhoneNumber", number, number=number)], profile="law-enforcement")
    token, known = world.token("kh-police"), jwks.read_text()
    others = json.dumps({"keys": [{**key, "kid": "another"} for key in json.loads(known)["keys"]]})

    async def work(socket: ClientConnection) -> int:
        await begin(socket, token)
        if begun:
            await tell(socket, **LIVE)
            await until_waiting(world)
        jwks.write_text(others)
        if begun:
            await world.app.settle()
            await world.app.hub.wake()
        else:
            await tell(socket, **ASKED)
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket, seconds=3.0)
        return closed.value.rcvd.code if closed.value.rcvd is not None else 0

    read = len(desk.trail())
    try:
        assert talk(desk, work) == 4403
    finally:
        jwks.write_text(known)
    # Nobody was told, and no receipt says so.
    entries = [e.entry for e in desk.trail()[read:] if e.entry.agency == "kh-police"]
    assert [e.operation for e in entries if e.exposure is Exposure.NOTIFIED or e.record_ids] == []
    assert "subscription alerts" not in {e.operation for e in entries}
    assert ("subscription alerts: begun" in {e.operation for e in entries}) is begun


def test_connections_are_counted_and_given_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.web.websocket, "MAX_CONNECTIONS", 1)

    async def scene() -> tuple[int, str]:
        async with serving(desk.world) as address:
            async with dial(address) as first:
                await begin(first, desk.world.token("th-police"))
                async with dial(address) as second:
                    await tell(second, type="connection_init", payload={"Authorization": desk.world.token("kh-police")})
                    code = await closing_code(second)
            await asyncio.sleep(0.1)
            async with dial(address) as third:
                await begin(third, desk.world.token("th-police"))
            return code, "served again"

    assert desk.world.run(scene()) == (1013, "served again")


def test_who_opens_connections_and_says_nothing_shuts_out_his_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.web.websocket, "MAX_WAITING", 2)

    async def scene() -> list[int]:
        async with serving(desk.world) as address, contextlib.AsyncExitStack() as stack:
            silent = [await stack.enter_async_context(dial(address)) for _ in range(4)]
            async with dial(address) as officer:
                await begin(officer, desk.world.token("th-police"))
                return [await closing_code(socket) for socket in silent[:3]]

    assert desk.world.run(scene()) == [1013] * 3


def test_one_person_cannot_take_the_connections_of_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.web.websocket, "MAX_CONNECTIONS_A_PERSON", 1, raising=False)
    token, other = desk.world.token("th-police"), desk.world.token("kh-police")

    async def scene() -> int:
        async with serving(desk.world) as address:
            async with dial(address) as first:
                await begin(first, token)
                async with dial(address) as second, dial(address) as third:
                    await begin(third, other)
                    await tell(second, type="connection_init", payload={"Authorization": token})
                    code = await closing_code(second)
            await asyncio.sleep(0.1)
            async with dial(address) as again:
                await begin(again, token)
            return code

    assert desk.world.run(scene()) == 1013


def test_a_connection_that_no_keys_can_verify_is_to_come_again_and_needs_no_other_token(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.authentication.KEYS_GRACE_SECONDS", 0.0)
    world, jwks = desk.world, desk.world.app.settings.jwks
    token, known = world.token("kh-police"), jwks.read_bytes()

    async def refused(socket: ClientConnection) -> int:
        await tell(socket, type="connection_init", payload={"Authorization": token})
        return await closing_code(socket)

    async def under_way(socket: ClientConnection) -> int:
        await begin(socket, token)
        jwks.write_text("{")
        await tell(socket, **ASKED)
        return await closing_code(socket)

    try:
        assert talk(desk, under_way) == 1013
        assert talk(desk, refused) == 1013
    finally:
        jwks.write_bytes(known)
    talk(desk, lambda socket: begin(socket, token))  # which is acknowledged
