"""Digits that are drawn: in keycaps and circles, before a full stop, raised and lowered (`0️⃣8️⃣1️⃣`, `⓪⑧①`, `⁰⁸¹`)."""

import re
import unicodedata


def _digits(*spans: range) -> dict[str, str]:
    found = ((chr(c), unicodedata.digit(chr(c), None)) for span in spans for c in span)
    return {c: str(digit) for c, digit in found if digit is not None}


# Where Unicode has them. Digits of Ethiopia and of other old numerals have no nought, and count otherwise.
_ENCLOSED = _digits(range(0x2460, 0x2500), range(0x2776, 0x2794), range(0x1F100, 0x1F10D))
_RAISED = _digits(range(0xB2, 0xBA), range(0x2070, 0x208A))
_DRAWN = _ENCLOSED | _RAISED
_KEYCAP = "\u20e3"
_ONE = rf"(?:[0-9]\ufe0f?{_KEYCAP}|[{''.join(_ENCLOSED)}])"
_MAY_HOLD = re.compile(f"[{_KEYCAP}{''.join(_DRAWN)}]")
_RUN = re.compile(rf"{_ONE}(?:[ .-]?{_ONE})*")
_FEWEST = 3  # digits in a row; one or two number the items of a list


def with_plain_digits(text: str) -> str:
    """Return a text with its drawn digits as ASCII digits.

    One or two are read where they stand within a number, or begin one with a nought: the first digit of
    `① 081-234-5678` is not the number's. Raised ones are read where the text has no others: they are notes or powers.
    """
    if _MAY_HOLD.search(text) is None:
        return text
    plain = _RUN.sub(_plain, text)
    return plain if any(map(str.isdecimal, plain)) else "".join(_RAISED.get(c, c) for c in plain)


def _plain(run: re.Match[str]) -> str:
    plain = "".join(_ENCLOSED.get(c, c) for c in run[0] if c not in ("\ufe0f", _KEYCAP))
    before, behind = run.string[run.start() - 1 : run.start()], run.string[run.end() : run.end() + 1]
    is_within = behind.isdecimal() and (before.isdecimal() or plain.startswith("0"))
    return plain if is_within or sum(map(str.isdecimal, plain)) >= _FEWEST else run[0]
