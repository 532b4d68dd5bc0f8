"""`since` goes by when an alert was told of, so who asks from the newest one that they saw on misses none."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.store import Access, Template
from tests.api.alerts.test_filings import RELEASE, number, numbers, submit
from tests.api.asking import Desk
from tests.api.exchanging import BUDGETS, SetClock, check, exchanging, phone
from tests.world import World, record

ALERTS = """query($since: DateTime) { alerts(first: 100, since: $since) {
  edges { node { id recordId createdAt toldAt endedAt } } } }"""
PARTIES = "parties: {th-telco: {per_request: 1000, per_day: 1000000, reviewer: th-police}}\n"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(world: World, tmp_path: Path, clock: SetClock) -> Desk:
    return Desk(exchanging(world, tmp_path, clock=clock, budgets=BUDGETS + PARTIES))


def alerts(desk: Desk, agency: str, since: str | None = None) -> list[dict[str, Any]]:
    found = desk.data(ALERTS, token=desk.world.token(agency), since=since)["alerts"]["edges"]
    nodes = [edge["node"] for edge in found]
    assert [n["toldAt"] for n in nodes] == sorted(n["toldAt"] for n in nodes)
    return nodes


def test_what_a_supervisor_releases_is_found_since_the_newest_alert_that_was_told(desk: Desk) -> None:
    world = desk.world
    world.file("kh-police", record("PhoneNumber", "k3", number=number(3)))
    held = submit(desk, "th-telco", numbers(list(range(20))), [])["heldCheck"]
    for agency in ("kh-police", "th-telco"):
        world.file(agency, record("PhoneNumber", "other", number="+66899990001"))
    [seen] = alerts(desk, "th-telco")
    desk.data(RELEASE, token=world.token("th-police", "supervisor"), id=held)
    news = alerts(desk, "th-telco", since=seen["toldAt"])
    assert [n["recordId"] for n in news if n["id"] != seen["id"]] == [world.id("th-telco", "n3")]
    [released] = [n for n in news if n["id"] != seen["id"]]
    assert released["createdAt"] < seen["createdAt"] <= released["toldAt"]


def test_a_hit_that_is_told_late_is_found_since_the_alert_that_came_before_it(desk: Desk, clock: SetClock) -> None:
    world = desk.world
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "n", number="+66899990002"))
    check(desk, "my-telco", [phone("+66899990002")])
    [seen] = alerts(desk, "th-police")
    clock.pass_by(hours=1)
    world.run(world.app.exchange.drain())
    [first, hit] = alerts(desk, "th-police", since=seen["toldAt"])
    assert first["id"] == seen["id"]
    assert datetime.fromisoformat(hit["createdAt"]) == clock.now - timedelta(hours=1)
    assert hit["toldAt"] == seen["toldAt"]  # by this clock the first alert has not been told yet


@pytest.mark.long
def test_an_alert_whose_link_ended_is_told_again_with_its_end(desk: Desk) -> None:
    world = desk.world
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "n", number="+66899990003"))
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "m", number="+66899990004"))
    [one, seen] = alerts(desk, "th-police")
    world.file("kh-police", record("PhoneNumber", "n", number="+66899990005"))
    [_, ended] = alerts(desk, "th-police", since=seen["toldAt"])
    assert (ended["id"], ended["createdAt"]) == (one["id"], one["createdAt"])
    assert ended["endedAt"] <= ended["toldAt"]
    world.file("kh-police", record("PhoneNumber", "n", number="+66899990003"))
    [again] = [n for n in alerts(desk, "th-police", since=ended["toldAt"]) if n["toldAt"] > ended["toldAt"]]
    assert (again["id"], again["endedAt"]) == (one["id"], None)


def test_of_a_notice_of_an_older_store_the_time_of_its_end_or_making_stands_for_it(desk: Desk) -> None:
    world = desk.world
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "n", number="+66899990006"))
    older = Template(name="older", access=Access.WRITE, text="MATCH (x:Notice) REMOVE x.told_at")
    world.run(world.app.store.run_alone(older, {}))
    [old] = alerts(desk, "th-police")
    assert old["toldAt"] == old["createdAt"]
    assert alerts(desk, "th-police", since=old["createdAt"]) == [old]
