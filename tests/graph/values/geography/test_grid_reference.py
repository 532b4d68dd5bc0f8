"""Grid references are the positions that published examples give for them, and those that hold none say why."""

import pytest

from graph.values import normalise
from graph.values.geography.grid_reference import GridPoint, read_grid_reference

# GeographicLib's GeoConvert(1); Wikipedia, "Universal Transverse Mercator coordinate system"; C. Veness, "geodesy"; the
# tests of mgrs.js and of OsmAnd.
PUBLISHED = [
    ("38N 444500 3688500", 33.33424, 44.40363),
    ("31S 500000 9889470", -1.0, 3.0),
    ("31M 500000 9889470", -1.0, 3.0),
    ("17N 630084 4833438", 43.6425667, -79.387139),
    ("UTM 17T 630084mE 4833438mN", 43.6425667, -79.387139),
    ("31U DQ 48251 11932", 48.8582, 2.2945),
    ("31UDQ4825111932", 48.8582, 2.2945),
    ("MGRS: 4q fj 12345 67890", 21.4097967, -157.9160812),
    ("15SUD0370514711", 38.9593911, -95.2654824),
    ("56HLH3436850948", -33.8688, 151.2093),
    ("10SEG5113080998", 37.7749, -122.4194),
    ("06VUN4424790536", 61.2181, -149.9003),
]


@pytest.mark.parametrize(("written", "latitude", "longitude"), PUBLISHED)
def test_a_published_example_is_where_it_was_published(written: str, latitude: float, longitude: float) -> None:
    point = read_grid_reference(written)
    assert isinstance(point, GridPoint)
    # A metre, of which an example names the corner of a square and its middle is read.
    assert point.latitude == pytest.approx(latitude, abs=0.00001)
    assert point.longitude == pytest.approx(longitude, abs=0.00002)


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
