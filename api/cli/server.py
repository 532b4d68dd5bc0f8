"""Commands that run or look after a deployment: serve, status, Bloom projection, audit."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import partial
from typing import Annotated

import structlog
import typer
import uvicorn
from starlette.applications import Starlette

from api.authentication import advice_on_keys
from api.background.first_plans import planning
from api.bootstrap import application_on, open_application
from api.cli.console import fail, print_json, say, show
from api.cli.context import StoreProgressLine, run, settings
from api.cli.options import Json
from api.settings import Settings
from api.terminal_text import Line, as_line
from api.web.http import build_http
from api.web.open_files import most_connections, raise_limit
from api.web.request_heads import BoundedHeadProtocol
from api.web.serving import Server, Service, in_thread_of_its_own
from api.web.socket_frames import BoundedSocketProtocol
from api.web.websocket import MAX_CONNECTIONS, MAX_MESSAGE_BYTES, MAX_WAITING
from graph import look_for_cycles
from graph.store import HIT_INDEX, NOTICES, RESOLUTION, open_store
from policies import ClockError, PolicyClock, PolicyError, refusal_of

log = structlog.get_logger()


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    drain: Annotated[
        float, typer.Option(help="Seconds to go on after SIGTERM, while `/health/ready` says 503.", min=0, max=300)
    ] = 2.0,
) -> None:
    """Serve the GraphQL API, and resolve and alert in the background."""
    # Before the store is started for nothing.
    if not is_free(host, port):
        fail(f"cannot listen on {host}:{port}; another program does, or the address is not this machine's")
    run(_serve(host, port, drain_seconds=drain))


def status(json: Json = False) -> None:
    """Tell what is in the graph and how far the followers are."""
    found, waiting = run(_status())
    if json:
        print_json(found)
    else:
        for line in status_lines(found):
            show(line)
    if waiting is not None:
        fail(str(waiting))


def status_lines(found: Mapping[str, object]) -> Iterator[Line]:
    """Yield the state of a deployment as lines, what is counted by kind a line each."""
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from (as_line(name, inner, count) for inner, count in value.items())
        else:
            yield as_line(name, value)


async def _serve(host: str, port: int, *, drain_seconds: float) -> None:
    limit = raise_limit()
    if most_connections() < MAX_CONNECTIONS + MAX_WAITING:
        log.warning("few_open_files", limit=limit, connections=most_connections())
    service = Service(partial(_opened, settings(), f"http://{host}:{port}/graphql"))
    config = uvicorn.Config(
        service,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        http=BoundedHeadProtocol,
        ws=BoundedSocketProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        timeout_graceful_shutdown=5,
    )
    await Server(config, service, drain_seconds=drain_seconds).serve()
    if service.failure is not None:
        raise service.failure


@contextlib.asynccontextmanager
async def _opened(given: Settings, address: str) -> AsyncIterator[Starlette]:
    """Open what is served, beside the event loop as far as it is the store that starts, and say so."""
    told = StoreProgressLine()
    with await in_thread_of_its_own(partial(open_store, given.store, on_progress=told)) as lease:
        async with application_on(given, lease, on_progress=told) as app:
            # What a start makes stays: passing over it again and again would stop the process for a third of a second.
            look_for_cycles()
            with contextlib.suppress(NotImplementedError):  # Windows has no such signal; there the folder is watched
                asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, app.policy.ask)
            async with planning(app) as first:
                await first.wait()
                http = build_http(app, first=first)
                async with http.router.lifespan_context(http):
                    say(f"serving {address}; stop with Ctrl-C")
                    if not given.jwks.exists():
                        say(advice_on_keys(given))
                    yield http


def is_free(host: str, port: int) -> bool:
    """Return whether a port can be listened on."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True


async def _status() -> tuple[dict[str, object], PolicyError | None]:
    """Return counts, with the codes of what waits for an operator before anything is disclosed; and the first of it."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        last, resolved = await app.feed.last(), await app.feed.position(RESOLUTION)
        counts, damage = await app.overview.counts(), app.audit.damage.standing()
        waiting, doubt = refusal_of(damage) if damage else None, _doubt(app.clock)
        found = {
            **counts,
            "changes": last,
            "changesToResolve": last - resolved,
            "recordsToResolve": await app.feed.waiting(resolved),
            "changesToNotify": last - await app.feed.position(NOTICES),
            "changesToIndex": last - await app.feed.position(HIT_INDEX),
            "hitIndex": str(await app.exchange.index.condition()),
            "compartments": len(app.registry.all),
            "policyVersion": app.bundle.version,
            "store": "external" if app.settings.store.external else "embedded",
            "audit": waiting.code if waiting is not None else "whole",
            "clock": doubt.code if doubt is not None else "believed",
        }
        # The damage first: the clock is confirmed into a trail that is whole.
        return found, waiting or doubt


def _doubt(clock: PolicyClock) -> ClockError | None:
    """Return why the machine's clock is not believed, if it is not."""
    try:
        clock.now()
    except ClockError as exc:
        return exc
    return None
