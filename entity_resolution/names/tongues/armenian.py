"""Armenian names: -yan and -ian, and the consonants that the west of Armenian says otherwise: Grigoryan, Krikorian.

Source: the two standards of Armenian, whose voiced and unvoiced stops have changed places.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.short_names import full_form, has_short_forms
from entity_resolution.names.tongues.south_asian import is_south_asian

# A surname as Armenia spells it, which few others have; and as the diaspora does, which ends as many words elsewhere.
_SURNAME, _MAY_BE = re.compile(".{2,}[bcdfghjklmnprstvz]yan(?:ts)?"), re.compile(".{3,}[iyj]an(?:ts)?")
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("[iyj]an(?:ts)?$", "yan"),
        ("zh|dj", "j"),
        ("tch", "ch"),
        ("ou", "u"),
        ("ye", "e"),
        ("gh", "r"),
        ("(?<=v)h|^h(?=[aou])", ""),
        ("g", "k"),
        ("d", "t"),
        ("b", "p"),
        (r"(.)\1+", r"\1"),
        # Vowels between consonants before the ending, which Armenian does not write.
        ("(?<=r)kis(?=yan)", "ks"),
        ("(?<=t)ur(?=yan)", "r"),
        ("(?<=n)es(?=yan)", "is"),
        ("(?<=rt)ich(?=yan)", "ch"),
    )
)


@lru_cache(maxsize=50_000)
def is_armenian(token: str) -> bool:
    """Tell whether a lower-case ASCII word is a surname as Armenia spells it."""
    return _SURNAME.fullmatch(token) is not None and not is_south_asian(token)


def may_be_armenian(tokens: tuple[str, ...]) -> bool:
    """Tell whether a lower-case ASCII word of a name may be an Armenian surname, however it is spelt."""
    return any(_MAY_BE.fullmatch(token) and not has_short_forms(token) for token in tokens)


@lru_cache(maxsize=20_000)
def armenian_form(token: str) -> str:
    """Return a lower-case ASCII word of an Armenian name in one spelling of east and west."""
    spelt = full_form(token)
    for pattern, said in _ONE_WAY:
        spelt = pattern.sub(said, spelt)
    return spelt or token
