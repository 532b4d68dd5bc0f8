"""What a port answers from its first moment to its last: health at any time, all else once the parts are wired.

A store may take a minute to start. Whoever watches the service would take a port that is closed for a process that
died, and whoever sends it requests has to hear that it is about to stop before it does.
"""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from types import FrameType
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from api.errors import RETRY_AFTER_SECONDS
from api.web.http import alive, not_ready
from api.web.websocket import PROTOCOL, TRY_LATER

T = TypeVar("T")
Opening = Callable[[], AbstractAsyncContextManager[ASGIApp]]
"""Opens what is served, and closes it."""

STARTING = "STARTING"
STOPPING = "STOPPING"
_TICK_SECONDS = 0.1


class Service:
    """An ASGI application that is there before what it serves is. `failure`: why that could not be opened."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._served: ASGIApp | None = None
        self._ended = asyncio.Event()
        self._lifespan = Starlette(lifespan=self._live)
        self._waiting = Starlette(routes=_WAITING_ROUTES)
        self.is_stopping = False
        self.failure: BaseException | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to serve."""
        return self._served is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, connection or lifespan, as ASGI has it."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        elif self.is_stopping and scope["path"] == "/health/ready":
            await not_ready(STOPPING)(scope, receive, send)
        else:
            await self._answer(self._served or self._waiting, scope, receive, send)

    async def _answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await app(scope, receive, note)
        except asyncio.CancelledError:
            # The server stops and waits no longer. It would take this for a fault: status 500, and a traceback each.
            if scope["type"] == "http" and not has_begun:
                await _cannot_answer()(scope, receive, send)

    @asynccontextmanager
    async def _live(self, _: Starlette) -> AsyncIterator[None]:
        opening = asyncio.create_task(self._open())
        try:
            yield
        finally:
            if not self.is_open:
                opening.cancel()
            self._ended.set()
            await asyncio.gather(opening, return_exceptions=True)

    async def _open(self) -> None:
        try:
            async with self._opening() as served:
                self._served = served
                await self._ended.wait()
        except asyncio.CancelledError:
            raise
        except BaseException as exc:
            # A panic of the policy engine, which is written in Rust, is no `Exception`. Whatever it was, the server
            # ends with it and whoever started it is told: else it would say for ever that it is not ready yet.
            self.failure = exc


class Server(uvicorn.Server):
    """Serves until it is told to stop, or what it serves failed.

    On SIGTERM, which a supervisor sends, it goes on answering for `drain_seconds` while `/health/ready` says that it
    stops, and ends in order: to have stopped when told to is no failure. Whoever presses Ctrl-C does not wait.
    """

    def __init__(self, config: uvicorn.Config, service: Service, *, drain_seconds: float) -> None:
        super().__init__(config)
        self._service = service
        self._drain_seconds = drain_seconds
        self._is_terminated = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to stop."""
        self._is_terminated = sig == signal.SIGTERM
        if self._is_terminated:
            self.should_exit = True  # what uvicorn notes besides it raises again at the end, which kills the process
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Return whether it is time to stop."""
        return await super().on_tick(counter) or self._service.failure is not None

    async def main_loop(self) -> None:
        """Serve, and then let others find out that it stops."""
        await super().main_loop()
        if self._is_terminated and self._service.is_open:
            self._service.is_stopping = True
            end = time.monotonic() + self._drain_seconds
            while self._drains(end):  # noqa: ASYNC110 - a signal ends it
                await asyncio.sleep(_TICK_SECONDS)

    def _drains(self, end: float) -> bool:
        return self._is_terminated and time.monotonic() < end


async def in_thread_of_its_own(work: Callable[[], T]) -> T:
    """Return what work returns, done in a thread that no end of the process waits for."""
    future = Future[T]()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as exc:
            # A thread's own error would reach nobody: it is raised where the work is awaited.
            future.set_exception(exc)

    threading.Thread(target=run, name="opening", daemon=True).start()
    return await asyncio.wrap_future(future)


async def _not_ready_yet(_: Request) -> Response:
    return not_ready(STARTING)


async def _not_yet(_: Request) -> Response:
    return _cannot_answer()


def _cannot_answer() -> Response:
    error = {"message": "the service cannot answer now", "extensions": {"code": "SERVICE_UNAVAILABLE"}}
    headers = {"retry-after": str(RETRY_AFTER_SECONDS)}
    return JSONResponse({"errors": [error]}, status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


async def _come_again(socket: WebSocket) -> None:
    # Accepted first: a handshake that is refused reads as if whoever asks might not come in.
    await socket.accept(subprotocol=PROTOCOL if PROTOCOL in socket.scope["subprotocols"] else None)
    await socket.close(TRY_LATER, "Starting")


_WAITING_ROUTES = [
    Route("/health/live", alive, methods=["GET"]),
    Route("/health/ready", _not_ready_yet, methods=["GET"]),
    WebSocketRoute("/graphql", _come_again),
    Route("/{path:path}", _not_yet, methods=["GET", "POST"]),
]
