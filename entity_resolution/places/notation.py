"""Short forms of the parts of an address in the region, written in full: ต., ม., RT 003/RW 05, P.5, Q.3, Brgy.

And which part of a country an address names by its mark: two subdistricts, wards or provinces are two places, however
alike the rest of the line is.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

from graph.values import fold_text

_MAX_CHARACTERS = 500
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\U0003ffff]")
_THAI = re.compile("[ก-๙]")
# A letter with a point stands for a word where no Thai letter stands before it: อ., but not in พ.ศ.
_ALONE = "(?<![ก-๙.])"
_IN_THAI = (
    (re.compile(r"บ้านเลขที่|เลขที่"), " "),
    (re.compile(rf"(?:หมู่บ้านที่|หมู่ที่|หมู่|{_ALONE}ม\s?\.)\s*(?=\d)"), " หมู่ "),
    (re.compile(rf"(?:ซอย|{_ALONE}ซ\s?\.)\s*"), " ซอย "),
    (re.compile(rf"(?:ถนน|{_ALONE}ถ\s?\.)\s*"), " ถนน "),
    (re.compile(rf"(?:ตำบล|อำเภอ|จังหวัด|{_ALONE}(?:แขวง|เขต|[ตอจ]\s?\.))\s*"), " "),
    (re.compile(r"กรุงเทพ(?:มหานคร|ฯ)?|กทม\.?"), " กรุงเทพ "),
)
_THAI_PARTS = {
    "subdistrict": re.compile(rf"(?:ตำบล|{_ALONE}(?:แขวง|ต\s?\.))\s*([ก-๙]+)"),
    "district": re.compile(rf"(?:อำเภอ|{_ALONE}(?:เขต|อ\s?\.))\s*([ก-๙]+)"),
    "province": re.compile(rf"(?:จังหวัด|{_ALONE}จ\s?\.)\s*([ก-๙]+)"),
}
_ANY_SHORT = re.compile(
    r"\b(?:r[tw]|tp|m|mu+|mooh?|brgy|bgy|brg|barangay|kel|kec|kab|ds|[pqhxtađ])\s?[.\d]|\b(?:r[tw]|mu|moo|brgy|bgy)\b"
    r"|\bhouse no|\b(?:ward|dist(?:rict)?)\.? \d|hcmc|chi minh|hồ chí|tp ?hcm|sài gòn",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(
    r"[ăđơư\u1ea0-\u1ef9]|\btp\b|(?<!\w)q\.\s?\d|\b(?:phuong|quan)\b|hcmc|ho chi minh|\bha ?noi\b|\bda ?nang\b",
    re.IGNORECASE,
)
_THAI_IN_LATIN = re.compile(
    r"\b(?:moo|mu|tambon|amphoe|changwat)\b|(?<![\w.])m\.\s?\d|(?<!\w)t\..*(?<!\w)a\.", re.IGNORECASE
)


def _numbered(found: re.Match[str]) -> str:
    return f"rt {int(found[1])} rw {int(found[2])} "


def _compiled(
    *pairs: tuple[str, str | Callable[[re.Match[str]], str]],
) -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), word) for pattern, word in pairs)


# A neighbourhood and its block in Indonesia, which are written with zeros before them or without.
_EVERYWHERE = _compiled(
    (r"\brt\s*[./-]?\s*rw\s*[.:]?\s*(\d{1,3})\s*[/-]\s*(\d{1,3})\b", _numbered),
    (r"\brt\s*[.:]?\s*(\d{1,3})\s*(?:[/,-]?\s*rw\s*[.:]?|[/-])\s*(\d{1,3})\b", _numbered),
    (r"\b(r[tw])\s*[.:]?\s*0*(?=[1-9]\d{0,2}\b)", r"\1 "),
    (r"\bkel\.\s*", "kelurahan "),
    (r"\bkec\.\s*", "kecamatan "),
    (r"\bkab\.\s*", "kabupaten "),
    (r"\b(?:brgy|bgy|brg|barangay)\b\.?\s*(?:no\.?\s*(?=\d))?", "barangay "),
    (r"\bhouse\s+no\.?\s*(?=\d)", ""),
    (r"(?:(?<![\w.])m\.|\b(?:mooh?|muu?)\b\.?(?:\s*(?:no\.?|thi))?)\s*(?=\d{1,3}\b)", "moo "),
)
_OF_VIETNAM = _compiled(
    (r"(?<![\w.])p(?:\.\s*|\s?(?=\d{1,2}\s*,?\s*q))(?=\d{1,2}\b|[^\W\d])", "phuong "),
    (r"(?<![\w.])q(?:\.\s*|\s?(?=\d))(?=\d{1,2}\b|[^\W\d])", "quan "),
    (r"(?:(?<![\w.])tp\b\.?\s*|thành phố\s+|thanh pho\s+)(?:hcm\b|(?:hồ chí minh|ho chi minh)\b)", "Ho Chi Minh"),
    (r"\b(?:tphcm|hcmc|ho chi minh city|hồ chí minh|sài gòn|sai gon|saigon)\b", "Ho Chi Minh"),
    (r"(?<![\w.])tp\.\s*", "thanh pho "),
    (r"(?<![\w.])h\.\s*(?=[^\W\d]{2})", "huyen "),
    (r"(?<![\w.])x\.\s*(?=[^\W\d]{2})", "xa "),
    (r"(?<![\w.])t\.\s*(?=[^\W\d]{2})", "tinh "),
    (r"(?<![\w.])đ\.\s*(?=[^\W\d]{2})", "duong "),
    (r"\bward\s+(?=\d)", "phuong "),
    (r"\bdist(?:rict|\.)?\s*(?=\d)", "quan "),
)
_OF_THAILAND = _compiled(
    (r"(?<![\w.])t\.\s*(?=[^\W\d]{2})", "tambon "),
    (r"(?<![\w.])a\.\s*(?=[^\W\d]{2})", "amphoe "),
)
_MARKS = "phuong|quan|huyen|xa|barangay|kelurahan|kecamatan|kabupaten|tambon|amphoe|changwat"
_LATIN_PART = re.compile(rf"\b({_MARKS})\s+([^\d\W].*?)(?=\s*(?:[,;()]|\b(?:{_MARKS})\b|$))")
# Of the districts of a city some have a number for a name, and others none: Quan 1, Quan Go Vap.
_NUMBERED_DISTRICT = re.compile(r"\b(quan)\s+(\d{1,2})\b")
# From so alike on, of 100, two names of a part of a country are one: Khlong Toei, Klong Toey.
_ONE_NAME = 80
_LONG = 5  # letters, of a name that the other may hold with a town behind it: Mueang, Muang Trang


def in_latin_letters(text: str) -> bool:
    """Tell whether an address is written in Latin letters alone, accents and digits included."""
    return _NOT_LATIN.search(text) is None


@lru_cache(maxsize=5_000)
def in_full(text: str) -> str:
    """Return an address with its short forms written in full, and the marks of Thai parts of a country left out.

    Args:
        text: one line or a part of it, in any script.
    """
    text = text[:_MAX_CHARACTERS]
    if _THAI.search(text) is not None:
        folded = fold_text(text)
        for pattern, word in _IN_THAI:
            folded = pattern.sub(word, folded)
        return " ".join(folded.split())
    return short_in_full(text)


def short_in_full(text: str) -> str:
    """Return an address with the short forms of Latin letters written in full; letters of other scripts stay."""
    if _ANY_SHORT.search(text) is None:
        return text
    thai, vietnamese = _THAI_IN_LATIN.search(text), _VIETNAMESE.search(text)
    for pattern, word in (*_EVERYWHERE, *(_OF_VIETNAM if vietnamese else ()), *(_OF_THAILAND if thai else ())):
        text = pattern.sub(word, text)
    return text


def are_in_two_parts(left: str, right: str) -> bool:
    """Tell whether two addresses of one script name two parts of a country by one mark: ต.บางรัก, ต.บางหมาก.

    Args:
        left: one line, in any script.
        right: likewise.
    """
    ones, others = _named_parts(left), _named_parts(right)
    return any(not _is_one(ones[mark], others[mark]) for mark in ones.keys() & others.keys())


def _is_one(one: str, other: str) -> bool:
    """Tell whether two names may be one: also cut short, as เมือง for the capital's district, or with a slip."""
    if one.startswith(other) or other.startswith(one) or fuzz.ratio(one, other) >= _ONE_NAME:
        return True
    return min(len(one), len(other)) >= _LONG and fuzz.partial_ratio(one, other) >= _ONE_NAME


@lru_cache(maxsize=5_000)
def _named_parts(text: str) -> Mapping[str, str]:
    text = text[:_MAX_CHARACTERS]
    if _THAI.search(text) is not None:
        found = ((mark, pattern.search(text)) for mark, pattern in _THAI_PARTS.items())
        return {mark: match[1] for mark, match in found if match is not None}
    plain = anyascii(short_in_full(text)).casefold()
    numbered = dict(_NUMBERED_DISTRICT.findall(plain))
    return numbered | {mark: re.sub(r"\W", "", name) for mark, name in _LATIN_PART.findall(plain)}
