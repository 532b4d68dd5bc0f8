"""What analysts ask besides: how, side by side, previews, many judgements, paths of devices, histories of sites."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.matches import JudgementValue
from ingest import SubmittedItem
from policies import Outcome
from tests.api.asking import Desk
from tests.world import World, link, record

NAME = "Wichit Busabamintra"
PHONE = "+66812340678"
HOW = """query($id: ID!) { how(id: $id) { entity { id records { id } }
  steps { number leftId rightId basis weightBits leftSize rightSize obstacle } } }"""
COMPARE = """query($a: ID!, $b: ID!) { comparePair(left: $a, right: $b) { together judgement
  judgements { agency { code } value author reason } explanation { outcome }
  properties { name propertyClass equal left { raw } right { raw } } } }"""
PREVIEW = """query($a: ID!, $b: ID!, $v: JudgementValue!) { judgementPreview(left: $a, right: $b, value: $v) {
  changes before { records { id } } after { records { id } } } }"""
JUDGE = """mutation($input: JudgeManyInput!) { judgeMany(input: $input) { judged outcomes { leftId rightId done
  preview { changes before { records { id } } after { records { id } } } } } }"""
ENTITY = "query($id: ID!) { entity(id: $id) { id caption records { id } matches { leftId rightId joins judgement } } }"


def person(reference: str, **more: str) -> Any:
    return record("Person", reference, name=NAME, birthDate="1987-03-04", nationality="TH", role="suspect", **more)


@pytest.fixture
def pair(desk: Desk) -> tuple[str, str]:
    """Return two records of two agencies that are one in the eyes of the Khmer police."""
    for agency in ("th-police", "kh-police"):
        desk.world.file(
            agency,
            person("p", sex="male", phone=PHONE),
            record("PhoneNumber", "n", number=PHONE),
            link("USES", "p", "n"),
        )
    return desk.world.id("th-police", "p"), desk.world.id("kh-police", "p")


def members(side: list[dict[str, Any]]) -> list[set[str]]:
    return [{r["id"] for r in entity["records"]} for entity in side]


def test_how_tells_each_step_and_what_kept_records_out(desk: Desk, pair: tuple[str, str]) -> None:
    token = desk.world.token("kh-police")
    [third] = desk.world.file("kh-police", person("q", sex="female", phone=PHONE))
    found = desk.data(HOW, token=token, id=pair[0])["how"]
    joined = [s for s in found["steps"] if s["obstacle"] is None]
    kept = [s for s in found["steps"] if s["obstacle"] is not None]
    assert {r["id"] for r in found["entity"]["records"]} == set(pair)
    assert [(s["basis"], {s["leftId"], s["rightId"]}, s["leftSize"], s["rightSize"]) for s in joined] == [
        ("MATCH", set(pair), 1, 1)
    ]
    assert joined[0]["weightBits"] > 16
    assert {(s["obstacle"], s["leftSize"] + s["rightSize"]) for s in kept} <= {("SEXES", 3)}
    assert desk.trail()[-1].entry.record_ids == tuple(sorted({*pair, *({third} if kept else set())}))
    assert desk.data(HOW, token=desk.world.token("my-telco"), id=pair[0]) == {"how": None}


def test_a_record_that_a_step_names_is_shown_on_its_basis_and_only_with_the_steps(
    desk: Desk, pair: tuple[str, str]
) -> None:
    token = desk.world.token("kh-police")
    [apart] = desk.world.file("th-police", person("q", sex="female", phone=PHONE))

    desk.data(HOW, token=token, id=pair[0])
    with_steps = desk.trail()[-1].entry
    desk.data("query($id: ID!) { how(id: $id) { __typename } }", token=token, id=pair[0])
    without = desk.trail()[-1].entry

    assert {*with_steps.record_ids} == {*pair, apart}
    # Of another agency each stands with the profile and the permits under which it was shown.
    told = {rid: d for d in with_steps.disclosures for rid in d.record_ids}
    assert {pair[0], apart} <= told.keys()
    assert all(told[rid].profile and told[rid].permits for rid in (pair[0], apart))
    assert {*without.record_ids} == {*pair}


def test_a_pair_side_by_side_shows_values_judgements_and_what_is_redacted(desk: Desk, pair: tuple[str, str]) -> None:
    world = desk.world
    found = desk.data(COMPARE, token=world.token("kh-police"), a=pair[0], b=pair[1])["comparePair"]
    rows = {row["name"]: row for row in found["properties"]}
    assert (found["together"], found["judgement"], found["judgements"]) == (True, "NO_JUDGEMENT", [])
    assert (rows["name"]["equal"], rows["name"]["left"]) == (True, [{"raw": NAME}])
    assert found["explanation"]["outcome"] == "MATCH"
    # The comparisons show the value of the number that both use.
    numbers = [world.id(agency, "n") for agency in ("th-police", "kh-police")]
    assert desk.trail()[-1].entry.record_ids == tuple(sorted((*pair, *numbers)))
    # Out of sight and absent answer alike, and so do records of different kinds.
    number = world.id("kh-police", "n")
    for a, b in ((pair[0], number), (pair[0], "r-" + "0" * 32)):
        assert desk.data(COMPARE, token=world.token("kh-police"), a=a, b=b) == {"comparePair": None}
    assert desk.data(COMPARE, token=world.token("my-telco"), a=pair[0], b=pair[1]) == {"comparePair": None}


@pytest.mark.long
def test_a_preview_changes_nothing_and_comes_true(desk: Desk, pair: tuple[str, str]) -> None:
    token = desk.world.token("kh-police")
    before = desk.data(ENTITY, token=token, id=pair[0])
    counters = desk.world.query("MATCH (c:Counter) RETURN c.name AS name, c.n AS n ORDER BY name")
    seen = desk.data(PREVIEW, token=token, a=pair[0], b=pair[1], v="NEGATIVE")["judgementPreview"]
    assert seen["changes"]
    assert members(seen["before"]) == [set(pair)]
    assert sorted(map(sorted, members(seen["after"]))) == sorted([pair[0]] if i == 0 else [pair[1]] for i in (0, 1))
    assert desk.data(ENTITY, token=token, id=pair[0]) == before
    assert desk.world.query("MATCH (c:Counter) RETURN c.name AS name, c.n AS n ORDER BY name") == counters
    done = desk.data(
        JUDGE,
        token=token,
        input={"reason": "r", "judgements": [{"left": pair[0], "right": pair[1], "value": "NEGATIVE"}]},
    )["judgeMany"]
    assert done["judged"] == 1
    assert members(done["outcomes"][0]["preview"]["after"]) == members(seen["after"])
    hidden = desk.data(PREVIEW, token=desk.world.token("my-telco"), a=pair[0], b=pair[1], v="NEGATIVE")
    assert hidden == {"judgementPreview": None}


def test_one_judgement_says_what_it_did(desk: Desk, pair: tuple[str, str]) -> None:
    query = """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: NEGATIVE, reason: "r"}) {
      explanation { outcome } preview { changes before { records { id } } after { records { id } } } userErrors { code } } }"""
    token = desk.world.token("kh-police")
    done = desk.data(query, token=token, a=pair[0], b=pair[1])["judge"]
    assert (done["preview"]["changes"], members(done["preview"]["before"])) == (True, [set(pair)])
    assert sorted(map(sorted, members(done["preview"]["after"]))) == sorted([[pair[0]], [pair[1]]])
    hidden = desk.data(query, token=desk.world.token("my-telco"), a=pair[0], b=pair[1])["judge"]
    assert (hidden["explanation"], hidden["preview"], hidden["userErrors"]) == (None, None, [{"code": "NOT_FOUND"}])


@pytest.mark.long
def test_taking_a_judgement_back_restores_exactly(desk: Desk, pair: tuple[str, str]) -> None:
    token = desk.world.token("kh-police")

    def look() -> str:
        return json.dumps([desk.data(ENTITY, token=token, id=rid) for rid in pair])

    def judge(value: JudgementValue) -> None:
        entry = {"left": pair[0], "right": pair[1], "value": str(value), "reason": "r"}
        assert desk.data(JUDGE, token=token, input={"judgements": [entry]})["judgeMany"]["judged"] == 1

    before = look()
    judge(JudgementValue.NEGATIVE)
    assert look() != before
    judge(JudgementValue.NO_JUDGEMENT)
    assert look() == before


@pytest.mark.long
def test_a_pair_tells_what_keeps_it_apart_wherever_it_is_shown(desk: Desk) -> None:
    token = desk.world.token("kh-police")
    a, b = desk.world.file(
        "th-police", person("p", passportNumber="AA1234567"), person("q", passportNumber="AB7654321")
    )
    why = "query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) { outcome keptApart } }"
    told = {"outcome": "REVIEW", "keptApart": "DOCUMENTS"}
    assert desk.data(why, token=token, a=a, b=b) == {"whyMatched": told}
    queue = "{ reviewQueue { edges { node { outcome keptApart } } } }"
    assert desk.data(queue, token=token)["reviewQueue"]["edges"] == [{"node": told}]
    compare = "query($a: ID!, $b: ID!) { comparePair(left: $a, right: $b) { together obstacle } }"
    assert desk.data(compare, token=token, a=a, b=b) == {"comparePair": {"together": False, "obstacle": "DOCUMENTS"}}


def test_agencies_that_disagree_make_a_pair_unsure(desk: Desk) -> None:
    world = desk.world
    pair = world.file("th-police", person("p", phone=PHONE), person("q", phone=PHONE))
    together = desk.data(COMPARE, token=world.token("kh-police"), a=pair[0], b=pair[1])["comparePair"]
    assert together["together"]
    for agency, value in (("th-police", "POSITIVE"), ("kh-police", "NEGATIVE")):
        entry = {"left": pair[0], "right": pair[1], "value": value, "reason": f"as {agency} sees it"}
        assert desk.data(JUDGE, token=world.token(agency), input={"judgements": [entry]})["judgeMany"]["judged"] == 1
    found = desk.data(COMPARE, token=world.token("kh-police"), a=pair[0], b=pair[1])["comparePair"]
    assert (found["judgement"], found["together"]) == ("UNSURE", False)
    assert [(j["agency"]["code"], j["value"], j["reason"]) for j in found["judgements"]] == [
        ("kh-police", "NEGATIVE", "as kh-police sees it"),
        ("th-police", "POSITIVE", "as th-police sees it"),
    ]


def test_many_judgements_answer_one_by_one_and_hidden_pairs_change_nothing(desk: Desk, pair: tuple[str, str]) -> None:
    world = desk.world
    absent = "r-" + "0" * 32
    judgements = [
        {"left": pair[0], "right": pair[1], "value": "UNSURE"},
        {"left": pair[0], "right": absent, "value": "POSITIVE"},
        {"left": pair[1], "right": world.id("kh-police", "n"), "value": "POSITIVE"},
    ]
    found = desk.data(JUDGE, token=world.token("kh-police"), input={"reason": "r", "judgements": judgements})[
        "judgeMany"
    ]
    assert [o["done"] for o in found["outcomes"]] == [True, False, False]
    assert found["judged"] == 1
    assert world.query("MATCH ()-[j:JUDGEMENT]->() RETURN count(j) AS n") == [{"n": 1}]
    announced, done = (stored.entry for stored in desk.trail()[-2:])
    assert announced.operation == "about to: mutation judgeMany"
    assert (done.operation, done.outcome) == ("mutation judgeMany", Outcome.ALLOWED)
    assert set(pair) <= set(done.record_ids)
    assert absent not in done.record_ids


def test_a_batch_of_hidden_pairs_leaves_no_trace_in_the_store(desk: Desk, pair: tuple[str, str]) -> None:
    everything = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY elementId(n)"
    before = desk.world.query(everything)
    entry = {"left": pair[0], "right": pair[1], "value": "NEGATIVE", "reason": "r"}
    found = desk.data(JUDGE, token=desk.world.token("my-telco"), input={"judgements": [entry]})["judgeMany"]
    assert found["judged"] == 0
    assert desk.world.query(everything) == before
    assert (desk.trail()[-1].entry.outcome, desk.trail()[-1].entry.record_ids) == (Outcome.DENIED, ())


def test_who_may_not_judge_judges_nothing_of_a_batch(desk: Desk, pair: tuple[str, str]) -> None:
    token = desk.world.token("kh-police", role="policy-officer")
    entry = {"left": pair[0], "right": pair[1], "value": "NEGATIVE", "reason": "r"}
    body = desk.ask(JUDGE, token=token, input={"judgements": [entry]})
    # What a policy officer does not see is not there; what it sees is not its to judge.
    if body.get("errors"):
        assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert body["data"] == {"judgeMany": None}
    else:
        assert body["data"]["judgeMany"]["judged"] == 0
    assert desk.world.query("MATCH ()-[j:JUDGEMENT]->() RETURN count(j) AS n") == [{"n": 0}]
    assert desk.trail()[-1].entry.outcome is Outcome.DENIED


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ({"judgements": []}, "judgements"),
        ({"judgements": [{"left": "a", "right": "a", "value": "UNSURE", "reason": "r"}]}, "judgements"),
        ({"judgements": [{"left": "a", "right": "b", "value": "UNSURE"}]}, "reason"),
        ({"judgements": [{"left": "a", "right": "b", "value": "UNSURE", "reason": "r"}] * 201}, "judgements"),
    ],
)
def test_a_batch_outside_its_limits_is_refused(desk: Desk, given: dict[str, Any], argument: str) -> None:
    body = desk.ask(JUDGE, token=desk.world.token("kh-police"), input=given)
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert f"`{argument}`" in body["errors"][0]["message"]


PATH = """query($id: ID!) { stationPath(id: $id) { device { records { id originator { code } } }
  stops { stationId observedAt locality coordinates sighting { id originator { code } } } } }"""


def station(
    world: World, agency: str, cell: str, stops: list[tuple[str, str]], profile: str = "law-enforcement"
) -> str:
    """File a false base station as one telco noticed it; return its record's id. All of it is invented."""
    items: list[SubmittedItem] = [
        record(
            "FalseBaseStation",
            "s",
            cell=cell,
            senderName="BANK-ALERT",
            lureText="Your points expire today, claim at https://points-claim.example/th now",
        )
    ]
    for n, (when, where) in enumerate(stops):
        items += [record("Sighting", f"o{n}", observedAt=when, locality=where), link("OBSERVED_AT", "s", f"o{n}")]
    return world.file(agency, *items, profile=profile, country=agency[:2].upper())[0]


