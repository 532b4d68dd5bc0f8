"""Letters of the region are asked whether they may be written for a foreign name. All names are invented."""

import pytest

from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.foreign_letters import SCRIPTS, apart_from, is_written, plain, without_tones

WEST, INDIA, DIALECTS, VIETNAMESE = "west", "india", "dialects", "vietnamese"


@pytest.mark.parametrize(
    ("script", "language", "word", "native"),
    [
        (Script.THAI, WEST, "daniel", "แดเนียล"),
        (Script.THAI, WEST, "walker", "วอล์กเกอร์"),  # what ends one syllable opens the next
        (Script.THAI, WEST, "clive", "ไคลฟ์"),  # a vowel before an E that is not said
        (Script.THAI, WEST, "mwangi", "มวังงี"),
        (Script.THAI, WEST, "nkosi", "เอ็นโคซี"),
        (Script.THAI, DIALECTS, "huat", "ฮวด"),
        (Script.THAI, DIALECTS, "ng", "อึ้ง"),
        (Script.LAO, VIETNAMESE, "nguyen", "ຫງວຽນ"),
        (Script.LAO, VIETNAMESE, "tran", "ເຈີ່ນ"),
        (Script.KHMER, VIETNAMESE, "nguyen", "ង្វៀន"),
        (Script.MYANMAR, INDIA, "ramesh", "ရာမေ့ရှ်"),
        (Script.MYANMAR, INDIA, "ismail", "အစ္စမေးလ်"),
        (Script.MYANMAR, INDIA, "somchai", "ဆွမ်ချိုင်း"),
    ],
)
def test_a_word_is_written_by_the_rules_of_its_language(script: Script, language: str, word: str, native: str) -> None:
    assert is_written(script, (language,), (word,), native)


@pytest.mark.parametrize(
    ("script", "language", "word", "native"),
    [
        (Script.THAI, WEST, "abeba", "อาเบเบ"),  # at its end a word says which vowel it has
        (Script.THAI, WEST, "martine", "มาร์ติน"),
        (Script.THAI, WEST, "miller", "มุลเลอร์"),
        (Script.THAI, DIALECTS, "hock", "ฮวด"),
        (Script.THAI, WEST, "huat", "ฮวด"),
        (Script.KHMER, VIETNAMESE, "anh", "អាន"),
        (Script.MYANMAR, INDIA, "aslam", "အစ်လာမ်"),
        (Script.MYANMAR, INDIA, "rama", "ရာမေ့ရှ်"),
    ],
)
def test_another_word_is_not(script: Script, language: str, word: str, native: str) -> None:
    assert not is_written(script, (language,), (word,), native)


def test_each_word_is_asked_by_its_own_language() -> None:
    words = ("kevin", "huat")
    assert is_written(Script.THAI, (WEST, DIALECTS), words, "เควิน ฮวด")
    assert not is_written(Script.THAI, (WEST, WEST), words, "เควิน ฮวด")


def test_a_title_may_stand_in_front_and_a_name_without_end_is_none() -> None:
    assert is_written(Script.THAI, ("burmese", "burmese"), ("win", "aung"), "อู วิน อ่อง")
    assert not is_written(Script.THAI, (WEST,), ("a" * 61,), "อา" * 31)


def test_tones_and_spaces_are_left_out() -> None:
    assert plain("เต็ง นาย อ่อง") == "เตงนายออง"
    assert without_tones("အဗ္ဗဒူလ် ခါ") == "အဗ်ဗဒူလ် ခာ"


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_two_who_are_apart_are_so_either_way(script: Script) -> None:
    apart = {language: apart_from(script, language) for language in (VIETNAMESE, DIALECTS, INDIA)}
    assert any(apart.values())
    assert all(one in groups[other] for groups in apart.values() for one, others in groups.items() for other in others)
