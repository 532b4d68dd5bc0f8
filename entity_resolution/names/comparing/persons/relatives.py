"""Names that agree and may be a father's and his child's, or two siblings': turned round, with Jr., Samer and Samir."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from entity_resolution.names.comparing.levels import NameComparison, NameLevel
from entity_resolution.names.comparing.peoples.another_ear import heard_by_another_ear
from entity_resolution.names.comparing.peoples.ei_and_aye import are_ei_and_aye
from entity_resolution.names.comparing.peoples.given_in_pinyin import has_syllable_behind_hanzi
from entity_resolution.names.comparing.peoples.korean_spellings import Likely, of_one_syllables
from entity_resolution.names.comparing.peoples.last_vowels import differ_in_last_a
from entity_resolution.names.comparing.peoples.thai_liquids import are_two_by_vowel
from entity_resolution.names.comparing.peoples.traditions import Tradition, traditions_of
from entity_resolution.names.comparing.peoples.vietnamese import lacks_last_syllable
from entity_resolution.names.comparing.persons.generations import one_alone_is_a_son
from entity_resolution.names.comparing.persons.turkish import differ_in_turkish_c
from entity_resolution.names.scripts.arabic_letters import (
    is_given_name_in_arabic_letters,
    is_spelling_of_arabic_letters,
    may_mean_one_name,
)
from entity_resolution.names.scripts.ethiopic import is_ethiopic
from entity_resolution.names.scripts.form import NameForm, Tongue
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.names.short_names import are_forms_of_two_languages, are_two_full_forms, full_form
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.arabic import own_names_told_apart
from entity_resolution.names.tongues.known_names import differ_in_a_consonant, differ_in_a_letter_said, differ_in_vowels
from entity_resolution.names.tongues.uzbek import differ_in_uzbek_o

# Where most people's second name is the father's own: in the Horn and the east of Africa, among Arabs east of the
# Maghreb, and among Malays and Tamils. Written from general usage.
_COUNTRIES_WORDS = "AE BH BN DJ EG ER ET IQ JO KE KW LY MR MV MY OM PS QA SA SD SG SO SS SY TZ YE"
_COUNTRIES = frozenset(_COUNTRIES_WORDS.split())
# Mary, and the men's names that stand before it in a man's name and behind it in a woman's.
_MARY = frozenset({"mary"})
_BESIDE_MARY = frozenset({"joseph", "josep", "xose", "jesus", "john"})
_OF_TWO = 2
_IN_A_CHAIN = 3  # one's own name, the father's and his father's
_DOUBLED = re.compile(r"(.)\1+")
# Behind these stand both ใจ and ชัย or ชาย, and make two names: Somjai, Somchai. Who transcribes by the rules writes CH
# for both. Duangjai and Duangchai are one.
_BEFORE_BOTH = "som|khwan|kwan|suk|sook|yod|yot"
_HEART, _VICTORY = re.compile(rf"({_BEFORE_BOTH})ja[iy]"), re.compile(rf"({_BEFORE_BOTH})cha[iy]")
# Where parents give Spanish and English names alike, and no clerk writes the one for the other.
_WITH_TWO_FORMS = frozenset({"PH"})
_SAI, _NANG = "sai", "nang"
_SPELT_ALIKE_BY_ALL = frozenset({Tongue.GENERAL, Tongue.MALAY})
_OF_THAI_EARS = frozenset({Tongue.THAI, Tongue.LAO})
_OF_KOREANS = frozenset({Script.HANGUL, Script.LATIN})
_BEGINS = "."  # behind what names begin with, as Gebremariam does


def weigh_relatives(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names that agree, at a level of its own where they may be two of one family.

    Args:
        left: one name.
        right: the other.
        found: what comparing them gave.
    """
    if not found.agrees:
        return found
    # Siblings first: what tells them apart is told by no birth date, as a father's is.
    if (told := _told_by_sounds(left, right, found)) is not None:
        return _at_level(found, *told)
    own_names = own_names_told_apart(left.tokens, right.tokens)
    if own_names is not None:
        return _weigh_two_own_names(found, *own_names)
    own = _that_alone_differ(left, right)
    if own is not None and (told := _told_by_one_word(left, right, *own)) is not None:
        return _at_level(found, *told)
    if one_alone_is_a_son(left, right):
        return found._replace(level=NameLevel.FATHER, how=f"{found.level}, {found.how}")
    if found.level is NameLevel.TOKENS_REORDERED and _begin_with_names_of_two_sexes(left.tokens, right.tokens):
        return _at_level(found, NameLevel.SIBLING, "a woman's and a man's name of the same two")
    if found.level is NameLevel.TOKENS_REORDERED and _may_be_turned_round(left, right):
        return _at_level(found, NameLevel.FATHER, "of a people whose second name is the father's")
    return found


def _at_level(found: NameComparison, level: NameLevel, why: str) -> NameComparison:
    return found._replace(level=level, how=f"{found.level}, {found.how}, {why}")


