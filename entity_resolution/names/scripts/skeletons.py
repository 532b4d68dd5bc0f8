"""The consonant skeleton of a Latin reading: what spellings of one word in any language are likely to share."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter

from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds

_SKELETON_LIMIT = 12
_RESPELLED = (
    # What Thai spelling keeps and speech does not: butr, sakdi, wongse, narongk; wanlapha and wallapa.
    (re.compile("(?<=[aeiou][td])r$"), ""),
    (re.compile("(?<=k)[dt]i$"), ""),
    (re.compile("(?<=[aeiou]ng)(?:se?|k)$"), ""),
    (re.compile("(?<=[aeiou])n(?=l[aeiou])"), ""),
    (re.compile("(?<=[aeiou])r(?![aeiou])"), ""),  # an R after a vowel lengthens it: apichart, siriporn
    (re.compile("ng[skt]$|n[dkt]+$"), "n"),
    (re.compile("(?<=[aeiou])l(?=[^aeiou])"), "n"),  # before W would go: kamolwan, kamonwan
    (re.compile("x(?![aeiou])"), "k"),
    (re.compile("tch|tsch|ch|sh|dj|jh|ts|tz|dz|cz|sz|zh|hs"), "j"),
    (re.compile("ph|bh|hp"), "p"),
    (re.compile("th|dh|dt|ht"), "t"),
    (re.compile("kh|hk|gh|ck"), "k"),
    (re.compile("ng(?=[aeiou])"), "nk"),
    (re.compile("ng|ny|nh|gn|hn"), "n"),
    (re.compile("h(?=[lmnwy])"), ""),
    (re.compile("(?<=[lmnr])h"), ""),
    (re.compile("c(?=[eiy])"), "j"),
)
_CLASSES = str.maketrans("cgqxszjdbfvlmrnktpwyh", "kkkjjjjtppwlmlnktpwyh")
_CLUSTER_TAIL = re.compile("(?<=[kptjmn])[lwyh]+(?=[aeiou])")
_GLIDE = re.compile("(?<=[aeiou])[wy](?![aeiou])|y")
_FINAL = re.compile("(?<=[aeiou])([a-z])(?![aeiou])")
_FINALS = str.maketrans({"l": "n", "j": "t", "m": "n", "h": ""})
_VOWELS = re.compile("[aeiou]+")
# Sothy, Lynn: between consonants and at the end it is a vowel.
_VOWEL_Y = re.compile("(?<=[^aeiouy])y(?![aeiouy])")
_GROUPS = re.compile("[^aeiou]+[aeiou]?")
_DOUBLES = re.compile(r"(.)\1+")
_once = itemgetter(1)  # of what a pattern found: a template in text is read anew for each call
_NOT_LETTER = re.compile("[^a-z0-9]+")


@lru_cache(maxsize=150_000)
def skeleton(token: str) -> str:
    """Return the merged consonants of a Latin token; a leading vowel is kept as `a`."""
    word = token if token.isalnum() and token.isascii() else _NOT_LETTER.sub("", token)
    if "qu" in word:
        word = word.replace("qu", "k")
    if "y" in word:
        word = _VOWEL_Y.sub("i", word)
    # What becomes of a group of consonants depends on it and the vowels beside it alone, and groups are few.
    groups = _GROUPS.findall(word)
    if not groups:
        return "a" if word else ""
    first = "" if word[0] in "aeiou" else _bones(groups.pop(0))
    bones = first + "".join([_bones("a" + group) for group in groups])
    lead = "a" if not first and _VOWELS.search(word) else ""
    return (lead + _DOUBLES.sub(_once, bones))[:_SKELETON_LIMIT]


@lru_cache(maxsize=50_000)
def _bones(group: str) -> str:
    """Return what is left of a group of consonants, given with one letter of the vowels before and behind it."""
    word = _DOUBLES.sub(_once, group)
    for pattern, spelling in _RESPELLED:
        word = pattern.sub(spelling, word)
    word = _CLUSTER_TAIL.sub("", word.translate(_CLASSES))
    word = _GLIDE.sub("", word)
    word = _FINAL.sub(lambda found: found.group(1).translate(_FINALS), word)
    return _VOWELS.sub("", word)


@lru_cache(maxsize=100_000)
def burmese_skeleton(token: str) -> str:
    """Return initials and kinds of rhyme of a Burmese spelling; final stops fall together (htat, tet; oke, oat)."""
    return sounds(token, Tongue.BURMESE).skeleton


def burmese_skeleton_of_name(tokens: tuple[str, ...]) -> str:
    """Return the skeleton of a Burmese name in Latin letters, its words run together and no sound twice in a row."""
    return _DOUBLES.sub(_once, burmese_skeleton("".join(tokens)))
