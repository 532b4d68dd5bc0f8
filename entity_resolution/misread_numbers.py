"""Letters of documents that are read for digits, and digits for letters: AC8445339, ACB445339."""

from entity_resolution.national_ids import near

_FEWEST = 6  # characters; of shorter numbers too many are alike
_LOOK_ALIKE = str.maketrans("BOISZ", "80152")


def read_as_digits(number: str) -> str:
    """Return a number of at least six characters with each letter that looks like a digit as that; a shorter as it is.

    Args:
        number: in capitals.
    """
    return number.translate(_LOOK_ALIKE) if len(number) >= _FEWEST else number


def is_misread(one: str, other: str) -> bool:
    """Tell whether two numbers are one but for a character that is read for another which looks like it."""
    return one != other and near(one, other) and read_as_digits(one) == read_as_digits(other)
