"""How two names read beside their own letters: as the other one says them, and by what vowels leave of them."""

from __future__ import annotations

from entity_resolution.names.bare_consonants import bare_likeness
from entity_resolution.names.chinese_in_thai import in_pinyin
from entity_resolution.names.company_in_english import in_english, rest_alike_by_consonants
from entity_resolution.names.digits_of_places import in_other_digits
from entity_resolution.names.doubtful_titles import with_or_without_title
from entity_resolution.names.form import NameForm, NameKind
from entity_resolution.names.hebrew import has_hebrew_letters
from entity_resolution.names.japanese_in_kanji import in_reading
from entity_resolution.names.levels import ALIKE
from entity_resolution.names.loan_sounds import KATAKANA_ALONE
from entity_resolution.names.neighbours_in_thai import in_neighbours_spelling
from entity_resolution.names.pairing import Found
from entity_resolution.names.script import Script


def as_the_other_says(left: NameForm, right: NameForm, kind: NameKind) -> tuple[NameForm, NameForm] | None:
    """Return two names of which one is spelt as the other reads it, where its letters alone do not tell how."""
    if kind is NameKind.SITE and left.script is right.script:
        return in_other_digits(left, right, kind)
    return (
        in_pinyin(left, right, kind)
        or in_neighbours_spelling(left, right, kind)
        or with_or_without_title(left, right, kind)
        or in_reading(left, right, kind)
        or in_english(left, right, kind)
    )


def read_as(left: NameForm, right: NameForm, kind: NameKind) -> str:
    """Return in words how `as_the_other_says` read two names."""
    if Script.THAI in (left.script, right.script):
        neighbours = in_neighbours_spelling(left, right, kind) and not in_pinyin(left, right, kind)
        return "Thai letters for a neighbour's name" if neighbours else "Thai letters read as pinyin"
    if kind is NameKind.PERSON and Script.MYANMAR in (left.script, right.script):
        return "its first syllable a title"
    if kind is NameKind.SITE:
        return "a number in digits"
    return "Kanji read as Japanese" if kind is NameKind.PERSON else "in English"


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
