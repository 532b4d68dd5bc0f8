"""Sites by the words for a house in the region's languages; two kinds of one name stay two. Names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, site_name
from entity_resolution.tables.pairs import ScoredPair
from tests.entity_resolution.scored_pairs import on_both, scored

TOWN = {"country": "KH", "locality": "Phum Trapaing Ropou"}
KINDS = {
    **{"公寓": "Apartment", "宿舍": "Dormitory", "员工宿舍": "Dormitory", "别墅": "Villa", "写字楼": "Office Building"},
    **{"综合楼": "Complex", "会所": "Club", "度假酒店": "Resort Hotel", "科技园区": "Science Park", "基地": "Base"},
    **{"小区": "Residence", "客栈": "Guesthouse", "商场": "Mall", "仓库": "Warehouse", "工业园区": "Industrial Park"},
    **{"度假区": "Resort", "商铺": "Shophouse", "娱乐城": "Casino"},
}


def in_one_town(left: str, right: str, **more: str) -> ScoredPair:
    """Return the score of two sites of one town."""
    return scored("Site", left=left, right=right, **on_both(TOWN | more))


@pytest.mark.parametrize("own", [("金凤", "Jinfeng"), ("龙腾", "Longteng")])
@pytest.mark.parametrize("kind", sorted(KINDS.items()))
def test_a_house_in_hanzi_is_that_in_english(own: tuple[str, str], kind: tuple[str, str]) -> None:
    found = in_one_town(own[0] + kind[0], f"{own[1]} {kind[1]}")
    assert (found.outcome, found.blocked) == (Outcome.MATCH, True)


@pytest.mark.parametrize(
    ("native", "english"),
    [
        ("กาสิโน คราวน์", "Crown Casino"),
        ("กาสิโนคราวน์ ปอยเปต", "Crown Casino Poipet"),
        ("บ่อนคาสิโนคราวน์", "Crown Casino"),
        ("โรงแรมฮอลิเดย์", "Holiday Hotel"),
        ("หอพัก คราวน์", "Crown Dormitory"),
        ("เกสต์เฮาส์ คราวน์", "Crown Guesthouse"),
        ("Nhà nghỉ Hoàng Kim", "Hoang Kim Guesthouse"),
        ("Chung cư Hoàng Kim", "Hoang Kim Apartment"),
        ("Ký túc xá Hoàng Kim", "Hoang Kim Dormitory"),
        ("Khu biệt thự Hoàng Kim", "Hoang Kim Villas"),
        ("Khu đô thị Hoàng Kim", "Hoang Kim Urban Area"),
        ("Cao ốc Hoàng Kim", "Hoang Kim Building"),
        ("Khu nhà Hoàng Kim", "Hoang Kim Residence"),
        ("ផ្ទះសំណាក់ មានជ័យ", "Mean Chey Guesthouse"),
        ("បុរី មានជ័យ", "Borey Mean Chey"),
        ("រមណីយដ្ឋាន មានជ័យ", "Mean Chey Resort"),
        ("ខុនដូ មានជ័យ", "Mean Chey Condo"),
        ("អន្តេវាសិកដ្ឋាន មានជ័យ", "Mean Chey Dormitory"),
        ("ရွှေပြည်သာ တည်းခိုခန်း", "Shwe Pyi Thar Guesthouse"),
        ("ရွှေပြည်သာ အဆောက်အဦ", "Shwe Pyi Thar Building"),
        ("ရွှေပြည်သာ မြို့သစ်", "Shwe Pyi Thar New City"),
        ("ເຮືອນພັກ ດອກຈຳປາ", "Dok Champa Guesthouse"),
        ("Pangsapuri Mutiara Bintan", "Mutiara Bintan Apartment"),
        ("Apartemen Mutiara Bintan", "Mutiara Bintan Apartment"),
        ("Asrama Mutiara Bintan", "Mutiara Bintan Dormitory"),
        ("Ruko Mutiara Bintan", "Mutiara Bintan Shophouse"),
        ("Perumahan Mutiara Bintan", "Mutiara Bintan Housing"),
    ],
)
def test_a_house_in_a_language_of_the_region_meets_its_english(native: str, english: str) -> None:
    found = in_one_town(native, english)
    assert (found.outcome is not Outcome.NONE, found.blocked) == (True, True), found.why


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("金凤城", "Jinfeng City"),  # no table has what stands behind the own word
        ("金凤园", "Jinfeng"),
        ("金凤研究院", "Jinfeng Institute Building"),
        ("金凤大厦", "Jinfeng Tower"),  # either word is right
        ("金凤宾馆", "Jinfeng Guesthouse"),
        ("金凤娱乐城", "Jinfeng Entertainment City"),
        ("Jinfeng Building", "Jinfeng Tower"),
        ("金凤宿舍", "Jinfeng"),  # a compound may have a house of its name
        ("金凤公寓", "Jinfeng"),
        ("Jinfeng Villa", "金凤"),
    ],
)
def test_what_may_be_one_house_is_for_a_human(left: str, right: str) -> None:
    assert in_one_town(left, right).outcome is Outcome.REVIEW
    assert in_one_town(right, left).outcome is Outcome.REVIEW


@pytest.mark.parametrize("address", ["", "12 Border Road, Poipet"])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        *(("金凤宿舍", "Jinfeng Casino"), ("金凤宿舍", "Jinfeng Park"), ("金凤公寓", "Jinfeng Hotel")),
        *(("金凤写字楼", "Jinfeng Casino"), ("金凤仓库", "Jinfeng Dormitory"), ("金凤别墅", "Jinfeng Casino")),
        *(("金凤城", "Jinfeng Casino"), ("金凤网吧", "Jinfeng Casino"), ("金凤园区", "Jinfeng Dormitory")),
        *(("金凤网吧", "Jinfeng Dormitory"), ("金凤大厦", "Jinfeng Tower"), ("Jinfeng Building", "Jinfeng Tower")),
        *(("หอพัก คราวน์", "Crown Casino"), ("Asrama Mutiara Bintan", "Kasino Mutiara Bintan")),
        *(("Nhà nghỉ Hoàng Kim", "Hoang Kim Casino"), ("ផ្ទះសំណាក់ មានជ័យ", "Mean Chey Casino")),
    ],
)
def test_two_kinds_of_house_of_one_name_are_not_joined(left: str, right: str, address: str) -> None:
    more = {"address": address} if address else {}
    assert in_one_town(left, right, **more).outcome is not Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("金凤凰", "Jinfeng"),
        ("金凤凰酒店", "Jinfeng Hotel"),
        ("金凤5号楼", "Jinfeng Building 9"),
        ("金凤城", "Jinhua City"),
    ],
)
def test_another_name_or_number_stays_another(left: str, right: str) -> None:
    assert in_one_town(left, right).outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("left", "right"), [("金凤城", "Jinfeng City"), ("金凤大厦", "Jinfeng Tower"), ("金凤网吧", "Jinfeng Casino")]
)
def test_the_fast_comparison_says_the_same(left: str, right: str) -> None:
    one, other = site_name(left), site_name(right)
    found = compare_names(one, other, NameKind.SITE)
    assert (found.level, found.agrees) == (NameLevel.SISTER, True)
    assert may_agree(one, other, NameKind.SITE)
    assert may_agree(other, one, NameKind.SITE)
