"""Chinese names in Burmese and Lao letters are found and agree with their pinyin. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, person_name
from entity_resolution.names.keys.key_budget import MAX_KEYS
from entity_resolution.names.scripts.lao_in_thai import lao_in_thai
from entity_resolution.names.tongues.burmese_pinyin import syllables_of_burmese
from tests.entity_resolution.scored_pairs import on_both, scored

PERSONS = [
    ("ဝမ်ရှောင်မင်", "Wang Xiaoming", "王晓明"),
    ("လီကျန့်ကော်", "Li Jianguo", "李建国"),
    ("ကျန်းဝေ", "Zhang Wei", "张伟"),
    ("ချန်ကျန့်ဟွာ", "Chen Jianhua", "陈建华"),
    ("ကျောက်လင်း", "Zhao Ling", "赵玲"),
    ("လျူကျန်းကွမ်း", "Liu Jianguang", "刘建光"),
    ("ຫວັງ ເຫວີຍ", "Wang Wei", "王伟"),
    ("ຈາງ ຈຽນກົວ", "Zhang Jianguo", "张建国"),
]
_BORN = {"birthDate": "1980-09-19", "nationality": "CN"}


@pytest.mark.parametrize(("native", "latin", "hanzi"), PERSONS)
def test_a_chinese_name_in_letters_of_the_region_is_found_and_agrees(native: str, latin: str, hanzi: str) -> None:
    for other in (latin, hanzi):
        found = scored("Person", left=native, right=other, **on_both(_BORN))
        assert found.comparisons[0].evidence.agrees, other
        assert found.outcome is not Outcome.NONE
        assert found.bits == scored("Person", left=other, right=native, **on_both(_BORN)).bits
        assert person_name(native).keys & person_name(other).keys
        assert may_agree(person_name(native), person_name(other), NameKind.PERSON) or native[0] > "က"
    assert len(person_name(native).keys) <= MAX_KEYS


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("လီကျန့်ကော်", "Li Jianhua"),
        ("ကျန်းဝေ", "Wang Wei"),
        ("ဝမ်ရှောင်မင်", "Wang Xiaohong"),
        ("ຫວັງ ເຫວີຍ", "Wang Fang"),
    ],
)
def test_another_chinese_name_is_another(native: str, latin: str) -> None:
    assert not scored("Person", left=native, right=latin, **on_both(_BORN)).comparisons[0].evidence.agrees


def test_a_surname_behind_in_latin_letters_is_the_one_in_front_in_burmese_ones() -> None:
    assert scored("Person", left="ကျန်း ဝေ", right="Wei Zhang", **on_both(_BORN)).comparisons[0].evidence.agrees


def test_burmese_letters_are_of_no_chinese_who_is_known_to_be_from_elsewhere() -> None:
    """The same letters write Kyan We of Burma; where no country is known a human decides."""
    found = scored("Person", left="ကျန်းဝေ", right="Zhang Wei", **on_both(_BORN | {"nationality": "MM"}))
    assert not found.comparisons[0].evidence.agrees
    unknown = compare_names(person_name("ကျန်းဝေ"), person_name("Zhang Wei"), NameKind.PERSON)
    assert (unknown.level, unknown.agrees) == (NameLevel.PARTIAL, False)


def test_burmese_syllables_are_those_of_pinyin_that_they_may_write() -> None:
    surname, given = syllables_of_burmese("ကျန်းဝေ")
    assert {"zhang", "jiang", "jian"} <= surname
    assert given == {"wei"}


@pytest.mark.parametrize("name", ["", "ဝေ", "Zhang", "မောင်မောင်မောင်မောင်မောင်", "က္က"])
def test_a_text_of_other_syllables_is_none(name: str) -> None:
    assert syllables_of_burmese(name) == ()


def test_lao_letters_are_thai_ones_of_their_sounds() -> None:
    assert lao_in_thai("ຫວັງ ເຫວີຍ Li") == "หวัง เหวย Li"
    assert lao_in_thai("") == ""
