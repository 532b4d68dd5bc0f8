"""Bounds what stands around bodies of requests: lines of the head, trailers, and how long a head may take.

It is read before anybody has said who sends it, and the parser that the server takes has no bounds of its own.
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.web.answers_taken import TakenInTime
from api.web.open_files import most_connections

MOST_HEAD_BYTES = 65_536
A_FIELD_BYTES = 32  # what a line costs besides its words
HEAD_SECONDS = 30.0


class _HeadTooLargeError(Exception):
    """Ends the parsing, which the server answers by 400, and the connection."""


class BoundedHeadProtocol(TakenInTime, HttpToolsProtocol):
    """HTTP/1.1 as uvicorn has it with `httptools`, with bounds for what is neither body nor answer.

    A head and its trailers have `MOST_HEAD_BYTES`, each line counted with `A_FIELD_BYTES` more; so has what is not
    whole yet. A head is whole within `HEAD_SECONDS` of the connection's first moment, of its own first byte, or of the
    answer before it, behind which the rest of a body may come that nobody reads any more. Of too many connections the
    one that has waited longest for a head goes: a client sends its own at once, so that whoever opens connections and
    says nothing shuts out his own.

    Source:
        RFC 9113, section 6.5.2 (`SETTINGS_MAX_HEADER_LIST_SIZE`), for how a list of fields is counted; h11's
        `max_incomplete_event_size` for what is not whole.
    """

    _silent: ClassVar[dict["BoundedHeadProtocol", None]] = {}  # of the process, whose head is waited for, longest first

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head = 0
        self._incomplete = 0
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn's own
        """Begin a connection, whose first head must come in time."""
        super().connection_made(transport)
        self._expect_head()
        if len(self.connections) > most_connections():
            # Not one that is still taking its answer, or the end of it; this one, at the end, is none.
            next(other for other in self._silent if not other.transport.get_write_buffer_size())._leave()

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in bytes; too many that are no whole part of a message end the connection."""
        self._incomplete += len(data)
        super().data_received(data)
        if self._incomplete > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._head = self._incomplete = 0
        self._expect_head()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take in a part of the target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a line of the head, or of the trailers."""
        self._count(len(name) + len(value) + A_FIELD_BYTES)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._incomplete = 0
        self._have_head()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take in a part of the body."""
        self._incomplete = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Have a request whole."""
        self._incomplete = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Have answered: what comes now is waited for no longer than a head is."""
        if not self.pipeline:
            self._expect_head()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Note that an answer was taken, save its last part, which has its time."""
        super().resume_writing()
        if self._head_timer is not None:
            self._have_head()
            self._expect_head()

    def _count(self, size: int) -> None:
        self._incomplete = 0
        self._head += size
        if self._head > MOST_HEAD_BYTES:
            raise _HeadTooLargeError

    def _leave(self) -> None:
        self._have_head()
        self.transport.abort()

    def _expect_head(self) -> None:
        if self._head_timer is None:
            self._silent[self] = None
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _have_head(self) -> None:
        self._silent.pop(self, None)
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if self.flow.write_paused:
            self._expect_head()  # the answer before is being taken yet, and has a time of its own
        else:
            self.transport.abort()  # what closes waits for what is not taken
