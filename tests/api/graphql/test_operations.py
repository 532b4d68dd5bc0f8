"""Every query and mutation over HTTP, on one small case of two agencies; all of it is invented."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import DATASET, World, link, record

SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH"}
RECORD = "{ id kind originator { code } redacted properties { name propertyClass values { raw value status type } } }"


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on a case: police of two countries describe one suspect, his number and his compound."""
    module_world.file(
        "th-police",
        record("Person", "p", name="สมชาย ใจดี", role="suspect", notes="seen at the gate", **SUSPECT),
        record("PhoneNumber", "n", number="081 234 0678", country="TH"),
        record("Site", "s", name="Golden Mekong Park", siteType="scam-compound", locality="Tachileik", country="MM"),
        link("USES", "p", "n"),
        link("LOCATED_AT", "p", "s"),
    )
    module_world.file(
        "kh-police",
        record("Person", "p", name="Somchai Jaidee", role="suspect", **SUSPECT),
        record("PhoneNumber", "n", number="+66812340678"),
        link("USES", "p", "n"),
    )
    return Desk(module_world)


def kh(desk: Desk, reference: str) -> str:
    return desk.world.id("kh-police", reference)


def th(desk: Desk, reference: str) -> str:
    return desk.world.id("th-police", reference)


def values(found: dict[str, Any], name: str) -> Any:
    return next(p["values"] for p in found["properties"] if p["name"] == name)


def test_viewer_tells_who_asks_and_under_which_terms(desk: Desk) -> None:
    found = desk.data(
        "{ viewer { agency { code jurisdiction sector } subject roles purpose caseRef policyVersion scopeKey } }",
        token=desk.world.token("kh-police"),
    )["viewer"]
    assert len(found.pop("scopeKey")) == 34
    assert found == {
        "agency": {"code": "kh-police", "jurisdiction": "KH", "sector": "POLICE"},
        "subject": "analyst of kh-police",
        "roles": ["analyst"],
        "purpose": "investigation",
        "caseRef": "T-1",
        "policyVersion": desk.world.app.bundle.version,
    }


@pytest.mark.parametrize("agency", ["th-police", "kh-police"])
def test_every_member_that_a_viewer_sees_leads_to_one_entity(desk: Desk, agency: str) -> None:
    query = "query($id: ID!) { entity(id: $id) { id kind caption records { id } originators { code } } }"
    found = [
        desk.data(query, token=desk.world.token(agency), id=rid)["entity"] for rid in (th(desk, "p"), kh(desk, "p"))
    ]
    own, both = {"id": th(desk, "p")}, [{"id": th(desk, "p")}, {"id": kh(desk, "p")}]
    if agency == "th-police":  # the police of KH release no person
        assert [f and f["records"] for f in found] == [[own], None]
    else:
        assert found[0] == found[1]
        assert found[0]["id"] == th(desk, "p")
        assert found[0]["records"] == both
        assert found[0]["originators"] == [{"code": "kh-police"}, {"code": "th-police"}]


def test_an_entity_tells_which_pairs_join_it(desk: Desk) -> None:
    query = "query($id: ID!) { entity(id: $id) { matches { leftId rightId outcome judgement joins weightBits } } }"
    found = desk.data(query, token=desk.world.token("kh-police"), id=kh(desk, "p"))["entity"]["matches"]
    left, right = sorted((th(desk, "p"), kh(desk, "p")))
    assert [(m["leftId"], m["rightId"], m["outcome"], m["judgement"], m["joins"]) for m in found] == [
        (left, right, "MATCH", "NO_JUDGEMENT", True)
    ]
    assert found[0]["weightBits"] > 16


