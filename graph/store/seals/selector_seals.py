"""Seals with a sealed person what identifies her: a number, account or document whose owner is missing names her.

Whoever holds her account under her name would learn that she is sealed from the owner that another's record of it
lacks. A selector stands under her seal where no other record of its originator uses it. One that a suspect uses as
well stays, without what names its users: to those whom the seal shuts out that was never filed. It stays to whom that
user is open; to others it stands as under the seal, since they would see it without anybody (`kept_open.py`).

INVARIANT: asked under the lock of the change feed, so that neither a link nor a seal slips in between.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.compartments import CompartmentKey
from graph.ontology import Ontology
from graph.parts import SEALED_CLASSES, sealed_name, whole_parts, without_properties
from graph.records import VICTIM_ROLE_NAMES
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, Template, ontology_template, template
from graph.store.seals.dependent_seals import PARTS, WITH_PERSON, DependentSeals, is_sealed
from graph.store.seals.kept_open import MOST_IN_A_ROW, Standing, sealed_standing, standing_of
from graph.store.seals.uncompared_users import waiting_for_users

_STAMP = template(
    "stamp_sealed_selectors",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (s:Record {rid: row.rid})
    SET s += row.props
    """,
)


_OWN_VICTIMS = template(
    "selectors_of_own_victims",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.rids AS rid
    MATCH (s:Record {rid: rid})<-[r]-(p:Record)
    WHERE r.lid IS NOT NULL AND p.originator = s.originator AND p.role IN $p.victims
    RETURN collect(DISTINCT rid) AS rows
    """,
)


async def victims_among(tx: Transaction, registry: CompartmentRegistry, standing: Mapping[str, int]) -> frozenset[str]:
    """Return which records stand as a victim's, as filed or by their own agency's claim, or identify her alone.

    Args:
        tx: the transaction.
        registry: what compartments stand for.
        standing: compartments by the ids of records.
    """
    registry.require(standing.values())
    own = frozenset(rid for rid, number in standing.items() if registry.is_victims(number))
    sealed = sorted(rid for rid, number in standing.items() if rid not in own and registry.may_be_sealed(number))
    rows: Sequence[Any] = await tx.run(_OWN_VICTIMS, {"rids": sealed, "victims": VICTIM_ROLE_NAMES}) if sealed else []
    return own | frozenset(map(str, rows))


class SelectorSeals:
    """Keeps the seals of selectors in step with those of the persons who use them."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._registry = registry
        self._identifying = frozenset(name for name, schema in ontology.links.items() if schema.identifies)
        self._of_users = {name: kind.of_users for name, kind in ontology.kinds.items() if kind.is_selector}
        self._users = _users_template("|".join(sorted(self._identifying)))
        self._dependents = DependentSeals(ontology)

    def ties(self, link_type: str) -> bool:
        """Return whether links of this type tie a record to whom it identifies, or tells of by their absence."""
        return link_type in self._identifying or link_type in self._dependents.link_types

    async def follow(self, tx: Transaction, rids: Iterable[str], *, lifting: bool = False) -> list[str]:
        """Stamp selectors and dependents anew, and what hangs on these in turn; return those whose compartment changed.

        Their links have to follow.

        Args:
            tx: the transaction, which holds the lock of the change feed.
            rids: selectors and dependents, or records whose are meant.
            lifting: the last seal of these records was lifted. Whatever else happens, an owner who is filed later opens
                no selector that stands under a claim.
        """
        moved: dict[str, None] = {}
        ids = sorted(set(rids))
        for _ in range(MOST_IN_A_ROW):
            if not ids:
                break
            ids = await self._stamp(tx, ids, lifting=lifting)
            moved.update(dict.fromkeys(ids))
        return list(moved)

    async def _stamp(self, tx: Transaction, ids: Sequence[str], *, lifting: bool) -> list[str]:
        """Stamp the selectors and dependents of these records; return those whose compartment changed."""
        parameters = {
            "rids": ids,
            "kinds": sorted(self._of_users),
            "victims": VICTIM_ROLE_NAMES,
            "kept": self._registry.kept_open,
        }
        stood = await tx.run(self._users, parameters)
        depending = await tx.run(self._dependents.template, parameters | self._dependents.parameters)
        awaiting = frozenset[str]() if lifting else await self._awaiting(tx, stood, depending)
        found = [(row, row["rid"] in awaiting or _is_sealed(row, lifting=lifting)) for row in stood]
        found += [(row, row["rid"] in awaiting or self._dependents.is_sealed(row)) for row in depending]
        self._registry.require({end for row, _ in found for tie in row["ties"] for end in tie})
        standing = [(row, self._standing(row, whole=whole)) for row, whole in found]
        compartments = self._registry.get_bases({key for _, stands in standing for key in stands.keys})
        rows = []
        for row, terms in standing:
            props = self._properties(row, terms, compartments)
            stands = {**row, **(row["parts"] or {})}
            if changed := {name: value for name, value in props.items() if value != stands[name]}:
                rows.append({"rid": row["rid"], "props": changed})
        if rows:
            await tx.run(_STAMP, {"rows": rows})
        return [str(row["rid"]) for row in rows if "cmp" in row["props"]]

    async def _awaiting(self, tx: Transaction, stood: Iterable[Row], depending: Iterable[Row]) -> frozenset[str]:
        """Return those that stand sealed and stay so until who uses them besides is compared."""
        selectors = await waiting_for_users(tx, _opened_by_others(stood), self._identifying)
        alone = [row for row in depending if self._dependents.is_opened_by_others(row)]
        return selectors | await waiting_for_users(tx, _opened_by_others(alone), self._dependents.inward)

    def _standing(self, row: Row, *, whole: bool) -> Standing:
        if whole:
            return sealed_standing(row)
        return standing_of(row, self._registry.key_of, joined=not self._dependents.is_opened_by_others(row))

    def _properties(self, row: Row, stands: Standing, compartments: Mapping[CompartmentKey, int]) -> dict[str, Any]:
        """Return how a selector is to stand: under the seal as a whole, or without what names its users."""
        props = {
            "cmp": compartments[stands.key],
            "seal": WITH_PERSON if stands.whole else None,
            "sealed_by": sorted({*row["sealers"], *row["half"]}) or None,  # one may both own and use it
        }
        if row["parts"] is None:
            return props
        terms = compartments[stands.of_users] if stands.of_users is not None else None
        of_users = self._of_users | self._dependents.of_users
        return props | _sealed_parts(row["parts"], terms, of_users[row["kind"]])


def _is_sealed(row: Row, *, lifting: bool) -> bool:
    """Return whether a selector stands under a seal, by who uses it and whether it stood under one before."""
    sealed, others = row["sealed"], row["users"] - row["sealed"]
    if others == 0:
        # What nobody uses any more keeps the seal of her who did, also where it was kept open last.
        return bool(sealed > 0 or (row["users"] == 0 and (row["seal"] is not None or row["sealers"])))
    return bool(not lifting and row["seal"] is not None and row["claimed"] > 0)


def _opened_by_others(rows: Iterable[Row]) -> list[str]:
    return [row["rid"] for row in rows if row["seal"] is not None and row["users"] > row["sealed"]]


def _sealed_parts(stored: Mapping[str, Any], terms: int | None, of_users: Collection[str]) -> dict[str, Any]:
    """Return how the classes of a selector stand.

    Args:
        stored: how they stand now.
        terms: the compartment of the seal that closes what names its users, if one does and it is not sealed itself.
        of_users: the names of the properties that do.
    """
    filed = whole_parts(stored)
    props: dict[str, Any] = {"sealed_cmp": terms}
    for c in SEALED_CLASSES:
        text = filed[c]
        left = text if terms is None or text is None else without_properties(text, of_users)
        props |= {str(c): left, sealed_name(c): text if left != text else None}
    return props


def _users_template(identifying: str) -> Template:
    # One that is gone may be named there still, and so may one whose link was moved: what a seal closed opens with it.
    return ontology_template(
        "users_of_selectors",
        Access.WRITE,
        "UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) "
        "UNWIND CASE WHEN n.kind IN $p.kinds THEN [n] ELSE [] END "
        f"+ [(n)-[:{identifying}]->(s:Record) WHERE s.kind IN $p.kinds | s] AS s "
        f"WITH DISTINCT s WHERE s.seal IS NULL OR s.seal = '{WITH_PERSON}' "
        "WITH s ORDER BY s.rid SET s.sealing = true REMOVE s.sealing "
        f"WITH s OPTIONAL MATCH (s)<-[t:{identifying}]-(o:Record) "
        f"WITH s, o, t, {is_sealed('o')} AS sealed "
        "WITH s, count(o) AS users, collect(CASE WHEN sealed THEN o.rid END) AS theirs, "
        f"count(CASE WHEN o.seal <> '{WITH_PERSON}' THEN true END) AS claimed, "
        "collect(DISTINCT CASE WHEN o IS NOT NULL AND NOT sealed THEN [t.own, o.cmp] END) AS ties, "
        "collect(DISTINCT CASE WHEN NOT sealed AND o.cmp IN $p.kept THEN o.rid END) AS half "
        "WITH s, users, theirs, claimed, ties, half, "
        "theirs + [rid IN coalesce(s.sealed_by, []) WHERE NOT rid IN theirs AND NOT "
        f"EXISTS {{ MATCH (x:Record {{rid: rid}}) WHERE NOT {is_sealed('x')} }}] AS sealers "
        "RETURN s.rid AS rid, s.originator AS originator, s.profile AS profile, s.kind AS kind, s.role AS role, "
        "s.cmp AS cmp, s.seal AS seal, users, size(theirs) AS sealed, claimed, sealers, s.sealed_by AS sealed_by, "
        "ties, half, false AS ring, "
        "CASE WHEN size(sealers) > 0 OR size(half) > 0 OR s.sealed_by IS NOT NULL "
        f"THEN s {{.sealed_cmp, {PARTS}}} END AS parts "
        "ORDER BY rid",
    )
