"""Sites of one name and town that are said to be of two types. All names are invented."""

from itertools import permutations

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.site_types import are_two_houses, are_two_sites
from entity_resolution.tables.pairs import ScoredPair
from entity_resolution.views.groups import Obstacle
from entity_resolution.views.plausibility import Facts, Objection, facts_of, objection
from graph import PropertyClass, load_ontology
from graph.matches import Evidence
from tests.entity_resolution.evidence import NAME, match, neighbourhood, parts_of, visible
from tests.entity_resolution.scored_pairs import on_both, scored
from tests.entity_resolution.views.test_clustering import clusters, groups

HERE = {"locality": "Battambang", "country": "KH"}
TOWN = Evidence(feature="locality", level="agrees", property_class=PropertyClass.LOCATION, bits=6.0, agrees=True)
APART = {
    ("shelter", "scam-compound"),
    ("shelter", "casino"),
    ("shelter", "border-crossing"),
    ("border-crossing", "scam-compound"),
    ("border-crossing", "casino"),
    ("border-crossing", "hotel"),
    ("border-crossing", "residence"),
}
TYPES = load_ontology().kind("Site").property("siteType").vocabulary


def of(*types: str) -> Facts:
    return facts_of("Site", parts_of("Site", {"name": "New Dawn House", "siteType": list(types)}))


def test_which_types_exclude_each_other_is_one_table_over_the_whole_vocabulary() -> None:
    for one, other in permutations(TYPES, 2):
        apart = (one, other) in APART or (other, one) in APART
        assert are_two_sites({one}, {other}) is apart, (one, other)
        assert objection(of(one), of(other)) is (Objection.SITE_TYPES if apart else None)
    for one in TYPES:
        assert not are_two_sites({one}, {one})
    assert objection(of("shelter", "scam-compound"), of("scam-compound")) is None  # what was raided shelters people
    assert objection(of("shelter", "hotel"), of("casino")) is Objection.SITE_TYPES
    assert objection(of(), of("casino")) is None


@pytest.mark.parametrize(("one", "other"), sorted(APART))
def test_two_types_that_exclude_each_other_are_left_to_a_human_whatever_place_they_share(one: str, other: str) -> None:
    for extra in ({}, {"coordinates": "13.0957,103.2022"}, {"address": "12 Street 3, Battambang"}):
        found = scored(
            "Site",
            left="New Dawn House",
            right="New Dawn House",
            left_siteType=one,
            right_siteType=other,
            **on_both(HERE | extra),
        )
        assert found.outcome is Outcome.REVIEW
        assert "kept apart by two types of site" in found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("casino", "scam-compound"),
        ("hotel", "scam-compound"),
        ("residence", "scam-compound"),
        ("hotel", "office"),
        ("office", "scam-compound"),
        ("shelter", "hotel"),
        ("shelter", ""),
    ],
)
def test_types_of_which_one_is_taken_for_the_other_keep_nobody_apart(one: str, other: str) -> None:
    found = scored(
        "Site",
        left="New Dawn House",
        right="New Dawn House",
        left_siteType=one,
        right_siteType=other,
        **on_both(HERE),
    )
    assert found.outcome is Outcome.MATCH


HOUSES = ("casino", "hotel", "residence")


def test_only_types_that_say_what_a_house_is_for_are_of_two_houses() -> None:
    for one, other in permutations(TYPES, 2):
        assert are_two_houses({one}, {other}) is (one in HOUSES and other in HOUSES), (one, other)
    assert not are_two_houses({"hotel"}, {"hotel"})
    assert not are_two_houses({"hotel", "casino"}, {"casino"})
    assert not are_two_houses({"hotel", "scam-compound"}, {"casino"})
    assert not are_two_houses(set(), {"casino"})


@pytest.mark.parametrize(("one", "other"), list(permutations(HOUSES, 2)))
@pytest.mark.parametrize("name", ["New Dawn", "New Dawn Condominium Hotel"])
def test_two_types_of_house_with_a_town_alone_in_common_are_left_to_a_human(one: str, other: str, name: str) -> None:
    def between(**shared: str) -> ScoredPair:
        types = {"left_siteType": one, "right_siteType": other}
        right = "New Dawn Condominium" if "Condominium" in name else name
        return scored("Site", left=name, right=right, **types, **on_both(shared))

    alone = between(**HERE)
    assert alone.outcome is Outcome.REVIEW
    assert "each is said to be another type of house, and nothing but locality speaks for it" in alone.why
    assert between(**HERE, coordinates="13.0957,103.2022").outcome is Outcome.MATCH


def test_two_types_of_house_at_one_address_are_one() -> None:
    shared = on_both(HERE | {"address": "12 Street 3, Battambang"})
    types = {"left_siteType": "hotel", "right_siteType": "casino"}
    assert scored("Site", left="New Dawn", right="New Dawn", **types, **shared).outcome is Outcome.MATCH


def test_a_compound_and_the_hotel_in_it_stay_one() -> None:
    types = {"left_siteType": "scam-compound", "right_siteType": "hotel"}
    shared = on_both({"locality": "Myawaddy", "country": "MM", "coordinates": "16.6403,98.5266"})
    assert scored("Site", left="KK Park", right="KK Park Hotel", **types, **shared).outcome is Outcome.MATCH


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_a_record_without_a_type_joins_no_shelter_with_a_compound(order: tuple[int, ...]) -> None:
    types = dict(zip(order, ("shelter", "scam-compound", ""), strict=True))
    sites = [
        visible(n, kind="Site", parts=parts_of("Site", {"name": "New Dawn House", **({"siteType": t} if t else {})}))
        for n, t in sorted(types.items())
    ]
    bare = order[2]
    found = neighbourhood(sites, [match(min(n, bare), max(n, bare), NAME, TOWN) for n in order[:2]])
    assert groups(found) == [[1], [2], [3]]
    assert {step.obstacle for one in clusters(found) for step in one.steps} == {Obstacle.FITS_TWO}
