"""Vietnamese, Burmese and Malay names in Thai letters agree with their own spelling. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, person_name
from entity_resolution.names.foreign_spellings import in_foreign_spelling

PERSON = NameKind.PERSON
PERSONS = [
    ("เหงียน วัน อันห์", "Nguyễn Văn Anh"),
    ("เหงียน ถิ ฮวา", "Nguyen Thi Hoa"),
    ("เจิ่น ดึ๊ก หาย", "Tran Duc Hai"),
    ("ตรัน วัน ฮุง", "Tran Van Hung"),
    ("ฝั่ม มิญ ฟุก", "Pham Minh Phuc"),
    ("ฝั่ม มิน ฟุก", "Pham Minh Phuc"),
    ("ทุน จ่อ อู", "Tun Kyaw Oo"),
    ("โด๋ กวาง ลิญ", "Do Quang Linh"),
    ("เลือง วัน เลิม", "Luong Van Lam"),
    ("จ่อ ซวา ทุน", "Kyaw Swar Tun"),
    ("ดอ ขิ่น เมียว", "Daw Khin Myo"),
    ("เต็ง นาย อ่อง", "Thein Naing Aung"),
    ("ทุน ทุน อู", "Tun Tun Oo"),
    ("เอ เอ ฉ่วย", "Aye Aye Shwe"),
    ("โซ วิน", "စိုးဝင်း"),
    ("โมฮัมหมัด บิน อับดุลเลาะห์", "Mohammad bin Abdullah"),
    ("มูฮัมหมัด อิสมาแอ", "Muhammad Ismail"),
    ("อาหมัด บิน ฮัสซัน", "Ahmad bin Hassan"),
    ("ฮาซัน บิน โอมาร์", "Hassan bin Omar"),
    ("อับดุลเราะห์มาน บิน อาหมัด", "Abdul Rahman bin Ahmad"),
    ("นูร์ ไอชะห์ บินตี ยูซุฟ", "Nur Aisyah binti Yusof"),
]
# One text, and two people of whom it may speak.
DOUBTFUL = [
    ("เหงียน วัน ตวน", "Nguyen Van Tuan"),
    ("เหงียน วัน ตวน", "Nguyen Van Toan"),
    ("หวอ ซวน เจื่อง", "Vo Xuan Truong"),
    ("อู ซอ มิน ทุน", "Zaw Min Tun"),
    ("มิน มิน อู", "Min Min Oo"),
    ("มิน มิน อู", "Myint Min Oo"),
]
OTHERS = [
    ("เหงียน วัน อัน", "Nguyen Van Anh"),
    ("เหงียน วัน ตวน", "Nguyen Van Hung"),
    ("เจิ่น ดึ๊ก หาย", "Tran Duc Long"),
    ("ซอ มิน ทุน", "Zaw Min Aung"),
    ("เต็ง เส่ง", "Thein Shwe"),
    ("อู วิน มิน", "Win Aung"),
    ("โมฮัมหมัด บิน อับดุลเลาะห์", "Mohammad bin Hassan"),
    ("อาหมัด บิน ฮัสซัน", "Ahmad bin Osman"),
    ("ฮัสซัน บิน อาหมัด", "Ahmad bin Hassan"),
]


@pytest.mark.parametrize(("thai", "other"), PERSONS)
def test_a_neighbour_in_thai_letters_agrees_with_the_own_spelling(thai: str, other: str) -> None:
    one, two = person_name(thai), person_name(other)
    found = compare_names(one, two, PERSON)
    assert found.agrees
    assert found.bits > 6
    assert found.level is NameLevel.ROMANISED
    assert found == compare_names(two, one, PERSON)._replace(left=found.left, right=found.right)
    assert may_agree(one, two, PERSON)
    assert may_agree(two, one, PERSON)
    assert one.keys & two.keys


@pytest.mark.parametrize(("thai", "other"), DOUBTFUL)
def test_who_of_two_people_is_written_is_for_a_human(thai: str, other: str) -> None:
    for left, right in ((thai, other), (other, thai)):
        found = compare_names(person_name(left), person_name(right), PERSON)
        assert found.level is NameLevel.PARTIAL
        assert not found.agrees
        assert found.bits > 0


@pytest.mark.parametrize(("thai", "other"), OTHERS)
def test_another_syllable_is_another_person(thai: str, other: str) -> None:
    found = compare_names(person_name(thai), person_name(other), PERSON)
    assert not found.agrees
    assert found.bits < 1


@pytest.mark.parametrize(
    ("thai", "other"),
    [
        ("สมชาย ใจดี", "Somchai Jaidee"),
        ("วัน ดี", "Wan Dee"),
        ("ทุน", "Tun"),  # a single word may be of any language
    ],
)
def test_what_looks_of_no_neighbour_is_read_as_thai(thai: str, other: str) -> None:
    assert in_foreign_spelling(person_name(thai), person_name(other), PERSON) is None


def test_thai_letters_of_a_company_are_no_neighbours_name() -> None:
    assert in_foreign_spelling(person_name(PERSONS[0][0]), person_name(PERSONS[0][1]), NameKind.SITE) is None


@given(st.sampled_from(PERSONS), st.sampled_from(PERSONS))
def test_who_is_written_for_another_shares_every_word_with_that_name(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    if one is not other:
        assert in_foreign_spelling(person_name(one[0]), person_name(other[1]), PERSON) is None
