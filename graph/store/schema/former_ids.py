"""Ids that an older version minted of references as they were written, so that they are found for ever (decision 177).

Now a reference is folded first: what looks the same has one id. A record that stands under another id keeps it, for its
reference as it was written and for every form of it, unless the folded one has a record of its own. What was withdrawn
has no reference any more: its id is kept away for the reference as it was written. They are looked for once, at the
first start of this version, in pages, which takes time in proportion to the store.
"""

from collections.abc import Iterable, Iterator, Mapping

from graph.parts import decode_provenance
from graph.records import IdMinter
from graph.store.connection import Row, Store
from graph.store.cypher import Access, template
from graph.values import fold_reference

_PAGE_RECORDS = 2_000
# Of ASCII alone and single spaces, as most are: no folding changes it.
_PLAIN = "[!-~]+( [!-~]+)*"

_FIND = template(
    "find_former_ids",
    Access.SYSTEM,
    """
    OPTIONAL MATCH (k:DeploymentKey {name: 'ids'})
    RETURN k.folds_references AS folds, COLLECT { MATCH (f:FormerId) RETURN [f.id, f.stands] } AS rows
    """,
)
_WITHDRAWN = template(
    "ids_withdrawn_before",
    Access.SYSTEM,
    """
    MATCH (c:Recall) WHERE NOT c.cause IN ['narrowed', 'corrected'] AND NOT EXISTS { MATCH (:Record {rid: c.record}) }
    RETURN collect(DISTINCT c.record) AS ids
    """,
)
_PAGE = template(
    "references_as_written",
    Access.SYSTEM,
    """
    MATCH (n:Record) USING INDEX n:Record(rid)
    WHERE n.rid > $p.after
    WITH n ORDER BY n.rid LIMIT $p.limit
    RETURN n.rid AS rid, n.originator AS originator, coalesce(n.sealed_source, n.source) AS source,
      [(n)-[r]->(:Record) WHERE r.lid IS NOT NULL AND NOT r.reference =~ $p.plain |
        [r.lid, r.dataset, type(r) + '|' + r.reference]] AS links
    ORDER BY rid
    """,
)
_STANDING = template(
    "standing_among",
    Access.SYSTEM,
    "UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) RETURN collect(n.rid) AS rids",
)
_PUT = template(
    "put_former_ids",
    Access.WRITE,
    "UNWIND $p.rows AS row MERGE (f:FormerId {id: row[0]}) ON CREATE SET f.stands = row[1]",
)
_MARK = template(
    "mark_references_folded",
    Access.WRITE,
    "MERGE (k:DeploymentKey {name: 'ids'}) SET k.folds_references = true",
)


class FormerIds:
    """The ids of references that were not folded."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, minter: IdMinter) -> Mapping[str, str]:
        """Return by which id each of them stands, as `IdMinter.former` takes it; most stores have none.

        Args:
            minter: has the key that this store's ids are minted with, and no former ids.
        """
        [found] = await self._store.read(_FIND, {})
        if not found["folds"]:
            await self._look(minter)
            [found] = await self._store.read(_FIND, {})
        return dict(found["rows"])

    async def _look(self, minter: IdMinter) -> None:
        # Before the others: what was withdrawn under the folded reference is not to be put under another record's id.
        [gone] = await self._store.read(_WITHDRAWN, {})
        await self._put((i, i) for i in gone["ids"])
        after = ""
        while page := await self._store.read(_PAGE, {"after": after, "limit": _PAGE_RECORDS, "plain": _PLAIN}):
            after = page[-1]["rid"]
            await self._put((lid, lid) for row in page for lid in _unfolded_links(row, minter))
            folded = {rid: new for row in page for rid, new in _unfolded(row, minter)}
            await self._put((rid, rid) for rid in folded)
            if folded:
                [standing] = await self._store.read(_STANDING, {"rids": sorted(folded.values())})
                taken = frozenset(standing["rids"])
                await self._put((new, rid) for rid, new in folded.items() if new not in taken)
        await self._store.write_at_once(_MARK, {})

    async def _put(self, pairs: Iterable[tuple[str, str]]) -> None:
        rows = [list(pair) for pair in pairs]
        for first in range(0, len(rows), _PAGE_RECORDS):
            await self._store.write_at_once(_PUT, {"rows": rows[first : first + _PAGE_RECORDS]})


def _unfolded(row: Row, minter: IdMinter) -> Iterator[tuple[str, str]]:
    """Yield a record's id, and the one that its reference has now, where they differ."""
    if row["source"] is None:
        return
    given = decode_provenance(row["source"])
    if fold_reference(given.reference) == given.reference and fold_reference(given.dataset) == given.dataset:
        return
    folded = minter.record_id(row["originator"], given.dataset, given.reference)
    # One that this version made has its folded id already, however its reference is written.
    if folded != row["rid"] == minter.unfolded_record_id(row["originator"], given.dataset, given.reference):
        yield row["rid"], folded


def _unfolded_links(row: Row, minter: IdMinter) -> Iterator[str]:
    """Yield the ids of a record's links of which the references have others now."""
    for lid, dataset, reference in row["links"]:
        given = (row["originator"], dataset, reference)
        if minter.link_id(*given) != lid == minter.unfolded_link_id(*given):
            yield lid
