"""Writers at once lose and double nothing, nobody's hurry leaves a laxer stamp, and none waits for ever."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from graph import Record
from graph.store import (
    Access,
    CompartmentRegistry,
    RecordWriter,
    Store,
    Template,
    Transaction,
    WriteBatch,
    WriteSummary,
)
from graph.unix_time import machine_time
from tests.graph.building import link, record
from tests.graph.store.written_records import LINKS, RECORDS, SEALED, A, B, assert_stamps_fit, write
from tests.world import World


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
            writer = RecordWriter(
                world.app.store, CompartmentRegistry(world.app.store), world.app.ontology, clock=machine_time
            )
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
            writer = RecordWriter(slow, world.app.registry, world.app.ontology, clock=machine_time)
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
            writer = RecordWriter(slow, world.app.registry, world.app.ontology, clock=machine_time)
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
            writer = RecordWriter(slow, world.app.registry, world.app.ontology, clock=machine_time)
            slower = asyncio.create_task(writer.write(WriteBatch(records=[open_one])))
            await slow.reached.wait()
            faster = asyncio.create_task(world.app.writer.write(WriteBatch(records=[sealed])))
            await asyncio.wait([faster], timeout=0.3)
            slow.go.set()
            await asyncio.gather(slower, faster)

        world.run(race())
        assert_stamps_fit(world)

    @pytest.mark.long
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
        monkeypatch.setattr("graph.store.writing.record_writer._WAIT_SECONDS", 0.3)
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
