"""Companies in Hanzi as Cantonese, Hokkien or Teochew spell them: 永利豐貿易 is Wing Lee Fung Trading.

The other name's Latin words are walked over the characters, each of which one dialect spells so, as it spells given
names and the surname that the first of several characters may be. Else a name is read in pinyin, or translated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.companies.dialect_keys import own_characters, ways_in_dialects
from entity_resolution.names.companies.divisions import place_in_front
from entity_resolution.names.companies.legal_forms import kind_words
from entity_resolution.names.reading import organisation_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script

# A stop that many write with two letters: Fook, Fok; Hock, Hok.
_STOP = re.compile("ck")


def in_dialect(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two companies' names of which one in Hanzi is spelt as the other spells it in one dialect; `None` if none.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.ORGANISATION or {left.script, right.script} != {Script.HAN, Script.LATIN}:
        return None
    if left.script is Script.LATIN:
        spelt = _spelt_as(right, left.tokens)
        return None if spelt is None else (left, spelt)
    spelt = _spelt_as(left, right.tokens)
    return None if spelt is None else (spelt, right)


@lru_cache(maxsize=10_000)
def _spelt_as(form: NameForm, tokens: tuple[str, ...]) -> NameForm | None:
    """Return a name in Hanzi in the spelling that Latin words have; `None` where no dialect spells it so.

    A province or city in front is in pinyin to whoever spells the rest as its founder speaks: 云南偉業, Yunnan Wai Yip.
    """
    called, words = own_characters(form.native)
    own = [token for token in tokens if token not in kind_words() and token not in words]
    size, place = place_in_front(called)
    is_told = bool(size) and own[:1] == [place]
    called, rest = (called[size:], " ".join(own[1:])) if is_told else (called, " ".join(own))
    if not rest or not any(_spells(ways, _STOP.sub("k", rest)) for ways in ways_in_dialects(called)):
        return None
    said = organisation_name(" ".join((*own, *words)))
    return replace(said, raw=form.raw, legal_form=form.legal_form, form_countries=form.form_countries)


def _spells(ways: tuple[tuple[str, ...], ...], own: str) -> bool:
    """Tell whether Latin words spell characters one behind the other, in as many words or fewer."""
    syllables = ("|".join(sorted({_STOP.sub("k", spelling) for spelling in way})) for way in ways)
    return re.fullmatch(" ?".join(f"(?:{syllable})" for syllable in syllables), own) is not None
