"""Names in one cell: `Tan Ah Kow @ David Tan`, `X a.k.a. Y`, `X (Y)` are a person's name and other names of theirs."""

from __future__ import annotations

import re

from entity_resolution.names.honorifics import is_trailing
from entity_resolution.names.script import Script, detect_script

_BETWEEN = re.compile(
    r"\s+(?:@|(?:a\.?k\.?a|a/k/a|f\.?k\.?a|alias)\b\.?:?|หรือ(?=\s)|又名|别名|別名|曾用名|化名)\s*(?=\S)", re.I
)
_IN_BRACKETS = re.compile(r"(\S.*?)\s*[(（]([^()（）]*)[)）]")
_LEAST_WORDS = 2
# A company's other names stand behind one of these, in brackets or not; what else is in brackets belongs to the name.
_COMPANY_ALSO = re.compile(
    r"\s*[(（,;]?\s*(?<![^\s(（,;])(?:(?:formerly|previously)(?:\s+(?:known|registered)\s+as)?|also\s+known\s+as|trading\s+as"
    r"|now\s+known\s+as|(?<=[(（])now(?=\s)|a\.?k\.?a|f/?k/?a|d/?b/?a|t/a|เดิมชื่อ|ชื่อเดิม|原名|曾用名)\b\.?:?\s*",
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
    bracketed = _IN_BRACKETS.fullmatch(own)
    if bracketed is not None and not _belongs(bracketed[2]):
        own = bracketed[1]
        others.insert(0, bracketed[2])
    if own == plain or not any(map(str.isalpha, own)):
        return text, ()
    return own, tuple(other.strip() for other in others if _is_whole(other))


def split_company_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a company's name from former and trading names behind it: `X Bhd (formerly Y Bhd)`.

    Args:
        text: a cell of a list.
    """
    plain = " ".join(text.split())
    own, *others = (part.strip(" ()（）") if at else part for at, part in enumerate(_COMPANY_ALSO.split(plain)))
    if not others or not any(map(str.isalpha, own)):
        return text, ()
    return own.strip(), tuple(other for other in others if any(map(str.isalpha, other)))


def _belongs(bracketed: str) -> bool:
    """Tell whether what stands in brackets tells persons of one name apart: `(Jr.)`, `(s/o Kumar)`."""
    return is_trailing(bracketed) or _RELATION.search(bracketed) is not None


def _is_whole(name: str) -> bool:
    """Tell whether another name has more than one word, or is in characters, which write it in one."""
    return len(name.split()) >= _LEAST_WORDS or (len(name) > 1 and detect_script(name) is Script.HAN)
