"""Networks and paths in a view, against a slow reference on small random graphs through the store, and around a hub."""

from collections import deque
from collections.abc import Callable, Coroutine
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from entity_resolution.networks.networks import Along, Network
from graph import ReadScope, Record, RecordId
from graph.store import Access, CompartmentRegistry, SurroundingsReader, Template, WriteBatch
from tests.graph.building import link, open_scope
from tests.graph.building import record as building_record
from tests.graph.store.database_hits import hits_of
from tests.world import World, record
from tests.world import link as submitted_link

Neighbours = dict[RecordId, set[RecordId]]


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

    def onward(self, neighbours: Neighbours, *, hidden: bool) -> Neighbours:
        """Return to which visible nodes a link of each leads on."""
        onward: Neighbours = {rid: set() for rid in neighbours}
        for tie, _, _, profile in self.links:
            if tie.target_id in neighbours.get(tie.source_id, ()) and (hidden or profile != "hit-only"):
                onward[tie.source_id].add(tie.target_id)
        return onward


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
            found = world.run(world.app.networks.network(scope, start, depth=depth, limit=limit))
            within = sorted((d, graph.order[rid]) for rid, d in reach.items() if d <= depth)
            assert len(found.entities) == min(limit, len(within))
            assert found.truncated == (len(within) > limit)
            _assert_nearest_first(graph, found, reach, limit)
            assert _edges(found) == _expected_edges(graph, found, neighbours, hidden=hidden)


@pytest.mark.long
@pytest.mark.parametrize("hidden", [True, False], ids=["all visible", "some hidden"])
def test_a_directed_network_is_what_links_lead_on_to(world: World, graph: Graph, *, hidden: bool) -> None:
    nodes, neighbours = graph.visible(hidden=hidden)
    onward = graph.onward(neighbours, hidden=hidden)
    scope = world.system() if hidden else graph.scope(world)
    for start in nodes[:6]:
        reach = distances(onward, start)
        for depth, limit in ((1, 50), (2, 4), (3, 50)):
            found = world.run(world.app.networks.network(scope, start, depth=depth, limit=limit, directed=True))
            within = sorted((d, graph.order[rid]) for rid, d in reach.items() if d <= depth)
            assert len(found.entities) == min(limit, len(within))
            assert found.truncated == (len(within) > limit)
            _assert_nearest_first(graph, found, reach, limit)
            assert _edges(found) == _expected_edges(graph, found, neighbours, hidden=hidden)


