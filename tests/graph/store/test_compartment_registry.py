"""Compartments: one number for each key, whoever asks and however many at once, and none overlooked."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from neo4j import AsyncGraphDatabase

from graph import CompartmentKey, SubjectRole, load_ontology
from graph.store import (
    Access,
    Claim,
    CompartmentRegistry,
    ProtectionStore,
    RecordWriter,
    Store,
    StoreLease,
    Suspension,
    SuspensionStore,
    Template,
    Transaction,
    WaitingLook,
    WriteBatch,
    connected,
    remove_records,
    restamp_records,
)
from graph.store.connection import NotPreparedError
from graph.unix_time import machine_time
from tests.graph.building import link, record
from tests.graph.store.written_records import NO_SEALS
from tests.world import World

KEYS = [
    CompartmentKey(originator=f"agency-{a}", profile=p, kind="Person", role=r)
    for a in range(3)
    for p in ("open", "law-enforcement")
    for r in (SubjectRole.NONE, SubjectRole.SUSPECT)
]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the store is, for another process."""

    uri: str
    username: str
    password: str
    database: str

    @classmethod
    def of(cls, lease: StoreLease) -> "Address":
        return cls(lease.uri, lease.username, lease.password, lease.database)


@pytest.mark.long
def test_one_key_has_one_number_from_many_processes_and_tasks(world: World, neo4j_lease: StoreLease) -> None:
    first = len(world.run(world.app.registry.refresh()))
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        found = pool.map(_register_in_process, [Address.of(neo4j_lease)] * 3)
    assert found[0] == found[1] == found[2]
    assert sorted(found[0]) == list(range(first + 1, first + 13))
    names = world.query("MATCH (c:Compartment) RETURN count(c) AS n, count(DISTINCT c.name) AS names")
    assert names == [{"n": first + 12, "names": first + 12}]


class _Slow(Store):
    """A real store whose first answer comes late: a slow network, with the reading of an earlier moment."""

    def __init__(self, real: Store) -> None:
        self._real = real
        self.read_one, self.go = asyncio.Event(), asyncio.Event()

    async def read(
        self, statement: Template, parameters: Mapping[str, Any], *, timeout_seconds: float | None = None
    ) -> list[dict[str, Any]]:
        rows = await self._real.read(statement, parameters, timeout_seconds=timeout_seconds)
        if not self.read_one.is_set():
            self.read_one.set()
            await self.go.wait()
        return rows


