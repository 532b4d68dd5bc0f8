"""What tells of a sealed person by her absence, though it identifies nobody: her company, her payment, what was done.

Who holds a company and knows its directors learns from another's record without them who is sealed. So a company stands
under the seal while nobody but sealed owners is tied to it, a measure while it is about sealed ones alone, and a
payment while one of its accounts is sealed: it is between two. One that somebody else is tied to stays, without free
words, and so does a payment between accounts that others use as well.

A company is a lead as well. So whoever else is filed with it opens it, unlike a number, also while the claim stands, to
those to whom that one is open (`kept_open.py`).
"""

from graph.ontology import Ontology
from graph.parts import SEALED_CLASSES, sealed_name
from graph.store.connection import Row
from graph.store.cypher import Access, Template, ontology_template

WITH_PERSON = "person"
"""What `seal` says on a record that is sealed with a person."""
PARTS = ", ".join(f".{name}" for c in SEALED_CLASSES for name in (str(c), sealed_name(c)))
"""The projection of the classes that a seal may part, as they stand and as they were filed."""


def is_sealed(variable: str) -> str:
    """Return the predicate that a record is sealed: by a claim, as a victim's, or with her."""
    return (
        f"(coalesce({variable}.seal IN ['claimed', '{WITH_PERSON}'], false) "
        f"OR coalesce({variable}.role IN $p.victims, false))"
    )


class DependentSeals:
    """Knows which records depend on the seals of those tied to them, and how they are to stand."""

    def __init__(self, ontology: Ontology) -> None:
        links = ontology.links.values()
        self._each = sorted({kind for link in links for kind in link.seals_each})
        self._alone = sorted({kind for link in links for kind in link.seals})
        self._telling = sorted(link.name for link in links if link.seals)
        self.link_types = frozenset(link.name for link in links if link.seals or link.seals_each or link.keeps_open)
        self.of_users = {name: ontology.kind(name).of_users for name in (*self._each, *self._alone)}
        self.inward = frozenset(link.name for link in links if link.seals or link.keeps_open)
        either = sorted(link.name for link in links if link.seals_each)
        self.template = _template("|".join(sorted(self.inward)), "|".join(either))

    @property
    def parameters(self) -> dict[str, object]:
        """What the template asks for besides the records and the roles of victims."""
        return {"alone": self._alone, "each": self._each, "telling": self._telling}

    def is_opened_by_others(self, row: Row) -> bool:
        """Return whether somebody unsealed who is tied to such a record opens it: a payment is closed by either end."""
        return row["kind"] not in self._each

    def is_sealed(self, row: Row) -> bool:
        """Return whether a record stands under a seal, by a row of the template."""
        if row["kind"] in self._each:
            # Also of one that is gone: what is left is half of what was told.
            return bool(row["sealers"])
        if row["users"] > row["sealed"]:
            return False
        # What nobody is tied to any more keeps the seal of her who was.
        return bool(row["sealed"] > 0 or row["seal"] is not None or row["sealers"])


def _template(inward: str, either: str) -> Template:
    # A sealed member neither closes a company nor keeps it open: whom a company employs nobody knows in full.
    # Companies that own one another stay open as they are: each would stand by the other, and that by it.
    ring = f"o.kind IN $p.alone AND EXISTS {{ (s)-[:{inward}*1..4]->(o) }}"
    user = (
        f"{{rid: o.rid, sealed: {is_sealed('o')} AND NOT ring, tie: [t.own, o.cmp], "
        "half: o.cmp IN $p.kept, ring: ring, tells: "
    )
    return ontology_template(
        "users_of_dependents",
        Access.WRITE,
        "UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) "
        "UNWIND CASE WHEN n.kind IN $p.alone OR n.kind IN $p.each THEN [n] ELSE [] END "
        f"+ [(n)-[:{inward}]->(s:Record) WHERE s.kind IN $p.alone | s] "
        f"+ [(n)-[:{either}]-(s:Record) WHERE s.kind IN $p.each | s] AS s "
        f"WITH DISTINCT s WHERE s.seal IS NULL OR s.seal = '{WITH_PERSON}' "
        "WITH s ORDER BY s.rid SET s.sealing = true REMOVE s.sealing "
        "WITH s, COLLECT { "
        f"MATCH (s)<-[t:{inward}]-(o:Record) WHERE s.kind IN $p.alone WITH t, o, {ring} AS ring "
        f"RETURN {user}type(t) IN $p.telling}} AS user "
        "UNION ALL "
        f"MATCH (s)-[t:{either}]-(o:Record) WHERE s.kind IN $p.each AND NOT o.kind IN $p.each "
        f"WITH t, o, false AS ring RETURN {user}true}} AS user }} AS users "
        "WITH s, [u IN users WHERE u.sealed AND u.tells | u.rid] AS theirs, "
        "[u IN users WHERE NOT u.sealed] AS others "
        "WITH s, theirs, others, theirs + [rid IN coalesce(s.sealed_by, []) WHERE NOT rid IN theirs AND NOT "
        f"EXISTS {{ MATCH (x:Record {{rid: rid}}) WHERE NOT {is_sealed('x')} }}] AS sealers "
        "RETURN s.rid AS rid, s.originator AS originator, s.profile AS profile, s.kind AS kind, s.role AS role, "
        "s.cmp AS cmp, s.seal AS seal, size(theirs) + size(others) AS users, size(theirs) AS sealed, sealers, "
        "s.sealed_by AS sealed_by, [u IN others | u.tie] AS ties, "
        "[u IN others WHERE u.half AND u.tells | u.rid] AS half, any(u IN others WHERE u.ring) AS ring, "
        "CASE WHEN size(sealers) > 0 OR any(u IN others WHERE u.half AND u.tells) OR s.sealed_by IS NOT NULL "
        f"THEN s {{.sealed_cmp, {PARTS}}} END AS parts "
        "ORDER BY rid",
    )
