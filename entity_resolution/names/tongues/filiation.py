"""Words by which a name says whose child somebody is (bin, binti, a/l, d/o), and what stands before and behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.short_names import full_form, is_short_for
from entity_resolution.names.tongues.arabic import looks_arabic
from entity_resolution.names.tongues.closeness import sound_similarity

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
# Malays write Ab and Abd for Abdul in a father's name, before one of God's names.
_AB, _ABDUL = re.compile(r"(\bbin(?:ti)?\s)abd?\.?(?=\s[^\W\d_]{4})", re.IGNORECASE), r"\1abdul"
# A name has none of them unless it has one of these.
_MAY_JOIN = re.compile(r"/|\b(?:ibn|bi?n?te?i?|anak|ak|son|daughter|abd?)\b", re.IGNORECASE)
# A plain AL or AP may be an article or a part of a name, and a capital B an initial.
_JOINING = "|".join(("bin", "bint", "binti", *_SPELT.values(), "anak", r"(?-i:b)\.?"))
_JOINS = {
    Script.LATIN: re.compile(_BETWEEN.format(_JOINING), re.IGNORECASE),
    Script.ARABIC: re.compile(_BETWEEN.format("بن|ابن|بنت")),
}
_NOTHING = re.compile("(?!)")
# The same in the one spelling of `spell_filiation`, and of how many words a name is that has a father's.
_WORDS, _WITH_FATHER = frozenset({*_SPELT, "bint"}), 3
_SON, _DAUGHTER = "son", "daughter"
_OF_DAUGHTERS = re.compile(f"binti?|{_SPELT['binti']}|{_SPELT['ap']}|بنت", re.IGNORECASE)
_OF_EITHER = re.compile(f"anak|{_SPELT['anak']}", re.IGNORECASE)
# In a name that looks Arabic a capital B is bin rather than an initial.
_JOINS_OF_ARABIC = re.compile(_BETWEEN.format(rf"{_JOINING}|b\.?"), re.IGNORECASE)
# By how much the parts must be more alike crosswise than straight on, and how alike they are at most straight on.
_CLEARLY, _DOUBTFUL = 0.05, 0.7
# As how alike a son's and a daughter's names count: clerks confuse the words.
_OTHER_SEX = 0.55
# Words by which Malays and Arabs say whose child somebody is; what their papers often leave out of a name, and a word
# that says nothing without the next: Abu Bakar. How alike names count that have a word more besides.
_OF_MALAYS = frozenset({"bin", "binti"})
_LEFT_OUT = frozenset({"muhammad", "ahmad", "siti", "nur", "nor", "noor", "abdul", "abd", "abu", "haji", "hajjah"})
_MUHAMMAD = "muhammad"
# Spellings of what stands before a woman's own name, which are short for nothing.
_WRITTEN_OUT = {"noor": "nur", "nor": "nur", "noorul": "nurul", "norul": "nurul"}
_FATHER_OF, _OF_FAMILY = ("abu",), re.compile("(?:al|el)(?:$|....)")
_OTHER_CHILD, _MAY_BE_OTHER = 0.64, 0.76

Alike = Callable[[NameForm, NameForm], float]


@lru_cache(maxsize=20_000)
def spell_filiation(name: str) -> str:
    """Return a Latin name with the words for whose child somebody is in one spelling: `bt.` is binti, `s/o` is al."""
    if _MAY_JOIN.search(name) is None:
        return name
    for written, spelt in _CLERKS:
        name = written.sub(spelt, name)
    return _AB.sub(_ABDUL, name)


def own_name_before_father(native: str, script: Script, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the word for whose child somebody is; none where there is no such word.

    Args:
        native: a person's name without titles.
        script: its writing system.
        tokens: its Latin reading; with `spell_filiation` in one spelling.
    """
    own = _before_father(tokens) if script is Script.LATIN else ()
    if not own:
        return ()
    found = _joins_of(script, tokens).search(native)
    return own if found is not None and tokenise(ascii_fold(native[: found.start()])) == own else ()


