"""The words for a compound that sources choose by turns. All names are invented but KK Park."""

import pytest

from entity_resolution.decision import Outcome
from entity_resolution.name_comparison import compare_names_of
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
