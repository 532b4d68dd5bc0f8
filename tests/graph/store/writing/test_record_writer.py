"""The writer: ingesting twice equals once, a batch is one transaction, and what was of another kind is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import CompartmentKey, Link, OriginatorCode, Record
from graph.errors import RecordMovedError, StoreQueryError
from graph.store import (
    Access,
    Checkpoint,
    QuarantinedRow,
    RecordWriter,
    RetriedRow,
    Store,
    Template,
    Transaction,
    WriteBatch,
    WriteSummary,
)
from graph.store.writing import record_writer
from graph.store.writing.record_statements import MANY
from graph.unix_time import from_microseconds, machine_time, to_microseconds
from tests.examples import examples
from tests.graph.building import MINTER, link, record
from tests.graph.store.written_records import LINKS, RECORDS, SEALED, A, B, compartment, write
from tests.world import World

EVERYTHING = (
    "MATCH (n) WHERE NOT n:Compartment AND NOT n:Counter "
    "RETURN labels(n) AS l, properties(n) AS p ORDER BY p.rid, p.seq"
)


def _contents(world: World, originator: str) -> list[object]:
    """Return what an originator's records and links hold, but for ids, times and compartments."""
    own = ("rid", "component", "received", "cmp", "originator", "digest", "lid", "own")
    rows = world.query(
        "MATCH (n:Record {originator: $p.o}) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, labels(n) AS l, "
        "properties(r) AS r, type(r) AS t ORDER BY n.source, t",
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
        """Many new records and the links among them are made together, those of which there are few with the others."""
        many = range(200)
        for originator, step in (("at-once", 200), ("in-steps", 10)):
            people = [record("Person", f"{n:03}", originator=originator, name=f"Somchai {n}") for n in many]
            phones = [record("PhoneNumber", f"t{n:03}", originator=originator, number=f"+6681{n:07}") for n in many]
            firms = [record("Organization", f"f{n:02}", originator=originator, name=f"Lotus {n}") for n in range(20)]
            uses = [link("USES", a, b, note="as told") for a, b in zip(people, phones, strict=True)]
            jobs = [replace(link("MEMBER_OF", people[10 * n], firm), since="2024-03") for n, firm in enumerate(firms)]
            for start in range(0, len(many), step):
                part, few = slice(start, start + step), slice(start // 10, (start + step) // 10)
                made = write(world, *people[part], *phones[part], *firms[few], *uses[part], *jobs[few])
                assert (made.created, made.links_created) == (2 * step + step // 10, step + step // 10)
            everything: list[Record | Link] = [*people, *phones, *firms, *uses, *jobs]
            assert write(world, *everything) == WriteSummary(unchanged=420, links_unchanged=220)
        at_once, in_steps = (_contents(world, originator) for originator in ("at-once", "in-steps"))
        assert len(at_once) == len(in_steps) == 440
        assert at_once == in_steps

    def test_new_records_of_all_kinds_and_the_links_among_them_are_one_statement(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        run = Transaction.run

        async def noted(self: Transaction, statement: Template, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
            asked.append(statement.name)
            return await run(self, statement, parameters)

        monkeypatch.setattr(Transaction, "run", noted)
        people = [record("Person", f"{n}", name=f"Somchai {n}") for n in range(MANY)]
        firm, phone = record("Organization", "f", name="Lotus"), record("PhoneNumber", "t", number="+66812345678")
        joined = [link("MEMBER_OF", people[0], firm), link("USES", people[1], phone)]
        made = write(world, *people, firm, phone, *joined)
        assert (made.created, made.links_created) == (MANY + 2, 2)
        written = {"create_new", "upsert_records", "create_links", "create_links_uses", "create_links_member_of"}
        assert [name for name in asked if name in written] == ["create_new"]
        assert {(r["a"], r["b"]) for r in world.query(LINKS)} == {(k.source_id, k.target_id) for k in joined}

    @pytest.mark.parametrize("count", [2, MANY])
    def test_of_rows_that_waited_it_is_kept_when_they_came(self, world: World, count: int) -> None:
        people = [record("Person", f"{n:02}", name=f"Somchai {n}") for n in range(count)]
        joined = link("RELATED_TO", *people[:2])
        came = datetime(2024, 3, 1, 8, tzinfo=UTC)
        waited = RetriedRow(entries={}, gives=[people[0].id, joined.id], at=came)
        made = write(world, *people, joined, retried=[waited])
        assert (made.created, made.links_created) == (count, 1)
        found = {row["p"]["rid"]: row["p"].get("content_at") for row in world.query(RECORDS)}
        assert found == {one.id: to_microseconds(came) if one is people[0] else None for one in people}
        assert [row["p"]["content_at"] for row in world.query(LINKS)] == [to_microseconds(came)]

    def test_a_link_whose_name_was_given_to_another_before_moves_to_new_records(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B, reference="l-1"))
        others = record("Person", "d", name="Anong Sukjai"), record("Person", "e", name="Krit Boonmee")
        summary = write(world, *others, link("RELATED_TO", *others, reference="l-1"))
        assert (summary.created, summary.links_created, summary.links_changed) == (2, 0, 1)
        found = [(row["a"], row["b"]) for row in world.query(LINKS)]
        assert found == [(others[0].id, others[1].id)]

    @pytest.mark.long
    @settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


class TestOneTransaction:
    def test_checkpoint_and_quarantine_come_with_the_batch(self, world: World) -> None:
        row, point = _row("q-1"), Checkpoint(key="f|1", rows_done=500)
        write(world, A, quarantined=[row], checkpoint=point)
        [received] = world.query("MATCH (n:Record) RETURN n.received AS at")
        came = from_microseconds(received["at"])
        assert world.run(world.app.writer.find_checkpoint("f|1")) == replace(point, came_at=came)
        assert world.run(world.app.quarantine.quarantined("th-police")) == [row]
        end = Checkpoint(key="f|1", rows_done=700, finished=True, came_at=came)
        write(world, quarantined=[row], checkpoint=end)
        assert world.run(world.app.writer.find_checkpoint("f|1")) == end
        assert world.run(world.app.quarantine.quarantined("th-police")) == [row]

    def test_an_input_that_was_not_begun_has_no_checkpoint(self, world: World) -> None:
        assert world.run(world.app.writer.find_checkpoint("f|2")) is None

    def test_a_failing_batch_leaves_nothing(self, world: World) -> None:
        write(world, A)
        before = world.query(EVERYTHING)
        writer = RecordWriter(
            _FailingStore(world.app.store), world.app.registry, world.app.ontology, clock=machine_time
        )
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
