"""Why two records were judged, and by whom, is told to those alone who may read such words of their agency."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import World, record

JUDGE = """mutation($left: ID!, $right: ID!, $profile: String!) { judge(input: {left: $left, right: $right,
  value: POSITIVE, profile: $profile, reason: "Sreymom Tep told us so"}) { preview { changes } userErrors { code } } }"""
PAIR = """query($left: ID!, $right: ID!) {
  comparePair(left: $left, right: $right) { judgements { agency { code } value author reason } }
  whyMatched(left: $left, right: $right) { judgements { agency { code } value author reason } } }"""
PROTECTING = ("victim-support", "victim-protection")


def judged(world: World, owner: str, judge: tuple[str, ...], *, role: str, profile: str) -> tuple[Desk, dict[str, str]]:
    """Return a world in which an agency judged two records of one agency to be one person."""
    born = {"birthDate": "1982-05-06", "nationality": "KH", "passportNumber": "N1234509"}
    names = ("Sreymom Tep Ouk", "Sreymom Tep Uk")
    persons = [record("Person", str(n), name=name, role=role, **born) for n, name in enumerate(names)]
    left, right = sorted(world.file(owner, *persons, profile=profile))
    desk = Desk(world)
    pair = {"left": str(left), "right": str(right)}
    done = desk.data(JUDGE, token=world.token(*judge), **pair, profile=profile)["judge"]
    assert done["userErrors"] == []
    return desk, pair


def told(desk: Desk, pair: dict[str, str], *who: str) -> Any:
    found = desk.data(PAIR, token=desk.world.token(*who), **pair)
    assert "Sreymom" not in str(found) or found["comparePair"]["judgements"][0]["reason"] is not None
    [compared], [matched] = (found[name]["judgements"] for name in ("comparePair", "whyMatched"))
    assert compared == matched
    return compared


def test_words_of_an_agency_whose_narrative_and_source_are_closed_are_not_told(world: World) -> None:
    desk, pair = judged(world, "th-police", ("th-fiu",), role="suspect", profile="law-enforcement")
    own, foreign = told(desk, pair, "th-fiu"), told(desk, pair, "kh-police")
    assert (own["reason"], own["author"]) == ("Sreymom Tep told us so", "analyst of th-fiu")
    assert foreign == {"agency": {"code": "th-fiu"}, "value": "POSITIVE", "author": None, "reason": None}


@pytest.mark.parametrize(("agency", "reasons"), [("kh-hotline", [None]), ("th-police", None)])
def test_words_on_a_presumed_victim_are_told_to_those_who_protect_her_alone(
    world: World, agency: str, reasons: list[None] | None
) -> None:
    shelter = ("kh-hotline", *PROTECTING)
    desk, pair = judged(world, "kh-hotline", shelter, role="presumed-victim", profile="victim-protection")
    assert told(desk, pair, *shelter)["reason"] == "Sreymom Tep told us so"
    token = desk.world.token(agency, "analyst", "investigation")
    found = desk.data(PAIR, token=token, **pair)
    assert "Sreymom" not in str(found)
    for compared in found.values():
        assert (None if compared is None else [j["reason"] for j in compared["judgements"]]) == reasons
