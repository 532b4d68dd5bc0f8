"""The vowel of Lü as passports and keyboards write it. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.umlaut_in_pinyin import with_plain_u


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("吕志伟", "Lv Zhiwei"),
        ("吕志伟", "Lyu Zhiwei"),
        ("Lv Zhiwei", "Lyu Zhiwei"),
        ("Lv Zhiwei", "Lü Zhiwei"),
        ("Lv Zhiwei", "Lu Zhiwei"),
        ("Lu Wei", "Lyu Wei"),
        ("LYU WEI", "Wei Lv"),
        ("Wang Lv-ming", "Wang Lyuming"),
        ("Wang Lüming", "Wang Lyuming"),
        ("Wang Lüming", "Wang Lvming"),
        ("Chen Xiaonv", "Chen Xiaonü"),
        ("陈小女", "Chen Xiaonv"),
    ],
)
def test_each_way_to_write_the_vowel_is_one_name_and_shares_a_key(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lv Wei", "Liu Wei"),
        ("Lv Wei", "Li Wei"),
        ("Lv Xiaomin", "Lyu Xiaoming"),
        ("Lv Xiaomin", "Lu Xiaoming"),
        ("Chen Xiaonv", "Chen Xiaona"),
        ("Chen Xiaolv", "Chen Xiaoliu"),
        ("鲁志伟", "Lv Zhiwei"),
    ],
)
def test_another_syllable_is_another_name(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("lv", "lu"),
        ("nyu", "nu"),
        ("lve", "lue"),
        ("lyuming", "luming"),
        ("xiaonv", "xiaonu"),
        ("danyu", "danyu"),
        ("silva", "silva"),
        ("alvin", "alvin"),
        ("lu", "lu"),
    ],
)
def test_only_syllables_of_pinyin_are_spelt_with_a_plain_u(word: str, plain: str) -> None:
    assert with_plain_u(word) == plain
