"""The seam to the driver: errors are told once, without a stored value, and a transaction is all or nothing."""

import asyncio
import gc
import logging
import time
import weakref
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from neo4j import AsyncGraphDatabase
from neo4j._async.io._pool import AsyncRoutedBoltPool
from neo4j.addressing import Address
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from graph.errors import NoDatabaseError, StoreLoginError, StoreQueryError, StoreUnavailableError
from graph.store import Access, Store, StoreLease, Template, Transaction, connected, patience
from graph.store import connection as module
from graph.store.connection import Row
from graph.store.driver_errors import Translated
from tests.world import World


def statement(text: str, access: Access = Access.WRITE) -> Template:
    """Return a template that stands in no registry."""
    return Template(name="probe", access=access, text=text)


def test_a_failing_statement_is_told_by_its_name_and_the_stores_code_alone(world: World) -> None:
    secret = "Somchai 0812345678"
    with pytest.raises(StoreQueryError) as caught:
        world.run(world.app.store.read(statement("RETURN date($p.v) AS d", Access.SCOPED), {"v": secret}))
    assert caught.value.statement == "probe"
    assert caught.value.store_code.startswith("Neo.")
    assert str(caught.value) == f"statement `probe` failed in the store with `{caught.value.store_code}`"
    assert secret not in str(caught.value)


def test_a_constraint_that_fails_shows_no_value(world: World) -> None:
    make = statement("CREATE (:Record {rid: $p.rid})")
    world.run(world.app.store.run_alone(make, {"rid": "r-secret"}))
    with pytest.raises(StoreQueryError) as caught:
        world.run(world.app.store.run_alone(make, {"rid": "r-secret"}))
    assert caught.value.store_code == "Neo.ClientError.Schema.ConstraintValidationFailed"
    assert "secret" not in str(caught.value)


def test_the_drivers_log_shows_no_parameter(world: World) -> None:
    said: list[str] = []
    log, secret = logging.getLogger("neo4j"), "Somchai 0812345678"
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        probe = statement("UNWIND $p.rows AS row RETURN count(row) AS n")
        for run in (world.app.store.read, world.app.store.write_at_once, world.app.store.run_alone):
            world.run(run(probe, {"rows": [{"name": secret}]}))
        world.run(world.app.store.write(lambda tx: tx.run(probe, {"rows": [{"name": secret}]})))
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
    assert sum("RUN" in line and "UNWIND $p.rows" in line for line in said) == 4
    assert not any(secret in line for line in said)


class _Rows(list[dict[str, int]]):
    """A list that tells when it is gone."""


def test_what_was_sent_is_let_go_without_a_look_for_cycles(world: World) -> None:
    """The driver's results hold on to parameters in cycles: a load would keep all its batches until its end."""
    store = world.app.store
    probe = statement("UNWIND $p.rows AS row RETURN count(row) AS n")
    sent = []

    async def send(run: Callable[[Template, Mapping[str, Any]], Awaitable[list[Row]]]) -> None:
        rows = _Rows([{"n": 1}])
        sent.append(weakref.ref(rows))
        assert await run(probe, {"rows": rows}) == [{"n": 1}]

    gc.disable()
    try:
        for run in (store.read, store.write_at_once):
            world.run(send(run))
        world.run(store.write(lambda tx: send(tx.run)))
        assert [reference() for reference in sent] == [None] * 3
    finally:
        gc.enable()


def test_a_write_that_raises_leaves_nothing(world: World) -> None:
    async def work(tx: Transaction) -> None:
        await tx.run(statement("CREATE (:Probe)"), {})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.run(world.app.store.write(work))
    assert world.query("MATCH (n:Probe) RETURN count(n) AS n") == [{"n": 0}]


@pytest.mark.long
def test_a_deadlock_runs_the_work_again(world: World) -> None:
    world.run(world.app.store.run_alone(statement("UNWIND [1, 2] AS i CREATE (:Probe {i: i, n: 0})"), {}))
    tries = 0

    async def both() -> None:
        met = asyncio.Barrier(2)

        async def work(order: list[int], tx: Transaction) -> None:
            nonlocal tries
            tries += 1
            first_time = tries <= 2
            for i in order:
                await tx.run(statement("MATCH (n:Probe {i: $p.i}) SET n.n = n.n + 1"), {"i": i})
                if first_time and i == order[0]:
                    await met.wait()

        await asyncio.gather(
            world.app.store.write(lambda tx: work([1, 2], tx)), world.app.store.write(lambda tx: work([2, 1], tx))
        )

    world.run(both())
    assert tries == 3
    assert world.query("MATCH (n:Probe) RETURN n.n AS n") == [{"n": 2}, {"n": 2}]


