"""National numbers: whether the numbers of two identity cards may be one person's.

One country gives one person one number for life, so two numbers are two persons unless one of them was written wrong.
Their last digits are serials: the number beside one's own is a neighbour's, a twin's or a stranger's. A slip of the pen
is known by what it breaks: a check digit, or the form of the country's numbers.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from string import ascii_uppercase
from typing import NamedTuple

from rapidfuzz.distance import OSA

from graph.parts import StoredValue
from graph.values import NATIONAL_ID, ValueStatus, has_check_digit, looks_national, normalise_document

_SHORTEST_NEAR = 6
_LETTERS_AND_DIGITS = str.maketrans({**dict.fromkeys("0123456789", "9"), **dict.fromkeys(ascii_uppercase, "A")})


class Relation(StrEnum):
    """What two national numbers say of each other, from the most to the least that speaks for one person."""

    SAME = "same"
    SLIP = "slip"  # a digit apart, and one of the two breaks the rules that the other one keeps
    NEIGHBOURS = "neighbours"  # a digit apart, and nothing tells a slip from the next number in the register
    TWO = "two"
    UNKNOWN = "unknown"  # of two countries, of none, or one is in another form: the two say nothing of each other


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


def without_doubtful_country(values: Sequence[StoredValue]) -> list[StoredValue]:
    """Return values, of a document's number that is kept as one of each of several countries one without its key.

    It has the keys of all, by which whoever has it is found; of which country it is, nobody knows, so that it is
    another number than none of any.
    """
    keys: dict[tuple[str, str | None], set[str]] = {}
    for value in values:
        if value.key is not None:
            keys.setdefault((value.type, value.value), set()).add(value.key)
    told = (v._replace(key=None) if len(keys.get((v.type, v.value), ())) > 1 else v for v in values)
    return list(dict.fromkeys(told))


def relate(one: NationalId, other: NationalId) -> Relation:
    """Return what two national numbers say of each other, in either order."""
    if one.country and other.country and one.country != other.country:
        return Relation.UNKNOWN
    if one.number == other.number:
        return Relation.SAME
    if near(one.number, other.number):
        return _relate_near(one, other)
    # A number whose check digit fails is another number all the same.
    told = all(n.country or n.broken for n in (one, other)) and _are_alike(one, other)
    return Relation.TWO if told else Relation.UNKNOWN


def objects(lefts: Iterable[NationalId], rights: Iterable[NationalId]) -> bool:
    """Return whether the national numbers of two groups of records cannot be one person's, as none of them agree."""
    rights = tuple(rights)
    found = {relate(one, other) for one in lefts for other in rights}
    return found.isdisjoint({Relation.SAME, Relation.SLIP}) and not found.isdisjoint(
        {Relation.NEIGHBOURS, Relation.TWO}
    )


def is_within(one: str, other: str) -> bool:
    """Return whether one number is the other, also behind letters, which may be a word for it that no table has."""
    shorter, longer = sorted((one, other), key=len)
    before = longer.removesuffix(shorter)
    return len(shorter) >= _SHORTEST_NEAR and len(before) < len(longer) and not any(map(str.isdecimal, before))


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


def _are_alike(one: NationalId, other: NationalId) -> bool:
    """Return whether two numbers are ones of the same sort, so that they can be held against each other.

    What does not look like a number of its country may be one with a word, or that of another document.
    """
    if is_within(one.number, other.number):
        return False
    shapes = {n.number.translate(_LETTERS_AND_DIGITS) for n in (one, other)}
    country = one.country or other.country
    if len(shapes) == 1 or country is None:
        return len(shapes) == 1
    return all(looks_national(n.number, country) is not False for n in (one, other))


def _is_sound(number: str, country: str) -> bool:
    return normalise_document(number, country=country, kind=NATIONAL_ID).status is ValueStatus.VALID
