"""Addresses in two scripts are one where number, street and town are. All addresses are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.places.two_scripts import may_be_one_in_two_scripts

ADDRESSES = [
    ("99/1 ถนนสุขุมวิท แขวงคลองเตย เขตคลองเตย กรุงเทพมหานคร 10110", "99/1 Sukhumvit Road, Khlong Toei, Bangkok 10110"),
    ("12 ซอย 11 ถนนสีลม กรุงเทพมหานคร", "12 Soi 11, Silom Road, Bangkok"),
    ("๑๒ ถ.สีลม เขตบางรัก", "12 Silom Rd., Bang Rak"),
    ("ផ្ទះលេខ ១២ ផ្លូវ ២៧១ ភ្នំពេញ", "#12, St. 271, Phnom Penh"),
    ("ផ្ទះលេខ ៨ ផ្លូវព្រះមុនីវង្ស ភ្នំពេញ", "8 Preah Monivong Blvd, Phnom Penh"),
    ("12/1 หมู่ 3 ตำบลแม่ปะ อำเภอแม่สอด", "12/1 Moo 3, Mae Pa Subdistrict, Mae Sot District"),
    ("17 ซอย 31 ถนนสุขุมวิท กรุงเทพมหานคร", "17 Sukhumvit 31, Sukhumvit Road, Bangkok"),
    ("北京市朝阳区建国路12号", "12 Jianguo Road, Chaoyang District, Beijing"),
    ("上海市南京路88号", "88 Nanjing Lu, Shanghai"),
    ("အမှတ် ၁၂ အနော်ရထာလမ်း ရန်ကုန်", "No. 12 Anawrahta Road, Yangon"),
]


@pytest.mark.parametrize(("native", "latin"), ADDRESSES)
def test_an_address_is_one_with_its_romanised_form(native: str, latin: str) -> None:
    assert may_be_one_in_two_scripts(native, latin)


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("21 ถนนสีลม กรุงเทพมหานคร", "12 Silom Road, Bangkok"),  # another house
        ("12 ถนนสีลม กรุงเทพมหานคร", "12 Sathorn Road, Bangkok"),  # another street
        ("12 ถนนสีลม กรุงเทพมหานคร", "12 Silom Road, Chiang Mai"),  # another town
        ("ផ្ទះលេខ ១២ ផ្លូវ ២៧២ ភ្នំពេញ", "#12, St. 271, Phnom Penh"),
        ("北京市朝阳区建国路12号", "12 Guanghua Road, Chaoyang District, Beijing"),
        ("အမှတ် ၁၂ အနော်ရထာလမ်း ရန်ကုန်", "No. 12 Merchant Road, Yangon"),  # in English
        ("ถนนสีลม กรุงเทพมหานคร", "Silom Road, Bangkok"),  # no house
        ("12 กรุงเทพมหานคร", "12 Bangkok"),  # no street
        ("12 ซอย 11 กรุงเทพมหานคร", "12 Soi 11, Bangkok"),  # of which street
        ("12/1 หมู่ 3 ตำบลแม่ปะ อำเภอแม่สอด", "12/3 Moo 1, Mae Pa, Mae Sot"),  # the house number as it is written
        ("12/1 หมู่ 3 ตำบลแม่ปะ อำเภอแม่สอด", "12/1 Soi 3, Mae Pa, Mae Sot"),
        ("12/34 ถนนสีลม กรุงเทพมหานคร", "12 Soi 34, Silom Road, Bangkok"),
        ("12 ซอย 11 ถนนสีลม กรุงเทพมหานคร", "12 Soi 12, Silom Road, Bangkok"),
        ("12 ซอย 11 ถนนสีลม กรุงเทพมหานคร", "12 Silom Road, Room 11, Bangkok"),
        ("ផ្ទះលេខ ១២ ផ្លូវ ២៧១ ភ្នំពេញ", "#12, Unit 271, Phnom Penh"),
        ("ផ្ទះលេខ ១២ ផ្លូវ ២៧១ ភ្នំពេញ", "#12, Phnom Penh"),
        ("ផ្លូវ ២៧១ ភ្នំពេញ", "#12, Phnom Penh"),
        ("ផ្លូវ ២៧១", "#12, Phnom Penh"),
    ],
)
def test_another_house_street_or_town_is_no_evidence(native: str, latin: str) -> None:
    assert not may_be_one_in_two_scripts(native, latin)


@given(st.sampled_from(ADDRESSES), st.sampled_from(ADDRESSES))
def test_no_two_of_these_addresses_are_one(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert may_be_one_in_two_scripts(one[0], other[1]) is (one == other)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_be_asked_about(native: str, latin: str) -> None:
    assert may_be_one_in_two_scripts(native, latin) in (True, False)
