"""The resolver's side of the store: what it reads of a record, one edge for a pair, and components that only grow."""

import pytest

from graph import PropertyClass
from graph.blocks import BlockingKeys, block_terms, terms_text
from graph.matches import Evidence, Match, Via
from graph.store import (
    ResolutionStore,
    StoredMatch,
    Transaction,
    WriteBatch,
    component_sizes,
    drop_matches,
    put_matches,
    relabel_components,
)
from graph.store.resolution.resolution_store import _by_their_size, _queries
from tests.graph.building import link, record
from tests.world import World

PEOPLE = sorted((record("Person", str(i), name=f"Name {i}") for i in range(4)), key=lambda r: r.id)
PHONE = record("PhoneNumber", "p", number="+66812345678")
EVIDENCE = Evidence(
    feature="linked-phone-number",
    level="equal",
    property_class=PropertyClass.CONTACT,
    bits=9.0,
    agrees=True,
    left=Via(link=1, selector=2),
    right=Via(link=3, selector=4),
)


def match(one: int, other: int, *, positive: bool = True) -> StoredMatch:
    """Return a match of two of the people."""
    made = Match(left_id=PEOPLE[one].id, right_id=PEOPLE[other].id, evidence=(EVIDENCE,))
    return StoredMatch(match=made, positive=positive, reviewable=not positive)


def put(world: World, *matches: StoredMatch) -> None:
    """Write matches."""

    async def work(tx: Transaction) -> None:
        await put_matches(tx, list(matches))

    world.run(world.app.store.write(work))


@pytest.fixture
def filled(world: World) -> World:
    ties = [link("USES", PEOPLE[0], PHONE), link("RELATED_TO", PEOPLE[0], PHONE)]
    world.run(world.app.writer.write(WriteBatch(records=[*PEOPLE, PHONE], links=ties)))
    return world


def reads(world: World) -> ResolutionStore:
    """Return the reader that the application's resolver has."""
    return world.app.resolver._reads


def test_a_record_comes_with_the_selectors_that_identify_it(filled: World) -> None:
    (found,) = filled.run(reads(filled).view([PEOPLE[0].id]))
    assert (found.kind, found.originator, found.revision) == ("Person", "th-police", 0)
    assert [(s.kind, s.key, s.property_class) for s in found.linked] == [
        ("PhoneNumber", "PhoneNumber|tel:+66812345678", PropertyClass.CONTACT)
    ]
    via = filled.query(
        "MATCH (n:Record {rid: $p.rid})-[r:USES]->(s) RETURN r.cmp AS link, s.cmp AS selector", {"rid": PEOPLE[0].id}
    )
    assert [found.linked[0].via] == [Via(link=via[0]["link"], selector=via[0]["selector"])]


def test_a_changed_selector_affects_whom_it_identifies(filled: World) -> None:
    assert filled.run(reads(filled).affected_by([PHONE.id])) == [PEOPLE[0].id]
    assert filled.run(reads(filled).affected_by([PEOPLE[1].id])) == []


def test_a_pair_has_one_edge_with_the_last_evidence(filled: World) -> None:
    put(filled, match(0, 1, positive=False))
    put(filled, match(0, 1), match(1, 2))
    found = filled.run(reads(filled).matches_of([PEOPLE[1].id]))
    assert sorted(found, key=lambda m: m.match.left_id) == [match(0, 1), match(1, 2)]
    assert filled.run(reads(filled).matches_of([PEOPLE[3].id])) == []


def test_dropping_takes_the_pairs_named_and_no_other(filled: World) -> None:
    put(filled, match(0, 1), match(1, 2))

    async def drop(tx: Transaction) -> None:
        await drop_matches(tx, [(PEOPLE[0].id, PEOPLE[1].id), (PEOPLE[2].id, PEOPLE[3].id)])

    filled.run(filled.app.store.write(drop))
    assert filled.run(reads(filled).matches_of([p.id for p in PEOPLE])) == [match(1, 2)]


def test_components_move_as_a_whole(filled: World) -> None:
    async def sizes(tx: Transaction) -> dict[str, tuple[int, int]]:
        return {str(rid): found for rid, found in (await component_sizes(tx, [p.id for p in PEOPLE])).items()}

    before = filled.run(filled.app.store.write(sizes))
    assert {size for _, size in before.values()} == {1}
    assert len({component for component, _ in before.values()}) == 4
    own = [before[p.id][0] for p in PEOPLE]

    async def move(tx: Transaction) -> None:
        await relabel_components(tx, {own[0]: own[1]})
        await relabel_components(tx, {own[1]: own[2]})

    filled.run(filled.app.store.write(move))
    after = filled.run(filled.app.store.write(sizes))
    assert [after[p.id] for p in PEOPLE] == [(own[2], 3)] * 3 + [(own[3], 1)]


def test_a_record_of_thousands_of_keys_asks_several_times_and_no_read_is_of_more_than_it_holds() -> None:
    terms = sorted(block_terms(str(n) for n in range(2_500)))
    many = BlockingKeys(looks_for=b"".join(terms))
    rows = _queries({PEOPLE[0].id: many, PEOPLE[1].id: BlockingKeys(), PEOPLE[2].id: many})
    assert [(row["rid"], len(row["query"].split())) for row in rows] == [
        (PEOPLE[at].id, size) for at in (0, 2) for size in (1_000, 1_000, 500)
    ]
    assert " ".join(row["query"] for row in rows[:3]) == terms_text(many.looks_for)
    assert list(_by_their_size(rows)) == [rows]
    parts = list(_by_their_size(rows * 100))
    assert [sum(len(row["query"].split()) for row in part) for part in parts] == [200_000, 200_000, 100_000]
    few = [{"rid": str(n), "query": terms_text(terms[0])} for n in range(4_500)]
    assert [len(part) for part in _by_their_size(few)] == [2_000, 2_000, 500]
