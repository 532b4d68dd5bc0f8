"""Azerbaijani names as Azerbaijan spells them and as others do: Quliyev and Guliyev, Hacıyeva and Hajiyeva.

Source: the Latin letters of 1991, of which Q is a G, C a J, X a KH and an E turned round an A.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.short_names import has_short_forms
from entity_resolution.names.tongues.slavic import is_slavic

_LETTERS = str.maketrans({"ə": "a", "ı": "i", "ğ": "gh", "ö": "o", "ü": "u", "ç": "ch", "ş": "sh", "q": "g", "x": "kh"})
_J = re.compile("c(?!h)")
# CH, and QU before a vowel, are of other languages.
_OWN_LETTER = re.compile("q(?!u[aei])|(?<!ale)(?<!ma)x(?!eni)|^c(?=[aeiu])|ac(?=[iy])")
_END, _ENDS = re.compile(".{3,}[oe]va?"), ("zade", "zada", "oglu")


def has_azerbaijani_ending(token: str) -> bool:
    """Tell whether a lower-case ASCII word ends as surnames of Azerbaijan do, and Slavic ones."""
    return token.endswith(_ENDS) or (_END.fullmatch(token) is not None and is_slavic(token))


@lru_cache(maxsize=20_000)
def looks_azerbaijani(native: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether a name has a letter as Azerbaijan uses it, and a surname with an ending of that country.

    Args:
        native: the name as written, in Latin letters.
        tokens: its words, lower-case ASCII.
    """
    if len(tokens) == 1 or not any(map(has_azerbaijani_ending, tokens)):
        return False
    return "ə" in native.lower() or any(_OWN_LETTER.search(token) and not has_short_forms(token) for token in tokens)


@lru_cache(maxsize=20_000)
def as_others_spell_azerbaijani(native: str) -> tuple[str, ...]:
    """Return the words of an Azerbaijani name in the letters that English has for its sounds."""
    return tokenise(ascii_fold(_J.sub("j", native.replace("I", "ı").lower()).translate(_LETTERS)))
