"""Selectors linked to a record: the numbers, wallets, accounts, documents and handles that speak for its identity."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.matches import Via
from graph.ontology import Ontology, PropertyClass


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedSelector:
    """A selector that a record of the same originator is linked to; `property_class` is its key's class."""

    kind: str
    key: str
    property_class: PropertyClass
    via: Via


def key_classes(ontology: Ontology) -> dict[str, PropertyClass]:
    """Return the class of the key property of each selector kind."""
    return {
        kind.name: next(p.property_class for p in kind.properties.values() if p.key)
        for kind in ontology.kinds.values()
        if kind.is_selector
    }


def linked_selectors(rows: Sequence[Sequence[object]], classes: Mapping[str, PropertyClass]) -> list[LinkedSelector]:
    """Return the selectors of rows `[kind, key, link compartment, selector compartment]`, in canonical order."""
    found = [
        LinkedSelector(
            kind=str(kind),
            key=str(key),
            property_class=classes[str(kind)],
            via=Via(link=int(str(link)), selector=int(str(selector))),
        )
        for kind, key, link, selector in rows
    ]
    return sorted(found, key=lambda s: (s.key, s.via.link, s.via.selector))


def component_of(text: str) -> int:
    """Return the integer component that a record begins with: 60 bits of a digest, never shown."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 4
