"""The records of an entity come in pages as well, of those that a viewer sees."""

from dataclasses import replace
from typing import Any

from tests.api.asking import Desk
from tests.world import World, record

RECORDS = """query($id: ID!, $first: Int!, $after: String) { entity(id: $id) { records { id originator { code } }
  recordsConnection(first: $first, after: $after) { totalCount edges { cursor node { id originator { code } } }
  pageInfo { hasNextPage endCursor } } } }"""


def test_the_records_of_an_entity_come_in_pages_of_those_that_a_viewer_sees(world: World) -> None:
    """A number that many filed has more records than one answer may have fields."""
    desk = Desk(world)
    [shared] = desk.world.file("th-police", record("PhoneNumber", "shared-0", number="+66899990001"))
    more = [record("PhoneNumber", f"shared-{n}", number="+66899990001") for n in range(1, 5)]
    desk.world.file("th-police", *more)
    hidden = desk.world.file("kh-police", *(replace(m, profile="hit-only") for m in more))
    desk.world.settle()

    def page(after: str | None, agency: str = "th-police") -> dict[str, Any]:
        asked = desk.data(RECORDS, token=desk.world.token(agency), id=shared, first=2, after=after)
        found: dict[str, Any] = asked["entity"]
        return found

    found, after, tiles = page(None), None, []
    for _ in range(3):
        tile = page(after)["recordsConnection"]
        tiles += [edge["node"] for edge in tile["edges"]]
        after = tile["pageInfo"]["endCursor"]
    assert (tile["totalCount"], tile["pageInfo"]["hasNextPage"]) == (5, False)
    assert tiles == found["records"]
    assert not {node["id"] for node in tiles} & set(hidden)
    wrong = desk.ask(RECORDS, token=desk.world.token("kh-police"), id=shared, first=2, after=after)
    assert [e["extensions"]["code"] for e in wrong["errors"]] == ["CURSOR"]
