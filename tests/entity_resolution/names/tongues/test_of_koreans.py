"""Whom a Korean ear may be used for: not for the citizens of other countries, nor for syllables of Hokkien."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import person_name
from entity_resolution.names.tongues.of_koreans import is_of_a_korean
from tests.entity_resolution.scored_pairs import on_both, scored


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Lee Chee Keong", "Lee Chee Kong", "MY"),
        ("Lim Chee Keong", "Lim Chee Kong", "SG"),
        ("Lim Soon Keong", "Lim Soon Kong", "MY"),
        ("Lee Chee Keong", "Lee Chee Kong", ""),
    ],
)
def test_two_chinese_of_malaysia_are_no_one_korean(left: str, right: str, country: str) -> None:
    for cells in ({"birthDate": "1990-03-14"}, {"phone": "+60123450004"}):
        found = scored("Person", left=left, right=right, **on_both({"nationality": country, **cells}))
        assert found.outcome is not Outcome.MATCH
        assert not found.comparisons[0].evidence.agrees


@pytest.mark.parametrize("country", ["KR", "US", "KZ"])
def test_a_korean_is_one_in_two_spellings_at_home_and_where_many_live(country: str) -> None:
    born = on_both({"birthDate": "1990-03-14", "nationality": country})
    assert scored("Person", left="Lee Young Ae", right="Lee Yeong Ae", **born).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("name", "is_korean"),
    [("Lee Young Ae", True), ("Lee Joong Hoon", True), ("Lee Chee Keong", False), ("Park Boon Keong", True)],
)
def test_syllables_tell_where_no_country_does(name: str, is_korean: bool) -> None:
    """Park is a surname of no other people."""
    assert is_of_a_korean(person_name(name)) is is_korean
