"""Armenian and Azerbaijani names, as each country spells them and as others do. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.armenian import armenian_form, is_armenian, may_be_armenian
from entity_resolution.names.tongues.azerbaijani import as_others_spell_azerbaijani, looks_azerbaijani


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Vazgen Sargsyan", "Vasken Sarkisian"),
        ("Hakob Grigoryan", "Agop Krikorian"),
        ("Aram Khachatryan", "Aram Khatchadourian"),
        ("Серж Петросян", "Serj Bedrossian"),
        ("Elçin Quliyev", "Elchin Guliyev"),
        ("Elçin Quliyev", "Elchin Guliiev"),
        ("Elçin Quliyev", "Эльчин Гулиев"),
        ("Cavid Hacıyev", "Javid Hajiyev"),
        ("Orxan Xəlilov", "Orkhan Khalilov"),
        ("Vüqar Qasımov", "Вугар Гасимов"),
    ],
)
def test_a_spelling_of_the_country_and_one_of_elsewhere_are_one_name(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert not one.keys.isdisjoint(other.keys)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Vazgen Sargsyan", "Vazgen Sahakyan"),
        ("Karen Grigoryan", "Karen Gevorgyan"),
        ("Karen Gasparyan", "Karen Kasparov"),
        ("Elçin Quliyev", "Elçin Qurbanov"),
        ("Cavid Hacıyev", "Javid Haziyev"),
        ("Marcel Petrov", "Marjel Petrov"),
    ],
)
def test_another_name_stays_another(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_an_ending_is_a_sign_of_armenia_and_no_word_of_india() -> None:
    assert [is_armenian(word) for word in ("sargsyan", "sarkisian", "subramanyan")] == [True, False, False]
    assert may_be_armenian(("serj", "sarkisian"))
    assert [armenian_form(word) for word in ("hovhannes", "bedrossian")] == ["ovanes", "petrosyan"]


def test_a_letter_beside_an_ending_is_a_sign_of_azerbaijan() -> None:
    assert looks_azerbaijani("Elcin Quliyev", ("elcin", "quliyev"))
    assert not looks_azerbaijani("Alex Petrov", ("alex", "petrov"))
    assert not looks_azerbaijani("Monica Petrov", ("monica", "petrov"))
    assert not looks_azerbaijani("Carmen Villanueva", ("carmen", "villanueva"))
    assert looks_azerbaijani("Natiq Huseynzade", ("natiq", "huseynzade"))
    assert not looks_azerbaijani("Cavid Aydin", ("cavid", "aydin"))
    assert as_others_spell_azerbaijani("Çingiz Hacıyev") == ("chingiz", "hajiyev")
