"""Addresses in two scripts: whether one in letters of the region may be one in Latin ones, by its numbers and names.

Street, quarter and town are read as names of places are. What no reading brings together is no evidence: the romanised
form of a street has many spellings, and some are in English.
"""

import re
import unicodedata
from functools import lru_cache

from entity_resolution.names import NameKind, compare_names, site_name
from entity_resolution.places.address_parts import COMMA
from entity_resolution.places.street_words import MAX_CHARACTERS, address_words, street_words

# Words for the number of a house, a lane, a street and the parts of a country, before their name; of Chinese behind it.
_MARKS = re.compile(
    "บ้านเลขที่|เลขที่|ถนน|ซอย|หมู่ที่|หมู่|แขวง|เขต|ตำบล|อำเภอ|จังหวัด|(?<![ก-๙])[ถซมตอจ]\\."
    "|ផ្ទះលេខ|លេខ|ផ្លូវ|មហាវិថី|សង្កាត់|ខណ្ឌ|ភូមិ|ឃុំ|ស្រុក|ខេត្ត|ក្រុង|រាជធានី"
    "|အမှတ်|လမ်း|ရပ်ကွက်|မြို့နယ်|မြို့|တိုင်းဒေသကြီး"
    "|[号號路街道巷弄区區市省县縣镇鎮村]"
)
# Of the parts of a country in Latin letters, beside the words for streets.
_LATIN_MARKS = frozenset(
    {"district", "subdistrict", "township", "province", "city", "commune", "khan", "sangkat", "khet", "khwaeng"}
    | {"tambon", "amphoe", "amphur", "changwat", "quarter", "ward", "no", "house"}
    | {"qu", "shi", "sheng", "lu", "jie", "hao", "dao"}
)
# A lane's number is no street's: there is a Soi 11 of many.
_NUMBERED_STREET = re.compile(r"(?:ផ្លូវ|လမ်း)(?:លេខ)?\s*\d")
_LEAST_NAMES = 2
_NUMBERS, _POSTCODE = re.compile(r"\d+"), 5  # digits
_NOT_NAMES = re.compile(r"[\d\s,/.#()၊។-]+")


def may_be_one_in_two_scripts(native: str, latin: str) -> bool:
    """Tell whether two addresses of two scripts have one house number and the same names, as far as both say them.

    Args:
        native: one line, in a script of the region.
        latin: one line in Latin letters.
    """
    ones, others = _numbers(native), _numbers(latin)
    if not ones or not others or ones[0] != others[0] or not _say_the_same(set(ones), set(others)):
        return False
    names, spelt = _names_in_own_letters(native), _names_in_latin(latin)
    if not names or not spelt:
        return False
    met = [any(_is_one_place(name, other) for other in spelt) for name in names]
    # A house number and a town are those of many houses, unless the street has a number, too.
    least = 1 if len(ones) > 1 and _NUMBERED_STREET.search(native) else _LEAST_NAMES
    return met[0] and sum(met) >= max(least, min(len(names), len(spelt)))


def _numbers(text: str) -> list[str]:
    """Return the numbers of an address in plain digits, without a postcode."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text[:MAX_CHARACTERS])
    return [number for number in _NUMBERS.findall(plain) if len(number) < _POSTCODE]


def _say_the_same(ones: set[str], others: set[str]) -> bool:
    return ones <= others or others <= ones


def _names_in_own_letters(text: str) -> list[str]:
    return [name for name in _NOT_NAMES.split(_MARKS.sub(" ", text[:MAX_CHARACTERS])) if name]


def _names_in_latin(text: str) -> list[str]:
    """Return the names that the parts of an address say, without street words and numbers."""
    known = street_words().known | _LATIN_MARKS
    parts = [
        [word for word in address_words(part) if word not in known and not word[0].isdigit()]
        for part in COMMA.split(text[:MAX_CHARACTERS])
    ]
    return [" ".join(words) for words in parts if words]


@lru_cache(maxsize=20_000)
def _is_one_place(name: str, spelt: str) -> bool:
    return compare_names(site_name(name), site_name(spelt), NameKind.SITE).agrees
