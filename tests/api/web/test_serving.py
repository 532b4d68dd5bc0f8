"""A port answers before there is something to serve, and says that it stops before it is closed."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from api.web.serving import Opening, Server, Service, in_thread_of_its_own
from graph.errors import StoreUnavailableError
from tests.test_layers import ROOT

UNAVAILABLE = {"errors": [{"message": "the service cannot answer now", "extensions": {"code": "SERVICE_UNAVAILABLE"}}]}


async def _answer(_: Request) -> Response:
    return JSONResponse({"status": "ready"})


SERVED = Starlette(routes=[Route("/{path:path}", _answer, methods=["GET", "POST"])])


class Running:
    """A server on a port of its own, and a client."""

    def __init__(self, opening: Opening, *, drain_seconds: float = 0.0) -> None:
        self.service = Service(opening)
        config = uvicorn.Config(
            self.service, host="127.0.0.1", port=0, log_level="critical", ws="websockets-sansio", lifespan="on"
        )
        self.server = Server(config, self.service, drain_seconds=drain_seconds)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        """Serve until the block ends, or a signal was taken."""
        task = asyncio.create_task(self.server.serve())
        while not self.server.started:
            await asyncio.sleep(0.01)
        try:
            async with httpx.AsyncClient(base_url=self.address("http"), trust_env=False) as client:
                yield client
        finally:
            self.server.should_exit = True
            await task

    def address(self, scheme: str) -> str:
        return f"{scheme}://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def take(self, sig: int) -> None:
        """Take a signal as the process would, which is not to end with the server here."""
        self.server.handle_exit(sig, None)
        self.server._captured_signals.clear()


def told(response: httpx.Response) -> tuple[int, object]:
    return response.status_code, response.json()


def test_while_it_starts_it_lives_and_is_not_ready_and_callers_are_to_come_again() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        @asynccontextmanager
        async def opening() -> AsyncIterator[Starlette]:
            await gate.wait()
            yield SERVED

        running = Running(opening)
        async with running.client() as client:
            assert told(await client.get("/health/live")) == (200, {"status": "live"})
            assert told(await client.get("/health/ready")) == (503, {"status": "not ready", "code": "STARTING"})
            asked = await client.post("/graphql", json={"query": "{ viewer { subject } }"})
            assert (told(asked), asked.headers["retry-after"]) == ((503, UNAVAILABLE), "1")
            async with connect(
                f"{running.address('ws')}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
            ) as socket:
                with pytest.raises(ConnectionClosed) as closed:
                    await socket.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1013
            gate.set()
            while not running.service.is_open:
                await asyncio.sleep(0.01)
            for path in ("/health/ready", "/graphql"):
                assert told(await client.get(path)) == (200, {"status": "ready"})

    asyncio.run(scene())


class Panic(BaseException):
    """What a library in Rust raises where it meets what its authors did not foresee: no `Exception`."""


@pytest.mark.parametrize("reason", [StoreUnavailableError("it is gone"), Panic()])
def test_what_cannot_be_opened_ends_the_server_with_its_reason(reason: BaseException) -> None:
    async def scene() -> BaseException | None:
        @asynccontextmanager
        async def opening() -> AsyncIterator[Starlette]:
            await asyncio.sleep(0.3)
            raise reason
            yield SERVED

        running = Running(opening)
        async with asyncio.timeout(10):
            await running.server.serve()
        return running.service.failure

    assert asyncio.run(scene()) is reason


def test_a_start_that_hangs_does_not_keep_it_from_stopping() -> None:
    begun = time.monotonic()

    async def scene() -> BaseException | None:
        @asynccontextmanager
        async def opening() -> AsyncIterator[Starlette]:
            await in_thread_of_its_own(lambda: time.sleep(8))
            yield SERVED

        running = Running(opening, drain_seconds=8)
        async with running.client() as client:
            assert (await client.get("/health/live")).status_code == 200
            running.take(signal.SIGTERM)
        return running.service.failure

    assert asyncio.run(scene()) is None
    assert time.monotonic() - begun < 6


@pytest.mark.long
@pytest.mark.parametrize(("sig", "drains"), [(signal.SIGTERM, True), (signal.SIGINT, False)])
def test_told_to_stop_by_a_supervisor_it_says_so_before_it_is_gone(sig: int, drains: bool) -> None:
    closed: list[str] = []

    @asynccontextmanager
    async def opening() -> AsyncIterator[Starlette]:
        yield SERVED
        closed.append("closed")

    async def scene() -> None:
        running = Running(opening, drain_seconds=2.0)
        async with running.client() as client:
            while not running.service.is_open:
                await asyncio.sleep(0.01)
            begun = time.monotonic()
            running.take(sig)
            await asyncio.sleep(0.5)
            if drains:
                expected = (503, {"status": "not ready", "code": "STOPPING"})
                assert told(await client.get("/health/ready")) == expected
                assert told(await client.post("/graphql")) == (200, {"status": "ready"})
            while not closed:
                await asyncio.sleep(0.05)
            assert (time.monotonic() - begun > 2.0) is drains

    asyncio.run(scene())
    assert closed == ["closed"]


ENDING = """
import asyncio
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from api.web.serving import Server, Service

