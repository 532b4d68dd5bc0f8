"""All entities of a kind, in pages: those in the view, each once, in an order that nothing hidden moves."""

from typing import Any

import pytest

from entity_resolution.views import entity_lists
from tests.api.asking import Desk
from tests.world import World, record

ENTITIES = """query($kind: Kind!, $first: Int!, $after: String) { entities(kind: $kind, first: $first, after: $after) {
  edges { cursor node { id kind caption records { id } } } pageInfo { hasNextPage endCursor } } }"""
SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH", "passportNumber": "AA1234567"}


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on sites of two agencies, some of them hidden from the other, and on one person twice."""
    for n in range(4):
        module_world.file("th-police", record("Site", f"s{n}", name=f"Park {n}", siteType="scam-compound"))
        module_world.file("kh-police", record("Site", f"h{n}", name=f"Hidden {n}"), profile="originator-controlled")
    module_world.file("kh-police", record("Site", "k", name="Old Casino", siteType="casino"))
    module_world.file("th-police", record("Person", "p", name="สมชาย ใจดี", role="suspect", **SUSPECT))
    module_world.file("th-police", record("Person", "q", name="Malee Thongdee", role="suspect"))
    module_world.file("kh-police", record("Person", "p", name="Somchai Jaidee", role="suspect", **SUSPECT))
    return Desk(module_world)


def pages(desk: Desk, kind: str, size: int, agency: str) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    after = None
    while True:
        token = desk.world.token(agency)
        page = desk.data(ENTITIES, token=token, kind=kind, first=size, after=after)["entities"]
        found.append([edge["node"] for edge in page["edges"]])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


def test_a_kind_is_listed_in_the_order_in_which_it_came_without_what_is_hidden(desk: Desk) -> None:
    [found] = pages(desk, "SITE", 100, "th-police")
    assert [node["caption"] for node in found] == ["Park 0", "Park 1", "Park 2", "Park 3", "Old Casino"]
    assert {node["kind"] for node in found} == {"SITE"}
    [own] = pages(desk, "SITE", 100, "kh-police")
    assert len(own) == 9
    assert pages(desk, "SITE", 100, "my-telco") == [[]]


@pytest.mark.parametrize("portion", [1, 2, 100])
@pytest.mark.parametrize("size", [1, 2, 4, 5])
def test_pages_of_any_size_tile_the_list_however_it_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, size: int, portion: int
) -> None:
    [whole] = pages(desk, "SITE", 100, "th-police")
    monkeypatch.setattr(entity_lists, "RECORDS_A_READ", portion)
    tiles = pages(desk, "SITE", size, "th-police")
    assert [node for tile in tiles for node in tile] == whole
    assert [len(tile) for tile in tiles[:-1]] == [size] * (len(tiles) - 1)


@pytest.mark.parametrize("portion", [1, 100])
def test_an_entity_of_several_records_is_listed_once_where_the_first_stands(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(entity_lists, "RECORDS_A_READ", portion)
    found = [node for tile in pages(desk, "PERSON", 1, "kh-police") for node in tile]
    assert [[r["id"] for r in node["records"]] for node in found] == [
        [desk.world.id("th-police", "p"), desk.world.id("kh-police", "p")],
        [desk.world.id("th-police", "q")],
    ]


def test_a_cursor_of_another_viewer_or_kind_is_refused_and_nothing_that_was_listed_comes_again(desk: Desk) -> None:
    token = desk.world.token("th-police")
    first = desk.data(ENTITIES, token=token, kind="SITE", first=2)["entities"]
    own = first["pageInfo"]["endCursor"]
    for changed in (
        {"token": desk.world.token("kh-police"), "kind": "SITE"},
        {"token": token, "kind": "PERSON"},
    ):
        [error] = desk.ask(ENTITIES, first=2, after=own, **changed)["errors"]
        assert "start from the first page" in error["message"]
    desk.world.file("th-police", record("Site", "s9", name="Park 9"))
    rest = desk.data(ENTITIES, token=token, kind="SITE", first=100, after=own)["entities"]["edges"]
    assert [edge["node"]["caption"] for edge in rest] == ["Park 2", "Park 3", "Old Casino", "Park 9"]
