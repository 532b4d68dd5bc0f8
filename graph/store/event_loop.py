"""The event loop on which the store answers fastest."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Return a loop whose connections send at once: uvloop's, where it exists.

    The driver makes its sockets in a way in which asyncio's own loop leaves Nagle's algorithm on; each new connection
    then waits 40 ms for an acknowledgement that the server delays.
    """
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop  # noqa: PLC0415  # not there on Windows

    return uvloop.new_event_loop()


def run_on_fast_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, as `asyncio.run` does, on such a loop."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)
