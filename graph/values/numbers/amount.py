"""Numbers and amounts of money, in the notations, currencies and counting words of the region."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from graph.values.numbers.amount_sign import read_signs
from graph.values.numbers.booked_sides import CREDIT_OR_CRORE, Booking, counts_crores, read_booking
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, possible, valid

# Symbols and words, longest first where one opens another.
_CURRENCIES = {
    "THB": "฿ บาทถ้วน บาท บ baht bt 泰铢 泰銖",
    "KHR": "៛ រៀល riel riels",
    "LAK": "₭ ກີບ kip",
    "MMK": "ကျပ် kyat kyats ks",
    "VND": "₫ đồng dong đ vnđ",
    "MYR": "rm ringgit",
    "SGD": "s$ sg$",
    "IDR": "rp rupiah",
    "PHP": "₱ ph₱ peso pesos piso",
    "CNY": "元 cn¥ 人民币 人民幣 rmb yuan",
    "JPY": "円 jp¥ yen",
    "KRW": "₩ 원 won",
    "HKD": "hk$ 港币 港幣 港元",
    "TWD": "nt$ ntd 新台币 新台幣 新臺幣",
    "USD": "us$ usd$ dollars dollar 美元 美金",
    "EUR": "€ euro euros",
    "GBP": "£",
    "INR": "₹ rs",
    "AUD": "a$ au$",
    "USDT": "₮ tether",
    "ETH": "ether",
}
_COINS = (
    "USDT USDC USDD USDE TUSD BUSD FDUSD PYUSD DAI BTC XBT WBTC BCH ETH WETH TRX BNB WBNB SOL LTC DOGE SHIB XRP XLM XMR"
    " TON ADA AVAX MATIC POL BTT"
)
_TOKENS = frozenset(_COINS.split())
_OTHER_CODES = (
    "AED BND CAD CHF NZD RUB BDT PKR LKR NPR MOP KES UGX TZS RWF ETB NGN GHS ZAR ZMW MWK EGP MAD TND DZD SAR QAR KWD"
    " OMR BHD JOD ILS TRY IRR IQD AFN KZT UZS KGS TJS MNT UAH BYN GEL AZN MVR BTN PGK FJD SEK NOK DKK PLN CZK HUF RON"
    " BGN BRL MXN ARS CLP COP PEN"
)
_WORDS = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_WORDS.update({code.lower(): code for code in (*_CURRENCIES, *_TOKENS, *_OTHER_CODES.split())})
_SCALES = {
    **dict.fromkeys(("thousand", "พัน", "ພັນ", "nghìn", "ngàn", "nghin", "ngan", "ribu", "rb", "k", "千"), 10**3),
    **dict.fromkeys(("หมื่น", "ໝື່ນ", "ម៉ឺន", "万", "萬"), 10**4),
    **dict.fromkeys(("แสน", "ແສນ", "lakh", "lakhs", "သိန်း"), 10**5),
    **dict.fromkeys(("million", "mln", "mil", "ล้าน", "ລ້ານ", "លាន", "triệu", "trieu", "juta", "jt", "m"), 10**6),
    **dict.fromkeys(("crore",), 10**7),
    **dict.fromkeys(("亿", "億"), 10**8),
    **dict.fromkeys(("billion", "bn", "tỷ", "tỉ", "miliar"), 10**9),
}
# Whose people part thousands with a dot (Unicode CLDR, locales vi, id, km and lo), and pay with no hundredths.
_DOT_THOUSANDS = frozenset({"VND", "IDR", "KHR", "LAK"})
_DOT_COUNTRIES = frozenset({"VN", "ID", "KH", "LA"})
# Signs that another country uses for something else: K is also a thousand, 元 the renminbi.
_SIGN_K = {"MM": "MMK", "LA": "LAK"}
# Letters in place of a sign, in one country alone: elsewhere they may be anything.
_LETTERS = {"TH": {"b": "THB"}, "PH": {"p": "PHP"}, "VN": {"d": "VND"}}
_NO_LETTERS: Mapping[str, str] = MappingProxyType({})
_SIGN_YUAN = {"TW": "TWD", "HK": "HKD", "SG": "SGD", "MO": "MOP"}
_SIGN_APART = re.compile(r"(?<![a-z])(us|hk|nt|sg) +\$")
_YEN_SIGNS = "¥\uffe5"
_BARE_SIGNS = f"${_YEN_SIGNS}"
_SIGN_YEN = {"CN": "CNY", "JP": "JPY"}
_LETTER_IN_DOUBT = "a letter behind a number, which may be no sign of a currency"
_K_IN_DOUBT = "a K that is the sign of a currency, or a thousand"
_DOTS = "a dot before three digits may part thousands"
_OTHER_TEXT = "holds other text than a number and a currency"
_AROUND = " .-()/"
# Where hundredths would stand, or behind all of it: 1,200.- and 25.000,- have none, Rs. 1,00,000/- and 500/= are all.
_EVEN = re.compile(r"^\s*(?:[.,]-+|/\s*[-=]+)")
# A plus apart from its number: `+ 500 THB`, `+฿500`. Behind a number it says `at least`.
_PLUS = re.compile(r"^\s*\+|\+\s*$")
# The chain on which a stablecoin moves, beside it: USDT-TRC20, USDT (TRC-20), TRC20 USDT, USDT Tron.
_CHAIN = r"\(?\s*(?:(?:trc|erc|bep)[- ]?(?:20|10|2)|tron|ethereum|polygon|solana|bsc)(?!\w)\s*\)?"
_BESIDE_COIN = re.compile(rf"(?<=usd[tc])[\s_/-]*{_CHAIN}|(?<!\w){_CHAIN}[\s_/-]*(?=usd[tc])")
# As programs print small amounts of a token; of a large one (`6.68E+10`) digits are gone.
_POWER = re.compile(r"(?<![\w.,])\d(?:\.\d+)?e-\d\d?(?!\w)", re.IGNORECASE)
_SHORTENED = "in powers of ten, as spreadsheets shorten a number"
_HYPHEN_IN_COIN = re.compile(r"usd-(?=t(?!\w))")
# No sum of money has thousandths, an amount of a token may.
_DOT_OF_THREE = re.compile(r"\d{1,3}\.\d{3}(?!\d)")
_GROUP = 3
_NUMBER = re.compile(r"[+-]?\.?\d+(?:[.,' ]\d+)*")
# Thousands stand in groups of three behind one mark, in India in groups of two before the last one of three.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*")
_LAKHS = re.compile(r"[1-9]\d?(?:,\d\d)*,\d{3}")
_DECIMALS = re.compile(r"(?P<whole>\d*)(?P<mark>[.,])(?P<rest>\d+)")
_END = re.compile(r"(?P<mark>[.,])(?P<rest>\d+)$")
_MARKS = re.compile("[.,' ]")
# Signs of currencies that are written with a dot, which is no decimal point: Rs.500.
_WITH_A_DOT = re.compile(r"(?<![^\W\d_])(?:rs|rp|rm|ks|k|bt|b|p)$")
_DOT_BEHIND_WORD = "a dot behind a word, which may be a decimal point"
_HUNDREDTHS, _LONGEST_NUMBER = 2, 40  # decimals of money; characters


def normalise_number(raw: str) -> NormalisedValue:
    """Return a decimal number without separators: `1,234.50` is `1234.5`; its type is `integer` or `decimal`."""
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "number", reason)
    text = fold_identifier(raw)
    sign, digits = ("-" if text.startswith("-") else "", text.lstrip("+-"))
    value = _decimal(digits) if _NUMBER.fullmatch(text) else None
    if value is None:
        return invalid(raw, "number", "not a number")
    value = -value if sign else value
    shown = _show(value)
    return valid(raw, shown, "decimal" if "." in shown else "integer")


def normalise_amount(raw: str, *, currency: str | None = None, country: str | None = None) -> NormalisedValue:
    """Return an amount as decimal and ISO 4217 code (or token symbol): `1234.5 THB`.

    Args:
        raw: a number with a currency's code, symbol or name before or after it, and counting words (`3 ล้านบาท`).
        currency: the currency where the text names none.
        country: ISO 3166 code of the country that wrote the amount: it tells what `K`, `B`, `P`, `元` and `¥` stand
            for, and whether a dot parts thousands.

    Returns:
        `type` is `money`. Without a currency, with a bare `$` or `¥`, where a dot may part thousands (`2.000 MYR`)
        or a sign may mean something else, the amount is `possible`. A minus sign makes it negative wherever it stands,
        and so does the word for a debit, `possible`.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "amount", reason)
    parted = _taken_apart(_plain(fold_identifier(raw).lower()))
    if isinstance(parted, str):
        return invalid(raw, "amount", parted)
    number, booking = parted
    signs = read_signs(booking, number)
    words = _split_words(booking.before, booking.after, _LETTERS.get((country or "").upper(), _NO_LETTERS))
    if words is None or signs is None:
        return invalid(raw, "amount", "more than one minus sign" if words else _OTHER_TEXT)
    money = words.read((currency or "").strip().lower(), (country or "").upper())
    if booking.may_be_crores and counts_crores(number, (country or "").upper(), money.code):
        return invalid(raw, "amount", CREDIT_OR_CRORE)
    is_regional = money.parts_with_dots((country or "").upper())
    value = _decimal(number.lstrip("+-"), parts_with_dots=is_regional, has_fractions=money.code in _TOKENS)
    if value is None:
        return invalid(raw, "amount", "not a number in groups of thousands, or with decimals")
    shown = _show((-value if signs.is_negative else value) * money.scale)
    shortened = _SHORTENED if _POWER.search(raw) is not None else None
    doubt = shortened or signs.doubt or _doubt_of_dots(number, money, is_regional=is_regional) or money.doubt
    if doubt is not None:
        return possible(raw, f"{shown} {money.code}" if money.code else shown, "money", doubt)
    return valid(raw, f"{shown} {money.code}", "money")


