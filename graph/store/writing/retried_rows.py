"""Leaves out of a batch what comes of rows that no longer wait in quarantine as they were read.

Between the reading and the writing of a retry somebody may file the corrected row, or an operator drop it. What waits
is locked before anything is written and goes in the same transaction, so that one of the two comes after the other:
what was filed or dropped first is not undone, and what is filed afterwards is written over it.
"""

from dataclasses import replace

from graph.store.connection import Transaction
from graph.store.cypher import Access, template
from graph.store.writing.write_batch import WriteBatch

# In the order of their ids. What is read behind the lock stands until the transaction ends.
_LOCK = template(
    "lock_retried_rows",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (q:QuarantinedRow {id: row[0]})
    SET q.retried = true
    WITH q, row
    REMOVE q.retried
    WITH q, row WHERE q.drop_reason IS NULL AND coalesce(q.added, 0) = row[1]
    RETURN collect(q.id) AS ids
    """,
)


async def without_overtaken(tx: Transaction, batch: WriteBatch) -> tuple[WriteBatch, frozenset[str]]:
    """Return a batch without what comes of rows alone that were overtaken, and the ids of what waited of those.

    All that waits of a row is solved together: where one entry is gone, the row is left to the next retry.
    """
    if not batch.retried:
        return batch, frozenset()
    entries = {row_id: added for row in batch.retried for row_id, added in row.entries.items()}
    [found] = await tx.run(_LOCK, {"rows": [list(entry) for entry in sorted(entries.items())]})
    standing = frozenset(found["ids"])
    still = [row for row in batch.retried if standing.issuperset(row.entries)]
    if len(still) == len(batch.retried):
        return batch, frozenset()
    given = {item for row in still for item in row.gives}
    waiting = {entry for row in still for entry in row.entries}
    gone = {item for row in batch.retried for item in row.gives} - given
    left = replace(
        batch,
        records=[record for record in batch.records if record.id not in gone],
        links=[link for link in batch.links if link.id not in gone],
        quarantined=[row for row in batch.quarantined if row.id not in gone],
        settled={row_id: ids for row_id, ids in batch.settled.items() if row_id in waiting},
        retried=still,
    )
    return left, frozenset(entries.keys() - waiting)