async def slow(request):
    print("asked", flush=True)
    await asyncio.sleep(1)
    return PlainTextResponse("answered")

async def listen(socket):
    await socket.accept()
    print("listening", flush=True)
    await socket.receive()

@asynccontextmanager
async def opening():
    yield Starlette(routes=[Route("/slow", slow), WebSocketRoute("/live", listen)])
    print("left the store", flush=True)

async def main():
    service = Service(opening)
    config = uvicorn.Config(service, port=0, log_level="critical", ws="websockets-sansio", timeout_graceful_shutdown=5)
    server = Server(config, service, drain_seconds=0.1)
    ending = asyncio.create_task(server.serve())
    while not (server.started and service.is_open):
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await ending

asyncio.run(main())
"""


def test_told_to_stop_a_process_answers_closes_what_listens_leaves_its_store_and_ends_well() -> None:
    words = [sys.executable, "-c", ENDING]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())

        async def scene() -> tuple[int | None, str]:
            async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
                async with connect(f"ws://127.0.0.1:{port}/live") as socket:
                    await asyncio.to_thread(heard, "listening")
                    answer = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/slow"))
                    await asyncio.to_thread(heard, "asked")
                    process.send_signal(signal.SIGTERM)
                    with pytest.raises(ConnectionClosed) as closed:
                        await socket.recv()
                found = await answer
            assert closed.value.rcvd is not None
            return closed.value.rcvd.code, found.text

        def heard(word: str) -> None:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{word}\n"

        assert asyncio.run(scene()) == (1012, "answered")
        assert process.wait(60) == 0
        assert process.stdout.read() == "left the store\n"


def test_what_is_done_in_a_thread_of_its_own_is_returned_or_raised() -> None:
    assert asyncio.run(in_thread_of_its_own(lambda: 7)) == 7

    def failing() -> int:
        raise StoreUnavailableError("it is gone")

    with pytest.raises(StoreUnavailableError):
        asyncio.run(in_thread_of_its_own(failing))


def test_what_is_not_answered_in_time_as_it_stops_is_to_come_again() -> None:
    """Not a status 500, for which clients give up, and a traceback in the log of each that was cut off."""

    async def scene() -> httpx.Response:
        begun = asyncio.Event()

        async def never(_: Request) -> Response:
            begun.set()
            await asyncio.Event().wait()
            raise AssertionError

        @asynccontextmanager
        async def opening() -> AsyncIterator[Starlette]:
            yield Starlette(routes=[Route("/graphql", never, methods=["POST"])])

        running = Running(opening)
        running.server.config.timeout_graceful_shutdown = 0
        async with httpx.AsyncClient(trust_env=False) as other:
            async with running.client():
                while not running.service.is_open:
                    await asyncio.sleep(0.01)
                asked = asyncio.create_task(other.post(f"{running.address('http')}/graphql", json={}))
                await begun.wait()
                running.take(signal.SIGTERM)
            return await asked

    answer = asyncio.run(scene())
    assert (told(answer), answer.headers["retry-after"]) == ((503, UNAVAILABLE), "1")
