"""Which field at the root of an operation is being answered: a refusal is told of that one in the audit trail."""

from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import ContextVar
from inspect import isawaitable
from typing import Any

from graphql import GraphQLObjectType, GraphQLResolveInfo, get_nullable_type

_current: ContextVar[str] = ContextVar("root", default="")

Resolver = Callable[..., Any]


def current_root() -> str:
    """Return the key in the answer of the field at the root that this task answers; empty outside of one."""
    return _current.get()


def answering(key: str) -> None:
    """Say that what this task does from now on is for the field at the root with a key."""
    _current.set(key)


def note_roots(root: GraphQLObjectType) -> None:
    """Have each field of a root type say which it is while it is answered."""
    for field in root.fields.values():
        if field.resolve is not None:
            field.resolve = _noting(field.resolve)


def let_fail_alone(root: GraphQLObjectType) -> None:
    """Let each field of a root type be null, which it is where an error stands for it.

    Of one that could not be null an error would take the answers of all others with it: what was read, and the ids of
    what a change has made.
    """
    for field in root.fields.values():
        field.type = get_nullable_type(field.type)


def _noting(resolve: Resolver) -> Resolver:
    def noting(source: object, info: GraphQLResolveInfo[Any], /, **arguments: Any) -> Any:
        key = str(info.path.key)
        _current.set(key)
        info.context.answered.add(key)  # what GraphQL answers by itself, as `__typename`, does not come by here
        found = resolve(source, info, **arguments)
        # The fields of a query are answered side by side, each in a task of its own that began with the last one's key.
        return _Within(key, found) if isawaitable(found) else found

    return noting


class _Within(Awaitable[Any]):
    """What a field is answered with, said to be that field's once it is awaited.

    An operation may be given up before it begins with a field: what would have answered it is closed then, since Python
    complains of each that is left behind.
    """

    __slots__ = ("_found", "_key")

    def __init__(self, key: str, found: Awaitable[Any]) -> None:
        self._key = key
        self._found = found

    def __await__(self) -> Generator[Any, None, Any]:
        _current.set(self._key)
        return (yield from self._found.__await__())

    def __del__(self) -> None:
        if isinstance(self._found, Coroutine):
            self._found.close()
