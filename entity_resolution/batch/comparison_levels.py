"""Comparisons of many pairs at once: which level each pair reaches, the strongest first.

Every comparison looks at codes first and at texts only where the codes differ. A level is a place in the comparison's
tuple in `LEVELS`; `UNKNOWN` says that a side has nothing to compare, which is no evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from entity_resolution.batch.comparators import LEAST_FOR_TWO_EDITS, LEVELS, Comparator
from entity_resolution.batch.date_levels import date_levels
from entity_resolution.batch.dictionary import UNKNOWN, Codes, FieldPairs, Flags, Levels
from entity_resolution.batch.middle_names import middle_name_levels
from entity_resolution.batch.name_levels import family_name_levels, given_name_levels
from entity_resolution.places.street_numbers import are_two_by_number, numbers_in
from graph.values import may_be_number

_LONGEST_CALLING_CODE = 3
_OF_A_BATCH = 2  # last digits
_NO_DIGITS = str.maketrans("", "", "0123456789")

Fields = Mapping[str, FieldPairs]


def comparison_levels(comparator: Comparator, reads: Sequence[str], fields: Fields, size: int) -> Levels:
    """Return the level of each pair in one comparison.

    Args:
        comparator: how.
        reads: the fields that it reads, in the comparator's own order; those that the list lacks are unknown.
        fields: the fields of the pairs that the list has.
        size: the number of pairs.
    """
    return _COMPARATORS[comparator](tuple(fields.get(name) for name in reads), size)


_Read = tuple[FieldPairs | None, ...]


def _date(read: _Read, size: int) -> Levels:
    (field,) = read
    return date_levels(field, size)


def _number(read: _Read, size: int) -> Levels:
    levels, field = _edited(read[0], size, at_most=1), read[0]
    names = LEVELS[Comparator.NUMBER]
    if field is not None:
        _tell_neighbours(levels, field)
    places = np.nonzero(levels == names.index("different"))[0]
    if field is None or not len(places):
        return levels
    lengths = field.dictionary.lengths
    apart = np.abs(lengths[field.left[places]] - lengths[field.right[places]])
    places = places[(apart > 0) & (apart <= _LONGEST_CALLING_CODE)]
    values = field.dictionary.values
    texts = zip(values[field.left[places]], values[field.right[places]], strict=True)
    # A list without a country has one number as +66 81 234 5678 and as 081 234 5678: a slip at most, and no other one.
    one = np.fromiter((_lacks_calling_code(*sorted(pair, key=len)) for pair in texts), np.bool_, len(places))
    levels[places[one]] = names.index("one-edit")
    return levels


def _tell_neighbours(levels: Levels, field: FieldPairs) -> None:
    """Set apart what is no slip but a number of one batch: SIM cards sold together differ in their last digits."""
    names = LEVELS[Comparator.NUMBER]
    lengths = field.dictionary.lengths
    places = np.nonzero(levels == names.index("one-edit"))[0]
    places = places[lengths[field.left[places]] == lengths[field.right[places]]]
    values = field.dictionary.values
    texts = zip(values[field.left[places]], values[field.right[places]], strict=True)
    near = np.fromiter((one[:-_OF_A_BATCH] == other[:-_OF_A_BATCH] for one, other in texts), np.bool_, len(places))
    levels[places[near]] = names.index("neighbour")


def _lacks_calling_code(shorter: str, longer: str) -> bool:
    """Return whether one number's digits are another's without those of its country."""
    return longer.endswith(shorter) and any(may_be_number(text, f"+{longer}") for text in (shorter, f"0{shorter}"))


def _mail(read: _Read, size: int) -> Levels:
    levels, field = _edited(read[0], size, at_most=2), read[0]
    names = LEVELS[Comparator.MAIL]
    if field is None:
        return levels
    places = np.nonzero(np.isin(levels, [names.index(level) for level in ("one-edit", "two-edits")]))[0]
    values = field.dictionary.values
    texts = zip(values[field.left[places]], values[field.right[places]], strict=True)
    # Namesakes have an address of one pattern each, and what tells their mailboxes apart are the digits.
    two = np.fromiter((_without_digits(one) == _without_digits(other) for one, other in texts), np.bool_, len(places))
    levels[places[two]] = names.index("other-digits")
    return levels


@lru_cache(maxsize=200_000)
def _without_digits(mail: str) -> str:
    return mail.translate(_NO_DIGITS)


def _edited(field: FieldPairs | None, size: int, *, at_most: int) -> Levels:
    """Return levels by the number of edits; one more than the most that is looked for stands for all that are more."""
    levels = np.full(size, UNKNOWN, dtype=np.int8)
    if field is None:
        return levels
    levels[field.equal] = 0
    places = np.nonzero(field.known & ~field.equal)[0]
    edits = field.edits(places, at_most=at_most)
    shorter = np.minimum(field.dictionary.lengths[field.left[places]], field.dictionary.lengths[field.right[places]])
    levels[places] = np.where(shorter >= LEAST_FOR_TWO_EDITS, np.minimum(edits, at_most + 1), at_most + 1)
    return levels


_SAME, _NEAR, _FAR = 0, 1, 2


def _nearness(field: FieldPairs | None, size: int, *, edits: int) -> Codes:
    """Return whether two values are the same, near within some edits, or far; `UNKNOWN` where one is missing."""
    found = np.full(size, UNKNOWN, dtype=np.int32)
    if field is None:
        return found
    found[field.equal] = _SAME
    places = np.nonzero(field.known & ~field.equal)[0]
    found[places] = np.where(field.edits(places, at_most=edits) <= edits, _NEAR, _FAR)
    return found


def _are_two_streets(street: FieldPairs | None, size: int) -> Flags:
    """Return where two streets, villages or whole lines have other numbers: the digits of a name are the name."""
    found = np.zeros(size, dtype=np.bool_)
    if street is None:
        return found
    places = np.nonzero(street.known & ~street.equal)[0]
    numbered = [street.dictionary.told(_has_numbers, codes[places]) > 0 for codes in (street.left, street.right)]
    places = places[numbered[0] & numbered[1]]
    values = street.dictionary.values
    texts = zip(values[street.left[places]], values[street.right[places]], strict=True)
    found[places] = np.fromiter((are_two_by_number(one, other) for one, other in texts), np.bool_, len(places))
    return found


def _has_numbers(value: str) -> int:
    return int(bool(numbers_in(value)))


def _address(read: _Read, size: int) -> Levels:
    house, street, town, area = (
        _nearness(field, size, edits=edits) for field, edits in zip(read, (1, 2, 2, 1), strict=True)
    )
    # Street 602 and 603 are a digit apart, and two streets: so are two houses of one number there.
    apart = _are_two_streets(read[1], size)
    street[apart] = _FAR
    here = (street == _SAME) | (street == _NEAR)
    same_house, same_area = house == _SAME, area == _SAME
    rules: tuple[tuple[str, Flags], ...] = (
        ("same-town", town == _SAME),
        ("same-area", same_area),
        ("same-street", (street == _SAME) | ((street == _NEAR) & (same_area | (town == _SAME)))),
        ("same-house-and-area", same_house & ((area == _SAME) | (area == _NEAR)) & ~apart),
        ("near-house", here & (house == _NEAR) & (same_area | (area == _NEAR) | (town == _SAME)) & (area != _FAR)),
        ("same-street-and-area", here & (house == UNKNOWN)),
        ("similar-house", (street == _NEAR) & same_house),
        ("same-house", (street == _SAME) & same_house),
        ("same", (street == _SAME) & same_house & (area <= _SAME)),
    )
    names = LEVELS[Comparator.ADDRESS]
    levels = np.full(size, names.index("different"), dtype=np.int8)
    for name, holds in rules:
        levels[holds] = names.index(name)
    levels[(street == UNKNOWN) & (town == UNKNOWN) & (area == UNKNOWN)] = UNKNOWN
    return levels


_COMPARATORS: Mapping[Comparator, Callable[[_Read, int], Levels]] = {
    Comparator.GIVEN_NAME: given_name_levels,
    Comparator.FAMILY_NAME: family_name_levels,
    Comparator.MIDDLE_NAME: middle_name_levels,
    Comparator.DATE: _date,
    Comparator.NUMBER: _number,
    Comparator.MAIL: _mail,
    Comparator.ADDRESS: _address,
}
