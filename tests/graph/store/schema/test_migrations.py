"""Migrations: the schema that the laws lean on, made once, by whoever comes first."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from graph import load_ontology
from graph.errors import ForeignDataError, StoreSchemaError, StoreUnavailableError
from graph.store import Access, ChangeKind, Progress, Step, Template, migrate
from graph.store.connection import Store, Transaction
from graph.store.migrating import _SET_VERSION, _schema_of_all
from graph.store.schema import announcements, older_notes
from graph.store.schema.announcements import announce_again
from graph.store.schema.migrations import MIGRATIONS, SUPERSEDED
from ingest.followthemoney.unplaced_properties import place_without_own
from tests.graph.store.database_hits import operators
from tests.world import World, record

SCHEMA = "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name"
FORGET = "MATCH (n) WHERE NOT n:Counter DETACH DELETE n"
INDEXES = "SHOW INDEXES YIELD name, state, type WHERE type <> 'LOOKUP' RETURN name, state ORDER BY name"


def migrated_at_once(world: World, count: int) -> list[int]:
    """Return what several that migrate at once say of the schema's version."""

    async def together() -> list[int]:
        return await asyncio.gather(*(migrate(world.app.store, load_ontology()) for _ in range(count)))

    found: list[int] = world.run(together())
    return found


def test_running_them_again_or_many_at_once_changes_nothing(world: World) -> None:
    before = (world.query(SCHEMA), world.query(INDEXES))

    world.run(world.app.store.run_alone(Template(name="forget", access=Access.WRITE, text=FORGET), {}))
    assert migrated_at_once(world, 3) == [MIGRATIONS[-1].number] * 3
    assert (world.query(SCHEMA), world.query(INDEXES)) == before
    counters = world.query("MATCH (c:Counter) RETURN c.name AS name, count(*) AS n ORDER BY name")
    # The first recall, suspension and waiting row make counters of their own, which an emptied store keeps.
    made = [c for c in counters if c["name"] not in {"quarantine", "recall", "suspension"}]
    assert made == [{"name": n, "n": 1} for n in ("change", "compartment", "grant", "notice")]


def test_a_new_store_gets_all_of_the_schema_and_what_it_passes_over_changes_data_alone() -> None:
    ontology = load_ontology()
    whole = _schema_of_all(ontology)
    assert len(whole) == len(set(whole))
    superseded = [text for step in MIGRATIONS for text in step.statements(ontology) if set(text.split()) & SUPERSEDED]
    assert len(superseded) == len(SUPERSEDED)
    assert not set(superseded) & set(whole)
    every = [text for step in MIGRATIONS for text in step.statements(ontology) if text not in superseded]
    left = [text for text in every if text not in whole]
    assert {text.split()[0] for text in left} == {"MATCH"}
    assert not [text for text in left if "CREATE " in text or "DROP " in text]


@pytest.mark.long
def test_what_later_steps_make_needless_is_dropped_from_an_older_store_and_made_no_more(world: World) -> None:
    before = (world.query(SCHEMA), world.query(INDEXES))
    for text in (
        "DROP INDEX record_by_time",
        "DROP INDEX record_by_kind",
        "CREATE INDEX record_received FOR (n:Record) ON (n.received, n.rid)",
        "CREATE INDEX record_kind FOR (n:Record) ON (n.kind, n.received, n.rid)",
        "MATCH (s:Schema) SET s.version = 26",
    ):
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))

    assert migrated_at_once(world, 3) == [MIGRATIONS[-1].number] * 3
    assert (world.query(SCHEMA), world.query(INDEXES)) == before
    assert not SUPERSEDED & {row["name"] for row in before[1]}


def test_counters_keep_their_numbers(world: World) -> None:
    raise_it = Template(name="t", access=Access.WRITE, text="MATCH (c:Counter {name: 'change'}) SET c.n = 7")
    forget = Template(name="forget", access=Access.WRITE, text=FORGET)
    for statement in (raise_it, forget):
        world.run(world.app.store.run_alone(statement, {}))
    world.run(migrate(world.app.store, load_ontology()))
    assert world.run(world.app.feed.last()) == 7


