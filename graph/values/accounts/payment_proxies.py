"""What stands for an account at a payment service: its holder's mobile number, card or business number, or an alias.

One payee is written in every notation of the number, and each of them is the same account.
"""

import re
from typing import NamedTuple

from phonenumbers import country_code_for_region
from stdnum.my import nric
from stdnum.sg import uen

from graph.values.accounts.banks import bank_code, bank_codes, bank_home, bic_country, is_by_phone
from graph.values.documents.document_rules import is_singapore_card
from graph.values.phones.phone import national_digits, normalise_phone

FOREIGN_NOTATION = (
    "a phone number with a country's code, which is no account of this bank: "
    "give it as it is dialled in its country, or as a PhoneNumber"
)
"""Why a number behind a plus is no account: its bank has numbers of its own, none is given, or it is of elsewhere."""

# Where no zero is dialled before a mobile number at home, or is not written.
_NO_ZERO = frozenset({"SG", "IN", "CN", "HK", "NP"})
_LINES = frozenset({"mobile", "fixed-line-or-mobile"})
# Bakong's account id and India's virtual payment address: a name, and who keeps the account.
_ALIAS = re.compile(r"[a-z0-9][a-z0-9._-]*@[a-z][a-z0-9]*", re.IGNORECASE)
_SERVICES_BY_ALIAS = {"KH": "BAKONG", "IN": "UPI"}
_PAYNOW = ("SG", "PAYNOW")


class Proxy(NamedTuple):
    """What is paid by: the type, the service's country and code, and the number or alias in its canonical form.

    `is_told`: the bank that was given is that service.
    """

    type: str
    country: str
    code: str
    account: str
    is_told: bool


def digits_of_mobile(text: str, country: str | None, bank: str | None) -> str | None:
    """Return the digits, as they are dialled in its country, of a mobile number that is an account of a wallet.

    None where the text is no mobile number of the wallet's country, or the bank no wallet: behind a plus a number is
    read so at whatever is no bank of the table, since no bank's own numbers have one.

    Args:
        text: as written, without a label.
        country: ISO 3166 code of the country that it is read with.
        bank: as for `bank_code`.
    """
    of, code = _home(country, bank)
    if of is None or code is None:
        return None
    is_wallet = is_by_phone(of, code)
    if not is_wallet and (not text.startswith("+") or code in bank_codes(of) or (bank and bic_country(bank, of))):
        return None
    # A card of Malaysia stands for an account as well, and some are the digits of a number with its country's code.
    if of == "MY" and not text.startswith("+") and nric.is_valid(text):
        return None
    number = normalise_phone(text, country=of)
    is_own = number.key is not None and number.key.startswith(f"tel:+{country_code_for_region(of)}")
    if not is_own or number.type not in _LINES:
        return None
    return ("" if of in _NO_ZERO else "0") + national_digits(number.value or "")


def read_proxy(text: str, country: str | None, bank: str | None) -> Proxy | None:
    """Return a payment alias, or the card or business number that stands for an account of PayNow; None for others.

    Args:
        text: as written, without a label.
        country: as for `digits_of_mobile`.
        bank: as for `digits_of_mobile`; an alias names who keeps the account itself.
    """
    of, code = _home(country, bank)
    if of in _SERVICES_BY_ALIAS and _ALIAS.fullmatch(text):
        service = _SERVICES_BY_ALIAS[of]
        return Proxy("alias", of, service, text.lower(), is_told=code == service)
    number = re.sub(r"[\s./-]", "", text).upper()
    if (of, code) == _PAYNOW and is_singapore_card(number):
        return Proxy("national-id", *_PAYNOW, number, is_told=True)
    if (of, code) == _PAYNOW and uen.is_valid(number):
        return Proxy("registration", *_PAYNOW, number, is_told=True)
    return None


def _home(country: str | None, bank: str | None) -> tuple[str | None, str | None]:
    """Return the country of an account, and the code of its bank there."""
    given = country.upper() if country else None
    of = bank_home(bank, given).country if bank else given
    return of, bank_code(bank, of) if bank and of else None
