"""Whether two given names can be of the same characters, by how the sounds of Chinese dialects answer to each other.

A table tells how common characters are spelled; of all others the sound laws alone tell what a spelling can be. Both
are weighed together: how much likelier a spelling is for a syllable of Mandarin than it is by chance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from heapq import nlargest
from itertools import product
from math import log2

from anyascii import anyascii

from entity_resolution.names.scripts.han import (
    dialect_syllables,
    in_new_letters,
    is_of_macau_alone,
    pinyin,
    pinyin_syllables,
    spellings_by_character,
    taiwan_spellings,
    wade_giles,
)
from entity_resolution.names.scripts.surnames import dialects_of_spelling
from entity_resolution.names.scripts.taiwan_systems import PINYIN_INITIAL, in_systems_of_taiwan
from entity_resolution.names.tables import read_rows

_PINYIN, _TAIWAN = "pinyin", "taiwan"
# The dialects, with the column of the table of characters that has their spellings, if one has.
_COLUMNS = {"cantonese": 1, "min": 2, "hakka": 2, "vietnamese": 0}
_WAYS = (_PINYIN, _TAIWAN, *_COLUMNS)
_WAY_OF_DIALECT = {
    **{"pinyin": _PINYIN, "wade-giles": _TAIWAN},
    **dict.fromkeys(("cantonese", "jyutping", "macau"), "cantonese"),
    **dict.fromkeys(("hokkien", "teochew", "other", "peh-oe-ji", "indonesian or philippine", "thai or khmer"), "min"),
    **{"hakka": "hakka", "vietnamese": "vietnamese"},
}
# How much is left for the other ways, whichever the surname is spelled in.
_ANY_WAY = 0.05
# And how much of that where the given name is in pinyin by its form.
_RUN_TOGETHER = 0.05
# And of two ways, where the surname is spelled alike: who does that rather spells the given name in one way too.
_TWO_WAYS = 0.1
# How a share falls with the rank of what answers to an initial, to a rhyme, and of a spelling in the table.
_INITIAL_DECAY, _RHYME_DECAY, _TABLE_DECAY = 0.45, 0.6, 0.5
# How much of a syllable's spellings the table of characters tells, where it has the syllable.
_BY_TABLE = 0.6
# How far down the table a character is half as frequent in given names as the first, and what any other counts.
_HALF, _RARE = 200, 0.02
# What it costs, in bits, that two syllables are of two dialects: Lee Hsueh Boon.
_MIXED = 3.0
# And that one dialect's sound is spelled in two ways. From which share on both are one sound.
_RESPELLED, _SURE_SOUND = 1.5, 0.7
_TOLD_APART = re.compile("^(?:[kpt]h|w(?=[ei]))")
# What a syllable tells, in bits, that is none of the other name's.
_NEVER = -9.0

# How many syllables a given name has at most, and how many readings of one have keys.
_PLACES, _READINGS = 2, 3
# What part of the likeliest reading's chance another one has at least, to have a key.
_LIKELY = 0.1
# And how likely a way of spelling is at least, for what it spells to have keys.
_LIKELY_WAY = 0.005

# Syllables of pinyin, with the chance of a spelling in each.
Shares = Mapping[str, float]

# What Y, W and V may stand for, besides the beginning of a rhyme.
_GLIDES = {"y": ("", "i"), "w": ("", "u"), "v": ("", "u")}
# What W before A may stand for in Mandarin: it is said with round lips, so that Wah is Hua and never Ya.
_ROUND = re.compile("^w|(?<!o)u|ong|(?<!a)o$|^(?:ying|heng)$")
_BEHIND_W = re.compile("wa")
# How Macau spells in Portuguese letters what Hong Kong spells in English ones: Weng is Wing, Iao is Yau, Kuok is Kwok.
_OF_MACAU = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("^v", "w"),
        ("^i(?=[aeou])", "y"),
        ("^(i[nptm])$", r"y\1"),
        ("^([kg])u(?=[aeio])", r"\1w"),
        ("ao$", "au"),
        ("(?<=.)ieng$", "ing"),
        ("(?<=[^ou])eng$", "ing"),
        ("^yeng$", "ying"),
    )
)
# How likely it is, surely heard, that such a spelling is of Macau, and that J is the Y that it was in Indonesia.
_MACAU_SHARE = _OLD_Y_SHARE = 0.75
_OLD_Y = re.compile("^j(?=[aou])")
# Syllables of which a rhyme would not be left by the longest initial.
_ONSETS = {"ng": "", "gi": "g"}


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, list[tuple[str, str, str]]]:
    """Return the rows of the table of sounds by their role."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for role, way, what, of in read_rows("han_sounds.tsv"):
        found[role].append((way, what, of))
    return found


