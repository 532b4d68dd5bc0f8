"""One agency has one judgement of a pair: who replaces a colleague's is told, and what was said before is kept."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from policies import PreparedBundle, ViewerContext
from tests.api.asking import Desk
from tests.policies.edited_bundles import wide_bundle
from tests.world import record, viewer

SAID = "{ agency { code } value author reason replacedAt }"
JUDGE = f"""mutation($input: JudgeInput!) {{ judge(input: $input) {{ preview {{ replaces {SAID} }}
  explanation {{ judgements {SAID} }} userErrors {{ code }} }} }}"""
MANY = f"""mutation($input: JudgeManyInput!) {{ judgeMany(input: $input) {{ outcomes {{
  preview {{ replaces {SAID} }} }} }} }}"""
PREVIEW = f"""query($a: ID!, $b: ID!) {{ judgementPreview(left: $a, right: $b, value: NEGATIVE) {{ changes
  replaces {SAID} }} }}"""
WHY = f"query($a: ID!, $b: ID!) {{ whyMatched(left: $a, right: $b) {{ judgements {SAID} }} }}"
COMPARE = f"""query($a: ID!, $b: ID!) {{ comparePair(left: $a, right: $b) {{ judgement together judgements {SAID}
  explanation {{ judgements {SAID} }} }} }}"""
HISTORY = """query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) {
  judgements { author at replacedAt } } }"""
PHONE = "+66812340678"


@pytest.fixture
def pair(desk: Desk) -> tuple[str, str]:
    """Return two records of the Thai police that are one by their number, and that the Khmer police see."""
    who = {"name": "Wichit Busabamintra", "birthDate": "1987-03-04", "nationality": "TH", "role": "suspect"}
    left, right = desk.world.file(
        "th-police", record("Person", "p", phone=PHONE, **who), record("Person", "q", phone=PHONE, **who)
    )
    return str(left), str(right)


def judge(desk: Desk, token: str, pair: tuple[str, str], value: str, reason: str, **more: str) -> dict[str, Any]:
    given = {"left": pair[0], "right": pair[1], "value": value, "reason": reason, **more}
    done: dict[str, Any] = desk.data(JUDGE, token=token, input=given)["judge"]
    assert done["userErrors"] == []
    return done


def asked(desk: Desk, question: str, token: str, pair: tuple[str, str]) -> dict[str, Any]:
    [found] = desk.data(question, token=token, a=pair[0], b=pair[1]).values()
    assert isinstance(found, dict)
    return found


def told(judgements: list[dict[str, Any]]) -> list[tuple[str, str | None, str, bool]]:
    """Return what each says: value, author, reason, and whether it still counts."""
    return [(j["value"], j["author"], j["reason"], j["replacedAt"] is None) for j in judgements]


def test_who_replaces_a_colleagues_judgement_is_told_before_and_after(desk: Desk, pair: tuple[str, str]) -> None:
    first, second = desk.world.token("th-police"), desk.world.token("th-police", "duty-officer")
    judge(desk, first, pair, "POSITIVE", "one face on both photographs")
    mine = ("POSITIVE", "analyst of th-police", "one face on both photographs")

    assert told(asked(desk, PREVIEW, second, pair)["replaces"]) == [(*mine, True)]
    done = judge(desk, second, pair, "NEGATIVE", "born in two provinces")
    theirs = ("NEGATIVE", "duty-officer of th-police", "born in two provinces")
    assert told(done["preview"]["replaces"]) == [(*mine, True)]
    assert told(done["explanation"]["judgements"]) == [(*mine, False), (*theirs, True)]

    # Nothing is lost: whoever looks again reads both, and which of them counts.
    for token in (first, second):
        assert told(asked(desk, WHY, token, pair)["judgements"]) == [(*mine, False), (*theirs, True)]
    found = asked(desk, COMPARE, first, pair)
    assert (found["judgement"], found["together"], told(found["judgements"])) == ("NEGATIVE", False, [(*theirs, True)])
    assert told(found["explanation"]["judgements"]) == [(*mine, False), (*theirs, True)]
    entry = {"left": pair[0], "right": pair[1], "value": "UNSURE"}
    many = desk.data(MANY, token=first, input={"reason": "two sources", "judgements": [entry]})["judgeMany"]
    assert told(many["outcomes"][0]["preview"]["replaces"]) == [(*theirs, True)]

    # Another agency reads what stands: what was replaced is the agency's own affair, and who judged is of its source.
    stands = [("UNSURE", None, "two sources", True)]
    assert told(asked(desk, WHY, desk.world.token("kh-police"), pair)["judgements"]) == stands


def test_the_same_said_again_is_kept_once(desk: Desk, pair: tuple[str, str]) -> None:
    token = desk.world.token("th-police")
    for _ in range(2):
        judge(desk, token, pair, "POSITIVE", "one face on both photographs")
    assert [j["replacedAt"] for j in asked(desk, WHY, token, pair)["judgements"]] == [None]


def test_what_a_colleague_judged_out_of_sight_stands_beside(desk: Desk, pair: tuple[str, str], tmp_path: Path) -> None:
    """An analyst undoes nothing that they may not read, and no answer to them tells that there is something."""
    desk.world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    settings = desk.world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    low, high = (
        issue_development_token(settings, key, replace(viewer("th-police"), clearance=n), ttl_seconds=600)
        for n in (0, 2)
    )
    before = [asked(desk, question, low, pair) for question in (PREVIEW, WHY, COMPARE)]
    judge(desk, high, pair, "NEGATIVE", "an informant knows both", profile="cleared")
    assert [asked(desk, question, low, pair) for question in (PREVIEW, WHY, COMPARE)] == before
    done = judge(desk, low, pair, "POSITIVE", "one number")
    assert done["preview"]["replaces"] == []
    assert [j["reason"] for j in done["explanation"]["judgements"]] == ["one number"]

    found = asked(desk, COMPARE, high, pair)
    assert (found["judgement"], found["together"]) == ("UNSURE", False)
    assert sorted(j["reason"] for j in found["judgements"]) == ["an informant knows both", "one number"]
    assert asked(desk, COMPARE, low, pair)["judgement"] == "POSITIVE"
    # Who sees both replaces both.
    judge(desk, high, pair, "NEGATIVE", "two people")
    found = asked(desk, COMPARE, high, pair)
    assert (found["judgement"], [j["reason"] for j in found["judgements"]]) == ("NEGATIVE", ["two people"])


def test_colleagues_who_judge_at_once_hear_of_each_other(desk: Desk, pair: tuple[str, str]) -> None:
    settings = desk.world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    people = [replace(viewer("th-police"), subject=f"officer {n}") for n in range(4)]
    values = ["POSITIVE", "NEGATIVE", "UNSURE", "NEGATIVE"]

    async def judged(who: ViewerContext, value: str) -> Any:
        token = issue_development_token(settings, key, who, ttl_seconds=600)
        given = {"left": pair[0], "right": pair[1], "value": value, "reason": f"as {who.subject} has seen it"}
        body = {"query": JUDGE, "variables": {"input": given}}
        return (await desk.send(json=body, headers={"authorization": f"Bearer {token}"})).json()["data"]["judge"]

    async def at_once() -> list[Any]:
        return await asyncio.gather(*map(judged, people, values))

    replaced = [told(done["preview"]["replaces"]) for done in desk.world.run(at_once())]

    # One found nothing, each other one the word of the one before; the last one's stands.
    assert sorted(map(len, replaced)) == [0, 1, 1, 1]
    named = {author for one in replaced for (_, author, _, counts) in one if counts}
    [last] = {who.subject for who in people} - named
    history = desk.data(HISTORY, token=desk.world.token("th-police"), a=pair[0], b=pair[1])["whyMatched"]["judgements"]
    assert [j["author"] for j in history if j["replacedAt"] is None] == [last]
    assert {j["author"] for j in history} == {who.subject for who in people}
    assert all(j["at"] <= j["replacedAt"] for j in history if j["replacedAt"] is not None)
