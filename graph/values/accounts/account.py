"""Bank accounts: IBANs by their check digits, local numbers by country, bank and digits."""

import re
from dataclasses import replace

from stdnum import iban, numdb

from graph.values.accounts.banks import UNKNOWN_BANK, BankHome, bank_code, bank_home, has_known_banks, is_known_bank
from graph.values.accounts.payment_proxies import FOREIGN_NOTATION, Proxy, digits_of_mobile, read_proxy
from graph.values.confusable_digits import LOOK_ALIKE, digits_for_letters
from graph.values.made_up_digits import is_in_order
from graph.values.text import (
    MAX_IDENTIFIER_LENGTH,
    SEVERAL_NUMBERS,
    damage_to_number,
    fault,
    fold_identifier,
    without_point,
)
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

LABEL = re.compile(
    r"(?:(?:iban|account|acct|acc|a/?c)\.?(?:\s*(?:no|number|num))?"
    r"|(?:เลข(?:ที่)?\s*)?บัญชี(?:เลขที่)?|ເລກບັນຊີ|លេខគណនី|stk|s(?:ố|o) t(?:à|a)i kho(?:ả|a)n|(?:no\.?\s*)?rek(?:ening)?\b"
    r"|[账帐賬帳][号號户戶]|卡[号號]|s(?:ố|o) tk\b|sa(?=\s+\d)"
    r"|(?:บัญชี)?(?:ออมทรัพย์|กระแสรายวัน|ฝากประจำ)|普通(?:預金|预金)?|[当當]座|\([普当當]\))"
    r"\s*[.:#]*\s*",
    re.I,
)
"""What stands before an account's number and says what it is."""
_SAVINGS = "sa"
_CURRENCY = "(?:USD|KHR|THB|LAK|MMK|VND|CNY|RMB|SGD|MYR|IDR|PHP|HKD|EUR|GBP|JPY)"
# Which of its currencies an account is kept in, which is no part of its number.
_WITH_CURRENCY = re.compile(rf"(?:{_CURRENCY}\s*)?(?P<number>\d[\d ./-]*\d)(?:\s*\(?{_CURRENCY}\)?)?", re.I)
# Digits of the accounts of banks before which transfers between banks write the own code of each. A bank stands here
# only where none of its accounts is as long as that.
_BEHIND_BANK_CODE = {
    ("SG", "7171"): 10,  # DBS and POSB, of which the first three are the branch
    **{("TH", code): 10 for code in ("002", "004", "006", "011", "014", "025")},
    **{("ID", "009"): 10, ("ID", "014"): 10, ("ID", "008"): 13, ("ID", "002"): 15},
    ("HK", "004"): 12,  # HSBC, of which the first three are the branch
}
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_DIGITS = re.compile(r"\d+")
# A slash or a line break between two runs of so many digits parts two accounts, as grouped digits have fewer.
_SEVERAL = re.compile(r"(?:\d[ .-]?){7,}\s*[/\r\n]\s*(?:\d[ .-]?){7,}")
NO_COUNTRY, NO_BANK = "no country is given", "no bank is given"
"""Why a local number has no key."""
_MASKED = re.compile(r"(?=.*\d)[0-9X*]+")

# Whoever fills in a form, and forms themselves, show an account so: 1234567890.
_FEWEST_IN_ORDER = 7
_IN_ORDER = "digits in running order, which stand where no account is known"
# Digits of an account number, shortest and longest, where a country's banks agree on them.
_LENGTHS = {"TH": (10, 15), "SG": (7, 14), "MY": (7, 17), "ID": (10, 16), "PH": (9, 16), "VN": (6, 19)}
_ANY_LENGTH = (5, 24)


