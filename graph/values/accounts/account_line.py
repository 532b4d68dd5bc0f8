"""A bank account on one line: country, bank and number, as `TH:004:1234567809` or `KBANK 123-4-56780-9`."""

import re
from dataclasses import replace

from graph.values.accounts.account import LABEL, begins_like_iban, normalise_account
from graph.values.accounts.banks import UNKNOWN_BANK, bank_code, bank_home, is_known_bank
from graph.values.accounts.payment_proxies import read_proxy
from graph.values.geography.country import normalise_country
from graph.values.text import MAX_IDENTIFIER_LENGTH, SEVERAL_NUMBERS, damage_to_number, fold_identifier, without_point
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible

_BETWEEN = re.compile(r"\s*[:;,|\t]\s*")
_LABEL = r"(?:(?:a/?c|acct|account|acc|iban)(?:\s*(?:no|number|num))?\s*[.:#]*\s*)?"
_NUMBER = rf"{_LABEL}(?P<number>\+?[\dx*][\dx*\s./-]*)"
# Scripts without spaces between words put none before a number either.
_BEFORE_NUMBER = r"(?:\s+|(?<=[^\x00-\x7f]))"
# A bank by a word, which has a letter; a code of digits is told from a number by what stands between alone.
_BANK_FIRST = re.compile(rf"(?P<bank>[^:;,|\t]*[^\W\d_][^:;,|\t]*?){_BEFORE_NUMBER}{_NUMBER}", re.IGNORECASE)
# No word parts a known bank from its number, or the bank stands behind.
_BANK_AT_ONCE = re.compile(r"(?P<bank>[^\W\d_](?:[^:;,|\t\d]*[^\W\d_])?)[\s.-]*(?P<number>\d[\d\s./-]*)", re.IGNORECASE)
_BANK_BEHIND = re.compile(rf"{_NUMBER}\(?(?P<bank>[^\W\d_][^:;|\t\d]*?)\)?", re.IGNORECASE)
_CODE_OF_BANK = re.compile(r"\d{1,6}")
_NUMBER_ALONE = re.compile(_NUMBER, re.IGNORECASE)
# What stands between a bank and a number and is neither.
_LABEL_BEHIND = re.compile(
    r"[\s,:]+(?:(?:a/?c|acct|account|acc|no|number|num)\b[\s.:#]*|(?:เลขที่บัญชี|เลขบัญชี|เลขที่|บัญชี)\s*)+$", re.IGNORECASE
)
_KEY = "acct:"
_PARTS = 2


def read_account(raw: str, *, country: str | None = None, bank: str | None = None) -> NormalisedValue:
    """Return a bank account from a line that may name its country and its bank before the number.

    Args:
        raw: an account number, an IBAN, `country:bank:number`, `bank:number` or `bank number`; the bank is a BIC, a
            word or, before a colon, comma or semicolon, a code of digits.
        country: ISO 3166 code of the country where the line names none, and no BIC of a known bank does.
        bank: the bank where the line names none.

    Returns:
        As `normalise_account`; the value of one with country and bank is that of its key, `TH:004:1234567809`.
    """
    found = normalise_account(raw, country=country, bank=bank)
    if _may_name_bank(raw, found):
        found = _in_parts(raw, country) or found
    return _with_bank(found)


def _with_bank(found: NormalisedValue) -> NormalisedValue:
    """Return an account whose value is that of its key, where country and bank are known."""
    if found.key is None or not found.key.startswith(_KEY):
        return found
    return replace(found, value=found.key[len(_KEY) :])


def normalise_named_account(raw: str, *, country: str | None = None, bank: str | None = None) -> NormalisedValue:
    """Return a bank account as `normalise_account`, also from a text that names a known bank beside the number.

    Args:
        raw: an account number, an IBAN, or `KBANK 123-4-56780-9`, `123-4-56789-0 (SCB)`.
        country: as for `normalise_account`.
        bank: as for `normalise_account`. Where the text names another one, the account has no key.

    Returns:
        As `normalise_account`; where the text alone names the bank, so does the value: `TH:004:1234567809`.
    """
    found = normalise_account(raw, country=country, bank=bank)
    named = _in_parts(raw, country) if _may_name_bank(raw, found) else None
    if named is None or named.value is None or (named.key is not None and named.status is not ValueStatus.VALID):
        return found
    if named.key is not None and bank:
        _, of, told, _ = named.key.split(":", 3)
        if bank_code(bank, of) not in (None, told):
            return possible(raw, named.value, named.type, "its text names another bank than the record does")
        return named
    return _with_bank(named)


def _may_name_bank(raw: str, found: NormalisedValue) -> bool:
    if found.status is not ValueStatus.INVALID or len(raw) > MAX_IDENTIFIER_LENGTH:
        return False
    # One digit wrong makes no bank of what an IBAN begins with, nor does a decimal comma of the number before it.
    is_iban = found.type == "iban" and found.value is not None and begins_like_iban(found.value)
    text = fold_identifier(raw)
    return not is_iban and without_point(text) == text and damage_to_number(text) is None


def _in_parts(raw: str, country: str | None) -> NormalisedValue | None:
    """Return an account of which a line names the bank; `None` where the line has no such form.

    A word before a number may be no bank at all, so that one that is not known makes no valid account.
    """
    parts = [part for part in _BETWEEN.split(_without_label(fold_identifier(raw).removeprefix(_KEY))) if part]
    own_country = None
    if len(parts) > 1 and all(map(_is_account_alone, parts)):
        return invalid(raw, "account", SEVERAL_NUMBERS)
    if len(parts) > _PARTS:
        own_country = normalise_country(parts.pop(0)).value
        if own_country is None:
            return invalid(raw, "account", "no country has the code or name before the bank")
    if len(parts) == 1:
        split = _BANK_FIRST.fullmatch(parts[0]) or _known_beside(parts[0], country)
        parts = [split["bank"], split["number"]] if split is not None else []
    number = _NUMBER_ALONE.fullmatch(parts[1]) if len(parts) == _PARTS else None
    if len(parts) != _PARTS:
        return None
    told = _LABEL_BEHIND.sub("", parts[0])
    if number is None and read_proxy(parts[1], own_country or country, told) is None:
        return None
    of = bank_home(told, own_country or country).country
    text = number["number"] if number is not None else parts[1]
    found = replace(normalise_account(text, country=own_country or country, bank=told), raw=raw)
    if found.status is ValueStatus.VALID and of and not is_known_bank(told, of, given=own_country or country):
        return replace(found, status=ValueStatus.POSSIBLE, reason=UNKNOWN_BANK)
    return found


def _is_account_alone(part: str) -> bool:
    """Return whether a part is a number that is too long, or parted by too many marks, for a bank's code."""
    return _NUMBER_ALONE.fullmatch(part) is not None and _CODE_OF_BANK.fullmatch(part) is None


def _without_label(text: str) -> str:
    """Return a text without the word for an account before it, which no bank's name begins with: A/C, not Acleda."""
    label = LABEL.match(text)
    if label is None or (label[0][-1].isalpha() and text[label.end() :][:1].isalpha()):
        return text
    return text[label.end() :]


def _known_beside(text: str, country: str | None) -> re.Match[str] | None:
    """Return number and bank of a text in which a known bank stands behind the number, or before it at once."""
    for pattern in (_BANK_BEHIND, _BANK_AT_ONCE):
        split = pattern.fullmatch(text)
        if split is not None and country is not None and is_known_bank(split["bank"], country.upper(), given=None):
            return split
    return None
