"""The words for a compound that sources choose by turns. All names are invented but KK Park."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.names import NameKind, site_name
from tests.entity_resolution.scored_pairs import on_both, scored

COMPOUNDS = {"siteType": "scam-compound", "country": "MM", "locality": "Shwe Melati"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("KK Park", "KK Compound"),
        ("KK园区", "KK Compound"),
        ("Lotung Park", "Lotung Industrial Estate"),
        ("Dong Mei Compound", "DongMei Park"),
        ("东梅园区", "東梅大院"),
        ("东梅园区", "Dongmei Compound"),
        ("เคเค พาร์ค", "KK Compound"),
        ("Công viên Hải Long", "Hai Long Compound"),
        ("Dongmei Park 2", "Dongmei Compound 2"),
    ],
)
def test_a_park_a_compound_and_an_estate_of_one_name_are_one(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert scored("Site", left=one, right=other, **on_both(COMPOUNDS)).outcome is Outcome.MATCH
        # That both are compounds is not known: a town joins nobody then.
        assert scored("Site", left=one, right=other, **on_both({"locality": "Shwe Melati"})).outcome is not Outcome.NONE
    assert site_name(left).keys & site_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [("KK Zone", "KK Park"), ("KK特区", "KK Compound"), ("Dongmei New City", "Dongmei Park"), ("东梅城", "东梅园区")],
)
def test_a_zone_or_a_city_may_hold_a_park_so_a_town_leaves_them_to_a_human(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert scored("Site", left=one, right=other, **on_both(COMPOUNDS)).outcome is Outcome.REVIEW
        here = COMPOUNDS | {"coordinates": "16.8512,98.5230"}
        assert scored("Site", left=one, right=other, **on_both(here)).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hengsheng Park", "Hengxing Compound"),
        ("恒生园区", "恒兴大院"),
        ("Dongmei Park 1", "Dongmei Compound 2"),
        ("Dongmei Park", "Dongmei Compound 2"),
        ("Dongmei Park", "Lingzhi Compound"),
        ("Scam Park", "Scam Compound"),
        ("Myawaddy Park", "Myawaddy Compound"),
        ("Bavet City", "Bavet Park"),
        ("Park", "Compound"),
    ],
)
def test_another_name_part_or_a_town_alone_is_no_one_compound(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert scored("Site", left=one, right=other, **on_both(COMPOUNDS)).outcome is not Outcome.MATCH


def test_a_word_for_a_compound_weighs_as_a_word_left_out_does() -> None:
    bare, park, compound = (site_name(text) for text in ("Dongmei", "Dongmei Park", "Dongmei Compound"))
    dropped, other = (compare_names_of(NameKind.SITE, [park], [form]) for form in (bare, compound))
    same = compare_names_of(NameKind.SITE, [park], [park])
    assert dropped.bits == other.bits < same.bits
    assert other.detail.endswith("another word for a compound")


HERE = {"coordinates": "16.8512,98.5230", "locality": "Shwe Melati", "country": "MM"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Khu Hải Long 2", "Hai Long 2 compound"),
        ("Khu Hải Long 2", "Hai Long 2 Park"),
        ("Khu phức hợp Hải Long", "Hai Long Complex"),
        ("东梅园", "Dongmei Park"),
        ("东梅园", "东梅园区"),
        ("東梅園", "Dongmei Compound"),
        ("Dongmei Block 5", "Dongmei Building 5"),
        ("Dongmei Blok B", "Dongmei Bldg. B"),
        ("Гостиница Жемчуг", "Hotel Zhemchug"),
        ("Казино Жемчуг", "Zhemchug Casino"),
    ],
)
def test_a_khu_a_yuan_a_block_and_a_hotel_in_russian_are_read(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compare_names_of(NameKind.SITE, [site_name(one)], [site_name(other)]).agrees
        assert scored("Site", left=one, right=other, **on_both(HERE)).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # a khu of another name or number, of a side, a quarter of a town, another kind of house
        ("Khu Hải Long 2", "Hai Long 3 compound"),
        ("Khu Hải Long", "Hai Phong compound"),
        ("Khu Đông Hải Long", "Hai Long compound"),
        ("Khu phố Hải Long", "Hai Long compound"),
        ("Khu Hải Long", "Hai Long Hotel"),
        # a garden, a school or a manor, another name, another kind of house
        ("东梅花园", "Dongmei Park"),
        ("东梅幼儿园", "Dongmei Park"),
        ("东梅庄园", "Dongmei Compound"),
        ("东梅园", "Dongwei Park"),
        ("东梅园", "Dongmei Hotel"),
        # another number, no number, a park, another name
        ("Dongmei Block 5", "Dongmei Building 6"),
        ("Dongmei Block 5", "Dongmei Building"),
        ("Dongmei Block", "Dongmei Building"),
        ("Dongmei Block 5", "Dongmei Park 5"),
        ("Dongmei Block 5", "Hengxing Building 5"),
        # another name or kind of house
        ("Гостиница Жемчуг", "Hotel Yantar"),
        ("Гостиница Жемчуг", "Zhemchug Casino"),
        ("Гостиница Жемчуг", "Zhemchug School"),
    ],
)
def test_another_khu_yuan_block_or_house_in_russian_is_another(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert scored("Site", left=one, right=other, **on_both(HERE)).outcome is not Outcome.MATCH
