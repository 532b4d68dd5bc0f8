"""Seals with a sealed person what identifies her alone: a number, account or document whose owner is missing names her.

Whoever holds her account under her name would learn that she is sealed from the owner that another's record of it
lacks. A selector stands under her seal where no other record of its originator uses it; one that a suspect uses as
well stays.

INVARIANT: asked under the lock of the change feed, so that neither a link nor a seal slips in between.
"""

from collections.abc import Iterable

from graph.compartments import CompartmentKey
from graph.ontology import Ontology
from graph.records import SubjectRole
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, Template, template

WITH_PERSON = "person"
"""What `seal` says on a selector that is sealed with its person."""
_VICTIMS = [str(r) for r in SubjectRole if r.is_victim]
_STAMP = template(
    "stamp_sealed_selectors",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (s:Record {rid: row.rid})
    SET s.cmp = row.cmp, s.seal = row.seal
    """,
)


class SelectorSeals:
    """Keeps the seals of selectors in step with those of the persons who use them."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._registry = registry
        self._identifying = frozenset(name for name, schema in ontology.links.items() if schema.identifies)
        self._kinds = sorted(name for name, kind in ontology.kinds.items() if kind.is_selector)
        self._users = _users_template("|".join(sorted(self._identifying)))

    def ties(self, link_type: str) -> bool:
        """Return whether links of this type tie a selector to whom it identifies."""
        return link_type in self._identifying

    async def follow(self, tx: Transaction, rids: Iterable[str], *, lifting: bool = False) -> list[str]:
        """Stamp selectors anew and return those whose compartment changed; their links have to follow.

        Args:
            tx: the transaction, which holds the lock of the change feed.
            rids: selectors, or records whose selectors are meant.
            lifting: a seal was lifted. Whatever else happens, an owner who is filed later opens no selector that stands
                under a claim.
        """
        ids = sorted(set(rids))
        if not ids:
            return []
        parameters = {"rids": ids, "kinds": self._kinds, "victims": _VICTIMS}
        found = [(row, _is_sealed(row, lifting=lifting)) for row in await tx.run(self._users, parameters)]
        keys = {row["rid"]: _key(row, sealed=sealed) for row, sealed in found}
        compartments = self._registry.get_bases(set(keys.values()))
        rows = []
        for row, sealed in found:
            compartment, seal = compartments[keys[row["rid"]]], WITH_PERSON if sealed else None
            if (compartment, seal) != (row["cmp"], row["seal"]):
                rows.append({"rid": row["rid"], "cmp": compartment, "seal": seal})
        if rows:
            await tx.run(_STAMP, {"rows": rows})
        return [str(row["rid"]) for row in rows]


def _is_sealed(row: Row, *, lifting: bool) -> bool:
    """Return whether a selector stands under a seal, by who uses it and whether it stood under one before."""
    sealed, others = row["sealed"], row["users"] - row["sealed"]
    if others == 0:
        # What nobody uses any more keeps the seal of her who did.
        return bool(sealed > 0 or (row["seal"] is not None and row["users"] == 0))
    return bool(not lifting and row["seal"] is not None and row["claimed"] > 0)


def _key(row: Row, *, sealed: bool) -> CompartmentKey:
    return CompartmentKey(
        originator=row["originator"],
        profile=row["profile"],
        kind=row["kind"],
        role=SubjectRole(row["role"]),
        claimed=sealed,
    )


def _users_template(identifying: str) -> Template:
    return Template(
        name="users_of_selectors",
        access=Access.WRITE,
        text="UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) "
        "UNWIND CASE WHEN n.kind IN $p.kinds THEN [n] ELSE [] END "
        f"+ [(n)-[:{identifying}]->(s:Record) WHERE s.kind IN $p.kinds | s] AS s "
        f"WITH DISTINCT s WHERE s.seal IS NULL OR s.seal = '{WITH_PERSON}' "
        "WITH s ORDER BY s.rid SET s.sealing = true REMOVE s.sealing "
        f"WITH s OPTIONAL MATCH (s)<-[:{identifying}]-(o:Record) "
        "WITH s, o, coalesce(o.seal = 'claimed', false) OR coalesce(o.role IN $p.victims, false) AS sealed "
        "RETURN s.rid AS rid, s.originator AS originator, s.profile AS profile, s.kind AS kind, s.role AS role, "
        "s.cmp AS cmp, s.seal AS seal, count(o) AS users, count(CASE WHEN sealed THEN 1 END) AS sealed, "
        "count(o.seal) AS claimed ORDER BY rid",
    )
