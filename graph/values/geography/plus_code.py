"""Plus codes (Open Location Code): a position as the square that twenty digits, two at a time, part the Earth into.

Source:
    Google, "Open Location Code specification", 1.1.0, https://github.com/google/open-location-code
"""

import re
from typing import NamedTuple

_DIGITS = "23456789CFGHJMPQRVWX"
_PAIR_DIGITS, _BEFORE_SIGN = 10, 8
_FIRST_SIDE = 20  # degrees that the first digit of each direction parts
_COLUMNS, _ROWS = 4, 5  # of the grid that each digit behind the fifth pair parts the square into
_HIGHEST = (8, 17)  # of the first digits: no latitude is above 90 degrees, no longitude above 180
_CODE = re.compile(rf"([{_DIGITS}]{{2,8}}0{{0,6}})(?:\+|%2B)([{_DIGITS}]{{0,7}})", re.IGNORECASE)
_SHORT = re.compile(rf"[{_DIGITS}]{{2,6}}(?:\+|%2B)[{_DIGITS}]{{2,7}}", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://)?plus\.codes/|.*[?&](?:q|query|center|daddr)=", re.IGNORECASE)


class PlusCode(NamedTuple):
    """The middle of a code's square and the square's height, in degrees."""

    latitude: float
    longitude: float
    height: float


def read_plus_code(text: str) -> PlusCode | None:
    """Return the square of a full code, `7P52P2W4+22`, also behind its link; None for a short one and what is none."""
    found = _CODE.fullmatch(_without_link(text))
    if found is None or len(found[1]) != _BEFORE_SIGN:
        return None
    digits, behind = found[1].upper().rstrip("0"), found[2].upper()
    # A padded code ends with its sign, and a digit of the grid follows five whole pairs alone.
    if len(digits) % 2 or (len(digits) < _BEFORE_SIGN and behind) or len(behind) == 1:
        return None
    values = [_DIGITS.index(digit) for digit in digits + behind]
    if values[0] > _HIGHEST[0] or values[1] > _HIGHEST[1]:
        return None
    return _square(values[:_PAIR_DIGITS], values[_PAIR_DIGITS:])


def is_short_plus_code(text: str) -> bool:
    """Return whether a text begins with a code that a place behind it completes: `P2W4+22 Mae Sot`."""
    first, *_ = _without_link(text).split(maxsplit=1) or [""]
    return _SHORT.fullmatch(first.rstrip(",")) is not None


def _without_link(text: str) -> str:
    link = _LINK.match(text)
    return text[link.end() if link is not None else 0 :].strip()


def _square(pairs: list[int], grid: list[int]) -> PlusCode:
    south, west, side = -90.0, -180.0, float(_FIRST_SIDE)
    for at in range(0, len(pairs), 2):
        south, west = south + pairs[at] * side, west + pairs[at + 1] * side
        side /= len(_DIGITS)
    height = width = side * len(_DIGITS)
    for value in grid:
        height, width = height / _ROWS, width / _COLUMNS
        south, west = south + value // _COLUMNS * height, west + value % _COLUMNS * width
    return PlusCode(south + height / 2, west + width / 2, height)
