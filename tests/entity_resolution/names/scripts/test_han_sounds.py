"""Chinese given names in the Latin letters of two dialects, of characters that no table has.

Names are invented, save those of public figures as forms.
"""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.han_sounds import (
    given_bits,
    given_syllables,
    is_in_pinyin,
    is_known,
    syllable_bits,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Hokkien and Teochew: stops and finals that Mandarin lost.
        ("Lim Kok Thay", "Lin Guotai"),
        ("Wee Boon Hoe", "Huang Wenhe"),
        ("Gan Eng Seng", "Yan Yongcheng"),
        # Cantonese.
        ("Ho Hung-sun", "He Hongshen"),
        ("Cheung Kwok Wing", "Zhang Guorong"),
        # Old Indonesian letters.
        ("Liem Sioe Liong", "Lin Shaoliang"),
        # Vietnamese, with a middle name that elsewhere is a particle.
        ("Trần Văn Minh", "Chen Wenming"),
        ("Lưu Đức Hoa", "Lau Tak-wah"),
    ],
)
def test_given_names_agree_by_the_sound_laws(left: str, right: str) -> None:
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert found.agrees
    assert found.bits > 1.5


@pytest.mark.parametrize(
    ("name", "own", "another"),
    [
        ("Tan Kah Kee", "Chen Jiageng", "Chen Jiahe"),
        ("Lim Swee Say", "Lin Ruisheng", "Lin Ruiming"),
        ("Loke Wan Tho", "Lu Yuntao", "Lu Yunfei"),
        ("Chiam See Tong", "Zhan Shizhong", "Zhan Shilong"),
        ("Oei Ek Tjhong", "Huang Yicong", "Huang Yiqiang"),
    ],
)
def test_an_unknown_syllable_is_no_disagreement_and_another_one_is(name: str, own: str, another: str) -> None:
    bits = [compare_names(person_name(name), person_name(other), NameKind.PERSON).bits for other in (own, another)]
    assert bits[0] > -2
    assert bits[1] < bits[0] - 4


@pytest.mark.parametrize(
    ("left", "right"),
    [("She Kailun", "She Kailin"), ("Wu Po-hsiung", "Wu Bohong"), ("Pan Xiaohong", "Pan Xiao Yong")],
)
def test_another_syllable_of_pinyin_is_another_name(left: str, right: str) -> None:
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert not found.agrees
    assert found.bits < 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        *(("Ng Boon Huat", "Goh Boon Huat"), ("Chan Boon Huat", "Tan Boon Huat"), ("Wong Kar Fai", "Wang Kar Fai")),
        # Wu is one of the spellings that the table has of several peoples together, as Lam is.
        *(("Goh Boon Teck", "Wu Boon Teck"), ("Goh Kian Seng", "Wu Kian Seng"), ("Lim Boon Teck", "Lam Boon Teck")),
        # Soh and Kok are surnames too.
        *(("Ng Soh Hoon", "Goh Soh Hoon"), ("Lim Kok Beng", "Lam Kok Beng"), ("Wong Kok Beng", "Ng Kok Beng")),
    ],
)
def test_a_dialects_given_name_behind_another_dialects_surname_is_left_to_a_human(left: str, right: str) -> None:
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert not found.agrees
    assert found.bits < 5


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Teo Boon Huat", "Teoh Boon Huat"),  # of one dialect
        ("Chen Wei Ming", "Tan Wei Ming"),  # spelt so in many
        ("Goh Boon Huat", "Wu Wenfa"),  # both in their own
        ("Ng Boon Huat", "吴文发"),
    ],
)
def test_a_surname_and_a_given_name_of_one_dialect_still_agree(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).bits > 7


def test_a_slip_that_is_no_syllable_is_weighed_as_before() -> None:
    found = compare_names(person_name("Wang Xiaoming"), person_name("Wang Xioaming"), NameKind.PERSON)
    assert found.agrees


def test_the_surname_tells_in_which_way_the_given_name_is_spelled() -> None:
    of_hokkien = given_bits("keng", "qing", ("tan", "chen"), 4)
    of_cantonese = given_bits("keng", "qing", ("chan", "chen"), 4)
    assert of_hokkien is not None
    assert of_cantonese is not None
    assert of_hokkien > of_cantonese


def test_given_names_of_another_length_or_of_no_syllables_tell_nothing() -> None:
    assert given_bits("kah kee", "geng", ("tan", "chen"), 4) is None
    assert given_bits("kah bright", "jia geng", ("tan", "chen"), 4) is None
    assert not is_known("bright")


