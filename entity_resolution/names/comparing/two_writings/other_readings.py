"""How two names read beside their own letters: as the other one says them, and by what vowels leave of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from entity_resolution.names.comparing.levels import ALIKE
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.persons.doubtful_titles import with_or_without_title, with_title_as_name
from entity_resolution.names.comparing.things.companies_in_dialects import in_dialect
from entity_resolution.names.comparing.things.company_in_english import in_english, rest_alike_by_consonants
from entity_resolution.names.comparing.things.digits_of_places import in_other_digits
from entity_resolution.names.comparing.things.other_kinds import by_own_words
from entity_resolution.names.comparing.things.parts_of_places import without_word_for_house, without_word_for_phase
from entity_resolution.names.comparing.things.provinces_left_out import without_province_of_city
from entity_resolution.names.comparing.things.words_for_compounds import without_word_for_compound
from entity_resolution.names.comparing.two_writings.chinese_in_burmese import in_chinese_order
from entity_resolution.names.comparing.two_writings.chinese_in_burmese_letters import in_pinyin_of_burmese
from entity_resolution.names.comparing.two_writings.chinese_in_thai import in_pinyin, in_pinyin_of_lao
from entity_resolution.names.comparing.two_writings.foreign_spellings import in_foreign_spelling
from entity_resolution.names.comparing.two_writings.japanese_in_kanji import in_reading
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.hebrew import has_hebrew_letters
from entity_resolution.names.scripts.loan_sounds import KATAKANA_ALONE
from entity_resolution.names.tongues.bare_consonants import bare_likeness
from entity_resolution.names.tongues.own_spellings import in_own_spelling


class SaidByOther(NamedTuple):
    """Two names of which one is spelt as the other reads it.

    Attributes:
        pair: the names, in the order given.
        how: in words, how they were read.
        is_for_human: whether that makes them nearly agree at most.
        is_shortened: whether each lacks a word that the other has not, so that they agree less than in full.
        is_without_kinds: whether they say kinds of house that may be two.
    """

    pair: tuple[NameForm, NameForm]
    how: str
    is_for_human: bool = False
    is_shortened: bool = False
    is_without_kinds: bool = False


_Reader = Callable[[NameForm, NameForm, NameKind], tuple[NameForm, NameForm] | None]
_OF_PLACES: tuple[tuple[_Reader, str], ...] = (
    (in_other_digits, "a number in digits"),
    (without_word_for_phase, "a number for a phase"),
    (without_word_for_house, "another word for a house"),
    (without_word_for_compound, "another word for a compound"),
    (by_own_words, "but perhaps another kind of house"),
)
_BEFORE_NEIGHBOURS: tuple[tuple[_Reader, str], ...] = (
    (in_pinyin, "Thai letters read as pinyin"),
    (in_pinyin_of_lao, "Lao letters read as pinyin"),
)
_BEHIND_NEIGHBOURS: tuple[tuple[_Reader, str], ...] = (
    (with_or_without_title, "its first syllable a title"),
    (with_title_as_name, "its title a name"),
    (without_province_of_city, "without the province of its city"),
    (in_dialect, "as a dialect of Chinese spells it"),
    (in_own_spelling, "as its people spell it"),
    (in_reading, "Kanji read as Japanese"),
    (in_english, "in English"),
)


def as_the_other_says(left: NameForm, right: NameForm, kind: NameKind) -> SaidByOther | None:
    """Return two names of which one is spelt as the other reads it, where its letters alone do not tell how."""
    if kind is NameKind.SITE and (said := _first_of(_OF_PLACES, left, right, kind)) is not None:
        return said
    if kind is NameKind.SITE and left.script is right.script:
        return None
    if (turned := in_chinese_order(left, right, kind)) is not None:
        return SaidByOther(turned.pair, "its surname at the other end", is_for_human=turned.is_doubtful)
    if (written := in_pinyin_of_burmese(left, right, kind)) is not None:
        return SaidByOther(written.pair, "Burmese letters read as pinyin", is_for_human=written.is_doubtful)
    said = _first_of(_BEFORE_NEIGHBOURS, left, right, kind)
    if said is None and (spelt := in_foreign_spelling(left, right, kind)) is not None:
        return SaidByOther(spelt.pair, "letters of the region for a foreign name", is_for_human=spelt.is_doubtful)
    return said or _first_of(_BEHIND_NEIGHBOURS, left, right, kind)


def _first_of(
    readers: tuple[tuple[_Reader, str], ...], left: NameForm, right: NameForm, kind: NameKind
) -> SaidByOther | None:
    for read, how in readers:
        pair = read(left, right, kind)
        if pair is not None:
            return SaidByOther(
                pair,
                how,
                is_for_human=read is in_english and left.script is right.script,
                is_shortened=read is without_word_for_compound,
                is_without_kinds=read is by_own_words,
            )
    return None


def by_consonants(left: NameForm, right: NameForm, kind: NameKind, found: Found) -> Found:
    """Raise a likeness to that of the names' consonants, where the script of one says little of vowels."""
    alike = likeness_by_consonants(left, right, kind) if found.similarity < ALIKE else 0.0
    return found._replace(similarity=alike, how="consonants compared") if alike > found.similarity else found


def likeness_by_consonants(left: NameForm, right: NameForm, kind: NameKind) -> float:
    """Return how alike two names are by their consonants alone; 0 where their scripts say their vowels, or are one."""
    if left.script is right.script or kind is NameKind.SITE or not left.latin or not right.latin:
        return 0.0
    if kind is NameKind.ORGANISATION:
        return rest_alike_by_consonants(left, right)
    if not (_says_little_of_vowels(left.native) or _says_little_of_vowels(right.native)):
        return 0.0
    return bare_likeness(tuple(left.latin[-1].split()), tuple(right.latin[-1].split()))


def _says_little_of_vowels(native: str) -> bool:
    return has_hebrew_letters(native) or KATAKANA_ALONE.fullmatch(native) is not None
