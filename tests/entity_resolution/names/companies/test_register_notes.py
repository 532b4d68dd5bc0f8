"""What registers note behind names: it is no word of the name, and what only looks so is. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, compare_names, names_in, organisation_name, site_name
from entity_resolution.names.companies.register_notes import is_register_note, without_register_notes
from tests.entity_resolution.scored_pairs import scored

COMPANIES = [
    ("Crown Asia Sdn Bhd", "(struck off)"),
    ("Crown Asia Sdn Bhd", "(digulung)"),
    ("Golden Lion Trading Co., Ltd.", "(licence revoked)"),
    ("Golden Lion Trading Co., Ltd.", "- in liquidation"),
    ("Golden Lion Trading Co., Ltd.", "(dissolved 12 May 2024)"),
    ("Golden Lion Trading Co., Ltd.", "struck off"),
    ("PT Cahaya Abadi Sejahtera", "(dalam likuidasi)"),
    ("Công ty TNHH Minh Quân", "(đã giải thể)"),
    ("Công ty TNHH Minh Quân", "(ngừng hoạt động từ năm 2023)"),
    ("บริษัท ทองไทย ก่อสร้าง จำกัด", "(ร้าง)"),
    ("บริษัท ทองไทย ก่อสร้าง จำกัด", "(เสร็จการชำระบัญชี)"),
    ("ບໍລິສັດ ດອກງິ້ວຄຳ ຈຳກັດ", "(ຍຸບເລີກ)"),
    ("ក្រុមហ៊ុន មាសប្រាក់", "(បានរំលាយ)"),
    ("ရွှေနဂါး ဆောက်လုပ်ရေး", "(ပိတ်သိမ်းပြီး)"),
    ("恒通科技有限公司", "(已注销)"),
    ("恒通科技有限公司", "（吊销，未注销）"),
    ("恒通科技有限公司", "【已廢止】"),
]
SITES = [
    ("Golden Phoenix Casino", "(raided 2024)"),
    ("Golden Phoenix Casino", "- closed since 2023"),
    ("Golden Phoenix Casino", "(closed 2019, reopened in May 2021)"),
    ("Jinshui Park", "(abandoned)"),
    ("โรงแรมริมเมย", "(ปิดแล้ว)"),
    ("金财园区", "（已关闭）"),
    ("金财园区", "（2024年5月已查封）"),
    ("កាស៊ីណូ ផ្កាយមាស", "(បិទ)"),
]


@pytest.mark.parametrize(("name", "note"), COMPANIES)
def test_what_a_register_notes_is_no_word_of_a_companys_name(name: str, note: str) -> None:
    phone = "+85523980009"
    found = scored("Organization", left=f"{name} {note}", right=name, left_phone=phone, right_phone=phone)
    assert found.outcome is Outcome.MATCH
    assert organisation_name(f"{name} {note}").native == organisation_name(name).native


@pytest.mark.parametrize(("name", "note"), SITES)
def test_what_became_of_a_place_is_no_word_of_its_name(name: str, note: str) -> None:
    found = scored(
        "Site", left=f"{name} {note}", right=name, left_coordinates="11.07,106.14", right_coordinates="11.0701,106.1401"
    )
    assert found.outcome is Outcome.MATCH
    assert site_name(f"{name} {note}").native == site_name(name).native


@pytest.mark.parametrize(
    "name",
    [
        "Lucky Star (Thailand) Co., Ltd.",
        "Lucky Star (1999) Co., Ltd.",
        "Lucky Star Co., Ltd. (Poipet Branch)",
        "Active Trading Co., Ltd.",
        "Lucky Active",
        "Empty Quarter Ltd",
        "Golden Casino (2019)",
        "Golden Casino (East)",
        "KK Park (new)",
        "Hotel Lotus (formerly Oak Inn)",
        "Closed",
        "(已注销)",
        "บริษัท ร้างรัก จำกัด",
    ],
)
def test_a_branch_a_country_and_a_year_stay(name: str) -> None:
    assert without_register_notes(name) == name


def test_a_note_amid_a_line_goes_and_the_town_behind_it_stays() -> None:
    assert without_register_notes("金财园区（已关闭）, Bavet") == "金财园区, Bavet"
    assert names_in("Golden Lion Trading Co., Ltd. (Being Wound Up)", NameKind.ORGANISATION).others == ()
    assert not is_register_note("12 May 2024")


def test_two_that_were_struck_off_have_no_word_in_common_by_it() -> None:
    one, other = organisation_name("Amber Otter Ltd (struck off)"), organisation_name("Jade Falcon Ltd (struck off)")
    bare = organisation_name("Amber Otter Ltd"), organisation_name("Jade Falcon Ltd")
    found, alone = compare_names(one, other, NameKind.ORGANISATION), compare_names(*bare, NameKind.ORGANISATION)
    assert (found.agrees, found.bits) == (False, alone.bits)


@pytest.mark.parametrize(
    "cells",
    [
        {"left_registrationNumber": "0105561000001", "right_registrationNumber": "0105567000002"},
        {"left_incorporationDate": "2009-02-03", "right_incorporationDate": "2024-05-06"},
    ],
)
def test_a_company_that_was_struck_off_is_not_the_one_that_was_registered_anew(cells: dict[str, str]) -> None:
    found = scored(
        "Organization",
        left="บริษัท ทองไทย ก่อสร้าง จำกัด (ร้าง)",
        right="บริษัท ทองไทย ก่อสร้าง จำกัด",
        **{
            f"{side}_{name}": value
            for side in ("left", "right")
            for name, value in {"jurisdiction": "TH", "phone": "+6621234567"}.items()
        },
        **cells,
    )
    assert found.outcome is Outcome.REVIEW
