"""Leave out which branch of a company is named, its seat, and its head office: a branch is no company of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import (
    is_country,
    is_legal_form_alone,
    is_place_alone,
    strip_legal_form,
)
from entity_resolution.names.companies.world_words import tell
from entity_resolution.names.scripts.cleaning import clean
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from graph.values import normalise_country

# Words for a branch that stand behind its place, and before it.
_BEHIND = r"branch(?:\s+office)?|(?:rep(?:resentative|\.)?|liaison)\s+office"
_BEFORE = (
    r"succursale|sucursale?|zweigniederlassung|niederlassung|bijkantoor|(?:kantor\s+)?cabang|cawangan|oddzia[lł]"
    r"|chi\s+nh[aá]nh|v[aă]n\s+ph[oò]ng\s+[dđ][aạ]i\s+di[eệ]n"
)
_UNSPACED_WORDS = "สาขา|ສາຂາ|សាខា|分公司|分行|支行|支店"
_ANY = re.compile(rf"{_BEHIND}|{_BEFORE}|{_UNSPACED_WORDS}", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    rf"(?<=\S)\s*[(（\[][^()（）\[\]]*(?:\b(?:{_BEHIND}|{_BEFORE})\b|{_UNSPACED_WORDS})[^()（）\[\]]*[)）\]]",
    re.IGNORECASE,
)
_BEHIND_A_STOP = re.compile(rf"(?<=\S)(?:\s*,|\s+[-–])\s*[^,()]*\b(?:{_BEHIND}|{_BEFORE})\b[^,()]*$", re.IGNORECASE)
_WORD_BEFORE = re.compile(rf"(?<=\S)\s+(?:{_BEFORE})\s+\S.*$", re.IGNORECASE)
_WORD_BEHIND = re.compile(rf"\s+(?:{_BEHIND})$", re.IGNORECASE)
# In front in Vietnamese: of the company at a place, or of a place and then the company.
_IN_FRONT = re.compile(
    r"^(?:chi\s+nh[aá]nh|v[aă]n\s+ph[oò]ng\s+[dđ][aạ]i\s+di[eệ]n)\s+(?:[^-–]+\s[-–]\s+(?P<behind>\S.*)"
    r"|(?P<of>.*?\S)(?:\s+t[aạ]i\s+\S.*|\s+[-–]\s+\S.*)?)$",
    re.IGNORECASE,
)
# In scripts without spaces, behind the name or, in Hanzi, behind its legal form.
_UNSPACED = re.compile(
    r"(?<=\S)\s*(?:สาขา|ສາຂາ|សាខា)\S.*$|(?<=公司)[^\W\d]{2,8}分公司$|(?<=[银銀]行)[^\W\d]{2,8}[分支]行$|(?<=会社|銀行)[^\W\d]{2,8}支店$"
)
_HEAD_OFFICE = re.compile(
    r"(?<=\S)\s*[(（,–-]?\s*(?:สำนักงานใหญ่|ສຳນັກງານໃຫຍ່|总部|總部|本社"
    r"|(?<=[\s(,])(?:head office|kantor pusat|ibu pejabat|tr[uụ] s[oở] ch[ií]nh))\s*[)）]?$",
    re.IGNORECASE,
)
_MOST_WORDS_OF_PLACE = 3
_BEHIND_COMMA = re.compile(r"(?P<name>[^,].*\S),\s*(?P<seat>[^\W\d_][^,()\d]{2,30})")


def without_head_office(text: str) -> str:
    """Return a company's name without the words that say that its head office is meant: (สำนักงานใหญ่)."""
    return _HEAD_OFFICE.sub("", text)


@lru_cache(maxsize=20_000)
def without_branch(raw: str) -> str:
    """Return a company's name without the branch that it names, or the seat; the name itself where it names none.

    Args:
        raw: a name as the source wrote it, of any length and in any script.
    """
    text = clean(raw)
    if _ANY.search(text) is None:
        return _without_seat(text) or raw
    if (front := _IN_FRONT.match(text)) is not None:
        return front["behind"] or front["of"]
    for pattern in (_IN_BRACKETS, _BEHIND_A_STOP, _WORD_BEFORE, _UNSPACED):
        if (bare := pattern.sub("", text, count=1)) != text:
            return bare
    return _without_place(text) or raw


def _without_seat(text: str) -> str:
    """Return a name without the town behind its legal form and a comma, its seat: Lotus OJSC, Moscow; or nothing.

    A country there tells one company of a group from another.
    """
    found = _BEHIND_COMMA.fullmatch(text)
    if found is None or normalise_country(found["seat"]).value is not None or not _is_place(found["seat"]):
        return ""
    has_form = strip_legal_form(found["name"]).canonical and not is_legal_form_alone(found["name"])
    return found["name"] if has_form else ""


def _without_place(text: str) -> str:
    """Return a name without the known place and the word for a branch at its end; nothing where there is none.

    Olive Branch is no branch of Olive.
    """
    found = _WORD_BEHIND.search(text)
    words = text[: found.start()].split() if found is not None else []
    for size in range(min(_MOST_WORDS_OF_PLACE, len(words) - 1), 0, -1):
        if _is_place(" ".join(words[-size:])):
            return " ".join(words[:-size])
    return ""


def _is_place(text: str) -> bool:
    tokens = tokenise(ascii_fold(text))
    if is_country(tokens) or is_place_alone(tokens):
        return True
    told = tell(text)
    return bool(told.places) and not told.rest and not told.kinds
