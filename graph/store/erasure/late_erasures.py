"""Erases what its originator withdrew before: its recalls alone say that there was such a record.

The one transaction takes what an erasure takes in one step with a withdrawal, as far as that is left: judgements that
were kept, which withdrawn links led to the record, the words of seals, and rows in quarantine that name it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from graph.errors import RecordMovedError
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template
from graph.store.seals.protection_store import erase_words_of_seals
from graph.store.withdrawal.recall_store import recall_of
from graph.store.withdrawal.recalls import Recall, RecallCause
from graph.store.withdrawal.withdrawn_references import forget_links

_LAST_WITHDRAWALS = template(
    "last_withdrawals",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (c:Recall {record: rid})
    WHERE c.originator = $p.originator AND c.link IS NULL AND NOT c.cause IN ['narrowed', 'corrected']
      AND NOT EXISTS { MATCH (:Record {rid: rid}) }
    WITH rid, c ORDER BY c.at DESC, c.id
    WITH rid, collect(c.id)[0] AS last
    RETURN collect(last) AS rows
    """,
)
_RECALLS = template(
    "recalls_of_withdrawals",
    Access.SYSTEM,
    "MATCH (c:Recall) USING INDEX c:Recall(id) WHERE c.id IN $p.ids RETURN collect(c {.*}) AS rows",
)
# It is looked after again for some minutes, as at first: an answer that was under way may have named the record.
_ERASE = template(
    "erase_withdrawn",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (c:Recall {id: row.id}) WHERE c.originator = $p.originator
    SET c.locked = true REMOVE c.locked
    WITH c, row WHERE NOT c.erased AND NOT EXISTS { MATCH (:Record {rid: c.record}) }
    SET c.erased = true, c.erased_by = $p.by, c.erased_at = $p.at, c.fallout = row.fallout, c.settled = false
    RETURN c.record AS rid
    """,
)
_FORGET_JUDGED = template(
    "forget_kept_judgements",
    Access.WRITE,
    "UNWIND $p.rids AS rid MATCH (:Recall {record: rid})-[k:KEPT_JUDGEMENT]-() DELETE k",
)
_FORGET_WAITING = template(
    "forget_rows_of_withdrawn",
    Access.WRITE,
    """
    MATCH (q:QuarantinedRow)
    USING INDEX q:QuarantinedRow(originator, id)
    WHERE q.originator = $p.originator AND q.id > ''
      AND any(rid IN coalesce(q.names, []) + coalesce(q.records, []) WHERE rid IN $p.rids)
    DELETE q
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateErasure:
    """What is erased though it was withdrawn before: `fallouts` has by recall what is kept with each from now on."""

    recalls: Sequence[Recall]
    fallouts: Mapping[str, Mapping[str, Any]]
    by: str
    at: datetime

    @property
    def record_ids(self) -> list[str]:
        """The records, in the order of their ids."""
        return sorted(recall.record_id for recall in self.recalls)


class WithdrawnRecords:
    """Reads by which recalls an originator's records went that are gone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def to_erase(self, originator: str, records: Iterable[str]) -> list[Recall]:
        """Return of these records the last withdrawals of those that are gone and were not erased, by their ids."""
        wanted = sorted(set(records))
        ids = await self._store.read(_LAST_WITHDRAWALS, {"originator": originator, "rids": wanted}) if wanted else []
        rows = await self._store.read(_RECALLS, {"ids": ids}) if ids else []
        found = sorted((recall_of(row) for row in rows), key=lambda recall: recall.record_id)
        return [r for r in found if r.cause is RecallCause.RETRACTED and not r.erased]


async def erase_withdrawn(tx: Transaction, originator: str, erasure: LateErasure) -> None:
    """Erase what is left of an originator's withdrawn records in the store; their recalls say so from now on.

    Raises:
        RecordMovedError: one was filed again or erased meanwhile. Nothing may be written.
    """
    rids = erasure.record_ids
    if not rids:
        return
    rows = [{"id": r.id, "fallout": orjson.dumps(dict(erasure.fallouts[r.id])).decode()} for r in erasure.recalls]
    asked = {"rows": rows, "originator": originator, "by": erasure.by, "at": erasure.at.isoformat()}
    if len(await tx.run(_ERASE, asked)) < len(rids):
        raise RecordMovedError
    await tx.run(_FORGET_JUDGED, {"rids": rids})
    await tx.run(_FORGET_WAITING, {"rids": rids, "originator": originator})
    await forget_links(tx, originator, rids)
    await erase_words_of_seals(tx, rids)
