"""Passports, identity cards, tax and register numbers, by country and type."""

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.values.documents.burmese_card import read_burmese_card
from graph.values.documents.document_beside import (
    LEFT_OUT,
    OF_ANOTHER_COUNTRY,
    PERHAPS_A_CODE,
    WRONG_CHECK_DIGIT,
    another_country_beside,
    compact,
    may_hold_its_code,
    number_of_field,
    readings_without_code,
    state_of_field,
    without_country,
)
from graph.values.documents.document_rules import CHECKS, FORMS, fits, has_check_digit, looks_national
from graph.values.documents.document_text import (
    OTHER_WORDS,
    both_of_malaysia,
    documents_in,
    has_other_words,
    tails_of,
    without_issue,
    without_label,
    without_register,
)
from graph.values.documents.machine_readable import is_machine_readable, read_machine_readable
from graph.values.documents.renumbered_documents import NATIONAL_ID, in_todays_form
from graph.values.placeholder_values import is_placeholder_number
from graph.values.text import (
    MAX_IDENTIFIER_LENGTH,
    SEVERAL_NUMBERS,
    damage_to_number,
    fault,
    fold_identifier,
    without_point,
)
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid
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
_UNKNOWN = "document"
_PASSPORT = "passport"
_MOST_COUNTRIES = 2  # `Kenyan passport BK874113 (KEN)`
# Registers put words into their numbers: HRB 12345 Berlin.
_REGISTRATION = "registration"
_OF_REGISTERS = frozenset({_REGISTRATION, "tax-id"})
_PLAIN = re.compile(r"[A-Z]{0,3}\d[\d-]{3,20}[A-Z]?")
_NOBODYS = "zeros, one digit repeated, digits in order or a word for none, which nobody was given"
_INFERRED = ("national-id", "registration", "passport")


def document_type(text: str | None) -> str:
    """Return the type of a document in the product's words; an unknown word is folded, none is `document`."""
    if not text or fault(text, MAX_IDENTIFIER_LENGTH):
        return _UNKNOWN
    folded = re.sub(r"[\s_./'-]+", "-", fold_identifier(text).lower()).strip("-")
    return _TYPES.get(folded, folded or _UNKNOWN)


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
        return invalid(raw, value_type, SEVERAL_NUMBERS)
    # Of the two numbers of one company, where they stand together, today's is it.
    text = fold_identifier(both[0] if both is not None else zawgyi_in_unicode(raw).upper()).strip("'\"`,;")
    country = country.upper() if country else None
    text = without_point(text if is_plain else _without_label(text, country, value_type))
    text = without_issue(text) if country == "KH" and value_type not in _OF_REGISTERS else text
    damage = damage_to_number(text)
    if damage is not None:
        return invalid(raw, value_type, damage)
    if value_type not in _OF_REGISTERS and (number := number_of_field(text)) is not None:
        return _of_field(raw, text, number, country, value_type)
    if not is_plain and _holds_other_words(text, value_type):
        return invalid(raw, value_type, OTHER_WORDS)
    return _of_text(raw, text, country, value_type)


def issuing_countries(raw: str, countries: Sequence[str], *, kind: str | None = None) -> tuple[str, ...]:
    """Return of which of several countries a number may be, in their order: of all where nothing tells.

    One that passes a country's check digit is of that country; else it may be of each whose form it has, or of which
    no form is known.

    Args:
        raw: the number as written.
        countries: ISO 3166 codes, each once.
        kind: what document it is.
    """
    if len(countries) < 2:
        return tuple(countries)
    values = {country: normalise_document(raw, country=country, kind=kind) for country in countries}
    told = {c: fits(value.value or "", c, value.type) for c, value in values.items()}
    checked = [c for c in countries if told[c] and values[c].type == NATIONAL_ID and has_check_digit(c)]
    if len(checked) == 1:
        return (checked[0],)
    found = tuple(country for country in countries if told[country] is not False)
    # A slip in a number of one country is no number of another.
    alike = tuple(c for c, v in values.items() if v.type == NATIONAL_ID and v.value and looks_national(v.value, c))
    return found or alike or tuple(countries)


def _of_text(raw: str, text: str, country: str | None, value_type: str) -> NormalisedValue:
    number = compact(text)
    reason = _not_a_number(number)
    if reason is not None:
        return invalid(raw, value_type, reason)
    if country is None:
        return possible(raw, number, value_type, "no issuing country is given")
    if value_type in (_UNKNOWN, "other"):
        number = in_todays_form(number, country, NATIONAL_ID) if country == "MM" else number
        value_type = _infer(number, country) or value_type
    number = in_todays_form(number, country, value_type)
    tail = _tail(text, number, country, value_type)
    if tail is not None:
        return _doubted(_judge(raw, tail, country, value_type), "letters before it are none of its country's form")
    return _beside(raw, text, number, country, value_type)