@pytest.mark.long
def test_a_number_block_of_an_older_store_counts_as_if_it_had_been_asked_now(world: World) -> None:
    for text in (
        "CREATE (:CheckedBlock {token: 'b', members: ['m', 'n'], since: 1})",
        "MATCH (s:Schema) SET s.version = 9",
    ):
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    world.run(migrate(world.app.store, load_ontology()))
    [found] = world.query(
        "MATCH (b:CheckedBlock {token: 'b'}) RETURN b.members AS members, b.since AS since, "
        "[t IN b.times WHERE t = b.last AND t > (timestamp() - 600000) * 1000 | true] AS now"
    )
    assert found == {"members": ["m", "n"], "since": None, "now": [True, True]}


def test_every_link_type_and_identity_is_unique(world: World) -> None:
    names = {row["name"] for row in world.query(SCHEMA)}
    assert {f"link_{name.lower()}_lid" for name in load_ontology().links} <= names
    assert {"record_rid", "compartment_name", "change_seq", "judgement_id"} <= names
    assert {row["state"] for row in world.query(INDEXES)} == {"ONLINE"}


@pytest.mark.long
def test_what_a_server_left_that_was_killed_while_it_made_constraints_is_made_whole(world: World) -> None:
    before = (world.query(SCHEMA), world.query(INDEXES))
    for text in (
        "DROP CONSTRAINT notice_id",
        "DROP CONSTRAINT link_uses_lid",
        "CREATE INDEX notice_id FOR (n:Notice) ON (n.id)",
        "CREATE INDEX link_uses_lid FOR ()-[r:USES]-() ON (r.lid)",
        "CREATE INDEX of_the_operator FOR (n:Notice) ON (n.text)",
        FORGET,
    ):
        world.run(world.app.store.run_alone(Template(name="killed", access=Access.WRITE, text=text), {}))

    try:
        assert migrated_at_once(world, 2) == [MIGRATIONS[-1].number] * 2
        assert "of_the_operator" in {row["name"] for row in world.query(INDEXES)}
    finally:
        drop = Template(name="drop", access=Access.WRITE, text="DROP INDEX of_the_operator IF EXISTS")
        world.run(world.app.store.run_alone(drop, {}))
    assert (world.query(SCHEMA), world.query(INDEXES)) == before


def test_a_store_of_a_newer_version_is_refused_and_left_alone(world: World) -> None:
    newer = Template(name="newer", access=Access.WRITE, text="MATCH (s:Schema) SET s.version = 99")
    world.run(world.app.store.run_alone(newer, {}))
    with pytest.raises(StoreSchemaError, match="the store has schema version 99") as caught:
        world.run(migrate(world.app.store, load_ontology()))
    assert (caught.value.found, caught.value.known) == (99, MIGRATIONS[-1].number)
    assert world.query("MATCH (s:Schema) RETURN s.version AS version") == [{"version": 99}]


@pytest.fixture
def without_schema(world: World) -> Iterator[World]:
    """Yield a world on a database that holds nothing of the product's but its counters and constraints."""
    world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=FORGET), {}))
    yield world


def test_somebody_elses_data_is_refused_and_left_alone(without_schema: World) -> None:
    world = without_schema
    text = "UNWIND range(1, 100) AS n CREATE (:Film {n: n})-[:BY]->()"
    world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=text), {}))
    before = (world.query(SCHEMA), world.query("MATCH (n) WHERE NOT n:Counter RETURN count(n) AS n"))
    assert before[1] == [{"n": 200}]
    with pytest.raises(ForeignDataError, match="holds data that is no store of benang; give an empty one"):
        world.run(migrate(world.app.store, load_ontology()))
    assert (world.query(SCHEMA), world.query("MATCH (n) WHERE NOT n:Counter RETURN count(n) AS n")) == before


def test_what_bloom_keeps_in_an_empty_database_is_no_obstacle(without_schema: World) -> None:
    world = without_schema
    text = "CREATE (:_Bloom_Perspective_ {id: '1'})-[:_Bloom_HAS_SCENE_]->(:_Bloom_Scene_)"
    world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=text), {}))
    assert world.run(migrate(world.app.store, load_ontology())) == MIGRATIONS[-1].number