def _plain(text: str) -> str:
    """Return a text in small letters with signs and coins in one form, and small powers of ten (`1.2e-05`) in full."""
    text = _HYPHEN_IN_COIN.sub("usd", _SIGN_APART.sub(r"\1$", text))
    return _POWER.sub(lambda found: f"{Decimal(found[0]):f}", _BESIDE_COIN.sub("", text))


def _taken_apart(text: str) -> tuple[str, Booking] | str:
    """Return the first number of a text and what stands around it, or why it is no amount."""
    found = _NUMBER.search(text)
    if found is None:
        return "holds no number"
    before, after = text[: found.start()], _EVEN.sub(" ", text[found.end() :])
    if found[0][0] not in "+-":
        before = _PLUS.sub("", before, count=1)
    number = _without_dot_of_word(before, found[0])
    if number is None:
        return _DOT_BEHIND_WORD
    booking = read_booking(before, after)
    return _OTHER_TEXT if booking is None else (number, booking)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Money:
    """What the words around a number say: how many times it counts, of which currency, and what is in doubt."""

    scale: int
    code: str | None
    doubt: str | None

    def parts_with_dots(self, country: str) -> bool:
        """Tell whether a dot before three digits parts thousands."""
        if self.code in _DOT_THOUSANDS:
            return True
        is_money = self.code is None or (self.code not in _TOKENS and self.scale == 1)
        return is_money and country in _DOT_COUNTRIES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words around a number: `is_k` of a K that is no kilo for sure, `k_in_front` of one before the number."""

    scale: int = 1
    code: str | None = None
    bare_dollar: bool = False
    bare_yuan: bool = False
    bare_yen: bool = False
    k_behind: bool = False
    k_in_front: bool = False
    letter_behind: bool = False

    def read(self, given: str, country: str) -> _Money:
        """Return what the words say in a country, and with the currency that is given where they name none."""
        code, scale = self.code or _WORDS.get(given), self.scale
        doubt = _LETTER_IN_DOUBT if self.letter_behind else None
        if self.bare_yuan and self.code is None:
            code, doubt = self._yuan(code, country)
        elif self.bare_yen:
            code = code or _SIGN_YEN.get(country)
        if self.k_behind or self.k_in_front:
            sign = code if code in _SIGN_K.values() else _SIGN_K.get(country)
            if self.k_in_front or (sign is not None and self.code is None and code in (None, sign)):
                doubt = None if self.k_in_front and sign and code in (None, sign) else _K_IN_DOUBT
                code = code or sign
            else:
                scale *= _SCALES["k"]
        if code is None:
            bare = "a dollar of no country" if self.bare_dollar else "a yen or a yuan" if self.bare_yen else None
            doubt = doubt or bare or "no currency is given"
        return _Money(scale=scale, code=code, doubt=doubt)

    def _yuan(self, given: str | None, country: str) -> tuple[str, str | None]:
        """Return the currency of a bare yuan sign, which is that of Taiwan, Hong Kong and Singapore as well."""
        if given in (*_SIGN_YUAN.values(), "CNY"):
            return given, None
        return _SIGN_YUAN.get(country, "CNY"), "a sign of several currencies" if country in _SIGN_YUAN else None


def _doubt_of_dots(number: str, money: _Money, *, is_regional: bool) -> str | None:
    """Return why a number whose only separator is a dot before three digits is in doubt, None where it is not."""
    digits = number.lstrip("+-")
    if money.code in _TOKENS or money.code in _DOT_THOUSANDS or digits.startswith("0"):
        return None
    if _DOT_OF_THREE.fullmatch(digits) is None or money.scale != 1:
        return None
    return "a dot before three digits may part thousands, and does where its country writes" if is_regional else _DOTS


def _split_words(before: str, after: str, letters: Mapping[str, str]) -> _Words | None:
    """Return what the words on both sides of a number say; None where one is unknown, or two currencies are named.

    `letters`: those that are the sign of a currency where the amount was written, as the last word of a side.
    """
    words = _Words()
    for side, is_front in ((before, True), (after, False)):
        rest = side.strip(_AROUND)
        while rest:
            word = rest if rest in letters else rest[0] if rest[0] in _BARE_SIGNS else _longest(rest)
            added = _with_word(words, word, letters, is_front=is_front) if word is not None else None
            if word is None or added is None:
                return None
            words, rest = added, rest[len(word) :].strip(_AROUND)
    return words


def _with_word(words: _Words, word: str, letters: Mapping[str, str], *, is_front: bool) -> _Words | None:
    if word == "$":
        return replace(words, bare_dollar=True)
    if word in _YEN_SIGNS:
        return replace(words, bare_yen=True)
    if word == "k":
        return replace(words, k_in_front=True) if is_front else replace(words, k_behind=True)
    if word == "元":
        return replace(words, bare_yuan=True)
    if word in _SCALES:
        return replace(words, scale=words.scale * _SCALES[word])
    code = letters.get(word) or _WORDS[word]
    if words.code not in (None, code):
        return None
    return replace(words, code=code, letter_behind=words.letter_behind or (word in letters and not is_front))


_VOCABULARY = sorted((*_WORDS, *_SCALES), key=len, reverse=True)


def _longest(text: str) -> str | None:
    """Return the longest known word that opens a text; a Latin word must end there."""
    for word in _VOCABULARY:
        if text.startswith(word) and not (
            word[-1].isascii() and word[-1].isalpha() and text[len(word) :][:1].isalpha()
        ):
            return word
    return None


def _without_dot_of_word(before: str, number: str) -> str | None:
    """Return a number without the dot that belongs to the word before it: `Rs.500`; None where it may be its own."""
    if not number.startswith(".") or not before[-1:].strip(" $"):
        return number
    if not before[-1:].isalpha():
        return number if before[-1] not in ".,'" else None
    return number[1:] if _WITH_A_DOT.search(before) or _MARKS.search(number[1:]) else None


def _decimal(text: str, *, parts_with_dots: bool = False, has_fractions: bool = False) -> Decimal | None:
    """Return a number whose separators may be English (1,234.5), continental (1.234,5) or Indian (1,23,456).

    Args:
        text: digits and separators, without a sign.
        parts_with_dots: whether a dot before three digits parts thousands.
        has_fractions: whether more than hundredths may stand behind a decimal comma, as of a token.

    Returns:
        None where groups are of other sizes, as where two amounts ran together: `1,2000`, `1,000,00`, `1.2.3`.
    """
    if len(text) > _LONGEST_NUMBER:
        return None
    single = _DECIMALS.fullmatch(text)
    if single is not None:
        return _of_one_mark(single, parts_with_dots=parts_with_dots, has_fractions=has_fractions)
    ends = _END.search(text)
    # The last mark is a decimal point where those before it are others.
    has_decimals = ends is not None and ends["mark"] not in text[: ends.start()]
    whole = text[: ends.start()] if has_decimals and ends is not None else text
    if not (whole.isdecimal() or _GROUPED.fullmatch(whole) or _LAKHS.fullmatch(whole)):
        return None
    rest = f".{ends['rest']}" if has_decimals and ends is not None else ""
    return Decimal(_MARKS.sub("", whole) + rest)


def _of_one_mark(found: re.Match[str], *, parts_with_dots: bool, has_fractions: bool) -> Decimal | None:
    """Return a number with one comma or dot, which parts thousands or is a decimal point."""
    whole, mark, rest = found["whole"], found["mark"], found["rest"]
    is_fraction = whole in ("", "0")
    if not whole and mark == ",":
        return None
    if not is_fraction and len(rest) == _GROUP and (mark == "," or parts_with_dots):
        return Decimal(whole + rest) if len(whole) <= _GROUP and whole[0] != "0" else None
    if mark == "," and len(rest) > _HUNDREDTHS and not (is_fraction or has_fractions):
        return None
    return Decimal(f"{whole or 0}.{rest}")


def _show(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
