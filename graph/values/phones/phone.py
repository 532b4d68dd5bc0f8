"""Phone numbers, short codes and senders' names, read with the numbering plan of the country that wrote them."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

from graph.values.confusable_digits import LOOK_ALIKE, digits_for_letters
from graph.values.made_up_digits import is_in_order, is_one_digit
from graph.values.phones.numbering_plan import PlainNumber, read_international, read_national
from graph.values.phones.phone_text import number_text, unwrapped, with_spaces_for_marks, without_extension, without_use
from graph.values.placeholder_accounts import is_placeholder_account
from graph.values.text import MAX_IDENTIFIER_LENGTH, damage_to_number, fault, without_point
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

_TYPES = {
    PhoneNumberType.FIXED_LINE: "fixed-line",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed-line-or-mobile",
    PhoneNumberType.TOLL_FREE: "toll-free",
    PhoneNumberType.PREMIUM_RATE: "premium-rate",
    PhoneNumberType.SHARED_COST: "shared-cost",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "company",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
_NO_CALLING_CODE = "no country has this calling code"
_FAULTS = {
    ValidationResult.INVALID_COUNTRY_CODE: _NO_CALLING_CODE,
    ValidationResult.TOO_SHORT: "too few digits for its country",
    ValidationResult.TOO_LONG: "too many digits for its country",
    ValidationResult.INVALID_LENGTH: "a number of digits that its country does not use",
}
_NO_NUMBER_OF_IT = "not a number of its country"
NO_PHONE_COUNTRY = "no country with a numbering plan is given, and the number is not written internationally"
FAULTS_OF_PHONE_COUNTRY = frozenset({*_FAULTS.values(), _NO_NUMBER_OF_IT, NO_PHONE_COUNTRY} - {_NO_CALLING_CODE})
"""Why a number is none where another country, or one at all, may make it one."""

# What is shorter is dialled within a town alone, or is a short code.
_FEWEST_BARE, _MOST_BARE = 7, 14

# Mobile numbers of Singapore and Myanmar have no more with their calling code; what is shorter is a local number.
_FEWEST_WITHOUT_PLUS = 10
_LINES = frozenset({"mobile", "fixed-line", "fixed-line-or-mobile"})
_NEIGHBOURS = ("TH", "KH", "LA", "MM", "VN", "MY", "SG", "ID", "PH", "CN", "IN", "PK", "BD", "NP", "LK")

_CALLING_CODES, _LONGEST_CODE = phonenumbers.COUNTRY_CODE_TO_REGION_CODE, 3
_NORTH_AMERICA, _VIETNAM = 1, 84
_OLD_VIETNAMESE_DIGITS = 10  # without the trunk zero
# Vietnam shortened its 11-digit mobile numbers between 15 September and 14 November 2018.
_VIETNAM_2018 = {
    **{f"16{d}": f"3{d}" for d in range(2, 10)},
    **{"120": "70", "121": "79", "122": "77", "126": "76", "128": "78"},
    **{"123": "83", "124": "84", "125": "85", "127": "81", "129": "82"},
    **{"186": "56", "188": "58", "199": "59"},
}

_SCOPED = re.compile(r"([A-Z]{2}):(.+)", re.S)
_IN_BRACKETS = re.compile(r"(.*\d)\s*\(\d{1,5}\)")
_FEWEST_OF_TWO = 14  # digits
# The area codes of Hanoi and Ho Chi Minh City until June 2017; a mobile number that begins so is written 083 822 1234.
_OLD_VIETNAMESE_AREA = re.compile(r"(?:\(?\+?84\)?[ .-]*(?:\(0\)\s*)?\(?|\(?0)([48])(?:\)\s*|[ .-]+)((?:\d[ .-]?){8})")
_SEPARATORS = (
    re.compile(r"\s*(?:[,;/|&\n]|\s(?:or|and|หรือ|และ|atau|dan|hoặc|và|ឬ|និង|သို့မဟုတ်)\s)\s*", re.I),
    re.compile(r"\s+"),
)
_DIALLED = re.compile(r"[+\d ()./\[\]~·-]+")
# One number and the last digits of the next ones: 081 234 5678/9, 02-123-4567-9, 092 154 151 2.
_SERIES = re.compile(r"(.*\d)(?:\s*[/~-]\s*|\s+)\d{1,2}")
# What parts no groups of one number: 0812-3456-7781/2, 0812 3456 7781 - 2, 023 880 211-2.
_MARKED_SERIES = re.compile(r"(.*\d)(?:\s*[/~]\s*\d{1,4}|\s+-\s+\d{1,2}|(?<= \d{3})-\d{1,2}|(?<= \d{4})-\d{1,2})")
_WITH_TEXT = "holds other text, or more than one number"
_LONG_ENOUGH_FOR_TWO = "too many digits, perhaps more than one number"
MAY_BE_SEVERAL_PHONES = frozenset({_WITH_TEXT, _LONG_ENOUGH_FOR_TWO})
"""Why a text is no phone number where it may be several."""
_MARKED = "marks part its digits which may hide some"
_NOBODYS = "one digit repeated or digits in order, which stand where no number is known"
_FEWEST_OF_PLACEHOLDER, _FEWEST_IN_ORDER = 6, 8
_LAST_ALIKE = 3  # digits that are one in each number of one digit
_NO_DIGIT = re.compile(r"\D")
_ZERO_IN_BRACKETS = re.compile(r"[(\[]0+[)\]]")
_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._&+!-]{0,14}")
_WITHHELD = frozenset(
    (
        "anonymous",
        "private",
        "private number",
        "unknown",
        "withheld",
        "restricted",
        "no caller id",
        "unavailable",
        "n/a",
    )
)


def normalise_phone(raw: str, *, country: str | None = None) -> NormalisedValue:
    """Return a phone number as `+` and digits, or what else stands in its place.

    Args:
        raw: the number as written: native digits, labels, `tel:` and `wa.me` forms, international prefixes, or a float
            (`66812345678.0`, `.00`).
        country: ISO 3166 code of the country whose numbering plan the source writes in. Without it, a number that does
            not open with `+` or `00` is at most possible and has no key. Digits that are no number of the country, and
            with a plus before them one of another, are at most possible too, and have that one's key.

    Returns:
        Short codes and senders' names are scoped by the country (`TH:1193`) and have no key: anyone may send them.
        A valid number need not exist, and a caller may have forged it. One digit repeated is possible and has no key:
        it stands where no number is known.
    """
    found = _read(raw, country)
    last = (found.key or "")[-_LAST_ALIKE:]
    if len(set(last)) != 1 or not is_placeholder_phone(found.value or ""):
        return found
    return possible(raw, found.value, found.type, _NOBODYS)


def _read(raw: str, country: str | None) -> NormalisedValue:
    """Return what a text is as a phone number, be it one that nobody has."""
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "phone", reason)
    text = without_point(number_text(raw))
    scoped = _SCOPED.fullmatch(text) if text[2:3] == ":" else None
    if scoped is not None:
        country, text = scoped.groups()
    country = country.upper() if country else None
    if not _DIALLED.fullmatch(text):
        text = without_point(without_extension(unwrapped(without_use(text))).strip())
    damage = damage_to_number(text)
    if damage is not None:
        return invalid(raw, "phone", damage)
    if not _DIALLED.fullmatch(text):
        return _in_doubt(raw, text, country) or _sender(raw, text, country)
    found = _of_old_area(raw, text, country) or _number(raw, text, country)
    behind = _IN_BRACKETS.fullmatch(text) if found.status is not ValueStatus.VALID else None
    if behind is not None:
        whole = _number(raw, behind[1], country)
        return whole if whole.status is ValueStatus.VALID else found
    series = _MARKED_SERIES.fullmatch(text)
    if series is None and found.status is not ValueStatus.VALID:
        series = _SERIES.fullmatch(text)
    if series is not None and _number(raw, series[1], country).status is ValueStatus.VALID:
        return invalid(raw, "phone", _WITH_TEXT)
    return found


def _in_doubt(raw: str, text: str, country: str | None) -> NormalisedValue | None:
    """Return a number of which letters stand for digits, or unusual marks between groups, where it is a valid one."""
    marked = with_spaces_for_marks(text)
    plain = digits_for_letters(text) if marked is None else marked
    found = _number(raw, plain, country) if plain is not None else None
    if found is None or found.status is not ValueStatus.VALID:
        return None
    return possible(raw, found.value, found.type, LOOK_ALIKE if marked is None else _MARKED, found.key)


def numbers_in(raw: str, *, country: str | None = None, other: str | None = None) -> tuple[str, ...]:
    """Return the numbers of a text that holds several and nothing else, each as written; none for any other text.

    Args:
        raw: as written, `081-234-5678, 02 123 4567 ต่อ 12`.
        country: as for `normalise_phone`.
        other: a second country of which each may be a number.
    """
    if sum(map(str.isdigit, raw)) < _FEWEST_OF_TWO or fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return ()
    for separator in _SEPARATORS:
        parts = tuple(part for part in separator.split(raw.strip()) if part.strip())
        if len(parts) > 1 and all(_is_whole(part, country) or (other and _is_whole(part, other)) for part in parts):
            return parts
    return ()


def _is_whole(text: str, country: str | None) -> bool:
    return normalise_phone(text, country=country).status is ValueStatus.VALID


def has_extension(raw: str) -> bool:
    """Return whether an extension stands behind a number, which is no part of its canonical form."""
    text = unwrapped(number_text(raw[:MAX_IDENTIFIER_LENGTH]))
    return without_extension(text) != text


@lru_cache(maxsize=100_000)
def bare_number(raw: str) -> str | None:
    """Return the digits of a number that is written without its country, without the zero that is dialled before it.

    `None` of what names its country, and of what is no whole number.
    """
    if fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return None
    text = without_point(number_text(raw))
    text = text if _DIALLED.fullmatch(text) else without_point(without_extension(unwrapped(text)))
    digits = _NO_DIGIT.sub("", text)
    is_bare = _DIALLED.fullmatch(text) is not None and damage_to_number(text) is None
    if not is_bare or "+" in text or digits.startswith("00"):
        return None
    national = digits.removeprefix("0")
    return national if _FEWEST_BARE <= len(national) <= _MOST_BARE else None


def national_digits(number: str) -> str:
    """Return the digits of a number as `bare_number` returns them where it is written without its country.

    Args:
        number: `+` and digits.
    """
    digits = number.removeprefix("+")
    return digits[_length_of_calling_code(digits) :].removeprefix("0")


def is_placeholder_phone(number: str) -> bool:
    """Tell whether a phone number is one digit repeated, with its country's code before it or without: `+85500000000`.

    Args:
        number: digits, with a plus where the country is known.
    """
    digits = number.removeprefix("+")
    national = digits.lstrip("0") if len(set(digits.lstrip("0"))) == 1 else national_digits(digits)
    return (not digits.strip("0")) or (len(national) >= _FEWEST_OF_PLACEHOLDER and is_one_digit(national))


def _length_of_calling_code(digits: str) -> int:
    """Return of how many digits the calling code is that they begin with, 0 for none: no code begins another one."""
    ends = range(1, _LONGEST_CODE + 1)
    return next((end for end in ends if int(digits[:end] or 0) in _CALLING_CODES), 0)


@lru_cache(maxsize=100_000)
def may_be_number(raw: str, number: str) -> bool:
    """Return whether a number written without its country is another one, if it is of the same country.

    Args:
        raw: as written.
        number: `+` and digits.
    """
    national = bare_number(raw)
    # Whoever gives numbers other digits leaves the last ones as they are.
    if national is None or not number.endswith(national[-_FEWEST_BARE:]):
        return False
    other = _parse(number, None)
    if other is None or other.country_code is None:
        return False
    region = phonenumbers.region_code_for_country_code(other.country_code)
    return normalise_phone(raw, country=region).value == number


def _number(raw: str, text: str, country: str | None) -> NormalisedValue:
    digits = _NO_DIGIT.sub("", text)
    if len(digits) < 2:
        return invalid(raw, "phone", "too few digits")
    if len(digits) > 17:
        return invalid(raw, "phone", _LONG_ENOUGH_FOR_TWO)
    if text.lstrip(" ([").startswith("+"):
        return _international(raw, text)
    if len(digits) <= 6:
        return _short(raw, digits, country)
    return _national(raw, digits, country)


def _of_old_area(raw: str, text: str, country: str | None) -> NormalisedValue | None:
    """Return a number with an area code that Vietnam gave up in 2017; its digits are a mobile number's today."""
    found = _OLD_VIETNAMESE_AREA.fullmatch(text) if country == "VN" or "84" in text[:4] else None
    if found is None or (country != "VN" and not text.lstrip(" (").startswith("+")):
        return None
    value = f"+{_VIETNAM}2{found[1]}{_NO_DIGIT.sub('', found[2])}"
    return possible(raw, value, "fixed-line", "an area code of before 2017, or a mobile number in other groups")


