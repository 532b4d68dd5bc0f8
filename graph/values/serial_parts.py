"""Where the part that is counted up stands in an identifier: who asks for its neighbours asks for a row of such parts.

Mostly it is the digits at the end. Behind it may stand a letter that checks it or names its series; of a MAC address
the digits are of sixteen kinds; on plates zeros before it are left out; an IBAN's check digits stand before it.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

_DIGITS_AT_THE_END = re.compile(r"[0-9]+\Z")
_IBAN = re.compile(r"(iban:[A-Z]{2})[0-9]{2}", re.I)
# A letter behind the digits: of Singapore's cards, passports and registers and of India's tax numbers it checks them,
# of passports of the Philippines it names the series. Of either kind the neighbours of one number have several.
_LETTER_BEHIND = re.compile(r"(?<=[0-9]{3})[A-Z]\Z", re.I)
# Two or three letters behind them are counted up themselves, once the digits are used up.
_LETTERS_BEHIND = re.compile(r"(.*?)([0-9]+)([^\W\d_]{1,3})\Z", re.S)
# A check digit that is ten is written as a letter: X of China's cards, A of Hong Kong's.
_TEN_OF_CHINA = re.compile(r"((?:\A|:)[0-9]{17})X\Z", re.I)
_TEN_OF_HONG_KONG = re.compile(r"(doc:HK:national-id:[A-Z]{1,2}[0-9]{6})A\Z")
# Singapore's last letter checks the plate; elsewhere letters behind a number are of its series.
_PLATE_OF_SINGAPORE = re.compile(r"(plate:SG:[A-Z]{1,3}[0-9]{1,4})[A-Z]\Z")
_PLATE_DIGITS = 4
_MAILBOX = re.compile(r"(email:|handle:[^:]*:)(.*[0-9])@(.+)\Z", re.S)


class SerialPart(NamedTuple):
    """The part of an identifier that is counted up: `digits` to a base, between what stands before and behind it."""

    before: str
    digits: str
    behind: str = ""
    base: int = 10


def serial_part(value_key: str) -> SerialPart:
    """Return the part of an identifier that is counted up; without digits where it has none.

    Args:
        value_key: the key of a value, `doc:PH:passport:P1234567A`; or, of a value without one, its family and the
            canonical form, `doc:p1234567a`.
    """
    read = _READERS.get(value_key.partition(":")[0], _at_the_end)
    return read(value_key)


def _at_the_end(text: str) -> SerialPart:
    found = _DIGITS_AT_THE_END.search(text)
    return SerialPart(text[: found.start()], found.group()) if found is not None else SerialPart(text, "")


def _between(text: str) -> SerialPart:
    """Return the digits at the end, or those that no more than three letters stand behind."""
    found = _LETTERS_BEHIND.fullmatch(text)
    return _at_the_end(text) if found is None else SerialPart(found[1], found[2], found[3])


def _of_document(key: str) -> SerialPart:
    for ten in (_TEN_OF_CHINA, _TEN_OF_HONG_KONG):
        if ten.search(key):
            return _at_the_end(ten.sub(r"\g<1>0", key))
    return _between(_LETTER_BEHIND.sub("", key))


def _of_plate(key: str) -> SerialPart:
    found = _between(_PLATE_OF_SINGAPORE.sub(r"\1", key))
    return found._replace(digits=found.digits.zfill(_PLATE_DIGITS)) if found.digits else found


def _of_mac(key: str) -> SerialPart:
    family, _, digits = key.partition(":")
    return SerialPart(f"{family}:", digits.replace(":", ""), base=16)


def _of_email(key: str) -> SerialPart:
    """Return the digits before the host: mailboxes of some hosts are called by numbers."""
    found = _MAILBOX.fullmatch(key)
    if found is None:
        return SerialPart(key, "") if key.startswith("email:") else _at_the_end(key)
    return _at_the_end(found[1] + found[2])._replace(behind=f"@{found[3]}")


def _of_iban(key: str) -> SerialPart:
    return _at_the_end(_IBAN.sub(r"\1", key))


_READERS: Mapping[str, Callable[[str], SerialPart]] = {
    "doc": _of_document,
    "plate": _of_plate,
    "mac": _of_mac,
    "email": _of_email,
    "handle": _of_email,
    "iban": _of_iban,
}
