"""Bounds what a WebSocket costs below its messages: pings, parts of a message, and the end of a connection.

All of it comes before anybody has said who sends it, and the protocol that the server takes has no bounds for it.
"""

import asyncio

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

from api.web.answers_taken import TakenInTime

MOST_PARTS = 1_000  # of one message; an empty one counts nothing towards its size
CLOSING_SECONDS = 15.0
"""How long a connection that is over may take to close, longer than the server waits for the answer to its close."""


class BoundedSocketProtocol(TakenInTime, WebSocketsSansIOProtocol):
    """WebSocket as uvicorn has it with `websockets`, for clients that send and do not take what they are sent.

    Source:
        RFC 6455, section 5.5.3, for pings that have no answer of their own.
    """

    _closing: asyncio.TimerHandle | None = None

    def handle_ping(self) -> None:
        """Answer a ping, unless answers wait to be taken: else they would heap up without end."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()  # which forgets it

    def handle_cont(self, event: Frame) -> None:
        """Take in a further part of a message."""
        if len(self.frames) < MOST_PARTS:
            super().handle_cont(event)
        else:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG, "too many parts")
            self.handle_parser_exception()

    def keepalive_timeout(self) -> None:
        """Break off a connection whose other side gives no sign of life: it takes nothing any more."""
        super().keepalive_timeout()
        self.transport.abort()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Have nothing more to do with a connection but close it."""
        super().on_task_complete(task)
        if not self.disconnected:
            self._closing = self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        if self._closing is not None:
            self._closing.cancel()
        super().connection_lost(exc)
