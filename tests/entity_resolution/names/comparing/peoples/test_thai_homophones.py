"""Two Thai or Lao names that Latin letters spell alike are two where their letters are of other sounds."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name

TWO = [
    ("สมชาย ใจดี", "สมชัย ใจดี"),
    ("สมพร ทองดี", "สมพล ทองดี"),
    ("ธนพล ใจดี", "ธนพร ใจดี"),
    ("กาญจนา สุวรรณ", "กัญจนา สุวรรณ"),
    ("สุรชัย ใจดี", "สุชัย ใจดี"),
    ("ปา ใจดี", "ป้าย ใจดี"),
    ("ป่า สุขใจ", "ป้า สุขใจ"),
    ("ใจดี สมชาย", "สมชัย ใจดี"),
    # Sisters and brothers.
    ("วรรณา ปัญญาดี", "วรรณี ปันยาดี"),
    ("ทัศนีย์ ปัญญาดี", "ทัศนา ปัญญาดี"),
    ("ศิริวรรณ จันทร์เพ็ง", "สิริวาน จันเพ็ง"),
    ("วิชัย เพชรรัตน์", "วิชาย เพชรัตน์"),
    ("ສົມພອນ ວົງສະຫວັນ", "ສົມພົນ ວົງສະຫວັນ"),
    ("ສົມຊາຍ ວົງສະຫວັນ", "ສົມໄຊ ວົງສະຫວັນ"),
]
ONE = [
    ("กิติ สุขใจ", "กิตติ สุขใจ"),
    ("ณัฐ สุขใจ", "นัท สุขใจ"),
    ("สมพงษ์ ทองดี", "สมพงศ์ ทองดี"),
    ("วรรณา ทองดี", "วันนา ทองดี"),
    ("จันทร์เพ็ญ ดวงดี", "จันเพ็ญ ดวงดี"),
    ("ประเสริฐ วงศ์สวรรค์", "ประเสริด วงสวรรค์"),
    ("ประเสริฐ วงศ์สวรรค์", "ประเสิรฐ วงศ์สวรรค์"),  # neighbours that changed places
    ("กาญจนา สุวรรณ", "กานจนา สุวรรณ"),
    ("ไพศาล ศรีสุข", "ไพสาน ศรีสุข"),
    ("สมบัติ ใจดี", "สมบัต ใจดี"),
    ("สุดารัตน์ ใจดี", "สุดารัตน ใจดี"),
    ("สมชาย ใจดี", "สมช่าย ใจดี"),  # a tone mark
    ("ใจดี สมชาย", "สมชาย ไจดี"),
    # As a hotline hears what a passport spells.
    ("กัญญารัตน์ พรมสวัสดิ์", "กัญญารัด พรหมสวัสดิ์"),
    ("ทัศนีย์ ปัญญาดี", "ทัสนี ปันยาดี"),
    ("ศิริวรรณ จันทร์เพ็ง", "สิริวัน จันเพ็ง"),
    ("เบญจมาศ รุ่งเรือง", "เบ็ญจมาส รุ่งเรือง"),
    ("อภิสิทธิ์ เพชรรัตน์", "อพิสิด เพชรัตน์"),
    ("สุรีย์รัตน์ บุญประเสริฐ", "สุรีรัตน์ บุญประเสิด"),
    ("ธัญญลักษณ์ วงศ์สกุล", "ทันยะลัก วงสกุน"),
    ("สมชายใจดี", "สมชาย ใจดี"),
    ("ຫລວງ ວົງສະຫວັນ", "ຫຼວງ ວົງສະຫວັນ"),
    ("ສົມພອນ ວົງສະຫວັນ", "ສົມພອນ ວົງສວັນ"),
]


@pytest.mark.parametrize(("left", "right"), TWO)
def test_letters_of_another_sound_agree_in_part_at_most(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
        assert not found.agrees
        assert found.level in (NameLevel.PARTIAL, NameLevel.WEAK)


@pytest.mark.parametrize(("left", "right"), ONE)
def test_spellings_of_one_sound_still_agree(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees
