"""Many who listen share the reading of their alerts, and nobody gets what another one may have."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from api.alerts.inbox import Alert
from graph.store import Access, Store, Template
from policies import ViewerContext
from tests.world import World, record, viewer

NUMBER = "+66812345678"
MANY = 40


@pytest.fixture
def told(world: World) -> World:
    """Return a world in which each of two agencies is told that the other has its number."""
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "n", number=NUMBER))
    return world


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is asked of the store, by the statement's name."""
    found, read = Counter[str](), Store.read

    async def counted(self: Store, statement: Any, *given: Any) -> Any:
        found[statement.name] += 1
        return await read(self, statement, *given)

    monkeypatch.setattr(Store, "read", counted)
    return found


def set_notices(world: World, assignments: str) -> None:
    """Change the notices of an agency behind the product's back."""
    text = f"MATCH (x:Notice {{agency: 'kh-police'}}) SET {assignments}"
    world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), {}))


def listen(world: World, viewers: list[ViewerContext]) -> list[list[Alert]]:
    """Read as all of them at once, as live subscriptions do that were woken together."""

    async def one(who: ViewerContext) -> list[Alert]:
        return list((await world.app.inbox.live(await world.app.scope_for(who), who, after=0)).alerts)

    async def work() -> list[list[Alert]]:
        return await asyncio.gather(*map(one, viewers))

    found: list[list[Alert]] = world.run(work())
    return found


def alone(world: World, who: ViewerContext) -> list[Alert]:
    """Read as one by itself: what sharing must not change."""
    found: list[Alert] = world.run(world.app.inbox.alerts(world.scope(who.agency), viewer=who))
    return found


def test_all_who_would_read_the_same_share_one_reading(told: World, asked: Counter[str]) -> None:
    officers = [viewer("kh-police") for _ in range(MANY)]
    expected = alone(told, officers[0])
    assert len(expected) == 1
    asked.clear()
    assert listen(told, officers) == [expected] * MANY
    assert (asked["all_compartments"], asked["notices"]) == (1, 1)


def test_an_agency_gets_its_own_alerts_beside_others(told: World) -> None:
    both = [viewer(agency) for agency in ("kh-police", "th-police")]
    found = listen(told, both * MANY)
    assert found == [alone(told, both[0]), alone(told, both[1])] * MANY
    assert {a.notice.own_id for alerts in found for a in alerts} == {
        told.id("kh-police", "n"),
        told.id("th-police", "n"),
    }


def test_who_protects_victims_shares_with_nobody_else_though_their_scopes_are_equal(told: World) -> None:
    set_notices(told, "x.for_protection = true")
    protecting, other = viewer("kh-police", "analyst+victim-support", "victim-protection"), viewer("kh-police")
    found = listen(told, [protecting, other] * MANY)
    assert [len(alerts) for alerts in found] == [1, 0] * MANY


def test_who_is_closed_out_shares_with_nobody_else(
    told: World, asked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = told.app.scopes.directory
    suspended, other = viewer("kh-police"), viewer("kh-police")
    is_closed_to = directory.is_closed_to
    monkeypatch.setattr(type(directory), "is_closed_to", lambda _, who: who is suspended or is_closed_to(who))
    asked.clear()
    listen(told, [suspended, other] * MANY)
    assert asked["notices"] == 2
