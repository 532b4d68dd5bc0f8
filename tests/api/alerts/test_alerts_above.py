"""An alert of a person goes to those of an agency who see on their own side what it rests on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from policies import PreparedBundle
from tests.api.asking import Desk
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, link, record, viewer

NUMBER = "+66899999998"
WHO = {"name": "Wichit Busabasombat", "role": "suspect"}
ALERTS = (
    """{ alerts { edges { node { recordId otherRecordId kind strength reason otherAgency { code } judgement } } } }"""
)


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """Return a desk with a profile that only some of an agency's people are cleared for."""
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    return Desk(world)


def token(desk: Desk, clearance: int, agency: str = "th-police") -> str:
    settings = desk.world.app.settings
    who = replace(viewer(agency), clearance=clearance)
    return issue_development_token(settings, load_development_key(settings.keys, settings.jwks), who, ttl_seconds=600)


def alerts(desk: Desk, clearance: int, agency: str = "th-police") -> list[dict[str, Any]]:
    edges = desk.data(ALERTS, token=token(desk, clearance, agency))["alerts"]["edges"]
    return [edge["node"] for edge in edges]


@pytest.mark.long
@pytest.mark.parametrize("hidden", [True, False], ids=["confined number", "open number"])
def test_a_match_by_a_confined_number_of_ones_own_is_told_to_those_who_see_the_number(
    desk: Desk, *, hidden: bool
) -> None:
    world = desk.world
    world.file("th-police", record("Person", "p", **WHO))
    world.file(
        "th-police", record("PhoneNumber", "n", number=NUMBER), profile="cleared" if hidden else "law-enforcement"
    )
    world.file("th-police", link("USES", "p", "n"))
    before = [desk.post(ALERTS, token=token(desk, n)).content for n in (0, 2)]
    world.file(
        "kh-police", record("Person", "q", **WHO), record("PhoneNumber", "m", number=NUMBER), link("USES", "q", "m")
    )
    person = world.id("th-police", "p")
    low, high = ([a for a in alerts(desk, n) if a["recordId"] == person] for n in (0, 2))
    assert [a["otherAgency"]["code"] for a in high] == ["kh-police"]
    assert low == ([] if hidden else high)
    if hidden:
        assert desk.post(ALERTS, token=token(desk, 0)).content == before[0]
        assert desk.trail()[-1].entry.record_ids == ()
    # The other side sees its own number, and is told as ever.
    mine = [a for a in alerts(desk, 0, "kh-police") if a["recordId"] == world.id("kh-police", "q")]
    assert [a["otherAgency"]["code"] for a in mine] == ["th-police"]
