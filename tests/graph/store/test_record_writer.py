"""The writer: ingesting twice equals once, links need their ends, and nobody's hurry leaves a laxer stamp."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import CompartmentKey, Link, OriginatorCode, Record, SubjectRole
from graph.errors import RecordMovedError, StoreQueryError
from graph.store import (
    Access,
    Checkpoint,
    CompartmentRegistry,
    QuarantinedRow,
    RecordWriter,
    Store,
    Template,
    Transaction,
    WriteBatch,
    WriteSummary,
    record_writer,
)
from tests.graph.building import MINTER, link, record
from tests.world import World

A = record("Person", "a", name="Somchai Jaidee")
B = record("Person", "b", name="Malee Thongdee")
C = record("Person", "c", name="Wichit Busabasombat")
SEALED = SubjectRole.PRESUMED_VICTIM
RECORDS = "MATCH (n:Record) RETURN properties(n) AS p, labels(n) AS l ORDER BY n.rid"
EVERYTHING = (
    "MATCH (n) WHERE NOT n:Compartment AND NOT n:Counter "
    "RETURN labels(n) AS l, properties(n) AS p ORDER BY p.rid, p.seq"
)
LINKS = (
    "MATCH (a:Record)-[r]->(b:Record) WHERE r.lid IS NOT NULL "
    "RETURN properties(r) AS p, type(r) AS t, a.rid AS a, b.rid AS b ORDER BY r.lid, t"
)


def write(world: World, *items: Record | Link, **rest: Any) -> WriteSummary:
    """Write one batch."""
    records = [i for i in items if isinstance(i, Record)]
    links = [i for i in items if isinstance(i, Link)]
    summary: WriteSummary = world.run(world.app.writer.write(WriteBatch(records=records, links=links, **rest)))
    return summary


def stamps(world: World) -> dict[str, tuple[int, ...]]:
    """Return the members of each link's compartment by its reference."""
    rows = world.query("MATCH ()-[r]->() WHERE r.lid IS NOT NULL RETURN r.reference AS ref, r.cmp AS cmp")
    members = {c.id: c.members for c in world.run(CompartmentRegistry(world.app.store).refresh())}
    return {row["ref"]: members[row["cmp"]] for row in rows}


def compartment(world: World, one: Record) -> int:
    """Return the compartment that a record stands in once it is compared, which its links are stamped with."""
    found = world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": one.id})
    return world.app.registry.compared(int(found[0]["cmp"]))


def assert_stamps_fit(world: World) -> None:
    """Every link's stamp is the conjunction of its own compartment and those of its ends, compared or not."""
    rows = world.query(
        "MATCH (a:Record)-[r]->(b:Record) WHERE r.lid IS NOT NULL "
        "RETURN r.own AS own, r.cmp AS cmp, [a.cmp, b.cmp] AS ends"
    )
    registry = CompartmentRegistry(world.app.store)
    members = {c.id: c.members for c in world.run(registry.refresh())}
    for row in rows:
        assert members[row["cmp"]] == (row["own"], *sorted(set(map(registry.compared, row["ends"])) - {row["own"]}))


def _contents(world: World, originator: str) -> list[object]:
    """Return what an originator's records and links hold, but for ids, times and compartments."""
    own = ("rid", "component", "received", "cmp", "originator", "digest", "lid", "own")
    rows = world.query(
        "MATCH (n:Record {originator: $p.o}) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, labels(n) AS l, "
        "properties(r) AS r, type(r) AS t ORDER BY n.source",
        {"o": originator},
    )
    return [
        (sorted(row["l"]), row["t"], [{k: v for k, v in (row[part] or {}).items() if k not in own} for part in "nr"])
        for row in rows
    ]


