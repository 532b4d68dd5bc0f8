"""Names in one cell: `Tan Ah Kow @ David Tan`, `X a.k.a. Y`, `X (Y)` are a person's name and other names of theirs."""

from __future__ import annotations

import re

from entity_resolution.names.burmese import burmese_syllables
from entity_resolution.names.honorifics import is_trailing
from entity_resolution.names.legal_forms import strip_legal_form
from entity_resolution.names.maiden_names import split_maiden_name
from entity_resolution.names.script import Script, detect_script
from entity_resolution.names.world_words import tell

# Words for "alias", "also called" and "or"; in Burma the first letter of the word stands in brackets for it.
_ALSO = (
    r"@|(?:a\.?k\.?a|a/k/a|f\.?k\.?a|alias|alyas)\b\.?:?"
    r"|(?:tức|còn gọi là|bí danh|tên khác|หรือ|ຫຼື|ຫລື|ခေါ်)(?=\s)|ហៅ|又名|别名|別名|曾用名|化名"
)
_BETWEEN = re.compile(rf"(?:\s+(?:{_ALSO})|\s*[(（]\s*(?:a|alias|a\.?k\.?a\.?|@|ခ|ခေါ်)\s*[)）])\s*(?=\S)", re.I)
_OPENING = re.compile(rf"(?:{_ALSO})\s*(?=\S)", re.I)
_AMID = re.compile(r"(\S[^()（）]*?)\s*[(（]([^()（）]*)[)）]\s*([^()（）]*\S)")
_IN_BRACKETS = re.compile(r"(\S.*?)\s*[(（]([^()（）]*)[)）]")
# A nickname in quotation marks, which are no apostrophes: Carlos "Lucky" Romero.
_IN_QUOTES = re.compile(r"""(?<!\S)(?:"([^"]+)"|'([^']+)'|“([^“”]+)”|«([^«»]+)»|‘([^‘’]+)’|„([^„“”]+)[“”])(?!\S)""")
_LEAST_WORDS = 2
# A company's other names stand behind one of these, in brackets or not; what else is in brackets belongs to the name.
_COMPANY_ALSO = re.compile(
    r"\s*[(（,;]?\s*(?<![^\s(（,;])(?:(?:formerly|previously)(?:\s+(?:known|registered|trading)\s+as)?|also\s+known\s+as"
    r"|(?:(?:doing|carrying\s+on|conducting)\s+business|trading|operating)\s+(?:as|under(?:\s+the)?(?:\s+trade)?(?:\s+name)?(?:\s+of)?)"
    r"|now\s+(?:known|trading)\s+as|(?<=[(（])now(?=\s)|a\.?k\.?a|f/?k/?a|d/?b/?a|t/a|เดิมชื่อ|ชื่อเดิม|原名|曾用名)\b\.?:?\s*",
    re.I,
)
# What else stands in brackets behind a company's name is another whole name from so many words on, save what says which
# part of it is meant, or what became of it.
_LEAST_WORDS_OF_COMPANY = 3
_NO_COMPANY = re.compile(
    r"\b(?:branch|division|department|office|unit|region|regional|state|province|district|county|zone|territory"
    r"|republic|islands?|sar|city|liquidation|administration|receivership|incorporated in|registered|subsidiary|part of"
    r"|member of|under|owned|see|and others)\b",
    re.I,
)
# What a place was called before, in brackets or between commas: (ex Lotus House), formerly Lotus House.
_FORMERLY = r"formerly|previously|f/?k/?a|anciennement|ehemals|fr[uü]her|vormals|voorheen|bekas|เดิมชื่อ|ชื่อเดิม|原名"
_FORMER_OF_SITE = re.compile(
    rf"\s*[(（]\s*(?:ex|now|antes|già|{_FORMERLY})\b\.?[\s:-]?\s*([^()（）]+)[)）]"
    rf"|\s*,\s*(?:ex|{_FORMERLY})\.?:?\s+([^,()（）]+)",
    re.I,
)
# Whose child or wife somebody is belongs to the name.
_RELATION = re.compile(r"\b(?:[sdw]/o|[sdw]\.o|bin|binti|bte|son|daughter|wife|father)\b", re.I)


