"""What the store keeps for many agencies is found by an index: no statement reads all of a label, but for those named.

On a store that holds nothing, as here, the planner takes a scan wherever no index is named or all that it could use.
"""

import asyncio
from collections.abc import Iterable

import pytest

from graph.store import REGISTRY, Template
from graph.store.grants import grant_marks, grant_store
from graph.store.quarantine import rows as quarantine
from graph.store.reading import own_record_reader
from graph.store.withdrawal import recall_store, retention_store
from tests.graph.store.database_hits import operators_of
from tests.test_guards import TEMPLATES
from tests.world import World

GIVEN = {"agency": "th-police", "open": False, "before": "2026-01-01", "limit": 5, "numbers": [1, 2], "given": ["r-1"]}
SCANS = {
    "AllNodesScan",
    "NodeByLabelScan",
    "NodeIndexScan",
    "DirectedAllRelationshipsScan",
    "DirectedRelationshipTypeScan",
    "DirectedRelationshipIndexScan",
    "UndirectedAllRelationshipsScan",
    "UndirectedRelationshipTypeScan",
    "UndirectedRelationshipIndexScan",
}
# What reads all of something, and why it may.
READING_ALL = {
    "all_compartments": "a few thousand, read once by each process, and then what is new",
    "find_key_mark": "one node",
    "key_witness": "once, where an older store has no mark of the deployment key",
    "ids_withdrawn_before": "once, at the first start on an older store",
    "find_former_ids": "at each start: those of an older store whose references fold otherwise, mostly none",
    "schema_version": "once, at the start: whether the database is somebody else's; it ends at the first node",
    "kept_any_judgement": "whether one is kept: it ends at the first",
    "count_records": "counts, which the store keeps",
    "count_rest": "counts, which the store keeps",
    "suspensions": "a handful",
    "newest_trail_mark": "at each start: one node of each audit folder, a handful",
    "lift_suspension": "those in force: a handful",
    "notices_passed_by": "as an agency is reinstated, which is seldom: what others are told of its records",
    "drop_old_hit_entries": "after `benang hits rebuild`: all of an older generation, page by page",
    "proposed_pairs": "what people judged: far less than the pairs that the same queue reads by their index",
    "released_links": "for a policy officer who asks what a pack would release",
    # In a database of its own, that of a projection or of a trial.
    "inspect_target": "the target of a projection: whether it is one",
    "begin_projection": "the mark of a target: one node",
    "hold_projection": "the mark of a target: one node",
    "finish_projection": "the mark of a target: one node",
    "clear_projected_relationships": "empties a target, page by page",
    "clear_projected_nodes": "empties a target, page by page",
    "clear_additions_to_projection": "empties a target, page by page",
    "project_records": "a target has its index; the store here has none of entities",
    "project_matches": "a target has its index; the store here has none of entities",
    "empty_scratch_store": "a trial's own store",
    "scratch_nodes": "a trial's own store",
    "scratch_relationships": "a trial's own store",
}


async def plans(world: World, statements: Iterable[Template]) -> dict[str, set[str]]:
    """Return by statement the operators of its plan, which takes the store its compilation and nothing more."""
    store, at_once = world.app.store, asyncio.Semaphore(4)

    async def plan(statement: Template) -> tuple[str, set[str]]:
        async with at_once:
            return statement.name, set(await operators_of(store, statement.text, GIVEN))

    return dict(await asyncio.gather(*map(plan, statements)))


@pytest.mark.parametrize(
    "statement",
    [
        recall_store._ADDRESSED,
        grant_store._OVER,
        grant_marks._UNMARK_OTHER_SIGHTINGS,
        REGISTRY["linked_beside"],
        REGISTRY["linked_beside_gone"],
        REGISTRY["review_order"],
        REGISTRY["review_pairs"],
        own_record_reader._GRANTS,
        quarantine._WAITING_OF,
        retention_store._DUE_BY_PROFILE,
        retention_store._FALSELY_DATED,
        retention_store._OLD_BY_PROFILE,
    ],
    ids=lambda s: s.name,
)
def test_a_statement_scans_no_label(world: World, statement: Template) -> None:
    [operators] = world.run(plans(world, [statement])).values()
    assert any("IndexSeek" in operator for operator in operators)
    assert not SCANS & operators


@pytest.mark.long
def test_no_statement_scans_but_those_that_are_named(world: World) -> None:
    found = world.run(plans(world, TEMPLATES))
    assert len(found) == len({made.name for made in TEMPLATES})
    assert {name for name, operators in found.items() if SCANS & operators} == READING_ALL.keys()