class TestIdempotence:
    def test_writing_twice_changes_nothing(self, world: World) -> None:
        items = (A, B, link("RELATED_TO", A, B, note="as told"))
        first = write(world, *items)
        assert first == WriteSummary(created=2, links_created=1, change_seq=1)
        before = (world.query(RECORDS), world.query(LINKS))
        assert write(world, *items) == WriteSummary(unchanged=2, links_unchanged=1)
        assert (world.query(RECORDS), world.query(LINKS)) == before
        assert world.run(world.app.feed.last()) == 1

    def test_changed_content_is_changed_and_the_rest_is_not(self, world: World) -> None:
        write(world, A, B)
        received = [row["p"]["received"] for row in world.query(RECORDS)]
        other = record("Person", "a", name="Somchai Jaidee", sex="male")
        assert write(world, other, B) == WriteSummary(changed=1, unchanged=1, change_seq=2)
        assert [row["p"]["received"] for row in world.query(RECORDS)] == received
        assert [c.record_ids for c in world.run(world.app.feed.since(1))] == [(A.id,)]

    def test_a_class_that_lost_its_last_value_is_gone(self, world: World) -> None:
        write(world, record("Person", "a", name="Somchai Jaidee", phone="+66812345678"))
        assert world.query("MATCH (n:Record) RETURN n.contact IS NULL AS gone") == [{"gone": False}]
        write(world, A)
        assert world.query("MATCH (n:Record) RETURN n.contact IS NULL AS gone") == [{"gone": True}]

    def test_many_at_once_end_as_few_at_a_time(self, world: World) -> None:
        """Large groups of new records and links have statements of their own."""
        many = range(200)
        for originator, step in (("at-once", 200), ("in-steps", 10)):
            people = [record("Person", f"{n:03}", originator=originator, name=f"Somchai {n}") for n in many]
            phones = [record("PhoneNumber", f"t{n:03}", originator=originator, number=f"+6681{n:07}") for n in many]
            uses = [link("USES", a, b, note="as told") for a, b in zip(people, phones, strict=True)]
            for start in range(0, len(many), step):
                part = slice(start, start + step)
                made = write(world, *people[part], *phones[part], *uses[part])
                assert (made.created, made.links_created) == (2 * step, step)
            assert write(world, *people, *phones, *uses) == WriteSummary(unchanged=400, links_unchanged=200)
        at_once, in_steps = (_contents(world, originator) for originator in ("at-once", "in-steps"))
        assert len(at_once) == len(in_steps) == 400
        assert at_once == in_steps

    def test_a_link_whose_name_was_given_to_another_before_moves_to_new_records(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B, reference="l-1"))
        others = record("Person", "d", name="Anong Sukjai"), record("Person", "e", name="Krit Boonmee")
        summary = write(world, *others, link("RELATED_TO", *others, reference="l-1"))
        assert (summary.created, summary.links_created, summary.links_changed) == (2, 0, 1)
        found = [(row["a"], row["b"]) for row in world.query(LINKS)]
        assert found == [(others[0].id, others[1].id)]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_any_batches_in_any_cut_end_as_one_batch(self, world: World, data: st.DataObject) -> None:
        originator = f"agency-{data.draw(st.integers(0, 10**9))}"
        records, links = data.draw(_batch(originator))
        one = f"{originator}-again"
        size = data.draw(st.integers(1, 4))
        for start in range(0, len(records), size):
            write(world, *records[start : start + size])
        for _ in range(2):
            write(world, *records, *links)
        again, again_links = _as_originator(one, records, links)
        write(world, *again, *again_links)
        assert _content(world, originator) == _content(world, one)
        assert write(world, *records, *links) == WriteSummary(unchanged=len(records), links_unchanged=len(links))


@st.composite
def _batch(draw: st.DrawFn, originator: str) -> tuple[list[Record], list[Link]]:
    count = draw(st.integers(1, 6))
    records = []
    for i in range(count):
        kind = draw(st.sampled_from(["Person", "PhoneNumber"]))
        profile = draw(st.sampled_from(["open", "law-enforcement"]))
        if kind == "Person":
            records.append(record(kind, str(i), originator=originator, profile=profile, name=f"Name {i}"))
        else:
            records.append(record(kind, str(i), originator=originator, profile=profile, number=f"+6681234567{i}"))
    ends = st.tuples(st.sampled_from(records), st.sampled_from(records))
    pairs = draw(st.lists(ends, max_size=5, unique_by=lambda p: (p[0].id, p[1].id)))
    return records, [link("RELATED_TO", a, b) for a, b in pairs]


