"""Names in Hanzi against the spellings of Hong Kong, Malaysia, Singapore, Indonesia and Macau.

Names are invented, save those of public figures as forms.
"""

import pytest

from entity_resolution.comparing.model import load_models
from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.han import given_in_dialects, same_in_dialects

REVIEW_BITS = load_models()["Person"].review_bits


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("陈志强", "Tan Chee Keong"),
        ("陳志強", "Chan Chi Keung"),
        ("林美玲", "Lim Bee Leng"),
        ("林美玲", "Lam Mei Ling"),
        ("黄国华", "Ng Kok Hua"),
        ("黃國華", "Wong Kwok Wah"),
        ("蔡福財", "Chua Hock Chye"),
        ("蔡福财", "Tjoa Hok Chai"),
        # Macau spells Cantonese as Portuguese clerks heard it.
        ("尹國駒", "Wan Kuok-koi"),
        ("尹国驹", "Wan Kuok-koi"),
        ("楊志強", "Ieong Chi Keong"),
        ("劉永安", "Lao Weng On"),
        ("許一誠", "Hoi Iat Seng"),
        # One syllable by its dialect, another by Wade-Giles.
        ("李显龙", "Lee Hsien Loong"),
        ("李顯龍", "Lee Hsien Loong"),
    ],
)
def test_a_dialect_spelling_agrees_and_shares_a_key(hanzi: str, latin: str) -> None:
    one, other = person_name(hanzi), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("hanzi", "latin"), [("陈志强", "Lim Chee Keong"), ("陈志强", "Tan Chee Hong"), ("林美玲", "Lim Bee Hoon")]
)
def test_another_surname_or_given_name_does_not_agree(hanzi: str, latin: str) -> None:
    assert not compare_names(person_name(hanzi), person_name(latin), NameKind.PERSON).agrees


def test_pinyin_stays_the_first_reading_and_a_character_unknown_to_the_table_has_no_dialects() -> None:
    assert person_name("陈志强").latin[0] == "chen zhiqiang"
    assert given_in_dialects("志强")[:2] == ("chi keung", "chi keong")
    assert given_in_dialects("志龘") == ()
    assert given_in_dialects("") == ()


def test_a_whole_line_of_hanzi_is_spelled_in_one_way_of_each_dialect() -> None:
    assert len(given_in_dialects("志" * 30)) == 2
    assert (
        compare_names(person_name("陈" + "志" * 20), person_name("Tan " + "Chee " * 20), NameKind.PERSON).similarity > 0
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Chen Zhiqiang", "Tan Chee Keong"),
        ("Zhou Wen Xiong", "Chew Boon Hiong"),
        ("Chan Chi Keung", "Tan Chee Keong"),
        ("Huang Guo Hua", "Ng Kok Wah"),
        ("Zheng Tian Fa", "Tee Thian Huat"),
        ("Lu Guohua", "Loke Kok Wah"),
        ("Han Jianhua", "Hon Kin Wah"),
        ("Yang Guoqiang", "Ieong Kuok Keong"),
        ("Li Xianlong", "Lee Hsien Loong"),
    ],
)
def test_two_dialects_spell_one_name_without_hanzi(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [("Chen Zhiqiang", "Tan Chee Hong"), ("Chen Zhiqiang", "Lim Chee Keong"), ("Hon Kok Leong", "Pang Kok Leong")],
)
def test_another_surname_or_given_name_in_latin_letters_does_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_hon_is_a_surname_before_a_chinese_given_name_and_a_title_before_others() -> None:
    assert person_name("Hon Kok Leong").tokens == ("hon", "kok", "leong")
    assert person_name("Hon. Kok Leong").tokens == ("kok", "leong")
    assert person_name("Hon Margaret Atieno").tokens == ("margaret", "atieno")


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        # Characters of given names that the table had not.
        ("何作年", "Ho Chok Nian"),
        ("郭鹤群", "Kuok Hock Koon"),
        ("吴冠英", "Goh Guan Eng"),
        # The own surname of a married woman, with and without a name from elsewhere.
        ("何郑月娥", "Ho Cheng Yuet-ngor"),
        ("何郑月娥", "Alice Ho Cheng Yuet-ngor"),
        ("何港生", "Amy Ho Kong Sang"),
        ("何循财", "Lawrence Ho Shyun Tsai"),
        # Taiwan: Gwoyeu Romatzyh, initials that are left out, and Wade-Giles.
        ("吳英文", "Wu Ing-wen"),
        ("周英九", "Chou Ying-jeou"),
        ("郭志賢", "Kuo Chih-hsien"),
        # The Dutch letters of old Indonesia.
        ("林奕聪", "Liem Ek Tjhong"),
        # Words run together.
        ("何作年", "Ho Choknian"),
    ],
)
def test_a_given_name_is_compared_character_by_character(hanzi: str, latin: str) -> None:
    one, other = person_name(hanzi), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).bits >= REVIEW_BITS
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("何作年", "Ho Chok Seng"),
        ("何鹤群", "Ho Ho Kuan"),  # Macau's spelling of one character beside another's of the other
        ("何林川", "Ho Lim Chuan Hock"),
        ("何循财", "Lawrence Ho"),
        ("黄美玲", "Ken Wong Mei Hua"),
    ],
)
def test_another_character_does_not_agree(hanzi: str, latin: str) -> None:
    assert not compare_names(person_name(hanzi), person_name(latin), NameKind.PERSON).agrees


