"""Hangul as the Revised Romanisation spells words: as they are said."""

import pytest

from entity_resolution.names.scripts.korean_sounds import say_korean


@pytest.mark.parametrize(
    ("hangul", "said"),
    [
        ("한빛", "hanbit"),
        ("전자", "jeonja"),
        ("신라", "silla"),
        ("국민", "gungmin"),
        ("독립", "dongnip"),
        ("백령", "baengnyeong"),
        ("종로", "jongno"),
        ("왕십리", "wangsimni"),
        ("별내", "byeollae"),
        ("제약", "jeyak"),
        ("한강", "hangang"),
        ("벚꽃", "beotkkot"),
        ("값이", "gapsi"),
        ("좋고", "joko"),
        ("아리랑", "arirang"),
        ("LG 전자", "LG jeonja"),
        ("Lotus", "Lotus"),
        ("", ""),
    ],
)
def test_words_are_spelt_as_they_are_said(hangul: str, said: str) -> None:
    assert say_korean(hangul) == said


def test_every_syllable_is_said_in_plain_letters() -> None:
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4)]
    assert all(say_korean(syllable).isascii() and say_korean(syllable) for syllable in syllables)