def test_a_record_shows_values_and_marks_from_the_scope_alone(desk: Desk) -> None:
    query = f"query($id: ID!) {{ record(id: $id) {RECORD} }}"
    own = desk.data(query, token=desk.world.token("th-police"), id=th(desk, "p"))["record"]
    assert own["redacted"] == []
    assert values(own, "name") == [{"raw": "สมชาย ใจดี", "value": "สมชาย ใจดี", "status": "VALID", "type": "thai"}]
    fiu = desk.data(query, token=desk.world.token("sg-fiu"), id=th(desk, "p"))["record"]
    assert fiu["redacted"] == ["NARRATIVE", "SOURCE"]
    assert values(fiu, "notes") is None
    assert values(fiu, "sourceDescription") is None  # redacted as well, though nobody filled it
    assert values(fiu, "name") is not None


def test_a_record_has_a_field_for_each_property_of_its_kind(desk: Desk) -> None:
    query = """query($id: ID!) { record(id: $id) {
      ... on PhoneNumber { number { raw value status } carrier { raw } notes { raw } }
      caption provenance { reference dataset evaluation assertedAt } handling { profile tlp caveats purposes }
      links { type sourceId targetId redacted note } entity { id } subjectRole nonPunishmentNotice receivedAt } }"""
    found = desk.data(query, token=desk.world.token("th-police"), id=th(desk, "n"))["record"]
    assert found["number"] == [{"raw": "081 234 0678", "value": "+66812340678", "status": "VALID"}]
    assert (found["carrier"], found["notes"]) == ([], [])
    assert found["caption"] == "081 234 0678"
    assert found["provenance"] == {"reference": "n", "dataset": "cases", "evaluation": "X4", "assertedAt": None}
    assert found["handling"] == {
        "profile": "law-enforcement",
        "tlp": "AMBER",
        "caveats": ["NO_ONWARD"],
        "purposes": ["border-control", "financial-intelligence", "investigation"],
    }
    assert [(x["type"], x["sourceId"], x["redacted"]) for x in found["links"]] == [("USES", th(desk, "p"), False)]
    assert found["entity"] == {"id": th(desk, "n")}
    assert (found["subjectRole"], found["nonPunishmentNotice"]) == ("NONE", None)


@pytest.mark.parametrize(
    "text", ["สมชาย", "somchai", "Somchai JAIDEE", "081-234-0678", "+66 81 234 0678", "0066812340678"]
)
def test_search_finds_across_scripts_and_notations(desk: Desk, text: str) -> None:
    query = """query($text: String!) { search(text: $text, country: "TH") {
      edges { cursor score node { id kind } } pageInfo { hasNextPage endCursor } } }"""
    found = desk.data(query, token=desk.world.token("kh-police"), text=text)["search"]
    expected = th(desk, "n") if any(c.isdigit() for c in text) else th(desk, "p")
    assert found["edges"][0]["node"]["id"] == expected
    assert found["pageInfo"] == {"hasNextPage": False, "endCursor": found["edges"][-1]["cursor"]}


def test_search_keeps_to_a_kind(desk: Desk) -> None:
    query = '{ search(text: "golden mekong", kind: SITE) { edges { node { kind caption } } } }'
    found = desk.data(query, token=desk.world.token("th-police"))["search"]["edges"]
    assert found == [{"node": {"kind": "SITE", "caption": "Golden Mekong Park"}}]


def test_a_link_tells_whose_it_is_and_its_grade_to_who_reads_its_source(desk: Desk) -> None:
    query = (
        "query($id: ID!) { record(id: $id) { links { type originator { code } evaluation handling { profile tlp } } } }"
    )
    shown = {
        agency: desk.data(query, token=desk.world.token(agency), id=th(desk, "p"))["record"]["links"]
        for agency in ("th-police", "kh-police")
    }
    handling = {"profile": "law-enforcement", "tlp": "AMBER"}
    for agency, grade in (
        ("th-police", "X4"),
        ("kh-police", None),
    ):  # the police of TH keep their sources to themselves
        assert sorted(link.pop("type") for link in shown[agency]) == ["LOCATED_AT", "USES"]
        assert shown[agency] == [{"originator": {"code": "th-police"}, "evaluation": grade, "handling": handling}] * 2


