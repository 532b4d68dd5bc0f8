"""What resolution of a few records writes in one statement: all of it or nothing, and components that only grow."""

from collections.abc import Sequence

import pytest

from graph import RecordId, SubjectRole
from graph.blocks import BlockingKeys
from graph.matches import Evidence, Match
from graph.ontology import PropertyClass
from graph.store import (
    RESOLUTION,
    Access,
    ChangeKind,
    Compared,
    ResolvedRecord,
    SmallStep,
    StoredMatch,
    Template,
    WriteBatch,
    Written,
    append_change,
    put_step,
)
from tests.graph.building import link, record
from tests.world import World

PEOPLE = sorted((record("Person", str(i), name=f"Name {i}") for i in range(5)), key=lambda r: r.id)
EVIDENCE = Evidence(feature="name", level="equal", property_class=PropertyClass.IDENTITY, bits=9.0, agrees=True)
COMPONENTS = "MATCH (n:Record) RETURN n.component AS c ORDER BY n.rid"
WRITTEN = "MATCH (n:Record) WHERE n.revision IS NOT NULL OR (n)-[:MATCH]-() RETURN n.rid AS rid"


@pytest.fixture
def last(world: World) -> int:
    """Return the number of the last change of a store with five people of whom none is resolved."""
    world.run(world.app.writer.write(WriteBatch(records=PEOPLE)))
    as_read = Template(name="digests", access=Access.WRITE, text="MATCH (n:Record) SET n.digest = 'd'")
    world.run(world.app.store.run_alone(as_read, {}))
    return int(world.run(world.app.feed.last()))


def step(
    *pairs: tuple[int, int],
    told: Sequence[RecordId] = (),
    watched: frozenset[str] = frozenset(),
    digest: str = "d",
    keys: frozenset[str] = frozenset(),
    found_in: tuple[str, str] | None = None,
) -> SmallStep:
    """Return a step that resolved the first person and found these pairs of people."""
    ids = [(PEOPLE[a].id, PEOPLE[b].id) for a, b in pairs]
    made = [Match(left_id=a, right_id=b, evidence=(EVIDENCE,)) for a, b in ids]
    texts = {PropertyClass.IDENTITY: "name"}
    return SmallStep(
        resolved=[
            ResolvedRecord(
                id=PEOPLE[0].id, blocks=BlockingKeys(found_by=(7).to_bytes(8)), texts=texts, is_new=True, digest="d"
            )
        ],
        matches=[StoredMatch(match=match, positive=True, reviewable=False, compared=found_in) for match in made],
        stale=[],
        joined=ids,
        told=told,
        same=ids,
        read={rid: Compared(digest=digest, keys=keys) for pair in ids for rid in pair},
        watched=watched,
        identifying=frozenset({"USES"}),
    )


def position(world: World) -> int:
    """Return the resolver's place in the feed."""
    return int(world.run(world.app.feed.position(RESOLUTION)))


def test_a_step_writes_records_pairs_components_and_the_place(world: World, last: int) -> None:
    assert world.run(put_step(world.app.store, step((0, 1)), after=0, seq=last)) == Written(seq=last, last=last)
    assert position(world) == last
    texts = "MATCH (n:Record {rid: $p.rid}) RETURN n.revision AS r, n.blocks AS b, n.text_identity AS t"
    assert world.query(texts, {"rid": PEOPLE[0].id}) == [{"r": last, "b": f"{7:016x}", "t": "name"}]
    assert world.query("MATCH (a)-[m:MATCH]->(b) RETURN a.rid AS a, b.rid AS b, m.positive AS p") == [
        {"a": PEOPLE[0].id, "b": PEOPLE[1].id, "p": True}
    ]
    components = [row["c"] for row in world.query(COMPONENTS)]
    assert components[0] == components[1]
    assert len(set(components)) == 4


def test_pairs_are_joined_one_after_the_other_and_the_larger_component_keeps_its_number(
    world: World, last: int
) -> None:
    before = [row["c"] for row in world.query(COMPONENTS)]
    world.run(put_step(world.app.store, step((1, 2)), after=0, seq=last))
    pair = max(before[1], before[2])
    assert [row["c"] for row in world.query(COMPONENTS)] == [before[0], pair, pair, before[3], before[4]]
    world.run(put_step(world.app.store, step((0, 3), (0, 1), (1, 2), (3, 4)), after=last, seq=last + 1))
    assert {row["c"] for row in world.query(COMPONENTS)} <= {pair, max(before[0], before[3])}
    assert len({row["c"] for row in world.query(COMPONENTS)}) == 1


