"""Pages: opaque cursors bound to the query and to what the viewer's scope opens.

A cursor names the last item's place by a keyed digest and nothing else, so it tells nothing; in another view or query
it is refused.
"""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import strawberry

from api.errors import InputError
from graph import CursorError, IdMinter, ReadScope

T = TypeVar("T")
LARGEST_PAGE = 100


@strawberry.type(description="Where a page ends.")
class PageInfo:
    """Page information in the Relay form."""

    has_next_page: bool
    end_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a sequence, each with its cursor."""

    items: Sequence[T]
    cursors: Sequence[str]
    has_next: bool

    @property
    def info(self) -> PageInfo:
        """Where the page ends, as an answer tells it."""
        return PageInfo(has_next_page=self.has_next, end_cursor=self.cursors[-1] if self.cursors else None)


class Pager:
    """Cuts pages from sequences in canonical order, for one scope and one query."""

    def __init__(self, minter: IdMinter, scope: ReadScope, query: str) -> None:
        self._minter = minter
        self._binding = f"{scope.view_key}|{query}"

    def page(self, items: Sequence[T], identify: Callable[[T], str], *, first: int, after: str | None) -> Page[T]:
        """Return the page after a cursor.

        Args:
            items: all visible items in canonical order.
            identify: gives an item's id, unique within the items.
            first: the size of the page, 1 to 100.
            after: the cursor of the last item seen.

        Raises:
            InputError: `first` is outside its limits.
            CursorError: the cursor belongs to another query or view, or its item is gone.
        """
        _check_size(first)
        start = 0 if after is None else self._position(items, identify, after) + 1
        chosen = items[start : start + first]
        return Page(
            items=chosen,
            cursors=[self._cursor(identify(item)) for item in chosen],
            has_next=start + first < len(items),
        )

    async def read(
        self, portions: AsyncIterator[Sequence[T]], identify: Callable[[T], str], *, first: int, after: str | None
    ) -> Page[T]:
        """Return the page after a cursor of what comes in portions; no more of them is read than it takes.

        How the items are cut into portions changes nothing.

        Args:
            portions: all visible items in canonical order.
            identify: gives an item's id, unique within the items.
            first: the size of the page, 1 to 100.
            after: the cursor of the last item seen.

        Raises:
            InputError: `first` is outside its limits.
            CursorError: the cursor belongs to another query or view, or its item is gone.
        """
        _check_size(first)
        found: list[T] = []
        place = 0 if after is None else None
        async for portion in portions:
            if place is None and after is not None and (number := self._find(portion, identify, after)) is not None:
                place = len(found) + number + 1
            found += portion
            if place is not None and len(found) > place + first:
                break
        return self.page(found, identify, first=first, after=after)

    async def skip(
        self, portions: AsyncIterator[Sequence[T]], identify: Callable[[T], str], after: str | None
    ) -> AsyncIterator[Sequence[T]]:
        """Yield what comes behind a cursor, or all without one: for items that are costly to make of their places.

        Raises:
            CursorError: the cursor belongs to another query or view, or its item is gone.
        """
        is_behind = after is None
        async for portion in portions:
            if is_behind or after is None:
                yield portion
            elif (number := self._find(portion, identify, after)) is not None:
                is_behind = True
                yield portion[number + 1 :]
        if not is_behind:
            raise CursorError

    def _position(self, items: Sequence[T], identify: Callable[[T], str], cursor: str) -> int:
        number = self._find(items, identify, cursor)
        if number is None:
            raise CursorError
        return number

    def _find(self, items: Sequence[T], identify: Callable[[T], str], cursor: str) -> int | None:
        for number, item in enumerate(items):
            if hmac.compare_digest(self._cursor(identify(item)).encode(), cursor.encode()):
                return number
        return None

    def _cursor(self, item_id: str) -> str:
        digest = hashlib.sha256(self._minter.derived_id("c", self._binding, item_id).encode()).digest()
        return base64.urlsafe_b64encode(digest[:15]).decode()


def _check_size(first: int) -> None:
    if not 1 <= first <= LARGEST_PAGE:
        raise InputError("first", f"must be from 1 to {LARGEST_PAGE}")
