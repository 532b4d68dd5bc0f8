"""Belarusian names as Belarusian says them and as others spell them. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.belarusian import belarusian_form, is_belarusian, with_g_for_h


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Siarhei Haradnichenka", "Sergei Gorodnichenko"),
        ("Dzmitry Halubou", "Dmitry Golubov"),
        ("Dzmitry Halubou", "Дмитрий Голубов"),
        ("Дзмітрый Галубоў", "Dmitry Golubov"),
        ("Hleb Kazlouski", "Gleb Kozlovsky"),
        ("Yauhen Zaitsau", "Evgeny Zaitsev"),
        ("Mikalai Ryhoravich Astravets", "Nikolai Grigorievich Ostrovets"),
        ("Iryna Mikalaeuna Haradnichenka", "Irina Nikolaevna Gorodnichenko"),
    ],
)
def test_a_belarusian_spelling_and_a_russian_one_are_one_name(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    compared = compare_names(one, other, NameKind.PERSON)
    assert compared.agrees
    assert not one.keys.isdisjoint(other.keys)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Siarhei Haradnichenka", "Sergei Gorodnichev"),
        ("Mikalai Ryhoravich Astravets", "Nikolai Georgievich Ostrovets"),
        ("Hleb Kazlouski", "Gleb Kozlov"),
        ("Eleni Marinopoulou", "Elena Marinopolova"),
    ],
)
def test_another_name_stays_another(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_sign_is_a_given_name_or_an_ending() -> None:
    signs = [
        word for word in ("siarhei", "uladzimir", "kazlouski", "ryhoravich", "sergei", "lau") if is_belarusian(word)
    ]
    assert signs == ["siarhei", "uladzimir", "kazlouski", "ryhoravich"]


def test_a_word_is_spelt_as_it_is_said() -> None:
    assert [belarusian_form(word) for word in ("halubou", "golubov")] == ["halubav", "halubav"]
    assert with_g_for_h("halubchav") == "galubchav"
