"""Pages: opaque cursors bound to the query and to what the viewer's scope opens.

A cursor holds the sealed place of an item in its list's order, so it tells nothing, and a page goes on behind that
place also where the item has left the list or the view since; in another view or query it is refused.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import strawberry

from api.cursors import CursorSeal, Place
from api.errors import InputError
from graph import IdMinter, ReadScope

T = TypeVar("T")
LARGEST_PAGE = 100


@strawberry.type(
    description="Where a page ends. `endCursor`, given as `after`, goes on behind that place, also where what stood "
    "there has left the list since. It goes with the same question and arguments and with your present view; elsewhere "
    "it is refused with the code `CURSOR`: start again from the first page."
)
class PageInfo:
    """Page information in the Relay form (GraphQL Cursor Connections Specification, 5).

    Pages go forward alone, so what comes before one is not looked up; the specification lets that be `False`.

    Attributes:
        has_next_page: whether more follows behind this page.
        end_cursor: the cursor of the last item; null where the page is empty.
        start_cursor: the cursor of the first item; null where the page is empty.
        has_previous_page: always false: pages go forward alone, and what stands before one is not looked up.
    """

    has_next_page: bool
    end_cursor: str | None
    start_cursor: str | None = None
    has_previous_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items of a sequence, each with its cursor."""

    items: Sequence[T]
    cursors: Sequence[str]
    has_next: bool

    @property
    def info(self) -> PageInfo:
        """Where the page ends, as an answer tells it."""
        start, end = (self.cursors[0], self.cursors[-1]) if self.cursors else (None, None)
        return PageInfo(has_next_page=self.has_next, end_cursor=end, start_cursor=start)


class Pager:
    """Cuts pages from sequences in canonical order, for one scope and one query."""

    def __init__(self, minter: IdMinter, scope: ReadScope, query: str) -> None:
        self._seal = CursorSeal(minter, f"{scope.view_key}|{query}")

    def page(
        self,
        items: Sequence[T],
        place_of: Callable[[T], Place],
        *,
        first: int,
        after: str | None,
        descending: bool = False,
    ) -> Page[T]:
        """Return the page after a cursor.

        Args:
            items: all visible items in canonical order.
            place_of: gives an item's place, by which the items are sorted; no two have the same.
            first: the size of the page, 1 to 100.
            after: the cursor of the last item seen.
            descending: the items stand in the falling order of their places.

        Raises:
            InputError: `first` is outside its limits.
            CursorError: the cursor belongs to another query or view.
        """
        _check_size(first)
        place = self.place(after)
        if place is None:
            return self._cut(items, place_of, first)
        behind = [item for item in items if (place_of(item) < place if descending else place_of(item) > place)]
        return self._cut(behind, place_of, first)

    async def read(
        self, portions: AsyncIterator[Sequence[T]], place_of: Callable[[T], Place], *, first: int
    ) -> Page[T]:
        """Return the first page of what comes in portions; no more of them is read than it takes.

        How the items are cut into portions changes nothing.

        Args:
            portions: the visible items behind the cursor's `place`, in canonical order.
            place_of: gives an item's place, by which the items are sorted; no two have the same.
            first: the size of the page, 1 to 100.

        Raises:
            InputError: `first` is outside its limits.
        """
        _check_size(first)
        found: list[T] = []
        async for portion in portions:
            found += portion
            if len(found) > first:
                break
        return self._cut(found, place_of, first)

    def place(self, after: str | None) -> Place | None:
        """Return the place that a cursor stands for; `None` without one.

        Raises:
            CursorError: the cursor belongs to another query or view.
        """
        return None if after is None else self._seal.open(after)

    def _cut(self, items: Sequence[T], place_of: Callable[[T], Place], first: int) -> Page[T]:
        chosen = items[:first]
        return Page(
            items=chosen,
            cursors=[self._seal.close(place_of(item)) for item in chosen],
            has_next=first < len(items),
        )


def by_time(at: datetime, item_id: str) -> Place:
    """Return the place of an item in a list by time and then by id."""
    return at.astimezone(UTC).isoformat(timespec="microseconds"), item_id


def _check_size(first: int) -> None:
    if not 1 <= first <= LARGEST_PAGE:
        raise InputError("first", f"must be from 1 to {LARGEST_PAGE}")
