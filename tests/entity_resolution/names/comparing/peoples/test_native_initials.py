"""Names in one script of their own of which one has initials or leaves a word out agree as Latin ones do; invented."""

from __future__ import annotations

from itertools import permutations

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, person_name
from entity_resolution.names.comparing.peoples.native_initials import words_without_initials
from tests.entity_resolution.names.slow_comparison import similarity_of_persons

KIND = NameKind.PERSON


def compared(left: str, right: str) -> NameComparison:
    return compare_names(person_name(left), person_name(right), KIND)


@pytest.mark.parametrize(
    ("pair", "latin"),
    [
        (("Кривцов Сергей Иванович", "Сергей Кривцов"), ("Krivtsov Sergei Ivanovich", "Sergei Krivtsov")),
        (("Кривцов Сергей Иванович", "Кривцов Сергей И."), ("Krivtsov Sergei Ivanovich", "Krivtsov Sergei I.")),
        (("Кривцов Сергей Иванович", "Кривцов С.И."), ("Krivtsov Sergei Ivanovich", "Krivtsov S.I.")),
        (("Кривцов Сергей Иванович", "С. И. Кривцов"), ("Krivtsov Sergei Ivanovich", "S. I. Krivtsov")),
        (("Кривцов Сергей И.", "Сергей Кривцов"), ("Krivtsov Sergei I.", "Sergei Krivtsov")),
        (("Кривцов-Иванов Сергей", "Кривцов Сергей"), ("Krivtsov-Ivanov Sergei", "Krivtsov Sergei")),
        (("सीता देवी शर्मा", "सीता शर्मा"), ("Sita Devi Sharma", "Sita Sharma")),
        (("राम थापा", "र. थापा"), ("Ram Thapa", "R. Thapa")),
        (("राम बहादुर थापा", "राम ब॰ थापा"), ("Ram Bahadur Thapa", "Ram B. Thapa")),
        (("রহিম উদ্দিন খান", "রহিম খান"), ("Rahim Uddin Khan", "Rahim Khan")),
        (("สมชาย ใจดีงาม", "ส. ใจดีงาม"), ("Somchai Chaidingam", "S. Chaidingam")),
        (("เสถียร ใจดีงาม", "ส. ใจดีงาม"), ("Sathian Chaidingam", "S. Chaidingam")),
        (("สมชาย รักดี ใจดีงาม", "สมชาย ใจดีงาม"), ("Somchai Rakdi Chaidingam", "Somchai Chaidingam")),
        (("ສົມພອນ ວົງສະຫວັນ", "ສ. ວົງສະຫວັນ"), ("Somphon Vongsavan", "S. Vongsavan")),
        (("Γιώργος Παπαδόπουλος", "Γ. Παπαδόπουλος"), ("Giorgos Papadopoulos", "G. Papadopoulos")),
        (("გიორგი ნინო ბერიძე", "გიორგი ბერიძე"), ("Giorgi Nino Beridze", "Giorgi Beridze")),
    ],
)
def test_a_word_left_out_and_an_initial_say_as_much_as_in_latin_letters(
    pair: tuple[str, str], latin: tuple[str, str]
) -> None:
    expected = compared(*latin)
    for left, right in permutations(pair):
        found = compared(left, right)
        assert found.level is expected.level
        assert found.similarity == pytest.approx(expected.similarity)
        assert found.bits == pytest.approx(expected.bits, abs=0.05)
        forms = person_name(left), person_name(right)
        assert may_agree(*forms, KIND) is found.agrees
        assert similarity_of_persons(*forms) == pytest.approx(found.similarity, abs=0.01)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Шевцов Юрий Яковлевич", "Шевцов Ю.Я."),
        ("Шевцов Джамшид", "Шевцов Дж."),
        ("प्रकाश अधिकारी", "प्र. अधिकारी"),
        ("Семёнова Анна Петровна", "Семенова А.П."),
    ],
)
def test_an_initial_of_two_latin_letters_stands_for_a_word(left: str, right: str) -> None:
    found = compared(left, right)
    assert found.level is NameLevel.VARIANT
    assert found.similarity < 0.9


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Кривцов Сергей Иванович", "Кривцов Иван Сергеевич"),
        ("Кривцов Сергей Иванович", "Кривцов Иван"),
        ("Кривцов Андрей Иванович", "Кривцов С.И."),
        ("Кривцов Андрей Иванович", "Кривцов А.С."),
        ("Кривцов Сергей Иванович", "Кривцова С.И."),
        ("Шевцов Шамиль Яковлевич", "Шевцов С.Я."),
        ("Сергей Кривцов", "Сергеевна Кривцова"),
        ("Сергей Кривцов", "Кривцова Анна Сергеевна"),
        ("Сергей Кривцов", "Кривцов Иван Сергеевич"),
        ("Сергей Николаевич Кривцов", "Сергей Николаевич"),
        ("राम बहादुर थापा", "रमा थापा"),
        ("राम बहादुर थापा", "राम प्रसाद थापा"),
        ("สมชาย ใจดีงาม", "ป. ใจดีงาม"),
        ("ชาติชาย ใจดีงาม", "ส. ใจดีงาม"),
        ("สมชาย ใจดีงาม", "สมชาย"),
        ("ប៊ុន សុភា ដារ៉ា", "ប៊ុន សុភា"),
        ("김 민수 철", "김 민수"),
        ("王 伟 明", "王 伟"),
        ("さくら まり やまだ", "さくら やまだ"),
    ],
)
def test_another_word_stays_another_name(left: str, right: str) -> None:
    assert not compared(left, right).agrees
    assert not compared(right, left).agrees


def test_an_initial_goes_with_the_first_word_that_is_free() -> None:
    both = person_name("Кривцов Сергей Семенович"), person_name("Кривцов С. С.")
    assert words_without_initials(*both) == (("кривцов",), ("кривцов",))
    assert words_without_initials(person_name("Кривцов Сергей И."), both[0]) == (
        ("кривцов", "сергей", "и"),
        ("кривцов", "сергей", "семенович"),
    )
