"""Read two sites by their own words where their kinds may be one: 金凤城 and Jinfeng City, a tower and a building.

A word for a kind that no table has is no reason to call two sites unlike, and two words of which each source takes one
are none either. Nothing tells that they are one, so a human decides.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import kind_words_of_places
from entity_resolution.names.prepared import prepare
from entity_resolution.names.reading import site_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script

# Kinds in English, of which one source says the left and another the right of one house. 大厦 is either of the first.
_LIKE = frozenset(
    frozenset({frozenset(one.split()), frozenset(other.split())})
    for one, other in (
        *(("building", "tower"), ("building", "office building"), ("tower", "office building"), ("plaza", "mall")),
        *(("hotel", "guesthouse"), ("hotel", "resort"), ("resort hotel", "hotel"), ("resort hotel", "resort")),
        *(("apartment", "condominium"), ("apartment", "residence"), ("condominium", "residence"), ("villa", "house")),
        *(("villa", "residence"), ("apartment", "building"), ("condominium", "building"), ("condominium", "tower")),
        *(("casino", "entertainment city"), ("casino", "entertainment"), ("casino", "club"), ("market", "mall")),
        *(("housing", "residence"), ("housing", "borey"), ("borey", "residence"), ("base", "compound")),
        *(("base", "park"), ("shophouse", "building"), ("shophouse", "house"), ("urban area", "city")),
        *(("city", "city new"), ("zone", "technology park"), ("residence", "urban area"), ("dormitory", "guesthouse")),
    )
)
# Single characters behind a name that say a place, where more of the same name would be another one: 金凤凰.
_PLACES = frozenset("城园園苑府阁閣轩軒庄莊院楼樓馆館店厂廠营營堡寨")
# Houses of which a park or a compound has several, and that lend their name from it.
_HOUSES = frozenset(
    {"apartment", "condominium", "dormitory", "villa", "guesthouse", "residence", "shophouse", "club", "base", "mall"}
    | {"warehouse", "office", "housing"}
)
# What stands on grounds, and the grounds: a park of one name has a building of it, and may have it elsewhere in town.
_BUILDINGS = (_HOUSES - {"base", "housing"}) | {"building", "tower", "plaza", "office building"}
_GROUNDS = frozenset({"park", "compound", "estate", "zone", "city", "garden", "village", "base"})
_FEWEST_CHARACTERS, _FEWEST_LETTERS, _LONGEST_KIND = 2, 4, 5


def by_own_words(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of sites by their own words, where they say kinds that may be one, or one a kind not known.

    Args:
        left: one name.
        right: the other.
        kind: what both name.

    Returns:
        The names in the order given, without the kinds; `None` where their kinds are one, or of two houses.
    """
    if kind is not NameKind.SITE or not left.latin or not right.latin or _has_number(left) or _has_number(right):
        return None
    mine, theirs = (prepare(form, kind).kinds for form in (left, right))
    if mine and theirs and frozenset({mine - theirs or mine, theirs - mine or theirs}) in _LIKE:
        one, other = _own_word(left), _own_word(right)
        return (one, other) if one is not None and other is not None else None
    if left.script is Script.HAN and not mine and right.script is Script.LATIN:
        return _in_front(left, right)
    if right.script is Script.HAN and not theirs and left.script is Script.LATIN:
        pair = _in_front(right, left)
        return None if pair is None else (pair[1], pair[0])
    return None


def says_a_house_more(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names of sites says a house and the other no kind, or grounds: 金凤公寓, Jinfeng Park.

    A park or a compound may have such a house of its name, or have the name in common with one elsewhere in town.
    """
    if not left.latin or not right.latin:
        return False
    mine, theirs = (prepare(form, NameKind.SITE).kinds for form in (left, right))
    if bool(mine) is not bool(theirs):
        return not _HOUSES.isdisjoint(mine | theirs)
    return any(
        not _GROUNDS.isdisjoint(one) and not _BUILDINGS.isdisjoint(other) and _GROUNDS.isdisjoint(other)
        for one, other in ((mine, theirs), (theirs, mine))
    )


def _in_front(hanzi: NameForm, latin: NameForm) -> tuple[NameForm, NameForm] | None:
    """Return the first characters that read as another name's whole own word, and that word: 金凤 of 金凤城."""
    own = _own_word(latin)
    said = "".join(own.tokens) if own is not None else ""
    if own is None or len(said) < _FEWEST_LETTERS:
        return None
    native = "".join(hanzi.native.split())
    for length in range(max(_FEWEST_CHARACTERS, len(native) - _LONGEST_KIND), len(native)):
        rest = native[length:]
        front = _site(native[:length], hanzi.raw)
        if any("".join(reading.split()) == said for reading in front.latin):
            return (front, own) if len(rest) > 1 or rest in _PLACES else None
    return None


@lru_cache(maxsize=20_000)
def _own_word(form: NameForm) -> NameForm | None:
    """Return what a name is called without the words for kinds; `None` where nothing is left."""
    own = [token for token in form.tokens if token not in kind_words_of_places()]
    if not own:
        return None
    return _site(" ".join(own), form.raw)


@lru_cache(maxsize=20_000)
def _site(name: str, raw: str) -> NameForm:
    return replace(site_name(name), raw=raw)


def _has_number(form: NameForm) -> bool:
    return any(character.isdigit() for character in form.native)
