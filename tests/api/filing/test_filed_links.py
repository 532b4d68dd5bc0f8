"""Who is linked to a held number is held with it: linked before or after, under each of its checks, and told of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph import ReadScope
from graph.errors import StoreUnavailableError
from graph.store import RecordWriter, WriteBatch, WriteSummary
from tests.api.asking import Desk
from tests.api.filing.test_filed_persons import (
    RELEASE,
    SUBMIT_LINKED,
    claimed_desk,
    file,
    marked,
    persons,
    with_documents,
)
from tests.api.sealing import NOTICES, claim, judge, look
from tests.world import World, link, record, viewer

RETRACT = 'mutation($id: ID!) { retractRecords(input: {ids: [$id], reason: "r"}) { done } }'
BLOCK = range(12_338, 12_350)
HER_PLACE = 12_345
BESIDE = ("ph-police", "c")
Items = Sequence[dict[str, Any]]


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return claimed_desk(world, tmp_path)


def submit(desk: Desk, records: Items, links: Items = ()) -> Any:
    """File as th-police does, resolve, and return the check that holds it."""
    token = desk.world.token("th-police")
    found = desk.data(SUBMIT_LINKED, token=token, records=list(records), links=list(links))["submitRecords"]
    desk.world.settle()
    return found["heldCheck"]


def of_kind(records: Items, kind: str) -> list[dict[str, Any]]:
    return [item for item in records if item["kind"] == kind]


def documents(places: range, *, start: str = "AB77", reference: str = "d") -> list[dict[str, Any]]:
    """Return records of the next passports."""
    filed = of_kind(with_documents(places, name="any")["records"], "IDENTITY_DOCUMENT")
    for place, item in zip(places, filed, strict=True):
        item["reference"] = f"{reference}{place}"
        item["properties"][0] = {"name": "number", "values": [f"{start}{place:05d}"]}
    return filed


def scattered(places: range) -> list[dict[str, Any]]:
    """Return records of passports none of which is near another, under the references of the next ones."""
    filed = documents(places)
    for place, item in zip(places, filed, strict=True):
        number = f"{chr(ord('A') + place - places.start)}Q{place * 7919 % 9_000_000 + 1_000_000}"
        item["properties"][0] = {"name": "number", "values": [number]}
    return filed


def uses(places: range, *, reference: str = "d") -> list[dict[str, Any]]:
    return [{"type": "USES", "sourceReference": f"p{at}", "targetReference": f"{reference}{at}"} for at in places]


def people(places: range, *, name: str = "Kraisorn Boonmee") -> list[dict[str, Any]]:
    return of_kind(with_documents(places, name=name)["records"], "PERSON")


def release(desk: Desk, check: str) -> None:
    supervisor = desk.world.token("th-fiu", "supervisor")
    assert desk.data(RELEASE, token=supervisor, id=check)["releaseHeldCheck"]["check"] == {"state": "RELEASED"}
    desk.world.settle()


def told(desk: Desk, places: range = BLOCK) -> tuple[list[int], list[str]]:
    """Return the places of persons whom th-police sees claimed, and the records that its notices are of."""
    edges = desk.data(NOTICES, token=desk.world.token("th-police"))["protectionNotices"]["edges"]
    return marked(desk, places), [edge["node"]["recordId"] for edge in edges]


def hers(desk: Desk) -> tuple[list[int], list[str]]:
    """Return what is told once whose passport is hers may be told."""
    return [HER_PLACE], [desk.world.id("th-police", f"p{HER_PLACE}")]


def is_sealed(desk: Desk) -> bool:
    victim = desk.world.id("th-police", f"p{HER_PLACE}")
    [row] = desk.world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.seal AS seal", {"rid": victim})
    return bool(row["seal"] == "claimed")


@pytest.mark.long
def test_who_is_linked_already_is_held_once_the_number_is(desk: Desk) -> None:
    world = desk.world
    world.file(BESIDE[0], record("Person", BESIDE[1], role="suspect", name="Malee Thongdee", nationality="TH"))
    assert submit(desk, [*people(BLOCK), *scattered(BLOCK)], uses(BLOCK)) is None
    held = submit(desk, documents(BLOCK))
    judge(desk, ("th-police", f"p{HER_PLACE}"), BESIDE, "POSITIVE", "th-police")
    world.settle()
    assert held is not None and is_sealed(desk)
    assert told(desk) == ([], [])
    assert look(desk, BESIDE[1], "th-police", owner=BESIDE[0]) is not None
    release(desk, held)
    assert told(desk) == hers(desk)


@pytest.mark.long
def test_a_block_that_comes_while_links_are_written_holds_who_they_link(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither filing sees the other before it is written: the links are looked at once more then."""
    assert submit(desk, [*people(BLOCK), *scattered(BLOCK)]) is None
    write = RecordWriter.write
    batches: list[WriteBatch] = []

    async def overtaken(
        self: RecordWriter, batch: WriteBatch, *, after: asyncio.Future[None] | None = None
    ) -> WriteSummary:
        batches.append(batch)
        if batch.records:
            return await write(self, batch, after=after)
        token = desk.world.token("th-police")
        variables = {"records": documents(BLOCK), "links": []}
        await desk.send(
            json={"query": SUBMIT_LINKED, "variables": variables}, headers={"authorization": f"Bearer {token}"}
        )
        return await write(self, batch, after=after)

    monkeypatch.setattr(RecordWriter, "write", overtaken)
    held = submit(desk, [], uses(BLOCK))
    assert [bool(batch.records) for batch in batches] == [False, True]
    assert held is not None and is_sealed(desk)
    assert told(desk) == ([], [])
    release(desk, held)
    assert told(desk) == hers(desk)


