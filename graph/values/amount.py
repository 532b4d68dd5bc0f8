"""Numbers and amounts of money, in the notations, currencies and counting words of the region."""

import re
from decimal import Decimal

from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, possible, valid

# Symbols and words, longest first where one opens another.
_CURRENCIES = {
    "THB": "฿ บาท baht",
    "KHR": "៛ រៀល riel riels",
    "LAK": "₭ ກີບ kip",
    "MMK": "ကျပ် kyat kyats ks",
    "VND": "₫ đồng dong đ vnđ",
    "MYR": "rm ringgit",
    "SGD": "s$",
    "IDR": "rp rupiah",
    "PHP": "₱ peso pesos piso",
    "CNY": "元 人民币 人民幣 rmb yuan",
    "JPY": "円 yen",
    "KRW": "₩ 원 won",
    "HKD": "hk$ 港币 港幣",
    "TWD": "nt$ ntd 新台币 新臺幣",
    "USD": "us$ usd$ dollars dollar",
    "EUR": "€ euro euros",
    "GBP": "£",
    "INR": "₹ rs",
    "AUD": "a$ au$",
    "USDT": "₮ tether",
}
_TOKENS = frozenset({"USDT", "USDC", "BTC", "XBT", "ETH", "TRX", "BNB", "SOL", "LTC", "DOGE", "XRP", "XMR", "DAI"})
_OTHER_CODES = "AED BND CAD CHF NZD RUB BDT PKR LKR NPR MOP"
_WORDS = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_WORDS.update({code.lower(): code for code in (*_CURRENCIES, *_TOKENS, *_OTHER_CODES.split())})
_SCALES = {
    **dict.fromkeys(("thousand", "พัน", "ພັນ", "nghìn", "ngàn", "ribu", "k", "千"), 10**3),
    **dict.fromkeys(("หมื่น", "ໝື່ນ", "ម៉ឺន", "万", "萬"), 10**4),
    **dict.fromkeys(("แสน", "ແສນ", "lakh", "lakhs", "သိန်း"), 10**5),
    **dict.fromkeys(("million", "mln", "mil", "ล้าน", "ລ້ານ", "លាន", "triệu", "juta", "m"), 10**6),
    **dict.fromkeys(("crore",), 10**7),
    **dict.fromkeys(("亿", "億"), 10**8),
    **dict.fromkeys(("billion", "bn", "tỷ", "miliar"), 10**9),
}
# Whose people part thousands with a dot (Unicode CLDR, locales vi, id, km and lo), and pay with no hundredths.
_DOT_THOUSANDS = frozenset({"VND", "IDR", "KHR", "LAK"})
# No sum of money has thousandths, an amount of a token may.
_DOT_OF_THREE = re.compile(r"\d{1,3}\.\d{3}(?!\d)")
_GROUP = 3
_NUMBER = re.compile(r"[+-]?\d+(?:[.,' ]\d+)*")


def normalise_number(raw: str) -> NormalisedValue:
    """Return a decimal number without separators: `1,234.50` is `1234.5`; its type is `integer` or `decimal`."""
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "number", reason)
    text = fold_identifier(raw)
    value = _decimal(text, None) if _NUMBER.fullmatch(text) else None
    if value is None:
        return invalid(raw, "number", "not a number")
    shown = _show(value)
    return valid(raw, shown, "decimal" if "." in shown else "integer")


def normalise_amount(raw: str, *, currency: str | None = None) -> NormalisedValue:
    """Return an amount as decimal and ISO 4217 code (or token symbol): `1234.5 THB`.

    Args:
        raw: a number with a currency's code, symbol or name before or after it, and counting words (`3 ล้านบาท`).
        currency: the currency where the text names none.

    Returns:
        `type` is `money`. Without a currency, with a bare `$`, or where a dot may part thousands (`2.000 MYR`), the
        amount is `possible`.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "amount", reason)
    text = fold_identifier(raw).lower()
    found = _NUMBER.search(text)
    if found is None:
        return invalid(raw, "amount", "holds no number")
    words = _split_words(text[: found.start()], text[found.end() :])
    if words is None:
        return invalid(raw, "amount", "holds other text than a number and a currency")
    scale, code, bare_dollar = words
    given = (currency or "").strip().lower()
    code = code or _WORDS.get(given)
    value = _decimal(found[0], code)
    if value is None:
        return invalid(raw, "amount", "not a number")
    shown = _show(value * scale)
    if code is not None and scale == 1 and _may_part_thousands(found[0], code):
        return possible(raw, f"{shown} {code}", "money", "a dot before three digits may part thousands")
    if code is not None:
        return valid(raw, f"{shown} {code}", "money")
    return possible(raw, shown, "money", "a dollar of no country" if bare_dollar else "no currency is given")


def _may_part_thousands(number: str, code: str) -> bool:
    """Tell whether the only separator is a dot before three digits, of a currency whose people write a comma."""
    digits = number.lstrip("+-")
    return (
        code not in _TOKENS
        and code not in _DOT_THOUSANDS
        and _DOT_OF_THREE.fullmatch(digits) is not None
        and not digits.startswith("0")
    )


def _split_words(before: str, after: str) -> tuple[int, str | None, bool] | None:
    """Return scale, currency and whether a bare dollar sign stood there; None where a word is unknown."""
    scale, code, bare_dollar = 1, None, False
    for side in (before, after):
        rest = side.strip(" .-()/")
        while rest:
            word = _longest(rest)
            if word is None and rest[0] != "$":
                return None
            if word is None:
                bare_dollar, word = True, "$"
            elif word in _SCALES:
                scale *= _SCALES[word]
            elif code not in (None, _WORDS[word]):
                return None
            else:
                code = _WORDS[word]
            rest = rest[len(word) :].strip(" .-()/")
    return scale, code, bare_dollar


_VOCABULARY = sorted((*_WORDS, *_SCALES), key=len, reverse=True)


def _longest(text: str) -> str | None:
    """Return the longest known word that opens a text; a Latin word must end there."""
    for word in _VOCABULARY:
        if text.startswith(word) and not (
            word[-1].isascii() and word[-1].isalpha() and text[len(word) :][:1].isalpha()
        ):
            return word
    return None


def _decimal(text: str, code: str | None) -> Decimal | None:
    """Return a number whose separators may be English (1,234.5), continental (1.234,5) or Indian (1,23,456)."""
    text = text.replace("'", "").replace(" ", "")
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        text = text.replace(",", "") if dot > comma else text.replace(".", "").replace(",", ".")
    elif comma >= 0:
        text = text.replace(",", "") if _parts_thousands(text, ",") else text.replace(",", ".")
    elif dot >= 0 and (text.count(".") > 1 or (code in _DOT_THOUSANDS and _parts_thousands(text, "."))):
        text = text.replace(".", "")
    digits = text.lstrip("+-")
    if len(digits) > 40 or not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return None
    return Decimal(text)


def _parts_thousands(text: str, mark: str) -> bool:
    """Tell whether a mark stands several times, or before three digits of which the number is not a mere fraction."""
    whole, _, rest = text.rpartition(mark)
    return mark in whole or (len(rest) == _GROUP and whole.lstrip("+-") != "0")


def _show(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