def test_within_one_way_another_spelling_is_another_syllable() -> None:
    assert syllable_bits("beng", "meng", "min", "min") < 0 < syllable_bits("beng", "beng", "min", "min")
    assert syllable_bits("beng", "ming", "min", "pinyin") > 0 > syllable_bits("beng", "hua", "min", "pinyin")


def test_syllables_run_together_are_pinyin() -> None:
    assert given_syllables("jiageng") == ("jia", "geng")
    assert given_syllables("kah kee") == ("kah", "kee")
    assert is_in_pinyin("jiageng")
    assert not is_in_pinyin("jia geng")
    assert not is_in_pinyin("geng")


@pytest.mark.parametrize(
    ("surname", "own", "another"),
    [("Tan", "Chen", "Tang"), ("Wong", "Huang", "Wen"), ("Ng", "Wu", "Ning"), ("Chia", "Xie", "Che")],
)
def test_of_surnames_that_stand_alone_the_spelling_tells_and_not_the_sound(
    surname: str, own: str, another: str
) -> None:
    bits = [compare_names(person_name(surname), person_name(other), NameKind.PERSON).bits for other in (own, another)]
    assert bits[0] > bits[1]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Tan Kah Kee", "Chen Jiageng"),
        ("Lim Swee Say", "Lin Ruisheng"),
        ("Lim Goh Tong", "Lin Wutong"),
        ("Hoàng Văn Hùng", "Huang Wenxiong"),
        ("陈嘉庚", "Tan Kah Kee"),
    ],
)
def test_a_surname_and_one_syllable_are_a_key(left: str, right: str) -> None:
    assert person_name(left).keys & person_name(right).keys


def test_another_given_name_of_a_surname_has_no_such_key() -> None:
    shared = person_name("Tan Kah Kee").keys & person_name("Chen Wenming").keys
    assert not {key for key in shared if key.startswith("s:")}


@pytest.mark.parametrize(
    ("hanzi", "own", "another"),
    [("詹时中", "Chiam See Tong", "Chiam See Beng"), ("吴廷琰", "Ngô Đình Diệm", "Ngô Đình Nhu")],
)
def test_hanzi_that_the_table_lacks_are_compared_by_the_sound_laws(hanzi: str, own: str, another: str) -> None:
    bits = [compare_names(person_name(hanzi), person_name(other), NameKind.PERSON).bits for other in (own, another)]
    assert bits[0] > 0 > bits[1]


@pytest.mark.parametrize(
    ("pinyin", "hakka"),
    [("Chen Yuhua", "Chin Nyuk Fah"), ("Li Riming", "Lee Nyit Min"), ("Lin Yulan", "Lim Nyuk Lan")],
)
def test_hakka_writes_ny(pinyin: str, hakka: str) -> None:
    found = compare_names(person_name(pinyin), person_name(hakka), NameKind.PERSON)
    assert found.bits > 1
    assert found.bits > compare_names(person_name(pinyin), person_name(f"{hakka[:-3]}Kee"), NameKind.PERSON).bits + 2


@pytest.mark.parametrize(
    ("one", "respelled", "another"),
    [
        ("Khoo Teck Chuan", "Khoo Teik Chuan", "Khoo Tek Chong"),
        ("Thio Soei An", "Tio Swie An", "Tio Swie In"),
        ("Lim Siew Ling", "Lim Siu Ling", "Lim Siauw Ling"),
        # A breath and a glide make another syllable.
        ("Lau Wing Keung", "Lau Wing Keong", "Lau Ying Keung"),
    ],
)
def test_one_sound_of_a_dialect_in_two_spellings_is_one_name(one: str, respelled: str, another: str) -> None:
    same = compare_names(person_name(one), person_name(respelled), NameKind.PERSON)
    other = compare_names(person_name(one), person_name(another), NameKind.PERSON)
    assert same.agrees
    assert same.bits > max(other.bits, 0.0) + 3.0


@pytest.mark.parametrize(
    ("left", "right"),
    [("Chou Tsung-han", "Jou Tsung-han"), ("Hsieh Ming-te", "Shieh Ming-te"), ("Hsu Kai-wen", "Shyu Kai-wen")],
)
def test_what_taiwan_wrote_beside_wade_giles_is_the_same_surname(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_the_clan_s_word_before_a_surname_says_nothing() -> None:
    for name in ("Sae Tang Kim Heng", "Sae-Tang Kim Heng", "SAE TANG Kim-Heng"):
        assert person_name(name).tokens == ("tang", "kim", "heng")
    # Names of Korea and Thailand, in the order of the West.
    assert person_name("Sae-ron Kim").tokens[0].startswith("sae")
    assert "saetang" in person_name("Kim Heng Sae Tang").tokens
