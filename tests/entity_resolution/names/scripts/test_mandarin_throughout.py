"""A name in Mandarin is not of a character that a dialect alone spells as one of its syllables. Names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.scripts.mandarin_throughout import is_other_in_mandarin


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        # 平 is Peng in Hokkien, and 鹏 in pinyin; 燕 is Yin in Cantonese, 明 Meng in Hokkien, 岭 Leng.
        ("吕建平", "Lyu Jian Peng"),
        ("吕建平", "LYU JIANPENG"),
        ("吕建平", "Jian Peng Lyu"),
        ("张晓燕", "ZHANG XIAO YIN"),
        ("张晓燕", "Chang Hsiao-yin"),
        ("刘志明", "Liu Zhi Meng"),
        ("周泽岭", "Zhou Ze-leng"),
    ],
)
def test_a_syllable_of_another_character_makes_another_name(hanzi: str, latin: str) -> None:
    for left, right in ((hanzi, latin), (latin, hanzi)):
        assert compare_names(person_name(left), person_name(right), NameKind.PERSON).level is NameLevel.PARTIAL


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("吕建平", "Lyu Jian Ping"),
        ("张晓燕", "Chang Hsiao-yen"),
        ("张晓燕", "Cheung Hiu Yin"),
        # What pinyin has not is of a dialect beside any syllable, and so is a given name that one dialect spells.
        ("张伟强", "Zhang Wei Keong"),
        ("陈美玲", "Chen Mei Leng"),
        # Behind a surname of a dialect a given name may mix the two.
        ("林志明", "Lim Zhi Meng"),
        ("吕明", "Lyu Meng"),
    ],
)
def test_a_dialect_beside_mandarin_stays_one_name(hanzi: str, latin: str) -> None:
    assert not is_other_in_mandarin(hanzi, latin.lower().replace("-", " "))
