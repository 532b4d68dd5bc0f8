"""Leave out the words for a city or county that Chinese registers put behind its name: 深圳市, Shenzhen Shi."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import kind_words
from entity_resolution.names.scripts.han import pinyin
from entity_resolution.names.scripts.han_sounds import is_in_pinyin
from entity_resolution.names.tables import read_rows

_PROVINCES = """
河北 山西 辽宁 遼寧 吉林 黑龙江 黑龍江 江苏 江蘇 浙江 安徽 福建 江西 山东 山東 河南 湖北 湖南 广东 廣東
海南 四川 贵州 貴州 云南 雲南 陕西 陝西 甘肃 甘肅 青海 台湾 臺灣 台灣
"""
_PROVINCE = f"(?:{'|'.join(_PROVINCES.split())})省?"
_REGION = "(?:内蒙古|內蒙古|广西|廣西|西藏|宁夏|寧夏|新疆)(?:壮族|壯族|回族|维吾尔|維吾爾)?自治[区區]"
_PROVINCE_IN_FRONT = re.compile(
    f"({'|'.join(_PROVINCES.split())}|广西|廣西|宁夏|寧夏|新疆|西藏|内蒙古|內蒙古)省?(?=[^\\W\\d_]{{3}})"
)
# Other words that end or begin with the same letters: a supermarket, a market, a community, the block chain.
_CITY = "[^\\W\\d_]{1,3}[^\\W\\d_城超都门門夜股上菜]市(?![场場政民值])"
_DISTRICT = "[^\\W\\d_]{1,3}(?:(?<!高)新[区區]|(?<![社园園小景特学學校厂廠库庫开開发發湾灣])[区區])(?![块塊域间間])"
_COUNTY = "[^\\W\\d_]{2,3}县|[^\\W\\d_]{2,3}縣"
# A register's name begins with the places, the widest first, and at least two letters of its own follow.
_PLACES = re.compile(
    f"(?P<wide>(?:{_REGION}|{_PROVINCE})?)(?P<city>(?:{_CITY})?)(?P<part>(?:{_DISTRICT}|{_COUNTY})?)(?=[^\\W\\d_]{{2}})"
)
_DIVISION = re.compile(r"(?:(?:壮族|壯族|回族|维吾尔|維吾爾)?自治[区區]|(?<=..)[省市县縣区區]|(?<=..)新[区區])$")
_SIGNS = frozenset("省市县縣区區")

# The same in Latin letters, behind the place's name in pinyin: the first kind anywhere, the second behind one of these.
_OF_A_CITY = frozenset({"shi", "city", "xian", "county", "province"})
_OF_A_PART = frozenset({"qu", "district", "xinqu"})
_PROVINCE_WORD = "sheng"
# A place, the word for it and a name.
_FEWEST = 3
_IN_PINYIN = """
hebei shanxi liaoning jilin heilongjiang jiangsu zhejiang anhui fujian jiangxi shandong henan hubei hunan guangdong
hainan sichuan guizhou yunnan shaanxi gansu qinghai taiwan guangxi
"""
# Towns at the borders and of those who went abroad, which a table of the largest has not.
_TOWNS_IN_PINYIN = """
ruili wanding tengchong longchuan yingjiang mangshi longling gengma cangyuan zhenkang menglian lancang ximeng mengla
mohan menghai jinghong hekou malipo jinping luchun pingxiang dongxing ningming longzhou daxin jingxi napo pubei
fangchenggang anxi fuqing changle lianjiang pingtan xianyou longyan yongding yongchun dehua huian nanan
"""
_PROVINCES_IN_PINYIN = frozenset(_IN_PINYIN.split())
_OF_A_PLACE = (2, 3)  # characters


def without_divisions(native: str) -> str:
    """Return a Chinese company's name with the places that it begins with as others write them: 深圳市云和 is 深圳云和.

    Args:
        native: a name in Hanzi without its legal form.
    """
    if _SIGNS.isdisjoint(native):
        return native
    found = _PLACES.match(native)
    if found is None or not found.group():
        return native
    places = "".join(_DIVISION.sub("", found[name]) for name in ("wide", "city", "part"))
    return places + native[found.end() :]


def without_latin_divisions(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a company's Latin words without those for a city or province behind its name, where a name follows.

    Args:
        tokens: lower-case ASCII.
    """
    if len(tokens) < _FEWEST or not is_in_pinyin(tokens[0]):
        return tokens
    kept = [tokens[0]]
    for at, token in enumerate(tokens[1:], start=1):
        if at + 1 < len(tokens) and _is_division(token, tokens[at - 1]) and _names_follow(tokens[at + 1 :]):
            continue
        kept.append(token)
    return tuple(kept)


def place_in_front(characters: str) -> tuple[int, str]:
    """Return with how many characters a company's name says a place of China in front, and that place in pinyin.

    `(0, "")` where it says none, or nothing behind it.

    Args:
        characters: Hanzi.
    """
    for size in _OF_A_PLACE:
        place = "".join(pinyin(characters[:size]))
        if len(characters) > size and place in _places_in_pinyin():
            return size, place
    return 0, ""


def without_province(characters: str) -> tuple[str, str]:
    """Return the province of China that characters begin with, in pinyin, and what is left; `("", "")` for none.

    Args:
        characters: Hanzi, with the word for a province or without.
    """
    found = _PROVINCE_IN_FRONT.match(characters)
    return ("".join(pinyin(found[1])), characters[found.end() :]) if found is not None else ("", "")


@lru_cache(maxsize=1)
def _places_in_pinyin() -> frozenset[str]:
    return (
        _PROVINCES_IN_PINYIN
        | frozenset(_TOWNS_IN_PINYIN.split())
        | {row[0] for row in read_rows("cities.tsv") if is_in_pinyin(row[0])}
    )


def _is_division(token: str, before: str) -> bool:
    if token in _OF_A_CITY:
        return is_in_pinyin(before)
    return token in _OF_A_PART or (token == _PROVINCE_WORD and before in _PROVINCES_IN_PINYIN)


def _names_follow(tokens: tuple[str, ...]) -> bool:
    return any(token not in kind_words() for token in tokens)
