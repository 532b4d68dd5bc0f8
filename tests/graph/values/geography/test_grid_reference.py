"""Grid references are where another series has them, and those that hold no position say why."""

from math import cos, radians, sin, sqrt, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import normalise
from graph.values.geography.grid_reference import GridPoint, read_grid_reference

# Places in several notations, as manuals and programs have them.
EXAMPLES = [
    ("38N 444500 3688500", 33.33424, 44.40363),
    ("31S 500000 9889470", -1.0, 3.0),
    ("31M 500000 9889470", -1.0, 3.0),
    ("17N 630084 4833438", 43.6425667, -79.387139),
    ("UTM 17T 630084mE 4833438mN", 43.6425667, -79.387139),
    ("48P 0490200 1278000", 11.56089, 104.910118),
    ("48 P 0490200 UTM 1278000", 11.56089, 104.910118),
    ("48P E 490200 N 1278000", 11.56089, 104.910118),
    ("49N 313700mE 3000mN", 0.02713, 109.326009),
    ("49N 0313700 0003000", 0.02713, 109.326009),
    ("31U DQ 48251 11932", 48.8582, 2.2945),
    ("31UDQ4825111932", 48.8582, 2.2945),
    ("MGRS: 4q fj 12345 67890", 21.4097967, -157.9160812),
    ("15SUD0370514711", 38.9593911, -95.2654824),
    ("56HLH3436850948", -33.8688, 151.2093),
    ("10SEG5113080998", 37.7749, -122.4194),
    ("06VUN4424790536", 61.2181, -149.9003),
]


@pytest.mark.parametrize(("written", "latitude", "longitude"), EXAMPLES)
def test_an_example_is_in_its_place(written: str, latitude: float, longitude: float) -> None:
    point = read_grid_reference(written)
    assert isinstance(point, GridPoint)
    # A metre, of which an example names the corner of a square and its middle is read.
    assert point.latitude == pytest.approx(latitude, abs=0.00001)
    assert point.longitude == pytest.approx(longitude, abs=0.00002)


_A, _E2, _K0 = 6_378_137.0, 0.00669437999014, 0.9996
_EP2 = _E2 / (1 - _E2)
_OF_MERIDIAN = (
    1 - _E2 / 4 - 3 * _E2**2 / 64 - 5 * _E2**3 / 256,
    -(3 * _E2 / 8 + 3 * _E2**2 / 32 + 45 * _E2**3 / 1024),
    15 * _E2**2 / 256 + 45 * _E2**3 / 1024,
    -35 * _E2**3 / 3072,
)


def utm_of(latitude: float, longitude: float) -> str:
    """Return a position in UTM.

    Source:
        J. P. Snyder, "Map Projections: A Working Manual", 1987, equations 3-21 and 8-9 on.
    """
    zone = int((longitude + 180) // 6) + 1
    phi, a = radians(latitude), radians(longitude - (6 * zone - 183)) * cos(radians(latitude))
    n, t, c = _A / sqrt(1 - _E2 * sin(phi) ** 2), tan(phi) ** 2, _EP2 * cos(phi) ** 2
    m = _A * (_OF_MERIDIAN[0] * phi + sum(_OF_MERIDIAN[k] * sin(2 * k * phi) for k in (1, 2, 3)))
    east = n * (a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t * t + 72 * c - 58 * _EP2) * a**5 / 120)
    of_a = a * a / 2 + (5 - t + 9 * c + 4 * c * c) * a**4 / 24
    north = m + n * tan(phi) * (of_a + (61 - 58 * t + t * t + 600 * c - 330 * _EP2) * a**6 / 720)
    band = "CDEFGHJKLMNPQRSTUVWX"[int(latitude + 80) // 8]
    from_south = 10_000_000 if latitude < 0 else 0
    return f"{zone}{band} {_K0 * east + 500_000:010.2f} {_K0 * north + from_south:010.2f}"


# As handhelds print them, with seven digits each.
@given(latitude=st.one_of(st.floats(-11, -0.001), st.floats(0, 29)), longitude=st.floats(92, 127))
def test_points_of_the_region_are_where_another_series_has_them(latitude: float, longitude: float) -> None:
    point = read_grid_reference(utm_of(latitude, longitude))
    assert isinstance(point, GridPoint)
    assert (point.latitude, point.longitude) == pytest.approx((latitude, longitude), abs=0.0000005)


def test_a_northing_of_few_digits_alone_may_have_been_cut_short() -> None:
    assert "write all seven" in str(read_grid_reference("49N 313700 3000"))


def test_fewer_figures_are_the_middle_of_a_wider_square() -> None:
    fine, wide = (read_grid_reference(text) for text in ("48PVT9150078500", "48P VT 915 785"))
    assert isinstance(fine, GridPoint)
    assert isinstance(wide, GridPoint)
    assert wide.latitude - fine.latitude == pytest.approx(49.5 / 110_600, rel=0.02)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("47QLV34", "a square of a kilometre or more"),
        ("47QLV343124617", "not as many to the east as to the north"),
        ("47Q LV 34312 4617", "not as many to the east as to the north"),
        ("LV 34312 46172", "without its zone"),
        ("47QSV3431246172", "does not lie in the zone and band"),
        ("47PLV3431246172", "does not lie in the zone and band"),
        ("61QLV3431246172", "does not lie in the zone and band"),
        ("47P 343000 9846000", "does not lie in the zone and band"),
        ("38S 444500 3688500", "whose S is the south or a band of the north"),
    ],
)
def test_a_reference_without_a_position_says_why(written: str, reason: str) -> None:
    value = normalise("coordinates", written)
    assert value.value is None
    assert reason in (value.reason or "")


@pytest.mark.parametrize("written", ["Mae Sot", "16.694, 98.5", "8FVC2222+22", "KK 1234", "47Z LV 34312 46172"])
def test_another_text_is_no_grid_reference(written: str) -> None:
    assert read_grid_reference(written) is None