def _as_originator(name: str, records: Sequence[Record], links: Sequence[Link]) -> tuple[list[Record], list[Link]]:
    moved = {}
    for old in records:
        given = replace(old.provenance, originator=OriginatorCode(name))
        moved[old.id] = replace(old, id=MINTER.record_id(name, given.dataset, given.reference), provenance=given)
    return list(moved.values()), [link(i.type, moved[i.source_id], moved[i.target_id]) for i in links]


def _content(world: World, originator: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    parameters = {"o": originator}
    nodes = world.query(
        "MATCH (n:Record {originator: $p.o}) RETURN n.identity AS i, n.contact AS c, n.source AS s, n.profile AS p, "
        "n.kind AS k, n.key AS key ORDER BY s",
        parameters,
    )
    edges = world.query(
        "MATCH (a:Record {originator: $p.o})-[r:RELATED_TO]->(b) RETURN a.source AS a, b.source AS b, r.reference AS r "
        "ORDER BY r",
        parameters,
    )
    return nodes, edges


def test_a_batch_that_others_overtake_each_time_is_refused_and_says_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    async def overtaken(self: RecordWriter, *_: object, **__: object) -> WriteSummary:
        tries.append(1)
        raise record_writer._MovedError

    with monkeypatch.context() as patched:
        patched.setattr(RecordWriter, "_write_in", overtaken)
        with pytest.raises(RecordMovedError, match="nothing was done; try again"):
            write(world, A)
    assert (len(tries), world.query(RECORDS)) == (6, [])
    assert write(world, A).created == 1


class TestLinks:
    def test_a_link_needs_both_ends_in_the_store(self, world: World) -> None:
        known = link("RELATED_TO", A, B)
        dangling = link("RELATED_TO", A, C)
        assert write(world, A, B, known, dangling) == WriteSummary(
            created=2, links_created=1, dangling=(dangling.id,), change_seq=1
        )
        assert write(world, C, dangling).links_created == 1

    def test_a_link_alone_tells_followers_of_both_ends(self, world: World) -> None:
        write(world, A, B)
        write(world, link("RELATED_TO", A, B))
        assert [sorted(c.record_ids) for c in world.run(world.app.feed.since(1))] == [sorted([A.id, B.id])]

    def test_a_link_whose_reference_moves_leaves_its_old_ends(self, world: World) -> None:
        write(world, A, B, C, link("RELATED_TO", A, B, reference="k"))
        moved = link("RELATED_TO", B, C, reference="k")
        assert write(world, moved).links_changed == 1
        assert [(row["a"], row["b"]) for row in world.query(LINKS)] == [(B.id, C.id)]
        (change,) = world.run(world.app.feed.since(1))
        assert set(change.record_ids) == {A.id, B.id, C.id}

    def test_a_changed_note_is_changed_in_place(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B, note="one"))
        assert write(world, link("RELATED_TO", A, B, note="other")) == WriteSummary(links_changed=1, change_seq=2)
        assert [row["p"]["note"] for row in world.query(LINKS)] == ["other"]

    def test_a_note_that_is_taken_back_is_gone(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B, note="as told"))
        assert write(world, link("RELATED_TO", A, B)).links_changed == 1
        assert "note" not in world.query(LINKS)[0]["p"]

    def test_links_among_many_new_records_join_those_that_they_name(self, world: World) -> None:
        people = [record("Person", f"p-{n}", name="Somchai Jaidee") for n in range(200)]
        phones = [record("PhoneNumber", f"t-{n}", number=f"+6681234{n:04}") for n in range(200)]
        pairs = [*zip(people, phones, strict=True)]
        many = [link("USES", a, b) for a, b in pairs]
        few = [link("OWNS", a, b) for a, b in pairs[:3]]
        assert write(world, *people, *phones, *many, *few).links_created == 203
        found = {(row["t"], row["a"], row["b"]) for row in world.query(LINKS)}
        assert found == {(k.type, k.source_id, k.target_id) for k in (*many, *few)}
        assert_stamps_fit(world)

    def test_a_link_to_itself_is_stamped_once(self, world: World) -> None:
        write(world, A, link("RELATED_TO", A, A))
        assert_stamps_fit(world)


