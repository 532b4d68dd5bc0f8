"""Given names that brothers and sisters have: near ones of one family and household that no birth date makes one's.

Who shares a family name, a house and a phone is told from a sister by the given name alone: what is a slip among
strangers is another name there: Angelica and Angelo, Rafiqul and Shafiqul, Fernanda and Fernando, Otieno and Atieno.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import FieldPairs, Flags, Levels
from entity_resolution.batch.regional_names import Places, WholeNames, are_read_as_two
from entity_resolution.names import person_name
from entity_resolution.names.comparing.persons.relatives import has_fathers_name, has_surname, have_fathers_names
from entity_resolution.names.tongues.slips import are_beside_on_keyboard
from graph.values import normalise

_OF_GIVEN, _OF_FAMILY = LEVELS[Comparator.GIVEN_NAME], LEVELS[Comparator.FAMILY_NAME]
_A_LETTER, _OTHER = _OF_GIVEN.index("one-edit"), _OF_GIVEN.index("other-syllable")
_SWAPPED, _OTHER_NAME = _OF_GIVEN.index("swapped"), _OF_GIVEN.index("other-name")
_NEAR = [_OF_GIVEN.index(level) for level in ("one-edit", "two-edits", "alike")]
_NATIONALITY = "nationality"
_CROWDED = re.compile("[^aeiouy]{3}")
_VOWELS = frozenset("aeiou")
# A man's name ends in the one and a woman's in the other: Fernando and Fernanda, Karl and Karla; Susanto and Susanti.
_OF_TWO_SEXES = frozenset({("a", "o"), ("i", "o"), ("", "a")})


def tell_siblings_apart(
    levels: Mapping[Comparator, Levels], fields: Mapping[str, FieldPairs], reads: Sequence[str], alike: Flags
) -> None:
    """Change the levels of near given names that are rather two, of pairs that agree as relatives do, and no further.

    Args:
        levels: of the pairs by comparator; those of given names change.
        fields: the fields of the pairs.
        reads: the fields of the given and of the family name.
        alike: where the two share a household and neither a birth date nor what is one person's own.
    """
    given, family = levels[Comparator.GIVEN_NAME], levels.get(Comparator.FAMILY_NAME)
    places = np.nonzero(alike & (given == _SWAPPED))[0]
    if len(places):
        given[places[_may_be_fathers(fields, reads, places)]] = _OTHER_NAME
    asked = alike & np.isin(given, _NEAR)
    if family is not None:
        asked &= family != _OF_FAMILY.index("different")
    places = np.nonzero(asked)[0]
    names = WholeNames(given=fields[reads[0]], family=fields.get(reads[1])).at(places)
    given[places[_are_of_siblings(names, given[places])]] = _OTHER


def _may_be_fathers(fields: Mapping[str, FieldPairs], reads: Sequence[str], places: Places) -> Flags:
    """Return where names in each other's place may be a father's and his child's: Salim Hassan, Hassan Salim.

    Each word of both is a given name of a people whose second name is the father's, or one of the two is from there.
    """
    given, family = (fields[name].at(places) for name in reads[:2])
    values = given.dictionary.values
    codes = zip(*(of.tolist() for of in (given.left, family.left, given.right, family.right)), strict=True)
    from_there = _are_from_there(fields.get(_NATIONALITY), places)
    found = [
        _may_be_father_and_child(*values[list(names)].tolist(), from_there=of_one)
        for names, of_one in zip(codes, from_there.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.bool_)


@lru_cache(maxsize=50_000)
def _may_be_father_and_child(own: str, second: str, other: str, others_second: str, *, from_there: bool) -> bool:
    forms = person_name(f"{own} {second}"), person_name(f"{other} {others_second}")
    return all(map(has_fathers_name, forms)) or (from_there and not any(map(has_surname, forms)))


def _are_from_there(nationality: FieldPairs | None, places: Places) -> Flags:
    """Return where one of the two is known to be of a country where the second name is the father's."""
    if nationality is None:
        return np.zeros(len(places), dtype=np.bool_)
    told = (nationality.dictionary.told(_has_fathers, codes[places]) for codes in (nationality.left, nationality.right))
    left, right = told
    found: Flags = (left | right) > 0
    return found


def _has_fathers(nationality: str) -> int:
    country = normalise("country", nationality).value
    return int(country is not None and have_fathers_names({country}))


def _are_of_siblings(names: WholeNames, levels: Levels) -> Flags:
    """Return which near given names are rather two: by their endings, or where no rule of names makes them one.

    A letter beside a known name that makes what is hard to say is a slip of the hand: Robrt, Ridchard. So is a name cut
    off.
    """
    values = names.given.dictionary.values
    pairs = list(zip(values[names.given.left], values[names.given.right], strict=True))
    found: Flags = np.array([_are_of_two_sexes(*pair) for pair in pairs], dtype=np.bool_)
    known = names.given.dictionary.known_given_names
    slips = (known[names.given.left] ^ known[names.given.right]) & (levels == _A_LETTER)
    slips &= np.array([any(map(_CROWDED.search, pair)) for pair in pairs], dtype=np.bool_)
    slips |= np.array([one.startswith(other) or other.startswith(one) for one, other in pairs], dtype=np.bool_)
    letters = np.array([_may_be_two(*pair) for pair in pairs], dtype=np.bool_)
    places: Places = np.nonzero(~found & ~slips & ((levels != _A_LETTER) | letters))[0]
    found[places] = are_read_as_two(names.at(places))
    return found


def _are_of_two_sexes(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    stem = longer[:-1]
    if len(shorter) == len(stem):
        return shorter == stem and ("", longer[-1]) in _OF_TWO_SEXES
    return end_as_two_sexes(one, other)


def end_as_two_sexes(one: str, other: str) -> bool:
    """Tell whether given names of one length differ in a last letter of which one is a man's: Fernando, Fernanda."""
    ends = sorted((one[-1], other[-1]))
    return one[:-1] == other[:-1] and (ends[0], ends[1]) in _OF_TWO_SEXES


def _may_be_two(one: str, other: str) -> bool:
    """Tell whether a letter makes another name as well as a slip: a vowel for a vowel (Kaori, Kaoru), or one put in.

    Of a consonant for another (Naoki, Naomi) those side by side on a keyboard are rather a slip, and so are a letter
    more or less at an end, where hands and columns cut names off, and two that changed places.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < len(longer):
        return shorter[0] == longer[0] and shorter[-1] == longer[-1]
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(apart) != 1:
        return False
    (letters,) = apart
    vowels = len(_VOWELS.intersection(letters))
    return vowels == len(letters) or (vowels == 0 and not are_beside_on_keyboard(*letters))
