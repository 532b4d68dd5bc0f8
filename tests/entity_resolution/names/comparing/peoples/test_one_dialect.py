"""Chinese names spelt alike but for a syllable are no two spellings of one. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.peoples.one_dialect import differ_within_a_dialect

PERSON = NameKind.PERSON


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Of Hokkien and of Cantonese or Mandarin, beside two words that are in one dialect.
        ("Teo Hock Seng", "Teo Hock Sing"),
        ("Lee Hock Wai", "Lee Hock Wei"),
        ("Chong Kah Leong", "Chong Kah Long"),
        ("Chong Fook Leong", "Chong Fook Long"),
        ("Lim Teck Meng", "Lim Teck Ming"),
        ("Ng Siew Leng", "Ng Siew Ling"),
        ("Lam Fook Weng", "Lam Fook Wing"),  # nothing tells that it is of Macau
        ("Tan Mok Seng", "Tan Mok Sing"),
        # Of Cantonese both; neither is of pinyin, nor of Wade-Giles.
        ("Cheung Yuk Fong", "Cheung Yuk Fung"),
        ("Siu Fong", "Siu Fung"),
        # Pinyin's LONG is the LUNG of Wade-Giles, but the surname is of neither.
        ("Leung Ka Long", "Leung Ka Lung"),
        ("Yip Siu Hong", "Yip Siu Hung"),
        # Of Wade-Giles throughout, which writes each sound in one way.
        ("Hsu Ming-chieh", "Hsu Ming-chih"),
        ("Wu Yu-chi", "Wu Yu-chieh"),
        ("Wu Yuchi", "Wu Yuchieh"),
    ],
)
def test_a_syllable_of_another_dialect_is_another_name(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert differ_within_a_dialect(person_name(one), person_name(other))
        assert not compare_names(person_name(one), person_name(other), PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Of one dialect, as clerks spelt it.
        ("Khoo Boon Teck", "Khoo Boon Teik"),
        ("Lau Siu Keung", "Lau Siu Keong"),
        ("Tan Hock Juan", "Tan Hock Yuan"),
        # Of Wade-Giles and the later letters of Taiwan.
        ("Chou Jui-hung", "Chou Ruei-hung"),
        ("Han Guolan", "Han Kuo-lan"),
        ("Lin Chih-hao", "Lin Chi-hao"),
        ("Chang Kuo-hua", "Chang Kuo-hwa"),
        ("Tan Hock", "Tan Hok"),
        # Hokkien spells one character both ways.
        ("Tan Siew Hong", "Tan Siew Hoong"),
        # Of two dialects throughout, where each speaks for itself.
        ("Zhou Wenxiong", "Chew Boon Hiong"),
        # Of Macau and Hong Kong, beside a syllable that Macau alone spells so.
        ("Lam Kuok Weng", "Lam Kuok Wing"),
        ("Ieong Weng Fai", "Ieong Wing Fai"),
        # Letters that changed places.
        ("Fang Haiyun", "Fang Hiayun"),
    ],
)
def test_a_spelling_of_the_same_dialect_or_of_two_throughout_stays_one(left: str, right: str) -> None:
    assert not differ_within_a_dialect(person_name(left), person_name(right))
    assert compare_names(person_name(left), person_name(right), PERSON).agrees


@pytest.mark.parametrize(("left", "right"), [("Song Seung Min", "Song Sung Min"), ("Tan Wei", "Tan Wai")])
def test_korean_names_and_single_syllables_are_left_to_other_rules(left: str, right: str) -> None:
    assert not differ_within_a_dialect(person_name(left), person_name(right))
