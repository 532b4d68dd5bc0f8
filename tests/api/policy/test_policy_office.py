"""Policies over GraphQL: explanations, and the policy office on its own agency's data alone."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from api.policy.office import FieldChange, Simulation
from graph import PropertyClass, ReadScope, RecordId
from graph.store import EVERY_LINK
from policies import (
    Bundle,
    BundleError,
    Outcome,
    PreparedBundle,
    ViewerContext,
    assemble_bundle,
    promote,
    viewer_classes,
)
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.policies.deep_texts import CONDITION, DEEP
from tests.world import World, link, record

EXPLAIN = "query($id: ID!) { policyExplanation(recordId: $id) { action allowed byGrant permits { id basis place } forbids { id } } }"
RELEASE = """query($id: ID!, $viewer: PolicyViewerInput!) { releaseExplanation(recordId: $id, viewer: $viewer) {
  action allowed permits { id place } forbids { id place } } }"""
SIMULATE = """query($pack: String!) { simulatePolicy(pack: $pack) {
  policyVersion refusal total truncated changes { id kind linkType viewers appears disappears } } }"""
MATRIX = "{ releaseMatrix { profile told viewers } }"
CALENDAR = "{ policyCalendar(days: 3000) { at event name party { code } permits } }"
GAPS = "query($c: Boolean = false) { policyGaps(byClass: $c) { recipient { code } propertyClass kinds links purposes isWhole } }"
OFFICER = ViewerContext(
    agency="th-police",
    subject="officer",
    roles=frozenset({"policy-officer", "victim-support"}),
    purpose="victim-protection",
)


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """TH with a suspect, his number and a link, a witness and a victim who uses an account of his; KH with a suspect."""
    module_world.file(
        "th-police",
        record("Person", "suspect", role="suspect", name="Somchai Invented", birthDate="1990-01-02"),
        record("Person", "witness", role="witness", name="Anong Invented"),
        record("PhoneNumber", "number", number="+66812345678"),
        record("BankAccount", "account", number="1234567809", country="TH", holderName="Ploy Invented", notes="hers"),
        link("USES", "suspect", "number"),
        link("USES", "suspect", "account"),
        settle=False,
    )
    module_world.file(
        "th-police",
        record("Person", "victim", role="presumed-victim", name="Ploy Invented"),
        link("OWNS", "victim", "account"),
        profile="victim-protection",
        settle=False,
    )
    module_world.file("kh-police", record("Person", "suspect", role="suspect", name="Dara Invented"))
    return Desk(module_world)


@pytest.fixture
def in_force(desk: Desk) -> Iterator[None]:
    """Put the bundle of before the test in force again after it."""
    before = desk.world.app.bundle
    yield
    desk.world.app.scopes.activate(PreparedBundle.of(before))


def pack_without(desk: Desk, *cuts: tuple[str, str]) -> str:
    text = desk.world.app.bundle.files.text("packs/th/pack.cedar")
    for old, new in cuts:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_viewer_learns_by_which_permit_and_nothing_of_what_is_hidden(desk: Desk) -> None:
    found = desk.data(EXPLAIN, token=desk.world.token("kh-police"), id=desk.world.id("th-police", "suspect"))

    told = {e["action"]: [p["id"] for p in e["permits"]] for e in found["policyExplanation"]}
    assert told == {
        "HIT": ["th.police-to-partners"],
        "NOTICE": ["arrangement.notices"],
        "IDENTITY": ["th.police-to-partners"],
        "CONTACT": ["th.police-to-partners"],
        "FINANCIAL": ["th.police-to-partners"],
        "LOCATION": ["th.police-to-partners"],
        "NARRATIVE": ["th.police-narrative-to-police"],
    }
    assert all(e["allowed"] and not e["forbids"] and not e["byGrant"] for e in found["policyExplanation"])
    assert {p["place"] for e in found["policyExplanation"] for p in e["permits"]} == {None}


def test_what_is_hidden_and_what_is_absent_explain_alike(desk: Desk) -> None:
    token = desk.world.token("kh-police")
    answers = {
        desk.post(EXPLAIN, token=token, variables={"id": i}).content
        for i in (desk.world.id("th-police", "witness"), desk.world.id("th-police", "victim"), "r-" + "0" * 32)
    }
    assert answers == {b'{"data":{"policyExplanation":null}}'}


def officer_token(desk: Desk, agency: str = "th-police") -> str:
    return desk.world.token(agency, "policy-officer")


def test_an_originator_learns_what_hides_its_record_from_a_viewer(desk: Desk) -> None:
    viewer = {"agency": "kh-police", "purpose": "investigation", "roles": ["analyst"]}
    found = desk.data(RELEASE, token=officer_token(desk), id=desk.world.id("th-police", "victim"), viewer=viewer)

    by_action = {e["action"]: e for e in found["releaseExplanation"]}
    assert {a: e["allowed"] for a, e in by_action.items()} == dict.fromkeys(by_action, False)
    assert [f["id"] for f in by_action["IDENTITY"]["forbids"]] == ["floor.victim-seal"]
    assert by_action["IDENTITY"]["forbids"][0]["place"].startswith("floor.cedar:")
    assert [f["id"] for f in by_action["NARRATIVE"]["forbids"]] == ["floor.victim-seal-others"]


def test_matrix_calendar_and_gaps_are_of_ones_own_agency(desk: Desk) -> None:
    token = officer_token(desk)

    rows = desk.data(MATRIX, token=token)["releaseMatrix"]
    assert {r["profile"] for r in rows} == {
        "hit-only",
        "law-enforcement",
        "open",
        "originator-controlled",
        "victim-protection",
    }
    entries = desk.data(CALENDAR, token=token)["policyCalendar"]
    permits = {p for e in entries for p in e["permits"]}
    assert {p.split(".")[0] for p in permits} <= {"th", "floor", "arrangement", "protocol", "border-pilot"}
    found = desk.data(GAPS, token=token)["policyGaps"]
    whole = {g["recipient"]["code"]: g["kinds"] for g in found if g["isWhole"]}
    assert "PERSON" in whole["tl-police"]
    assert {g["links"] for g in found if g["recipient"]["code"] == "tl-police" and g["isWhole"]} == {True}
    assert "kh-police" not in whole
    assert [g["purposes"] for g in found if g["recipient"]["code"] == "kh-police"] == [["border-control"]]
    by_class = desk.data(GAPS, token=token, c=True)["policyGaps"]
    assert {g["propertyClass"] for g in found} == {None}
    assert [g["propertyClass"] for g in by_class if g["recipient"]["code"] == "kh-police"] == [
        c.upper() for c in PropertyClass
    ]


def fields_seen(desk: Desk, scope: ReadScope) -> set[tuple[str, str]]:
    """Return which fields of which records and links a scope shows, read from the store as any answer is."""
    app, run = desk.world.app, desk.world.run
    ids = [desk.world.id("th-police", r) for r in ("suspect", "witness", "number", "account", "victim")]
    seen: set[tuple[str, str]] = set()
    for found in run(app.records.records(scope, ids)):
        names = [f"{c}.{n}" for c, part in found.parts.items() for n in part]
        if found.provenance is not None:
            names += ["source.reference", "source.dataset", "source.evaluation"]
            names += ["source.assertedAt"] if found.provenance.asserted_at else []
        seen |= {(str(found.id), name) for name in ("record", *names)}
    for found_link in run(app.records.links(scope, ids, limit=EVERY_LINK)):
        told = {"since": found_link.since, "until": found_link.until, "note": found_link.note}
        seen |= {(found_link.id, name) for name in ("link", *(f"narrative.{n}" for n, v in told.items() if v))}
    return seen


def all_views(desk: Desk) -> dict[ViewerContext, set[tuple[str, str]]]:
    """Return what each of some viewer classes sees now."""
    app = desk.world.app
    agencies = ("kh-police", "th-fiu", "kh-hotline")
    viewers = viewer_classes(app.bundle, agencies=agencies)
    return {v: fields_seen(desk, desk.world.run(app.scope_for(v))) for v in viewers}


def simulated(desk: Desk, pack: str) -> Simulation:
    app, now = desk.world.app, datetime.now(UTC)
    candidate = desk.world.run(app.office.candidate_of(OFFICER, pack, now=now))
    scope = desk.world.run(app.scope_for(OFFICER))
    found: Simulation = desk.world.run(app.office.simulate(OFFICER, scope, candidate, now=now))
    return found


CANDIDATES = [
    (('Action::"contact", Action::"financial", ', ""),),
    (('SubjectRole::"suspect", ', 'SubjectRole::"witness", '),),
    (
        (
            '@id("th.hit-only")',
            '@id("th.victims")\n@basis("victim-protection-protocol")\n@review_by("2027-03-31")\npermit (principal in Agreement::"victim-protection-protocol", action in Action::"read", resource in Profile::"victim-protection")\nwhen { resource.originator == Party::"th-police" && principal.roles.contains(Role::"victim-support") && context.purpose == Purpose::"victim-protection" };\n\n@id("th.hit-only")',
        ),
    ),
    (('principal.sector in [Sector::"police", Sector::"fiu"]', 'principal.sector in [Sector::"fiu", Sector::"ngo"]'),),
]


@pytest.mark.long
@pytest.mark.parametrize("cuts", CANDIDATES)
@pytest.mark.usefixtures("in_force")
def test_the_simulated_set_is_the_set_after_activation(desk: Desk, cuts: tuple[tuple[str, str], ...]) -> None:
    pack = pack_without(desk, *cuts)
    told = simulated(desk, pack)
    before = all_views(desk)
    desk.world.app.scopes.activate(
        PreparedBundle.of(assemble_bundle(desk.world.app.bundle.files.replacing("packs/th/pack.cedar", pack)))
    )
    after = all_views(desk)

    assert told.changes
    assert not told.truncated
    for viewer, seen in before.items():
        assert _of(told.changes, viewer, appears=True) == after[viewer] - seen, viewer
        assert _of(told.changes, viewer, appears=False) == seen - after[viewer], viewer


def _of(changes: tuple[FieldChange, ...], viewer: ViewerContext, *, appears: bool) -> set[tuple[str, str]]:
    return {
        (c.id, name)
        for c in changes
        if viewer in c.viewers
        for name in (c.appears if appears else c.disappears)
        if name not in {"hit", "notice"}
    }


@pytest.mark.long
def test_a_simulation_is_asked_over_graphql_and_changes_nothing(desk: Desk) -> None:
    version = desk.world.app.bundle.version
    pack = pack_without(desk, ('SubjectRole::"suspect", ', ""))

    found = desk.data(SIMULATE, token=officer_token(desk), pack=pack)["simulatePolicy"]

    suspect = desk.world.id("th-police", "suspect")
    mine = [c for c in found["changes"] if c["id"] == suspect]
    assert found["refusal"] is None
    assert found["policyVersion"] != version
    assert desk.world.app.bundle.version == version
    assert {name for c in mine for name in c["disappears"]} >= {"record", "identity.name"}
    assert any("kh-police investigation" in c["viewers"] for c in mine)
    assert {(c["kind"], c["linkType"]) for c in mine} == {("PERSON", None)}
    assert all((c["kind"] is None) is (c["linkType"] is not None) for c in found["changes"])
    assert desk.trail()[-1].entry.operation == "query simulatePolicy"
    assert suspect in desk.trail()[-1].entry.record_ids


def test_a_candidate_that_is_refused_says_where(desk: Desk) -> None:
    token = officer_token(desk)
    wrong = pack_without(desk, ('Kind::"Report"', 'Kind::"Reprot"'))
    clash = pack_without(desk, ('@id("th.hit-only")', '@id("kh.police-sites")'))
    other = pack_without(
        desk, ('resource.originator == Party::"th-police"', 'resource.originator == Party::"kh-police"')
    )

    refusals = [
        desk.data(SIMULATE, token=token, pack=p)["simulatePolicy"]["refusal"] for p in (wrong, clash, other, "x")
    ]

    assert "did you mean `Report`?" in refusals[0]
    # Another's policy is not told of.
    assert refusals[1] == "packs/th/pack.cedar:1: does not go together with the rest of the bundle"
    assert "must not name the originator `kh-police`" in refusals[2]
    assert refusals[3] == (
        "packs/th/pack.cedar:1: unexpected end of input: what begins here is no whole policy, which a `;` ends"
    )


@pytest.mark.parametrize("shape", DEEP)
def test_a_candidate_that_would_end_the_process_is_refused_and_in_the_trail(desk: Desk, shape: str) -> None:
    pack = desk.world.app.bundle.files.text("packs/th/pack.cedar")
    pack = pack.replace(CONDITION, f"{DEEP[shape]} &&\n  {CONDITION}", 1)
    before, version, entries = state(desk.world), desk.world.app.bundle.version, len(desk.trail())

    found = desk.data(SIMULATE, token=officer_token(desk), pack=pack)["simulatePolicy"]

    assert found["refusal"].startswith("packs/th/pack.cedar:")
    assert "nests more than" in found["refusal"] or "more operators in a row" in found["refusal"]
    assert (found["policyVersion"], found["total"], found["changes"]) == (None, 0, [])
    assert (state(desk.world), desk.world.app.bundle.version) == (before, version)
    told = [(e.entry.operation, e.entry.actor, e.entry.count) for e in desk.trail()[entries:]]
    who = "policy-officer of th-police"
    assert told == [("about to: query simulatePolicy", who, 0), ("query simulatePolicy", who, 0)]


def test_a_candidate_is_in_the_trail_before_it_is_evaluated(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[str] = []

    def ending(*_: object, **__: object) -> Bundle:
        known.append(desk.trail()[-1].entry.operation)
        raise BundleError("packs/th/pack.cedar", 1, "is not looked at")

    monkeypatch.setattr(type(desk.world.app.office), "candidate_of", ending)

    desk.data(SIMULATE, token=officer_token(desk), pack="")

    assert known == ["about to: query simulatePolicy"]


def test_a_simulation_that_was_given_up_is_under_way_until_its_thread_has_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, begun = threading.Event(), threading.Event()

    def waiting(*_: object, **__: object) -> list[object]:
        begun.set()
        gate.wait(30)
        return []

    monkeypatch.setattr("api.policy.office.simulate_views", waiting)
    pack, token = desk.world.app.bundle.files.text("packs/th/pack.cedar"), officer_token(desk)

    async def give_up() -> None:
        app, now = desk.world.app, datetime.now(UTC)
        scope = await app.scope_for(OFFICER)
        task = asyncio.create_task(app.office.simulate(OFFICER, scope, app.bundle, now=now))
        await asyncio.to_thread(begun.wait, 20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    monkeypatch.setattr("api.policy.office.check_succession", lambda *_: None)
    desk.world.run(give_up())
    refused_meanwhile = desk.ask(SIMULATE, token=token, pack=pack)
    assert refused_meanwhile["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
    gate.set()
    desk.world.run(_ended(desk))
    assert desk.data(SIMULATE, token=token, pack=pack)["simulatePolicy"]["changes"] == []


async def _ended(desk: Desk) -> None:
    while desk.world.app.office.is_simulating("th-police"):
        await asyncio.sleep(0.01)


def test_what_one_agency_has_weighed_lets_others_wait_and_turns_nobody_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, begun = threading.Event(), threading.Event()

    def waiting(*_: object, originator: str, **__: object) -> list[object]:
        if originator == "th-police":
            begun.set()
            gate.wait(30)
        return []

    monkeypatch.setattr("api.policy.office.simulate_views", waiting)
    monkeypatch.setattr("api.policy.office.check_succession", lambda *_: None)
    files = desk.world.app.bundle.files

    def asked(agency: str, state: str) -> Any:
        token = desk.world.token(agency, "policy-officer")
        body = {"query": SIMULATE, "variables": {"pack": files.text(f"packs/{state}/pack.cedar")}}
        return asyncio.create_task(desk.send(json=body, headers={"authorization": f"Bearer {token}"}))

    async def scene() -> tuple[Any, Any, Any]:
        first = asked("th-police", "th")
        await asyncio.to_thread(begun.wait, 30)
        again, other = asked("th-police", "th"), asked("my-police", "my")
        refused_again = (await again).json()
        await asyncio.sleep(0.3)
        assert not other.done(), "it waits for its turn"
        gate.set()
        return refused_again, (await other).json(), (await first).json()

    again, other, first = desk.world.run(scene())
    assert [e["extensions"]["code"] for e in again["errors"]] == ["TOO_MANY_REQUESTS"]
    assert other["data"]["simulatePolicy"]["changes"] == first["data"]["simulatePolicy"]["changes"] == []


@pytest.mark.parametrize("query", [MATRIX, CALENDAR, GAPS, SIMULATE])
def test_who_is_no_policy_officer_is_refused(desk: Desk, query: str) -> None:
    variables = {"pack": ""} if query == SIMULATE else {}
    content = refused(desk, query, desk.world.token("th-police"), **variables)
    assert b'"FORBIDDEN"' in content
    assert b"it needs the role of a policy officer" in content


def test_a_suspended_policy_officer_is_refused(desk: Desk) -> None:
    token = officer_token(desk)
    with desk.world.suspended("th-police", "policy-officer of th-police"):
        assert b"the agency or the person is suspended" in refused(desk, MATRIX, token)


def test_a_policy_officer_learns_nothing_of_others_records(desk: Desk) -> None:
    viewer = {"agency": "kh-police", "purpose": "investigation", "roles": ["analyst"]}
    token = desk.world.token("th-police", "policy-officer")
    answers = {
        refused(desk, RELEASE, token, id=i, viewer=viewer)
        for i in (desk.world.id("kh-police", "suspect"), "r-" + "0" * 32)
    }
    assert answers == {b'{"data":{"releaseExplanation":null}}'}


def refused(desk: Desk, query: str, token: str, **variables: Any) -> bytes:
    """Ask, check that nothing changed and that the trail says denied and names no record; return the answer."""
    before, version, entries = state(desk.world), desk.world.app.bundle.version, len(desk.trail())
    content: bytes = desk.post(query, token=token, variables=variables).content
    [entry] = [e.entry for e in desk.trail()[entries:]]
    field = query.split("{ ", 1)[1].split("(", 1)[0].split(" ", 1)[0]
    assert (state(desk.world), desk.world.app.bundle.version) == (before, version)
    assert (entry.outcome, entry.operation) == (Outcome.DENIED, f"query {field}")
    assert (entry.record_ids, entry.count, entry.case_ref) == ((), 0, "T-1")
    assert b'"data":null' in content or b'":null}}' in content
    return content


@pytest.mark.long
def test_the_officers_scope_decides_which_fields_of_a_victim_are_named(desk: Desk) -> None:
    app, now = desk.world.app, datetime.now(UTC)
    plain = ViewerContext(agency="th-police", subject="o", roles=frozenset({"policy-officer"}), purpose="investigation")
    pack = pack_without(desk, *CANDIDATES[2])
    candidate = desk.world.run(app.office.candidate_of(plain, pack, now=now))

    found: Simulation = desk.world.run(
        app.office.simulate(plain, desk.world.run(app.scope_for(plain)), candidate, now=now)
    )

    victim = desk.world.id("th-police", "victim")
    names = {n for c in found.changes if RecordId(c.id) == victim for n in c.appears}
    assert str(PropertyClass.FINANCIAL) not in names
    assert not any(n.startswith(("identity.", "contact.", "location.")) for n in names)


def test_the_bundle_of_this_module_is_the_shipped_one(desk: Desk) -> None:
    assert desk.world.app.bundle.version == promote().bundle.version
