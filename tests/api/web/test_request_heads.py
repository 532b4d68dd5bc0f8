"""A head without end ends its connection before it fills the memory, and an ordinary one is served."""

import asyncio
import contextlib
import resource
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api.web import request_heads
from api.web.open_files import most_connections, raise_limit
from api.web.request_heads import MOST_HEAD_BYTES, BoundedHeadProtocol

BEGUN = b"POST /echo HTTP/1.1\r\nhost: x\r\n"
CHUNKED = BEGUN + b"transfer-encoding: chunked\r\n\r\n"
WAITS_SECONDS = 20.0
LONG = 60_000  # less than waits before the server pauses


async def echo(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())} {len(request.headers)}")


async def long_answer(_: Request) -> Response:
    return PlainTextResponse("a" * LONG)


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    """Serve on a free port of loopback, with the protocol of `benang serve`; yield the port."""
    app = Starlette(routes=[Route("/echo", echo, methods=["POST"]), Route("/long", long_answer)])
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", http=BoundedHeadProtocol, lifespan="off")
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def said(sent: Iterable[bytes]) -> tuple[bytes, int]:
    """Send parts until the other side closes or all are sent; return the answer, and how many bytes were taken."""
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        taken = 0
        with contextlib.suppress(ConnectionError):
            for part in sent:
                writer.write(part)
                await writer.drain()
                taken += len(part)
                await asyncio.sleep(0)
                if reader.at_eof():
                    break
        found = b""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(WAITS_SECONDS):
                found = await reader.read(10_000) if taken else b""
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        return found, taken


def answered(*sent: bytes) -> bytes:
    return asyncio.run(said(sent))[0]


def test_a_head_of_many_lines_and_a_body_in_chunks_are_served() -> None:
    lines = b"".join(b"x-%d: value\r\n" % n for n in range(100))
    chunks = b"".join(b"1\r\nb\r\n" for _ in range(50_000))  # more around the body than a head may have
    found = answered(CHUNKED.removesuffix(b"\r\n") + lines + b"\r\n", chunks, b"0\r\nt: trailer\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 200")
    assert b"50000 10" in found


def test_a_body_is_no_head() -> None:
    size = 5 * MOST_HEAD_BYTES
    found = answered(BEGUN + b"content-length: %d\r\n\r\n" % size, b"b" * size)
    assert found.startswith(b"HTTP/1.1 200")


def test_one_connection_serves_many_requests_whatever_they_have_together() -> None:
    async def scene() -> list[bytes]:
        async with serving() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            found = []
            for _ in range(6):
                writer.write(BEGUN + b"x: " + b"v" * (MOST_HEAD_BYTES // 4) + b"\r\ncontent-length: 1\r\n\r\nb")
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), WAITS_SECONDS)
                await reader.readexactly(3)
                found.append(head.split(b"\r\n")[0])
            writer.close()
            return found

    assert asyncio.run(scene()) == [b"HTTP/1.1 200 OK"] * 6


@pytest.mark.parametrize(
    ("begun", "part"),
    [
        (BEGUN, b"a: b\r\n" * 1_000),
        (BEGUN + b"x: ", b"v" * 10_000),
        (BEGUN, b"n" * 10_000),
        (b"POST /", b"p" * 10_000),
        (CHUNKED + b"0\r\n", b"a: b\r\n" * 1_000),
        (CHUNKED + b"0\r\nx: ", b"v" * 10_000),
        (CHUNKED + b"1;", b"e" * 10_000),
    ],
    ids=["lines", "a value", "a name", "a target", "trailers", "a trailer", "an extension of a chunk"],
)
def test_what_is_no_body_and_has_no_end_ends_the_connection(begun: bytes, part: bytes) -> None:
    """Else one connection without a token takes all the memory there is."""
    most = 100
    found, taken = asyncio.run(said([begun, *[part] * most]))
    assert found == b"" or found.startswith(b"HTTP/1.1 400")
    assert found != b"" or taken < most * len(part)


