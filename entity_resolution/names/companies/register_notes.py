"""What a register or reporter notes behind a company's or a site's name: (struck off), (ร้าง), （已注销）.

It says what became of a thing and not which one it is: the same thing has it in one list and not in another, and all
that were struck off have it in common.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import is_legal_form_alone
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows

_IN_BRACKETS = re.compile(r"\s*[(（\[【](?P<note>[^()（）\[\]【】]{1,80})[)）\]】]")
# A dash with a space before it: Crown Asia Sdn Bhd - in liquidation.
_BEHIND_A_DASH = re.compile(r"(?:\s+[-–—:]\s*|\s*[,，;；]\s*)(?P<note>[^-–—:,，;；()（）]{1,80})$")
_BEFORE_A_COMMA = re.compile(r"\s+(?=[,，;；])")
_BETWEEN = re.compile(r"[,，;；、/]|\s[-–—]\s")
# When it became so: since 2023, 12 May 2024, 2024年5月, พ.ศ. 2567, năm 2023.
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
# What was taken is not given back: of a long row of digits or blanks there are too many ways to part it.
_WHEN = re.compile(
    r"(?:\b(?:since|in|on|from|as of|as at|by|until|nam|tu|tahun|sejak|pada)\b"
    r"|自|于|於|ตั้งแต่|เมื่อ|ปี|พ\.ศ\.?|\s)*+"
    rf"(?:\d(?:st|nd|rd|th)?|\b(?:{_MONTHS})[a-z]*\b|[-/.,年月日년월일起\s])*+$",
    re.IGNORECASE,
)
_WHEN_IN_FRONT = re.compile(r"(?:\d{1,4}\s*[-/.年月日]?\s*){1,3}")
_FEWEST_LETTERS_BEHIND_A_FORM, _LONGEST = 2, 80


def without_register_notes(name: str) -> str:
    """Return a name of a company or site without what is noted of it.

    A note stands in brackets, behind a dash or comma, or bare behind a legal form. What is no note alone stays, as a
    branch, a country or a year: (Poipet Branch), (Thailand), (1999). So does a name that is nothing else.

    Args:
        name: a cleaned name, in any script.
    """
    text = _IN_BRACKETS.sub(lambda found: " " if is_register_note(found["note"]) else found[0], name)
    text = _BEFORE_A_COMMA.sub("", " ".join(text.split()))
    behind = _BEHIND_A_DASH.search(text)
    if behind is not None and is_register_note(behind["note"]):
        text = text[: behind.start()]
    text = _without_note_behind_form(text)
    return text if any(map(str.isalpha, text)) else name


def is_register_note(text: str) -> bool:
    """Tell whether a text is nothing but what became of a thing, and when: `closed 2019, reopened in May 2021`."""
    parts = [part for part in _BETWEEN.split(_folded(text)) if part.strip()]
    return bool(parts) and any(map(_is_status, parts)) and all(_is_status(part) or _is_a_time(part) for part in parts)


def _is_status(part: str) -> bool:
    bare = _WHEN.sub("", part).strip(" .:")
    in_front = _WHEN_IN_FRONT.match(bare)
    words = {part.strip(" .:"), bare, bare[in_front.end() :].strip() if in_front is not None else bare}
    return not words.isdisjoint(_status_words())


def _is_a_time(part: str) -> bool:
    return _WHEN.fullmatch(part) is not None


def _without_note_behind_form(text: str) -> str:
    """Return a company's name without a bare note behind its legal form: ABC Co., Ltd. struck off."""
    folded = _folded(text)
    if not folded.endswith(_endings()):
        return text
    for length in range(min(len(text) - 1, _LONGEST), _FEWEST_LETTERS_BEHIND_A_FORM - 1, -1):
        front, note = text[:-length].rstrip(), text[-length:].strip()
        if _folded(note) in _status_words() and _ends_in_form(front):
            return front
    return text


def _ends_in_form(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1] if text else ""
    return bool(last) and (is_legal_form_alone(last) or last.endswith("公司"))


def _folded(text: str) -> str:
    """Return a text as the table has it: in small letters, those of the Latin alphabet without marks."""
    small = " ".join(text.casefold().split())
    return ascii_fold(small) if _LATIN.fullmatch(small) else small


_LATIN = re.compile(r"[\W\d_a-z\u00df-\u024f\u0300-\u036f\u1e00-\u1eff]*")


@lru_cache(maxsize=1)
def _status_words() -> frozenset[str]:
    return frozenset(word for _, words in read_rows("status_words.tsv") for word in words.split(";"))


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(sorted(_status_words()))
