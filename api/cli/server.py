"""Commands that run or look after a deployment: serve, status, Bloom projection, audit."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator, Mapping
from typing import Annotated

import typer
import uvicorn

from api.bootstrap import open_application
from api.cli.console import fail, print_json, say, show
from api.cli.context import StoreProgressLine, run, settings
from api.cli.options import Json
from api.http import build_http
from api.terminal_text import Line, as_line
from api.websocket import MAX_MESSAGE_BYTES
from graph import look_for_cycles
from graph.store import HIT_INDEX, NOTICES, RESOLUTION


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the GraphQL API, and resolve and alert in the background."""
    # Before the store is started for nothing.
    if not is_free(host, port):
        fail(f"cannot listen on {host}:{port}; another program does, or the address is not this machine's")
    run(_serve(host, port))


def status(json: Json = False) -> None:
    """Tell what is in the graph and how far the followers are."""
    found = run(_status())
    if json:
        print_json(found)
        return
    for line in status_lines(found):
        show(line)


def status_lines(found: Mapping[str, object]) -> Iterator[Line]:
    """Yield the state of a deployment as lines, what is counted by kind a line each."""
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from (as_line(name, inner, count) for inner, count in value.items())
        else:
            yield as_line(name, value)


async def _serve(host: str, port: int) -> None:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        # What a start makes stays: passing over it again and again would stop the process for a third of a second.
        look_for_cycles()
        config = uvicorn.Config(
            build_http(app),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="websockets-sansio",
            ws_max_size=MAX_MESSAGE_BYTES,
            timeout_graceful_shutdown=5,
        )
        server = uvicorn.Server(config)
        with contextlib.suppress(NotImplementedError):  # Windows has no such signal; there the folder is watched alone
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, app.policy.ask)
        say(f"serving http://{host}:{port}/graphql; stop with Ctrl-C")
        await server.serve()


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


async def _status() -> dict[str, object]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        last, resolved = await app.feed.last(), await app.feed.position(RESOLUTION)
        counts = await app.overview.counts()
        return {
            **counts,
            "changes": last,
            "changesToResolve": last - resolved,
            "recordsToResolve": await app.feed.waiting(resolved),
            "changesToNotify": last - await app.feed.position(NOTICES),
            "changesToIndex": last - await app.feed.position(HIT_INDEX),
            "compartments": len(app.registry.all),
            "policyVersion": app.bundle.version,
            "store": "external" if app.settings.store.external else "embedded",
        }
