"""Provinces and states by the word for one, in each spelling that the tables have."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.places.provinces import is_of_districts, is_province
from entity_resolution.places.telling import is_at_large, names_no_house
from graph.values import province_names
from tests.entity_resolution.scored_pairs import scored

_OF_VIETNAM = """
An Giang;Bà Rịa–Vũng Tàu;Bắc Giang;Bắc Kạn;Bạc Liêu;Bắc Ninh;Bến Tre;Bình Định;Bình Dương;Bình Phước;Bình Thuận;Cà Mau
Cao Bằng;Đắk Lắk;Đắk Nông;Điện Biên;Đồng Nai;Đồng Tháp;Gia Lai;Hà Giang;Hà Nam;Hà Tĩnh;Hải Dương;Hậu Giang;Hòa Bình
Hưng Yên;Khánh Hòa;Kiên Giang;Kon Tum;Lai Châu;Lâm Đồng;Lạng Sơn;Lào Cai;Long An;Nam Định;Nghệ An;Ninh Bình;Ninh Thuận
Phú Thọ;Phú Yên;Quảng Bình;Quảng Nam;Quảng Ngãi;Quảng Ninh;Quảng Trị;Sóc Trăng;Sơn La;Tây Ninh;Thái Bình;Thái Nguyên
Thanh Hóa;Thừa Thiên Huế;Tiền Giang;Trà Vinh;Tuyên Quang;Vĩnh Long;Vĩnh Phúc;Yên Bái
"""
_OF_OTHERS = """
Kepulauan Riau;Riau Islands;Bangka Belitung;Kepulauan Bangka Belitung;Nusa Tenggara;Nusa Tenggara Timur
West Nusa Tenggara;Papua Pegunungan;Highland Papua;Davao de Oro;La Union;Metro Manila;Nueva Ecija;Nueva Vizcaya
Tawi-Tawi;Zamboanga Sibugay;Dinagat Islands;Negeri Sembilan;Pulau Pinang;Inner Mongolia;Nei Mongol;New York;New Jersey
New Mexico;New Hampshire;Rhode Island;New South Wales;Tamil Nadu;Uttar Pradesh;Madhya Pradesh;Andhra Pradesh
Himachal Pradesh;Arunachal Pradesh;West Bengal
"""
VIETNAMESE = [name for line in _OF_VIETNAM.strip().splitlines() for name in line.split(";")]
OTHERS = [name for line in _OF_OTHERS.strip().splitlines() for name in line.split(";")]
ON_PLATES = sorted(name.title() for name in province_names() if name.isascii())
# The first and last letter of a script, and its word.
_WORDS = (("\u0e01", "\u0e5b", "จังหวัด"), ("\u0e80", "\u0eff", "ແຂວງ"), ("\u1780", "\u17ff", "ខេត្ត"))


@pytest.mark.parametrize("name", [*VIETNAMESE, *map(ascii_fold, VIETNAMESE), *OTHERS, *ON_PLATES])
def test_each_province_of_the_tables_is_large_with_the_word_before_or_behind_it(name: str) -> None:
    assert is_at_large(f"{name} Province")
    assert is_at_large(f"{name} State".upper())
    assert is_at_large(f"Province of {name}, Vietnam")
    assert names_no_house(f"{name} Province")


@pytest.mark.parametrize("name", [*VIETNAMESE, *map(ascii_fold, VIETNAMESE)])
def test_each_province_of_vietnam_is_large_with_its_own_word_before_it(name: str) -> None:
    assert is_at_large(f"tỉnh {name}")
    assert is_at_large(f"Tinh {ascii_fold(name)}")
    assert names_no_house(f"Bến Cát, tỉnh {name}") is names_no_house("Bến Cát")
    assert names_no_house(f"tỉnh {name}, Vietnam")


@pytest.mark.parametrize("name", sorted(name for name in province_names() if not name.isascii()))
def test_each_province_of_the_tables_is_large_with_the_word_in_its_own_letters(name: str) -> None:
    word = next(word for first, last, word in _WORDS if first <= name[0] <= last)
    assert is_at_large(f"{word}{name}")
    assert is_at_large(f"{word} {name}")
    assert names_no_house(f"{word}{name}")
    if word == "จังหวัด":
        assert names_no_house(f"จ.{name}")
        assert names_no_house(f"จ. {name} ประเทศไทย")


@pytest.mark.parametrize(
    "text",
    [
        *("Bình Dương", "Đồng Tháp", "Hà Tĩnh", "Ha Tinh", "Hải Dương", "Kampot", "Ratanak Kiri"),
        *("Binh Duong Hotel Province", "Duong Province Road", "Khách sạn Province", "Casino Province", "Province of"),
        *("State Street", "Negeri Hotel", "Golden Star Province", "Tỉnh", "Region 1"),
    ],
)
def test_a_name_without_the_word_or_with_more_beside_it_is_none(text: str) -> None:
    assert not is_province(text)


@pytest.mark.parametrize("locality", ["Bình Dương Province", "Dong Thap Province", "Hà Tĩnh Province",
                                      "Negeri Sembilan State", "Prachuap Khiri Khan Province"])  # fmt: skip
def test_two_sites_of_one_name_in_one_province_are_for_a_human(locality: str) -> None:
    found = scored("Site", left="Amber Star Casino", right="Amber Star Casino", left_locality=locality,
                   right_locality=locality)  # fmt: skip
    assert found.outcome is Outcome.REVIEW
    assert found.comparisons[1].evidence.level == "agrees-at-large"


@pytest.mark.parametrize(
    "text",
    [
        *("อ.แม่สอดโรงแรมบัวงาม", "อ.แม่สอดคาสิโนบัวงาม จ.ตาก", "ក្រុងបាវិតកាស៊ីណូ", "ເມືອງຕົ້ນເຜິ້ງໂຮງແຮມ", "ต.ท่าสายลวดอาคารบี"),
        *("เขตอุตสาหกรรมบางปู", "เขตเศรษฐกิจพิเศษแม่สอด", "เขตการค้าเสรีแม่สาย", "เขตปลอดอากรบางปู", "สวนอุตสาหกรรมบางปู"),
    ],
)
def test_a_house_written_on_to_its_district_and_a_zone_are_of_a_house(text: str) -> None:
    assert not is_of_districts(text)
    assert not names_no_house(text)
    found = scored("Site", left="Amber Star", right="Amber Star", left_address=text, right_address=text)
    assert found.outcome is Outcome.MATCH


@pytest.mark.parametrize(
    "text",
    [
        *("อ.แม่สอด", "อ.แม่สอด จ.ตาก", "ต.ท่าเรือ อ.ท่าเรือ", "เขตสวนหลวง", "เขตสะพานสูง กรุงเทพ", "ต.บ้านตึก อ.ศรีสัชนาลัย"),
        *("ต.วัดเกต อ.เมือง", "ต.ตลาดขวัญ", "ក្រុងបាវិត", "សង្កាត់ផ្សារថ្មី", "សង្កាត់សាលាកំរើក", "ເມືອງຕົ້ນເຜິ້ງ", "เขตคลองเตย"),
    ],
)
def test_a_district_named_for_a_market_a_temple_or_a_bridge_is_no_house(text: str) -> None:
    assert names_no_house(text)


def test_a_province_by_the_short_form_of_its_word_joins_no_two_sites() -> None:
    outcomes = [
        scored("Site", left="Amber Star", right="Amber Star", left_address=text, right_address=text).outcome
        for text in ("จ.ตาก", "จ. ตาก", "Nam Định Province", "โรงแรมบัวงาม จ.ตาก", "12 ถนนสีลม จ.ตาก")
    ]
    assert outcomes == [*[Outcome.REVIEW] * 3, Outcome.MATCH, Outcome.MATCH]