def _beside(raw: str, text: str, number: str, country: str, value_type: str) -> NormalisedValue:
    """Judge a number, without a code or check digit within it where that is certain; what may be one is told."""
    readings = [] if value_type in _OF_REGISTERS else readings_without_code(number, country, value_type)
    if len(readings) == 1:
        return _doubted(_judge(raw, readings[0], country, value_type), LEFT_OUT)
    if value_type == _PASSPORT and (readings or may_hold_its_code(number, country)):
        return invalid(raw, value_type, PERHAPS_A_CODE, number)
    if value_type == _PASSPORT and another_country_beside(text, country):
        return invalid(raw, value_type, OF_ANOTHER_COUNTRY, number)
    return _judge(raw, number, country, value_type)


def _of_field(raw: str, text: str, number: str, country: str | None, value_type: str) -> NormalisedValue:
    """Judge the number of a field of machine-readable lines, of which what is wrong is told."""
    if not number:
        return invalid(raw, value_type, WRONG_CHECK_DIGIT)
    if country is None:
        return possible(raw, number, value_type, "no issuing country is given")
    if state_of_field(text) not in (None, country):
        return invalid(raw, value_type, OF_ANOTHER_COUNTRY)
    return _judge(raw, number, country, value_type)


def _tail(text: str, number: str, country: str, value_type: str) -> str | None:
    """Return what of a text is a number of its country where the whole is none and letters before it are no words."""
    if value_type in _OF_REGISTERS or fits(number, country, value_type) is not False:
        return None
    found = (in_todays_form(compact(tail), country, value_type) for tail in tails_of(text))
    return next((tail for tail in found if fits(tail, country, value_type)), None)


def _doubted(value: NormalisedValue, reason: str) -> NormalisedValue:
    if value.status is not ValueStatus.VALID:
        return value
    return replace(value, status=ValueStatus.POSSIBLE, reason=reason)


def _without_label(text: str, country: str | None, value_type: str) -> str:
    """Return a number's text without what it is called and, of documents, the name or code of its own country."""
    if value_type in _OF_REGISTERS:
        return without_register(text)
    text = without_label(text)
    for _ in range(_MOST_COUNTRIES if country else 0):
        bare = without_label(without_country(text, country or "", value_type))
        if bare == text:
            break
        text = bare
    return text


def _holds_other_words(text: str, value_type: str) -> bool:
    """Return whether words stand beside a number that are none of it, as those of a scrutiny card are."""
    if value_type in _OF_REGISTERS or not has_other_words(text):
        return False
    return read_burmese_card(compact(text)) is None


def _of_lines(raw: str, value_type: str, country: str | None) -> NormalisedValue:
    """Return the number that machine-readable lines say, of the country and type that they name."""
    read = read_machine_readable(raw)
    if isinstance(read, str):
        return invalid(raw, value_type, read)
    country = read.country or (country.upper() if country else None)
    if country is None:
        return possible(raw, read.number, read.kind, "no issuing country is given")
    return _judge(raw, read.number, country, read.kind)


def _not_a_number(number: str) -> str | None:
    if not any(c in "0123456789" for c in number):
        return "holds no digit"
    if not 4 <= len(number) <= 30:
        return "too short or too long for a document's number"
    return "one character repeated" if len(set(number)) == 1 else None


def _infer(number: str, country: str) -> str | None:
    for value_type in _INFERRED:
        rule = CHECKS.get((country, value_type)) or FORMS.get((country, value_type))
        # Digits alone fit the form of many a document; a check digit or a letter tells them apart.
        telling = (country, value_type) in CHECKS or not number.isdigit()
        if rule is not None and telling and number.isascii() and rule(number):
            return value_type
    return None


def _judge(raw: str, number: str, country: str, value_type: str) -> NormalisedValue:
    if value_type in (_UNKNOWN, "other"):
        return possible(raw, number, value_type, "what document it is, is not given")
    key = f"doc:{country}:{value_type}:{number}"
    check = CHECKS.get((country, value_type))
    form = FORMS.get((country, value_type))
    if (check or form) and not number.isascii():
        return possible(raw, number, value_type, "in native letters, which no rule checks", key)
    if check is not None and not check(number):
        return invalid(raw, value_type, "the check digit or the number of digits does not match", number)
    if is_placeholder_number(number):
        return possible(raw, number, value_type, _NOBODYS)
    if form is not None and not form(number):
        return possible(raw, number, value_type, "not a form that its country uses today", key)
    return valid(raw, number, value_type, key)
