"""Chinese names in pinyin that differ in a syllable of the given name, which pinyin makes two."""

from __future__ import annotations

from itertools import product

from entity_resolution.names.prepared import PreparedName
from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.han import all_readings, pinyin_syllables, same_by_wade, spells_by_wade
from entity_resolution.names.scripts.han_sounds import is_known, is_pinyin
from entity_resolution.names.scripts.latin import has_hyphenated_word
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname, surname_bits, surname_in_pinyin, surname_spellings
from entity_resolution.names.tongues.tongue import is_western

# How alike names are at most that differ in a syllable of pinyin, and where it may be one of Wade-Giles.
_OTHER_SYLLABLE, _MAY_BE_WADE = 0.72, 0.85
# A surname and a given name of two syllables.
_WHOLE_NAME = 3
# And with a surname of two: 欧阳青山.
_LONGEST_NAME = 4


def pinyin_limit(left: PreparedName, right: PreparedName) -> float:
    """Return how alike two names in pinyin are at most that have another syllable each: Wang Jun, Wang Qun.

    Where Wade-Giles spells one as the other is spelt, Gang and Kang, it is for a human, unless it does so twice.
    """
    forms = (left.form, right.form)
    if has_half_of_given(*forms):
        return _OTHER_SYLLABLE
    if Tongue.CHINESE not in (left.form.tongue, right.form.tongue):
        return 1.0
    if any(form.script is not Script.LATIN or len(form.tokens) < 2 for form in forms):
        return 1.0
    if _differ_in_a_q(left.form.tokens, right.form.tokens):
        return _OTHER_SYLLABLE
    given, other = _given_in_pinyin(left.form.tokens, right.form.tokens)
    differing = sum(one != another for one, another in zip(given, other, strict=False))
    if not differing or len(given) != len(other) or not all(map(is_pinyin, (*given, *other))):
        return 1.0
    if not same_by_wade(" ".join(given), " ".join(other)):
        return _OTHER_SYLLABLE
    if differing > 1 or _is_hyphenated_by_wade(left.form, right.form, " ".join(given), " ".join(other)):
        return 1.0
    return _MAY_BE_WADE


def _is_hyphenated_by_wade(left: NameForm, right: NameForm, given: str, other: str) -> bool:
    """Tell whether the one of two given names that Wade-Giles spells has a hyphen, as it writes them: Guoyu, Kuo-yu."""
    hyphenated = has_hyphenated_word(left.native)
    if hyphenated is has_hyphenated_word(right.native):
        return False
    return spells_by_wade(other, given) if hyphenated else spells_by_wade(given, other)


def _differ_in_a_q(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether names differ in one syllable, of which one has a Q and the other a J: beside Q a J is of pinyin too.

    What else a name has, as Siew in Tan Siew Qing, may be spelt in any dialect.
    """
    differing = [{one, other} for one, other in zip(ones, others, strict=False) if one != other]
    if len(ones) != len(others) or len(differing) != 1:
        return False
    in_j, in_q = sorted(differing[0])
    return (in_j[:1], in_q[:1]) == ("j", "q") and in_j[1:] == in_q[1:] and is_pinyin(in_j) and is_pinyin(in_q)


def _given_in_pinyin(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the syllables of two given names beside one surname in pinyin; none where there is none.

    It stands first, or last behind a given name of one word: Jing Li.
    """
    if ones[0] == others[0] and _is_surname_in_pinyin(ones[0]):
        return pinyin_syllables(" ".join(ones[1:])), pinyin_syllables(" ".join(others[1:]))
    if len(ones) != 2 or len(others) != 2 or ones[1] != others[1] or not _is_surname_in_pinyin(ones[1]):
        return (), ()
    if is_surname(ones[0]) and is_surname(others[0]) and surname_bits(ones[0], others[0])[1] is not None:
        return (), ()  # Chen Ming and Tan Ming
    return pinyin_syllables(ones[0]), pinyin_syllables(others[0])


def _is_surname_in_pinyin(surname: str) -> bool:
    return any(surname in surname_in_pinyin(row) for row in surname_spellings(surname))


def has_half_of_given(left: NameForm, right: NameForm) -> bool:
    """Tell whether a Chinese name has one syllable of the other's two: 姚明, Yao Ming-hui; Tan Wei, Tan Wei-ling.

    Of two names in Latin letters a hyphen has to tell that the two are one name.
    """
    short, long = sorted((left, right), key=lambda form: len(_in_syllables(form)))
    ones, others = _in_syllables(short), _in_syllables(long)
    if len(ones) != _WHOLE_NAME - 1 or len(others) != _WHOLE_NAME or long.script is not Script.LATIN:
        return False
    if short.script is Script.LATIN and not has_hyphenated_word(long.native):
        return False
    if not all(map(is_known, others[1:])) or ones[1] not in others[1:]:
        return False
    return is_surname(others[0]) and surname_bits(ones[0], others[0])[0] > 0


def _in_syllables(form: NameForm) -> tuple[str, ...]:
    """Return a name in Latin letters as it is spelt, one in Hanzi in pinyin by its characters."""
    if form.script is not Script.HAN or len(form.native) != _WHOLE_NAME - 1:
        return form.tokens if form.script is Script.LATIN else ()
    return form.tokens


def has_syllable_behind_hanzi(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name in pinyin has all characters of the other and a syllable behind: 赵德胜, Zhao Desheng Wei.

    Characters leave no syllable out. What is a name of elsewhere as well (Ken, Jun) may be one that its bearer took.
    """
    own, long = (left, right) if left.script is Script.HAN else (right, left)
    if own.script is not Script.HAN or long.script is not Script.LATIN or len(long.tokens) <= 2:
        return False
    characters, last = "".join(own.native.split()), long.tokens[-1]
    if not _WHOLE_NAME <= len(characters) <= _LONGEST_NAME or not is_pinyin(last) or is_western(last):
        return False
    if last == long.tokens[0]:
        return False  # a form has the surname in both of its fields
    spelt = "".join(long.tokens[:-1])
    return any("".join(read) == spelt for read in product(*map(all_readings, characters)))