def test_a_network_grows_by_links_of_every_member(desk: Desk) -> None:
    query = """query($id: ID!, $limit: Int!) { network(id: $id, depth: 2, limit: $limit) {
      entities { id kind } edges { type sourceId targetId links { id } } truncated } }"""
    found = desk.data(query, token=desk.world.token("kh-police"), id=kh(desk, "p"), limit=50)["network"]
    assert found["entities"][0] == {"id": th(desk, "p"), "kind": "PERSON"}
    assert sorted(e["kind"] for e in found["entities"]) == ["PERSON", "PHONE_NUMBER", "SITE"]
    assert [(e["type"], e["sourceId"], e["targetId"], len(e["links"])) for e in found["edges"]] == sorted(
        [
            ("USES", th(desk, "p"), th(desk, "n"), 2),
            ("LOCATED_AT", th(desk, "p"), th(desk, "s"), 1),
        ],
        key=lambda e: (e[1], e[0], e[2]),
    )
    assert found["truncated"] is False
    assert (
        desk.data(query, token=desk.world.token("kh-police"), id=kh(desk, "p"), limit=2)["network"]["truncated"] is True
    )


def test_a_path_is_the_shortest_visible_one_or_null(desk: Desk) -> None:
    query = """query($a: ID!, $b: ID!) { path(source: $a, target: $b) {
      entities { id } edges { type } truncated } }"""
    kh_police = desk.world.token("kh-police")
    found = desk.data(query, token=kh_police, a=kh(desk, "n"), b=th(desk, "s"))["path"]
    assert [e["id"] for e in found["entities"]] == [th(desk, "n"), th(desk, "p"), th(desk, "s")]
    assert sorted(e["type"] for e in found["edges"]) == ["LOCATED_AT", "USES"]
    assert desk.data(query, token=desk.world.token("th-police"), a=kh(desk, "p"), b=th(desk, "s")) == {"path": None}
    assert desk.data(query, token=kh_police, a=kh(desk, "p"), b=kh(desk, "p"))["path"]["edges"] == []


def test_why_matched_shows_each_comparison(desk: Desk) -> None:
    query = """query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) {
      outcome nameAgrees strongFeatures comparisons { feature propertyClass level left right weightBits frequency } } }"""
    found = desk.data(query, token=desk.world.token("kh-police"), a=kh(desk, "p"), b=th(desk, "p"))["whyMatched"]
    assert (found["outcome"], found["nameAgrees"]) == ("MATCH", True)
    assert found["strongFeatures"] == ["birth-date", "linked-phone-number"]
    levels = {c["feature"]: (c["level"], c["propertyClass"]) for c in found["comparisons"]}
    assert levels["birth-date"] == ("exact", "IDENTITY")
    common = {c["feature"]: c["frequency"] for c in found["comparisons"]}
    assert 0 < common["name"] < 1e-4
    assert common["birth-date"] is None
    assert levels["linked-phone-number"] == ("equal", "CONTACT")
    assert desk.data(query, token=desk.world.token("th-police"), a=kh(desk, "p"), b=th(desk, "p")) == {
        "whyMatched": None
    }


def test_alerts_tell_each_side_of_its_own_record(desk: Desk) -> None:
    query = "{ alerts { edges { node { recordId kind strength otherRecordId otherAgency { code contact } } } } }"
    for own, other in (("th-police", "kh-police"), ("kh-police", "th-police")):
        found = [e["node"] for e in desk.data(query, token=desk.world.token(own))["alerts"]["edges"]]
        assert {n["kind"]: n["recordId"] for n in found} == {
            "PERSON": desk.world.id(own, "p"),
            "PHONE_NUMBER": desk.world.id(own, "n"),
        }
        assert {n["otherAgency"]["code"] for n in found} == {other}
        named = {n["kind"]: n["otherRecordId"] for n in found}
        assert named["PHONE_NUMBER"] == desk.world.id(other, "n")
        # The police of KH release numbers and no persons: the other side hears of the person without its id.
        assert named["PERSON"] == (None if own == "th-police" else th(desk, "p"))


