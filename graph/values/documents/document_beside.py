"""What stands beside a document's number and is none of it: its country, the check digit of its lines.

Only what is certain is left out: the code or name of the country that the number is said to be of, where what is left
is a number of that country, and a check digit that holds. Two numbers never become one; what may be either is told.

Source:
    ICAO Doc 9303, "Machine Readable Travel Documents", part 4: a passport's number has nine characters at most.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from graph.values.documents.document_rules import fits, fits_elsewhere
from graph.values.documents.document_text import without_label
from graph.values.documents.machine_readable import holds_check_digit
from graph.values.documents.renumbered_documents import in_todays_form
from graph.values.geography.country import is_country_code, normalise_country
from graph.values.geography.iso3166 import ALPHA_3

_IsForm = Callable[[str], bool | None]

MOST_OF_A_PASSPORT: Final = 9  # characters
WRONG_CHECK_DIGIT: Final = "machine-readable lines whose check digit of the number does not match"
OF_ANOTHER_COUNTRY: Final = "holds another country's code than that of its country"
PERHAPS_A_CODE: Final = "its country's code, or letters of the number, stand beside it"
LEFT_OUT: Final = "its country's code or a check digit is left out"

_PASSPORT = "passport"
_FIELD = re.compile(r"(?P<number>[A-Z0-9<]{9})(?P<digit>[0-9])(?P<state>[A-Z]{3}|D<<)?(?P<rest>[0-9]{6}[0-9A-Z<]*)?")
_NUMBER = re.compile(r"(?=(?:.*\d){4})[A-Z0-9]{5,20}")
_LETTERED = re.compile(r"[A-Z]{1,3}\d{5,9}[A-Z]?")
_WITH_A_LETTER = re.compile(r"(?=.*[A-Z])[A-Z0-9]{6,9}[0-9]")
_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(r"[\s()\[\]/:,;.–-]+")
_SIGN = re.compile(r"[()\[\]/:,;]")
_AROUND = " \t,;:/|()[]-–._"
_LONGEST_NAME = 60  # characters
_CODES = {alpha_2: alpha_3 for alpha_3, alpha_2 in ALPHA_3.items()}
_LETTERS_OF_A_SHORT_CODE, _LETTERS_OF_A_CODE = 2, 3


def compact(text: str) -> str:
    """Return a text's letters and digits, composed."""
    return unicodedata.normalize("NFC", "".join(c for c in text if _counts(c)))


def without_country(text: str, country: str, document_type: str) -> str:
    """Return a number's text without its country beside it: `KEN BK874113`, `BK874113 (Kenya)`.

    Args:
        text: in capitals, without labels.
        country: ISO 3166 code of the issuing country; another one's name stays.
        document_type: in the product's words.
    """
    is_form = partial(has_form, country=country, document_type=document_type)
    whole = _in_one_notation(text, country, document_type)
    is_too_long = document_type == _PASSPORT and len(whole) > MOST_OF_A_PASSPORT
    for beside in _parted(text):
        rest = without_label(beside.rest)
        number = _in_one_notation(rest, country, document_type)
        if _names(beside.said, country) and _is_beside(beside, number, whole, is_form, is_too_long=is_too_long):
            return rest
    return text


def another_country_beside(text: str, country: str) -> bool:
    """Return whether the code of another country stands before or behind a passport's number, parted from it."""
    return len(compact(text)) > MOST_OF_A_PASSPORT and any(
        _LETTERED.fullmatch(compact(beside.rest)) is not None
        and normalise_country(beside.said).value not in (None, country)
        for beside in _parted(text)
        if len(beside.said) == _LETTERS_OF_A_SHORT_CODE and beside.said.isalpha()
    )


def number_of_field(text: str) -> str | None:
    """Return the number that a field of machine-readable lines holds; empty where it is none, `None` of another text.

    Args:
        text: in capitals: `BK874113<4KEN`, or the second line as far as it goes.
    """
    found = _FIELD.fullmatch("".join(text.split()))
    if found is None or not ("<" in found["number"] or found["state"]):
        return None
    holds = holds_check_digit(found["number"], found["digit"])
    if "<" not in text and not holds:
        return None
    number = found["number"].replace("<", "")
    return number if holds and any(map(str.isdigit, number)) else ""


def state_of_field(text: str) -> str | None:
    """Return the code of the country that a field of machine-readable lines names, `None` where it names none."""
    found = _FIELD.fullmatch("".join(text.split()))
    state = (found["state"] or "").replace("<", "") if found is not None else ""
    return "DE" if state == "D" else normalise_country(state).value if state else None


