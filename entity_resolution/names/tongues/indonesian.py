"""Indonesian names as spelt before 1972, with OE for U, TJ for C, DJ for J, J for Y and CH for KH: Soetjipto, Chairil.

A J alone is no sign of it: it is a Y where another word is spelt so and the other name has the same word with a Y.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Of short words a sign would be anybody's. Wahjuni; but Mahjoub and Bahjat are Arabic.
_SHORT = 4
# But these are nobody's else.
_SHORT_NAMES = frozenset({"sjah", "sjam", "tjut"})
_SIGN = re.compile("oe|tj|nj|dj|sj|(?<![mb])ahj[aou]|^surj[ao]|^dz[aiu]")
# Arabic names whose KH was written CH: Chairil, Mochtar; before an M it is an H today: Achmad, Rachman.
_CH = re.compile(
    "^ch(?=a[ei]r(?:[iu]|oe)l?|[ao]l[iy][dl]|[ao]t[iy][bm]|oir|usn|amid|anaf|umai)"
    "|(?<=^a)ch(?=m[ae]d)|(?<=^[mrbtfs][aou])ch(?=m[aou]|t[ai]|y[aiu]|r[iu]|l[iu])"
)
_LETTERS = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        *(("oe", "u"), ("tj", "c"), ("nj", "ny"), ("sj", "sy")),
        *(("dj", "J"), ("j", "y"), ("J", "j"), ("^dz", "z")),
    )
)
# An OE before what no Indonesian word has: Moeller, Schroeder, Koehler, Boettcher, Goebbels.
_GERMAN = re.compile(r"oe(?:h[^aeiou]|([^aeiouh])\1|sch|ck|tz|[^aeiou]{1,2}e[lnr]s?$|r[gt]$)|mann$|berg$|sch")
_C = re.compile("c(?![hk])")
_UA = re.compile("(?<=[^aeiouq])ua(?=[^aeiou])")


def is_in_old_spelling(token: str) -> bool:
    """Tell whether a lower-case Latin word has a sign of the old spelling."""
    return token in _SHORT_NAMES or (len(token) > _SHORT and _is_signed(token))


def _is_signed(token: str) -> bool:
    if _CH.search(token) is not None:
        return True
    found = _SIGN.search(token)
    # Other signs stand in words of others as well, as in Swedish Sjöberg, and do no harm there.
    return found is not None and (found.group() != "oe" or _GERMAN.search(token) is None)


@lru_cache(maxsize=50_000)
def without_old_letters(token: str) -> str:
    """Return a lower-case Latin word in the letters of the new spelling, where it has a sign of the old one."""
    if is_in_old_spelling(token):
        token = _CH.sub(_as_kh, token)
        for pattern, spelt in _LETTERS:
            token = pattern.sub(spelt, token)
    return token


def _as_kh(found: re.Match[str]) -> str:
    return "h" if found.string[found.end() : found.end() + 1] == "m" else "kh"


@lru_cache(maxsize=50_000)
def in_new_spelling(token: str) -> str:
    """Return likewise a word with its C as CH, as other languages hear it, and UA as WA: Anoear, Anwar."""
    return _UA.sub("wa", _C.sub("ch", without_old_letters(token)))


def with_j_as_y(token: str) -> str:
    """Return a word in the new spelling whose J, old or new, is a Y: Jani and Yani, Widjaja and Wijaya alike."""
    return in_new_spelling(token).replace("j", "y")


@lru_cache(maxsize=20_000)
def have_j_for_y(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether one of two names has a J where the other has a Y, and one has a word in the old spelling."""
    if not any(map(is_in_old_spelling, (*ones, *others))):
        return False
    return _has_other_y(ones, others) or _has_other_y(others, ones)


def _has_other_y(in_j: tuple[str, ...], in_y: tuple[str, ...]) -> bool:
    return any(
        one.replace("j", "y") == other
        for one in in_j
        if one[:1] == "j" or "aj" in one or "chj" in one
        for other in in_y
        if one != other
    )


def ways_to_write_y(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a name in the new spelling, where a word shows the old one: as it is, with Y for J, and with J for Y."""
    if not any(map(is_in_old_spelling, tokens)):
        return ()
    new = tuple(map(without_old_letters, tokens))
    # A J that is not written DJ is a Y; what is written so is a J, and a Y may have been a J to others.
    in_y = tuple(
        token if is_in_old_spelling(old) else token.replace("j", "y") for old, token in zip(tokens, new, strict=True)
    )
    return tuple(dict.fromkeys((new, in_y, tuple(token.replace("y", "j") for token in new))))
