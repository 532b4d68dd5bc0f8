"""Whether the letters of two Thai or two Lao names say two names: สมชาย and สมชัย, which Latin letters spell alike.

One name has several spellings: silent letters, doublings and letters of one sound say nothing, and a tone mark may be
left out. A vowel of another length or a consonant more is another name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import permutations

from rapidfuzz.distance import OSA

from entity_resolution.names.comparing.peoples.native_initials import have_initials, words_without_initials
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.thai import homophones, lao_in_thai

_TONE = re.compile("[\u0e48-\u0e4b\u0e4e]")
_LAO = re.compile("[\u0e81-\u0edf]")
_LAO_TONE = re.compile("[\u0ec8-\u0ecb]")
_BREAKS = re.compile(r"[\s\-.]+")
_C = "[ก-ฮ]"
# Vowels that are written in two ways, and what is written and not said.
_BEFORE = (
    ("[กคตทดธ]ร์|ษณ์", ""),
    ("ฤๅ", "รือ"),
    ("ฤ", "ริ"),
    ("ใ", "ไ"),
    (f"ไ({_C})ย", "ไ\\1"),
    (f"({_C})ัย", "ไ\\1"),
    ("ำ", "ัม"),
    ("(?<=เพช)รร(?=ั)", "ร"),
    (f"รร(?={_C})", "ั"),
    ("รร", "ัน"),
    ("(?<=เบ)็(?=ญ)", ""),
    ("ญ(?=[จชญย])", "น"),
    ("(?<=พร)ห(?=ม)", ""),
    ("(?<=ี)ย์", ""),
    ("เส(?:ริ|ิร)(?=[ฐดตท])", "เสิ"),
    (f"(?<={_C})ะ(?={_C})", ""),
)
# Likewise, once letters of one sound are one letter.
_AFTER = (
    ("(?<=[ตท])[ิุ]$", ""),
    ("(?<![เแโ])สร(?=[ะ-ู])", "ส"),
    ("[จชซดตทส]$", "ท"),
    ("(?<=[าิีึืุูั])[ลร]$", "น"),
)
# Lao leaves out the H that sets the tone, and writes one R or L for the other.
_OF_LAO = (("ห(?=[วลรนมงยญ])", ""), ("ร", "ล"))
# Of names of more words not every order is tried.
_MOST_WORDS = 4


def are_two_by_letters(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names in Thai letters, or two in Lao ones, say two names, in any order and division of words.

    Two neighbours that changed places are a slip, and words that one name alone has say nothing, nor do initials.
    """
    if left.script is not right.script or left.script not in (Script.THAI, Script.LAO):
        return False
    if have_initials(left, right):
        return _are_two(*map(" ".join, words_without_initials(left, right)))
    return _are_two(left.native, right.native)


def are_said_alike(left: NameForm, right: NameForm) -> bool:
    """Tell whether the words of two names in Thai letters are said alike, in their order, however they are spelt."""
    if left.script is not Script.THAI or right.script is not Script.THAI:
        return False
    ones, others = _words(left.native), _words(right.native)
    return len(ones) == len(others) and all(map(_is_said_as, ones, others))


@lru_cache(maxsize=30_000)
def _is_said_as(one: str, other: str) -> bool:
    return _said(one) == _said(other)


@lru_cache(maxsize=30_000)
def _are_two(left: str, right: str) -> bool:
    few, many = sorted((_words(left), _words(right)), key=len)
    if _is_one("".join(few), "".join(many)):
        return False
    if len(many) > _MOST_WORDS:
        return True
    return not any(all(map(_is_one, few, order)) for order in permutations(many, len(few)))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in _BREAKS.split(name) if word)


@lru_cache(maxsize=30_000)
def _is_one(one: str, other: str) -> bool:
    """Tell whether two words are one name, each with or without its tone marks."""
    (letters, tones), (others, their_tones) = _said(one), _said(other)
    if tones and their_tones and tones != their_tones:
        return False
    if letters == others or _without_marks(one) == _without_marks(other):
        return True
    return sorted(letters) == sorted(others) and OSA.distance(letters, others) == 1


def _without_marks(word: str) -> str:
    """Return a word without its tone marks and the mark of silent letters, which lists lose."""
    return _TONE.sub("", word).replace("์", "")


@lru_cache(maxsize=50_000)
def _said(word: str) -> tuple[str, str]:
    """Return a word with one letter for each sound and without its tone marks, and those."""
    tones = "".join(_TONE.findall(word) or _LAO_TONE.findall(word))
    lao = _LAO.search(word) is not None
    text = lao_in_thai(word) if lao else _TONE.sub("", word)
    for pattern, spelt in _BEFORE:
        text = re.sub(pattern, spelt, text)
    text = homophones(text)
    for pattern, spelt in (*_AFTER, *(_OF_LAO if lao else ())):
        text = re.sub(pattern, spelt, text)
    return text, tones
