"""Ethiopian double names of which the first part is cut to a letter before a stroke (all invented)."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.scripts.ethiopian import spell_double_names


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("Bekele G/Mariam", "Bekele Gebremariam"),
        ("Hirut W/Michael", "Hirut Woldemichael"),
        ("H/Selassie Mengesha", "Haileselassie Mengesha"),
        ("Bekele G/ Hiwot", "Bekele Gebre Hiwot"),
        ("T/Haimanot Kebede", "Teklehaimanot Kebede"),
    ],
)
def test_a_part_cut_to_its_letter_is_in_full(cut: str, whole: str) -> None:
    left, right = person_name(cut), person_name(whole)
    assert compare_names(left, right, NameKind.PERSON).level is NameLevel.EXACT_LATIN
    assert left.keys & right.keys


@pytest.mark.parametrize("name", ["W/o Hirut Bekele", "Ravi A/L Kumar", "Ravi S/O Kumar", "Hirut W/t", "24/7 Bekele"])
def test_titles_and_words_for_children_stay(name: str) -> None:
    assert spell_double_names(name) == name


def test_another_part_is_another_name() -> None:
    left, right = person_name("Bekele G/Mariam"), person_name("Bekele W/Mariam")
    assert not compare_names(left, right, NameKind.PERSON).agrees
