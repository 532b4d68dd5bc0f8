"""Indonesian names as spelt before 1972, with OE for U, TJ for C, DJ for J and J for Y: Soetjipto, Wahjuni."""

from __future__ import annotations

import re
from functools import lru_cache

# Of short words a sign would be anybody's. Wahjuni; but Mahjoub and Bahjat are Arabic.
_SHORT = 4
_SIGN = re.compile("oe|tj|nj|dj|sj|(?<![mb])ahj[aou]|^surj[ao]")
_LETTERS = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        *(("oe", "u"), ("tj", "c"), ("nj", "ny"), ("sj", "sy")),
        *(("dj", "J"), ("j", "y"), ("J", "j")),
    )
)
_C = re.compile("c(?![hk])")


def is_in_old_spelling(token: str) -> bool:
    """Tell whether a lower-case Latin word has a sign of the old spelling."""
    return len(token) > _SHORT and _SIGN.search(token) is not None


@lru_cache(maxsize=50_000)
def without_old_letters(token: str) -> str:
    """Return a lower-case Latin word in the letters of the new spelling, where it has a sign of the old one."""
    if is_in_old_spelling(token):
        for pattern, spelt in _LETTERS:
            token = pattern.sub(spelt, token)
    return token


@lru_cache(maxsize=50_000)
def in_new_spelling(token: str) -> str:
    """Return likewise a word with its C as CH, as other languages hear it."""
    return _C.sub("ch", without_old_letters(token))