def test_a_head_of_one_line_too_much_is_refused_though_it_came_at_once() -> None:
    lines = b"a: b\r\n" * (MOST_HEAD_BYTES // 34 + 1)
    found = answered(BEGUN + lines + b"content-length: 0\r\n\r\n")
    assert found == b"" or found.startswith(b"HTTP/1.1 400")
    fewer = b"a: b\r\n" * (MOST_HEAD_BYTES // 34 - 10)
    assert answered(BEGUN + fewer + b"content-length: 0\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"", BEGUN], ids=["nothing", "a part"])
def test_a_head_that_does_not_come_in_time_ends_the_connection(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(request_heads, "HEAD_SECONDS", 0.1)

    async def scene() -> bytes:
        async with serving() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            found = await asyncio.wait_for(reader.read(), WAITS_SECONDS)
            writer.close()
            return found

    assert asyncio.run(scene()) == b""


def test_the_time_of_a_head_is_not_that_of_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_heads, "HEAD_SECONDS", 0.1)

    async def scene() -> bytes:
        async with serving() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(BEGUN + b"content-length: 2\r\n\r\nb")
            await asyncio.sleep(0.3)
            writer.write(b"b")
            found = await asyncio.wait_for(reader.readuntil(b"\r\n"), WAITS_SECONDS)
            writer.close()
            return found

    assert asyncio.run(scene()) == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("sent", "behind"),
    [
        (BEGUN + b"content-length: 1\r\n\r\nb", b"\r\n"),
        (BEGUN.replace(b"/echo", b"/nothing") + b"content-length: 9000\r\n\r\n", b"b"),
    ],
    ids=["empty lines", "the rest of a body that is refused"],
)
def test_what_comes_behind_an_answer_has_the_time_of_a_head(
    monkeypatch: pytest.MonkeyPatch, sent: bytes, behind: bytes
) -> None:
    """Else a byte every few seconds keeps a connection for ever, without a token."""
    monkeypatch.setattr(request_heads, "HEAD_SECONDS", 0.5)

    async def scene() -> bytes:
        async with serving() as port, asyncio.timeout(WAITS_SECONDS / 2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            found = asyncio.create_task(reader.read())
            with contextlib.suppress(ConnectionError):
                while not found.done():
                    writer.write(behind)
                    await asyncio.sleep(0.05)
            writer.close()
            return await found

    assert asyncio.run(scene())[:9] == b"HTTP/1.1 "


def test_of_too_many_connections_the_longest_silent_ones_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens connections and says nothing takes no file that the audit trail or the store would need."""
    monkeypatch.setattr(request_heads, "most_connections", lambda: 3)

    async def scene() -> tuple[bytes, list[bool]]:
        async with serving() as port:
            silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(BEGUN + b"content-length: 1\r\nconnection: close\r\n\r\nb")
            found = await reader.read()
            for gone, _ in silent[:3]:
                with contextlib.suppress(ConnectionError):
                    await gone.read()
            ended = [reader.at_eof() or reader.exception() is not None for reader, _ in silent]
            for _, other in (*silent, (reader, writer)):
                other.close()
            return found, ended

    found, ended = asyncio.run(scene())
    assert found.startswith(b"HTTP/1.1 200")
    assert ended == [True, True, True, False, False]
    assert not BoundedHeadProtocol._silent


def test_who_still_takes_an_answer_is_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_heads, "most_connections", lambda: 2)
    made = BoundedHeadProtocol.connection_made

    def narrow(self: BoundedHeadProtocol, transport: asyncio.Transport) -> None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2_048)
        made(self, transport)

    monkeypatch.setattr(BoundedHeadProtocol, "connection_made", narrow)

    async def scene() -> bytes:
        async with serving() as port:
            with socket.socket() as slow:
                slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
                slow.setblocking(False)
                loop = asyncio.get_running_loop()
                await loop.sock_connect(slow, ("127.0.0.1", port))
                await loop.sock_sendall(slow, b"GET /long HTTP/1.1\r\nhost: x\r\n\r\n")
                found = await loop.sock_recv(slow, 100)
                others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
                async with asyncio.timeout(WAITS_SECONDS):
                    while not found.endswith(b"a" * LONG) and (part := await loop.sock_recv(slow, 10_000)):
                        found += part
            for _, other in others:
                other.close()
            return found

    found = asyncio.run(scene())
    assert found.partition(b"\r\n\r\n")[2] == b"a" * LONG


def test_the_limit_of_open_files_is_raised_as_far_as_it_may_be() -> None:
    given = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, given[1]))
    try:
        before = most_connections()
        raised = raise_limit()
        assert (before, raised, most_connections()) == (768, min(10_240, given[1]), raised * 3 // 4)
        resource.setrlimit(resource.RLIMIT_NOFILE, given)
        assert raise_limit() <= given[0]  # a higher one stays
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == given
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, given)
