"""Trades and industries in Russian names of companies are those of English ones."""

import pytest

from entity_resolution.names import NameKind, compare_names, organisation_name
from entity_resolution.names.words.russian_words import russian_words


def bits(left: str, right: str) -> float:
    return compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION).bits


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("ПАО «Камышинский моторный завод»", "PJSC Kamyshinsky Motor Plant"),
        ("АО Волга цементная компания", "Volga Cement Company JSC"),
        ("ООО Торговый дом Лотос", "Lotos Trading House LLC"),
        ("Камышинский моторный завод", "Kamyshinskiy Motornyy Zavod"),
    ],
)
def test_a_company_is_one_in_russian_and_in_english(russian: str, english: str) -> None:
    assert organisation_name(russian).keys & organisation_name(english).keys
    assert bits(russian, english) > 4


def test_another_industry_is_another_company() -> None:
    assert bits("Камышинский моторный завод", "Kamyshinsky Cement Plant") < 0


def test_words_that_companies_are_called_by_stay_as_they_are() -> None:
    assert organisation_name("Северная Звезда").tokens == ("severnaya", "zvezda")
    assert russian_words()[("khimicheskaya",)] == "chemical"
