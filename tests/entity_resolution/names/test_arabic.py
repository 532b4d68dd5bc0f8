"""Arabic names against their Latin spellings: by consonants, and by the long vowels that the script writes."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.arabic import arabic_bones, long_vowels_missed


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Walid Mansur Khoury", "وليد منصور خوري"),
        ("Abdul Karim al-Shammari", "عبد الكريم الشمري"),
        ("Abdulkarim Alshammari", "عبدالكريم الشمري"),
        ("Rashid Umar Farah", "راشد عمر فرح"),
        ("Zaynab Salman Darwish", "زينب سلمان درويش"),
        ("Salim Hamid Nuri", "سالم حامد نوري"),
    ],
)
def test_a_latin_spelling_agrees_and_shares_a_key(latin: str, arabic: str) -> None:
    one, other = person_name(latin), person_name(arabic)
    assert arabic_bones(one.native, one.script, one.tokens) == arabic_bones(other.native, other.script, other.tokens)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


def test_a_long_vowel_that_is_not_spelled_counts_against() -> None:
    hussein = person_name("حسين علي منصور")
    same = compare_names(person_name("Hussein Ali Mansour"), hussein, NameKind.PERSON)
    other = compare_names(person_name("Hassan Ali Mansour"), hussein, NameKind.PERSON)
    assert same.bits > other.bits + 3
    assert long_vowels_missed(("hsyn", "mnswr"), ("hassan", "mansour")) == 1
    assert long_vowels_missed(("hsyn",), ("hassan", "mansour")) == 0


def test_a_western_name_has_no_such_key() -> None:
    assert not [key for key in person_name("Robert Miller").keys if key.startswith("a:")]
