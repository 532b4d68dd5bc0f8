"""Arabic names as Somali spells them: C and X for two sounds of the throat, long vowels doubled: Cabdiraxmaan, Xuseen.

Source: the Latin letters that Somalia has written since 1972.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.short_names import full_form

# Words that hardly another language writes so: C before a long vowel or ABD, X beside one, and the commonest names.
_SIGN = re.compile(
    "cabd[a-z]*|c[a-z]*(?:aa|ii|uu)[a-z]{2,}|[a-z]{1,3}[aeiou]c(?:aa|ii|uu)[a-z]?"
    "|[a-z]{0,2}x[a-z]{1,3}(?:aa|ee|ii|uu)[a-z]{0,2}|[a-z]{1,3}(?:aa|ii|uu)[a-z]{0,2}[cx]"
    "|y(?:uu|oo)s[ou]+f|sh(?:ii|ee)kh"
    "|m[ao]xam[eu]d|axmed|xas+an|xus[ae][iy]?n|x[aiu]l[iy]m[ao]|xaw[ao]"
)
_ELSEWHERE = frozenset({"isaac"})
_LETTERS = (
    (re.compile("c(?!h)"), ""),
    (re.compile("x"), "h"),
    (re.compile("([aeiou])\\1"), r"\1"),
)


def looks_somali(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name of two words or more has a word that Somali alone spells so.

    Args:
        tokens: lower-case ASCII.
    """
    return len(tokens) > 1 and any(map(is_somali, tokens))


@lru_cache(maxsize=50_000)
def is_somali(token: str) -> bool:
    """Tell whether a lower-case ASCII word is spelt as Somali alone does."""
    return _SIGN.fullmatch(token) is not None and token not in _ELSEWHERE


@lru_cache(maxsize=20_000)
def without_somali_letters(token: str) -> str:
    """Return a word of a Somali name as others spell it: Abdirahman, Husen.

    Args:
        token: lower-case ASCII.
    """
    spelt = full_form(token)
    for letter, others in _LETTERS:
        spelt = letter.sub(others, spelt)
    return spelt or token
