"""Reads records, links and the members of entities, always through a scope.

Every text here carries the guard of `cypher.opened`, and every part that of its class: a test walks the registry.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.matches import Evidence, Judgement, JudgementValue, Way, decode_evidence, decode_ways
from graph.ontology import Ontology, PropertyClass
from graph.parts import SEALED_CLASSES, Part, StoredProvenance, decode_part, decode_provenance
from graph.records import RecordId, SubjectRole
from graph.scope import ReadScope
from graph.selectors import LinkedSelector, component_of, key_classes, kinds_by_key_class, named_selectors, stored_keys
from graph.store.connection import Row, Store
from graph.store.cypher import (
    Access,
    Template,
    both_identified,
    in_open,
    live_grants,
    ontology_template,
    opened,
    readable_key,
    record_map,
    template,
)
from graph.unix_time import from_microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleRecord:
    """A record as one scope shows it. `compartment`, `sealed_terms` and `grants` never leave the product.

    Attributes:
        id: the record's id: stable, and telling nothing.
        compartment: where it stands.
        kind: what kind of thing it describes.
        originator: code of the agency that filed it.
        profile: the handling profile that it was filed under.
        subject_role: what its subject is by its originator's word.
        received: when the product first received it, in microseconds since 1970.
        readable: the classes that may be read. They follow from the scope alone, so that a mark of redaction never
            tells whether a value exists.
        parts: of these classes those that have values, with them.
        provenance: where it comes from; `None` where the class source is closed.
        grants: tokens of the live grants on it.
        is_claimed_victim: whether another body claims that its subject is a victim.
        sealed: properties that stand under the seal on somebody who uses it: whom they are closed to has the record as
            if nobody had filed them.
        sealed_terms: the terms of that seal.
    """

    id: RecordId
    compartment: int
    kind: str
    originator: str
    profile: str
    subject_role: SubjectRole
    received: int
    readable: frozenset[PropertyClass]
    parts: Mapping[PropertyClass, Part]
    provenance: StoredProvenance | None
    grants: frozenset[int] = frozenset()
    is_claimed_victim: bool = False
    sealed: frozenset[str] = frozenset()
    sealed_terms: int | None = None

    @property
    def is_victim(self) -> bool:
        """Whether the subject is a victim by its originator's word or by another body's claim."""
        return self.is_claimed_victim or self.subject_role.is_victim

    @property
    def received_at(self) -> datetime:
        """When the product first received the record."""
        return from_microseconds(self.received)

    @property
    def order(self) -> tuple[int, RecordId]:
        """The canonical order: time received, then id."""
        return self.received, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleLink:
    """A link as one scope shows it: both ends are visible.

    Its reference stays in the store: it may name those of its ends. `compartment` and `grants` never leave the product.

    Attributes:
        id: stable, and telling nothing.
        type: a link type of the ontology.
        source_id: the record that it leads from.
        target_id: the record that it leads to.
        originator: code of the agency that asserts it.
        profile: the handling profile that it was filed under.
        evaluation: as on a record; `None` where the class source is closed.
        narrative_readable: whether the class narrative of its own compartment is open, by the scope alone.
        source_readable: whether the class source is, by the scope alone.
        since: when it began; `None` where narrative is closed, as are the next two.
        until: when it ended.
        note: free text.
        compartment: where it stands.
        grants: tokens of the live grants on it.
    """

    id: str
    type: str
    source_id: RecordId
    target_id: RecordId
    originator: str
    profile: str
    evaluation: str | None
    narrative_readable: bool
    source_readable: bool
    since: str | None
    until: str | None
    note: str | None
    compartment: int
    grants: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleMatch:
    """A match between two visible records, with all its evidence and ways; the view filters both by class."""

    left_id: RecordId
    right_id: RecordId
    evidence: tuple[Evidence, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The visible members of the components of some records, and of those that visible judgements tie to them.

    `components` groups them for retrieval: which of them are one is decided in the view. Only for selectors, whose
    component is a digest of their key, does an equal component mean an equal key.
    """

    records: tuple[VisibleRecord, ...]
    components: Mapping[RecordId, int]
    matches: tuple[VisibleMatch, ...]
    judgements: tuple[Judgement, ...]