def split_other_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a person's name from the other names behind it, of which nicknames and notes of one word are left out.

    A nickname is no evidence: `Somchai @ Lek` and `Malee @ Lek` are two.

    Args:
        text: a cell of a list.
    """
    # Of single spaces, so that a long run of them is not tried from each of its places.
    plain = " ".join(text.split())
    own, *others = _BETWEEN.split(plain)
    if (maiden := split_maiden_name(own)) is not None:
        own = maiden[0]
        others.insert(0, maiden[1])
    bracketed = _IN_BRACKETS.fullmatch(own)
    if bracketed is not None and not _belongs(bracketed[2]):
        own = bracketed[1]
        others.insert(0, _OPENING.sub("", bracketed[2], count=1))
    amid = _AMID.fullmatch(own)
    if amid is not None and not _belongs(amid[2]):
        own = f"{amid[1]} {amid[3]}"
        others.insert(0, _OPENING.sub("", amid[2], count=1))
    bare = " ".join(_IN_QUOTES.sub(" ", own).split())
    if bare != own and len(bare.split()) >= _LEAST_WORDS:
        others[:0] = [next(filter(None, found.groups())) for found in _IN_QUOTES.finditer(own)]
        own = bare
    if own == plain or not any(map(str.isalpha, own)):
        return text, ()
    return own, tuple(other.strip() for other in others if _is_whole(other))


def split_company_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a company's name from former and trading names behind it, and another whole name in brackets.

    `X Bhd (formerly Y Bhd)`, `Ocean Fishery Group (Haiyang Fishery Group)`; but `X Bhd (Sabah Branch Office)` is one.

    Args:
        text: a cell of a list.
    """
    plain = " ".join(text.split())
    own, *others = (part.strip(" ()（）") if at else part for at, part in enumerate(_COMPANY_ALSO.split(plain)))
    if not others and (bracketed := _IN_BRACKETS.fullmatch(own)) is not None and _is_company(bracketed[2]):
        own, others = bracketed[1], [bracketed[2].strip()]
    if not others or not any(map(str.isalpha, own)):
        return text, ()
    return own.strip(), tuple(other for other in others if any(map(str.isalpha, other)))


def split_site_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a place's name, perhaps with its address, from what it was called before: `Lotus House (ex Oak Inn), Bavet`.

    Args:
        text: a cell of a list.
    """
    if "(" not in text and "（" not in text and "," not in text:
        return text, ()
    former = tuple(next(filter(None, found.groups())).strip() for found in _FORMER_OF_SITE.finditer(text))
    own = _FORMER_OF_SITE.sub("", text).strip()
    return (own, former) if former and any(map(str.isalpha, own)) else (text, ())


def _is_company(bracketed: str) -> bool:
    """Tell whether what stands in brackets is a name by itself: three words or more, one of its own, with capitals.

    Of places and trades alone it would make one of all that have it: (Hong Kong China), (Import and Export).
    """
    if len(bracketed.split()) < _LEAST_WORDS_OF_COMPANY or bracketed == bracketed.lower():
        return False
    return _NO_COMPANY.search(bracketed) is None and bool(tell(strip_legal_form(bracketed).rest).rest)


def _belongs(bracketed: str) -> bool:
    """Tell whether what stands in brackets tells persons of one name apart: `(Jr.)`, `(s/o Kumar)`."""
    return is_trailing(bracketed) or _RELATION.search(bracketed) is not None


def _is_whole(name: str) -> bool:
    """Tell whether another name has more than one word, or is in a script that writes it in one: 陈伟, ကျော်စိုး."""
    if len(name.split()) >= _LEAST_WORDS:
        return True
    script = detect_script(name)
    return (script is Script.HAN and len(name) > 1) or (script is Script.MYANMAR and len(burmese_syllables(name)) > 1)
