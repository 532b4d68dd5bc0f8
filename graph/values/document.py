"""Passports, identity cards, tax and register numbers, by country and type."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from stdnum.cn import uscc
from stdnum.id import nik, npwp
from stdnum.in_ import aadhaar, pan
from stdnum.kr import rrn
from stdnum.my import nric
from stdnum.pk import cnic
from stdnum.sg import uen
from stdnum.th import moa, pin
from stdnum.tw import ubn
from stdnum.vn import mst

from graph.values.burmese_card import read_burmese_card
from graph.values.document_text import (
    OTHER_WORDS,
    SEVERAL,
    both_of_malaysia,
    documents_in,
    has_other_words,
    without_label,
    without_register,
)
from graph.values.machine_readable import is_machine_readable, read_machine_readable
from graph.values.placeholder_values import is_placeholder_number
from graph.values.text import MAX_IDENTIFIER_LENGTH, damage_to_number, fault, fold_identifier, without_point
from graph.values.value import NormalisedValue, invalid, possible, valid
from graph.values.zawgyi import zawgyi_in_unicode

_TYPES = {
    **dict.fromkeys(
        ("passport", "passport-no", "passport-number", "travel-document", "หนังสือเดินทาง", "护照"), "passport"
    ),
    **dict.fromkeys(
        ("national-id", "national-id-no", "id", "id-card", "identity-card", "nric", "citizen-id"), "national-id"
    ),
    **dict.fromkeys(
        ("pin", "nik", "ktp", "mykad", "hkid", "cnic", "aadhaar", "national", "บัตรประชาชน", "身份证"), "national-id"
    ),
    **dict.fromkeys(("tax", "tax-id", "tax-id-no", "tax-number", "tin", "npwp", "mst", "pan"), "tax-id"),
    **dict.fromkeys(
        ("registration", "registration-number", "company-number", "uen", "uscc", "brn", "ubn"), "registration"
    ),
    **dict.fromkeys(("driving-licence", "driver-license", "drivers-license", "driver-s-license"), "driving-licence"),
}
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


_CHECKS: Mapping[tuple[str, str], Callable[[str], bool]] = {
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
    ("TW", "registration"): ubn.is_valid,
}
# Forms of documents without check digits. Older ones exist, so a number of another form is possible, not invalid.
_FORMS: Mapping[tuple[str, str], Callable[[str], bool]] = {
    ("VN", "national-id"): _form(r"\d{9}|0\d{11}"),
    ("MM", "national-id"): _burmese_card,
    ("KH", "national-id"): _form(r"\d{9}"),
    ("PH", "national-id"): _form(r"\d{12}|\d{16}"),
    ("LK", "national-id"): _form(r"(?:19|20)\d{10}"),
    ("BD", "national-id"): _form(r"\d{10}|\d{13}"),
    ("TW", "national-id"): _form(r"[A-Z][1289]\d{8}"),
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
}
# Of the numbers that are checked: in the others a date and a place are, and the last digits are a serial.
_CHECK_DIGITS = frozenset({"TH", "SG", "CN", "HK", "IN", "KR"})
NATIONAL_ID = "national-id"
# Year, day and serial with the check digit.
_OLD_OF_SRI_LANKA = re.compile(r"(\d{5})(\d{4})[VX]")
_WITH_YEAR_IN_BANGLADESH = re.compile(r"(?:19|20)\d\d(\d{13})")
_UNKNOWN = "document"
# Registers put words into their numbers: HRB 12345 Berlin.
_REGISTRATION = "registration"
_OF_REGISTERS = frozenset({_REGISTRATION, "tax-id"})
_DIGITS_IN_CAMBODIA = 8
_PLAIN = re.compile(r"[A-Z]{0,3}\d[\d-]{3,20}[A-Z]?")
_INFERRED = ("national-id", "registration", "passport")


def document_type(text: str | None) -> str:
    """Return the type of a document in the product's words; an unknown word is folded, none is `document`."""
    if not text or fault(text, MAX_IDENTIFIER_LENGTH):
        return _UNKNOWN
    folded = re.sub(r"[\s_./'-]+", "-", fold_identifier(text).lower()).strip("-")
    return _TYPES.get(folded, folded or _UNKNOWN)


def has_check_digit(country: str) -> bool:
    """Return whether a slip in a national number of a country is told by its check digit."""
    return country in _CHECK_DIGITS


