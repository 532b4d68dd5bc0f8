"""Minus signs of amounts, wherever accounts put them: `-฿1,200`, `1,200.00-`, `(1,200.00)`."""

import re
from typing import NamedTuple

_OPENED, _CLOSED = re.compile(r"\([^)]*$"), re.compile(r"^[^(]*\)")
# A dash that parts a word from a number looks the same.
_APART = re.compile(r"\w\W*-\s+$")
_BETWEEN = re.compile(r"^-\w")


class Signs(NamedTuple):
    """Whether an amount is negative; `doubt` says why it may not be."""

    is_negative: bool
    doubt: str | None = None


def read_signs(before: str, number: str, after: str) -> Signs | None:
    """Return what signs around a number say, None where there are several minus signs.

    Args:
        before: what stands before the number.
        number: as written, with the sign that stands at it.
        after: what stands behind it, without the dash in place of hundredths (`1,200.-`).
    """
    minuses = before.count("-") + number.startswith("-") + after.count("-")
    in_brackets = _OPENED.search(before) is not None and _CLOSED.search(after) is not None
    if minuses > 1 or (in_brackets and before.rstrip().startswith("-")):
        return None
    if in_brackets:
        return Signs(True, "in brackets, as accounts write what is taken away")
    if minuses and (_APART.search(before) is not None or _BETWEEN.match(after) is not None):
        return Signs(True, "a dash that may be a minus sign")
    return Signs(minuses == 1)
