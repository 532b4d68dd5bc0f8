"""Pairs of persons of whom a nationality or a people's form of address tells how their names are read."""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import on_both, scored


@pytest.mark.parametrize(
    ("nationalities", "how"),
    [
        (("NP", "NP"), "read as general"),
        (("NP", "IN"), "read as general"),
        (("NP", "TH"), "said in Thai"),
        (("MM", "MM"), "said in Thai"),  # Thai is spoken along the border
        (("", ""), "said in Thai"),
        (("NP", ""), "said in Thai"),
    ],
)
def test_no_thai_ear_hears_two_people_of_elsewhere(nationalities: tuple[str, str], how: str) -> None:
    left, right = nationalities
    found = scored("Person", left="Sujana Rai", right="Sujan Rai", left_nationality=left, right_nationality=right)
    assert how in found.why


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Saw Htoo Wah", "Naw Htoo Wah"),
        ("Md. Shamim Akter", "Mst. Shamim Akter"),
        ("Salai Lian Thang", "Mai Lian Thang"),
    ],
)
def test_forms_of_address_of_two_sexes_leave_to_a_human_what_birth_date_and_phone_would_join(
    left: str, right: str
) -> None:
    shared = {"birthDate": "1990-03-05", "nationality": "MM", "phone": "+66812340678"}
    cells = on_both(shared)
    assert scored("Person", left=left, right=left, **cells).outcome is Outcome.MATCH
    found = scored("Person", left=left, right=right, **cells)
    assert found.outcome is Outcome.REVIEW
    assert "kept apart by two sexes" in found.why
