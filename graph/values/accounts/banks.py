"""Banks of the region: the many ways sources write one bank, and the one code that account keys use.

The list is small on purpose: the banks and wallets of money that reports of this field name most. A bank outside it
keeps the code, BIC or name that its source gave, folded.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from graph.values.accounts.bank_table import SPELLINGS, TABLE
from graph.values.geography.country import is_country_code
from graph.values.nameless.placeholder_names import is_placeholder_name
from graph.values.text import bare_text, fold_identifier, without_point
from graph.values.word_lists import listed

# What a name may carry or lack: legal forms, and the word for a bank where it stands before the name.
_LEGAL = re.compile(r"[\s,]*\b(?:public company limited|pcl|plc|ltd|limited|bhd|berhad)\b\.?")
_ENDINGS = re.compile(
    r"[\s,]*(?:จำกัด(?:\s*มหาชน)?|\b(?:joint stock company|jsc|tbk|corporation|corp|inc|co|ctcp)\b\.?|\bs[./]?a\b\.?"
    r"|(?:股份)?有限(?:责任)?公司)$"
)
_HEADS = re.compile(
    r"(?:บมจ\.?|บริษัท|ธนาคาร|ธ\.(?![ก-ฮ]\.)|ธ\s|pt\b\.?|the\b|nh\b|nhtmcp\b"
    r"|ngan hang(?:\s+(?:thuong mai co phan|tmcp|tm cp|tnhh mtv|tnhh mot thanh vien)\b)?|tmcp\b"
    r"|(?:пао|оао|зао|ао|pjsc)\b|ធនាគារ|ທະນາຄານ(?=\s))\s*"
)
_MARKS = re.compile("[\u0300-\u036f]")
# A branch stands behind its bank, and the account is the bank's all the same.
_BRANCH = re.compile(
    r"\s*[,-]?\s*(?:สาขา|\b(?:branch|chi nhanh|cn|pgd|phong giao dich|kcp|kcu|kantor cabang|cabang|cawangan)\b).*$"
    r"|\s+\S{1,8}(?:지점|출장소)$"
)
_CHINESE_BRANCH = re.compile("(?<=行)[\u3400-\u9fff]{2,12}(?:分行|支行|营业部|營業部)$")
# What stands between two names of one bank: ไทยพาณิชย์ (SCB), VCB - Ngân hàng Ngoại thương.
_BETWEEN_NAMES = re.compile(r"\s*[()/]\s*|\s+[-–]\s+|\s*[,;]\s*")
# The word for a bank itself, which names none.
_WORD_FOR_BANK = re.compile(
    r"\b(?:name of|bank|banks|banking|ng(?:â|a)n h(?:à|a)ng|nama|name)\b|ชื่อ|ธนาคาร|ธ\.|银行|銀行|ທະນາຄານ|ធនាគារ|ဘဏ်"
)
_NO_BANK_WORDS = """
nan;nil;na;0;00;000;0000;other;others;another;any;various;misc;etc;does not know;do not know;cannot remember
อื่น;อื่นๆ;อื่น ๆ;จำไม่ได้;ไม่แน่ใจ;lain;lainnya;lain-lain;lain lain;khác;khac;khong ro;khong biet;khong co;chua ro;iba pa;ibang
其他;其它;別的;别的;ອື່ນ;ອື່ນໆ;ອື່ນ ໆ;ផ្សេងៗ;ផ្សេងទៀត;အခြား
"""
_NO_BANK = frozenset(listed(_NO_BANK_WORDS))
_NOT_LETTERS = re.compile(r"[\s._&'-]+")

_BIC = re.compile(r"([A-Z]{4}[A-Z]{2}[A-Z0-9]{2})(?:[A-Z0-9]{3})?")


def _rows() -> list[list[str]]:
    return [line.split("|") for line in TABLE.strip().splitlines()]


# Countries outside the region whose banks have branches in it, or a name that banks of their neighbours have.
_AT_HOME_ABROAD = frozenset({"KR", "TW", "JP", "RU", "KE", "TZ", "UG", "BR", "LK"})
# Banks that keep accounts under one name in several countries, or whose name others have: it tells no country.
_IN_MANY_COUNTRIES = frozenset(
    {("TH", code) for code in ("017", "020", "030", "033", "066", "TRUEMONEY")}
    | {("SG", code) for code in ("7171", "7339", "7375")}
    | {("MY", f"{bank}MYKL") for bank in ("MBBE", "CIBB", "PBBE", "RHBB", "HLBB", "ARBK")}
    | {("PH", f"{bank}PHMM") for bank in ("MBTC", "UBPH", "TLBP")}
    | {("KH", f"{bank}KHPP") for bank in ("PINC", "ACLB", "WIGC", "CADI")}
    | {("VN", code) for code in ("MSCBVNVX", "MCOBVNVX", "EBVIVNVX", "ASCBVNVX", "MOMO")}
    | {("MY", "BOOST"), ("MM", "CPOBMMMY"), ("HK", "004"), ("CN", "ICBKCNBJ"), ("CN", "BKCHCNBJ")}
    | {(of, code) for of, code, *_ in _rows() if of in _AT_HOME_ABROAD}
    | {("CN", "ALIPAY"), ("CN", "WECHAT-PAY"), ("IN", "SBI"), ("IN", "BOB"), ("IN", "ICICI"), ("IN", "UNION")}
)
_BANK = re.compile(r"\bbank\b")
_LETTERS_OF_A_NAME = 5  # Fewer in Latin script are an abbreviation, and many a bank's.
_UNKNOWN_BIC = "a BIC that is not known, of another country than the one given"
_ELSEWHERE = "the country of its bank is told by the bank's name alone"
UNKNOWN_BANK = "a bank that is not known, taken as it is written"
"""Why an account with a key is no more than possible: nothing bears out that its bank is one."""
_DIGITS_OF_CODES = {**dict.fromkeys(("TH", "ID", "HK", "KR", "TW", "BR"), 3), "JP": 4}


# Wallets of money whose account is its holder's mobile number.
_BY_PHONE = frozenset(
    {("TH", "PROMPTPAY"), ("TH", "TRUEMONEY"), ("KH", "WIGCKHPP"), ("MM", "KBZPAY"), ("MM", "WAVEPAY")}
    | {("VN", "MOMO"), ("VN", "ZALOPAY"), ("PH", "GCASH"), ("PH", "MAYA")}
    | {("SG", "PAYNOW"), ("KH", "BAKONG"), ("LA", "U-MONEY"), ("VN", "VIETTEL-MONEY"), ("PH", "COINS-PH")}
    | {("MY", code) for code in ("DUITNOW", "TOUCH-N-GO", "BOOST")}
    | {("ID", code) for code in ("DANA", "OVO", "GOPAY", "LINKAJA")}
    | {("BD", "BKASH"), ("BD", "NAGAD"), ("IN", "PAYTM"), ("NP", "ESEWA"), ("NP", "KHALTI")}
    | {("PK", "EASYPAISA"), ("PK", "JAZZCASH"), ("LK", "EZ-CASH"), ("ET", "TELEBIRR"), ("ET", "CBE-BIRR")}
    | {("KE", "M-PESA"), ("TZ", "M-PESA"), ("UG", "MTN-MOMO")}
    | {(country, "AIRTEL-MONEY") for country in ("KE", "TZ", "UG")}
    | {(country, "GRABPAY") for country in ("SG", "MY", "PH")}
    | {(country, "SHOPEEPAY") for country in ("TH", "VN", "MY", "PH", "ID")}
)


class BankHome(NamedTuple):
    """The country of a bank's accounts, None where it is not known; `doubt` says why it may be another."""

    country: str | None
    doubt: str | None = None