@lru_cache(maxsize=1)
def _rhymes_behind() -> Mapping[tuple[str, str], str]:
    return {(initial, rhyme): plain for initial, rhyme, plain in _rows()["pinyin"]}


def _in_parts(syllable: str) -> tuple[str, str]:
    """Return the initial and the rhyme of a syllable of pinyin, as the table of sounds writes them."""
    found = PINYIN_INITIAL.match(syllable)
    initial = found.group() if found else ""
    rhyme = syllable[len(initial) :]
    return initial or "-", _rhymes_behind().get((initial, rhyme), rhyme)


@lru_cache(maxsize=1)
def _answers() -> Mapping[tuple[str, str, str], Mapping[str, float]]:
    """Return by role, dialect and what a dialect says the initials or rhymes of pinyin, each with the share of it."""
    found: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for role, decay in (("initial", _INITIAL_DECAY), ("rhyme", _RHYME_DECAY)):
        for way, of, answers in _rows()[role]:
            said = answers.split()
            total = sum(decay**rank for rank in range(len(said)))
            for rank, answer in enumerate(said):
                found[role, way, answer][of] = decay**rank / total
    return found


@lru_cache(maxsize=1)
def frequencies() -> Shares:
    """Return how frequent each syllable of pinyin is in given names, by the characters that have it."""
    found: dict[str, float] = defaultdict(float)
    for char in map(chr, range(0x4E00, 0x9FA6)):
        found[anyascii(char).lower()] += _RARE / 50
    for rank, char in enumerate(spellings_by_character()):
        found[pinyin(char)[0]] += _HALF / (_HALF + rank)
    total = sum(found.values())
    return {syllable: count / total for syllable, count in found.items() if count}


@lru_cache(maxsize=1)
def _by_parts() -> Mapping[tuple[str, str], str]:
    return {_in_parts(syllable): syllable for syllable in frequencies()}


def syllable_frequency(text: str) -> float:
    """Return how frequent a syllable of pinyin is in given names, 0 for any other text."""
    return frequencies().get(text, 0.0)


def is_pinyin(text: str) -> bool:
    """Tell whether a text is one syllable of pinyin."""
    return text in frequencies()


@cache
def _letters_of(way: str) -> Mapping[str, str]:
    """Return what each beginning of a syllable is among the initials of the table."""
    own = [row for of in ("-", way) for row in _rows()["letters"] if row[0] == of]
    return {letters: plain for _, plain, written in own for letters in written.split()} | {"": "0"}


@lru_cache(maxsize=1)
def _rules_of_rhymes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), plain.strip("-")) for _, pattern, plain in _rows()["plain"])


@cache
def _guesses(way: str) -> tuple[tuple[re.Pattern[str], str, float], ...]:
    guesses = ((pattern, *guess.split()) for of, pattern, guess in _rows()["or"] if of == way)
    return tuple((re.compile(pattern), plain, float(share)) for pattern, plain, share in guesses)


