"""Chinese names in Hanzi with spaces, as two columns leave them. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.tongues.spaced_hanzi import without_spaces_in_hanzi


@pytest.mark.parametrize(
    ("spaced", "name"),
    [
        ("郑 永福", "郑永福"),
        ("郑\u3000永福", "郑永福"),
        ("郑 永 福", "郑永福"),
        ("郑 福", "郑福"),
        ("司马 永福", "司马永福"),
        # Given name first, as forms of the West ask for it.
        ("永福 郑", "郑永福"),
    ],
)
def test_a_chinese_name_with_spaces_is_the_one_without(spaced: str, name: str) -> None:
    read = person_name(spaced)
    assert (read.native, read.keys) == (name, person_name(name).keys)


@pytest.mark.parametrize(
    "name",
    [
        "高橋 元",  # of Japan, with a given name that is a surname of China
        "佐藤 武",
        "郑永福 李强",  # two names
        "郑永福 李",
        "福 郑",  # either may be the surname
        "郑 Weiming",
        "大沢 なおみ",
    ],
)
def test_what_is_no_surname_and_given_name_keeps_its_space(name: str) -> None:
    assert without_spaces_in_hanzi(name) == name


@pytest.mark.parametrize(
    ("hanzi", "latin", "level"),
    [
        ("郑 永福", "Tay Eng Hock", NameLevel.ROMANISED),
        ("鄭 偉雄", "Cheng Wai Hung", NameLevel.ROMANISED),
        # Other characters, which the space let pass.
        ("陈 文兴", "Tan Boon Seng", NameLevel.PARTIAL),
        ("郑 秀兰", "Tay Siew Lian", NameLevel.PARTIAL),
        ("鄭 建華", "Cheng Kam Wah", NameLevel.PARTIAL),
    ],
)
def test_a_space_changes_nothing_of_what_a_dialect_spells(hanzi: str, latin: str, level: NameLevel) -> None:
    spaced, joined, spelt = person_name(hanzi), person_name("".join(hanzi.split())), person_name(latin)
    assert compare_names(spaced, spelt, NameKind.PERSON).level is level
    assert compare_names(spaced, spelt, NameKind.PERSON).bits == compare_names(joined, spelt, NameKind.PERSON).bits
    assert bool(spaced.keys & spelt.keys) is bool(joined.keys & spelt.keys)