def _told_by_sounds(left: NameForm, right: NameForm, found: NameComparison) -> tuple[NameLevel, str] | None:
    """Return at which level two names agree by last vowels or by syllables of a people of the region, and why."""
    if lacks_last_syllable(left, right):
        return NameLevel.SIBLING, "a last syllable more"
    if has_syllable_behind_hanzi(left, right):
        return NameLevel.SIBLING, "a syllable more than its characters"
    if differ_in_last_a(left, right):
        return NameLevel.SIBLING, "a woman's A or another vowel"
    likely = _of_korean_syllables(left, right)
    if likely is Likely.TWO:
        return NameLevel.SIBLING, "two syllables of Korean"
    if likely is Likely.PERHAPS:
        return NameLevel.FATHER, "two syllables of Korean, or one as some spell it"
    if _are_heard_in_thai(left, right, found) and are_two_by_vowel(left, right):
        return NameLevel.SIBLING, "an A is no vowel that Thai does not write"
    return None


def _told_by_one_word(left: NameForm, right: NameForm, one: str, other: str) -> tuple[NameLevel, str] | None:
    """Return likewise of two names that differ in one word alone."""
    if _end_in_two_words_of_thai(one, other):
        return NameLevel.SIBLING, "chai and jai are two names"
    if differ_in_turkish_c(left, right, one, other):
        return NameLevel.SIBLING, "a Turkish C is no K"
    if _are_of_two_languages_at_home(left, right, one, other):
        return NameLevel.SIBLING, "two names in the Philippines"
    if are_two_full_forms(one, other):
        return NameLevel.FATHER, "two children may have one name in two languages"
    if differ_in_uzbek_o(left, right, one, other):
        return NameLevel.FATHER, "an O for an A in one alphabet"
    return None


