"""Takes in the body of a request: bounded in size, in the time that it takes, and in how many one person sends at once.

A body is held in memory from its first byte on, and who began it may be let in no more by its last one.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from api.authentication import Authenticated
from api.errors import BodyTooLargeError, BodyTooSlowError, TooManyRequestsError

FIRST_SECONDS = 30.0
LEAST_BYTES_A_SECOND = 10_000
"""For each so many bytes that came a body has another second, so that a long one may come over a poor line."""
MAX_BODIES_A_PERSON = 16
_LONGEST_LENGTH = 20  # digits that a `content-length` of any use may have


class RequestBodies:
    """Takes in the bodies of requests, of nobody more than `MAX_BODIES_A_PERSON` at once."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._coming: Counter[tuple[str, str]] = Counter()

    async def take_in(self, request: Request, who: Authenticated) -> bytes:
        """Return the whole body of a request.

        Raises:
            TooManyRequestsError: as many bodies of this person are coming as may.
            BodyTooLargeError: it is larger than a body may be, or says so.
            BodyTooSlowError: it was not whole in time.
            starlette.requests.ClientDisconnect: its sender left.
        """
        if _is_longer(request.headers.get("content-length", "0"), self._max_bytes):
            raise BodyTooLargeError
        with self._counted((who.viewer.agency, who.viewer.subject)):
            try:
                return await self._read(request)
            except TimeoutError as exc:
                raise BodyTooSlowError from exc

    async def _read(self, request: Request) -> bytes:
        """Read a body, with more time for what has come.

        Source:
            Apache mod_reqtimeout, `RequestReadTimeout body=20,MinRate=500`.
        """
        body = bytearray()
        begun = asyncio.get_running_loop().time()
        async with asyncio.timeout_at(begun + FIRST_SECONDS) as limit:
            async for chunk in request.stream():
                body += chunk
                if len(body) > self._max_bytes:
                    raise BodyTooLargeError
                limit.reschedule(begun + FIRST_SECONDS + len(body) / LEAST_BYTES_A_SECOND)
        return bytes(body)

    @contextmanager
    def _counted(self, person: tuple[str, str]) -> Iterator[None]:
        if self._coming[person] >= MAX_BODIES_A_PERSON:
            raise TooManyRequestsError(MAX_BODIES_A_PERSON)
        self._coming[person] += 1
        try:
            yield
        finally:
            self._coming[person] -= 1
            self._coming += Counter()  # forgets whoever has none


def _is_longer(declared: str, most: int) -> bool:
    """Return whether a `content-length` says more than a body may have; one that is none says nothing."""
    # A number of thousands of digits is not read: Python refuses to.
    return declared.isdecimal() and (len(declared) > _LONGEST_LENGTH or int(declared) > most)
