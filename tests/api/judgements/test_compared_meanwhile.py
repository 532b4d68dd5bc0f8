"""What is filed or withdrawn while it is compared: nothing is told, sealed, opened or reviewed by what stands no more."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from api.bootstrap import Application
from entity_resolution.resolving.resolver import Resolver
from ingest import SubmittedItem, submit
from tests.api.asking import GRAPHQL_JSON, Desk
from tests.api.seals.test_protection import WHO, look
from tests.api.telling import alerts
from tests.world import World, link, record

HIM = {"name": "Wichit Busabasombat", "birthDate": "1961-10-12", "nationality": "TH"}
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "filed by mistake"}) {
  done userErrors { code } } }"""
QUEUE = "{ reviewQueue(first: 9) { edges { node { left { id } right { id } } } } }"
MATCHES = "MATCH ()-[m:MATCH]->() RETURN count(m) AS count"
NOTICES = "MATCH (x:Notice) RETURN count(x) AS count"
SEALS = "MATCH (z:Seal) RETURN count(z) AS count"


async def file(app: Application, originator: str, *items: SubmittedItem, profile: str = "law-enforcement") -> None:
    """File items within the loop of a resolver at work."""
    result = await submit(
        items,
        originator=originator,
        dataset="cases",
        known_profiles=app.bundle.registers.profiles,
        writer=app.writer,
        minter=app.minter,
        profile=profile,
        ontology=app.ontology,
    )
    assert not any(outcome.problems for outcome in result.outcomes)


async def file_suspect(app: Application, reference: str, **values: str) -> None:
    await file(app, "th-police", record("Person", reference, role="suspect", **values))


async def withdraw(desk: Desk, agency: str, *references: str) -> None:
    """Withdraw records of an agency within the loop of a resolver at work."""
    ids = [desk.world.id(agency, reference) for reference in references]
    headers = {"authorization": f"Bearer {desk.world.token(agency)}", "accept": GRAPHQL_JSON}
    answer = await desk.send(json={"query": RETRACT, "variables": {"ids": ids}}, headers=headers)
    assert answer.json()["data"]["retractRecords"] == {"done": True, "userErrors": []}


def passport(reference: str, number: str) -> SubmittedItem:
    return record("IdentityDocument", reference, number=number, documentType="passport", country="TH")


