"""The vowel of Lü as passports and keyboards write it. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.tongues.umlaut_in_pinyin import differ_in_umlaut, with_plain_u


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("吕志伟", "Lv Zhiwei"),
        ("吕志伟", "Lyu Zhiwei"),
        ("Lv Zhiwei", "Lyu Zhiwei"),
        ("Lv Zhiwei", "Lü Zhiwei"),
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
        ("Lv Zhiwei", "Lu Zhiwei"),
        ("Lü Zhiwei", "Lu Zhiwei"),
        ("Lǚ Zhiwei", "Lu Zhiwei"),
        ("Lu Wei", "Lyu Wei"),
        ("Wei Lu", "Lyu Wei"),
        ("Wang Lyuming", "Wang Lu-ming"),
        ("Wang Lüming", "Wang Luming"),
        ("Chen Xiaonyu", "Chen Xiaonu"),
    ],
)
def test_without_its_marks_the_vowel_is_left_to_a_human_and_shares_a_key(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
        assert found.level is NameLevel.PARTIAL
        assert 0 < found.bits < 3
        assert person_name(one).keys & person_name(other).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [("Kim Lyuda", "Kim Luda"), ("Wang Lüemin", "Wang Luemin"), ("Lv Luming", "Lyu Luming"), ("陈小女", "Chen Xiaonu")],
)
def test_other_names_and_what_is_no_other_syllable_stay_as_they_were(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
    assert not differ_in_umlaut(person_name(left), person_name(right))


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
