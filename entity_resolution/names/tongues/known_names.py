"""Given names and surnames that the tables know and that differ by a letter or an ending: two names and no slip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from entity_resolution.names.scripts.arabic_letters import is_spelling_of_arabic_letters
from entity_resolution.names.short_names import has_short_forms
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.frequency import is_frequent
from entity_resolution.names.tongues.never_thai import western_given_names
from entity_resolution.names.tongues.peoples import PEOPLE
from entity_resolution.names.tongues.south_asian import south_asian_form

# Of syllables, and of names that are spelt in many ways, a letter more or less is the spelling's.
_COMMUNITIES = frozenset({"filipino", "international", "malay indonesian arabic", "south asian"})
# Of which vowels inside a word are the clerk's: Syed, Sayed.
_BY_EAR, _VOWELS = frozenset({"malay indonesian arabic", "south asian"}), re.compile("[aeiou]+")
_FEWEST_LETTERS, _LONG_READING = 3, 5
# Three consonants that nobody says together: not of one sound, and no R, L, W or Y behind a stop: Deshpnde, Mrtin.
_LETTERS_OF_VOWELS = "aeiouy"
_CONSONANT = "(?>ng|ck|[bcdgjkpst]h|bb|dd|ff|gg|ll|mm|nn|pp|rr|ss|tt|zz|[^aeiouy])"
_UNSAID = re.compile(f"^[lmnr][^aeiouy]|{_CONSONANT}{{2}}(?![rlwyh])[^aeiouy]")
_SHORTEST, _Y_IN_BENGAL = 4, {"j", "y"}
# One name in two spellings: Erik and Eric, Sylvia and Silvia, Joanna and Johanna, Akhter and Akter, Clare and Claire.
_ONE_SPELLING = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("ph", "f"),
        ("ck|c(?![eiyh])|q", "k"),
        ("(?<=.)h", ""),
        ("[zc]", "s"),
        ("x", "ks"),
        ("au|aw(?=[^aeiou])", "o"),
        ("w", "v"),
        ("ai(?=r)", "a"),
        ("ai|ei|ay|ey", "e"),
        ("ou|oo", "u"),
        ("y|ie|ee", "i"),
        ("(?<=[^aeiou])e(?=r$)", "a"),
        (r"(.)\1+", r"\1"),
        ("(?<=[lr])e$|(?<=[^aeiou])[ei](?=n$)", ""),
    )
)
# Slavic names of two parts, to which a woman's adds an A: Radomir, Radomira.
_MAN_OF_TWO_PARTS = re.compile("..(?:mir|slav|slaw)$")
# Given names of Sikhs are made of a first and a last part, of which each is another name's: Balwinder, Baljinder. EE
# is I, and V, W and B are one sound; the last part may be as it is compared among South Asian names.
_OF_SIKHS = re.compile(
    "(am(?:a|ri)?t?r?|bal|dal|gur|har|jag|jas|kar(?:a?m)?|kir(?:an)?|kul|lak?h?|man|nav|par(?:a?m)?|raj|ran|sat|sar|suk?h?|sur|tej)"
    "([bvwjmd]?[ie]nd(?:er|ra|ar)|d(?:ee|i)p|m(?:ee|i)t|pr(?:ee|i)t|j(?:ee|i)t|[vw]ant|pal|[bv](?:ee|i)r)"
)
_ONE_LAST_PART = (("v", "b"), ("w", "b"), ("ee", "i"), ("ender", "inder"), ("endra", "inder"), ("indar", "inder"))


@lru_cache(maxsize=100_000)
def are_two_names(one: str, other: str) -> bool:
    """Tell whether two words are two names, however alike: of a man and a woman, of two parts, or both well known.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    return differ_by_ending(one, other) or _differ_in_a_part(one, other) or _are_known(one, other)


@lru_cache(maxsize=50_000)
def differ_in_a_consonant(one: str, other: str) -> bool:
    """Tell whether two words differ by one consonant that is heard, more, another or moved: Rohan, Roshan.

    So brothers' and sisters' names do, and slips. What one name is spelt by in two ways is none.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    mine, theirs = (_in_one_spelling(word).replace("b", "v") for word in (one, other))  # Bikash, Vikas
    if min(len(mine), len(theirs)) < _SHORTEST - 1 or mine == theirs or OSA.distance(mine, theirs, score_cutoff=1) > 1:
        return False
    bones, others = _VOWELS.sub("", mine), _VOWELS.sub("", theirs)
    if bones != others:
        return sorted(bones) != sorted(others)  # two consonants that changed places are a slip: Matrin
    return len(mine) == len(theirs) and _VOWELS.sub("a", mine) != _VOWELS.sub("a", theirs)


@lru_cache(maxsize=50_000)
def differ_in_a_letter_said(one: str, other: str) -> bool:
    """Tell whether two words have a letter more inside, or one moved, and both can be said: Rahimah, Rahmah.

    So sisters' names do, and slips. What cannot be said is a slip, as Mrtin, and so are two vowels or two consonants
    that changed places: Micheal, Matrin. What one name is spelt by in two ways is none, nor
    what Swahili adds: Zainabu.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    if min(len(one), len(other)) < _SHORTEST or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if _in_one_spelling(one) == _in_one_spelling(other) or _UNSAID.search(one) or _UNSAID.search(other):
        return False
    if len(one) != len(other):
        return (one[0], one[-1]) == (other[0], other[-1])
    changed = [at for at, letters in enumerate(zip(one, other, strict=True)) if letters[0] != letters[1]]
    return len(changed) > 1 and (one[changed[0]] in _LETTERS_OF_VOWELS) is not (one[changed[1]] in _LETTERS_OF_VOWELS)


