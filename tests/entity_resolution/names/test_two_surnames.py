"""A husband's surname before a woman's own, and half of a given name against the whole (all invented)."""

import pytest

from entity_resolution.names import NameComparison, NameKind, compare_names, person_name
from entity_resolution.names.keys.key_budget import MAX_KEYS
from entity_resolution.names.tongues.tongue import has_two_surnames


def compared(left: str, right: str) -> NameComparison:
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert found.bits == pytest.approx(compare_names(other, one, NameKind.PERSON).bits)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lin Zheng Wenling", "Lam Cheng Man-ling"),
        ("Lim Tan Bee Hwa", "Lin Chen Meihua"),
        ("Chen Huang Xiuying", "Chan Wong Sau-ying"),
    ],
)
def test_two_surnames_are_each_compared_by_their_spellings(one: str, other: str) -> None:
    left, right = person_name(one), person_name(other)
    assert has_two_surnames(left.tokens) and has_two_surnames(right.tokens)
    assert compared(one, other).agrees
    assert left.keys & right.keys
    assert max(len(left.keys), len(right.keys)) <= MAX_KEYS


def test_another_husband_or_given_name_is_another_woman() -> None:
    assert not compared("Lin Zheng Wenling", "Ho Cheng Man-ling").agrees
    assert not compared("Lin Zheng Wenling", "Lam Cheng Kwok-fan").agrees
    assert not has_two_surnames(("au", "yeung", "man", "ling"))
    assert not has_two_surnames(("maria", "cheng", "man", "ling"))


@pytest.mark.parametrize(
    ("half", "whole"),
    [("姚明", "Yao Ming-fang"), ("姚明", "Yao Ming Fang"), ("Tan Wei", "Tan Wei-fang"), ("Han Min", "Han Min-fang")],
)
def test_half_of_a_given_name_is_another_name(half: str, whole: str) -> None:
    assert not compared(half, whole).agrees
    assert compared(half, whole).bits < -2


def test_a_western_name_beside_a_chinese_one_is_no_half() -> None:
    assert compared("姚明", "Yao Ming Kevin").bits > 2
    assert compared("Lee Jean", "Lee Jean-Paul").bits > 2
