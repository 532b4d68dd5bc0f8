"""Chinese surnames: which spellings, from Penang to Saigon, are one surname, and how much that proves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log2

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows

_DIALECTS = (
    *("pinyin", "wade-giles", "cantonese", "hokkien", "teochew", "hakka", "other", "vietnamese"),
    *("indonesian or philippine", "thai or khmer", "jyutping", "peh-oe-ji", "macau"),
)
# How much of a community's spelling each dialect column speaks for, and how fast a spelling's share falls with rank.
_DIALECT_SHARE = (0.28, 0.08, 0.15, 0.12, 0.08, 0.07, 0.04, 0.08, 0.05, 0.03, 0.01, 0.01, 0.003)
_NONE = "-"
_RANK_DECAY = 0.55
# How many characters, and words, a double surname has.
_OF_TWO_WORDS = 2
# Chance that a Latin token is some surname the table does not know.
_OTHER_SPELLING = 1e-4
# How a spelling counts that only sounds like one of the table's.
_BY_SOUND = 0.2
# English, Dutch, French, Spanish and Portuguese clerks spelt the sounds of one dialect in ways of their own: Tjioe and
# Chew, Lauw and Low, Kwee and Quek, Co and Ko.
_RESPELLED = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^(?:chh|tsh|tjh|ch|ts|tz|tj|cz)", "c"),
        ("^(?:zh|dj|dz)", "j"),
        ("^(?:hs|sh|sz|x)", "s"),
        ("^(?:qu|qw|kw|cu(?=[aeio])|ku(?=[aeio])|gu(?=[aeio])|gw)", "kw"),
        ("^(?:kh|c(?=[aou])|q)", "k"),
        ("^th", "t"),
        ("^ph", "p"),
        ("^nj", "ny"),
        ("(?<=[aeiou])h$", ""),
        ("(?:ck|cq|c|g(?<!ng))$", "k"),
        ("(?:ieou|ieo|ieau|iauw|iaow|iao|iaw|iau|eow|eaw|eau)$", "iau"),
        ("(?:auw|ouw|aow|ao|aw|ow|au)$", "au"),
        ("(?:ioe|iew|ieu|iu|eew|ew)$", "iu"),
        ("(?:oei|oey|ooi|oui|uey|uy|oy(?<=.ooy)|ui)$", "ui"),
        ("(?:ay|aai|aye|ai)$", "ai"),
        ("(?<=.)(?:ee|ie|ij|ey|y)$", "i"),
        ("(?:ea|iea|ia)$", "ia"),
        ("(?:eo|io|yo)$", "io"),
        ("(?:oa|ua|wa)$", "ua"),
        ("(?:oe|oo|ou)", "u"),
        ("(?:eung|eong|ieong|iong|iung)$", "iong"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurnameSpelling:
    """One way to spell a Chinese surname: which surname (row of the table), in which dialect, how usual."""

    row: int
    hanzi: str
    dialect: str
    share: float


@lru_cache(maxsize=1)
def _surname_rows() -> tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]:
    rows = read_rows("chinese_surnames.tsv")
    return tuple((tuple(row[0].split("/")), tuple(tuple(cell.split("/")) for cell in row[1:])) for row in rows)


@lru_cache(maxsize=1)
def _spelling_index() -> dict[str, dict[int, SurnameSpelling]]:
    index: dict[str, dict[int, SurnameSpelling]] = {}
    for row, (hanzi, columns) in enumerate(_surname_rows()):
        for dialect, share, spellings in zip(_DIALECTS, _DIALECT_SHARE, columns, strict=True):
            if spellings[0] == _NONE:
                continue
            total = sum(_RANK_DECAY**rank for rank in range(len(spellings)))
            for rank, spelling in enumerate(spellings):
                folded = surname_key(ascii_fold(spelling))
                here = index.setdefault(folded, {})
                before = here[row].share if row in here else 0.0
                named = here[row].dialect if row in here else dialect
                here[row] = SurnameSpelling(
                    row=row, hanzi=hanzi[0], dialect=named, share=before + share * _RANK_DECAY**rank / total
                )
    return index


@lru_cache(maxsize=1)
def hanzi_index() -> dict[str, int]:
    """Return the row of each surname by its Hanzi, simplified and traditional."""
    return {form: row for row, (hanzi, _) in reversed(list(enumerate(_surname_rows()))) for form in hanzi}


def surname_key(token: str) -> str:
    """Return a surname's spelling without hyphen, apostrophe and space."""
    return token.replace("'", "").replace("-", "").replace(" ", "").lower()


@lru_cache(maxsize=50_000)
def surname_spellings(token: str) -> dict[int, SurnameSpelling]:
    """Return the surnames (by row of the table) that a Latin token may spell; empty for none."""
    return _spelling_index().get(surname_key(token), {})


def has_surname_of_two_words(tokens: Sequence[str]) -> bool:
    """Tell whether a Latin name begins with a surname of two characters, written as two words: Au Yeung Kin Wah.

    Args:
        tokens: lower-case ASCII.
    """
    if len(tokens) <= _OF_TWO_WORDS:
        return False
    return any(len(found.hanzi) == _OF_TWO_WORDS for found in surname_spellings(tokens[0] + tokens[1]).values())