def test_sightings_of_three_telcos_are_one_moving_device_each_seeing_its_own(desk: Desk) -> None:
    world = desk.world
    ids = {
        "th-telco": station(world, "th-telco", "520-01-4321-98765", [("2026-05-02T09:00:00Z", "Mae Sot")]),
        "my-telco": station(world, "my-telco", "502-12-4321-98765", [("2026-05-01T08:00:00Z", "Bukit Sample")]),
        "mm-telco": station(world, "mm-telco", "414-01-4321-98765", [("2026-05-03T10:00:00Z", "Myawaddy")]),
    }
    for agency, rid in ids.items():
        found = desk.data(PATH, token=world.token(agency), id=rid)["stationPath"]
        assert {r["originator"]["code"] for r in found["device"]["records"]} == {agency}
        assert [s["sighting"]["originator"]["code"] for s in found["stops"]] == [agency]
    whole = world.run(world.app.stations.path(world.system(), ids["my-telco"]))
    assert {r.originator for r in whole.device.records} == set(ids)
    assert [(s.observed_at, s.locality) for s in whole.stops] == [
        ("2026-05-01T08:00:00Z", "Bukit Sample"),
        ("2026-05-02T09:00:00Z", "Mae Sot"),
        ("2026-05-03T10:00:00Z", "Myawaddy"),
    ]
    other = desk.data(PATH, token=world.token("th-telco"), id=ids["my-telco"])
    assert other == {"stationPath": None}


