"""Ranges of phone numbers by the digits that they begin with, as numbering plans hand them out to operators."""

import re

import phonenumbers

_FORM = re.compile(r"\+(?P<digits>[1-9][0-9]{1,13})")
_CALLING_CODES, _LONGEST_CODE = phonenumbers.COUNTRY_CODE_TO_REGION_CODE, 3
_FEWEST_DIGITS = 1  # behind the calling code: with none it would be a whole country


def range_problem(text: str) -> str | None:
    """Return why a text is no range of an operator's numbers, `None` where it is one: `+6019`.

    Args:
        text: a plus, the calling code and at least one digit more, as phone numbers are written in their keys.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        return "is no range of phone numbers: write a plus and the digits that they begin with, as `+6019`"
    digits = found["digits"]
    codes = (end for end in range(1, _LONGEST_CODE + 1) if int(digits[:end]) in _CALLING_CODES)
    length = next(codes, 0)
    if not length:
        return "begins with no calling code"
    if len(digits) - length < _FEWEST_DIGITS:
        return "is a whole country's numbers: name those of the operator, as `+6019`"
    return None
