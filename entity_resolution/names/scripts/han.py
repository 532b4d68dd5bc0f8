"""Romanise Hanzi by pinyin, with the readings that surnames and names take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from entity_resolution.names.scripts.surnames import hanzi_index, surname_in_dialects, surname_in_pinyin
from entity_resolution.names.scripts.taiwan_systems import PINYIN_INITIAL, in_systems_of_taiwan
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


def forms_of_characters() -> tuple[tuple[str, str], ...]:
    """Return the characters that are common in names and have two forms, each as (traditional, simplified)."""
    return tuple((row[1], row[2]) for row in _ROWS if row[0] == "traditional")


def pinyin(text: str) -> tuple[str, ...]:
    """Return the everyday reading of each Hanzi character, lower case."""
    return tuple(_READINGS.get(char, (anyascii(char).lower(),))[0] for char in text)


@lru_cache(maxsize=10_000)
def all_readings(char: str) -> frozenset[str]:
    """Return the readings in pinyin that a character has in names."""
    return frozenset(_READINGS.get(char, (anyascii(char).lower(),)))


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


DIALECTS = (1, 2)
"""The ways of spelling of the two commonest dialects: Cantonese, Hokkien or Teochew."""
# And the others: pinyin, Macau's Cantonese, and Taiwan's.
_PINYIN, _MACAU, _WADE = 0, 3, 4
_SURNAME_COLUMNS = {1: "cantonese", 2: "hokkien", 3: "macau"}
# How many spellings of a given name a dialect has at most, likeliest first.
_SPELLINGS = 8
# Of how many characters a given name is at most, a married woman's own surname with it.
_LONGEST = 4
# How many rows of the table, which stands in that order, have the commonest characters.
_COMMONEST = 352
_IS_DUTCH = re.compile("^[tdns]j|oe")
_DUTCH = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        ("^tjh?", "ch"),
        ("^dj", "j"),
        ("^nj", "ny"),
        ("^sj", "s"),
        ("^j(?=[aeiou])", "y"),
        ("oe", "u"),
        ("ie$", "i"),
    )
)


@lru_cache(maxsize=1)
def _in_dialects() -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return the spellings of characters, the commonest first: Cantonese, Hokkien or Teochew, Cantonese of Macau."""
    rows = read_rows("hanzi_dialects.tsv")
    return tuple(
        {char: tuple(row[column].split("/")) for row in rows for char in row[0].split("/")} for column in (1, 2, 3)
    )


@lru_cache(maxsize=1)
def spellings_by_character() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the table of characters, the commonest first: each simplified one with its spellings in the dialects."""
    return {
        row[0].split("/")[0]: tuple(tuple(column.split("/")) for column in row[1:])
        for row in read_rows("hanzi_dialects.tsv")
    }


@lru_cache(maxsize=30_000)
def given_in_dialects(given: str) -> tuple[str, ...]:
    """Return how a given name is spelled by its sound in the two commonest dialects, eight spellings of each at most.

    Args:
        given: Hanzi, of a married woman her own surname with it; a name with a character that the table does not have
            has no such spelling.
    """
    found: list[str] = []
    for dialect in DIALECTS:
        spelled = [spelled_in(char, dialect, of_surname=at < len(given) - 2) for at, char in enumerate(given)]
        if given and all(spelled):
            found.extend(islice(_likeliest(spelled), _SPELLINGS))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=30_000)
def given_on_taiwan(given: str) -> tuple[str, ...]:
    """Return how passports on Taiwan spell a given name in Hanzi, at most so many ways as a dialect has."""
    return tuple(islice(_likeliest([taiwan_spellings(syllable) for syllable in pinyin(given)]), _SPELLINGS))


def _likeliest(spelled: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the ways to spell several characters, those of their commonest spellings first."""
    if len(spelled) > _LONGEST:
        # No given name is so long, and the ways to spell a whole line of Hanzi would be without number.
        spelled = [spellings[:1] for spellings in spelled]
    ranks = product(*(range(len(spellings)) for spellings in spelled))
    for ranked in sorted(ranks, key=lambda ranked: (sum(ranked), ranked)):
        yield " ".join(spellings[rank] for spellings, rank in zip(spelled, ranked, strict=True))


def spelled_in(char: str, way: int, *, of_surname: bool) -> tuple[str, ...]:
    """Return how a dialect spells a character, with `of_surname` how it spells the surname that the character is."""
    spelled = _in_dialects()[way - 1].get(char, ())
    row = hanzi_index().get(char) if of_surname else None
    if row is None:
        return spelled
    return (*surname_in_dialects(row).get(_SURNAME_COLUMNS[way], ()), *spelled)


@lru_cache(maxsize=20_000)
def _ways_of(char: str, *, of_surname: bool) -> dict[str, frozenset[int]]:
    """Return each spelling of a character with the ways of spelling that have it."""
    found: dict[str, set[int]] = {}
    for syllable in _READINGS.get(char, pinyin(char)):
        found.setdefault(syllable, set()).add(_PINYIN)
        for spelling in taiwan_spellings(syllable):
            found.setdefault(_one_final(spelling), set()).add(_WADE)
    for way in (*DIALECTS, _MACAU):
        for spelling in spelled_in(char, way, of_surname=of_surname):
            found.setdefault(_one_final(spelling), set()).add(way)
    return {spelling: frozenset(ways) for spelling, ways in found.items()}


