"""Errors of the graph package.

GraphError
├── OntologyError          the ontology files contradict themselves
├── UnknownKindError       no kind or link type has this name
├── UnknownPropertyError   a kind has no property of this name
└── InvalidRecordError     a record or link breaks the ontology
"""

from collections.abc import Iterable
from difflib import get_close_matches


class GraphError(Exception):
    """Base of all errors of the graph package."""

    code = "GRAPH_ERROR"


class OntologyError(GraphError):
    """The ontology files contradict themselves."""

    code = "ONTOLOGY"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class UnknownKindError(GraphError):
    """No kind or link type has this name."""

    code = "UNKNOWN_KIND"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"unknown kind `{name}`{nearest_hint(name, known)}")
        self.name = name


class UnknownPropertyError(GraphError):
    """A kind has no property of this name."""

    code = "UNKNOWN_PROPERTY"

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"`{kind}` has no property `{name}`{nearest_hint(name, known)}")
        self.kind = kind
        self.name = name


class InvalidRecordError(GraphError):
    """A record or link breaks the ontology."""

    code = "INVALID_RECORD"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """Return `, did you mean ...?` for the closest known word, or an empty text."""
    close = get_close_matches(name, list(known), n=1)
    return f", did you mean `{close[0]}`?" if close else ""
