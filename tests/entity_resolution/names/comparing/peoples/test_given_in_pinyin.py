"""A name in pinyin with a syllable more than another's characters have is another's. Names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from tests.entity_resolution.scored_pairs import outcome_of_persons


def _level(left: str, right: str) -> NameLevel:
    one, other = (
        compare_names(person_name(a), person_name(b), NameKind.PERSON) for a, b in ((left, right), (right, left))
    )
    assert one.level is other.level
    return one.level


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("赵德胜", "Zhao Desheng Wei"),
        ("趙德勝", "Zhao De Sheng Wei"),
        ("欧阳青山", "Ouyang Qingshan Wei"),
        ("韩雪梅", "Han Xuemei Li"),
        ("谭德胜", "TAN DESHENG LIN"),
    ],
)
def test_a_syllable_behind_all_characters_of_a_name_is_another_persons(hanzi: str, latin: str) -> None:
    assert _level(hanzi, latin) in (NameLevel.SIBLING, NameLevel.DIFFERENT, NameLevel.WEAK, NameLevel.PARTIAL)
    assert outcome_of_persons(hanzi, latin, birthDate="1991-04-17") is not Outcome.MATCH
    assert outcome_of_persons(hanzi, latin, birthDate="1991-04-17", phone="+8613812387654") is not Outcome.MATCH


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("赵德胜", "Zhao Desheng"),
        ("赵德胜", "Zhao Desheng Jason"),
        ("赵德胜", "Jason Zhao Desheng"),
        ("谢文龙", "Xie Wenlong Ken"),  # a syllable, and a name that somebody takes
        ("谢文龙", "Xie Wenlong Amy"),
        ("赵德胜", "Zhao Desheng Zhao"),  # the surname stands in both fields of a form
        ("赵德", "Zhao De Sheng"),  # of one character of the given name other rules tell
    ],
)
def test_a_name_taken_behind_it_or_its_surname_again_is_none(hanzi: str, latin: str) -> None:
    assert _level(hanzi, latin) is not NameLevel.SIBLING