def _rows_with_spellings() -> list[list[str]]:
    more = {tuple(found[:2]): found[2] for found in (line.split("|") for line in SPELLINGS.strip().splitlines())}
    return [[of, code, bic, f"{names};{more.get((of, code), '')}".strip(";")] for of, code, bic, names in _rows()]


def _fold(text: str) -> str:
    """Return a bank's name in small letters, without brackets and the accents of Latin letters."""
    # The marks of Thai, Lao and Burmese are vowels, and stay.
    plain = _MARKS.sub("", normalize("NFD", fold_identifier(text).lower().replace("đ", "d")))
    return " ".join(normalize("NFC", plain).replace("(", " ").replace(")", " ").split())


def _core(folded: str) -> str:
    """Return a folded name without legal forms and the word for a bank before it (`ธนาคาร`, `Ngân hàng TMCP`)."""
    text = _LEGAL.sub("", folded).strip()
    for pattern in (_ENDINGS, _ENDINGS, _HEADS, _HEADS):
        found = pattern.match(text) if pattern is _HEADS else pattern.search(text)
        rest = text[: found.start()] + text[found.end() :] if found is not None else text
        text = rest.strip(" ,.") or text
    return text


def _index() -> dict[tuple[str, str], str]:
    index = {}
    for country, code, bic, names in _rows_with_spellings():
        for alias in (code.lower(), bic.lower(), *(_fold(name) for name in names.split(";"))):
            if alias:
                index[country, alias] = code
    return index


