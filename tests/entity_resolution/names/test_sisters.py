"""Companies of one house have names that agree and are not one: another trade, legal form, syllable, a word more."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, organisation_name
from entity_resolution.names.comparison import may_agree

KIND = NameKind.ORGANISATION


def compared(left: str, right: str) -> NameComparison:
    return compare_names(organisation_name(left), organisation_name(right), KIND)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Tan Boon Seng Trading Pte Ltd", "Tan Boon Seng Construction Pte Ltd"),
        ("Kwek Brothers Sdn Bhd", "Kwek Brothers Holdings Sdn Bhd"),
        ("Garnet Enterprises Ltd", "Garnet Enterprise Holdings Ltd"),
        ("Lotus Dawn Enterprise", "Lotus Dawn"),
        ("PT Bintang Abadi", "CV Bintang Abadi"),
        ("PT Bintang Abadi", "PT Bintang Jaya Abadi"),
        ("UD Bintang Abadi", "CV Bintang Abadi"),
        ("หจก. แสงดาว", "บริษัท แสงดาว จำกัด"),
        ("Công ty Cổ phần Minh Phát", "Công ty TNHH Minh Phát"),
        ("Fujian Jingcheng Group Co Ltd", "Fujian Jincheng Group Co Ltd"),
        ("Redwood & Garnet Foods", "Redwood & Garnet Wood"),
    ],
)
def test_companies_of_one_house_agree_as_sisters(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compared(one, other)
        assert (found.level, found.agrees) == (NameLevel.SISTER, True)
        assert may_agree(organisation_name(one), organisation_name(other), KIND)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lotus Dawn Trading Co., Ltd.", "Lotus Dawn Trading Corporation"),
        ("Lotus Dawn Trading Ltd", "Lotus Dawn Trading LLC"),  # both translate one form
        ("Lotus Dawn Trading", "Lotus Dawn Tradng Co Ltd"),
        ("Lotus Dawn Beverage", "Lotus Dawn Beverages"),
        ("Lotusdawn Trading", "Lotus Dawn Trading"),
        ("A-1 Plumbing", "A1 Plumbing Inc"),
        ("The Lotus Dawn and Co", "Lotus Dawn"),
        ("Lotus Dawn (Thailand) Co., Ltd.", "Lotus Dawn Co., Ltd."),
        ("Fujian Jing Cheng Group", "Fujian Jingcheng Group"),
        ("Okavango Trading Company", "Trading Co., Okavango"),
        ("บริษัท แสงทองขนส่ง จำกัด", "Saengthong Transport Co., Ltd."),
    ],
)
def test_one_name_written_otherwise_is_no_sister(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compared(one, other)
        assert found.agrees
        assert found.level is not NameLevel.SISTER
