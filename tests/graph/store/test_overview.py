"""Counts for the operator say what they count."""

from dataclasses import replace
from datetime import UTC, datetime

from graph.store import Access, QuarantinedRow, StoreOverview, Template, WriteBatch
from tests.world import World

ROW = QuarantinedRow(
    id="q-1",
    originator="th-police",
    dataset="cases",
    file="f.csv",
    row=2,
    column="born",
    rule="unreadable-date",
    value="soon",
    content='{"no": "1"}',
    mapping="m",
    profile=None,
    at=datetime(2026, 1, 2, tzinfo=UTC),
)


def test_a_row_that_breaks_two_rules_is_one_row_in_quarantine(world: World) -> None:
    second = replace(ROW, id="q-2", column="sex", rule="outside-vocabulary")
    next_month = replace(ROW, id="q-3", content='{"no": "7"}')
    world.run(world.app.writer.write(WriteBatch(quarantined=[ROW, second, next_month])))
    counts = world.run(StoreOverview(world.app.store).counts())
    assert (counts["quarantined"], counts["brokenRules"]) == (2, 3)
    world.run(world.app.quarantine.drop("th-police", ["q-1", "q-2"], reason="old", at=ROW.at))
    counts = world.run(StoreOverview(world.app.store).counts())
    assert (counts["quarantined"], counts["brokenRules"]) == (1, 1)


def test_a_record_without_a_kind_is_counted_under_a_word(world: World) -> None:
    text = "CREATE (:Record {rid: 'r-1'}), (:Record {rid: 'r-2', kind: 'Person'})"
    world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=text), {}))
    counts = world.run(StoreOverview(world.app.store).counts())
    assert counts["recordsByKind"] == {"Person": 1, "unknown": 1}
