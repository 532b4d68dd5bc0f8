"""Names that hardly say who: initials, a calling, a surname of China alone join nobody, one word not by a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log2

from entity_resolution.names.comparing.levels import (
    OF_NO_NAMESAKE,
    OF_RELATIVES,
    NameComparison,
    NameLevel,
    left_to_a_human,
    of_a_common_name,
)
from entity_resolution.names.comparing.persons.generations import are_equal_but_for_generations, one_alone_is_a_son
from entity_resolution.names.comparing.persons.namesakes import namesakes
from entity_resolution.names.prepared import information
from entity_resolution.names.scripts.burmese_words import spells_one_burmese_word
from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.han import surname_length
from entity_resolution.names.scripts.script import Script, detect_script
from entity_resolution.names.scripts.surnames import hanzi_index, is_surname
from entity_resolution.names.tongues.honorifics import is_title_alone
from entity_resolution.names.tongues.kanji import may_be_family_name
from entity_resolution.names.tongues.korean import is_korean_surname_alone
from graph.values import (
    PART_NOT_KNOWN,
    addressed_by_calling,
    describes_a_person,
    is_calling,
    is_of_another,
    is_perhaps_a_role,
    perhaps_of_another,
)

# A word that one of so many is called by, or fewer, is rare. The tables know none of these.
_RARE = log2(2_500)
# Of Burma's 27 million of one sex as many have a name of so many bits. A word said twice: San San Myint.
_OF_NO_NAMESAKE_IN_BURMA, _SAID_TWICE = 13.6, 1.5
# Of so many who live one in ten has a namesake born on the same day.
_NAMESAKES = 3_000
_BREAKS = re.compile(r"[\s.,;:·•・'’/|&+*#()\[\]_-]+|\d+")
# Initials run together: two or three capitals that no syllable has.
_MOST_INITIALS = 3
_RUN_TOGETHER = re.compile(f"[B-DF-HJ-NP-TV-XZ]{{2,{_MOST_INITIALS}}}")
# Ma before a Burmese woman's name, which in its own script may be a part of the name and stays: မအေးအေးဝင်း.
_MISS, _OF_A_WOMAN = "ma", 2
_HIDDEN = "某"  # stands for a name, or the rest of it
# What Chinese people call somebody by, before one syllable of the name: Ah Hao, 小王, 老李.
_AH, _CALLED = "ah", re.compile("[小老阿大].")
# Forms of address that are names as well, and stay: what is behind one is one word all the same, and the name has two.
_ADDRESSES = frozenset(
    {"mas", "mang", "bang", "bong", "kak", "nong", "phi", "pee", "hia", "mama", "papa", "baba", "alhaji"}
)
_ADDRESSED = 2
_GIVEN = "文"  # a given name, to tell how long the surname before it is


def weigh_bare_names(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names that agree, at another level where one of them hardly says who.

    Args:
        left: one name.
        right: the other.
        found: what comparing them gave.
    """
    if not found.agrees:
        return found
    if is_bare(left) or is_bare(right):
        return left_to_a_human(found)._replace(how=f"{found.how}, but initials, a calling or a surname alone")
    is_word = is_one_word(left) or is_one_word(right)
    is_name = is_common_name(left) or is_common_name(right)
    if found.level in OF_RELATIVES:
        # A birth date tells a child from its father, and not from a namesake.
        if found.level is not NameLevel.FATHER or not (is_word or is_name):
            return found
        # Twins have no one name, so that beside Jr. a birth date and a contact tell it from both. Names like one
        # another they have.
        is_equal = not is_word and are_equal_but_for_generations(left, right)
        is_son = is_equal and one_alone_is_a_son(left, right)
        level = NameLevel.FATHER_OF_MANY if is_son else NameLevel.SIBLING
        return found._replace(level=level, how=f"{found.how}, of many")
    if is_word:
        return found._replace(level=NameLevel.COMMON_WORD, how=f"{found.level}, {found.how}")
    return of_a_common_name(found) if is_name else found


@lru_cache(maxsize=30_000)
def is_bare(form: NameForm) -> bool:
    """Tell whether a person's name is initials alone, one letter, or one Chinese or Korean surname: `S. J.`, `ก`, `王`.

    So sources write whom they do not name, and as `Witness A`, `Security guard`, `Boss Wang`. Each of a country's
    initials is shared by thousands.
    """
    if is_perhaps_a_role(form.native) or any(map(says_a_calling, {form.native, form.raw})):
        return True
    if form.script is Script.LATIN and _is_surname_said_to_be_one(form):
        return True
    words = _words_without_titles(form.native)
    letters = "".join(words)
    if form.script is Script.HAN:
        return len(letters) == surname_length(f"{letters}{_GIVEN}")
    if form.script is Script.HANGUL:
        return len(letters) == 1 or is_korean_surname_alone(letters)
    if len(words) == 1 and _RUN_TOGETHER.fullmatch(letters):
        return not is_surname(letters.lower())
    if len(words) == 1 and is_korean_surname_alone(letters.lower()):
        return True
    # A title may be cut from the front of a longer one that stands before a letter: นาง of นางสาว ก.
    return any(_are_letters(found) for found in (words, _words_without_titles(form.raw)))


