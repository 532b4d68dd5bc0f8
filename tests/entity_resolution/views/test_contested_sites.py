"""A site of which little is known joins no two that stand elsewhere; what says where both are still does."""

import pytest

from entity_resolution.views.groups import Obstacle
from graph import PropertyClass
from graph.matches import Evidence
from graph.store import VisibleRecord
from tests.entity_resolution.evidence import NAME, match, neighbourhood, parts_of, visible
from tests.entity_resolution.resolved_records import together
from tests.entity_resolution.views.test_clustering import clusters, groups
from tests.world import World, record

TOWN = Evidence(feature="locality", level="agrees", property_class=PropertyClass.LOCATION, bits=6.0, agrees=True)
POINT = Evidence(
    feature="coordinates", level="within-2-km", property_class=PropertyClass.LOCATION, bits=6.0, agrees=True
)
HERE, FAR = "11.0703,106.1401", "11.3702,106.4403"  # 46 km apart
TWO_PLACES = [
    ({"coordinates": HERE}, {"coordinates": FAR}),
    ({"address": "12 Street 136, Bavet"}, {"address": "340 National Road 1, Bavet"}),
    ({"address": "No. 12, Phka Rumduol Street, Bavet"}, {"address": "No. 340, Veal Thom Road, Bavet"}),
    ({"address": "12 Street 136, Bavet"}, {"address": "14 Street 136, Bavet"}),
    ({"locality": "Bavet"}, {"locality": "Chrey Thom"}),
    ({"locality": "Bavet"}, {"locality": "Phnom Penh"}),
    ({"locality": "Khum Baray"}, {"locality": "Chheu Teal Commune"}),
    ({"country": "KH"}, {"country": "VN"}),
]


def sites(*said: dict[str, str]) -> list[VisibleRecord]:
    named = [{"name": "Golden Phoenix Hotel"} | each for each in said]
    return [visible(n, kind="Site", parts=parts_of("Site", values)) for n, values in enumerate(named, 1)]


def grouped(*said: dict[str, str], by: Evidence = TOWN) -> list[list[int]]:
    return groups(neighbourhood(sites(*said), [match(1, 3, NAME, by), match(2, 3, NAME, by)]))


@pytest.mark.parametrize(("one", "other"), TWO_PLACES)
def test_a_site_that_says_nothing_of_where_two_differ_joins_neither(one: dict[str, str], other: dict[str, str]) -> None:
    assert grouped(one, other, {}) == [[1], [2], [3]]
    assert grouped(one, one, {}) == [[1, 2, 3]]
    assert grouped(one, {}, {}) == [[1, 2, 3]]
    found = neighbourhood(sites(one, other, {}), [match(1, 3, NAME, TOWN), match(2, 3, NAME, TOWN)])
    assert {step.obstacle for each in clusters(found) for step in each.steps} == {Obstacle.FITS_TWO}


@pytest.mark.parametrize(("one", "other"), TWO_PLACES)
def test_a_further_record_of_the_one_place_brings_neither_together(one: dict[str, str], other: dict[str, str]) -> None:
    pairs = [(1, 3), (2, 3), (1, 4), (3, 4)]
    found = neighbourhood(sites(one, other, {}, one), [match(*pair, NAME, TOWN) for pair in pairs])
    assert not any({1, 2} <= set(group) for group in groups(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Of differing precision: a map's pin, a town's middle, whole degrees.
        ({"coordinates": HERE}, {"coordinates": "11.07,106.14"}),
        ({"coordinates": HERE}, {"coordinates": "11.15,106.2"}),
        ({"coordinates": "11.4603,106.4401"}, {"coordinates": "11,106"}),
        ({"coordinates": HERE}, {"coordinates": "11.3,106.2"}),
        # Ways that are described, one road, one line shorter than the other.
        ({"address": "near the old market, Bavet"}, {"address": "340 National Road 1, Bavet"}),
        ({"address": "behind Bavet border checkpoint"}, {"address": "opposite the fuel station"}),
        ({"address": "National Road 1, Bavet"}, {"address": "340 National Road 1, Bavet"}),
        ({"address": "12 Street 136, Bavet"}, {"address": "12 St. 136, Sangkat Bavet, Svay Rieng"}),
        ({"address": "12 Street 136, Bavet"}, {"address": "ផ្ទះលេខ ១២ ផ្លូវ ១៣៦"}),
        # A district or province and its town, old and new names.
        ({"locality": "Bavet"}, {"locality": "Svay Rieng Province"}),
        ({"locality": "Bavet"}, {"locality": "Svay Rieng"}),
        ({"locality": "Bavet"}, {"locality": "Krong Bavet"}),
        ({"locality": "Bavet, Svay Rieng"}, {"locality": "Bavet"}),
        ({"locality": "Sihanoukville"}, {"locality": "Kampong Som"}),
        ({"locality": "Sihanoukville"}, {"locality": "Preah Sihanouk"}),
        ({"locality": "Bavet"}, {"locality": "Cambodia"}),
    ],
)
def test_one_place_said_with_more_or_less_care_stays_one(one: dict[str, str], other: dict[str, str]) -> None:
    assert grouped(one, other, {}) == [[1, 2, 3]]


BOTH = {
    "an estate with two addresses": ("address", "12 Street 136, Bavet", "340 National Road 1, Bavet"),
    "two gates": ("address", "Gate 1, 12 Street 136, Bavet", "Gate 3, 40 Street 271, Bavet"),
    "one that moved to another town": ("locality", "Bavet", "Chrey Thom"),
    "a district of two names": ("locality", "Chantrea", "Krong Bavet"),
    "one that was measured twice": ("coordinates", HERE, FAR),
}


@pytest.mark.parametrize(("feature", "one", "other"), BOTH.values(), ids=BOTH)
def test_a_site_that_says_both_places_itself_is_both(feature: str, one: str, other: str) -> None:
    both = visible(3, kind="Site", parts=parts_of("Site", {"name": "Golden Phoenix Hotel", feature: [one, other]}))
    records = [*sites({feature: one}, {feature: other}), both]
    found = neighbourhood(records, [match(1, 3, NAME, TOWN), match(2, 3, NAME, TOWN)])
    assert groups(found) == [[1, 2, 3]]


def test_what_has_the_town_of_the_one_and_the_point_of_the_other_says_that_both_towns_are_one() -> None:
    old, new = {"locality": "Chantrea"}, {"locality": "Krong Bavet", "coordinates": HERE}
    assert grouped(old, new, {"locality": "Chantrea", "coordinates": HERE}, by=POINT) == [[1, 2, 3]]
    assert grouped(old, new, {"coordinates": HERE}, by=POINT) == [[1], [2], [3]]


@pytest.mark.parametrize("ends", TWO_PLACES[:2], ids=["coordinates", "address"])
def test_a_hotline_that_gives_name_and_town_makes_no_one_of_two_hotels(
    world: World, ends: tuple[dict[str, str], dict[str, str]]
) -> None:
    common = {"name": "Golden Phoenix Hotel", "locality": "Bavet", "country": "KH"}
    one, other, third = (("th-police", "h"), ("my-police", "h"), ("kh-police", "h"))
    for (agency, ref), said in zip((one, other, third), (*ends, {}), strict=True):
        world.file(agency, record("Site", ref, **common, **said))
    assert not any(together(world, *pair) for pair in ((one, other), (one, third), (other, third)))