def test_numbers_rise_without_gaps() -> None:
    assert [m.number for m in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.long
def test_matches_that_do_not_say_how_they_were_found_are_announced_again(world: World) -> None:
    old = "CREATE (:Record {rid: 'r-1', cmp: 1})-[:MATCH {evidence: []}]->(:Record {rid: 'r-2', cmp: 1})"
    back = "MATCH (s:Schema) SET s.version = 5"
    for text in (old, back):
        world.run(world.app.store.run_alone(Template(name="t", access=Access.WRITE, text=text), {}))
    before = world.run(world.app.feed.last())
    world.run(migrate(world.app.store, load_ontology()))
    [change] = world.run(world.app.feed.since(before))
    assert (change.kind, change.record_ids) == (ChangeKind.RECORDS, ("r-1", "r-2"))
    assert world.run(world.app.feed.last()) == before + 1


@pytest.mark.long
@pytest.mark.parametrize("version", [12, 13])
def test_records_that_stand_under_older_keys_are_announced_again_once(world: World, version: int) -> None:
    for text in (
        "CREATE (:Record {rid: 'r-2', cmp: 1, blocks: 'k'}), (:Record {rid: 'r-1', cmp: 1, blocks: 'k'}), "
        "(:Record {rid: 'r-3', cmp: 1})",
        f"MATCH (s:Schema) SET s.version = {version}",
    ):
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    before = world.run(world.app.feed.last())
    world.run(migrate(world.app.store, load_ontology()))
    [change] = world.run(world.app.feed.since(before))
    assert (change.kind, change.record_ids) == (ChangeKind.RECORDS, ("r-1", "r-2"))


@pytest.mark.long
def test_matches_by_documents_and_those_that_waited_for_nobody_are_announced_again(world: World) -> None:
    pairs = (
        ("['document|near|identity|6.0|1||']", "false", "true"),
        ("['name|exact|identity|12.0|1||']", "true", "false"),
        ("['name|exact|identity|12.0|1||']", "false", "true"),
    )
    for number, (evidence, positive, review) in enumerate(pairs):
        edge = f"[:MATCH {{evidence: {evidence}, positive: {positive}, review: {review}, ways: []}}]"
        text = f"CREATE (:Record {{rid: 'a-{number}', cmp: 1}})-{edge}->(:Record {{rid: 'b-{number}', cmp: 1}})"
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    back = Template(name="older", access=Access.WRITE, text="MATCH (s:Schema) SET s.version = 22")
    world.run(world.app.store.run_alone(back, {}))
    before = world.run(world.app.feed.last())
    world.run(migrate(world.app.store, load_ontology()))
    [change] = world.run(world.app.feed.since(before))
    assert (change.kind, change.record_ids) == (ChangeKind.RECORDS, ("a-0", "a-1", "b-0", "b-1"))


@pytest.mark.long
def test_sites_measures_and_payments_are_announced_again_for_their_codes_and_references(world: World) -> None:
    kinds = ("Payment", "Person", "Site", "Measure")
    records = ", ".join(f"(:Record {{rid: 'r-{n}', cmp: 1, kind: '{kind}'}})" for n, kind in enumerate(kinds))
    for text in (f"CREATE {records}", "MATCH (s:Schema) SET s.version = 26"):
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    before = world.run(world.app.feed.last())
    world.run(migrate(world.app.store, load_ontology()))
    [change] = world.run(world.app.feed.since(before))
    assert (change.kind, change.record_ids) == (ChangeKind.RECORDS, ("r-0", "r-2", "r-3"))


def test_a_large_store_is_announced_in_pages_and_an_ended_run_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[int] = []

    async def ends_at_the_third(self: Transaction, *given: Any) -> Any:
        ran.append(1)
        if len(ran) == 5:  # the third page; each is read and its place kept
            raise StoreUnavailableError("ended")
        return await run(self, *given)

    run = Transaction.run
    blocks = ["'k'", "'k'", "NULL", "'k'", "'k'", "'k'", "'k'"]
    records = ", ".join(f"(:Record {{rid: 'r-{n}', cmp: 1, blocks: {text}}})" for n, text in enumerate(blocks))
    world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=f"CREATE {records}"), {}))
    monkeypatch.setattr(announcements, "PAGE", 2)
    monkeypatch.setattr(announcements, "_A_CHANGE", 1)
    before = world.run(world.app.feed.last())
    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "run", ends_at_the_third)
        with pytest.raises(StoreUnavailableError):
            world.run(announce_again(world.app.store, "n.blocks IS NOT NULL", step="35.0"))
    assert [c.record_ids for c in world.run(world.app.feed.since(before))] == [("r-0",), ("r-1",), ("r-3",)]
    world.run(announce_again(world.app.store, "n.blocks IS NOT NULL", step="35.0"))
    changes = world.run(world.app.feed.since(before))
    assert [c.record_ids for c in changes] == [("r-0",), ("r-1",), ("r-3",), ("r-4",), ("r-5",), ("r-6",)]
    assert world.run(world.app.feed.last()) == before + 6
    assert world.query("MATCH (s:Schema) RETURN s.announcing AS step, s.announced AS at") == [
        {"step": None, "at": None}
    ]


