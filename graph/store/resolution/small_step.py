"""Writes what resolution of a few records found with one statement, which is a transaction of its own.

For one more record round trips are what costs: a dozen statements one after the other take longer than what they do.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from graph.records import RecordId
from graph.store.changes import NOWHERE, RESOLUTION, ChangeKind, in_changes
from graph.store.connection import Store
from graph.store.cypher import Access, template
from graph.store.resolution.resolution_writes import (
    PUT_MATCH,
    WRITE_RESOLVED,
    Compared,
    ResolvedRecord,
    StoredMatch,
    match_rows,
    opened_carriers,
    resolved_rows,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallStep:
    """What resolution of a few records found.

    Attributes:
        resolved: what is written on them.
        matches: their pairs that have evidence.
        stale: pairs that no longer have any.
        joined: pairs of which some view may make one entity.
        told: new linkages, flat, for the changes that tell of them; none where it is empty.
        compartments: where the ends of these stood as they were found.
        same: pairs of which more follows than is written here where an end has one of the watched roles.
        read: of their ends what was compared, as far as they were.
        watched: these roles.
        identifying: the types of the links by which selectors speak for a record.
    """

    resolved: Sequence[ResolvedRecord]
    matches: Sequence[StoredMatch]
    stale: Sequence[tuple[RecordId, RecordId]]
    joined: Sequence[tuple[RecordId, RecordId]]
    told: Sequence[RecordId]
    same: Sequence[tuple[RecordId, RecordId]]
    read: Mapping[RecordId, Compared]
    watched: AbstractSet[str]
    identifying: AbstractSet[str] = frozenset()
    compartments: Mapping[RecordId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How far the follower is after a step, and the number of the newest change then."""

    seq: int
    last: int


# A follower that moved, a pair that is watched, an end that was filed anew since it was compared or whose selector was,
# or a sealed number that waits for one of these to be compared, ends it before anything is written. Pairs are joined
# one after the other, each by the components that the one before left; the counter is taken last.
_PUT_STEP = template(
    "put_step",
    Access.WRITE,
    f"""
    MERGE (f:Follower {{name: $p.name}}) ON CREATE SET f.seq = 0
    SET f.locked = true
    WITH f WHERE f.seq = $p.after AND NOT EXISTS {{
      UNWIND $p.ends AS end
      MATCH (w:Record {{rid: end[0]}})
      USING INDEX w:Record(rid)
      WHERE w.role IN $p.watched OR w.digest <> end[1] OR EXISTS {{ MATCH (:Seal {{record: w.rid}}) }}
        OR any(key IN end[2] WHERE NOT EXISTS {{
          MATCH (w)-[r]->(s:Record) WHERE type(r) IN $p.identifying AND substring(s.key, size(s.kind) + 1) = key
        }})
    }} AND NOT EXISTS {{
      UNWIND $p.resolved AS row
      WITH row WHERE row.new IS NOT NULL
      MATCH (w:Record {{rid: row.rid}})-->(s:Record)
      USING INDEX w:Record(rid)
      WHERE s.seal = 'person' OR s.sealed_by IS NOT NULL
    }}
    CALL () {{
      UNWIND $p.resolved AS row
      {WRITE_RESOLVED}
    }}
    CALL () {{
      UNWIND $p.matches AS row
      {PUT_MATCH}
    }}
    CALL () {{
      UNWIND $p.stale AS row
      MATCH (a:Record {{rid: row[0]}})-[m:MATCH]->(b:Record {{rid: row[1]}})
      USING INDEX a:Record(rid)
      DELETE m
    }}
    CALL () {{
      UNWIND $p.joined AS row
      CALL (row) {{
        MATCH (a:Record {{rid: row[0]}})
        USING INDEX a:Record(rid)
        MATCH (b:Record {{rid: row[1]}})
        USING INDEX b:Record(rid)
        WHERE a.component <> b.component
        WITH a.component AS one, b.component AS two
        WITH one, two, COUNT {{ MATCH (x:Record {{component: one}}) USING INDEX x:Record(component) }} AS ones,
          COUNT {{ MATCH (y:Record {{component: two}}) USING INDEX y:Record(component) }} AS twos
        WITH CASE WHEN ones > twos OR (ones = twos AND one > two) THEN [two, one] ELSE [one, two] END AS move
        MATCH (n:Record {{component: move[0]}})
        USING INDEX n:Record(component)
        SET n.component = move[1]
      }}
    }}
    CALL () {{
      MATCH (counter:Counter {{name: 'change'}}) WHERE size($p.told) > 0
      SET counter.n = counter.n + size($p.told)
      WITH counter.n - size($p.told) AS base
      UNWIND range(1, size($p.told)) AS i
      CREATE (c:Change {{seq: base + i, kind: $p.told[i - 1][0], rids: $p.told[i - 1][1], cmps: $p.told[i - 1][2],
        at: timestamp()}})
    }}
    MATCH (counter:Counter {{name: 'change'}})
    SET f.seq = CASE WHEN size($p.told) > 0 AND counter.n = $p.seq + size($p.told) THEN counter.n ELSE $p.seq END
    RETURN f.seq AS seq, counter.n AS last
    """,
)


async def put_step(store: Store, step: SmallStep, *, after: int, seq: int) -> Written | None:
    """Write what one small step found and move the follower on, in one statement.

    Args:
        store: where to.
        step: what was found.
        after: where the follower stood when the step was read.
        seq: the number of the last change that the step dealt with.

    Returns:
        How far the follower is and the newest change then; `None`, and nothing was written, where another process moved
        the follower, more follows from a pair or a record, or an end of a pair or its selector was filed anew.
    """
    opened = opened_carriers(step.resolved)
    told = [
        *([[str(ChangeKind.OPENED), list(opened), None]] if opened else ()),
        *(
            [str(ChangeKind.LINKAGE), list(linked), [step.compartments.get(rid, NOWHERE) for rid in linked]]
            for linked in in_changes(step.told)
        ),
    ]
    ends = sorted({rid for pair in step.same for rid in pair})
    parameters = {
        "name": RESOLUTION,
        "after": after,
        "seq": seq,
        "ends": [[rid, *(step.read[rid].as_row() if rid in step.read else (None, []))] for rid in ends],
        "identifying": sorted(step.identifying),
        "watched": sorted(step.watched),
        "resolved": resolved_rows(step.resolved),
        "matches": match_rows(step.matches),
        "stale": [list(pair) for pair in step.stale],
        "joined": [list(pair) for pair in step.joined],
        "told": told,
    }
    rows = await store.write_at_once(_PUT_STEP, parameters)
    return Written(seq=rows[0]["seq"], last=rows[0]["last"]) if rows else None