@pytest.mark.parametrize("room", [50, 3])
def test_a_neighbour_that_is_gone_between_two_reads_is_absent(
    world: World, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """It is withdrawn after the store has named it and before it is read; the others are there, on one page or two."""
    numbers = [record("PhoneNumber", f"n{n}", number=f"+668123400{n:02d}") for n in range(5)]
    ties = [submitted_link("USES", "p", f"n{n}") for n in range(5)]
    world.file("th-police", record("Person", "p", name="Wichit Busabasombat"), *numbers, *ties)
    neighbours, gone = SurroundingsReader.neighbours, world.id("th-police", "n1")
    removal = Template(name="test", access=Access.WRITE, text="MATCH (n:Record {rid: $p.rid}) DETACH DELETE n")

    async def withdrawn(self: SurroundingsReader, *given: Any, **named: Any) -> Any:
        found = await neighbours(self, *given, **named)
        await world.app.store.run_alone(removal, {"rid": gone})
        return found

    monkeypatch.setattr(SurroundingsReader, "neighbours", withdrawn)
    person, seen, after = world.id("th-police", "p"), list[str](), None
    while True:
        found = world.run(world.app.networks.network(world.system(), person, depth=1, limit=room, after=after))
        assert gone not in {record.id for entity in found.entities for record in entity.records}
        assert gone not in {end for edge in found.edges for end in (edge.source_id, edge.target_id)}
        seen += [entity.id for entity in found.entities[1:]]
        if (after := found.following) is None:
            break
    stored = world.query("MATCH (n:PhoneNumber) RETURN n.rid AS rid, n.received AS received")
    assert len(stored) == 4
    assert seen == [row["rid"] for row in sorted(stored, key=lambda row: (row["received"], row["rid"]))]


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
        found = world.run(world.app.networks.path(scope, start, target, max_length=4))
        if reach.get(target, 99) > 4:
            assert found is None
            continue
        ids = [e.id for e in found.entities]
        assert (ids[0], ids[-1], len(ids)) == (start, target, reach[target] + 1)
        assert all(b in neighbours[a] for a, b in pairwise(ids))
        again = world.run(world.app.networks.path(scope, start, target, max_length=4))
        assert again == found


@pytest.mark.parametrize("hidden", [True, False], ids=["all visible", "some hidden"])
def test_a_directed_path_is_a_shortest_of_those_that_lead_on(world: World, graph: Graph, *, hidden: bool) -> None:
    nodes, neighbours = graph.visible(hidden=hidden)
    scope = world.system() if hidden else graph.scope(world)
    onward = graph.onward(neighbours, hidden=hidden)
    lengths = set()
    for start in nodes[:5]:
        reach = distances(onward, start)
        for target in nodes:
            found = world.run(world.app.networks.path(scope, start, target, max_length=4, directed=True))
            if reach.get(target, 99) > 4:
                assert found is None
                continue
            ids = [e.id for e in found.entities]
            assert (ids[0], ids[-1], len(ids)) == (start, target, reach[target] + 1)
            assert list(dict.fromkeys(_ends(found))) == list(pairwise(ids))
            lengths.add(len(ids))
    assert lengths >= {1, 2, 3}


@pytest.mark.long
@pytest.mark.parametrize("directed", [False, True])
def test_a_path_of_one_type_is_found_as_far_as_it_may_be_looked_for(
    world: World, graph: Graph, *, directed: bool
) -> None:
    nodes, neighbours = graph.visible(hidden=False)
    along, scope = Along(types=sorted({tie.type for tie, *_ in graph.links})), graph.scope(world)
    ways = graph.onward(neighbours, hidden=False) if directed else neighbours
    reach = distances(ways, nodes[0])
    for target in nodes:
        found = world.run(
            world.app.networks.path(scope, nodes[0], target, max_length=12, along=along, directed=directed)
        )
        assert (len(found.entities) - 1 if found is not None else None) == reach.get(target)


def test_a_hidden_neighbour_is_never_counted_as_truncated(world: World) -> None:
    hub = building_record("Sighting", "hub", profile="open", summary="Hub")
    near = building_record("Sighting", "near", profile="open", summary="Near")
    others = [building_record("Sighting", f"h-{i}", profile="hit-only", summary="H") for i in range(5)]
    ties = [link("RELATED_TO", hub, other) for other in (near, *others)]
    world.run(world.app.writer.write(WriteBatch(records=[hub, near, *others], links=ties)))
    found = {c.id: c for c in world.run(CompartmentRegistry(world.app.store).refresh())}
    opened = {i for i, c in found.items() if c.key is None or c.key.profile != "hit-only"}
    opened -= {i for i, c in found.items() if c.key is None and not set(c.members) <= opened}
    network = world.run(world.app.networks.network(open_scope(opened), hub.id, depth=2, limit=2))
    assert [e.id for e in network.entities] == [hub.id, near.id]
    assert network.truncated is False


def test_a_path_is_the_same_from_both_ends(world: World, graph: Graph) -> None:
    nodes, _ = graph.visible(hidden=True)
    for target in nodes[1:]:
        there = world.run(world.app.networks.path(world.system(), nodes[0], target, max_length=6))
        back = world.run(world.app.networks.path(world.system(), target, nodes[0], max_length=6))
        assert (there is None) is (back is None)
        if there is not None:
            assert [e.id for e in there.entities] == [e.id for e in reversed(back.entities)]
            assert set(_ends(there)) == set(_ends(back))
            assert len(there.edges) == len(back.edges)
            for found in (there, back):
                steps = [{a.id, b.id} for a, b in pairwise(found.entities)]
                places = [steps.index(set(ends)) for ends in _ends(found)]
                assert places == sorted(places)
                assert set(places) == set(range(len(steps)))


def _ends(found: Network) -> list[tuple[str, str]]:
    return [(edge.source_id, edge.target_id) for edge in found.edges]


def test_links_of_one_type_and_ends_of_one_kind_are_gone_along_alone(world: World) -> None:
    centre = building_record("Person", "c", name="Centre")
    near = building_record("PhoneNumber", "n", number="+85512000001")
    far = building_record("Site", "s", name="Romduol")
    ties = [link("USES", centre, near), link("RELATED_TO", near, far), link("LOCATED_AT", centre, far)]
    world.run(world.app.writer.write(WriteBatch(records=[centre, near, far], links=ties)))
    networks, scope = world.app.networks, world.system()

    def around(along: Along) -> tuple[list[str], list[str]]:
        found = world.run(networks.network(scope, centre.id, depth=1, limit=9, along=along))
        return sorted(e.kind for e in found.entities), [e.type for e in found.edges]

    kinds, types = around(Along())
    assert (kinds, sorted(types)) == (["Person", "PhoneNumber", "Site"], ["LOCATED_AT", "RELATED_TO", "USES"])
    assert around(Along(types=["USES"])) == (["Person", "PhoneNumber"], ["USES"])
    assert around(Along(kinds=["Site"])) == (["Person", "Site"], ["LOCATED_AT"])
    assert around(Along(types=["USES"], kinds=["Site"])) == (["Person"], [])
    direct = world.run(networks.path(scope, centre.id, far.id, max_length=3))
    assert [e.id for e in direct.entities] == [centre.id, far.id]
    round_about = world.run(
        networks.path(scope, centre.id, far.id, max_length=3, along=Along(types=["USES", "RELATED_TO"]))
    )
    assert [e.id for e in round_about.entities] == [centre.id, near.id, far.id]
    assert [e.type for e in round_about.edges] and all(e.type != "LOCATED_AT" for e in round_about.edges)
    assert world.run(networks.path(scope, centre.id, far.id, max_length=3, along=Along(types=["OWNS"]))) is None


def test_a_path_of_money_goes_round_the_freeze_that_names_both_ends(world: World) -> None:
    ends = [building_record("BankAccount", f"a{n}", number=f"532864694{n}", bank="006", country="TH") for n in range(2)]
    freeze = building_record("Measure", "m", measureType="freeze")
    payments = [building_record("Payment", f"p{n}") for n in range(2)]
    ties = [link("SUBJECT_OF", one, freeze) for one in ends]
    way = [ends[0], payments[0], payments[1], ends[1]]
    ties += [link("TRANSFERRED_TO", one, other) for one, other in pairwise(way)]
    world.run(world.app.writer.write(WriteBatch(records=[*ends, freeze, *payments], links=ties)))

    def through(along: Along, *, max_length: int = 4) -> list[str] | None:
        there, back = (
            world.run(world.app.networks.path(world.system(), a.id, b.id, max_length=max_length, along=along))
            for a, b in (ends, ends[::-1])
        )
        assert (there is None) is (back is None)
        assert there is None or [e.id for e in there.entities] == [e.id for e in back.entities][::-1]
        return None if there is None else [e.kind for e in there.entities]

    money = ["BankAccount", "Payment", "Payment", "BankAccount"]
    assert through(Along()) == ["BankAccount", "Measure", "BankAccount"]
    assert through(Along(types=["TRANSFERRED_TO"])) == money
    # The ends may be of any kind, and what lies between them of the named ones alone.
    assert through(Along(kinds=["Payment"])) == money
    assert through(Along(kinds=["Payment"]), max_length=2) is None
    assert through(Along(kinds=["Person"])) is None


class TestHub:
    """An account with more links than a search goes along."""

    COUNT = 400

    @pytest.fixture
    def hub(self, world: World, monkeypatch: pytest.MonkeyPatch) -> list[Record]:
        monkeypatch.setattr("entity_resolution.networks.networks.MAX_PATH_LINKS", self.COUNT - 100)
        account = building_record("BankAccount", "hub", number="5328646949", bank="006", country="TH")
        payments = [building_record("Payment", f"p{n}", amount=f"{n + 1} THB") for n in range(self.COUNT)]
        wallet = building_record("Wallet", "w", address="0x" + "12" * 20)
        lonely = building_record("Wallet", "l", address="0x" + "34" * 20)
        ties = [link("TRANSFERRED_TO", account, payment) for payment in payments]
        ties.append(link("TRANSFERRED_TO", payments[-1], wallet))
        world.run(world.app.writer.write(WriteBatch(records=[account, *payments, wallet, lonely], links=ties)))
        return [account, payments[-1], wallet, lonely]

    def test_a_path_past_a_hub_is_found_from_both_ends_and_one_through_it_said_to_be_given_up(
        self, world: World, hub: list[Record]
    ) -> None:
        account, last, wallet, lonely = hub
        path = world.app.networks.path
        for ends in ((account, wallet), (wallet, account)):
            found = world.run(path(world.system(), ends[0].id, ends[1].id, max_length=4))
            assert [e.id for e in found.entities][1] == last.id
            assert not found.truncated
        assert world.run(path(world.system(), account.id, lonely.id, max_length=4)) is None
        other = building_record("BankAccount", "o", number="6485709810", bank="002", country="TH")
        some = [building_record("Payment", f"o{n}") for n in range(self.COUNT)]
        ties = [link("TRANSFERRED_TO", other, one) for one in some]
        world.run(world.app.writer.write(WriteBatch(records=[other, *some], links=ties)))
        given_up = world.run(path(world.system(), account.id, other.id, max_length=4))
        assert ([e.id for e in given_up.entities], given_up.edges) == ([account.id, other.id], ())
        assert given_up.truncated

    @pytest.mark.long
    def test_what_is_asked_along_one_type_costs_nothing_of_a_hubs_other_links(self, world: World) -> None:
        account = building_record("BankAccount", "a", number="5328646949", bank="006", country="TH")
        station = building_record("FalseBaseStation", "b")
        sites = [building_record("Site", f"s{n}", name=f"Romduol {n}") for n in range(2)]
        payments = [building_record("Payment", f"p{n}") for n in range(3)]
        wallet, sighting = building_record("Wallet", "w", address="0x" + "12" * 20), building_record("Sighting", "g")
        ties = [link("TRANSFERRED_TO", account, payment) for payment in payments]
        ties += [link("TRANSFERRED_TO", payments[-1], wallet), link("OBSERVED_AT", station, sighting)]
        ties.append(link("MOVED_TO", *sites))
        found = [account, station, *sites, *payments, wallet, sighting]
        world.run(world.app.writer.write(WriteBatch(records=found, links=ties)))
        money, scope = Along(types=["TRANSFERRED_TO"]), world.system()
        asked: list[Callable[[], Coroutine[Any, Any, Any]]] = [
            lambda: world.app.networks.path(scope, account.id, wallet.id, max_length=4, along=money),
            lambda: world.app.networks.network(scope, account.id, depth=2, limit=50, along=money),
            lambda: world.app.stations.path(scope, station.id),
            lambda: world.app.relocations.history(scope, sites[0].id),
        ]
        before = [(world.run(ask()), hits_of(world, ask)) for ask in asked]

        others = [building_record("Report", f"o{n}") for n in range(self.COUNT)]
        beside = [link("RELATED_TO", one, other) for one in (account, station, sites[0]) for other in others]
        world.run(world.app.writer.write(WriteBatch(records=others, links=beside)))
        scope = world.system()

        for ask, (answer, cost) in zip(asked, before, strict=True):
            assert world.run(ask()) == answer
            assert hits_of(world, ask) < cost + 50
        assert [e.id for e in before[0][0].entities] == [account.id, payments[-1].id, wallet.id]
        assert [stop.sighting.id for stop in before[2][0].stops] == [sighting.id]
        assert [(m.source_id, m.target_id) for m in before[3][0].moves] == [(sites[0].id, sites[1].id)]

    def test_all_neighbours_come_page_by_page_in_canonical_order(self, world: World, hub: list[Record]) -> None:
        account, *_ = hub
        seen: list[RecordId] = []
        after = None
        while True:
            page = world.run(world.app.networks.network(world.system(), account.id, depth=1, limit=50, after=after))
            assert page.entities[0].id == account.id
            assert len(page.edges) == len(page.entities) - 1
            seen += [e.id for e in page.entities[1:]]
            assert page.truncated is (page.following is not None)
            if page.following is None:
                break
            after = page.following
        assert len(seen) == len(set(seen)) == self.COUNT
        rows = world.query("MATCH (n:Payment) RETURN n.rid AS rid ORDER BY n.received, n.rid")
        assert seen == [row["rid"] for row in rows]
