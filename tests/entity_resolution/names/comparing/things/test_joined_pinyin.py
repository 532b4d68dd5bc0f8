"""Sites whose joined pinyin differs in a syllable are two, whatever a slip looks like. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, site_name
from tests.entity_resolution.scored_pairs import on_both, scored


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yulong Bay", "Yunlong Bay"),
        ("Fuyuan Hotel", "Fuyun Hotel"),
        ("Haitian Bay", "Haitan Bay"),
        ("Casino Jinlian", "Casino Jinlan"),
    ],
)
def test_a_letter_more_in_joined_pinyin_is_another_syllable(left: str, right: str) -> None:
    found = compare_names(site_name(left), site_name(right), NameKind.SITE)
    assert (found.level, found.agrees) == (NameLevel.PARTIAL, False)
    town = on_both({"locality": "Poipet", "country": "KH"})
    assert scored("Site", left=left, right=right, **town).outcome is not Outcome.MATCH
    point = on_both({"coordinates": "13.66,102.56", "country": "KH"})
    assert scored("Site", left=left, right=right, **point).outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yulong Bay", "Yu Long Bay"),
        ("Xinglong Hotel", "Xnglong Hotel"),  # no syllable
        ("Golden Lotus Hotel", "Golden Lotos Hotel"),
    ],
)
def test_a_slip_in_another_word_stays_one(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).agrees
