"""Japanese names in Kanji agree with what they are said to be, and with no other name. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, are_far_apart, compare_names, may_agree, person_name
from entity_resolution.names.tongues.kanji import likely_readings, may_be_family_name, said_as

PERSON = NameKind.PERSON
SAID = [
    ("宮田健一", "Kenichi Miyata"),
    ("宮田 健一", "MIYATA, Ken-ichi"),
    ("佐々木新太郎", "Shintarō Sasaki"),
    ("大沢なおみ", "Naomi Ohsawa"),
    ("滝川りょうこ", "Ryōko Takigawa"),
    ("金井ショウタ", "Shota Kanai"),
    ("北村哲平", "Teppei Kitamura"),  # tetsu and hei
    ("神崎奈々", "Nana Kanzaki"),  # a family name of two parts, the second said otherwise behind the first
    ("池江直樹", "Naoki Ikee"),
    ("渡邊隆之", "Takayuki Watanabe"),  # in an older form
    ("铃木健太", "Kenta Suzuki"),  # as a Chinese clerk writes it
    ("林真須美子", "Masumiko Hayashi"),
]


@pytest.mark.parametrize(("kanji", "latin"), SAID)
def test_a_name_in_kanji_agrees_with_its_reading_and_shares_a_key(kanji: str, latin: str) -> None:
    one, other = person_name(kanji), person_name(latin)
    for left, right in ((one, other), (other, one)):
        found = compare_names(left, right, PERSON)
        assert found.level in (NameLevel.ROMANISED, NameLevel.TOKENS_REORDERED)
        assert found.bits > 7
        assert may_agree(left, right, PERSON)
        assert not are_far_apart(left, right, PERSON)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("kanji", "latin"),
    [
        ("宮田健一", "Kenji Miyata"),
        ("宮田健一", "Kenichi Miyamoto"),
        ("宮田健一", "Ken Miyata"),
        ("高山峰", "Yamamine Takashi"),
        ("北村哲平", "Tetsu Kitamura"),
        ("大沢なおみ", "Naoko Osawa"),
    ],
)
def test_another_reading_is_another_name(kanji: str, latin: str) -> None:
    assert compare_names(person_name(kanji), person_name(latin), PERSON).bits < -5


@pytest.mark.parametrize(
    ("hanzi", "latin"), [("高山峰", "Gao Shanfeng"), ("林志明", "Lam Chi Ming"), ("金子轩", "Jin Zixuan")]
)
def test_a_chinese_name_that_could_be_japanese_is_still_read_as_chinese(hanzi: str, latin: str) -> None:
    assert compare_names(person_name(hanzi), person_name(latin), PERSON).agrees


def test_a_chinese_surname_has_no_keys_of_japanese_readings() -> None:
    assert likely_readings("林志明") == likely_readings("王川") == ()
    assert likely_readings("宮田健一")[0] == ("miyata", "kenichi")


def test_a_name_of_three_words_or_of_other_sounds_is_no_reading() -> None:
    assert said_as("宮田健一", ("ken", "ichi", "miyata")) == ""
    assert said_as("宮田健一", ("miyata", "strong")) == ""
    assert said_as("Miyata", ("miyata", "kenichi")) == ""


@pytest.mark.parametrize(
    ("written", "may_be"),
    [
        *[("高橋", True), ("髙橋", True), ("長谷川", True), ("張本", True), ("林田", True), ("高見沢", True)],
        *[("張明", False), ("王小明", False), ("王伟", False), ("林明", False), ("本張", False), ("", False)],
    ],
)
def test_a_family_name_is_of_the_table_or_of_parts_that_begin_and_end_such(written: str, may_be: bool) -> None:
    assert may_be_family_name(written) is may_be


WOMEN_AND_MEN = [
    ("裕子", "Yuko Hiroko", "Hiroshi Yuji Yugo"),
    ("弘子", "Hiroko", "Koji Hiroshi"),
    ("智子", "Tomoko Satoko", "Satoshi Tomoji"),
    ("洋子", "Yoko Hiroko", "Hiroshi Yoji"),
    ("孝子", "Takako", "Takashi Koji"),
    ("清子", "Kiyoko", "Kiyoshi Seiji Seigo"),
    ("健子", "Takeko", "Kenji Kengo Takeshi"),
    ("英子", "Eiko Hideko", "Eiji Eigo"),
    ("純子", "Junko Sumiko", "Junji Jungo"),
    ("真子", "Mako", "Shinji Shingo"),
    ("敦子", "Atsuko", "Atsushi"),
    ("正子", "Masako", "Masashi Shoji Shogo"),
    ("久美子", "Kumiko", "Kumiji"),
]


@pytest.mark.parametrize(("kanji", "women", "men"), WOMEN_AND_MEN)
def test_a_womans_name_ends_in_ko_and_is_no_brothers(kanji: str, women: str, men: str) -> None:
    whole = person_name(f"小野寺{kanji}")
    for woman in women.split():
        assert compare_names(whole, person_name(f"Onodera {woman}"), PERSON).level is NameLevel.ROMANISED
        assert whole.keys & person_name(f"Onodera {woman}").keys
    for man in men.split():
        assert not compare_names(whole, person_name(f"Onodera {man}"), PERSON).agrees
        assert not may_agree(whole, person_name(f"Onodera {man}"), PERSON)


@pytest.mark.parametrize("said", ["koro", "shiro"])
def test_a_child_in_front_is_read_in_each_way(said: str) -> None:
    assert said_as("宮田子朗", (said, "miyata"))


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [("马知沅", "Ma Chih-Yuan"), ("马知沅", "Ma Chi"), ("大沢知久", "Osawa Chi"), ("林拓知", "Taku Hayashi")],
)
def test_a_reading_that_is_cut_short_at_the_end_of_the_other_name_is_compared(hanzi: str, latin: str) -> None:
    one, other = person_name(hanzi), person_name(latin)
    assert compare_names(one, other, PERSON).bits == compare_names(other, one, PERSON).bits