@lru_cache(maxsize=20_000)
def _plain(spelled: str, way: str) -> Mapping[tuple[str, str], float]:
    """Return the (initial, rhyme) that a syllable may be as the table of sounds writes a dialect, with their shares."""
    found: dict[tuple[str, str], float] = {}
    known = _letters_of(way)
    for letters, likely in _letters_in_ways(spelled, way):
        onset = _ONSETS.get(letters, max(filter(letters.startswith, known), key=len))
        for glide in _GLIDES.get(onset, ("",)):
            rhyme = _plain_rhyme(glide + letters[len(onset) :])
            found.setdefault((known[onset], rhyme), likely)
            for pattern, plain, share in _guesses(way):
                if pattern.search(rhyme):
                    found.setdefault((known[onset], pattern.sub(plain, rhyme)), likely * share)
    return found


def _letters_in_ways(spelled: str, way: str) -> Iterator[tuple[str, float]]:
    """Yield a syllable as it stands there, in the letters of today, and those of Hong Kong, with their shares."""
    yield spelled, 1.0
    if (new := in_new_letters(spelled)) != spelled:
        yield new, 1.0
    if way == "min" and (old := _OLD_Y.sub("y", spelled)) != spelled:
        yield old, _OLD_Y_SHARE
    if way == "cantonese" and (english := _in_english_letters(spelled)) != spelled:
        yield english, _MACAU_SHARE


def _in_english_letters(spelled: str) -> str:
    for pattern, plain in _OF_MACAU:
        spelled = pattern.sub(plain, spelled)
    return spelled


@lru_cache(maxsize=5_000)
def is_of_macau(syllable: str) -> bool:
    """Tell whether a syllable of a name is in the Portuguese letters of Macau, and of no dialect elsewhere: Kuok, Iao.

    Args:
        syllable: lower-case ASCII.
    """
    return _in_english_letters(syllable) != syllable and is_of_macau_alone(syllable)


def _plain_rhyme(rhyme: str) -> str:
    for pattern, plain in _rules_of_rhymes():
        rhyme = pattern.sub(plain, rhyme)
    return rhyme


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, Shares]]:
    """Return by dialect and spelling how much of each syllable of pinyin the table of characters spells so."""
    weights: dict[str, float] = defaultdict(float)
    spelled: dict[str, dict[str, dict[str, float]]] = {way: defaultdict(lambda: defaultdict(float)) for way in _COLUMNS}
    for rank, (char, columns) in enumerate(spellings_by_character().items()):
        syllable, weight = pinyin(char)[0], _HALF / (_HALF + rank)
        weights[syllable] += weight
        for way, column in _COLUMNS.items():
            ways = columns[column - 1] if column else ()
            total = sum(_TABLE_DECAY**at for at in range(len(ways)))
            for at, each in enumerate(ways):
                spelled[way][each.replace("ck", "k")][syllable] += weight * _TABLE_DECAY**at / total
    return {
        way: {each: {of: share / weights[of] for of, share in shares.items()} for each, shares in by.items()}
        for way, by in spelled.items()
    }


@lru_cache(maxsize=20_000)
def shares_of(spelled: str, way: str) -> Shares:
    """Return the syllables of pinyin that a syllable may stand for, with the chance that each is spelled so.

    Args:
        spelled: a syllable, lower-case ASCII.
        way: one of `_WAYS`.
    """
    if way in (_PINYIN, _TAIWAN):
        return _shares_in_mandarin()[way].get(spelled, {})
    found: dict[str, float] = defaultdict(float)
    answers, unrounded = _answers(), _BEHIND_W.match(spelled) is not None
    for (initial, rhyme), share in _plain(spelled, way).items():
        initials, rhymes = answers.get(("initial", way, initial), {}), answers.get(("rhyme", way, rhyme), {})
        for one, other in product(initials, rhymes):
            syllable = _by_parts().get((one, other))
            if syllable is not None and (not unrounded or _ROUND.search(syllable)):
                found[syllable] += share * initials[one] * rhymes[other] * (1.0 - _BY_TABLE)
    for syllable, share in _table()[way].get(spelled.replace("ck", "k"), {}).items():
        found[syllable] += _BY_TABLE * share
    return dict(found)


