"""Counts for the operator of a deployment: what is in the store, by kind. Not for viewers."""

from graph.store.connection import Store
from graph.store.cypher import Access, template

_RECORDS = template(
    "count_records",
    Access.SYSTEM,
    "MATCH (n:Record) RETURN coalesce(n.kind, 'unknown') AS kind, count(*) AS count ORDER BY kind",
)
_REST = template(
    "count_rest",
    Access.SYSTEM,
    """
    RETURN COUNT { MATCH (:Record)-[r]->(:Record) WHERE r.lid IS NOT NULL } AS links,
      COUNT { MATCH ()-[m:MATCH]->() WHERE m.positive } AS matches,
      COUNT {
        MATCH (a)-[m:MATCH]->(b)
        WHERE NOT coalesce(m.positive, false)
          AND NOT EXISTS { (a)-[j:JUDGEMENT]->(b) WHERE j.value <> 'NO_JUDGEMENT' }
      } AS pairsToReview,
      COUNT { MATCH ()-[j:JUDGEMENT]->() } AS judgements,
      COUNT {
        MATCH (q:QuarantinedRow) WHERE q.drop_reason IS NULL
        RETURN DISTINCT q.originator AS owner, q.dataset AS dataset, q.file AS file, q.row AS row, q.content AS content
      } AS quarantined,
      COUNT { MATCH (q:QuarantinedRow) WHERE q.drop_reason IS NULL } AS brokenRules,
      COUNT { MATCH (x:Notice) } AS notices
    """,
)


class StoreOverview:
    """Counts what is stored."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def counts(self) -> dict[str, object]:
        """Return how many records there are, in all and by kind, and how many of everything else.

        `matches` counts pairs whose evidence is enough for one thing, also where documents or birth dates keep them
        apart; `pairsToReview` those whose evidence leaves them to a human and that no agency has judged. `quarantined`
        counts source rows and `brokenRules` what is wrong with them: one may break several.
        """
        by_kind = {row["kind"]: row["count"] for row in await self._store.read(_RECORDS, {})}
        rest = (await self._store.read(_REST, {}))[0]
        return {"records": sum(by_kind.values()), "recordsByKind": by_kind, **rest}
