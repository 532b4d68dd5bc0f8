"""Days that cannot lie ahead when they are told, as that of a birth: the rows that say so wait."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from graph import KindSchema
from graph.values import NormalisedValue, ValueStatus, fold_identifier
from ingest.rules import Problem, Rule

_ONE_DAY = timedelta(days=1)  # east of UTC a day begins before it does there
_BUDDHIST_YEAR = re.compile(r"2[4-8]\d\d")
_TO_COME = (
    "a day that is yet to come: a slip in its year, or a Buddhist one of which a program took the last two digits"
)
_TO_COME_IN_BOTH_ERAS = "a day that is yet to come, in the common era and by its Buddhist year too"
_BEHIND_ASSERTION = "a day behind the one on which it was asserted"

Values = tuple[NormalisedValue, ...]


class PastDays:
    """Checks the days of one kind's records that are past when they are told."""

    __slots__ = ("_last", "_names")

    def __init__(self, kind: KindSchema, *, received_at: datetime) -> None:
        """Take which properties are days of the past; `received_at` is when the input is taken in."""
        self._names = tuple(prop.name for prop in kind.properties.values() if prop.past)
        self._last = _last_day(received_at)

    def check(
        self, properties: dict[str, Values], asserted_at: datetime | None, problems: list[Problem]
    ) -> dict[str, Values]:
        """Return the properties; a day behind that of the assertion is `possible`, as either may be wrong.

        Args:
            properties: name to values.
            asserted_at: when the record was asserted, where its source says so.
            problems: receives one entry for each day that is yet to come, with the property's name as the column.
        """
        for name in self._names:
            values = properties.get(name)
            if values is None:
                continue
            problems.extend(_problem(name, value) for value in values if _is_behind(value, self._last))
            if asserted_at is not None:
                properties[name] = _checked(values, _last_day(asserted_at))
        return properties


def _problem(name: str, value: NormalisedValue) -> Problem:
    in_both = _BUDDHIST_YEAR.search(fold_identifier(value.raw)) is not None
    reason = _TO_COME_IN_BOTH_ERAS if in_both else _TO_COME
    return Problem(rule=Rule.UNREADABLE_DATE, column=name, value=value.raw, reason=reason)


def _checked(values: Iterable[NormalisedValue], last: str) -> Values:
    return tuple(
        replace(value, status=ValueStatus.POSSIBLE, reason=value.reason or _BEHIND_ASSERTION)
        if _is_behind(value, last)
        else value
        for value in values
    )


def _last_day(instant: datetime) -> str:
    return (instant + _ONE_DAY).date().isoformat()


def _is_behind(value: NormalisedValue, last: str) -> bool:
    """Return whether the first day that a date may mean lies behind another: of a year, a month or a span as well."""
    first = (value.value or "").partition("/")[0]
    return first > last[: len(first)]