GRANT = """mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code message } } }"""


def granting(reason: str, *, agency: str = "th-telco", **fields: Any) -> dict[str, Any]:
    """Return a grant to an agency for its investigation, for three days."""
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    return {"agency": agency, "purpose": "investigation", "reason": reason, "until": until, **fields}


def test_a_telco_confides_its_stretch_of_the_path_to_another_and_nothing_else(desk: Desk) -> None:
    world = desk.world
    theirs = station(world, "my-telco", "502-13-5321-98761", [("2026-06-01T08:00:00Z", "Bukit Sample")])
    mine = station(world, "th-telco", "520-03-5321-98761", [("2026-06-02T09:00:00Z", "Mae Sot")])
    [phone] = world.file("my-telco", record("PhoneNumber", "number", number="+60123451789"))
    world.settle()
    giver, asker = world.token("my-telco"), world.token("th-telco")
    seen = desk.data(PATH, token=giver, id=theirs)["stationPath"]
    links = "query($id: ID!) { record(id: $id) { links { id type } } }"
    order = granting("one device crossed the border", classes=["IDENTITY", "CONTACT", "LOCATION", "NARRATIVE"])

    grants = "MATCH (g:Grant) RETURN count(g) AS grants"
    before = world.query(grants)
    refused = desk.ask(GRANT, token=giver, input={**order, "records": [phone]})
    told = desk.trail()[-1].entry
    assert (refused["data"], [e["extensions"]["code"] for e in refused["errors"]]) == (
        {"grant": None},
        ["OVER_CEILING"],
    )
    assert world.query(grants) == before
    assert (told.operation, told.outcome) == ("mutation grant", Outcome.DENIED)
    assert "my-telco" not in json.dumps(desk.data(PATH, token=asker, id=mine))
    given = desk.data(
        GRANT,
        token=giver,
        input={
            **order,
            "records": [theirs, *(stop["sighting"]["id"] for stop in seen["stops"])],
            "links": [link["id"] for link in desk.data(links, token=giver, id=theirs)["record"]["links"]],
        },
    )

    assert given["grant"]["userErrors"] == []
    whole = desk.data(PATH, token=asker, id=mine)["stationPath"]
    assert [(s["locality"], s["sighting"]["originator"]["code"]) for s in whole["stops"]] == [
        ("Bukit Sample", "my-telco"),
        ("Mae Sot", "th-telco"),
    ]
    assert desk.data(PATH, token=world.token("mm-telco"), id=mine) == {"stationPath": None}
    assert desk.data("query($id: ID!) { record(id: $id) { id } }", token=asker, id=phone) == {"record": None}


