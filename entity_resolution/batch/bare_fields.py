"""Names in fields that hardly say who: initials, a calling, a surname alone, or one common given name."""

from functools import lru_cache

import numpy as np

from entity_resolution.batch.dictionary import Codes, Dictionary, FieldPairs, Flags
from entity_resolution.names import Script, is_bare, is_one_common_word, may_be_run_together, person_name
from entity_resolution.names.comparing.persons.bare_names import is_surname_alone, says_a_calling
from entity_resolution.names.tongues.korean import is_korean_surname_alone
from entity_resolution.names.tongues.tongue import looks_burmese
from graph.values import (
    hides_a_name,
    is_made_up_name,
    is_part_of_calling,
    is_part_of_description,
    is_part_of_placeholder,
    is_part_of_role,
    is_placeholder_name,
    may_be_of_another,
)

_INITIALS, _CHARACTERS, _SURNAME, _RUN_TOGETHER, _CALLING = 1, 2, 3, 4, 5
# Bare where no other field has a value.
_BARE_ALONE = (_SURNAME, _RUN_TOGETHER, _CALLING)


def name_nobody(given: FieldPairs, family: FieldPairs, titled: FieldPairs | None = None) -> Flags:
    """Return which pairs have a side whose whole name is initials, one letter, a calling, or a surname and no more.

    Args:
        given: the given names.
        family: the family names, of the same dictionary.
        titled: the sexes that titles tell, which stand in either field.
    """
    sexes = titled if titled is not None else given.without_values
    found: Flags = _name_nobody(given.dictionary, given.left, family.left, sexes.left)
    return found | _name_nobody(given.dictionary, given.right, family.right, sexes.right)


def _name_nobody(dictionary: Dictionary, given: Codes, family: Codes, sexes: Codes) -> Flags:
    bare = _are_bare(dictionary, given, family) | _are_callings(dictionary, given, family)
    return bare | _are_surnames(dictionary, given, family) | _are_titled_surnames(dictionary, given, family, sexes)


def _are_callings(dictionary: Dictionary, given: Codes, family: Codes) -> Flags:
    """Return which records are bare as a whole name in either order: `Customer`, `Service`; `Boss`, `Wang`; 王, 总.

    Few may be, by what either field holds, and these are asked once for each two values.
    """
    found: Flags = (given >= 0) & (family >= 0)
    places = np.nonzero(found)[0]
    one, other = (dictionary.told(_part_of_bare, codes[places]) for codes in (given, family))
    may_be = ((one | other) & _WHOLE > 0) | (one & other > 0)
    for part, beside in ((one, family), (other, given)):
        at = np.nonzero((part & _PART > 0) & ~may_be)[0]
        may_be[at] = dictionary.told(_stands_beside, beside[places[at]]) > 0
    found[:] = False
    places = places[may_be]
    pairs, inverse = np.unique(np.stack((given[places], family[places]), axis=1), axis=0, return_inverse=True)
    values = dictionary.values
    bare = [_is_bare_together(values[own], values[of_family]) for own, of_family in pairs.tolist()]
    found[places] = np.array(bare, dtype=np.bool_)[inverse.reshape(-1)]
    return found


# What a value may be of a bare name that stands in two fields: a part, one of a placeholder, what makes any name bare.
_PART, _OF_PLACEHOLDER, _WHOLE = 1, 2, 4
# In Vietnam a letter behind one of these stands for a given name: Nguyễn Văn A.
_BEFORE_A_LETTER = (" văn", " van", " thị", " thi")


def _part_of_bare(value: str) -> int:
    is_whole = may_be_of_another(value) or hides_a_name(value)
    return (
        (_PART if _is_part(value) else 0)
        | (_OF_PLACEHOLDER if is_part_of_placeholder(value) else 0)
        | (_WHOLE if is_whole else 0)
    )


def _is_part(value: str) -> bool:
    if is_part_of_calling(value) or is_part_of_role(value) or is_part_of_description(value):
        return True
    return value.endswith(_BEFORE_A_LETTER)


def _stands_beside(value: str) -> int:
    """Tell whether a value may stand beside a part of a calling or role and name nobody: a letter, or a surname.

    In a script without spaces the surname may be with what the calling begins with: 김사, 장님.
    """
    if len(value) == 1 or is_surname_alone(value):
        return 1
    return int(not value.isascii() and any(is_part_of_calling(value[length:]) for length in (1, 2)))


