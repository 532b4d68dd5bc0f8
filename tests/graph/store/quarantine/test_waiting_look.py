"""What leaves quarantine with an erased record: rows of hers, also such as come or change meanwhile, and no others."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.store import Removal, Transaction, WaitingLook, WriteBatch, remove_records
from graph.store.connection import Row
from graph.store.cypher import Access, Template
from graph.store.quarantine import waiting_look
from graph.store.quarantine.repeated_values import RepeatedValues
from graph.store.quarantine.rows import _DROP, _SETTLE, QuarantinedRow, QuarantineStore, add_quarantined
from graph.store.quarantine.waiting_cells import WaitingCells
from tests.graph.building import record
from tests.graph.store.erasing import ONTOLOGY, OTHERS, PERSON
from tests.world import World


def waiting(
    number: int, *, names: Sequence[str] = (OTHERS,), records: Sequence[str] = (), **cells: str
) -> QuarantinedRow:
    return QuarantinedRow(
        id=f"q-{number:04}", originator="th-police", dataset="cases", file="a.csv", row=number, column="born",
        rule="unreadable-date", value="no date", content=json.dumps(cells, ensure_ascii=False), mapping="",
        profile=None, at=datetime(2026, 1, 2, tzinfo=UTC), names=tuple(names), records=tuple(records),
    )  # fmt: skip


async def removing(world: World, look: WaitingLook) -> Removal:
    """Remove the person's record, as what recalls do."""
    app = world.app
    [row] = await app.store.read(_TERMS, {"rid": PERSON.id})
    weighed = {str(PERSON.id): int(row["cmp"])}
    return await app.store.write(
        lambda tx: remove_records(tx, "th-police", weighed, look=look, registry=app.registry, ontology=app.ontology)
    )


def left(world: World) -> list[str]:
    [row] = world.query("MATCH (q:QuarantinedRow) WITH q ORDER BY q.id RETURN collect(q.id) AS ids")
    return [str(row_id) for row_id in row["ids"]]


_TERMS = Template(name="test", access=Access.SYSTEM, text="MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp")
_UNSTAMP = Template(name="test", access=Access.WRITE, text="MATCH (q:QuarantinedRow) REMOVE q.added")


@pytest.mark.long
def test_erasing_a_record_takes_its_rows_out_of_quarantine_and_leaves_everybody_elses(world: World) -> None:
    hers = [
        waiting(1, names=(PERSON.id,), name="typed wrong"),
        waiting(2, records=(PERSON.id,), link="USES"),
        waiting(3, notes="Somchai Jaidee, Tel.081-234-5678"),
        waiting(4, names=(), passport="AA1234567"),
    ]
    others = [
        waiting(10, sex="female", nationality="Thai", count="7", name="Malee Suksan"),
        waiting(11, names=(), notes="the white house", place="Bangkok"),
        # More than are looked through at once.
        *(waiting(n, name=f"Invented Name{n}", sex="female") for n in range(20, 1_100)),
    ]
    elsewhere = record("Person", "7", originator="kh-police", name="Somchai Jaidee")
    world.run(world.app.writer.write(WriteBatch(records=[PERSON, elsewhere], quarantined=[*hers, *others])))
    removal = world.run(removing(world, WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)))

    assert removal.quarantined == len(hers)
    assert left(world) == [row.id for row in others]


def test_rows_that_arrive_between_the_look_and_the_transaction_are_looked_at(world: World) -> None:
    add = world.app.writer.write
    world.run(add(WriteBatch(records=[PERSON], quarantined=[waiting(5, phone="081 234 5678"), waiting(6, sex="male")])))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)
    world.run(look.look())
    # Before and behind the rows that were seen; two by values, one by its name, one of somebody else.
    between = [
        waiting(1, notes="Tel.081-234-5678"),
        waiting(7, names=(), name="Somchai Jaidee"),
        waiting(8, names=(PERSON.id,), name="typed wrong"),
        waiting(9, sex="female"),
    ]
    world.run(add(WriteBatch(quarantined=between)))

    assert world.run(removing(world, look)).quarantined == 4
    assert left(world) == ["q-0006", "q-0009"]


def test_within_the_transaction_only_added_rows_are_compared(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [waiting(n, sex="female") for n in range(1, 1_100)]
    world.run(world.app.writer.write(WriteBatch(records=[PERSON], quarantined=seen)))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)
    compared: list[str] = []

    def told(_: RepeatedValues, row: WaitingCells) -> bool:
        compared.append(row.id)
        return False

    monkeypatch.setattr(RepeatedValues, "stand_in", told)
    world.run(look.look())
    assert compared == [row.id for row in seen]
    world.run(world.app.writer.write(WriteBatch(quarantined=[waiting(0, sex="male")])))
    compared.clear()
    world.run(removing(world, look))
    assert compared == ["q-0000"]