def test_alerts_are_acknowledged_once_and_leave_the_open_ones(desk: Desk) -> None:
    token = desk.world.token("kh-police", "duty-officer")
    inbox = "{ alerts(openOnly: true) { edges { node { id } } } }"
    first = desk.data(inbox, token=token)["alerts"]["edges"][0]["node"]["id"]
    query = """mutation($id: ID!) { acknowledgeAlert(input: {id: $id}) {
      alert { id acknowledgedBy acknowledgedAt } userErrors { code } } }"""
    done = desk.data(query, token=token, id=first)["acknowledgeAlert"]
    assert (done["alert"]["acknowledgedBy"], done["userErrors"]) == ("duty-officer of kh-police", [])
    again = desk.data(query, token=desk.world.token("kh-police"), id=first)["acknowledgeAlert"]
    assert again == done
    assert first not in [e["node"]["id"] for e in desk.data(inbox, token=token)["alerts"]["edges"]]


@pytest.mark.parametrize(
    ("changed", "rule", "field"),
    [
        ({"assertedAt": "lately"}, "unreadable-timestamp", "assertedAt"),
        ({"assertedAt": "2026-11-30T10:00:00"}, "missing-zone", "assertedAt"),
        ({"reference": " "}, "missing-reference", "reference"),
        ({"profile": "sekret"}, "unknown-profile", None),
        ({"properties": [{"name": "birthDate", "values": ["soon"]}]}, "unreadable-date", "birthDate"),
    ],
)
def test_a_problem_of_an_item_names_the_field_of_the_input(
    desk: Desk, changed: dict[str, Any], rule: str, field: str | None
) -> None:
    query = """mutation($input: SubmitRecordsInput!) { submitRecords(input: $input) {
      records { id problems { rule property } } userErrors { code message } } }"""
    item = {"kind": "PERSON", "reference": "wrong", "properties": [{"name": "name", "values": ["Tan Mei"]}], **changed}
    given = {"dataset": "fields", "profile": "law-enforcement", "records": [item]}
    found = desk.data(query, token=desk.world.token("my-telco"), input=given)["submitRecords"]
    assert found["records"] == [{"id": None, "problems": [{"rule": rule, "property": field}]}]
    told = "1 of 1 items wait in your quarantine: `problems` says why"
    assert found["userErrors"] == [{"code": "QUARANTINED", "message": told}]


@pytest.mark.parametrize("asserted", ["2026-11-30T10:00:00+07:00", "2026-11-30T03:00:00Z", "2026-11-30"])
def test_a_time_with_its_zone_and_a_day_are_taken(desk: Desk, asserted: str) -> None:
    query = "mutation($input: SubmitRecordsInput!) { submitRecords(input: $input) { records { problems { rule } } } }"
    item = {"kind": "PERSON", "reference": f"at {asserted}", "properties": [], "assertedAt": asserted}
    given = {"dataset": "fields", "profile": "law-enforcement", "records": [item]}
    found = desk.data(query, token=desk.world.token("my-telco"), input=given)["submitRecords"]["records"]
    assert found == [{"problems": []}]


