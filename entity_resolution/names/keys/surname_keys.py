"""Blocking keys by a surname of the table: of names in Hanzi, and as Chinese and Vietnamese ones are spelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import islice
from math import sqrt

from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.han import (
    given_in_dialects,
    given_on_taiwan,
    in_new_letters,
    pinyin,
    spells_given_name,
    surname_length,
)
from entity_resolution.names.scripts.han_sounds import frequencies, is_known, likely_syllables, placed
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import (
    has_surname_of_two_words,
    likely_surnames,
    surname_frequency,
    surname_in_pinyin,
    surname_row,
    surname_spellings,
)
from entity_resolution.names.tongues.burmese_pinyin import syllables_of_burmese
from entity_resolution.names.tongues.never_thai import is_western_given_name
from entity_resolution.names.tongues.tongue import (
    has_two_surnames,
    has_western_first_name,
    name_from_elsewhere,
    without_name_from_elsewhere,
)

_SURNAME = KeySort.SURNAME.value
_SYLLABLE = KeySort.SYLLABLE.value

# How many keys a name has by a syllable in Mandarin, of so many of the given name.
_SYLLABLE_KEYS, GIVEN_PARTS = 6, 2
# How many words a name has in the dialects: a surname and two of the given name.
DIALECT_PARTS = 3
# How many are of a Hanzi name's surname and of ways to spell the given name.
_HAN_KEYS = 7
# Of how many surnames that one spelling may be, and behind a name of the West.
_ROWS, _ROWS_BEHIND_WESTERN = 4, 3
# Of how many of them with all of the given name, where there are keys with its syllables as well.
_ROWS_OF_GIVEN = 2
# How many words a name has, with one from elsewhere, that has further keys: of one syllable they would gather too many.
_WITH_FURTHER = (3, 4)
# Of how many surnames Burmese letters make keys, and how many.
_ROWS_OF_BURMESE, _KEYS_OF_BURMESE = 3, 8
# And how many of a surname behind, where one may stand in front as well.
_KEYS_BEHIND = 3


def surname_keys(native: str, script: Script, latin: tuple[str, ...], family: str) -> Iterator[str]:
    """Yield the surname's row in the table with the given name's skeleton, and with a syllable of it in Mandarin.

    Args:
        native: a person's name.
        script: its writing system.
        latin: Latin readings, best first.
        family: the surname that stands behind, where it is known which does; else empty.
    """
    if script is Script.HAN:
        yield from _keys_of_hanzi(native, latin)
        return
    tokens = _surname_in_front(latin[0].split() if latin else [], family)
    _, chinese = name_from_elsewhere(tuple(tokens)) if script is Script.LATIN else ("", ())
    if script is Script.LATIN and has_western_first_name(tuple(tokens)):
        # Peter Wong Kar Ho is Wong Kar Ho as well. What stands at his name's other end is seldom a surname.
        yield from _keys_of_surname(tokens[1], tokens[2:], most=_ROWS_BEHIND_WESTERN)
    if chinese and _begins_with_surname(chinese, tokens, family):
        # Wong Kar Ho Peter, as Singapore and Taiwan print it behind the Chinese name, is Wong Kar Ho. Keys with both
        # would take the place of those of two words, by which Peter Wong is found.
        yield from _keys_of_surname(chinese[0], list(chinese[1:]), most=2)
    else:
        yield from _keys_at_ends(tokens)
    if script is not Script.LATIN:
        return
    if has_surname_of_two_words(tokens):
        # Au Yeung Kin Wah is Auyeung Kin Wah.
        yield from _keys_of_surname(tokens[0] + tokens[1], tokens[2:], most=1)
    if chinese and not family:
        # David Wei Ming Zhang is Zhang Weiming as well.
        yield from islice(_keys_of_surname(chinese[-1], list(chinese[:-1]), most=1), _KEYS_BEHIND)
    if has_two_surnames(tuple(tokens)):
        # Lam Cheng Man Ying is a Cheng Man Ying who married a Lam.
        yield from (key for key in _keys_of_surname(tokens[1], tokens[2:], most=1) if key[:2] == _SYLLABLE)


def _begins_with_surname(chinese: tuple[str, ...], tokens: list[str], family: str) -> bool:
    """Tell whether a Chinese name beside one from elsewhere has its surname in front: Wong Kar Ho Peter."""
    if list(chinese) != tokens[:-1]:
        return len(chinese) == DIALECT_PARTS and chinese[0] == family
    # Of three words the last may be a syllable that the tables do not know: Ho Chia-jung.
    return len(tokens) > DIALECT_PARTS or not _may_be_syllable(tokens[-1])


def further_surname_keys(latin: str, family: str) -> Iterator[str]:
    """Yield keys of a surname and all of a given name in Latin letters that `surname_keys` has no place for.

    They find few: of rarer surnames that the first word spells too, and of one behind where a syllable in front is a
    surname as well, as of Ju-lin Wei.

    Args:
        latin: the likeliest reading.
        family: as `surname_keys` has it.
    """
    tokens = _surname_in_front(latin.split(), family)
    if len(tokens) not in _WITH_FURTHER:
        return
    words = without_name_from_elsewhere(tuple(tokens))
    if not family and surname_spellings(words[0]):
        yield from _keys_of_given(words[-1], words[:-1], slice(_ROWS))
    yield from _keys_of_given(words[0], words[1:], slice(_ROWS_OF_GIVEN, _ROWS))


def _keys_of_given(surname: str, given: Sequence[str], rows: slice) -> Iterator[str]:
    if spells_given_name(" ".join(given)):
        bones = _given(given)
        yield from (f"{_SURNAME}{row}.{bones}" for row, _ in _best_rows(surname, alone=False)[rows])


def _surname_in_front(tokens: list[str], family: str) -> list[str]:
    """Return a name with the surname in front that is known to stand behind, one of two words as well."""
    size = next((size for size in (1, 2) if family and "".join(tokens[-size:]) == family), 0)
    return [*tokens[-size:], *tokens[:-size]] if size else tokens


def keys_of_burmese(native: str) -> Iterator[str]:
    """Yield keys of a surname and a syllable in Mandarin that Burmese letters may stand for, the likeliest first."""
    surname, *given = syllables_of_burmese(native) or (frozenset(),)
    if not surname or not 0 < len(given) <= GIVEN_PARTS:
        return
    rows = {row for word in surname for row in surname_spellings(word) if word in surname_in_pinyin(row)}
    best = nlargest(_ROWS_OF_BURMESE, rows, key=lambda row: (surname_frequency(row), -row))
    chances = {
        f"{_SYLLABLE}{row}.{placed(syllable, at, len(given))}": surname_frequency(row) * frequencies()[syllable]
        for row in best
        for at, syllables in enumerate(given)
        for syllable in syllables
    }
    yield from nlargest(_KEYS_OF_BURMESE, chances, key=lambda key: (chances[key], key))


def _may_be_syllable(token: str) -> bool:
    """Tell whether a word may be one of a Chinese given name: no known name of the West, or Kit and Juan."""
    return is_known(token) or not is_western_given_name(token)


def _keys_at_ends(tokens: list[str]) -> Iterator[str]:
    """Yield the keys of a surname in front, and of one behind where there is none in front or three words in all."""
    for index in sorted({0, len(tokens) - 1}):
        if 0 <= index < len(tokens):
            behind = bool(index) and bool(surname_spellings(tokens[0]))
            if behind and len(tokens) != DIALECT_PARTS:
                break
            rest = tokens[:index] + tokens[index + 1 :]
            if behind:
                # Bao Cai Jiang may be Jiang Baocai.
                yield from islice(_keys_of_surname(tokens[index], rest, most=1), _KEYS_BEHIND)
                break
            yield from _keys_of_surname(tokens[index], rest, most=_ROWS if rest else 10)


def _keys_of_hanzi(native: str, latin: tuple[str, ...]) -> Iterator[str]:
    row = surname_row(native)
    if row is None:
        return
    characters = native[surname_length(native) :]
    if len(characters) <= GIVEN_PARTS:
        yield from (
            f"{_SYLLABLE}{row}.{placed(each, at, len(characters))}" for at, each in enumerate(pinyin(characters))
        )
    given = [reading.split()[1:] for reading in latin[:1]]
    given += [spelled.split() for spelled in (*given_on_taiwan(characters), *given_in_dialects(characters))]
    yield from islice(dict.fromkeys(f"{_SURNAME}{row}.{_given(tokens)}" for tokens in given), _HAN_KEYS)


def _keys_of_surname(surname: str, rest: list[str], *, most: int) -> Iterator[str]:
    """Yield the keys of a surname and a given name in Latin letters, of so many surnames that it may be at most."""
    rows = _best_rows(surname, alone=not rest)[:most]
    if not rows:
        return
    given = " ".join(rest)
    # What a dialect spells meets pinyin and the other dialects by a syllable in Mandarin: Boon Hiong, Wenxiong.
    chances = {
        f"{_SYLLABLE}{row}.{syllable}": chance * weight
        for row, weight in rows
        for syllable, chance in likely_syllables(given, surname, row)
    }
    yield from nlargest(_SYLLABLE_KEYS, chances, key=lambda key: (chances[key], key))
    bones = _given(rest)
    yield from (f"{_SURNAME}{row}.{bones}" for row, _ in (rows[:_ROWS_OF_GIVEN] if chances else rows))


@lru_cache(maxsize=20_000)
def _best_rows(surname: str, *, alone: bool) -> tuple[tuple[int, float], ...]:
    """Return the surnames that a word may spell, the likeliest first, each with the root of how likely it is.

    By the root a rarer surname has keys as well: Ong is Wang, and Weng. A surname alone may be only one that sounds so.
    """
    found = likely_surnames(surname) if alone else surname_spellings(surname)
    shares = {row: spelling.share * surname_frequency(row) for row, spelling in found.items()}
    return tuple((row, sqrt(shares[row])) for row in sorted(shares, key=lambda row: (-shares[row], row)))


def _given(tokens: Iterable[str]) -> str:
    """Return the consonants of a Chinese given name, alike in pinyin and as older books spell it: qiang, ch'iang."""
    return sounds("".join(map(in_new_letters, tokens)).replace("ck", "k"), Tongue.CHINESE).skeleton
