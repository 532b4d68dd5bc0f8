"""Callings that stand where a name should, and names that hold a word of one. All names are invented."""

import pytest

from graph.values import (
    addressed_by_calling,
    is_calling,
    is_of_another,
    is_part_of_calling,
    may_be_of_another,
    perhaps_of_another,
)

CALLINGS = [
    "Driver", "GUEST", "Admin", "Father", "nil", "The boss", "Translator 2", "Passenger no. 3", "Guard #3", "Team A",
    "Driver (Chinese)", "Security guard", "HR Manager", "Call center agent", "Bank officer", "Customer Service",
    "Foreign national", "Chinese boss", "Vietnamese woman", "Sri Lankan driver", "Male, Thai", "Chinese",
    "Unknown Thai", "客服", "翻译", "主管", "代理", "司机2", "客服A", "中国男子",
    "คนขับรถ", "ชายชาวจีน", "Tài xế", "Lễ tân", "LỄ TÂN", "Le\u0302\u0303 ta\u0302n", "Người Trung Quốc",
    "nguoi Trung Quoc", "lelaki cina", "Phien dich", "Phien dich vien 2", "Thong dich vien", "Nguoi phien dich",
    "NGUOI NUOC NGOAI", "Khach hang", "Hanh khach", "Giam doc", "Nhan vien 3", "Moi gioi", "Nguoi moi gioi", "Tai xe",
    "Lai xe", "Nguoi lai xe", "Truong nhom", "Con gai",
    "ကားမောင်းသူ", "ড্রাইভার", "사장님", "водитель",
    "Male", "FEMALE", "จีน", "ชาวจีน", "หญิง", "ลาว", "中国", "中国人", "越南籍", "男子", "여성", "женщина", "perempuan",
]  # fmt: skip
OF_OTHERS = [
    "Wife of Sok Dara", "BABY OF CHAN NARY", "the younger brother of Nary", "W/O Sok Dara", "Sok Dara's wife",
    "vợ của Minh", "เมียของสมชาย", "王伟的妻子", "王伟之妻", "isteri kepada Rosli",
]  # fmt: skip


@pytest.mark.parametrize("text", CALLINGS)
def test_a_calling_is_one_with_a_number_a_nationality_or_a_sex(text: str) -> None:
    assert is_calling(text)


@pytest.mark.parametrize(
    "text",
    ["Minnie Driver", "Cook, J.", "Cook J", "Baker T.", "Young Cook", "Chad Guest", "Jordan Baker", "India Driver",
     "Le Tan", "Lê Tân", "Quan Ly", "Quan Lý", "To Truong", "Chu Nha", "Ke Toan", "Ong Chu", "Bá Chu", "Cong Nhan",
     "Tai Xe Vang", "Lai Van Xe", "Dich Phien", "Khach Van Hang", "Truong Van Nhom", "Nhan Hang", "Vien Nhan",
     "Tai Hang",
     "German Cook", "Thai Son", "Lao A.", "Sita Nepali", "Guy Moreau", "Van Driver", "Baker Wang", "Son", "Somali",
     "Tamu", "王小妹", ""],
)  # fmt: skip
def test_a_name_with_a_word_of_a_calling_is_none(text: str) -> None:
    assert not is_calling(text)


@pytest.mark.parametrize("text", OF_OTHERS)
def test_a_relative_of_somebody_is_of_another(text: str) -> None:
    assert is_of_another(text)


@pytest.mark.parametrize(
    "text",
    ["Ravi s/o Kumar", "Ali son of Ahmad", "Baby", "Sophea", "Con Nguyen", "鈴木之夫", "中村之子", "欧阳之友", ""],
)
def test_whose_child_somebody_with_a_name_is_leaves_the_name(text: str) -> None:
    assert not is_of_another(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("王伟之子", "王伟"), ("王伟 之夫", "王伟"), ("鈴木之夫", "鈴木"), ("之子", ""), ("王伟之妻", ""), ("王羲之", "")],
)
def test_an_ending_of_given_names_may_say_whose_relative_somebody_is(text: str, name: str) -> None:
    assert perhaps_of_another(text) == name


@pytest.mark.parametrize(
    ("text", "word"),
    [("Boss Wang", "wang"), ("Manager Chen", "chen"), ("王总", "王"), ("欧阳经理", "欧阳"), ("김사장님", "김"),
     ("박 부장", "박"), ("Wang Laoban", "wang"), ("Giam doc Tran", "tran"), ("Tai xe Nguyen", "nguyen"),
     ("Quan ly Tran", ""), ("Cook Wang", ""), ("Boss", ""), ("司机", ""), ("Boss Wang Wei", "")],
)  # fmt: skip
def test_a_calling_before_one_word_addresses_by_it(text: str, word: str) -> None:
    assert addressed_by_calling(text) == word


@pytest.mark.parametrize(
    ("text", "is_part"),
    [("customer", True), ("service", True), ("hr", True), ("wife", True), ("经理", True), ("总", True), ("中国", True),
     ("trung quốc", True), ("dara", False), ("王", False), ("", False)],
)  # fmt: skip
def test_a_field_may_be_a_part_of_a_calling(text: str, is_part: bool) -> None:
    assert is_part_of_calling(text) is is_part


@pytest.mark.parametrize(
    ("text", "may_be"),
    [("wife of", True), ("wife of sok", True), ("sok dara's", True), ("w/o", True), ("dara w/o sok", True),
     ("vợ của", True), ("王伟的", True), ("之子", True), ("เมียของ", True),
     ("dara", False), ("d'souza", False), ("sok dara", False)],
)  # fmt: skip
def test_a_field_may_say_whose_relative_somebody_is(text: str, may_be: bool) -> None:
    assert may_be_of_another(text) is may_be
