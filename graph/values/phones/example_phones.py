"""Phone numbers that forms and manuals show as an example: 0812345678, 0987654321, 0900000000, 020 22222222.

They are numbers of their countries, and somebody may have each. But whoever fills in a form writes them where none is
known, so that many strangers have them.
"""

from graph.values.made_up_digits import is_one_digit
from graph.values.phones.phone import national_digits

# Behind the operator's code, of which a country has at most a few digits. In shorter numbers one digit stands before.
_FEWEST, _FEWEST_OF_SHORT = 7, 6
# One digit so often behind an operator's code is written where none is known; seven times it is sold as beautiful.
_FEWEST_OF_ONE_DIGIT = 8
_UPWARDS, _DOWNWARDS, _ZEROS = "01234567890", "9876543210", "0" * _FEWEST
# China Mobile's own for topping up, which Chinese forms show.
_PUBLISHED = frozenset({"+8613800138000"})


def is_example_phone(number: str) -> bool:
    """Tell whether a phone number ends in seven digits in running order or seven zeros, or is a published example.

    Of a country's numbers one in a million does. Of numbers of seven digits the last six count. So is one that ends in
    eight times one digit.

    Args:
        number: `+` and digits; nothing else is one, as the passport `AA1234567`.
    """
    digits = number.removeprefix("+")
    if digits == number:
        return False
    if _is_made_up(digits[-_FEWEST:]) or number in _PUBLISHED or is_one_digit(digits[-_FEWEST_OF_ONE_DIGIT:]):
        return True
    return _is_made_up(digits[-_FEWEST_OF_SHORT:]) and len(national_digits(digits)) <= _FEWEST


def _is_made_up(last: str) -> bool:
    return len(last) >= _FEWEST_OF_SHORT and (last in _UPWARDS or last in _DOWNWARDS or last in _ZEROS)