def link_map(variable: str) -> str:
    """Return the map projection of a visible link: what its compartment always tells, and its guarded parts."""
    return (
        f"{{lid: {variable}.lid, type: type({variable}), source: startNode({variable}).rid, "
        f"target: endNode({variable}).rid, cmp: {variable}.cmp, originator: startNode({variable}).originator, "
        f"profile: {variable}.profile, grants: {live_grants(variable)}, "
        f"evaluation: CASE WHEN {opened(variable, 'source')} THEN {variable}.evaluation END, "
        f"told: CASE WHEN {opened(variable, 'narrative')} "
        f"THEN [{variable}.since, {variable}.until, {variable}.note] END}}"
    )


_RECORDS = template(
    "records",
    Access.SCOPED,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}}) WHERE {opened("n")}
    RETURN collect({{n: {record_map("n")}}}) AS rows
    """,
)
_MEMBERS = template(
    "members",
    Access.SCOPED,
    f"""
    UNWIND $p.rids AS rid
    MATCH (s:Record {{rid: rid}}) WHERE {opened("s")}
    WITH DISTINCT s.component AS component
    MATCH (n:Record {{component: component}})
    USING INDEX n:Record(component)
    WHERE {opened("n")}
    RETURN collect({{n: {record_map("n")}, component: component,
      matches: [(n)-[m:MATCH]->(o:Record) WHERE {opened("o")} | [o.rid, m.evidence, m.ways]],
      judgements: [(n)-[j:JUDGEMENT]-(o:Record) WHERE {in_open("j")} AND {opened("o")}
        | [startNode(j).rid, endNode(j).rid, j {{.*}}, {both_identified("n", "o")}]]}}) AS rows
    """,
)
_LINKS_BETWEEN = template(
    "links_between",
    Access.SCOPED,
    f"""
    UNWIND $p.links AS link
    MATCH (n:Record {{rid: link.source}})-[r]->(o:Record {{rid: link.target}})
    USING INDEX n:Record(rid)
    WHERE {opened("n")} AND r.lid = link.lid AND {opened("r")} AND {opened("o")}
    RETURN collect({link_map("r")}) AS rows
    """,
)
_BY_KEY = template(
    "records_by_key",
    Access.SCOPED,
    f"""
    UNWIND $p.keys AS key
    MATCH (n:Record {{component: key.component}})
    USING INDEX n:Record(component)
    WHERE n.key = key.text AND {readable_key("n")}
    RETURN collect(n.rid) AS rows
    """,
)


EVERY_LINK = 1 << 40
"""The limit of who needs all links of some records, however many there are."""


class RecordReader:
    """Reads what a scope opens. Out of scope and absent look alike: the record is not in the answer."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self._store = store
        self._ontology = ontology
        self._key_classes = key_classes(ontology)
        self._kinds = kinds_by_key_class(ontology)
        self._all_links = _links_template("|".join(sorted(ontology.links)))
        self._links_of = {name: _links_template(name) for name in ontology.links}
        self._links_of_each = _links_of_each_template("|".join(sorted(ontology.links)))
        identifying = "|".join(n for n, link in ontology.links.items() if link.identifies)
        self._linked = _linked_template(identifying)
        self._sharers = _sharers_template(identifying)
        self._holders = _holders_template(identifying)

    async def records(self, scope: ReadScope, ids: Iterable[str]) -> list[VisibleRecord]:
        """Return the visible ones of these records, in canonical order."""
        rids = sorted(set(ids))
        rows = await self._store.read(_RECORDS, {"rids": rids, **scope.parameters}) if rids else []
        return sorted((visible_record(row["n"], scope) for row in rows), key=lambda r: r.order)

    async def neighbourhood(self, scope: ReadScope, ids: Iterable[str]) -> Neighbourhood:
        """Return the visible members of these records' components, and of all that visible judgements tie to them.

        Judgements are followed here, in the view, and move no component: one that is hidden would else be felt.
        """
        found: dict[str, Row] = {}
        wanted = set(ids)
        while wanted:
            rows = await self._store.read(_MEMBERS, {"rids": sorted(wanted), **scope.parameters})
            found.update({row["n"]["rid"]: row for row in rows})
            wanted = {end for row in rows for judged in row["judgements"] for end in judged[:2]} - found.keys()
        records = sorted((visible_record(row["n"], scope) for row in found.values()), key=lambda r: r.order)
        judged = {judgement[2]["jid"]: judgement for row in found.values() for judgement in row["judgements"]}
        return Neighbourhood(
            records=tuple(records),
            components={RecordId(rid): row["component"] for rid, row in found.items()},
            matches=tuple(_match(rid, *pair) for rid, row in found.items() for pair in row["matches"]),
            judgements=tuple(visible_judgement(judged[jid], scope) for jid in sorted(judged)),
        )

    async def links(
        self, scope: ReadScope, ids: Iterable[str], *, limit: int, types: Collection[str] | None = None
    ) -> list[VisibleLink]:
        """Return the visible links of these records, in the order of their ids.

        Args:
            scope: the viewer's.
            ids: the records.
            limit: the most to return, `EVERY_LINK` for all.
            types: the types to read, and no others of a hub; by default all.
        """
        known = self._links_of
        asked = [self._all_links] if types is None else [known[t] for t in sorted(set(types)) if t in known]
        given = {"rids": sorted(set(ids)), "limit": limit, **scope.parameters}
        rows = [row for statement in asked for row in await self._store.read(statement, given)]
        return sorted((visible_link(row, scope) for row in rows), key=lambda link: link.id)[:limit]

    async def links_of_each(self, scope: ReadScope, ids: Iterable[str], *, limit: int) -> dict[str, list[VisibleLink]]:
        """Return the visible links of each of these records, in the order of their ids, `limit` of each at most.

        A record that has none is not in the answer, whether or not it is there.
        """
        given = {"rids": sorted(set(ids)), "limit": limit, **scope.parameters}
        rows = await self._store.read(self._links_of_each, given)
        return {
            row["rid"]: sorted((visible_link(link, scope) for link in row["links"]), key=lambda link: link.id)
            for row in rows
            if row["links"]
        }

    async def links_between(
        self, scope: ReadScope, links: Iterable[tuple[str, tuple[RecordId, ...]]]
    ) -> list[VisibleLink]:
        """Return the visible ones of these links, given by id with the record that each leads from and that to."""
        asked = [{"lid": lid, "source": ends[0], "target": ends[1]} for lid, ends in sorted(set(links))]
        rows = await self._store.read(_LINKS_BETWEEN, {"links": asked, **scope.parameters}) if asked else []
        return sorted((visible_link(row, scope) for row in rows), key=lambda link: link.id)

    async def ids_by_key(self, scope: ReadScope, keys: Sequence[str]) -> list[RecordId]:
        """Return the records with one of these selector keys, prefixed by kind, whose key may be read."""
        rows = await self._store.read(
            _BY_KEY,
            {
                "keys": [{"text": k, "component": component_of(k)} for k in keys],
                "kinds": self._kinds,
                **scope.parameters,
            },
        )
        return sorted(map(RecordId, map(str, rows)))

    async def linked_selectors(self, scope: ReadScope, ids: Iterable[str]) -> dict[RecordId, list[LinkedSelector]]:
        """Return the selectors that each record is visibly linked to and whose key may be read."""
        parameters = {"rids": sorted(set(ids)), "kinds": self._kinds, **scope.parameters}
        rows = await self._store.read(self._linked, parameters)
        return {row["rid"]: named_selectors(row["linked"], self._key_classes) for row in rows}

    async def sharers(self, scope: ReadScope, keys: Iterable[str]) -> dict[str, int]:
        """Return how many records hold each key, as `linked_selectors` has them; one that nobody holds is left out.

        Visible records with a visible link to a visible selector whose key may be read are counted, each once.
        """
        found = [self._asked(key, stored) for key in sorted(set(keys)) for stored in stored_keys(self._ontology, key)]
        rows = await self._store.read(self._sharers, {"keys": found, "kinds": self._kinds, **scope.parameters})
        return {row["key"]: row["sharers"] for row in rows}

    async def holders(
        self, scope: ReadScope, keys: Mapping[str, VisibleRecord | None], *, limit: int
    ) -> dict[str, list[VisibleRecord]]:
        """Return the first of the records that `sharers` counts, in canonical order.

        Args:
            scope: the viewer's.
            keys: which selectors, each with the record to go on behind; `None` from the beginning.
            limit: of each key so many.
        """
        asked = [
            {**self._asked(key, stored), "received": received, "rid": rid}
            for key, last in sorted(keys.items())
            for received, rid in [last.order if last is not None else (-1, "")]
            for stored in stored_keys(self._ontology, key)
        ]
        given = {"keys": asked, "kinds": self._kinds, "limit": limit, **scope.parameters}
        rows = await self._store.read(self._holders, given) if asked else []
        found: dict[str, dict[RecordId, VisibleRecord]] = {}
        for row in rows:
            records = (visible_record(holder["n"], scope) for holder in row["holders"])
            found.setdefault(row["key"], {}).update((record.id, record) for record in records)
        return {key: sorted(by_id.values(), key=lambda r: r.order)[:limit] for key, by_id in found.items()}

    @staticmethod
    def _asked(key: str, stored: str) -> Row:
        """Return a key and one under which selectors that have it stand in the store."""
        return {"key": key, "text": stored, "component": component_of(stored)}


