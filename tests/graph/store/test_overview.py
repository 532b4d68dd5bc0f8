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


def test_matches_and_pairs_left_to_a_human_are_told_apart(world: World) -> None:
    pairs = (
        ("one", True, None),
        ("open", False, None),
        ("taken-back", False, "NO_JUDGEMENT"),
        ("unsure", False, "UNSURE"),
        ("apart", True, "NEGATIVE"),
        ("joined", False, "POSITIVE"),
    )
    text = """
    UNWIND $p.pairs AS pair
    CREATE (a:Record {rid: pair[0] + '-a'})-[:MATCH {positive: pair[1], review: true}]->(b:Record {rid: pair[0] + '-b'})
    FOREACH (value IN [v IN [pair[2]] WHERE v IS NOT NULL] | CREATE (a)-[:JUDGEMENT {jid: pair[0], value: value}]->(b))
    """
    filled = Template(name="t", access=Access.WRITE, text=text)
    world.run(world.app.store.run_alone(filled, {"pairs": [list(pair) for pair in pairs]}))
    counts = world.run(StoreOverview(world.app.store).counts())
    assert {name: counts[name] for name in ("matches", "pairsToReview", "judgements")} == {
        "matches": 2,
        "pairsToReview": 2,
        "judgements": 4,
    }


def test_an_empty_store_has_no_pairs(world: World) -> None:
    counts = world.run(StoreOverview(world.app.store).counts())
    assert (counts["links"], counts["matches"], counts["pairsToReview"]) == (0, 0, 0)