def test_no_sighting_of_a_person_is_granted_to_a_telco_by_anybody(desk: Desk) -> None:
    world = desk.world
    refused: list[tuple[str, str, str]] = []
    for agency, role, purpose in (
        ("my-telco", "analyst", "investigation"),
        ("kh-hotline", "victim-support", "victim-protection"),
        ("th-police", "analyst", "investigation"),
    ):
        world.file(
            agency,
            record("Person", "walker", name="Mealea Chhim"),
            record("Sighting", "seen", summary="seen behind the casino", locality="Poipet"),
            record("Sighting", "of-nothing", summary="seen behind the casino", locality="Poipet"),
            link("OBSERVED_AT", "walker", "seen"),
        )
        refused += [(world.token(agency, role, purpose), agency, r) for r in ("seen", "of-nothing")]
    order = granting("where she was", classes=["LOCATION"])
    grants, asker = "MATCH (g:Grant) RETURN count(g) AS grants", world.token("th-telco")
    before = world.query(grants)
    for token, agency, reference in refused:
        sighting = world.id(agency, reference)
        found = desk.ask(GRANT, token=token, input={**order, "records": [sighting]})
        told = desk.trail()[-1].entry
        assert (found["data"], [e["extensions"]["code"] for e in found["errors"]]) == (
            {"grant": None},
            ["OVER_CEILING"],
        )
        assert (told.operation, told.outcome, world.query(grants)) == ("mutation grant", Outcome.DENIED, before)
        assert desk.data("query($id: ID!) { record(id: $id) { id } }", token=asker, id=sighting) == {"record": None}


