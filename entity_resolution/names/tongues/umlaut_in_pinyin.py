"""The Ü of pinyin as keyboards and passports write it: Lü is Lv, Lyu, and without its marks Lu."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.han_sounds import is_pinyin
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import dialects_of_spelling, is_surname, surname_spellings

# Pinyin writes it behind L and N alone. In capitals GB/T 28039 (2011) has YU for it; passports before had V.
_SPELT_OUT = re.compile("([ln])(?:v|yu)(e?)")
# The letter with its dots, of which the tone may stand behind; and in which dialects of surnames it is written.
_WITH_DOTS, _OF_MANDARIN = re.compile("(?<=[ln])u\u0308"), frozenset({"pinyin", "wade-giles"})
# The two syllables that are others without their dots; no LUE is any but LÜE.
_ROUNDED = frozenset({"lv", "nv"})


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


def differ_in_umlaut(left: NameForm, right: NameForm) -> bool:
    """Tell whether of two Chinese names in Latin letters one has a LÜ, LV or LYU where the other has a LU: 吕 and 鲁.

    Many a LU is a LÜ without its dots, and nobody knows of which.

    Args:
        left: a person's name.
        right: another.
    """
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return False
    if not (_is_of_mandarin(left.tokens) and _is_of_mandarin(right.tokens)):
        return False
    ones, others = (Counter(_syllables_with_v(form.native)) for form in (left, right))
    mine, theirs = ones - others, others - ones
    return any(
        rounded in one and rounded.replace("v", "u") in other
        for rounded in _ROUNDED
        for one, other in ((mine, theirs), (theirs, mine))
    )


def _is_of_mandarin(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name has a surname of pinyin or Wade-Giles at an end, as KIM is none."""
    return any(
        name in _OF_MANDARIN
        for token in (*tokens[:1], *tokens[-1:])
        for row in surname_spellings(token)
        for name, _ in dialects_of_spelling(token, row)
    )


@lru_cache(maxsize=20_000)
def _syllables_with_v(native: str) -> tuple[str, ...]:
    """Return the syllables of a name as written, in lower-case ASCII with LV for LÜ and LYU."""
    dotted = _WITH_DOTS.sub("v", unicodedata.normalize("NFD", native.lower()))
    words = tokenise(ascii_fold(dotted))
    return tuple(_SPELT_OUT.sub(r"\1v\2", part) if _is_rounded(part) else part for word in words for part in _cut(word))


@lru_cache(maxsize=50_000)
def with_plain_u(word: str) -> str:
    """Return a word of one or two syllables of pinyin with its LV, LYU, NV and NYU as LU and NU; another as it is.

    Args:
        word: lower-case ASCII.
    """
    return "".join(map(_plain, _cut(word)))


def _cut(word: str) -> tuple[str, ...]:
    """Return the one or two syllables of pinyin that a word is, any other word whole."""
    if is_pinyin(word) or _is_rounded(word):
        return (word,)
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    # The Yu of Danyu is a syllable.
    of_pinyin = next((cut for cut in cuts if all(map(is_pinyin, cut))), None)
    return of_pinyin or next((cut for cut in cuts if all(is_pinyin(_plain(part)) for part in cut)), (word,))


def _is_rounded(syllable: str) -> bool:
    return _SPELT_OUT.fullmatch(syllable) is not None


def _plain(syllable: str) -> str:
    return _SPELT_OUT.sub(r"\1u\2", syllable) if _is_rounded(syllable) and not is_pinyin(syllable) else syllable