def test_submit_records_files_and_quarantines_item_by_item(desk: Desk) -> None:
    query = """mutation($input: SubmitRecordsInput!) { submitRecords(input: $input) {
      records { id problems { rule property explanation } } links { id problems { rule } } created changed unchanged userErrors { code } } }"""
    given = {
        "dataset": "cases",
        "profile": "law-enforcement",
        "country": "MY",
        "records": [
            {"kind": "PHONE_NUMBER", "reference": "1", "properties": [{"name": "number", "values": ["012-345 1789"]}]},
            {"kind": "PHONE_NUMBER", "reference": "2", "properties": [{"name": "nummer", "values": ["1"]}]},
            {"kind": "PERSON", "reference": "3", "properties": [{"name": "name", "values": ["Tan Mei"]}]},
        ],
        "links": [
            {"type": "USES", "sourceReference": "3", "targetReference": "1"},
            {"type": "USES", "sourceReference": "3", "targetReference": "nobody"},
        ],
    }
    token = desk.world.token("my-telco")
    found = desk.data(query, token=token, input=given)["submitRecords"]
    assert [r["id"] is None for r in found["records"]] == [False, True, False]
    assert [r["problems"] for r in found["records"][::2]] == [[], []]
    assert found["records"][1]["problems"] == [
        {
            "rule": "unknown-property",
            "property": "nummer",
            "explanation": "the kind has no such property: known are `activatedAt`, `batch`, `carrier`, `country`, "
            "`notes`, `number`, `sourceDescription`, `status`",
        },
        {
            "rule": "missing-key",
            "property": "number",
            "explanation": "a selector needs the value that tells which one it is",
        },
    ]
    assert [link["problems"] for link in found["links"]] == [[], [{"rule": "unknown-end"}]]
    assert (found["created"], found["changed"], found["unchanged"]) == (2, 0, 0)
    assert found["records"][0]["id"] == desk.world.id("my-telco", "1")
    again = desk.data(query, token=token, input=given)["submitRecords"]
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)
    read = desk.data("query($id: ID!) { record(id: $id) { caption } }", token=token, id=found["records"][0]["id"])
    assert read == {"record": {"caption": "012-345 1789"}}


def test_a_property_that_is_named_twice_keeps_the_values_of_both(desk: Desk) -> None:
    query = """mutation($input: SubmitRecordsInput!) { submitRecords(input: $input) {
      created records { id problems { rule } } } }"""
    named = [("name", ["Aung Myat"]), ("alias", ["Ko Myat"]), ("name", ["Aung Myat Htun", "Aung Myat"])]
    one = {"kind": "PERSON", "reference": "twice", "properties": [{"name": n, "values": v} for n, v in named]}
    given = {"dataset": "cases", "profile": "law-enforcement", "records": [one]}
    token = desk.world.token("th-police")
    [filed] = desk.data(query, token=token, input=given)["submitRecords"]["records"]
    look = "query($id: ID!) { record(id: $id) { properties { name values { raw } } } }"
    found = desk.data(look, token=token, id=filed["id"])["record"]["properties"]
    told = {p["name"]: [v["raw"] for v in p["values"]] for p in found}
    assert (filed["problems"], told) == ([], {"name": ["Aung Myat", "Aung Myat Htun"], "alias": ["Ko Myat"]})


