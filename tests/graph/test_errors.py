"""The word that is proposed for another one."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import nearest_hint, nearest_or_all

WORDS = st.text("abcTH-", min_size=1, max_size=30)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_the_closest_word_is_proposed_where_one_is_near(name: str, known: list[str]) -> None:
    close = get_close_matches(name, known, n=1)
    if close:
        assert nearest_hint(name, known) == f", did you mean `{close[0]}`?"
    folded = {word.casefold(): word for word in known}
    if not close and not get_close_matches(name.casefold(), list(folded), n=1):
        assert nearest_hint(name, known) == ""


def test_what_is_too_long_to_be_near_any_is_compared_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def noting(name: str, *rest: object, **named: object) -> list[str]:
        compared.append(len(name))
        return []

    monkeypatch.setattr("graph.errors.get_close_matches", noting)
    assert nearest_or_all("x" * 900_000, ["kh-police", "th-police"]) == "; known are kh-police, th-police"
    assert compared == []
    nearest_hint("th-polise", ["kh-police", "th-police"])
    assert compared == [9, 9]
