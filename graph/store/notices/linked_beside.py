"""What else of an agency a record is linked to: where one that was told of is hidden or goes, another may stand."""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.records import RecordId
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, Template, template

_ASKED_AT_ONCE = 500

# One record for each of the terms that the other agency has under this key (where it is null, every one), as a later
# record is linked to the first ones; the same of what carries it. A key is looked up once for all who hold it: of what
# a call centre's number is, these are tens of thousands. A match's other end has no label here: by that the planner
# would go through all records.
# INVARIANT: records stand under terms of their own. An entry of the hit index keeps those of before, until the index
# follows; the first one under these could be hidden or gone by now, and would stand before all behind it. Whose it is
# never changes, so the records of the asked agency alone are looked up.
_CANDIDATES = """
    WITH collect([own, agency]) AS asked
    CALL (asked) {
      UNWIND asked AS pair
      WITH pair[0] AS own, pair[1] AS agency WHERE own.key IS NOT NULL
      WITH own.component AS component, own.key AS key, agency, collect(own) AS owns
      CALL (component, key, agency) {
        MATCH (o:Record {component: component})
        USING INDEX o:Record(component)
        WHERE o.key = key AND coalesce(o.originator = agency, true) AND NOT o.rid IN $p.gone
        WITH o.cmp AS cmp, min([o.received, o.rid]) AS first
        RETURN collect(first[1]) AS others
      }
      UNWIND owns AS own
      UNWIND others AS other
      RETURN own, other
      UNION
      UNWIND asked AS pair
      WITH pair[0] AS own, pair[1] AS agency
      MATCH (own)-[m:MATCH]-(o)
      WHERE m.positive = true AND coalesce(o.originator = agency, true) AND NOT o.rid IN $p.gone
      RETURN own, o.rid AS other
      UNION
      UNWIND asked AS pair
      WITH pair[0] AS own, pair[1] AS agency
      MATCH (h:HitEntry {record: own.rid})
      WITH h.token AS token, agency, collect([own, h.carried]) AS owns
      CALL (token, agency) {
        MATCH (e:HitEntry {token: token})
        WHERE NOT e.record IN $p.gone
        WITH e.cmp AS stood, collect([e.record, e.carried <> '']) AS entries
        MATCH (c:Compartment {id: stood}) WHERE coalesce(c.originator = agency, true)
        UNWIND entries AS entry
        MATCH (o:Record {rid: entry[0]})
        WITH o.cmp AS cmp, entry[1] AS carries, min(o.rid) AS first
        RETURN collect([carries, first]) AS others
      }
      UNWIND owns AS one
      UNWIND others AS other
      WITH one, other WHERE one[1] <> '' OR other[0]
      RETURN one[0] AS own, other[1] AS other
    }
"""
_FOUND = f"""
    {_CANDIDATES}
    WITH DISTINCT own.rid AS own, other ORDER BY own, other
    RETURN collect([own, other]) AS rows
"""
_GIVEN = """
    UNWIND $p.rows AS row
    MATCH (own:Record {rid: row[0]})
    WITH own, row[1] AS agency
"""
_BESIDE_GIVEN = f"{_GIVEN}{_FOUND}"
# Where an alert stands it tells of that agency, or what ends or hides it comes up by itself.
_INSTEAD = template(
    "linked_instead",
    Access.SYSTEM,
    f"""
    {_GIVEN}
    {_CANDIDATES}
    WITH DISTINCT own, other
    MATCH (o:Record {{rid: other}}) WHERE o.originator <> own.originator AND NOT EXISTS {{
      MATCH (x:Notice {{own: own.rid}})
      MATCH (n:Record {{rid: x.other}})
      WHERE n.originator = o.originator AND coalesce(x.reason, 'linkage') = 'linkage'
        AND coalesce(x.own_kind, own.kind) = own.kind AND coalesce(x.other_kind, n.kind) = n.kind
        AND (own.kind = n.kind) = (own.kind = o.kind) AND x.ended_at IS NULL AND x.hidden IS NULL
    }}
    WITH own.rid AS own, other ORDER BY own, other
    RETURN collect([own, other]) AS rows
    """,
)
_BESIDE = template("linked_beside", Access.SYSTEM, _BESIDE_GIVEN)
_BESIDE_ENDED = template("linked_beside_ended", Access.READ_IN_WRITE, _BESIDE_GIVEN)
_BESIDE_TOLD = template(
    "linked_beside_told",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (x:Notice {{own: rid}}) WHERE x.other_agency IS NOT NULL AND coalesce(x.reason, 'linkage') = 'linkage'
    MATCH (own:Record {{rid: rid}})
    WITH DISTINCT own, x.other_agency AS agency
    {_FOUND}
    """,
)
_BESIDE_GONE = template(
    "linked_beside_gone",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.gone AS rid
    MATCH (x:Notice {{other: rid}})
    MATCH (own:Record {{rid: x.own}}) WHERE NOT own.rid IN $p.gone
    WITH DISTINCT own, $p.agency AS agency
    {_FOUND}
    """,
)


