"""Marks on the records and links that grants name, by which a read sees in its own statement that one is granted.

A mark alone opens nothing: the reading scope must hold the token of the grant and of the record's terms.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.errors import GrantMovedError
from graph.grants import Grant
from graph.store.connection import Transaction
from graph.store.cypher import Access, template


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRecord:
    """A record that a grant names, under the terms that the grant was weighed on."""

    id: str
    compartment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLink:
    """A link that a grant names, with the record that it starts at."""

    id: str
    source_id: str
    compartment: int


_MARK_RECORDS = template(
    "mark_granted_records",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row[0]})
    SET n.marking = true
    WITH n, row WHERE n.originator = $p.originator AND n.cmp = row[1]
    SET n.granted = coalesce(n.granted, []) + $p.mark
    WITH n REMOVE n.marking
    RETURN count(n) AS marked
    """,
)
# By record, so that the links of each are walked once however many of them are named: a hub has tens of thousands.
_MARK_LINKS = template(
    "mark_granted_links",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.source})-[r]->(:Record)
    USING INDEX SEEK n:Record(rid)
    WHERE row.terms[r.lid] IS NOT NULL AND n.originator = $p.originator
    SET r.marking = true
    WITH r, row WHERE r.cmp = row.terms[r.lid]
    SET r.granted = coalesce(r.granted, []) + $p.mark
    WITH r REMOVE r.marking
    RETURN count(r) AS marked
    """,
)
# By all links there are, not by those that the giver sees: a sealed person beside the device must not go with it, and a
# refusal would tell of her.
_UNMARK_OTHER_SIGHTINGS = template(
    "unmark_sightings_of_others",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE n:Sighting AND $p.mark IN n.granted
    WITH n, COUNT { (:FalseBaseStation)-[:OBSERVED_AT]->(n) } AS devices,
      COUNT { MATCH (n)-[r]-(o:Record) WHERE r.lid IS NOT NULL AND NOT o.kind IN $p.beside } AS others
    WITH n WHERE devices = 0 OR others > 0
    WITH n, [g IN n.granted WHERE g <> $p.mark] AS rest
    SET n.granted = CASE WHEN size(rest) > 0 THEN rest END
    """,
)
_BESIDE_DEVICES = ["FalseBaseStation", "Sighting", "Site"]
_UNMARK_RECORDS = template(
    "unmark_granted_records",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid}) WHERE $p.mark IN n.granted
    SET n.marking = true
    WITH n, [g IN n.granted WHERE g <> $p.mark] AS rest
    SET n.granted = CASE WHEN size(rest) > 0 THEN rest END
    REMOVE n.marking
    """,
)
_UNMARK_LINKS = template(
    "unmark_granted_links",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})-[r]->(:Record)
    USING INDEX n:Record(rid)
    WHERE $p.mark IN r.granted
    SET r.marking = true
    WITH r, [g IN r.granted WHERE g <> $p.mark] AS rest
    SET r.granted = CASE WHEN size(rest) > 0 THEN rest END
    REMOVE r.marking
    """,
)


async def mark_granted(
    tx: Transaction, grant: Grant, records: Sequence[NamedRecord], links: Sequence[NamedLink], *, devices_alone: bool
) -> None:
    """Mark what a grant names: with `devices_alone`, of sightings those of false base stations and of nothing else.

    Raises:
        GrantMovedError: a record or link no longer stands under the terms that were weighed.
    """
    # Sorted, so that two that mark the same records take their locks in one order.
    parameters = {"originator": grant.originator, "mark": grant.mark}
    named = [[r.id, r.compartment] for r in sorted(records, key=lambda r: r.id)]
    found = await tx.run(_MARK_RECORDS, {**parameters, "rows": named})
    if found[0]["marked"] != len(named):
        raise GrantMovedError
    if devices_alone:
        rids = [rid for rid, _ in named]
        await tx.run(_UNMARK_OTHER_SIGHTINGS, {"mark": grant.mark, "rids": rids, "beside": _BESIDE_DEVICES})
    if links:
        terms: dict[str, dict[str, int]] = defaultdict(dict)
        for link in links:
            terms[link.source_id][link.id] = link.compartment
        ends = [{"source": source, "terms": found} for source, found in sorted(terms.items())]
        marked = await tx.run(_MARK_LINKS, {**parameters, "rows": ends})
        if marked[0]["marked"] != sum(map(len, terms.values())):
            raise GrantMovedError


async def unmark_granted(tx: Transaction, mark: int, *, record_ids: Iterable[str], source_ids: Iterable[str]) -> None:
    """Take the mark of a grant off records, and off the links that start at records."""
    await tx.run(_UNMARK_RECORDS, {"rids": sorted(record_ids), "mark": mark})
    await tx.run(_UNMARK_LINKS, {"rids": sorted(set(source_ids)), "mark": mark})
