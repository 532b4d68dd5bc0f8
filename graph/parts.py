"""Parts: how a record's properties are stored, one text per property class.

The property class is the unit of release, so it is the unit of storage as well: a read opens or withholds whole parts
in the store itself, with one test each, and no value of a closed class ever reaches the process (decision 0004).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from graph.ontology import KindSchema, PropertyClass
from graph.records import Record
from graph.values import NormalisedValue, ValueStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredValue:
    """A value as it was stored: raw, and normalised where that differs or failed."""

    raw: str
    value: str | None
    status: ValueStatus
    type: str
    key: str | None = None


Part = Mapping[str, tuple[StoredValue, ...]]


# Walking the enumeration itself costs ten times as much, and this is done for every record.
_CLASSES = tuple(PropertyClass)
_SOURCE = PropertyClass.SOURCE
_VALID = ValueStatus.VALID
_STATUSES = {str(status): status for status in ValueStatus}
_NOTHING: dict[str, str | None] = dict.fromkeys(map(str, _CLASSES))


def encode_parts(record: Record, kind: KindSchema) -> dict[str, str | None]:
    """Return the text of every property class; `None` for a class without values.

    The provenance's own properties (reference, dataset, evaluation, time asserted) are of the class source.
    """
    source: dict[str, Any] = {}
    grouped: dict[PropertyClass, dict[str, Any]] = {_SOURCE: source}
    known = kind.properties
    for name, values in record.properties.items():
        property_class = (known[name] if name in known else kind.property(name)).property_class
        part = grouped.get(property_class)
        if part is None:
            part = grouped[property_class] = {}
        part[name] = [_encode_value(values[0])] if len(values) == 1 else list(map(_encode_value, values))
    source["_provenance"] = _encode_provenance(record)
    texts = _NOTHING.copy()
    for property_class, values_by_name in grouped.items():
        texts[property_class] = orjson.dumps(values_by_name).decode()
    return texts


def decode_part(text: str | None) -> dict[str, tuple[StoredValue, ...]]:
    """Return the properties of a part; the provenance entry is left out."""
    if text is None:
        return {}
    data: dict[str, Any] = orjson.loads(text)
    return {name: tuple(_decode_value(v) for v in values) for name, values in data.items() if name != "_provenance"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProvenance:
    """What the class source tells about where a record comes from."""

    reference: str
    dataset: str
    evaluation: str
    asserted_at: str | None


def decode_provenance(text: str) -> StoredProvenance:
    """Return the provenance from the text of the class source."""
    data = orjson.loads(text)["_provenance"]
    return StoredProvenance(
        reference=data["reference"],
        dataset=data["dataset"],
        evaluation=data["evaluation"],
        asserted_at=data.get("assertedAt"),
    )


def _encode_provenance(record: Record) -> dict[str, str]:
    given = record.provenance
    data = {"reference": given.reference, "dataset": given.dataset, "evaluation": str(given.evaluation)}
    if given.asserted_at is not None:
        data["assertedAt"] = given.asserted_at.isoformat()
    return data


def _encode_value(value: NormalisedValue) -> dict[str, str | None]:
    # Short names and no repeats: this text is what every answer carries over the wire.
    data: dict[str, str | None] = {"r": value.raw, "t": value.type}
    if value.value != value.raw:
        data["v"] = value.value
    if value.status is not _VALID:
        data["s"] = str(value.status)
    if value.key is not None:
        data["k"] = value.key
    return data


def _decode_value(data: Mapping[str, Any]) -> StoredValue:
    return StoredValue(
        raw=data["r"],
        value=data.get("v", data["r"]),
        status=_STATUSES[data["s"]] if "s" in data else _VALID,
        type=data["t"],
        key=data.get("k"),
    )
