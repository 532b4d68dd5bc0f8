"""Numbers in Hanzi of which house or part of a compound it is, in digits: 金贝四号, KK园区二期."""

from __future__ import annotations

import re

_DIGITS = "一二三四五六七八九"
_NUMBER = "[一二三四五六七八九十]{1,3}"
# What is counted: numbers, phases, buildings. A number before anything else may be a name: 三亚, 四海.
_COUNTED = re.compile(rf"({_NUMBER})(?=(?:号|號|期|栋|棟|幢|座))")
_PHASE = re.compile(r"第?(\d+) ?期")
_BUILDING = re.compile(r"(\d+) ?[号號][楼樓]")


def hanzi_numbers_in_digits(text: str) -> str:
    """Return the name of a place with what counts its parts in digits, a phase and a building as words say them.

    Args:
        text: a cleaned name, in any script.
    """
    if text.isascii():
        return text
    counted = _COUNTED.sub(_in_digits, text)
    return _BUILDING.sub(r"\1栋", _PHASE.sub(r" phase \1", counted)).strip()


def _in_digits(found: re.Match[str]) -> str:
    """Return a number up to 99; what is none stays: 一二, 十十."""
    tens, ten, ones = found[1].rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or (not ten and len(found[1]) > 1):
        return found[0]
    value = _value(tens or "一") * 10 + _value(ones) if ten else _value(ones)
    return str(value)


def _value(digit: str) -> int:
    return _DIGITS.index(digit) + 1 if digit else 0