def test_a_row_whose_transaction_was_open_when_the_look_began_is_looked_at(world: World) -> None:
    world.run(world.app.writer.write(WriteBatch(records=[PERSON], quarantined=[waiting(1, sex="male")])))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)

    async def together() -> Removal:
        added, told = asyncio.Event(), asyncio.Event()

        async def add(tx: Transaction) -> None:
            await add_quarantined(tx, [waiting(0, phone="081 234 5678")])
            added.set()
            await told.wait()

        adding = asyncio.create_task(world.app.store.write(add))
        await added.wait()
        looking = asyncio.create_task(look.look())
        # Let it go as far as it can: it waits for who adds.
        await asyncio.sleep(0.2)
        told.set()
        await asyncio.gather(adding, looking)
        return await removing(world, look)

    assert world.run(together()).quarantined == 1
    assert left(world) == ["q-0001"]


def test_a_row_that_was_dropped_or_came_back_for_another_between_stays(world: World) -> None:
    mine = [waiting(1, phone="0812345678"), waiting(2, names=(), name="Somchai Jaidee")]
    world.run(world.app.writer.write(WriteBatch(records=[PERSON], quarantined=mine)))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)
    world.run(look.look())
    now = datetime(2026, 1, 3, tzinfo=UTC)
    world.run(QuarantineStore(world.app.store).drop("th-police", [mine[0].id], reason="never", at=now))
    world.run(world.app.writer.write(WriteBatch(quarantined=[replace(mine[1], names=(OTHERS,))])))

    assert world.run(removing(world, look)).quarantined == 0
    assert left(world) == [row.id for row in mine]


@pytest.mark.parametrize("unstamped", [False, True])
def test_a_row_that_is_given_to_another_record_while_the_transaction_runs_stays(
    world: World, monkeypatch: pytest.MonkeyPatch, unstamped: bool
) -> None:
    mine = waiting(1, phone="0812345678")
    # It comes after the look, so it is compared within the transaction, and has no look between its two contents.
    world.run(world.app.writer.write(WriteBatch(records=[PERSON])))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)
    world.run(look.look())
    world.run(world.app.writer.write(WriteBatch(quarantined=[mine])))
    compared, others = look.rows_to_remove, [replace(mine, content='{"name": "Malee"}')]

    async def meanwhile(tx: Transaction, records: Sequence[Row]) -> dict[str, int]:
        found = await compared(tx, records)
        if others:
            await world.app.writer.write(WriteBatch(quarantined=[others.pop()]))
            if unstamped:
                # So does a process of an older version.
                await world.app.store.write_at_once(_UNSTAMP, {})
        return found

    monkeypatch.setattr(look, "rows_to_remove", meanwhile)
    assert world.run(removing(world, look)).quarantined == 0
    assert left(world) == [mine.id]
    assert others == []


@pytest.mark.parametrize("released", [True, False])
def test_a_row_that_somebody_takes_out_at_the_same_moment_stops_no_erasure(world: World, released: bool) -> None:
    mine = [waiting(1, phone="0812345678"), waiting(2, phone="0812345678")]
    world.run(world.app.writer.write(WriteBatch(records=[PERSON], quarantined=mine)))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)

    async def together() -> Removal:
        taken, told = asyncio.Event(), asyncio.Event()

        async def take(tx: Transaction) -> None:
            await tx.run(_SETTLE if released else _DROP, {"ids": [mine[0].id], "originator": "th-police", **dropped})
            taken.set()
            await told.wait()

        dropped = {"reason": "never", "at": "2026-01-03T00:00:00+00:00"}
        taking = asyncio.create_task(world.app.store.write(take))
        await taken.wait()
        await look.look()
        removal = asyncio.create_task(removing(world, look))
        # Let it go as far as it can: it waits for the row's lock.
        await asyncio.sleep(0.3)
        told.set()
        await taking
        return await removal

    assert world.run(together()).quarantined == 1
    assert left(world) == ([] if released else [mine[0].id])


@pytest.mark.parametrize("looked", [True, False])
def test_a_record_with_other_values_than_were_looked_for_is_looked_for_again(world: World, looked: bool) -> None:
    rows = [waiting(1, phone="0812345678"), waiting(2, phone="0898765432")]
    world.run(world.app.writer.write(WriteBatch(records=[PERSON], quarantined=rows)))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)
    if looked:
        world.run(look.look())
    anew = record("Person", "7", name="Somchai Jaidee", phone="089 876 5432", country="TH")
    world.run(world.app.writer.write(WriteBatch(records=[anew])))

    assert world.run(removing(world, look)).quarantined == 1
    assert left(world) == [rows[0].id]


def test_more_rows_than_fit_a_transaction_are_looked_through_outside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_look, "_MOST_WITHIN", 2)
    world.run(world.app.writer.write(WriteBatch(records=[PERSON])))
    look = WaitingLook(world.app.store, "th-police", [PERSON.id], ONTOLOGY)
    world.run(look.look())
    rows = [waiting(n, phone="081 234 5678") for n in range(1, 6)]
    world.run(world.app.writer.write(WriteBatch(quarantined=rows)))

    assert world.run(removing(world, look)).quarantined == len(rows)
    assert left(world) == []
