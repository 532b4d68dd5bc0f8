"""The Ü of pinyin as keyboards and passports write it: Lü is Lv, Lyu, and without its marks Lu."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.han_sounds import is_pinyin
from entity_resolution.names.surnames import is_surname

# Pinyin writes it behind L and N alone. In capitals GB/T 28039 (2011) has YU for it; passports before had V.
_SPELT_OUT = re.compile("([ln])(?:v|yu)(e?)")


def has_spelt_out_umlaut(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name of two words or more with a Chinese surname at an end has a LV, LYU, NV or NYU.

    Args:
        tokens: lower-case ASCII words of a name.
    """
    if len(tokens) < 2 or not (is_surname(tokens[0]) or is_surname(tokens[-1])):
        return False
    return any(with_plain_u(token) != token for token in tokens)


def are_one_with_plain_u(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two names are the same letters with U for each Ü, run together or not, the surname at either end.

    Args:
        left: lower-case ASCII words of a name.
        right: likewise.
    """
    ones, others = tuple(map(with_plain_u, left)), tuple(map(with_plain_u, right))
    turned = (*others[1:], *others[:1]), (*others[-1:], *others[:-1])
    return any("".join(ones) == "".join(order) for order in (others, *turned))


@lru_cache(maxsize=50_000)
def with_plain_u(word: str) -> str:
    """Return a word of one or two syllables of pinyin with its LV, LYU, NV and NYU as LU and NU; another as it is.

    Args:
        word: lower-case ASCII.
    """
    if not _SPELT_OUT.search(word) or is_pinyin(word):
        return word
    if _SPELT_OUT.fullmatch(word):
        return _SPELT_OUT.sub(r"\1u\2", word)
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    if any(all(map(is_pinyin, cut)) for cut in cuts):
        return word  # the Yu of Danyu is a syllable
    for cut in cuts:
        plain = tuple(_SPELT_OUT.sub(r"\1u\2", part) if _SPELT_OUT.fullmatch(part) else part for part in cut)
        if all(map(is_pinyin, plain)):
            return "".join(plain)
    return word
