"""A column of one value is not compared, unless the list may be of one person."""

import pytest

from entity_resolution.batch.parameters import shipped_model
from entity_resolution.batch.single_values import single_valued

MODEL = shipped_model("Person")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"familyName": (300, 40), "birthDate": (300, 1), "phone": (250, 200)}, ("birthDate",)),
        ({"familyName": (300, 40), "birthDate": (61, 1), "nationalId": (61, 1)}, ("birthDate", "nationalId")),
        # So many may be copies of one.
        ({"familyName": (300, 40), "birthDate": (60, 1)}, ()),
        ({"familyName": (300, 1), "birthDate": (300, 1)}, ()),
        ({"givenName": (300, 1), "familyName": (300, 40), "birthDate": (300, 1)}, ()),
        ({"familyName": (300, 40), "email": (0, 0)}, ()),
        ({"familyName": (300, 40), "sexByTitle": (300, 1)}, ()),
    ],
)
def test_fields_of_one_value(counts: dict[str, tuple[int, int]], found: tuple[str, ...]) -> None:
    assert single_valued(MODEL, counts) == found
