"""Romanise Hanzi by pinyin, with the readings that surnames and names take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from anyascii import anyascii

from entity_resolution.names.surnames import hanzi_index, surname_latin


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
    length = surname_length(text)
    surname, given = text[:length], text[length:]
    row = hanzi_index().get(surname)
    readings = [_SURNAME_READINGS[surname]] if surname in _SURNAME_READINGS else ["".join(pinyin(surname))]
    if row is not None:
        readings.extend(spelling for dialect, spelling in surname_latin(row) if dialect == "pinyin")
    given_readings = list(_given(given))
    found = (f"{head} {tail}".strip() for tail in given_readings for head in readings)
    return tuple(islice(dict.fromkeys(found), 6))


def surname_length(text: str) -> int:
    """Return how many characters of a Hanzi name are its surname."""
    if len(text) >= 3 and (text[:2] in hanzi_index() or text[:2] in _SURNAME_READINGS):
        return 2
    return 1 if len(text) > 1 else len(text)


def _given(text: str) -> Iterator[str]:
    first = pinyin(text)
    yield "".join(first)
    for index, char in enumerate(text):
        for other in _READINGS.get(char, ())[1:]:
            yield "".join((*first[:index], other, *first[index + 1 :]))
