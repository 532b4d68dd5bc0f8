"""The README's example of filing a victim by `submitRecords`, run as it is printed there."""

import json
import re
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.environment_names import ROOT
from tests.world import World

FILED = """query($id: ID!) { record(id: $id) { subjectRole properties { name values { raw value status } } } }"""


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def example() -> dict[str, Any]:
    """Return the question that the README prints."""
    asked = re.findall(r"^ask '(.*)'$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    [found] = [json.loads(question) for question in asked if "HELD_AT" in question]
    question: dict[str, Any] = found
    return question


def test_the_readme_files_a_victim_whole_and_sealed(desk: Desk) -> None:
    token = desk.world.token("kh-hotline", "victim-support", "victim-protection")
    asked = example()
    done = desk.data(asked["query"], token=token, **asked["variables"])["submitRecords"]
    assert (done["created"], done["userErrors"]) == (2, [])
    assert [outcome["problems"] for outcome in (*done["records"], *done["links"])] == [[], [], []]
    assert [outcome["unreadable"] for outcome in done["records"]] == [[], []]
    desk.world.settle()
    person, site = (outcome["id"] for outcome in done["records"])
    found = desk.data(FILED, token=token, id=person)["record"]
    values = {p["name"]: [v["value"] for v in p["values"]] for p in found["properties"]}
    assert found["subjectRole"] == "PRESUMED_VICTIM"
    assert (values["birthDate"], values["name"]) == (["2003/2004"], ["Ni Made Example"])
    kept = desk.data(FILED, token=token, id=site)["record"]["properties"]
    assert {p["name"]: [v["value"] for v in p["values"]] for p in kept}["siteType"] == ["scam-compound"]
    for other in (desk.world.token("kh-hotline"), desk.world.token("th-police")):
        hidden = desk.post(FILED, token=other, variables={"id": person}).content
        assert b"Made Example" not in hidden
        assert b"7781" not in hidden
        assert b"2003" not in hidden
