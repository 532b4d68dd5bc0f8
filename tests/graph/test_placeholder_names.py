"""Placeholders: what says that no name is known is no name, in every language; what may be a name stays one."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from graph.values import ValueStatus, is_placeholder_name, normalise
from graph.values.nameless import roles_for_names


@pytest.mark.parametrize(
    "raw",
    [
        "UNKNOWN MALE", "Unidentified caller", "unknown female #3", "Unknown (male)", "Unknown-Male",
        "name withheld", "Unknown 1",
        "ไม่ทราบชื่อ-สกุล", "ไม่ทราบชื่อและนามสกุล", "ชายไม่ทราบชื่อ", "ไม่ประสงค์ออกนาม", "นิรนาม", "ไม่มีข้อมูล",
        "Không rõ tên", "không rõ họ tên", "Chưa xác định danh tính", "khong ro danh tinh", "Vô danh",
        "无名男子", "姓名不详", "身份不明", "李某某", "张某", "王某甲", "某男", "បុរសមិនស្គាល់ឈ្មោះ", "အမည်မသိအမျိုးသား",
        "lelaki tidak dikenali", "tanpa identitas", "ບໍ່ຊາບຊື່",
        "неизвестный", "Неизвестный мужчина", "невідома", "neznámý", "Neznámá žena", "nieznany", "unbekannt", "Inconnu",
        "미상", "성명 미상", "불상", "무명씨", "氏名不詳", "不明", "不详", "无名氏", "مجهول", "अज्ञात",
        "Victim 1", "VICTIM A", "victim no. 4", "Female victim 2", "Victim (minor)", "Person 1", "Child 3",
        "Victim one", "victim no. two", "second victim", "the 3rd victim", "Thai victim 3", "Second Burmese victim",
        "Sri Lankan woman 2", "受害人张某", "被害人: 李某某", "女子王某", "Mağdur 2", "قربانی ۳",
        "ผู้เสียหาย", "ผู้เสียหาย 1", "ผู้เสียหายรายที่ ๒", "ผู้เสียหาย ก", "ชาย 1", "ជនរងគ្រោះ", "ជនរងគ្រោះទី១",
        "နစ်နာသူ ၁", "ကျူးလွန်ခံရသူ (၂)", "ຜູ້ເສຍຫາຍ 1", "ຜູ້ຖືກເຄາະຮ້າຍ", "nạn nhân số 2", "nan nhan 3", "mangsa 1",
        "korban ke-2", "korban 4", "受害人", "被害人甲", "被害者A", "嫌疑人 2", "受害人(女)", "피해자 1", "피해자A",
        "Unknown Chinese male", "Chinese unknown male", "Male, unknown, Vietnamese", "unknown foreign national",
        "Unknown Thai female 2", "अज्ञात व्यक्ति", "شخص مجهول", "Same as above", "See notes", "TBC", "同上", "见备注",
        "như trên", "เหมือนข้างบน", "lihat catatan",
        "потерпевший", "Потерпевший № 2", "oběť 1", "Opfer 1", "víctima 2",
    ],
)  # fmt: skip
def test_what_says_that_no_name_is_known_is_no_name(raw: str) -> None:
    assert normalise("name", raw).status is ValueStatus.INVALID
    form = person_name(raw)
    assert (form.latin, form.keys) == ((), frozenset())
    assert compare_names(form, person_name(raw), NameKind.PERSON).bits == 0.0


@pytest.mark.parametrize(
    "raw",
    [
        "John Doe",
        "JANE DOE 2",
        "Mr. John Doe",
        "john doe #3",
        "Jane  Roe",
        "Mr. X",
        "FNU LNU",
        "LNU, FNU",
        "Fnu Mnu Lnu",
        "Nguyễn Văn A",
        "Tran Thi B",
        "Trần Văn Đ.",
        "Lê Thị Kim C.",
        "Le Van Minh Đ",
    ],
)
def test_a_made_up_name_is_kept_and_found_and_makes_no_namesakes(raw: str) -> None:
    assert normalise("name", raw).status is ValueStatus.VALID
    assert (person_name(raw).latin, person_name(raw).keys) == ((), frozenset())


@pytest.mark.parametrize(
    "raw",
    ["Maria Doe", "John Roe Smith", "Test Male", "Anonymous Nguyen", "Xu X", "李某然", "ไม้ไทย ใจดี", "Male Unnop",
     "Nguyễn Vô Danh", "Khong Ro", "Subject Victor", "Mary Unknowna",
     "Victor", "Victoria A", "Person", "Child", "Man A", "Boy A", "Bi Cao", "Witness Mpofu", "Witness", "Korbanov",
     "Child, J.", "Minor, A.", "Person, M.", "Woman, T", "Victim, A.", "Child L", "Korban", "Korban A", "Mağdur",
     "قربانی", "Child A", "Girl B.", "女子A", "여성 B", "Witness A", "Person One", "Second Child", "Thai Man",
     "ชายแดน", "ชาย", "Mangsari", "Anak Agung", "Nguyễn Văn An", "Nguyễn Thị Ý",
     "Lê Thị Kim Y", "Lê Văn Đ Minh", "Osoba", "พยานี", "Opfer", "Ofiara", "Chad Unknown",
     "Jordan Unknown", "Lao, Unknown", "Unknown Thai", "Young Unknown", "Chinese boss", "Nil"],
)  # fmt: skip
def test_what_may_be_a_name_is_one(raw: str) -> None:
    assert not is_placeholder_name(raw)
    assert person_name(raw).latin


@pytest.mark.parametrize(
    ("raw", "rest"), [("FNU Jaidee", "Jaidee"), ("Jaidee, LNU", "Jaidee"), ("Ana NMN Cruz", "Ana Cruz")]
)
def test_a_part_that_is_not_known_is_left_out_of_a_name(raw: str, rest: str) -> None:
    assert person_name(raw).native == rest


def test_whatever_may_stand_before_a_role_is_looked_at() -> None:
    """The look at a first word spares the rest of a name, and no word that may stand there."""
    nations = [text for text in roles_for_names._BEFORE_IT if len(text.split()) <= roles_for_names._WORDS_OF_A_NATION]
    ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
    ordinals += ["1st", "2nd", "3rd", "4th", "21st", "112th"]
    assert all(roles_for_names._ORDINAL.fullmatch(word) for word in ordinals)
    missed = [before for before in (*nations, *ordinals) if not roles_for_names.is_role(f"{before} victim 1")]
    assert missed == []
