"""Tells which records wait for the review of a held filing, or are closed with who does.

A grant of a record that a seal closes is refused. Of a held block of persons a seal may close one, and with her the
numbers, companies, measures and payments that are hers: whatever is refused for one alone tells which of them it is.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.compartments import VICTIM_KIND
from graph.ontology import Ontology
from graph.records import VICTIM_ROLES
from graph.store.connection import Store
from graph.store.cypher import Access, template
from graph.store.notices.filing_store import holds_any

_VICTIMS = [*map(str, VICTIM_ROLES)]
_WAITS = "EXISTS {{ MATCH (:HeldRecord {{rid: {0}.rid}}) }} AND NOT coalesce({0}.role IN $p.victims, false)"


def _ties(one: str, tie: str, other: str) -> str:
    return f"({one})<-[{tie}]-({other}:Record) WHERE {tie}.lid IS NOT NULL AND type({tie}) IN $p.inward"


# The two steps that a seal goes: from a person to her company, from there to its number; and from an account of either
# to a payment. Inwards, as most have few of whose they are, and no step through a further person. Who is a victim by
# her own agency's word is closed whatever others claim, and so is what she uses.
_NEAR = template(
    "near_held",
    Access.SYSTEM,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}})
    WITH n, CASE WHEN n.kind IN $p.each
      THEN [n] + [(n)-[r]-(a:Record) WHERE r.lid IS NOT NULL AND type(r) IN $p.either | a] ELSE [n] END AS places
    WHERE any(s IN places WHERE
      ({_WAITS.format("s")} AND NOT EXISTS {{ MATCH {_ties("s", "o", "w")} AND w.role IN $p.victims }})
      OR (s.kind <> $p.person AND EXISTS {{
        MATCH {_ties("s", "t", "u")} AND (({_WAITS.format("u")})
          OR (u.kind <> $p.person AND EXISTS {{ MATCH {_ties("u", "q", "v")} AND {_WAITS.format("v")} }})) }}))
    RETURN collect(n.rid) AS rows
    """,
)


async def near_held(store: Store, ids: Iterable[str], ontology: Ontology) -> list[str]:
    """Return those of some records that are held, or that a seal on a held one would close, sorted.

    Not those whom their own agency filed as victims, nor what these use: no claim makes a difference to them.
    Where nothing is held, as mostly, it takes one look at how much that is.
    """
    if not await holds_any(store):
        return []
    links = ontology.links.values()
    parameters = {
        "rids": sorted(set(ids)),
        "person": VICTIM_KIND,
        "victims": _VICTIMS,
        "inward": sorted(x.name for x in links if x.identifies or x.seals or x.keeps_open),
        "either": sorted(x.name for x in links if x.seals_each),
        "each": sorted({kind for x in links for kind in x.seals_each}),
    }
    found: Sequence[Any] = await store.read(_NEAR, parameters)
    return sorted(map(str, found))
