"""Asking the real ASGI application over HTTP, in the process: no resolver is called by hand."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from api.noninterference.caller import schema_validating_once
from api.web.http import build_http
from policies import StoredEntry, read_audit
from tests.world import World

GRAPHQL_JSON = "application/graphql-response+json"
ADDRESS = "http://testserver"


@dataclass(slots=True)
class Desk:
    """Asks as any viewer: `raw` and `post` return the response, `ask` its body, `data` the data, which must be whole."""

    world: World
    http: Starlette = field(init=False)

    def __post_init__(self) -> None:
        # The tests ask the same again and again, and a third of the time that it takes is its validation.
        self.http = build_http(self.world.app, with_workers=False, schema=schema_validating_once())

    def raw(
        self,
        content: bytes | AsyncIterator[bytes] | None = None,
        *,
        json: object = None,
        method: str = "POST",
        headers: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
        path: str = "/graphql",
    ) -> httpx.Response:
        """Send one request."""
        found: httpx.Response = self.world.run(self.send(content, json=json, method=method, headers=headers, path=path))
        return found

    async def send(
        self,
        content: bytes | AsyncIterator[bytes] | None = None,
        *,
        json: object = None,
        method: str = "POST",
        headers: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
        path: str = "/graphql",
    ) -> httpx.Response:
        """Send one request, within the loop."""
        transport = httpx.ASGITransport(self.http)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, trust_env=False) as client:
            return await client.request(method, path, content=content, json=json, headers=headers)

    def post(
        self, query: str, *, token: str, variables: Mapping[str, Any] | None = None, accept: str = GRAPHQL_JSON
    ) -> httpx.Response:
        """Ask a question and return the response."""
        body = {"query": query, "variables": dict(variables or {})}
        return self.raw(json=body, headers={"authorization": f"Bearer {token}", "accept": accept})

    def ask(self, query: str, *, token: str, **variables: Any) -> dict[str, Any]:
        """Ask a question and return the body of its answer."""
        found: dict[str, Any] = self.post(query, token=token, variables=variables).json()
        return found

    def data(self, query: str, *, token: str, **variables: Any) -> dict[str, Any]:
        """Ask a question that must be answered without an error, and return the data."""
        body = self.ask(query, token=token, **variables)
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found

    def nodes(self, query: str, *, token: str, **variables: Any) -> list[dict[str, Any]]:
        """Ask for one list in pages and return the items of its page."""
        [page] = self.data(query, token=token, **variables).values()
        return [edge["node"] for edge in page["edges"]]

    def trail(self) -> list[StoredEntry]:
        """Return the audit trail, oldest first, without the entries that open segments."""
        self.world.app.audit.flush()
        return list(read_audit(self.world.app.settings.audit))
