"""A shared store with a small invented case, a second Neo4j to project into, and views of what both hold.

All names and numbers here are invented.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from neo4j import Driver, GraphDatabase

from api.bloom import ProjectionReport, Projector
from api.bootstrap import Application, application_on
from api.settings import Settings
from graph import (
    Evaluation,
    InformationValidity,
    Link,
    OriginatorCode,
    Provenance,
    Record,
    SourceReliability,
    SubjectRole,
)
from graph.store import Store, StoreLease, WriteBatch, connected, run_on_fast_loop
from graph.values import normalise
from ingest.values.property_reader import read_beside
from policies import ViewerContext

T = TypeVar("T")

KH_POLICE = ViewerContext(
    agency="kh-police", subject="dara", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-7"
)
MY_POLICE = ViewerContext(agency="my-police", subject="aina", roles=frozenset({"analyst"}), purpose="investigation")
SG_EXCHANGE = ViewerContext(
    agency="sg-exchange", subject="wei", roles=frozenset({"analyst"}), purpose="financial-intelligence"
)

_NODES = "MATCH (n) WHERE NOT n:BenangProjection RETURN labels(n) AS labels, properties(n) AS properties"
_RELATIONSHIPS = (
    "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS source, b.id AS target, properties(r) AS properties"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What a target holds, in a canonical order."""

    nodes: Sequence[Mapping[str, Any]]
    relationships: Sequence[Mapping[str, Any]]

    @property
    def dump(self) -> bytes:
        """Everything, byte for byte."""
        return json.dumps([self.nodes, self.relationships], sort_keys=True, ensure_ascii=False, default=str).encode()

    def labelled(self, label: str) -> dict[str, dict[str, Any]]:
        """Return the properties of the nodes with a label, by their ids."""
        return {n["properties"]["id"]: n["properties"] for n in self.nodes if label in n["labels"]}

    def typed(self, name: str) -> list[Mapping[str, Any]]:
        """Return the relationships of a type."""
        return [r for r in self.relationships if r["type"] == name]

    def texts(self) -> list[str]:
        """Return every text in every property of every node and relationship."""
        found = []
        for item in (*self.nodes, *self.relationships):
            for value in item["properties"].values():
                found += [str(v) for v in value] if isinstance(value, list) else [str(value)]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Records and links that one agency files under one profile."""

    originator: str
    profile: str
    records: dict[str, Record] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    @property
    def batch(self) -> WriteBatch:
        """All of it."""
        return WriteBatch(records=list(self.records.values()), links=self.links)


class Filing:
    """Makes records and links by hand, as ingest does."""

    def __init__(self, app: Application, originator: str, profile: str) -> None:
        self._app = app
        self.case = Case(originator=originator, profile=profile)

    def record(
        self, reference: str, kind: str, role: SubjectRole = SubjectRole.NONE, /, **given: str | list[str]
    ) -> "Filing":
        """Add a record."""
        schema = self._app.ontology.kind(kind)
        properties = {
            name: tuple(
                found
                if (found := read_beside(value_type, text, country="TH")).value is not None
                else normalise(value_type, text, country="TH")
                for text in (texts if isinstance(texts, list) else [texts])
            )
            for name, texts in given.items()
            for value_type in (schema.property(name).type,)
        }
        self.case.records[reference] = Record(
            id=self._app.minter.record_id(self.case.originator, "cases", reference),
            kind=kind,
            provenance=self._provenance(reference),
            subject_role=role,
            properties=properties,
        )
        return self

    def link(self, name: str, source: str, target: str, **given: str) -> "Filing":
        """Add a link between two of the records."""
        ends = self.case.records[source].id, self.case.records[target].id
        self.case.links.append(
            Link(
                id=self._app.minter.link_id(self.case.originator, "cases", f"{name}|{source}|{target}"),
                type=name,
                source_id=ends[0],
                target_id=ends[1],
                provenance=self._provenance(f"{source}-{target}"),
                **given,
            )
        )
        return self

    def _provenance(self, reference: str) -> Provenance:
        return Provenance(
            originator=OriginatorCode(self.case.originator),
            dataset="cases",
            reference=f"{self.case.originator}/{reference}",
            profile=self.case.profile,
            evaluation=Evaluation(source=SourceReliability.B, information=InformationValidity.TWO),
        )


def visible_case(app: Application) -> list[Case]:
    """Return what kh-police sees: its own, what th-police shares, and the closed shell of what th-fiu shares."""
    return [_of_thai_police(app).case, _of_khmer_police(app).case, _of_thai_fiu(app).case]


def _of_thai_police(app: Application) -> Filing:
    return (
        Filing(app, "th-police", "law-enforcement")
        .record("p1", "Person", SubjectRole.SUSPECT, name=["สมชาย ใจดี", "Somchai Jaidee"], birthDate="1987-03-04",
                nationality="TH", notes="keeps the night shift", sourceDescription="an informant of the tourist police")
        .record("n1", "PhoneNumber", number="081-234-5678", carrier="Invented Mobile")
        .record("s1", "Site", name="Golden Lotus Park", siteType="scam-compound", locality="Mae Ramat",
                coordinates="16.9831, 98.5172", firstSeen="2024")
        .record("s2", "Site", name="Silver Lotus Park", siteType="scam-compound")
        .record("w1", "Wallet", address="0x52908400098527886E0F7030069857D2E4169EE7")
        .record("w2", "Wallet", address="0x8617E340B3D01FA5F11F306F4090FD50E238070D")
        .record("m1", "Measure", measureType="freeze", takenAt="2026-02-03T10:00:00Z", count="3",
                amount=["1,500 THB", "40 USDT"])
        .record("t1", "Payment", reference="T-1", amount="9,800.50 THB", paidAt="2026-06-02T08:30:00+07:00")
        .record("t2", "Payment", reference="T-2", amount="10,000 THB", paidAt="2026-05-02")
        .record("a1", "JobAdvertisement", title="Chat operators wanted, free flight")
        .record("p2", "Person", SubjectRole.SUSPECT, name="Vuthy Keo", birthDate="1990")
        .record("o1", "Organization", name="Golden Lotus Holding")
        .record("a2", "JobAdvertisement", title="Typists for a new city project")
        .record("a3", "JobAdvertisement", title="Translators, visa arranged", workplace="golden lotus park, Mae Ramat")
        .record("a4", "JobAdvertisement", title="Hosts for a casino")
        .link("RELATED_TO", "s1", "o1").link("ADVERTISES", "a2", "o1").link("RECRUITED", "a4", "p1")
        .link("USES", "p1", "n1", since="2026-01-02", note="from the seized handset")
        .link("OWNS", "p1", "w1").link("TRANSFERRED_TO", "w1", "w2")
        .link("TRANSFERRED_TO", "w1", "t1").link("TRANSFERRED_TO", "t1", "w2").link("TRANSFERRED_TO", "w2", "t2")
        .link("MOVED_TO", "s1", "s2")
        .link("HELD_AT", "p1", "s1").link("SUBJECT_OF", "w1", "m1").link("ADVERTISES", "a1", "s1")
        .link("CONTACT_IN", "n1", "a1")
    )  # fmt: skip


def _of_khmer_police(app: Application) -> Filing:
    return (
        Filing(app, "kh-police", "law-enforcement")
        .record("p1", "Person", SubjectRole.SUSPECT, name="Somchai Jaidee", birthDate="1987-03-04",
                nationality="Thailand")
        .record("p2", "Person", SubjectRole.PRESUMED_VICTIM, name="Sokha Chan", notes="came back by the night bus")
        .record("p3", "Person", SubjectRole.SUSPECT, name="Vuthy Keo", birthDate="1990-05-06")
        .record("n1", "PhoneNumber", number="+66 81 234 5678")
        .record("p4", "Person", SubjectRole.SUSPECT, name="សុខ វិចិត្រ", alias="Sok Vichet",
                passportNumber="N01234567", email="vichet@lotus.example")
        .record("n2", "PhoneNumber", number="12")
        .link("USES", "p1", "n1")
    )  # fmt: skip


def _of_thai_fiu(app: Application) -> Filing:
    return (
        Filing(app, "th-fiu", "law-enforcement")
        .record("b1", "BankAccount", number="123-4-56780-9", holderName="Malee Sukjai")
        .record("p1", "Person", SubjectRole.SUSPECT, name="Malee Sukjai", address="7 Invented Road")
        .link("OWNS", "p1", "b1", note="opened with a borrowed card")
    )


def hidden_case(app: Application) -> list[Case]:
    """Return what kh-police does not see: bridges, shared selectors and victims of others."""
    bridge = (
        Filing(app, "th-police", "hit-only")
        .record("x1", "Person", SubjectRole.SUSPECT, name="Somchai Jaidee", alias="Veiled Heron",
                birthDate="1987-03-04", nationality="TH")
        .record("x2", "PhoneNumber", number="081-234-5678", carrier="Veiled Mobile")
        .record("x3", "Site", name="Golden Lotus Park", alias="Veiled Orchard")
        .link("USES", "x1", "x2", note="veiled remark")
    )  # fmt: skip
    controlled = (
        Filing(app, "th-police", "originator-controlled")
        .record("y1", "Wallet", address="0x52908400098527886E0F7030069857D2E4169EE7")
        .record("y2", "Vehicle", plate="1กก 9999")
    )
    victims = (
        Filing(app, "kh-hotline", "victim-protection")
        .record("v1", "Person", SubjectRole.PRESUMED_VICTIM, name="Veiled Sparrow", phone="081-234-5678")
    )  # fmt: skip
    return [bridge.case, controlled.case, victims.case]


class Bench:
    """Runs coroutines against both stores and shows what they hold."""

    def __init__(self, settings: Settings, shared: StoreLease, target: StoreLease) -> None:
        self.settings = settings
        self.shared = shared
        self.target = target
        self._drivers: dict[str, Driver] = {}
        self.held: tuple[ViewerContext, ProjectionReport] | None = None  # what the target holds that may be read on

    def run(self, work: Callable[[Application, Store], Awaitable[T]]) -> T:
        """Run `work` with an application on the shared store and a connection to the target."""

        async def connected_work() -> T:
            async with application_on(self.settings, self.shared) as app, self.connected_target() as target:
                return await work(app, target)

        return run_on_fast_loop(connected_work())

    def project(self, viewer: ViewerContext, *, perspective: Path | None = None) -> ProjectionReport:
        """Project a viewer's view into the target."""

        async def work(app: Application, target: Store) -> ProjectionReport:
            return await Projector(app, viewer, target).project(perspective=perspective)

        self.held = None
        return self.run(work)

    def hold(self, viewer: ViewerContext) -> ProjectionReport:
        """Let the target hold a viewer's view, projected anew where another test has used the target since."""
        if self.held is None or self.held[0] != viewer:
            self.clear_target()
            self.held = viewer, self.project(viewer)
        return self.held[1]

    def file(self, cases: Callable[[Application], list[Case]]) -> None:
        """Write cases into the shared store and resolve."""
        self.held = None

        async def work(app: Application, _: Store) -> None:
            for case in cases(app):
                await app.writer.write(case.batch)
            await app.settle()

        self.run(work)

    def clear_target(self) -> None:
        """Empty the target, marker and all."""
        self.held = None
        while self.on_target("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n") != [{"n": 0}]:
            pass

    def graph(self) -> Graph:
        """Return what the target holds, the marker apart."""
        nodes = [{"labels": sorted(r["labels"]), "properties": r["properties"]} for r in self.on_target(_NODES)]
        return Graph(nodes=_sorted(nodes), relationships=_sorted(self.on_target(_RELATIONSHIPS)))

    def marker(self) -> dict[str, Any]:
        """Return the marker's properties; empty without one."""
        found = self.on_target("MATCH (m:BenangProjection) RETURN properties(m) AS m")
        return found[0]["m"] if found else {}

    def on_target(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        """Run a statement on the target as Bloom does, its parameters by their own names."""
        return self._query(self.target, text, parameters)

    def on_shared(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        """Run a statement on the shared store, past every scope."""
        return self._query(self.shared, text, parameters)

    def plan_on_shared(self, text: str) -> list[str]:
        """Return the operators of a statement's plan on the shared store."""
        return _plan(self._driver(self.shared), self.shared.database, text, {"p": {}})

    def plan_on_target(self, text: str, **parameters: object) -> list[str]:
        """Return the operators of a statement's plan on the target."""
        return _plan(self._driver(self.target), self.target.database, text, parameters)

    def hits_on_target(self, text: str, **parameters: object) -> int:
        """Run a statement on the target; return how often it looked at something in the store."""
        _, summary, _ = self._driver(self.target).execute_query(
            f"PROFILE {text}", dict(parameters), database_=self.target.database
        )
        return sum(int(step.get("dbHits", 0)) for step in _steps(summary.profile or {}))

    def close(self) -> None:
        """Close what it asks both stores by."""
        for driver in self._drivers.values():
            driver.close()

    def _driver(self, lease: StoreLease) -> Driver:
        if lease.uri not in self._drivers:
            login = (lease.username, lease.password)
            self._drivers[lease.uri] = GraphDatabase.driver(lease.uri, auth=login, notifications_min_severity="OFF")
        return self._drivers[lease.uri]

    def _query(self, lease: StoreLease, text: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
        records, _, _ = self._driver(lease).execute_query(text, dict(parameters), database_=lease.database)
        return [record.data() for record in records]

    @asynccontextmanager
    async def connected_target(self) -> AsyncIterator[Store]:
        """Connect to the target."""
        lease = self.target
        async with connected(
            uri=lease.uri, username=lease.username, password=lease.password, database=lease.database
        ) as store:
            yield store


def _plan(driver: Driver, database: str, text: str, parameters: Mapping[str, object]) -> list[str]:
    _, summary, _ = driver.execute_query(f"EXPLAIN {text}", dict(parameters), database_=database)
    return [str(step.get("operatorType")) for step in _steps(summary.plan or {})]


def _steps(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from _steps(child)


def _sorted(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, ensure_ascii=False, default=str))
