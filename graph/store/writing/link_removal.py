"""Takes links out of the graph without their records, and reads an originator's own ones by their ids.

The change that ends such a transaction names the records at both ends: what is compared of them is compared again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.errors import RecordMovedError
from graph.ontology import Ontology
from graph.records import LinkId, RecordId
from graph.scope import ReadScope
from graph.store.changes import ChangeKind, append_change, lock_changes
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, ontology_template, opened, template
from graph.store.links.link_stamps import LinkStamps
from graph.store.links.link_statements import LinkTemplates
from graph.store.seals.selector_seals import SelectorSeals
from graph.unix_time import from_microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLink:
    """One of an originator's links as it stands, without its content.

    `received`: when it came; `None` of one that an older version wrote.
    """

    id: LinkId
    type: str
    source_id: RecordId
    target_id: RecordId
    compartment: int
    received: datetime | None = None

    @property
    def ends(self) -> tuple[RecordId, RecordId]:
        """The records that it leads from and to."""
        return self.source_id, self.target_id


# Setting a property takes a record's lock: no link of it is written and no seal laid on it before this one is gone.
_LOCK_ENDS = template(
    "lock_ends_of_links",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n.originator = $p.originator
    SET n.unlinking = true
    REMOVE n.unlinking
    RETURN n.rid AS rid
    """,
)
_NAMED_BY_GRANTS = template(
    "grants_that_name_a_link",
    Access.SYSTEM,
    "UNWIND $p.ids AS id MATCH (g:Grant {id: id}) WHERE $p.lid IN g.links RETURN g.id AS id",
)


class OwnLinkReader:
    """Reads an originator's own links."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self._store = store
        self._own = _own_template(sorted(ontology.links))

    async def own_in_view(self, scope: ReadScope, ids: Iterable[str]) -> list[OwnLink]:
        """Return those of these links that are the scope's agency's own and that it shows, ordered by their ids."""
        parameters = {"originator": scope.agency, "lids": sorted(set(ids)), **scope.parameters}
        rows = await self._store.read(self._own, parameters)
        return sorted(map(_own_link, rows), key=lambda link: link.id)

    async def naming_grants(self, link_id: str, grant_ids: Iterable[str]) -> frozenset[str]:
        """Return those of these grants that name a link."""
        rows = await self._store.read(_NAMED_BY_GRANTS, {"lid": link_id, "ids": sorted(set(grant_ids))})
        return frozenset(str(row["id"]) for row in rows)


async def remove_links(
    tx: Transaction,
    originator: str,
    links: Sequence[OwnLink],
    *,
    registry: CompartmentRegistry,
    ontology: Ontology,
) -> None:
    """Remove an originator's links. What is left to a sealed person alone is sealed with her.

    Args:
        tx: the transaction.
        originator: whose links they are.
        links: the links as they were weighed.
        registry: makes the compartments of the links that are left.
        ontology: says which records are selectors, and what ties them.

    Raises:
        RecordMovedError: a link is gone, leads elsewhere, or stands in another compartment, as where one of its records
            was sealed meanwhile. Nothing may be written.
    """
    rids = sorted({rid for link in links for rid in link.ends})
    if len(await tx.run(_LOCK_ENDS, {"rids": rids, "originator": originator})) < len(rids):
        raise RecordMovedError
    by_type: dict[str, list[OwnLink]] = defaultdict(list)
    for link in links:
        by_type[link.type].append(link)
    for name, mine in sorted(by_type.items()):
        texts = LinkTemplates.of(name)
        found = {row["lid"]: row for row in await tx.run(texts.existing, {"lids": [link.id for link in mine]})}
        if not all(_stands(link, found) for link in mine):
            raise RecordMovedError
        await tx.run(texts.delete, {"lids": [link.id for link in mine]})
    await lock_changes(tx)
    sealed = await SelectorSeals(registry, ontology).follow(tx, rids)
    await LinkStamps(registry, ontology).follow(tx, sealed)
    await append_change(tx, ChangeKind.RECORDS, list(dict.fromkeys([*rids, *sealed])))


def _stands(link: OwnLink, found: Mapping[str, Row]) -> bool:
    row = found.get(link.id)
    return row is not None and (row["source"], row["target"], row["cmp"]) == (*link.ends, link.compartment)


def _own_link(row: Row) -> OwnLink:
    return OwnLink(
        id=LinkId(row["lid"]),
        type=row["type"],
        source_id=RecordId(row["source"]),
        target_id=RecordId(row["target"]),
        compartment=row["cmp"],
        received=from_microseconds(row["received"]) if row["received"] is not None else None,
    )


def _own_template(types: Sequence[str]) -> Template:
    # An id is unique among the links of one type, and each type has an index of them. Ends are looked at behind the
    # union: beside each type they made its plan six times as dear, and a busy server took ten seconds for it.
    found = " UNION ALL ".join(
        f"MATCH (source)-[r:{name} {{lid: lid}}]->(target) USING INDEX SEEK r:{name}(lid) RETURN r" for name in types
    )
    return ontology_template(
        "own_links_in_view",
        Access.SCOPED,
        f"UNWIND $p.lids AS lid CALL (lid) {{ {found} }} MATCH (n:Record)-[r]->(o:Record) "
        f"WHERE n.originator = $p.originator AND {opened('n')} AND {opened('r')} AND {opened('o')} "
        "RETURN collect({lid: r.lid, type: type(r), source: n.rid, target: o.rid, cmp: r.cmp, "
        "received: r.received}) AS rows",
    )
