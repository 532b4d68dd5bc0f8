"""Which sex the titles of a person's name tell: Mr. and Ms., นาย and นางสาว, U and Daw.

A word that is a name elsewhere (Ko, Ma, Nang) tells it only where the language of the name says that it is a title.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.reading import person_name
from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.han import spells_given_name
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.honorifics import is_title_alone, without_titles_before
from entity_resolution.names.tongues.korean import spells_korean_given_name
from entity_resolution.names.tongues.titles_behind import with_title_in_front

_SEX, _TONGUES = 2, 3
# What a father is called in the name of his child as well, which says nothing of the child: Siti, of Haji Rosli.
_OF_FATHERS = frozenset({"haji", "ustaz", "ustadz", "ustad", "mullah", "maulavi", "kiai", "kyai", "u"})
# Kinds of rows whose words are parts of names as well.
_NAMES_AS_WELL = frozenset({"ambiguous", "burmese", "surname"})
# Of these, what hardly anybody has for a surname.
_NO_SURNAMES = frozenset({"daw", "maung", "mg", "mahn", "lord", "dame", "miss"})


# How a people calls its men and its women, of which each is a name, or either sex's, elsewhere: Naw Seng of the Kachin
# is a man, Saw Yu of the Burmese a woman, Mai a family of Vietnam, and Md. the first name of men of Bengal.
_FEMALE, _MALE = "female", "male"
_BENGALI_MEN = ("md", "mohammad", "mohammed", "muhammad", "মোঃ", "মো", "মো:", "মোহাম্মদ", "মুহাম্মদ")
_ADDRESSED = {
    **dict.fromkeys(("saw", "စော"), ("karen", _MALE)),
    **dict.fromkeys(("naw", "နော်"), ("karen", _FEMALE)),
    **dict.fromkeys(("salai", "ဆလိုင်း"), ("chin", _MALE)),
    "mai": ("chin", _FEMALE),
    **dict.fromkeys(_BENGALI_MEN, ("bengali", _MALE)),
}
# Mosammat in full and in short, where it was taken for a title: Mosa Ali is a man.
_MOSAMMAT = re.compile("m[ou]ss?amm?[aeo]t|mst|most|mosa|মো[ছস]া(?:ম্ম[ৎত]|[ঃ:])?")


class _Told(NamedTuple):
    sex: str
    tongues: frozenset[Tongue]
    may_be_name: bool


@lru_cache(maxsize=1)
def _titles() -> dict[str, _Told]:
    return {
        row[1]: _Told(
            sex=row[_SEX],
            tongues=frozenset(map(Tongue, row[_TONGUES].split() if len(row) > _TONGUES else ())),
            may_be_name=row[0] in _NAMES_AS_WELL and row[1] not in _NO_SURNAMES,
        )
        for row in read_rows("honorifics.tsv")
        if len(row) > _SEX
    }


def title_of_sex(form: NameForm) -> tuple[str, str] | None:
    """Return the sex that a name's titles tell, and the first title that does; `None` where they tell none, or both.

    Args:
        form: a person's name.
    """
    told = [(_titles()[title].sex, title) for title in form.honorifics if title in _titles() and _tells(form, title)]
    return told[0] if len({sex for sex, _ in told}) == 1 else None


def addressed_as(form: NameForm) -> tuple[str, str] | None:
    """Return a people and which sex of its persons a name is addressed as; `None` where it is not, or a title objects.

    It tells the sex beside the other address of the same people alone: Saw and Naw of the Karen, Salai and Mai of the
    Chin, Md. and Mst. of Bengal.

    Args:
        form: a person's name.
    """
    titles = [("bengali", _FEMALE) for title in form.honorifics if _MOSAMMAT.fullmatch(title)]
    words = (*form.honorifics, *form.tokens[:1], *form.native.split()[:1])
    found = {*titles, *(_ADDRESSED[word] for word in map(_plain, words) if word in _ADDRESSED)}
    told = title_of_sex(form)
    address = found.pop() if len(found) == 1 else None
    return None if address is not None and told is not None and told[0] != address[1] else address


def _plain(word: str) -> str:
    return word.lower().rstrip(".")


def sex_by_title_before(part: str, *, of_family: bool = False) -> str:
    """Return the sex that the titles before a given or family name in a field of its own tell, or nothing.

    Args:
        part: in any script, with single spaces.
        of_family: whether the field is beside that of the given name, and may hold a father's name.
    """
    if is_title_alone(part.rstrip(".")):
        return _sex_by_titles_alone(part.split())
    bare, taken = without_titles_before(with_title_in_front(part, least=1))
    if of_family:
        taken = tuple(title for title in taken if title not in _OF_FATHERS)
    if not taken:
        return ""
    found = title_of_sex(replace(person_name(bare), honorifics=taken))
    return found[0] if found is not None else ""


def _sex_by_titles_alone(words: list[str]) -> str:
    stems = [word.strip(".,()") for word in words]
    # The table has น.ส. with its last point and นางสาว and Mr without one.
    known = [form for stem in stems for form in (stem, f"{stem}.") if form in _titles()]
    told = {_titles()[form].sex for form in known if not _titles()[form].tongues}
    return told.pop() if len(told) == 1 else ""


def _tells(form: NameForm, title: str) -> bool:
    found = _titles()[title]
    if found.tongues and form.tongue not in found.tongues:
        return False
    # Ma Min Yi may be a 馬, and Ko Min Ji a 고.
    if not found.may_be_name or form.script is not Script.LATIN:
        return True
    return not spells_given_name(" ".join(form.tokens)) and not spells_korean_given_name(form.tokens)
