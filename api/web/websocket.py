"""GraphQL over WebSocket, the graphql-transport-ws protocol.

Every operation goes through the same service as HTTP. A connection begins with a token in `connection_init`
(`Authorization`, with or without `Bearer`), and is closed with 4403 when the token ends or its key is taken back,
which makes clients ask for a new one and return. Where nobody's token can be verified, it is closed with 1013.

Source:
    graphql-ws, PROTOCOL.md, subprotocol `graphql-transport-ws`.
"""

import asyncio
import contextlib
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import orjson
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.audit.auditing import tell_of_failure
from api.authentication import Authenticated, Authenticator, authenticate
from api.errors import ApiError, AuthenticationError, KeysUnreadableError, TooManyRequestsError
from api.graphql.request import GraphQLRequest, request_of
from api.graphql.service import GraphQLAnswer, GraphQLService
from api.public_errors import public_error, public_extensions
from api.web_origins import is_of_a_known_page
from graph import GraphError
from policies import AuditError, PolicyError

log = structlog.get_logger()

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 5.0
MAX_OPERATIONS = 16
MAX_MESSAGE_BYTES = 200_000
"""Smaller than a body over HTTP: a message is taken in before anybody has said who sends it."""
MAX_CONNECTIONS = 2_000
MAX_WAITING = 500  # connections that have not said yet who they are
MAX_CONNECTIONS_A_PERSON = 32

_BEARER = re.compile(r"^bearer +", re.IGNORECASE)
_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN = 4400, 4401, 4403
_WRONG_PROTOCOL, _INIT_TIMEOUT, _DUPLICATE, _TOO_MANY_INITS = 4406, 4408, 4409, 4429
TRY_LATER, _FAILED = 1013, 1011


