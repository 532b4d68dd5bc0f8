"""Tells which records wait for the review of a held filing, or are closed with who does.

A grant of a record that a seal closes is refused. Of a held block of persons a seal may close one, and with her the
numbers, companies and what these own, measures and payments: whatever is refused for one alone tells which of them it
is.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from graph.compartments import VICTIM_KIND
from graph.ontology import Ontology
from graph.records import VICTIM_ROLE_NAMES
from graph.store.connection import Row, Store
from graph.store.cypher import Access, template
from graph.store.notices.filing_store import holds_any

_AT_ONCE = 1_000
_WAITS = "EXISTS {{ MATCH (:HeldRecord {{rid: {0}.rid}}) }} AND NOT coalesce({0}.role IN $p.victims, false)"
# Inwards, as most have few of whose they are: from a number to her company, from there to her, through companies that
# own companies, as a seal goes; from an account of either to a payment; and through no further person. Who is a victim
# by her own agency's word is closed whatever others claim, and so is what she uses.
_NEAR = template(
    "near_held",
    Access.SYSTEM,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}})
    RETURN {_WAITS.format("n")} AS held,
      EXISTS {{ MATCH (n)<-[t]-(w:Record)
        WHERE t.lid IS NOT NULL AND type(t) IN $p.inward AND w.role IN $p.victims }} AS own,
      CASE WHEN n.kind IN $p.each
        THEN [(n)-[r]-(a:Record) WHERE r.lid IS NOT NULL AND type(r) IN $p.either | a.rid] ELSE [] END AS between,
      CASE WHEN n.kind IN $p.closed
        THEN [(n)<-[t]-(u:Record) WHERE t.lid IS NOT NULL AND type(t) IN $p.inward | u.rid] ELSE [] END AS users
    """,
)


async def is_near_held(store: Store, ids: Iterable[str], ontology: Ontology) -> bool:
    """Return whether one of some records is held, or a seal on a held one would close one of them.

    Not those whom their own agency filed as victims, nor what these use: no claim makes a difference to them.
    Where nothing is held, as mostly, it takes one look at how much that is.
    """
    if not await holds_any(store):
        return False
    parameters = _parameters(ontology)
    named = await _rows(store, parameters, set(ids))
    places = [*named, *await _rows(store, parameters, {rid for row in named for rid in row["between"]})]
    if any(row["held"] and not row["own"] for row in places):
        return True
    seen: set[str] = set()
    while ahead := {rid for row in places for rid in row["users"]} - seen:
        places = await _rows(store, parameters, ahead)
        if any(row["held"] for row in places):
            return True
        seen |= ahead
    return False


async def _rows(store: Store, parameters: Mapping[str, object], ids: AbstractSet[str]) -> list[Row]:
    asked, rows = sorted(ids), []
    for at in range(0, len(asked), _AT_ONCE):
        rows += await store.read(_NEAR, {**parameters, "rids": asked[at : at + _AT_ONCE]})
    return rows


def _parameters(ontology: Ontology) -> dict[str, object]:
    """Return how a seal goes: inwards by which links, to which kinds but for persons, and between which kinds' ends."""
    links = ontology.links.values()
    each = {kind for x in links for kind in x.seals_each}
    closed = {kind for x in links for kind in (*x.seals, *x.keeps_open)} | each
    keyed = {name for name, kind in ontology.kinds.items() if kind.key is not None}
    return {
        "victims": VICTIM_ROLE_NAMES,
        "inward": sorted(x.name for x in links if x.identifies or x.seals or x.keeps_open),
        "either": sorted(x.name for x in links if x.seals_each),
        "each": sorted(each),
        "closed": sorted((closed | keyed) - {VICTIM_KIND}),
    }