def _sender(raw: str, text: str, country: str | None) -> NormalisedValue:
    if text.lower() in _WITHHELD:
        return invalid(raw, "phone", "the caller withheld the number")
    if is_placeholder_account(text):
        return invalid(raw, "phone", "a word that stands where no number is known")
    if sum(c.isdigit() for c in text) >= 7:
        return invalid(raw, "phone", _WITH_TEXT)
    if not _SENDER.fullmatch(text):
        return invalid(raw, "phone", "neither a number nor a sender's name")
    return NormalisedValue(
        raw=raw,
        value=_scope(" ".join(text.upper().split()), country),
        status=ValueStatus.ALPHANUMERIC,
        type="sender-name",
        reason="a sender's name, which anyone may set",
    )


def _short(raw: str, digits: str, country: str | None) -> NormalisedValue:
    return NormalisedValue(
        raw=raw,
        value=_scope(digits, country),
        status=ValueStatus.SHORT,
        type="short-code",
        reason="a short code, which means something within one country only",
    )


def _scope(text: str, country: str | None) -> str:
    return f"{country}:{text}" if country else text


def _international(raw: str, text: str) -> NormalisedValue:
    digits = _NO_DIGIT.sub("", _ZERO_IN_BRACKETS.sub("", text))
    plain = _plain(raw, read_international(digits))
    if plain is not None:
        return plain
    number = _parse("+" + digits, None)
    if number is None and _length_of_calling_code(digits):
        return invalid(raw, "phone", "a country's calling code with too few digits behind it")
    return _judge(raw, number)