class TestRestamping:
    @pytest.mark.parametrize(
        "changed",
        [
            record("Person", "a", name="Somchai Jaidee", profile="victim-protection"),
            record("Person", "a", name="Somchai Jaidee", role=SEALED),
        ],
    )
    def test_a_record_of_other_terms_moves_with_its_links(self, world: World, changed: Record) -> None:
        out, back = link("RELATED_TO", A, B), link("RELATED_TO", C, A)
        aside = link("RELATED_TO", B, C)
        write(world, A, B, C, out, back, aside)
        before, was = stamps(world), compartment(world, A)
        assert write(world, changed) == WriteSummary(changed=1, change_seq=2)
        now = compartment(world, A)
        assert now != was
        assert_stamps_fit(world)
        after = stamps(world)
        assert {ref for ref in after if now in after[ref]} == {out.provenance.reference, back.provenance.reference}
        assert after[aside.provenance.reference] == before[aside.provenance.reference]

    def test_and_back_again_restores_the_stamps(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B))
        before = stamps(world)
        write(world, record("Person", "a", name="Somchai Jaidee", role=SEALED))
        sealed = stamps(world)
        write(world, A)
        assert stamps(world) == sealed != before
        write(world, A, lifts_seals=True)
        assert stamps(world) == before

    def test_links_of_a_restamped_record_are_unchanged_when_they_come_again(self, world: World) -> None:
        sealed = record("Person", "a", name="Somchai Jaidee", role=SEALED)
        write(world, A, B, link("RELATED_TO", A, B))
        write(world, sealed)
        assert write(world, sealed, B, link("RELATED_TO", A, B)) == WriteSummary(unchanged=2, links_unchanged=1)

    def test_a_link_of_another_profile_is_stamped_anew(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B))
        assert write(world, link("RELATED_TO", A, B, profile="open")).links_changed == 1
        assert_stamps_fit(world)


class TestOneTransaction:
    def test_checkpoint_and_quarantine_come_with_the_batch(self, world: World) -> None:
        row, point = _row("q-1"), Checkpoint(key="f|1", rows_done=500)
        write(world, A, quarantined=[row], checkpoint=point)
        assert world.run(world.app.writer.find_checkpoint("f|1")) == point
        assert world.run(world.app.quarantine.quarantined("th-police")) == [row]
        write(world, quarantined=[row], checkpoint=replace(point, rows_done=700, finished=True))
        assert world.run(world.app.writer.find_checkpoint("f|1")) == Checkpoint(key="f|1", rows_done=700, finished=True)
        assert world.run(world.app.quarantine.quarantined("th-police")) == [row]

    def test_an_input_that_was_not_begun_has_no_checkpoint(self, world: World) -> None:
        assert world.run(world.app.writer.find_checkpoint("f|2")) is None

    def test_a_failing_batch_leaves_nothing(self, world: World) -> None:
        write(world, A)
        before = world.query(EVERYTHING)
        writer = RecordWriter(_FailingStore(world.app.store), world.app.registry, world.app.ontology)
        changed = record("Person", "a", name="Other Name", role=SEALED)
        batch = WriteBatch(
            records=[changed, B],
            links=[link("RELATED_TO", A, B)],
            quarantined=[_row("q-1")],
            checkpoint=Checkpoint(key="f|1", rows_done=1),
        )
        with pytest.raises(StoreQueryError):
            world.run(writer.write(batch))
        after = world.query(EVERYTHING)
        assert after == before
        assert world.query(LINKS) == []
        assert world.run(world.app.feed.last()) == 1


