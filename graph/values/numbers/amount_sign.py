"""Minus signs of amounts, wherever accounts put them: `-฿1,200`, `1,200.00-`, `(1,200.00)`."""

import re
from typing import NamedTuple

from graph.values.numbers.booked_sides import Booking

_OPENED, _CLOSED = re.compile(r"\([^)]*$"), re.compile(r"^[^(]*\)")
# A dash that parts a word from a number looks the same.
_APART = re.compile(r"\w\W*-\s+$")
_BETWEEN = re.compile(r"^-\w")
_DEBIT = "a debit, as accounts write what is taken away"


class Signs(NamedTuple):
    """Whether an amount is negative; `doubt` says why it may not be."""

    is_negative: bool
    doubt: str | None = None


def read_signs(booking: Booking, number: str) -> Signs | None:
    """Return what signs around a number say, None where there are several minus signs, or one beside a side's word.

    Args:
        booking: what stands around the number, without the dash in place of hundredths (`1,200.-`).
        number: as written, with the sign that stands at it.
    """
    before, after, is_debit, _ = booking
    minuses = before.count("-") + number.startswith("-") + after.count("-")
    in_brackets = _OPENED.search(before) is not None and _CLOSED.search(after) is not None
    if minuses > 1 or (in_brackets and before.rstrip().startswith("-")):
        return None
    if is_debit is not None:
        return None if minuses or in_brackets else Signs(is_debit, _DEBIT if is_debit else None)
    if in_brackets:
        return Signs(True, "in brackets, as accounts write what is taken away")
    if minuses and (_APART.search(before) is not None or _BETWEEN.match(after) is not None):
        return Signs(True, "a dash that may be a minus sign")
    return Signs(minuses == 1)
