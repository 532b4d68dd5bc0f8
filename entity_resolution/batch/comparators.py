"""Comparators of a list's fields: the levels of each, the strongest first, and what a level says beyond its weight.

A level is a place in its comparator's tuple in `LEVELS`; pairs are given theirs by `comparison_levels.py`.
"""

from collections.abc import Mapping
from enum import StrEnum


class Comparator(StrEnum):
    """How a comparison finds its level: a function of `comparison_levels.py`, `name_levels.py` or `middle_names.py`."""

    GIVEN_NAME = "given-name"
    FAMILY_NAME = "family-name"
    MIDDLE_NAME = "middle-name"
    DATE = "date"
    NUMBER = "number"
    MAIL = "mail"
    ADDRESS = "address"


LEVELS: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.GIVEN_NAME: (
        *("equal", "swapped", "short-form", "initial", "one-edit", "two-edits", "alike", "respelt", "other-syllable"),
        *("different", "other-name"),
    ),
    Comparator.FAMILY_NAME: ("equal", "one-edit", "two-edits", "alike", "respelt", "different"),
    Comparator.MIDDLE_NAME: ("equal", "part", "near", "different", "other-name"),
    Comparator.DATE: (
        *("equal", "swapped", "default-day", "near-year", "near-day", "year-month", "near-month", "year", "month-day"),
        *("one-digit", "conflict"),
    ),
    Comparator.NUMBER: ("equal", "one-edit", "different", "neighbour"),
    Comparator.MAIL: ("equal", "one-edit", "two-edits", "different", "other-digits"),
    Comparator.ADDRESS: (
        *("same", "same-house", "similar-house", "same-street-and-area", "same-house-and-area", "near-house"),
        *("same-street", "same-area", "same-town", "different"),
    ),
}
# Levels that tell of more than one value: names in each other's place are two that agree.
OF_TWO_VALUES: frozenset[tuple[Comparator, str]] = frozenset({(Comparator.GIVEN_NAME, "swapped")})
# Levels of two names that are another's: beside them an equal family name is no agreeing name.
OF_ANOTHER: Mapping[Comparator, tuple[str, ...]] = {Comparator.GIVEN_NAME: ("other-syllable", "other-name")}
# Levels that say as much as they do and are no reason of their own to join: a day that was filled in is a year, and
# namesakes are born on two days of one month as well. A middle name is a part of the name, and a name joins nobody.
NO_SUPPORT: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.MIDDLE_NAME: ("equal", "part", "near"),
    Comparator.DATE: ("default-day", "year-month", "one-digit"),
    Comparator.ADDRESS: ("same-town",),
}
# Levels of the same value, of comparisons that agree by a near one too: a slip or a namesake's day.
STRONG: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.DATE: ("equal",),
    Comparator.NUMBER: ("equal",),
    Comparator.MAIL: ("equal",),
}
# Levels that keep two apart, whatever else agrees but what is one person's alone.
APART: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.GIVEN_NAME: ("other-name",),
    Comparator.MIDDLE_NAME: ("other-name",),
    Comparator.DATE: ("conflict",),
}
# Levels of what is one person's alone.
PERSONAL: Mapping[Comparator, tuple[str, ...]] = {Comparator.MAIL: ("equal",)}
# Comparisons of a value that is one person's or household's, unless people of many names have it: a hotline.
SHARED_BY_MANY = frozenset({Comparator.NUMBER, Comparator.MAIL})
# Levels of two houses on one street, by comparator.
ON_ONE_STREET: Mapping[Comparator, tuple[str, ...]] = {
    Comparator.ADDRESS: ("same", "same-house", "similar-house", "same-street-and-area", "near-house"),
}
# And of two that are elsewhere on it.
SAME_STREET: Mapping[Comparator, tuple[str, ...]] = {Comparator.ADDRESS: ("same-street",)}
# Levels of two houses in one area, by its postal code, and on no one street; those of one area as well that are; and
# where a comparison reads the area.
IN_ONE_AREA: Mapping[Comparator, tuple[str, ...]] = {Comparator.ADDRESS: ("same-area", "same-house-and-area")}
SAME_AREA: Mapping[Comparator, tuple[str, ...]] = {Comparator.ADDRESS: ("same", "same-street-and-area", "near-house")}
AREA_PLACE: Mapping[Comparator, int] = {Comparator.ADDRESS: 3}
# Of shorter values two edits, or one of a number or mail address, tell of another one.
LEAST_FOR_TWO_EDITS = 5
