"""What the schema says of its fields and arguments, written once, where each is written.

In this order: a text beside it (`strawberry.field(description=...)`), which alone can hold a bound by its name; the
docstring of its resolver, of arguments under `Args:`; the docstring of its type, under `Attributes:`; and what a word
says wherever it stands.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.graphql.pages import LARGEST_PAGE

F = TypeVar("F")
Described = GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType

_EVERYWHERE = {
    "after": "Goes on behind this place: `endCursor` of the page before, under the same arguments. Without it the list "
    "begins at its first item.",
    "cursor": "The place of this item in its list: given as `after` it goes on behind it.",
    "edges": "The items of this page, in the order of the list, each with its cursor.",
    "first": f"How many items the page has at most, from 1 to {LARGEST_PAGE}.",
    "input": "What to do; its type describes each part.",
    "left": "Id of one of the two records.",
    "leftId": "Id of one of the two records.",
    "node": "The item itself.",
    "pageInfo": "Where this page ends, and whether more follows.",
    "recordId": "Id of the record.",
    "right": "Id of the other record; which one is left and which right makes no difference.",
    "rightId": "Id of the other record.",
    "userErrors": "Why it was not done, by codes that the mutation names; empty where it was done.",
}
_INSTANT = (
    "An instant in ISO 8601: in answers in UTC, such as `2026-11-30T03:00:00+00:00`; what you give needs a time zone, "
    "such as `2026-11-30T10:00:00+07:00`."
)
_RFC_3339 = "https://datatracker.ietf.org/doc/html/rfc3339"
_HEADING = re.compile(r"(Args|Attributes|Raises|Returns|Yields|Source):")
_ENTRY = re.compile(r"    (\w+): (.*)")


def described(text: str) -> Callable[[F], F]:
    """Return the decorator of a field that the schema describes with this text."""
    # The library's own decorator has no type once it is called with words.
    return cast("Callable[[F], F]", strawberry.field(description=text))


def describe_fields(schema: GraphQLSchema) -> None:
    """Write into a schema what is said of each of its fields and arguments that has no text of its own yet."""
    instants = schema.type_map["DateTime"]
    assert isinstance(instants, GraphQLScalarType)  # noqa: S101 - tests build the schema
    instants.description, instants.specified_by_url = _INSTANT, _RFC_3339
    for type_ in own_types(schema):
        of_type = documented(_definition(type_).origin, "Attributes")
        for name, field in type_.fields.items():
            resolver, made = _resolver(field), _definition(field)
            said = summary(resolver) if resolver is not None else of_type.get(made.python_name)
            field.description = field.description or said or _EVERYWHERE.get(name)
            of_arguments = documented(resolver, "Args")
            for argument_name, argument in getattr(field, "args", {}).items():
                said = of_arguments.get(_definition(argument).python_name) or _EVERYWHERE.get(argument_name)
                argument.description = argument.description or said


def own_types(schema: GraphQLSchema) -> Iterator[Described]:
    """Yield the types with fields that are the schema's own, not GraphQL's."""
    for name, type_ in schema.type_map.items():
        if isinstance(type_, Described) and not name.startswith("__"):
            yield type_


def summary(documented_by: object) -> str | None:
    """Return what a docstring says above its sections, a paragraph to a line; `None` where it says nothing."""
    lines = _HEADING.split(inspect.getdoc(documented_by) or "", maxsplit=1)[0].strip()
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in lines.split("\n\n")) or None


def documented(documented_by: object, heading: str) -> dict[str, str]:
    """Return what a docstring says under a heading of each name, as sentences.

    Args:
        documented_by: a class or function; of `None` nothing is said.
        heading: such as `Args`, without the colon.
    """
    found: dict[str, str] = {}
    section, name = "", ""
    for line in (inspect.getdoc(documented_by) or "").splitlines() if documented_by is not None else ():
        if _HEADING.fullmatch(line):
            section = line[:-1]
        elif section == heading and (entry := _ENTRY.fullmatch(line)):
            name, found[entry[1]] = entry[1], entry[2]
        elif section == heading and line.strip():
            found[name] += f" {line.strip()}"
    return {name: f"{text[0].upper()}{text[1:].rstrip('.')}." for name, text in found.items()}


def _definition(made: Described | GraphQLField | GraphQLInputField | GraphQLArgument) -> Any:
    return made.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]


def _resolver(field: GraphQLField | GraphQLInputField) -> object | None:
    resolver = _definition(field).base_resolver
    return resolver.wrapped_func if resolver is not None else None
