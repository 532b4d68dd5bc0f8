"""Every Cypher statement is a template with a name; a read that serves a viewer carries the scope's guard in its text.

All parameters travel in one map `$p`, so that the size or type of a value never leads to a second plan of the same
text. Parameters that a text does not name are not sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from graph.grants import COMPARTMENT_BITS, TOKEN_SHELVES
from graph.ontology import PropertyClass, load_ontology
from graph.parts import SEALED_CLASSES, sealed_name


class Access(StrEnum):
    """Whom a template serves.

    The guard is in the text alone, and whoever runs a template is not checked again. A test therefore lists every
    template without a guard that names records, and says whom it is for.
    """

    SCOPED = "scoped"  # a viewer: every node and link in it is guarded
    SYSTEM = "system"  # the product itself, as resolver, notice matcher, start: no guard
    READ_IN_WRITE = "read-in-write"  # a change, which looks in its own transaction at what it decides by: no guard
    WRITE = "write"  # a change


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One Cypher text. `name` stands in logs and metrics; the text is never built from input."""

    name: str
    access: Access
    text: str


REGISTRY: dict[str, Template] = {}
OF_ONTOLOGY: dict[str, Template] = {}
_CLASSES = [str(c) for c in PropertyClass]
_WORDS_OF_NONE = {
    str(c): sorted(
        kind.name
        for kind in load_ontology().kinds.values()
        if {(p.property_class, p.of_users) for p in kind.properties.values() if p.search or p.of_users}
        >= {(c, True), (c, False)}
    )
    for c in SEALED_CLASSES
}
"""The kinds of which a seal parts something whose words of a class name nobody, as a measure's type."""


def template(name: str, access: Access, text: str) -> Template:
    """Register and return a template; a test walks the registry and checks every guard."""
    made = Template(name=name, access=access, text="\n".join(line.strip() for line in text.strip().splitlines()))
    if name in REGISTRY:
        raise ValueError(name)
    REGISTRY[name] = made
    return made


def ontology_template(name: str, access: Access, text: str) -> Template:
    """Return a template whose text names kinds or types of an ontology, which is made when that is there."""
    made = OF_ONTOLOGY[name] = Template(name=name, access=access, text=text)
    return made


