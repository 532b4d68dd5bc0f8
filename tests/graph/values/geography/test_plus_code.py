"""Plus codes are read by arithmetic alone; what holds no position says what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import normalise
from graph.values.geography.plus_code import read_plus_code

_DIGITS = "23456789CFGHJMPQRVWX"


def _encode(latitude: float, longitude: float) -> str:
    """Return the code of ten digits of a position, in units of an eight-thousandth of a degree."""
    units = [int((latitude + 90) * 8000), int((longitude + 180) * 8000)]
    pairs = []
    for _ in range(5):
        pairs.append("".join(_DIGITS[unit % 20] for unit in units))
        units = [unit // 20 for unit in units]
    code = "".join(reversed(pairs))
    return f"{code[:8]}+{code[8:]}"


@pytest.mark.parametrize(
    ("code", "middle", "height"),
    [  # of the specification's own examples
        ("7FG49Q00+", (20.375, 2.775), 0.05),
        ("7FG49QCJ+2V", (20.3700625, 2.7821875), 0.000125),
        ("7FG49QCJ+2VX", (20.3701125, 2.782234375), 0.000025),
        ("8FVC2222+22", (47.0000625, 8.0000625), 0.000125),
        ("4VCPPQGP+Q9", (-41.2730625, 174.7859375), 0.000125),
        ("22220000+", (-89.5, -179.5), 1.0),
        ("CFX30000+", (89.5, 1.5), 1.0),
    ],
)
def test_a_full_code_is_the_middle_of_its_square(code: str, middle: tuple[float, float], height: float) -> None:
    found = read_plus_code(code)
    assert found is not None
    assert (found.latitude, found.longitude, found.height) == pytest.approx((*middle, height), abs=1e-9)


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_a_position_lies_in_the_square_of_its_code(latitude: float, longitude: float) -> None:
    found = read_plus_code(_encode(latitude, longitude))
    assert found is not None
    half = found.height / 2 + 1e-9
    assert abs(found.latitude - latitude) <= half
    assert abs(found.longitude - longitude) <= half


@pytest.mark.parametrize(
    "text",
    [
        "8FVC2222+22",
        "8fvc2222+22",
        "https://plus.codes/8FVC2222+22",
        "https://maps.google.com/?q=8FVC2222%2B22",
    ],
)
def test_a_code_is_read_wherever_it_stands(text: str) -> None:
    found = normalise("coordinates", text)
    assert (found.value, found.status, found.type) == ("47.000062,8.000063", "valid", "plus-code")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://maps.app.goo.gl/Ab3dEfGh1JkLmN0P9", "open it, and copy the figures"),
        ("https://goo.gl/maps/Ab3dEfGh1JkL", "open it, and copy the figures"),
        ("2222+22 Somewhere", "copy the full one"),
        ("2222+22", "copy the full one"),
        ("8FVC2222+", "give its last two digits too"),
        ("8FVC0000+", "give its last two digits too"),
        ("8FVC2222+2", "not the form of a position"),
        ("8FVC0000+22", "not the form of a position"),
        ("XFVC2222+22", "not the form of a position"),
        ("8XVC2222+22", "not the form of a position"),
    ],
)
def test_what_holds_no_position_says_what_to_do(text: str, reason: str) -> None:
    found = normalise("coordinates", text)
    assert (found.value, found.status) == (None, "invalid")
    assert reason in (found.reason or "")
