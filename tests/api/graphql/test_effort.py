"""One cheap question must not stop the server: what an operation resolves is counted as it runs, and others go on."""

import asyncio
import gc
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, parse

from api.graphql import build_schema, served_schema
from api.graphql.limits import MAX_COST, MAX_RESOLVED, measure
from entity_resolution.views.entities import EntityReader
from ingest.values.property_reader import MOST_NAMES
from policies import Outcome
from tests.api.asking import Desk
from tests.api.web.test_websocket import serving
from tests.world import World, record

SCHEMA = served_schema()._schema
SIZE = 60
DEEP = "{ entity(id: $id) { records { entity { records { entity { records { id } } } } } } }"
WIDE = " ".join(f"e{n}: entity(id: $id) {{ records {{ entity {{ records {{ id }} }} }} }}" for n in range(15))
NESTED = f"query($id: ID!) {{ {WIDE} }}"
TWICE = "query($id: ID!) { a: entity(id: $id) { records { entity { id records { id } } } } b: entity(id: $id) { id } }"
SAME = {"birthDate": "1987-03-04", "nationality": "TH", "passportNumber": "AA1234567"}
TOO_LARGE = {
    "message": f"the answer has more than {MAX_RESOLVED} fields and items of lists; ask for less at once",
    "extensions": {"code": "OPERATION_TOO_LARGE", "limit": MAX_RESOLVED},
}


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on one person of many records."""
    module_world.file(
        "th-police",
        *(record("Person", f"p{n}", name="Wichit Busabasombat", role="suspect", **SAME) for n in range(SIZE)),
    )
    return Desk(module_world)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Count how often entities are read."""
    times: list[int] = []
    entities_of = EntityReader.entities_of

    async def counting(self: EntityReader, *given: Any) -> Any:
        times.append(1)
        return await entities_of(self, *given)

    monkeypatch.setattr(EntityReader, "entities_of", counting)
    yield times


Asked = tuple[Any, float]


async def timed(client: httpx.AsyncClient, token: str, query: str, **variables: str) -> Asked:
    """Return the body of an answer, and how long it took in seconds."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    began = time.monotonic()
    found = await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
    return found.json(), time.monotonic() - began


def beside_another(world: World, query: str, **variables: str) -> tuple[Asked, list[Asked]]:
    """Ask a server as `benang serve` is one, and small questions of another agency until that is answered."""
    mine, other = world.token("th-police"), world.token("kh-police")

    async def scene() -> tuple[Asked, list[Asked]]:
        async with serving(world) as address:
            base = address.replace("ws://", "http://").removesuffix("/graphql")
            async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=90) as client:
                costly = asyncio.create_task(timed(client, mine, query, **variables))
                await asyncio.sleep(0.05)
                small = []
                while not costly.done():
                    small.append(await timed(client, other, "{ viewer { subject } }"))
                    await asyncio.sleep(0.05)
                return await costly, small

    found: tuple[Asked, list[Asked]] = world.run(scene())
    return found


def keeping_nobody_waiting(world: World, query: str, **variables: str) -> Asked:
    """Ask beside others, none of whom waits for a second, and return the answer.

    Asked thrice at most: a machine may stand still once by itself, and what keeps others waiting does so each time.
    """
    for _ in range(3):
        costly, small = beside_another(world, query, **variables)
        assert small
        assert all("errors" not in body for body, _ in small)
        if max(waited for _, waited in small) < 1:
            return costly
    pytest.fail("others waited for a second each time")


@pytest.mark.long
def test_lists_within_lists_are_given_up_and_keep_nobody_waiting(desk: Desk) -> None:
    before = len(desk.trail())
    answer, seconds = keeping_nobody_waiting(desk.world, NESTED, id=desk.world.id("th-police", "p0"))
    assert answer == {"data": None, "errors": [TOO_LARGE]}
    assert seconds < 5
    entries = [e.entry for e in desk.trail()[before:] if e.entry.agency == "th-police"]
    assert {(entry.outcome, entry.record_ids, entry.disclosures) for entry in entries} == {(Outcome.DENIED, (), ())}


def test_two_records_of_many_names_keep_nobody_waiting(desk: Desk) -> None:
    """All names share a key, so that each is compared with each of the other record."""
    world = desk.world
    for given in ("Somchai", "Malee"):
        names = [f"{given}{n} Thongdee" for n in range(MOST_NAMES)]
        world.file("th-police", record("Person", given, alias=names), settle=False)
    world.settle()
    ids = {"left": world.id("th-police", "Somchai"), "right": world.id("th-police", "Malee")}
    query = "query($left: ID!, $right: ID!) { whyMatched(left: $left, right: $right) { outcome } }"
    answer, seconds = keeping_nobody_waiting(world, query, **ids)
    assert answer["data"]["whyMatched"] is not None
    assert seconds < 5


def test_the_time_of_a_query_ends_it_though_nothing_of_it_waits_for_the_store(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists give way, so that the clock is looked at between them."""
    monkeypatch.setattr("api.graphql.effort.MAX_RESOLVED", 1_000_000_000)
    monkeypatch.setattr("api.graphql.service.OPERATION_SECONDS", 0.5)
    began = time.monotonic()
    body = Desk(desk.world).ask(NESTED, token=desk.world.token("th-police"), id=desk.world.id("th-police", "p0"))
    assert (body["data"], [e["extensions"]["code"] for e in body["errors"]]) == (None, ["OPERATION_TOO_LONG"])
    assert time.monotonic() - began < 2


