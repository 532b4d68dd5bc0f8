"""Selectors linked to a record: the numbers, wallets, accounts, documents and handles that speak for its identity."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from graph.matches import Via
from graph.ontology import KindSchema, Ontology, PropertyClass
from graph.parts import decode_part
from graph.records import RecordId


class LinkedSelector(NamedTuple):
    """A selector that a record is linked to, of the same originator.

    Attributes:
        kind: the kind under which it meets others: an account that is a phone number is a `PhoneNumber` here.
        key: its identity key, of that kind.
        property_class: the class of its key.
        via: the compartments of the link and of the selector.
        record_id: the selector's record; only where it was read for a viewer.
        grants: the tokens of the live grants on the selector; only where it was read for a viewer.
    """

    kind: str
    key: str
    property_class: PropertyClass
    via: Via
    record_id: RecordId | None = None
    grants: frozenset[int] = frozenset()


# The kinds of selectors that have the keys of a family of values to themselves.
_KINDS_OF_FAMILIES = {"tel": "PhoneNumber", "doc": "IdentityDocument", "url": "WebResource", "host": "WebResource"}


def kind_of_family(value_key: str) -> str | None:
    """Return the kind to which all keys like this one belong (`tel:+85512000001`: `PhoneNumber`), else `None`."""
    return _KINDS_OF_FAMILIES.get(value_key.partition(":")[0])


def meeting_key(key: str) -> str:
    """Return the key under which a selector meets selectors of other kinds, prefixed with its kind.

    An account that is a phone number meets that number: `OnlineAccount|tel:+85512000001` becomes `PhoneNumber|...`. Any
    other selector meets others under its own key. The store keeps the key of the selector's own kind, and its own
    terms: what is told of an account follows the policy for accounts.
    """
    kind, _, value_key = key.partition("|")
    met = kind_of_family(value_key)
    return key if met is None or met == kind else f"{met}|{value_key}"


def kinds_that_meet(ontology: Ontology, kind: str) -> tuple[str, ...]:
    """Return the kinds of selectors that may have a meeting key of this kind, beginning with the kind itself."""
    return (kind, *sorted(name for name, schema in ontology.kinds.items() if schema.key and schema.key.may_be == kind))


def kinds_held_as(ontology: Ontology, kind: str) -> frozenset[str]:
    """Return the kinds of selectors that may hold a value of this kind: a phone number may be an account, too."""
    key = ontology.kind(kind).key
    as_well = key.may_be if key is not None else None
    return frozenset({kind, *kinds_that_meet(ontology, as_well or kind)})


def stored_keys(ontology: Ontology, key: str) -> tuple[str, ...]:
    """Return the keys under which the store may hold selectors with this meeting key, beginning with that key."""
    kind, _, value_key = key.partition("|")
    found = (f"{name}|{value_key}" for name in kinds_that_meet(ontology, kind))
    return tuple(stored for stored in found if stored == key or meeting_key(stored) == key)


def carried_marks(ontology: Ontology) -> list[list[str]]:
    """Return class and text of each property that carries selectors: a part with that property contains the text."""
    marks = {(str(p.property_class), f'"{p.name}":') for kind in ontology.kinds.values() for p in kind.carried}
    return [list(mark) for mark in sorted(marks)]


def carried_selectors(kind: KindSchema, texts: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """Return kind and key of each selector that a record of another kind carries, without repeats, in canonical order.

    Args:
        kind: the record's kind.
        texts: its parts as they are stored, by the names of their classes.
    """
    parts = {c: decode_part(texts.get(c)) for c in sorted({str(p.property_class) for p in kind.carried})}
    return sorted(
        {
            (p.selector, f"{p.selector}|{value.key}")
            for p in kind.carried
            if p.selector is not None
            for value in parts[str(p.property_class)].get(p.name, ())
            if value.key is not None
        }
    )


def key_classes(ontology: Ontology) -> dict[str, PropertyClass]:
    """Return the class of the key property of each selector kind."""
    return {
        kind.name: next(p.property_class for p in kind.properties.values() if p.key)
        for kind in ontology.kinds.values()
        if kind.is_selector
    }


def meeting_classes(
    one: KindSchema, other: KindSchema, classes: Mapping[str, PropertyClass]
) -> frozenset[PropertyClass]:
    """Return the classes of the selectors by which records of two kinds can meet; empty where they cannot.

    A record can meet by a selector that it is, or that it carries in the class of the selector's key.

    Args:
        one: a kind.
        other: the same kind or another one.
        classes: the class of the key of each kind of selector.
    """
    return frozenset(classes[kind] for kind in _selectors_of(one) & _selectors_of(other))


def _selectors_of(kind: KindSchema) -> frozenset[str]:
    carried = {str(p.selector) for p in kind.carried}
    as_well = {p.may_be for p in kind.properties.values() if p.may_be is not None}
    return frozenset({kind.name, *carried, *as_well} if kind.is_selector else carried | as_well)


def kinds_told_by(kind: KindSchema) -> frozenset[str]:
    """Return the kinds of selectors under whose terms the hit index tells of records of a kind.

    These are the kinds that the record carries, and the record's own kind where it is a selector that may be of another
    kind: it is found under that kind's key, and told of under its own terms.
    """
    as_well = {kind.name} if kind.key is not None and kind.key.may_be is not None else set()
    return frozenset({str(p.selector) for p in kind.carried} | as_well)


def kinds_by_key_class(ontology: Ontology) -> dict[str, list[str]]:
    """Return for each property class the kinds of selectors whose key belongs to it, as statements ask for them."""
    classes = key_classes(ontology)
    return {str(c): sorted(kind for kind, found in classes.items() if found is c) for c in PropertyClass}


def linked_digest(linked: Sequence[LinkedSelector]) -> str:
    """Return a digest, 16 digits, that changes when a record's linked selectors change or move to other compartments.

    Args:
        linked: its selectors in canonical order.
    """
    told = repr([(s.kind, s.key, str(s.property_class), *s.via) for s in linked])
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def linked_selectors(rows: Sequence[Sequence[Any]], classes: Mapping[str, PropertyClass]) -> list[LinkedSelector]:
    """Return the selectors of rows `[kind, key, link compartment, selector compartment]`, in canonical order."""
    if len(rows) > 1:
        rows = sorted(rows, key=_by_key)
    return [
        LinkedSelector(*_as_it_meets(kind, key), classes[kind], _via(link, selector))
        for kind, key, link, selector in rows
    ]


def named_selectors(rows: Sequence[Sequence[Any]], classes: Mapping[str, PropertyClass]) -> list[LinkedSelector]:
    """Return the selectors of such rows that go on with record id and tokens, null or a list, in canonical order."""
    return [
        LinkedSelector(*_as_it_meets(kind, key), classes[kind], _via(link, selector), rid, frozenset(tokens or ()))
        for kind, key, link, selector, rid, tokens in sorted(rows, key=_by_key)
    ]


def _as_it_meets(kind: str, key: str) -> tuple[str, str]:
    """Return kind and key of a stored selector as it is compared. The class stays that of its own key."""
    met = meeting_key(key)
    return (kind, key) if met is key else (met.partition("|")[0], met)


# Key, then compartments.
_by_key = itemgetter(1, 2, 3)


@lru_cache(maxsize=10_000)
def _via(link: int, selector: int) -> Via:
    """Return the same object for the same compartments, of which there are few and of selectors many."""
    return Via(link=link, selector=selector)


def component_of(text: str) -> int:
    """Return the integer component that a record begins with: 60 bits of a digest, never shown."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 4
