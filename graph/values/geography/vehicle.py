"""Registration plates by country, with the province where the plate needs one to be unique."""

import re
import unicodedata

from graph.values.geography.provinces import NEED_PROVINCE, split_province
from graph.values.made_up_keys import MADE_UP, is_made_up_key
from graph.values.text import MAX_IDENTIFIER_LENGTH, damage_to_number, fault, fold_identifier, without_point
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

_FORMS = {
    "TH": re.compile(r"\d{0,2}[ก-ฮ]{1,3}\d{1,4}|[1-9]\d\d{4}"),
    "KH": re.compile(r"\d{1,2}[A-Z]{1,3}\d{4}"),
    "LA": re.compile(r"[ກ-ຮ]{1,3}\d{4}|[A-Z]{2}\d{4}"),
    "MM": re.compile(r"\d?[A-Z]{1,2}\d{4}"),
    "VN": re.compile(r"\d{2}[A-Z]{1,2}\d?\d{4,5}"),
    "MY": re.compile(r"[A-Z]{1,4}\d{1,4}[A-Z]?"),
    "SG": re.compile(r"[A-Z]{1,3}\d{1,4}[A-Z]"),
    "ID": re.compile(r"[A-Z]{1,2}\d{1,4}[A-Z]{0,3}"),
    "PH": re.compile(r"[A-Z]{2,3}\d{3,5}|\d{3}[A-Z]{3}|[A-Z]\d{3}[A-Z]{2}"),
    "CN": re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{4,6}[\u4e00-\u9fff]?"),
    "HK": re.compile(r"[A-Z]{1,2}\d{1,4}"),
    "BN": re.compile(r"[A-Z]{1,3}\d{1,4}"),
}
# Of Cyrillic and Greek letters these plates show those alone that look like Latin ones, and are typed in either.
_LOOK_ALIKES = {
    **dict.fromkeys(("RU", "UA", "BY", "BG"), str.maketrans("АВЕІКМНОРСТУХ", "ABEIKMHOPCTYX")),
    "GR": str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
}
# Chinese provinces and uses as Taiwan, Hong Kong and Macau write them.
_TRADITIONAL = str.maketrans("滬蘇贛魯遼晉陝寧雲貴瓊閩粵學領掛試", "沪苏赣鲁辽晋陕宁云贵琼闽粤学领挂试")
# What stands below the region on a plate of Russia, and is copied with it.
_COUNTRY_OF_RUSSIA = re.compile(r"(?<=\d)[ .,/(]*RUS\)?$")
# Their numbers do not begin with a zero, which forms of four digits put there.
_WITHOUT_ZEROS = frozenset({"TH", "MY", "SG", "HK", "ID", "BN", "AE"})
_ZEROS_BEFORE = re.compile(r"(?<=[^\W\d])0+(?=[1-9])")
# An emirate's number stands behind a letter or two or a category of one or two digits: 1 12345 is not 11 2345.
_CATEGORY_OF_EMIRATES = re.compile(r"(\d{1,2})[ ./-]+(\d{1,5})")
# Without the state that stands above it a number opens with its digit.
_WITHOUT_STATE = re.compile(r"(?:[A-Z]{3})?\d[A-Z]{1,2}\d{4}")
# Beside the name of a province: `Yangon Region`, `จังหวัดตาก`.
_WORD_FOR_PROVINCE = re.compile(
    r"[\s.,()]*(?:(?:EMIRATE|STATE|PROVINCE)(?: OF)?|REGION|DIVISION|CITY|MUNICIPALITY|إمارة|"
    r"จังหวัด|จ\.|ແຂວງ|ខេត្ត|រាជធានី|တိုင်း|ပြည်နယ်)?[\s.,()]*"
)
# In Vietnam a car's series is a letter, a motorbike's a letter and a digit: without a mark behind it one text is both.
_CAR_OR_MOTORBIKE = re.compile(r"\d{2}[A-Z]\d{5}")
_CAR_OF_VIETNAM = re.compile(r"(\d{2})[ .-]*([A-Z])(?:[ ./-]+(\d{3}[ .]?\d{2})|(\d{3}\.\d{2}))")
_MOTORBIKE_OF_VIETNAM = re.compile(r"(\d{2})[ .-]*([A-Z]\d)[ ./-]+(\d{2}[ .]?\d{2})")
# Before it may stand what a ship is and is called: MV IMO 9074729, M/V Golden Star (IMO 9074729).
_SHIP = r"(?:(?:M[./]?[VTY]|S[./]?S|F[./]?V)\.?[\s,:]+(?:[A-Z][A-Z0-9 .'-]{0,40}[\s,(]+)?)?"
_VESSEL = re.compile(_SHIP + r"(IMO|MMSI)\s*(?:NO|NUMBER|NUM|NR|#)?\s*[.:#]*\s*((?:\d[ .-]?){6}\d|(?:\d[ .-]?){8}\d)")
# ISO 3779: seventeen signs without I, O and Q. Without a label a plate with its province may have as many, in parts, of
# which no more than four digits stand last.
_CHASSIS = re.compile(
    r"(?:VIN|CHASSIS|FRAME|เลขตัวถัง|车架号|SỐ KHUNG)\s*(?:NO|NUMBER|NUM|#)?\s*[.:#]*\s*(?:[A-HJ-NPR-Z\d][ -]?){13}\d{4}"
    r"|(?=\d*[A-HJ-NPR-Z])[A-HJ-NPR-Z\d]{12}\d{5}"
)
_NO_PLATE = "a chassis number (VIN), which is no plate: write it into the vehicle's notes"
_DIGITS_OF_VESSELS = {"IMO": 7, "MMSI": 9}
# Open registers of ships: no road vehicle there has seven or nine digits for its plate.
_FLAG_CODES = "AG BB BM BS BZ CY KM KN LR MH MN MT PA PW SL TG TV VC VU"
_FLAGS = frozenset(_FLAG_CODES.split())
# The digits of these countries that an MMSI opens with. ITU, Table of Maritime Identification Digits.
_OPENING_DIGITS = {
    "PA": frozenset({*map(str, range(351, 358)), *map(str, range(370, 375))}),
    "LR": frozenset({"636", "637"}),
    "MH": frozenset({"538"}),
    "BS": frozenset({"308", "309", "311"}),
    "CY": frozenset({"209", "210", "212"}),
    "MT": frozenset({"215", "229", "248", "249", "256"}),
}
_ZEROS = re.compile(r"[^1-9]*0[^1-9]*")
_ANY = re.compile(r"(?=.*\d)[^\W_]{1,10}(?:-[^\W_]{1,5})?")
_UNCHECKED = "a country whose plates no rule checks"
_SINGAPORE_LETTERS = "AZYXUTSRPMLKJHGEDCB"


