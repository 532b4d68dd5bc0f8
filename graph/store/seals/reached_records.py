"""How far a claim reaches: what matches a claimed record, and what matches that, as an entity holds them together.

A step goes along a certain match or a POSITIVE judgement, past no NEGATIVE one of either side's agency. Next to the
claimed record itself, what has one document with it counts as well.

INVARIANT: no claim goes on through a record that it seals while that is held for a review: what it is one with would
tell whose of a block it is, as its own mark must not. Freed, it is resolved anew and leads on.

INVARIANT: it goes on from records alone that the claim seals, and to the claimant's own ones from its own alone. Else
whoever files a record between two that it does not see would learn from one of them that the other is there.

INVARIANT: nothing is sealed on a word alone that is neither the claimant's nor of whoever wrote the record. Else one
analyst anywhere could hide another agency's suspect. It only asks, and leads on to nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.compartments import VICTIM_KIND
from graph.records import VICTIM_ROLE_NAMES, SubjectRole
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template
from graph.store.seals.seal_stamps import closes_by_itself


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedRecord:
    """A record that matches a claimed one, or one that does, of another originator or of the same.

    `claim` is the claim that names the claimed one, `None` where it was filed as a victim and nothing more;
    `was_there`: it was there when the claim was made; `certain`: it matches, or somebody judged that it is of her. What
    is not is of one document with hers and waits for such a judgement. `on_a_word`: agencies that neither claim her nor
    wrote the record judged so, and the machine would not even leave it to review.
    """

    claimed: str
    claimant: str
    claim: str | None
    record: str
    originator: str
    role: SubjectRole
    was_there: bool
    certain: bool
    on_a_word: bool = False


Seals = Callable[[str, str], bool]
"""Whether a claim of one agency, given first, seals the records of another, or its own."""


def _held_apart(one: str, found_as: str) -> str:
    """Return whether a human held the records of two variables apart, the second one `o`, at an agency of either.

    Such a one is not sealed. The word of another agency would open her, and nobody concerned might see it.
    """
    judged = f"j.value = 'NEGATIVE' AND j.agency IN [{one}.originator, o.originator]"
    return f"EXISTS {{ MATCH {found_as}-[j:JUDGEMENT]-(o) WHERE {judged} }}"


def _on_a_word(claimant: str, found_as: str) -> str:
    """Return whether nothing ties `o` to another record but judgements of others than the claimant and its writer."""
    tied = f"type(t) = 'MATCH' OR (t.value = 'POSITIVE' AND t.agency IN [{claimant}, o.originator])"
    return f"NOT EXISTS {{ MATCH {found_as}-[t:MATCH|JUDGEMENT]-(o) WHERE {tied} }}"


# Another claimed record is sealed as one.
_MATCHED = template(
    "records_matching_claimed",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}})-[m:MATCH|JUDGEMENT]-(o:Record)
    USING INDEX n:Record(rid)
    WHERE (m.positive = true OR m.telling = true OR m.value = 'POSITIVE') AND NOT o.rid IN $p.rids
      AND n.kind = $p.kind AND NOT {_held_apart("n", "(n)")}
    WITH n, o, collect(m.telling IS NULL) AS certain
    RETURN n.rid AS claimed, n.originator AS claimant, $p.claim AS claim, o.rid AS record,
      o.originator AS originator, o.role AS role, true AS was_there, true IN certain AS certain,
      {_on_a_word("n.originator", "(n)")} AS on_a_word, n.originator AS through
    ORDER BY claimed, record
    """,
)
_MATCHED_PAIRS = template(
    "pairs_matching_claimed",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.pairs AS pair
    MATCH (a:Record {{rid: pair[0]}})
    MATCH (b:Record {{rid: pair[1]}})
    WHERE a.kind = $p.kind AND (a.role IN $p.victims OR b.role IN $p.victims OR
      EXISTS {{ MATCH (:Seal {{record: a.rid}}) }} OR EXISTS {{ MATCH (:Seal {{record: b.rid}}) }})
      AND EXISTS {{ MATCH (a)-[m:MATCH|JUDGEMENT]-(b)
        WHERE m.positive = true OR m.telling = true OR m.value = 'POSITIVE' }}
    UNWIND [[a, b], [b, a]] AS ends
    WITH ends[0] AS n, ends[1] AS o
    WHERE NOT {_held_apart("n", "(n)")}
    WITH n, o, n.role IN $p.victims AS victim,
      EXISTS {{ (n)-[m:MATCH|JUDGEMENT]-(o) WHERE m.positive = true OR m.value = 'POSITIVE' }} AS certain
    CALL (n, victim, certain) {{
      // Each claim that stands, and that of her filing, which has no id here: each closes until it is lifted itself.
      WITH n, victim WHERE victim
      UNWIND COLLECT {{ MATCH (c:Claim {{agency: n.originator}})
        WHERE {closes_by_itself("c")} AND n.rid IN c.records RETURN c.id }}
        + CASE WHEN coalesce(n.filed_role, n.role) IN $p.victims THEN [null] ELSE [] END AS claim
      RETURN n.rid AS claimed, n.originator AS claimant, claim
      UNION
      WITH n, certain, victim
      WHERE certain AND NOT victim AND NOT EXISTS {{ MATCH (:HeldRecord {{rid: n.rid}}) }}
      MATCH (z:Seal {{record: n.rid}})
      WHERE z.state = 'sealed'
      MATCH (c:Claim {{id: z.claim}})
      RETURN head(c.records) AS claimed, z.claimant AS claimant, c.id AS claim
    }}
    WITH n, o, certain, claimed, claimant, claim
    WHERE o.rid <> claimed AND NOT {_held_apart("v", "(v:Record {rid: claimed})")}
    // What was filed again since says something else than what was there: it may be a guess.
    RETURN claimed, claimant, o.rid AS record, o.originator AS originator, o.role AS role,
      EXISTS {{ MATCH (v:Record {{rid: claimed}}) WHERE coalesce(o.filed_at, o.received) <= v.received }} AS was_there,
      certain, {_on_a_word("claimant", "(n)")} AS on_a_word, claim, n.originator AS through
    ORDER BY claimed, record
    """,
)
_PAIRS_OF = template(
    "pairs_of_records",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})-[m:MATCH|JUDGEMENT]-(o:Record)
    USING INDEX n:Record(rid)
    WHERE n.kind = $p.kind AND (m.positive = true OR m.telling = true OR m.value = 'POSITIVE')
    WITH DISTINCT n.rid AS one, o.rid AS other ORDER BY one, other
    RETURN collect([one, other]) AS rows
    """,
)
# One step further from what matches a claimed record, by certain matches alone. A claimed one has its own steps.
_BEYOND = template(
    "records_matching_matched",
    Access.READ_IN_WRITE,
    f"""
    UNWIND $p.rows AS row
    MATCH (n:Record {{rid: row.record}})-[m:MATCH|JUDGEMENT]-(o:Record)
    USING INDEX n:Record(rid)
    WHERE (m.positive = true OR m.value = 'POSITIVE') AND NOT o.role IN $p.victims AND o.rid <> row.claimed
      AND NOT EXISTS {{ MATCH (:HeldRecord {{rid: n.rid}}) }}
      AND NOT {_held_apart("n", "(n)")}
      AND NOT {_held_apart("v", "(v:Record {rid: row.claimed})")}
    RETURN DISTINCT row.claimed AS claimed, row.claimant AS claimant, row.claim AS claim, o.rid AS record,
      o.originator AS originator, o.role AS role, row.was_there AS was_there, true AS certain,
      {_on_a_word("row.claimant", "(n)")} AS on_a_word, n.originator AS through
    ORDER BY claimed, record
    """,
)
# So many steps from a claimed record. Whoever is held by more agencies than this in a row is one through others, too.
_STEPS = 8


