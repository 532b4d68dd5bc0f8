"""Romanise Hanzi: pinyin for the text, and for surnames the spellings that their bearers use from Penang to Saigon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import log2

from anyascii import anyascii

from entity_resolution.names.latin import ascii_fold
from entity_resolution.names.tables import read_rows

_DIALECTS = ("pinyin", "wade-giles", "cantonese", "hokkien", "teochew", "hakka", "other", "vietnamese")
# How much of a community's spelling each dialect column speaks for, and how fast a spelling's share falls with its rank.
_DIALECT_SHARE = (0.3, 0.08, 0.17, 0.14, 0.1, 0.08, 0.05, 0.08)
_RANK_DECAY = 0.55

# Characters with a second reading that names use.
_READINGS = {
    "长": ("chang", "zhang"), "長": ("chang", "zhang"), "重": ("zhong", "chong"), "乐": ("le", "yue"), "樂": ("le", "yue"),
    "朝": ("chao", "zhao"), "行": ("xing", "hang"), "盛": ("sheng", "cheng"), "柏": ("bai", "bo"), "参": ("can", "shen"),
    "传": ("chuan", "zhuan"), "傳": ("chuan", "zhuan"), "茜": ("xi", "qian"), "莎": ("sha", "suo"), "娜": ("na", "nuo"), "露": ("lu", "lou"),
    "吕": ("lu", "lv", "lyu"), "呂": ("lu", "lv", "lyu"), "律": ("lu", "lv"), "绿": ("lu", "lv"), "侣": ("lu", "lv"), "女": ("nu", "nv"),
    "单": ("dan", "shan"), "曾": ("zeng", "ceng"), "省": ("sheng", "xing"), "石": ("shi", "dan"), "奇": ("qi", "ji"), "少": ("shao",),
    "都": ("du", "dou"), "会": ("hui", "kuai"), "覃": ("qin", "tan"), "调": ("diao", "tiao"), "相": ("xiang",), "为": ("wei",), "与": ("yu",),
    "隽": ("jun", "juan"), "晟": ("sheng", "cheng"), "珩": ("heng", "hang"), "筠": ("yun", "jun"), "甯": ("ning",), "厦": ("xia", "sha"), "区": ("qu", "ou"),
}  # fmt: skip
# Surnames whose reading as a surname differs from the everyday reading of the character.
_SURNAME_READINGS = {
    "单": "shan", "單": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "朴": "piao", "区": "ou", "區": "ou", "盖": "ge", "盖": "ge", "查": "zha",
    "任": "ren", "翟": "zhai", "乐": "yue", "樂": "yue", "尉": "wei", "折": "she", "黑": "he", "秘": "bi", "冼": "xian", "洗": "xian", "员": "yun",
    "缪": "miao", "繆": "miao", "召": "shao", "宓": "mi", "贲": "ben", "那": "na", "种": "chong", "重": "chong", "逄": "pang", "繁": "po", "覃": "qin",
    "华": "hua", "燕": "yan", "哈": "ha", "过": "guo", "宁": "ning", "晟": "cheng", "长孙": "zhang sun", "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai",
    "令狐": "ling hu", "单于": "chan yu", "皇甫": "huang fu",
}  # fmt: skip


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
def _hanzi_index() -> dict[str, int]:
    return {form: row for row, (hanzi, _) in reversed(list(enumerate(_surname_rows()))) for form in hanzi}


def surname_key(token: str) -> str:
    """Return a surname's spelling without hyphen, apostrophe and space."""
    return token.replace("'", "").replace("-", "").replace(" ", "").lower()


@lru_cache(maxsize=50_000)
def surname_spellings(token: str) -> dict[int, SurnameSpelling]:
    """Return the surnames (by row of the table) that a Latin token may spell; empty for none."""
    return _spelling_index().get(surname_key(token), {})


@lru_cache(maxsize=50_000)
def surname_row(hanzi: str) -> int | None:
    """Return the row of the table for the surname that a Hanzi name begins with, two characters first."""
    index = _hanzi_index()
    return index.get(hanzi[:2], index.get(hanzi[:1]))


def surname_frequency(row: int) -> float:
    """Return the approximate share of Chinese people with the surname in this row.

    The table's rows stand roughly in order of population; the five commonest hold about 30 %, and shares fall as 1/(rank + 4).
    """
    return 0.36 / (row + 4.5)


@lru_cache(maxsize=100_000)
def surname_bits(left: str, right: str) -> tuple[float, SurnameSpelling | None]:
    """Return log2 of P(both spellings | one surname) over chance, and the likeliest shared surname; (0, None) for none.

    Args:
        left: Latin spelling, lower case.
        right: Latin spelling, lower case.
    """
    mine, theirs = surname_spellings(left), surname_spellings(right)
    together = {
        row: surname_frequency(row) * mine[row].share * theirs[row].share for row in mine.keys() & theirs.keys()
    }
    if not together:
        return 0.0, None
    by_chance = _spelling_probability(left) * _spelling_probability(right)
    best = max(together, key=lambda row: together[row])
    return log2(sum(together.values()) / by_chance), theirs[best]


def _spelling_probability(token: str) -> float:
    return sum(surname_frequency(row) * spelling.share for row, spelling in surname_spellings(token).items())


def surname_latin(row: int) -> Iterator[tuple[str, str]]:
    """Yield (dialect, spelling in lower-case ASCII) of one surname, each spelling once."""
    seen: set[str] = set()
    for dialect, spellings in zip(_DIALECTS, _surname_rows()[row][1], strict=True):
        for spelling in spellings:
            folded = surname_key(ascii_fold(spelling))
            if folded not in seen:
                seen.add(folded)
                yield dialect, folded


def pinyin(text: str) -> tuple[str, ...]:
    """Return the everyday reading of each Hanzi character, lower case."""
    return tuple(_READINGS.get(char, (anyascii(char).lower(),))[0] for char in text)


@lru_cache(maxsize=200_000)
def romanise_han(text: str, *, person: bool) -> tuple[str, ...]:
    """Return Latin readings of a Hanzi text, best first, at most six.

    Args:
        text: Hanzi without spaces.
        person: whether it begins with a surname, which then stands apart and may have its own reading.
    """
    if not person:
        return (" ".join(pinyin(text)),)
    length = _surname_length(text)
    surname, given = text[:length], text[length:]
    row = _hanzi_index().get(surname)
    readings = [_SURNAME_READINGS[surname]] if surname in _SURNAME_READINGS else ["".join(pinyin(surname))]
    if row is not None:
        readings.extend(spelling for dialect, spelling in surname_latin(row) if dialect == "pinyin")
    given_readings = list(_given(given))
    found = (f"{head} {tail}".strip() for tail in given_readings for head in readings)
    return tuple(islice(dict.fromkeys(found), 6))


def _surname_length(text: str) -> int:
    if len(text) >= 3 and (text[:2] in _hanzi_index() or text[:2] in _SURNAME_READINGS):
        return 2
    return 1 if len(text) > 1 else len(text)


def _given(text: str) -> Iterator[str]:
    first = pinyin(text)
    yield "".join(first)
    for index, char in enumerate(text):
        for other in _READINGS.get(char, ())[1:]:
            yield "".join((*first[:index], other, *first[index + 1 :]))
