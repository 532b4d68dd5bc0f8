"""Numbers in Hanzi: what they are, and of which house or part of a compound, in digits: 金贝四号, KK园区二期."""

from __future__ import annotations

import re

_OF_HANZI = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
# What is counted: numbers, phases, buildings. A number before anything else may be a name: 三亚, 四海.
_COUNTED = re.compile(
    "(?<![一二三四五六七八九十])([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[号號期栋棟幢座])"
)
_PHASE = re.compile(r"第?(\d+) ?期")
_BUILDING = re.compile(r"(\d+) ?[号號][楼樓]")


def hanzi_number(signs: str) -> int:
    """Return the number that signs from 一 to 十 say; without a 十 they are digits: 二十一 is 21, 一二 is 12."""
    tens, ten, units = signs.rpartition("十")
    if not ten:
        return int("".join(str(_OF_HANZI[sign]) for sign in signs))
    return 10 * _OF_HANZI.get(tens, 1) + _OF_HANZI.get(units, 0)


def hanzi_numbers_in_digits(text: str) -> str:
    """Return the name of a place with what counts its parts in digits, a phase and a building as words say them.

    Args:
        text: a cleaned name, in any script.
    """
    if text.isascii():
        return text
    counted = _COUNTED.sub(lambda found: str(hanzi_number(found[1])), text)
    return _BUILDING.sub(r"\1栋", _PHASE.sub(r" phase \1", counted)).strip()
