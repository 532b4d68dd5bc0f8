"""Companies of one house have names that agree and are not one: another trade, legal form, syllable, a word more."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, organisation_name, site_name
from entity_resolution.names.comparing.comparison import may_agree

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
        ("Kwang Hup Brothers Pte Ltd", "Kwang Hup Brothers Sdn Bhd"),
        ("PT Bintang Abadi", "Bintang Abadi Berhad"),
        ("Công ty TNHH Minh Phát", "Minh Phat Pte. Ltd."),
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
        ("Lotus Dawn Pte Ltd", "Lotus Dawn Private Limited"),
        ("Lotus Dawn Pte Ltd", "Lotus Dawn Co., Ltd."),
        ("Lotus Dawn Sdn Bhd", "Lotus Dawn Berhad"),  # one register has no name twice: converted
        ("PT Bintang Abadi", "PT Bintang Abadi Tbk"),
        ("Công ty TNHH Minh Phát", "Minh Phat Co., Ltd."),
        ("บริษัท แสงดาว จำกัด", "บริษัท แสงดาว จำกัด (มหาชน)"),
        ("บริษัท แสงดาว จำกัด", "Saengdao Sdn Bhd"),  # a translation says no country
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


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Brightwater Foods Ltd", "Brightwater Finance Ltd"),
        ("Karlsen Logistics AS", "Karlsen Property AS"),
        ("Moritz Mining GmbH", "Moritz Milling GmbH"),
        ("Clear Vision Optics Ltd", "Clear Mission Optics Ltd"),
        ("Société Générale des Ciments du Littoral", "Société Générale des Mines du Littoral"),
        ("PT Sinar Laut Tekstil", "PT Sinar Laut Kimia"),
        ("深圳云和科技有限公司", "深圳云和贸易有限公司"),
        ("Fujian Jingcheng Group Co Ltd", "Fujian Jincheng Group Co Ltd"),
    ],
)
def test_a_word_in_anothers_place_speaks_against_a_company(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compared(one, other)
        assert found.bits < 0.2
        assert found.bits > 0 or not found.agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Wiyada Rubber Products Sdn Bhd", "Wiyada Rubber Sdn Bhd"),
        ("Northern Star Aviation LLC", "Nothern Star Aviation LLC"),
        ("Summit Harbour Ferries Ltd", "Susmit Harbour Ferries Ltd"),
        ("Pak Nam Sea Food Co Ltd", "Pak Nam Seafood Co Ltd"),
        ("Sunrise Pharma Ltd", "Sunrise Pharmaceuticals Limited"),
        ("Lotus Dawn Syst. Intl", "Lotus Dawn System International"),
        ("Lotus Dawn Engrg", "Lotus Dawn Engineering"),
        ("Lotus Dawn General Trdg", "Lotus Dawn General Trading"),
        ("Perusahaan Seri Teratai", "Perusahaan Sri Teratai"),
        ("Лотосовский химический завод", "Lotosov Chemical Plant"),
        ("Лотосный моторный завод", "Lotosny Motor Plant"),
    ],
)
def test_a_word_left_out_cut_short_or_mistyped_is_no_other_in_its_place(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compared(one, other).bits > 4.5


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Huione Pay", "Hui One Pay"),
        ("Sunten Trading", "Sun Ten Trading"),
        ("Royal Eight Casino", "Royaleight Casino"),
        ("Sok Kong Import Export", "Sokong Import Export"),
    ],
)
def test_a_space_before_a_number_or_amid_a_doubled_letter_swaps_no_word(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compared(one, other).bits > 4.5


def test_another_number_is_another_word() -> None:
    for left, right in (("Royal Eight Casino", "Royalnine Casino"), ("Hui One Pay", "Hui Two Pay")):
        assert compared(left, right).bits < 2.2


def test_a_trade_more_is_for_no_human_by_the_name_alone() -> None:
    for left, right in (("Karlsen Ketelaar AS", "Karlsen Ketelaar Property AS"), ("Lotus Dawn Trading", "Lotus Dawn")):
        assert 1 < compared(left, right).bits < 7


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("East West Lotus Airlines", "West East Lotus Airlines"),
        ("East West Airlines", "West East Airlines"),
        ("Upper Lotus Farm", "Lower Lotus Farm"),
    ],
)
def test_the_other_side_is_another_company_and_so_are_sides_in_the_other_order(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compared(one, other).bits < 1


def test_a_central_bank_has_its_word_on_either_side() -> None:
    found = compared("Central Bank of Lotus Northern Province", "Lotus Northern Province Central Bank")

    assert found.bits > 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Norrwerk AG", "Norrwerk Energy AG"),
        ("Norrwerk AG", "Norrwerk Soundings AG"),
        ("Banque Delta S.A.", "Banque Delta de Surveillance S.A."),
        ("Delta Bank P.L.C.", "Delta Banking Corporation B.S.C."),
        ("Arab Bank P.L.C.", "Arab Banking Corporation B.S.C."),
    ],
)
def test_a_word_that_makes_another_body_costs(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compared(one, other).bits < 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Norrwerk AG", "Norrwerk Group AG"),
        ("Norrwerk AG", "Norrwerk (UK) AG"),
        ("Norrwerk Gearing AG", "Norrwerk Gearing Thailand"),
    ],
)
def test_a_group_and_a_place_make_none(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compared(one, other).bits > 2


def test_what_a_house_calls_a_smaller_one_makes_another() -> None:
    for small in ("Next Door Anchor", "Little Anchor", "Anchor Annex"):
        found = compare_names(site_name("Anchor"), site_name(small), NameKind.SITE)
        assert found.bits < -1
    assert compare_names(site_name("Little Anchor"), site_name("Little Anchor"), NameKind.SITE).agrees


def test_a_national_corporation_leaves_its_word_out_where_it_says_enough_besides() -> None:
    left, right = (
        "China National Copper Machinery Import & Export Corp.",
        "China Copper Machinery Import & Export Corp.",
    )
    assert compared(left, right).bits > -1
    assert compared("National Bank of Mongolia", "Bank of Mongolia").bits < -2
