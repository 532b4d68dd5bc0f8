"""Eastern Slavic names after the father, which are left out outside their country. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.slavic import is_patronymic, with_one_father


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Петров Сергей Николаевич", "Sergei Petrov"),
        ("Sergei Nikolaevich Petrov", "Sergei Petrov"),
        ("Кузнецова Елена Викторовна", "Elena Kuznetsova"),
        ("Гнатюк Олена Вікторівна", "Olena Hnatiuk"),
    ],
)
def test_a_name_after_the_father_may_be_left_out(left: str, right: str) -> None:
    compared = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert compared.agrees
    assert compared.bits >= 7


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Petrov Sergei Nikolaevich", "Petrov Sergei Ivanovich"),
        ("Petrov Sergei Nikolaevich", "Andrei Petrov"),
        ("Сергей Николаевич", "Сергей Николаевич Петров"),
        ("Kuznetsova Elena Viktorovna", "Elena Kuznetsov"),
    ],
)
def test_another_one_or_another_word_left_over_is_another_name(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("word", "is_so"),
    [("nikolaevich", True), ("wiktorowna", True), ("ilyich", True), ("petrovic", False), ("petrov", False)],
)
def test_its_ending_tells_it(word: str, is_so: bool) -> None:
    assert is_patronymic(word) is is_so


def test_ivan_is_shown_in_letters_that_are_read() -> None:
    how = compare_names(person_name("Иванов Иван Иванович"), person_name("Ivan Ivanov"), NameKind.PERSON)
    assert "ehn" not in how.left.split()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Oleksandr Mykolaiovych Petrenko", "Alexander Nikolaevich Petrenko"),
        ("Oleh Hryhorovych Hnatiuk", "Oleg Grigorievich Gnatiuk"),
        ("Petrenko Oleksandr Dmytrovych", "Petrenko Alexander Dmitrievich"),
    ],
)
def test_a_name_after_the_father_has_his_name_in_any_spelling(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_surname_like_one_after_a_father_is_left_as_it_is() -> None:
    assert with_one_father(("sergei", "ivanovich", "abramovich")) == ("sergei", "johnovich", "abramovich")
    assert with_one_father(("sergei", "ivanovich")) == ("sergei", "ivanovich")