def _squeezed(index: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Return the codes by names without what parts their letters (`kbank`), where that leaves one bank alone."""
    found: dict[tuple[str, str], set[str]] = {}
    for (country, name), code in index.items():
        found.setdefault((country, _NOT_LETTERS.sub("", name)), set()).add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


_INDEX = _index()
_SQUEEZED = _squeezed(_INDEX)
_NAMES = frozenset(_fold(name) for *_, names in _rows_with_spellings() for name in names.split(";"))
_KNOWN_BICS = frozenset(bic.lower() for _, _, bic, _ in _rows() if bic)
_HEAD_OFFICE = "X" * 3  # what stands for the branch in the BIC of a head office (ISO 9362)
_COUNTRIES = sorted({country for country, *_ in _rows()})
_WITH_BANKS = frozenset(country for country, _, bic, _ in _rows() if bic)
_LATIN_NAMES = {(country, code): [n for n in names.split(";") if n.isascii()] for country, code, _, names in _rows()}


@lru_cache(maxsize=300)
def bank_codes(country: str) -> tuple[str, ...]:
    """Return the codes of the banks of the table in a country: what an account may belong to whose bank is not told."""
    return tuple(sorted({code for (of, _), code in _INDEX.items() if of == country}))


def has_known_banks(country: str) -> bool:
    """Return whether the table has banks of a country, and not its wallets of money alone."""
    return country in _WITH_BANKS


def bank_name(country: str, code: str) -> str | None:
    """Return the name in Latin letters, small, of a bank of the table by its code; `None` where it has none there."""
    return max(_LATIN_NAMES.get((country, code), ()), key=len, default=None)


def bic_country(bank: str, country: str | None = None) -> str | None:
    """Return the country that a BIC names, None where the text is no BIC.

    Many a bank's name has the 8 or 11 letters of a BIC (Krungsri, Vietcombank), and letters 5 and 6 of most are some
    country's code. So a BIC outside the table counts as one word in capitals, and not against the country given.

    Args:
        bank: what stands for the bank.
        country: ISO 3166 code of the country that the account is read with, where one is given.
    """
    text = fold_identifier(bank).strip()
    found = _BIC.fullmatch(re.sub(r"[\s-]", "", text).upper())
    if found is None:
        return None
    named = found[1][4:6]
    if found[1].lower() in _KNOWN_BICS:
        return named
    is_word = text.lower() in _NAMES or "BANK" in found[0]
    if text != found[0] or not is_country_code(named) or is_word or country not in (None, named):
        return None
    return named


@lru_cache(maxsize=4_096)
def bank_home(bank: str, country: str | None) -> BankHome:
    """Return the country of a bank's accounts: that of its BIC, or of the one country whose bank has its name.

    Args:
        bank: as for `bank_code`.
        country: ISO 3166 code of the country that the account is read with; it stays where it has such a bank. Without
            one, a bank by its word is not enough.
    """
    if is_placeholder_bank(bank):
        return BankHome(country)
    named = bic_country(bank, country)
    if named is not None:
        return BankHome(named)
    if country is not None and bank_code(bank, country) in bank_codes(country):
        return BankHome(country)
    named = bic_country(bank)
    if named is not None and (named in _WITH_BANKS or any(c.isdigit() for c in bank) or bank.endswith(_HEAD_OFFICE)):
        return BankHome(named, _UNKNOWN_BIC)
    home = _home_by_name(bank) if country is not None else None
    return BankHome(home, _ELSEWHERE) if home is not None else BankHome(country)


def _home_by_name(bank: str) -> str | None:
    """Return the one country of the table that has a bank of a name; None for a code, and a short word in Latin."""
    folded = _fold(bank)
    letters = sum(c.isalpha() for c in _BANK.sub("", folded))
    if letters < (_LETTERS_OF_A_NAME if folded.isascii() else 2):
        return None
    found = [(of, _known(of, (folded,)) or _by_several_names(of, bank)) for of in _COUNTRIES]
    homes = [(of, code) for of, code in found if code is not None]
    return homes[0][0] if len(homes) == 1 and homes[0] not in _IN_MANY_COUNTRIES else None


@lru_cache(maxsize=4_096)
def bank_code(bank: str, country: str) -> str | None:
    """Return the code of a bank for account keys, None where the text names none: `-`, `unknown`, `Bank`.

    Args:
        bank: a domestic code, also as a float (`4.0`), a BIC of 8 or 11 characters (its branch part is dropped), or a
            name.
        country: ISO 3166 code of the account's country.

    Returns:
        The code of the table for a known bank; else the BIC, or the text in capitals joined by hyphens.
    """
    bank = without_point(fold_identifier(bank))
    folded = _fold(bank)
    bic = _BIC.fullmatch(folded.replace(" ", "").replace("-", "").upper())
    # `CIMB Thai` has the form of a BIC.
    if bic is not None and bic[1][4:6] == country and (country, folded) not in _INDEX:
        return _INDEX.get((country, bic[1].lower()), bic[1])
    text = " ".join(fold_identifier(bank).lower().replace("(", " ").replace(")", " ").split())
    stripped = _LEGAL.sub("", text).strip()
    padded = stripped.zfill(_DIGITS_OF_CODES.get(country, 0)) if stripped.isdigit() else stripped
    known = _known(country, (padded, folded)) or _by_several_names(country, bank)
    if known is not None:
        return known
    if is_placeholder_bank(bank):
        return None
    return re.sub(r"[\s_./,:;|&'-]+", "-", padded).strip("-").upper() or None


def is_known_bank(bank: str, country: str, *, given: str | None) -> bool:
    """Return whether a text is a bank: one of the table, or a BIC that the country given, or a digit in it, bears out.

    Args:
        bank: as for `bank_code`.
        country: ISO 3166 code of the country that it would be a bank of.
        given: the country that the account is read with.
    """
    if bank_code(bank, country) in bank_codes(country):
        return True
    return bic_country(bank, country) == country and (given is not None or any(c.isdigit() for c in bank))


def is_bank_code(country: str, code: str) -> bool:
    """Return whether keys of accounts of a country name a bank by this very word: one of the table, or a BIC of it."""
    if code in bank_codes(country):
        return True
    return bank_code(code, country) == code and bic_country(code, country) == country


def known_bank_code(bank: str, country: str) -> str | None:
    """Return the code of a bank of the table by any of its names; `None` where it has none of this name there."""
    code = bank_code(bank, country)
    return code if code in bank_codes(country) else None


def is_by_phone(country: str, code: str) -> bool:
    """Return whether accounts of a bank of the table are their holders' mobile numbers."""
    return (country, code) in _BY_PHONE


@lru_cache(maxsize=4_096)
def is_placeholder_bank(bank: str) -> bool:
    """Return whether a text says that no bank is known, or is the word for a bank alone: `N/A`, `อื่นๆ`, `ธนาคาร`."""
    # Which letters are part of the word for a bank is told before accents go: `ngân hàng`.
    plain = bare_text(_WORD_FOR_BANK.sub(" ", fold_identifier(bank).lower()))
    return not any(map(str.isalnum, plain)) or plain in _NO_BANK or is_placeholder_name(plain)


def _known(country: str, names: Iterable[str]) -> str | None:
    """Return the code of the first folded name that the table has, also without legal form, branch or hyphens."""
    for name in names:
        for form in (name, _core(name), _core(_CHINESE_BRANCH.sub("", _BRANCH.sub("", name)))):
            code = _INDEX.get((country, form)) or _SQUEEZED.get((country, _NOT_LETTERS.sub("", form)))
            if code is not None and form:
                return code
    return None


def _by_several_names(country: str, bank: str) -> str | None:
    """Return the code of a bank that a text names twice, or with its branch: ไทยพาณิชย์ (SCB).

    `None` where it names two banks, or one beside something else.
    """
    parts = [part for part in _BETWEEN_NAMES.split(fold_identifier(bank)) if part]
    if len(parts) < 2:
        return None
    folded = [_fold(part) for part in parts]
    codes = {_known(country, (name,)) for name in folded if _BRANCH.match(name) is None}
    return codes.pop() if len(codes) == 1 else None
