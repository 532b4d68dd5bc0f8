"""Alerts while the hit index is made anew with another key: tokens of two keys meet nowhere, which is no news."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from api.background import workers
from graph import load_ontology
from graph.store import Access, HitIndex, SelectorHasher, Template, Transaction
from graph.store.hits import hit_index
from graph.store.hits import rebuilding as hit_index_rebuilding
from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.world import World, record

ALERTS = "{ alerts(first: 100) { edges { node { kind stillLinked endedAt } } } }"
NUMBER, ANOTHER, THIRD = "+66899999998", "+66899999997", "+66899999996"


class BrokenOffError(Exception):
    """The process that made the index anew was killed."""


class BrokenOff(HitIndex):
    """Makes the index anew no further than its second record."""

    async def take_in_after(self, tx: Transaction, after: str, generation: int) -> tuple[str | None, int]:
        if after:
            raise BrokenOffError
        return await super().take_in_after(tx, after, generation)


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(hit_index, "RECORDS_A_STEP", 1)
    return Desk(world)


def made_anew(desk: Desk, kind: Callable[..., HitIndex] = HitIndex) -> HitIndex:
    return kind(desk.world.app.store, SelectorHasher(secret=b"another key of this deployment!!"), load_ontology())


def follow(desk: Desk, index: HitIndex) -> None:
    """Do what the workers of a process with the other key do."""
    app = desk.world.app

    async def work() -> None:
        await app.resolver.drain()
        await app.notice_matcher.drain()
        await index.drain()
        await app.exchange.meetings.drain()
        await app.notice_matcher.drain()
        if await app.link_endings.drain():
            await app.notice_matcher.drain()

    desk.world.run(work())


def person(reference: str, name: str, phone: str, **more: str) -> SubmittedRecord:
    return record("Person", reference, name=name, role="suspect", phone=phone, **more)


def alerts(desk: Desk, agency: str) -> list[tuple[str, bool | None, bool]]:
    """Return of an agency's alerts, oldest first, the kind, whether it is linked, and whether its end is told."""
    found = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return [(e["node"]["kind"], e["node"]["stillLinked"], e["node"]["endedAt"] is not None) for e in found]


def test_what_comes_while_the_index_is_made_anew_ends_no_alert_and_is_told_afterwards(desk: Desk) -> None:
    world, index = desk.world, made_anew(desk)
    world.file("th-police", person("p", "Somchai Jaidee", NUMBER))
    world.file("kh-police", *(record("PhoneNumber", f"n{n}", number=n) for n in (NUMBER, ANOTHER, THIRD)))
    with pytest.raises(BrokenOffError):
        world.run(made_anew(desk, BrokenOff).rebuild())

    again = person("p", "Somchai Jaidee", NUMBER, nationality="TH")
    world.file("th-police", again, person("q", "Wichit Busabasombat", ANOTHER), settle=False)
    world.file("th-police", record("PhoneNumber", "n", number=THIRD), settle=False)
    follow(desk, index)
    # An equal number is told of at once; of the person's nobody says that it is no longer held.
    for agency, kind in (("kh-police", "PHONE_NUMBER"), ("th-police", "PERSON")):
        carried, equal = alerts(desk, agency)
        assert carried in {(kind, None, False), (kind, True, False)}
        assert equal == ("PHONE_NUMBER", True, False)

    world.run(index.rebuild())
    follow(desk, index)
    assert alerts(desk, "kh-police") == [("PHONE_NUMBER", True, False)] * 3
    assert alerts(desk, "th-police") == [(kind, True, False) for kind in ("PERSON", "PHONE_NUMBER", "PERSON")]


@pytest.mark.long
def test_what_is_corrected_while_the_index_is_made_anew_ends_its_alert_afterwards(desk: Desk) -> None:
    world, index = desk.world, made_anew(desk)
    world.file("th-police", person("p", "Somchai Jaidee", NUMBER))
    world.file("kh-police", record("PhoneNumber", "n", number=NUMBER))
    with pytest.raises(BrokenOffError):
        world.run(made_anew(desk, BrokenOff).rebuild())
    world.file("th-police", person("p", "Somchai Jaidee", ANOTHER), settle=False)
    follow(desk, index)
    assert alerts(desk, "kh-police") == [("PHONE_NUMBER", None, False)]
    world.run(index.rebuild())
    follow(desk, index)
    assert alerts(desk, "kh-police") == [("PHONE_NUMBER", False, True)]
    assert alerts(desk, "th-police") == [("PERSON", False, True)]


@pytest.mark.long
def test_a_service_finishes_what_a_killed_command_left_and_tells_what_waited(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, app = desk.world, desk.world.app
    world.file("th-police", person("p", "Somchai Jaidee", NUMBER))
    world.file("kh-police", record("PhoneNumber", "n", number=ANOTHER))
    store = Template(name="old", access=Access.WRITE, text="MATCH (s:HitIndex) SET s.key_id = 'another key'")
    world.run(app.store.run_alone(store, {}))
    broken = BrokenOff(app.store, app.exchange.index._hasher, load_ontology())
    with pytest.raises(BrokenOffError):
        world.run(broken.rebuild())
    world.file("th-police", person("q", "Wichit Busabasombat", ANOTHER))
    assert alerts(desk, "kh-police") == []
    monkeypatch.setattr(hit_index_rebuilding, "QUIET_MILLISECONDS", -1)
    monkeypatch.setattr(workers, "REBUILDING_SECONDS", 0.01)

    async def serve() -> None:
        async with workers.running_workers(app), asyncio.timeout(30):
            while await app.exchange.index.condition() != "whole" or not alerts_made(await app.overview.counts()):
                await asyncio.sleep(0.05)

    world.run(serve())
    assert alerts(desk, "kh-police") == [("PHONE_NUMBER", True, False)]
    told = [e.entry for e in desk.trail() if e.entry.operation == "hits rebuild"]
    # Of what came meanwhile the rebuilding counts what lies behind the place where it was left; ids are as they fall.
    first, late = min(world.id("th-police", "p"), world.id("kh-police", "n")), world.id("th-police", "q")
    assert [(e.actor, e.count) for e in told] == [("operator", 2 + (late > first))]


def alerts_made(counts: Mapping[str, object]) -> bool:
    return counts["notices"] == 2
