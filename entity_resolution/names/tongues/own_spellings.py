"""How people spell in Latin letters what a script of India or Ethiopic writes: রফিকুল is Rafiqul and Rofiqul.

Of a vowel, a breath or a doubled letter the script says one thing and its people spell several. All of them are one
name, and what none of them spells is another one, however alike the two sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise

from entity_resolution.names.scripts.ethiopian import in_full_parts
from entity_resolution.names.scripts.ethiopic import (
    GUTTURAL,
    SIXTH,
    is_ethiopic,
    mark_ethiopic,
    ways_to_say_ethiopic,
)
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.indic import NASAL, OWN, TWICE, UNSAID, is_indic, mark_indic, spell_indic
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.known_names import is_known_name

# The scripts of India by their block of 128, from Devanagari on.
_FIRST, _BLOCK = 0x0900, 0x80
_SCRIPTS = ("north", "bengali", "north", "north", "north", "tamil", "south", "south", "south", "sinhala")
_ETHIOPIC, _EVERY = "ethiopic", "*"
_MARKS = str.maketrans({OWN: "A", UNSAID: "O", NASAL: "N", TWICE: "T", SIXTH: "X", GUTTURAL: "G"})
_BREAKS = re.compile(r"[\s\-.,;:()'·]+")
# Of how many letters a spelling is at least that two words of the other name make, or two of its own.
_JOINED, _MOST_WORDS = 5, 8
# Of how many ways to spell a word keys are made, and out of how many; what the table has where a letter may be doubled.
_MOST_WAYS, _MOST_TRIED, _TWICE_TOO = 5, 40, "twice too"


def has_own_spellings(native: str) -> bool:
    """Tell whether a name is in a script of which people spell words in several ways: of India, Sri Lanka, Ethiopia."""
    return not native.isascii() and any(is_indic(char) or is_ethiopic(char) for char in native)


def in_own_spelling(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two persons' names, words of the one in its own script spelt as the other has them.

    `None` where neither is in such a script or no word of it is spelt so.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON or left.script is right.script:
        return None
    if left.script is Script.OTHER and right.script is Script.LATIN:
        spelt = _as_the_other(left, right.tokens)
        return None if spelt is None else (spelt, right)
    if right.script is Script.OTHER and left.script is Script.LATIN:
        spelt = _as_the_other(right, left.tokens)
        return None if spelt is None else (left, spelt)
    return None


def _as_the_other(form: NameForm, tokens: tuple[str, ...]) -> NameForm | None:
    if not form.latin or not has_own_spellings(form.native) or len(words := _words(form.native)) > _MOST_WORDS:
        return None
    spelt = " ".join(filter(None, _spelt(words, tokens)))
    if spelt in ("", form.latin[0]):
        return None
    return replace(form, latin=(spelt,), tokens=tuple(spelt.split()))


def are_two_in_own_spelling(left: NameForm, right: NameForm) -> bool:
    """Tell whether a name in its own script has a word that is no spelling of the known name which the other has there.

    সালমা is Salma, and Salam is another's. A vowel inside a word may be a clerk's of whom the table does not know, and
    a word that no table has a slip.

    Args:
        left: one person's name.
        right: another's.
    """
    if left.script is right.script:
        return False
    own, other = (left, right) if left.script is Script.OTHER else (right, left)
    if own.script is not Script.OTHER or other.script is not Script.LATIN or not has_own_spellings(own.native):
        return False
    words = _words(own.native)
    spelt = " ".join(_spelt(words, other.tokens)).split()
    strange = [token for token in other.tokens if token not in spelt]
    if not strange or len(strange) != len(spelt) - sum(token in other.tokens for token in spelt):
        return False
    bones = {skeleton(way) for word in words for way in ways_to_spell(word)}
    return all(map(is_known_name, strange)) and not bones.issuperset(map(skeleton, strange))


@lru_cache(maxsize=20_000)
def _words(native: str) -> tuple[str, ...]:
    return tuple(word for word in _BREAKS.split(in_full_parts(native)) if word)


def _spelt(words: tuple[str, ...], tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield words as another name spells them, and as they are read where it does not; two may be one there."""
    at = 0
    while at < len(words):
        joined = "".join(words[at : at + 2])
        if at + 1 < len(words) and (found := _token_for(joined, tokens)) and len(found) >= _JOINED:
            yield found
            at += 2
            continue
        yield _token_for(words[at], tokens) or _two_tokens_for(words[at], tokens) or likeliest(words[at])
        at += 1


def _token_for(word: str, tokens: tuple[str, ...]) -> str:
    return next((token for token in tokens if is_spelling(token, word)), "")


