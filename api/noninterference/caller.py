"""Asks the real ASGI application in the process, as a client over HTTP would: no resolver is called by hand."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import orjson
from starlette.applications import Starlette
from strawberry import Schema
from strawberry.extensions import SchemaExtension

from api.graphql import build_schema
from api.web.http import GRAPHQL_JSON

_AT_ONCE = 2  # below what one viewer may have under way
_TRIES = 3
# No answer, but the store out of breath, or another question under way that runs alone: asked again, by itself.
_FAILED = (b"INTERNAL_SERVER_ERROR", b"SERVICE_UNAVAILABLE", b"TOO_MANY_REQUESTS", b"OPERATION_TOO_LONG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Status and body of an answer."""

    status: int
    body: bytes

    @property
    def bytes(self) -> bytes:
        """What is compared: the status and every byte of the body."""
        return str(self.status).encode() + b" " + self.body

    @property
    def has_failed(self) -> bool:
        """Whether something went wrong that is no answer to the question; an answer has a body."""
        return not self.body or any(code in self.body for code in _FAILED)

    def data(self) -> Mapping[str, Any]:
        """Return the decoded body."""
        found: Mapping[str, Any] = orjson.loads(self.body)
        return found


class ValidOnce(SchemaExtension):
    """Validates a document once and no more: the kit asks each many times, and validation takes half of the time.

    Sound here, since the schema stays as it is and whether a document is valid depends on nothing else. A service does
    so where its time tells nobody who asked the same before (`api.graphql.documents`), and these are full of values.
    """

    def __init__(self, valid: set[bytes]) -> None:
        """Take the digests of what was found valid, to be added to; never of another schema."""
        super().__init__()
        self._valid = valid

    def on_validate(self) -> Iterator[None]:
        """Leave out what was found valid before."""
        context = self.execution_context
        text = hashlib.sha256((context.query or "").encode()).digest()
        if text in self._valid:
            context.pre_execution_errors = []
        yield
        if context.pre_execution_errors == []:
            self._valid.add(text)


@lru_cache(maxsize=1)
def schema_validating_once() -> Schema:
    """Return the schema of all applications of the kit in this process, which know together what is valid."""
    return build_schema([partial(ValidOnce, set())])


class Caller:
    """Posts documents with a viewer's token."""

    def __init__(self, http: Starlette) -> None:
        self._http = http

    async def ask(self, document: str, token: str) -> Reply:
        """Post one document and return what comes back."""
        body = orjson.dumps({"query": document})
        sent: list[MutableMapping[str, Any]] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        answered = asyncio.Event()

        async def receive() -> MutableMapping[str, Any]:
            if not waiting:
                await answered.wait()  # who left before would get no answer
                return {"type": "http.disconnect"}
            return waiting.pop()

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                answered.set()

        await self._http(_connection(token, len(body)), receive, send)
        text = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        return Reply(status=int(sent[0]["status"]), body=text)

    async def ask_all(self, documents: Sequence[str], token: str) -> list[Reply]:
        """Post documents, some at once, and return what comes back in their order."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(document: str) -> Reply:
            async with gate:
                return await self.ask(document, token)

        found = list(await asyncio.gather(*map(one, documents)))
        for number, document in enumerate(documents):
            for _ in range(_TRIES):
                if not found[number].has_failed:
                    break
                found[number] = await self.ask(document, token)
        return found


def _connection(token: str, size: int) -> dict[str, Any]:
    """Return what ASGI tells an application of a request whose body has so many bytes."""
    headers = [
        (b"authorization", f"Bearer {token}".encode()),
        (b"accept", GRAPHQL_JSON.encode()),
        (b"content-type", b"application/json"),
        (b"content-length", str(size).encode()),
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
