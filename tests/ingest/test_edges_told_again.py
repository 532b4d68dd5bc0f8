"""An edge of FollowTheMoney that is filed again: what it says stands under the names that it has, the rest goes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph import IdMinter, load_ontology
from graph.store import migrate
from ingest import IngestReport, ingest_file, list_quarantined, retry
from tests.ingest.ingesting import PROFILES

Line = dict[str, Any]
DATASET = "owners"
PEOPLE = [{"id": f"p{n}", "schema": "Person", "properties": {"name": [f"Owner {n}"]}} for n in range(1, 5)]
FIRM = {"id": "c1", "schema": "Company", "properties": {"name": ["Golden Reed Trading"]}}
OTHER_FIRM = {"id": "c2", "schema": "Company", "properties": {"name": ["Silver Reed Trading"]}}


def edge(*owners: str, asset: tuple[str, ...] = ("c1",), schema: str = "Ownership", **more: list[str]) -> Line:
    names = {"Ownership": ("owner", "asset"), "UnknownLink": ("subject", "object")}[schema]
    return {"id": "o1", "schema": schema, "properties": {**dict(zip(names, (owners, asset), strict=True)), **more}}


@dataclass(frozen=True)
class Edges:
    """One originator's files of edges, and which links stand of them."""

    bench: Any
    originator: str
    minter: IdMinter
    folder: Path = field(repr=False)

    def file(self, *lines: Line, restore: bool = False, name: str = "a.ftm.json") -> IngestReport:
        path = self.folder / name
        path.write_text("\n".join(json.dumps(line) for line in lines))

        async def work(store: Any) -> IngestReport:
            return await ingest_file(
                path, mapping=None, originator=self.originator, profile="law-enforcement", dataset=DATASET,
                known_originators={self.originator}, known_profiles=PROFILES, writer=store.writer,
                minter=self.minter, again=True, restore=restore,
            )  # fmt: skip

        report: IngestReport = self.bench.run(work)
        return report

    def retry(self) -> None:
        async def work(store: Any) -> None:
            rows = [row async for row in list_quarantined(store.keeper, self.originator)]
            await retry(rows, writer=store.writer, minter=self.minter, known_profiles=PROFILES)

        self.bench.run(work)

    def waiting(self) -> list[str]:
        async def work(store: Any) -> list[str]:
            return [row.rule async for row in list_quarantined(store.keeper, self.originator)]

        return sorted(self.bench.run(work))

    def query(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        lease = self.bench.lease
        with GraphDatabase.driver(lease.uri, auth=(lease.username, lease.password)) as driver:
            rows, _, _ = driver.execute_query(text, o=self.originator, **parameters, database_=lease.database)
        return [dict(row) for row in rows]

    def links(self) -> dict[tuple[str, str, str], str]:
        """Return the ids of the links that stand by their types and ends."""
        of = {self.minter.record_id(self.originator, DATASET, r): r for r in ("c1", "c2", "p1", "p2", "p3", "p4", "p9")}
        rows = self.query(
            "MATCH (a:Record {originator: $o})-[r]->(b) WHERE r.lid IS NOT NULL "
            "RETURN type(r) AS t, a.rid AS a, b.rid AS b, r.lid AS i"
        )
        found = {(row["t"], of[row["a"]], of[row["b"]]): row["i"] for row in rows}
        assert len(found) == len(rows), "two links of one type between the same records"
        return found

    def owners(self) -> list[str]:
        return sorted(source for _, source, _ in self.links())

    def named(self, reference: str, link_type: str = "OWNS") -> str:
        return self.minter.link_id(self.originator, DATASET, f"{link_type}|{reference}")

    def filed_by_an_older_version(self, *links: tuple[str, str, str]) -> None:
        """Bring the store to where an older version left it, with links as they were named then."""
        self.query("MATCH (a:Record {originator: $o})-[r:OWNS]->() DELETE r")
        for at, (reference, source, target) in enumerate(links, start=1):
            ends = [self.minter.record_id(self.originator, DATASET, end) for end in (source, target)]
            self.query(
                """
                MATCH (a:Record {rid: $ends[0]}) MATCH (b:Record {rid: $ends[1]})
                CREATE (a)-[:OWNS {lid: $lid, reference: $reference, dataset: $dataset, profile: 'law-enforcement',
                  evaluation: 'A1', own: a.cmp, cmp: a.cmp, digest: '', received: $at}]->(b)
                """,
                dataset=DATASET,
                ends=ends,
                lid=self.named(reference),
                reference=reference,
                at=at,
            )


@pytest.fixture
def edges(bench: Any, originator: str, minter: IdMinter, tmp_path: Path) -> Edges:
    found = Edges(bench, originator, minter, tmp_path)
    found.file(*PEOPLE, FIRM, OTHER_FIRM)
    return found


def test_an_edge_that_gains_an_owner_keeps_its_first_link(edges: Edges) -> None:
    edges.file(edge("p1"))
    [before] = edges.links().values()
    report = edges.file(edge("p1", "p2"))
    assert (report.links_created, report.links_unchanged, report.links_unsaid) == (1, 1, 0)
    found = edges.links()
    assert set(found) == {("OWNS", "p1", "c1"), ("OWNS", "p2", "c1")}
    assert found["OWNS", "p1", "c1"] == before == edges.named("o1")


def test_an_owner_that_an_edge_says_no_more_goes_and_nothing_else(edges: Edges) -> None:
    edges.file(edge("p1", "p2", "p3"))
    before = edges.links()
    report = edges.file(edge("p3", "p1"))
    assert (report.links_created, report.links_unchanged, report.links_unsaid) == (0, 2, 1)
    assert edges.links() == {place: lid for place, lid in before.items() if place[1] != "p2"}
    # One that is left alone keeps its name as well, and so does it when another comes again.
    assert edges.file(edge("p3")).links_unsaid == 1
    edges.file(edge("p2", "p3"))
    assert edges.links()["OWNS", "p3", "c1"] == before["OWNS", "p3", "c1"]
    assert edges.owners() == ["p2", "p3"]


@pytest.mark.long
@pytest.mark.parametrize("later", [("p2",), ("p2", "p3"), ("p1", "p3")])
def test_all_ways_from_one_owner_to_others_leave_what_is_said(edges: Edges, later: tuple[str, ...]) -> None:
    edges.file(edge("p1"))
    edges.file(edge(*later))
    assert edges.owners() == sorted(later)
    edges.file(edge("p1"))
    assert edges.owners() == ["p1"]
    before = edges.bench.snapshot(edges.originator)
    report = edges.file(edge("p1"))
    assert (report.links_unchanged, report.links_unsaid, report.links_created) == (1, 0, 0)
    assert edges.bench.snapshot(edges.originator) == before


def test_an_edge_of_which_all_ends_change_leaves_nothing_behind(edges: Edges) -> None:
    edges.file(edge("p1", "p2"))
    edges.file(edge("p3", "p4", asset=("c2",)))
    assert set(edges.links()) == {("OWNS", "p3", "c2"), ("OWNS", "p4", "c2")}


def test_an_edge_that_becomes_one_of_another_type_leaves_none_of_the_first(edges: Edges) -> None:
    edges.file(edge("p1", "p2"))
    edges.file(edge("p1", "p2", schema="UnknownLink"))
    assert set(edges.links()) == {("RELATED_TO", "p1", "c1"), ("RELATED_TO", "p2", "c1")}


def test_an_end_that_is_given_twice_is_one(edges: Edges) -> None:
    merged = {**PEOPLE[0], "referents": ["old-1"]}
    report = edges.file(merged, FIRM, edge("p1", "old-1", "p1"))
    assert (report.links, edges.owners()) == (1, ["p1"])


def test_other_edges_and_other_agencies_links_stay(edges: Edges, originator: str, minter: IdMinter) -> None:
    other = Edges(edges.bench, f"{originator}-other", minter, edges.folder)
    other.file(*PEOPLE, FIRM, edge("p1", "p2"))
    longer = {**edge("p1", "p4"), "id": "o1 p2"}
    edges.file(edge("p1", "p2"), longer, {**edge("p4", asset=("c2",)), "id": "o1 c1"})
    edges.file(edge("p3"))
    assert other.owners() == ["p1", "p2"]
    assert set(edges.links()) == {("OWNS", p, "c1") for p in ("p1", "p3", "p4")} | {("OWNS", "p4", "c2")}


def test_what_an_older_version_doubled_is_one_again_under_its_first_name(edges: Edges) -> None:
    edges.filed_by_an_older_version(("o1", "p1", "c1"), ("o1 p1 c1", "p1", "c1"), ("o1 p2 c1", "p2", "c1"))
    report = edges.file(edge("p1", "p2"))
    assert (report.links_created, report.links_unsaid) == (0, 1)
    assert edges.links() == {("OWNS", "p1", "c1"): edges.named("o1"), ("OWNS", "p2", "c1"): edges.named("o1 p2 c1")}


def test_what_an_older_version_wrote_of_an_edge_goes_with_the_owner(edges: Edges) -> None:
    older = [(f"o1 {p} c1", p, "c1") for p in ("p1", "p2")]
    edges.filed_by_an_older_version(*older, ("o2 p4 c1", "p4", "c1"))
    edges.query("MATCH (s:Schema) SET s.version = 55")

    async def work(store: Any) -> None:
        await migrate(store.writer._store, load_ontology())

    edges.bench.run(work)
    assert edges.file(edge("p3")).links_unsaid == 2
    assert edges.owners() == ["p3", "p4"]


def test_a_link_that_was_withdrawn_does_not_come_back_as_one_of_several(edges: Edges) -> None:
    edges.file(edge("p1"))
    [((_, source, target), lid)] = edges.links().items()
    ends = [edges.minter.record_id(edges.originator, DATASET, end) for end in (source, target)]
    edges.query("MATCH ()-[r:OWNS {lid: $lid}]->() DELETE r", lid=lid)
    edges.query(
        "CREATE (:Recall {id: $lid, originator: $o, record: $lid, ends: $ends, cause: 'withdrawn'})", lid=lid, ends=ends
    )
    report = edges.file(edge("p1", "p2"))
    assert (report.links_withdrawn, edges.owners()) == (1, ["p2"])
    edges.file(edge("p1", "p2"), restore=True)
    assert edges.owners() == ["p1", "p2"]


def test_a_link_under_a_legal_hold_stays(edges: Edges) -> None:
    edges.file(edge("p1", "p2"))
    held = edges.minter.record_id(edges.originator, DATASET, "p2")
    edges.query("CREATE (:LegalHold {id: $held, originator: $o, record: $held})", held=held)
    assert edges.file(edge("p1")).links_unsaid == 0
    assert edges.owners() == ["p1", "p2"]


def test_two_lines_that_say_otherwise_of_one_edge_do_not_take_each_others_links(edges: Edges) -> None:
    report = edges.file(edge("p1", "p2"), edge("p3", "p4", asset=("c2",)))
    assert (report.quarantined, edges.owners()) == ({"duplicate-reference": 1}, ["p1", "p2"])
    edges.retry()
    assert (edges.waiting(), edges.owners()) == (["duplicate-reference"], ["p1", "p2"])


def test_an_end_that_comes_later_joins_what_its_edge_says(edges: Edges) -> None:
    edges.file(edge("p1", "p9"))
    assert (edges.waiting(), edges.owners()) == (["unknown-end"], ["p1"])
    edges.file({**PEOPLE[0], "id": "p9"}, name="b.ftm.json")
    edges.retry()
    assert (edges.waiting(), edges.owners()) == ([], ["p1", "p9"])


def test_an_edge_that_came_again_without_the_missing_end_settles_what_waits(edges: Edges) -> None:
    edges.file(edge("p1", "p9"))
    assert edges.file(edge("p1", "p2"), name="b.ftm.json").settled_rows == 1
    assert (edges.waiting(), edges.owners()) == ([], ["p1", "p2"])


def test_a_row_that_is_tried_again_brings_back_no_owner_that_left_since(edges: Edges) -> None:
    edges.file(edge("p1", "p2"))
    # Operations of a delta are each a whole edge, and no fragments of one.
    told = [{"op": "MOD", "entity": each} for each in (edge("p1", "p2", "p4", startDate=["soon"]), edge("p1"))]
    edges.file(*told, name="b.ftm.json")
    assert (edges.waiting(), edges.owners()) == (["unreadable-date"], ["p1"])
    edges.query("MATCH (q:QuarantinedRow {originator: $o}) SET q.content = replace(q.content, 'soon', '2024')")
    edges.retry()
    assert (edges.waiting(), edges.owners()) == ([], ["p1"])
