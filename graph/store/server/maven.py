"""Reads files from a Maven repository over few, long-lived connections."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import BinaryIO, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, Request, build_opener, getproxies, proxy_bypass

from graph.store.errors import JarCutShortError, JarMissingError, NetworkUnavailableError

_CHUNK_BYTES = 1 << 18
_TIMEOUT_SECONDS = 30.0
_HEADERS = {"User-Agent": "benang"}


class MavenRepository:
    """A Maven repository. Threads may share it; each keeps a connection of its own.

    Proxies of the environment and redirects are followed, at a connection per file.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._parts = urlsplit(base_url)
        if self._parts.scheme not in {"http", "https"} or not self._parts.hostname:
            raise NetworkUnavailableError(base_url, "not an http or https address")
        # Reading the certificates takes 0.1 s of processor time: once, not with each of the files.
        self._tls = ssl.create_default_context()
        self._opener = build_opener(HTTPSHandler(context=self._tls))
        self._proxied = self._parts.scheme in getproxies() and not proxy_bypass(self._parts.hostname)
        self._own = threading.local()
        self._connections: list[HTTPConnection] = []
        self._connecting = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections:
            connection.close()

    def chunks(self, path: str, *, size: int) -> Iterator[bytes]:
        """Read a file piece by piece, at most a piece beyond its expected size.

        Raises:
            NetworkUnavailableError: the repository cannot be reached.
            JarMissingError: it answers with another status than 200.
            JarCutShortError: the file ended early.
        """
        url = f"{self.base_url}/{path}"
        received = 0
        with self._answer(url) as answer:
            while received <= size:
                try:
                    chunk = answer.read(_CHUNK_BYTES)
                except (OSError, HTTPException) as exc:
                    raise JarCutShortError(url, received=received, expected=size) from exc
                if not chunk:
                    break
                received += len(chunk)
                yield chunk
            if received < size:
                raise JarCutShortError(url, received=received, expected=size)
            if received > size:
                self._forget()

    @contextmanager
    def _answer(self, url: str) -> Iterator[BinaryIO]:
        try:
            status, answer = (0, None) if self._proxied else self._ask(url)
            if answer is None or 300 <= status < 400:
                status, answer = self._ask_anew(url)
        except (OSError, HTTPException) as exc:
            self._forget()
            raise NetworkUnavailableError(self.base_url, _reason(exc)) from exc
        if status != 200:
            self._forget()
            answer.close()
            raise JarMissingError(url, status)
        try:
            yield answer
        except BaseException:
            # What is left of a half-read answer would be taken for the next one.
            self._forget()
            raise
        finally:
            answer.close()

    def _ask(self, url: str) -> tuple[int, BinaryIO | None]:
        connection = self._connection()
        connection.request("GET", urlsplit(url).path, headers=_HEADERS)
        answer = connection.getresponse()
        if 300 <= answer.status < 400:
            self._forget()
            answer.close()
            return answer.status, None
        return answer.status, answer

    def _ask_anew(self, url: str) -> tuple[int, BinaryIO]:
        try:
            answer = self._opener.open(Request(url, headers=_HEADERS), timeout=_TIMEOUT_SECONDS)  # noqa: S310 - checked
        except HTTPError as exc:
            return exc.code, cast("BinaryIO", exc)
        return 200, answer

    def _connection(self) -> HTTPConnection:
        connection: HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._new_connection()
            # One after the other: some resolvers drop lookups of one name that come at once, and answer 5 s later.
            with self._connecting:
                connection.connect()
                self._connections.append(connection)
            self._own.connection = connection
        return connection

    def _new_connection(self) -> HTTPConnection:
        host, port = cast("str", self._parts.hostname), self._parts.port
        if self._parts.scheme == "https":
            return HTTPSConnection(host, port, timeout=_TIMEOUT_SECONDS, context=self._tls)
        return HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)

    def _forget(self) -> None:
        connection: HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._own.connection = None


def _reason(exc: BaseException) -> str:
    inner = exc.reason if isinstance(exc, URLError) else exc
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return type(inner).__name__ if isinstance(inner, BaseException) else str(inner)
