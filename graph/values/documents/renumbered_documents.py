"""Numbers of documents and registers in one notation: that of today, with the zeros that sheets lose."""

import re

from stdnum.id import npwp
from stdnum.in_ import gstin

from graph.values.documents.burmese_card import read_burmese_card

NATIONAL_ID = "national-id"
_REGISTRATION, _TAX = "registration", "tax-id"
# Year, day and serial with the check digit.
_OLD_OF_SRI_LANKA = re.compile(r"(\d{5})(\d{4})[VX]")
_WITH_YEAR_IN_BANGLADESH = re.compile(r"(?:19|20)\d\d(\d{13})")
# Hong Kong's other register has eight digits, of which the first may be a zero: seven are left as they are.
_DIGITS_OF_COMPANIES = {"KH": 8, "GB": 8, "HK": 7}
_DIGITS_OF_NPWP = 15
_PAN_IN_GSTIN = slice(2, 12)


def in_todays_form(number: str, country: str, document_type: str) -> str:
    """Return a number as its country writes it today, as far as one number is written in two ways.

    Sri Lanka gave ten characters, of which the last says whether one votes, and since 2016 gives the same with the
    century and a zero in the serial; Bangladesh puts the year of birth before thirteen digits, or leaves it out.
    Registers of companies write as many digits each. Indonesia's tax number has had a zero before it since 2024, which
    is left out here, as is India's state and business around the number of the taxpayer.

    Args:
        number: in letters and digits alone, in capitals.
        country: ISO 3166 code of the issuing country.
        document_type: in the product's words.
    """
    if document_type == NATIONAL_ID:
        return _national(number, country)
    if document_type == _REGISTRATION and number.isdecimal() and country in _DIGITS_OF_COMPANIES:
        digits = _DIGITS_OF_COMPANIES[country]
        return number.lstrip("0").zfill(digits) if len(number) <= digits or country == "KH" else number
    return _taxed(number, country) if document_type == _TAX else number


def _national(number: str, country: str) -> str:
    if country == "MM":
        return read_burmese_card(number) or number
    if country == "LK" and (old := _OLD_OF_SRI_LANKA.fullmatch(number)) is not None:
        return f"19{old[1]}0{old[2]}"
    if country == "BD" and (with_year := _WITH_YEAR_IN_BANGLADESH.fullmatch(number)) is not None:
        return with_year[1]
    return number


def _taxed(number: str, country: str) -> str:
    if country == "IN" and gstin.is_valid(number):
        return number[_PAN_IN_GSTIN]
    if country == "ID" and number.isdecimal():
        short = number.lstrip("0").zfill(_DIGITS_OF_NPWP)
        # One that starts with another digit is the number of a card.
        return short if len(short) == _DIGITS_OF_NPWP and npwp.is_valid(short) else number
    return number