def surname_joined(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name with a surname of two words in front as one: Au Yeung."""
    return (tokens[0] + tokens[1], *tokens[2:]) if has_surname_of_two_words(tokens) else tokens


@lru_cache(maxsize=50_000)
def likely_surnames(token: str) -> dict[int, SurnameSpelling]:
    """Return the surnames that a Latin token may spell; where the table has none so spelt, those that sound like it."""
    return surname_spellings(token) or _sound_index().get(_spelled_by_sound(surname_key(token)), {})


@lru_cache(maxsize=1)
def _sound_index() -> dict[str, dict[int, SurnameSpelling]]:
    index: dict[str, dict[int, SurnameSpelling]] = {}
    for spelling, rows in _spelling_index().items():
        here = index.setdefault(_spelled_by_sound(spelling), {})
        for row, found in rows.items():
            share = _BY_SOUND * found.share
            if row not in here or here[row].share < share:
                here[row] = replace(found, share=share)
    return index


@lru_cache(maxsize=50_000)
def _spelled_by_sound(spelling: str) -> str:
    for pattern, sound in _RESPELLED:
        spelling = pattern.sub(sound, spelling, count=1)
    return spelling


@lru_cache(maxsize=50_000)
def surname_row(hanzi: str) -> int | None:
    """Return the row of the table for the surname that a Hanzi name begins with, two characters first."""
    index = hanzi_index()
    return index.get(hanzi[:2], index.get(hanzi[:1]))


def is_surname(surname: str) -> bool:
    """Tell whether the table knows a surname, in Hanzi or in lower-case Latin."""
    return surname in hanzi_index() or bool(surname_spellings(surname))


def sounds_like_surname(surname: str) -> bool:
    """Tell whether the table knows a surname, or one that sounds like it."""
    return surname in hanzi_index() or bool(likely_surnames(surname))


def surname_frequency(row: int) -> float:
    """Return the approximate share of Chinese people with the surname in this row.

    The table's rows stand roughly in order of population; the five commonest hold about 30 %, and shares fall as
    1 / (rank + 4).
    """
    return 0.36 / (row + 4.5)


@lru_cache(maxsize=100_000)
def surname_bits(left: str, right: str) -> tuple[float, SurnameSpelling | None]:
    """Return log2 of P(both spellings | one surname) over chance, and the likeliest shared surname; (0, None) for none.

    Args:
        left: a surname in Hanzi or in lower-case Latin.
        right: likewise.
    """
    if not (is_surname(left) or is_surname(right)):
        return 0.0, None
    mine, theirs = _rows_of(left), _rows_of(right)
    together = {row: surname_frequency(row) * mine[row] * theirs[row] for row in mine.keys() & theirs.keys()}
    if not together:
        return 0.0, None
    by_chance = _probability(mine) * _probability(theirs)
    best = max(together, key=lambda row: together[row])
    shown = likely_surnames(right).get(best) or likely_surnames(left).get(best)
    named = shown or SurnameSpelling(row=best, hanzi=_surname_rows()[best][0][0], dialect="hanzi", share=1.0)
    return log2(sum(together.values()) / by_chance), named


@lru_cache(maxsize=100_000)
def shared_surnames(left: str, right: str) -> tuple[tuple[int, float], ...]:
    """Return each surname (row of the table) that both may spell, with log2 of its chance in both over theirs.

    Args:
        left: a surname in Hanzi or in lower-case Latin.
        right: likewise.
    """
    mine, theirs = _rows_of(left), _rows_of(right)
    by_chance = _probability(mine) * _probability(theirs)
    return tuple(
        (row, log2(surname_frequency(row) * mine[row] * theirs[row] / by_chance)) for row in mine.keys() & theirs.keys()
    )


def _rows_of(surname: str) -> dict[int, float]:
    """Return the rows that a surname may stand for, with the chance of this spelling in each."""
    row = hanzi_index().get(surname)
    if row is not None:
        return {row: 1.0}
    return {row: spelling.share for row, spelling in likely_surnames(surname).items()}


def _probability(rows: dict[int, float]) -> float:
    return _OTHER_SPELLING + sum(surname_frequency(row) * share for row, share in rows.items())


@lru_cache(maxsize=50_000)
def dialects_of_spelling(token: str, row: int) -> tuple[tuple[str, float], ...]:
    """Return in which dialects (columns of the table) a token spells one surname, and how much each speaks for it.

    Args:
        token: lower-case Latin.
        row: of the table.
    """
    key = surname_key(token)
    found: list[tuple[str, float]] = []
    for dialect, share, spellings in zip(_DIALECTS, _DIALECT_SHARE, _surname_rows()[row][1], strict=True):
        folded = [surname_key(ascii_fold(spelling)) for spelling in spellings]
        if key in folded:
            total = sum(_RANK_DECAY**rank for rank in range(len(folded)))
            found.append((dialect, share * _RANK_DECAY ** folded.index(key) / total))
    return tuple(found)


@lru_cache(maxsize=1_000)
def surname_in_pinyin(row: int) -> tuple[str, ...]:
    """Return the spellings in pinyin of one surname, in lower-case ASCII, those that no dialect before it has."""
    found: dict[str, str] = {}
    for dialect, spellings in zip(_DIALECTS, _surname_rows()[row][1], strict=True):
        for spelling in (each for each in spellings if each != _NONE):
            found.setdefault(surname_key(ascii_fold(spelling)), dialect)
    return tuple(folded for folded, dialect in found.items() if dialect == "pinyin")


@lru_cache(maxsize=1_000)
def surname_in_dialects(row: int) -> dict[str, tuple[str, ...]]:
    """Return how each dialect that has one of its own spells a surname, in lower-case ASCII."""
    return {
        dialect: tuple(surname_key(ascii_fold(spelling)) for spelling in spellings)
        for dialect, spellings in zip(_DIALECTS, _surname_rows()[row][1], strict=True)
        if spellings[0] != _NONE
    }
