"""Parts of names that only the other name tells how to read: v.d. Kolk, Al Noor for Alnoor, Gebre Mariam, a branch."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.companies.branches import without_branch
from entity_resolution.names.companies.countries_said import countries_said, in_one_word_for_a_country
from entity_resolution.names.comparing.persons.surname_order import in_surname_order
from entity_resolution.names.comparing.two_writings.divided_names import joined_as_the_other
from entity_resolution.names.comparing.two_writings.full_fields import in_full_as_the_other
from entity_resolution.names.reading import organisation_name, read_otherwise
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.gujarati import bare_given_name, bare_given_names, without_words_of_gujarat
from entity_resolution.names.tongues.turkish_letters import (
    has_turkish_letters,
    in_turkish_letters,
    may_be_misread_turkish,
)

# `v.d.`, `v. d.`, `v/d` and `vd` before a surname: van der, van den, van de or von der.
_CUT = re.compile(r"\bv(?:\.\s?|/|\s)?d\b\.?\s*(?=[^\W\d_]{2})", re.IGNORECASE)
_IN_FULL = re.compile(r"\b(?:van|von)\s+(?:den|der|de)\s+(?=[^\W\d_]{2})", re.IGNORECASE)
# The article of Arabic, which some write as one with the word behind it: Al Noor, Al-Noor, Alnoor.
_ARTICLE = re.compile(r"\b(al|el)[\s-]+(?=([^\W\d_]{3,}))", re.IGNORECASE)
_TURKEY = frozenset({"TR"})
# The joint stock company of Russia, in front of a name; elsewhere a bay, a brand or a surname.
_AO = re.compile(r"^AO\s+(?=\S)")


def read_beside(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm]:
    """Return two companies' or persons' names, each with what it cuts short or divides read as the other has it.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is NameKind.PERSON:
        left, right = _in_turkish(left, right), _in_turkish(right, left)
        left, right = _as_called(left, right), _as_called(right, left)
        left, right = in_surname_order(left, right), in_surname_order(right, left)
        return joined_as_the_other(*in_full_as_the_other(left, right))
    if kind is NameKind.ORGANISATION:
        left, right = _of_one_country(left, right)
    if kind is not NameKind.ORGANISATION or not (_leaves_open(left.raw) or _leaves_open(right.raw)):
        return left, right
    if _names_branch(left.raw) is not _names_branch(right.raw):
        left, right = _whole(left, right), _whole(right, left)
    return _beside(left, right), _beside(right, left)


def _of_one_country(left: NameForm, right: NameForm) -> tuple[NameForm, NameForm]:
    """Return two companies of which both say a country with each in one word for it: Burma, Myanmar; (KH), Cambodia."""
    written = [in_one_word_for_a_country(form.raw) for form in (left, right)]
    if written == [left.raw, right.raw]:
        return left, right
    one, other = map(organisation_name, written)
    return (one, other) if countries_said(one) and countries_said(other) else (left, right)


def _in_turkish(name: NameForm, other: NameForm) -> NameForm:
    """Return a person's name in Turkish letters that were read as those of Iceland, beside one in Turkish letters."""
    if name.native.isascii() or not may_be_misread_turkish(name.native) or may_be_misread_turkish(other.native):
        return name
    if not has_turkish_letters(other.native) and name.countries | other.countries != _TURKEY:
        return name
    return read_otherwise(name, in_turkish_letters(name.native))


def _as_called(name: NameForm, other: NameForm) -> NameForm:
    """Return a person's name without a brother's or sister's word of Gujarat beside one that has none: Bhaveshbhai."""
    if name.script is Script.LATIN:
        bare = bare_given_names(name.tokens, other.tokens) if len(name.tokens) > 1 else name.tokens
        return name if bare == name.tokens else read_otherwise(name, " ".join(bare))
    bare_native = without_words_of_gujarat(name.native)
    if bare_native == name.native or other.script is not Script.LATIN or any(map(bare_given_name, other.tokens)):
        return name
    return read_otherwise(name, bare_native)


def _whole(name: NameForm, other: NameForm) -> NameForm:
    """Return the company whose branch a name says, beside a name that neither says one nor names the branch's place."""
    if not _names_branch(name.raw):
        return name
    company = organisation_name(without_branch(name.raw))
    place = set(name.tokens).difference(company.tokens)
    return company if place.isdisjoint(other.tokens) else name


@lru_cache(maxsize=20_000)
def _names_branch(raw: str) -> bool:
    return without_branch(raw) != raw


def _beside(name: NameForm, other: NameForm) -> NameForm:
    if name.script is not Script.LATIN:
        return name
    if _is_cut(name.raw) and (found := _in_full(other.raw)) is not None:
        return organisation_name(_CUT.sub(found, name.raw, count=1))
    if not name.legal_form and other.legal_form == "jsc" and _AO.match(name.raw):
        return organisation_name(_AO.sub("", name.raw))
    if any(f"{article}{word}".lower() in other.tokens for article, word in _ARTICLE.findall(name.raw)):
        return organisation_name(_ARTICLE.sub(r"\1", name.raw))
    return name


@lru_cache(maxsize=100_000)
def _leaves_open(raw: str) -> bool:
    """Tell whether another name may tell how to read this one; few names do, and of most pairs neither."""
    return _names_branch(raw) or _is_cut(raw) or _AO.match(raw) is not None or _ARTICLE.search(raw) is not None


def _is_cut(raw: str) -> bool:
    return _CUT.search(raw) is not None


@lru_cache(maxsize=20_000)
def _in_full(raw: str) -> str | None:
    found = _IN_FULL.search(raw)
    return None if found is None else found.group()