def _links_template(types: str) -> Template:
    text = f"UNWIND $p.rids AS rid {_first_links(types)} AS rows"
    return ontology_template("links", Access.SCOPED, text)


def _links_of_each_template(types: str) -> Template:
    text = f"UNWIND $p.rids AS rid CALL (rid) {{ {_first_links(types)} AS links }} RETURN rid, links"
    return ontology_template("links_of_each", Access.SCOPED, text)


def _first_links(types: str) -> str:
    """Return the reading of the first links of a record `rid`; its matches, of which it may have many, cost nothing."""
    return (
        f"MATCH (n:Record {{rid: rid}})-[r:{types}]-(o:Record) USING INDEX n:Record(rid) "
        f"WHERE {opened('n')} AND {opened('r')} AND {opened('o')} "
        f"WITH DISTINCT r ORDER BY r.lid LIMIT $p.limit RETURN collect({link_map('r')})"
    )


def _sharers_template(identifying: str) -> Template:
    return ontology_template(
        "sharers",
        Access.SCOPED,
        "UNWIND $p.keys AS key MATCH (s:Record {component: key.component}) USING INDEX s:Record(component) "
        f"WHERE s.key = key.text AND {readable_key('s')} MATCH (s)<-[r:{identifying}]-(n:Record) "
        f"WHERE {opened('r')} AND {opened('n')} RETURN key.key AS key, count(DISTINCT n) AS sharers",
    )


