"""Recalls reach everybody who had a record, their originator sees who answered, and what is withdrawn is gone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.auditing import audit_operation, exposure_of
from api.fallout import FalloutReader
from graph.store import Access, OwnRecord, OwnRecordReader, Template
from policies import Exposure, Outcome, verify_audit
from tests.api.asking import Desk
from tests.world import World, link, record, viewer

NAME = "Qanarywit Zzyzxsombat"
NUMBER = "+66899999999"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: $erase}) {
  done recalls { recordId cause outstanding notices { agency { code } form } } userErrors { code message } } }"""
NARROW = """mutation($ids: [ID!]!, $profile: String!) { narrowRecords(input: {ids: $ids, profile: $profile, reason: "source at risk"}) {
  done recalls { recordId cause profile notices { agency { code } form } } userErrors { code } } }"""
RECALLS = "query($open: Boolean!) { recalls(openOnly: $open) { edges { node { id recordId cause form reason originator { code } agency { code } operation person answer } } } }"
ISSUED = "{ issuedRecalls { edges { node { recordId cause outstanding notices { id agency { code } form answer answerReason answeredBy } } } } }"
ANSWER = """mutation($id: ID!, $answer: RecallAnswer!, $reason: String) { acknowledgeRecall(input: {id: $id, answer: $answer, reason: $reason}) {
  notice { answer answeredBy } userErrors { code } } }"""
FALLOUT = "query($id: ID!) { falloutReport(recordId: $id) { recordId alerts { otherAgency } matches { recordId originator } grants recipients exports { agency } } }"
GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { records question } } }"
HOLD = """mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "court order"}) { holds { id recordId } userErrors { code } } }"""
LIFT = (
    """mutation($id: ID!) { liftHold(input: {id: $id, reason: "closed"}) { holds { liftedBy } userErrors { code } } }"""
)
SCHEDULE = """mutation($ids: [ID!]!, $review: DateTime, $until: DateTime, $reason: String) {
  scheduleRetention(input: {ids: $ids, reviewAt: $review, retainUntil: $until, reason: $reason}) {
  schedules { recordId reviewDue } userErrors { code } } }"""
CLAIM = """mutation($ids: [ID!]!) { claimVictim(input: {records: $ids, reason: "interviewed"}) { claim { id } userErrors { code } } }"""
LIFT_CLAIM = (
    """mutation($id: ID!) { liftClaim(input: {id: $id, reason: "mistaken"}) { claim { id } userErrors { code } } }"""
)
DUE = "{ retentionSchedules(dueOnly: true) { recordId reviewDue } }"


def fill(world: World) -> None:
    """File a person of th-police who is one with kh-police's, by document and by number, and is linked to a number."""
    for agency in ("th-police", "kh-police"):
        world.file(
            agency,
            record("Person", "p", name=NAME, role="suspect", birthDate="1980-05-06", nationality="TH", notes=NAME),
            record("PhoneNumber", "n", number=NUMBER),
            link("USES", "p", "n"),
        )


def ids(world: World, *names: str, agency: str = "th-police") -> list[str]:
    return [world.id(agency, name) for name in names]


def token(desk: Desk, agency: str, role: str = "analyst") -> str:
    return desk.world.token(agency, role)


