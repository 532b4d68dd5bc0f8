"""What migrations do to the data that an older store holds: statements that mend it, conditions for resolving it anew.

Which migration does what of it stands in `migrations.py`. A statement is in Cypher; a condition is on a record `n`.
"""

from graph.ontology import Ontology
from graph.records import VICTIM_ROLES
from graph.selectors import carried_marks


def without_ways(_: Ontology) -> list[str]:
    """Announce what has a match that does not say by which keys it was found."""
    # A match that does not say by which keys it was found counts nowhere.
    return ["EXISTS { (n)-[m:MATCH]-(:Record) WHERE m.ways IS NULL }"]


def under_other_keys(_: Ontology) -> list[str]:
    """Announce what stands under keys of blocking rules."""
    # Some names stand under other keys than they did. One under new keys would not find one under old keys, and their
    # match would be dropped when either changes.
    return ["n.blocks IS NOT NULL"]


def seals_by_documents(_: Ontology) -> list[str]:
    """Announce what a document ties to others."""
    # What is of one document with a claimed victim, or was judged to be of her, is sealed as it is resolved again; and
    # who is linked to a document stands under its key then.
    pairs = "(n)-[m:MATCH|JUDGEMENT]-(:Record) WHERE m.positive = false OR m.value = 'POSITIVE'"
    return [f"EXISTS {{ {pairs} }}", "EXISTS { (n)-->(:IdentityDocument) }"]


def seals_that_reach_further(_: Ontology) -> list[str]:
    """Announce what matches a victim or a sealed record."""
    # What matches a victim or a sealed record is sealed as that is resolved again, and then what matches it.
    victims = ", ".join(f"'{role}'" for role in VICTIM_ROLES)
    pairs = f"(n)-[:MATCH|JUDGEMENT]-(o:Record) WHERE o.role IN [{victims}] OR o.seal = 'claimed'"
    return [f"EXISTS {{ {pairs} }}"]


def national_numbers(_: Ontology) -> list[str]:
    """Announce what matches by documents, and what was merged without a human."""
    # Two national numbers say less of one person than they did, whereas a match that they keep apart waits for a human.
    numbers = "any(e IN m.evidence WHERE e STARTS WITH 'document|')"
    pairs = f"(n)-[m:MATCH]-(:Record) WHERE {numbers} OR (m.positive = true AND m.review = false)"
    return [f"EXISTS {{ {pairs} }}"]


def times_of_asking(_: Ontology) -> list[str]:
    """Give each number of a block a time of its last question."""
    # Nobody knows any more when each number of a block was asked: it counts as if that had been now.
    return [
        """
        MATCH (b:CheckedBlock) WHERE b.times IS NULL
        SET b.times = [m IN b.members | timestamp() * 1000], b.last = timestamp() * 1000
        REMOVE b.since
        """
    ]


def entries_by_their_id(_: Ontology) -> list[str]:
    """Name hit entries by ids of their own instead of their records'."""
    return ["MATCH (h:HitEntry) WHERE h.eid IS NULL SET h.eid = h.rid, h.record = h.rid, h.carried = '' REMOVE h.rid"]


def carrying_selectors(ontology: Ontology) -> list[str]:
    """Announce what carries numbers of its own, as a person does."""
    carrying = " OR ".join(f"n.{c} CONTAINS '{mark}'" for c, mark in carried_marks(ontology))
    return [f"n.key IS NULL AND ({carrying})"]


def accounts_that_are_numbers(_: Ontology) -> list[str]:
    """Announce accounts that are phone numbers, and what carries one."""
    # They enter the hit index under the number's key as well, and who is linked to one is resolved anew with it.
    return [
        "n.key STARTS WITH 'OnlineAccount|tel:'",
        """n.key IS NULL AND n.contact CONTAINS '"contactHandle":' AND n.contact CONTAINS '"k":"tel:'""",
    ]


def codes_and_references(_: Ontology) -> list[str]:
    """Announce what has codes or references."""
    # What is searched by a word that their search texts lack.
    return ["n.kind IN ['Measure', 'Payment', 'Site']"]


