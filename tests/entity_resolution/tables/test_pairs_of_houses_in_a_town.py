"""Pairs of sites that are named by a kind of house and their town, as callers name every one there."""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import on_both, scored

IN_A_TOWN = [
    "西港园区", "西港赌场", "Scam compound Sihanoukville", "Sihanoukville compound", "Casino in Sihanoukville",
    "คาสิโนสีหนุวิลล์", "อาคารในสีหนุวิลล์", "ក្រុងព្រះសីហនុ កាស៊ីណូ", "khu lừa đảo Sihanoukville", "gedung di Sihanoukville",
    "kompleks judi Sihanoukville", "call center Sihanoukville",
]  # fmt: skip


@pytest.mark.parametrize("name", [*IN_A_TOWN, "red roof building", "khu nhà"])
def test_a_kind_of_house_and_its_town_are_left_to_a_human_in_that_town(name: str) -> None:
    town = on_both({"locality": "Sihanoukville", "country": "KH", "siteType": "scam-compound"})
    assert scored("Site", left=name, right=name, **town).outcome is Outcome.REVIEW


@pytest.mark.parametrize("name", IN_A_TOWN)
def test_an_address_tells_which_house_of_a_town_is_meant(name: str) -> None:
    house = on_both({"locality": "Sihanoukville", "address": "Street 502, House 14", "country": "KH"})
    assert scored("Site", left=name, right=name, **house).outcome is Outcome.MATCH
    alias = on_both({"locality": "Sihanoukville", "alias": "Jin Lotus Bay"})
    assert scored("Site", left=name, right=name, **alias).outcome is Outcome.MATCH


@pytest.mark.parametrize("name", ["Golden Sihanoukville Casino", "Sihanoukville Lotus Hotel", "Jin Lotus Bay"])
def test_a_word_of_its_own_beside_kind_and_town_is_a_name(name: str) -> None:
    town = on_both({"locality": "Sihanoukville", "country": "KH"})
    assert scored("Site", left=name, right=name, **town).outcome is Outcome.MATCH
