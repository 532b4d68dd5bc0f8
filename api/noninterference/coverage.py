"""Which fields of the schema ever had a value in an answer: where none had, every law holds, and says nothing."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema


def fields_of(schema: GraphQLSchema) -> frozenset[str]:
    """Return the fields of the schema's objects as `Type.field`, without those that begin an operation."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    return frozenset(
        f"{name}.{field}"
        for name, kind in schema.type_map.items()
        if isinstance(kind, GraphQLObjectType) and kind not in roots and not name.startswith("__")
        for field in kind.fields
    )


def fields_with_values(data: Any) -> Iterator[str]:
    """Yield the fields that have a value somewhere in the data of an answer, as `Type.field`; an empty list is none.

    The kit asks every object for its type by `__typename`, and for its fields under their own names.
    """
    if isinstance(data, list):
        for item in data:
            yield from fields_with_values(item)
    elif isinstance(data, dict):
        kind = data.get("__typename")
        for name, value in data.items():
            if value is not None and value != []:
                if kind is not None and name != "__typename":
                    yield f"{kind}.{name}"
                yield from fields_with_values(value)
