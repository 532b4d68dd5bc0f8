"""The statements that write records one by one, and what ends a batch: its checkpoint and its changes."""

from graph.ontology import PropertyClass
from graph.parts import SEALED_CLASSES, sealed_name
from graph.store.cypher import Access, template
from graph.store.schema.schema_statements import SEARCH_CLASSES

# So many new records of a batch are created together, before the batch before has ended; so many of one kind are not
# looked up first where all are expected to be new; and so many links of one type have a statement of their own.
MANY = 50

EXISTING = template(
    "existing_records",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    RETURN collect({rid: n.rid, digest: n.digest, cmp: n.cmp, kind: n.kind,
      role: coalesce(n.filed_role, n.role)}) AS rows
    """,
)
# In the order of their ids, as a claim takes them. What is read behind the lock is what this transaction replaces, and
# neither a hold nor a claim comes in between: both take the same lock.
_PARTS = ", ".join(f".{name}" for name in (*PropertyClass, *map(sealed_name, SEALED_CLASSES)))
LOCK = template(
    "lock_to_replace",
    Access.WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}})
    SET n.filing = true
    WITH n
    REMOVE n.filing
    RETURN collect({{rid: n.rid, digest: n.digest, cmp: n.cmp, kind: n.kind, profile: n.profile,
      role: coalesce(n.filed_role, n.role), times: n.value_times, parts: n {{{_PARTS}}}}}) AS rows
    """,
)
# One text for all kinds and one for all link types: labels and types come from the ontology, and every further text
# would cost its planning, some 100 ms, in each new process.
_NO_WORDS = ", ".join(f"n.text_{c} = null" for c in SEARCH_CLASSES)
_NOTHING_SEALED = ", ".join(f"n.{name} = null" for name in ("sealed_cmp", *map(sealed_name, SEALED_CLASSES)))
UPSERT = template(
    "upsert_records",
    Access.WRITE,
    f"""
    UNWIND $p.rows AS row
    MERGE (n:Record {{rid: row.rid}})
    ON CREATE SET n:$(row.props.kind), n.received = $p.received, n.component = row.component
    // The words are of what stood before, under the terms of before; resolution writes those of the new content.
    // Setting the digest takes the record's lock: the compartment read next is the one that this transaction replaces.
    SET n.digest = row.props.digest
    WITH n, row, n.cmp AS before, n.kind AS kind
    SET n += row.props, {_NO_WORDS}, {_NOTHING_SEALED}
    // Who guesses with an old reference was not there with the guess.
    SET n.filed_at = CASE WHEN before IS NULL THEN null ELSE $p.received END
    // Of what came with the record, and since nobody filed it again, no time is kept.
    SET n.value_times = CASE WHEN row.times IS NULL THEN n.value_times WHEN size(row.times) > 0 THEN row.times END
    // Of a row that waited, when it came; of others that is the time just set.
    SET n.content_at = row.content_at
    // New, filed again before it was compared, or another kind of thing now.
    SET n.cmp = CASE WHEN before IS NULL OR before IN $p.uncompared OR kind <> n.kind THEN row.first ELSE n.cmp END
    SET n.moves = CASE WHEN before <> n.cmp THEN coalesce(n.moves, 0) + 1 ELSE n.moves END
    // What a seal closed of it stands open within this transaction, until the seals of selectors are followed. What is
    // filed under the very role that a claim gave it stands as before, and has that role of its own now.
    WITH n, row, before WHERE before <> n.cmp OR n.sealed_by IS NOT NULL OR (before IS NOT NULL AND NOT row.stood)
      OR (before IS NOT NULL AND n.seal IN ['claimed', 'own'])
    RETURN collect({{rid: n.rid, before: before, stood: row.stood}}) AS rows
    """,
)
# What its own agency's claim makes of a record is worked out from the claim, by `keep_seals`. One that was filed as a
# victim's besides has no other role that was filed: it keeps its own, which outlives the claim.
KEEP_ROLE = template(
    "keep_role",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid}) WHERE n.seal IS NULL OR n.seal <> 'own' OR n.filed_role IS NULL
    // Not what was filed: when it is filed by who may say so, it is a change.
    SET n.role = row.role, n.cmp = row.cmp, n.digest = n.digest + ' kept'
    RETURN collect({rid: n.rid, cmp: n.cmp}) AS rows
    """,
)
# Rare enough for a statement of its own: a reference that its originator gives to another kind of thing. Its matches
# were of the other kind, and no model reads their evidence; what was told or withheld of those was told of another
# thing. The hit index takes in what it carries now.
CHANGE_KIND = template(
    "change_kind",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid})
    REMOVE n:$(row.before)
    SET n:$(row.kind), n.key = row.key, n.component = row.component
    WITH n
    CALL (n) { MATCH (n)-[m:MATCH]-(:Record) DELETE m }
    CALL (n) { MATCH (h:HitEntry {record: n.rid}) DELETE h }
    CALL (n) { MATCH (x:Notice {own: n.rid}) WHERE coalesce(x.reason, 'linkage') = 'linkage' DELETE x }
    CALL (n) { MATCH (x:Notice {other: n.rid}) WHERE coalesce(x.reason, 'linkage') = 'linkage' DELETE x }
    """,
)
ENDS_CHANGED = template(
    "ends_changed",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.ends AS end
    MATCH (n:Record {rid: end[0]}) WHERE NOT n.cmp IN end[1..]
    RETURN count(n) AS changed
    """,
)
END_BATCH = template(
    "end_batch",
    Access.WRITE,
    """
    FOREACH (point IN $p.points |
      MERGE (c:Checkpoint {key: point.key}) SET c.rows_done = point.rows_done, c.finished = point.finished,
        c.named = point.named, c.finished_at = point.finished_at,
        // A batch that was tried again may have come behind the next one.
        c.came_at = CASE WHEN point.came_at IS NOT NULL THEN point.came_at
          WHEN c.came_at > $p.received THEN c.came_at ELSE $p.received END)
    WITH $p.changes AS changes WHERE size(changes) > 0
    MATCH (counter:Counter {name: 'change'})
    SET counter.locked = true
    WITH counter, counter.n AS before, changes
    SET counter.n = before + size(changes)
    WITH before, changes
    UNWIND range(1, size(changes)) AS number
    CREATE (c:Change {seq: before + number, kind: $p.kind, rids: changes[number - 1], at: timestamp(),
      corrected: $p.corrected[number - 1], reprofiled: $p.reprofiled[number - 1], stood: $p.stood[number - 1]})
    RETURN max(c.seq) AS seq
    """,
)
FIND_CHECKPOINT = template(
    "find_checkpoint",
    Access.SYSTEM,
    """
    MATCH (c:Checkpoint {key: $p.key})
    RETURN c.rows_done AS rows_done, c.finished AS finished, c.named AS named, c.finished_at AS finished_at,
      c.came_at AS came_at
    """,
)
