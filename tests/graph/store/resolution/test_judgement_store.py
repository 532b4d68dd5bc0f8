"""Judgements in the store: guarded in the statement that writes, one for a pair and agency, told to followers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from graph import PropertyClass, ReadScope, Record, RecordId
from graph.matches import Evidence, Judgement, JudgementValue, Match
from graph.store import (
    Access,
    Change,
    ChangeKind,
    JudgementStore,
    PairBesideOthers,
    ReviewPair,
    Store,
    StoredMatch,
    Template,
    Transaction,
    WriteBatch,
    component_sizes,
    put_matches,
    relabel_components,
)
from graph.store.resolution import judgement_store
from tests.graph.building import open_scope, record, scope_of
from tests.world import World

ONE, OTHER = sorted(
    [record("Person", "1", name="Somchai"), record("Person", "2", originator="kh-police", name="Somchai")],
    key=lambda r: r.id,
)
EVIDENCE = Evidence(feature="name", level="exact latin", property_class=PropertyClass.IDENTITY, bits=9.0, agrees=True)


@pytest.fixture
def filled(world: World) -> World:
    world.run(world.app.writer.write(WriteBatch(records=[ONE, OTHER])))

    async def put(tx: Transaction) -> None:
        match = Match(left_id=ONE.id, right_id=OTHER.id, evidence=(EVIDENCE,))
        await put_matches(tx, [StoredMatch(match=match, positive=False, reviewable=True)])

    world.run(world.app.store.write(put))
    return world


def judge(
    world: World, scope: ReadScope, value: JudgementValue = JudgementValue.NEGATIVE, *, compartment: int = 1
) -> bool:
    """Write a judgement of the pair for the scope's agency; return whether it was written."""
    made = Judgement(
        left_id=ONE.id,
        right_id=OTHER.id,
        agency=scope.agency,
        value=value,
        author="analyst",
        reason="told apart",
        at=datetime(2026, 1, 2, 3, tzinfo=UTC),
        compartment=compartment,
    )
    work = JudgementStore(world.app.store).judge(scope, made, judgement_id=f"j-{scope.agency}")
    return world.run(work) is not None


def waiting_pairs(world: World, scope: ReadScope) -> list[ReviewPair]:
    """Return the pairs that wait for the scope's agency."""
    return [pair for portion in portions(world, scope) for pair in portion]


def portions(world: World, scope: ReadScope) -> list[list[ReviewPair]]:
    async def read() -> list[list[ReviewPair]]:
        return [portion async for portion in JudgementStore(world.app.store).review_pairs(scope)]

    found: list[list[ReviewPair]] = world.run(read())
    return found


def put_two_groups(world: World) -> tuple[list[list[Record]], list[Match]]:
    """Write two groups of three records, the second later, each with two matches; return both."""
    groups = [
        sorted((record("Person", f"{group}-{n}", name="Somchai") for n in range(3)), key=lambda r: r.id)
        for group in ("a", "b")
    ]
    matches = [
        Match(left_id=left.id, right_id=right.id, evidence=(EVIDENCE,)) for g in groups for left, right in pairwise(g)
    ]

    async def put(tx: Transaction) -> None:
        await put_matches(tx, [StoredMatch(match=m, positive=True, reviewable=True) for m in matches])
        for group in groups:
            sizes = await component_sizes(tx, [r.id for r in group])
            first = sizes[group[0].id][0]
            await relabel_components(tx, {sizes[r.id][0]: first for r in group[1:]})

    for group in groups:
        world.run(world.app.writer.write(WriteBatch(records=group)))
    world.run(world.app.store.write(put))
    return groups, matches


