"""Words by which a name says whose child somebody is (bin, binti, a/l, d/o), and what stands before and behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.arabic import looks_arabic
from entity_resolution.names.form import NameForm
from entity_resolution.names.latin import ascii_fold, tokenise
from entity_resolution.names.script import Script

# How each word is spelt here, and how clerks write it. A son's and a daughter's stay two.
_SPELT = {
    "bin": r"ibn",
    "binti": r"binte|bte\.?|bti\.?|bt\.?|b ?/ ?te?\.?",
    "al": r"a ?/ ?l\.?|s ?/ ?o\.?|anak lelaki|anak laki-laki|son of",
    "ap": r"a ?/ ?p\.?|d ?/ ?o\.?|anak perempuan|daughter of",
    "anak": r"ak\.?|a ?/ ?k\.?",
}
# Between two words alone: `B. T. Ahmad` begins with initials.
_BETWEEN = r"(?<=\S\s)(?:{})(?=\s\S)"
_CLERKS = tuple((re.compile(_BETWEEN.format(written), re.IGNORECASE), spelt) for spelt, written in _SPELT.items())
# A name has none of them unless it has one of these.
_MAY_JOIN = re.compile(r"/|\b(?:ibn|bi?n?te?i?|anak|ak|son|daughter)\b", re.IGNORECASE)
# A plain AL or AP may be an article or a part of a name, and a capital B an initial.
_JOINING = "|".join(("bin", "bint", "binti", *_SPELT.values(), "anak", r"(?-i:b)\.?"))
_JOINS = {
    Script.LATIN: re.compile(_BETWEEN.format(_JOINING), re.IGNORECASE),
    Script.ARABIC: re.compile(_BETWEEN.format("بن|ابن|بنت")),
}
_SON, _DAUGHTER = "son", "daughter"
_OF_DAUGHTERS = re.compile(f"binti?|{_SPELT['binti']}|{_SPELT['ap']}|بنت", re.IGNORECASE)
_OF_EITHER = re.compile(f"anak|{_SPELT['anak']}", re.IGNORECASE)
# In a name that looks Arabic a capital B is bin rather than an initial.
_JOINS_OF_ARABIC = re.compile(_BETWEEN.format(rf"{_JOINING}|b\.?"), re.IGNORECASE)
# By how much the parts must be more alike crosswise than straight on, and how alike they are at most straight on.
_CLEARLY, _DOUBTFUL = 0.05, 0.7
# As how alike a son's and a daughter's names count: clerks confuse the words.
_OTHER_SEX = 0.55

Alike = Callable[[NameForm, NameForm], float]


@lru_cache(maxsize=20_000)
def spell_filiation(name: str) -> str:
    """Return a Latin name with the words for whose child somebody is in one spelling: `bt.` is binti, `s/o` is al."""
    if _MAY_JOIN.search(name) is None:
        return name
    for written, spelt in _CLERKS:
        name = written.sub(spelt, name)
    return name


class Otherwise(NamedTuple):
    """What two names say against each other of whose children they name, and how alike the worst part of them is."""

    least: float
    how: str


def find_other_child(left: NameForm, right: NameForm, alike: Alike) -> Otherwise | None:
    """Return what tells a son from a daughter, or from his father: Ali bin Ahmad is none of Ahmad bin Ali.

    Args:
        left: a person's name.
        right: another.
        alike: says how alike two names are.
    """
    mine, theirs = _parts(left), _parts(right)
    if mine is None or theirs is None:
        return None
    if {mine.child, theirs.child} == {_SON, _DAUGHTER}:
        return Otherwise(_OTHER_SEX, "one is a son, the other a daughter")
    straight = min(alike(mine.own, theirs.own), alike(mine.parents, theirs.parents))
    if straight >= _DOUBTFUL:
        return None
    crosswise = min(alike(mine.own, theirs.parents), alike(mine.parents, theirs.own))
    if crosswise <= straight + _CLEARLY:
        return None
    return Otherwise(straight, "one's own name is the other's father's")


class _Parts(NamedTuple):
    own: NameForm
    parents: NameForm
    child: str


@lru_cache(maxsize=20_000)
def _parts(form: NameForm) -> _Parts | None:
    """Return a name's parts before and behind the first word for whose child somebody is, if it has one."""
    latin_arabic = form.script is Script.LATIN and looks_arabic(form.tokens)
    joins = _JOINS_OF_ARABIC if latin_arabic else _JOINS.get(form.script)
    found = joins.search(form.native) if joins is not None else None
    if found is None:
        return None
    word = found.group()
    child = _DAUGHTER if _OF_DAUGHTERS.fullmatch(word) else "" if _OF_EITHER.fullmatch(word) else _SON
    return _Parts(_part(form, form.native[: found.start()]), _part(form, form.native[found.end() :]), child)


def _part(form: NameForm, text: str) -> NameForm:
    tokens = tokenise(ascii_fold(spell_filiation(text.strip())))
    return replace(form, native=text.strip(), latin=(" ".join(tokens),) if tokens else (), tokens=tokens)
