"""The side of an account on which a statement books an amount: `1,200.00 CR`, `DR 1,200.00`, `50,000.00 DB`."""

import re
from typing import NamedTuple

# Of the holder's account, as banks print it: a debit is money that went out. `DB` is Indonesia's.
_SIDE = re.compile(r"(?<![^\W\d_])(?:(?P<debit>debit|dr|db)|(?P<credit>credit|cr))(?![^\W\d_])\.?")
# A statement writes hundredths, and whoever counts in crores no groups: `1,200.00 Cr`.
_OF_STATEMENT = re.compile(r"\d{1,3}(?:,\d{2,3})+\.\d\d")
_COUNT_CRORES = frozenset({"IN", "PK", "BD", "NP", "LK", "BT", "INR", "PKR", "BDT", "NPR", "LKR", "BTN"})
CREDIT_OR_CRORE = "Cr, which may say credit or crore"
"""Why an amount is not read."""


class Booking(NamedTuple):
    """What stands around a number without the word for a side.

    `is_debit`: money that went out of an account, None where no side is named. `may_be_crores`: the word stands behind
    the number, as the one for ten millions does.
    """

    before: str
    after: str
    is_debit: bool | None = None
    may_be_crores: bool = False


def read_booking(before: str, after: str) -> Booking | None:
    """Return the side that words around a number name, None where they name several.

    Args:
        before: what stands before the number, in small letters.
        after: what stands behind it.
    """
    found = [*_SIDE.finditer(before), *_SIDE.finditer(after)]
    if not found:
        return Booking(before, after)
    if len(found) > 1:
        return None
    bare = (_SIDE.sub(" ", before), _SIDE.sub(" ", after))
    return Booking(*bare, found[0]["debit"] is not None, found[0][0] in {"cr", "cr."} and bare[1] != after)


def counts_crores(number: str, country: str, currency: str | None) -> bool:
    """Return whether `Cr` behind a number may be ten millions where it was written: not of `1,200.00 Cr`.

    Args:
        number: as written.
        country: ISO 3166 code, empty where nothing says.
        currency: ISO 4217 code of the amount, None where nothing says.
    """
    where = {currency, country} - {None, ""}
    return (not where or bool(where & _COUNT_CRORES)) and _OF_STATEMENT.fullmatch(number) is None
