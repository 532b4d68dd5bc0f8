"""What is said of a value that was kept as its source wrote it: why it could not be read, and what mends it.

No value stands in it: it goes into answers, reports and files of reports.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from graph import KindSchema, PropertySchema
from graph.values import (
    AGE_WITHOUT_DAY,
    DAY_COUNT,
    FAULTS_OF_PHONE_COUNTRY,
    MAY_BE_SEVERAL_PHONES,
    SEVERAL_ADDRESSES,
    SEVERAL_NUMBERS,
    SHORTENED,
    ValueType,
    is_placeholder_name,
    is_word_for_none,
    says_not_known,
)
from ingest.separators import Separators
from ingest.values.source_text import SourceText

_NO_REASON = "it cannot be read as what it is"
_YEARS = "write the years that it may be, as `2001-2003`"
MAY_BE_SEVERAL = MAY_BE_SEVERAL_PHONES | {SEVERAL_NUMBERS, SEVERAL_ADDRESSES}
"""The reasons with which readers refuse a cell that may hold several values."""
_DAY_COUNTED = "write the day itself, or say `serial: 1900` of its column in the mapping"
_REMEDIES = {
    AGE_WITHOUT_DAY: f"give the record's `asserted_at` (`assertedAt`), or {_YEARS}",
    DAY_COUNT: _DAY_COUNTED,
    SHORTENED: "take the number from where it came, into a column that is formatted as text",
}


class UnreadValue(NamedTuple):
    """The property of a value that could not be read, and the reader's reason where it has one."""

    name: str
    reason: str | None


def explain(
    kind: KindSchema, unread: UnreadValue, given: Collection[str], *, parted_by: Separators | None = None
) -> str:
    """Return why a value could not be read, and what to do.

    Args:
        kind: the record's kind.
        unread: the value's property and the reader's reason.
        given: the names of the properties that the record has.
        parted_by: what parts the cell of which the record is a part already.
    """
    reason = unread.reason or _NO_REASON
    prop = kind.properties[unread.name]
    remedy = _remedy_of_several(prop, reason, parted_by) or _REMEDIES.get(reason) or _remedy(prop, reason, given)
    return f"{reason}: {remedy}" if remedy is not None else reason


def _remedy_of_several(prop: PropertySchema, reason: str, parted_by: Separators | None) -> str | None:
    """Return what mends a cell of several numbers, where a number's reader says that it may be one."""
    if reason not in MAY_BE_SEVERAL:
        return None
    if prop.key and parted_by is not None:
        return f"write the number alone, or add what parts it to `split`, which is {parted_by}"
    if prop.key:
        return "write the number alone, or file one record for each (`each` in a mapping)"
    return "write the numbers alone, without other words" if prop.type == ValueType.PHONE else None


def explain_waiting(reason: str | None) -> str | None:
    """Return why a value keeps its row waiting, with what mends it where the reason does not say so by itself."""
    return f"{reason}: {_DAY_COUNTED}" if reason == DAY_COUNT else reason


def _remedy(prop: PropertySchema, reason: str, given: Collection[str]) -> str | None:
    is_of_country = prop.type == ValueType.PHONE and reason in FAULTS_OF_PHONE_COUNTRY
    if is_of_country and prop.country is not None and prop.country not in given:
        return f"say `{prop.country}` where it is a number of another country, or write it with + and the calling code"
    if prop.type == ValueType.DATE and prop.stays_unread:
        return _YEARS
    return None


def told_at_all(prop: PropertySchema, given: Sequence[SourceText]) -> Sequence[SourceText]:
    """Return the texts of a property; of a code that may stay unread without words for none: `sex: unknown`."""
    if prop.type != ValueType.CODE or not any(_is_none(source.text) for source in given):
        return given
    return [source for source in given if not _is_none(source.text)]


@lru_cache(maxsize=1_000)
def _is_none(text: str) -> bool:
    # A sign may be anything: `?` is a letter that was lost.
    return any(map(str.isalpha, text)) and (is_word_for_none(text) or is_placeholder_name(text) or says_not_known(text))
