"""Sites of one name and town at two points: a building and a park, which are two more often than two words for one."""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import on_both, scored

_HERE, _BESIDE, _BEYOND = "11.5610,104.9160", "11.5625,104.9160", "11.5763,104.9160"  # 170 m and 1.7 km apart


@pytest.mark.parametrize(
    ("left", "right", "beyond"),
    [
        ("Golden Lotus Building", "Golden Lotus Park", Outcome.REVIEW),
        ("Taman Naga Emas", "Gedung Naga Emas", Outcome.REVIEW),
        ("Golden Lotus City", "Golden Lotus Park", Outcome.REVIEW),  # the one may hold the other
        ("Golden Lotus Park", "Golden Lotus Compound", Outcome.MATCH),  # two words for one
        ("Golden Lotus", "Golden Lotus", Outcome.MATCH),
    ],
)
def test_a_town_and_two_points_in_it_join_no_building_and_park(left: str, right: str, beyond: Outcome) -> None:
    for one, other in ((left, right), (right, left)):
        for point, outcome in ((_BESIDE, Outcome.MATCH), (_BEYOND, beyond)):
            points = {"left_coordinates": _HERE, "right_coordinates": point}
            assert scored("Site", left=one, right=other, **points, **on_both({"locality": "Bavet"})).outcome is outcome
