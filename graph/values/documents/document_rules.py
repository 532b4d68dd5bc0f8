"""What numbers of documents look like in each country: check digits, and forms where they have none."""

import re
from collections.abc import Callable, Mapping

from stdnum.cn import uscc
from stdnum.id import nik, npwp
from stdnum.in_ import aadhaar, pan
from stdnum.kr import rrn
from stdnum.my import nric
from stdnum.pk import cnic
from stdnum.sg import uen
from stdnum.th import moa, pin
from stdnum.tr import tckimlik
from stdnum.tw import ubn
from stdnum.vn import mst

_SINGAPORE_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_CHINESE_WEIGHTS = tuple(2**i % 11 for i in range(17, 0, -1))


def is_singapore_card(number: str) -> bool:
    """Check an NRIC or FIN: prefix S, T, F, G or M, seven digits, a check letter."""
    if not re.fullmatch(r"[STFGM]\d{7}[A-Z]", number):
        return False
    total = sum(w * int(d) for w, d in zip(_SINGAPORE_WEIGHTS, number[1:8], strict=True))
    shift = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}[number[0]]
    letters = {"S": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
    series = letters["S" if number[0] in "ST" else "F" if number[0] in "FG" else "M"]
    return series[(total + shift) % 11] == number[8]


def _hong_kong_card(number: str) -> bool:
    """Check a Hong Kong identity card: one or two letters, six digits, a check digit or A."""
    if not re.fullmatch(r"[A-Z]{1,2}\d{6}[0-9A]", number):
        return False
    values = [int(c, 36) for c in number]
    padded = [36, *values] if len(values) == 8 else values
    return sum(w * v for w, v in zip(range(9, 0, -1), padded, strict=True)) % 11 == 0


def _chinese_card(number: str) -> bool:
    """Check a Chinese resident number: place, birth date, serial, and the check character of ISO 7064 mod 11-2.

    Places are not looked up: districts are renamed and dissolved, numbers stay.
    """
    if not re.fullmatch(r"\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9X]", number):
        return False
    total = sum(w * int(d) for w, d in zip(_CHINESE_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17]


def _burmese_card(number: str) -> bool:
    """Check the form of a Burmese scrutiny card; it has no check digit."""
    return re.fullmatch(r"(?:[1-9]|1[0-4])[A-Z]{3,9}[NEPTYSRV]\d{6}", number) is not None


def _form(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda number: compiled.fullmatch(number) is not None


CHECKS: Mapping[tuple[str, str], Callable[[str], bool]] = {
    ("TH", "national-id"): pin.is_valid,
    ("TH", "registration"): moa.is_valid,
    ("TH", "tax-id"): lambda number: bool(pin.is_valid(number) or moa.is_valid(number)),
    ("MY", "national-id"): nric.is_valid,
    ("SG", "national-id"): is_singapore_card,
    ("SG", "registration"): uen.is_valid,
    ("CN", "national-id"): _chinese_card,
    ("CN", "registration"): lambda number: bool(uscc.is_valid(number) or re.fullmatch(r"\d{15}", number)),
    ("ID", "national-id"): nik.is_valid,
    ("ID", "tax-id"): lambda number: bool(npwp.is_valid(number) or nik.is_valid(number)),
    ("VN", "registration"): mst.is_valid,
    ("VN", "tax-id"): mst.is_valid,
    ("HK", "national-id"): _hong_kong_card,
    ("IN", "national-id"): aadhaar.is_valid,
    ("IN", "tax-id"): pan.is_valid,
    ("KR", "national-id"): rrn.is_valid,
    ("PK", "national-id"): cnic.is_valid,
    ("TR", "national-id"): tckimlik.is_valid,
    ("TW", "registration"): ubn.is_valid,
}
# Forms of documents without check digits. Older ones exist, so a number of another form is possible, not invalid.
FORMS: Mapping[tuple[str, str], Callable[[str], bool]] = {
    ("VN", "national-id"): _form(r"\d{9}|0\d{11}"),
    ("MM", "national-id"): _burmese_card,
    ("KH", "national-id"): _form(r"\d{9}"),
    ("PH", "national-id"): _form(r"\d{12}|\d{16}"),
    ("LK", "national-id"): _form(r"(?:19|20)\d{10}"),
    ("BD", "national-id"): _form(r"\d{10}|\d{13}"),
    ("TW", "national-id"): _form(r"[A-Z][1289]\d{8}"),
    ("AE", "national-id"): _form(r"784\d{12}"),
    ("TH", "passport"): _form(r"[A-Z]{1,2}\d{6,7}"),
    ("KH", "passport"): _form(r"[NDOS]\d{7,8}"),
    ("LA", "passport"): _form(r"[PASD][A-Z]?\d{6,7}"),
    ("MM", "passport"): _form(r"[A-Z]{1,2}\d{6}"),
    ("VN", "passport"): _form(r"[A-Z]\d{7,8}"),
    ("MY", "passport"): _form(r"[AHK]\d{8}"),
    ("SG", "passport"): _form(r"[KESXD]\d{7}[A-Z]"),
    ("ID", "passport"): _form(r"[A-Z]\d{6,7}|[A-Z]{2}\d{6,7}|[A-Z]\dB?\d{6}"),
    ("PH", "passport"): _form(r"[A-Z]\d{7}[A-Z]|[A-Z]{2}\d{6,7}"),
    ("CN", "passport"): _form(r"[EGDSPKH][A-HJ-Z]?\d{7,8}|1[45]\d{7}|MA?\d{7,8}"),
    ("HK", "passport"): _form(r"[HK][A-Z]?\d{8}"),
    ("TW", "passport"): _form(r"\d{9}"),
    ("IN", "passport"): _form(r"[A-Z]\d{7}"),
    ("BD", "passport"): _form(r"[A-Z]{1,2}\d{7,8}"),
    ("US", "passport"): _form(r"\d{9}|[A-Z]\d{8}"),
    ("GB", "passport"): _form(r"\d{9}"),
    ("RU", "passport"): _form(r"\d{9}|\d{10}"),
}
# Passports of countries whose forms doubt no number, as older ones have others: they tell a number from what stands
# beside it.
_PASSPORTS_ELSEWHERE: Mapping[str, Callable[[str], bool]] = {
    "KE": _form(r"[A-Z]{1,2}\d{6,7}"),
    "UG": _form(r"[A-Z]\d{7,8}|[A-Z]{2}\d{6,7}"),
    "TZ": _form(r"[A-Z]{2,3}\d{6}|[A-Z]{2}\d{7}"),
    "RW": _form(r"P[A-Z]\d{6,7}"),
    "ET": _form(r"[A-Z]{2}\d{6,7}"),
    "NG": _form(r"[A-Z]\d{8}"),
    "GH": _form(r"[A-Z]\d{7}"),
    "ZA": _form(r"[A-Z]\d{8}|\d{9}"),
    "EG": _form(r"A\d{8}"),
    "MA": _form(r"[A-Z]{2}\d{6,7}"),
    "NP": _form(r"\d{7,8}|[A-Z]{2}\d{7}"),
    "PK": _form(r"[A-Z]{2}\d{7}"),
    "LK": _form(r"[A-Z]\d{7}"),
    "BT": _form(r"[A-Z]\d{6}"),
    "UZ": _form(r"[A-Z]{2}\d{7}"),
    "KZ": _form(r"N\d{8}"),
    "KG": _form(r"[A-Z]{2}\d{7}"),
    "TJ": _form(r"\d{9}"),
    "MN": _form(r"[A-Z]\d{7,8}"),
    "BY": _form(r"[A-Z]{2}\d{7}"),
    "UA": _form(r"[A-Z]{2}\d{6}"),
    "TR": _form(r"[A-Z]\d{8}"),
    "BR": _form(r"[A-Z]{2}\d{6}"),
    "KR": _form(r"[A-Z]\d{8}|[A-Z]\d{3}[A-Z]\d{4}"),
    "JP": _form(r"[A-Z]{2}\d{7}"),
    "AU": _form(r"[A-Z]{1,2}\d{7}"),
    "MO": _form(r"M[AB]\d{7}"),
}
# Of the numbers that are checked: in the others a date and a place are, and the last digits are a serial.
_CHECK_DIGITS = frozenset({"TH", "SG", "CN", "HK", "IN", "KR", "TR"})
# How the checked national numbers look, whether or not their check digit fits.
_SHAPES: Mapping[str, Callable[[str], bool]] = {
    "TH": _form(r"\d{13}"),
    "MY": _form(r"\d{12}"),
    "SG": _form(r"[STFGM]\d{7}[A-Z]"),
    "CN": _form(r"\d{15}|\d{17}[0-9X]"),
    "ID": _form(r"\d{16}"),
    "HK": _form(r"[A-Z]{1,2}\d{6}[0-9A]"),
    "IN": _form(r"\d{12}"),
    "KR": _form(r"\d{13}"),
    "PK": _form(r"\d{13}"),
    "TR": _form(r"\d{11}"),
}


def has_check_digit(country: str) -> bool:
    """Return whether a slip in a national number of a country is told by its check digit."""
    return country in _CHECK_DIGITS


def fits(number: str, country: str, document_type: str) -> bool | None:
    """Return whether a number passes its country's check or has a form of it; None where no rule is known.

    Args:
        number: in letters and digits alone, in capitals.
        country: ISO 3166 code of the issuing country.
        document_type: in the product's words: `passport`, `national-id`, `tax-id`, `registration`.
    """
    rule = CHECKS.get((country, document_type)) or FORMS.get((country, document_type))
    return None if rule is None else number.isascii() and bool(rule(number))


def fits_elsewhere(number: str, country: str, document_type: str) -> bool | None:
    """Return whether a number has a form of a country's passports that `fits` does not judge; None where none is known.

    Args:
        number: in letters and digits alone, in capitals.
        country: ISO 3166 code of the issuing country.
        document_type: in the product's words.
    """
    rule = _PASSPORTS_ELSEWHERE.get(country) if document_type == "passport" else None
    return None if rule is None else number.isascii() and rule(number)


def looks_national(number: str, country: str) -> bool | None:
    """Return whether a number looks like a national one of its country, right or wrong; None where no rule is known."""
    rule = _SHAPES.get(country) or FORMS.get((country, "national-id"))
    return None if rule is None else number.isascii() and bool(rule(number))
