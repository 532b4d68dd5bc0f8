"""Entities, networks and paths in a view, against a slow reference on small random graphs through the store."""

from collections import deque
from itertools import pairwise
from random import Random

import pytest

from entity_resolution.entities import Network
from graph import ReadScope, RecordId
from graph.store import CompartmentRegistry, WriteBatch
from tests.graph.building import link, open_scope
from tests.graph.building import record as building_record
from tests.world import World, record

PERSON = {"name": "Wichit Busabasombat", "birthDate": "1987-03-04", "nationality": "TH"}
Neighbours = dict[RecordId, set[RecordId]]


class TestIdentity:
    def test_the_id_is_that_of_the_first_visible_record_and_every_member_leads_to_it(self, world: World) -> None:
        agencies = ("kh-police", "th-police", "my-police")
        for agency in agencies:
            world.file(agency, record("Person", "1", **PERSON))
        ids = [world.id(agency, "1") for agency in agencies]
        for member in ids:
            entity = world.run(world.app.entities.find_entity(world.system(), member))
            assert entity.id == ids[0]
            assert [r.id for r in entity.records] == ids
        hidden = open_scope(world.system().visible - {self._compartment(world, ids[0])})
        for member in ids[1:]:
            entity = world.run(world.app.entities.find_entity(hidden, member))
            assert (entity.id, [r.id for r in entity.records]) == (ids[1], ids[1:])
        assert world.run(world.app.entities.find_entity(hidden, ids[0])) is None

    def test_out_of_scope_and_absent_look_alike(self, world: World) -> None:
        (rid,) = world.file("kh-police", record("Person", "1", **PERSON))
        closed = open_scope([])
        for asked in (rid, "r-absent", ""):
            assert world.run(world.app.entities.find_entity(closed, asked)) is None
            assert world.run(world.app.entities.network(closed, asked, depth=1, limit=5)) is None
            assert world.run(world.app.entities.path(closed, asked, rid, max_length=3)) is None
        assert world.run(world.app.entities.entities_of(closed, [])) == {}

    def test_a_caption_is_the_first_visible_one(self, world: World) -> None:
        world.file("kh-police", record("Person", "1", **{**PERSON, "name": "วิชิต บุษบาสมบัติ"}))
        world.file("th-police", record("Person", "1", **{**PERSON, "name": "วิชิต  บุษบาสมบัติ"}))
        entity = world.run(world.app.entities.find_entity(world.system(), world.id("th-police", "1")))
        assert (len(entity.records), entity.caption) == (2, "วิชิต บุษบาสมบัติ")

    @staticmethod
    def _compartment(world: World, rid: str) -> int:
        return int(world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": rid})[0]["cmp"])


class Graph:
    """A random graph in the store: sites of three profiles, tied at random; one profile is hidden from the viewer."""

    def __init__(self, world: World, seed: int, *, count: int = 14, ties: int = 18) -> None:
        random = Random(seed)  # noqa: S311 - test data
        self.profiles = [random.choice(("open", "law-enforcement", "hit-only")) for _ in range(count)]
        sites = [
            building_record("Sighting", f"{seed}-{i}", profile=self.profiles[i], summary=f"Thing {i}")
            for i in range(count)
        ]
        self.links = []
        for number in range(ties):
            a, b = random.sample(range(count), 2)
            profile = random.choice(("open", "open", "hit-only"))
            tie = link("RELATED_TO", sites[a], sites[b], reference=f"{seed}-k{number}", profile=profile)
            self.links.append((tie, a, b, profile))
        for start in range(0, count, 5):  # several batches, so that times received differ
            world.run(world.app.writer.write(WriteBatch(records=sites[start : start + 5])))
        world.run(world.app.writer.write(WriteBatch(links=[tie for tie, *_ in self.links])))
        self.ids = [s.id for s in sites]
        received = world.query("MATCH (n:Record) RETURN n.rid AS rid, n.received AS received")
        self.order = {row["rid"]: (row["received"], row["rid"]) for row in received}

    def scope(self, world: World) -> ReadScope:
        """Return a scope that opens all but what holds the profile `hit-only`."""
        found = {c.id: c for c in world.run(CompartmentRegistry(world.app.store).refresh())}
        opened = {i for i, c in found.items() if c.key is not None and c.key.profile != "hit-only"}
        opened |= {i for i, c in found.items() if c.key is None and set(c.members) <= opened}
        return open_scope(opened)

    def visible(self, *, hidden: bool) -> tuple[list[RecordId], Neighbours]:
        """Return the visible nodes and their neighbours, from what was made rather than from the store."""
        shown = {i for i, p in enumerate(self.profiles) if hidden or p != "hit-only"}
        neighbours: Neighbours = {self.ids[i]: set() for i in shown}
        for _, a, b, profile in self.links:
            if a in shown and b in shown and (hidden or profile != "hit-only"):
                neighbours[self.ids[a]].add(self.ids[b])
                neighbours[self.ids[b]].add(self.ids[a])
        return sorted(neighbours, key=lambda rid: self.order[rid]), neighbours


def distances(neighbours: Neighbours, start: RecordId) -> dict[RecordId, int]:
    """The slow reference: breadth-first distances."""
    found = {start: 0}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        for other in neighbours[at]:
            if other not in found:
                found[other] = found[at] + 1
                queue.append(other)
    return found


@pytest.fixture(params=[3, 8])
def graph(request: pytest.FixtureRequest, world: World) -> Graph:
    return Graph(world, request.param)


@pytest.mark.parametrize("hidden", [True, False], ids=["all visible", "some hidden"])
def test_a_network_is_what_lies_within_reach_nearest_first(world: World, graph: Graph, *, hidden: bool) -> None:
    nodes, neighbours = graph.visible(hidden=hidden)
    scope = world.system() if hidden else graph.scope(world)
    for start in nodes[:6]:
        reach = distances(neighbours, start)
        for depth, limit in ((1, 50), (2, 50), (2, 4), (3, 6), (1, 1)):
            found = world.run(world.app.entities.network(scope, start, depth=depth, limit=limit))
            within = sorted((d, graph.order[rid]) for rid, d in reach.items() if d <= depth)
            assert len(found.entities) == min(limit, len(within))
            assert found.truncated == (len(within) > limit)
            _assert_nearest_first(graph, found, reach, limit)
            assert _edges(found) == _expected_edges(graph, found, neighbours, hidden=hidden)


def _assert_nearest_first(graph: Graph, found: Network, reach: dict[RecordId, int], limit: int) -> None:
    ids = [e.id for e in found.entities]
    assert len(set(ids)) == len(ids)
    keys = [(reach[rid], graph.order[rid]) for rid in ids]
    assert keys == sorted(keys)
    if len(ids) < limit:
        return
    # What was cut is no nearer than the last one shown.
    assert all(d >= keys[-1][0] for rid, d in reach.items() if rid not in ids)


def _edges(found: Network) -> set[tuple[str, str, str]]:
    return {(e.source_id, e.target_id, one.id) for e in found.edges for one in e.links}


def _expected_edges(graph: Graph, found: Network, neighbours: Neighbours, *, hidden: bool) -> set[tuple[str, str, str]]:
    shown = {e.id for e in found.entities}
    return {
        (tie.source_id, tie.target_id, tie.id)
        for tie, _, _, profile in graph.links
        if {tie.source_id, tie.target_id} <= shown
        and tie.target_id in neighbours[tie.source_id]
        and (hidden or profile != "hit-only")
    }


@pytest.mark.parametrize("hidden", [True, False], ids=["all visible", "some hidden"])
def test_a_path_is_a_shortest_visible_one(world: World, graph: Graph, *, hidden: bool) -> None:
    nodes, neighbours = graph.visible(hidden=hidden)
    scope = world.system() if hidden else graph.scope(world)
    start = nodes[0]
    reach = distances(neighbours, start)
    for target in nodes:
        found = world.run(world.app.entities.path(scope, start, target, max_length=4))
        if reach.get(target, 99) > 4:
            assert found is None
            continue
        ids = [e.id for e in found.entities]
        assert (ids[0], ids[-1], len(ids)) == (start, target, reach[target] + 1)
        assert all(b in neighbours[a] for a, b in pairwise(ids))
        again = world.run(world.app.entities.path(scope, start, target, max_length=4))
        assert again == found


def test_a_hidden_neighbour_is_never_counted_as_truncated(world: World) -> None:
    hub = building_record("Sighting", "hub", profile="open", summary="Hub")
    near = building_record("Sighting", "near", profile="open", summary="Near")
    others = [building_record("Sighting", f"h-{i}", profile="hit-only", summary="H") for i in range(5)]
    ties = [link("RELATED_TO", hub, other) for other in (near, *others)]
    world.run(world.app.writer.write(WriteBatch(records=[hub, near, *others], links=ties)))
    found = {c.id: c for c in world.run(CompartmentRegistry(world.app.store).refresh())}
    opened = {i for i, c in found.items() if c.key is None or c.key.profile != "hit-only"}
    opened -= {i for i, c in found.items() if c.key is None and not set(c.members) <= opened}
    network = world.run(world.app.entities.network(open_scope(opened), hub.id, depth=2, limit=2))
    assert [e.id for e in network.entities] == [hub.id, near.id]
    assert network.truncated is False