def _one_final(spelling: str) -> str:
    """Return a spelling with one letter for the stop that many write with two: Hock, Hok."""
    return spelling.replace("ck", "k")


@lru_cache(maxsize=50_000)
def ways_of_characters(given: str, spelled: str) -> tuple[frozenset[int], ...]:
    """Return in which ways each syllable of a Latin given name spells its character; none where one does not.

    Args:
        given: Hanzi.
        spelled: lower-case ASCII, words separated by single spaces, or run together.
    """
    tables = [_ways_of(char, of_surname=at < len(given) - 2) for at, char in enumerate(given)]
    words = spelled.split()
    if len(words) == len(given):
        ways = tuple(_ways_of_word(table, word) for table, word in zip(tables, words, strict=True))
    else:
        ways = _ways_run_together(tables, _one_final("".join(words))) if len(given) <= _LONGEST else ()
    if not all(_MACAU in found for found in ways):
        # Macau's clerks spelled whole names: with another way beside it, a spelling of theirs is of another character.
        ways = tuple(found - {_MACAU} for found in ways)
    return ways if all(ways) else ()


@lru_cache(maxsize=50_000)
def spells_others(given: str, spelled: str) -> bool:
    """Tell whether a syllable of a Latin given name is of other characters of the table, and none of its own.

    Args:
        given: Hanzi.
        spelled: lower-case ASCII, words separated by single spaces.
    """
    words = spelled.split()
    if len(words) != len(given):
        return False
    pairs = [pair for pair in zip(given, words, strict=True) if has_dialects(pair[0])]
    return any(
        is_syllable(word) and _ways_of_word(_ways_of(char, of_surname=False), word) <= {_MACAU} for char, word in pairs
    )


@lru_cache(maxsize=50_000)
def is_other_in_pinyin(characters: str, spelled: str) -> bool:
    """Tell whether a name in pinyin is of other characters: as many syllables, of which one is none of its character.

    Pinyin writes each sound in one way, so another syllable of it is another sound: Zhijiang is not 志强. Of syllables
    that stand apart one may be of a dialect or Wade-Giles, which nobody runs together: Chi-ling.

    Args:
        characters: a whole name in Hanzi.
        spelled: a whole name, lower-case ASCII, words separated by single spaces, the surname first or last.
    """
    words = tuple(pinyin_syllables(word) for word in spelled.split())
    length = surname_length(characters)
    if len(words) < 2 or sum(map(len, words)) != len(characters):
        return False
    if not all(_SYLLABLE.fullmatch(syllable) for word in words for syllable in word):
        return False
    orders = ((*words[0], *_flat(words[1:])), (*words[-1], *_flat(words[:-1])))
    ways = [_ways_of(char, of_surname=at < length) for at, char in enumerate(characters)]
    if any(len(word) > 1 for word in words):
        ways = [{spelling: of for spelling, of in table.items() if _PINYIN in of} for table in ways]
    spelled_so = [
        [_one_final(syllable) in table for syllable, table in zip(order, ways, strict=True)] for order in orders
    ]
    surnames = {reading.split()[0] for reading in romanise_han(characters, person=True)}
    heads = ["".join(order[:length]) for order in orders]
    is_of_surname = [all(so[:length]) or head in surnames for so, head in zip(spelled_so, heads, strict=True)]
    return any(is_of_surname) and not any(
        is_so and all(so[length:]) for is_so, so in zip(is_of_surname, spelled_so, strict=True)
    )


