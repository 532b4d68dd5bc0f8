"""Chinese companies with and without the words for a city, province or county behind the place they begin with."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name
from entity_resolution.names.companies.divisions import without_divisions, without_latin_divisions


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        ("深圳市云和科技", "深圳云和科技"),
        ("广东省深圳市南山区云和科技", "广东深圳南山云和科技"),
        ("上海市浦东新区明达", "上海浦东明达"),
        ("长沙县天宏食品", "长沙天宏食品"),
        ("廣東省東莞市恒泰", "廣東東莞恒泰"),
        ("广西壮族自治区南宁市桂丰", "广西南宁桂丰"),
        ("北京市市政建设", "北京市政建设"),
    ],
)
def test_the_words_for_parts_of_the_country_are_left_out_behind_their_places(native: str, expected: str) -> None:
    assert without_divisions(native) == expected


@pytest.mark.parametrize(
    "native",
    [
        "中国城市建设",
        "天宏超市连锁",
        "深圳市场咨询",
        "海南区块链科技",
        "大湾区科技",
        "重庆市",
        "东方社区服务",
        "云和科技",
    ],
)
def test_words_that_only_hold_the_letter_stay_whole(native: str) -> None:
    assert without_divisions(native) == native


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        ("shenzhen shi haoyu technology", "shenzhen haoyu technology"),
        ("guangdong sheng jinlong", "guangdong jinlong"),
        ("shanghai shi pudong qu mingda", "shanghai pudong mingda"),
        ("hongda sheng yuan trading", "hongda sheng yuan trading"),
        ("new york city pizza", "new york city pizza"),
        ("ruifeng city hotel", "ruifeng city hotel"),
    ],
)
def test_in_latin_letters_they_go_behind_pinyin_alone(latin: str, expected: str) -> None:
    assert without_latin_divisions(tuple(latin.split())) == tuple(expected.split())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Dongguan Hengtai Electronics Co Ltd", "东莞市恒泰电子有限公司"),
        ("Yunnan Ruifeng Logistics Co Ltd", "云南省瑞丰物流有限公司"),
        ("Shenzhen Shi Haoyu Technology Co Ltd", "深圳浩宇科技有限公司"),
        ("杭州兰星贸易有限公司", "杭州市兰星贸易有限公司"),
    ],
)
def test_a_company_is_one_with_and_without_them(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    found = compare_names(one, other, NameKind.ORGANISATION)
    assert found.level in (NameLevel.ROMANISED, NameLevel.EXACT_NATIVE)
    assert found.bits > 12
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Dongguan Hengtai Electronics Co Ltd", "东莞市恒丰电子有限公司"),
        ("Shenzhen Yunhe Technology Co Ltd", "广州市云和科技有限公司"),
    ],
)
def test_another_company_of_the_town_stays_another(left: str, right: str) -> None:
    assert compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION).bits < -5
