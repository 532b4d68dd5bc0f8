"""Write the words that say what kind of thing is named, and the names of known places, in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from entity_resolution.names.tables import forms_in, read_rows
from entity_resolution.names.words.head_acronyms import head_acronyms
from entity_resolution.names.words.romanised_trades import romanised_trades
from entity_resolution.names.words.russian_words import russian_words

# Mark a kind-of-thing word that counts at the beginning alone, and one that counts at the end alone.
AT_START, _AT_END = "^", "$"
# Burmese names what a place is behind its name, and maps print both in one word.
_BURMESE_KINDS = {"ywa": "village", "myo": "city"}
_KIND_LETTERS = 3
# How many words are known together, the most first: cooperativa de ahorro y credito.
_LENGTHS = (5, 4, 3, 2, 1)
# Behind one syllable that it is written together with, a village is a part of a name that no one shortens: Monywa.
_VILLAGE = "ရွာ"
_BURMESE_ONSET = re.compile("(?<!\u1039)[\u1000-\u1021](?![\u103e\u1037]*\u103a|\u1039)")
_SYLLABLE = re.compile("[^aeiouy]*[aeiouy]+[^aeiouy]*")
# Kinds of places whose words in other languages are words of companies' names: Phuong Nam, Huyen Trang, Kota Baru.
_PARTS_OF_PLACES = frozenset(
    {"village", "subdistrict", "district", "province", "city", "road", "street", "market", "bridge", "house", "floor"}
    | {"number", "avenue", "boulevard", "highway", "drive", "lane", "square", "court", "parkway", "terrace", "room"}
    | {"village new", "village old"}
    | {"apartment", "condominium", "dormitory", "villa", "guesthouse", "residence", "shophouse", "housing", "borey"}
    | {"urban area", "office building", "club", "base", "mall", "warehouse"}
    | {"north", "south", "east", "west"}  # the E of E-Star is no direction, nor is Dr. Reddy's a drive
)
_PARTS_IN_ENGLISH = frozenset(
    (word,)
    for word in _PARTS_OF_PLACES
    | {"commune", "ward", "township", "state", "region", "municipality", "town", "rd", "st", "fl", "flr", "no"}
)


def place_rows() -> tuple[tuple[str, ...], ...]:
    """Return the names of known states, cities and places: the English one of each, and its other forms in one text."""
    return (*read_rows("place_words.tsv"), *read_rows("exonyms.tsv"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gloss:
    """One form of a word in a script without spaces: its English words, and how long a text is at least that has it.

    A place's word may be all of a name, a kind's only where a place has been named beside it.
    """

    form: str
    english: tuple[str, ...]
    at_start: bool
    at_end: bool
    is_place: bool
    least: int


@lru_cache(maxsize=1)
def _glosses() -> tuple[dict[tuple[str, ...], str], tuple[_Gloss, ...]]:
    words: dict[tuple[str, ...], str] = {}
    inside: list[_Gloss] = []
    places = place_rows()
    for english, forms in (*read_rows("glosses.tsv"), *places):
        for form, _ in forms_in(forms):
            if form.isascii():
                words[tuple(form.split())] = english
            else:
                # A name of nothing but a kind keeps its word, a place's is one.
                inside.append(_gloss(form, english, alone=(english, forms) in places))
    return words, tuple(sorted(inside, key=lambda gloss: (len(gloss.form), gloss.at_start), reverse=True))


@lru_cache(maxsize=16)
def forms_of(kinds: frozenset[str]) -> frozenset[str]:
    """Return the Latin words for some kinds of things, each of one word.

    Args:
        kinds: what they are called in English, as the table has them.
    """
    words = _glosses()[0].items()
    return frozenset(form[0].strip(AT_START + _AT_END) for form, kind in words if kind in kinds and len(form) == 1)


@lru_cache(maxsize=1)
def _glosses_of_companies() -> dict[tuple[str, ...], str]:
    """Return the Latin words for kinds of things, those for parts of a country, a town or a house in English alone.

    Russian ones are spelt as their Cyrillic is folded; these and those of other languages that stand in Latin letters
    say trades that are kinds of nothing as well.
    """
    words = _glosses()[0]
    of_companies = {
        form: english for form, english in words.items() if english not in _PARTS_OF_PLACES or form in _PARTS_IN_ENGLISH
    }
    return russian_words() | romanised_trades() | of_companies | head_acronyms()


def _gloss(form: str, english: str, *, alone: bool) -> _Gloss:
    bare = form.lstrip(AT_START).rstrip(_AT_END)
    return _Gloss(
        form=bare,
        english=tuple(english.split()),
        at_start=form.startswith(AT_START),
        at_end=form.endswith(_AT_END),
        is_place=alone,
        least=len(bare) if alone else len(form) + 1,
    )


def gloss_inside(text: str) -> tuple[str, tuple[str, ...]]:
    """Take known words out of a text without word boundaries: of kinds of things and of places.

    Returns:
        The rest, which is empty where a place is named and nothing but its kind beside it, never where a kind is alone,
        and the words in English.
    """
    found: list[str] = []
    names_a_place = False
    for gloss in _glosses()[1]:
        form = gloss.form
        if form not in text or len(text) < (len(form) if names_a_place else gloss.least):
            continue
        rest = _taken_out(gloss, text)
        if rest is not None and not (form == _VILLAGE and _is_one_syllable_with_it(text)):
            text = rest
            found.extend(gloss.english)
            names_a_place = names_a_place or gloss.is_place
    return " ".join(text.split()), tuple(found)


def _is_one_syllable_with_it(text: str) -> bool:
    """Tell whether a Burmese text is one syllable and the word for a village, without a space between them."""
    rest = text.removesuffix(_VILLAGE)
    return rest != text and rest == rest.rstrip() and len(_BURMESE_ONSET.findall(rest)) == 1


def _taken_out(gloss: _Gloss, text: str) -> str | None:
    """Return what is left of a text without a word, or nothing where it does not stand where it counts."""
    if gloss.at_start:
        return " ".join(f" {text}".replace(f" {gloss.form}", " ").split()) if f" {gloss.form}" in f" {text}" else None
    if gloss.at_end or len(gloss.form) == 1:
        bare = text.rstrip()
        if not bare.endswith(gloss.form):
            return None
        return bare.removesuffix(gloss.form) if gloss.at_end else text.replace(gloss.form, " ")
    return text.replace(gloss.form, " ")


def gloss_words(tokens: tuple[str, ...], *, of_company: bool = False) -> tuple[str, ...]:
    """Write Latin kind-of-thing words in English: `jalan` and `rd` become `road`.

    Args:
        tokens: lower-case ASCII.
        of_company: whether a company is named, whose `phuong` is the South or the East and no ward.
    """
    words = _glosses_of_companies() if of_company else _glosses()[0]
    done: list[str] = []
    at = 0
    while at < len(tokens):
        for length in _LENGTHS:
            english = words.get(tokens[at : at + length])
            if english is None and at == 0 and len(tokens) > length:
                english = words.get((AT_START + tokens[0], *tokens[1:length]))
            if english is None and at and at + length == len(tokens):
                english = words.get((*tokens[at:-1], tokens[-1] + _AT_END))
            if english is not None and len(tokens[at : at + length]) == length:
                done.extend(english.split())
                at += length
                break
        else:
            done.append(tokens[at])
            at += 1
    return tuple(done)


@lru_cache(maxsize=1)
def words_for_kinds() -> frozenset[str]:
    """Return the single Latin words, of any language, that say what kind of thing a company is."""
    return frozenset(form[0] for form in _glosses()[0] if len(form) == 1 and form in _glosses_of_companies())


def split_kinds(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Take the Burmese words for a town and a village off the ends of words: Pekonywa, Maymyo, but never Monywa."""
    found: list[str] = []
    for token in tokens:
        kind = _BURMESE_KINDS.get(token[-_KIND_LETTERS:]) if len(token) >= 2 * _KIND_LETTERS else None
        if kind == "village" and not found and _SYLLABLE.fullmatch(token[:-_KIND_LETTERS]):
            kind = None
        found.extend((token,) if kind is None else (token[:-_KIND_LETTERS], kind))
    return tuple(found)