def test_a_page_of_an_announcement_is_read_in_the_order_of_the_index_of_ids(world: World) -> None:
    text = announcements._page_template("n.blocks IS NOT NULL").text
    found = operators(world, text, {"after": "", "page": 2, "change": 1})
    assert "NodeUniqueIndexSeekByRange" in found
    assert not {"AllNodesScan", "NodeByLabelScan", "Sort", "Top"} & set(found)
    # Said, since the planner goes by counts that it takes from the store at its first use.
    assert "USING INDEX n:Record(rid)" in text


def test_waiting_rows_of_an_older_store_are_found_by_what_they_name(world: World) -> None:
    rows = ("'a', names: ['r-1', 'r-2']", "'b', names: []", "'c'", "'d', drop_reason: 'x', names: ['r-1']")
    made = ", ".join(f"(:QuarantinedRow {{originator: 'th-police', dataset: 'cases', id: {row}}})" for row in rows)
    for text in (f"CREATE {made}", "MATCH (s:Schema) SET s.version = 45"):
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
    world.run(migrate(world.app.store, load_ontology()))
    found = world.query("MATCH (q:QuarantinedRow) RETURN q.id AS id, q.first_name AS name ORDER BY id")
    assert [(row["id"], row["name"]) for row in found] == [("a", "r-1"), ("b", None), ("c", None), ("d", None)]


def test_what_names_a_person_leaves_her_notes_in_an_older_store(world: World) -> None:
    told = ["firstName: Sreymom", "topics: poi", "called at night", "fatherName: Sok", "website: s.example"]
    world.file("kh-hotline", record("Person", "h", name="Sreymom Chantha", notes=told))
    world.file(
        "kh-hotline", record("Person", "n", notes=["lastName: Chantha"]), record("Person", "o", notes=["at 9: x"])
    )
    before, last = digests(world), world.run(world.app.feed.last())
    back = Template(name="older", access=Access.WRITE, text="MATCH (s:Schema) SET s.version = 69")
    for _ in range(2):
        world.run(world.app.store.run_alone(back, {}))
        world.run(migrate(world.app.store, load_ontology()))
    found = {row["reference"]: row for row in world.query(PARTS)}
    [one, other, left] = (found[world.id("kh-hotline", reference)] for reference in ("h", "n", "o"))
    assert raws(one["narrative"]) == {"notes": ["topics: poi", "called at night"]}
    who = {"name": ["Sreymom Chantha"], "otherIdentity": ["firstName: Sreymom", "fatherName: Sok"]}
    assert (raws(one["identity"]), raws(one["contact"])) == (who, {"otherContact": ["website: s.example"]})
    assert (other["narrative"], raws(other["identity"])) == (None, {"otherIdentity": ["lastName: Chantha"]})
    assert (raws(left["narrative"]), left["identity"]) == ({"notes": ["at 9: x"]}, None)
    moved = {one["reference"], other["reference"]}
    assert {rid for rid, digest in digests(world).items() if digest != before[rid]} == moved
    changed = [set(change.record_ids) for change in world.run(world.app.feed.since(last))]
    assert moved in changed


