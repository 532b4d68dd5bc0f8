"""Numbers of documents that are read or copied otherwise: AC8445339, ACB445339; C8313808, C83138089.

A letter stands for a digit or a digit for a letter, or the check digit of the lines or a country's code beside the
number, which may as well be the number's own: such two meet, and a human decides.
"""

from entity_resolution.comparing.national_ids import near
from graph.values import numbers_within

_FEWEST = 6  # characters; of shorter numbers too many are alike
_LOOK_ALIKE = str.maketrans("BOISZ", "80152")


def other_readings(number: str) -> list[str]:
    """Return what a number of at least six characters may also be read as; of a shorter one nothing.

    Args:
        number: in capitals.
    """
    if len(number) < _FEWEST:
        return []
    return [number.translate(_LOOK_ALIKE), *(n for n in numbers_within(number) if len(n) >= _FEWEST)]


def without_a_character(number: str) -> list[str]:
    """Return a number of at least six characters, and it without each of them; of a shorter one nothing.

    Two that differ by a character more, less or otherwise, or by two that changed places, have one of these in common.

    Args:
        number: in capitals.
    """
    if len(number) < _FEWEST:
        return []
    return sorted({number, *(number[:at] + number[at + 1 :] for at in range(len(number)))})


def are_in_a_row(one: str, other: str) -> bool:
    """Tell whether two numbers differ in their last digit alone, as a family's passports do: K1000518, K1000519."""
    return one[:-1] == other[:-1] and one[-1:].isdecimal() and other[-1:].isdecimal()


def is_misread(one: str, other: str) -> bool:
    """Tell whether two numbers are one but for a look-alike character, a check digit or a country's code."""
    if one == other or min(len(one), len(other)) < _FEWEST:
        return False
    if near(one, other) and one.translate(_LOOK_ALIKE) == other.translate(_LOOK_ALIKE):
        return True
    shorter, longer = sorted((one, other), key=len)
    return shorter in numbers_within(longer)
