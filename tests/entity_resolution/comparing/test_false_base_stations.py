"""False base stations: cells that software ships with, and one pattern of lure for two sites. All invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.tables.pairs import ScoredPair
from graph.values import is_default_cell
from tests.entity_resolution.scored_pairs import scored

LURE = "{}: your points end today, claim them now at {}"
ONE, OTHER = LURE.format("BANK", "https://points-a.example/1"), LURE.format("BANK", "https://points-b.example/1")


def stations(cell: str, lures: tuple[str, str] = (ONE, ONE), **both: str) -> ScoredPair:
    cells = {f"{side}_{name}": value for name, value in both.items() for side in ("left", "right")}
    return scored("FalseBaseStation", left=cell, right=cell, left_lureText=lures[0], right_lureText=lures[1], **cells)


@pytest.mark.parametrize(
    ("cell", "is_default"),
    [
        ("520-01-1000-10", True),
        ("456-06-1000-10", True),
        ("001-01-1-6969", True),
        ("520-01-1-1", True),
        ("520-01-0-0", True),
        ("520-01-65535-65535", True),
        ("520-01-65535-268435455", True),
        ("520-01-1000-11", False),
        ("520-01-100-10", False),
        ("520-01-65535-55013", False),
        ("001-01-7012-55013", False),
        ("no cell", False),
    ],
)
def test_a_cell_that_nobody_set(cell: str, *, is_default: bool) -> None:
    assert is_default_cell(cell) is is_default


def test_devices_on_a_cell_that_software_ships_with_are_for_a_human() -> None:
    own, shipped = "520-03-7012-55013", "520-03-1000-10"
    assert stations(own, senderName="BANK").outcome is Outcome.MATCH
    assert stations(shipped, senderName="BANK").outcome is Outcome.REVIEW
    assert stations(shipped, (ONE, OTHER)).outcome is Outcome.NONE
    other_network = scored(
        "FalseBaseStation", left=shipped, right="456-06-1000-10", left_lureText=ONE, right_lureText=ONE
    )
    assert other_network.outcome is not Outcome.MATCH


def test_one_pattern_that_leads_to_two_hosts_is_no_equal_lure() -> None:
    cell = "520-03-7012-55013"
    found = stations(cell, (ONE, OTHER), locality="Mae Sot")
    assert {c.evidence.feature: c.evidence.level for c in found.comparisons}["lure"] == "other-host"
    assert found.outcome is Outcome.REVIEW  # nothing but the cell and the town
    assert stations(cell, (ONE, OTHER), senderName="BANK").outcome is Outcome.MATCH
    assert stations(cell, (ONE, ONE.replace("/1", "/2"))).outcome is Outcome.MATCH
    assert stations(cell, (LURE.format("BANK", "your app"),) * 2).outcome is Outcome.MATCH