def test_notes_that_are_moved_page_by_page_are_moved_once_though_it_was_ended_between(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        world.file("kh-hotline", record("Person", f"h{n}", notes=[f"firstName: Sreymom{n}", "x"]), settle=False)
    before, last = digests(world), world.run(world.app.feed.last())
    monkeypatch.setattr(older_notes, "PAGE", 2)
    run, moves = Transaction.run, []

    async def ends_at_the_second(self: Transaction, statement: Template, parameters: Any) -> Any:
        found = await run(self, statement, parameters)
        if statement is older_notes._MOVE:
            moves.append(True)
            if len(moves) == 2:
                raise StoreUnavailableError("gone")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "run", ends_at_the_second)
        with pytest.raises(StoreUnavailableError):
            world.run(older_notes.move_older_notes(world.app.store))
    for _ in range(2):
        world.run(older_notes.move_older_notes(world.app.store))
    for row in world.query(PARTS):
        assert raws(row["narrative"]) == {"notes": ["x"]}
        assert [text[:18] for text in raws(row["identity"])["otherIdentity"]] == ["firstName: Sreymom"]
    assert digests(world) == {rid: f"{digest} moved" for rid, digest in before.items()}
    told = [rid for change in world.run(world.app.feed.since(last)) for rid in change.record_ids]
    assert sorted(told) == sorted(before)


def test_who_was_filed_anew_while_notes_are_moved_stays_as_filed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Her notes are what they were, and her name is not: what was read of her before is no longer so."""
    notes = ["firstName: Sreymom"]
    world.file("kh-hotline", record("Person", "h", name="Sreymom Chantha", notes=notes))
    given = {"after": "", "page": 10, "words": ['"r":"firstName: ']}
    read, stale = Store.read, world.run(world.app.store.read(older_notes._NOTES, given))
    assert len(stale[0]["found"]) == 1
    world.file("kh-hotline", record("Person", "h", name="Sreymom Chan", notes=notes))

    async def as_it_was(self: Store, statement: Template, parameters: Any, **more: Any) -> Any:
        if statement is older_notes._NOTES and not parameters["after"]:
            return stale
        return await read(self, statement, parameters, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "read", as_it_was)
        world.run(older_notes.move_older_notes(world.app.store))
    [row] = world.query(PARTS)
    assert (raws(row["identity"]), raws(row["narrative"])) == ({"name": ["Sreymom Chan"]}, {"notes": notes})


def test_what_leaves_the_notes_of_an_older_store_goes_where_a_file_puts_it_now() -> None:
    person = load_ontology().kind("Person")
    for name, (property_class, place) in older_notes._PLACES.items():
        assert place_without_own(person, name) == place, name
        assert person.property(place).property_class == property_class


PARTS = (
    "MATCH (n:Record) RETURN n.rid AS reference, n.identity AS identity, n.contact AS contact, n.narrative AS narrative"
)


def digests(world: World) -> dict[str, str]:
    return {
        row["rid"]: row["digest"] for row in world.query("MATCH (n:Record) RETURN n.rid AS rid, n.digest AS digest")
    }


def raws(part: str) -> dict[str, list[str]]:
    return {name: [value["r"] for value in values] for name, values in json.loads(part).items()}


def test_a_slower_process_does_not_set_the_version_back(world: World) -> None:
    newest = MIGRATIONS[-1].number
    world.run(world.app.store.run_alone(_SET_VERSION, {"version": newest - 1}))
    assert world.query("MATCH (s:Schema) RETURN s.version AS version, s.locked AS locked") == [
        {"version": newest, "locked": None}
    ]


def test_an_older_store_tells_how_far_it_is_brought_up_to_date(world: World) -> None:
    newest = MIGRATIONS[-1].number
    back = Template(name="older", access=Access.WRITE, text=f"MATCH (s:Schema) SET s.version = {newest - 3}")
    told: list[Progress] = []
    world.run(world.app.store.run_alone(back, {}))
    for _ in range(2):
        world.run(migrate(world.app.store, load_ontology(), on_progress=told.append))
    assert told == [Progress(step=Step.MIGRATE, done=done, total=3) for done in range(3)]