def _national(raw: str, digits: str, country: str | None) -> NormalisedValue:
    """Read a number without `+`: by the plan of its country, then as one of another country."""
    found = _by_plan(raw, digits, country)
    if country is None or found.status is ValueStatus.VALID:
        return found
    return _without_plus(raw, digits, country) or found


def _by_plan(raw: str, digits: str, country: str | None) -> NormalisedValue:
    """Read a number by the plan of its country, or after the international prefix `00`."""
    zeros = digits.startswith("00")
    plain = _plain(raw, read_national(digits, country)) if country and not zeros else None
    if plain is not None:
        return plain
    own = _parse(digits, country) if country else None
    if zeros:
        return _after_zeros(raw, _parse("+" + digits[2:], None), own, country)
    return _judge(raw, own) if own is not None else _without_country(raw, digits)


def _without_plus(raw: str, digits: str, country: str) -> NormalisedValue | None:
    """Return a number of another country that stands with its calling code and no plus, as switches and banks write.

    `None` where the digits may as well be dialled within a country.
    """
    if digits.startswith("0") or len(digits) < _FEWEST_WITHOUT_PLUS:
        return None
    read = _parse("+" + digits, None)
    if read is None or read.country_code == phonenumbers.country_code_for_region(country):
        return None
    read = _renumber(read)
    found = _type(read)
    if found not in _LINES or _may_be_local(digits, read, found):
        return None
    reason = "no number of its country: read as one of another country without its plus"
    return possible(raw, _e164(read), found, reason, f"tel:{_e164(read)}")


