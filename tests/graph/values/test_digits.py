"""The table of digits in other scripts is whole, though not all code points are looked through."""

import sys
import unicodedata

from graph.values.text import fold_identifier


def test_every_decimal_digit_of_unicode_is_read() -> None:
    digits = [chr(c) for c in range(0x80, sys.maxunicode + 1) if unicodedata.category(chr(c)) == "Nd"]
    assert len(digits) > 600
    assert [fold_identifier(d) for d in digits] == [str(unicodedata.decimal(d)) for d in digits]
