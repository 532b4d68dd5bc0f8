"""Whether an address says which house is meant, no more than a town or a street, or no place at all.

`12 Street 271, Phnom Penh` says a house, and so does a compound by its name; `Cambodia`, `Street 271`, `Room 1` and a
box at a post office are those of many, and `unknown` or `online` is written where no place is known.
"""

import re
from functools import lru_cache
from itertools import combinations, pairwise

from entity_resolution.places.address_parts import (
    BLOCKS,
    COMMA,
    UNITS,
    has_house_number,
    has_street_word,
    is_building,
    is_unit,
)
from entity_resolution.places.addresses import HOUSE_MARKS
from entity_resolution.places.house_names import kinds_of_house
from entity_resolution.places.institutions import names_an_institution
from entity_resolution.places.notation import in_latin_letters
from entity_resolution.places.numbers_by_word import Numbered, is_of_numbers_alone, said_numbers
from entity_resolution.places.provinces import before_districts, is_of_districts, is_province
from entity_resolution.places.street_words import MAX_CHARACTERS, address_words
from entity_resolution.places.towns import is_known_town
from graph.values import bare_text, is_placeholder_name, listed, normalise_country, platforms

_POSTCODE = re.compile(r"\d{4,6}")
# Before a town stands a postcode, which has more digits.
_HOUSE_NUMBER = re.compile(r"\W*\d{1,3}(?:[/-]\d+)?\b")
# The short form of the Thai word for a province reads in Latin letters as a French street: ch.
_SHORT_PROVINCE = re.compile(r"(?<![\u0e01-\u0e4f])จ\s?\.\s*(?=[\u0e01-\u0e4f])")
# So many words at most name a town, a province and a country without a comma between them.
_MOST_WORDS = 8
_OF_A_HOUSE = 2  # numbers
# A plot of land is numbered in a town or along a road, and is one house: Lot 7, Langkawi.
_PLOTS = frozenset({"lot", "plot"})
# What a house with a name of its own is called, beside the words for a building.
_HOUSES = frozenset(
    {"house", "villa", "mansion", "condo", "condominium", "apartment", "apartments", "residence", "flats"}
)
# Where somebody is who is nowhere, and what forms say instead of an address, beside the words for a name not known.
_NOWHERE_WORDS = """
online;on-line;internet;web;website;app;social media;via telegram;whatsapp;viber;zalo;signal;e-mail;email;virtual
no address;address unknown;unknown address;no fixed address;no fixed abode;homeless;same;the same;various
multiple;multiple locations;various locations;location unknown;unknown location;unlisted;not listed;not found;to follow
ออนไลน์;ทางออนไลน์;อินเทอร์เน็ต;ไม่ทราบที่อยู่;ไม่มีที่อยู่;ไม่ระบุที่อยู่;ไม่พบที่อยู่;ไม่พบ;ไม่ทราบสถานที่;ไม่เป็นหลักแหล่ง
网上;線上;线上;網上;在线;網路;网络;地址不详;地址不詳;地址未知;住址不详;住址不詳;无地址;無地址;住所不定;住所不明
trực tuyến;trên mạng;không rõ địa chỉ;không có địa chỉ;địa chỉ không rõ;chưa rõ địa chỉ;không cố định
dalam talian;daring;atas talian;alamat tidak diketahui;tidak ada alamat;tiada alamat;alamat tidak jelas;tidak tetap
walang address;walang tirahan;hindi alam ang address;អនឡាញ;អនឡាញន៍;តាមអនឡាញ;មិនស្គាល់អាសយដ្ឋាន;គ្មានអាសយដ្ឋាន;មិនដឹងទីកន្លែង
အွန်လိုင်း;လိပ်စာမသိ;လိပ်စာမရှိ;နေရာမသိ;ອອນລາຍ;ບໍ່ມີທີ່ຢູ່;ບໍ່ຮູ້ທີ່ຢູ່;온라인;주소불명;주소 불명;주소미상;주소 미상;주거부정
オンライン;ネット;住所未定;адрес неизвестен;без адреса;онлайн;интернет
"""
NOWHERE = frozenset(listed(_NOWHERE_WORDS)) | frozenset(platforms())
"""What stands for no address, in small letters, beside the words for a name not known."""
# A town in Timor-Leste is called Same; without its country the word says that the line above holds.
_TOWN_OF_SAME = re.compile(r"same[\s,;]+(?:manufahi[\s,;]+)?(?:timor[\s-]+leste|east timor)")
# What every country or town has.
_ANYWHERE_WORDS = """
border;border area;near border;near border town;border zone;border crossing;downtown;uptown;midtown
town;in town;city;village;centre;center;city centre;city center;town centre;town center
central;outskirts;suburb;suburbs;countryside;rural area;capital;province;district;overseas;abroad
ชายแดน;ในเมือง;ตัวเมือง;ใจกลางเมือง;ต่างจังหวัด;ต่างประเทศ;边境;邊境;边境地区;市区;市區;市中心;国外;國外;境外;海外
biên giới;trung tâm;trung tâm thành phố;nước ngoài;ngoại ô;perbatasan;sempadan;pusat kota;pusat bandar;luar negeri
luar negara;hangganan;ព្រំដែន;ទីក្រុង;ក្រៅប្រទេស;နယ်စပ်;မြို့ထဲ;နိုင်ငံခြား;ຊາຍແດນ;ໃນເມືອງ;ຕ່າງປະເທດ;국경;시내;해외;国境
"""
_ANYWHERE = frozenset(listed(_ANYWHERE_WORDS))
# A box at a post office, in the languages of the region and of offshore registers.
_BOX = re.compile(
    r"\bp\.?\s?o\.?\s?(?:box|b\.)|\bpost(?:al)?\s?(?:office)?\s?box\b|\bgpo\s+box\b|\bpostfach\b|\bapartado\b|\bcasilla\b"
    r"|\bpeti\s+surat\b|\bkotak\s+pos\b|\bhộp thư\b|\bhòm thư\b|ตู้\s?(?:ปณ|ไปรษณีย์)|信箱|郵箱|邮箱|私書箱|사서함|ប្រអប់សំបុត្រ"
    r"|စာတိုက်သေတ္တာ|ຕູ້\s?ປນ",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def tells_no_place(text: str) -> bool:
    """Tell whether a text is what sources write where they know no address or place: `unknown`, `-`, `online`.

    Args:
        text: an address or the name of a place, in any language.
    """
    parts = [part for part in COMMA.split(text[:MAX_CHARACTERS]) if any(map(str.isalnum, part))]
    return not parts or all(is_placeholder_name(part) or bare_text(part) in NOWHERE for part in parts)


@lru_cache(maxsize=20_000)
def is_at_large(text: str) -> bool:
    """Tell whether a place is a country, a part of one by the word for it, or what every town has: `Kayin State`.

    A province without the word for one may be its town: Kampot. With a town or a house beside it, it is no longer at
    large: Mae Sot, Tak Province.
    """
    if bare_text(text).removeprefix("the ") in _ANYWHERE or normalise_country(text).value is not None:
        return True
    parts = [part.strip() for part in COMMA.split(text[:MAX_CHARACTERS]) if part.strip()]
    return all(map(is_at_large, parts)) if len(parts) > 1 else is_province(text[:MAX_CHARACTERS])


@lru_cache(maxsize=20_000)
def names_no_house(text: str) -> bool:
    """Tell whether an address is that of many houses: a country, town, street or room alone, or a box at a post office.

    A name that is no known town's is that of a house or compound.

    Args:
        text: one line, in any script.
    """
    if _TOWN_OF_SAME.fullmatch(bare_text(text[:MAX_CHARACTERS])) is not None:
        return True
    parts = [part.strip() for part in COMMA.split(text[:MAX_CHARACTERS]) if part.strip()]
    if any(map(_BOX.search, parts)):
        others = (part for part in parts if _BOX.search(part) is None)
        return not any(has_house_number(part) and has_street_word(part) for part in others)
    rest = [_village_alone(part) for part in parts if not (tells_no_place(part) or _is_area(part))]
    if rest and rest[0] == parts[0] and _is_numbered_road(rest[0]):
        # What stands behind it is its town, whether or not a table has that: a house by name stands before its road.
        rest = [part for part in rest if not _may_be_a_town(part)]
    if any(_PLOTS.intersection(address_words(part)) for part in rest) or not all(
        is_unit(part) or is_of_numbers_alone(part) for part in rest
    ):
        return False
    said = [number.said for part in rest for number in said_numbers(_with_numbers_in_digits(part))]
    told = sum(each is not Numbered.UNIT for each in said)
    if told and any(map(_says_building, rest)):
        return False
    # A house's number stands beside that of its street, lane or village: 12 Street 271, 570 Fourth St., 12/1 Moo 3.
    return Numbered.PLAIN not in said or told < _OF_A_HOUSE


def _village_alone(part: str) -> str:
    """Return a numbered village without the districts behind it, any other part as it is: หมู่ 3 ต.แม่ปะ อ.แม่สอด."""
    front = before_districts(part)
    if front == part or not is_of_numbers_alone(front):
        return part
    return front if any(number.said is Numbered.VILLAGE for number in said_numbers(front)) else part


def _is_numbered_road(part: str) -> bool:
    """Tell whether a part is a road, lane or village by its number alone: National Road 5, Village 3."""
    said = {number.said for number in said_numbers(part)}
    return is_of_numbers_alone(part) and bool(said) and said.isdisjoint((Numbered.PLAIN, Numbered.UNIT))


def _may_be_a_town(part: str) -> bool:
    """Tell whether a part is a name without a number, or a word for a street, a building or a kind of house."""
    if not in_latin_letters(part) or any(map(str.isdigit, part)) or has_street_word(part) or is_building(part):
        return False
    is_house = names_an_institution(part) or bool(kinds_of_house(part))
    return not is_house and _HOUSES.isdisjoint(address_words(part))


def _says_building(part: str) -> bool:
    """Tell whether a part has the number of a building, which is a house's where a street stands beside it: Blk 5."""
    return any(word in HOUSE_MARKS and number[0].isdigit() for word, number in pairwise(address_words(part)))


def _with_numbers_in_digits(part: str) -> str:
    return " ".join(address_words(part)) if in_latin_letters(part) else part


def _is_area(part: str) -> bool:
    """Tell whether a part of an address is a country, a part of one or towns: Kandal Province, Poipet Cambodia."""
    if _HOUSE_NUMBER.match(part) is not None:
        return False  # 118 Wat Bo, but 10110 Bangkok
    if "จ" in part:
        part = _SHORT_PROVINCE.sub("จังหวัด", part)
    if _has_street(part):
        return is_province(part)  # Hanover St., but tỉnh Bình Dương, in whose name is a word for a street
    if is_at_large(part) or is_known_town(part) or is_of_districts(part):
        return True
    words = part.split()
    if not 1 < len(words) <= _MOST_WORDS or not (UNITS | BLOCKS).isdisjoint(address_words(part)):
        return False
    return _are_areas(words)


def _has_street(part: str) -> bool:
    return has_street_word(part) and address_words(part)[0] != "st"  # St. Petersburg


def _are_areas(words: list[str]) -> bool:
    """Tell whether words, not one area's name, are those of areas one behind the other, some with a postcode behind.

    Names are asked for from each word on where one may begin, and none is asked for twice.
    """
    begins = [True, *(False for _ in words)]
    for start, end in combinations(range(len(words) + 1), 2):
        if begins[start] and not begins[end] and end - start < len(words):
            text = " ".join(words[start:end])
            is_postcode = start > 0 and _POSTCODE.fullmatch(text.replace(" ", "")) is not None
            begins[end] = is_postcode or _is_one_area(text)
    return begins[-1]


def _is_one_area(text: str) -> bool:
    if is_at_large(text):
        return True
    return (is_known_town(text) or is_of_districts(text)) and not (_HOUSE_NUMBER.match(text) or _has_street(text))