def sent(text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the parameters that a text names: a scope holds more tables than any one statement looks into."""
    names, grants = _named(text)
    kept = {name: value for name, value in parameters.items() if name in names}
    if grants and "g" in kept:
        places = {name: place for name, place in kept["g"].items() if name in grants}
        used = list(dict.fromkeys(places.values()))
        kept["g"] = {name: used.index(place) for name, place in places.items()}
        kept["shelves"] = [kept["shelves"][place] for place in used]
    return kept


@lru_cache(maxsize=1_000)
def _named(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the parameters that a text names, and which tables of grants, of which none means all."""
    grants = frozenset() if "$p.g[" in text else frozenset(re.findall(r"\$p\.g\.(\w+)", text))
    return frozenset(re.findall(r"\$p\.(\w+)", text)), grants


def in_open(variable: str, name: str = "v") -> str:
    """Return the test that the compartment of a record, link or judgement is open: its byte in the scope's table is 1.

    A missing compartment, or one beyond the table's end, gives null, which opens nothing. Compartment numbers begin at
    1: a negative index, which would count from the end, does not occur. A byte array is used because the store would
    decode a list of numbers one by one, and make a set of it, in every statement.

    Args:
        variable: the record, link or judgement.
        name: `v` for whether it exists for the viewer, or a property class.
    """
    return f"$p.{name}[{variable}.cmp] = 1"


def _live(variable: str, place: str) -> str:
    """Return whether the mark `g` that a record or link carries is of a live grant, for the compartment it stands in.

    The scope holds compartments and numbers of grants in a few texts: a list of tokens would be decoded one by one.
    Where grants open nothing there is no place, and what is looked up there is null, which opens nothing.
    """
    wanted = f"',' + toString({variable}.cmp) + ':' + toString(g / {1 << COMPARTMENT_BITS}) + ','"
    return f"$p.shelves[{place}][{variable}.cmp % {TOKEN_SHELVES}] CONTAINS ({wanted})"


def opened(variable: str, name: str = "v") -> str:
    """Return the guard of a record or link: its compartment is open, or a live grant that it carries opens it.

    Grants are read from the record as it stands, so a revocation takes effect within the statement. For a viewer
    without grants, the second half is evaluated for hidden records only, and ends at once where they carry no marks.

    Args:
        variable: the record or link.
        name: `v` for whether it exists for the viewer, or a property class.
    """
    return f"({in_open(variable, name)} OR any(g IN {variable}.granted WHERE {_live(variable, f'$p.g.{name}')}))"


def both_identified(one: str, other: str) -> str:
    """Return the test that the class identity may be read of both records."""
    return f"({opened(one, PropertyClass.IDENTITY)} AND {opened(other, PropertyClass.IDENTITY)})"


def live_grants(variable: str) -> str:
    """Return the projection of the live grants that a record or link carries, null or empty for most.

    For a viewer without grants the marks are not read at all: to find that a property is missing, the store walks along
    all properties of the record.
    """
    live = f"[g IN {variable}.granted WHERE {_live(variable, '$p.g.v')} | g + {variable}.cmp]"
    return f"CASE WHEN $p.g.v IS NOT NULL THEN {live} END"


def guarded_parts(variable: str) -> str:
    """Return the projection of a record's parts: a class that the scope closes is null before it leaves the store.

    What grants open is returned beside the parts, as pairs of class and part. Testing for grants in each part's guard
    would double the time to plan the statement, and few records carry a grant.
    """
    parts = ", ".join(f"{c}: CASE WHEN {in_open(variable, c)} THEN {variable}.{c} END" for c in _CLASSES)
    return f"{parts}, granted: {granted_parts(variable)}"


def granted_parts(variable: str) -> str:
    """Return the projection of the parts that live grants open, null for a record without grants."""
    opens = f"any(g IN {variable}.granted WHERE {_live(variable, '$p.g[c]')})"
    return f"CASE WHEN {variable}.granted IS NOT NULL THEN [c IN {_CLASSES} WHERE {opens} | [c, {variable}[c]]] END"


def sealed_open(variable: str, name: str) -> str:
    """Return the test that the terms of the seal on a selector's users are open, for a class."""
    return f"$p.{name}[{variable}.sealed_cmp] = 1"


def sealed_parts(variable: str) -> str:
    """Return the projection of what a seal closes of a record: the seal's terms and the complete parts.

    Null for most records. A part is returned only where both the record's own terms and those of the seal open its
    class.
    """
    parts = ", ".join(
        f"{c}: CASE WHEN {in_open(variable, c)} AND {sealed_open(variable, c)} THEN {variable}.{sealed_name(c)} END"
        for c in SEALED_CLASSES
    )
    return f"CASE WHEN {variable}.sealed_cmp IS NOT NULL THEN {{cmp: {variable}.sealed_cmp, {parts}}} END"


def whole_part(variable: str, property_class: PropertyClass) -> str:
    """Return a part of a record as it was filed, also where a seal has put a shortened one in its place."""
    whole = f"{variable}.{property_class}"
    return f"coalesce({variable}.{sealed_name(property_class)}, {whole})" if property_class in SEALED_CLASSES else whole


def unsealed_words(variable: str, name: str) -> str:
    """Return the test that searching the words of a class gives away nothing that a seal closes.

    The full-text index holds the words of the parts as filed. They may be searched where no seal closes anything of the
    class, where the terms of the seal are open, and for kinds whose searchable words never name users.
    """
    others = f" OR {variable}.kind IN {_WORDS_OF_NONE[name]}" if _WORDS_OF_NONE[name] else ""
    return f"CASE WHEN {variable}.sealed_{name} IS NULL{others} THEN true ELSE {sealed_open(variable, name)} END"


def claimed(variable: str) -> str:
    """Return the projection of the victim's seal on a record; null while the record's filing is held for a review.

    Otherwise somebody who files a block of passport numbers would learn from the seal which of them is a claimed
    victim's. A seal that its agency was told of before the filing was held is still shown.
    """
    told = f"EXISTS {{ MATCH (told:Seal {{record: {variable}.rid}}) WHERE told.told AND told.state = 'sealed' }}"
    held = f"EXISTS {{ MATCH (:HeldRecord {{rid: {variable}.rid}}) WHERE NOT {told} }}"
    return f"CASE WHEN {variable}.seal IS NOT NULL AND NOT {held} THEN {variable}.seal END"


def record_map(variable: str) -> str:
    """Return the map projection of a visible record: its guarded parts, and what is told of any visible record."""
    return (
        f"{{rid: {variable}.rid, cmp: {variable}.cmp, kind: {variable}.kind, originator: {variable}.originator, "
        f"profile: {variable}.profile, role: {variable}.role, received: {variable}.received, "
        f"seal: {claimed(variable)}, grants: {live_grants(variable)}, {guarded_parts(variable)}, "
        f"sealed: {sealed_parts(variable)}}}"
    )


def readable_key(variable: str) -> str:
    """Return the test that a selector's key may be read: the class of its kind's key is open.

    Written as cases: the planner would bring a disjunction of conjunctions into normal form, which takes it a second.
    """
    cases = " ".join(
        f"WHEN {variable}.kind IN $p.kinds.{c} THEN {opened(variable, c)}"
        for c in (PropertyClass.IDENTITY, PropertyClass.CONTACT, PropertyClass.FINANCIAL)
    )
    return f"(CASE {cases} ELSE false END)"
