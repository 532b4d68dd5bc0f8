"""A legal hold keeps a record with its links: none goes with the record at its other end, and none is moved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from ingest import SubmissionResult, SubmittedLink, ingest_file, parse_mapping
from policies import Outcome, PreparedBundle
from tests.api.asking import Desk
from tests.api.recalling import HOLD, LOOK, RETRACT
from tests.api.recalls.test_retention import LIFT
from tests.policies.edited_bundles import wide_bundle
from tests.world import link, record, viewer

LINKS = "query($id: ID!) { record(id: $id) { links { type sourceId targetId note } } }"
SCHEDULE = """mutation($ids: [ID!]!, $until: DateTime) { scheduleRetention(input: {ids: $ids, retainUntil: $until,
  reason: "the case is closed"}) { userErrors { code } } }"""
FILE = """mutation($input: SubmitRecordsInput!) { submitRecords(input: $input) { links { id problems { rule } } } }"""
MAPPING = """
dataset: cases
profile: law-enforcement
country: TH
records:
  phone: {kind: PhoneNumber, reference: "{phone}", properties: {number: phone}}
links:
  - {type: USES, from: {kind: Person, reference: "{who}"}, to: phone, reference: "{no}", note: {column: told}}
"""


class Held:
    """A person of th-police who is held, and two phones, of which the person uses one by a link of reference `1`."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.world = desk, desk.world
        self.person, self.phone, self.other = map(
            str,
            self.world.file(
                "th-police",
                record("Person", "p", name="Qanarywit Zzyzxsombat", role="suspect"),
                record("PhoneNumber", "n", number="+66899999999"),
                record("PhoneNumber", "m", number="+66811110000"),
            ),
        )
        self.world.file("th-police", self.link())
        self.analyst = self.world.token("th-police")
        self.supervisor = self.world.token("th-police", "supervisor")
        [hold] = desk.data(HOLD, token=self.supervisor, ids=[self.person])["placeHold"]["holds"]
        self.hold = hold["id"]

    @staticmethod
    def link(target: str = "n", **more: Any) -> SubmittedLink:
        return replace(link("USES", "p", target), reference="1", **more)

    def links(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.desk.data(LINKS, token=self.analyst, id=self.person)["record"]["links"]
        return found

    def lift(self) -> None:
        assert self.desk.data(LIFT, token=self.supervisor, id=self.hold)["liftHold"]["userErrors"] == []

    def file(self, *items: SubmittedLink) -> SubmissionResult:
        found = self.world.submit("th-police", items, profile="law-enforcement")
        self.world.settle()
        return found


@pytest.fixture
def held(desk: Desk) -> Held:
    return Held(desk)


def test_what_a_held_record_is_linked_to_is_not_withdrawn(held: Held) -> None:
    before = held.links()
    assert [found["targetId"] for found in before] == [held.phone]
    refused = held.desk.data(
        RETRACT, token=held.world.token("th-police", "analyst+supervisor"), ids=[held.phone, held.other], erase=True
    )["retractRecords"]
    assert (refused["done"], refused["recalls"]) == (False, [])
    assert [e["code"] for e in refused["userErrors"]] == ["LEGAL_HOLD"]
    assert "a legal hold or a presumed victim's protection keeps 1 of" in refused["userErrors"][0]["message"]
    assert held.desk.trail()[-1].entry.outcome is Outcome.DENIED
    assert held.links() == before
    assert all(held.desk.data(LOOK, token=held.analyst, id=rid)["record"] for rid in (held.phone, held.other))

    # What is linked to nothing that is held goes.
    assert held.desk.data(RETRACT, token=held.analyst, ids=[held.other], erase=False)["retractRecords"]["done"]
    held.lift()
    assert held.desk.data(RETRACT, token=held.analyst, ids=[held.phone], erase=False)["retractRecords"]["done"]
    assert held.links() == []


def test_a_hold_that_comes_while_it_is_withdrawn_keeps_it(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held.links()

    async def nothing(*_: object) -> frozenset[str]:
        return frozenset()

    monkeypatch.setattr("graph.store.RetentionStore.held_or_linked", nothing)
    refused = held.desk.data(RETRACT, token=held.analyst, ids=[held.phone], erase=False)["retractRecords"]
    assert [e["code"] for e in refused["userErrors"]] == ["LEGAL_HOLD"]
    assert held.links() == before


def test_what_a_held_record_is_linked_to_is_not_erased_by_its_date_and_stops_no_other(held: Held) -> None:
    before, now = held.links(), datetime.now(UTC)
    until = (now + timedelta(days=1)).isoformat()
    held.desk.data(SCHEDULE, token=held.analyst, ids=[held.phone, held.other], until=until)
    keeper = held.world.app.accountability.retention
    assert held.world.run(keeper.run(now=now + timedelta(days=2))).erased == 1
    assert held.links() == before
    assert held.desk.data(LOOK, token=held.analyst, id=held.other) == {"record": None}
    held.lift()
    assert held.world.run(keeper.run(now=now + timedelta(days=2))).erased == 1
    assert held.links() == []


@pytest.mark.parametrize("other", [{"target": "m"}, {"note": "a friend of hers"}], ids=["moved", "changed"])
def test_a_link_of_a_held_record_that_is_filed_otherwise_waits(held: Held, other: dict[str, str]) -> None:
    before = held.links()
    [outcome] = held.file(held.link(**other)).outcomes
    assert [problem.rule for problem in outcome.problems] == ["legal-hold"]
    waiting = "MATCH (q:QuarantinedRow) RETURN q.rule AS rule"
    assert (held.links(), held.world.query(waiting)) == (before, [{"rule": "legal-hold"}])
    # The same again says nothing else, and a link that is new takes nothing away.
    assert held.file(held.link()).outcomes[0].problems == ()
    assert held.file(link("USES", "p", "m")).outcomes[0].problems == ()
    assert len(held.links()) == 2
    held.lift()
    assert held.file(held.link(**other)).outcomes[0].problems == ()
    assert held.links() != before


def test_a_file_passes_over_a_link_of_a_held_record_and_says_so(held: Held, tmp_path: Path) -> None:
    before, app = held.links(), held.world.app
    path = tmp_path / "uses.csv"
    path.write_text("no,who,phone,told\n1,p,0811112222,by a friend\n2,p,0811113333,\n", encoding="utf-8")
    report = held.world.run(
        ingest_file(
            path,
            mapping=parse_mapping(MAPPING),
            originator="th-police",
            profile=None,
            known_originators={"th-police"},
            known_profiles=app.bundle.registers.profiles,
            writer=app.writer,
            minter=app.minter,
        )
    )
    assert (report.links_held, report.links_created, report.quarantined_rows) == (1, 1, 0)
    assert [found for found in held.links() if found in before] == before


def test_a_link_that_is_closed_to_whoever_files_is_kept_without_a_word(desk: Desk, tmp_path: Path) -> None:
    """Else the answer would tell that there is one, and that it is held."""
    world = desk.world
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    settings = world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    low = issue_development_token(settings, key, replace(viewer("th-police"), clearance=0), ttl_seconds=600)
    world.file("th-police", record("Person", "p", name="Qanarywit Zzyzxsombat", role="suspect"), profile="cleared")
    world.file("th-police", record("PhoneNumber", "n", number="+66899999999"))
    world.file("th-police", Held.link())
    supervisor = issue_development_token(
        settings, key, replace(viewer("th-police", "supervisor"), clearance=2), ttl_seconds=600
    )
    hold = desk.data(HOLD, token=supervisor, ids=[world.id("th-police", "p")])["placeHold"]
    assert hold["userErrors"] == []
    notes = "MATCH (:Record)-[r:USES]->(:Record) RETURN r.note AS note"
    filed = {"type": "USES", "sourceReference": "p", "targetReference": "n", "reference": "1", "note": "a friend"}
    asked = {"dataset": "cases", "profile": "law-enforcement", "links": [filed]}
    [answer] = desk.data(FILE, token=low, input=asked)["submitRecords"]["links"]
    assert (answer["problems"], answer["id"] is not None) == ([], True)
    assert world.query(notes) == [{"note": None}]
