"""What headings of columns mean, by words in the languages of the region."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from graph.values import vietnamese_in_unicode


class Meaning(StrEnum):
    """What a column of a table may have.

    `SOME_NAME` is a name of a person, a company or a place, `NAME_PART` a part of a person's, `SOMEBODY` who has a part
    in a case, by name or by yes and no. `CELL` is a whole cell of a mobile network, the four behind it are its codes;
    `POSITION` is a latitude and a longitude in one column. `WALLET_MEMO` is the memo or tag by which an exchange
    tells the customers of one wallet apart, `CONTRACT` the address of a token's program, which is nobody's wallet.
    `AMOUNT_IN` and `AMOUNT_OUT` are what came to the account of a statement and what went out of it, `TRANSACTION` is
    what names a transfer, `POSTED` is when an advertisement was.
    """

    FULL_NAME = "full-name"
    SOME_NAME = "some-name"
    NAME_PART = "name-part"
    COMPANY_OR_PLACE = "company-or-place"
    SOMEBODY = "somebody"
    ALIAS = "alias"
    BIRTH_DATE = "birth-date"
    AGE = "age"
    SEX = "sex"
    NATIONALITY = "nationality"
    PASSPORT = "passport"
    NATIONAL_ID = "national-id"
    PHONE = "phone"
    ACCOUNT = "account"
    BANK = "bank"
    ACCOUNT_HOLDER = "account-holder"
    WALLET = "wallet"
    WALLET_MEMO = "wallet-memo"
    EMAIL = "email"
    URL = "url"
    HANDLE = "handle"
    ADDRESS = "address"
    COUNTRY = "country"
    PLATE = "plate"
    DEVICE = "device"
    CELL = "cell"
    CELL_COUNTRY = "cell-country"
    CELL_NETWORK = "cell-network"
    CELL_AREA = "cell-area"
    CELL_NUMBER = "cell-number"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    POSITION = "position"
    AMOUNT = "amount"
    AMOUNT_IN = "amount-in"
    AMOUNT_OUT = "amount-out"
    BALANCE = "balance"
    CURRENCY = "currency"
    TRANSACTION = "transaction"
    CONTRACT = "contract"
    INTERNET_ADDRESS = "internet-address"
    ADVERT_TITLE = "advert-title"
    ADVERT_TEXT = "advert-text"
    SALARY = "salary"
    WORKPLACE = "workplace"
    POSTED = "posted"
    DAY = "day"
    ROLE = "role"
    REFERENCE = "reference"
    NOTES = "notes"


class HeadingWord(NamedTuple):
    """What a heading means. `is_whole`: it is that word alone, as `Phone` is and `Phone of father` is not."""

    meaning: Meaning
    is_whole: bool


# From here on scripts write no space between words.
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff]")
_BESIDE = {Meaning.NAME_PART: Meaning.SOME_NAME, Meaning.COMPANY_OR_PLACE: Meaning.SOME_NAME}
_JOINED_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def heading_word(heading: str) -> HeadingWord | None:
    """Return what a heading means, None where it has no known word or words of several meanings."""
    words, folded = column_words(), folded_heading(heading)
    joined = folded.replace(" ", "")
    if joined in words:
        return HeadingWord(words[joined].meaning, is_whole=True)
    within = [w for w in words.values() if w.meaning is not Meaning.SOMEBODY and holds_word(folded, joined, w.text)]
    longest = max((len(word.text) for word in within), default=0)
    # With more words beside it either may name somebody else: `Family name of guardian`, `Company contact`.
    meanings = {_BESIDE.get(word.meaning, word.meaning) for word in within if len(word.text) == longest}
    return HeadingWord(meanings.pop(), is_whole=False) if len(meanings) == 1 else None


def holds_word(folded: str, joined: str, word: str) -> bool:
    """Return whether a heading holds a word: `tel` is no part of `hotel`, and of a script without spaces a part is.

    Args:
        folded: the heading, as `folded_heading` returns it.
        joined: the same without its spaces.
        word: folded.
    """
    if _UNSPACED.match(word):
        return word.replace(" ", "") in joined
    return f" {word} " in f" {folded} "


def folded_heading(text: str) -> str:
    """Return the letters and digits of a heading in small letters, with one space for whatever parts them."""
    apart = _JOINED_WORDS.sub(" ", unicodedata.normalize("NFKC", vietnamese_in_unicode(text)))
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in apart.casefold())
    return " ".join("".join(kept).split())


class ColumnWord(NamedTuple):
    """A word of the list, folded, with its meaning and the language that it is listed for."""

    text: str
    meaning: Meaning
    language: str


@lru_cache(maxsize=1)
def column_words() -> Mapping[str, ColumnWord]:
    """Return the words of the list, by their letters without spaces."""
    text = (files("ingest.drafting") / "data" / "column_words.tsv").read_text(encoding="utf-8")
    found: dict[str, ColumnWord] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            meaning, language, words = line.split("\t")
            for word in map(folded_heading, words.split(";")):
                found.setdefault(word.replace(" ", ""), ColumnWord(word, Meaning(meaning), language))
    return found
