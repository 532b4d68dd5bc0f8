"""Questions as documents: each alone, or in as few as the limits of the service allow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from graphql import GraphQLError

from api.errors import RefusedDocumentError
from api.graphql import served_schema
from api.graphql.limits import MAX_BREADTH, MAX_COST, MAX_DEPTH, MAX_ROOTS, measure, parse_within_limits


class Operation(StrEnum):
    """What kind of operation a question is."""

    QUERY = "query"
    MUTATION = "mutation"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One root field with its arguments, and the fragments that its selection needs.

    `alone`: it may fail, and a failure can take the whole answer with it, so it is never asked beside others.
    """

    operation: Operation
    root_field: str
    arguments: Mapping[str, str]
    selection: str
    fragments: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False

    @property
    def text(self) -> str:
        """The root field as text."""
        given = ", ".join(f"{name}: {value}" for name, value in self.arguments.items())
        return f"{self.root_field}{f'({given})' if given else ''}{f' {self.selection}' if self.selection else ''}"

    @property
    def document(self) -> str:
        """A document that asks this alone."""
        return document([self])


@dataclass(slots=True, kw_only=True)
class AskedDocuments:
    """The documents of a viewer, with the questions in each: all of one root field."""

    questions: dict[str, list[Question]] = field(default_factory=dict)

    def field_of(self, text: str) -> str | None:
        """Return the root field that a document asks for."""
        return self.questions[text][0].root_field if text in self.questions else None

    def without(self, fields: Iterable[str]) -> list[str]:
        """Return the documents that ask for none of these root fields."""
        left_out = set(fields)
        return [text for text, asked in self.questions.items() if asked[0].root_field not in left_out]

    def take_apart(self, text: str) -> list[str]:
        """Put in place of a document one for each of its questions, and return these."""
        alone = {q.document: [q] for q in self.questions.pop(text)}
        self.questions.update(alone)
        return [*alone]


def document(questions: Sequence[Question]) -> str:
    """Return one document that asks some questions of one operation, each under a name of its own."""
    fields = " ".join(f"q{number}: {question.text}" for number, question in enumerate(questions))
    fragments: dict[str, str] = {}
    for question in questions:
        fragments.update(question.fragments)
    texts = " ".join(f"fragment {name} {text}" for name, text in sorted(fragments.items()))
    return f"{questions[0].operation} {{ {fields} }} {texts}".strip()


def as_documents(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Return queries in as few documents as the limits allow, each for one root field, with the questions in it."""
    found = {q.document: [q] for q in questions if q.alone}
    together = sorted((q for q in questions if not q.alone), key=lambda q: (q.root_field, q.selection))
    for _, group in groupby(together, key=lambda q: q.root_field):
        waiting = list(group)
        while waiting:
            count = _most_that_fit(waiting)
            found[document(waiting[:count])] = waiting[:count]
            waiting = waiting[count:]
    return found


def _most_that_fit(questions: Sequence[Question]) -> int:
    """Return how many of the first questions one document may hold, at least one; every look parses a document."""
    low, high = 1, min(len(questions), MAX_ROOTS)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fit(questions[:middle]) else (low, middle - 1)
    return low


def is_within_limits(question: Question) -> bool:
    """Return whether the service would take a question that stands alone."""
    return _fit([question])


def _fit(questions: Sequence[Question]) -> bool:
    if len(questions) > MAX_ROOTS:
        return False
    try:
        found = measure(parse_within_limits(document(questions)), None, {}, served_schema()._schema)
    except (GraphQLError, RefusedDocumentError):
        return False  # too many tokens, or nested too deep
    return found.cost <= MAX_COST and found.depth <= MAX_DEPTH and found.breadth <= MAX_BREADTH
