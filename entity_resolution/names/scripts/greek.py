"""Greek names: their letters in Latin ones, and one spelling for many: Χαράλαμπος, Charalampos, Haralabos."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.short_names import full_form

_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
# Two letters that are one sound (ELOT 743); at the beginning of a word MP and NT are B and D.
_VOICELESS = "[\u03b8\u03ba\u03be\u03c0\u03c3\u03c4\u03c6\u03c7\u03c8]"
_LETTERS = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("\u03bf\u03c5", "ou"),
        (f"\u03b1\u03c5(?={_VOICELESS})", "af"),
        (f"\u03b5\u03c5(?={_VOICELESS})", "ef"),
        ("\u03b1\u03c5", "av"),
        ("\u03b5\u03c5", "ev"),
        ("\u03b3\u03b3", "ng"),
        ("\u03b3\u03c7", "nch"),
        (r"\b\u03bc\u03c0", "b"),
        (r"\b\u03bd\u03c4", "d"),
    )
)
_SIGN = re.compile("..(?:poulo[su]|opulos|akis|iadis|[ao]idis|oglou|akos|idou|ellis|tzis)$")
_NAMES = frozenset(
    {"georgios", "giorgos", "yorgos", "dimitrios", "dimitris", "konstantinos", "kostas", "ioannis", "giannis", "yannis"}
    | {"panagiotis", "panayiotis", "panayotis", "panagiota", "panayota", "charalampos", "charalambos", "haralambos"}
    | {"charalabos", "haralabos", "athanasios", "thanasis", "vasileios", "vasilis", "vassilis", "nikolaos", "spyridon"}
    | {"spyros", "evangelos", "vangelis", "theodoros", "stavros", "apostolos", "anastasios", "eleni", "aikaterini"}
    | {"vasiliki", "despina", "kyriaki", "paraskevi", "christos", "hristos", "efstathios", "stelios", "stylianos"}
    | {"emmanouil", "manolis", "michail", "michalis", "eleftherios", "lefteris", "antonios", "babis"}
    | {"nikos", "petros", "pavlos", "sotiris", "sotirios", "thanos", "yiannis", "leonidas", "ilias", "kyriakos"}
)
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("ch|kh", "h"),
        ("(?<=[ae])[uv](?=th|[kpstfhx])", "f"),
        ("(?<=[ae])u(?=[aeioublgdzlmnrv])", "v"),
        ("ou|oo", "u"),
        ("mp|mb", "b"),
        ("nt|nd", "d"),
        ("gk|ng|gg", "g"),
        ("ph", "f"),
        ("[ck]s", "x"),
        ("c|q", "k"),
        ("w", "o"),
        ("ai|ae", "e"),
        # Eta, iota, upsilon and two pairs of letters are all said I; between it and a vowel a G is not heard as one.
        ("oi|ei|ee|[yj]", "i"),
        ("gi(?=[aeou])|hi(?=[aeou])", "i"),
        ("i+", "i"),
        (r"([bdfgklmnprstvzx])\1", r"\1"),
    )
)


def spell_greek(text: str) -> str:
    """Return a text with the pairs of Greek letters that are one sound in Latin ones, everything else as it is.

    Args:
        text: lower-case, without marks.
    """
    if not _GREEK.search(text):
        return text
    for pattern, spelt in _LETTERS:
        text = pattern.sub(spelt, text)
    return text


@lru_cache(maxsize=50_000)
def is_greek(token: str) -> bool:
    """Tell whether a lower-case ASCII token has the ending of a Greek family name or is a given name of few others."""
    return token in _NAMES or _SIGN.search(token) is not None


def has_greek_letters(text: str) -> bool:
    """Tell whether a text has letters of the Greek script."""
    return not text.isascii() and _GREEK.search(text) is not None


@lru_cache(maxsize=50_000)
def greek_form(token: str) -> str:
    """Return a token in the one spelling of Greek names, short forms in full."""
    said = _in_one_way(full_form(token))
    full = full_form(said)
    return said if full == said else _in_one_way(full)


def _in_one_way(token: str) -> str:
    for pattern, spelt in _ONE_WAY:
        token = pattern.sub(spelt, token)
    return token
