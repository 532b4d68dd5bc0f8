"""Letters that are written for the digits that they look like: `O917-555-88I2`, `08l 234 778l`."""

import re

LOOK_ALIKE = "letters are read as the digits that they look like"
"""Why a number that is read so is no more than possible."""

# Of Latin, Greek, Cyrillic and Burmese letters; source: confusables of Unicode Technical Standard 39.
_LETTERS = {**dict.fromkeys("Ooᴏ\u039f\u03bf\u041e\u043e\u101d", "0"), **dict.fromkeys("lI", "1")}
_TABLE = str.maketrans(_LETTERS)
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_NUMBER = re.compile(rf"[+0-9{''.join(_LETTERS)} ()./-]+")
_GROUP = re.compile(rf"[0-9{''.join(_LETTERS)}]+")
_FEWEST_DIGITS = 6
_DIGITS_FOR_A_LETTER = 2


def digits_for_letters(text: str) -> str | None:
    """Return a number with the letters in it that look like digits as those; `None` where there are none, or in doubt.

    Each group of the number has a digit, and the whole twice as many digits as letters: a letter on its own is a word.

    Args:
        text: as `fold_identifier` returns it.
    """
    if _LETTER.search(text) is None or _NUMBER.fullmatch(text) is None:
        return None
    digits = sum(map(str.isdecimal, text))
    letters = len(_LETTER.findall(text))
    in_each = all(any(map(str.isdecimal, group)) for group in _GROUP.findall(text))
    is_number = in_each and digits >= max(_FEWEST_DIGITS, _DIGITS_FOR_A_LETTER * letters)
    return text.translate(_TABLE) if is_number else None
