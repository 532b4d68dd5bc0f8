"""Devices and SIM cards: IMEI, IMSI, ICCID and MAC addresses."""

import re

from stdnum import imsi

from graph.values.made_up_digits import is_in_order, is_one_digit
from graph.values.made_up_keys import MADE_UP, is_group_mac, is_made_up_key
from graph.values.text import (
    MAX_IDENTIFIER_LENGTH,
    SEVERAL_NUMBERS,
    damage_to_number,
    fault,
    fold_identifier,
    without_point,
)
from graph.values.unowned import UNOWNED, is_unowned
from graph.values.value import NormalisedValue, invalid, possible, valid

_LABEL = re.compile(
    r"(imei(?:sv)?|imsi|iccid|sim|mac|s/?n|serial)(?:\s*(?:no|number|address))?"
    r"(?:\s*\(?[0-9]?\)?\s*[.:#]+\s*|\s*[.:#0-9]?\s*[.:#]?\s+)",
    re.I,
)
# Which of a handset's slots, or of its two numbers, one is of.
_SLOT = re.compile(r"\s*[(\[]\s*(?:(?:slot|sim|imei)\s*)?[1-4]\s*[)\]]$", re.I)
_SEVERAL = re.compile(r"(?:\d[ .-]?){14,}\s*[/,;|&\r\n]\s*(?:imei\s*\d?\s*[.:#]?\s*)?(?:\d[ .-]?){14,}", re.I)
_MAC = re.compile(r"[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}|[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4}", re.I)
_DIGITS_OF_A_DEVICE = 14  # that an IMEI has without its check digit
# What an IMEI of today begins with, by who gave it out; some of these are countries of IMSIs too.
_REPORTING_BODIES = ("01", "35", "86", "91", "99")
_COUNTRIES = "27"  # first and last digit of the codes of countries
_OF_A_SIM = frozenset({"sim", "sim-card"})
_OTHER_LABELS = frozenset({"imei", "imeisv", "iccid", "mac", "sn", "s/n", "serial"})
_BY_NETWORK = "read as an IMSI, since it begins with the codes of a network"
_SERIAL = re.compile(r"(?=.*\d)[A-Z0-9]{6,20}")


