"""A link is withdrawn by itself: its records stay, whoever had it is told, and what rested on it is resolved again."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any, cast

import pytest

from api.audit.auditing import audit_operation
from api.authentication import issue_development_token
from api.keys import load_development_key
from api.recalls.link_recalls import LinkRecalls
from api.recalls.notices import UNDER_WAY
from graph.store import Access, NewRecallNotice, Recall, RecallForm, RecallStore, Template
from ingest import SubmittedLink
from policies import PROTECTION_PURPOSE, Exposure, LinkSight, LinkSights, Outcome, PreparedBundle, Receipt
from tests.api.asking import Desk
from tests.policies.edited_bundles import pack, wide_bundle, with_policies
from tests.world import World, link, record, viewer

pytestmark = pytest.mark.usefixtures("as_documented")

NAME, NUMBER = "Qanarywit Zzyzxsombat", "+66891436857"
RETRACT = """mutation($ids: [ID!]!) { retractLinks(input: {ids: $ids, reason: "the wrong phone"}) { done
  recalls { recordId cause outstanding link { id type sourceId targetId } notices { agency { code } form } }
  userErrors { code } } }"""
LINKS = "query($id: ID!) { record(id: $id) { caption links { id type sourceId targetId } } }"
LOOK = "query($id: ID!) { record(id: $id) { caption } }"
RECALLS = """{ recalls { edges { node { id recordId cause form reason operation answer
  link { id type sourceId targetId } } } } }"""
ISSUED = "{ issuedRecalls { edges { node { recordId outstanding link { id sourceId } notices { agency { code } answer } } } } }"
ANSWER = "mutation($id: ID!) { acknowledgeRecall(input: {id: $id}) { notice { answer } userErrors { code } } }"
ERASE = 'mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "r", erase: true}) { done } }'
CLAIM = (
    """mutation($ids: [ID!]!) { claimVictim(input: {records: $ids, reason: "interviewed"}) { userErrors { code } } }"""
)
TO_THE_CLEARED = """permit(principal in Party::"kh-police", action in Action::"read", resource in Profile::"cleared")
  when { resource.originator == Party::"th-police" };"""


_THEN = datetime(2026, 11, 1, tzinfo=UTC)
_NOTICE = NewRecallNotice(
    id="v-1",
    recall_id="",
    agency="kh-police",
    form=RecallForm.RECIPIENT,
    operation=None,
    person=None,
    first_at=_THEN,
    last_at=_THEN,
)


def fill(world: World, *, link_profile: str | None = None) -> None:
    """File a person and two phones of th-police, and links to both."""
    world.file(
        "th-police",
        record("Person", "p", name=NAME, role="suspect"),
        record("PhoneNumber", "n", number=NUMBER),
        record("PhoneNumber", "m", number="+66811110000"),
        replace(link("USES", "p", "n"), profile=link_profile),
        link("USES", "p", "m"),
    )


def link_id(world: World, source: str = "p", target: str = "n", agency: str = "th-police") -> str:
    return world.app.minter.link_id(agency, "cases", f"USES|{source} USES {target}")


def ends(world: World) -> list[str]:
    return [world.id("th-police", name) for name in ("p", "n")]


def told(desk: Desk, agency: str, *, token: str | None = None) -> list[dict[str, Any]]:
    found = desk.data(RECALLS, token=token or desk.world.token(agency))["recalls"]["edges"]
    return [edge["node"] for edge in found]


def withdraw(desk: Desk) -> dict[str, Any]:
    """Withdraw the link of person and phone as an analyst of the agency."""
    token = desk.world.token("th-police")
    done: dict[str, Any] = desk.data(RETRACT, token=token, ids=[link_id(desk.world)])["retractLinks"]
    assert done["done"], done
    desk.world.settle()
    return done


class TestWhoIsTold:
    def test_whoever_had_it_is_told_and_its_records_stay(self, desk: Desk) -> None:
        world = desk.world
        fill(world)
        lid, (p, n) = link_id(world), ends(world)
        shown = desk.data(LINKS, token=world.token("kh-police"), id=p)["record"]["links"]
        assert {"id": lid, "type": "USES", "sourceId": p, "targetId": n} in shown
        assert len(shown) == 2

        done = withdraw(desk)

        gone = {"id": lid, "type": "USES", "sourceId": p, "targetId": n}
        notices = [{"agency": {"code": "kh-police"}, "form": "RECIPIENT"}]
        expected = {"recordId": None, "cause": "RETRACTED", "outstanding": 1, "link": gone, "notices": notices}
        assert done["recalls"] == [expected]
        entry = desk.trail()[-1].entry
        assert (entry.operation, entry.outcome) == ("mutation retractLinks", Outcome.ALLOWED)
        assert entry.record_ids == tuple(sorted((p, n)))
        for agency in ("th-police", "kh-police"):
            found = desk.data(LINKS, token=world.token(agency), id=p)["record"]
            assert [x["id"] for x in found["links"]] == [link_id(world, "p", "m")]
            assert desk.data(LINKS, token=world.token(agency), id=n)["record"]["links"] == []
        [mine] = told(desk, "kh-police")
        assert (mine["recordId"], mine["link"], mine["reason"]) == (None, gone, "the wrong phone")
        assert told(desk, "my-police") == told(desk, "th-police") == []
        answered = desk.data(ANSWER, token=world.token("kh-police"), id=mine["id"])["acknowledgeRecall"]
        assert answered == {"notice": {"answer": "DONE"}, "userErrors": []}
        [issued] = desk.data(ISSUED, token=world.token("th-police"))["issuedRecalls"]["edges"]
        assert issued["node"] == {
            "recordId": None,
            "outstanding": 0,
            "link": {"id": lid, "sourceId": p},
            "notices": [{"agency": {"code": "kh-police"}, "answer": "DONE"}],
        }

    def test_who_had_its_records_apart_or_one_of_them_is_not_told(self, desk: Desk) -> None:
        fill(desk.world)
        for rid in ends(desk.world):
            desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)
        desk.data(LOOK, token=desk.world.token("my-police"), id=ends(desk.world)[0])
        assert withdraw(desk)["recalls"][0]["notices"] == []
        assert told(desk, "kh-police") == told(desk, "my-police") == []

    def test_who_had_both_records_and_could_not_see_it_is_not_told(self, desk: Desk) -> None:
        fill(desk.world, link_profile="originator-controlled")
        both = "query($a: ID!, $b: ID!) { a: record(id: $a) { links { id } } b: record(id: $b) { caption } }"
        a, b = ends(desk.world)
        seen = desk.data(both, token=desk.world.token("kh-police"), a=a, b=b)
        assert seen["a"]["links"] == [{"id": link_id(desk.world, "p", "m")}]
        assert withdraw(desk)["recalls"][0]["notices"] == []
        assert told(desk, "kh-police") == []

    def test_where_clearance_decides_those_alone_read_of_it_who_could_see_it(
        self, world: World, tmp_path: Path
    ) -> None:
        opened = with_policies(wide_bundle(tmp_path), pack("th-police"), [TO_THE_CLEARED])
        world.app.scopes.activate(PreparedBundle.of(opened))
        fill(world, link_profile="cleared")
        desk, key = Desk(world), load_development_key(world.app.settings.keys, world.app.settings.jwks)
        low, high, own = (
            issue_development_token(
                world.app.settings, key, replace(viewer(agency), clearance=clearance), ttl_seconds=600
            )
            for agency, clearance in (("kh-police", 0), ("kh-police", 2), ("th-police", 2))
        )
        lid, (p, _) = link_id(world), ends(world)
        assert len(desk.data(LINKS, token=high, id=p)["record"]["links"]) == 2
        assert len(desk.data(LINKS, token=low, id=p)["record"]["links"]) == 1

        # Its own people below it have no such link.
        refused = desk.data(RETRACT, token=world.token("th-police"), ids=[lid])["retractLinks"]
        assert (refused["done"], refused["userErrors"]) == (False, [{"code": "NOT_FOUND"}])
        assert desk.data(RETRACT, token=own, ids=[lid])["retractLinks"]["done"]

        assert [n["link"]["id"] for n in told(desk, "kh-police", token=high)] == [lid]
        assert told(desk, "kh-police", token=low) == []
        [notice] = told(desk, "kh-police", token=high)
        refused = desk.data(ANSWER, token=low, id=notice["id"])["acknowledgeRecall"]
        assert refused == {"notice": None, "userErrors": [{"code": "NOT_FOUND"}]}
        assert desk.data(ISSUED, token=world.token("th-police"))["issuedRecalls"]["edges"] == []
        assert len(desk.data(ISSUED, token=own)["issuedRecalls"]["edges"]) == 1

    def test_who_was_told_once_reads_and_answers_when_nobody_could_see_such_a_link_any_more(
        self, world: World, tmp_path: Path
    ) -> None:
        bundle = wide_bundle(tmp_path / "wide")
        opened = with_policies(bundle, pack("th-police"), [TO_THE_CLEARED])
        world.app.scopes.activate(PreparedBundle.of(opened))
        fill(world, link_profile="cleared")
        desk, key = Desk(world), load_development_key(world.app.settings.keys, world.app.settings.jwks)

        def token(subject: str, **changes: Any) -> str:
            who = replace(viewer("kh-police"), subject=subject, **{"clearance": 2, **changes})
            return issue_development_token(world.app.settings, key, who, ttl_seconds=600)

        had, colleague = token("had it"), token("a colleague")
        desk.data(LINKS, token=had, id=ends(world)[0])
        own = issue_development_token(
            world.app.settings, key, replace(viewer("th-police"), clearance=2), ttl_seconds=600
        )
        assert desk.data(RETRACT, token=own, ids=[link_id(world)])["retractLinks"]["done"]
        [notice] = told(desk, "kh-police", token=had)

        world.app.scopes.activate(PreparedBundle.of(bundle))

        # Who was not told is not told now, nor who was, where they come with less than they held then.
        others = [colleague, token("had it", clearance=1), token("had it", roles=frozenset({"supervisor"}))]
        for other in others:
            assert told(desk, "kh-police", token=other) == []
            refused = desk.data(ANSWER, token=other, id=notice["id"])["acknowledgeRecall"]
            assert refused == {"notice": None, "userErrors": [{"code": "NOT_FOUND"}]}
            assert desk.trail()[-1].entry.outcome is Outcome.DENIED
        assert world.query("MATCH (x:RecallNotice) RETURN x.answer AS answer, size(x.told) AS told") == [
            {"answer": None, "told": 1}
        ]
        assert told(desk, "kh-police", token=had) == [notice]
        more = token("had it", clearance=3, roles=frozenset({"analyst", "supervisor"}))
        for reader in (had, more):
            answered = desk.data(ANSWER, token=reader, id=notice["id"])["acknowledgeRecall"]
            assert answered == {"notice": {"answer": "DONE"}, "userErrors": []}
        [issued] = desk.data(ISSUED, token=own)["issuedRecalls"]["edges"]
        assert issued["node"]["outstanding"] == 0

    @pytest.mark.long
    def test_each_copy_is_told_of_and_a_projection_by_its_parts(self, desk: Desk) -> None:
        fill(desk.world)
        p, n = ends(desk.world)
        exported(desk, "kh-police", "bloom projection", [p])
        exported(desk, "kh-police", "bloom projection", [n])
        exported(desk, "kh-police", "around", [p, n])
        exported(desk, "my-police", "record", [p])
        exported(desk, "my-police", "record", [n])
        exported(desk, "th-police", "bloom projection", [p, n])
        exported(desk, "th-police", "around", [p, n])

        withdraw(desk)

        assert sorted((x["form"], x["operation"]) for x in told(desk, "kh-police")) == [
            ("EXPORT", "around"),
            ("EXPORT", "bloom projection"),
        ]
        assert told(desk, "my-police") == []
        assert [(x["form"], x["operation"]) for x in told(desk, "th-police")] == [("EXPORT", "bloom projection")]

    @pytest.mark.long
    def test_answers_that_were_under_way_are_told_of_as_well(self, desk: Desk) -> None:
        world = desk.world
        fill(world)
        p, _ = ends(world)
        desk.data(LINKS, token=world.token("kh-police"), id=p)
        late = [s for s in desk.trail() if s.entry.operation == "query record"][-1].entry
        withdraw(desk)
        complete = world.app.accountability.recalls.complete
        assert world.run(complete()) == 1
        world.app.audit.append(replace(late, agency="my-police"))
        assert world.run(complete()) == 1
        assert len(told(desk, "my-police")) == len(told(desk, "kh-police")) == 1

    def test_who_asks_for_both_afterwards_is_not_told(self, desk: Desk) -> None:
        recall, had, links = withdrawn_after_a_look(desk)
        p, n = ends(desk.world)
        assert len(desk.world.run(links.notices(recall, {p: [had], n: []}))) == 1
        earlier = replace(recall, at=had.time - 2 * UNDER_WAY)
        assert desk.world.run(links.notices(earlier, {p: [had], n: []})) == []

    def test_what_those_who_protect_had_for_sure_is_not_told_to_colleagues_who_may_not_see_it(self, desk: Desk) -> None:
        recall, had, links = withdrawn_after_a_look(desk)
        p, n = ends(desk.world)
        protecting = replace(had, index=had.index + 1, purpose=PROTECTION_PURPOSE)

        class Sights:
            def sight(self, _: str, purpose: str, **__: object) -> LinkSight:
                return LinkSight.ALL if purpose == PROTECTION_PURPOSE else LinkSight.SOME

        sights, sealed = cast("LinkSights", Sights()), replace(recall, sealed=True)
        [notice] = desk.world.run(links.notices(sealed, {p: [had, protecting], n: []}, sights=sights))
        assert (notice.for_protection, notice.in_sight) == (False, True)
        [notice] = desk.world.run(links.notices(sealed, {p: [protecting], n: []}, sights=sights))
        assert (notice.for_protection, notice.in_sight) == (True, False)

    def test_who_had_its_records_by_policy_beside_a_grant_is_told_and_by_a_grant_alone_is_not(self, desk: Desk) -> None:
        """Where no policy shows the records any more: a receipt has a grant's id, and permits where they opened too."""
        recall, had, links = withdrawn_after_a_look(desk)
        p, n = ends(desk.world)

        class Sights:
            def sight(self, *_: str, by_policy: bool, **__: object) -> LinkSight:
                return LinkSight.ALL if by_policy else LinkSight.NONE

        sights = cast("LinkSights", Sights())
        for permits, count in ((("kh.police",), 1), ((), 0)):
            shown = [replace(d, grant="g-another", permits=permits) for d in had.disclosures]
            receipt = replace(had, disclosures=tuple(shown))
            assert len(desk.world.run(links.notices(recall, {p: [receipt], n: []}, sights=sights))) == count

    @pytest.mark.long
    def test_one_that_is_put_again_is_for_those_besides_whom_it_was_for(self, desk: Desk) -> None:
        world = desk.world
        store = RecallStore(world.app.store)
        fill(world)
        withdraw(desk)
        [(recall, _)] = world.run(store.issued("th-police"))
        pairs = list(product(product((False, True), repeat=2), repeat=2))
        for turn in range(2):
            for number, pair in enumerate(pairs):
                one = replace(_NOTICE, id=f"v-{number}", recall_id=recall.id)
                world.run(store.put([replace(one, for_protection=pair[turn][0], in_sight=pair[turn][1])]))

        found = {n.id: readers(n.for_protection, n.in_sight) for n in world.run(store.addressed("kh-police"))}
        for number, (before, after) in enumerate(pairs):
            wanted = readers(*before) | readers(*after)
            # Who protects and could not see the link reads on what was told already, by what is kept of that.
            left = wanted - {(True, False)} if {before, after} == {(True, False), (False, True)} else wanted
            assert found[f"v-{number}"] == left, (before, after)


