"""Cursors: pages tile a list, and a cursor serves its own viewer, query and view alone."""

from typing import Any

import pytest

from graph.errors import StoreQueryError
from graph.store import RecordReader
from graph.store.notices import notice_store
from tests.api.asking import Desk
from tests.world import World, record

SEARCH = """query($text: String!, $first: Int!, $after: String, $kind: Kind) {
  search(text: $text, first: $first, after: $after, kind: $kind) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""
QUEUE = """query($first: Int!, $after: String) { reviewQueue(first: $first, after: $after) {
  edges { cursor node { left { id } right { id } } } pageInfo { hasNextPage endCursor } } }"""
ALERTS = """query($first: Int!, $after: String, $open: Boolean!, $order: AlertOrder! = OLDEST_FIRST) {
  alerts(first: $first, after: $after, openOnly: $open, order: $order) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }"""


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    numbers = [record("PhoneNumber", str(n), number=f"+6681234560{n}") for n in range(7)]
    persons = [
        record("Person", f"p{n}", name="Wichit Busabasombat", role="suspect", birthDate="1979") for n in range(4)
    ]
    module_world.file("th-police", *numbers, *persons)
    module_world.file("kh-police", *numbers)
    return Desk(module_world)


def pages(desk: Desk, query: str, field: str, size: int, **variables: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    after = None
    while True:
        page = desk.data(query, token=desk.world.token("th-police"), first=size, after=after, **variables)[field]
        found.append([edge["node"] for edge in page["edges"]])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


CASES = [
    (SEARCH, "search", {"text": "wichit"}, 4),
    (QUEUE, "reviewQueue", {}, 6),
    (ALERTS, "alerts", {"open": False}, 7),
    (ALERTS, "alerts", {"open": False, "order": "NEWEST_FIRST"}, 7),
]
NAMES = ["search", "reviewQueue", "alerts", "newest alerts"]


@pytest.mark.parametrize(("query", "field", "variables", "count"), CASES, ids=NAMES)
def test_pages_of_any_size_tile_the_list(
    desk: Desk, query: str, field: str, variables: dict[str, Any], count: int
) -> None:
    [whole] = pages(desk, query, field, 100, **variables)
    assert len(whole) == count
    for size in (1, 2, 3, count - 1, count):
        tiles = pages(desk, query, field, size, **variables)
        assert [node for tile in tiles for node in tile] == whole
        assert [len(tile) for tile in tiles[:-1]] == [size] * (len(tiles) - 1)
        assert len(tiles[-1]) in range(1, size + 1)


def test_a_page_of_the_review_queue_that_the_store_cannot_order_is_none_and_the_trail_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ordered by what happened to be read, pages would skip pairs and repeat some."""
    [whole] = pages(desk, QUEUE, "reviewQueue", 100)
    token, entries = desk.world.token("th-police"), len(desk.trail())

    async def too_late(*_: Any) -> None:
        raise StoreQueryError("members", "Neo.ClientError.Transaction.TransactionTimedOut")

    with monkeypatch.context() as failing:
        failing.setattr(RecordReader, "neighbourhood", too_late)
        desk.world.app.review_queues._kept.clear()
        body = desk.ask(QUEUE, token=token, first=2)
    assert body["data"] == {"reviewQueue": None}
    assert [e["extensions"]["code"] for e in body["errors"]] == ["SERVICE_UNAVAILABLE"]
    [entry] = [e.entry for e in desk.trail()[entries:]]
    assert (entry.operation, entry.record_ids) == ("query reviewQueue", ())
    assert [node for tile in pages(desk, QUEUE, "reviewQueue", 2) for node in tile] == whole


def test_alerts_are_read_from_either_end_and_how_the_store_cuts_them_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    [oldest] = pages(desk, ALERTS, "alerts", 100, open=True)
    [newest] = pages(desk, ALERTS, "alerts", 100, open=True, order="NEWEST_FIRST")
    assert newest == oldest[::-1]
    monkeypatch.setattr(notice_store, "NOTICES_A_READ", 2)
    for order, whole in (("OLDEST_FIRST", oldest), ("NEWEST_FIRST", newest)):
        tiles = pages(desk, ALERTS, "alerts", 3, open=True, order=order)
        assert [node for tile in tiles for node in tile] == whole


def test_a_cursor_of_one_order_of_alerts_is_refused_in_the_other(desk: Desk) -> None:
    token = desk.world.token("th-police")
    own = desk.data(ALERTS, token=token, first=2, open=False)["alerts"]["pageInfo"]["endCursor"]
    assert "start from the first page" in refusal(
        desk, ALERTS, token, first=2, after=own, open=False, order="NEWEST_FIRST"
    )


def refusal(desk: Desk, query: str, token: str, **variables: Any) -> str:
    [error] = desk.ask(query, token=token, **variables)["errors"]
    assert error["extensions"]["code"] == "CURSOR"
    message: str = error["message"]
    return message


def test_a_cursor_of_another_viewer_query_or_view_or_one_that_was_changed_is_refused(desk: Desk) -> None:
    token = desk.world.token("th-police")
    first = desk.data(SEARCH, token=token, text="wichit", first=1)["search"]
    own = first["pageInfo"]["endCursor"]
    assert desk.data(SEARCH, token=token, text="wichit", first=1, after=own)["search"]["edges"] != first["edges"]
    elsewhere = [
        refusal(desk, SEARCH, desk.world.token("kh-police"), text="wichit", first=1, after=own),
        refusal(
            desk, SEARCH, desk.world.token("th-police", purpose="border-control"), text="wichit", first=1, after=own
        ),
        refusal(desk, SEARCH, token, text="busabasombat", first=1, after=own),
        refusal(desk, SEARCH, token, text="wichit", first=1, after=own, kind="PERSON"),
        refusal(desk, QUEUE, token, first=1, after=own),
        refusal(desk, ALERTS, token, first=1, after=own, open=False),
        *(
            refusal(desk, SEARCH, token, text="wichit", first=1, after=changed)
            for changed in (
                own[:-1],
                own + "A",
                own[::-1],
                "",
                "x",
                "\u00e9",
                first["edges"][0]["node"]["id"],
                "A" * 20,
            )
        ),
    ]
    assert set(elsewhere) == {
        "the cursor does not belong to this query in your present view; start from the first page"
    }


def test_a_cursor_tells_nothing_and_names_a_place_not_a_number(desk: Desk) -> None:
    token = desk.world.token("th-police")
    edges = desk.data(SEARCH, token=token, text="wichit", first=100)["search"]["edges"]
    assert len({e["cursor"] for e in edges}) == len(edges)
    assert {len(e["cursor"]) for e in edges} == {194}
    before = edges[1]["cursor"]
    desk.world.file("th-police", record("Person", "p9", name="Wichit Busabasombat", role="suspect"))
    after = desk.data(SEARCH, token=token, text="wichit", first=1, after=before)["search"]["edges"]
    assert after[0]["node"] == edges[2]["node"]


def test_a_cursor_goes_on_whatever_is_filed(desk: Desk) -> None:
    """Were it refused once a kind of record is there for the first time, its refusal would tell of hidden ones."""
    token = desk.world.token("th-police")
    own = desk.data(SEARCH, token=token, text="wichit", first=1)["search"]["pageInfo"]["endCursor"]
    before = desk.data(SEARCH, token=token, text="wichit", first=1, after=own)
    desk.world.file("th-police", record("Vehicle", "v", plate="1กก 1234", country="TH"))
    assert desk.data(SEARCH, token=token, text="wichit", first=1, after=own) == before
