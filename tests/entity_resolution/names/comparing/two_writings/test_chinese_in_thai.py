"""Chinese names in Thai letters agree with the characters and the pinyin they stand for. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, organisation_name, person_name
from entity_resolution.names.tongues.thai_pinyin import pinyin_of_thai

PERSON, COMPANY = NameKind.PERSON, NameKind.ORGANISATION
PERSONS = [
    ("เสอ จื้อเจียง", "佘智江", "She Zhijiang"),
    ("เฉิน จื้อเฉียง", "陈志强", "Chen Zhiqiang"),
    ("หลิว จื้อหมิง", "刘志明", "Liu Zhiming"),
    ("จาง เหว่ย", "张伟", "Zhang Wei"),
    ("หวัง เหว่ย", "王伟", "Wang Wei"),
    ("หวง ซิ่วอิง", "黄秀英", "Huang Xiuying"),
    ("สวี เจี้ยนกั๋ว", "徐建国", "Xu Jianguo"),
    ("เฉิน จวิ้นเจี๋ย", "陈俊杰", "Junjie Chen"),
    ("หลัว อวี่เฉิน", "罗宇辰", "Luo Yuchen"),
    ("นาย กัว เหวินปิน", "郭文斌", "Guo Wen Bin"),
]
OTHERS = [
    ("เฉิน จื้อเฉียง", "陈建国"),
    ("หวัง เหว่ย", "王芳"),
    ("หลิว จื้อหมิง", "Liu Zhiqiang"),
    ("เสอ จื้อเจียง", "She Zhihao"),
    ("จาง เหว่ย", "Chen Wei"),
]


@pytest.mark.parametrize(("thai", "hanzi", "latin"), PERSONS)
def test_a_person_in_thai_letters_agrees_with_the_characters_and_with_pinyin(thai: str, hanzi: str, latin: str) -> None:
    for other in (hanzi, latin):
        one, two = person_name(thai), person_name(other)
        found = compare_names(one, two, PERSON)
        assert found.bits > 7, other
        assert found.level in (NameLevel.ROMANISED, NameLevel.TOKENS_REORDERED)
        assert may_agree(one, two, PERSON)
        assert may_agree(two, one, PERSON)
        assert one.keys & two.keys


@pytest.mark.parametrize(("thai", "other"), OTHERS)
def test_another_syllable_is_another_person(thai: str, other: str) -> None:
    assert compare_names(person_name(thai), person_name(other), PERSON).bits < -5


@pytest.mark.parametrize("other", ["Zhongyuan Trading Co. Ltd.", "中原贸易有限公司"])
def test_a_company_agrees_with_its_trade_in_each_language(other: str) -> None:
    one, two = organisation_name("บริษัท จงหยวน เทรดดิ้ง จำกัด"), organisation_name(other)
    assert compare_names(one, two, COMPANY).bits > 7
    assert one.keys & two.keys


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("เอ้อร์", "er"),
        ("เหมย์", "mei"),
        ("หยวน", "yuan"),
        ("เสวี่ย", "xue"),
        ("อวิ๋น", "yun"),
        ("สยง", "xiong"),
        ("กวาง", "guang"),
        ("ไคว่", "kuai"),
        ("โหย่ว", "you"),
        ("เซวียน", "xuan"),
        ("อี้", "yi"),
        ("ซือ", "shi"),
        ("เกา", "gao"),
    ],
)
def test_the_rules_of_the_royal_society(word: str, syllables: str) -> None:
    assert syllables in pinyin_of_thai(word)


@pytest.mark.parametrize("text", ["สมชาย ใจดี", "ศิริพร คำแก้ว", "จาง ใจดี", "Zhang Wei", "", "ก" * 300])
def test_what_is_no_pinyin_throughout_has_no_such_reading(text: str) -> None:
    assert pinyin_of_thai(text) == ()


@given(st.text(alphabet="กจชซหวยอเแโไาิีืุูัง่้๊๋์นลม ", max_size=80))
def test_any_letters_are_read_or_left(text: str) -> None:
    assert len(pinyin_of_thai(text)) <= 24