def normalise_account(raw: str, *, country: str | None = None, bank: str | None = None) -> NormalisedValue:
    """Return a bank account in its canonical form.

    Args:
        raw: an IBAN or a local account number, also as a float (`1234567890.0`).
        country: ISO 3166 code of the account's country. A known BIC as bank tells it before this; another BIC, and a
            name that a bank of one country alone has, make an account of that one possible.
        bank: the bank's domestic code, BIC or name. One that is not known makes an account of a country whose banks
            are known no more than possible; a word for none (`unknown`, `-`) is none.

    Returns:
        An IBAN has the key `iban:...`. A local number has a key only with country and bank (`acct:TH:004:1234567809`),
        since banks give out the same numbers, and none in running order, as `1234567890` is. An account that is a
        mobile number (`GCash`) is in its national form; a card or business number of PayNow, and an alias of Bakong or
        UPI (`name@aclb`), stands as it is.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "account", reason)
    text = without_point(_without_words(fold_identifier(raw).strip("'\"`,;")))
    damage = damage_to_number(text)
    if damage is not None:
        return invalid(raw, "account", damage)
    if _SEVERAL.search(raw):
        return invalid(raw, "account", SEVERAL_NUMBERS)
    proxy = read_proxy(text, country, bank)
    if proxy is not None:
        return _by_proxy(raw, proxy)
    given, text = text, digits_of_mobile(text, country, bank) or _squeezed(text)
    if _IBAN.fullmatch(text):
        return _iban(raw, text)
    if _DIGITS.fullmatch(text):
        return _local(raw, text, country, bank)
    plain = digits_for_letters(given)
    if plain is not None:
        found = _local(raw, _squeezed(plain), country, bank)
        return replace(found, status=ValueStatus.POSSIBLE, reason=LOOK_ALIKE) if found.key is not None else found
    if _MASKED.fullmatch(text) and 5 <= len(text) <= 24:
        return possible(raw, text.replace("X", "*"), "local-masked", "some of its digits are hidden")
    is_phone = text.startswith("+") and _DIGITS.fullmatch(text[1:]) is not None
    return invalid(raw, "account", FOREIGN_NOTATION if is_phone else "neither an IBAN nor a number")


def _without_words(text: str) -> str:
    """Return an account without the words before and behind it that say what it is, and in which currency."""
    label = LABEL.match(text)
    if label is not None and label[0].strip().lower() == _SAVINGS and _IBAN.fullmatch(_squeezed(text)):
        label = None  # the country of an IBAN
    text = text[label.end() :] if label is not None else text
    number = _WITH_CURRENCY.fullmatch(text)
    return text if number is None else number["number"]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s./-]", "", text).upper()


def _by_proxy(raw: str, proxy: Proxy) -> NormalisedValue:
    key = f"acct:{proxy.country}:{proxy.code}:{proxy.account}"
    if is_made_up_account(proxy.account):
        return possible(raw, proxy.account, proxy.type, _IN_ORDER)
    if proxy.is_told:
        return valid(raw, proxy.account, proxy.type, key)
    return possible(raw, proxy.account, proxy.type, "an alias by its form alone: the bank given has no such ones", key)


def is_made_up_account(number: str) -> bool:
    """Return whether a local number of an account is in running order, up or down, as nobody's is: `0123456789`.

    So is one that is a mobile number in such an order, `0987654321`. One digit repeated is somebody's: banks of Vietnam
    sell such numbers.
    """
    if not number.isdecimal():
        return False
    return any(is_in_order(digits, _FEWEST_IN_ORDER) for digits in (number, number.removeprefix("0")))


def begins_like_iban(text: str) -> bool:
    """Return whether a text of the form of an IBAN begins with a country that has some."""
    first, *_ = numdb.get("iban").info(text)
    return bool(first[1])


def _iban(raw: str, text: str) -> NormalisedValue:
    if not iban.is_valid(text):
        return invalid(raw, "iban", "the check digits or the length of an IBAN do not match", text)
    return valid(raw, text, "iban", f"iban:{text}")


def _local(raw: str, digits: str, country: str | None, bank: str | None) -> NormalisedValue:
    given = country.upper() if country else None
    home = bank_home(bank, given) if bank else BankHome(given)
    if home.doubt is not None and not _may_be_of(home.country, digits):
        home = BankHome(given)
    country = home.country
    code = bank_code(bank, country) if bank and country else None
    digits = _without_bank_code(digits, country, code)
    if not _may_be_of(country, digits):
        return invalid(raw, "local", "a number of digits that no account of its country has", digits)
    if not digits.strip("0"):
        return invalid(raw, "local", "zeros alone")
    if is_made_up_account(digits):
        return possible(raw, digits, "local", _IN_ORDER)
    if country is None:
        return possible(raw, digits, "local", NO_COUNTRY)
    if code is None:
        return possible(raw, digits, "local", NO_BANK)
    key = f"acct:{country}:{code}:{digits}"
    doubt = home.doubt or _doubt_about(bank, country)
    return possible(raw, digits, "local", doubt, key) if doubt else valid(raw, digits, "local", key)


def _without_bank_code(digits: str, country: str | None, code: str | None) -> str:
    """Return a local number without the code of its own bank before it: `006-532-8-64694-9` at Krung Thai."""
    length = _BEHIND_BANK_CODE.get((country or "", code or ""))
    if length is None or code is None or len(digits) != len(code) + length:
        return digits
    return digits.removeprefix(code)


def _doubt_about(bank: str | None, country: str) -> str | None:
    """Return why a text may be no bank, in a country whose banks are known; what it says is part of the key."""
    if not bank or not has_known_banks(country) or is_known_bank(bank, country, given=country):
        return None
    return UNKNOWN_BANK


def _may_be_of(country: str | None, digits: str) -> bool:
    shortest, longest = _LENGTHS.get(country or "", _ANY_LENGTH)
    return shortest <= len(digits) <= longest
