"""Another syllable of pinyin is another character; one of a dialect or of Taiwan, or a second reading, is none."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.han import is_other_in_pinyin


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("陈志强", "Chen Zhijiang"),
        ("陈志强", "Zhijiang Chen"),
        ("解晓东", "Xie Xiaotong"),
        ("魏超仁", "Wei Chaolin"),
        ("欧阳海东", "Ouyang Haitong"),
        ("林海", "Lin Hao"),
    ],
)
def test_another_syllable_of_pinyin_is_another_name(hanzi: str, latin: str) -> None:
    found = compare_names(person_name(hanzi), person_name(latin), NameKind.PERSON)
    assert is_other_in_pinyin(hanzi, latin.lower())
    assert not found.agrees
    assert "another syllable" in found.how or found.similarity < 0.85


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("陈志强", "Chen Zhiqiang"),
        ("陈志强", "Zhiqiang Chen"),
        ("林志玲", "Lin Chi Ling"),  # Wade-Giles, one syllable of which pinyin has as well
        ("陈志强", "Tan Chee Keong"),
        ("陈乐成", "Chen Yuecheng"),
        ("解晓东", "Xie Xiaodong"),
        ("陈志强", "Chen Zhiqang"),  # a slip is none of pinyin
        ("陈志强", "Chen Zhi"),
        ("陈志强", "Robert Miller"),
        ("", ""),
    ],
)
def test_other_spellings_are_not_told_by_it(hanzi: str, latin: str) -> None:
    assert not is_other_in_pinyin(hanzi, latin.lower())


def test_a_hyphen_tells_wade_giles_beside_one_surname() -> None:
    pinyin, wade, without = (person_name(name) for name in ("Han Guolan", "Han Kuo-lan", "Han Kuolan"))
    assert compare_names(pinyin, wade, NameKind.PERSON).agrees
    assert compare_names(wade, pinyin, NameKind.PERSON).bits > compare_names(pinyin, without, NameKind.PERSON).bits + 2
    # Kuo is no pinyin's Guo where it is the name without a hyphen that would be of Taiwan.
    assert not compare_names(without, person_name("Han Guo-lan"), NameKind.PERSON).agrees
