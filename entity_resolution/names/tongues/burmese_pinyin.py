"""Read Burmese letters as the syllables of pinyin that they may stand for: ကျန်း is Zhang, Jian or Jiang.

Burmese writes each syllable by itself, so that each may be asked whether it writes one of a Chinese name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from entity_resolution.names.scripts.han_sounds import frequencies
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.thai_pinyin import spell_pinyin

_CONSONANT = "က-အ"
_SYLLABLE = re.compile(f"(?P<initial>[{_CONSONANT}])(?P<medials>[ျြှ]*)(?P<rhyme>[ွ]?[ှ]?[ါ-ဲံ]*်?(?:[{_CONSONANT}]့?်)?)")
_TONES = re.compile("[့း]")
# What stands behind another initial with a Y in it, as in LIANG.
_PALATAL_MEDIALS = re.compile("[ျြ]")
_OF_I = frozenset({"j", "q", "x"})
_FEWEST, _MOST = 2, 4
_NONE = "-"


@lru_cache(maxsize=20_000)
def syllables_of_burmese(native: str) -> tuple[frozenset[str], ...]:
    """Return for each syllable of a text in Burmese letters which ones of pinyin it may stand for.

    Args:
        native: a name in Burmese letters; spaces tell nothing.

    Returns:
        None at all where the text has too few or too many syllables, or one is none of pinyin.
    """
    text = "".join(_TONES.sub("", native).split())
    found = list(_SYLLABLE.finditer(text))
    if not _FEWEST <= len(found) <= _MOST or sum(len(match.group()) for match in found) != len(text):
        return ()
    syllables = tuple(_in_pinyin(*match.group("initial", "medials", "rhyme")) for match in found)
    return syllables if all(syllables) else ()


@lru_cache(maxsize=20_000)
def _in_pinyin(initial: str, medials: str, rhyme: str) -> frozenset[str]:
    onset = initial + medials
    palatal = onset not in _table("initial") and _PALATAL_MEDIALS.search(medials) is not None
    initials = _table("initial").get(initial if palatal else onset, ())
    rhymes = _table("rhyme").get(rhyme or _NONE, ())
    spelt = (spell_pinyin(one, end) for one in initials for end in _ends(one, rhymes, palatal=palatal))
    return frozenset(syllable for syllable in spelt if syllable in frequencies())


def _ends(initial: str, rhymes: tuple[str, ...], *, palatal: bool) -> Iterator[str]:
    """Yield rhymes as they stand behind an initial: behind J, Q and X, and behind a Y, they begin with an I or a Ü."""
    for rhyme in rhymes:
        if rhyme[0] in "iv" or not (palatal or initial in _OF_I):
            yield rhyme
        elif rhyme[0] in "aoe":
            yield f"i{rhyme}"


@lru_cache(maxsize=2)
def _table(part: str) -> dict[str, tuple[str, ...]]:
    rows = (row for row in read_rows("burmese_pinyin.tsv") if row[0] == part)
    return {row[1]: tuple(row[2].split()) for row in rows}
