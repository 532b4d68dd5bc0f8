"""Errors of the value normalisers.

GraphError
└── UnknownValueTypeError  no value type has this name
"""

from collections.abc import Iterable

from graph.errors import GraphError, nearest_hint


class UnknownValueTypeError(GraphError):
    """No value type has this name."""

    code = "UNKNOWN_VALUE_TYPE"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"unknown value type `{name}`{nearest_hint(name, known)}")
        self.name = name
