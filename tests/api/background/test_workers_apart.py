"""Each worker goes its own way: what stops one stops no other, and a clock that was set stops all of them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from api.background import workers
from api.bootstrap import Application
from graph.store import Access, HitIndex, RetentionStore, Schedule, SelectorHasher, Template
from policies import ClockError
from tests.api.asking import Desk
from tests.api.exchanging import check, holders, phone
from tests.world import World, record

NUMBER = "+66899999993"
WHO = {"name": "Wichit Busabasombat", "birthDate": "1980-05-06", "nationality": "TH", "email": "q@mail.example"}
LOOK_SECONDS = 0.05
HIT = "MATCH (x:Notice {reason: 'hit'}) RETURN x.own AS own"
LINKED = "MATCH (x:Notice {reason: 'linkage'}) RETURN x.own AS own"
DONE = [LINKED, "MATCH (:Record)-[x:MATCH]-() RETURN x", "MATCH (x:Retention) WHERE x.review_due RETURN x"]
ACT_BY_THEMSELVES = [
    "accountability",
    "grants",
    "hit index",
    "hit index rebuilding",
    "hit notices",
    "link endings",
    "linkages ahead",
    "meetings",
    "notice terms",
    "notice terms left",
    "notices",
    "recalls",
    "requests",
    "resolution",
    "retention",
]


@pytest.fixture
def waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a hit of which its holder was not told yet; the workers pause for no longer than they must."""
    for pause in ("PAUSE_AFTER_ERROR_SECONDS", "ACCOUNT_SECONDS"):
        monkeypatch.setattr(workers, pause, LOOK_SECONDS)
    desk.world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    assert holders(check(desk, "kh-police", [phone(NUMBER)])) == [["th-police"]]
    assert desk.world.query(HIT) == []
    return desk


async def until_there(app: Application, *statements: str) -> None:
    """Return once each statement finds something."""
    async with asyncio.timeout(60):
        for text in statements:
            while not await app.store.read(Template(name="test", access=Access.SYSTEM, text=text), {}):
                await asyncio.sleep(LOOK_SECONDS)


async def until_failed(names: Sequence[str], logs: list[structlog.typing.EventDict]) -> None:
    """Return once each of these workers said that it cannot do its work."""
    async with asyncio.timeout(60):
        while not {e["worker"] for e in logs if e["event"] == "worker_failed"}.issuperset(names):
            await asyncio.sleep(LOOK_SECONDS)


def stored(world: World) -> str:
    """Return all that the store holds, as one text."""
    found = world.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY elementId(n)")
    links = world.query("MATCH ()-[r]->() RETURN type(r) AS t, properties(r) AS p ORDER BY elementId(r)")
    return json.dumps([found, links], default=str)


def kept(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_another_key_of_the_hit_index_silences_no_hit(waiting: Desk) -> None:
    world, app = waiting.world, waiting.world.app
    world.file("th-police", record("PhoneNumber", "later", number="+66899999994"), settle=False)
    wrong = HitIndex(app.store, SelectorHasher(secret=b"another key".ljust(32)), app.ontology)

    async def work() -> None:
        async with workers.running_workers(replace(app, exchange=replace(app.exchange, index=wrong))):
            await until_failed(["hit index"], logs)
            await until_there(app, HIT)

    with structlog.testing.capture_logs() as logs:
        world.run(work())
    assert world.query(HIT) == [{"own": world.id("th-police", "n")}]
    failed = {(e["worker"], e["code"]) for e in logs if e["event"] == "worker_failed"}
    assert failed == {("hit index", "HIT_INDEX_KEY")}


def test_settling_leaves_nothing_to_any_follower(waiting: Desk) -> None:
    """What a worker alone did would be left undone by every command that ends with what it wrote settled."""
    world = waiting.world
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("Person", "p", role="suspect", **WHO), settle=False)

    async def done() -> set[str]:
        # Changes that are none of a follower's are passed over, which is no work.
        return {follower.worker for follower in workers.FOLLOWERS if await follower.step(world.app)}

    world.settle()
    assert world.run(done()) == set()
    assert len(world.query(HIT)) == 1
    assert len(world.query(LINKED)) == 2


def test_nothing_acts_by_itself_under_a_clock_that_was_set(waiting: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store and the audit folder stay as they are, byte for byte, until the clock is right."""
    world, app = waiting.world, waiting.world.app
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("Person", "p", role="suspect", **WHO), settle=False)
    due = Schedule(
        record_id=world.id("th-police", "n"),
        originator="th-police",
        review_at=datetime.now(UTC) - timedelta(days=1),
        retain_until=None,
    )
    world.run(RetentionStore(app.store).schedule("th-police", [due], now=datetime.now(UTC)))
    app.audit.flush()
    before, trail = stored(world), kept(app.settings.audit)

    async def work(*done: str) -> None:
        async with workers.running_workers(app):
            await (until_there(app, *done) if done else until_failed(ACT_BY_THEMSELVES, logs))

    with monkeypatch.context() as patch, structlog.testing.capture_logs() as logs:
        patch.setattr(app.clock, "_read", lambda: datetime.now(UTC) - timedelta(days=1))
        world.run(work())
        with pytest.raises(ClockError):
            world.settle()
    assert (stored(world), kept(app.settings.audit)) == (before, trail)
    assert sorted({(e["worker"], e["code"]) for e in logs if e["event"] == "worker_failed"}) == [
        (worker, "CLOCK_SET_BACK") for worker in ACT_BY_THEMSELVES
    ]

    world.run(work(HIT, *DONE))


@pytest.mark.parametrize("part", ["notice_matcher", "protection"])
def test_what_agreements_decide_asks_the_policy_clock_itself(
    waiting: Desk, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Whoever resolves by a command, or judges, has no worker that asks it first."""
    world, app = waiting.world, waiting.world.app
    for agency, role in (("th-police", "suspect"), ("kh-police", "presumed-victim")):
        world.file(agency, record("Person", "p", role=role, **WHO), settle=False)
    if part == "notice_matcher":
        world.run(app.resolver.drain())
    monkeypatch.setattr(app.clock, "_read", lambda: datetime.now(UTC) - timedelta(days=1))
    with pytest.raises(ClockError):
        world.run((app.notice_matcher if part == "notice_matcher" else app.resolver).drain())
    assert world.query(LINKED) == []
