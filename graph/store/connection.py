"""Where statements meet the Neo4j driver: what connects to a database, and the reads and writes that go through it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    AsyncDriver,
    AsyncManagedTransaction,
    AsyncResult,
    AsyncTransaction,
    Query,
    unit_of_work,
)
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import (
    DatabaseDownError,
    NoDatabaseError,
    StoreFullError,
    StoreQueryError,
    StoreUnavailableError,
)
from graph.store.cypher import Access, Template, sent, template
from graph.store.driver import RETRY_SECONDS, make_driver, reads_as
from graph.store.driver_errors import NOT_STARTED, Translated, is_worth_repeating
from graph.store.patience import BATCH_TIMEOUT_SECONDS, heard_within, patience, read_limit_seconds
from graph.store.refusals import refusal
from graph.store.server.database_state import SHOW_DATABASES, SYSTEM_DATABASE, DatabaseState, state_told
from graph.store.server.disk_room import LEAST_BYTES, LEAST_BYTES_TO_WRITE, has_room
from graph.store.turns import Turns, reader

# How many of the pool's connections may answer viewers at once, by turns of their agencies: the others are left to the
# workers, to changes, and to what is read about a viewer before each answer.
MOST_READERS = 80
# How often a transaction is run again after what it lacked was made; one lacks a handful of things at most.
_PREPARATIONS = 20
_PAUSES_SECONDS = (0.01, 0.1, 1.0)
# How long a database may take to come up behind a server that answers, as after kill -9.
STARTING_SECONDS = 180.0
_LOOK_SECONDS = 1.0
_ANSWERS = template("store_answers", Access.SYSTEM, "RETURN 1 AS one")
# Neo4j gives each database a number of its own when it is made, and it keeps that wherever it is moved.
_IDENTITY = template("store_identity", Access.SYSTEM, "CALL db.info() YIELD id RETURN id")

Row = dict[str, Any]
T = TypeVar("T")


class _Unspoken(dict[str, Any]):
    """Parameters of which a log shows nothing, and nothing is left once the rows are there.

    The driver writes out the parameters of every statement for its log, also where nobody listens: values would stand
    there, and for a batch it takes longer than packing them. Its results hold on to them in a cycle, so that those of
    all batches would stay in memory until the next look for cycles.
    """

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def __repr__(self) -> str:
        return "{...}"


class NotPreparedError(Exception):
    """A transaction lacks something that another transaction has to make first.

    `Store.write` then undoes it, has that made, and runs it again. Were it made while the first transaction is open, a
    second connection would be needed, and the first could wait for one while all others wait for its locks.
    """

    def __init__(self, prepare: Callable[[], Awaitable[object]]) -> None:
        super().__init__("something has to be made before this transaction")
        self.prepare = prepare


class Transaction:
    """One write transaction: runs templates, all or nothing."""

    def __init__(self, inner: AsyncManagedTransaction | AsyncTransaction) -> None:
        self._inner = inner

    async def run(self, statement: Template, parameters: Mapping[str, Any]) -> list[Row]:
        """Run a template and return its rows."""
        with _Unspoken(sent(statement.text, parameters)) as given:
            return await _rows(await self._inner.run(statement.text, {"p": given}))


class Store:
    """A connection to Neo4j. Holds a pool; safe for concurrent tasks of one event loop."""

    def __init__(self, driver: AsyncDriver, database: str, *, folder: Path | None = None) -> None:
        self._driver = driver
        self._folder = folder
        self._database = database
        self._reads_as = reads_as(driver)
        self._readers = Turns(at_once=MOST_READERS)
        self._reached_by: tuple[str, str, str] | None = None

    @classmethod
    async def connect(
        cls, *, uri: str, username: str, password: str, database: str, folder: Path | None = None
    ) -> Self:
        """Connect and prove that the database answers, waiting while it starts.

        Args:
            uri: where the server listens.
            username: the login's name.
            password: the login's password.
            database: the name of the database.
            folder: the data folder of an embedded store; room on its disk is looked for before each write.

        Raises:
            StoreUnavailableError: no server answers at the address.
            StoreTlsError: a server answers, and TLS keeps the connection from being made.
            StoreLoginError: the server refuses the login.
            StorePasswordError: the server wants the password to be changed first.
            NoDatabaseError: the server has no such database.
            DatabaseDownError: the database has failed.
        """
        if database.casefold() == SYSTEM_DATABASE:
            raise NoDatabaseError(database)
        driver = make_driver(uri, username, password)
        store = cls(driver, database, folder=folder)
        store._reached_by = (uri, username, password)
        try:
            await store._await_answer()
        except (Neo4jError, DriverError) as exc:
            await driver.close()
            raise refusal(exc, uri=uri, database=database) from exc
        except BaseException:
            # Cancelled, or a fault of ours: nobody gets the store, so nobody else would close its connections.
            await driver.close()
            raise
        return store

    async def _await_answer(self) -> None:
        """Return once the database answers; raise the driver's error where it does not, or `DatabaseDownError`."""
        deadline = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                # The driver's own look at a server asks none of its databases.
                async with self._driver.session(database=self._database, default_access_mode=self._reads_as) as session:
                    await _rows(await session.run(_ANSWERS.text))
                    return
            except Neo4jError as exc:
                if exc.code not in NOT_STARTED or time.monotonic() > deadline:
                    raise
                if not await self._is_starting():
                    raise
            await asyncio.sleep(_LOOK_SECONDS)

    async def _is_starting(self) -> bool:
        try:
            async with self._driver.session(database=SYSTEM_DATABASE, default_access_mode=READ_ACCESS) as session:
                rows = await _rows(await session.run(SHOW_DATABASES))
        except (Neo4jError, DriverError):  # as where the login may not ask
            return False
        state, reason = state_told(rows, self._database)
        if state is DatabaseState.FAILED:
            raise DatabaseDownError(self._database, reason)
        return state is DatabaseState.STARTING

    async def close(self) -> None:
        """Close the pool."""
        await self._driver.close()

    async def identity(self) -> str:
        """Return the id that this database has and no other.

        Raises:
            StoreQueryError: the statement failed or ran into its time limit.
            StoreUnavailableError: the server does not answer.
        """
        [row] = await self.read(_IDENTITY, {})
        return str(row["id"])

    async def follow(self, *, uri: str, username: str, password: str, identity: str) -> bool:
        """Connect to the same database at a new address or with a new login; stay connected if both are as before.

        Args:
            uri: where the server listens now.
            username: the login's name.
            password: the login's password.
            identity: the database's id, as `identity` returned it before.

        Returns:
            Whether it is the same database. A different one is not connected to: what this process remembers would be
            wrong of it.

        Raises:
            StoreQueryError: the statement failed or ran into its time limit.
            StoreUnavailableError: no server answers there, or it refuses the login.
        """
        if self._reached_by == (uri, username, password):
            return await self.identity() == identity
        moved = await type(self).connect(uri=uri, username=username, password=password, database=self._database)
        try:
            if await moved.identity() != identity:
                return False
            self._driver, moved._driver = moved._driver, self._driver
            self._reads_as = moved._reads_as
            self._reached_by = moved._reached_by
        finally:
            await moved.close()
        return True

    async def read(
        self, statement: Template, parameters: Mapping[str, Any], *, timeout_seconds: float | None = None
    ) -> list[Row]:
        """Run a read in an auto-commit transaction and return its rows.

        A managed transaction would repeat a statement that was refused memory for seconds, and costs one round trip
        more. The template's access decides the time limit and how many run at once; what the statement may show is
        decided by its text alone.

        Args:
            statement: what to ask.
            parameters: the values that the statement names.
            timeout_seconds: a time limit other than that of the statement's access.

        Raises:
            StoreQueryError: the statement failed or ran into its time limit.
            StoreUnavailableError: the server does not answer, or was silent for longer than the time limit.
        """
        limit = timeout_seconds or read_limit_seconds(statement.access)
        query = Query(statement.text, timeout=limit)
        with Translated(statement.name), _Unspoken(sent(statement.text, parameters)) as given:
            async with (
                heard_within(patience(limit)),
                self._readers.turn(reader()) if statement.access is Access.SCOPED else nullcontext(),
                self._driver.session(database=self._database, default_access_mode=self._reads_as) as session,
            ):
                return await _rows(await session.run(query, {"p": given}))

    async def write(
        self, work: Callable[[Transaction], Awaitable[T]], *, timeout_seconds: float = BATCH_TIMEOUT_SECONDS
    ) -> T:
        """Run `work` in one transaction; after a deadlock or a lost connection it runs again, so it must be idempotent.

        It also runs again after a `NotPreparedError`, when what was lacking has been made.

        Args:
            work: what to do; it is given the transaction.
            timeout_seconds: when the server ends the transaction and undoes it, even while it waits for a lock, so that
                nobody waits for a writer that hangs. `ACT_TIMEOUT_SECONDS` where a person waits.

        Raises:
            StoreQueryError: a statement failed, or the transaction ran into its time limit.
            StoreFullError: the disk of the embedded store has next to no room left; nothing was written.
            StoreUnavailableError: the server does not answer. If the connection broke during the commit, or the server
                fell silent (`StoreSilentError`), nobody knows whether it was written or will be: write the same again.
        """
        for _ in range(_PREPARATIONS):
            try:
                return await self._write_in_one(work, timeout_seconds)
            except NotPreparedError as exc:
                # It is undone and has given its connection back.
                await exc.prepare()
        return await self._write_in_one(work, timeout_seconds)

    def _check_room(self, least_bytes: int = LEAST_BYTES_TO_WRITE) -> None:
        # An external store's disk is watched by whoever runs that store.
        if self._folder is not None and not has_room(self._folder, least_bytes):
            raise StoreFullError(str(self._folder))

    async def _write_in_one(self, work: Callable[[Transaction], Awaitable[T]], timeout_seconds: float) -> T:
        self._check_room()

        @unit_of_work(timeout=timeout_seconds)
        async def once(inner: AsyncManagedTransaction) -> T:
            return await work(Transaction(inner))

        with Translated("write"):
            async with (
                heard_within(patience(timeout_seconds) + RETRY_SECONDS, writes=True),
                self._driver.session(database=self._database) as session,
            ):
                return await session.execute_write(once)

    async def write_at_once(
        self, statement: Template, parameters: Mapping[str, Any], *, is_mark: bool = False
    ) -> list[Row]:
        """Run one statement as a transaction of its own, in one round trip; return its rows.

        It runs again after a deadlock, and when a cluster has changed its leader or the connection to it was lost. The
        first attempt may have been written then, so the statement must be idempotent.

        Args:
            statement: what to run.
            parameters: the values that the statement names.
            is_mark: it writes a few bytes without which nothing can be answered, so it runs on a nearly full disk too.

        Raises:
            StoreQueryError: the statement failed, or ran into its time limit; nothing was written.
            StoreFullError: the disk of the embedded store has next to no room left; nothing was written.
            StoreUnavailableError: the server does not answer. If it fell silent (`StoreSilentError`), nobody knows
                whether it was written or will be.
        """
        for pause in _PAUSES_SECONDS:
            try:
                return await self._write_once(statement, parameters, is_mark=is_mark)
            except (StoreQueryError, StoreUnavailableError) as exc:
                if not is_worth_repeating(exc):
                    raise
            await asyncio.sleep(pause)
        return await self._write_once(statement, parameters, is_mark=is_mark)

    async def _write_once(self, statement: Template, parameters: Mapping[str, Any], *, is_mark: bool) -> list[Row]:
        self._check_room(LEAST_BYTES if is_mark else LEAST_BYTES_TO_WRITE)
        query = Query(statement.text, timeout=BATCH_TIMEOUT_SECONDS)
        with Translated(statement.name), _Unspoken(parameters) as given:
            async with (
                heard_within(patience(BATCH_TIMEOUT_SECONDS), writes=True),
                self._driver.session(database=self._database) as session,
            ):
                return await _rows(await session.run(query, {"p": given}))

    async def plan(self, statement: Template) -> None:
        """Have the server plan a statement and keep the plan for whoever runs it next; nothing is read or written.

        Raises:
            StoreQueryError: the server cannot plan it.
            StoreUnavailableError: the server does not answer.
        """
        await self.run_alone(replace(statement, text=f"EXPLAIN {statement.text}"), {})

    async def run_alone(self, statement: Template, parameters: Mapping[str, Any]) -> None:
        """Run a statement that must stand in a transaction of its own, such as a schema change.

        It has no time limit, since making an index can take hours. A server at work sends signs of life all the while,
        and the driver gives up a server that sends none, by default for 120 s (`server.bolt.connection_keep_alive`).
        """
        with Translated(statement.name), _Unspoken(sent(statement.text, parameters)) as given:
            async with self._driver.session(database=self._database) as session:
                result = await session.run(statement.text, {"p": given})
                await result.consume()


async def _rows(result: AsyncResult) -> list[Row]:
    """Return the rows of a result: maps, lists and scalars, never nodes.

    A statement with many rows returns them as one list named `rows`, since each record of a result costs the driver
    some 10 us.
    """
    keys = result.keys()
    found = [dict(zip(keys, record.values(), strict=True)) async for record in result]
    if list(keys) == ["rows"]:
        return found[0]["rows"] if found else []
    return found


@asynccontextmanager
async def connected(
    *, uri: str, username: str, password: str, database: str, folder: Path | None = None
) -> AsyncIterator[Store]:
    """Yield a connected store and close it."""
    store = await Store.connect(uri=uri, username=username, password=password, database=database, folder=folder)
    try:
        yield store
    finally:
        await store.close()