def weigh_siblings(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names, at a level of its own where a letter or a Shan title differs.

    Under one roof and phone Rohan and Roshan are two, and Rahimah and Rahmah; one birth date tells that a clerk missed
    a letter. Names of the region are left as they are: their clerks spell by ear what brothers' names have in common.
    Of records alone: lists by fields have levels of their own for a household (`batch/sibling_names.py`).
    """
    if found.agrees and _are_of_a_man_and_a_woman_of_shan(left, right):
        return found._replace(level=NameLevel.SIBLING, how=f"{found.level}, {found.how}, a man's and a woman's title")
    if found.agrees and are_ei_and_aye(left, right):
        return found._replace(level=NameLevel.SIBLING, how=f"{found.level}, {found.how}, Ei and Aye are two names")
    if found.level is NameLevel.VARIANT and (ear := heard_by_another_ear(left, right, found.how)):
        return found._replace(level=NameLevel.FATHER, how=f"{found.level}, {found.how}, {ear}")
    if found.level is not NameLevel.VARIANT or not (_is_spelt_alike_by_all(left) and _is_spelt_alike_by_all(right)):
        return found
    differing = _that_alone_differ(left, right)
    if differing is None or differing[0] == left.tokens[-1]:
        return found
    if differ_in_a_consonant(*differing):
        return found._replace(level=NameLevel.FATHER, how=f"{found.level}, {found.how}, a consonant apart")
    if differ_in_a_letter_said(*differing):
        return found._replace(level=NameLevel.FATHER, how=f"{found.level}, {found.how}, a letter more or moved")
    return found


def _is_spelt_alike_by_all(form: NameForm) -> bool:
    """Tell whether no clerk of the region spells a name by ear: it looks like none of theirs, or is of elsewhere."""
    return form.tongue in _SPELT_ALIKE_BY_ALL or (form.from_elsewhere and form.tongue in _OF_THAI_EARS)


def _are_of_two_languages_at_home(left: NameForm, right: NameForm, one: str, other: str) -> bool:
    """Tell whether two names are one name's form of Spanish and of English where parents give either: Paul, Pablo."""
    is_home = all(form.countries and form.countries <= _WITH_TWO_FORMS for form in (left, right))
    return is_home and (are_forms_of_two_languages(one, other) or differ_in_vowels(one, other))


def _are_of_a_man_and_a_woman_of_shan(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name begins with Sai, which is a word of names as well and stays, and the other with Nang."""
    return any(
        man.tokens[:1] == (_SAI,) and len(man.tokens) > 1 and _NANG in woman.honorifics
        for man, woman in ((left, right), (right, left))
    )


def _are_heard_in_thai(left: NameForm, right: NameForm, found: NameComparison) -> bool:
    """Tell whether two names were compared as Thai says them, of which one at least shows it."""
    return Script.THAI in (left.script, right.script) or found.how == Tradition.SAID_IN_THAI.how


def _of_korean_syllables(left: NameForm, right: NameForm) -> Likely:
    """Return whether two names are of the same Korean syllables, as far as somebody may have spelt them so."""
    is_korean = {left.script, right.script} <= _OF_KOREANS
    if not is_korean or Tradition.KOREAN not in traditions_of(left) | traditions_of(right):
        return Likely.ONE
    return of_one_syllables(left, right)


def _that_alone_differ(left: NameForm, right: NameForm) -> tuple[str, str] | None:
    """Return the words in which alone two names in Latin letters differ, beside one at least that both have."""
    if left.script is not Script.LATIN or right.script is not Script.LATIN or len(left.tokens) != len(right.tokens):
        return None
    differing = [pair for pair in zip(left.tokens, right.tokens, strict=True) if pair[0] != pair[1]]
    return differing[0] if len(differing) == 1 < len(left.tokens) else None


def _end_in_two_words_of_thai(one: str, other: str) -> bool:
    return any(
        (heart := _HEART.fullmatch(a)) and (victory := _VICTORY.fullmatch(b)) and heart[1] == victory[1]
        for a, b in ((one, other), (other, one))
    )


def _weigh_two_own_names(found: NameComparison, own: str, other: str) -> NameComparison:
    """Return a comparison of names that begin with two names of Arabic, or with one that its bearers spell both ways.

    Of the latter a birth date tells whether they are two, as it does of a father.
    """
    how = f"{found.level}, {found.how}, two names by a long vowel"
    if may_mean_one_name(own, other):
        return found._replace(level=NameLevel.FATHER, how=f"{how}, or one in two spellings")
    return found._replace(level=NameLevel.SIBLING, how=how)


def _begin_with_names_of_two_sexes(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether one name begins with Mary and a man's name and the other with these two turned: María José.

    The first of the two tells the sex, so that they are a man's and a woman's name, whatever stands behind.
    """
    mine, theirs = (tuple(map(full_form, words[:2])) for words in (ones, others))
    if len(mine) < _OF_TWO or mine[::-1] != theirs or mine == theirs:
        return False
    return not _MARY.isdisjoint(mine) and not _BESIDE_MARY.isdisjoint(mine)


def have_fathers_names(countries: AbstractSet[str]) -> bool:
    """Tell whether one of some countries is one where the second name is the father's.

    Args:
        countries: ISO 3166 alpha-2 codes.
    """
    return not _COUNTRIES.isdisjoint(countries)


def _may_be_turned_round(left: NameForm, right: NameForm) -> bool:
    """Tell whether names in another order may be two people's, since each word of both is a given name.

    That the tables of given names tell, or where one of the two is from. A list that puts the last word of three first
    turns nobody into his father: Worku Bekele Tadesse.
    """
    ones, others = left.tokens, right.tokens
    if len(ones) == len(others) >= _IN_A_CHAIN and others in (ones[1:] + ones[:1], ones[-1:] + ones[:-1]):
        return False
    if has_fathers_name(left) and has_fathers_name(right):
        return True
    return (left.with_father or right.with_father) and not (has_surname(left) or has_surname(right))


@lru_cache(maxsize=50_000)
def has_surname(form: NameForm) -> bool:
    """Tell whether a name has a family's name of China, Korea or Vietnam, as of a Malaysian or a Kenyan: Tan, David."""
    if form.script not in (Script.LATIN, Script.ARABIC, Script.OTHER):
        return True
    if form.script is not Script.LATIN:
        return False
    return is_surname(form.tokens[0]) or is_surname(form.tokens[-1])


@lru_cache(maxsize=50_000)
def has_fathers_name(form: NameForm, *, without: frozenset[str] = frozenset()) -> bool:
    """Tell whether each of two words or more of a name is a given name of a people whose second name is the father's.

    Ethiopians, Somalis, Hausa, Swahili, Kikuyu, Tamils and many Arabs have no family's name. Whoever is written in
    Ethiopic is one of the first.

    Args:
        form: a person's name.
        without: peoples of the table that are not asked about.
    """
    words = form.native.split()
    if form.script is Script.ARABIC:
        return len(words) > 1 and all(map(is_given_name_in_arabic_letters, words))
    if form.script is Script.OTHER and is_ethiopic(form.native[:1]):
        return len(words) > 1
    if form.script is not Script.LATIN or len(form.tokens) == 1:
        return False
    peoples = (people for people in _names_of_peoples() if people not in without)
    return any(all(_is_given_name(token, people) for token in form.tokens) for people in peoples)


def _is_given_name(token: str, people: str) -> bool:
    names, beginnings = _names_of_peoples()[people]
    single = _DOUBLED.sub(r"\1", token)
    if single in names or is_spelling_of_arabic_letters(token):
        return True
    return any(len(single) > len(first) + 1 and single.startswith(first) for first in beginnings)


@lru_cache(maxsize=1)
def _names_of_peoples() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return the given names of each people, and what else such names begin with."""
    found: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
    for people, names in read_rows("patronymic_names.tsv"):
        words = [_DOUBLED.sub(r"\1", word) for word in names.split()]
        begins = tuple(word.removesuffix(_BEGINS) for word in words if word.endswith(_BEGINS))
        found[people] = frozenset(words), begins
    return found