def earlier_notices(_: Ontology) -> list[str]:
    """Keep back notices that do not say what their agencies had."""
    # Some named records to agencies that had no more than a hit: the trail, which tells, is not for a migration.
    return ["MATCH (x:RecallNotice {form: 'recipient'}) WHERE x.state IS NULL SET x.state = 'unread'"]


def edges_of_links(name: str) -> str:
    """Tell links of one type by the edge that they are of."""
    # One of several links of an edge is called by the edge and both ends, whose references begin what is told of their
    # sources: a quotation mark within a value stands there behind a backslash.
    told = 'split(split(coalesce({0}.sealed_source, {0}.source), \'"_provenance":{{"reference":"\')[1], \'","\')[0]'
    return f"""
        MATCH (a:Record)-[r:{name}]->(b:Record) WHERE r.edge IS NULL AND r.reference CONTAINS ' '
        CALL (a, r, b) {{
          WITH ' ' + {told.format("a")} + ' ' + {told.format("b")} AS ends
          WHERE r.reference ENDS WITH ends AND size(r.reference) > size(ends)
          SET r.edge = left(r.reference, size(r.reference) - size(ends))
        }} IN TRANSACTIONS OF 5000 ROWS
        """


def hits_left_behind(_: Ontology) -> list[str]:
    """Announce what a withdrawal may have closed or opened behind another record."""
    # A withdrawal said nothing of what it closed or opened two steps away: a company's number went on hitting. There or
    # beside it stands what a seal names or named; the rest is told by an entry under other terms than its record.
    return [
        "n.seal = 'person' OR n.sealed_by IS NOT NULL OR EXISTS { (n)-[r]-(o:Record) "
        "WHERE r.lid IS NOT NULL AND o.sealed_by IS NOT NULL } "
        "OR EXISTS { MATCH (h:HitEntry {record: n.rid}) WHERE h.cmp <> n.cmp }"
    ]


def matches_untold(_: Ontology) -> list[str]:
    """Announce what matches another originator's record without saying where the two stood as that was announced."""
    # What a seal closed then, which was lifted since, was told to nobody. One end brings the pair up.
    pairs = "(n)-[m:MATCH]->(o:Record) WHERE m.positive = true AND m.stood IS NULL AND o.originator <> n.originator"
    return [f"EXISTS {{ {pairs} }}"]


def recalls_of_sealed(_: Ontology) -> list[str]:
    """Say of recalls of sealed records under which terms others had them."""
    # These were told to whole agencies. Where it was not kept who had the record, all of them read on: somebody has to.
    victims = ", ".join(f"'{role}'" for role in VICTIM_ROLES)
    return [
        f"""
        MATCH (c:Recall) WHERE c.sealed = true AND c.link IS NULL AND c.cmp IS NOT NULL
          AND (c.cause <> 'narrowed' OR c.before IS NOT NULL)
        WITH c, CASE WHEN c.cause = 'narrowed' THEN c.before ELSE [] END AS before
        WITH c, before, COLLECT {{
          UNWIND CASE WHEN c.cause = 'narrowed' THEN before ELSE [c.cmp] END AS stood
          MATCH (s:Compartment {{id: stood}}) WHERE s.claimed = true OR s.role IN [{victims}]
          MATCH (k:Compartment) WHERE k.originator = s.originator AND k.profile = s.profile AND k.kind = s.kind
            AND k.claimed IS NULL AND k.uncompared IS NULL AND k.keepers IS NULL AND NOT k.role IN [{victims}]
            AND (s.claimed IS NULL OR k.role = s.role) AND NOT k.id IN before
          RETURN DISTINCT k.id ORDER BY k.id
        }} AS unsealed
        SET c.before = CASE WHEN size(before + unsealed) > 0 THEN before + unsealed END
        WITH c
        MATCH (x:RecallNotice {{recall: c.id}}) WHERE x.hit IS NULL AND x.in_sight IS NULL AND size(x.told) > 0
        SET x.in_sight = true
        """
    ]