def says_a_calling(text: str) -> bool:
    """Tell whether a name says what somebody is, is like or whose relative, with a surname at most: `Boss Wang`."""
    if text.isascii() and text.isalpha():
        return is_calling(text)  # the others are of several words, have marks or are in another script
    if is_calling(text) or is_of_another(text) or _is_whole_in_chinese(perhaps_of_another(text)):
        return True
    addressed = addressed_by_calling(text)
    return (bool(addressed) and is_surname_alone(addressed)) or describes_a_person(text)


def _is_whole_in_chinese(name: str) -> bool:
    """Tell whether what stands before 之子 is a name of China, or hides one: 王伟, 陈某, and no 欧阳 or 中村."""
    if _HIDDEN in name:
        return True
    surname = name[: surname_length(f"{name}{_GIVEN}")]
    return surname != name and surname in hanzi_index() and not may_be_family_name(name)


def is_surname_alone(word: str) -> bool:
    """Tell whether a word is one surname of China, Korea or Vietnam and no more, in any script."""
    script = detect_script(word)
    if script is Script.HAN:
        return len(word) == surname_length(f"{word}{_GIVEN}")
    if script is Script.HANGUL:
        return len(word) == 1 or is_korean_surname_alone(word)
    return is_surname(word.lower())


def _is_surname_said_to_be_one(form: NameForm) -> bool:
    """Tell whether a title or a given name that is not known stands beside one surname: `Miss Wang`, `Wang Miss`."""
    words = form.native.split()
    telling = [word for word in words if not is_title_alone(word)]
    if len(telling) != 1 or not is_surname(telling[0].lower()):
        return False
    is_titled = len(words) > 1 or any(map(is_title_alone, form.honorifics))
    return is_titled or PART_NOT_KNOWN.search(form.raw) is not None


def _words_without_titles(text: str) -> list[str]:
    words = [word for word in _BREAKS.split(text) if word]
    return [word for word in words if not is_title_alone(word)] or words


def _are_letters(words: list[str]) -> bool:
    return bool(words) and all(len(word) == 1 for word in words)


def may_be_run_together(word: str) -> bool:
    """Tell whether a word may be initials run together, if it was written in capitals: `sj`, `ng`."""
    return len(word) <= _MOST_INITIALS and word.isascii() and _RUN_TOGETHER.fullmatch(word.upper()) is not None


@lru_cache(maxsize=30_000)
def is_one_word(form: NameForm) -> bool:
    """Tell whether a person's name is one word, alone or with an initial: `Somchai`, `U Zaw`, `T. Warodom`.

    What counts is the words of the Latin reading, in whichever script the name is: Win Naing has two, Thida one. How
    many have it no table tells: one in five thousand of Indonesia's men are more than are born on a day.
    """
    if form.script is Script.HAN and _CALLED.fullmatch(form.native):
        return True
    # An initial is no word, and makes none rare.
    words = [token for token in form.tokens if len(token) > 1 and token != _AH]
    if form.script is Script.LATIN and len(words) == _ADDRESSED and words[0] in _ADDRESSES:
        return True
    if len(words) > 1 and not (form.script is Script.MYANMAR and any(map(spells_one_burmese_word, form.latin))):
        return False
    return bool(form.tokens)


@lru_cache(maxsize=30_000)
def is_one_common_word(form: NameForm) -> bool:
    """Tell whether a person's name is one word that more than one in 2,500 have by the tables, or 3,000 of a people."""
    words = [token for token in form.tokens if len(token) > 1]
    return is_one_word(form) and (
        sum(information(word, person=True) for word in words) < _RARE
        or (len(words) == 1 and namesakes(form) >= _NAMESAKES)
    )


@lru_cache(maxsize=30_000)
def is_common_name(form: NameForm) -> bool:
    """Tell whether so many people have a person's name of several words that a day has births of it: `Nguyen Van Hung`.

    More than one in 4,000 have it, or 3,000 people of a country or people whose commonest names all of its words are.
    """
    words = [token for token in form.tokens if len(token) > 1]
    if form.script is Script.MYANMAR and len(words) > _OF_A_WOMAN and words[0] == _MISS:
        words = words[1:]
    if len(words) <= 1:
        return False
    if form.tongue is Tongue.BURMESE and _told_in_burmese(words) < _OF_NO_NAMESAKE_IN_BURMA:
        return True
    return sum(information(word, person=True) for word in words) < OF_NO_NAMESAKE or namesakes(form) >= _NAMESAKES


def _told_in_burmese(words: Sequence[str]) -> float:
    """Return how many bits the words of a Burmese name tell; one said twice tells little the second time."""
    said_twice = sum(one == other for one, other in pairwise(words))
    return sum(information(word, person=True) for word in dict.fromkeys(words)) + said_twice * _SAID_TWICE
