"""A small world for tests: file records by hand, resolve, and look through the eyes of a viewer. All real parts."""

import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, LiteralString, TypeVar

from neo4j import Driver, GraphDatabase

from api.authentication import issue_development_token
from api.bootstrap import Application, application_on
from api.keys import load_development_key
from api.settings import Settings
from graph import IdMinter, ReadScope, RecordId, SystemScope
from graph.store import Access, StoreLease, Template
from graph.store.schema.migrations import MIGRATIONS
from ingest import SubmissionResult, SubmittedItem, SubmittedLink, SubmittedRecord, submit
from policies import ViewerContext

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, T]], T]
DATASET = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A wired application and short ways to use it. Methods are synchronous: `run` drives the test's loop."""

    app: Application
    run: Callable[[Coroutine[Any, Any, Any]], Any]

    def file(
        self,
        originator: str,
        *items: SubmittedItem,
        profile: str = "law-enforcement",
        country: str | None = None,
        settle: bool = True,
    ) -> list[RecordId]:
        """File records and links as an agency, resolve, and return the ids in order; every item must be taken."""
        result = self.submit(originator, items, profile=profile, country=country)
        assert all(not o.problems for o in result.outcomes), result.outcomes
        if settle:
            self.settle()
        return [RecordId(str(o.id)) for o in result.outcomes]

    def submit(
        self, originator: str, items: Sequence[SubmittedItem], *, profile: str, country: str | None = None
    ) -> SubmissionResult:
        """Submit items and return what became of them."""
        result: SubmissionResult = self.run(
            submit(
                items,
                originator=originator,
                dataset=DATASET,
                known_profiles=self.app.bundle.registers.profiles,
                writer=self.app.writer,
                minter=self.app.minter,
                profile=profile,
                country=country,
                ontology=self.app.ontology,
            )
        )
        return result

    @contextmanager
    def suspended(self, agency: str, subject: str | None) -> Iterator[None]:
        """Have the operator suspend a person meanwhile, or with `None` a whole agency."""
        office, reason = self.app.suspensions, "lost token"
        self.run(office.suspend(None, agency, subject, reason=reason))
        try:
            yield
        finally:
            self.run(office.reinstate(None, agency, subject, reason=reason))

    def settle(self) -> None:
        """Resolve what waits and make the notices."""
        self.run(self.app.settle())

    def id(self, originator: str, reference: str) -> RecordId:
        """Return the id of a record by its originator's reference."""
        return self.app.minter.record_id(originator, DATASET, reference)

    def scope(self, agency: str, role: str = "analyst", purpose: str = "investigation") -> ReadScope:
        """Return what such a viewer may see now."""
        found: ReadScope = self.run(self.app.scope_for(viewer(agency, role, purpose)))
        return found

    def system(self) -> SystemScope:
        """Return a scope over everything, as the resolver has it."""
        compartments = self.run(self.app.registry.refresh())
        return SystemScope.over(c.id for c in compartments)

    def token(
        self,
        agency: str,
        role: str = "analyst",
        purpose: str = "investigation",
        *,
        ttl: int = 600,
        case_ref: str = "T-1",
    ) -> str:
        """Return a bearer token for such a viewer."""
        key = load_development_key(self.app.settings.keys, self.app.settings.jwks)
        who = replace(viewer(agency, role, purpose), case_ref=case_ref)
        return issue_development_token(self.app.settings, key, who, ttl_seconds=ttl)

    def collect(self, pages: AsyncIterator[list[T]]) -> list[T]:
        """Return all items of what comes some at a time."""

        async def work() -> list[T]:
            return [item async for page in pages for item in page]

        found: list[T] = self.run(work())
        return found

    def query(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Look into the store behind the product's back."""
        statement = Template(name="test", access=Access.SYSTEM, text=text)
        found: list[dict[str, Any]] = self.run(self.app.store.read(statement, parameters or {}))
        return found


def viewer(agency: str, role: str = "analyst", purpose: str = "investigation") -> ViewerContext:
    """Return a viewer context with a case; several roles are joined by `+`."""
    return ViewerContext(
        agency=agency, subject=f"{role} of {agency}", roles=frozenset(role.split("+")), purpose=purpose, case_ref="T-1"
    )


def record(
    kind: str, reference: str, *, role: str | None = "none", profile: str | None = None, **values: Any
) -> SubmittedRecord:
    """Return a record to file; a property takes one text or a list of texts."""
    properties = {name: [v] if isinstance(v, str) else list(v) for name, v in values.items()}
    return SubmittedRecord(kind=kind, reference=reference, properties=properties, subject_role=role, profile=profile)


def link(kind: str, source: str, target: str) -> SubmittedLink:
    """Return a link between two references."""
    return SubmittedLink(type=kind, source_reference=source, target_reference=target)


def settings_in(folder: Path) -> Settings:
    """Return settings with all folders below one."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("BENANG_", "NEO4J_"))}
    return Settings.from_env({**environ, "BENANG_HOME": str(folder)})


@asynccontextmanager
async def open_world(lease: StoreLease, folder: Path, run: Run[Any]) -> AsyncIterator[World]:
    """Empty the store and yield a world on it."""
    empty_store(lease)
    async with application_on(settings_in(folder), lease) as app:
        yield World(app=app, run=run)


def empty_store(lease: StoreLease) -> None:
    """Leave the store as the migrations made it: another test's keys and records are not this one's."""
    # One connection for all tests: to make one takes the server as long as six statements.
    if lease.uri not in _EMPTIED_BY:
        # Looked at each time: a test may end all connections of the server.
        _EMPTIED_BY[lease.uri] = GraphDatabase.driver(
            lease.uri, auth=(lease.username, lease.password), user_agent="tests", liveness_check_timeout=0
        )
    with _EMPTIED_BY[lease.uri].session(database=lease.database) as session:
        for statement in _EMPTYING:
            session.run(statement, newest=MIGRATIONS[-1].number).consume()


def close_emptying(lease: StoreLease) -> None:
    """Close the connection that emptied a store."""
    if lease.uri in _EMPTIED_BY:
        _EMPTIED_BY.pop(lease.uri).close()


_EMPTIED_BY: dict[str, Driver] = {}

# The schema of a store of this version stays, with its counters at zero: to migrate anew takes longer than most tests.
_EMPTYING: tuple[LiteralString, ...] = (
    "MATCH (n) WHERE NOT (n:Schema OR n:Counter) CALL (n) { DETACH DELETE n } IN TRANSACTIONS",
    "MATCH (n:Schema|Counter) FOREACH (_ IN CASE WHEN n:Counter THEN [1] END | SET n = {name: n.name, n: 0}) "
    "WITH n WHERE n:Schema AND n.version <> $newest DELETE n",
)


def minter() -> IdMinter:
    """Return a minter with a fixed key, for tests that need no application."""
    return IdMinter(deployment_key=b"test" * 8)