def test_fields_that_an_operation_never_came_to_leave_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    """Its time is over once the document is read; each field has something that waits to be begun."""
    monkeypatch.setattr("api.graphql.service.OPERATION_SECONDS", 0.001)
    body = Desk(desk.world).ask(NESTED, token=desk.world.token("th-police"), id=desk.world.id("th-police", "p0"))
    assert (body["data"], [e["extensions"]["code"] for e in body["errors"]]) == (None, ["OPERATION_TOO_LONG"])
    gc.collect()
    assert [w.message for w in recwarn] == []


def test_records_within_records_cost_what_they_may_be() -> None:
    """One list of them within another may be asked for, and a third not; a fragment hides neither."""
    once = "{ entity(id: 1) { records { id entity { records { id } } } } }"
    hidden = "{ entity(id: 1) { ...F } } fragment F on Entity { records { entity { ...G } } } " + (
        "fragment G on Entity { records { entity { ...H } } } fragment H on Entity { records { id } }"
    )
    assert measure(parse(once), None, {}, SCHEMA).cost == 1 + 1 + 5 * (1 + 1 + 1 + 100)
    deep = measure(parse(DEEP.replace("$id", "1")), None, {}, SCHEMA).cost
    assert deep == measure(parse(hidden), None, {}, SCHEMA).cost > MAX_COST
    twice = "{ entity(id: 1) { ...F records { entity { ...F } } } } fragment F on Entity { records { id } }"
    assert measure(parse(twice), None, {}, SCHEMA).cost == 1 + 6 + 1 + 5 * (1 + 1 + 100)


def test_an_entity_is_read_once_for_an_operation(desk: Desk, read: list[int]) -> None:
    found = desk.data(TWICE, token=desk.world.token("th-police"), id=desk.world.id("th-police", "p0"))
    assert len(found["a"]["records"]) == SIZE
    assert {r["entity"]["id"] for r in found["a"]["records"]} == {found["b"]["id"]}
    assert read == [1]


def test_what_an_operation_resolves_is_counted_to_the_item(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entity, its list and the ids: one more than all of these is enough, one less is not."""
    token, rid = desk.world.token("th-police"), desk.world.id("th-police", "p0")
    query = "query($id: ID!) { entity(id: $id) { records { id } } }"
    monkeypatch.setattr("api.graphql.effort.MAX_RESOLVED", 2 + 2 * SIZE)
    assert len(desk.data(query, token=token, id=rid)["entity"]["records"]) == SIZE
    monkeypatch.setattr("api.graphql.effort.MAX_RESOLVED", 1 + 2 * SIZE)
    body = desk.ask(query, token=token, id=rid)
    assert (body["data"], [e["extensions"]["code"] for e in body["errors"]]) == (None, ["OPERATION_TOO_LARGE"])


def test_a_change_is_told_of_once_where_its_answer_grows_too_large(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was made, so it is no query that is given up."""
    monkeypatch.setattr("api.graphql.effort.MAX_RESOLVED", 3)
    ids = [desk.world.id("th-police", f"p{n}") for n in range(2)]
    query = """mutation($l: ID!, $r: ID!) { judge(input: {left: $l, right: $r, value: POSITIVE, reason: "seen"}) {
      preview { before { records { id } } after { records { id } } } userErrors { code } } }"""
    body = desk.ask(query, token=desk.world.token("th-police"), l=ids[0], r=ids[1])
    assert [e["extensions"]["code"] for e in body["errors"]] == ["OPERATION_TOO_LARGE"]


def test_every_field_of_the_schema_is_counted() -> None:
    types = build_schema()._schema.type_map.values()
    own = [t for t in types if isinstance(t, GraphQLObjectType) and not t.name.startswith("__")]
    names = {f.resolve.__qualname__ for t in own for f in t.fields.values() if f.resolve is not None}
    assert names == {"_counting.<locals>.counted", "_counting.<locals>.listed"}
    assert all(f.resolve is not None for t in own for f in t.fields.values())
