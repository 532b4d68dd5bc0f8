"""Numbers in Chinese or Roman numerals: of dates (`一九九〇年三月十五日`, `14.V.1990`), and said digit by digit."""

import re

_SIGNS_OF_DIGITS = ("〇零○", "一壹", "二贰貳", "三叁參", "四", "五", "六", "七", "八", "九")
_DIGITS = {sign: str(number) for number, signs in enumerate(_SIGNS_OF_DIGITS) for sign in signs}
_FEWEST_SIGNS = 7  # fewer may be a year
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_SIGNS = "".join((*_DIGITS, *_TENS, "百元"))
# Behind a number stands what it counts.
_COUNTED = re.compile(rf"([{_SIGNS}]+)(?=\s*[年月日号號])")
_MONTHS = {
    **{"I": "january", "II": "february", "III": "march", "IV": "april", "V": "may", "VI": "june", "VII": "july"},
    **{"VIII": "august", "IX": "september", "X": "october", "XI": "november", "XII": "december"},
}
_ROMAN_MONTH = re.compile(r"(?<=\d)([ .\-/]{1,2})([IVX]{1,4})([ .\-/]{1,2})(?=\d{2})", re.I)


def in_digits(text: str) -> str:
    """Return the text of a date with Chinese numerals before 年, 月 and 日 in digits, and Roman months in words.

    What is no such number stays as it is: `元年`, which is an era's first.
    """
    if text.isascii():
        return _ROMAN_MONTH.sub(_month, text)
    return _COUNTED.sub(_number, text)


def signs_in_digits(text: str) -> str:
    """Return a long number that is written sign by sign (`一三九 一二三四 五六七零`) in digits, others as they are."""
    signs = text.replace(" ", "").replace("-", "")
    is_number = len(signs) >= _FEWEST_SIGNS and all(sign in _DIGITS for sign in signs)
    return "".join(_DIGITS.get(sign, sign) for sign in text) if is_number else text


def _month(found: re.Match[str]) -> str:
    month = _MONTHS.get(found[2].upper())
    return found[0] if month is None else f"{found[1]}{month}{found[3]}"


def _number(found: re.Match[str]) -> str:
    signs = found[1]
    if all(sign in _DIGITS for sign in signs):
        return "".join(_DIGITS[sign] for sign in signs)  # each sign a digit: 一九九〇
    number = _value(signs)
    return signs if number is None else str(number)


def _value(signs: str) -> int | None:
    """Return what tens and hundreds count, `七十九` as 79, `一百零一` as 101; `None` of signs in no order."""
    hundreds, _, rest = signs.rpartition("百")
    found = 100 * (int(_DIGITS[hundreds]) if hundreds in _DIGITS else 1) if "百" in signs else 0
    if len(hundreds) > 1 or (hundreds and hundreds not in _DIGITS):
        return None
    parts = re.fullmatch(rf"[〇零○]?([{''.join(_DIGITS)}]?)([{''.join(_TENS)}]?)([{''.join(_DIGITS)}]?)", rest)
    if parts is None:
        return None
    before, tens, units = parts[1], parts[2], parts[3]
    if not tens:
        return found + int(_DIGITS.get(before + units, "0")) if len(before + units) <= 1 else None
    return found + _TENS[tens] * int(_DIGITS.get(before, "1")) + int(_DIGITS.get(units, "0"))