async def linked_beside(store: Store, wanted: Iterable[tuple[str, str]]) -> list[tuple[RecordId, RecordId]]:
    """Return for pairs of a record and an agency the pairs of that record with the agency's that it is linked to.

    Each is in the order of its ids, as linkages are announced. For the notice matcher alone, which weighs them.
    """
    return [_in_order(pair) for pair in await _read_parts(store, _BESIDE, sorted(set(wanted)))]


async def linked_instead(store: Store, wanted: Iterable[tuple[str, str | None]]) -> list[tuple[RecordId, RecordId]]:
    """Return the same for records of which an announced linkage is not there, without those that an alert tells of.

    Args:
        store: the store.
        wanted: a record with the agency that it was linked to; `None` where that is not known, which stands for all.
    """
    asked = sorted(set(wanted), key=lambda pair: (pair[0], pair[1] or ""))
    return [_in_order(pair) for pair in await _read_parts(store, _INSTEAD, asked)]


async def _read_parts(store: Store, statement: Template, asked: Sequence[tuple[str, str | None]]) -> list[Any]:
    """Return the rows for records and agencies, read in parts: what a part collects is held in the store's memory."""
    rows: list[Any] = []
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        part = [list(pair) for pair in asked[start : start + _ASKED_AT_ONCE]]
        rows += await store.read(statement, {"rows": part, "gone": []})
    return rows


async def linked_beside_ended(tx: Transaction, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Return the same as `linked_beside`, pair after pair, within the transaction that finds that something ended."""
    pairs = [list(pair) for pair in sorted(set(wanted))]
    rows: list[Any] = list(await tx.run(_BESIDE_ENDED, {"rows": pairs, "gone": []})) if pairs else []
    return [rid for pair in rows for rid in _in_order(pair)]


async def linked_beside_told(tx: Transaction, freed: Iterable[str]) -> list[str]:
    """Return, pair after pair, what links these records to agencies of which something was told of them before.

    Args:
        tx: the transaction.
        freed: records of which a filing was held: meanwhile nothing that was told of them changed.
    """
    rows: list[Any] = list(await tx.run(_BESIDE_TOLD, {"rids": sorted(set(freed)), "gone": []}))
    return [rid for pair in rows for rid in _in_order(pair)]


async def linked_beside_gone(tx: Transaction, agency: str, gone: Sequence[str]) -> list[str]:
    """Return, pair after pair, what is still linked to records whose agency was told of some that are to go.

    Args:
        tx: the transaction, before the notices and records are deleted.
        agency: whose records are to go.
        gone: their ids.
    """
    rows: list[Any] = list(await tx.run(_BESIDE_GONE, {"agency": agency, "gone": list(gone)}))
    return [rid for pair in rows for rid in _in_order(pair)]


def _in_order(pair: Sequence[object]) -> tuple[RecordId, RecordId]:
    one, two = sorted(map(str, pair))
    return RecordId(one), RecordId(two)