def _two_tokens_for(word: str, tokens: tuple[str, ...]) -> str:
    pairs = [pair for pair in pairwise(tokens) if min(map(len, pair)) > 1]
    return next((" ".join(pair) for pair in pairs if is_spelling("".join(pair), word)), "")


@lru_cache(maxsize=50_000)
def is_spelling(token: str, word: str) -> bool:
    """Tell whether people spell a word of one of these scripts so.

    Args:
        token: lower-case ASCII.
        word: in its own script.
    """
    if token in _known().get(word, ()):
        return True
    # The places of the token that what is spelt so far may reach: a long word of many ways takes no longer than others.
    reached = {0}
    for ways in _places(word):
        reached = {at + len(way) for at in reached for way in ways if token.startswith(way, at)}
        if not reached:
            return False
    return len(token) in reached


def spellings_of_words(native: str) -> list[tuple[str, ...]]:
    """Return of each word of a name in its own script the ways to spell it that differ in their consonants."""
    return [ways_to_spell(word) for word in _words(native)]


def likeliest(word: str) -> str:
    """Return the spelling of a word that its letters say."""
    return ways_to_spell(word)[0]


@lru_cache(maxsize=20_000)
def ways_to_spell(word: str) -> tuple[str, ...]:
    """Return spellings of a word that differ in their consonants, likeliest first: वि is VI and BI, never VEE as well.

    Args:
        word: in its own script.
    """
    if is_ethiopic(word[0]):
        ways = iter(ways_to_say_ethiopic(word))
    elif is_indic(word[0]):
        ways = chain((spell_indic(word),), _by_place(word))
    else:
        return (ascii_fold(word),)
    found = dict.fromkeys(ascii_fold(way) for way in (*islice(ways, _MOST_TRIED), *_known().get(word, ())))
    by_bones: dict[str, str] = {}
    for way in found:
        by_bones.setdefault(skeleton(way), way)
    return tuple(by_bones.values())[:_MOST_WAYS]


def _by_place(word: str) -> Iterator[str]:
    """Yield the usual spelling of a word, then with one place of it in each other way that has other consonants."""
    places = _places(word)
    usual = [ways[0] for ways in places]
    yield "".join(usual)
    for at in range(len(places)):
        for way in _of_other_bones(places[at]):
            yield "".join((*usual[:at], way, *usual[at + 1 :]))


@lru_cache(maxsize=5_000)
def _of_other_bones(ways: tuple[str, ...]) -> tuple[str, ...]:
    """Return of the spellings of one place those of other consonants, or without any vowel."""
    by_bones = {(skeleton(f"a{way}a"), bool(way)): way for way in reversed(ways)}
    return tuple(way for way in ways if way in by_bones.values() and way != ways[0])


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    rows = read_rows("own_script_names.tsv")
    return {
        unicodedata.normalize("NFC", word): tuple(latin.split()) for natives, latin in rows for word in natives.split()
    }


@lru_cache(maxsize=20_000)
def _places(word: str) -> tuple[tuple[str, ...], ...]:
    """Return what spells each place of a word, the usual spelling first."""
    script = _script_of(word)
    marked = (mark_ethiopic(word) if script == _ETHIOPIC else mark_indic(word)).translate(_MARKS)
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(marked):
        letters, ways = _at_place(marked, at, script)
        found.append(ways)
        at += letters
    return tuple(found)


def _script_of(word: str) -> str:
    if is_ethiopic(word[0]):
        return _ETHIOPIC
    return _SCRIPTS[(ord(word[0]) - _FIRST) // _BLOCK] if is_indic(word[0]) else _EVERY


def _at_place(marked: str, at: int, script: str) -> tuple[int, tuple[str, ...]]:
    """Return how many letters of a marked word the first pattern takes that fits at a place, and what spells them."""
    for pattern, ways in _rules()[script]:
        found = pattern.match(marked, at)
        if found is not None and found.end() > at:
            return found.end() - at, ways or (found[1], 2 * found[1])
    return 1, (marked[at],)


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]]:
    """Return what each script's patterns are spelt by, its own before those of every script of India.

    No spelling stands for a letter that is said once or twice.
    """
    found: dict[str, list[tuple[re.Pattern[str], tuple[str, ...]]]] = {
        script: [] for script in (*_SCRIPTS, _ETHIOPIC, _EVERY)
    }
    for scripts, pattern, spellings in read_rows("own_spellings.tsv"):
        ways = () if spellings == _TWICE_TOO else tuple("" if way == "-" else way for way in spellings.split())
        for script in scripts.split():
            found[script].append((re.compile(pattern), ways))
    return {
        script: tuple(rules if script == _ETHIOPIC else [*rules, *found[_EVERY]]) for script, rules in found.items()
    }
