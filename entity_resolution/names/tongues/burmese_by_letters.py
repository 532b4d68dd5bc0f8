"""Burmese letters one by one in Latin ones, as they write a foreign name: ရာဂျေ့ရှ် is rajesh, and no `ya gye`.

For keys alone: what such letters stand for is asked of the other name, in `foreign_letters`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tongues.foreign_letters import without_tones

_INITIALS = {
    "က": "k", "ခ": "kh", "ဂ": "g", "ဃ": "g", "င": "ng", "စ": "s", "ဆ": "s", "ဇ": "z", "ဈ": "z", "ည": "ny",
    "ဉ": "ny", "တ": "t", "ထ": "th", "ဋ": "t", "ဌ": "th", "ဒ": "d", "ဓ": "d", "ဍ": "d", "ဎ": "d", "န": "n",
    "ဏ": "n", "ပ": "p", "ဖ": "ph", "ဗ": "b", "ဘ": "b", "မ": "m", "ယ": "y", "ရ": "r", "လ": "l", "ဝ": "w",
    "သ": "th", "ဟ": "h", "ဠ": "l", "အ": "",
}  # fmt: skip
_WITH_Y = {"က": "ch", "ခ": "ch", "ဂ": "j"}
_WHOLE = {"ဥ": "u", "ဦ": "u", "ဣ": "i", "ဤ": "i", "ဧ": "e", "ဩ": "o", "ဪ": "o"}
_VOWELS = {
    "ာ": "a", "ိ": "i", "ီ": "i", "ု": "u", "ူ": "u", "ေ": "e", "ဲ": "e", "ို": "o", "ော": "o", "ော်": "o",
    "ံ": "an", "ုံ": "un", "ိုင်": "ai",
}  # fmt: skip
_V = "ဗ"
# A vowel that is not written between two consonants that one syllable begins with: ပရာ, pra.
_UNSAID = "'"
_K, _CLOSING_K = "က", "|"
_CLUSTER = re.compile("(?<=[kgtdpbh])'(?=[rl])")
# What closes a syllable before what opens one, so that no letter is taken out of its sign: ရှ်.
_SYLLABLE = re.compile(
    "(?P<closing>[က-အ])(?P<closing_y>[ျြ]?)(?P<closing_h>ှ?)်"
    "|(?P<onset>[က-အ])(?P<y>[ျြ]?)(?P<w>ွ?)(?P<h>ှ?)(?P<vowel>ိုင်|ော်|ော|ို|ုံ|[ာိီုူေဲံ]?)"
    "|(?P<whole>[ဣ-ဪ])"
)


@lru_cache(maxsize=20_000)
def burmese_by_letters(native: str) -> tuple[str, ...]:
    """Return how a text in Burmese letters is spelt by them, its words apart: at most eight ways.

    A B may be a V, and of two consonants the first may have a vowel that is not written. A K that closes a syllable
    may be a T or D, since Burmese says one stop for all: Mohammad.
    """
    words = without_tones(native).split()
    spelt = [" ".join(_spelt(word, of_v) for word in words) for of_v in ("b", "v")[: 1 + (_V in native)]]
    closed = [text.replace(_CLOSING_K, stop) for stop in "kt" for text in spelt]
    ways = (way.replace(_UNSAID, "a") for text in closed for way in (_CLUSTER.sub("", text), text))
    return tuple(dict.fromkeys(filter(None, ways)))


def _spelt(word: str, of_v: str) -> str:
    return "".join(_syllable(found, of_v) for found in _SYLLABLE.finditer(word))


def _syllable(found: re.Match[str], of_v: str) -> str:
    if found["whole"]:
        return _WHOLE.get(found["whole"], "")
    if found["closing"] == _K:
        return _CLOSING_K
    if found["closing"]:
        return _onset(found["closing"], found["closing_y"], found["closing_h"], of_v)
    vowel = _VOWELS[found["vowel"]] if found["vowel"] else _UNSAID
    if found["w"]:
        vowel = "o" if not found["vowel"] else f"w{vowel}"
    return _onset(found["onset"], found["y"], found["h"], of_v) + vowel


def _onset(letter: str, y: str, h: str, of_v: str) -> str:
    if letter == "ရ" and h:
        return "sh"
    if letter == _V:
        return of_v
    return _WITH_Y.get(letter, f"{_INITIALS.get(letter, '')}y") if y else _INITIALS.get(letter, "")
