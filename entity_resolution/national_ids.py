"""National numbers: whether the numbers of two identity cards may be one person's.

One country gives one person one number for life, so two numbers are two persons unless one of them was written wrong.
Their last digits are serials: the number beside one's own is a neighbour's, a twin's or a stranger's. A slip of the pen
is known by what it breaks: a check digit, or the form of the country's numbers.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from graph.parts import StoredValue
from graph.values import NATIONAL_ID, ValueStatus, has_check_digit, normalise_document

_SHORTEST_NEAR = 6


class Relation(StrEnum):
    """What two national numbers say of each other, from the most to the least that speaks for one person."""

    SAME = "same"
    SLIP = "slip"  # a digit apart, and one of the two breaks the rules that the other one keeps
    NEIGHBOURS = "neighbours"  # a digit apart, and nothing tells a slip from the next number in the register
    TWO = "two"
    UNKNOWN = "unknown"  # of two countries, or of no known one: the two say nothing of each other


class NationalId(NamedTuple):
    """A national number. `country`: of which it is; `None` where that is not stored.

    `broken`: its check digit or form fails, so it was given a country, which is stored with no key. A tuple, as every
    candidate pair makes two.
    """

    country: str | None
    number: str
    broken: bool


def national_id_of(value: StoredValue) -> NationalId | None:
    """Return the national number that a value is; `None` of another document, and of what could not be read."""
    if value.type != NATIONAL_ID or not value.value:
        return None
    _, _, rest = (value.key or "").partition(":")
    country = rest.partition(":")[0]
    return NationalId(country=country or None, number=value.value, broken=value.status is ValueStatus.INVALID)


def relate(one: NationalId, other: NationalId) -> Relation:
    """Return what two national numbers say of each other, in either order."""
    if one.country and other.country and one.country != other.country:
        return Relation.UNKNOWN
    if one.number == other.number:
        return Relation.SAME
    if near(one.number, other.number):
        return _relate_near(one, other)
    # A number whose check digit fails is another number all the same.
    return Relation.TWO if all(n.country or n.broken for n in (one, other)) else Relation.UNKNOWN


def objects(lefts: Iterable[NationalId], rights: Iterable[NationalId]) -> bool:
    """Return whether the national numbers of two groups of records cannot be one person's, as none of them agree."""
    rights = tuple(rights)
    found = {relate(one, other) for one in lefts for other in rights}
    return found.isdisjoint({Relation.SAME, Relation.SLIP}) and not found.isdisjoint(
        {Relation.NEIGHBOURS, Relation.TWO}
    )


def near(left: str, right: str) -> bool:
    """Return whether two numbers differ by a character more, less or otherwise, or by two that changed places.

    Of numbers shorter than six characters, too many do.
    """
    return min(len(left), len(right)) >= _SHORTEST_NEAR and OSA.distance(left, right, score_cutoff=1) <= 1


def _relate_near(one: NationalId, other: NationalId) -> Relation:
    country = one.country or other.country
    if country is None:
        return Relation.SLIP if one.broken is not other.broken else Relation.NEIGHBOURS
    sound = [_is_sound(n.number, country) for n in (one, other)]
    if sound[0] is not sound[1]:
        return Relation.SLIP
    return Relation.TWO if all(sound) and has_check_digit(country) else Relation.NEIGHBOURS


def _is_sound(number: str, country: str) -> bool:
    return normalise_document(number, country=country, kind=NATIONAL_ID).status is ValueStatus.VALID
