"""Whether two names of sites that agree say two kinds of thing: a casino and the hospital of one name are two.

What a compound is called besides its name (park, zone, building) is one kind, since each source takes another word. A
kind that both say tells nothing: a park's hotel is in the park.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from entity_resolution.names import NameComparison, NameForm, site_name
from entity_resolution.names.companies.legal_forms import is_place_alone
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tables import forms_in, read_rows
from entity_resolution.places.address_parts import COMMA
from entity_resolution.places.street_words import BRACKETS

_COMPOUND, _PUBLIC = "compound", "public"
# What a word may mean: a monastery of Myanmar is called by the word for a school.
_Kind = frozenset[str]
# What stands behind these says where a thing is.
_WHERE = re.compile(
    r"\s(?:at|in|of the|on the|near|nearby|opposite|opp|beside|behind|between|next to|close to)\b.*", re.IGNORECASE
)
_LONGEST_PHRASE = 3


class _Table(NamedTuple):
    """The words for kinds of things: Latin ones, those found anywhere in a name, and the kinds that are public."""

    words: dict[tuple[str, ...], _Kind]
    inside: tuple[tuple[str, _Kind], ...]
    public: frozenset[_Kind]


@lru_cache(maxsize=1)
def _table() -> _Table:
    words: dict[tuple[str, ...], _Kind] = {}
    inside: list[tuple[str, _Kind]] = []
    public = set[_Kind]()
    for meant, sort, forms in read_rows("kinds_of_sites.tsv"):
        kind = frozenset(meant.split("|"))
        if sort == _PUBLIC:
            public.add(kind)
        for form, _ in forms_in(forms):
            if form.isascii():
                words[tuple(form.split())] = kind
            else:
                inside.append((form, kind))
    return _Table(words, tuple(inside), frozenset(public))


def say_two_kinds(left: NameForm, right: NameForm, found: NameComparison) -> bool:
    """Tell whether each of two names says a kind of thing that the other does not, and not both a compound.

    Args:
        left: a site's name.
        right: another one, which agrees with it.
        found: how they agree.
    """
    mine, theirs = _said_alone(left, right, found)
    return bool(mine) and bool(theirs) and any(_COMPOUND not in kind for kind in mine | theirs)


def says_a_public_kind_more(left: NameForm, right: NameForm, found: NameComparison) -> bool:
    """Tell whether one of two names says a hospital, a school, a bridge and the like, and the other nothing besides.

    A village and its hospital have one name. Who writes of a casino or a hotel leaves the word out, as no one does of
    these.

    Args:
        left: a site's name.
        right: another one, which agrees with it.
        found: how they agree.
    """
    mine, theirs = _said_alone(left, right, found)
    return bool(mine) is not bool(theirs) and not (mine | theirs).isdisjoint(_table().public)


def _said_alone(left: NameForm, right: NameForm, found: NameComparison) -> tuple[frozenset[_Kind], frozenset[_Kind]]:
    """Return the kinds that each of two names says and the other does not."""
    if left.script is not right.script and (_is_by_sound(left, found.left) or _is_by_sound(right, found.right)):
        return frozenset(), frozenset()
    one, other = _kinds_of(left.raw), _kinds_of(right.raw)
    return _without(one, other), _without(other, one)


def _is_by_sound(form: NameForm, heard: str) -> bool:
    """Tell whether a word for a kind is a syllable of a name as the other spells it: ยางตลาด is Yangtalad.

    Args:
        form: a name in any script.
        heard: the reading of it that agreed.
    """
    readings = [words for reading in form.latin if _kinds_of_words(words := tuple(reading.split()))]
    if form.script is Script.LATIN or not heard or not readings:
        return False
    told = {"".join(words) for words in readings} | {"".join(filter(_is_name, words)) for words in readings}
    return "".join(heard.split()) not in told


def _is_name(word: str) -> bool:
    return not _kinds_of_words((word,))


def _without(kinds: frozenset[_Kind], others: frozenset[_Kind]) -> frozenset[_Kind]:
    return frozenset(kind for kind in kinds if all(kind.isdisjoint(other) for other in others))


@lru_cache(maxsize=20_000)
def _kinds_of(name: str) -> frozenset[_Kind]:
    """Return the kinds of thing that a name says, without what it says of where the thing is."""
    bare = normalize("NFC", BRACKETS.sub(" ", name)).casefold().strip()
    head = _WHERE.sub("", COMMA.split(bare, maxsplit=1)[0]).strip() or bare
    tokens = site_name(head).tokens
    if is_place_alone(tokens):
        return frozenset()
    return _kinds_of_words(tokens) | frozenset(kind for form, kind in _table().inside if form in head != form)


def _kinds_of_words(tokens: tuple[str, ...]) -> frozenset[_Kind]:
    """Return the kinds that Latin words say, the longest phrase at each place."""
    found, at, words = set[_Kind](), 0, _table().words
    while at < len(tokens):
        length = next((n for n in range(_LONGEST_PHRASE, 0, -1) if tokens[at : at + n] in words), 0)
        if length:
            found.add(words[tokens[at : at + length]])
        at += length or 1
    return frozenset(found)