def _may_be_local(digits: str, read: PhoneNumber, kind: str) -> bool:
    """Return whether digits may be a number of a country of the region, written without its country.

    A mobile phone's digits with its calling code are hardly anybody's local number; a fixed line's often are, and
    behind a 1 stand the mobile numbers of China.
    """
    if len(digits) == _FEWEST_WITHOUT_PLUS:
        return kind != "mobile" or len(str(read.country_code)) == _LONGEST_CODE
    if kind == "mobile" and read.country_code != _NORTH_AMERICA:
        return False
    local = (_parse(digits, country) for country in _NEIGHBOURS)
    return any(number is not None and _type(number) == "mobile" for number in local)


def _plain(raw: str, number: PlainNumber | None) -> NormalisedValue | None:
    """Return a plain number, `None` for one that the library has to read or that Vietnam has given other digits."""
    if number is None or (number.calling_code == _VIETNAM and len(number.national) == _OLD_VIETNAMESE_DIGITS):
        return None
    value = f"+{number.calling_code}{number.national}"
    value_type = _TYPES.get(number.type)
    return valid(raw, value, value_type, f"tel:{value}") if value_type is not None else _unassigned(raw, value)


def _unassigned(raw: str, value: str) -> NormalisedValue:
    reason = "a length that its country uses, in a range that it has not assigned"
    if is_in_order(national_digits(value), _FEWEST_IN_ORDER):
        return possible(raw, value, "unknown", _NOBODYS)
    return possible(raw, value, "unknown", reason, f"tel:{value}")


