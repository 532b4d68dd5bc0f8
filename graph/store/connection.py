"""Where statements meet the Neo4j driver: sessions, transactions, and errors translated once."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncNeo4jDriver,
    AsyncResult,
    AsyncTransaction,
    Query,
    unit_of_work,
)
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import (
    DatabaseDownError,
    GraphError,
    NoDatabaseError,
    StoreFullError,
    StoreQueryError,
    StoreReadOnlyError,
    StoreSilentError,
    StoreUnavailableError,
)
from graph.store.cypher import Access, Template, sent, template
from graph.store.refusals import refusal
from graph.store.schema_version import USER_AGENT
from graph.store.server.database_state import SHOW_DATABASES, SYSTEM_DATABASE, DatabaseState, state_told
from graph.store.server.disk_room import LEAST_BYTES, LEAST_BYTES_TO_WRITE, has_room
from graph.store.turns import Turns, reader

READ_TIMEOUT_SECONDS = 10.0
ACT_TIMEOUT_SECONDS = 10.0
BATCH_TIMEOUT_SECONDS = 120.0
# How much longer than the server's own limit an answer is waited for: a server that hangs ends nothing by its limit.
# Much for a batch, which a busy machine may be long in taking in; little where a person waits.
VIEWER_MARGIN_SECONDS = 10.0
BATCH_MARGIN_SECONDS = 60.0
# The driver runs a transaction again for so long after it first failed in passing.
_RETRY_SECONDS = 8.0
# By the driver's own a connection is waited for 30 s, a place in the pool 60 s, and an idle one is kept for an hour.
CONNECTION_SECONDS = 10.0
ACQUISITION_SECONDS = 30.0
# Shorter than firewalls and balancers keep an idle connection in mind, 240 s and more; whoever took one that they
# dropped would wait until the limit. Not the driver's look at an idle connection: one that is cancelled while it looks
# keeps its place in the pool for ever (neo4j 6.4).
LIFETIME_SECONDS = 200.0
POOL_SIZE = 100
# Of these connections so many at once answer viewers, by turns of their agencies: some are always left to the workers,
# to changes, and to what is read of a viewer before each answer.
MOST_READERS = 80
# Each makes what several statements lacked; a transaction has a handful of those.
_PREPARATIONS = 20
_PAUSES_SECONDS = (0.01, 0.1, 1.0)
# How long a database may take to come up behind a server that answers, as after kill -9.
STARTING_SECONDS = 180.0
_LOOK_SECONDS = 1.0
_NOT_LEADER = "Neo.ClientError.Cluster.NotALeader"
_READ_ONLY = "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"
# The database is stopped, or still starts.
_NOT_STARTED = frozenset(
    {
        "Neo.TransientError.General.DatabaseUnavailable",
        "Neo.TransientError.Database.DatabaseUnavailable",
        "Neo.DatabaseError.Database.UnableToStartDatabase",
        "Neo.DatabaseError.Transaction.TransactionStartFailed",
    }
)
# Or it cannot write its log, as on a full disk: after that it refuses every transaction. Or another server of the
# cluster is the one that writes.
_CANNOT_SERVE = _NOT_STARTED | {
    "Neo.DatabaseError.Transaction.TransactionLogError",
    "Neo.DatabaseError.Transaction.TransactionCommitFailed",
    _NOT_LEADER,
    _READ_ONLY,
}
_MAY_ONLY_BE_READ = "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase"  # by the server's settings
_DEADLOCK = "Neo.TransientError.Transaction.DeadlockDetected"
# What the driver repeats a transaction after; not a refusal of memory, which does not pass within a second. A session
# expires where the connection to a cluster breaks.
_WORTH_REPEATING = frozenset({_DEADLOCK, _NOT_LEADER, _READ_ONLY, "SessionExpired"})

_ANSWERS = template("store_answers", Access.SYSTEM, "RETURN 1 AS one")
# Neo4j gives each database a number of its own when it is made, and it keeps that wherever it is moved.
_IDENTITY = template("store_identity", Access.SYSTEM, "CALL db.info() YIELD id RETURN id")

# The driver logs what it retries with the server's own words, which can hold stored values: they are told by our
# errors.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
logging.getLogger("neo4j").propagate = False

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
    """A transaction needs what has to be made in one of its own first. `Store.write` undoes it and runs it again then.

    Made within, it would need a second connection, which it may wait for while all others wait for its locks.
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
        self._reads_as = _reads_as(driver)
        self._readers = Turns(at_once=MOST_READERS)
        self._reached_by: tuple[str, str, str] | None = None

    @classmethod
    async def connect(
        cls, *, uri: str, username: str, password: str, database: str, folder: Path | None = None
    ) -> Self:
        """Connect and prove that the database answers, waiting while it starts.

        Args:
            uri: where the server listens.
            username: who logs in.
            password: by what.
            database: the name of the database.
            folder: of an embedded store, on whose disk room is looked for before each write.

        Raises:
            StoreUnavailableError: no server answers at the address.
            StoreTlsError: one does, and it does not come to a connection because of TLS.
            StoreLoginError: it refuses the login.
            StorePasswordError: it wants another password first.
            NoDatabaseError: it has no such database.
            DatabaseDownError: the database has failed.
        """
        if database.casefold() == SYSTEM_DATABASE:
            raise NoDatabaseError(database)
        driver = _driver(uri, username, password)
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
                if exc.code not in _NOT_STARTED or time.monotonic() > deadline:
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
        """Return what tells this database from every other one.

        Raises:
            StoreQueryError: the statement failed or ran into its time limit.
            StoreUnavailableError: the server does not answer.
        """
        [row] = await self.read(_IDENTITY, {})
        return str(row["id"])

    async def follow(self, *, uri: str, username: str, password: str, identity: str) -> bool:
        """Reach the same database at the address and by the login that it has now; where they are as before, stay.

        Args:
            uri: where it listens now.
            username: who logs in.
            password: by what.
            identity: what `identity` said of it before.

        Returns:
            Whether it is the same database. Another one is not taken up: what this process knows is not of it.

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

        A managed transaction would retry a memory refusal for seconds and costs a round trip more. The template's
        access decides its time limit, how many run at once and nothing else: what it may show is held by its text.

        Args:
            statement: what to ask.
            parameters: what its text names.
            timeout_seconds: another time limit.

        Raises:
            StoreQueryError: the statement failed or ran into its time limit.
            StoreUnavailableError: the server does not answer, or has not for longer than its time limit.
        """
        # A viewer waits for seconds at most; the resolver's batches may take longer on a busy machine.
        limit = timeout_seconds or (
            READ_TIMEOUT_SECONDS if statement.access is Access.SCOPED else BATCH_TIMEOUT_SECONDS
        )
        query = Query(statement.text, timeout=limit)
        with _Translated(statement.name), _Unspoken(sent(statement.text, parameters)) as given:
            async with (
                heard_within(_patience(limit)),
                self._readers.turn(reader()) if statement.access is Access.SCOPED else nullcontext(),
                self._driver.session(database=self._database, default_access_mode=self._reads_as) as session,
            ):
                return await _rows(await session.run(query, {"p": given}))

    async def write(
        self, work: Callable[[Transaction], Awaitable[T]], *, timeout_seconds: float = BATCH_TIMEOUT_SECONDS
    ) -> T:
        """Run `work` in one transaction; after a deadlock or a lost connection it runs again, so it must be idempotent.

        It also does where it raises `NotPreparedError`, once that was made.

        Args:
            work: what to do; it is given the transaction.
            timeout_seconds: after so long the store ends the transaction and undoes it, also one that waits for a lock:
                nobody waits for a writer that hangs. `ACT_TIMEOUT_SECONDS` where a person waits.

        Raises:
            StoreQueryError: a statement failed, or the transaction ran into its time limit.
            StoreFullError: the disk of the embedded store has next to no room left; nothing was written.
            StoreUnavailableError: the server does not answer. Where the connection broke during the commit, or the
                server fell silent (`StoreSilentError`), it may have been written or not, or be written yet: writing the
                same again tells.
        """
        for _ in range(_PREPARATIONS):
            try:
                return await self._write_in_one(work, timeout_seconds)
            except NotPreparedError as exc:
                # It is undone and has given its connection back.
                await exc.prepare()
        return await self._write_in_one(work, timeout_seconds)

    def _check_room(self, least_bytes: int = LEAST_BYTES_TO_WRITE) -> None:
        # A disk that is not ours to look at is somebody else's to watch.
        if self._folder is not None and not has_room(self._folder, least_bytes):
            raise StoreFullError(str(self._folder))

    async def _write_in_one(self, work: Callable[[Transaction], Awaitable[T]], timeout_seconds: float) -> T:
        self._check_room()

        @unit_of_work(timeout=timeout_seconds)
        async def once(inner: AsyncManagedTransaction) -> T:
            return await work(Transaction(inner))

        with _Translated("write"):
            async with (
                heard_within(_patience(timeout_seconds) + _RETRY_SECONDS, writes=True),
                self._driver.session(database=self._database) as session,
            ):
                return await session.execute_write(once)

    async def write_at_once(
        self, statement: Template, parameters: Mapping[str, Any], *, is_mark: bool = False
    ) -> list[Row]:
        """Run one statement as a transaction of its own, in one round trip; return its rows.

        On a deadlock it runs again, and where a cluster has another leader or the connection to one was lost: it may
        have been written then, so it must be idempotent.

        Args:
            statement: what to run.
            parameters: what its text names.
            is_mark: it writes a few bytes without which nothing is answered: also where there is room for no more.

        Raises:
            StoreQueryError: the statement failed, or ran into its time limit; nothing was written.
            StoreFullError: the disk of the embedded store has next to no room left; nothing was written.
            StoreUnavailableError: the server does not answer. Where it fell silent (`StoreSilentError`), it may have
                been written or not, or be written yet.
        """
        for pause in _PAUSES_SECONDS:
            try:
                return await self._write_once(statement, parameters, is_mark=is_mark)
            except (StoreQueryError, StoreUnavailableError) as exc:
                reason = exc.store_code if isinstance(exc, StoreQueryError) else exc.reason
                if reason not in _WORTH_REPEATING:
                    raise
            await asyncio.sleep(pause)
        return await self._write_once(statement, parameters, is_mark=is_mark)

    async def _write_once(self, statement: Template, parameters: Mapping[str, Any], *, is_mark: bool) -> list[Row]:
        self._check_room(LEAST_BYTES if is_mark else LEAST_BYTES_TO_WRITE)
        query = Query(statement.text, timeout=BATCH_TIMEOUT_SECONDS)
        with _Translated(statement.name), _Unspoken(parameters) as given:
            async with (
                heard_within(_patience(BATCH_TIMEOUT_SECONDS), writes=True),
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

        It may take hours, as the making of an index does. A server that works gives signs of life all the while, and
        the driver gives up one that gives none, by default for 120 s (`server.bolt.connection_keep_alive`).
        """
        with _Translated(statement.name), _Unspoken(sent(statement.text, parameters)) as given:
            async with self._driver.session(database=self._database) as session:
                result = await session.run(statement.text, {"p": given})
                await result.consume()


@asynccontextmanager
async def heard_within(seconds: float, *, writes: bool = False) -> AsyncIterator[None]:
    """Give up what the server has not answered after a time.

    A session within closes its connection where it is cancelled: the server then undoes what it has not committed, and
    the connection's place in the pool is free.

    Args:
        seconds: the time.
        writes: whether something was to be written, of which nobody knows then.

    Raises:
        StoreSilentError: the time was up.
    """
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError as exc:
        if not limit.expired():
            raise
        raise StoreSilentError(seconds, writes=writes) from exc


def _driver(uri: str, username: str, password: str) -> AsyncDriver:
    return AsyncGraphDatabase.driver(
        uri,
        auth=(username, password),
        user_agent=USER_AGENT,
        max_connection_pool_size=POOL_SIZE,
        connection_timeout=CONNECTION_SECONDS,
        connection_acquisition_timeout=ACQUISITION_SECONDS,
        max_connection_lifetime=LIFETIME_SECONDS,
        max_transaction_retry_time=_RETRY_SECONDS,
        notifications_min_severity="OFF",
    )


def _patience(limit_seconds: float) -> float:
    """Return for how long an answer is waited for that the server ends by a limit of its own."""
    is_awaited = limit_seconds <= max(READ_TIMEOUT_SECONDS, ACT_TIMEOUT_SECONDS)
    return limit_seconds + (VIEWER_MARGIN_SECONDS if is_awaited else BATCH_MARGIN_SECONDS)


def _reads_as(driver: AsyncDriver) -> str:
    """Return the access mode in which reads are asked.

    A driver that routes would send a read to any member of a cluster. One that is behind does not know yet what was
    closed, whoever closed it: reads go where writes go. A single server is told that it is a read, and then refuses to
    write.
    """
    return WRITE_ACCESS if isinstance(driver, AsyncNeo4jDriver) else READ_ACCESS


async def _rows(result: AsyncResult) -> list[Row]:
    """Return the rows of a result: maps, lists and scalars, never nodes.

    A statement with many rows returns them as one list named `rows`: a record of its own costs the driver some 10 us a
    row.
    """
    keys = result.keys()
    found = [dict(zip(keys, record.values(), strict=True)) async for record in result]
    if list(keys) == ["rows"]:
        return found[0]["rows"] if found else []
    return found


class _Translated:
    """Translates the driver's errors at the seam. Its messages can hold stored values, so they are not carried over."""

    def __init__(self, statement: str) -> None:
        self._statement = statement

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, exc: BaseException | None, trace: object) -> None:
        if isinstance(exc, Neo4jError):
            raise self._told(exc.code or "unknown") from exc
        if isinstance(exc, DriverError):
            raise StoreUnavailableError(type(exc).__name__) from exc

    def _told(self, code: str) -> GraphError:
        if code == _MAY_ONLY_BE_READ:
            return StoreReadOnlyError()
        return StoreUnavailableError(code) if code in _CANNOT_SERVE else StoreQueryError(self._statement, code)


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
