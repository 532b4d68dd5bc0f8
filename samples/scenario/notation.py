"""How agencies of the region write dates, phone numbers and accounts."""

from datetime import date, datetime

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_BURMESE_DIGITS = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")
_THAI_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_THAI_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_CALLING_CODES = {
    "TH": "66",
    "KH": "855",
    "MY": "60",
    "SG": "65",
    "PH": "63",
    "MM": "95",
    "VN": "84",
    "LA": "856",
    "CN": "86",
}
_BUDDHIST_ERA = 543


def thai_date(day: date, style: int) -> str:
    """Return a date in the Buddhist era in one of four Thai styles."""
    year = day.year + _BUDDHIST_ERA
    match style % 4:
        case 0:
            return f"{day.day} {_THAI_MONTHS[day.month - 1]} {year}"
        case 1:
            return f"{day.day} {_THAI_SHORT[day.month - 1]} {year}"
        case 2:
            return f"{day:%d/%m}/{year}"
        case _:
            return f"{day.day} {_THAI_MONTHS[day.month - 1]} พ.ศ. {year}".translate(_THAI_DIGITS)


def thai_instant(at: datetime) -> str:
    """Return an instant of Thai wall time in the Buddhist era."""
    return f"{at:%d/%m}/{at.year + _BUDDHIST_ERA} {at:%H:%M}"


def khmer_date(day: date, style: int) -> str:
    """Return a date with day first, in Khmer digits for one style of two."""
    text = f"{day:%d/%m/%Y}"
    return text.translate(_KHMER_DIGITS) if style % 2 else text


def english_date(day: date) -> str:
    """Return a date with the month in words."""
    return f"{day.day} {day:%B} {day.year}"


def national(country: str, digits: str) -> str:
    """Return a phone number as people of its own country write it.

    Args:
        country: ISO 3166 code.
        digits: the national number without the trunk zero.
    """
    match country:
        case "TH":
            return f"0{digits[:2]}-{digits[2:5]}-{digits[5:]}"
        case "KH" | "LA":
            return f"0{digits[:2]} {digits[2:5]} {digits[5:]}"
        case "MY":
            return f"0{digits[:2]}-{digits[2:5]} {digits[5:]}"
        case "SG":
            return f"{digits[:4]} {digits[4:]}"
        case "PH":
            return f"0{digits[:3]} {digits[3:6]} {digits[6:]}"
        case _:
            return f"0{digits}"


def international(country: str, digits: str, style: int) -> str:
    """Return a phone number with its calling code in one of three styles."""
    code = _CALLING_CODES[country]
    match style % 3:
        case 0:
            return f"+{code} {digits[:2]} {digits[2:5]} {digits[5:]}"
        case 1:
            return f"+{code}{digits}"
        case _:
            return f"(+{code}) {digits}"


def seen_from(country: str, home: str, digits: str, style: int) -> str:
    """Return a number as an agency of `country` writes one of `home`: nationally if its own, else with the code.

    One style of four uses the digits of the script of Thailand, Cambodia or Myanmar.
    """
    text = national(home, digits) if country == home else international(home, digits, style)
    tables = {"TH": _THAI_DIGITS, "KH": _KHMER_DIGITS}
    if home == "MM" and style % 4 == 3:
        return national("MM", digits).translate(_BURMESE_DIGITS)
    return text.translate(tables[country]) if country in tables and home == country and style % 4 == 3 else text


def dashed_account(digits: str) -> str:
    """Return an account number in the groups that Thai banks print."""
    return f"{digits[:3]}-{digits[3:4]}-{digits[4:-1]}-{digits[-1]}"


def spaced_account(digits: str) -> str:
    """Return an account number in groups of three."""
    return " ".join(digits[i : i + 3] for i in range(0, len(digits), 3))
