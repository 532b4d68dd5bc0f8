"""Values of selectors that name none: a word or a dash in place of a number, one that a spreadsheet shortened.

A text that could not be read may name a thing all the same, as the serial number of a device or an address of a chain
that the product does not know: it is the same thing wherever its agency writes it.
"""

from graph.values.accounts.account import is_made_up_account
from graph.values.made_up_digits import is_in_order, is_one_digit
from graph.values.made_up_keys import MADE_UP
from graph.values.online.local_hosts import LOCAL
from graph.values.online.platforms import is_platform
from graph.values.phones.phone import is_placeholder_phone
from graph.values.placeholder_accounts import is_placeholder_account
from graph.values.placeholder_values import is_placeholder_number
from graph.values.text import fault, fold_identifier, is_shortened
from graph.values.unowned import UNOWNED
from graph.values.value import NormalisedValue, ValueStatus

_READ = frozenset({ValueStatus.VALID, ValueStatus.SHORT, ValueStatus.ALPHANUMERIC})
# Whose values have digits, so that without any they are words.
_OF_DIGITS = frozenset({"account", "device", "document", "phone", "plate"})
_FEWEST_DIGITS = 4
_FEWEST_IN_ORDER = 5


def names_nothing(value: NormalisedValue, value_type: str) -> bool:
    """Tell whether the value of a selector tells nobody which one it is, not even within one file.

    Args:
        value: as its type's normaliser returned it.
        value_type: of the property, as `phone` or `handle`.
    """
    if value.key is not None or value.status in _READ:
        return False
    text = fold_identifier(value.raw)
    if fault(text) is not None:
        return True
    if _is_none(text):
        return True
    digits = "".join(filter(str.isdecimal, text))
    if value.value is None:
        few = value_type in _OF_DIGITS and len(digits) < _FEWEST_DIGITS
        bare = value_type == "handle" and is_platform(text)
        return few or bare or (not any(map(str.isalpha, text)) and _is_made_up(digits))
    return is_nobodys_own(value, value_type) or _tells_nothing(value.value, value_type)


def is_nobodys_own(value: NormalisedValue, value_type: str) -> bool:
    """Tell whether a value was read, and is one that nobody has to himself, as its reason says: 192.168.1.1.

    Args:
        value: as its type's normaliser returned it.
        value_type: of the property.
    """
    # A contract is one address within its file, though nobody's.
    return value.reason in (MADE_UP, LOCAL) or (value.reason == UNOWNED and value_type != "wallet")


def _tells_nothing(text: str, value_type: str) -> bool:
    if value_type == "account":
        return is_made_up_account(text)  # accounts of one digit are sold
    if value_type == "document":
        return is_placeholder_number(text)
    return value_type == "phone" and is_placeholder_phone(text)


def is_word_for_none(text: str) -> bool:
    """Tell whether a text stands where no number is known, or is one that a program shortened."""
    folded = fold_identifier(text)
    return fault(folded) is None and _is_none(folded)


def _is_none(text: str) -> bool:
    return not any(map(str.isalnum, text)) or is_placeholder_account(text) or _has_lost_digits(text)


def _has_lost_digits(text: str) -> bool:
    """Return whether a number in powers of ten lacks digits: `6.6812345682E+10` has all of its eleven."""
    if not is_shortened(text):
        return False
    digits, _, power = text.upper().partition("E")
    return sum(map(str.isdecimal, digits)) <= int(power)


def _is_made_up(digits: str) -> bool:
    return is_one_digit(digits) or is_in_order(digits, _FEWEST_IN_ORDER)
