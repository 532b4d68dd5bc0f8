"""Read two names of sites without the word that each source has for a compound: KK Park, KK Compound, KK Zone, KK园区.

园区 is a park to one agency and a compound to the next. A zone or a city may hold a park of its name, so it is told
from a park; a park, a compound and an estate are not told apart.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.companies.legal_forms import is_place_alone, kind_words_of_places
from entity_resolution.names.reading import site_name
from entity_resolution.names.scripts.form import NameForm, NameKind

# The words behind a name, by what they are here. A longer one stands before its end.
_BEHIND = {
    "park": r"(?:industrial|industry|technology|tech|science|it|business) park|park|พาร์[คก]|ປາກ|ផាក|ပါ့ခ်|"
    "(?:科技|工[业業]|[产產][业業]|[网網]投|[电電][诈詐]|[诈詐][骗騙]|博彩)?[园園][区區]|"
    "(?:科技|工[业業]|[产產][业業]|[网網]投|[电電][诈詐]|[诈詐][骗騙]|博彩)[园園]",
    "compound": "compounds?|大院|คอมพาวด์|ဝင်း",
    "estate": "(?:industrial )?estates?",
    "zone": r"special economic zone|economic zone|special zone|free zone|development zone|zone|s\.?e\.?z\.?|"
    "[经經][济濟]特[区區]|[开開][发發][区區]|[经經][济濟][区區]|特[区區]|โซน|ဇုန်",
    "city": "new city|city|新?城|(?:นิว ?)?ซิตี้",
    # Alone it is a park's; behind these characters it is a garden, a school or a manor.
    "yuan": "(?<![花公儿兒校家庄莊果乐樂物植菜茶墓陵])[园園]",
}
_IN_FRONT = {
    "park": "công viên|อุทยาน|ឧទ្យាន",
    "compound": "บริเวณ|បរិវេណ",
    "estate": "khu công nghiệp|นิคมอุตสาหกรรม|kawasan industri",
    "zone": "đặc khu kinh tế|đặc khu|khu kinh tế|เขตเศรษฐกิจพิเศษ|ເຂດເສດຖະກິດພິເສດ|តំបន់សេដ្ឋកិច្ចពិសេស",
    # What is named behind it: a quarter for tourists, for dwellings or of a side of the compass is a part of a town.
    "khu": r"khu(?= )(?! (?:nhà|biệt thự|chung cư|căn hộ|nghỉ dưỡng)(?: |$))"
    r"(?! (?:phố|đô thị|du lịch|dân cư|vực|chế xuất|tập thể|đông|tây|nam|bắc|trung)(?: |$))"
    r"(?! (?:[0-9]{1,2}|[a-h])(?: |$))",
}
# What is behind the word says a part of the compound: Dongmei Park 2.
_PART = r"(?P<part>(?:[ -]*(?:[0-9]{1,2}|[a-h]|[ivx]{1,4}))?)"
# A house of several by its number: one source calls it a block, the next a building. Neither is a park.
_HOUSES = {"block": "block|blk|blok", "building": "building|bldg|gedung"}
_NUMBER = r"\.?[ -]*(?:no\.? ?)?(?P<part>[0-9]{1,2}|[a-h])"
# Latin letters begin a word, others follow the name without a space: KK园区.
_BEFORE = "(?P<name>.+?)(?:(?<![a-z])|(?=[^a-z]))"
_PATTERNS = tuple(
    (said, re.compile(pattern, re.IGNORECASE))
    for said, pattern in (
        *((said, rf"{_BEFORE}(?:{words})(?![a-z]){_PART}$") for said, words in _BEHIND.items()),
        *((said, rf"(?:{words})(?P<name>\s*\S.*?)(?P<part>)$") for said, words in _IN_FRONT.items()),
        *((said, rf"{_BEFORE}(?:{words})(?![a-z]){_NUMBER}$") for said, words in _HOUSES.items()),
    )
)
# A zone or a city is wider than what stands in it.
_WIDE = frozenset({"zone", "city"})
_FEWEST_LETTERS = 2


class _Called(NamedTuple):
    """What a site is called without the word for a compound, and which word that is."""

    name: str
    said: str


def without_word_for_compound(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of sites that say a compound by two words, both without it: Lingzhi Park, 灵芝大院.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        The names in the order given; `None` where one says no such word or both the same, or is called for a town.
    """
    called = _two_words(left, right) if kind is NameKind.SITE else None
    if called is None:
        return None
    one, other = (replace(site_name(each.name), raw=form.raw) for each, form in zip(called, (left, right), strict=True))
    return one, other


def without_one_word_for_compound(left: NameForm, right: NameForm) -> tuple[NameForm, NameForm] | None:
    """Return two names of sites without the word for a compound where both say the same one: พาร์ค, Park.

    Args:
        left: one name as `site_name` reads it.
        right: the other.

    Returns:
        The names in the order given, as they are where neither says such a word; `None` where they differ in it.
    """
    one, other = _called(left), _called(right)
    if one is None and other is None:
        return left, right
    if one is None or other is None or one.said != other.said:
        return None
    return site_name(one.name), site_name(other.name)


def say_a_zone_and_a_compound(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names of sites says a zone or a city and the other what may stand in it: a park.

    Args:
        left: one name as `site_name` reads it.
        right: the other.
    """
    called = _two_words(left, right)
    return called is not None and any(each.said in _WIDE for each in called)


def _two_words(left: NameForm, right: NameForm) -> tuple[_Called, _Called] | None:
    one, other = _called(left), _called(right)
    if one is None or other is None or one.said == other.said or (one.said in _HOUSES) is not (other.said in _HOUSES):
        return None
    return one, other


@lru_cache(maxsize=20_000)
def _called(form: NameForm) -> _Called | None:
    """Return what a site is called without the word for a compound; `None` where it has none, or no name besides."""
    for said, pattern in _PATTERNS:
        found = pattern.fullmatch(form.native)
        if found is None:
            continue
        name = found["name"].strip(" -,")
        tokens = site_name(name).tokens
        if sum(map(str.isalpha, name)) < _FEWEST_LETTERS or kind_words_of_places().issuperset(tokens):
            return None
        if is_place_alone(tokens):
            return None
        return _Called(f"{name} {found['part'].strip(' -')}".strip(), said)
    return None
