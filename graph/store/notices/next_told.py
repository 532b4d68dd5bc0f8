"""Who is told next where so many hold one number that not all are: as one who was told goes, another comes in.

Not with the next change of the other agency's record: that may be one which nobody is to notice.
"""

from collections.abc import Iterable
from typing import Any

from graph.store.connection import Transaction
from graph.store.cypher import Access, template
from graph.store.notices import equal_keys

# The bound counts as where linkages are announced: under the terms of one originator, of a key in the order in which
# they came, of what carries a number by their ids. Few numbers have so many: of the others their count is all. Terms
# are those of the record: its entry in the hit index may be of before it was narrowed or sealed, or it may be gone.
_NEXT = """
    MATCH (n:Record {rid: x.other})
    WITH DISTINCT n, own.originator AS originator
    CALL (n, originator) {
      UNWIND CASE WHEN n.key IS NULL THEN [] ELSE [n.key] END AS key
      MATCH (o:Record {component: n.component})
      USING INDEX o:Record(component)
      WHERE o.key = key AND o.originator = originator AND NOT o.rid IN $p.gone
      WITH o ORDER BY o.received, o.rid
      WITH o.cmp AS cmp, collect(o.rid) AS holders WHERE size(holders) >= $p.most
      RETURN holders
      UNION
      MATCH (h:HitEntry {record: n.rid})
      MATCH (o:HitEntry {token: h.token})
      WHERE (h.carried <> '' OR o.carried <> '') AND NOT o.record IN $p.gone
      WITH h.carried AS own_carried, o.carried AS carried, o.cmp AS stood, collect(DISTINCT o.record) AS entries
      MATCH (c:Compartment {id: stood}) WHERE c.originator = originator
      WITH own_carried, carried, collect(entries) AS parts, sum(size(entries)) AS count WHERE count >= $p.most
      UNWIND parts AS entries
      UNWIND entries AS rid
      MATCH (o:Record {rid: rid})
      WITH own_carried, carried, o ORDER BY o.rid
      WITH own_carried, carried, o.cmp AS cmp, collect(DISTINCT o.rid) AS holders WHERE size(holders) >= $p.most
      RETURN holders
    }
    UNWIND holders[..$p.most] AS rid
    WITH DISTINCT n, rid WHERE NOT EXISTS { MATCH (y:Notice {own: rid}) WHERE y.other_agency = n.originator }
    WITH n.rid AS other, rid ORDER BY other, rid
    RETURN collect([other, rid]) AS rows
"""
_BEHIND_GONE = template(
    "told_next_of_gone",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.gone AS gone
    MATCH (own:Record {{rid: gone}})
    MATCH (x:Notice {{own: gone}})
    {_NEXT}
    """,
)
_BEHIND_NOTICES = template(
    "told_next_of_notices",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.ids AS id
    MATCH (x:Notice {{id: id}})
    MATCH (own:Record {{rid: x.own}})
    {_NEXT}
    """,
)

_BEHIND_CHANGED = template(
    "told_next_of_changed",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (x:Notice {{own: rid}})
    WHERE coalesce(x.reason, 'linkage') = 'linkage' AND (x.ended_at IS NOT NULL OR x.hidden = true)
    MATCH (own:Record {{rid: rid}})
    {_NEXT}
    """,
)


async def told_next_of_gone(tx: Transaction, gone: Iterable[str]) -> list[str]:
    """Return, pair after pair, who comes in for records that are to go, before their notices do."""
    return _flat(await tx.run(_BEHIND_GONE, {"gone": sorted(set(gone)), "most": equal_keys.MOST_TOLD}))


async def told_next_of_notices(tx: Transaction, ids: Iterable[str]) -> list[str]:
    """Return the same for notices that tell of a linkage no more: it ended, or their record stands elsewhere now."""
    return _flat(await tx.run(_BEHIND_NOTICES, {"ids": sorted(set(ids)), "gone": [], "most": equal_keys.MOST_TOLD}))


async def told_next_of_changed(tx: Transaction, ids: Iterable[str]) -> list[list[str]]:
    """Return the same as pairs for changed records, once the hit index has taken in what carries a number now."""
    parameters = {"rids": sorted(set(ids)), "gone": [], "most": equal_keys.MOST_TOLD}
    rows: Any = await tx.run(_BEHIND_CHANGED, parameters)
    return list(rows)


def _flat(rows: Any) -> list[str]:
    return [rid for pair in rows for rid in sorted(pair)]