@pytest.mark.long
@pytest.mark.parametrize("hers_first", [True, False], ids=["her block first", "the other block first"])
@pytest.mark.parametrize("linked_first", [True, False], ids=["linked to hers first", "to the other first"])
def test_who_two_checks_hold_is_free_after_both(desk: Desk, *, hers_first: bool, linked_first: bool) -> None:
    one = submit(desk, [*people(BLOCK), *documents(BLOCK)])
    two = submit(desk, documents(BLOCK, start="CD88", reference="e"))
    sides = [uses(BLOCK), uses(BLOCK, reference="e")]
    for links in sides if linked_first else reversed(sides):
        submit(desk, [], links)
    assert is_sealed(desk)
    assert told(desk) == ([], [])
    first, last = (one, two) if hers_first else (two, one)
    release(desk, first)
    assert told(desk) == ([], [])
    release(desk, last)
    assert told(desk) == hers(desk)
    assert desk.world.query("MATCH (h:HeldRecord) RETURN h.rid AS rid") == []


@pytest.mark.long
@pytest.mark.parametrize("first_of_both", [True, False], ids=["the first released", "the second released"])
def test_what_is_filed_under_another_held_number_is_free_after_both(desk: Desk, *, first_of_both: bool) -> None:
    """What the first number sealed stays sealed under the second: released alone it would tell whose the first is."""
    one = file(desk, "th-police", persons(BLOCK))
    two = file(desk, "th-police", under("CD88"))
    assert None not in {one, two} and one != two and is_sealed(desk)
    first, last = (one, two) if first_of_both else (two, one)
    release(desk, first)
    assert told(desk) == ([], [])
    release(desk, last)
    assert told(desk) == hers(desk)


def under(start: str, places: range = BLOCK) -> list[dict[str, Any]]:
    """Return the persons of the block, each with the next passport of another start."""
    filed = persons(places)
    for place, item in zip(places, filed, strict=True):
        item["properties"][2] = {"name": "passportNumber", "values": [f"{start}{place:05d}"]}
    return filed


def test_what_was_told_of_a_claim_stays_told_where_she_is_filed_again_within_a_block(desk: Desk) -> None:
    one = range(HER_PLACE, HER_PLACE + 1)
    file(desk, "th-police", persons(one))
    before = told(desk, one)
    assert before == hers(desk)
    assert file(desk, "th-police", under("CD88")) is not None
    assert told(desk, one) == before