def normalise_device(raw: str, *, device_type: str | None = None) -> NormalisedValue:
    """Return the number of a device or a SIM card in its canonical form.

    Args:
        raw: an IMEI of 14, 15 or 16 digits, an IMSI, an ICCID, a MAC address, or a serial number; one of at most 15
            digits also as a float (`356938035643809.0`).
        device_type: `imei`, `imsi`, `iccid`, `mac`, `serial` or what the device is (`handset`, `sim-card`); it settles
            what 15 digits are, where no label before them does. Other words are ignored.

    Returns:
        An IMEI is shown with its check digit; its key is the 14 digits of type and serial number, since the software
        version of a 16-digit form changes. 15 digits that begin with the codes of a network are an IMSI, `possible`
        where nothing says so. A serial number has no key: makers give out the same ones. Nor has an IMEI that makers
        and emulators have as a default.

    Source:
        3GPP TS 23.003; ITU-T E.212 for the codes of networks, as python-stdnum has them.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "device", reason)
    text = fold_identifier(raw).strip("'\"`,;")
    label = _LABEL.match(text)
    if label is not None:
        text = text[label.end() :]
        device_type = label[1]
    if _SEVERAL.fullmatch(text):
        return invalid(raw, "device", SEVERAL_NUMBERS)
    text = _SLOT.sub("", text)
    hint = (device_type or "").lower()
    text = without_point(text)
    damage = damage_to_number(text)
    if damage is not None:
        return invalid(raw, "device", damage)
    if _MAC.fullmatch(text):
        return _mac(raw, re.sub(r"[^0-9A-F]", "", text.upper()))
    compact = re.sub(r"[\s./-]", "", text).upper()
    if compact.isdigit() and compact.isascii():
        return _digits(raw, compact, hint)
    if 18 <= len(compact.rstrip("F")) <= 20 and compact.startswith("89") and compact.rstrip("F").isdecimal():
        return _iccid(raw, compact.rstrip("F"))
    if _SERIAL.fullmatch(compact):
        return possible(raw, compact, "serial", "a maker's serial number, which others may use too")
    return invalid(raw, "device", "not the form of a known device number")


def _digits(raw: str, digits: str, hint: str) -> NormalisedValue:
    own = digits[:_DIGITS_OF_A_DEVICE]
    if is_one_digit(own) or is_in_order(own, _DIGITS_OF_A_DEVICE):
        return invalid(raw, "device", MADE_UP)
    if hint == "imsi":
        return _imsi(raw, digits)
    if len(digits) >= 18 and digits.startswith("89"):
        return _iccid(raw, digits)
    if len(digits) not in (14, 15, 16):
        return invalid(raw, "device", "not a number of digits that an IMEI has")
    body = digits[:14]
    is_imei = len(digits) == 15 and body + luhn_digit(body) == digits
    if hint in _OF_A_SIM and not (is_imei and digits.startswith(_REPORTING_BODIES)):
        return _imsi(raw, digits)
    # Whatever the device is said to be, so that a cross-check of the number alone meets it.
    if hint not in _OTHER_LABELS and _may_be_imsi(digits):
        return possible(raw, digits, "imsi", _BY_NETWORK, f"imsi:{digits}")
    value_type = "imeisv" if len(digits) == 16 else "imei"
    if len(digits) == 15 and not is_imei:
        return invalid(raw, "imei", "the check digit does not match", digits)
    number, key = body + luhn_digit(body), f"imei:{body}"
    return possible(raw, number, value_type, UNOWNED) if is_unowned(key) else valid(raw, number, value_type, key)


def _may_be_imsi(digits: str) -> bool:
    """Return whether 15 digits begin with the codes of a country and a network there, as no IMEI of today does."""
    if len(digits) != 15 or not _COUNTRIES[0] <= digits[0] <= _COUNTRIES[-1] or digits.startswith(_REPORTING_BODIES):
        return False
    try:
        return "operator" in imsi.info(digits)
    except ValueError:
        return False


def _imsi(raw: str, digits: str) -> NormalisedValue:
    if not 14 <= len(digits) <= 15 or not _COUNTRIES[0] <= digits[0] <= _COUNTRIES[-1]:
        return invalid(raw, "imsi", "does not open with a country's mobile code, or has too few or many digits")
    return valid(raw, digits, "imsi", f"imsi:{digits}")


def _iccid(raw: str, digits: str) -> NormalisedValue:
    """Return a SIM card's number: 19 or 20 digits of which the last is a check digit; 18 lack it."""
    if len(digits) > 20:
        return invalid(raw, "iccid", "too many digits", digits)
    if len(digits) == 18:
        digits += luhn_digit(digits)
    elif luhn_digit(digits[:-1]) != digits[-1]:
        return invalid(raw, "iccid", "the check digit does not match", digits)
    return valid(raw, digits, "iccid", f"iccid:{digits}")


def _mac(raw: str, digits: str) -> NormalisedValue:
    value = ":".join(digits[i : i + 2] for i in range(0, 12, 2)).lower()
    if digits in ("0" * 12, "F" * 12):
        return invalid(raw, "mac", "an address that no device has")
    if is_group_mac(digits):
        return invalid(raw, "mac", "an address of a group of devices, which none has as its own", value)
    if int(digits[:2], 16) & 2:
        return possible(raw, value, "mac", "an address that its device made up")
    if is_made_up_key(f"mac:{value}"):
        return possible(raw, value, "mac", MADE_UP)
    return valid(raw, value, "mac", f"mac:{value}")


def luhn_digit(digits: str) -> str:
    """Return the check digit that follows `digits`.

    Source:
        ISO/IEC 7812-1, annex B; 3GPP TS 23.003, annex B, for the IMEI.
    """
    doubled = sum(sum(divmod(2 * int(d), 10)) for d in digits[::-2])
    plain = sum(int(d) for d in digits[-2::-2])
    return str(-(doubled + plain) % 10)
