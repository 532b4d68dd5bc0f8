"""Columns of one value: a birth date that a system fills in for everybody tells nobody from anybody."""

from collections.abc import Mapping

from entity_resolution.batch.fields import SEX_BY_TITLE
from entity_resolution.batch.groups import MOST_CLOSED
from entity_resolution.batch.parameters import BatchModel


def single_valued(model: BatchModel, counts: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    """Return the fields that have one value in so many records that these are not copies of one.

    None where a name is such a field itself: then the list may be of one person or one family in many spellings.

    Args:
        model: says which fields are names.
        counts: of each field, among the records that are looked at, how many have a value, and how many different ones
            they have.
    """
    one = (name for name, (records, values) in counts.items() if values == 1 and records > MOST_CLOSED)
    # A list may well be of men alone, and their titles are no column of it.
    found = tuple(name for name in one if name != SEX_BY_TITLE)
    names = {name for comparison in model.comparisons if comparison.is_name for name in comparison.reads}
    return () if names & set(found) else found
