"""Mongolian names: the father's in the genitive or bare, in either order, and Cyrillic as passports spell it.

Own papers say `Доржийн Болормаа`, Bolormaa of Dorj, or `Д. Болормаа`; passports say Bolormaa and Dorj in two fields. Ө
and ү are both U in passports, and ж is J.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise

# Parts of which most Mongolian names are made, and which few others have.
_PARTS = re.compile(
    "baatar|bataar|bayar|erdene|m[uo]nk?h|tseren|dorj|ganbold|enkh|tulga|chimeg|otgon|sai[kh]han|zori[gk]|suren|khuyag"
    "|jargal|nyam|purev|davaa|lkham|tuya|oyun|ochir|sukh|bold$|ts[eo]g|gerel|tumur|naran|odgerel|ariun|bolor|delger|dash"
)
# Letters of Mongolian Cyrillic that Russian has not; Kazakh and Kyrgyz have more of their own.
_OWN_LETTERS, _LETTERS_OF_OTHERS = re.compile("[өү]"), re.compile("[әіңғқұһўҳ]")
_TO_LATIN = str.maketrans({"ө": "u", "ү": "u", "ж": "j", "ъ": "", "ь": "i"})
# Whose a child is: Доржийн, Ганбаатарын, Цахиагийн, Баярын; in Latin letters -iin, -giin, -yn. A last vowel of the name
# goes before it: Эрдэнэ, Эрдэнийн.
_GENITIVE = re.compile(r"(?P<name>.{3,}?)(?:giin|g?iyn|iin|yn|iyin)")
# The father's initial before the own name; Ц is TS in Latin letters.
_INITIAL = re.compile(r"(?P<initial>[^\W\d_]|ts|ch|sh|kh|zh|ya|yo|yu|dz)\.\s*(?=[^\W\d_]{3})", re.IGNORECASE)
_SHORTEST = 4
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("kh", "h"),
        ("zh", "j"),
        ("^ch", "c"),
        ("([aeiou])\\1+", "\\1"),
        ("(?<=[aeiou])[iy](?=[^aeiou]|$)", "i"),
        ("(?<=[^aeiou])ia|(?<=[^aeiou])ya|ya", "ia"),
        ("y", "i"),
        ("i+", "i"),
    )
)


@lru_cache(maxsize=20_000)
def looks_mongolian(native: str) -> bool:
    """Tell whether a person's name in Cyrillic or Latin letters has a sign that it is Mongolian.

    A genitive alone is none: Golitsyn, Kathryn.
    """
    lowered = native.lower()
    if _LETTERS_OF_OTHERS.search(lowered) is not None:
        return False
    return any(_PARTS.search(word) is not None for word in _words(native))


class Father(StrEnum):
    """How a name says the father's."""

    GENITIVE = "genitive"
    INITIAL = "initial"
    BARE = "bare"


@lru_cache(maxsize=20_000)
def father_said(native: str) -> Father:
    """Return how a Mongolian name says the father's: in the genitive before the own name, by an initial, or bare."""
    if _INITIAL.match(native) is not None:
        return Father.INITIAL
    return Father.GENITIVE if any(map(_of_father, _words(native)[:-1])) else Father.BARE


@lru_cache(maxsize=20_000)
def mongolian_forms(native: str, *, bare: bool) -> tuple[str, ...]:
    """Return the words of a Mongolian name in one spelling.

    Args:
        native: the name in Cyrillic or Latin letters.
        bare: whether a father's name is taken out of the genitive, and his initial put behind the own name.
    """
    initial = _INITIAL.match(native) if bare else None
    if initial is not None:
        native = f"{native[initial.end() :]} {ascii_fold(initial['initial'].lower())[0]}"
    words = _words(native)
    fathers = [_of_father(word) if bare and at + 1 < len(words) else None for at, word in enumerate(words)]
    named = [father or word for father, word in zip(fathers, words, strict=True)]
    return tuple(_spelt(word) for word in named)


def _words(native: str) -> tuple[str, ...]:
    lowered = native.lower()
    return tokenise(ascii_fold(lowered if lowered.isascii() else lowered.translate(_TO_LATIN)).replace("-", ""))


def _of_father(word: str) -> str | None:
    found = _GENITIVE.fullmatch(word)
    return found["name"] if found is not None and len(word) > _SHORTEST else None


@lru_cache(maxsize=50_000)
def _spelt(word: str) -> str:
    for pattern, spelt in _ONE_WAY:
        word = pattern.sub(spelt, word)
    # A last vowel goes before the ending of the genitive: Erdene, Erdeniin.
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "aeiou" else word