def correct_before_it_is_written(world: World, monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Let the originator correct its record between the comparison and what that writes."""
    do_before_it_is_written(world, monkeypatch, lambda: file_suspect(world.app, "t", **values))
    world.run(world.app.resolver.drain())


def do_before_it_is_written(world: World, monkeypatch: pytest.MonkeyPatch, act: Callable[[], Awaitable[None]]) -> None:
    """Resolve one step and let something be done between the comparison and what that writes."""
    app, run, put, is_done = world.app, world.run, Resolver._put, list[bool]()

    async def put_late(self: Resolver, *given: Any) -> int | None:
        if not is_done:
            await act()
        is_done.append(True)
        return await put(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Resolver, "_put", put_late)
        assert run(app.resolver.step()) is not None
    assert is_done == [True]


@pytest.mark.parametrize("is_in_step", [True, False], ids=["compared anew", "a candidate"])
def test_a_correction_beside_the_comparison_leaves_no_seal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, is_in_step: bool
) -> None:
    world, app = desk.world, desk.world.app
    if is_in_step:
        world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
        world.run(file_suspect(app, "t", **WHO))
    else:
        world.run(file_suspect(app, "t", **WHO))
        world.settle()
        world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO), settle=False)
    correct_before_it_is_written(world, monkeypatch, **HIM)
    world.settle()
    seen = look(desk, "th-police", "t", "kh-police")
    assert seen is not None and not seen["claimedVictim"]
    assert world.query("MATCH (z:Seal) RETURN count(z) AS count")[0]["count"] == 0


def test_a_correction_beside_the_comparison_is_told_to_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world, app = desk.world, desk.world.app
    world.file("kh-police", record("Person", "k", role="suspect", passportNumber="EJ0961620", **WHO))
    world.run(file_suspect(app, "t", passportNumber="EJ0961620", **WHO))
    correct_before_it_is_written(world, monkeypatch, **HIM)
    world.settle()
    assert [alerts(desk, agency) for agency in ("th-police", "kh-police")] == [[], []]


def test_what_still_matches_behind_the_correction_is_sealed_by_that(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, app = desk.world, desk.world.app
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
    world.run(file_suspect(app, "t", **WHO))
    correct_before_it_is_written(world, monkeypatch, **WHO, notes="tattoo of a carp")
    world.settle()
    assert look(desk, "th-police", "t", "kh-police") is None


@pytest.mark.parametrize("whose", ["th-police", "kh-hotline"])
def test_a_linked_document_that_is_corrected_beside_the_comparison_leaves_no_seal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    world, app = desk.world, desk.world.app
    him = {"name": "Wichit Busabasombat", "nationality": "TH"}
    owns = link("OWNS", "p", "d")
    victim = record("Person", "p", role="presumed-victim", **him)
    world.file("kh-hotline", victim, passport("d", "AA1234567"), owns, profile="victim-protection")
    suspect = record("Person", "p", role="suspect", **him)
    world.run(file(app, "th-police", suspect, passport("d", "AA1234567"), owns))
    profile = {"kh-hotline": "victim-protection"}.get(whose, "law-enforcement")

    do_before_it_is_written(world, monkeypatch, lambda: file(app, whose, passport("d", "AB7654321"), profile=profile))

    assert look(desk, "th-police", "p", "kh-police") is None
    world.settle()
    seen = look(desk, "th-police", "p", "kh-police")
    assert seen is not None and not seen["claimedVictim"]
    assert (world.query(SEALS), world.query(MATCHES)) == ([{"count": 0}], [{"count": 0}])


@pytest.mark.long
def test_a_document_that_is_linked_no_more_leaves_no_seal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world, app = desk.world, desk.world.app
    him = {"name": "Wichit Busabasombat", "nationality": "TH"}
    victim = record("Person", "p", role="presumed-victim", **him)
    world.file("kh-hotline", victim, passport("d", "AA1234567"), link("OWNS", "p", "d"), profile="victim-protection")
    suspect = record("Person", "p", role="suspect", **him)
    world.run(file(app, "th-police", suspect, passport("d", "AA1234567"), link("OWNS", "p", "d")))
    do_before_it_is_written(world, monkeypatch, lambda: withdraw(desk, "th-police", "d"))
    world.settle()
    seen = look(desk, "th-police", "p", "kh-police")
    assert seen is not None and not seen["claimedVictim"]
    assert world.query(SEALS) == [{"count": 0}]


def test_whom_a_victims_record_may_be_stays_closed_while_that_is_filed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, app = desk.world, desk.world.app
    victim = record("Person", "h", role="presumed-victim", **WHO)
    world.file("kh-hotline", victim, profile="victim-protection")
    world.run(file_suspect(app, "t", **WHO))
    again = record("Person", "h", role="presumed-victim", notes="called again", **WHO)

    do_before_it_is_written(world, monkeypatch, lambda: file(app, "kh-hotline", again, profile="victim-protection"))

    assert look(desk, "th-police", "t", "kh-police") is None
    assert world.query(SEALS) == [{"count": 0}]
    world.settle()
    assert look(desk, "th-police", "t", "kh-police") is None
    assert world.query(SEALS) == [{"count": 1}]


def test_whom_a_filing_kept_from_being_compared_is_opened_behind_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, app = desk.world, desk.world.app
    world.file("kh-police", record("Person", "k", role="suspect", **WHO))
    world.run(file_suspect(app, "t", **WHO))
    other = record("Person", "k", role="suspect", **HIM)
    do_before_it_is_written(world, monkeypatch, lambda: file(app, "kh-police", other))
    assert look(desk, "th-police", "t", "kh-police") is None
    world.settle()
    assert look(desk, "th-police", "t", "kh-police") is not None


def test_what_else_matches_whom_a_filing_kept_from_being_compared_is_told_behind_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, app = desk.world, desk.world.app
    world.file("kh-police", record("Person", "k", role="suspect", **WHO))
    world.file("my-police", record("Person", "m", role="suspect", **WHO))
    before = [len(alerts(desk, agency)) for agency in ("th-police", "kh-police")]
    world.run(file_suspect(app, "t", **WHO))
    other = record("Person", "m", role="suspect", **HIM)
    do_before_it_is_written(world, monkeypatch, lambda: file(app, "my-police", other))
    kept = world.query(NOTICES)
    world.run(app.notice_matcher.drain())
    # A listener would pass by an alert of what nobody may see yet.
    assert world.query(NOTICES) == kept
    world.settle()
    assert [len(alerts(desk, agency)) for agency in ("th-police", "kh-police")] == [n + 1 for n in before]


@pytest.mark.long
def test_whom_a_victims_record_may_be_by_way_of_another_stays_closed_while_that_is_filed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second suspect is of the first one's passport alone, and the first one is the victim by name and birth date."""
    world, app = desk.world, desk.world.app
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO), profile="victim-protection")
    first = record("Person", "t", role="suspect", passportNumber="EJ0961620", **WHO)
    second = {"name": WHO["name"], "nationality": "TH", "passportNumber": "EJ0961620"}
    world.run(file(app, "th-police", first, record("Person", "u", role="suspect", **second)))
    again = record("Person", "h", role="presumed-victim", notes="called again", **WHO)

    do_before_it_is_written(world, monkeypatch, lambda: file(app, "kh-hotline", again, profile="victim-protection"))

    assert [look(desk, "th-police", name, "kh-police") for name in "tu"] == [None, None]
    world.settle()
    assert [look(desk, "th-police", name, "kh-police") for name in "tu"] == [None, None]
    assert world.query(SEALS) == [{"count": 2}]


SUSPECT = {"name": "Wichit Busabasombat", "birthDate": "1984-02-03", "nationality": "TH"}
NUMBER = record("PhoneNumber", "n", number="+66812345670")
NEAR = record("Person", "b", role="suspect", phone="+66812345670", **{**SUSPECT, "name": "Anong Siriwattana"})


@pytest.mark.parametrize("comes_back_with", ["other content", "other links"])
def test_what_was_withdrawn_and_filed_again_beside_the_comparison_waits_for_no_review_of_what_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, comes_back_with: str
) -> None:
    world, app = desk.world, desk.world.app
    first = record("Person", "a", role="suspect", **SUSPECT)
    world.file("th-police", first, NUMBER, link("USES", "a", "n"))
    world.file("kh-police", NEAR, settle=False)
    [a, b] = sorted([world.id("th-police", "a"), world.id("kh-police", "b")])
    comes_back = record("Person", "a", role="suspect", **HIM) if comes_back_with == "other content" else first

    async def act() -> None:
        await withdraw(desk, "th-police", "a", "n")
        await file(app, "th-police", comes_back)

    do_before_it_is_written(world, monkeypatch, act)
    stale = "MATCH (n:Record {rid: $p.a})-[m:MATCH]-(:Record {rid: $p.b}) RETURN m.evidence AS evidence"
    if comes_back_with == "other content":
        assert world.query(stale, {"a": a, "b": b}) == []
    world.settle()
    assert world.query(stale, {"a": a, "b": b}) == []
    assert desk.data(QUEUE, token=world.token("kh-police"))["reviewQueue"]["edges"] == []
