"""Another syllable of pinyin is another name, and a Vietnamese name is none of Burma. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.tongue import looks_vietnamese


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Wang Jun", "Wang Qun"),
        ("Jing Li", "Qing Li"),
        ("Zhang Jian", "Zhang Qian"),
        ("Liu Yun", "Liu Yuan"),
        ("Tan Siew Jing", "Tan Siew Qing"),
        ("Guoqiang Xu", "Guoqing Xu"),
        ("Le Van Tam", "Le Van Tan"),
    ],
)
def test_another_syllable_is_another_name(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        compared = compare_names(person_name(one), person_name(other), NameKind.PERSON)
        assert not compared.agrees
        assert compared.bits < 0


@pytest.mark.parametrize(
    ("left", "right"),
    [("Wang Gang", "Wang Kang"), ("Li Tao", "Li Dao"), ("Li Bin", "Li Pin"), ("Zhang Zhen", "Zhang Chen")],
)
def test_a_syllable_that_wade_giles_may_spell_so_does_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Wang Guogang", "Wang Kuo-kang"),
        ("Hsu Chih-ming", "Xu Zhiming"),
        ("Chen Wei Ming", "Tan Wei Ming"),
        ("Chen Ming", "Tan Ming"),
        ("Le Van Tam", "Lê Văn Tám"),
    ],
)
def test_one_name_in_two_spellings_agrees(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("name", "is_so"),
    [("le van tam", True), ("tran thi lan", True), ("mai thi aung", False), ("zaw min htut", False), ("le tam", False)],
)
def test_a_vietnamese_name_shows_by_its_middle_name(name: str, is_so: bool) -> None:
    assert looks_vietnamese(tuple(name.split())) is is_so