class GraphQLWebSocket:
    """Serves WebSocket connections, a bounded number of all, of one person, and of those that wait for a token."""

    def __init__(self, service: GraphQLService, authenticator: Authenticator, *, origins: frozenset[str]) -> None:
        self._service = service
        self._authenticator = authenticator
        self._origins = origins
        self._people: Counter[tuple[str, str]] = Counter()
        self._waiting: dict[_Connection, None] = {}  # for a token, the longest first

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection until it ends; a page of elsewhere in a browser gets none."""
        if not is_of_a_known_page(
            socket.headers.getlist("origin"), socket.headers.get("host", ""), allowed=self._origins
        ):
            log.warning("origin_refused")
            await socket.close()  # before it is accepted, which answers the handshake with 403
            return
        await socket.accept(subprotocol=PROTOCOL if PROTOCOL in socket.scope["subprotocols"] else None)
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.close(_WRONG_PROTOCOL, "Subprotocol not acceptable")
        else:
            connection = _Connection(socket, self._service, self._authenticator, self._seated)
            self._let_wait(connection)
            try:
                await connection.run()
            finally:
                self._waiting.pop(connection, None)

    def _let_wait(self, connection: "_Connection") -> None:
        """Let a connection wait for its token; of too many, the one that has waited longest goes.

        A client sends its token at once, so that whoever opens connections and says nothing shuts out his own.
        """
        self._waiting[connection] = None
        if len(self._waiting) > MAX_WAITING:
            longest = next(iter(self._waiting))
            del self._waiting[longest]
            longest.give_way()

    @contextlib.contextmanager
    def _seated(self, connection: "_Connection", who: Authenticated) -> Iterator[None]:
        """Count a connection of a person: with all of theirs taken by one, others would hear of nothing."""
        self._waiting.pop(connection, None)
        person = (who.viewer.agency, who.viewer.subject)
        if self._people.total() >= MAX_CONNECTIONS or self._people[person] >= MAX_CONNECTIONS_A_PERSON:
            raise _CloseError(TRY_LATER, "Too many connections")
        self._people[person] += 1
        try:
            yield
        finally:
            self._people[person] -= 1
            self._people += Counter()  # forgets whoever has none


Seated = Callable[["_Connection", Authenticated], contextlib.AbstractContextManager[None]]


def _as_headers(named: Sequence[object]) -> list[str]:
    """Return the `Authorization` headers that a client and whoever stands before the service name between them.

    The same token twice is one, as where a proxy adds what a client said. Of two, or of one that is no text, the
    connection must not go by either: over HTTP it would not.
    """
    tokens = [_BEARER.sub("", text.strip()) if isinstance(text, str) else "" for text in named]
    return [f"Bearer {token}" for token in dict.fromkeys(tokens)]


class _CloseError(Exception):
    """Ends the connection with a code of the protocol."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class _Connection:
    def __init__(
        self, socket: WebSocket, service: GraphQLService, authenticator: Authenticator, seated: Seated
    ) -> None:
        self._socket = socket
        self._seated = seated
        self._service = service
        self._authenticator = authenticator
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._headers: list[str] = []
        self._first: asyncio.Future[dict[str, Any]] | None = None
        self._gives_way = False

    def give_way(self) -> None:
        """End the connection, which still waits for a token, for others."""
        self._gives_way = True
        if self._first is not None:
            self._first.cancel()

    async def run(self) -> None:
        try:
            who = await self._initialise()
            with self._seated(self, who):
                await self._send({"type": "connection_ack"})
                await self._converse(who)
        except _CloseError as exc:
            await self._close(exc.code, exc.reason)
        except WebSocketDisconnect:
            pass
        except Exception as exc:
            # What goes on from here would be printed with its values.
            log.error("connection_failed", problem=type(exc).__name__)
            await self._close(_FAILED, "Internal error")
        finally:
            tasks = list(self._operations.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _initialise(self) -> Authenticated:
        try:
            message = await self._first_message()
        except TimeoutError:
            raise _CloseError(_INIT_TIMEOUT, "Connection initialisation timeout") from None
        if message.get("type") != "connection_init":
            raise _CloseError(_UNAUTHORIZED, "Unauthorized")
        payload = message.get("payload")
        parameters = payload if isinstance(payload, dict) else {}
        given = [v for k, v in parameters.items() if str(k).lower() == "authorization" and v is not None]
        # Of another scheme, as where a proxy asks for a password, is no token.
        added = [text for text in self._socket.headers.getlist("authorization") if _BEARER.match(text)]
        self._headers = _as_headers([*given, *added])
        who = self._authenticated()
        # One that ended a moment ago is taken for a request, since clocks differ; a connection ends with its token.
        if who.expires_at <= time.time():
            raise _CloseError(_FORBIDDEN, "Token expired")
        return who

    async def _first_message(self) -> dict[str, Any]:
        if self._gives_way:
            raise _CloseError(TRY_LATER, "Too many connections")
        self._first = asyncio.ensure_future(self._past_pings())
        try:
            return await asyncio.wait_for(self._first, INIT_SECONDS)
        except asyncio.CancelledError:
            if self._gives_way:
                raise _CloseError(TRY_LATER, "Too many connections") from None
            raise

    async def _past_pings(self) -> dict[str, Any]:
        """Return the next message that is neither ping nor pong: these may be sent at any time."""
        while (message := await self._receive()).get("type") in {"ping", "pong"}:
            if message["type"] == "ping":
                await self._send({"type": "pong"})
        return message

    def _authenticated(self) -> Authenticated:
        """Return who the connection's token speaks for now: its key may have been taken back since it began."""
        try:
            return authenticate(self._headers, self._authenticator)
        except AuthenticationError:
            raise _CloseError(_FORBIDDEN, "Forbidden") from None
        except KeysUnreadableError:
            # Whoever is told that the token is refused gets another one, which helps nobody.
            raise _CloseError(TRY_LATER, "No keys to verify tokens with") from None

    async def _converse(self, who: Authenticated) -> None:
        while True:
            left = who.expires_at - time.time()
            try:
                message = await asyncio.wait_for(self._receive(), max(left, 0.0))
            except TimeoutError:
                raise _CloseError(_FORBIDDEN, "Token expired") from None
            await self._handle(message)

    async def _handle(self, message: dict[str, Any]) -> None:
        kind = message.get("type")
        if kind == "connection_init":
            raise _CloseError(_TOO_MANY_INITS, "Too many initialisation requests")
        if kind == "ping":
            await self._send({"type": "pong"})
        elif kind == "complete":
            task = self._operations.pop(str(message.get("id")), None)
            if task is not None:
                task.cancel()
        elif kind == "subscribe":
            await self._start(message, self._authenticated())
        elif kind != "pong":
            raise _CloseError(_BAD_REQUEST, "Unknown message type")

    async def _start(self, message: dict[str, Any], who: Authenticated) -> None:
        operation_id = message.get("id")
        if not isinstance(operation_id, str) or not operation_id or len(operation_id) > 200:
            raise _CloseError(_BAD_REQUEST, "Invalid message")
        if operation_id in self._operations:
            raise _CloseError(_DUPLICATE, "Subscriber already exists")
        if len(self._operations) >= MAX_OPERATIONS:
            # The others on the connection, an inbox that is listened to among them, go on.
            await self._send_failure(operation_id, TooManyRequestsError(MAX_OPERATIONS))
            return
        try:
            request = request_of(message.get("payload"))
        except ApiError:
            raise _CloseError(_BAD_REQUEST, "Invalid message") from None
        self._operations[operation_id] = asyncio.create_task(self._run_operation(operation_id, request, who))

    async def _run_operation(self, operation_id: str, request: GraphQLRequest, who: Authenticated) -> None:
        try:
            await self._answer_whole(operation_id, request, who)
        except (ApiError, GraphError, PolicyError) as exc:
            log.warning("operation_failed", code=public_error(exc)[0])
            if isinstance(exc, AuditError):
                tell_of_failure(exc)
            await self._send_failure(operation_id, exc)
        except _CloseError as exc:
            await self._close(exc.code, exc.reason)
        except WebSocketDisconnect:
            pass
        except Exception as exc:
            # What goes on from here would be printed with its values, and whoever waits would wait for ever.
            log.error("operation_failed", problem=type(exc).__name__)
            await self._send_failure(operation_id, exc)
        finally:
            # Whoever completed it may have begun another one of this id: that one stays counted.
            if self._operations.get(operation_id) is asyncio.current_task():
                del self._operations[operation_id]

    async def _answer_whole(self, operation_id: str, request: GraphQLRequest, who: Authenticated) -> None:
        """Send all answers of an operation, and then that it is complete, unless one of them was not executed."""
        confirm = partial(authenticate, self._headers, self._authenticator)
        if self._service.is_subscription(request, who):
            # Closed at once where this ends: a subscription is counted until it is.
            async with contextlib.aclosing(self._service.subscribe(request, who, confirm=confirm)) as answers:
                async for answer in answers:
                    await self._answer(operation_id, answer)
                    if not answer.executed:
                        return
        else:
            answer = await self._service.execute(request, who, confirm=confirm)
            await self._answer(operation_id, answer)
            if not answer.executed:
                return
        await self._send({"id": operation_id, "type": "complete"})

    async def _close(self, code: int, reason: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.close(code, reason)

    async def _send_failure(self, operation_id: str, exc: Exception) -> None:
        _, message = public_error(exc)
        errors = [{"message": message, "extensions": public_extensions(exc)}]
        with contextlib.suppress(WebSocketDisconnect):
            await self._send({"id": operation_id, "type": "error", "payload": errors})

    async def _answer(self, operation_id: str, answer: GraphQLAnswer) -> None:
        self._authenticated()
        if answer.executed:
            await self._send({"id": operation_id, "type": "next", "payload": answer.body})
        else:
            await self._send({"id": operation_id, "type": "error", "payload": list(answer.errors)})

    async def _receive(self) -> dict[str, Any]:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if not isinstance(text, str) or len(text) > MAX_MESSAGE_BYTES:
            raise _CloseError(_BAD_REQUEST, "Invalid message")
        try:
            data = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise _CloseError(_BAD_REQUEST, "Invalid message") from None
        if not isinstance(data, dict):
            raise _CloseError(_BAD_REQUEST, "Invalid message")
        return data

    async def _send(self, message: dict[str, Any]) -> None:
        # Text frames: clients of this protocol do not take binary ones.
        text = orjson.dumps(message).decode()
        try:
            await self._socket.send_text(text)
        except RuntimeError as exc:  # as Starlette says that the socket is closed
            raise WebSocketDisconnect from exc