def readers(for_protection: bool, in_sight: bool) -> set[tuple[bool, bool]]:
    """Return who reads a notice, of those who protect or do not, and could see the link or not."""
    everybody = product((False, True), repeat=2)
    return {(protects, sees) for protects, sees in everybody if protects >= for_protection and sees >= in_sight}


def withdrawn_after_a_look(desk: Desk) -> tuple[Recall, Receipt, LinkRecalls]:
    """Return the recall of a link, the receipt of an agency that had seen it, and what tells whom to ask."""
    world = desk.world
    fill(world)
    p, n = ends(world)
    desk.data(LINKS, token=world.token("kh-police"), id=p)
    withdraw(desk)
    recalls = world.app.accountability.recalls
    [(recall, _)] = world.run(recalls._recalls.issued("th-police"))
    receipts = world.run(recalls._fallouts.receipts("th-police", [p, n]))[p]
    [had] = [r for r in receipts if r.agency == "kh-police" and {p, n} <= set(r.record_ids)]
    return recall, had, recalls._links


def exported(desk: Desk, agency: str, operation: str, ids: list[str]) -> None:
    """Write down that an agency took a copy of records."""
    app, who, scope = desk.world.app, viewer(agency), desk.world.scope(agency)
    records = desk.world.run(app.records.records(scope, ids))
    disclosed = app.accountability.disclosures.disclosures(
        scope, {str(r.id): r.compartment for r in records}, granted={}, exposure=Exposure.EXPORTED
    )
    audit_operation(app.audit, who, operation, scope, ids, disclosures=disclosed)