@pytest.mark.long
def test_an_undone_block_takes_no_mark_of_another_check(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of who is linked to what that holds, nor of who was filed under it before; all other marks go."""
    numbers = submit(desk, documents(BLOCK))
    fails(monkeypatch, under("EF99"), desk, links=uses(range(HER_PLACE, HER_PLACE + 1)))
    assert {rid: len(checks) for rid, checks in marks(desk).items()} == {f"p{HER_PLACE}": 2}
    assert numbers in marks(desk)[f"p{HER_PLACE}"]
    assert submit(desk, persons(BLOCK)) is not None
    fails(monkeypatch, under("GH99", range(BLOCK.start, BLOCK.stop + 1)), desk)
    held = marks(desk)
    assert held.keys() == {f"p{place}" for place in BLOCK}
    assert len(held[f"p{HER_PLACE}"]) == 4
    assert is_sealed(desk)
    assert told(desk) == ([], [])


def marks(desk: Desk) -> dict[str, list[str]]:
    """Return the checks that hold each person of th-police, by reference."""
    places = {desk.world.id("th-police", f"p{place}"): f"p{place}" for place in (*BLOCK, BLOCK.stop)}
    found = desk.world.query(
        "MATCH (h:HeldRecord) WHERE h.rid IN $p.rids RETURN h.rid AS rid, "
        "[h.check] + [(h)-[:HELD_BY]->(c) | c.id] AS checks",
        {"rids": list(places)},
    )
    return {places[row["rid"]]: row["checks"] for row in found}


def fails(monkeypatch: pytest.MonkeyPatch, records: Items, desk: Desk, *, links: Items = ()) -> None:
    """File what is not written."""

    async def fail(self: RecordWriter, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        raise StoreUnavailableError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(RecordWriter, "write", fail)
        token = desk.world.token("th-police")
        assert "errors" in desk.ask(SUBMIT_LINKED, token=token, records=list(records), links=list(links))


@pytest.mark.long
def test_a_record_that_two_checks_hold_can_be_withdrawn(desk: Desk) -> None:
    file(desk, "th-police", persons(BLOCK))
    file(desk, "th-police", under("CD88"))
    gone = desk.world.id("th-police", "p12340")
    assert len(marks(desk)["p12340"]) == 2
    assert desk.data(RETRACT, token=desk.world.token("th-police"), id=gone)["retractRecords"]["done"]
    assert "p12340" not in marks(desk)


@pytest.mark.long
def test_a_notice_of_who_two_checks_hold_is_told_after_both(desk: Desk) -> None:
    world, who = desk.world, {"name": "Wichit Busabasombat", "birthDate": "1980-05-06", "nationality": "TH"}
    world.file("kh-police", record("Person", "w", role="suspect", **who))
    mine = {
        "kind": "PERSON",
        "reference": "p12340",
        "properties": [{"name": name, "values": [value]} for name, value in who.items()],
    }
    at = range(12_340, 12_341)
    one = submit(desk, [mine, *documents(BLOCK)], uses(at))
    two = submit(desk, documents(BLOCK, start="CD88", reference="e"), uses(at, reference="e"))
    alerts = "MATCH (x:Notice {agency: 'th-police', own: $p.own}) RETURN x.held AS held"

    def held() -> list[str | None]:
        return [row["held"] for row in world.query(alerts, {"own": world.id("th-police", "p12340")})]

    before = held()
    assert before and set(before) <= {one, two}
    release(desk, one)
    assert held() == [two] * len(before)
    release(desk, two)
    assert held() == [None] * len(before)


@pytest.mark.long
def test_what_was_told_of_a_claim_stays_told_and_what_was_not_waits(desk: Desk) -> None:
    """Else a mark that goes would tell that a record is held, and what is sealed anew whose passport it is."""
    world, one = desk.world, range(HER_PLACE, HER_PLACE + 1)
    file(desk, "th-police", persons(one))
    assert told(desk, one) == hers(desk)
    passport = {"passportNumber": "EF9900003", "nationality": "TH"}
    world.file("kh-hotline", record("Person", "other", name="Malee Thongdee", birthDate="1991-02-03", **passport))
    claim(desk, "other")
    links = [{"type": "USES", "sourceReference": f"p{HER_PLACE}", "targetReference": "f3"}]
    held = submit(desk, documents(range(12), start="EF99", reference="f"), links)
    seals = "MATCH (z:Seal {record: $p.rid}) RETURN count(z) AS n"
    assert world.query(seals, {"rid": world.id("th-police", f"p{HER_PLACE}")}) == [{"n": 2}]
    assert held is not None
    assert told(desk, one) == hers(desk)
    release(desk, held)
    assert told(desk, one) == (hers(desk)[0], hers(desk)[1] * 2)


@pytest.mark.long
def test_a_mark_that_was_told_stays_where_the_link_was_not_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(self: RecordWriter, batch: WriteBatch, *, after: asyncio.Future[None] | None = None) -> WriteSummary:
        raise StoreUnavailableError("gone")

    one = range(HER_PLACE, HER_PLACE + 1)
    file(desk, "th-police", persons(one))
    assert submit(desk, documents(BLOCK)) is not None
    monkeypatch.setattr(RecordWriter, "write", fail)
    token = desk.world.token("th-police")
    assert "errors" in desk.ask(SUBMIT_LINKED, token=token, records=[], links=uses(one))
    assert told(desk, one) == hers(desk)


@pytest.mark.long
def test_whoever_links_to_a_held_number_is_told_the_check_whosever_it_is(desk: Desk) -> None:
    world = desk.world
    held = submit(desk, [*people(BLOCK), *documents(BLOCK)])
    assert submit(desk, [], uses(BLOCK)) == held
    assert is_sealed(desk)
    # The seal on her closes nothing of the document to who filed it: each is answered alike.
    assert {submit(desk, [], uses(range(at, at + 1))) for at in BLOCK} == {held}
    assert submit(desk, [], uses(BLOCK, reference="absent")) is None
    # Where the viewer does not read the number whole, it is answered as an absent one.
    scope = world.scope("th-police")
    assert linked_by(desk, scope) == held
    assert linked_by(desk, replace(scope, classes={})) is None
    release(desk, held)
    assert submit(desk, [], uses(BLOCK)) is None


def linked_by(desk: Desk, scope: ReadScope) -> str | None:
    """Return the check that a filing of one link again is told of in a scope."""
    world, at = desk.world, HER_PLACE
    writer = world.app.exchange.filings.writer(viewer("th-police"), scope, world.app.writer)
    using_it = replace(world, app=replace(world.app, writer=writer))  # type: ignore[arg-type]
    using_it.submit("th-police", [link("USES", f"p{at}", f"d{at}")], profile="law-enforcement")
    return writer.held