def normalise_plate(raw: str, *, country: str | None = None, province: str | None = None) -> NormalisedValue:
    """Return a registration plate without spaces and hyphens, followed by its province.

    Args:
        raw: the plate as written, its province before or after it; one of digits alone also as a float (`601234.0`).
        country: ISO 3166 code of the country of registration.
        province: the province where `raw` has none.

    Returns:
        The key is country, province and plate: `plate:TH:10:1กข1234`. Plates of Thailand, Cambodia, Laos, Myanmar,
        the Emirates, the United States, Canada and Australia repeat from province to province and have no key without
        one. Nor has one of Vietnam that may be a car's or a motorbike's. A vessel is known by its IMO number whatever
        its flag (`imo:9074729`), and by an MMSI, each behind its name. Without it they are `possible`
        in the open registers of ships, an IMO number by its check digit, an MMSI by the digits of the flag.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "plate", reason)
    country = country.upper() if country else None
    text = _in_its_letters(without_point(fold_identifier(raw.upper())), country)
    damage = damage_to_number(text)
    if damage is not None:
        return invalid(raw, "plate", damage)
    vessel = _VESSEL.fullmatch(text.strip(" .,;()"))
    if vessel is not None and len(digits := _compact(vessel[2])) == _DIGITS_OF_VESSELS[vessel[1]]:
        return _vessel(raw, vessel[1], digits)
    if (bare := _bare_vessel(raw, text.strip(" .,;()"), country)) is not None:
        return bare
    if _CHASSIS.fullmatch(text.strip(" .,;()")):
        return invalid(raw, "plate", _NO_PLATE)
    if _ZEROS.fullmatch(text):
        return invalid(raw, "plate", "zeros alone, which no plate has for its number")
    if country in NEED_PROVINCE:
        return _with_province(raw, text, country, province)
    plate = _plain(text, country)
    if not 2 <= len(plate) <= 12 or not any(c.isdigit() for c in plate):
        return invalid(raw, "plate", "not the form of a plate")
    if country is None:
        return possible(raw, plate, "plate", "no country of registration is given")
    return _of_vietnam(raw, text, plate) if country == "VN" else _judge(raw, plate, country)


def _vessel(raw: str, kind: str, digits: str) -> NormalisedValue:
    """Return the number of a vessel: of an IMO number the last digit checks, an MMSI opens with a country's digits.

    Source:
        IMO resolution A.1117(30); ITU-R M.585.
    """
    name, key = f"{kind} {digits}", f"{kind.lower()}:{digits}"
    if kind == "IMO":
        total = sum(int(digit) * weight for digit, weight in zip(digits[:6], range(7, 1, -1), strict=True))
        if total % 10 != int(digits[6]):
            return invalid(raw, "imo", "the check digit does not match", name)
    elif not "2" <= digits[0] <= "7":
        return invalid(raw, "mmsi", "does not open with the digits of a country", name)
    if is_made_up_key(key):
        return possible(raw, name, kind.lower(), MADE_UP)
    return valid(raw, name, kind.lower(), key)


def _bare_vessel(raw: str, text: str, country: str | None) -> NormalisedValue | None:
    """Return a vessel's number without its name before it, of an open register, where no plate has so many digits."""
    if country not in _FLAGS or not text.isascii() or not text.isdecimal():
        return None
    kind = next((name for name, digits in _DIGITS_OF_VESSELS.items() if len(text) == digits), None)
    if kind is None or (kind == "MMSI" and text[:3] not in _OPENING_DIGITS.get(country or "", ())):
        return None
    found = _vessel(raw, kind, text)
    if found.status is ValueStatus.INVALID:
        return None
    if found.key is None:
        return found
    return possible(raw, found.value or "", found.type, f"a number of a ship without {kind} before it", found.key)