@pytest.mark.parametrize("role", ["presumed-victim", "none"])
def test_no_sighting_of_a_device_goes_to_a_telco_where_a_person_was_seen_in_it(desk: Desk, role: str) -> None:
    world = desk.world
    world.file(
        "my-telco",
        record("FalseBaseStation", "b", cell="502-14-5321-98769", senderName="BANK-ALERT"),
        record("Person", "w", name="Mealea Chhim", role=role),
        record("Sighting", "seen-too", summary="seen behind the casino", locality="Poipet"),
        link("OBSERVED_AT", "b", "seen-too"),
        link("OBSERVED_AT", "w", "seen-too"),
    )
    sighting = world.id("my-telco", "seen-too")
    order = granting("one device", classes=["LOCATION"], records=[sighting])
    found = desk.ask(GRANT, token=world.token("my-telco"), input=order)
    # Who does not see the victim is not told of her by a refusal; what is granted opens nothing.
    assert ("errors" in found) is (role == "none")
    look = "query($id: ID!) { record(id: $id) { id } }"
    assert desk.data(look, token=world.token("th-telco"), id=sighting) == {"record": None}


def test_police_pass_no_sighting_of_a_person_on_to_a_telco(desk: Desk) -> None:
    world = desk.world
    world.file(
        "my-telco",
        record("Person", "w2", name="Vichit B."),
        record("Sighting", "his", summary="seen behind the casino", locality="Poipet"),
        link("OBSERVED_AT", "w2", "his"),
        profile="open",
    )
    sighting = world.id("my-telco", "his")
    order = granting("where he was", agency="th-police", onward=True, classes=["LOCATION"], records=[sighting])
    given = desk.data(GRANT, token=world.token("my-telco"), input=order)["grant"]["grant"]
    assert given is not None
    passing = "mutation($input: PassOnGrantInput!) { passOnGrant(input: $input) { grant { id } userErrors { code } } }"
    asked = {"id": given["id"], "agency": "th-telco", "reason": "for a case"}
    grants = "MATCH (g:Grant) RETURN count(g) AS grants"
    before = world.query(grants)
    refused = desk.ask(passing, token=world.token("th-police"), input=asked)
    assert [e["extensions"]["code"] for e in refused["errors"]] == ["OVER_CEILING"]
    told = desk.trail()[-1].entry
    assert (told.operation, told.outcome) == ("mutation passOnGrant", Outcome.DENIED)
    assert world.query(grants) == before
    look = "query($id: ID!) { record(id: $id) { id } }"
    assert desk.data(look, token=world.token("th-telco"), id=sighting) == {"record": None}


