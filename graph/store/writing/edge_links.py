"""The links of a source's edges: an edge that is told again names all of its links, and what it says no more goes.

An edge of FollowTheMoney joins each of its sources with each of its targets. Its links have names that tell which edge
they are of, and one that stands keeps the name that it has, whatever comes beside it or goes: grants, withdrawals and
holds name links. So names are given here, where it is known what stands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph.ontology import Ontology
from graph.records import Link, LinkId, RecordId
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, Template
from graph.store.withdrawal.withdrawn_references import withdrawn_places_among, withdrew_anything
from graph.store.writing.filed_since import is_since, latest_believed
from graph.store.writing.write_batch import FormerLink, RetriedRow, SourceEdge, WriteBatch, WriteSummary
from graph.unix_time import to_microseconds
from graph.values import fold_reference

_Place = tuple[str, RecordId, RecordId]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A link of an edge in the store. `said`: when it came to say what it says; `edge_at`: when others of it went."""

    id: LinkId
    reference: str
    place: _Place
    said: int
    edge_at: int

    def as_former(self) -> FormerLink:
        """Return it as a link that goes where it stands so."""
        name, source, target = self.place
        return FormerLink(id=self.id, type=name, source_id=source, target_id=target, of_edge=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBatch:
    """A batch of which the links of edges have the names under which they stand.

    Attributes:
        batch: the batch.
        given: by which id each link that is named otherwise came.
        since: links, by the ids that they came with, of edges that were filed after the retried rows that say them.
    """

    batch: WriteBatch
    given: Mapping[LinkId, LinkId] = field(default_factory=dict)
    since: frozenset[LinkId] = frozenset()

    def own(self, own: Mapping[LinkId, int]) -> Mapping[LinkId, int]:
        """Return what was known of links by the ids that they came with by those that they have."""
        return {**own, **{name: own[given] for name, given in self.given.items()}} if self.given else own

    def as_given(self, summary: WriteSummary) -> WriteSummary:
        """Return what the batch did by the ids that its links came with."""
        if not self.given and not self.since:
            return summary
        of = self.given
        return replace(
            summary,
            dangling=tuple(of.get(i, i) for i in summary.dangling),
            links_withdrawn=frozenset(of.get(i, i) for i in summary.links_withdrawn),
            links_held={of.get(i, i): compartment for i, compartment in summary.links_held.items()},
            guarded=frozenset(of.get(LinkId(i), i) for i in summary.guarded),
            since=frozenset(of.get(LinkId(i), i) for i in summary.since) | self.since,
        )


class EdgeLinks:
    """Finds in the transaction of a batch what stands of its edges."""

    def __init__(self, ontology: Ontology, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._by_edge = {name: _of_edges(name) for name, link in ontology.links.items() if link.ftm}
        self._by_id = {name: _of_ids(name) for name in self._by_edge}
        self._mark = {name: _mark(name) for name in self._by_edge}

    async def named(self, tx: Transaction, batch: WriteBatch) -> NamedBatch:
        """Return a batch with the names that the links of its edges have, and with what is to go of these edges.

        Of what stays when others go it is kept when that was.

        Args:
            tx: the transaction.
            batch: what is to be written; an edge of which it does not have the links is left alone.
        """
        links = {link.id: link for link in batch.links}
        edges = [edge for edge in batch.edges if all(given in links for given in edge.links)]
        if not edges:
            return NamedBatch(batch=batch)
        standing = await self._standing(tx, edges, links)
        keeps = batch.keeps_withdrawn
        withdrawn = await _withdrawn(tx, edges, links) if keeps and await withdrew_anything(tx, keeps) else frozenset()
        now = self._clock()
        naming = _Naming(came=_times(batch.retried), withdrawn=withdrawn, latest=latest_believed(now))
        for edge in edges:
            naming.add(edge, [links[given] for given in edge.links], standing.get(edge.id, []))
        for name, ids in sorted(naming.kept.items()):
            await tx.run(self._mark[name], {"lids": sorted(ids), "at": to_microseconds(now)})
        return naming.of(batch)

    async def _standing(
        self, tx: Transaction, edges: Sequence[SourceEdge], links: Mapping[LinkId, Link]
    ) -> dict[LinkId, list[_Standing]]:
        """Return what stands of edges by their ids, in the order of when it came."""
        asked = [
            {"id": edge.id, "name": name, "dataset": edge.dataset, "originator": edge.originator}
            for edge in edges
            for name in {edge.reference, fold_reference(edge.reference)}
        ]
        found: dict[LinkId, dict[LinkId, _Standing]] = defaultdict(dict)
        for name in sorted(self._by_edge):
            ids = [[edge.id, lid] for edge in edges for lid in edge.names_of(name, links)]
            rows = [
                *await tx.run(self._by_edge[name], {"edges": asked}),
                *await tx.run(self._by_id[name], {"ids": ids}),
            ]
            for edge_id, one in (_standing(row, name) for row in rows):
                found[edge_id][one.id] = one
        return {i: sorted(of.values(), key=lambda one: (one.said, one.id)) for i, of in found.items()}


@dataclass(slots=True, kw_only=True)
class _Naming:
    """What becomes of edges: by which name each of their links stands, where that is another one, and what goes.

    `came`: when contents of retried rows came, by the ids of their links. `withdrawn`: names and where they led to.
    `latest`: what is dated later is of a time to come.
    """

    came: Mapping[str, int]
    withdrawn: AbstractSet[tuple[LinkId, _Place]]
    latest: int
    names: dict[LinkId, LinkId] = field(default_factory=dict)
    references: dict[LinkId, str] = field(default_factory=dict)
    gone: list[_Standing] = field(default_factory=list)
    kept: dict[str, list[LinkId]] = field(default_factory=lambda: defaultdict(list))
    since: set[LinkId] = field(default_factory=set)

    def add(self, edge: SourceEdge, wanted: Sequence[Link], standing: Sequence[_Standing]) -> None:
        """Name an edge's links, and let go what stands of it and is none of them."""
        offered = {link.id for link in wanted}
        named = {link.id: self._name(link, edge, standing, offered) for link in wanted}
        stays = set(named.values())
        left = [one for one in standing if one.id not in stays]
        at = min((self.came[given] for given in edge.links if given in self.came), default=None)
        if at is not None and _was_filed_since(standing, left, at, latest=self.latest):
            there = {one.place for one in standing}
            self.since.update(link.id for link in wanted if _place(link) not in there)
            left = []
        self.names.update((given, name) for given, name in named.items() if given != name)
        self.references.update((one.id, one.reference) for one in standing)
        self.gone += left
        for one in standing if left else ():
            if one.id in stays:
                self.kept[one.place[0]].append(one.id)

    def _name(
        self, link: Link, edge: SourceEdge, standing: Sequence[_Standing], offered: AbstractSet[LinkId]
    ) -> LinkId:
        """Return the name under which a link stands, the oldest one first, or was withdrawn; else the one it came with.

        The name of another link of the edge, were it taken, could not be given to that.
        """
        here = [one.id for one in standing if one.place == _place(link)]
        taken = next((lid for lid in here if lid == link.id or lid not in offered), None)
        if taken is None and not here:
            more = (name for name in edge.links[link.id] if name not in offered)
            taken = next((name for name in more if (name, _place(link)) in self.withdrawn), None)
        return taken or link.id

    def _renamed(self, link: Link) -> Link:
        name = self.names.get(link.id)
        if name is None:
            return link
        reference = self.references.get(name, link.provenance.reference)
        return replace(link, id=name, provenance=replace(link.provenance, reference=reference))

    def of(self, batch: WriteBatch) -> NamedBatch:
        """Return the batch under these names."""
        names, since = self.names, self.since
        return NamedBatch(
            batch=replace(
                batch,
                links=[self._renamed(link) for link in batch.links if link.id not in since],
                retried=[replace(row, gives=_each(row.gives, names)) for row in batch.retried],
                settled={row: _each(ids, names) for row, ids in batch.settled.items()},
                former=[*batch.former, *(one.as_former() for one in self.gone)],
            ),
            given={name: given for given, name in names.items()},
            since=frozenset(since),
        )


def _was_filed_since(standing: Sequence[_Standing], left: Sequence[_Standing], at: int, *, latest: int) -> bool:
    """Return whether an edge was filed with other ends since a time: others came, or some of them went."""
    said, others_went = (one.said for one in left), (one.edge_at for one in standing)
    return any(is_since(stamp, at, latest=latest) for stamp in (*said, *others_went))


async def _withdrawn(
    tx: Transaction, edges: Sequence[SourceEdge], links: Mapping[LinkId, Link]
) -> frozenset[tuple[LinkId, _Place]]:
    """Return the other names of links under which they were withdrawn: an edge that grew brings none of them back."""
    asked = [replace(links[given], id=name) for edge in edges for given, more in edge.links.items() for name in more]
    gone = await withdrawn_places_among(tx, asked) if asked else frozenset()
    return frozenset((link.id, _place(link)) for link in asked if (link.id, link.source_id, link.target_id) in gone)


def _times(retried: Iterable[RetriedRow]) -> dict[str, int]:
    return {item: to_microseconds(row.at) for row in retried for item in row.gives}


def _place(link: Link) -> _Place:
    return link.type, link.source_id, link.target_id


def _each(ids: Iterable[str], names: Mapping[LinkId, LinkId]) -> list[str]:
    return [names.get(LinkId(i), LinkId(i)) for i in ids]


def _standing(row: Row, name: str) -> tuple[LinkId, _Standing]:
    place = (name, RecordId(row["source"]), RecordId(row["target"]))
    given = {"reference": row["reference"], "said": row["said"], "edge_at": row["edge_at"]}
    return LinkId(row["edge"]), _Standing(id=LinkId(row["lid"]), place=place, **given)


_RETURNED = (
    "lid: r.lid, reference: r.reference, source: a.rid, target: b.rid, said: coalesce(r.content_at, r.received, 0), "
    "edge_at: coalesce(r.edge_at, 0)"
)


def _of_edges(name: str) -> Template:
    # What an id means, its originator and dataset say: others may call theirs the same.
    return Template(
        name=f"{name.lower()}_links_of_edges",
        access=Access.READ_IN_WRITE,
        text=f"""
        UNWIND $p.edges AS edge
        MATCH (a:Record)-[r:{name} {{edge: edge.name}}]->(b:Record) USING INDEX SEEK r:{name}(edge)
        WHERE r.dataset = edge.dataset AND a.originator = edge.originator
        RETURN collect({{edge: edge.id, {_RETURNED}}}) AS rows
        """,
    )


def _of_ids(name: str) -> Template:
    return Template(
        name=f"{name.lower()}_links_of_edges_by_id",
        access=Access.READ_IN_WRITE,
        text=f"""
        UNWIND $p.ids AS pair
        MATCH (a:Record)-[r:{name} {{lid: pair[1]}}]->(b:Record) USING INDEX SEEK r:{name}(lid)
        RETURN collect({{edge: pair[0], {_RETURNED}}}) AS rows
        """,
    )


def _mark(name: str) -> Template:
    return Template(
        name=f"mark_edges_of_{name.lower()}_links",
        access=Access.WRITE,
        text=f"""
        UNWIND $p.lids AS lid
        MATCH (:Record)-[r:{name} {{lid: lid}}]->(:Record) USING INDEX SEEK r:{name}(lid)
        SET r.edge_at = $p.at
        """,
    )
