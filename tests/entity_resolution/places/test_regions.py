"""Provinces of two records: one in any writing, two that are known, or neither. All sites are invented."""

from collections import defaultdict
from itertools import combinations, permutations

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.places.regions import are_one_region, place_in_region
from graph import PropertyClass
from graph.matches import Evidence
from graph.values import province_codes
from tests.entity_resolution.evidence import NAME, match, neighbourhood, parts_of, visible
from tests.entity_resolution.scored_pairs import on_both, scored
from tests.entity_resolution.views.test_clustering import groups

TOWN = Evidence(feature="locality", level="agrees", property_class=PropertyClass.LOCATION, bits=6.0, agrees=True)
# Made of one another, or spelt for one another.
BY_TURNS = [{"kh-3", "kh-25"}, {"kh-8", "kh-12"}, {"th-38", "th-43"}, {"th-95", "th-bt"}]
BY_TURNS += [set(pair) for pair in combinations(("la-vi", "la-vt", "la-xi", "la-xs"), 2)]


def test_each_two_provinces_of_the_tables_are_two_and_all_names_of_one_are_one() -> None:
    names = defaultdict(list)
    for name, code in province_codes().items():
        names[code].append(name)
    for one, other in combinations(names, 2):
        found = are_one_region(names[one][0], names[other][-1])
        assert found is not True or {one, other} in BY_TURNS, (one, other)
        assert found is False or {one, other} in BY_TURNS, (one, other)
    for same in names.values():
        assert all(are_one_region(one, other) for one, other in permutations(same, 2)), same


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("Takeo", "ខេត្តតាកែវ", True),
        ("Takeo Province", "茶胶省", True),
        ("Changwat Tak", "จ.ตาก", True),
        ("Kayin", "Karen State", True),
        ("Sagaing Region", "စစ်ကိုင်းတိုင်းဒေသကြီး", True),
        ("Tỉnh Tây Ninh", "Tay Ninh", True),
        ("Tak, Thailand", "Tak", True),
        ("Kampong Som", "Preah Sihanouk", True),
        ("Samraong", "Samraong", True),
        ("Banteay Meanchey", "Oddar Meanchey", False),
        ("Takeo", "ឧត្តរមានជ័យ", False),
        ("Kayin State", "Mon State", False),
        ("Hà Tĩnh", "Quảng Bình", False),
        ("ແຂວງບໍ່ແກ້ວ", "Oudomxay", False),
        ("云南省", "Guangdong", False),
        ("Long An", "Tây Ninh", None),  # one since 2025
        ("Nong Khai", "Bueng Kan", None),
        ("陕西省", "Shaanxi", None),  # in pinyin without tones it is Shanxi
        ("West Java", "Central Java", None),
        ("Shan State (North)", "Shan State", None),
        ("Mekong Delta", "An Giang", None),
        ("Otdar Meanchey", "Oddar Meanchey", None),
        ("unheard of", "Tak", None),
    ],
)
def test_two_regions_are_one_or_two_only_where_the_tables_have_both(left: str, right: str, found: bool | None) -> None:
    assert are_one_region(left, right) is found
    assert are_one_region(right, left) is found


def _outcome(left: str, right: str, **cells: str) -> tuple[Outcome, str]:
    found = scored(
        "Site",
        left="Suan Sak Resort",
        right="Suan Sak Resort",
        left_region=left,
        right_region=right,
        **on_both({"locality": "Ban Mai", "country": "TH", **cells}),
    )
    return found.outcome, found.why


def test_a_town_or_an_address_joins_no_two_sites_of_two_provinces() -> None:
    outcome, why = _outcome("Tak", "เชียงราย", siteType="hotel")
    assert outcome is Outcome.REVIEW
    assert "region different -3.0" in why
    outcome, why = _outcome("Tak", "Chiang Rai", address="12 Moo 4")
    assert outcome is Outcome.REVIEW
    assert "in two provinces, and nothing but address and locality speaks for it" in why


def test_one_province_none_and_what_stands_at_one_point_are_joined() -> None:
    for right in ("Tak", "จังหวัดตาก", "", "unknown", "Western Region"):
        assert _outcome("Tak", right)[0] is Outcome.MATCH
    assert _outcome("Tak", "Chiang Rai", coordinates="16.7131,98.5692")[0] is Outcome.MATCH


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_a_site_of_no_province_joins_no_two_of_two(order: tuple[int, ...]) -> None:
    regions = dict(zip(order, ("Tak", "Chiang Rai", ""), strict=True))
    sites = [
        visible(
            n,
            kind="Site",
            parts=parts_of("Site", {"name": "Suan Sak Resort", "locality": "Ban Mai", **({"region": r} if r else {})}),
        )
        for n, r in sorted(regions.items())
    ]
    bare = order[2]
    matches = [match(min(n, bare), max(n, bare), NAME, TOWN) for n in order[:2]]
    assert groups(neighbourhood(sites, matches)) == [[1], [2], [3]]


@pytest.mark.parametrize(
    ("text", "place", "region"),
    [
        ("Bamban, Tarlac", "Bamban", "Tarlac"),
        ("Bavet, Svay Rieng, Cambodia", "Bavet", "Svay Rieng"),
        ("Shwe Kokko, Myawaddy, Kayin State", "Shwe Kokko, Myawaddy", "Kayin State"),
        ("Poipet, Cambodia", "Poipet", None),
        ("Tarlac", "Tarlac", None),
        ("Bamban, Portville", "Bamban, Portville", None),
        (",", ",", None),
    ],
)
def test_a_province_and_a_country_stand_behind_a_town(text: str, place: str, region: str | None) -> None:
    assert place_in_region(text) == (place, region)


def locality(left: str, right: str) -> bool:
    found = scored("Site", left="Suan Sak Resort", right="Suan Sak Resort", left_locality=left, right_locality=right)
    return "locality agrees" in found.why


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bamban", "Bamban, Tarlac"),
        ("Bavet", "Bavet, Svay Rieng, Cambodia"),
        ("Myawaddy", "Myawaddy, Kayin State"),
        ("Bavet, Svay Rieng", "Bavet, ខេត្តស្វាយរៀង"),
        ("Chrey Thom", "Chrey Thum, Kandal"),
    ],
)
def test_a_town_is_one_with_its_province_and_without(left: str, right: str) -> None:
    assert locality(left, right)
    assert locality(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("San Jose, Tarlac", "San Jose, Batangas"),
        ("Ban Mai, Tak", "Ban Mai, Chiang Rai"),
        ("Bamban, Tarlac", "Concepcion, Tarlac"),
        ("Tarlac", "Bamban, Tarlac"),
        ("Poipet, Cambodia", "Phnom Penh, Cambodia"),
        ("Bamban, Tarlac", "Bamban, Pampanga, Philippines"),
        ("Mae Sot, Tak", "Tak, Thailand"),
    ],
)
def test_two_towns_of_one_province_or_one_name_in_two_provinces_are_two(left: str, right: str) -> None:
    assert not locality(left, right)
    assert not locality(right, left)


def test_a_large_city_beside_its_country_joins_no_two_houses() -> None:
    assert locality("Bangkok", "Bangkok, Thailand") is locality("Bangkok", "Bangkok")
    found = scored(
        "Site", left="Suan Sak", right="Suan Sak", left_locality="Manila", right_locality="Manila, Philippines"
    )
    assert "locality agrees-at-large" in found.why
