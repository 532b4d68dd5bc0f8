"""Leaves out of a batch what was filed since the row came that it is of: a retried row takes its old place.

A row that waits says what its originator knew when it came. Where the same record or link was filed afterwards, by
another file or by hand, that is the later word, and stands as it would if the row had passed at once. So it is of the
rows that an interrupted run had not come to.

INVARIANT: what is dated in a time to come was written under a clock that ran ahead, and says nothing of the order: it
takes no later word away. Two such dates are of one clock, and are compared.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from graph.ontology import Ontology
from graph.records import Link, LinkId, RecordId
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, Template, template
from graph.store.writing.record_rows import link_row
from graph.store.writing.write_batch import WriteBatch
from graph.unix_time import to_microseconds

# By so much may the clocks of two machines differ, and so long may a transaction wait for the lock of another.
_CLOCKS_DIFFER = timedelta(minutes=5)

# In the order of their ids, and with their locks: nobody files them between this and the writing.
_LATER_RECORDS = template(
    "records_filed_since",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row[0]})
    SET n.filing = true
    WITH n, row
    REMOVE n.filing
    WITH n, row, coalesce(n.content_at, n.filed_at, n.received) AS at
    WHERE n.digest <> row[2] AND at > row[1] AND (at <= $p.latest OR row[1] > $p.latest)
    RETURN collect(n.rid) AS ids
    """,
)
_KEEP_TIME = template(
    "keep_time_of_content",
    Access.WRITE,
    "UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) SET n.content_at = $p.at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedBatch:
    """A batch and when its contents came, in microseconds since 1970, by the ids of what retried rows give of it.

    `since`: what was left out of it, as other content was filed later.
    """

    batch: WriteBatch
    came: Mapping[str, int] = field(default_factory=dict)
    since: frozenset[RecordId | LinkId] = frozenset()

    def timed(self, rows: Sequence[Row]) -> list[Row]:
        """Return those of these rows of records that are still of the batch, each with when its content came."""
        wanted = {record.id for record in self.batch.records}
        return [{**row, "content_at": self.came.get(row["rid"])} for row in rows if row["rid"] in wanted]


class LaterFilings:
    """Finds what was filed later than the retried rows of a batch came."""

    def __init__(self, ontology: Ontology, clock: Callable[[], datetime]) -> None:
        self._links = {name: _later_links(name) for name in ontology.links}
        self._clock = clock

    async def without(
        self, tx: Transaction, batch: WriteBatch, rows: Sequence[Row], own: Mapping[LinkId, int]
    ) -> TimedBatch:
        """Return a batch without what was filed with other content since its retried rows came.

        Args:
            tx: the transaction.
            batch: what is to be written; one of no retried rows comes back as it is.
            rows: the rows of its records.
            own: the compartments of its links by themselves.
        """
        if not batch.retried:
            return TimedBatch(batch=batch)
        came = {item: to_microseconds(row.at) for row in batch.retried for item in row.gives}
        latest = latest_believed(self._clock())
        since: set[RecordId | LinkId] = {*await self._records(tx, rows, came, latest)}
        since.update(await self._of_links(tx, batch.links, own, came, latest))
        left = replace(
            batch,
            records=[record for record in batch.records if record.id not in since],
            links=[link for link in batch.links if link.id not in since],
        )
        return TimedBatch(batch=left, came=came, since=frozenset(since))

    async def _records(
        self, tx: Transaction, rows: Sequence[Row], came: Mapping[str, int], latest: int
    ) -> list[RecordId]:
        asked = [[row["rid"], came[row["rid"]], row["props"]["digest"]] for row in rows if row["rid"] in came]
        [found] = await tx.run(_LATER_RECORDS, {"rows": asked, "latest": latest}) if asked else [{"ids": []}]
        return [RecordId(rid) for rid in found["ids"]]

    async def _of_links(
        self, tx: Transaction, links: Sequence[Link], own: Mapping[LinkId, int], came: Mapping[str, int], latest: int
    ) -> list[LinkId]:
        by_type: dict[str, list[list[object]]] = defaultdict(list)
        for link in sorted(links, key=lambda link: link.id):
            if link.id in came:
                row = link_row(link, own[link.id], 0)
                ends = [link.source_id, link.target_id]
                by_type[link.type].append([link.id, came[link.id], row["props"]["digest"], ends])
        later: list[LinkId] = []
        for name, asked in sorted(by_type.items()):
            [found] = await tx.run(self._links[name], {"rows": asked, "latest": latest})
            later += map(LinkId, found["ids"])
        return later


def latest_believed(now: datetime) -> int:
    """Return the latest date, in microseconds since 1970, that is no time to come."""
    return to_microseconds(now + _CLOCKS_DIFFER)


def is_since(at: int, came: int, *, latest: int) -> bool:
    """Return whether what is dated so was filed after a row came; all in microseconds since 1970."""
    return at > came and (at <= latest or came > latest)


async def keep_time_of_content(tx: Transaction, rids: Sequence[str], *, at: int) -> None:
    """Note of records that were filed once more as they stand when that was, in microseconds since 1970."""
    if rids:
        await tx.run(_KEEP_TIME, {"rids": sorted(rids), "at": at})


def _later_links(name: str) -> Template:
    # When it came is not known of a link that an older version wrote.
    return Template(
        name=f"{name.lower()}_links_filed_since",
        access=Access.WRITE,
        text=f"""
        UNWIND $p.rows AS row
        MATCH (a:Record)-[r:{name} {{lid: row[0]}}]->(b:Record) USING INDEX SEEK r:{name}(lid)
        SET r.filing = true
        WITH a, r, b, row
        REMOVE r.filing
        WITH a, r, b, row, coalesce(r.content_at, r.received) AS at
        WHERE (r.digest <> row[2] OR [a.rid, b.rid] <> row[3])
          AND at > row[1] AND (at <= $p.latest OR row[1] > $p.latest)
        RETURN collect(r.lid) AS ids
        """,
    )
