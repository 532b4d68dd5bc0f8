"""German inns are called by their sign in any case: behind a preposition and without it."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.places.german_houses import is_in_dative, without_endings
from tests.entity_resolution.scored_pairs import scored


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gasthof Zum Blauen Ochsen", "Blauer Ochse"),
        ("Zum Goldenen Dachs", "Goldener Dachs"),
        ("Im Weißen Schwan", "Weißer Schwan"),
        ("Zu den Drei Linden", "Drei Linden"),
        ("Wirtshaus Zur Grünen Eiche", "Grüne Eiche"),
    ],
)
def test_an_inn_is_one_in_every_case_at_one_address(left: str, right: str) -> None:
    assert is_in_dative(left)
    lines = [f"{name}, Gelsenstraße 217, Heidelberg" for name in (left, right)]
    assert scored("Site", left=lines[0], right=lines[1]).outcome is Outcome.MATCH
    assert scored("Site", left=lines[1], right=lines[0]).outcome is Outcome.MATCH


@pytest.mark.parametrize("other", ["Blauer Dachs", "Roter Ochse"])
def test_another_sign_or_colour_is_another_inn(other: str) -> None:
    found = scored("Site", left="Zum Blauen Ochsen, Gelsenstr. 2, Ulm", right=f"{other}, Gelsenstr. 2, Ulm")
    assert found.outcome is not Outcome.MATCH


def test_endings_are_taken_off_words_that_keep_three_letters() -> None:
    assert without_endings("Zum Roten Ochsen") == "Rot Ochs"
    assert without_endings("Am See") == "See"
    assert not is_in_dative("Golden Garden")
