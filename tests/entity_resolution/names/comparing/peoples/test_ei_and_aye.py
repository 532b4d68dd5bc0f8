"""Ei and Aye of Burma are two names, whichever writing has which. Names invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import outcome_of_persons

_BORN = {"birthDate": "1994-05-17", "nationality": "MM"}


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("အိအိဖြူ", "Aye Aye Phyu", Outcome.REVIEW),
        ("အေးဖြူစင်", "Ei Phyu Sin", Outcome.REVIEW),
        ("Ei Phyu Sin", "Aye Phyu Sin", Outcome.REVIEW),
        ("Eiphyu Sin", "Ayephyu Sin", Outcome.REVIEW),  # written as one word
        ("အိဖြူ", "Ayephyu", Outcome.REVIEW),
        ("အိအိဖြူ", "Ei Ei Phyu", Outcome.MATCH),
        ("အိဖြူစင်", "E Phyu Sin", Outcome.MATCH),  # as either may be spelt
        ("အေးဖြူစင်", "Ay Phyu Sin", Outcome.MATCH),
        ("အိန္ဒြာကျော်", "Eindra Kyaw", Outcome.MATCH),  # another syllable
        ("Eisha Khan", "Ayesha Khan", Outcome.MATCH),  # a name from elsewhere
    ],
)
def test_ei_and_aye_are_left_to_a_human_whatever_a_family_shares(left: str, right: str, outcome: Outcome) -> None:
    assert outcome_of_persons(left, right, phone="+959770481563", **_BORN) is outcome


def test_one_document_joins_ei_and_aye() -> None:
    assert outcome_of_persons("အိအိဖြူ", "Aye Aye Phyu", passportNumber="MD481563", **_BORN) is Outcome.MATCH
