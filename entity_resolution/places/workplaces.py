"""Whether two places of work are two: Myawaddy and Sihanoukville, or Cambodia and Myanmar.

A town is read wherever it stands, behind the name of a building too; of a town, a zone in it and its province none is
another one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows
from entity_resolution.names.words.glosses import AT_START
from entity_resolution.places.provinces import province_of
from entity_resolution.places.regions import are_one_region
from entity_resolution.places.towns import Towns, is_known_town, relate_towns
from graph.values import normalise_country

_BETWEEN = re.compile(r"[,，、،၊;；/|()（）\[\]&+]|\s[-–—]\s|\s(?:or|and|hoặc|atau|หรือ|ឬ|或)\s", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
# Within other words a name of fewer letters is a word, and some longer ones are of other places: Los Angeles, Clark
# Quay.
_FEWEST_LETTERS, _MOST_WORDS = 5, 4
_NEVER_WITHIN, _AT_THE_END = frozenset({"angeles", "yatai", "singapore", "hong kong", "macau"}), frozenset({"clark"})
# Native names of fewer characters are parts of other words.
_FEWEST_CHARACTERS = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the table or a province: its code or name, its name in Latin letters, what holds it, its country."""

    id: str
    name: str
    within: frozenset[str]
    country: str | None


def are_two_known_places(left: str, right: str) -> bool:
    """Tell whether two places are two by the tables: of two countries, or two known towns of which neither holds one.

    Where a text names several, each of them is held against each of the other's.

    Args:
        left: a place of work as a source wrote it.
        right: another.
    """
    countries = _countries(left), _countries(right)
    if all(countries) and countries[0].isdisjoint(countries[1]):
        return True
    ones, others = _places(left), _places(right)
    if ones and others:
        return all(_are_two(one, other) for one, other in product(ones, others))
    known = [[part for part in _parts(text) if is_known_town(part)] for text in (left, right)]
    # A province of which a table has the towns may hold one that it has not.
    if not all(known) or any(place.name not in _rows() for place in ones | others):
        return False
    return relate_towns(*known) is Towns.OTHER


def _are_two(one: _Place, other: _Place) -> bool:
    if one.id == other.id or one.id in other.within or other.id in one.within:
        return False
    are_provinces = all(province_of(place.name) is not None for place in (one, other))
    return not are_provinces or are_one_region(one.name, other.name) is False


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


@lru_cache(maxsize=20_000)
def _countries(text: str) -> frozenset[str]:
    """Return the ISO 3166 alpha-2 codes of the countries that a text names, or in which its places are."""
    said = (normalise_country(part).value for part in _parts(text))
    native = (normalise_country(form).value for form in _native_countries() if form in text)
    return frozenset(filter(None, (*said, *native, *(place.country for place in _places(text)))))


@lru_cache(maxsize=20_000)
def _places(text: str) -> frozenset[_Place]:
    """Return the places that a text names, without those that hold another of them: Bavet, of Bavet, Svay Rieng."""
    found = {place for part in _parts(text) for place in _in_part(part)}
    holding = frozenset[str]().union(*(place.within for place in found))
    return frozenset(place for place in found if place.id not in holding)


def _in_part(part: str) -> list[_Place]:
    """Return the places that a part between commas is, or of which it has the names."""
    words = _WORD.findall(ascii_fold(part).replace("'", ""))
    whole = _names().get(" ".join(words))
    if whole is None and normalise_country(part).value is None:
        province = _province(part)
        # In whatever words it is said, the table knows what holds it: Bokeo, of the Golden Triangle.
        whole = _rows_by_id().get(province.id, province) if province is not None else None
    if whole is not None:
        return [whole]
    return [*_in_words(words), *_in_own_letters(part)]


def _in_words(words: list[str]) -> Iterator[_Place]:
    """Yield the places whose names stand among some words, the longest name first wherever one begins."""
    at = 0
    while at < len(words):
        spans = (words[at : at + length] for length in range(min(_MOST_WORDS, len(words) - at), 0, -1))
        span = next((span for span in spans if _is_place_within(span, is_last=at + len(span) == len(words))), None)
        if span is not None:
            yield _names()[" ".join(span)]
        at += len(span or words[:1])


def _is_place_within(words: list[str], *, is_last: bool) -> bool:
    name = " ".join(words)
    if len(name) < _FEWEST_LETTERS or name in _NEVER_WITHIN or (name in _AT_THE_END and not is_last):
        return False
    return name in _names()


def _in_own_letters(part: str) -> Iterator[_Place]:
    for country in _native_countries():
        part = part.replace(country, "")
    text = part.strip().casefold()
    for form, place in _native_names().items():
        if text.startswith(form[1:]) if form.startswith(AT_START) else form in text:
            yield place


@lru_cache(maxsize=20_000)
def _province(text: str) -> _Place | None:
    found = province_of(text)
    if found is None:
        return None
    country = found[0].partition("-")[0].upper() if "-" in found[0] else None
    return _Place(found[0], " ".join(_WORD.findall(ascii_fold(text))) or text, frozenset(), country)


@lru_cache(maxsize=1)
def _rows() -> dict[str, _Place]:
    """Return the places of the table by name; one of a province's name is that province."""
    return {
        name: _Place(
            _id(name), name, frozenset(map(_id, filter(None, within.split(";")))) - {_id(name)}, country or None
        )
        for name, _, within, country in read_rows("work_places.tsv")
    }


@lru_cache(maxsize=1)
def _rows_by_id() -> dict[str, _Place]:
    return {place.id: place for place in _rows().values()}


def _id(name: str) -> str:
    found = _province(name)
    return name if found is None else found.id


@lru_cache(maxsize=1)
def _names() -> dict[str, _Place]:
    """Return the places of the table by each of their names in Latin letters, folded."""
    named = [(name, (name, *others.split(";"))) for name, others, _, _ in read_rows("work_places.tsv")]
    exonyms = [(name, _quoted(forms)) for name, forms in read_rows("exonyms.tsv") if name in _rows()]
    return {
        " ".join(_WORD.findall(form.replace("'", ""))): _rows()[name]
        for name, forms in (*exonyms, *named)
        for form in forms
        if form and form.isascii()
    }


def _quoted(forms: str) -> list[str]:
    """Return the forms of a row of `exonyms.tsv`, of which quotes hold one of several words."""
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', forms)]


@lru_cache(maxsize=1)
def _native_names() -> dict[str, _Place]:
    """Return the places of the table and provinces by their names in other scripts, at the beginning behind `^`."""
    own = [(name, others.split(";")) for name, others, _, _ in read_rows("work_places.tsv")]
    found = {}
    for name, forms in (*((name, _quoted(forms)) for name, forms in _exonyms()), *own):
        place = _rows().get(name) or _province(name)
        place = _rows_by_id().get(place.id, place) if place is not None else None
        if place is not None:
            found.update({form: place for form in forms if not form.isascii() and len(form) >= _FEWEST_CHARACTERS})
    return found


def _exonyms() -> tuple[tuple[str, ...], ...]:
    return (*read_rows("exonyms.tsv"), *read_rows("place_words.tsv"))


@lru_cache(maxsize=1)
def _native_countries() -> tuple[str, ...]:
    rows = read_rows("place_words.tsv")
    forms = (form for name, forms in rows if normalise_country(name).value for form in _quoted(forms))
    return tuple(sorted((form for form in forms if not form.isascii()), key=len, reverse=True))