def test_a_late_answer_does_not_undo_a_suspension(world: World) -> None:
    async def race() -> tuple[object, object]:
        slow = _Slow(world.app.store)
        registry = CompartmentRegistry(slow)
        late = asyncio.create_task(registry.refresh())
        await slow.read_one.wait()
        found = Suspension(
            id="s-1", agency="kh-police", subject=None, reason="r", by="", at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        await SuspensionStore(world.app.store).suspend(found)
        await registry.refresh()
        young = registry.suspended
        slow.go.set()
        await late
        return young, registry.suspended

    assert world.run(race()) == (frozenset({("kh-police", None)}),) * 2


def _register_in_process(address: Address) -> list[int]:
    async def work() -> list[int]:
        async with connected(
            uri=address.uri, username=address.username, password=address.password, database=address.database
        ) as store:
            registries = [CompartmentRegistry(store) for _ in range(2)]
            found = await asyncio.gather(*(r.base(key) for key in KEYS for r in registries))
            assert found[::2] == found[1::2]
            return list(found[::2])

    return asyncio.run(work())


def test_what_another_process_registered_is_unknown_until_refreshed(world: World) -> None:
    mine, other = CompartmentRegistry(world.app.store), CompartmentRegistry(world.app.store)
    number = world.run(other.base(KEYS[0]))
    with pytest.raises(KeyError):
        mine.get(number)
    assert mine.all == ()
    world.run(mine.refresh())
    assert mine.get(number).key == KEYS[0]


def test_a_refresh_finds_what_others_registered_before_an_own_registration(world: World) -> None:
    mine, other = CompartmentRegistry(world.app.store), CompartmentRegistry(world.app.store)
    theirs = world.run(other.base(KEYS[0]))
    own = world.run(mine.base(KEYS[1]))
    assert own == theirs + 1
    assert [c.id for c in world.run(mine.refresh())] == [
        c.id for c in world.run(CompartmentRegistry(world.app.store).refresh())
    ]
    assert mine.get(theirs).key == KEYS[0]


def test_what_is_kept_open_is_known_elsewhere_by_its_keepers(world: World) -> None:
    mine, other = CompartmentRegistry(world.app.store), CompartmentRegistry(world.app.store)
    company = replace(KEYS[0], kind="Organization", kept_by=((KEYS[1], KEYS[2]), (KEYS[1], KEYS[3])))
    number = replace(KEYS[0], kind="PhoneNumber", kept_by=((KEYS[1], company),))
    with pytest.raises(NotPreparedError) as caught:
        other.get_bases([number])

    async def prepare() -> None:
        await caught.value.prepare()

    world.run(prepare())
    found = {**other.get_bases([number, company]), KEYS[0]: world.run(other.base(KEYS[0]))}
    world.run(mine.refresh())
    assert {key: mine.get(known).key for key, known in found.items()} == {key: key for key in found}
    assert mine.kept_open == [found[company], found[number]]
    assert [mine.may_follow_seals(n) for n in found.values()] == [True, True, False]
    # Whoever else keeps it open makes other terms of it.
    assert world.run(mine.base(replace(company, kept_by=company.kept_by[:1]))) not in found.values()


def conjunction(world: World, registry: CompartmentRegistry, own: int, ends: Iterable[int]) -> int:
    link = (own, *ends)
    found: dict[tuple[int, ...], int] = world.run(registry.conjunctions([link]))
    return found[link]


def test_a_conjunction_is_its_own_compartment_then_its_ends_in_order(world: World) -> None:
    registry = CompartmentRegistry(world.app.store)
    own, one, other = (world.run(registry.base(key)) for key in KEYS[:3])
    made = conjunction(world, registry, own, (other, one))
    assert registry.get(made).members == (own, one, other)
    assert registry.get(made).key is None
    assert conjunction(world, registry, own, (one, other)) == made
    assert conjunction(world, registry, one, (own, other)) != made


def test_a_conjunction_names_a_compartment_once(world: World) -> None:
    registry = CompartmentRegistry(world.app.store)
    own, one = (world.run(registry.base(key)) for key in KEYS[:2])
    assert registry.get(conjunction(world, registry, own, (one, one))).members == (own, one)
    assert registry.get(conjunction(world, registry, own, (own, own))).members == (own,)


def test_a_fresh_process_reads_what_was_registered(world: World) -> None:
    registry = CompartmentRegistry(world.app.store)
    numbers = [world.run(registry.base(key)) for key in KEYS[:3]]
    made = conjunction(world, registry, numbers[0], numbers[1:])
    again = CompartmentRegistry(world.app.store)
    found = {c.id: c for c in world.run(again.refresh())}
    assert [found[n].key for n in numbers] == KEYS[:3]
    assert found[made].members == tuple(numbers)
    assert [world.run(again.base(key)) for key in KEYS[:3]] == numbers


def test_what_is_not_compared_has_a_compartment_beside_the_one_it_comes_to_stand_in(world: World) -> None:
    key = CompartmentKey(originator="th-police", profile="open", kind="Person")
    new = replace(key, uncompared=True)
    stands = world.run(world.app.registry.base(new))
    other = CompartmentRegistry(world.app.store)
    world.run(other.meet([stands]))
    assert (other.get(stands).key, other.get(other.compared(stands)).key) == (new, key)
    assert stands in other.uncompared
    assert other.compared(other.compared(stands)) == other.compared(stands)


def test_what_is_sealed_stood_before_under_its_profile_as_it_was_filed(world: World) -> None:
    registry = world.app.registry
    suspect = CompartmentKey(originator="th-police", profile="open", kind="Person", role=SubjectRole.SUSPECT)
    witness, victim = replace(suspect, role=SubjectRole.WITNESS), replace(suspect, role=SubjectRole.PRESUMED_VICTIM)
    others = [
        replace(suspect, profile="red"),
        replace(suspect, originator="kh-police"),
        replace(suspect, kind="Report"),
    ]
    claimed = replace(suspect, claimed=True)
    numbers = world.run(registry.bases([suspect, witness, victim, claimed, *others]))
    assert registry.before_seal(numbers[claimed]) == (numbers[suspect],)
    # Which role it had before her agency called her a victim is not written down.
    assert registry.before_seal(numbers[victim]) == tuple(sorted((numbers[suspect], numbers[witness])))
    assert registry.before_seal(numbers[suspect]) == ()


def test_a_link_stands_alike_whether_its_end_is_compared_or_not(world: World) -> None:
    registry = world.app.registry
    key = CompartmentKey(originator="th-police", profile="open", kind="Person")
    new, own = world.run(registry.base(replace(key, uncompared=True))), world.run(registry.base(KEYS[0]))
    ends = (new, registry.compared(new))
    stamps = {registry.get(conjunction(world, registry, own, [end])).members for end in ends}
    assert stamps == {(own, registry.compared(new))}


@asynccontextmanager
async def single_connection(lease: StoreLease) -> AsyncIterator[Store]:
    """Yield a store of one connection: whatever opens a second transaction within one waits for itself."""
    driver = AsyncGraphDatabase.driver(
        lease.uri,
        auth=(lease.username, lease.password),
        max_connection_pool_size=1,
        connection_acquisition_timeout=3,
        notifications_min_severity="OFF",
    )
    try:
        yield Store(driver, lease.database)
    finally:
        await driver.close()


async def _seal_narrow_and_remove(store: Store) -> None:
    """Do all that comes upon compartments which nobody could know before the transaction."""
    ontology = load_ontology()

    def fresh() -> CompartmentRegistry:
        # As a process has it that has just begun.
        return CompartmentRegistry(store)

    async def terms(rid: str) -> int:
        return int((await store.read(_TERMS, {"rid": rid}))[0]["cmp"])

    person, phone = (
        record("Person", "p", name="Anong", role=SubjectRole.SUSPECT),
        record("PhoneNumber", "n", number="+66812345678"),
    )
    other = record("Person", "o", name="Malee")
    uses, knows = link("USES", person, phone), link("RELATED_TO", person, other)
    await RecordWriter(store, fresh(), ontology, clock=machine_time).write(
        WriteBatch(records=[person, phone, other], links=[uses, knows])
    )
    claims = ProtectionStore(store, fresh(), ontology)
    claim = Claim(
        id="v-1", agency="th-police", records=(person.id,), raised=True, reason="interviewed", claimed_by="a",
        claimed_at=datetime(2026, 1, 1, tzinfo=UTC), lifted_at=None, lift_reason=None, contests=(),
    )  # fmt: skip
    await claims.claim(claim, lambda _: [], binds=lambda *_: True)
    again = record("Person", "p", name="Anong", profile="open", role=SubjectRole.WITNESS)
    await RecordWriter(store, fresh(), ontology, clock=machine_time).write(WriteBatch(records=[again]))
    moved = await terms(person.id)
    assert await claims.lift_claim(claim, NO_SEALS, by="a", at=claim.claimed_at, reason="a namesake")
    assert await terms(person.id) != moved
    narrowing, removing = fresh(), fresh()
    key = CompartmentKey(originator="th-police", profile="hit-only", kind="Person", role=SubjectRole.NONE)
    moves = {str(other.id): (await terms(other.id), await fresh().base(key))}
    await store.write(
        lambda tx: restamp_records(tx, "th-police", moves, profile="hit-only", registry=narrowing, ontology=ontology)
    )
    weighed = {str(person.id): await terms(person.id)}
    look = WaitingLook(store, "th-police", weighed, ontology)
    await store.write(
        lambda tx: remove_records(tx, "th-police", weighed, look=look, registry=removing, ontology=ontology)
    )


_TERMS = Template(name="test", access=Access.SYSTEM, text="MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp")


def test_no_transaction_waits_for_a_second_connection(world: World, neo4j_lease: StoreLease) -> None:
    """All connections may be held by writers that wait for its lock."""

    async def work() -> None:
        async with single_connection(neo4j_lease) as store:
            await _seal_narrow_and_remove(store)

    world.run(work())
    assert world.query("MATCH (n:Record) WITH n ORDER BY n.kind RETURN collect(n.kind) AS kinds") == [
        {"kinds": ["Person", "PhoneNumber"]}
    ]


def test_what_a_transaction_lacks_is_registered_though_it_is_undone(world: World) -> None:
    """A number that it gave and took back would be known to this process and given to another key by the next."""
    registry = CompartmentRegistry(world.app.store)
    tries: list[int] = []

    async def work(tx: Transaction) -> None:
        tries.append(len(tries))
        found = registry.get_bases([KEYS[0]])
        registry.get_conjunctions([(found[KEYS[0]], found[KEYS[0]])])
        raise ValueError

    with pytest.raises(ValueError):
        world.run(world.app.store.write(work))
    assert tries == [0, 1, 2]
    known = registry.get_bases([KEYS[0]])[KEYS[0]]
    assert world.run(CompartmentRegistry(world.app.store).base(KEYS[0])) == known