def test_a_statement_at_once_that_meets_a_deadlock_runs_again_or_wins(world: World) -> None:
    world.run(world.app.store.run_alone(statement("UNWIND [1, 2] AS i CREATE (:Probe {i: i, n: 0})"), {}))
    add = "MATCH (n:Probe {i: i}) SET n.n = n.n + 1"

    async def both() -> None:
        locked = asyncio.Event()

        async def work(tx: Transaction) -> None:
            await tx.run(statement(f"UNWIND [1] AS i {add}"), {})
            locked.set()
            await asyncio.sleep(0.2)
            await tx.run(statement(f"UNWIND [2] AS i {add}"), {})

        async def at_once() -> None:
            await locked.wait()
            assert await world.app.store.write_at_once(statement(f"UNWIND [2, 1] AS i {add} RETURN i"), {}) == [
                {"i": 2},
                {"i": 1},
            ]

        await asyncio.gather(world.app.store.write(work), at_once())

    world.run(both())
    assert world.query("MATCH (n:Probe) RETURN n.n AS n") == [{"n": 2}, {"n": 2}]


def _said_by_the_server(code: str) -> Neo4jError:
    return Neo4jError._hydrate_neo4j(code=code, message="not written")


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        (_said_by_the_server("Neo.ClientError.Cluster.NotALeader"), 2),
        (_said_by_the_server("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"), 2),
        (SessionExpired("gone"), 2),
        (ServiceUnavailable("gone"), 1),
        (_said_by_the_server("Neo.TransientError.General.MemoryPoolOutOfMemoryError"), 1),
    ],
)
def test_a_statement_at_once_runs_again_where_a_cluster_has_another_leader(
    world: World, monkeypatch: pytest.MonkeyPatch, said: Neo4jError | DriverError, runs: int
) -> None:
    asked = []
    rows = module._rows

    async def fails_at_first(result: Any) -> list[Row]:
        asked.append(await rows(result))
        if len(asked) == 1:
            raise said
        return asked[-1]

    monkeypatch.setattr(module, "_rows", fails_at_first)
    count = statement("MERGE (n:Probe) SET n.n = 1 RETURN n.n AS n")
    if runs == 1:
        with pytest.raises((StoreQueryError, StoreUnavailableError)):
            world.run(world.app.store.write_at_once(count, {}))
    else:
        assert world.run(world.app.store.write_at_once(count, {})) == [{"n": 1}]
    assert len(asked) == runs


@pytest.mark.parametrize(
    ("scheme", "mode"),
    [
        *((scheme, "READ") for scheme in ("bolt", "bolt+s", "bolt+ssc")),
        *((scheme, "WRITE") for scheme in ("neo4j", "neo4j+s", "neo4j+ssc")),
    ],
)
def test_reads_are_told_apart_from_writes_where_nothing_is_routed_by_it(world: World, scheme: str, mode: str) -> None:
    async def reads_as() -> str:
        async with AsyncGraphDatabase.driver(f"{scheme}://127.0.0.1:1", auth=("a", "b")) as driver:
            return Store(driver, "neo4j")._reads_as

    assert world.run(reads_as()) == mode


