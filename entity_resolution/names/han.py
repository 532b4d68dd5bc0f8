"""Romanise Hanzi by pinyin, with the readings that surnames and names take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from entity_resolution.names.surnames import hanzi_index, surname_in_pinyin
from entity_resolution.names.tables import read_rows

_ROWS = read_rows("hanzi.tsv")
# Characters with more than one reading in names.
_READINGS = {row[1]: tuple(row[2].split()) for row in _ROWS if row[0] == "reading"}
# Surnames whose reading as a surname differs from the everyday reading.
_SURNAME_READINGS = {row[1]: row[2] for row in _ROWS if row[0] == "surname"}


_SIMPLIFIED = str.maketrans({row[1]: row[2] for row in _ROWS if row[0] == "traditional"})


def simplified(text: str) -> str:
    """Return a text with the traditional characters that are common in names in their simplified forms."""
    return text.translate(_SIMPLIFIED)


def pinyin(text: str) -> tuple[str, ...]:
    """Return the everyday reading of each Hanzi character, lower case."""
    return tuple(_READINGS.get(char, (anyascii(char).lower(),))[0] for char in text)


@lru_cache(maxsize=30_000)
def romanise_han(text: str, *, person: bool) -> tuple[str, ...]:
    """Return Latin readings of a Hanzi text, best first, at most six.

    Args:
        text: Hanzi without spaces.
        person: whether it begins with a surname, which then stands apart and may have its own reading.
    """
    if not person:
        return (" ".join(pinyin(text)),)
    length = surname_length(text)
    surname, given = text[:length], text[length:]
    row = hanzi_index().get(surname)
    readings = [_SURNAME_READINGS[surname]] if surname in _SURNAME_READINGS else ["".join(pinyin(surname))]
    if row is not None:
        readings.extend(surname_in_pinyin(row))
    given_readings = list(_given(given))
    found = (f"{head} {tail}".strip() for tail in given_readings for head in readings)
    return tuple(islice(dict.fromkeys(found), 6))


def surname_length(text: str) -> int:
    """Return how many characters of a Hanzi name are its surname."""
    if len(text) >= 3 and (text[:2] in hanzi_index() or text[:2] in _SURNAME_READINGS):
        return 2
    return 1 if len(text) > 1 else len(text)


@lru_cache(maxsize=1)
def _in_dialects() -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return the spellings of characters, the commonest first: Cantonese, Hokkien or Teochew, Cantonese of Macau."""
    rows = read_rows("hanzi_dialects.tsv")
    return tuple(
        {char: tuple(row[column].split("/")) for row in rows for char in row[0].split("/")} for column in (1, 2, 3)
    )


@lru_cache(maxsize=30_000)
def given_in_dialects(given: str) -> tuple[str, ...]:
    """Return how a given name is spelled by its sound in the two commonest dialects, four spellings of each at most.

    Args:
        given: Hanzi; a name with a character that the table does not have has no such spelling.
    """
    found: list[str] = []
    for dialect in _in_dialects()[:2]:
        if given and all(char in dialect for char in given):
            found.extend(" ".join(spelled) for spelled in islice(product(*(dialect[char] for char in given)), 4))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _characters_of_syllables() -> dict[str, tuple[tuple[str, int], ...]]:
    """Return for each spelling of a syllable the (character, way of spelling) that it may stand for.

    Way 0 is pinyin, the last one Wade-Giles, and between them stand the dialects.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    by_pinyin = {char: pinyin(char) for char in _in_dialects()[0]}
    by_wade = {char: tuple(map(wade_giles, syllables)) for char, syllables in by_pinyin.items()}
    for way, dialect in enumerate((by_pinyin, *_in_dialects(), by_wade)):
        for char, spellings in dialect.items():
            if simplified(char) == char:
                for spelling in spellings:
                    found.setdefault(spelling, []).append((char, way))
    return {spelling: tuple(characters) for spelling, characters in found.items()}


@lru_cache(maxsize=50_000)
def dialect_syllables(given: str) -> tuple[str, ...]:
    """Return the syllables of a given name, of two where it is one word of two known ones: guodong, kok tong.

    Args:
        given: lower-case ASCII, words separated by single spaces.
    """
    known = _characters_of_syllables()
    words = given.split()
    if len(words) != 1 or words[0] in known:
        return tuple(words)
    word = words[0]
    cuts = ((word[:at], word[at:]) for at in range(1, len(word)))
    return next((cut for cut in cuts if cut[0] in known and cut[1] in known), (word,))


@lru_cache(maxsize=50_000)
def spells_given_name(text: str) -> bool:
    """Tell whether a text is one or two syllables that pinyin or a dialect spells in given names: Kok Leong, Jianhua.

    Args:
        text: lower-case ASCII.
    """
    syllables = dialect_syllables(text)
    return len(syllables) <= 2 and all(syllable in _characters_of_syllables() for syllable in syllables)


# The way of spelling that Macau has, of those in `_characters_of_syllables`.
_MACAU = 3


@lru_cache(maxsize=50_000)
def same_in_dialects(one: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return in which (way of one, way of the other) two syllables spell one character; way 0 is pinyin.

    Within one dialect another spelling is rather another name: Beng, Meng.
    """
    known = _characters_of_syllables()
    mine, theirs = known.get(one, ()), known.get(other, ())
    ways = {
        (way, other_way)
        for char, way in mine
        for other_char, other_way in theirs
        if char == other_char and way != other_way
    }
    if one != other and not set(mine).isdisjoint(theirs):
        # What Macau spells as one of a dialect's spellings does not make the others one: Meng stands for Beng no more.
        ways = {way for way in ways if _MACAU not in way}
    return tuple(sorted(ways))


