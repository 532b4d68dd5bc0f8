"""Vietnamese names are told apart by their syllables, and meet the Chinese ones of their characters. Names invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.peoples.vietnamese import are_two_in_vietnamese, is_surely_vietnamese
from tests.entity_resolution.scored_pairs import on_both, scored

PERSON = NameKind.PERSON
TWO = [
    ("Le Van Tuan", "Le Van Toan"),
    ("Tran Minh Tuan", "Tran Minh Toan"),
    ("Tran Van Long", "Tran Van Luong"),
    ("Nguyễn Văn Tuấn", "Nguyen Van Toan"),
    ("Lê Văn Tuấn", "Lê Văn Toàn"),
    ("Le Quang Hung", "Le Quang Hong"),
    ("Ho Duc Thanh", "Ho Duc Thinh"),
    ("Bùi Thị Lan", "Bùi Thị Liên"),
    ("Van Tuan Le", "Van Toan Le"),
    ("Tuan Van Le", "Toan Van Le"),
    ("Hoang Minh Tuan", "Huynh Minh Toan"),
]
ONE = [
    ("Le Van Tuan", "LE VAN TUAN"),
    ("Tran Minh Tuan", "Minh Tuan Tran"),
    ("Nguyen Thi Ly", "Nguyễn Thị Li"),
    ("Hoang Quoc Hai", "Huynh Quoc Hai"),
    ("Nguyen Vantuan", "Nguyen Van Tuan"),
    ("黄国海", "Huynh Quoc Hai"),
    ("Tran Chi Cuong", "Chen Zhiqiang"),
    ("Trần Chí Cường", "陈志强"),
]
# Chinese and Korean names of syllables that Vietnamese has too, ones with a slip, and ones of other words.
NO_VIETNAMESE = [
    ("Chan Kin Hung", "Chan Kin Hong"),
    ("Lam Kim Hong", "Lam Kim Hung"),
    ("Le Van Tuan", "Le Van Tuab"),
    ("Tran Chi Cuong", "Tan Chee Keong"),
    ("Lê Văn Tuấn", "黎文俊"),
    ("Pham Robert", "Pham Rupert"),
]


@pytest.mark.parametrize(("left", "right"), TWO)
def test_another_syllable_is_another_vietnamese_name(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert are_two_in_vietnamese(person_name(one), person_name(other))
        assert not compare_names(person_name(one), person_name(other), PERSON).agrees


@pytest.mark.parametrize(("left", "right"), ONE)
def test_order_a_plain_i_and_characters_leave_a_name_one(left: str, right: str) -> None:
    assert not are_two_in_vietnamese(person_name(left), person_name(right))
    assert compare_names(person_name(left), person_name(right), PERSON).agrees


@pytest.mark.parametrize(("left", "right"), NO_VIETNAMESE)
def test_what_may_be_no_vietnamese_is_left_to_the_other_rules(left: str, right: str) -> None:
    assert not are_two_in_vietnamese(person_name(left), person_name(right))


@pytest.mark.parametrize(
    "name",
    [
        *("nguyen ngoc uyen", "tran khuong duy", "pham nghia", "le thuy quynh", "vo hoai giang", "dang xuan truong"),
        *("bui gia khiem", "do yen oanh", "ngo huyen", "phan binh", "duong quy thuong", "ly thu huong"),
    ],
)
def test_names_are_known_by_a_surname_and_letters_of_vietnam(name: str) -> None:
    assert is_surely_vietnamese(tuple(name.split()))


@pytest.mark.parametrize(
    "name",
    ["tan kok seng", "lam wai man", "kim so ha", "ho kai ming", "le roux jean", "ly sokha", "vu"],
)
def test_names_of_others_are_not(name: str) -> None:
    assert not is_surely_vietnamese(tuple(name.split()))


@pytest.mark.parametrize(
    ("left", "right"),
    [("Phùng Khánh Ly", "Phùng Khánh Lý"), ("Hoàng Lan Chi", "Hoàng Lan Chí"), ("Hà Thúy Nga", "Hà Thúy Ngà"),
     ("Cù Huy Hà", "Cù Huy Há"), ("Sùng A Chu", "Sùng A Chú")],
)  # fmt: skip
def test_marks_that_other_languages_have_too_tell_names_of_vietnam_apart(left: str, right: str) -> None:
    born = on_both({"birthDate": "1990-03-14", "nationality": "VN"})
    assert scored("Person", left=left, right=right, **born).outcome is Outcome.REVIEW
    assert scored("Person", left=left, right=left, **born).outcome is Outcome.MATCH
    elsewhere = on_both({"birthDate": "1990-03-14", "nationality": "BR"})
    assert scored("Person", left="José Prates Aragão", right="José Prates Aragao", **elsewhere).outcome is Outcome.MATCH


@pytest.mark.parametrize("name", ["Đoàn Hải Yến", "Đặng Quốc Bảo", "Lê Đình Chinh", "Trần Văn Đức"])
def test_an_eth_of_an_old_keyboard_is_the_letter_of_vietnam(name: str) -> None:
    typed = name.replace("\u0110", "\u00d0")
    assert compare_names(person_name(name), person_name(typed), PERSON) == compare_names(
        person_name(name), person_name(name), PERSON
    )
    other = typed.replace("Ð", "T")
    assert not compare_names(person_name(name), person_name(other), PERSON).agrees
