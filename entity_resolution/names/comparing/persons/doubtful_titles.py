"""Names with and without a word that may be a title, as the other name has it: မသီတာ and Ma Thida, Sheikh."""

from __future__ import annotations

from entity_resolution.names.comparing.persons.title_sexes import title_of_sex
from entity_resolution.names.reading import read_otherwise
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.honorifics import without_doubtful_title

# What Latin letters keep of a name that the other script takes for a title, where the rest may be of any language.
_OF_KAREN, _MALE = {"နော်": "naw", "စော": "saw"}, "male"
# Titles in front that are as often a family's name behind, each in its spellings.
_NAMES_AS_WELL_WORDS = "sheikh shaikh sheik shaykh shekh;haji hajji hadji hajj;datuk dato datu;imam emam;hafiz hafez"
_NAMES_AS_WELL = {
    word: frozenset(spellings.split()) for spellings in _NAMES_AS_WELL_WORDS.split(";") for word in spellings.split()
}
# Of how many words a name is without such a title, of which one word alone hardly says who it is.
_IN_FULL = 2


def with_or_without_title(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two persons' names, of each one in Burmese letters the other way to read its first syllable.

    `None` where there is no other way. What may be a woman's title is none beside a man's.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON or Script.MYANMAR not in (left.script, right.script):
        return None
    one, other = _other_way(left, right), _other_way(right, left)
    return None if one is None and other is None else (one or left, other or right)


def with_title_as_name(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two persons' names, a title of one put back in front that is a word of the other's name.

    So one agency files Sheikh Anwar Karim whom another files as Karim Sheikh. `None` where no title is such a word.

    Args:
        left: one name.
        right: the other.
        kind: what both name.
    """
    if kind is not NameKind.PERSON or not (left.honorifics or right.honorifics):
        return None
    one, other = _with_title(left, right), _with_title(right, left)
    return None if one is None and other is None else (one or left, other or right)


def _with_title(form: NameForm, beside: NameForm) -> NameForm | None:
    if len(form.tokens) < _IN_FULL:
        return None
    for title in form.honorifics:
        spellings = _NAMES_AS_WELL.get(title, frozenset[str]())
        word = next((token for token in beside.tokens if token in spellings), None)
        if word is not None and spellings.isdisjoint(form.tokens):
            return read_otherwise(form, f"{word} {form.native}")
    return None


def _other_way(form: NameForm, beside: NameForm) -> NameForm | None:
    if form.script is not Script.MYANMAR:
        return None
    title = form.honorifics[-1] if form.honorifics else ""
    if title in _OF_KAREN:
        return read_otherwise(form, title + form.native) if beside.tokens[:1] == (_OF_KAREN[title],) else None
    rest = without_doubtful_title(form.native)
    told = title_of_sex(beside) if rest else None
    return read_otherwise(form, rest) if rest and (told is None or told[0] != _MALE) else None