def readings_without_code(number: str, country: str, document_type: str) -> list[str]:
    """Return what a number may be without its country's code or check digit, which stand in it without a sign.

    Nothing where it has a form of its country, or no form of its country is known.

    Args:
        number: letters and digits.
        country: ISO 3166 code of the issuing country.
        document_type: in the product's words.
    """
    if has_form(number, country, document_type) is not False:
        return []
    most = MOST_OF_A_PASSPORT if document_type == _PASSPORT else len(number)
    found = [r for r in _without_codes(number, country) if len(r) <= most and has_form(r, country, document_type)]
    if document_type == _PASSPORT and len(number) == MOST_OF_A_PASSPORT + 1:
        rest, digit = number[:-1], number[-1]
        if digit.isdecimal() and holds_check_digit(rest, digit) and has_form(rest, country, document_type):
            found.append(rest)
    return list(dict.fromkeys(found))


def numbers_within(number: str) -> list[str]:
    """Return what a passport's number may be without a check digit or any country's code, where nothing tells it.

    One number in ten ends in a digit that holds by chance: two that are so alike are worth a look and are not one.

    Args:
        number: letters and digits, in capitals.
    """
    found = []
    if _WITH_A_LETTER.fullmatch(number) and holds_check_digit(number[:-1], number[-1]):
        found.append(number[:-1])
    if MOST_OF_A_PASSPORT < len(number) <= MOST_OF_A_PASSPORT + _LETTERS_OF_A_CODE:
        parts = ((number[:n], number[n:]) for n in (_LETTERS_OF_A_SHORT_CODE, _LETTERS_OF_A_CODE))
        behind = ((number[-n:], number[:-n]) for n in (_LETTERS_OF_A_SHORT_CODE, _LETTERS_OF_A_CODE))
        found += [rest for code, rest in (*parts, *behind) if _is_code(code) and _LETTERED.fullmatch(rest)]
    return list(dict.fromkeys(found))


def may_hold_its_code(number: str, country: str) -> bool:
    """Return whether a number is too long for a passport's, and its country's code before or behind another one."""
    return len(number) > MOST_OF_A_PASSPORT and any(map(_NUMBER.fullmatch, _without_codes(number, country)))


def has_form(number: str, country: str, document_type: str) -> bool | None:
    """Return whether a number has a form of its country or passes its check; `None` where neither is known."""
    told = fits(number, country, document_type)
    return fits_elsewhere(number, country, document_type) if told is None else told


class _Beside(NamedTuple):
    """Words without a digit at an end of a text, whether a sign parts them from the rest, and the rest."""

    said: str
    signed: bool
    rest: str


def _parted(text: str) -> Iterator[_Beside]:
    """Yield what stands before a number, the longest first, and behind it."""
    digits = [found.start() for found in _DIGIT.finditer(text)]
    if not digits:
        return
    if text[0] in "([":
        inner, _, rest = text[1:].partition(")" if text[0] == "(" else "]")
        yield _Beside(inner.strip(_AROUND), True, rest.strip(_AROUND))
    for found in reversed([*_BETWEEN.finditer(text, 0, digits[0])]):
        if 0 < found.start() <= _LONGEST_NAME:
            yield _two(text[: found.start()], found[0], text[found.end() :])
    for found in _BETWEEN.finditer(text, digits[-1] + 1):
        if len(text) - found.end() <= _LONGEST_NAME:
            yield _two(text[found.end() :], found[0], text[: found.start()])


def _two(said: str, between: str, rest: str) -> _Beside:
    return _Beside(said.strip(_AROUND), _SIGN.search(between) is not None, rest.strip(_AROUND))


def _names(said: str, country: str) -> bool:
    return bool(said) and not any(map(str.isdigit, said)) and normalise_country(said).value == country


def _is_beside(beside: "_Beside", number: str, whole: str, is_form: _IsForm, *, is_too_long: bool) -> bool:
    """Return whether a country is said beside a number, rather than letters of it, or beside something else."""
    # The country's full name makes a number of any form one: old ones have others.
    if len(beside.said) > _LETTERS_OF_A_CODE:
        return is_form(number) is True or _NUMBER.fullmatch(number) is not None
    if is_form(whole):
        return False
    told = is_form(number)
    return told is True or (told is None and _NUMBER.fullmatch(number) is not None and (beside.signed or is_too_long))


def _in_one_notation(text: str, country: str, document_type: str) -> str:
    return in_todays_form(compact(text), country, document_type)


def _is_code(text: str) -> bool:
    return text in ALPHA_3 or is_country_code(text)


def _without_codes(number: str, country: str) -> Iterator[str]:
    for code in filter(None, (_CODES.get(country), country)):
        if number.startswith(code):
            yield number.removeprefix(code)
        if number.endswith(code):
            yield number.removesuffix(code)


def _counts(character: str) -> bool:
    """Return whether a character is part of a number: letters, digits, and the marks of native letters."""
    return character in "0123456789" or character.isalpha() or unicodedata.category(character)[0] == "M"