HISTORY = """query($id: ID!) { siteHistory(id: $id) { subject { id } names { name isAlias originators { code } }
  sites { id caption } moves { sourceId targetId since links { type } } } }"""


def test_a_compound_that_moved_has_a_history_with_names_of_all_scripts(desk: Desk) -> None:
    world = desk.world
    world.file(
        "kh-police",
        record("Site", "a", name="Romduol Sample Park", alias=["រមដួល", "Old Casino"], siteType="scam-compound"),
        record("Site", "b", name="Chhouk Sample Plaza", siteType="scam-compound"),
        record("Site", "c", name="Kulen Sample Hotel", siteType="hotel"),
        link("MOVED_TO", "a", "b"),
        link("MOVED_TO", "b", "c"),
    )
    a, b, c = (world.id("kh-police", r) for r in "abc")
    found = desk.data(HISTORY, token=world.token("kh-police"), id=b)["siteHistory"]
    assert found["subject"]["id"] == b
    assert {(m["sourceId"], m["targetId"]) for m in found["moves"]} == {(a, b), (b, c)}
    assert {s["id"] for s in found["sites"]} == {a, b, c}
    names = desk.data(HISTORY, token=world.token("kh-police"), id=a)["siteHistory"]["names"]
    assert [(n["name"], n["isAlias"]) for n in names] == [
        ("Romduol Sample Park", False),
        ("រមដួល", True),
        ("Old Casino", True),
    ]
    assert set(desk.trail()[-1].entry.record_ids) == {a, b, c}
    assert desk.data(HISTORY, token=world.token("sg-exchange"), id=a) == {"siteHistory": None}


def test_an_alert_has_the_captions_that_were_released(desk: Desk, pair: tuple[str, str]) -> None:
    query = "{ alerts(first: 50) { edges { node { recordId otherRecordId kind caption otherCaption } } } }"
    found = [e["node"] for e in desk.data(query, token=desk.world.token("kh-police"))["alerts"]["edges"]]
    by_kind = {a["kind"]: a for a in found}
    assert by_kind["PERSON"]["caption"] == NAME
    for alert in found:
        assert (alert["otherCaption"] is None) or alert["otherRecordId"] is not None