def normalise_document(raw: str, *, country: str | None = None, kind: str | None = None) -> NormalisedValue:
    """Return a document's number in letters and digits alone.

    Args:
        raw: the number as written, one of at most 15 digits as a float (`1100700123452.0`), or the machine-readable
            lines of the document, which name its type and country themselves.
        country: ISO 3166 code of the issuing country.
        kind: what document it is; without it the country's own check digits and passport forms tell, where they fit.

    Returns:
        `type` is `passport`, `national-id`, `tax-id`, `registration`, ... or `document`. The key needs country and
        type: `doc:TH:passport:AA1234567`. A number whose check digit fails keeps its value, since a near-miss is
        evidence, and has no key.
    """
    value_type = document_type(kind)
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, value_type, reason)
    if is_machine_readable(raw):
        return _of_lines(raw, value_type, country)
    is_plain = _PLAIN.fullmatch(raw) is not None and (value_type not in _OF_REGISTERS or raw[0].isdecimal())
    both = both_of_malaysia(raw) if not is_plain and value_type == _REGISTRATION else None
    if not is_plain and both is None and documents_in(raw):
        return invalid(raw, value_type, SEVERAL)
    # Of the two numbers of one company, where they stand together, today's is it.
    text = fold_identifier(both[0] if both is not None else zawgyi_in_unicode(raw).upper()).strip("'\"`,;")
    text = without_point(text if is_plain else _without_label(text, value_type))
    damage = damage_to_number(text)
    if damage is not None:
        return invalid(raw, value_type, damage)
    if not is_plain and _holds_other_words(text, value_type):
        return invalid(raw, value_type, OTHER_WORDS)
    number = unicodedata.normalize("NFC", "".join(c for c in text if _counts(c)))
    reason = _not_a_number(number)
    if reason is not None:
        return invalid(raw, value_type, reason)
    country = country.upper() if country else None
    if country is None:
        return possible(raw, number, value_type, "no issuing country is given")
    if country == "MM" and value_type in (NATIONAL_ID, _UNKNOWN, "other"):
        number = read_burmese_card(number) or number
    if value_type in (_UNKNOWN, "other"):
        value_type = _infer(number, country) or value_type
    if country == "KH" and value_type == _REGISTRATION and number.isdecimal():
        # The register writes eight digits; sheets lose the zeros before them.
        number = number.lstrip("0").zfill(_DIGITS_IN_CAMBODIA)
    if value_type == NATIONAL_ID:
        number = _in_todays_form(number, country)
    return _judge(raw, number, country, value_type)


def _without_label(text: str, value_type: str) -> str:
    return without_register(text) if value_type in _OF_REGISTERS else without_label(text)


def _holds_other_words(text: str, value_type: str) -> bool:
    """Return whether words stand beside a number that are none of it, as those of a scrutiny card are."""
    if value_type in _OF_REGISTERS or not has_other_words(text):
        return False
    return read_burmese_card(unicodedata.normalize("NFC", "".join(c for c in text if _counts(c)))) is None


def _in_todays_form(number: str, country: str) -> str:
    """Return a national number as its country writes it today: of Sri Lanka before 2016, of Bangladesh before 2016.

    Sri Lanka gave ten characters, of which the last says whether one votes, and gives the same with the century and a
    zero in the serial; Bangladesh puts the year of birth before thirteen digits, or leaves it out.
    """
    if country == "LK" and (old := _OLD_OF_SRI_LANKA.fullmatch(number)) is not None:
        return f"19{old[1]}0{old[2]}"
    if country == "BD" and (with_year := _WITH_YEAR_IN_BANGLADESH.fullmatch(number)) is not None:
        return with_year[1]
    return number


def _of_lines(raw: str, value_type: str, country: str | None) -> NormalisedValue:
    """Return the number that machine-readable lines say, of the country and type that they name."""
    read = read_machine_readable(raw)
    if isinstance(read, str):
        return invalid(raw, value_type, read)
    country = read.country or (country.upper() if country else None)
    if country is None:
        return possible(raw, read.number, read.kind, "no issuing country is given")
    return _judge(raw, read.number, country, read.kind)


def _counts(character: str) -> bool:
    """Return whether a character is part of a number: letters, digits, and the marks of native letters."""
    return character in "0123456789" or character.isalpha() or unicodedata.category(character)[0] == "M"


def _not_a_number(number: str) -> str | None:
    if not any(c in "0123456789" for c in number):
        return "holds no digit"
    if not 4 <= len(number) <= 30:
        return "too short or too long for a document's number"
    return "one character repeated" if len(set(number)) == 1 else None


def _infer(number: str, country: str) -> str | None:
    for value_type in _INFERRED:
        rule = _CHECKS.get((country, value_type)) or _FORMS.get((country, value_type))
        # Digits alone fit the form of many a document; a check digit or a letter tells them apart.
        telling = (country, value_type) in _CHECKS or not number.isdigit()
        if rule is not None and telling and number.isascii() and rule(number):
            return value_type
    return None


def _judge(raw: str, number: str, country: str, value_type: str) -> NormalisedValue:
    if value_type in (_UNKNOWN, "other"):
        return possible(raw, number, value_type, "what document it is, is not given")
    key = f"doc:{country}:{value_type}:{number}"
    check = _CHECKS.get((country, value_type))
    form = _FORMS.get((country, value_type))
    if (check or form) and not number.isascii():
        return possible(raw, number, value_type, "in native letters, which no rule checks", key)
    if check is not None and not check(number):
        return invalid(raw, value_type, "the check digit or the number of digits does not match", number)
    if is_placeholder_number(number):
        return possible(raw, number, value_type, "zeros, one digit repeated or digits in order, which nobody was given")
    if form is not None and not form(number):
        return possible(raw, number, value_type, "not a form that its country uses today", key)
    return valid(raw, number, value_type, key)
