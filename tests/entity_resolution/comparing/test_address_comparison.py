"""Comparison of addresses and birth places: other houses, two scripts, and one place within another."""

from itertools import combinations_with_replacement

import pytest

from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, scored_kind
from tests.entity_resolution.compared_values import level, model


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("77 Harbour Street", "similar"),
        ("79 Harbor Street", "other-house"),
        ("Harbor Street", "similar"),
        ("5 Mill Lane", "elsewhere"),
        ("1204 Mill Lane at Harbor St.", "one-street"),
    ],
)
def test_addresses_alike_but_for_the_house_are_two_houses(other: str, expected: str) -> None:
    assert level("address", "address", "77 Harbor Street", other, kind="Site") == expected
    assert "other-house" not in model("address", "Site").strong


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("China", "Yunnan Province, China", None),
        ("Yunnan", "Yunnan Province, China", None),
        ("Kunming, China", "Kunming City, Yunnan, China", None),
        (["Poipet", "China"], "Yunnan, China", None),
        ("Yunnan Province, China", "Yunnan Province, China", "equal"),
        ("Thailand", "Yunnan Province, China", "different"),
        ("Chinatown", "Yunnan Province, China", "different"),
        ("Fujian, China", "Yunnan, China", "different"),
    ],
)
def test_a_birth_place_within_the_other_is_no_other_place(
    left: str | list[str], right: str, expected: str | None
) -> None:
    assert level("birth-place", "birthPlace", left, right) == expected
    assert level("birth-place", "birthPlace", right, left) == expected


@pytest.mark.parametrize("kind", ["Site", "Organization", "Person"])
def test_an_address_in_two_scripts_is_similar_or_no_evidence(kind: str) -> None:
    thai = "12 ถนนสีลม กรุงเทพมหานคร"
    assert level("address", "address", thai, "12 Silom Road, Bangkok", kind=kind) == "similar"
    assert level("address", "address", "12 Silom Road, Bangkok", thai, kind=kind) == "similar"
    assert level("address", "address", thai, "12 Sathorn Road, Bangkok", kind=kind) is None
    assert level("address", "address", thai, "21 Silom Road, Bangkok", kind=kind) is None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("12 Harbor Road", "ถนนท่าเรือ 12", None),
        ("12 Harbor Road", "98 Maple Street", "elsewhere"),
        ("ถนนท่าเรือ 12", "ซอยต้นโพธิ์ 98", "different"),
        ("Rua São João 12", "98 Maple Street", "elsewhere"),
    ],
)
def test_addresses_in_two_scripts_are_no_evidence_against_one_place(
    left: str, right: str, expected: str | None
) -> None:
    assert level("address", "address", left, right, kind="Site") == expected


_BEHIND = "Sangkat 4, Sihanoukville, Preah Sihanouk Province 18000, Cambodia"


@pytest.mark.parametrize("kind", ["Site", "Organization", "Person"])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("12 Main Street, London", "12 High Street, London"),
        (f"51 Amber Street, {_BEHIND}", f"51 Coral Street, {_BEHIND}"),
        (f"51, Amber Street, {_BEHIND}", f"51, Coral Street, {_BEHIND}"),
        (f"Building 3, Amber Park, {_BEHIND}", f"Building 3, Coral Park, {_BEHIND}"),
        (f"Amber Park, {_BEHIND}", f"Coral Park, {_BEHIND}"),
        ("12 ถนนสีลม แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500", "12 ถนนสุรวงศ์ แขวงสีลม เขตบางรัก กรุงเทพมหานคร 10500"),
        ("云南省瑞丽市团结路12号", "云南省瑞丽市人民路12号"),
    ],
)
def test_one_number_in_two_streets_of_a_town_is_two_addresses(left: str, right: str, kind: str) -> None:
    assert level("address", "address", left, right, kind=kind) == "different"


@pytest.mark.parametrize("kind", ["Site", "Organization", "Person"])
@pytest.mark.parametrize(
    "other",
    [
        f"51, Amber Street, {_BEHIND}",
        f"No. 51, Amber St, {_BEHIND}",
        f"House 51, Amber St., {_BEHIND}",
        "#51, Amber Street, Sangkat 4, Sihanoukville",
    ],
)
def test_one_house_is_equal_whatever_one_address_says_more(other: str, kind: str) -> None:
    assert level("address", "address", "51 Amber Street, Sihanoukville", other, kind=kind) == "equal"


def test_a_street_with_a_word_more_speaks_for_a_pair_and_joins_nobody() -> None:
    ampang = ("12 Jalan Ampang, Kuala Lumpur", "12 Jalan Ampang Hilir, Kuala Lumpur")
    assert level("address", "address", *ampang, kind="Site") == "other-street"
    assert level("address", "address", *ampang) == "similar"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("12 Main Street, Medan", "12 Main Street, Bandung", "different"),
        ("12 Main Street, Portville", "12 Main Street, Oakham", "different"),
        ("12 King Street, Richmond", "12 King Street, Vancouver", "similar"),
        ("12 Main Street, Medan", "12 Main St, Medan, Indonesia", "equal"),
        ("12 Lê Lợi, Quận 1, TP.HCM", "12 Lê Lợi, Quận Gò Vấp, TP.HCM", "other-house"),
    ],
)
def test_one_street_and_number_in_two_towns_is_no_one_home(left: str, right: str, expected: str) -> None:
    assert level("address", "address", left, right) == expected


ADDRESSES = (
    *("12 Main Street, London", "12, High Street, London", "No. 12, Jalan Melati, Johor Bahru", "12 Jln Melati, JB"),
    *("Building 3, Amber Park, Bavet", "Amber Park, Sangkat 4, Bavet", "12 ถนนสีลม กรุงเทพ", "12 Silom Road, Bangkok"),
    *("云南省瑞丽市团结路12号", "瑞丽市人民路12号", "Street 271, Phnom Penh", "88 Moo 4, Mae Pa, Mae Sot", "Bavet"),
    *("Unit 5, Lotus Plaza, Bangkok 10500", "12 Jalan Ampang Hilir, Kuala Lumpur", "12 Jalan Ampang, Kuala Lumpur"),
)


@pytest.mark.parametrize("kind", ["Site", "Organization", "Person"])
def test_the_graph_and_a_table_of_pairs_say_one_thing_of_two_addresses(kind: str) -> None:
    names = {"Site": "Amber Beryl Hotel", "Organization": "Amber Beryl Holdings", "Person": "Lakshmi Devi Raman"}
    scorer = PairScorer(read_layout(scored_kind(kind), ["left", "right", "left_address", "right_address"]))
    for left, right in combinations_with_replacement(ADDRESSES, 2):
        in_table = scorer.score([names[kind], names[kind], left, right]).comparisons
        told = [c.evidence.level for c in in_table if c.evidence.feature == "address"]
        in_graph = level("address", "address", left, right, kind=kind)
        # What weighs nothing is not listed.
        weighs = in_graph is not None and model("address", kind).levels.get(in_graph, 1.0) != 0
        assert told == ([in_graph] if weighs else []), (left, right)
