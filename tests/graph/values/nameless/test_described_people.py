"""Descriptions of people in place of a name, and names that hold a word of one. All names are invented."""

import pytest

from graph.values import describes_a_person, is_part_of_description

DESCRIPTIONS = [
    "perempuan Indonesia", "Perempuan  INDONESIA", "WNI laki-laki", "Laki-laki WNI", "WNA China", "Wanita Indonesia",
    "seorang perempuan", "korban perempuan", "ibu korban", "lelaki India", "pria Tiongkok", "wanita 23 tahun",
    "đối tượng nam", "nam giới Trung Quốc", "người đàn ông Trung Quốc", "cô gái Việt", "nạn nhân nữ", "phụ nữ 30 tuổi",
    "chị gái nạn nhân", "Lalaking Tsino", "babaeng Pilipina", "dalawang Pilipino", "Girl 17 yrs", "lady from Uganda",
    "Two Indonesian men", "Female, 23", "victim mother", "Indian victim",
    "အမျိုးသမီးတစ်ဦး", "မြန်မာအမျိုးသမီး", "တရုတ်အမျိုးသား", "缅甸女孩", "一名女子", "女性被害人", "台籍男子", "王姓男子",
    "陳姓女子", "李姓嫌疑人", "張姓被害人", "林姓車手", "黃姓台籍男子", "姓王的男子", "중국인 여성", "베트남 여자",
    "Sister of victim", "young sister", "Chị Hai", "gadis Indonesia", "ស្រីចិន", "នារីថៃម្នាក់",
    "หญิงชาวลาว", "ชายสัญชาติเมียนมา", "พี่สาวผู้เสียหาย", "ស្រីវៀតណាម", "បុរសជនជាតិចិនម្នាក់", "ຊາຍຈີນ", "ຍິງລາວ",
]  # fmt: skip


@pytest.mark.parametrize("text", DESCRIPTIONS)
def test_sex_age_nation_role_and_kinship_alone_describe_somebody(text: str) -> None:
    assert describes_a_person(text)


@pytest.mark.parametrize(
    "text",
    ["Boy Jordan", "Lady China", "Boy Pinoy", "Boy Santos", "Nam Thái", "Thai Nam", "Nguyễn Thị Nữ", "Gadis", "Nam Nữ",
     "Man Young", "Young Man", "Son In", "Budi Pria Santoso", "Tao Man", "Anh Em", "Man Singh", "Minor Child",
     "Anak Agung Ayu", "Lao Boy", "王伟", "泰男", "日向", "男澤", "林青年", "欧阳人", "여인", "남인", "김여인",
     "Sister Nam", "Brother Hai", "Sister Young", "Brother Israel", "Sister Jamaica", "Chị Nữ", "Mẹ Việt", "Ibu Gadis",
     "Kakak Gadis", "ចិន នារី", "ថៃ ស្រីនារី", "ស្រីនារី", "លូ លូ", "လူလူ",
     "สมชาย", "หญิง ใจดี", "ชายชาติ", "ស្រីមុំ", "ຄົນ", "မြန်မာ", "ဦးလူ", "ငယ်ငယ်", "女子", "perempuan", ""],
)  # fmt: skip
def test_a_name_with_a_word_of_a_description_is_none(text: str) -> None:
    assert not describes_a_person(text)


@pytest.mark.parametrize("text", ["perempuan", "indonesia", "wni", "nạn nhân", "17 yrs", "缅甸", "女孩", "王姓", "หญิง"])
def test_either_field_of_a_description_may_be_a_part_of_it(text: str) -> None:
    assert is_part_of_description(text)
    assert not is_part_of_description("sreymom")
    assert not is_part_of_description("王伟")
