"""Filings one upon the other for what is kept from their sender: answered as where nothing stands."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from policies import PreparedBundle
from tests.api.asking import Desk
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, record, viewer

SUBMIT = """mutation($records: [RecordInput!]!, $profile: String!) {
  submitRecords(input: {dataset: "cases", profile: $profile, country: "TH", records: $records}) {
    records { problems { rule } closed unsealed unreadable } created changed unchanged heldCheck userErrors { code } } }"""
HOLD = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "r"}) { holds { id } userErrors { code } } }"""
ROLES = frozenset({"analyst", "duty-officer", "supervisor"})
OPEN, ABOVE = "law-enforcement", "cleared"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """What is above some of its people: a record under a legal hold, and one of a presumed victim."""
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    desk = Desk(world)
    [held] = world.file("th-police", record("Person", "held", name="Wichit Busabasombat"), profile=ABOVE)
    world.file("th-police", record("Person", "hers", name="Anong Siriwattana", role="presumed-victim"), profile=ABOVE)
    assert desk.data(HOLD, token=officer(desk, 2), ids=[held])["placeHold"]["userErrors"] == []
    return desk


def officer(desk: Desk, clearance: int) -> str:
    settings = desk.world.app.settings
    who = replace(viewer("th-police", "duty-officer"), clearance=clearance, roles=ROLES, subject=f"officer {clearance}")
    return issue_development_token(settings, load_development_key(settings.keys, settings.jwks), who, ttl_seconds=600)


def filed(desk: Desk, token: str, *items: dict[str, Any], profile: str = OPEN) -> dict[str, Any]:
    """File records; return the answer."""
    given = [
        {
            "kind": item.pop("kind", "PERSON"),
            "reference": item.pop("reference"),
            "subjectRole": item.pop("role", None),
            "properties": [{"name": name, "values": [value]} for name, value in item.items()],
        }
        for item in map(dict, items)
    ]
    answer: dict[str, Any] = desk.data(SUBMIT, token=token, records=given, profile=profile)["submitRecords"]
    return answer


def counted(answer: dict[str, Any]) -> tuple[int, int, int]:
    return answer["created"], answer["changed"], answer["unchanged"]


def row_of_filings(desk: Desk, reference: str) -> list[dict[str, Any]]:
    """File for one reference again and again; return what one who is not cleared is answered."""
    low = officer(desk, 0)
    name, other = {"reference": reference, "name": "Ann Example"}, {"reference": reference, "name": "Bo Example"}
    answers = [
        filed(desk, low, given)
        for given in (name, name, other, name, {**name, "role": "SUSPECT"}, name, {**name, "role": "NONE"})
    ]
    answers.append(filed(desk, low, {**name, "birthDate": "1/2/2533"}))
    answers.append(filed(desk, low, {**name, "birthDate": "1990-02-01"}))
    answers.append(filed(desk, low, {"reference": reference, "kind": "SITE", "name": "Ann Example"}))
    # Under terms above its sender it counts as new each time, and what comes upon it as well.
    answers += [filed(desk, low, name, profile=ABOVE) for _ in range(2)]
    answers += [filed(desk, low, name) for _ in range(2)]
    # So it does upon what a colleague of theirs files under such terms.
    filed(desk, officer(desk, 2), other, profile=ABOVE)
    answers += [filed(desk, low, other) for _ in range(2)]
    return answers


@pytest.mark.parametrize("reference", ["held", "hers"])
def test_what_is_filed_again_for_a_record_that_is_kept_is_counted_as_where_nobody_had_any(
    desk: Desk, reference: str
) -> None:
    nobodys, kept = row_of_filings(desk, "nobodys"), row_of_filings(desk, reference)

    assert kept == nobodys
    assert [counted(answer) for answer in kept] == [
        (1, 0, 0),
        (0, 0, 1),
        *[(0, 1, 0)] * 3,
        (0, 0, 1),
        *[(0, 1, 0)] * 5,
        *[(1, 0, 0)] * 2,
        (0, 0, 1),
        (1, 0, 0),
        (0, 0, 1),
    ]


def test_many_are_counted_each_by_what_waits_of_it(desk: Desk) -> None:
    low = officer(desk, 0)
    filed(desk, low, {"reference": "held", "name": "Ann Example"}, {"reference": "hers", "name": "Bo Example"})

    again = filed(
        desk,
        low,
        {"reference": "held", "name": "Ann Example"},
        {"reference": "hers", "name": "Another Example"},
        {"reference": "nobodys", "name": "Cy Example"},
    )

    assert counted(again) == (1, 1, 1)


def test_whoever_sees_that_a_record_is_held_is_told_that_their_filing_waits_each_time(desk: Desk) -> None:
    for _ in range(2):
        answer = filed(desk, officer(desk, 2), {"reference": "held", "name": "Ann Example"}, profile=ABOVE)
        assert [problem["rule"] for problem in answer["records"][0]["problems"]] == ["legal-hold"]
        assert counted(answer) == (0, 0, 0)