class _FailingStore(Store):
    """A real store whose transactions break at their very end, on a statement that the server refuses."""

    def __init__(self, real: Store) -> None:
        self._real = real

    async def write(self, work: Any, **_: Any) -> Any:
        async def broken(tx: Transaction) -> None:
            await work(tx)
            await tx.run(Template(name="broken", access=Access.WRITE, text="RETURN 1/0 AS x"), {})

        return await self._real.write(broken)


def _row(key: str) -> QuarantinedRow:
    return QuarantinedRow(
        id=key,
        originator="th-police",
        dataset="cases",
        file="f.csv",
        row=2,
        column="born",
        rule="unreadable-date",
        value="32.13.1990",
        content="{}",
        mapping="m",
        profile=None,
        at=datetime(2026, 1, 2, tzinfo=UTC),
    )


class _PausedStore(Store):
    """A real store whose first transaction waits at a named statement until it is let go, as a slow client would."""

    def __init__(self, real: Store, *, at: str) -> None:
        self._real, self._at = real, at
        self.reached, self.go = asyncio.Event(), asyncio.Event()

    async def write(self, work: Any, **_: Any) -> Any:
        async def paused(tx: Transaction) -> Any:
            return await work(_PausedTransaction(tx, self))

        return await self._real.write(paused)

    async def pause(self, statement: str) -> None:
        """Wait where the test asked for it, once."""
        if statement == self._at and not self.reached.is_set():
            self.reached.set()
            await self.go.wait()


class _PausedTransaction(Transaction):
    def __init__(self, real: Transaction, store: _PausedStore) -> None:
        super().__init__(real._inner)
        self._store = store

    async def run(self, statement: Template, parameters: Any) -> list[dict[str, Any]]:
        await self._store.pause(statement.name)
        return await super().run(statement, parameters)


