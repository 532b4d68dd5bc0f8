"""Provinces and states as sources write them, of the region's countries: whether two are the same, or two.

Takeo, ខេត្តតាកែវ and 茶胶省 are one, Takeo and Oddar Meanchey are two. What no table has is neither.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names import site_name
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.places.address_parts import COMMA
from entity_resolution.places.provinces import province_of
from graph.values import normalise_country

# Provinces of which one was made of others, or took others in, and which one name is spelt for: the same place was in
# either. Vietnam joined 63 to 34 in July 2025; of the others the newer stands first. ISO 3166-2 and its changes.
_ONCE_ONE_WORDS = """
tuyenquang hagiang;laocai yenbai;thainguyen backan;phutho vinhphuc hoabinh;bacninh bacgiang;hungyen thaibinh
haiphong haiduong;ninhbinh hanam namdinh;quangtri quangbinh;danang quangnam;quangngai kontum;gialai binhdinh
khanhhoa ninhthuan;lamdong daknong binhthuan;daklak phuyen;hochiminh binhduong bariavungtau;dongnai binhphuoc
tayninh longan;cantho soctrang haugiang;vinhlong bentre travinh;dongthap tiengiang;camau baclieu;angiang kiengiang
th-38 th-43;th-bt th-95;kh-25 kh-3;kh-12 kh-8;la-xs la-vi la-vt la-xi;naypyidaw mandalay;shanxi shaanxi;hainan guangdong
"""
_ONCE_ONE = tuple(frozenset(group.split()) for group in re.split(r"[;\n]", _ONCE_ONE_WORDS.strip()))
_BETWEEN = re.compile(r"[,;/،၊]|\s[-–]\s")


class Region(NamedTuple):
    """A province or state that a text names.

    Attributes:
        said: it as the tables have it.
        direction: the part of it, or the one of several of its name: North.
    """

    said: str
    direction: frozenset[str]


class PlaceInRegion(NamedTuple):
    """A town or village, and the province or state that a text names behind it.

    Attributes:
        place: the text without its province and country.
        region: the province as written; `None` where none stands there.
    """

    place: str
    region: str | None


def place_in_region(text: str) -> PlaceInRegion:
    """Return what stands before the province and the country of a text: Bamban, of `Bamban, Tarlac, Philippines`.

    Args:
        text: a town as a source wrote it, its parts between commas, the smallest first.
    """
    parts = [part.strip() for part in COMMA.split(text) if part.strip()]
    if len(parts) > 1 and normalise_country(parts[-1]).value is not None:
        parts.pop()
    region = parts.pop() if len(parts) > 1 and province_of(parts[-1]) is not None else None
    return PlaceInRegion(", ".join(parts) or text, region)


def are_one_region(left: str, right: str) -> bool | None:
    """Return whether two texts name one province or state; `None` where a table has not both, or one was the other.

    Args:
        left: a region as a source wrote it.
        right: another.
    """
    one, other = _regions(left), _regions(right)
    if _spelt(left) == _spelt(right):
        return True
    if not one or not other:
        return None
    if one & other:
        return True
    pairs = [(a.said, b.said) for a in one for b in other]
    return None if any(a == b or _were_one(a, b) for a, b in pairs) else False


@lru_cache(maxsize=20_000)
def _regions(text: str) -> frozenset[Region]:
    whole = province_of(text)
    pieces = (piece.strip() for piece in _BETWEEN.split(text))
    found = (whole,) if whole is not None else (province_of(piece) for piece in pieces if piece)
    return frozenset(Region(*each) for each in found if each is not None)


def _were_one(one: str, other: str) -> bool:
    return any({one, other} <= group for group in _ONCE_ONE)


@lru_cache(maxsize=20_000)
def _spelt(text: str) -> str:
    return " ".join(site_name(text).tokens) or ascii_fold(text.lower())
