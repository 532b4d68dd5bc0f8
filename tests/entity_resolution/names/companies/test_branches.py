"""A branch is its company, in whichever language it is named; a head office says nothing."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name
from entity_resolution.names.companies.branches import without_branch
from entity_resolution.names.comparing.comparison import may_agree

KIND = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("branch", "company"),
    [
        ("Lotario Freight Ltd (Dubai Branch)", "Lotario Freight Ltd"),
        ("Lotario Freight Ltd, Kingsford Branch Office", "Lotario Freight Ltd"),
        ("Lotario Freight Ltd - Representative Office", "Lotario Freight Ltd"),
        ("Lotario Bank Hong Kong Branch", "Lotario Bank"),
        ("Lotario Bank AG London Branch", "Lotario Bank AG"),
        ("Banque Lotario succursale de Dakar", "Banque Lotario"),
        ("Bank Lotario Kantor Cabang Surabaya", "Bank Lotario"),
        ("Công ty TNHH Sao Hôm - Chi nhánh Hà Nội", "Công ty TNHH Sao Hôm"),
        ("Chi nhánh Công ty TNHH Sao Hôm tại Hà Nội", "Công ty TNHH Sao Hôm"),
        ("Chi nhánh Hà Nội - Công ty TNHH Sao Hôm", "Công ty TNHH Sao Hôm"),
        ("上海远光电子有限公司北京分公司", "上海远光电子有限公司"),
        ("远光银行上海分行", "远光银行"),
        ("บริษัท แสงเดือน จำกัด (สาขาเชียงใหม่)", "บริษัท แสงเดือน จำกัด"),
        ("บริษัท แสงเดือน จำกัด สาขาที่ 00001", "บริษัท แสงเดือน จำกัด"),
    ],
)
def test_a_branch_is_its_company(branch: str, company: str) -> None:
    assert without_branch(branch) == company
    for one, other in ((branch, company), (company, branch)):
        forms = organisation_name(one), organisation_name(other)
        assert compare_names(*forms, KIND).level is NameLevel.EXACT_NATIVE
        assert may_agree(*forms, KIND)
        assert forms[0].keys & forms[1].keys


@pytest.mark.parametrize(
    "name", ["Olive Branch Ltd", "Branch Lotario Ltd", "Lotario Branch", "Dubai Branch", "Cabang Lotario", "สาขา"]
)
def test_a_branch_that_is_no_place_s_is_a_name(name: str) -> None:
    assert without_branch(name) == name


def test_a_branch_is_that_of_the_place_which_the_other_name_says() -> None:
    one = organisation_name("Lotario Versicherung AG, Zweigniederlassung Wien")
    assert compare_names(one, organisation_name("Lotario Versicherung AG (Wien)"), KIND).bits > 4
    assert compare_names(one, organisation_name("Lotario Versicherung AG"), KIND).bits > 6


def test_two_branches_stay_two() -> None:
    one, other = organisation_name("Lotario Bank (Dubai Branch)"), organisation_name("Lotario Bank (Seoul Branch)")
    assert compare_names(one, other, KIND).bits < 0.5


@pytest.mark.parametrize(
    "name", ["บริษัท แสงเดือน จำกัด (สำนักงานใหญ่)", "บริษัท แสงเดือน จำกัด สำนักงานใหญ่", "แสงเดือน (Head Office)"]
)
def test_a_head_office_is_the_company(name: str) -> None:
    assert organisation_name(name).native == "แสงเดือน"


def test_a_company_of_another_country_is_no_branch() -> None:
    one, other = organisation_name("Lotario Freight (UK) Ltd"), organisation_name("Lotario Freight Ltd")
    assert compare_names(one, other, KIND).level is NameLevel.SISTER


@pytest.mark.parametrize(
    ("raw", "company"),
    [
        ("Severstan OJSC, Moscow", "Severstan OJSC"),
        ("Lotus Dawn Co., Ltd., Phnom Penh", "Lotus Dawn Co., Ltd."),
        ("Lotus Dawn, Bangkok", "Lotus Dawn, Bangkok"),
        ("Lotus Dawn Ltd, Thailand", "Lotus Dawn Ltd, Thailand"),
        ("Lotus Dawn Ltd, Trading", "Lotus Dawn Ltd, Trading"),
        ("Co., Ltd., Bangkok", "Co., Ltd., Bangkok"),
    ],
)
def test_a_seat_is_a_town_behind_a_legal_form(raw: str, company: str) -> None:
    assert without_branch(raw) == company


def test_a_seat_is_left_out_beside_a_name_without_one_alone() -> None:
    with_seat, other, elsewhere = map(
        organisation_name, ("Severstan OJSC, Moscow", "Severstan PJSC", "Severstan PJSC, Minsk")
    )
    assert compare_names(with_seat, other, NameKind.ORGANISATION).level is NameLevel.EXACT_NATIVE
    assert not compare_names(with_seat, elsewhere, NameKind.ORGANISATION).agrees