def _of_vietnam(raw: str, text: str, plate: str) -> NormalisedValue:
    """Return a plate of which the mark before the number tells whether it is a car's or a motorbike's."""
    if _CAR_OR_MOTORBIKE.fullmatch(plate) is None:
        return _judge(raw, plate, "VN")
    car, motorbike = (form.fullmatch(text) for form in (_CAR_OF_VIETNAM, _MOTORBIKE_OF_VIETNAM))
    if car is not None:
        return valid(raw, f"{plate[:3]}-{plate[3:]}", "plate", f"plate:VN:{plate}")
    if motorbike is not None:
        value = f"{plate[:4]}-{plate[4:]}"
        return valid(raw, value, "plate", f"plate:VN:{value}")
    return possible(raw, plate, "plate", "a car's or a motorbike's: nothing parts the series from the number")


def _with_province(raw: str, text: str, country: str, province: str | None) -> NormalisedValue:
    found = split_province(text.strip(" .,-/()"), country)
    if found is None and province and fault(province, MAX_IDENTIFIER_LENGTH) is None:
        named = split_province(fold_identifier(province.upper()), country)
        found = (text, *named[1:]) if named is not None and _WORD_FOR_PROVINCE.fullmatch(named[0]) else None
    plate = _plain(found[0] if found is not None else text, country)
    form = _WITHOUT_STATE if country == "MM" and found is None else _FORMS.get(country, _ANY)
    if not form.fullmatch(plate):
        return invalid(raw, "plate", "not the form of a plate of its country")
    if found is None:
        return possible(raw, plate, "plate", "the plate repeats from province to province, and none is given")
    value, key = f"{plate} {found[2]}", f"plate:{country}:{found[1]}:{plate}"
    return valid(raw, value, "plate", key) if country in _FORMS else possible(raw, value, "plate", _UNCHECKED, key)


def _judge(raw: str, plate: str, country: str) -> NormalisedValue:
    form = _FORMS.get(country)
    if form is None:
        return possible(raw, plate, "plate", _UNCHECKED, f"plate:{country}:{plate}")
    if not form.fullmatch(plate):
        return invalid(raw, "plate", "not the form of a plate of its country", plate)
    if country == "SG" and not _singapore_letter(plate):
        return invalid(raw, "plate", "the check letter does not match", plate)
    return valid(raw, plate, "plate", f"plate:{country}:{plate}")


def _singapore_letter(plate: str) -> bool:
    """Check the last letter of a Singapore plate against its last two letters before the digits, and the digits."""
    letters = re.match(r"[A-Z]+", plate)
    prefix = (letters[0] if letters else "")[-2:].rjust(2, "@")  # `@` counts as zero
    digits = re.sub(r"\D", "", plate).zfill(4)
    values = [ord(c) - 64 for c in prefix] + [int(d) for d in digits]
    total = sum(w * v for w, v in zip((9, 4, 5, 4, 3, 2), values, strict=True))
    return _SINGAPORE_LETTERS[total % 19] == plate[-1]


def _in_its_letters(text: str, country: str | None) -> str:
    """Return a text in the letters that plates of a country are compared in."""
    if country == "CN":
        return text.translate(_TRADITIONAL)
    letters = _LOOK_ALIKES.get(country or "")
    text = text if letters is None else text.translate(letters)
    return _COUNTRY_OF_RUSSIA.sub("", text) if country == "RU" else text


def _plain(text: str, country: str | None) -> str:
    """Return a number without what parts it, and without zeros before it where none are on a plate."""
    of_category = _CATEGORY_OF_EMIRATES.fullmatch(text.strip(" .,-/()")) if country == "AE" else None
    plate = "-".join(of_category.groups()) if of_category is not None else _compact(text)
    return _ZEROS_BEFORE.sub("", plate) if country in _WITHOUT_ZEROS else plate


def _compact(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or unicodedata.category(c)[0] == "M")