def test_a_surname_of_the_table_may_follow_a_name_from_elsewhere_that_is_a_surname_itself() -> None:
    assert compare_names(person_name("黄美玲"), person_name("Ken Wong Mei Ling"), NameKind.PERSON).agrees


def test_rare_characters_prove_nothing_where_the_surname_is_spelled_alike() -> None:
    assert same_in_dialects("chok", "zuo")
    assert not same_in_dialects("chok", "zuo", common=True)
    assert same_in_dialects("keong", "qiang", common=True)
    assert compare_names(person_name("Goh Chok Nian"), person_name("Wu Zuonian"), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("尹国驹", "Wan Kuok Keong"),
        ("尹国驹", "Un Kok Hoi"),
        ("李显龙", "Lee Hsien Yang"),
        ("李显龙", "Lim Hsien Loong"),
    ],
)
def test_another_name_of_macau_or_of_two_spellings_does_not_agree(hanzi: str, latin: str) -> None:
    assert not compare_names(person_name(hanzi), person_name(latin), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("hanzi", "latin"), [("尹国驹", "Wan Kuok-koi"), ("李显龙", "Lee Hsien Loong"), ("陈志强", "Tan Chee Keong")]
)
def test_a_name_whose_every_character_is_spelled_by_a_dialect_is_worth_a_look(hanzi: str, latin: str) -> None:
    assert compare_names(person_name(hanzi), person_name(latin), NameKind.PERSON).bits >= REVIEW_BITS


def test_a_given_name_that_only_sounds_alike_or_that_has_another_surname_with_it_stays_in_doubt() -> None:
    for hanzi, latin in (("陈志强", "Chen Ziqiang"), ("陈志强", "Luu Zhiqiang"), ("刘德明", "Luu Deming")):
        found = compare_names(person_name(hanzi), person_name(latin), NameKind.PERSON)
        assert found.bits < REVIEW_BITS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Xianlong", "Lee Hsien Loong"),
        ("Wang Jianguo", "Ong Kian Kok"),
        ("Huang Guodong", "Wong Kwok Tung"),
        ("Chen Weiming", "Tan Wei Ming"),
    ],
)
def test_two_latin_spellings_of_the_same_three_characters_weigh_enough_for_a_review(one: str, other: str) -> None:
    compared = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert compared.bits >= REVIEW_BITS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xu Guoxiong", "Khoo Kok Hiong"),  # Khoo is Xu for a few alone, and Qiu for most
        ("Chen Weimin", "Tan Wei Ming"),
        ("Wang Jianguo", "Ong Kian Hock"),
    ],
)
def test_others_do_not(one: str, other: str) -> None:
    compared = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert compared.bits < REVIEW_BITS


@pytest.mark.parametrize(("one", "other"), [("Cham", "Jam"), ("Cham", "Gam")])
def test_a_lone_surname_is_not_heard_as_thai_where_it_is_another_in_every_dialect(one: str, other: str) -> None:
    compared = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert not compared.agrees
    assert "thai" not in compared.how


def test_a_spelling_that_the_table_lacks_is_weighed_by_the_sound_laws() -> None:
    found, other = (
        compare_names(person_name("李兆華"), person_name(latin), NameKind.PERSON)
        for latin in ("Lee Shau Wah", "Lee Kok Wah")
    )
    assert found.bits > -2 > other.bits
    assert found.bits < REVIEW_BITS


def test_a_thai_family_of_a_place_has_no_chinese_surname() -> None:
    one, other = person_name("Kittipong Na Lampang"), person_name("Kittisak Na Lampang")
    assert not compare_names(one, other, NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phubet Chan-o-phai", "Prayut Chan-ophai"),
        ("Nattaya Chan-O-Sa", "Peter Chan-Osa"),
        ("Wichit Tan-a-wa", "Supoj Tan-Awa"),
    ],
)
def test_a_surname_that_goes_on_behind_a_hyphen_is_no_chinese_one(one: str, other: str) -> None:
    assert compare_names(person_name(one), person_name(other), NameKind.PERSON).bits < 0
