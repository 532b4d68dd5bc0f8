"""Belarusian names in Latin letters, which are spelt as they are said: Hancharou, and in Russian Goncharov.

An unstressed O is an A, an E behind a soft consonant IA, G is H, V behind a vowel U, soft D and T are DZ and TS.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.short_names import full_form
from entity_resolution.names.tongues.slavic import is_patronymic, slavic_form

# Given names, endings of names after the father and of surnames that Russian and Ukrainian spell otherwise. Surnames
# on -OU are as often Greek.
_GIVEN = re.compile(
    "al[iy]aks(?:andra?|e[iy])|s[iy]ar[gh]e[iy]|uladz[iy](?:m[iey]r|slau)|dzm[iy]tr[iy]*|dz[iy]an[iy]s|[iy]au[gh]en[iy]*"
    "|mikala[iy]|r[yi][gh]or|tats[iy]+ana|kats[iy]ar[iy]na|aksana|sv[iy]atlana|volha|tsimafe[iy]|kanstants[iy]n|viktar"
    "|aleh|i[gh]ar|artsiom|natall[iy]+a|(?:v[iy]acha|[iy]ara|mira|stani|rasti)slau"
)
_END = re.compile("...(?:[av]v[iy]ch|[aeo]una|[aeo]usk(?:i|y|aya|aia)|t?senka|chanka)$")
_PLAIN_H = re.compile("(?<![csz])h")
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("kh", "q"),
        ("g", "h"),
        ("(?<=..)[iy]?[aeo]u$", "ov"),
        ("(?<=[aeo])u(?=[^aeiouy])", "v"),
        ("dz(?=[eiymv])", "d"),
        ("ts(?=[iyv]|e(?!va?$))", "t"),
    )
)
_AS_SAID = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("^ula(?=d)", "vla"),
        ("^rih", "hrih"),
        ("(?<=[bdfklmnprstvz])i[ao](?=.)", "e"),
        ("i?[aoe](?=va?$|vsk)", "a"),
        (r"(.)\1+", r"\1"),
        ("o", "a"),
    )
)


@lru_cache(maxsize=50_000)
def is_belarusian(token: str) -> bool:
    """Tell whether a lower-case ASCII word is a given name or has an ending that Belarusian alone spells so."""
    return _GIVEN.fullmatch(token) is not None or _END.search(token) is not None


@lru_cache(maxsize=50_000)
def belarusian_form(token: str) -> str:
    """Return a lower-case ASCII word of a Slavic name as Belarusian says it, whoever wrote it."""
    spelt = token if is_patronymic(token) else full_form(token)
    if spelt == token:
        for pattern, said in _ONE_WAY:
            spelt = pattern.sub(said, spelt)
    spelt = slavic_form(spelt).replace("g", "h")
    for pattern, said in _AS_SAID:
        spelt = pattern.sub(said, spelt)
    return spelt


def with_g_for_h(word: str) -> str:
    """Return a word of a `belarusian_form` with a G for each H that stands alone, as Russian has it."""
    return _PLAIN_H.sub("g", word)