@lru_cache(maxsize=1)
def _shares_in_mandarin() -> Mapping[str, Mapping[str, Shares]]:
    taiwan: dict[str, dict[str, float]] = defaultdict(dict)
    for syllable in frequencies():
        spellings = taiwan_spellings(syllable)
        for spelling in spellings:
            taiwan[spelling][syllable] = 1.0 / len(spellings)
    return {_PINYIN: {syllable: {syllable: 1.0} for syllable in frequencies()}, _TAIWAN: taiwan}


@lru_cache(maxsize=50_000)
def _chance(spelled: str, way: str) -> float:
    return sum(share * frequencies()[syllable] for syllable, share in shares_of(spelled, way).items())


@lru_cache(maxsize=100_000)
def syllable_bits(one: str, other: str, way: str, other_way: str) -> float:
    """Return log2 of P(both spellings | one syllable) over chance, where each is of one way of spelling.

    Args:
        one: lower-case ASCII.
        other: likewise.
        way: one of `_WAYS`.
        other_way: likewise.
    """
    respelled = way == other_way and one != other
    if respelled and not _are_one_sound(one, other, way):
        # Within one dialect another sound is another name: Beng, Meng.
        return _NEVER
    mine, theirs = shares_of(one, way), shares_of(other, other_way)
    together = sum(
        frequencies()[syllable] * mine[syllable] * theirs[syllable] for syllable in mine.keys() & theirs.keys()
    )
    if not together:
        return _NEVER
    bits = log2(together / (_chance(one, way) * _chance(other, other_way)))
    return max(_NEVER, bits - _RESPELLED if respelled else bits)


@lru_cache(maxsize=1)
def _of_later_systems() -> frozenset[str]:
    """Return the spellings that only the systems of 1984 and 2002 have, neither Wade-Giles nor pinyin: jhen, ciang."""
    later = {spelled for syllable in frequencies() for spelled in in_systems_of_taiwan(syllable)}
    return frozenset(later.difference(frequencies(), map(wade_giles, frequencies())))


def _are_one_sound(one: str, other: str, way: str) -> bool:
    """Tell whether a dialect has one sound for two syllables, which clerks spelled in two ways: Soei, Swie; Teck, Teik.

    The plain spelling has no aspiration, which tells Khim from Kim, and no glide, which tells Wing from Ying.
    """
    if way == _TAIWAN:
        # The later systems write each sound in one way, and Wade-Giles beside them: Jui-chen, Ruei-jhen.
        is_later = not _of_later_systems().isdisjoint((one, other))
        return is_later and not shares_of(one, way).keys().isdisjoint(shares_of(other, way))
    if way == _PINYIN or _TOLD_APART.findall(one) != _TOLD_APART.findall(other):
        return False
    mine, theirs = _plain(one, way), _plain(other, way)
    return any(mine[sound] * theirs[sound] >= _SURE_SOUND for sound in mine.keys() & theirs.keys())


@lru_cache(maxsize=20_000)
def given_syllables(given: str) -> tuple[str, ...]:
    """Return the syllables of a given name, of two where it is one word of two that pinyin or a dialect spells.

    Args:
        given: lower-case ASCII, words separated by single spaces.
    """
    syllables = pinyin_syllables(given)
    return syllables if len(syllables) > 1 else dialect_syllables(given)


@lru_cache(maxsize=20_000)
def is_in_pinyin(given: str) -> bool:
    """Tell whether a given name is surely in pinyin: two syllables run together, as dialects hardly are.

    Args:
        given: lower-case ASCII, words separated by single spaces.
    """
    return " " not in given and len(pinyin_syllables(given)) > 1 and all(map(is_pinyin, pinyin_syllables(given)))


@lru_cache(maxsize=20_000)
def _ways_of(surname: str, row: int, *, in_pinyin: bool) -> Shares:
    """Return how likely each way of spelling is for whoever spells a surname so; every one is a little."""
    found = dict.fromkeys(_WAYS, 0.0)
    for dialect, share in dialects_of_spelling(surname, row):
        found[_WAY_OF_DIALECT[dialect]] += share
    total = sum(found.values())
    any_way = _ANY_WAY if total else 1.0
    found = {way: any_way / len(_WAYS) + (1.0 - any_way) * share / (total or 1.0) for way, share in found.items()}
    if in_pinyin:
        found = {way: share if way == _PINYIN else share * _RUN_TOGETHER for way, share in found.items()}
    return found


