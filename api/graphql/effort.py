"""What an operation may resolve as a whole, counted while it runs, and its turns on the event loop.

The measure of a document guesses how long lists are. Here they are counted as they come, each field and each item of a
list as 1, so that lists within lists cost what they are. Only what the viewer is shown is counted.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from inspect import isawaitable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
)

from api.errors import OperationTooLargeError
from api.graphql.limits import MAX_RESOLVED
from api.graphql.roots import answering

Resolver = Callable[..., Any]
SLICE_SECONDS = 0.01
"""How long an operation goes on before others have a turn."""
_LONG_LIST = 8
"""From so many items on a list is begun in a turn of its own; the document's cost bounds what shorter ones hold."""
_LONGEST_BLOCK = 100
"""From so many items on each of them is; a network or an entity may have hundreds with many fields."""
_MOST_PARTS = 5_000
"""So many items of an operation may each have a turn: to wait for it takes more than most items do."""


class Effort:
    """What one operation has resolved so far."""

    def __init__(self) -> None:
        self.resolved = 0
        self._give_up: Callable[[], None] | None = None
        self._parts = 0
        self._began = time.monotonic()
        self._turns = asyncio.Lock()

    @property
    def is_spent(self) -> bool:
        """Return whether the operation went beyond what it may resolve."""
        return self.resolved > MAX_RESOLVED

    def on_spent(self, give_up: Callable[[], None]) -> None:
        """Say how the operation is stopped; without it each further field fails by itself."""
        self._give_up = give_up

    def take(self, number: int) -> None:
        """Count what is about to be resolved.

        Raises:
            OperationTooLargeError: it is more than one operation may have.
        """
        self.resolved += number
        if self.is_spent:
            give_up, self._give_up = self._give_up, None  # once is enough: other parts may be under way
            if give_up is not None:
                give_up()
            raise OperationTooLargeError(MAX_RESOLVED)

    def may_part(self, number: int) -> bool:
        """Return whether so many items may each have a turn of their own, and count them where they may."""
        is_few = self._parts + number <= _MOST_PARTS
        self._parts += number if is_few else 0
        return is_few

    async def turn(self) -> None:
        """Wait for a turn: parts that could all go on are let on one by one, others' requests between them."""
        async with self._turns:
            if time.monotonic() - self._began > SLICE_SECONDS:
                await asyncio.sleep(0)
                self._began = time.monotonic()


def count_effort(schema: GraphQLSchema) -> None:
    """Have each field of the schema's own types count what it resolves, and long lists give way to others."""
    seen: set[int] = set()
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__"):
            for field in type_.fields.values():
                if id(field) not in seen and field.resolve is not None:
                    seen.add(id(field))
                    field.resolve = _counting(field, field.resolve)


def _counting(field: GraphQLField, resolve: Resolver) -> Resolver:
    is_list = isinstance(get_nullable_type(field.type), GraphQLList)
    gives_way = is_composite_type(get_named_type(field.type))

    def counted(source: object, info: GraphQLResolveInfo[Any], /, **arguments: Any) -> Any:
        info.context.effort.take(1)
        return resolve(source, info, **arguments)

    def listed(source: object, info: GraphQLResolveInfo[Any], /, **arguments: Any) -> Any:
        effort = info.context.effort
        effort.take(1)
        found = resolve(source, info, **arguments)
        if isawaitable(found):
            return _awaited(found, effort, info, gives_way=gives_way)
        return _counted_items(found, effort, info, gives_way=gives_way)

    return listed if is_list else counted


async def _awaited(found: Awaitable[Any], effort: Effort, info: GraphQLResolveInfo[Any], *, gives_way: bool) -> Any:
    items = _counted_items(await found, effort, info, gives_way=gives_way)
    return await items if isinstance(items, _Later) else items


def _counted_items(found: Any, effort: Effort, info: GraphQLResolveInfo[Any], *, gives_way: bool) -> Any:
    """Return the items of a list, to be waited for where they are many.

    Raises:
        OperationTooLargeError: they are more than the operation may resolve.
    """
    if found is None:
        return None
    effort.take(len(found))
    if not gives_way or len(found) < _LONG_LIST:
        return found
    root = _root_of(info)
    if len(found) >= _LONGEST_BLOCK and effort.may_part(len(found)):
        return [_Later(effort, root, item) for item in found]
    return _Later(effort, root, found)


def _root_of(info: GraphQLResolveInfo[Any]) -> str:
    path = info.path
    while path.prev is not None:
        path = path.prev
    return str(path.key)


class _Later:
    """Something that waits for its turn: unlike a coroutine it may be left lying where the operation is given up."""

    __slots__ = ("_effort", "_root", "_what")

    def __init__(self, effort: Effort, root: str, what: object) -> None:
        self._effort = effort
        self._root = root
        self._what = what

    def __await__(self) -> Generator[Any, None, object]:
        answering(self._root)
        yield from self._effort.turn().__await__()
        return self._what
