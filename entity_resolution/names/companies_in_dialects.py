"""Companies of two characters as Cantonese, Hokkien or Teochew spell them: 鴻發國際 is Hung Fat International.

The spellings are those that given names have. A name of more characters is read in pinyin, or translated.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.form import NameForm, NameKind
from entity_resolution.names.glosses import gloss_inside
from entity_resolution.names.han import given_in_dialects
from entity_resolution.names.legal_forms import kind_words
from entity_resolution.names.reading import organisation_name
from entity_resolution.names.script import Script

# So many characters are a name whose every spelling by sound is listed.
_CHARACTERS = 2


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
    """Return a name in Hanzi in the spelling that Latin words have; `None` where no dialect spells it so."""
    called, words = gloss_inside(form.native)
    own = "".join(token for token in tokens if token not in kind_words() and token not in words)
    if len(called) != _CHARACTERS or not own:
        return None
    spelling = next((way for way in given_in_dialects(called) if way.replace(" ", "") == own), None)
    if spelling is None:
        return None
    said = organisation_name(" ".join((spelling, *words)))
    return replace(said, raw=form.raw, legal_form=form.legal_form, form_countries=form.form_countries)
