"""Who takes nothing of what is sent holds neither a connection nor memory, and who takes it slowly gets it all."""

import asyncio
import base64
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from api.web import answers_taken, request_heads, socket_frames
from api.web.request_heads import BoundedHeadProtocol
from api.web.socket_frames import MOST_PARTS, BoundedSocketProtocol

LONG = 20_000_000  # more than the kernel takes in for both sides
ASKED = b"GET /long HTTP/1.1\r\nhost: x\r\n\r\n"
HANDSHAKE = (
    b"GET /socket HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    b"sec-websocket-key: " + base64.b64encode(b"k" * 16) + b"\r\n\r\n"
)
MASK = b"\0\0\0\0"
PING = b"\x89\xfd" + MASK + b"p" * 125
WAITS_SECONDS = 20.0


async def long(_: Request) -> Response:
    return Response(b"a" * LONG)


async def listen(websocket: WebSocket) -> None:
    await websocket.accept()
    with contextlib.suppress(Exception):
        while True:
            await websocket.receive_text()


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[uvicorn.Server, int]]:
    """Serve with the protocols of `benang serve`; yield the server and its port."""
    routes = [Route("/long", long), WebSocketRoute("/socket", listen)]
    config = uvicorn.Config(
        Starlette(routes=routes), host="127.0.0.1", port=0, log_level="critical", lifespan="off",
        http=BoundedHeadProtocol, ws=BoundedSocketProtocol, ws_max_size=1_000_000,
    )  # fmt: skip
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server, server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def dial(port: int) -> socket.socket:
    """Return a connection that takes in next to nothing by itself."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    found.setblocking(False)
    await asyncio.get_running_loop().sock_connect(found, ("127.0.0.1", port))
    return found


async def connection_of(server: uvicorn.Server, kind: type[Any]) -> Any:
    async with asyncio.timeout(WAITS_SECONDS):
        while not (found := [c for c in server.server_state.connections if isinstance(c, kind)]):
            await asyncio.sleep(0.01)
    return found[0]


async def until_gone(server: uvicorn.Server) -> None:
    async with asyncio.timeout(WAITS_SECONDS):
        while server.server_state.connections or server.server_state.tasks:
            await asyncio.sleep(0.01)


def test_an_answer_that_nobody_takes_ends_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers_taken, "TAKE_SECONDS", 0.2)
    monkeypatch.setattr(answers_taken, "LEAST_BYTES_A_SECOND", 10 * LONG)

    async def scene() -> None:
        async with serving() as (server, port):
            client = await dial(port)
            await asyncio.get_running_loop().sock_sendall(client, ASKED)
            await connection_of(server, BoundedHeadProtocol)
            await until_gone(server)
            client.close()

    asyncio.run(scene())


def test_an_answer_that_is_taken_slowly_is_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is sent long after the time of a head is over, and after that in which an idle connection is closed."""
    monkeypatch.setattr(request_heads, "HEAD_SECONDS", 0.1)

    async def scene() -> int:
        async with serving() as (server, port):
            client, taken = await dial(port), 0
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(client, ASKED)
            connection = await connection_of(server, BoundedHeadProtocol)
            connection.timeout_keep_alive = 0.05
            await asyncio.sleep(0.5)
            while part := await asyncio.wait_for(loop.sock_recv(client, 1_000_000), WAITS_SECONDS):
                taken += len(part)
            client.close()
            return taken

    assert asyncio.run(scene()) > LONG


def test_who_sends_pings_and_takes_no_answer_fills_no_memory_and_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """One connection without a token took five megabytes a second, and kept them when it was closed."""
    monkeypatch.setattr(answers_taken, "TAKE_SECONDS", 2.0)
    monkeypatch.setattr(answers_taken, "LEAST_BYTES_A_SECOND", LONG)

    async def scene() -> int:
        async with serving() as (server, port):
            client, loop, most = await dial(port), asyncio.get_running_loop(), 0
            await loop.sock_sendall(client, HANDSHAKE)
            connection = await connection_of(server, BoundedSocketProtocol)
            with contextlib.suppress(ConnectionError):
                for _ in range(60):
                    await asyncio.wait_for(loop.sock_sendall(client, PING * 1_000), WAITS_SECONDS)
                    most = max(most, connection.transport.get_write_buffer_size())
            await until_gone(server)
            client.close()
            return most

    assert asyncio.run(scene()) < 1_000_000


def test_a_socket_that_is_over_and_takes_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is less than what counts as much, so that nothing but the end of the connection ends it."""
    monkeypatch.setattr(socket_frames, "CLOSING_SECONDS", 0.2)

    async def scene() -> None:
        async with serving() as (server, port):
            client, loop = await dial(port), asyncio.get_running_loop()
            await loop.sock_sendall(client, HANDSHAKE)
            connection = await connection_of(server, BoundedSocketProtocol)
            kept = connection.transport
            while not kept.get_write_buffer_size():  # until the kernel takes no more
                kept.write(b"a" * 10_000)
                await asyncio.sleep(0)
            connection.queue.put_nowait({"type": "websocket.disconnect", "code": 1005})
            await until_gone(server)
            client.close()

    asyncio.run(scene())


def test_a_message_of_too_many_parts_ends_its_connection() -> None:
    """An empty part counts nothing towards the size of a message, of which there might be any number."""

    async def scene() -> bytes:
        async with serving() as (server, port):
            client, loop = await dial(port), asyncio.get_running_loop()
            await loop.sock_sendall(client, HANDSHAKE)
            await connection_of(server, BoundedSocketProtocol)
            await loop.sock_recv(client, 4_096)
            await loop.sock_sendall(client, b"\x01\x80" + MASK + (b"\x00\x80" + MASK) * MOST_PARTS)
            found = await asyncio.wait_for(loop.sock_recv(client, 4_096), WAITS_SECONDS)
            await until_gone(server)
            client.close()
            return found

    assert asyncio.run(scene())[2:4] == (1009).to_bytes(2)
