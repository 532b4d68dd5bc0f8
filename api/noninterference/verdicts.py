"""What counts as a finding: bytes that changed although the view did not, and answers that tell hidden from absent."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

import orjson

from api.noninterference.coverage import fields_with_values

Answers = Mapping[str, bytes]
"""The answers of one viewer by the document that was asked."""

_AROUND = 70
_ID = re.compile(rb'\b[a-z]{1,3}-[0-9a-z]{12,64}\b|"c\.[A-Za-z0-9_-]{20,400}"')
_CURSOR = re.compile(rb'"c\.[A-Za-z0-9_-]{20,400}"')
_TIME = re.compile(rb'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^"]{0,20}')


class Check(StrEnum):
    """What the kit checks."""

    WRITE_FORM = "write form"  # what others do unseen changes nothing
    TWO_RUN = "two-run"  # other values in closed classes, another past: the same answers
    DELETION = "deletion"  # without what is hidden: the same answers
    PROBE = "hidden or absent"  # naming something hidden and something absent is answered alike
    MONOTONY = "grant monotony"  # a grant opens what it names
    MINIMALITY = "release minimality"  # a release is told where it is declared and nowhere else
    EXPORT = "export"
    SUBSCRIPTION = "subscription"
    TIMING = "timing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An answer that tells of something hidden.

    `before` and `after` are excerpts around the first byte that differs; they hold invented values alone.
    """

    check: Check
    viewer: str
    question: str
    before: str
    after: str
    done: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> tuple[str, str, str]:
        """Return the finding as lines: who asked what, and the two answers."""
        did = f" after {'; '.join(self.done)}" if self.done else ""
        return f"{self.check}: {self.viewer}{did}: {self.question[:200]}", f"  {self.before}", f"  {self.after}"


@dataclass(slots=True, kw_only=True)
class Report:
    """What was asked, of whom, and what was found.

    `schema_fields`: those of the schema's objects, as `Type.field`; `given_fields`: those with a value in some answer.
    `sealed`: how often a victim's seal fell meanwhile, which is told, so that the answers were not compared.
    """

    viewers: list[str] = field(default_factory=list)
    questions: int = 0
    answers: int = 0
    examples: int = 0
    sealed: int = 0
    asked_fields: set[str] = field(default_factory=set)
    answered_fields: set[str] = field(default_factory=set)
    schema_fields: frozenset[str] = frozenset()
    given_fields: set[str] = field(default_factory=set)
    failed_fields: set[str] = field(default_factory=set)
    unsteady: set[str] = field(default_factory=set)
    checks: set[Check] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def note_fields(self, body: bytes) -> None:
        """Note which fields have a value in the body of an answer."""
        self.given_fields |= set(fields_with_values(orjson.loads(body).get("data")))

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def never_given(self) -> list[str]:
        """The fields that had no value in any answer: about them the checks say nothing."""
        return sorted(self.schema_fields - self.given_fields)

    def as_json(self) -> dict[str, object]:
        """Return the report for machines."""
        return {
            "viewers": self.viewers,
            "questions": self.questions,
            "answers": self.answers,
            "examples": self.examples,
            "examplesSealed": self.sealed,
            "checks": sorted(self.checks),
            "operationsAsked": sorted(self.asked_fields),
            "operationsNeverAnswered": sorted(self.asked_fields - self.answered_fields),
            "fieldsOfTheSchema": len(self.schema_fields),
            "fieldsNeverGiven": self.never_given,
            "operationsFailed": sorted(self.failed_fields),
            "operationsWithUnsteadyAnswers": sorted(self.unsteady),
            "findings": [asdict(f) for f in self.findings],
        }


def differences(check: Check, viewer: str, before: Answers, after: Answers, done: Sequence[str] = ()) -> list[Finding]:
    """Return a finding for each answer that changed: the first place where the bytes part."""
    return [
        _finding(check, viewer, question, one, after[question], done)
        for question, one in before.items()
        if question in after and one != after[question]
    ]


def unlike(viewer: str, question: str, hidden: bytes, absent: bytes, names: Iterable[str]) -> list[Finding]:
    """Return a finding if naming something hidden is answered otherwise than naming something absent."""
    one, other = hidden, absent
    for name in names:
        one, other = one.replace(name.encode(), b"<named>"), other.replace(name.encode(), b"<named>")
    one, other = without_ids(one), without_ids(other)
    return [] if one == other else [_finding(Check.PROBE, viewer, question, one, other, ())]


def without_ids(answer: bytes) -> bytes:
    """Return an answer with times and ids numbered by their first appearance: what two runs can be compared by."""
    known: dict[bytes, bytes] = {}

    def number(found: re.Match[bytes]) -> bytes:
        return known.setdefault(found.group(), b"<%d>" % len(known))

    return _ID.sub(number, _TIME.sub(b"<time>", answer))


def without_times(answer: bytes) -> bytes:
    """Return an answer without times and cursors, and with its ids: what two worlds of one deployment key say alike."""
    return _CURSOR.sub(b'"<cursor>"', _TIME.sub(b"<time>", answer))


def _finding(  # noqa: PLR0917 - the parts of a finding
    check: Check, viewer: str, question: str, one: bytes, other: bytes, done: Sequence[str]
) -> Finding:
    at = next(i for i, (a, b) in enumerate(itertools.zip_longest(one, other)) if a != b)
    return Finding(
        check=check,
        viewer=viewer,
        question=question,
        before=_around(one, at),
        after=_around(other, at),
        done=tuple(done),
    )


def _around(text: bytes, at: int) -> str:
    return text[max(0, at - _AROUND) : at + _AROUND].decode("utf-8", "replace")
