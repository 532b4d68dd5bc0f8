"""Streets that addresses name: two are told apart by their own words, and one is known in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.places.native_streets import are_one_native_house, native_streets
from entity_resolution.places.streets import (
    likeness_of_addresses,
    may_be_one_name,
    name_two_streets,
    names_of_streets,
    says_a_street_word_more,
)

TWO = (
    ("12 Main Street, London", "12 High Street, London"),
    ("12 Main Street, Islington, London N1 9GU, United Kingdom", "12 High Street, Islington, London N1 9GU, UK"),
    ("No. 12, Jalan Melati, 81100 Johor Bahru, Johor", "No. 12, Jalan Mawar, 81100 Johor Bahru, Johor"),
    ("12 Jalan Johor, Johor Bahru", "12 Jalan Melati, Johor Bahru"),
    ("No. 12, Lorong Melati, Jalan Besar, Kluang", "No. 12, Lorong Mawar, Jalan Besar, Kluang"),
    ("Jl. Melati No. 12, Kec. Menteng, Jakarta", "Jl. Mawar No. 12, Kec. Menteng, Jakarta"),
    ("12 Nguyen Hue Quan 1 TP HCM", "12 Le Loi Quan 1 TP HCM"),
    ("12 M.G. Road, Bengaluru", "12 Melati Road, Bengaluru"),
    ("Unit 5, Lotus Plaza, Bang Rak, Bangkok 10500", "Unit 5, Orchid Plaza, Bang Rak, Bangkok 10500"),
    ("Building 3, Amber Park, Sangkat 4, Bavet", "Building 3, Coral Park, Sangkat 4, Bavet"),
    ("Amber Park, Sangkat 4, Bavet", "Coral Park, Sangkat 4, Bavet"),
    ("88 Moo 4, Ban Tha Amber, Mae Sot", "88 Moo 4, Ban Huai Coral, Mae Sot"),
    ("12 ถนนสีลม แขวงสีลม เขตบางรัก กรุงเทพมหานคร", "12 ถนนสุรวงศ์ แขวงสีลม เขตบางรัก กรุงเทพมหานคร"),
    ("12 ซอยนานา ถนนสุขุมวิท กรุงเทพ", "12 ซอยอโศก ถนนสุขุมวิท กรุงเทพ"),
    ("云南省瑞丽市团结路12号", "云南省瑞丽市人民路12号"),
    ("香港九龍彌敦道12號", "香港九龍北京道12號"),
    ("金水园区3栋, 勐腊", "凯博园区3栋, 勐腊"),
    ("云南省昆明市人民路12号", "云南省瑞丽市人民路12号"),
    ("ផ្ទះលេខ ១២ ផ្លូវឯករាជ្យ ភ្នំពេញ", "ផ្ទះលេខ ១២ ផ្លូវសេរីភាព ភ្នំពេញ"),
    ("အမှတ် ၁၂၊ ပြည်လမ်း၊ ရန်ကုန်", "အမှတ် ၁၂၊ ကမ်းနားလမ်း၊ ရန်ကုန်"),
)
MAY_BE_ONE = (
    ("12 Main Street, London", "12, Main St, Islington, London N1 9GU"),
    ("12 Jalan Melati, Johor Bahru", "No. 12, Jln. Melati, 81100 Johor Bahru"),
    ("12 Charoenkrung Road", "12 Charoen Krung Rd."),
    ("12 MG Road", "No. 12, M.G. Road"),
    ("12 Ratchadaphisek Road", "12 Ratchada Rd"),
    ("12 Norodom Blvd", "12 Preah Norodom Boulevard"),
    ("12 Sukhumvit Soi 3", "12 Soi Nana, Sukhumvit Road"),
    ("Lotus Plaza, 12 Main Street", "12 Main Street"),
    ("Lotus Plaza, Bavet", "12 Main Street, Lotus Plaza, Bavet"),
    ("8 Upper Lotus Street", "8 Lower Lotus Street"),
    ("Jl. Melati III No. 12, RT 03/RW 05, Jakarta", "Jl. Melati 3 No 12 RT 003 RW 005 Jakarta"),
    ("3 Street 271", "3 Street 310"),
    ("5 W. 3rd St., Portville", "5 E. 3rd St., Portville"),
    ("12 Jalan SS2/24", "12 Jalan SS 2/24"),
    ("12 ถนนสีลม กรุงเทพ", "12 ถ.สีลม แขวงสีลม เขตบางรัก"),
    ("广东省深圳市科技路5号", "深圳市科技路5号"),
    ("人民路12号", "人民东路12号"),
    ("12 ถนนสีลม", "12 Sathorn Road"),
    ("Bavet", "12 Main Street"),
)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_another_street_building_or_compound_is_another_whatever_stands_behind_it(one: str, other: str) -> None:
    assert name_two_streets(one, other)
    assert name_two_streets(other, one)


@pytest.mark.parametrize(("one", "other"), MAY_BE_ONE)
def test_one_street_in_other_words_is_no_other(one: str, other: str) -> None:
    assert not name_two_streets(one, other)
    assert not name_two_streets(other, one)


@given(st.text(max_size=80))
def test_no_address_names_another_street_than_itself(text: str) -> None:
    assert not name_two_streets(text, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("No. 12, Jalan Melati, Johor Bahru", (("melati",),)),
        ("Lotus Plaza, 12 Main Street, Bavet", (("main",), ("lotus",))),
        ("12 Street 271, Phnom Penh", ()),
        ("Amber Park, Sangkat 4, Bavet", ()),
    ],
)
def test_the_street_of_the_house_number_comes_first(text: str, names: tuple[tuple[str, ...], ...]) -> None:
    assert names_of_streets(text) == names


@pytest.mark.parametrize(("one", "other", "is_one"), [("main", "mains", True), ("mai", "ma", False)])
def test_of_short_words_each_letter_tells(one: str, other: str, *, is_one: bool) -> None:
    assert may_be_one_name((one,), (other,)) is is_one


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("12 Jalan Ampang", "12 Jalan Ampang Hilir", True),
        ("12 Norodom Blvd", "12 Preah Norodom Blvd", False),
        ("Jl. Melati No. 12 Jakarta", "Jl. Melati No. 12, Jakarta", False),
        ("12 Al-Maktoum Rd", "12 Al Maktoum Road", False),
        ("12 ถนนสีลม", "12 ถนนสีลมใหม่", False),
    ],
)
def test_a_street_with_a_word_more_is_told(one: str, other: str, *, more: bool) -> None:
    assert says_a_street_word_more(one, other) is more
    assert says_a_street_word_more(other, one) is more


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("12 Main Street, London", "12, Main St, Islington, London N1 9GU, United Kingdom", True),
        ("Amber Park, Bavet", "Amber Park, Sangkat 4, Bavet, Svay Rieng Province, Cambodia", True),
        ("12 Main Street, London", "21 Main Street, London", False),
        ("12 ถนนสีลม แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500", "12 ถ.สีลม บางรัก กทม.", True),
        ("12 ถนนเทศบาล แม่สอด ตาก", "12 ถนนเทศบาล บ้านตาก ตาก", False),
        ("东盟大道88号，勐腊", "勐腊东盟大道88号", True),
    ],
)
def test_what_one_address_says_more_of_its_town_makes_it_no_other(one: str, other: str, *, is_alike: bool) -> None:
    assert (likeness_of_addresses(one, other) >= 97) is is_alike


def test_a_native_house_is_one_where_street_number_and_town_are() -> None:
    assert native_streets("云南省瑞丽市团结路12号") == ("团结",)
    assert are_one_native_house("云南省瑞丽市团结路12号", "瑞丽市团结路12号")
    assert not are_one_native_house("云南省瑞丽市团结路12号", "瑞丽市团结路21号")
    assert not are_one_native_house("团结路12号", "瑞丽市团结路12号")
    assert not are_one_native_house("12 ถนนสุขุมวิท กรุงเทพ", "12 ถนนสุขุมวิท ชลบุรี")
