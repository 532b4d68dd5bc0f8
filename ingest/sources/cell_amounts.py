"""Amounts in workbooks: the currency that a cell's number format shows and its number does not hold."""

import re
from functools import lru_cache

from graph.values import ValueStatus, normalise

_SYMBOL = re.compile(r'\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]|"([^"]*)"|\\(\S)|(\$)')
# Windows' numbers of the countries whose sign is a bare one of several currencies.
_OF_LOCALE = {
    "$": {"409": "USD", "404": "TWD", "C04": "HKD", "1004": "SGD", "4809": "SGD", "C09": "AUD", "1009": "CAD"},
    "¥": {"411": "JPY", "804": "CNY"},
}
_DECIMALS_OF_THOUSANDS = 3


def amount_text(text: str, number_format: str) -> str:
    """Return how a cell with a number is read where it is an amount: `1200 ฿` of `1200` as `[$฿-41E]#,##0.00`.

    Args:
        text: the number with a point before its decimals. A zero comes behind three of them, since a point before
            three digits parts thousands in many a country.
        number_format: of the cell.
    """
    if len(text.partition(".")[2]) == _DECIMALS_OF_THOUSANDS:
        text += "0"
    currency = currency_of_format(number_format)
    return f"{text} {currency}" if currency is not None else text


def number_of(amount: str) -> str:
    """Return the number of what `amount_text` returned, without a currency."""
    return amount.partition(" ")[0]


@lru_cache(maxsize=1_000)
def currency_of_format(number_format: str) -> str | None:
    """Return the code or sign of the currency that a number format shows; None for none, and where it shows several."""
    first = number_format.partition(";")[0]
    found = {word for match in _SYMBOL.finditer(first) if (word := _currency(match)) is not None}
    return found.pop() if len(found) == 1 else None


def _currency(match: re.Match[str]) -> str | None:
    sign = next((part for part in (match[1], match[3], match[4], match[5]) if part), "").strip()
    code = _OF_LOCALE.get(sign, {}).get((match[2] or "").lstrip("0").upper())
    if code is not None or sign == "$":
        return code or sign
    value = normalise("amount", f"1 {sign}")
    # A word such as `K` or `ล้าน` shows fewer digits than the cell holds.
    is_currency = value.status is not ValueStatus.INVALID and str(value.value).startswith("1 ")
    return sign if is_currency else None
