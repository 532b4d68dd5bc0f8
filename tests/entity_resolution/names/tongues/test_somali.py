"""Arabic names as Somali spells them, only where a sign of Somali is there. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.tongues.somali import looks_somali, without_somali_letters
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Cabdirashiid Muuse", "Abdirashid Muse"),
        ("Xuseen Cumar Cali", "Hussein Omar Ali"),
        ("Cismaan Saciid Nuur", "Osman Said Nur"),
        ("Axmed Daahir Faarax", "Ahmed Dahir Farah"),
        ("Xasan Cali Cumar", "حسن علي عمر"),
    ],
)
def test_a_somali_spelling_and_an_english_or_arabic_one_are_one_name(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert not one.keys.isdisjoint(other.keys)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Xuseen Cumar Cali", "Hassan Omar Ali"),
        ("Cabdirashiid Muuse", "Abdirahman Muse"),
        ("Axmed Daahir Faarax", "Ahmed Dahir Farhan"),
        # No sign of Somali: an Italian, a Catalan.
        ("Marco Cali", "Marco Ali"),
        ("Xavier Cortes", "Havier Ortes"),
    ],
)
def test_another_name_stays_another(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_one_word_that_is_surely_somali_is_a_sign() -> None:
    assert looks_somali(("cabdi", "warsame"))
    assert looks_somali(("jaamac", "cali"))
    assert not looks_somali(("isaac", "cali"))
    assert not looks_somali(("cabdi",))
    assert not looks_somali(("oliviiamccallum", "carmen"))


def test_a_word_is_spelt_as_others_spell_it() -> None:
    words = ("cabdullaahi", "faarax", "jaamac", "xuseen", "charif")
    assert [without_somali_letters(word) for word in words] == ["abdullahi", "farah", "jama", "hussein", "charif"]


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Yuusuf Shiikh Cali", "Yusuf Sheikh Ali", NameLevel.VARIANT, 9.2),
        ("Xaliimo Cabdi Warsame", "Halima Abdi Warsame", NameLevel.VARIANT, 13.4),
        ("Cabdiqaadir Warsame", "Abdulkadir Warsame", NameLevel.VARIANT, 11.4),
        ("Abdikarim Warsame", "Abdulkarim Warsame", NameLevel.VARIANT, 11.4),
    ],
)
def test_the_article_of_somali_and_its_long_vowels_are_those_of_others(
    left: str, right: str, level: NameLevel, bits: float
) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Yuusuf Shiikh Cali", "Yunus Sheikh Ali", NameLevel.DIFFERENT, -5.8),
        ("Xaliimo Cabdi Warsame", "Salima Abdi Warsame", NameLevel.WEAK, -2.2),
        ("Abdikarim Warsame", "Abdirahim Warsame", NameLevel.WEAK, -4.1),
        ("Abdikarim Warsame", "Abdulrahim Warsame", NameLevel.DIFFERENT, -5.8),
        ("Cabdiqaadir Warsame", "Abdulkarim Warsame", NameLevel.DIFFERENT, -5.9),
        ("Abdinur Warsame", "Abdulnur Warsame", NameLevel.WEAK, -4.5),
        ("Abdirahman Warsame", "Abdirahim Warsame", NameLevel.DIFFERENT, -5.7),
    ],
)
def test_another_servant_of_god_stays_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)
