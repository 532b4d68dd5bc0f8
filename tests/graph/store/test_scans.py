"""What the store keeps for many agencies is found by an index: none of these statements reads all nodes of a label."""

import re

import pytest

from graph.store import grant_store, own_record_reader, quarantine, recall_store
from graph.store.cypher import Template
from tests.world import World

GIVEN = {"agency": "th-police", "open": False, "before": "2026-01-01", "limit": 5, "numbers": [1, 2], "given": ["r-1"]}


@pytest.mark.parametrize(
    "statement",
    [recall_store._ADDRESSED, grant_store._OVER, own_record_reader._GRANTS, quarantine._WAITING_OF],
    ids=lambda s: s.name,
)
def test_a_statement_scans_no_label(world: World, statement: Template) -> None:
    async def plan() -> set[str]:
        store = world.app.store
        async with store._driver.session(database=store._database) as session:
            result = await session.run(f"EXPLAIN {statement.text}", {"p": GIVEN})
            return set(re.findall(r"'operatorType': '(\w+)", repr((await result.consume()).plan)))

    operators = world.run(plan())
    assert any("IndexSeek" in operator for operator in operators)
    assert not {"AllNodesScan", "NodeByLabelScan", "NodeIndexScan"} & operators