def _holders_template(identifying: str) -> Template:
    return ontology_template(
        "holders",
        Access.SCOPED,
        "UNWIND $p.keys AS key CALL (key) { "
        "MATCH (s:Record {component: key.component}) USING INDEX s:Record(component) "
        f"WHERE s.key = key.text AND {readable_key('s')} MATCH (s)<-[r:{identifying}]-(n:Record) "
        f"WHERE {opened('r')} AND {opened('n')} "
        "AND (n.received > key.received OR (n.received = key.received AND n.rid > key.rid)) "
        "WITH DISTINCT n ORDER BY n.received, n.rid LIMIT $p.limit "
        f"RETURN collect({{n: {record_map('n')}}}) AS holders }} RETURN key.key AS key, holders",
    )


def _linked_template(identifying: str) -> Template:
    return ontology_template(
        "linked_selectors",
        Access.SCOPED,
        f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}}) WHERE {opened('n')} "
        f"RETURN n.rid AS rid, [(n)-[r:{identifying}]->(s:Record) WHERE s.key IS NOT NULL AND {opened('r')} "
        f"AND {readable_key('s')} | [s.kind, s.key, r.cmp, s.cmp, s.rid, {live_grants('s')}]] AS linked",
    )


def visible_record(row: Row, scope: ReadScope) -> VisibleRecord:
    """Return the record that a guarded projection shows."""
    granted = dict(row["granted"] or ())
    texts = {c: row[c] if row[c] is not None else granted.get(c) for c in PropertyClass}
    sealed, terms = _unseal(row["sealed"], texts) if row["sealed"] else (frozenset[str](), None)
    source = texts[PropertyClass.SOURCE]
    grants = frozenset(row["grants"] or ())
    return VisibleRecord(
        id=RecordId(row["rid"]),
        compartment=row["cmp"],
        kind=row["kind"],
        originator=row["originator"],
        profile=row["profile"],
        subject_role=SubjectRole(row["role"]),
        received=row["received"],
        readable=scope.readable_classes(row["cmp"], grants),
        parts={c: decode_part(text) for c, text in texts.items() if text is not None},
        provenance=decode_provenance(source) if source is not None else None,
        grants=grants,
        is_claimed_victim=row["seal"] == "claimed",
        sealed=sealed,
        sealed_terms=terms,
    )