class TestTwoAtOnce:
    def test_eight_writers_on_overlapping_records_lose_and_double_nothing(self, world: World) -> None:
        people = [record("Person", str(i), name=f"Name {i}") for i in range(30)]
        links = [link("RELATED_TO", people[i], people[(i * 7 + 1) % 30], reference=f"k-{i}") for i in range(30)]

        async def one(number: int) -> list[WriteSummary]:
            writer = RecordWriter(world.app.store, CompartmentRegistry(world.app.store), world.app.ontology)
            done = []
            for start in range(0, 30, 10):
                begin = (start + number * 5) % 30
                records = [people[(begin + i) % 30] for i in range(12)]
                chosen = [links[(begin + i) % 30] for i in range(12)]
                done.append(await writer.write(WriteBatch(records=records, links=chosen)))
            return done

        async def all_of_them() -> None:
            await asyncio.gather(*(one(n) for n in range(8)))

        world.run(all_of_them())
        write(world, *people, *links)
        assert len(world.query(RECORDS)) == 30
        assert [row["p"]["reference"] for row in world.query(LINKS)] == [
            x.provenance.reference for x in sorted(links, key=lambda x: x.id)
        ]
        assert_stamps_fit(world)
        changes = world.run(world.app.feed.since(0, limit=1000))
        assert [c.seq for c in changes] == list(range(1, len(changes) + 1))
        assert {rid for c in changes for rid in c.record_ids} == {p.id for p in people}

    def test_two_writers_of_one_new_link_make_one(self, world: World) -> None:
        write(world, A, B)
        new = link("RELATED_TO", A, B)
        slow = _PausedStore(world.app.store, at="create_links")

        async def race() -> tuple[WriteSummary, WriteSummary]:
            writer = RecordWriter(slow, world.app.registry, world.app.ontology)
            first = asyncio.create_task(writer.write(WriteBatch(links=[new])))
            await slow.reached.wait()
            second = await world.app.writer.write(WriteBatch(links=[new]))
            slow.go.set()
            return await first, second

        first, second = world.run(race())
        assert (second.links_created, first.links_unchanged) == (1, 1)
        assert len(world.query(LINKS)) == 1

    @pytest.mark.parametrize("at", ["create_links", "lock_changes", "end_batch"])
    @pytest.mark.parametrize("with_ends", [False, True], ids=["links alone", "with their ends"])
    def test_an_end_restamped_meanwhile_never_leaves_a_laxer_stamp(
        self, world: World, at: str, *, with_ends: bool
    ) -> None:
        write(world, A, B)
        sealed = record("Person", "a", name="Somchai Jaidee", role=SEALED)
        slow = _PausedStore(world.app.store, at=at)
        batch = WriteBatch(records=[A, B] if with_ends else [], links=[link("RELATED_TO", A, B)])

        async def race() -> None:
            writer = RecordWriter(slow, world.app.registry, world.app.ontology)
            linking = asyncio.create_task(writer.write(batch))
            await slow.reached.wait()
            sealing = asyncio.create_task(world.app.writer.write(WriteBatch(records=[sealed])))
            await asyncio.wait([sealing], timeout=0.3)
            slow.go.set()
            await asyncio.gather(linking, sealing)

        world.run(race())
        assert len(world.query(LINKS)) == 1
        assert_stamps_fit(world)

    @pytest.mark.parametrize("at", ["upsert_records", "end_batch"])
    def test_two_that_restamp_one_record_leave_its_links_as_it_is(self, world: World, at: str) -> None:
        write(world, A, B, link("RELATED_TO", A, B))
        sealed = record("Person", "a", name="Somchai Jaidee", role=SEALED)
        open_one = record("Person", "a", name="Somchai J.")
        slow = _PausedStore(world.app.store, at=at)

        async def race() -> None:
            writer = RecordWriter(slow, world.app.registry, world.app.ontology)
            slower = asyncio.create_task(writer.write(WriteBatch(records=[open_one])))
            await slow.reached.wait()
            faster = asyncio.create_task(world.app.writer.write(WriteBatch(records=[sealed])))
            await asyncio.wait([faster], timeout=0.3)
            slow.go.set()
            await asyncio.gather(slower, faster)

        world.run(race())
        assert_stamps_fit(world)

    def test_two_that_restamp_both_ends_at_once_leave_the_stamp_of_both(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B))
        sealed = [
            record("Person", "a", name="Somchai Jaidee", role=SEALED),
            record("Person", "b", name="Malee", role=SEALED),
        ]

        async def race() -> None:
            await asyncio.gather(*(world.app.writer.write(WriteBatch(records=[one])) for one in sealed))

        world.run(race())
        assert_stamps_fit(world)


MANY = [record("PhoneNumber", f"n{i}", number=f"+6681234{i:04}") for i in range(200)]


