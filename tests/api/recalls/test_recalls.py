"""A withdrawal reaches everybody who had the record, its originator sees who answered, and what is withdrawn is gone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.audit.auditing import audit_operation, exposure_of
from api.recalls.fallout import FalloutReader
from graph.store import Access, Template
from policies import Exposure, Outcome, verify_audit
from tests.api.asking import Desk
from tests.api.recalling import (
    CLAIM,
    FALLOUT,
    ISSUED,
    LOOK,
    NAME,
    NARROW,
    NUMBER,
    RECALLS,
    RETRACT,
    fill,
    folder_text,
    ids,
    nodes,
    token,
)
from tests.world import World, link, record, viewer

pytestmark = pytest.mark.usefixtures("as_documented")

ANSWER = """mutation($id: ID!, $answer: RecallAnswer!, $reason: String) { acknowledgeRecall(input: {id: $id, answer: $answer, reason: $reason}) {
  notice { answer answeredBy } userErrors { code } } }"""
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { records question } } }"


def stored(world: World) -> str:
    """Return all that the store holds, as one text."""
    found = world.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
    links = world.query("MATCH ()-[r]->() RETURN type(r) AS t, properties(r) AS p")
    return json.dumps([found, links], default=str, ensure_ascii=False)


def searched(world: World, word: str) -> list[dict[str, Any]]:
    query = "CALL db.index.fulltext.queryNodes($p.index, $p.query) YIELD node RETURN node.rid AS rid"
    world.run(world.app.resolver.indexed())
    return [
        row for index, field in (("search", "text_identity"), ("search", "text_narrative"))
        for row in world.query(query, {"index": index, "query": f"{field}:{word}"})
    ]  # fmt: skip


def given_by_name(desk: Desk) -> dict[str, Any]:
    """Let the Thai police give the Cambodian police what a search for the name finds; return the grant."""
    order: dict[str, Any] = {
        "agency": "kh-police",
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "asked for",
    }
    order |= {"question": {"search": NAME}, "until": (datetime.now(UTC) + timedelta(days=9)).isoformat()}
    given: dict[str, Any] = desk.data(GIVE, token=token(desk, "th-police"), input=order)["grant"]["grant"]
    return given


def answered(desk: Desk, recall: str, answer: str, **reason: str) -> list[str]:
    """Answer a recall as the Cambodian police; return the codes of the errors."""
    body = desk.ask(ANSWER, token=token(desk, "kh-police"), id=recall, answer=answer, **reason)
    return [e["extensions"]["code"] for e in body.get("errors", [])]


class TestWithdrawal:
    def test_everybody_who_had_it_is_told(self, desk: Desk) -> None:
        fill(desk.world)
        listed = record("Person", "o", name=NAME, birthDate="1980-05-06", nationality="TH")
        desk.world.file("us-ofac", listed, profile="open")
        [rid] = ids(desk.world, "p")
        for agency in ("kh-police", "my-police", "my-telco"):
            desk.data(LOOK, token=token(desk, agency), id=rid)
        before = desk.data(FALLOUT, token=token(desk, "th-police", "duty-officer"), id=rid)["falloutReport"]
        assert before["recipients"] == [{"code": "kh-police"}, {"code": "my-police"}]
        # It is one with the record of kh-police as well, but that is hidden from th-police.
        assert before["matches"] == [{"recordId": desk.world.id("us-ofac", "o"), "originator": {"code": "us-ofac"}}]
        assert {a["otherAgency"]["code"] for a in before["alerts"]} == {"kh-police"}

        done = desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)["retractRecords"]

        assert done["done"]
        [recall] = done["recalls"]
        assert (recall["recordId"], recall["cause"], recall["outstanding"]) == (rid, "RETRACTED", 2)
        assert recall["notices"] == [
            {"agency": {"code": "kh-police"}, "form": "RECIPIENT"},
            {"agency": {"code": "my-police"}, "form": "RECIPIENT"},
        ]
        for agency in ("th-police", "kh-police", "my-police"):
            assert desk.data(LOOK, token=token(desk, agency), id=rid) == {"record": None}
        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        told = (mine["recordId"], mine["cause"], mine["reason"], mine["answer"])
        assert told == (rid, "RETRACTED", "a mistake", None)
        assert nodes(desk.data(RECALLS, token=token(desk, "my-telco"), open=False), "recalls") == []
        assert nodes(desk.data(RECALLS, token=token(desk, "th-police"), open=False), "recalls") == []
        # What relied on it stands in the report although the record is gone.
        assert desk.data(FALLOUT, token=token(desk, "th-police", "duty-officer"), id=rid)["falloutReport"] == before

    @pytest.mark.long
    def test_the_originator_sees_who_answered_and_what_was_done_stays_done(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        for agency in ("kh-police", "my-police"):
            desk.data(LOOK, token=token(desk, agency), id=rid)
        desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)
        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")

        assert answered(desk, mine["id"], "NOT_DONE") == ["BAD_USER_INPUT"]
        desk.data(ANSWER, token=token(desk, "kh-police"), id=mine["id"], answer="DONE", reason="struck from the file")
        [issued] = nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
        assert issued["outstanding"] == 1
        answers = {n["agency"]["code"]: (n["answer"], n["answerReason"]) for n in issued["notices"]}
        assert answers == {"kh-police": ("DONE", "struck from the file"), "my-police": (None, None)}
        assert nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls") == []

        # Neither another answer nor a second one of the same kind writes over it.
        assert answered(desk, mine["id"], "NOT_DONE", reason="later") == ["BAD_USER_INPUT"]
        assert answered(desk, mine["id"], "DONE", reason="later") == []
        [issued] = nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
        assert {n["agency"]["code"]: n["answerReason"] for n in issued["notices"]} == {
            "kh-police": "struck from the file",
            "my-police": None,
        }

    def test_what_is_sealed_meanwhile_is_not_withdrawn_under_the_terms_before(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another agency's claim seals the record while the originator's withdrawal reads what relied on it."""
        world, who = desk.world, {"name": NAME, "birthDate": "1999-04-05", "nationality": "TH"}
        world.file("th-police", record("Person", "t", role="suspect", **who))
        world.file("kh-hotline", record("Person", "h", **who))
        [rid] = ids(world, "t")
        protection = world.token("kh-hotline", "victim-support", "victim-protection")
        claim = {"query": CLAIM, "variables": {"ids": ids(world, "h", agency="kh-hotline")}}
        kept = FalloutReader.kept

        async def kept_and_sealed(*given: Any) -> dict[str, Any]:
            found = await kept(*given)
            answer = await desk.send(json=claim, headers={"authorization": f"Bearer {protection}"})
            assert answer.json()["data"]["claimVictim"]["claim"] is not None
            return found

        monkeypatch.setattr(FalloutReader, "kept", kept_and_sealed)
        done = desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)["retractRecords"]

        assert (done["done"], done["recalls"]) == (False, [])
        assert [e["code"] for e in done["userErrors"]] == ["RECORD_MOVED"]
        assert world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.rid AS rid", {"rid": rid}) == [{"rid": rid}]
        assert world.query("MATCH (c:Recall) RETURN c.id AS id") == []
        assert desk.trail()[-1].entry.outcome is Outcome.DENIED

    def test_every_export_is_told_by_itself_of_the_own_ones_projections_alone(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        app = desk.world.app
        for agency, operation in (
            ("kh-police", "bloom projection"),
            ("kh-police", "review queue"),
            ("th-police", "alerts"),
            ("th-police", "record"),
            ("th-police", "bloom projection"),
        ):
            who, scope = viewer(agency), desk.world.scope(agency)
            records = desk.world.run(app.records.records(scope, [rid]))
            told = app.accountability.disclosures.disclosures(
                scope,
                {str(r.id): r.compartment for r in records},
                granted={},
                exposure=Exposure.EXPORTED,
            )
            audit_operation(app.audit, who, operation, scope, [rid], disclosures=told)

        desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)

        theirs = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        assert {(n["form"], n["operation"], n["person"]) for n in theirs} == {
            ("EXPORT", "bloom projection", "analyst of kh-police"),
            ("EXPORT", "review queue", "analyst of kh-police"),
        }
        [own] = nodes(desk.data(RECALLS, token=token(desk, "th-police"), open=True), "recalls")
        assert (own["form"], own["operation"]) == ("EXPORT", "bloom projection")
        report = desk.data(FALLOUT, token=token(desk, "th-police", "duty-officer"), id=rid)["falloutReport"]
        assert [e["agency"]["code"] for e in report["exports"]] == ["th-police"] * 3 + ["kh-police"] * 2
        assert report["recipients"] == [{"code": "kh-police"}]

    @pytest.mark.parametrize("operation", ["query", "record", "alerts", "search"])
    def test_an_agency_is_not_asked_about_what_it_looked_at_and_printed_itself(
        self, desk: Desk, operation: str
    ) -> None:
        fill(desk.world)
        withdrawn, narrowed, filed = rids = ids(desk.world, "p", "n", "o")
        desk.world.file("th-police", record("PhoneNumber", "o", number="+66899999998"))
        app, who, scope = desk.world.app, viewer("th-police"), desk.world.scope("th-police")
        records = desk.world.run(app.records.records(scope, rids))
        told = app.accountability.disclosures.disclosures(
            scope, {str(r.id): r.compartment for r in records}, granted={}, exposure=exposure_of(operation)
        )
        audit_operation(app.audit, who, operation, scope, rids, disclosures=told)
        mine = token(desk, "th-police")

        done = desk.data(RETRACT, token=mine, ids=[withdrawn], erase=False)["retractRecords"]
        assert done["recalls"] == [{"recordId": withdrawn, "cause": "RETRACTED", "outstanding": 0, "notices": []}]
        done = desk.data(NARROW, token=mine, ids=[narrowed], profile="originator-controlled")["narrowRecords"]
        assert (done["done"], done["recalls"]) == (True, [])
        again = record("PhoneNumber", "o", number="+66899999998")
        desk.world.file("th-police", again, profile="originator-controlled")
        desk.world.settle()
        assert nodes(desk.data(RECALLS, token=mine, open=False), "recalls") == []
        issued = nodes(desk.data(ISSUED, token=mine), "issuedRecalls")
        assert [n["recordId"] for n in issued] == [withdrawn]
        assert filed in desk.world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.rid AS rid", {"rid": filed})[0]["rid"]

    def test_what_rested_on_it_falls_and_components_part(self, desk: Desk) -> None:
        """A bridge joins two records of others; without it they are two again, and their components as well."""
        world = desk.world
        world.file(
            "kh-police", record("Person", "a", name=NAME, birthDate="1980-05-06", nationality="TH", role="suspect")
        )
        world.file("kh-police", record("Person", "b", name=NAME, email="q@mail.example", role="suspect"))
        both = {"birthDate": "1980-05-06", "nationality": "TH", "email": "q@mail.example"}
        world.file("th-police", record("Person", "bridge", name=NAME, role="suspect", **both))
        query = "MATCH (n:Record) RETURN n.component AS c"
        assert len({row["c"] for row in world.query(query)}) == 1
        entity = "query($id: ID!) { entity(id: $id) { records { id } } }"
        a, b = ids(world, "a", "b", agency="kh-police")
        assert len(desk.data(entity, token=token(desk, "kh-police"), id=a)["entity"]["records"]) == 3

        desk.data(RETRACT, token=token(desk, "th-police"), ids=ids(world, "bridge"), erase=False)
        parted = {row["c"] for row in world.query(query)}
        world.settle()

        assert len(parted) == len({row["c"] for row in world.query(query)}) == 2
        for rid in (a, b):
            found = desk.data(entity, token=token(desk, "kh-police"), id=rid)["entity"]["records"]
            assert found == [{"id": rid}]
        assert world.query("MATCH ()-[m:MATCH]->() WHERE m.positive RETURN m") == []

    @pytest.mark.long
    def test_a_withdrawn_number_speaks_for_nobody_any_more(self, desk: Desk) -> None:
        world = desk.world
        for agency in ("th-police", "kh-police"):
            items = [record("Person", "p", name=NAME, role="suspect"), record("PhoneNumber", "n", number=NUMBER)]
            world.file(agency, *items, link("USES", "p", "n"))
        matched = "MATCH (:Person)-[m:MATCH]-(:Person) WHERE m.positive RETURN DISTINCT m.positive AS m"
        assert world.query(matched) == [{"m": True}]

        desk.data(RETRACT, token=token(desk, "th-police"), ids=ids(world, "n"), erase=False)
        world.settle()

        assert world.query(matched) == []
        assert world.query("MATCH ()-[r:USES]->() RETURN count(r) AS n") == [{"n": 1}]

    @pytest.mark.long
    def test_erasure_leaves_no_value_and_no_id_behind_only_proofs(self, desk: Desk) -> None:
        world = desk.world
        fill(world)
        world.file("th-police", record("Person", "other", name="Somchai Jaidee", role="suspect"))
        world.submit("th-police", [record("Person", "p", name=NAME, birthDate="no date")], profile="law-enforcement")
        mine = ids(world, "p", "n")
        for rid in (*mine, world.id("th-police", "other")):
            desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        world.run(world.app.accountability.trail.checkpoint())
        given = given_by_name(desk)
        assert mine[0] in given["records"]
        assert NAME in given["question"]
        assert NAME in stored(world)
        assert searched(world, "qanarywit")
        assert world.query("MATCH (q:QuarantinedRow) RETURN count(q) AS n") == [{"n": 1}]
        # What another agency holds of the same person is another record, and stays.
        theirs, remover = ids(world, "p", "n", agency="kh-police"), token(desk, "kh-police", "analyst+supervisor")
        desk.data(RETRACT, token=remover, ids=theirs, erase=True)

        done = desk.data(RETRACT, token=token(desk, "th-police", "analyst+supervisor"), ids=mine, erase=True)[
            "retractRecords"
        ]
        world.settle()

        assert done["done"]
        left = stored(world)
        for value in (NAME, NAME.casefold(), "qanarywit", "zzyzxsombat", NUMBER, NUMBER[1:]):
            assert value not in left
        assert searched(world, "qanarywit") == []
        folder = world.app.settings.audit
        world.app.audit.flush()
        trail = folder_text(folder)
        for text in (*mine, NAME, NUMBER):
            assert text.encode() not in trail
        assert world.id("th-police", "other").encode() in trail
        world.run(world.app.accountability.trail.checkpoint())
        found = verify_audit(folder, key=world.app.accountability.trail.signer.key)
        assert found.intact, found.problems
        assert found.erased >= 2
        assert world.query("MATCH (n:Record) RETURN n.originator AS o") == [{"o": "th-police"}]

    def test_an_answer_that_was_under_way_is_found_afterwards(self, desk: Desk) -> None:
        """The entry of an answer that had read the record comes after the withdrawal."""
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        desk.data(RETRACT, token=token(desk, "th-police", "analyst+supervisor"), ids=[rid], erase=True)
        late = [s for s in desk.trail() if s.entry.operation == "query record"][-1].entry
        [told] = late.disclosures
        desk.world.app.audit.append(
            replace(late, agency="my-police", record_ids=(rid,), disclosures=(replace(told, record_ids=(rid,)),))
        )

        desk.world.run(desk.world.app.accountability.recalls.complete())

        [mine] = nodes(desk.data(RECALLS, token=token(desk, "my-police"), open=True), "recalls")
        assert mine["recordId"] == rid
        assert rid.encode() not in folder_text(desk.world.app.settings.audit)
        assert verify_audit(desk.world.app.settings.audit).intact
        assert desk.world.query("MATCH (c:Recall) RETURN c.settled AS settled") == [{"settled": False}]

    def test_what_a_killed_process_left_undone_is_done_by_the_next(self, desk: Desk) -> None:
        """The record is gone and its id still in the trail; the next turn, however late, erases it and settles."""
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)
        long_ago = (datetime.now(UTC) - timedelta(days=3)).isoformat()
        change = Template(name="test", access=Access.WRITE, text="MATCH (c:Recall) SET c.erased = true, c.at = $p.at")
        desk.world.run(desk.world.app.store.run_alone(change, {"at": long_ago}))
        assert rid.encode() in folder_text(desk.world.app.settings.audit)

        desk.world.run(desk.world.app.accountability.recalls.complete())

        assert rid.encode() not in folder_text(desk.world.app.settings.audit)
        assert desk.world.run(desk.world.app.accountability.recalls.complete()) == 0
