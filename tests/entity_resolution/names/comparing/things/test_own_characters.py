"""A character of another sound in what a company in Hanzi is called makes another company; a homophone a sister."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, organisation_name
from entity_resolution.names.comparing.things.own_characters import differ_in_own_characters

KIND = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("广州市远光电子有限公司", "广州市星光电子有限公司"),
        ("上海金鹤贸易有限公司", "上海银鹤贸易有限公司"),
        ("苏州恒桥物流有限公司", "苏州恒江物流有限公司"),
        ("大兴桥建设", "大新桥建设"),
        ("中国鹤山通信集团广东有限公司", "中国鹤山通信集团广西有限公司"),
    ],
)
def test_another_character_is_another_company(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compare_names(organisation_name(one), organisation_name(other), KIND)
        assert found.bits < 0.5
        assert found.level is NameLevel.SISTER or not found.agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("鹤發貿易", "鹤发商贸"),  # one trade in two words
        ("斎藤製作所", "斉藤製作所"),  # a family of Japan
    ],
)
def test_what_may_be_a_slip_is_for_a_human(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compare_names(organisation_name(one), organisation_name(other), KIND).bits > 2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("深圳市鹤成科技有限公司", "深圳市鹤诚科技有限公司"),
        ("金星科技", "金鑫科技"),  # N and NG
        ("智远物流", "资远物流"),  # ZH and Z
    ],
)
def test_homophones_agree_as_sisters_that_neither_an_address_nor_a_phone_joins(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compare_names(organisation_name(one), organisation_name(other), KIND)
        assert (found.level, found.agrees) == (NameLevel.SISTER, True)
        assert 0 < found.bits <= 0.1
        assert may_agree(organisation_name(one), organisation_name(other), KIND)


def test_only_names_in_hanzi_of_one_length_are_told_apart() -> None:
    assert differ_in_own_characters("远光电子", "星光电子")
    assert not differ_in_own_characters("远光电子", "星远光电子")
    assert not differ_in_own_characters("远光电子", "Xingguang Electronics")
    assert not differ_in_own_characters("远", "星")