class TestOverlap:
    """A batch that is written while the one before is: it waits where it could overtake, and never for ever."""

    def test_it_creates_meanwhile_and_links_to_what_came_before(self, world: World) -> None:
        late = WriteBatch(records=MANY, links=[link("USES", A, MANY[0])], expected_new=True)

        async def race() -> tuple[bool, WriteSummary]:
            before = asyncio.get_running_loop().create_future()
            writing = asyncio.create_task(world.app.writer.write(late, after=before))
            done, _ = await asyncio.wait([writing], timeout=1.0)
            await world.app.writer.write(WriteBatch(records=[A]))
            before.set_result(None)
            return bool(done), await writing

        overtook, summary = world.run(race())
        assert (overtook, summary.created, summary.links_created, summary.dangling) == (False, 200, 1, ())
        assert_stamps_fit(world)

    def test_where_the_one_before_fails_nothing_is_written(self, world: World) -> None:
        async def race() -> None:
            before = asyncio.get_running_loop().create_future()
            writing = asyncio.create_task(world.app.writer.write(WriteBatch(records=MANY), after=before))
            await asyncio.wait([writing], timeout=0.5)
            before.set_exception(OSError("the one before"))
            await writing

        with pytest.raises(OSError, match="the one before"):
            world.run(race())
        assert world.query(RECORDS) == []

    def test_it_lets_go_of_its_locks_where_the_one_before_takes_long(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The one before waits for a record that this one has created: a ring that the store cannot see."""
        monkeypatch.setattr("graph.store.record_writer._WAIT_SECONDS", 0.3)
        other = replace(MANY[0], subject_role=SEALED)

        async def race() -> tuple[WriteSummary, WriteSummary]:
            go = asyncio.Event()

            async def before() -> WriteSummary:
                await go.wait()
                return await world.app.writer.write(WriteBatch(records=[other]))

            first = asyncio.create_task(before())
            ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            first.add_done_callback(lambda _: ended.set_result(None))
            second = asyncio.create_task(world.app.writer.write(WriteBatch(records=MANY), after=ended))
            await asyncio.wait([second], timeout=0.2)
            go.set()
            return await first, await second

        first, second = world.run(race())
        assert (first.created, second.created, second.changed) == (1, 199, 1)

    def test_what_was_expected_to_be_new_and_is_not_is_found(self, world: World) -> None:
        changed = [replace(one, subject_role=SEALED) if n < 50 else one for n, one in enumerate(MANY)]
        few = [record("Person", f"p{i}", name=f"Somchai {i}") for i in range(5)]
        write(world, *MANY[:100], few[0])
        summary = write(world, *changed, *few, expected_new=True)
        assert (summary.created, summary.changed, summary.unchanged) == (104, 50, 51)
        written = world.query(RECORDS)
        assert [(r["p"]["digest"], r["p"]["cmp"], r["p"]["component"]) for r in written] == [
            (r["p"]["digest"], r["p"]["cmp"], r["p"]["component"]) for r in _rewritten(world, [*changed, *few])
        ]


def _rewritten(world: World, records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return what the records look like in an empty store, written a few at a time."""
    world.run(
        world.app.store.run_alone(
            Template(name="test", access=Access.WRITE, text="MATCH (n:Record) DETACH DELETE n"), {}
        )
    )
    for first in range(0, len(records), 100):
        write(world, *records[first : first + 100])
    return world.query(RECORDS)


class TestSelectors:
    def test_equal_keys_of_two_originators_share_a_component_and_nothing_else_does(self, world: World) -> None:
        write(
            world,
            record("PhoneNumber", "1", number="+66812345678"),
            record("PhoneNumber", "1", originator="kh-police", number="081-234-5678", country="TH"),
            record("PhoneNumber", "2", number="+66812345679"),
            record("PhoneNumber", "3", number="SCB"),
            record("PhoneNumber", "4", number="SCB"),
        )
        rows = world.query("MATCH (n:Record) RETURN n.key AS key, n.component AS component")
        components: dict[str | None, set[int]] = {}
        for row in rows:
            components.setdefault(row["key"], set()).add(row["component"])
        assert len(components["PhoneNumber|tel:+66812345678"]) == 1
        assert len({r["component"] for r in rows}) == len(rows) - 1

    def test_a_record_that_becomes_another_kind_keeps_nothing_of_the_old_one(self, world: World) -> None:
        write(world, record("PhoneNumber", "1", number="+66812345678"))
        write(world, record("Person", "1", name="Somchai Jaidee"))
        assert world.query("MATCH (n:Record) RETURN n.kind AS kind, n.key AS key, n.contact AS contact") == [
            {"kind": "Person", "key": None, "contact": None}
        ]


def test_the_compartment_is_that_of_originator_profile_kind_and_role(world: World) -> None:
    write(world, A)
    key = world.app.registry.get(compartment(world, A)).key
    assert key == CompartmentKey(originator="th-police", profile="law-enforcement", kind="Person")
    stands = world.query("MATCH (n:Record) RETURN n.cmp AS cmp")[0]["cmp"]
    assert world.app.registry.get(stands).key == replace(key, uncompared=True)