class TestWhatRestedOnIt:
    @pytest.mark.long
    def test_a_number_that_is_no_longer_theirs_speaks_for_nobody(self, desk: Desk) -> None:
        world = desk.world
        fill(world)
        other = (record("Person", "p", name=NAME, role="suspect"), record("PhoneNumber", "n", number=NUMBER))
        world.file("kh-police", *other, link("USES", "p", "n"))
        matched = "MATCH (:Person)-[m:MATCH]-(:Person) WHERE m.positive RETURN DISTINCT m.positive AS m"
        assert world.query(matched) == [{"m": True}]
        alerts = "{ alerts(kind: PERSON) { edges { node { recordId otherRecordId } } } }"
        mine, theirs = (world.id(agency, "p") for agency in ("th-police", "kh-police"))
        told_of: list[dict[str, Any]] = [{"node": {"recordId": theirs, "otherRecordId": mine}}]
        assert desk.data(alerts, token=world.token("kh-police"))["alerts"]["edges"] == told_of

        withdraw(desk)

        assert world.query(matched) == []
        # As where the number is withdrawn: an alert that was told stays, and names nothing that does not stand.
        told_of = [{"node": {"recordId": theirs, "otherRecordId": None}}]
        assert desk.data(alerts, token=world.token("kh-police"))["alerts"]["edges"] == told_of
        world.file("th-police", link("USES", "p", "n"))
        assert world.query(matched) == [{"m": True}]

    def test_several_are_withdrawn_all_or_none(self, desk: Desk) -> None:
        world = desk.world
        fill(world)
        both, absent = [link_id(world), link_id(world, "p", "m")], "l-" + "0" * 32
        token, count = world.token("th-police"), "MATCH ()-[r:USES]->() RETURN count(r) AS n"
        assert not desk.data(RETRACT, token=token, ids=[*both, absent])["retractLinks"]["done"]
        assert world.query(count) == [{"n": 2}]
        done = desk.data(RETRACT, token=token, ids=[*both, *both])["retractLinks"]
        assert sorted(r["link"]["id"] for r in done["recalls"]) == sorted(both)
        assert world.query(count) == [{"n": 0}]
        [change] = world.query("MATCH (c:Change) RETURN c.rids AS rids, c.kind AS kind ORDER BY c.seq DESC LIMIT 1")
        assert change == {"kind": "records", "rids": sorted([*ends(world), world.id("th-police", "m")])}

    def test_a_number_that_is_left_to_a_sealed_person_is_sealed_with_her(self, desk: Desk) -> None:
        world, who = desk.world, {"name": "Anong Siriwattana", "birthDate": "1999-04-05", "nationality": "TH"}
        world.file(
            "th-police",
            record("Person", "v", role="suspect", **who),
            record("Person", "p", name=NAME, role="suspect"),
            record("PhoneNumber", "n", number=NUMBER),
            link("USES", "v", "n"),
            link("USES", "p", "n"),
        )
        world.file("kh-hotline", record("Person", "h", **who))
        protection = world.token("kh-hotline", "victim-support", "victim-protection")
        claimed = desk.data(CLAIM, token=protection, ids=[world.id("kh-hotline", "h")])
        assert claimed["claimVictim"]["userErrors"] == []
        number, theirs = ends(world)[1], world.token("kh-police")
        assert desk.data(LOOK, token=theirs, id=number)["record"] is not None
        withdraw(desk)
        assert desk.data(LOOK, token=theirs, id=number)["record"] is None

    def test_what_is_sealed_meanwhile_is_not_withdrawn_under_the_terms_before(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world, who = desk.world, {"name": NAME, "birthDate": "1999-04-05", "nationality": "TH"}
        items = (record("Person", "p", role="suspect", **who), record("PhoneNumber", "n", number=NUMBER))
        world.file("th-police", *items, link("USES", "p", "n"))
        world.file("kh-hotline", record("Person", "h", **who))
        protection = world.token("kh-hotline", "victim-support", "victim-protection")
        claim = {"query": CLAIM, "variables": {"ids": [world.id("kh-hotline", "h")]}}
        withdraw_now = LinkRecalls.withdraw

        async def sealed_first(*given: Any, **more: Any) -> Any:
            answer = await desk.send(json=claim, headers={"authorization": f"Bearer {protection}"})
            assert answer.json()["data"]["claimVictim"]["userErrors"] == []
            return await withdraw_now(*given, **more)

        monkeypatch.setattr(LinkRecalls, "withdraw", sealed_first)
        token = world.token("th-police")
        done = desk.data(RETRACT, token=token, ids=[link_id(world)])["retractLinks"]

        assert (done["done"], done["userErrors"]) == (False, [{"code": "RECORD_MOVED"}])
        assert world.query("MATCH ()-[r:USES]->() RETURN count(r) AS n") == [{"n": 1}]
        assert world.query("MATCH (c:Recall) RETURN c.id AS id") == []
        assert desk.trail()[-1].entry.outcome is Outcome.DENIED


class TestErasure:
    def test_what_nobody_had_is_forgotten_with_a_record_and_a_notice_says_no_more_what_it_joined(
        self, desk: Desk
    ) -> None:
        world = desk.world
        fill(world)
        p, n = ends(world)
        desk.data(LINKS, token=world.token("kh-police"), id=p)
        lid, other = link_id(world), link_id(world, "p", "m")
        token = world.token("th-police")
        desk.data(RETRACT, token=token, ids=[lid])
        world.file("th-police", record("Person", "q", name="Chan Dara"), link("USES", "q", "n"))
        desk.data(RETRACT, token=token, ids=[other, link_id(world, "q", "n")])
        kept = "MATCH (c:Recall) WHERE c.link IS NOT NULL RETURN c.record AS lid, size(c.ends) AS ends"
        assert len(world.query(kept)) == 3

        assert desk.data(ERASE, token=world.token("th-police", "analyst+supervisor"), ids=[n])["retractRecords"]["done"]
        world.settle()

        left = {row["lid"]: row["ends"] for row in world.query(kept)}
        assert left == {lid: 0, other: 2}
        [notice] = [x for x in told(desk, "kh-police") if x["link"] and x["link"]["id"] == lid]
        assert notice["link"] == {"id": lid, "type": "USES", "sourceId": None, "targetId": None}
        assert n not in str(world.query("MATCH (c:Recall) WHERE c.link IS NOT NULL RETURN properties(c) AS c"))
        issued = desk.data(ISSUED, token=token)["issuedRecalls"]["edges"]
        assert {"id": lid, "sourceId": None} in [e["node"]["link"] for e in issued]


def test_a_link_has_no_fallout_report(desk: Desk) -> None:
    fill(desk.world)
    withdraw(desk)
    report = "query($id: ID!) { falloutReport(recordId: $id) { recordId } }"
    token = desk.world.token("th-police", "duty-officer")
    assert desk.data(report, token=token, id=link_id(desk.world)) == {"falloutReport": None}


def test_a_link_of_the_same_records_that_was_filed_otherwise_stays(desk: Desk) -> None:
    world = desk.world
    fill(world)
    named = SubmittedLink(type="USES", source_reference="p", target_reference="n", reference="from the second case")
    world.file("th-police", named)
    withdraw(desk)
    assert len(desk.data(LINKS, token=world.token("kh-police"), id=ends(world)[1])["record"]["links"]) == 1
    statement = Template(name="test", access=Access.SYSTEM, text="MATCH (x:RecallNotice) RETURN count(x) AS n")
    assert world.run(world.app.store.read(statement, {})) == [{"n": 0}]
