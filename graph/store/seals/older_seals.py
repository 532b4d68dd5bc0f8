"""Stamps what sealed persons share with others in a store of a version that left it open to all.

Page by page, as a store may hold millions of records, and each in a transaction of its own: stamped twice is stamped
once, so a run that was ended begins anew.
"""

from graph.ontology import Ontology
from graph.store.changes import ChangeKind, append_change, lock_changes
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template
from graph.store.links.link_stamps import LinkStamps
from graph.store.seals.selector_seals import SelectorSeals

PAGE = 20_000

_SHARED = template(
    "shared_with_sealed",
    Access.SYSTEM,
    """
    MATCH (n:Record)
    USING INDEX n:Record(rid)
    WHERE n.rid > $p.after
    WITH n ORDER BY n.rid LIMIT $p.page
    RETURN max(n.rid) AS last, collect(CASE WHEN n.sealed_by IS NOT NULL AND n.seal IS NULL THEN n.rid END) AS rids
    """,
)


async def stamp_older_seals(store: Store, ontology: Ontology) -> None:
    """Put what sealed persons share with others under the terms of those who keep it open, with its links.

    Raises:
        StoreQueryError: a page failed; those before it are stamped.
    """
    registry = CompartmentRegistry(store)
    await registry.refresh()
    seals, stamps = SelectorSeals(registry, ontology), LinkStamps(registry, ontology)
    after: str | None = ""
    while after is not None:
        [page] = await store.read(_SHARED, {"after": after, "page": PAGE})

        async def work(tx: Transaction, rids: tuple[str, ...] = tuple(page["rids"])) -> None:
            await lock_changes(tx)
            if moved := await seals.follow(tx, rids):
                await stamps.follow(tx, moved)
                await append_change(tx, ChangeKind.RECORDS, moved)

        if page["rids"]:
            await store.write(work)
        after = page["last"]