def _unseal(found: Row, texts: dict[PropertyClass, Any]) -> tuple[frozenset[str], int | None]:
    """Put classes that a seal closes to others, and not here, in the place of what is left of them for others.

    Return the names of the properties that stand in them alone, and the terms of the seal; nothing where none does.
    """
    names: set[str] = set()
    for c in SEALED_CLASSES:
        if (whole := found[c]) is not None:
            names |= decode_part(whole).keys() - decode_part(texts[c]).keys()
            texts[c] = whole
    return frozenset(names), int(found["cmp"]) if names else None


def _match(left: str, right: str, evidence: Sequence[str], ways: Sequence[str] | None) -> VisibleMatch:
    return VisibleMatch(
        left_id=RecordId(left),
        right_id=RecordId(right),
        evidence=decode_evidence(evidence),
        ways=decode_ways(ways),
    )


def visible_judgement(row: Sequence[Any], scope: ReadScope) -> Judgement:
    """Return the judgement that a guarded projection shows.

    Args:
        row: the ids of its ends, its properties, and whether who both are may be read.
        scope: the viewer's; what of a judgement is of a class that it closes is left out.
    """
    left, right, data, identified = row
    readable = scope.readable_classes(data["cmp"])
    return Judgement(
        left_id=RecordId(left),
        right_id=RecordId(right),
        agency=data["agency"],
        value=JudgementValue(data["value"]),
        author=data["author"] if PropertyClass.SOURCE in readable else None,
        # What is written of two people names them: for whom they have no names, it is nobody's word.
        reason=data.get("reason") if PropertyClass.NARRATIVE in readable and identified else None,
        at=datetime.fromisoformat(data["at"]),
        compartment=data["cmp"],
        replaced_at=datetime.fromisoformat(data["replaced"]) if data.get("replaced") else None,
    )


def visible_link(row: Row, scope: ReadScope) -> VisibleLink:
    """Return the link that a guarded projection shows."""
    grants = frozenset(row["grants"] or ())
    since, until, note = row["told"] or (None, None, None)
    readable = scope.readable_classes(row["cmp"], grants)
    return VisibleLink(
        id=row["lid"],
        type=row["type"],
        source_id=RecordId(row["source"]),
        target_id=RecordId(row["target"]),
        originator=row["originator"],
        profile=row["profile"],
        evaluation=row["evaluation"],
        narrative_readable=PropertyClass.NARRATIVE in readable,
        source_readable=PropertyClass.SOURCE in readable,
        since=since,
        until=until,
        note=note,
        compartment=row["cmp"],
        grants=grants,
    )
