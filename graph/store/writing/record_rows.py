"""Makes the rows that the record writer sends: one flat map of properties for a record, one for a link.

Every ingested record passes through here, so nothing is looked up twice that a batch shares.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from graph.compartments import LINK_KIND, CompartmentKey
from graph.ontology import Ontology, PropertyClass, PropertySchema
from graph.parts import encode_parts
from graph.records import Link, Record, SubjectRole
from graph.selectors import component_of
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row

_Terms = tuple[str, str, str, SubjectRole]
_Keys = tuple[CompartmentKey, ...]  # where it stands, and where it stands first if that is elsewhere
_RECORD_GAPS = dict.fromkeys(map(str, PropertyClass))
_SELECTOR_GAPS = {**_RECORD_GAPS, "key": None}
_LINK_GAPS = dict.fromkeys(("since", "until", "note"))


class RowMaker:
    """Makes rows of what it has met: it remembers compartments, which never change."""

    def __init__(self, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._registry = registry
        self._ontology = ontology
        self._compartments: dict[_Terms, int] = {}
        self._uncompared: dict[_Terms, int] = {}

    async def meet(self, records: Iterable[Record], links: Iterable[Link]) -> None:
        """Get to know the compartments of records and links before their rows are made."""
        terms = {_terms_of(record) for record in records} | {_terms_of_link(link) for link in links}
        keys = _keys_of(terms - self._compartments.keys())
        self._remember(keys, await self._registry.bases([k for pair in keys.values() for k in pair]) if keys else {})

    def record_row_under(self, role: SubjectRole, record: Record) -> Row:
        """Return, within a transaction, the row of a record that says no role, under the one that stands.

        Raises:
            NotPreparedError: its compartment is not registered, as far as this process knows.
        """
        told = replace(record, subject_role=role)
        keys = _keys_of({_terms_of(told)} - self._compartments.keys())
        self._remember(keys, self._registry.get_bases([k for pair in keys.values() for k in pair]))
        return self.record_row(told)

    def _remember(self, keys: Mapping[_Terms, _Keys], ids: Mapping[CompartmentKey, int]) -> None:
        self._compartments.update({terms: ids[key] for terms, (key, *_) in keys.items()})
        self._uncompared.update({terms: ids[pair[1]] for terms, pair in keys.items() if len(pair) > 1})

    def record_row(self, record: Record) -> Row:
        """Return a record's row: its id, what component and compartment it begins with, and its properties."""
        schema = self._ontology.kind(record.kind)
        given, terms = record.provenance, _terms_of(record)
        compartment = self._compartments[terms]
        parts = encode_parts(record, schema)
        properties: dict[str, Any] = {
            **{name: text for name, text in parts.items() if text is not None},
            "cmp": compartment,
            "kind": record.kind,
            "originator": given.originator,
            "profile": given.profile,
            "role": str(terms[3]),
            "digest": _digest(compartment, record.kind, *[text or "" for text in parts.values()]),
        }
        if schema.is_selector:
            selector = selector_key(record, schema.properties)
            component = component_of(selector or record.id)
            if selector is not None:
                properties["key"] = selector
            properties["component"] = component
        else:
            component = component_of(record.id)
        first = self._uncompared.get(terms, compartment)
        return {"rid": record.id, "component": component, "first": first, "props": properties}

    def own_compartment(self, link: Link) -> int:
        """Return a link's own compartment, which its stamp is made of together with those of its ends."""
        return self._compartments[_terms_of_link(link)]


def with_gaps(row: Row) -> Row:
    """Return the row of a record or link with null for what it lacks and may have had before."""
    props = row["props"]
    gaps = _LINK_GAPS if "lid" in props else _SELECTOR_GAPS if "component" in props else _RECORD_GAPS
    return {**row, "props": {**gaps, **props}}


def _terms_of(record: Record) -> _Terms:
    given = record.provenance
    return given.originator, given.profile, record.kind, record.subject_role or SubjectRole.NONE


def _keys_of(unmet: Iterable[_Terms]) -> dict[_Terms, _Keys]:
    keys = {t: CompartmentKey(originator=t[0], profile=t[1], kind=t[2], role=t[3]) for t in unmet}
    return {t: (k, replace(k, uncompared=True)) if k.is_to_be_compared else (k,) for t, k in keys.items()}


def _terms_of_link(link: Link) -> _Terms:
    return link.provenance.originator, link.provenance.profile, LINK_KIND, SubjectRole.NONE


def link_row(link: Link, own: int, stamp: int) -> Row:
    """Return a link's row: its id, type, ends and properties.

    Args:
        link: the link.
        own: its own compartment.
        stamp: the conjunction of its own compartment and those of its ends.
    """
    given = link.provenance
    evaluation = str(given.evaluation)
    texts = (link.since or "", link.until or "", link.note or "", evaluation, given.reference, given.dataset)
    properties: dict[str, Any] = {
        "evaluation": evaluation,
        "reference": given.reference,
        "dataset": given.dataset,
        "profile": given.profile,
        "lid": link.id,
        "own": own,
        "cmp": stamp,
        # The stamp is not in it: that follows the ends, and may have been set anew with them.
        "digest": _digest(own, *texts),
    }
    for name, text in (("since", link.since), ("until", link.until), ("note", link.note), ("edge", link.edge)):
        if text is not None:
            properties[name] = text
    return {"lid": link.id, "type": link.type, "source": link.source_id, "target": link.target_id, "props": properties}


def selector_key(record: Record, properties: Mapping[str, PropertySchema]) -> str | None:
    """Return the identity key of a selector, prefixed by its kind; `None` where the value has none."""
    for name, values in record.properties.items():
        if properties[name].key and values and values[0].key is not None:
            return f"{record.kind}|{values[0].key}"
    return None


def _digest(compartment: int, *texts: str) -> str:
    """Return what tells changed content from unchanged."""
    return hashlib.blake2b(orjson.dumps((compartment, texts)), digest_size=12).hexdigest()