def test_a_read_of_a_cluster_is_answered_by_who_writes(
    world: World, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another member may be behind: here the one that only reads does not answer at all."""
    fetch: Callable[..., Awaitable[Any]] = AsyncRoutedBoltPool.fetch_routing_table

    async def with_a_member_that_is_away(self: AsyncRoutedBoltPool, **given: Any) -> Any:
        table = await fetch(self, **given)
        table.readers.replace([Address(("127.0.0.1", 1))])
        return table

    monkeypatch.setattr(AsyncRoutedBoltPool, "fetch_routing_table", with_a_member_that_is_away)
    routed = neo4j_lease.uri.replace("bolt://", "neo4j://")

    async def ask() -> list[Row]:
        async with connected(
            uri=routed, username=neo4j_lease.username, password=neo4j_lease.password, database=neo4j_lease.database
        ) as store:
            await store.run_alone(statement("CREATE (:Probe {n: 1})"), {})
            return await store.read(statement("MATCH (n:Probe) RETURN n.n AS n", Access.SCOPED), {})

    assert world.run(ask()) == [{"n": 1}]


def test_a_read_for_a_viewer_ends_in_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "READ_TIMEOUT_SECONDS", 0.3)
    endless = statement("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS n", Access.SCOPED)
    began = time.monotonic()
    with pytest.raises(StoreQueryError, match=r"Terminated|TimedOut|Timeout"):
        world.run(world.app.store.read(endless, {}))
    assert time.monotonic() - began < 9.0  # without the limit it would end hours later


def test_a_write_that_waits_for_a_lock_ends_in_time_and_leaves_nothing(world: World) -> None:
    world.run(world.app.store.run_alone(statement("CREATE (:Probe {n: 0})"), {}))
    touch = statement("MATCH (n:Probe) SET n.n = n.n + 1")

    async def both() -> float:
        locked, done = asyncio.Event(), asyncio.Event()

        async def hold(tx: Transaction) -> None:
            await tx.run(touch, {})
            locked.set()
            await done.wait()

        holder = asyncio.create_task(world.app.store.write(hold))
        await locked.wait()
        began = time.monotonic()
        with pytest.raises(StoreQueryError, match=r"Terminated|TimedOut|Timeout|LockClientStopped"):
            await world.app.store.write(lambda tx: tx.run(touch, {}), timeout_seconds=0.3)
        waited = time.monotonic() - began
        done.set()
        await holder
        return waited

    assert world.run(both()) < 8.0
    assert world.query("MATCH (n:Probe) RETURN n.n AS n") == [{"n": 1}]


def test_a_read_never_writes(world: World) -> None:
    with pytest.raises(StoreQueryError, match="AccessMode"):
        world.run(world.app.store.read(statement("CREATE (:Probe)"), {}))
    assert world.query("MATCH (n:Probe) RETURN count(n) AS n") == [{"n": 0}]


def test_rows_named_rows_are_the_list_itself(world: World) -> None:
    assert world.query("RETURN [{n: 1}, {n: 2}] AS rows") == [{"n": 1}, {"n": 2}]
    assert world.query("UNWIND [] AS x RETURN x AS rows") == []
    assert world.query("UNWIND [1, 2] AS x RETURN x AS value") == [{"value": 1}, {"value": 2}]


async def connect(lease: StoreLease, *, password: str | None = None, database: str | None = None) -> None:
    """Connect with something else than the lease says, and close."""
    async with connected(
        uri=lease.uri,
        username=lease.username,
        password=password or lease.password,
        database=database or lease.database,
    ):
        pass


def test_a_wrong_password_names_the_variables_to_look_at_and_no_password(world: World, neo4j_lease: StoreLease) -> None:
    with pytest.raises(StoreLoginError) as caught:
        world.run(connect(neo4j_lease, password="hunter2"))
    assert str(caught.value) == "the store refuses the login; look at `NEO4J_USERNAME` and `NEO4J_PASSWORD`"
    assert caught.value.code == "STORE_UNAVAILABLE"


@pytest.mark.parametrize("database", ["nosuch", "system", "SYSTEM"])
def test_a_database_that_holds_no_graph_is_told_by_its_name(
    world: World, neo4j_lease: StoreLease, database: str
) -> None:
    with pytest.raises(NoDatabaseError) as caught:
        world.run(connect(neo4j_lease, database=database))
    expected = f"there is no database `{database}` for a graph in the store; look at `NEO4J_DATABASE`"
    assert str(caught.value) == expected
    assert caught.value.code == "STORE_UNAVAILABLE"


def test_a_closed_port_is_unavailable(world: World) -> None:
    async def closed_port() -> Store:
        return await Store.connect(uri="bolt://127.0.0.1:1", username="a", password="b", database="neo4j")

    with pytest.raises(StoreUnavailableError, match="the store does not answer"):
        world.run(closed_port())


def test_a_database_that_may_only_be_read_is_told_as_such() -> None:
    code = "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase"
    said = Neo4jError._hydrate_neo4j(code=code, message="may not write Somchai")
    with pytest.raises(StoreUnavailableError) as caught, Translated("advance_store_mark"):
        raise said
    assert str(caught.value).startswith("the store's database may only be read; look at")
    assert (caught.value.code, caught.value.reason) == ("STORE_UNAVAILABLE", "its database may only be read")
    assert "Somchai" not in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        "Neo.DatabaseError.Transaction.TransactionLogError",  # the disk is full
        "Neo.DatabaseError.Transaction.TransactionStartFailed",  # and what comes after it
        "Neo.TransientError.General.DatabaseUnavailable",
        "Neo.ClientError.Cluster.NotALeader",  # another server of the cluster writes
    ],
)
def test_a_database_that_cannot_write_is_unavailable_and_no_failed_statement(code: str) -> None:
    said = Neo4jError._hydrate_neo4j(code=code, message="could not write Somchai")
    with pytest.raises(StoreUnavailableError) as caught, Translated("write"):
        raise said
    assert (str(caught.value), caught.value.code) == (f"the store does not answer (`{code}`)", "STORE_UNAVAILABLE")