def compartment_of(world: World, rid: str) -> int:
    """Return where a record stands."""
    return int(world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": rid})[0]["cmp"])


def test_a_judgement_comes_back_as_it_was_given(filled: World) -> None:
    scope = filled.system()
    assert judge(filled, scope) is True
    (found,) = filled.run(filled.app.records.neighbourhood(scope, [OTHER.id])).judgements
    assert (found.left_id, found.right_id, found.value) == (ONE.id, OTHER.id, JudgementValue.NEGATIVE)
    assert (found.author, found.reason, found.at) == ("analyst", "told apart", datetime(2026, 1, 2, 3, tzinfo=UTC))
    assert filled.run(filled.app.feed.since(1)) == [
        Change(seq=2, kind=ChangeKind.JUDGED, record_ids=(ONE.id, OTHER.id))
    ]


@pytest.mark.parametrize("hidden", [ONE.id, OTHER.id])
def test_with_an_end_out_of_sight_nothing_is_written_or_told(filled: World, hidden: RecordId) -> None:
    scope = open_scope(filled.system().visible - {compartment_of(filled, hidden)})
    assert judge(filled, scope) is False
    assert filled.query("MATCH ()-[j:JUDGEMENT]->() RETURN j") == []
    assert filled.run(filled.app.feed.last()) == 1
    assert waiting_pairs(filled, scope) == []


def test_a_pair_is_reviewed_until_the_own_agency_has_judged_it(filled: World) -> None:
    scope = filled.system()
    (waiting,) = waiting_pairs(filled, scope)
    assert (waiting.left.id, waiting.right.id, waiting.evidence) == (ONE.id, OTHER.id, (EVIDENCE,))
    judge(filled, scope)
    assert waiting_pairs(filled, scope) == []
    assert len(waiting_pairs(filled, open_scope(scope.visible, agency="kh-police"))) == 1
    judge(filled, scope, JudgementValue.NO_JUDGEMENT)
    assert len(waiting_pairs(filled, scope)) == 1


def test_a_judgement_that_may_not_be_read_takes_no_pair_away(filled: World) -> None:
    scope = filled.system()
    judge(filled, scope, compartment=999)
    assert len(waiting_pairs(filled, scope)) == 1
    assert filled.run(filled.app.records.neighbourhood(scope, [ONE.id])).judgements == ()


def test_parts_in_a_review_pair_are_guarded(filled: World) -> None:
    scope = scope_of({PropertyClass.CONTACT: filled.system().visible})
    (waiting,) = waiting_pairs(filled, replace(scope, agency="x"))
    assert (waiting.left.parts, waiting.right.parts) == ({}, {})


def test_pairs_to_review_come_newest_first_and_all_of_them_are_looked_through_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups, matches = put_two_groups(world)
    older, newer = ([(m.left_id, m.right_id) for m in pairs] for pairs in (matches[:2], matches[2:]))
    scope = open_scope([compartment_of(world, groups[0][0].id)])
    monkeypatch.setattr(judgement_store, "_PAIRS_A_PORTION", 1)
    monkeypatch.setattr(judgement_store, "_MOST_IN_ORDER", 3)
    asked, read = [], Store.read

    async def noted(store: Store, statement: Template, parameters: Mapping[str, object]) -> object:
        asked.append(statement.name)
        return await read(store, statement, parameters)

    monkeypatch.setattr(Store, "read", noted)
    found = portions(world, scope)
    assert [[(p.left.id, p.right.id) for p in portion] for portion in found] == [[p] for p in newer + older]
    assert asked.count("review_order") == 2
    assert portions(world, open_scope([999])) == []


@pytest.mark.parametrize("change", ["judged", "hidden", "gone"])
def test_a_pair_that_changes_between_the_order_and_what_it_holds_is_left_out(
    filled: World, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    scope, read = filled.system(), Store.read
    texts = {
        "judged": "MATCH (a)-[:MATCH]->(b) MERGE (a)-[:JUDGEMENT {agency: $p.agency, cmp: 1, value: 'UNSURE'}]->(b)",
        "hidden": "MATCH (n:Record {rid: $p.rid}) SET n.cmp = 999",
        "gone": "MATCH ()-[m:MATCH]->() DELETE m",
    }
    between = Template(name="between", access=Access.WRITE, text=texts[change])
    asked = []

    async def changed(store: Store, statement: Template, parameters: Mapping[str, object]) -> object:
        asked.append(statement.name)
        if statement.name == "review_pairs":
            await store.run_alone(between, {"rid": OTHER.id, "agency": scope.agency})
        return await read(store, statement, parameters)

    monkeypatch.setattr(Store, "read", changed)
    assert waiting_pairs(filled, scope) == []
    assert asked == ["review_order", "review_pairs"]


def test_of_pairs_that_may_have_a_third_record_the_newest_come_first_and_in_portions(world: World) -> None:
    groups, matches = put_two_groups(world)
    store, scope = JudgementStore(world.app.store), open_scope([compartment_of(world, groups[0][0].id)])
    older, newer = ([(m.left_id, m.right_id) for m in pairs] for pairs in (matches[:2], matches[2:]))

    def read(limit: int, after: PairBesideOthers | None = None) -> list[PairBesideOthers]:
        return list(world.run(store.pairs_beside_others(scope, limit=limit, after=after)))

    def ends(found: list[PairBesideOthers]) -> list[tuple[RecordId, RecordId]]:
        return [(item.pair.left_id, item.pair.right_id) for item in found]

    first = read(2)
    assert ends(first) == sorted(newer)
    assert ends(read(9, first[-1])) == sorted(older)
    assert ends(read(9)) == sorted(newer) + sorted(older)
    assert [item.component for item in read(9)] == [first[0].component] * 2 + [read(9)[-1].component] * 2
    assert all(item.pair.evidence == (EVIDENCE,) and item.pair.kind == "Person" for item in first)
    assert not any(item.is_judged_beside for item in first)
    at = world.run(store.matches_at(scope, [groups[0][1].id, groups[0][0].id]))
    assert sorted((m.left_id, m.right_id) for m in at) == sorted(older)
    assert world.run(store.matches_at(open_scope([999]), [groups[0][1].id])) == []

    async def bridge(tx: Transaction) -> None:
        sizes = await component_sizes(tx, [group[0].id for group in groups])
        await relabel_components(tx, {sizes[groups[0][0].id][0]: sizes[groups[1][0].id][0]})

    # What is hidden may make them one component: the same pairs come.
    world.run(world.app.store.write(bridge))
    assert ends(read(2)) == sorted(newer)


def test_a_visible_judgement_ties_a_third_record_to_a_pair(filled: World) -> None:
    third = record("Person", "3", name="Somchai")
    filled.run(filled.app.writer.write(WriteBatch(records=[third])))
    store, scope = JudgementStore(filled.app.store), filled.system()
    assert filled.run(store.pairs_beside_others(scope, limit=9)) == []
    left, right = sorted((ONE.id, third.id))
    said = Judgement(
        left_id=left,
        right_id=right,
        agency=scope.agency,
        value=JudgementValue.POSITIVE,
        author="analyst",
        reason="told together",
        at=datetime(2026, 1, 2, 3, tzinfo=UTC),
        compartment=compartment_of(filled, third.id),
    )
    filled.run(store.judge(scope, said, judgement_id="j-third"))

    [found] = filled.run(store.pairs_beside_others(filled.system(), limit=9))

    assert (found.pair.left_id, found.pair.right_id, found.is_judged_beside) == (ONE.id, OTHER.id, True)
