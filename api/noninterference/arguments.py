"""Arguments of operations, filled from their types, with an id taken for every place of one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from graphql import (
    GraphQLArgument,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_argument,
    is_required_input_field,
)

Values = Callable[[str, GraphQLInputType], Sequence[str]]
"""Gives literals for an argument of a name and type, the most telling first."""


class Fill(StrEnum):
    """Which arguments are given."""

    REQUIRED = "required"
    IDS = "ids"
    EVERYTHING = "everything"


class Filler:
    """Fills arguments, taking an id for every place of one."""

    def __init__(  # noqa: PLR0917 - what a walk through arguments carries
        self,
        values: Values,
        ids: Iterator[str],
        taken: list[str],
        enums: Mapping[str, str],
        fill: Fill,
        only: str | None = None,
    ) -> None:
        self._values = values
        self._only = only
        self._ids = ids
        self._taken = taken
        self._enums = enums
        self._fill = fill

    def arguments(self, args: Mapping[str, GraphQLArgument]) -> dict[str, str]:
        """Return the arguments of a field."""
        wanted = {n: a for n, a in args.items() if is_required_argument(a) or self._is_wanted(n, a.type)}
        return {name: self._value(name, name, argument.type) for name, argument in wanted.items()}

    def object(self, kind: GraphQLInputObjectType, path: str) -> str:
        """Return an input object with what it must have."""
        parts = [
            f"{name}: {self._value(f'{path}.{name}', name, made.type)}"
            for name, made in kind.fields.items()
            if is_required_input_field(made) or self._is_wanted(name, made.type)
        ]
        return f"{{{', '.join(parts)}}}"

    def _is_wanted(self, name: str, kind: GraphQLInputType) -> bool:
        if self._only is not None and name != self._only:
            return False
        return self._fill is Fill.EVERYTHING or (self._fill is Fill.IDS and holds_id(kind))

    def _value(self, path: str, name: str, kind: GraphQLInputType) -> str:
        if isinstance(kind, GraphQLNonNull):
            return self._value(path, name, kind.of_type)
        if isinstance(kind, GraphQLList):
            return f"[{self._value(path, name, kind.of_type)}]"
        if isinstance(kind, GraphQLInputObjectType):
            return self.object(kind, path)
        if path in self._enums:
            return self._enums[path]
        if is_id(kind):
            rid = next(self._ids)
            self._taken.append(rid)
            return literal(rid)
        return self._values(name, kind)[0]


def is_id(kind: GraphQLInputType) -> bool:
    """Return whether an argument is an id or a list of ids."""
    return get_named_type(kind).name == "ID"


def holds_id(kind: GraphQLInputType) -> bool:
    """Return whether an argument is an id or has one somewhere in it."""
    inner = get_named_type(kind)
    if isinstance(inner, GraphQLInputObjectType):
        return any(holds_id(f.type) for f in inner.fields.values())
    return inner.name == "ID"


def ids_of(kind: GraphQLInputType) -> Iterator[str]:
    """Yield the names of the ids that an input must have."""
    inner = get_named_type(kind)
    if isinstance(inner, GraphQLInputObjectType):
        for name, made in inner.fields.items():
            if is_required_input_field(made) and get_named_type(made.type).name == "ID":
                yield name


def literal(value: str) -> str:
    """Return a text as GraphQL writes it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