def _flat(words: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(syllable for word in words for syllable in word)


def _ways_of_word(table: dict[str, frozenset[int]], word: str) -> frozenset[int]:
    return table.get(_one_final(word)) or table.get(in_new_letters(word), frozenset())


def _ways_run_together(tables: list[dict[str, frozenset[int]]], word: str) -> tuple[frozenset[int], ...]:
    """Return in which ways a word spells characters one behind the other."""
    if not tables:
        return ()
    for spelling, ways in tables[0].items():
        if len(tables) == 1 and word == spelling:
            return (ways,)
        if len(tables) > 1 and word.startswith(spelling):
            rest = _ways_run_together(tables[1:], word[len(spelling) :])
            if rest:
                return (ways, *rest)
    return ()


def in_new_letters(syllable: str) -> str:
    """Return a syllable in English letters that stands in the Dutch ones of old Indonesia: tjhong, sioe."""
    if _IS_DUTCH.search(syllable) is None:
        return syllable
    for pattern, spelling in _DUTCH:
        syllable = pattern.sub(spelling, syllable)
    return syllable


@lru_cache(maxsize=5_000)
def has_dialects(char: str) -> bool:
    """Tell whether the table has a character's spellings in the dialects."""
    return char in _in_dialects()[0]


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


@lru_cache(maxsize=1)
def _commonest() -> frozenset[str]:
    """Return the characters of which two spellings are evidence that they are one, where there are no Hanzi."""
    rows = read_rows("hanzi_dialects.tsv")[:_COMMONEST]
    return frozenset(char for row in rows for char in row[0].split("/"))


@lru_cache(maxsize=10_000)
def _likely_characters(syllable: str, *, common: bool) -> tuple[tuple[str, int], ...]:
    """Return the (character, way of spelling) that a syllable may stand for, with `common` the commonest characters."""
    found = _characters_of_syllables().get(syllable, ())
    return tuple(pair for pair in found if pair[0] in _commonest()) if common else found


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


def is_syllable(text: str) -> bool:
    """Tell whether a text is one syllable that pinyin or a dialect spells in given names: Yuet, Ngor.

    Args:
        text: lower-case ASCII.
    """
    return text in _characters_of_syllables()


def is_of_macau_alone(syllable: str) -> bool:
    """Tell whether of all columns of the table of characters Macau's alone has a syllable: Kuok, Iao.

    Args:
        syllable: lower-case ASCII.
    """
    return {way for _, way in _characters_of_syllables().get(syllable, ())} == {_MACAU}


@lru_cache(maxsize=50_000)
def spells_given_name(text: str) -> bool:
    """Tell whether a text is one or two syllables that pinyin or a dialect spells in given names: Kok Leong, Jianhua.

    Args:
        text: lower-case ASCII.
    """
    syllables = dialect_syllables(text)
    return len(syllables) <= 2 and all(syllable in _characters_of_syllables() for syllable in syllables)


@lru_cache(maxsize=50_000)
def same_in_dialects(one: str, other: str, *, common: bool = False) -> tuple[tuple[int, int], ...]:
    """Return in which (way of one, way of the other) two syllables spell one character; way 0 is pinyin.

    Within one dialect another spelling is rather another name: Beng, Meng.

    Args:
        one: lower-case ASCII.
        other: likewise.
        common: whether only the commonest characters count.
    """
    mine, theirs = (_likely_characters(syllable, common=common) for syllable in (one, other))
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


# J, Q and X stand before I and U alone.
_SYLLABLE = re.compile(
    "(?![jqx][aeo]|[bpmfw]ong)(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
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
    found = PINYIN_INITIAL.match(syllable)
    initial = found.group() if found else ""
    rhyme = syllable[len(initial) :]
    spelled = rhymes.get((initial or ".", rhyme)) or rhymes.get(("", rhyme), rhyme)
    return f"{initials.get(initial, initial)}{spelled}"


@lru_cache(maxsize=1)
def _taiwan_habits() -> dict[str, tuple[str, ...]]:
    return {row[1]: tuple(row[2].split()) for row in read_rows("wade_giles.tsv") if row[0] == "taiwan"}


@lru_cache(maxsize=10_000)
def taiwan_spellings(syllable: str) -> tuple[str, ...]:
    """Return how passports on Taiwan spell a syllable of pinyin, Wade-Giles first: chiu, jeou, jiou.

    What one of the systems has in common with pinyin is none of these.
    """
    habits = (wade_giles(syllable), *_taiwan_habits().get(syllable, ()))
    # A letter alone is an initial: the R of MPS II.
    systems = (spelled for spelled in in_systems_of_taiwan(syllable) if spelled != syllable and len(spelled) > 1)
    return tuple(dict.fromkeys((*habits, *systems)))


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


def are_other_in_pinyin(one: str, other: str) -> bool:
    """Tell whether two words are both of pinyin, which writes each sound in one way, and not the same: Jing, Jin.

    Args:
        one: lower-case ASCII.
        other: the same.
    """
    mine, theirs = pinyin_syllables(one), pinyin_syllables(other)
    return mine != theirs and all(map(_SYLLABLE.fullmatch, (*mine, *theirs)))


@lru_cache(maxsize=50_000)
def same_by_wade(given: str, other: str) -> bool:
    """Tell whether one given name is the other's pinyin in the letters of Wade-Giles: Jianguo, Chien-kuo.

    Args:
        given: lower-case ASCII, words separated by single spaces.
        other: likewise.
    """
    return spells_by_wade(given, other) or spells_by_wade(other, given)


def spells_by_wade(given: str, wade: str) -> bool:
    """Tell whether a text is a given name in pinyin in the letters of Wade-Giles.

    Args:
        given: lower-case ASCII, words separated by single spaces.
        wade: likewise.
    """
    syllables = pinyin_syllables(given)
    if not all(map(_SYLLABLE.fullmatch, syllables)):
        return False
    joined = wade.replace(" ", "")
    if len(syllables) > _LONGEST:
        return "".join(map(wade_giles, syllables)) == joined
    return any("".join(spelled) == joined for spelled in product(*map(taiwan_spellings, syllables)))


def _given(text: str) -> Iterator[str]:
    first = pinyin(text)
    yield "".join(first)
    for index, char in enumerate(text):
        for other in _READINGS.get(char, ())[1:]:
            yield "".join((*first[:index], other, *first[index + 1 :]))