@lru_cache(maxsize=100_000)
def _is_bare_together(given: str, family: str) -> bool:
    """Tell whether two fields are a bare name or a placeholder in either order, and without a space where none is."""
    orders = [f"{given} {family}", f"{family} {given}"]
    if not (given.isascii() or family.isascii()):
        orders += [f"{given}{family}", f"{family}{given}"]
    return any(is_placeholder_name(whole) or is_made_up_name(whole) or is_bare(person_name(whole)) for whole in orders)


def _are_surnames(dictionary: Dictionary, given: Codes, family: Codes) -> Flags:
    """Return which records have no given name, and for a family name a surname that thousands have: `Wang`.

    So a list has `FNU Wang` and `Miss Wang`. A word that is somebody's only name is no surname of the tables.
    """
    found: Flags = (given < 0) & (family >= 0)
    places = np.nonzero(found)[0]
    found[places] = dictionary.told(_is_surname_alone, family[places]) > 0
    return found


def _are_titled_surnames(dictionary: Dictionary, given: Codes, family: Codes, sexes: Codes) -> Flags:
    """Return which records have a surname alone in the given name's field and a title in either: `Wang`, `Miss`."""
    found: Flags = (given >= 0) & (family < 0) & (sexes >= 0)
    places = np.nonzero(found)[0]
    found[places] = dictionary.told(_is_titled_surname, given[places]) > 0
    return found


def _is_surname_alone(value: str) -> int:
    return int(is_surname_alone(value))


def _is_titled_surname(value: str) -> int:
    """Tell whether a word behind Miss or Daw is a surname, and no name of Burma, where people have but one: Daw Win."""
    return int(is_surname_alone(value) and not looks_burmese([value]))


def _are_bare(dictionary: Dictionary, given: Codes, family: Codes) -> Flags:
    """Return which records have a bare name: of a character in each of both fields, 王 and 伟 are one in full.

    So is a surname in Latin letters beside an initial: T. Namgung. Initials run together are the whole name: beside
    another field such a word is a name, as in `J. Vlk`.
    """
    may_be = dictionary.may_be_initials
    found: Flags = may_be[given] & may_be[family] & ((given >= 0) | (family >= 0))
    places = np.nonzero(found)[0]
    own, of_family = (dictionary.told(_bareness, codes[places]) for codes in (given, family))
    of_both = (given[places] >= 0) & (family[places] >= 0)
    bare = ((own > 0) | (given[places] < 0)) & ((of_family > 0) | (family[places] < 0))
    in_full = (own == _CHARACTERS) & (of_family == _CHARACTERS)
    in_full |= of_both & (np.isin(own, _BARE_ALONE) | np.isin(of_family, _BARE_ALONE))
    found[places] = bare & ~in_full
    return found


def are_one_common_word(given: FieldPairs, family: FieldPairs) -> Flags:
    """Return which pairs have a side that is called by one word that many are, without a family name: Somchai."""
    left = _are_common(given.dictionary, given.left, family.left)
    return left | _are_common(given.dictionary, given.right, family.right)


def _are_common(dictionary: Dictionary, given: Codes, family: Codes) -> Flags:
    """Return which records have one common given name and no family name, or initials in its place: Somchai T."""
    found: Flags = (given >= 0) & dictionary.may_be_initials[family]
    places = np.nonzero(found)[0]
    no_family = (family[places] < 0) | (dictionary.told(_bareness, family[places]) == _INITIALS)
    found[places] = no_family & (dictionary.told(_is_common, given[places]) > 0)
    return found


def _bareness(value: str) -> int:
    run_together = may_be_run_together(value)  # in lower case, as all in fields
    form = person_name(value.upper() if run_together else value)
    if not is_bare(form):
        return 0
    if run_together:
        return _RUN_TOGETHER
    if says_a_calling(value):
        return _CALLING
    if form.script in (Script.HAN, Script.HANGUL):
        return _CHARACTERS
    return _SURNAME if is_korean_surname_alone(value) else _INITIALS


def _is_common(value: str) -> int:
    return int(is_one_common_word(person_name(value)))