def differ_in_vowels(one: str, other: str) -> bool:
    """Tell whether two words of four letters have the same consonants and all other vowels: Raul, Roel.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    mine, theirs = _in_one_spelling(one), _in_one_spelling(other)
    if mine == theirs or max(len(one), len(other)) > _SHORTEST or _VOWELS.sub("", one) != _VOWELS.sub("", other):
        return False
    pairs = [pair for pair in zip(_VOWELS.findall(one), _VOWELS.findall(other), strict=False) if pair[0] != pair[1]]
    return any(set(a).isdisjoint(b) for a, b in pairs)


@lru_cache(maxsize=50_000)
def begin_otherwise(one: str, other: str) -> bool:
    """Tell whether two words are South Asian names of the tables that begin with two consonants: Sharma, Verma.

    Spelt as all of them are compared they differ in one letter, but no ear takes the first one for the other. Bengal
    says J for Y.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    mine, theirs = south_asian_form(one), south_asian_form(other)
    if (
        mine[:1] == theirs[:1]
        or {mine[:1], theirs[:1]} == _Y_IN_BENGAL
        or not {mine[:1], theirs[:1]}.isdisjoint("aeiou")
    ):
        return False
    return {mine, theirs} <= _south_asian_forms()


@lru_cache(maxsize=100_000)
def is_known_name(word: str) -> bool:
    """Tell whether any table has a word as a person's name: of a region, a community or a language.

    Args:
        word: lower-case ASCII; of less than three letters none is, as each is a slip's.
    """
    if len(word) < _FEWEST_LETTERS:
        return False
    return word in _in_any_table() or is_frequent(word) or has_short_forms(word) or is_spelling_of_arabic_letters(word)


@lru_cache(maxsize=1)
def _in_any_table() -> frozenset[str]:
    rows = (
        *(row[0] for row in read_rows("south_asian_names.tsv")),
        *(f"{row[0]} {row[1]}" for row in read_rows("sexes.tsv")),
        *(row[2] for row in read_rows("common_names.tsv") if row[1] != PEOPLE),
        *(row[1] for row in read_rows("patronymic_names.tsv")),
        *_given_names_of_japan(),
    )
    return western_given_names().union(word for row in rows for word in row.split() if word.isascii())


def _given_names_of_japan() -> Iterator[str]:
    """Yield how whole given names are said: of two characters or more, or of one at length: 直樹, 薫."""
    for role, kanji, said in read_rows("japanese_names.tsv"):
        if role == "given":
            yield from (word for word in said.split() if len(kanji) > 1 or len(word) >= _LONG_READING)


@lru_cache(maxsize=1)
def _south_asian_forms() -> frozenset[str]:
    names = _of_communities(frozenset({"south asian"})) | {row[0] for row in read_rows("south_asian_names.tsv")}
    return frozenset(form for name in names if len(form := south_asian_form(name)) >= _SHORTEST)


def differ_by_ending(one: str, other: str) -> bool:
    """Tell whether one word is a man's given name and the other the woman's beside it: Denis, Denise."""
    if _women().get(one, "").find(f" {other} ") >= 0 or _women().get(other, "").find(f" {one} ") >= 0:
        return True
    short, long = sorted((one, other), key=len)
    return long == f"{short}a" and _MAN_OF_TWO_PARTS.search(short) is not None


@lru_cache(maxsize=1)
def _women() -> dict[str, str]:
    return {row[0]: f" {row[1]} " for row in read_rows("sexes.tsv")}


def _differ_in_a_part(one: str, other: str) -> bool:
    found, others_found = _OF_SIKHS.fullmatch(one), _OF_SIKHS.fullmatch(other)
    if found is None or others_found is None:
        return False
    (first, last), (others_first, others_last) = (_parts(each) for each in (found, others_found))
    return first != others_first or last != others_last


def _parts(found: re.Match[str]) -> tuple[str, str]:
    last = found[2]
    for spelt, said in _ONE_LAST_PART:
        last = last.replace(spelt, said)
    return found[1].replace("h", "") if len(found[1]) > _SHORTEST - 1 else found[1], last


def _are_known(one: str, other: str) -> bool:
    """Tell whether the tables have both as names, a letter apart and not one in two spellings: Gerald, Gerard."""
    if one not in _known() or other not in _known() or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    mine, theirs = _in_one_spelling(one), _in_one_spelling(other)
    if mine == theirs:
        return False
    by_ear = {one, other} <= _spelt_by_ear()
    return not by_ear or mine[-1] != theirs[-1] or _VOWELS.sub("", mine) != _VOWELS.sub("", theirs)


def _in_one_spelling(word: str) -> str:
    for pattern, spelt in _ONE_SPELLING:
        word = pattern.sub(spelt, word)
    return word


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    names = _of_communities(_COMMUNITIES) | western_given_names()
    return frozenset(name for name in names if len(name) >= _SHORTEST)


@lru_cache(maxsize=1)
def _spelt_by_ear() -> frozenset[str]:
    return _of_communities(_BY_EAR)


def _of_communities(communities: frozenset[str]) -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("token_frequencies.tsv") if row[2] in communities)