async def reached_from(tx: Transaction, records: Iterable[str], *, claim: str, seals: Seals) -> list[MatchedRecord]:
    """Return what a claim on these records reaches, themselves left out."""
    rows = await tx.run(_MATCHED, {"rids": sorted(records), "claim": claim, "kind": VICTIM_KIND})
    return await _reached(tx, rows, seals)


async def reached_by_pairs(tx: Transaction, pairs: Iterable[tuple[str, str]], *, seals: Seals) -> list[MatchedRecord]:
    """Return what is reached from a victim's or sealed end through those pairs that match or were judged one."""
    parameters = {"pairs": [list(pair) for pair in pairs], "victims": VICTIM_ROLE_NAMES, "kind": VICTIM_KIND}
    rows = await tx.run(_MATCHED_PAIRS, parameters)
    return await _reached(tx, rows, seals) if rows else []


async def reached_around(tx: Transaction, records: Iterable[str], *, seals: Seals) -> list[MatchedRecord]:
    """Return what the claims that stand reach through these records, themselves included, sealed already or not."""
    pairs: Sequence[Any] = await tx.run(_PAIRS_OF, {"rids": sorted(records), "kind": VICTIM_KIND})
    return await reached_by_pairs(tx, [(str(one), str(other)) for one, other in pairs], seals=seals) if pairs else []


async def _reached(tx: Transaction, rows: Sequence[Row], seals: Seals) -> list[MatchedRecord]:
    """Return what matches claimed records, and what matches that, as an entity holds them together."""
    found: dict[tuple[str, str], Row] = {}
    reached = _add(found, (row for row in rows if _leads_to(row, seals)))
    for _ in range(_STEPS):
        steps = [row for row in reached if _leads_on(row) and seals(row["claimant"], row["originator"])]
        if not steps:
            break
        further = await tx.run(_BEYOND, {"rows": steps, "victims": VICTIM_ROLE_NAMES})
        reached = _add(found, (row for row in further if _leads_to(row, seals)))
    return [_matched(row) for row in found.values()]


def _add(found: dict[tuple[str, str], Row], rows: Iterable[Row]) -> list[Row]:
    """Keep of each record the way to it that ties it firmest, and return those that are new or firmer than before."""
    added: dict[tuple[str, str], Row] = {}
    for row in rows:
        step = _step_of(row)
        if step not in found or _firmness(row) > _firmness(found[step]):
            found[step] = added[step] = row
    return list(added.values())


def _firmness(row: Row) -> tuple[bool, bool]:
    return not row["on_a_word"], bool(row["certain"])


def _leads_on(row: Row) -> bool:
    return bool(row["certain"]) and not row["on_a_word"]


def _leads_to(row: Row, seals: Seals) -> bool:
    """Tell whether a claim goes from the record that a step starts at to the one that it ends at."""
    through, claimant = row["through"], row["claimant"]
    return through == claimant or (row["originator"] != claimant and seals(claimant, through))


def _step_of(row: Row) -> tuple[str, str]:
    return str(row["claim"] or row["claimed"]), str(row["record"])


def _matched(row: Row) -> MatchedRecord:
    return MatchedRecord(
        claimed=row["claimed"],
        claimant=row["claimant"],
        claim=row["claim"],
        record=row["record"],
        originator=row["originator"],
        role=SubjectRole(row["role"]),
        was_there=row["was_there"],
        certain=row["certain"],
        on_a_word=row["on_a_word"],
    )
