"""Ends connections whose other side does not take what it is sent.

What is not taken stands in memory, and whoever waits to send more waits with it. Closing is no end either: it waits
until all is taken.
"""

import asyncio

from api.web.request_body import LEAST_BYTES_A_SECOND

TAKE_SECONDS = 30.0


class TakenInTime(asyncio.Protocol):
    """A protocol of uvicorn's whose connection is broken off where what waits is not taken in time.

    From when more than 64 KiB wait until nearly all of that is taken there are `TAKE_SECONDS`, and another second for
    each `LEAST_BYTES_A_SECOND`, as a body has that comes slowly.
    """

    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    _untaken: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Note that much waits to be taken."""
        super().pause_writing()
        seconds = TAKE_SECONDS + self.transport.get_write_buffer_size() / LEAST_BYTES_A_SECOND
        self._untaken = self.loop.call_later(seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that it was taken."""
        self._have_taken()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        self._have_taken()
        super().connection_lost(exc)

    def _have_taken(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None
