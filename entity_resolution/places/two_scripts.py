"""Addresses in two scripts: whether one in letters of the region may be one in Latin ones, by its numbers and names.

Street, quarter and town are read as names of places are. What no reading brings together is no evidence: the romanised
form of a street has many spellings, and some are in English.
"""

import re
from functools import lru_cache

from entity_resolution.names import NameKind, compare_names, site_name
from entity_resolution.names.words.glosses import forms_of
from entity_resolution.places.address_parts import BLOCKS, COMMA, UNITS
from entity_resolution.places.addresses import HOUSE_MARKS, NUMBER_MARKS
from entity_resolution.places.numbers_by_word import may_be_one_by_numbers, numbered_streets
from entity_resolution.places.street_words import MAX_CHARACTERS, address_words, street_words
from entity_resolution.places.towns import QUARTER_WORDS, TOWN_WORDS

# Words for the number of a house, a lane, a street and the parts of a country, before their name; of Chinese behind it.
_MARKS = re.compile(
    "บ้านเลขที่|เลขที่|ถนน|ซอย|หมู่ที่|หมู่|แขวง|เขต|ตำบล|อำเภอ|จังหวัด|(?<![ก-๙])[ถซมตอจ]\\."
    "|ផ្ទះលេខ|លេខ|ផ្លូវ|មហាវិថី|សង្កាត់|ខណ្ឌ|ភូមិ|ឃុំ|ស្រុក|ខេត្ត|ក្រុង|រាជធានី"
    "|အမှတ်|လမ်း|ရပ်ကွက်|မြို့နယ်|မြို့|တိုင်းဒေသကြီး"
    "|[号號路街道巷弄区區市省县縣镇鎮村]"
)
# Parts of a country, whose Latin words stand beside a name, and Chinese ones in pinyin, which stand apart in addresses.
_PARTS = frozenset({"subdistrict", "district", "province", "city"})
_IN_PINYIN = frozenset({"qu", "shi", "sheng", "hao", "dao"})
_LEAST_NAMES = 2
_NOT_NAMES = re.compile(r"[\d\s,/.#()၊។-]+")


def may_be_one_in_two_scripts(native: str, latin: str) -> bool:
    """Tell whether two addresses of two scripts have one house number and the same names, as far as both say them.

    Args:
        native: one line, in a script of the region.
        latin: one line in Latin letters.
    """
    if not may_be_one_by_numbers(native, latin):
        return False
    names, spelt = _names_in_own_letters(native), _names_in_latin(latin)
    if not names or not spelt:
        return False
    met = [any(_is_one_place(name, other) for other in spelt) for name in names]
    # A house number and a town are those of many houses, unless the street has a number, too.
    least = 1 if numbered_streets(native) & numbered_streets(latin) else _LEAST_NAMES
    return met[0] and sum(met) >= max(least, min(len(names), len(spelt)))


def _names_in_own_letters(text: str) -> list[str]:
    return [name for name in _NOT_NAMES.split(_MARKS.sub(" ", text[:MAX_CHARACTERS])) if name]


def _names_in_latin(text: str) -> list[str]:
    """Return the names that the parts of an address say, without street words and numbers."""
    known = street_words().known | _marks_in_latin()
    parts = [
        [word for word in address_words(part) if word not in known and not word[0].isdigit()]
        for part in COMMA.split(text[:MAX_CHARACTERS])
    ]
    return [" ".join(words) for words in parts if words]


@lru_cache(maxsize=1)
def _marks_in_latin() -> frozenset[str]:
    return forms_of(_PARTS) | TOWN_WORDS | QUARTER_WORDS | NUMBER_MARKS | HOUSE_MARKS | UNITS | BLOCKS | _IN_PINYIN


@lru_cache(maxsize=20_000)
def _is_one_place(name: str, spelt: str) -> bool:
    return compare_names(site_name(name), site_name(spelt), NameKind.SITE).agrees
