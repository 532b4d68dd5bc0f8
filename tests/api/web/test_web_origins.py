"""A page of elsewhere opens no WebSocket; one token speaks for a connection, and never one of two."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.errors import SettingError
from api.web_origins import is_of_a_known_page, read_origins
from tests.api.asking import Desk
from tests.api.web.test_websocket import PROTOCOL, hear, serving, tell
from tests.world import World, record

HOST = "benang.example"
LOOK = {"id": "q", "type": "subscribe", "payload": {"query": "{ viewer { agency { code } } }"}}


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    module_world.file("th-police", record("Person", "p", name="Wichit Busabasombat"))
    return Desk(module_world)


@pytest.mark.parametrize(
    ("origins", "host"),
    [
        ([], HOST),  # no browser
        ([f"https://{HOST}"], HOST),
        ([f"http://{HOST}"], HOST),
        ([f"HTTPS://{HOST.upper()}"], HOST),
        ([f"https://{HOST}"], f"{HOST}:443"),
        ([f"https://{HOST}:443"], HOST),
        ([f"http://{HOST}:8000"], f"{HOST}:8000"),
        (["http://[::1]:8000"], "[::1]:8000"),
        (["https://desk.example"], HOST),
        (["https://desk.example:443"], HOST),
        (["https://desk.example", f"https://{HOST}"], HOST),
    ],
)
def test_a_page_of_the_address_itself_or_of_one_that_is_set_may_speak(origins: Sequence[str], host: str) -> None:
    assert is_of_a_known_page(origins, host, read_origins("https://desk.example, http://127.0.0.1:3000"))


@pytest.mark.parametrize(
    "origins",
    [
        ["https://evil.example"],
        ["null"],
        [""],
        ["https://"],
        [HOST],
        [f"https://{HOST}.evil.example"],
        [f"https://evil{HOST}"],
        [f"https://{HOST}:8443"],
        [f"https://{HOST}/"],
        [f"https://{HOST}@evil.example"],
        [f"chrome-extension://{HOST}"],
        ["http://desk.example"],
        ["https://desk.example:8443"],
        ["https://a.desk.example"],
        [f"https://{HOST}", "https://evil.example"],
        [f"https://{HOST}, https://evil.example"],
    ],
)
def test_a_page_of_elsewhere_may_not(origins: Sequence[str]) -> None:
    assert not is_of_a_known_page(origins, HOST, read_origins("https://desk.example"))


def test_without_a_host_no_page_is_its_own() -> None:
    assert not is_of_a_known_page(["https://"], "", frozenset())


@pytest.mark.parametrize(
    "text", ["desk.example", "https://desk.example/", "ftp://desk.example", "*", "null", "https://a@b", "https://a:x"]
)
def test_what_is_no_origin_is_refused_by_its_setting(text: str) -> None:
    with pytest.raises(SettingError, match="`BENANG_ORIGINS` names"):
        read_origins(f"https://desk.example,{text}")


def answer(desk: Desk, *, payload: Any = None, headers: Sequence[tuple[str, str]] = ()) -> int | Mapping[str, Any]:
    """Ask over a connection who asks; return the answer, or with what the connection was refused or closed."""

    async def scene() -> int | Mapping[str, Any]:
        async with serving(desk.world) as address:
            try:
                async with connect(address, subprotocols=[PROTOCOL], additional_headers=list(headers)) as socket:
                    init = {"type": "connection_init"} | ({"payload": payload} if payload is not None else {})
                    await tell(socket, **init)
                    await hear(socket)
                    await tell(socket, **LOOK)
                    found: Mapping[str, Any] = (await hear(socket))["payload"]["data"]["viewer"]["agency"]
                    return found
            except InvalidStatus as exc:
                assert exc.response.body == b""
                return exc.response.status_code
            except ConnectionClosed as exc:
                return exc.rcvd.code if exc.rcvd is not None else 0

    found: int | Mapping[str, Any] = desk.world.run(scene())
    return found


@pytest.fixture
def bearer(desk: Desk) -> str:
    """Return the header that a proxy adds for who is logged in."""
    return f"Bearer {desk.world.token('th-police')}"


TH, KH = {"code": "th-police"}, {"code": "kh-police"}


def test_a_foreign_page_gets_no_connection_though_a_proxy_adds_a_token(desk: Desk, bearer: str) -> None:
    before = len(desk.trail())
    assert answer(desk, headers=[("Authorization", bearer), ("Origin", "https://evil.example")]) == 403
    assert len(desk.trail()) == before
    assert answer(desk, headers=[("Authorization", bearer)]) == TH


def test_a_page_that_is_set_gets_one(desk: Desk, bearer: str) -> None:
    settings = desk.world.app.settings
    headers = [("Authorization", bearer), ("Origin", "https://desk.example")]
    assert answer(desk, headers=headers) == 403
    object.__setattr__(settings, "origins", read_origins("https://desk.example"))
    try:
        assert answer(desk, headers=headers) == TH
    finally:
        object.__setattr__(settings, "origins", frozenset())


def test_a_connection_goes_by_no_token_where_two_are_named(desk: Desk, bearer: str) -> None:
    other, before = f"Bearer {desk.world.token('kh-police')}", len(desk.trail())
    header = [("Authorization", bearer)]
    for payload in (
        {"Authorization": other},
        {"Authorization": ""},
        {"Authorization": " "},
        {"Authorization": 7},
        {"Authorization": {"a": 1}},
        {"Authorization": bearer, "authorization": other},
    ):
        assert answer(desk, payload=payload, headers=header) == 4403, json.dumps(payload)
    assert answer(desk, headers=[*header, ("Authorization", other)]) == 4403
    assert len(desk.trail()) == before


def test_a_password_that_a_proxy_asked_for_is_no_second_token(desk: Desk, bearer: str) -> None:
    headers = [("Authorization", "Basic dXNlcjpwYXNz")]
    assert answer(desk, payload={"Authorization": bearer}, headers=headers) == TH
    assert answer(desk, headers=headers) == 4403


@pytest.mark.long
def test_one_token_named_twice_is_one(desk: Desk, bearer: str) -> None:
    token = bearer.removeprefix("Bearer ")
    for payload in ({"Authorization": token}, {"authorization": f"bearer {token}"}, {"Authorization": None}, {}):
        assert answer(desk, payload=payload, headers=[("Authorization", bearer)]) == TH
    assert answer(desk, payload={"Authorization": f"Bearer {desk.world.token('kh-police')}"}) == KH