def test_an_unknown_profile_is_the_callers_error(desk: Desk) -> None:
    query = 'mutation { submitRecords(input: {dataset: "d", profile: "top-secret"}) { created } }'
    found = desk.ask(query, token=desk.world.token("my-telco"))
    assert found["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    judge = """mutation($a: ID!, $b: ID!) {
      judge(input: {left: $a, right: $b, value: UNSURE, reason: "r", profile: "law-enforcment"}) { userErrors { code } } }"""
    found = desk.ask(judge, token=desk.world.token("kh-police"), a=th(desk, "p"), b=kh(desk, "p"))
    many = """mutation($a: ID!, $b: ID!) { judgeMany(input: {profile: "law-enforcment", judgements: [
      {left: $a, right: $b, value: UNSURE, reason: "r"}]}) { judged } }"""
    at_once = desk.ask(many, token=desk.world.token("kh-police"), a=th(desk, "p"), b=kh(desk, "p"))
    # The nearest word may be the more open profile: all are named.
    known = "`hit-only`, `law-enforcement`, `open`, `originator-controlled`, `victim-protection`"
    for answer in (found, at_once):
        assert answer["errors"][0]["message"] == f"unknown handling profile `law-enforcment`: known are {known}"
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('dataset: "d", country: "Cambodia"', "`country` is no country code, did you mean `KH`?"),
        ('dataset: "D 1", country: "KH"', "`dataset` is no code: small letters and digits, joined by `-`, `_` or `.`"),
    ],
)
def test_numbers_are_filed_under_a_country_and_a_dataset_that_are_codes(desk: Desk, given: str, told: str) -> None:
    query = f"mutation {{ submitRecords(input: {{{given}}}) {{ created }} }}"
    [error] = desk.ask(query, token=desk.world.token("my-telco"))["errors"]
    assert (error["message"], error["extensions"]["code"]) == (told, "BAD_USER_INPUT")


JUDGE = """mutation($a: ID!, $b: ID!, $v: JudgementValue!) {
  judge(input: {left: $a, right: $b, value: $v, reason: "seen"}) { explanation { outcome } userErrors { code } } }"""
ENTITY = "query($id: ID!) { entity(id: $id) { records { id } matches { joins judgement outcome } } }"


def test_a_negative_takes_an_entity_apart_and_its_withdrawal_restores_it_exactly(desk: Desk) -> None:
    token, a, b = desk.world.token("kh-police"), th(desk, "p"), kh(desk, "p")
    before = desk.post(ENTITY, token=token, variables={"id": b}).content
    assert desk.data(JUDGE, token=token, a=a, b=b, v="NEGATIVE")["judge"] == {
        "explanation": {"outcome": "MATCH"},
        "userErrors": [],
    }
    apart = desk.data(ENTITY, token=token, id=b)["entity"]
    assert apart["records"] == [{"id": b}]
    assert apart["matches"] == [{"joins": False, "judgement": "NEGATIVE", "outcome": "MATCH"}]
    desk.world.settle()
    assert desk.data(ENTITY, token=token, id=b)["entity"] == apart
    desk.data(JUDGE, token=token, a=b, b=a, v="NO_JUDGEMENT")
    assert desk.post(ENTITY, token=token, variables={"id": b}).content == before


def test_a_positive_joins_what_waited_for_a_human(desk: Desk) -> None:
    desk.world.file("kh-police", record("Person", "w1", name="Wichit Busabasombat", role="suspect", birthDate="1979"))
    desk.world.file("th-police", record("Person", "w2", name="Wichit Busabasombat", role="suspect", birthDate="1979"))
    token, a, b = desk.world.token("kh-police"), kh(desk, "w1"), th(desk, "w2")
    queue = "{ reviewQueue(kind: PERSON) { edges { node { left { id } right { id } outcome } } } }"
    waiting = [e["node"] for e in desk.data(queue, token=token)["reviewQueue"]["edges"]]
    assert [({w["left"]["id"], w["right"]["id"]}, w["outcome"]) for w in waiting] == [({a, b}, "REVIEW")]
    assert desk.data(queue.replace("PERSON", "SITE"), token=token)["reviewQueue"]["edges"] == []
    desk.data(JUDGE, token=token, a=a, b=b, v="POSITIVE")
    assert [r["id"] for r in desk.data(ENTITY, token=token, id=b)["entity"]["records"]] == [a, b]
    assert desk.data(queue, token=token)["reviewQueue"]["edges"] == []


def test_an_agency_finds_its_own_record_by_its_reference(desk: Desk) -> None:
    query = "query($dataset: String!, $reference: String!) { recordByReference(dataset: $dataset, reference: $reference) { id } }"
    asked = {"dataset": DATASET, "reference": " p "}
    for agency in ("kh-police", "th-police"):
        found = desk.data(query, token=desk.world.token(agency), **asked)
        assert found == {"recordByReference": {"id": desk.world.id(agency, "p")}}
    token = desk.world.token("sg-exchange", purpose="financial-intelligence")
    for reference in ("p", "no such"):
        assert desk.data(query, token=token, dataset=DATASET, reference=reference) == {"recordByReference": None}


def test_a_pair_of_one_record_cannot_be_judged(desk: Desk) -> None:
    found = desk.ask(JUDGE, token=desk.world.token("kh-police"), a=kh(desk, "p"), b=kh(desk, "p"), v="POSITIVE")
    assert found["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("query", "argument"),
    [
        ('{ search(text: "a", first: 0) { edges { cursor } } }', "first"),
        ('{ search(text: "a", first: 101) { edges { cursor } } }', "first"),
        ('{ search(text: "%s") { edges { cursor } } }' % ("x" * 501), "text"),
        ('{ network(id: "r-1", depth: 4) { truncated } }', "depth"),
        ('{ network(id: "r-1", limit: 0) { truncated } }', "limit"),
        ('{ path(source: "r-1", target: "r-2", maxLength: 7) { truncated } }', "maxLength"),
        ('{ path(source: "r-1", target: "r-2", maxLength: 13, directed: true) { truncated } }', "maxLength"),
        ('{ path(source: "r-1", target: "r-2", maxLength: 0, linkTypes: [USES]) { truncated } }', "maxLength"),
        ('{ network(id: "r-1", linkTypes: []) { truncated } }', "linkTypes"),
        ('{ network(id: "r-1", kinds: []) { truncated } }', "kinds"),
        ('{ path(source: "r-1", target: "r-2", linkTypes: []) { truncated } }', "linkTypes"),
        ('{ path(source: "r-1", target: "r-2", kinds: []) { truncated } }', "kinds"),
        ('{ reviewQueue(agency: "th-plice") { edges { cursor } } }', "agency"),
        ('{ reviewQueue(agency: "TH-POLICE") { edges { cursor } } }', "agency"),
        ('{ reviewQueue(agency: "") { edges { cursor } } }', "agency"),
        ("{ reviewQueue(first: -1) { edges { cursor } } }", "first"),
        ("{ alerts(first: 1000) { edges { cursor } } }", "first"),
    ],
)
def test_arguments_outside_their_limits_are_refused(desk: Desk, query: str, argument: str) -> None:
    found = desk.ask(query, token=desk.world.token("th-police"))
    assert found["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert found["errors"][0]["message"].startswith(f"argument `{argument}` ")


def test_a_slip_in_the_agency_of_the_queue_does_not_read_as_nothing_to_do(desk: Desk) -> None:
    query = '{ reviewQueue(agency: "th-plice") { edges { cursor } } }'
    [error] = desk.ask(query, token=desk.world.token("kh-police"))["errors"]
    assert error["message"] == "argument `agency` is not a registered party, did you mean `th-police`?"


@pytest.mark.parametrize(
    "text", ["", " ", "*", "a OR *", "text_identity:*", '"', "\\", "(", "~0.1", "x" * 500, "\x00", "🙂"]
)
def test_a_callers_text_never_becomes_query_syntax(desk: Desk, text: str) -> None:
    query = "query($text: String!) { search(text: $text) { edges { node { id } } } }"
    found = desk.data(query, token=desk.world.token("ph-police"), text=text)["search"]["edges"]
    assert found == []


@pytest.mark.parametrize("rid", ["", "r-0", "r-" + "0" * 32, "'", "x" * 5_000, "\x00"])
def test_what_is_absent_is_null_whatever_its_id_looks_like(desk: Desk, rid: str) -> None:
    query = """query($id: ID!) { entity(id: $id) { id } record(id: $id) { id } network(id: $id) { truncated }
      path(source: $id, target: $id) { truncated } whyMatched(left: $id, right: $id) { outcome } }"""
    found = desk.data(query, token=desk.world.token("th-police"), id=rid)
    assert found == {"entity": None, "record": None, "network": None, "path": None, "whyMatched": None}
