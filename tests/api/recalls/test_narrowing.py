"""Narrower terms close a record to whoever had it, tell them once, and take no seal off."""

from typing import Any

import pytest

from api.recalls.fallout import FalloutReader
from api.recalls.narrowing import NarrowingRecalls
from graph.store import OwnRecord, OwnRecordReader
from policies import Outcome
from tests.api.asking import Desk
from tests.api.recalling import (
    CLAIM,
    HOLD,
    ISSUED,
    LOOK,
    NAME,
    NARROW,
    NUMBER,
    RECALLS,
    RETRACT,
    fill,
    ids,
    nodes,
    token,
)
from tests.world import record

LIFT_CLAIM = (
    """mutation($id: ID!) { liftClaim(input: {id: $id, reason: "mistaken"}) { claim { id } userErrors { code } } }"""
)


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

    @pytest.mark.long
    def test_filing_again_under_narrower_terms_recalls_by_itself(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        again = record("Person", "p", name=NAME, role="suspect", birthDate="1980-05-06", nationality="TH", notes=NAME)

        desk.world.file("th-police", again, profile="hit-only")
        desk.world.file("th-police", again, profile="hit-only")

        [mine] = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=True), "recalls")
        assert (mine["recordId"], mine["cause"], mine["reason"]) == (
            rid, "NARROWED", "filed again under narrower terms",
        )  # fmt: skip
        desk.world.file("th-police", again)
        desk.world.file("th-police", record("Person", "p", name="Another", role="suspect"))
        told = nodes(desk.data(RECALLS, token=token(desk, "kh-police"), open=False), "recalls")
        assert [notice["cause"] for notice in told] == ["NARROWED", "CORRECTED"]

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

    @pytest.mark.long
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

    @pytest.mark.long
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

    @pytest.mark.long
    def test_one_narrowing_is_one_recall_whatever_was_done_before(self, desk: Desk) -> None:
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        desk.data(HOLD, token=desk.world.token("th-police", "supervisor"), ids=[rid])

        desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")
        desk.world.settle()

        [issued] = nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
        assert [n["agency"]["code"] for n in issued["notices"]] == ["kh-police"]

    def test_who_looks_while_a_record_is_narrowed_is_told_once_in_the_words_of_who_narrowed_it(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One of them had it before as well, and one looks for the first time."""
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        desk.data(LOOK, token=token(desk, "kh-police"), id=rid)
        by_order, late = NarrowingRecalls.by_order, [token(desk, "kh-police"), token(desk, "my-police")]

        async def by_order_and_looked_at(*given: Any, **named: Any) -> Any:
            found = await by_order(*given, **named)
            for one in late:
                body = {"query": LOOK, "variables": {"id": rid}}
                seen = await desk.send(json=body, headers={"authorization": f"Bearer {one}"})
                assert seen.json()["data"]["record"] == {"caption": NAME}
            return found

        monkeypatch.setattr(NarrowingRecalls, "by_order", by_order_and_looked_at)
        done = desk.data(NARROW, token=token(desk, "th-police"), ids=[rid], profile="originator-controlled")
        assert done["narrowRecords"]["done"]
        desk.world.settle()
        # Looked at again, it is still the one recall.
        desk.world.file("th-police", record("Person", "p", name=NAME, role="suspect"), profile="originator-controlled")

        for one in late:
            told = nodes(desk.data(RECALLS, token=one, open=True), "recalls")
            assert [(n["recordId"], n["reason"]) for n in told if n["cause"] == "NARROWED"] == [(rid, "source at risk")]
        issued = nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls")
        narrowed = [i for i in issued if i["cause"] == "NARROWED"]
        assert [{n["agency"]["code"] for n in i["notices"]} for i in narrowed] == [{"kh-police", "my-police"}]

    @pytest.mark.long
    def test_what_was_disclosed_anew_after_a_narrowing_is_recalled_anew(self, desk: Desk) -> None:
        """Within the minute in which an answer may have been under way, by a filing and by an order."""
        fill(desk.world)
        [rid] = ids(desk.world, "p")
        police, theirs = token(desk, "th-police"), token(desk, "kh-police")
        again = record("Person", "p", name=NAME, role="suspect", birthDate="1980-05-06", nationality="TH", notes=NAME)
        desk.data(LOOK, token=theirs, id=rid)
        desk.data(NARROW, token=police, ids=[rid], profile="originator-controlled")
        desk.world.settle()
        for _ in range(2):
            desk.world.file("th-police", again)
            assert desk.data(LOOK, token=theirs, id=rid)["record"] == {"caption": NAME}
            desk.world.file("th-police", again, profile="originator-controlled")
        desk.world.file("th-police", again)
        desk.data(LOOK, token=theirs, id=rid)
        desk.data(NARROW, token=police, ids=[rid], profile="originator-controlled")
        desk.world.settle()

        told = nodes(desk.data(RECALLS, token=theirs, open=True), "recalls")
        again_by_filing = "filed again under narrower terms"
        assert [n["reason"] for n in told if n["cause"] == "NARROWED"] == [
            "source at risk", again_by_filing, again_by_filing, "source at risk",
        ]  # fmt: skip

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
        message = body["errors"][0]["message"]
        assert ("known are `hit-only`, " in message) is (profile == "opne")
        assert ("; narrower are `hit-only`, `originator-controlled`" in message) is (profile != "opne")
        assert ("`tlp` CLEAR for AMBER" in message) is (profile == "open")
        assert nodes(desk.data(ISSUED, token=token(desk, "th-police")), "issuedRecalls") == []
