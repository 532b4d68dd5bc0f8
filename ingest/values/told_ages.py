"""Ages that callers tell in place of a birth date: with the day on which it was said an age is a span of two years.

That day is when the record was asserted, and nothing else: read with the day of each filing, an age that a program
sends again every year would make somebody younger every year. Without it an age stays unread.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from graph import KindSchema
from graph.values import normalise, read_age, years_of_birth
from ingest.values.source_text import SourceText

AGE = "age"
_BIRTH = "birthDate"
_Texts = Mapping[str, Sequence[SourceText]]


def inputs_of(kind: KindSchema) -> dict[str, str]:
    """Return what else a source may give of a kind than its properties, each with the property that it becomes."""
    return {AGE: _BIRTH} if _BIRTH in kind.properties and AGE not in kind.properties else {}


def with_told_ages(kind: KindSchema, texts: _Texts, asserted_at: datetime | None) -> _Texts:
    """Return a record's texts with its ages as years of birth.

    Args:
        kind: the record's kind.
        texts: property name to texts, `age` among them.
        asserted_at: when it was said, where the source tells.
    """
    if _BIRTH not in kind.properties or not (AGE in texts or (_BIRTH in texts and asserted_at is not None)):
        return texts
    if AGE not in texts and not any(read_age(one.text) is not None for one in texts[_BIRTH]):
        return texts
    given = [*texts.get(_BIRTH, ()), *map(_as_age, texts.get(AGE, ()))]
    read = tuple(_born(one, asserted_at) for one in given)
    return {**{name: values for name, values in texts.items() if name != AGE}, _BIRTH: read}


def _as_age(told: SourceText) -> SourceText:
    """Return a text of an age with the word for one, unless it has one of its own, as `23 ឆ្នាំ` has."""
    return told if read_age(told.text) is not None else SourceText(f"{AGE} {told.raw}", f"{AGE} {told.text}")


def _born(one: SourceText, asserted_at: datetime | None) -> SourceText:
    age = read_age(one.text) if asserted_at is not None else None
    if age is None or asserted_at is None or normalise("date", one.text).value is not None:
        return one
    first, last = years_of_birth(age, said_on=asserted_at.date())
    return SourceText(one.raw, f"{first}-{last}")