def is_without_father(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names is the other without the father: Nurul Ain and Nurul Ain binti Kamal.

    Many have that name of their own, so that a human has to look, whatever the two share.

    Args:
        left: a person's name.
        right: another.
    """
    short, long = (left, right) if len(left.tokens) < len(right.tokens) else (right, left)
    if not short.tokens or len(long.tokens) < _WITH_FATHER or short.tokens[0][0] != long.tokens[0][0]:
        return False
    own = _before_father(long.tokens)
    if not own or short.script is not long.script:
        return False
    if "".join(own) != "".join(short.tokens) and _written_out(own) != _written_out(short.tokens):
        return False
    return own_name_before_father(long.native, long.script, long.tokens) == own


def _written_out(own: tuple[str, ...]) -> str:
    """Return an own name in one word, what stands before it spelt in one way: Mohd, Muhd, Abd, Noor."""
    if len(own) == 1:
        return own[0]
    return "".join(_WRITTEN_OUT.get(token, full_form(token)) for token in own)


class Otherwise(NamedTuple):
    """What two names say against each other of whose children they name, and how alike the worst part of them is."""

    least: float
    how: str


def _before_father(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the first that may say whose child somebody is, if one stands behind that."""
    return tokens[: next((at for at in range(1, len(tokens) - 1) if tokens[at] in _WORDS), 0)]


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
    left_out = _find_left_out(left, right, mine, theirs)
    if straight >= _DOUBTFUL or (left_out is not None and left_out.least < straight):
        return left_out
    crosswise = min(alike(mine.own, theirs.parents), alike(mine.parents, theirs.own))
    if crosswise <= straight + _CLEARLY:
        return None
    return Otherwise(straight, "one's own name is the other's father's")


def _find_left_out(left: NameForm, right: NameForm, mine: _Parts, theirs: _Parts) -> Otherwise | None:
    """Return what words tell of Malay names that one has in its own or its father's name and the other has not."""
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return None
    if _OF_MALAYS.isdisjoint(left.tokens) or _OF_MALAYS.isdisjoint(right.tokens):
        return None
    least = min(
        _least_of_own(mine.own.tokens, theirs.own.tokens),
        _least_of_father(_first_father(mine.parents.tokens), _first_father(theirs.parents.tokens)),
    )
    return Otherwise(least, "one's own or father's name has a word more") if least < 1.0 else None


def _least_of_own(ones: tuple[str, ...], others: tuple[str, ...]) -> float:
    short, more = _words_more(ones, others)
    if not more or all(full_form(token) == _MUHAMMAD for token in more):
        return 1.0
    # Of one who is called Muhammad and nothing else nothing is left out.
    if all(map(_may_be_left_out, short)):
        return _OTHER_CHILD
    return 1.0 if all(map(_may_be_left_out, more)) else _MAY_BE_OTHER


def _least_of_father(ones: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Return likewise of fathers; what has an article is the family's, as Arabs write it behind the father's."""
    short, more = _words_more(ones, others)
    if not more or all(map(_may_be_left_out, more)) or any(map(_OF_FAMILY.match, more)):
        return 1.0
    return _OTHER_CHILD if short == _FATHER_OF else _MAY_BE_OTHER


def _first_father(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens[: next((at for at, token in enumerate(tokens) if token in _OF_MALAYS), len(tokens))]


def _may_be_left_out(token: str) -> bool:
    return full_form(token) in _LEFT_OUT


def _words_more(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the shorter of two names, and the words of the longer that it has not; none where it has others itself."""
    short, long = sorted((ones, others), key=len)
    if len(short) == len(long) or "".join(short) == "".join(long):
        return short, ()
    rest = list(long)
    for token in short:
        alike, same = max((_likeness(token, other), other) for other in rest)
        if alike < _DOUBTFUL:
            return short, ()
        rest.remove(same)
    return short, tuple(rest)


def _likeness(one: str, other: str) -> float:
    return 1.0 if is_short_for(one, other) else sound_similarity(one, other, Tongue.GENERAL)


class _Parts(NamedTuple):
    own: NameForm
    parents: NameForm
    child: str


@lru_cache(maxsize=20_000)
def _parts(form: NameForm) -> _Parts | None:
    """Return a name's parts before and behind the first word for whose child somebody is, if it has one."""
    joins = _joins_of(form.script, form.tokens)
    found = joins.search(form.native)
    if found is None:
        return None
    word = found.group()
    child = _DAUGHTER if _OF_DAUGHTERS.fullmatch(word) else "" if _OF_EITHER.fullmatch(word) else _SON
    return _Parts(_part(form, form.native[: found.start()]), _part(form, form.native[found.end() :]), child)


def _joins_of(script: Script, tokens: tuple[str, ...]) -> re.Pattern[str]:
    if script is Script.LATIN and looks_arabic(tokens):
        return _JOINS_OF_ARABIC
    return _JOINS.get(script, _NOTHING)


def _part(form: NameForm, text: str) -> NameForm:
    tokens = tokenise(ascii_fold(spell_filiation(text.strip())))
    return replace(form, native=text.strip(), latin=(" ".join(tokens),) if tokens else (), tokens=tokens)
