"""Keeps what agencies held apart by a judgement while one of the two records is withdrawn, and puts it back with it.

Else whoever wrote the other record could undo an un-merging that is not theirs, by withdrawing it and filing it again,
and who judged would not hear of it (decision 225). What joins two is not kept: whether they still are one is to be seen
from what is filed.

While the record is gone a judgement hangs between its recall and the other record, or that one's recall. It has no
words: who judged wrote them of what is gone. An erasure takes it along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template

# What hangs on a record since the other one left goes over to its own recall.
_APART = template(
    "judgements_to_keep",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    CALL (n) {
      MATCH (n)-[j:JUDGEMENT]-(o:Record) WHERE j.value IN ['NEGATIVE', 'UNSURE']
      RETURN j {.jid, .agency, .value, .author, .at, .cmp} AS said, o.rid AS other, null AS recall
      UNION ALL
      MATCH (c:Recall)-[k:KEPT_JUDGEMENT]->(n)
      RETURN k {.jid, .agency, .value, .author, .at, .cmp} AS said, c.record AS other, c.id AS recall
    }
    RETURN rid AS rid, other AS other, recall AS recall, said AS said
    """,
)
_KEEP = template(
    "keep_judgements",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (c:Recall {id: row.of})
    OPTIONAL MATCH (gone:Recall {id: row.recall})
    OPTIONAL MATCH (n:Record {rid: row.other})
    WITH c, coalesce(gone, n) AS other, row.said AS said WHERE other IS NOT NULL
    CREATE (c)-[k:KEPT_JUDGEMENT]->(other) SET k = said
    """,
)
_KEPT_ANY = template(
    "kept_any_judgement", Access.READ_IN_WRITE, "RETURN EXISTS { MATCH ()-[:KEPT_JUDGEMENT]->() } AS found"
)
# Setting a property takes a record's lock: one that is withdrawn meanwhile has no id then, and took along what hung on
# it. It counts from the day on which it is back, so that its date tells nobody of a record that they never saw; the
# agency that judged reads since when it said so.
_PUT_BACK = template(
    "put_judgements_back",
    Access.WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (:Recall {record: rid})-[k:KEPT_JUDGEMENT]-()
    WITH DISTINCT k, startNode(k) AS c, endNode(k) AS o
    OPTIONAL MATCH (n:Record {rid: c.record})
    OPTIONAL MATCH (m:Record {rid: coalesce(o.rid, o.record)})
    WITH k, c, o, n, m ORDER BY coalesce(o.rid, o.record), c.record
    SET n.locked = true, m.locked = true
    REMOVE n.locked, m.locked
    WITH k, c, o, CASE WHEN n.rid IS NOT NULL THEN n END AS n, CASE WHEN m.rid IS NOT NULL THEN m END AS m,
      properties(k) AS said
    WHERE n IS NOT NULL OR m IS NOT NULL
    DELETE k
    WITH c, o, n, m, said, CASE WHEN n.rid < m.rid THEN n ELSE m END AS a,
      CASE WHEN n.rid < m.rid THEN m ELSE n END AS b
    FOREACH (_ IN CASE WHEN n IS NOT NULL AND m IS NOT NULL THEN [1] END |
      CREATE (a)-[j:JUDGEMENT]->(b) SET j = said, j.at = $p.at
      CREATE (a)-[e:EARLIER_JUDGEMENT]->(b) SET e = said, e.replaced = $p.at)
    FOREACH (_ IN CASE WHEN n IS NULL THEN [1] END | CREATE (c)-[x:KEPT_JUDGEMENT]->(m) SET x = said)
    FOREACH (_ IN CASE WHEN m IS NULL THEN [1] END | CREATE (o)-[x:KEPT_JUDGEMENT]->(n) SET x = said)
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedApart:
    """What an agency said of a record that goes and another: the judgement without its words.

    `other`: the other record; `recall`: its recall, where that has gone already.
    """

    record_id: str
    other: str
    recall: str | None
    said: Row


async def judged_apart(tx: Transaction, rids: Sequence[str]) -> tuple[JudgedApart, ...]:
    """Return the judgements that hold records, which this transaction has locked and takes out, apart from others."""
    rows = await tx.run(_APART, {"rids": rids})
    return tuple(
        JudgedApart(record_id=row["rid"], other=row["other"], recall=row["recall"], said=row["said"]) for row in rows
    )


async def keep_judgements(tx: Transaction, judged: Iterable[JudgedApart], recalls: Mapping[str, str]) -> None:
    """Keep what held records apart that are gone.

    Args:
        tx: the transaction that took them out and wrote their recalls.
        judged: the judgements; one of two that go together is kept once.
        recalls: the ids of the recalls by those of the records.
    """
    rows = {
        j.said["jid"]: {
            "of": recalls[j.record_id],
            "other": j.other,
            "recall": j.recall or recalls.get(j.other),
            "said": j.said,
        }
        for j in judged
    }
    if rows:
        await tx.run(_KEEP, {"rows": list(rows.values())})


async def put_judgements_back(tx: Transaction, rids: Sequence[str], *, at: datetime) -> None:
    """Put back what held records apart that are filed again, as far as the others are there too."""
    if not rids:
        return
    [kept] = await tx.run(_KEPT_ANY, {})
    if kept["found"]:
        await tx.run(_PUT_BACK, {"rids": sorted(rids), "at": at.isoformat()})