@lru_cache(maxsize=50_000)
def given_bits(given: str, other: str, surnames: tuple[str, str], row: int) -> float | None:
    """Return how much two given names tell for one, as log2 of a likelihood ratio; none where syllables do not pair.

    Args:
        given: lower-case ASCII, words separated by single spaces.
        other: likewise.
        surnames: the surname before each.
        row: of the table of surnames, which both spell.
    """
    ones, others = given_syllables(given), given_syllables(other)
    if len(ones) != len(others) or not all(map(is_known, (*ones, *others))):
        return None
    mine = _ways_of(surnames[0], row, in_pinyin=is_in_pinyin(given))
    theirs = _ways_of(surnames[1], row, in_pinyin=is_in_pinyin(other))
    coherent, mixed = 0.0, [0.0] * len(ones)
    across = _TWO_WAYS if surnames[0] == surnames[1] else 1.0
    for way, other_way in product(_WAYS, _WAYS):
        prior = mine[way] * theirs[other_way] * (1.0 if way == other_way else across)
        bits = [syllable_bits(*pair, way, other_way) for pair in zip(ones, others, strict=True)]
        coherent += prior * 2.0 ** sum(bits)
        for at, each in enumerate(bits):
            mixed[at] += prior * 2.0**each
    return max(log2(coherent), sum(map(log2, mixed)) - _MIXED)


@lru_cache(maxsize=20_000)
def is_known(syllable: str) -> bool:
    """Tell whether a text is a syllable of any way of spelling."""
    return any(shares_of(syllable, way) for way in _WAYS)


@lru_cache(maxsize=50_000)
def likely_syllables(given: str, surname: str, row: int) -> tuple[tuple[str, float], ...]:
    """Return the likeliest syllables of pinyin that a given name of one or two has, each with its chance.

    Args:
        given: lower-case ASCII, words separated by single spaces; of no syllables, or more than two, it has none.
        surname: before it.
        row: of the table of surnames, which the surname spells.

    Returns:
        syllables with a `+` where another one stands before or behind them.
    """
    syllables = given_syllables(given)
    if len(syllables) > _PLACES or not all(map(is_known, syllables)):
        return ()
    in_pinyin = is_in_pinyin(given)
    return tuple(
        (placed(syllable, at, len(syllables)), share)
        for at, spelled in enumerate(syllables)
        for syllable, share in _readings(spelled, surname, row, in_pinyin=in_pinyin)
    )


def placed(syllable: str, at: int, count: int) -> str:
    """Return a syllable of a given name of so many as a key has it, with a `+` for the other one."""
    if count == 1:
        return syllable
    return f"+{syllable}" if at else f"{syllable}+"


@lru_cache(maxsize=20_000)
def _chances(spelled: str, way: str) -> tuple[tuple[str, float], ...]:
    """Return the syllables of pinyin that a spelling stands for in one way, each with the chance of both."""
    return tuple((syllable, share * frequencies()[syllable]) for syllable, share in shares_of(spelled, way).items())


@lru_cache(maxsize=50_000)
def _readings(spelled: str, surname: str, row: int, *, in_pinyin: bool) -> tuple[tuple[str, float], ...]:
    """Return the likeliest syllables of pinyin that a spelling stands for behind a surname, each with its chance."""
    found: dict[str, float] = defaultdict(float)
    for way, share_of_way in _ways_of(surname, row, in_pinyin=in_pinyin).items():
        if share_of_way >= _LIKELY_WAY:
            for syllable, chance in _chances(spelled, way):
                found[syllable] += share_of_way * chance
    total = sum(found.values())
    best = nlargest(_READINGS, ((chance, syllable) for syllable, chance in found.items()))
    return tuple((syllable, chance / total) for chance, syllable in best if chance >= _LIKELY * best[0][0])
