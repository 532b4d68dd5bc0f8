"""Birth dates a slip apart, of two whose contacts and homes are others: namesakes have such dates as often as slips.

Where many share a name, some are born a day, a month or a year apart. What tells a slip from such a namesake is what
the two have besides; where a phone or mail address and a house are known of both and none agrees, that is nothing.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import UNKNOWN, FieldPairs, Flags, Levels

_OF_DATE = LEVELS[Comparator.DATE]
_NEAR_DAY, _YEAR_MONTH, _CONFLICT = (_OF_DATE.index(level) for level in ("near-day", "year-month", "conflict"))
_SLIPS = [_NEAR_DAY, *(_OF_DATE.index(level) for level in ("near-month", "near-year", "one-digit"))]
_DOCUMENTS = ("passportNumber", "nationalId")
_CONTACTS, _HOMES = (Comparator.NUMBER, Comparator.MAIL), (Comparator.ADDRESS,)
_OTHERS: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.NUMBER: ("different", "neighbour"),
    Comparator.MAIL: ("different", "other-digits"),
    Comparator.ADDRESS: ("same-street", "same-town", "different"),
}


def take_slips_for_two_dates(
    levels: Mapping[Comparator, Levels], fields: Mapping[str, FieldPairs], reads: Sequence[str]
) -> None:
    """Change the levels of dates a slip apart, of pairs with another contact and another home, to those of two dates.

    A month without a day is no slip: it agrees as a month does. Of two with one document a date is mistyped.

    Args:
        levels: of the pairs by comparator; those of dates change.
        fields: the fields of the pairs.
        reads: the field of the date.
    """
    date = levels[Comparator.DATE]
    two = np.isin(date, _SLIPS)
    for others in (_CONTACTS, _HOMES):
        two &= _are_others(levels, others, len(date))
    for name in _DOCUMENTS:
        if name in fields:
            two &= ~fields[name].equal
    places = np.nonzero(two)[0]
    of = fields[reads[0]]
    days = of.dictionary.dates.day
    whole = (days[of.left[places]] > 0) & (days[of.right[places]] > 0)
    date[places] = np.where(whole, _CONFLICT, _YEAR_MONTH)


def _are_others(levels: Mapping[Comparator, Levels], among: Sequence[Comparator], size: int) -> Flags:
    """Return where one of some comparisons at least finds two that are not one, and none finds what agrees."""
    some, none_agrees = np.zeros(size, dtype=np.bool_), np.ones(size, dtype=np.bool_)
    for comparator in among:
        if comparator in levels:
            found = levels[comparator]
            others = np.isin(found, [LEVELS[comparator].index(level) for level in _OTHERS[comparator]])
            some |= others
            none_agrees &= others | (found == UNKNOWN)
    differ: Flags = some & none_agrees
    return differ
