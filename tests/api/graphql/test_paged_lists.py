"""Lists that grow with all that an agency holds come in pages, whatever the store reads at a time."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from graph.store import RetentionStore
from tests.api.asking import Desk
from tests.world import World, record, viewer

SUPERVISOR = viewer("th-police", "supervisor")
PAGES = """query($first: Int!, $after: String) { LIST(first: $first, after: $after) {
  edges { cursor node { NODE } } pageInfo { hasNextPage endCursor } } }"""
COUNT = 7
LISTS = {
    "retentionSchedules": "recordId reviewDue",
    "legalHolds": "id recordId reason",
    "suspensions": "id person reason",
    "heldChecks": "id subject",
}


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """A desk at which seven records have dates and holds, and seven people of their agency were suspended."""
    desk, app = Desk(module_world), module_world.app
    ids = module_world.file("th-police", *(record("Site", str(n), name=f"Golden Park {n}") for n in range(COUNT)))
    scope, keeper, later = (
        module_world.scope("th-police"),
        app.accountability.retention,
        datetime(2130, 1, 1, tzinfo=UTC),
    )
    analyst = viewer("th-police")
    module_world.run(keeper.schedule(analyst, scope, ids, review_at=later, retain_until=None))
    for number, rid in enumerate(ids):
        module_world.run(keeper.hold(SUPERVISOR, scope, [rid], reason=f"order {number}"))
        suspended = app.suspensions.suspend(SUPERVISOR, "th-police", f"person {number}", reason="left")
        module_world.run(suspended)
    return desk


def walked(desk: Desk, name: str, size: int) -> list[Any]:
    """Return a list page by page."""
    query = PAGES.replace("LIST", name).replace("NODE", LISTS[name])
    found: list[Any] = []
    after, more = None, True
    while more:
        page = desk.data(query, token=desk.world.token("th-police", "supervisor"), first=size, after=after)[name]
        assert len(page["edges"]) <= size
        found += [edge["node"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found


@pytest.mark.parametrize("name", ["retentionSchedules", "legalHolds", "suspensions"])
@pytest.mark.parametrize("size", [1, 3, COUNT])
def test_pages_tile_the_list(desk: Desk, name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = walked(desk, name, 100)
    assert len(whole) == COUNT

    for read in ("schedules", "holds"):  # two at a time, so that pages and readings end at different places
        monkeypatch.setitem(getattr(RetentionStore, read).__kwdefaults__, "limit", 2)
    assert walked(desk, name, size) == whole


def test_a_list_of_none_is_an_empty_page(desk: Desk) -> None:
    assert walked(desk, "heldChecks", 5) == []


def test_lists_stand_in_their_order(desk: Desk) -> None:
    assert [h["reason"] for h in walked(desk, "legalHolds", 2)] == [f"order {n}" for n in range(COUNT)]
    assert [s["person"] for s in walked(desk, "suspensions", 2)] == [f"person {n}" for n in range(COUNT)]
    dated = [s["recordId"] for s in walked(desk, "retentionSchedules", 2)]
    assert all(one < other for one, other in pairwise(dated))


@pytest.mark.parametrize("name", LISTS)
def test_a_page_has_a_bound_and_a_cursor_its_question(desk: Desk, name: str) -> None:
    query = PAGES.replace("LIST", name).replace("NODE", "__typename")
    token = desk.world.token("th-police", "supervisor")
    for given, code in (({"first": 101}, "BAD_USER_INPUT"), ({"first": 5, "after": "c-of-nothing"}, "CURSOR")):
        answer = desk.ask(query, token=token, **given)
        assert [e["extensions"]["code"] for e in answer["errors"]] == [code]
        assert answer["data"] == {name: None}


def test_a_cursor_of_due_reviews_does_not_go_with_all_dates(desk: Desk) -> None:
    query = """query($due: Boolean!, $after: String) { retentionSchedules(dueOnly: $due, first: 2, after: $after) {
      pageInfo { endCursor } } }"""
    token = desk.world.token("th-police", "supervisor")
    cursor = desk.data(query, token=token, due=False)["retentionSchedules"]["pageInfo"]["endCursor"]
    answer = desk.ask(query, token=token, due=True, after=cursor)
    assert answer["errors"][0]["extensions"]["code"] == "CURSOR"


def test_a_page_goes_on_behind_what_has_left_the_list(desk: Desk) -> None:
    """A hold that was lifted between two pages takes none of the others with it."""
    query = """query($after: String) { legalHolds(first: 3, after: $after) {
      edges { node { id reason } } pageInfo { endCursor } } }"""
    token = desk.world.token("th-police", "supervisor")
    first = desk.data(query, token=token)["legalHolds"]
    keeper, scope = desk.world.app.accountability.retention, desk.world.scope("th-police")
    lifted = first["edges"][-1]["node"]["id"]
    desk.world.run(keeper.lift(SUPERVISOR, scope, lifted, reason="over"))

    behind = desk.data(query, token=token, after=first["pageInfo"]["endCursor"])["legalHolds"]["edges"]

    assert [e["node"]["reason"] for e in behind] == ["order 3", "order 4", "order 5"]