def nodes(found: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return [edge["node"] for edge in found[field]["edges"]]


def stored(world: World) -> str:
    """Return all that the store holds, as one text."""
    found = world.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
    links = world.query("MATCH ()-[r]->() RETURN type(r) AS t, properties(r) AS p")
    return json.dumps([found, links], default=str, ensure_ascii=False)


def folder_text(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def searched(world: World, word: str) -> list[dict[str, Any]]:
    query = "CALL db.index.fulltext.queryNodes($p.index, $p.query) YIELD node RETURN node.rid AS rid"
    world.run(world.app.resolver.indexed())
    return [
        row for index, field in (("search", "text_identity"), ("search", "text_narrative"))
        for row in world.query(query, {"index": index, "query": f"{field}:{word}"})
    ]  # fmt: skip


class TestWithdrawal:
    def test_everybody_who_had_it_is_told_and_the_originator_sees_who_answered(self, desk: Desk) -> None:
        fill(desk.world)
        listed = record("Person", "o", name=NAME, birthDate="1980-05-06", nationality="TH")
        desk.world.file("us-ofac", listed, profile="open")
        [rid] = ids(desk.world, "p")
        for agency in ("kh-police", "my-police", "my-telco"):
            desk.data(LOOK, token=token(desk, agency), id=rid)
        before = desk.data(FALLOUT, token=token(desk, "th-police", "duty-officer"), id=rid)["falloutReport"]
        assert before["recipients"] == ["kh-police", "my-police"]
        # It is one with the record of kh-police as well, but that is hidden from th-police.
        assert before["matches"] == [{"recordId": desk.world.id("us-ofac", "o"), "originator": "us-ofac"}]
        assert {a["otherAgency"] for a in before["alerts"]} == {"kh-police"}

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
        assert (mine["recordId"], mine["cause"], mine["reason"], mine["answer"]) == (
            rid,
            "RETRACTED",
            "a mistake",
            None,
        )
        assert nodes(desk.data(RECALLS, token=token(desk, "my-telco"), open=False), "recalls") == []
        assert nodes(desk.data(RECALLS, token=token(desk, "th-police"), open=False), "recalls") == []
        # What relied on it stands in the report although the record is gone.
        assert desk.data(FALLOUT, token=token(desk, "th-police", "duty-officer"), id=rid)["falloutReport"] == before

        body = desk.ask(ANSWER, token=token(desk, "kh-police"), id=mine["id"], answer="NOT_DONE")
        assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        desk.data(ANSWER, token=token(desk, "kh-police"), id=mine["id"], answer="DONE", reason="struck from the file")
        [issued] = nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
        assert issued["outstanding"] == 1
        answers = {n["agency"]["code"]: (n["answer"], n["answerReason"]) for n in issued["notices"]}
        assert answers == {"kh-police": ("DONE", "struck from the file"), "my-police": (None, None)}
        assert nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls") == []

        # What was done stays done: neither another answer nor a second one of the same kind writes over it.
        for answer, errors in (("NOT_DONE", ["BAD_USER_INPUT"]), ("DONE", [])):
            body = desk.ask(ANSWER, token=token(desk, "kh-police"), id=mine["id"], answer=answer, reason="later")
            assert [e["extensions"]["code"] for e in body.get("errors", [])] == errors
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
                who,
                scope,
                {str(r.id): r.compartment for r in records},
                scopes=app.scopes,
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
        assert [e["agency"] for e in report["exports"]] == ["th-police"] * 3 + ["kh-police"] * 2
        assert report["recipients"] == ["kh-police"]

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
            who, scope, {str(r.id): r.compartment for r in records}, scopes=app.scopes, exposure=exposure_of(operation)
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

    def test_erasure_leaves_no_value_and_no_id_behind_only_proofs(self, desk: Desk) -> None:
        world = desk.world
        fill(world)
        world.file("th-police", record("Person", "other", name="Somchai Jaidee", role="suspect"))
        world.submit("th-police", [record("Person", "p", name=NAME, birthDate="no date")], profile="law-enforcement")
        mine = ids(world, "p", "n")
        for rid in (*mine, world.id("th-police", "other")):
            desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        world.run(world.app.accountability.trail.checkpoint())
        order: dict[str, Any] = {
            "agency": "kh-police",
            "classes": ["IDENTITY"],
            "purpose": "investigation",
            "reason": "asked for",
        }
        order |= {"question": {"search": NAME}, "until": (datetime.now(UTC) + timedelta(days=9)).isoformat()}
        given = desk.data(GIVE, token=token(desk, "th-police"), input=order)["grant"]["grant"]
        assert mine[0] in given["records"]
        assert NAME in given["question"]
        assert NAME in stored(world)
        assert searched(world, "qanarywit")
        assert world.query("MATCH (q:QuarantinedRow) RETURN count(q) AS n") == [{"n": 1}]
        # What another agency holds of the same person is another record, and stays.
        desk.data(RETRACT, token=token(desk, "kh-police"), ids=ids(world, "p", "n", agency="kh-police"), erase=True)

        done = desk.data(RETRACT, token=token(desk, "th-police"), ids=mine, erase=True)["retractRecords"]
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
        desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=True)
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


class TestNarrowing:
    def test_the_record_closes_and_whoever_had_it_is_told(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)

        done = desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")

        assert done["narrowRecords"]["done"]
        assert done["narrowRecords"]["recalls"] == [
            {
                "recordId": rid, "cause": "NARROWED", "profile": "originator-controlled",
                "notices": [{"agency": {"code": "kh-police"}, "form": "RECIPIENT"}],
            }
        ]  # fmt: skip
        assert desk.data(LOOK, token=token(desk, "kh-police"), id=rid) == {"record": None}
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid)["record"] == {"caption": NAME}
        # Its links stand under the narrower terms as well, and the worker makes no second recall.
        links = "query($id: ID!) { record(id: $id) { links { id } } }"
        other = desk.world.id("th-police", "n")
        assert desk.data(links, token=token(desk, "kh-police"), id=other)["record"]["links"] == []
        desk.world.settle()
        assert len(nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")) == 1

    def test_what_was_filed_again_meanwhile_is_not_put_under_wider_terms(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        stale = desk.world.run(desk.world.app.accountability.recalls._records.own_records("th-police", [rid]))
        desk.world.file("th-police", record("Person", "p", name=NAME, role="suspect"), profile="hit-only")
        look = "MATCH (n:Record {rid: $p.rid}) RETURN n.profile AS profile, n.cmp AS cmp"
        before = desk.world.query(look, {"rid": rid})

        async def as_it_was(*_: object) -> list[OwnRecord]:
            return list(stale)

        monkeypatch.setattr(OwnRecordReader, "own_records", as_it_was)
        done = desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")

        assert done["narrowRecords"] == {"done": False, "recalls": [], "userErrors": [{"code": "RECORD_MOVED"}]}
        assert desk.world.query(look, {"rid": rid}) == before
        assert desk.trail()[-1].entry.outcome is Outcome.DENIED

    def test_filing_again_under_narrower_terms_recalls_by_itself(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        again = record("Person", "p", name=NAME, role="suspect")

        desk.world.file("th-police", again, profile="hit-only")
        desk.world.file("th-police", again, profile="hit-only")

        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        assert (mine["recordId"], mine["cause"], mine["reason"]) == (
            rid, "NARROWED", "filed again under narrower terms",
        )  # fmt: skip
        desk.world.file("th-police", again)
        desk.world.file("th-police", record("Person", "p", name="Another", role="suspect"))
        assert len(nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=False), "recalls")) == 1

    def test_a_seal_that_comes_while_a_filing_is_looked_at_stands_in_its_recall(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else an agency that had her record to protect her alone would tell it to all its people."""
        world, who = desk.world, {"name": NAME, "birthDate": "1999-04-05", "nationality": "TH"}
        world.file("th-police", record("Person", "t", role="suspect", **who))
        world.file("kh-hotline", record("Person", "h", **who))
        [rid] = ids(world, "t")
        assert desk.data(LOOK, token=token(desk, "kh-police"), id=rid)["record"] is not None
        hotline = world.token("kh-hotline", "victim-support", "victim-protection")
        claim = {"query": CLAIM, "variables": {"ids": ids(world, "h", agency="kh-hotline")}}
        kept = FalloutReader.kept
        sealed: list[str] = []

        async def kept_and_sealed(*given: Any) -> dict[str, Any]:
            found = await kept(*given)
            if not sealed:
                sealed.append("claimed")
                answer = await desk.send(json=claim, headers={"authorization": f"Bearer {hotline}"})
                assert answer.json()["data"]["claimVictim"]["claim"] is not None
            return found

        monkeypatch.setattr(FalloutReader, "kept", kept_and_sealed)
        world.file("th-police", record("Person", "t", role="suspect", **who), profile="originator-controlled")

        [stored] = world.query("MATCH (c:Recall) RETURN c.sealed AS sealed, c.cmp AS cmp, c.record AS record")
        [now] = world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": rid})
        assert sealed == ["claimed"]
        assert stored == {"sealed": True, "cmp": now["cmp"], "record": rid}
        # Who had it to investigate knew of it before the seal.
        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=False), "recalls")
        assert (mine["recordId"], mine["cause"]) == (rid, "NARROWED")

    def test_what_was_withdrawn_while_a_filing_is_looked_at_is_recalled_once(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        withdrawal = {"query": RETRACT, "variables": {"ids": [rid], "erase": False}}
        police, kept = token(desk, "th-police"), FalloutReader.kept
        done: list[str] = []

        async def kept_and_withdrawn(*given: Any) -> dict[str, Any]:
            found = await kept(*given)
            if not done:
                done.append(rid)
                await desk.send(json=withdrawal, headers={"authorization": f"Bearer {police}"})
            return found

        monkeypatch.setattr(FalloutReader, "kept", kept_and_withdrawn)
        desk.world.file("th-police", record("Person", "p", name=NAME, role="suspect"), profile="hit-only")

        found = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=False), "recalls")
        assert [(n["recordId"], n["cause"]) for n in found] == [(rid, "RETRACTED")]

    def test_who_was_told_of_a_number_in_view_is_told_of_its_narrowing(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "n")
        asker = token(desk, "my-police")
        check = """mutation($number: String!) { crossCheck(input: {purpose: "investigation", caseRef: "T-1",
          values: [{kind: PHONE_NUMBER, value: $number}]}) { check { values { inView } } } }"""
        seen = desk.data(check, token=asker, number=NUMBER)["crossCheck"]["check"]["values"][0]["inView"]
        assert rid in seen

        desk.world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="originator-controlled")

        [mine] = nodes(desk.data(RECALLS, token=asker, open=True), "recalls")
        assert (mine["recordId"], mine["cause"]) == (rid, "NARROWED")

    def test_one_narrowing_is_one_recall_whatever_was_done_before(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        desk.data(HOLD, token=desk.world.token("th-police", "supervisor"), ids=[rid])

        desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")
        desk.world.settle()

        [issued] = nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
        assert [n["agency"]["code"] for n in issued["notices"]] == ["kh-police"]

    def test_a_narrower_profile_takes_no_seal_off(self, desk: Desk) -> None:
        """A claim of another agency seals the record; its originator narrows it; the claim is lifted."""
        world, who = desk.world, {"name": NAME, "birthDate": "1999-04-05", "nationality": "TH"}
        world.file("th-police", record("Person", "t", role="suspect", **who))
        world.file("kh-hotline", record("Person", "h", **who))
        protection = world.token("kh-hotline", "victim-support", "victim-protection")
        claimed = desk.data(CLAIM, token=protection, ids=ids(world, "h", agency="kh-hotline"))["claimVictim"]["claim"]
        [rid] = ids(world, "t")
        desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")
        key = "MATCH (n:Record {rid: $p.rid}) MATCH (c:Compartment {id: n.cmp}) RETURN c.profile AS profile, c.name AS name"

        [sealed] = world.query(key, {"rid": rid})
        world.settle()
        again = world.query(key, {"rid": rid})
        desk.data(LIFT_CLAIM, token=protection, id=claimed["id"])
        [lifted] = world.query(key, {"rid": rid})

        assert again == [sealed]
        assert sealed["profile"] == lifted["profile"] == "originator-controlled"
        assert sealed["name"] != lifted["name"]

    @pytest.mark.parametrize("profile", ["open", "law-enforcement", "opne"])
    def test_what_is_not_narrower_is_refused(self, desk: Desk, profile: str) -> None:
        fill(desk.world)
        body = desk.ask(NARROW, token=token(desk, "th-police"), ids=ids(desk.world, "p"), profile=profile)
        assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert ("known are `hit-only`, " in body["errors"][0]["message"]) is (profile == "opne")
        assert nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls") == []


def early(now: datetime) -> dict[str, str]:
    """Return a date before that of any profile, with the reason that it needs."""
    return {"until": (now + timedelta(days=1)).isoformat(), "reason": "the case is closed"}


class TestRetention:
    def test_a_record_is_reviewed_and_erased_on_its_day(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        now = datetime.now(UTC)
        review, until = now + timedelta(days=30), now + timedelta(days=60)
        given = {"review": review.isoformat(), "until": until.isoformat(), "reason": "the case is closed"}
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=[rid], **given)
        keeper = desk.world.app.accountability.retention

        with monkeypatch.context() as later:
            later.setattr(keeper, "_clock", lambda: review)
            assert desk.data(DUE, token=token(desk, "th-police"))["retentionSchedules"] == [
                {"recordId": rid, "reviewDue": True}
            ]

        early = desk.world.run(keeper.run(now=now + timedelta(days=29)))
        assert (early.erased, early.due_for_review) == (0, 0)
        due = desk.world.run(keeper.run(now=now + timedelta(days=31)))
        assert (due.erased, due.due_for_review) == (0, 1)
        assert desk.data(DUE, token=token(desk, "th-police")) == {
            "retentionSchedules": [{"recordId": rid, "reviewDue": True}]
        }
        assert desk.data(DUE, token=token(desk, "kh-police")) == {"retentionSchedules": []}
        over = desk.world.run(keeper.run(now=now + timedelta(days=61)))

        assert (over.erased, over.due_for_review) == (1, 0)
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": None}
        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        assert (mine["recordId"], mine["cause"]) == (rid, "RETENTION_ENDED")
        assert mine["reason"] == "the time for which the record may be kept is over: the case is closed"
        assert rid.encode() not in folder_text(desk.world.app.settings.audit)
        assert desk.data("{ retentionSchedules { recordId } }", token=token(desk, "th-police")) == {
            "retentionSchedules": []
        }

    def test_the_feed_names_no_erased_record_once_all_have_dealt_with_it(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=True)
        keeper = desk.world.app.accountability.retention
        named = "MATCH (c:Change) WHERE $p.rid IN c.rids RETURN count(c) AS n"
        assert desk.world.query(named, {"rid": rid})[0]["n"] > 0

        desk.world.settle()
        desk.world.run(desk.world.app.exchange.index.catch_up())
        desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(hours=2)))
        assert desk.world.query(named, {"rid": rid})[0]["n"] > 0
        desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(days=1, hours=1)))
        assert desk.world.query("MATCH (c:Change) RETURN count(c) AS n") == [{"n": 0}]
        assert desk.data(LOOK, token=token(desk, "kh-police"), id=rid) == {"record": None}

    def test_the_profile_of_a_record_acts_where_it_has_no_date_of_its_own(self, desk: Desk) -> None:
        fill(desk.world)
        desk.world.file("us-ofac", record("Person", "o", name="Somchai Jaidee"), profile="open")
        kept = ids(desk.world, "n")
        now = datetime.now(UTC)
        far = (now + timedelta(days=20_000)).isoformat()
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=kept, until=far)
        profile = desk.world.app.bundle.registers.profiles["law-enforcement"]
        assert profile.review_days is not None
        assert profile.retain_days is not None
        keeper = desk.world.app.accountability.retention

        review = desk.world.run(keeper.run(now=now + timedelta(days=profile.review_days + 1)))
        assert (review.erased, review.due_for_review) == (0, 3)
        over = desk.world.run(keeper.run(now=now + timedelta(days=profile.retain_days + 1)))

        assert over.erased == 3
        left = desk.world.query("MATCH (n:Record) RETURN n.rid AS rid ORDER BY rid")
        assert [row["rid"] for row in left] == sorted([*kept, desk.world.id("us-ofac", "o")])

    def test_a_legal_hold_stops_erasure_and_withdrawal_until_it_is_lifted(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        supervisor = token(desk, "th-police", "supervisor")
        now = datetime.now(UTC)
        desk.data(SCHEDULE, token=token(desk, "th-police"), ids=[rid], **early(now))
        [hold] = desk.data(HOLD, token=supervisor, ids=[rid])["placeHold"]["holds"]
        keeper = desk.world.app.accountability.retention
        later = now + timedelta(days=9_000)

        desk.world.run(keeper.run(now=later))
        refused = desk.data(RETRACT, token=token(desk, "th-police"), ids=[rid], erase=False)["retractRecords"]

        assert not refused["done"]
        assert [e["code"] for e in refused["userErrors"]] == ["LEGAL_HOLD"]
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid)["record"] == {"caption": NAME}
        assert desk.data(LIFT, token=supervisor, id=hold["id"])["liftHold"]["holds"] == [
            {"liftedBy": "supervisor of th-police"}
        ]
        assert desk.data(LIFT, token=supervisor, id=hold["id"])["liftHold"]["userErrors"] == [{"code": "NOT_FOUND"}]
        desk.world.run(keeper.run(now=later))
        assert desk.data(LOOK, token=token(desk, "th-police"), id=rid) == {"record": None}