def _after_zeros(
    raw: str, written: PhoneNumber | None, own: PhoneNumber | None, country: str | None
) -> NormalisedValue:
    """Choose between `00` as a plus and the prefixes that a country really dials.

    Thailand dials 001 to 009, so 0066 80 345 0000 is a Thai number to who wrote it, and one of Palau to the exchange.
    """
    if own is None or own == written or not phonenumbers.is_valid_number(own):
        return _judge(raw, written)
    if written is None or not phonenumbers.is_valid_number(written):
        return _judge(raw, own)
    if written.country_code == phonenumbers.country_code_for_region(country or ""):
        return _judge(raw, written)
    return possible(raw, _e164(own), _type(own) or "unknown", "its international prefix can be read in two ways")


def _without_country(raw: str, digits: str) -> NormalisedValue:
    if not digits.startswith("0"):
        read = _parse("+" + digits, None)
        if read is not None and len(digits) >= 10 and phonenumbers.is_valid_number(read):
            reason = "no country is given: read as an international number without its plus"
            return possible(raw, _e164(read), _type(read) or "unknown", reason)
    return invalid(raw, "phone", NO_PHONE_COUNTRY)


def _judge(raw: str, number: PhoneNumber | None) -> NormalisedValue:
    if number is None:
        return invalid(raw, "phone", _NO_CALLING_CODE)
    number = _renumber(number)
    value = _e164(number)
    value_type = _type(number)
    if value_type is not None:
        return valid(raw, value, value_type, f"tel:{value}")
    length = phonenumbers.is_possible_number_with_reason(number)
    if length == ValidationResult.IS_POSSIBLE:
        return _unassigned(raw, value)
    if length == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return possible(raw, None, "unknown", "a local number without its area code")
    return invalid(raw, "phone", _FAULTS.get(length, _NO_NUMBER_OF_IT))


def _renumber(number: PhoneNumber) -> PhoneNumber:
    if number.country_code == _VIETNAM:
        old = str(number.national_number)
        new = _VIETNAM_2018.get(old[:3]) if len(old) == _OLD_VIETNAMESE_DIGITS else None
        if new is not None:
            return PhoneNumber(country_code=_VIETNAM, national_number=int(new + old[3:]))
    return number


def _parse(text: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return f"+{number.country_code}{phonenumbers.national_significant_number(number)}"


def _type(number: PhoneNumber) -> str | None:
    """Return the type of a valid number, None where the number is not valid."""
    return _TYPES.get(phonenumbers.number_type(number))