def test_the_follower_passes_over_what_it_told_itself_and_over_nothing_else(world: World, last: int) -> None:
    told = [PEOPLE[0].id, PEOPLE[1].id]
    written = world.run(put_step(world.app.store, step((0, 1), told=told), after=0, seq=last))
    assert written == Written(seq=last + 1, last=last + 1)
    [change] = world.run(world.app.feed.since(last))
    assert (change.kind, list(change.record_ids)) == (ChangeKind.LINKAGE, told)
    world.run(world.app.store.write(lambda tx: append_change(tx, ChangeKind.RECORDS, [PEOPLE[2].id])))
    written = world.run(put_step(world.app.store, step(told=told), after=last + 1, seq=last + 1))
    # What came in between waits.
    assert written == Written(seq=last + 1, last=last + 3)
    assert position(world) == last + 1


@pytest.mark.parametrize("watched", [False, True])
def test_where_the_follower_moved_or_a_role_is_watched_nothing_is_written(
    world: World, last: int, *, watched: bool
) -> None:
    roles, after = frozenset({str(SubjectRole.PRESUMED_VICTIM)}), 0
    if watched:
        text = "MATCH (n:Record {rid: $p.rid}) SET n.role = $p.role"
        parameters = {"rid": PEOPLE[1].id, "role": str(SubjectRole.PRESUMED_VICTIM)}
        world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=text), parameters))
    else:
        after = 17
    found = step((0, 1), told=[PEOPLE[0].id], watched=roles)
    assert world.run(put_step(world.app.store, found, after=after, seq=last)) is None
    assert (position(world), world.run(world.app.feed.last()), world.query(WRITTEN)) == (0, last, [])


def test_an_end_that_was_filed_anew_since_it_was_compared_keeps_a_step_from_being_written(
    world: World, last: int
) -> None:
    before = position(world)
    assert world.run(put_step(world.app.store, step((0, 1), digest="as it was"), after=before, seq=last)) is None
    assert position(world) == before
    assert world.query("MATCH ()-[m:MATCH]->() RETURN count(m) AS count")[0]["count"] == 0


def test_an_end_whose_selector_speaks_for_it_no_more_keeps_a_step_from_being_written(world: World, last: int) -> None:
    phone = record("PhoneNumber", "n", number="+66812345678")
    ties = [link("USES", PEOPLE[0], phone), link("RELATED_TO", PEOPLE[1], phone)]
    world.run(world.app.writer.write(WriteBatch(records=[phone], links=ties)))
    found = step((0, 1), keys=frozenset({"tel:+66812345678"}))
    assert world.run(put_step(world.app.store, found, after=0, seq=last)) is None
    assert world.query("MATCH ()-[m:MATCH]->() RETURN count(m) AS count")[0]["count"] == 0
    world.run(world.app.writer.write(WriteBatch(links=[link("USES", PEOPLE[1], phone)])))
    assert world.run(put_step(world.app.store, found, after=0, seq=last)) is not None


def test_a_pair_of_which_one_says_something_else_than_was_compared_is_left_out(world: World, last: int) -> None:
    found = step((0, 1), found_in=("d", "as it was"))
    assert world.run(put_step(world.app.store, found, after=0, seq=last)) is not None
    assert position(world) == last
    assert world.query("MATCH ()-[m:MATCH]->() RETURN count(m) AS count")[0]["count"] == 0
    world.run(put_step(world.app.store, step((0, 1), found_in=("d", "d")), after=last, seq=last))
    assert world.query("MATCH ()-[m:MATCH]->() RETURN count(m) AS count")[0]["count"] == 1


def test_what_is_resolved_for_the_first_time_has_the_matches_of_that_alone(world: World, last: int) -> None:
    text = "MATCH (a:Record {rid: $p.a}), (b:Record {rid: $p.b}) CREATE (a)-[:MATCH]->(b)"
    left = {"a": PEOPLE[0].id, "b": PEOPLE[2].id}
    world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=text), left))
    world.run(put_step(world.app.store, step((0, 1)), after=0, seq=last))
    assert world.query("MATCH (a)-[:MATCH]->(b) RETURN a.rid AS a, b.rid AS b") == [
        {"a": PEOPLE[0].id, "b": PEOPLE[1].id}
    ]
