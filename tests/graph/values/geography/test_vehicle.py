"""A chassis number is told as one, and is no plate."""

import pytest

from graph.values import normalise


@pytest.mark.parametrize(
    "written",
    ["VIN 1HGCM82633A004352", "1HGCM82633A004352", "chassis no. MR0FZ29G101234567", "เลขตัวถัง MR0FZ29G101234567"],
)
@pytest.mark.parametrize("country", [None, "TH", "KH", "MY"])
def test_a_chassis_number_is_no_plate_and_says_so(written: str, country: str | None) -> None:
    value = normalise("plate", written, country=country)
    assert (value.value, value.key) == (None, None)
    assert value.reason == "a chassis number (VIN), which is no plate: write it into the vehicle's notes"


@pytest.mark.parametrize("written", ["2AB-1234 BATTAMBANG", "BATTAMBANG 2AB-1234", "BATTAMBANG2AB1234"])
def test_a_plate_of_as_many_signs_is_one(written: str) -> None:
    assert normalise("plate", written, country="KH").key == "plate:KH:2:2AB1234"
