"""Keys of ships, devices and wallets that nobody was given: digits in order or all alike, group and null addresses.

Their check digits hold, as those of `IMO 1234567` and of an IMEI of ones do, so that the digits alone tell.
"""

from graph.values.made_up_digits import is_in_order, is_one_digit

MADE_UP = "one digit repeated or digits in order, written where no number is known"
"""Why such a value has no key."""
_FEWEST_OF_SHIPS = 7
# An MMSI is a country's three digits and six of its own, which no country begins at nought.
_NONE_OF_A_COUNTRY = "000000"
_GROUP = 1  # the lowest bit of the first octet of a MAC
_RANDOM_OF_ONE = 0xC0
_DEFAULT_MACS = frozenset({"001122334455", "554433221100"})
_DIGITS_OF_EVM = 40
# What people and programs type where an address has to stand, over and over.
_TYPED = ("1234567890", "0123456789", "123456789abcdef0", "0123456789abcdef", "deadbeef", "cafebabe")
_TYPED_OUT = frozenset((word * _DIGITS_OF_EVM)[:_DIGITS_OF_EVM] for word in _TYPED)
_RESERVED = "0" * 36  # all of an address before the contracts that are part of the chain itself


def is_made_up_key(key: str) -> bool:
    """Tell whether a key, without its kind before it, is of a number that no ship, device or wallet was given.

    Args:
        key: as a normaliser makes it: `imo:1234567`, `mmsi:222222222`, `imei:11111111111111`, `mac:01:00:5e:00:00:01`
            and `evm:0x1111...`; of other schemes none is.

    Source:
        IEEE 802, clause 8, for group addresses; EIP-1352 for the addresses up to 0xffff, which a chain keeps.
    """
    scheme, _, number = key.partition(":")
    if scheme == "imo":
        return is_one_digit(number) or is_in_order(number, _FEWEST_OF_SHIPS)
    if scheme == "mmsi":
        made_up = is_one_digit(number) or is_in_order(number, _FEWEST_OF_SHIPS)
        return made_up or number.endswith(_NONE_OF_A_COUNTRY)
    if scheme == "imei":
        return is_one_digit(number) or is_in_order(number, len(number))
    if scheme == "mac":
        digits = number.replace(":", "")
        return is_group_mac(digits) or is_one_digit(digits) or digits in _DEFAULT_MACS
    return scheme == "evm" and _is_made_up_evm(number.removeprefix("0x"))


def is_group_mac(digits: str) -> bool:
    """Tell whether a MAC address is one of a group of devices, which no device has as its own: 01:00:5e:00:00:01.

    What begins with two ones may be the random address of one Bluetooth device, whatever its bit for groups says
    (Bluetooth Core Specification, volume 6, part B, 1.3.2.1).

    Args:
        digits: the twelve hexadecimal digits.
    """
    return bool(int(digits[:2], 16) & _GROUP) and int(digits[:2], 16) < _RANDOM_OF_ONE


def _is_made_up_evm(digits: str) -> bool:
    return is_one_digit(digits) or digits in _TYPED_OUT or digits.startswith(_RESERVED)
