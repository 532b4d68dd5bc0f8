"""GraphQL over WebSocket, the graphql-transport-ws protocol.

Every operation goes through the same service as HTTP. A connection begins with a token in `connection_init`
(`Authorization`, with or without `Bearer`), and is closed with 4403 when the token ends or its key is taken back,
which makes clients ask for a new one and return.

Source:
    graphql-ws, PROTOCOL.md, subprotocol `graphql-transport-ws`.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.authentication import Authenticated, Authenticator, authenticate
from api.errors import ApiError, AuthenticationError, public_error
from api.graphql.request import GraphQLRequest, request_of
from api.graphql.service import GraphQLAnswer, GraphQLService
from graph import GraphError
from policies import PolicyError

log = structlog.get_logger()

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 5.0
MAX_OPERATIONS = 16
MAX_MESSAGE_CHARACTERS = 100_000
MAX_CONNECTIONS = 2_000
MAX_CONNECTIONS_A_PERSON = 32

_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN = 4400, 4401, 4403
_WRONG_PROTOCOL, _INIT_TIMEOUT, _DUPLICATE, _TOO_MANY_INITS = 4406, 4408, 4409, 4429
_TRY_LATER = 1013


class GraphQLWebSocket:
    """Serves connections."""

    def __init__(self, service: GraphQLService, authenticator: Authenticator) -> None:
        self._service = service
        self._authenticator = authenticator
        self._open = 0
        self._people: Counter[tuple[str, str]] = Counter()

    async def serve(self, socket: WebSocket) -> None:
        """Serve one connection until it ends."""
        await socket.accept(subprotocol=PROTOCOL if PROTOCOL in socket.scope["subprotocols"] else None)
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.close(_WRONG_PROTOCOL, "Subprotocol not acceptable")
        elif self._open >= MAX_CONNECTIONS:
            await socket.close(_TRY_LATER, "Too many connections")
        else:
            self._open += 1
            try:
                await _Connection(socket, self._service, self._authenticator, self._seated).run()
            finally:
                self._open -= 1

    @contextlib.contextmanager
    def _seated(self, who: Authenticated) -> Iterator[None]:
        """Count a connection of a person: with all of theirs taken by one, others would hear of nothing."""
        person = (who.viewer.agency, who.viewer.subject)
        if self._people[person] >= MAX_CONNECTIONS_A_PERSON:
            raise _CloseError(_TRY_LATER, "Too many connections")
        self._people[person] += 1
        try:
            yield
        finally:
            self._people[person] -= 1
            self._people += Counter()  # forgets whoever has none


Seated = Callable[[Authenticated], contextlib.AbstractContextManager[None]]


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
        self._token = ""

    async def run(self) -> None:
        try:
            who = await self._initialise()
            with self._seated(who):
                await self._send({"type": "connection_ack"})
                await self._converse(who)
        except _CloseError as exc:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close(exc.code, exc.reason)
        except WebSocketDisconnect:
            pass
        finally:
            tasks = list(self._operations.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _initialise(self) -> Authenticated:
        try:
            message = await asyncio.wait_for(self._receive(), INIT_SECONDS)
        except TimeoutError:
            raise _CloseError(_INIT_TIMEOUT, "Connection initialisation timeout") from None
        if message.get("type") != "connection_init":
            raise _CloseError(_UNAUTHORIZED, "Unauthorized")
        payload = message.get("payload")
        parameters = {str(k).lower(): v for k, v in payload.items()} if isinstance(payload, dict) else {}
        header = parameters.get("authorization") or self._socket.headers.get("authorization")
        text = header if isinstance(header, str) else ""
        self._token = text if " " in text else f"Bearer {text}"
        return self._authenticated()

    def _authenticated(self) -> Authenticated:
        """Return who the connection's token speaks for now: its key may have been taken back since it began."""
        try:
            return authenticate(self._token, self._authenticator)
        except AuthenticationError:
            raise _CloseError(_FORBIDDEN, "Forbidden") from None

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
            self._start(message, self._authenticated())
        elif kind != "pong":
            raise _CloseError(_BAD_REQUEST, "Unknown message type")

    def _start(self, message: dict[str, Any], who: Authenticated) -> None:
        operation_id = message.get("id")
        if not isinstance(operation_id, str) or not operation_id or len(operation_id) > 200:
            raise _CloseError(_BAD_REQUEST, "Invalid message")
        if operation_id in self._operations:
            raise _CloseError(_DUPLICATE, "Subscriber already exists")
        if len(self._operations) >= MAX_OPERATIONS:
            raise _CloseError(_TOO_MANY_INITS, "Too many operations")
        try:
            request = request_of(message.get("payload"))
        except ApiError:
            raise _CloseError(_BAD_REQUEST, "Invalid message") from None
        self._operations[operation_id] = asyncio.create_task(self._run_operation(operation_id, request, who))

    async def _run_operation(self, operation_id: str, request: GraphQLRequest, who: Authenticated) -> None:
        try:
            if self._service.is_subscription(request):
                async for answer in self._service.subscribe(request, who):
                    await self._answer(operation_id, answer)
                    if not answer.executed:
                        return
            else:
                answer = await self._service.execute(request, who)
                await self._answer(operation_id, answer)
                if not answer.executed:
                    return
            await self._send({"id": operation_id, "type": "complete"})
        except (ApiError, GraphError, PolicyError) as exc:
            code, message = public_error(exc)
            log.warning("operation_failed", code=code)
            errors = [{"message": message, "extensions": {"code": code}}]
            await self._send({"id": operation_id, "type": "error", "payload": errors})
        except _CloseError as exc:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close(exc.code, exc.reason)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            # Whoever completed it may have begun another one of this id: that one stays counted.
            if self._operations.get(operation_id) is asyncio.current_task():
                del self._operations[operation_id]

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
        if not isinstance(text, str) or len(text) > MAX_MESSAGE_CHARACTERS:
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
        await self._socket.send_text(orjson.dumps(message).decode())
