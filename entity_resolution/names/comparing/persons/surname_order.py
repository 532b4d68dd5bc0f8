"""At which end of a Chinese name in Latin letters its surname stands: as a comma says, or the other name in Hanzi.

Passports of Taiwan, Malaysia and Hong Kong print `CHIANG, WEN-HSIEN`, others write Wen-hsien Chiang. Wen is a surname
too, and rules on Chinese names take the first word for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from entity_resolution.names.comparing.levels import NameComparison, left_to_a_human
from entity_resolution.names.reading import read_otherwise
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.han import is_syllable, spells_given_name, surname_length
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname, surname_bits, surname_key
from entity_resolution.names.tongues.tongue import is_western, name_from_elsewhere, without_name_from_elsewhere

# Of how many words a surname of the table is at most: Au Yeung.
_MOST_OF_SURNAME = 2
# With one syllable both orders are compared all the same.
_FEWEST_OF_GIVEN = 2


def in_surname_order(name: NameForm, other: NameForm) -> NameForm:
    """Return a person's name with its surname in front, where it stands behind and the other name has it in front.

    Args:
        name: a person's name.
        other: another.
    """
    if name.script is not Script.LATIN or len(name.tokens) < _MOST_OF_SURNAME:
        return name
    if name.family:
        return _turned(name, name.family) if _has_surname_in_front(name, other) else name
    # Without a comma only characters tell: Wen Hsien Chiang may as well be a Wen.
    return _turned(name, surname) if (surname := _surname_behind_of(name.tokens, other)) else name


def are_said_of_two_surnames(left: NameForm, right: NameForm) -> bool:
    """Tell whether a comma says of both names which word is the surname, and no spelling makes the two one.

    `CHIEN, HUNG-CHEN` has the syllables of `CHEN, CHIEN-HUNG`, in another order.
    """
    return bool(left.family and right.family) and surname_bits(left.family, right.family)[1] is None


def weigh_surnames(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names, for a human where commas say that they have two surnames."""
    if not found.agrees or not are_said_of_two_surnames(left, right):
        return found
    return left_to_a_human(found)._replace(how=f"{found.how}, but two surnames before the commas")


def _has_surname_in_front(name: NameForm, other: NameForm) -> bool:
    """Tell whether a name has a surname in front: one in Hanzi, or in Latin letters another spelling of the family."""
    if other.script is Script.HAN:
        return not _is_surname_of_another(name, other)
    if other.script is not Script.LATIN or other.family or len(other.tokens) < _MOST_OF_SURNAME:
        return False
    first, last = other.tokens[0], other.tokens[-1]
    return not is_surname(last) and surname_bits(name.family, first)[1] is not None


def _is_surname_of_another(name: NameForm, other: NameForm) -> bool:
    """Tell whether a name in Hanzi has the last syllable given for its surname, and not what stands before the comma.

    Turned, `CHIEN, HUNG-CHEN` would be read as Chien-hung Chen, who is another: 陳建宏.
    """
    sizes = range(1, _MOST_OF_SURNAME + 1)
    given = next((name.tokens[:-size] for size in sizes if "".join(name.tokens[-size:]) == name.family), ())
    if len(given) < _FEWEST_OF_GIVEN:
        return False
    hanzi = other.native[: surname_length(other.native)]
    return surname_bits(given[-1], hanzi)[1] is not None and surname_bits(name.family, hanzi)[1] is None


def _surname_behind_of(tokens: tuple[str, ...], other: NameForm) -> str:
    """Return the last word where it spells the surname of a name in Hanzi and the first one does not."""
    if other.script is not Script.HAN or not (surname := _surname_behind(tokens)):
        return ""
    hanzi = other.native[: surname_length(other.native)]
    first = without_name_from_elsewhere(tokens)[0]
    return surname if surname_bits(surname, hanzi)[1] and not surname_bits(first, hanzi)[1] else ""


def _surname_behind(tokens: tuple[str, ...]) -> str:
    """Return the last word where a syllable that is a surname too stands in front, and nothing but a given name."""
    rest = without_name_from_elsewhere(tokens)
    given = rest[:-1]
    if (
        rest[-1] != tokens[-1]
        or not (is_surname(rest[-1]) and is_surname(rest[0]))
        or any(map(_is_from_elsewhere, given))
    ):
        return ""
    return rest[-1] if spells_given_name(" ".join(given)) else ""


def _is_from_elsewhere(token: str) -> bool:
    return is_western(token) and not is_syllable(token)


def _turned(name: NameForm, surname: str) -> NameForm:
    words = name.native.split()
    for size in range(1, min(_MOST_OF_SURNAME, len(words) - 1) + 1):
        if surname_key(_folded(words[-size:])) == surname:
            # Jason and Alan are known for names of elsewhere only where a surname follows.
            front = int(_begins_elsewhere(name.tokens) and _folded(words[:1]) == name.tokens[0])
            return read_otherwise(name, " ".join((*words[:front], *words[-size:], *words[front:-size])))
    return name


def _begins_elsewhere(tokens: tuple[str, ...]) -> bool:
    """Tell whether the first word is from elsewhere, and none that is a syllable as well, as Kim is."""
    return name_from_elsewhere(tokens)[0] == tokens[0] and not is_syllable(tokens[0])


def _folded(words: Sequence[str]) -> str:
    return "".join(tokenise(ascii_fold(" ".join(words))))
