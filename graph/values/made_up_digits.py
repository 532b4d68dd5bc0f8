"""Digits that nobody was given: one of them repeated, or all in running order, as 1234567."""

_UPWARDS, _DOWNWARDS = "12345678901234567890", "9876543210"
_FEWEST_BEFORE_CHECK = 11
_FEWEST_DOWNWARDS = 7


def is_one_digit(digits: str) -> bool:
    """Tell whether digits are one of them repeated."""
    return len(set(digits)) == 1


def is_in_order(digits: str, fewest: int) -> bool:
    """Tell whether digits are in running order from 1, 01 or 9, be it but for a check digit behind eleven or more.

    Args:
        digits: nothing but digits.
        fewest: with fewer of them the order may be chance.
    """
    bare = digits.lstrip("0")
    if len(digits) - len(bare) > 1:
        digits = bare  # a register that pads its numbers
    if len(digits) < fewest:
        return False
    if len(digits) > _FEWEST_BEFORE_CHECK and _UPWARDS.startswith(digits[:-1]):
        return True
    down = _DOWNWARDS.startswith(digits) and len(digits) >= _FEWEST_DOWNWARDS
    return _UPWARDS.startswith(digits) or f"0{_UPWARDS}".startswith(digits) or down