_INITIAL = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?")
# J, Q and X stand before I and U alone.
_SYLLABLE = re.compile(
    "(?![jqx][aeo])(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|iao|ian|ang|eng|ing|ong|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|[aeiouv])"
)


@lru_cache(maxsize=1)
def _wade_rules() -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str], str]]:
    """Return Wade-Giles for syllables, initials and (initial, rhyme), with an empty initial for a rhyme after any."""
    rows = read_rows("wade_giles.tsv")
    syllables, initials = ({row[1]: row[2] for row in rows if row[0] == role} for role in ("syllable", "initial"))
    rhymes = {(after.strip("-"), row[2]): row[3] for row in rows if row[0] == "rhyme" for after in row[1].split()}
    return syllables, initials, rhymes


@lru_cache(maxsize=10_000)
def wade_giles(syllable: str) -> str:
    """Return a syllable of pinyin as Wade-Giles spells it without marks: zhi is chih, xue is hsueh, guo is kuo."""
    syllables, initials, rhymes = _wade_rules()
    if syllable in syllables:
        return syllables[syllable]
    found = _INITIAL.match(syllable)
    initial = found.group() if found else ""
    rhyme = syllable[len(initial) :]
    spelled = rhymes.get((initial or ".", rhyme)) or rhymes.get(("", rhyme), rhyme)
    return f"{initials.get(initial, initial)}{spelled}"


@lru_cache(maxsize=50_000)
def pinyin_syllables(given: str) -> tuple[str, ...]:
    """Return the syllables of a given name in pinyin; a word that is no two of them stays one.

    Args:
        given: lower-case ASCII, words separated by single spaces.
    """
    words = given.split()
    if len(words) != 1 or _SYLLABLE.fullmatch(words[0]):
        return tuple(words)
    word = words[0]
    # A consonant between two vowels begins a syllable: xue-qin.
    cuts = ((word[:at], word[at:]) for at in range(1, len(word)))
    fitting = [cut for cut in cuts if all(map(_SYLLABLE.fullmatch, cut))]
    return min(fitting, key=lambda cut: cut[1][0] in "aeiou", default=(word,))


@lru_cache(maxsize=50_000)
def same_by_wade(given: str, other: str) -> bool:
    """Tell whether one given name is the other's pinyin in the letters of Wade-Giles: Jianguo, Chien-kuo.

    Args:
        given: lower-case ASCII, words separated by single spaces.
        other: likewise.
    """
    return _spells_by_wade(given, other) or _spells_by_wade(other, given)


def _spells_by_wade(given: str, wade: str) -> bool:
    syllables = pinyin_syllables(given)
    if not all(map(_SYLLABLE.fullmatch, syllables)):
        return False
    return "".join(map(wade_giles, syllables)) == wade.replace(" ", "")


@lru_cache(maxsize=50_000)
def given_in_pinyin(given: str) -> tuple[str, ...]:
    """Return how a given name that a dialect spells is written in pinyin, at most four likely ways.

    Args:
        given: lower-case ASCII; of one syllable that the table does not have there is none.
    """
    known = _characters_of_syllables()
    found: list[str] = []
    for dialects in ((1,), (2,), (3,), (1, 2)):
        spelled = [
            tuple(dict.fromkeys(pinyin(char)[0] for char, way in known.get(syllable, ()) if way in dialects))
            for syllable in dialect_syllables(given)
        ]
        if spelled and all(spelled):
            found.extend(" ".join(syllables) for syllables in islice(product(*spelled), 2))
    return tuple(dict.fromkeys(found))[:4]


def _given(text: str) -> Iterator[str]:
    first = pinyin(text)
    yield "".join(first)
    for index, char in enumerate(text):
        for other in _READINGS.get(char, ())[1:]:
            yield "".join((*first[:index], other, *first[index + 1 :]))
