"""Parts: how a record's properties are stored, one text per property class.

The property class is the unit of release, so it is the unit of storage as well: a read opens or withholds whole parts
in the store itself, with one test each, and no value of a closed class ever reaches the process (decision 0004).

Where a sealed person and somebody else use the same selector, its parts lack what names its users, as if nobody had
filed that. Copies of the complete parts are stored beside them, under the terms of the seal (decision 0137).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from graph.ontology import KindSchema, PropertyClass
from graph.records import Record
from graph.values import NormalisedValue, ValueStatus


class StoredValue(NamedTuple):
    """A value as it was stored: raw, and normalised where that differs or failed.

    A named tuple, since a read makes millions of them and a frozen dataclass takes three times as long to make.
    """

    raw: str
    value: str | None
    status: ValueStatus
    type: str
    key: str | None = None


Part = Mapping[str, tuple[StoredValue, ...]]


# Walking the enumeration itself costs ten times as much, and this is done for every record.
_CLASSES = tuple(PropertyClass)
_NAMED_CLASSES = tuple((str(c), c) for c in _CLASSES)
_SOURCE = PropertyClass.SOURCE
_VALID = ValueStatus.VALID
_STATUSES = {str(status): status for status in ValueStatus}
_NOTHING: dict[str, str | None] = dict.fromkeys(map(str, _CLASSES))
SEALED_CLASSES = (PropertyClass.IDENTITY, PropertyClass.NARRATIVE, PropertyClass.SOURCE)
"""The classes in which selectors have properties that name their users, or may."""
_PROVENANCE = "_provenance"


def encode_parts(record: Record, kind: KindSchema) -> dict[str, str | None]:
    """Return the text of every property class; `None` for a class without values.

    Of the provenance, reference, dataset, evaluation and time asserted are stored with the class source.
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
    source[_PROVENANCE] = _encode_provenance(record)
    texts = _NOTHING.copy()
    for property_class, values_by_name in grouped.items():
        texts[property_class] = orjson.dumps(values_by_name).decode()
    return texts


def decode_part(text: str | None) -> dict[str, tuple[StoredValue, ...]]:
    """Return the properties of a part, without the provenance."""
    if text is None:
        return {}
    data: dict[str, Any] = orjson.loads(text)
    data.pop(_PROVENANCE, None)
    return {
        name: (_decode_value(values[0]),) if len(values) == 1 else tuple(map(_decode_value, values))
        for name, values in data.items()
    }


def decode_parts(texts: Mapping[str, Any]) -> dict[PropertyClass, Part]:
    """Return the parts of a record, by class; classes without values are left out.

    Args:
        texts: the stored text of each class by the name of the class; other keys are ignored.
    """
    return {c: decode_part(text) for name, c in _NAMED_CLASSES if (text := texts.get(name)) is not None}


def without_properties(text: str, names: Collection[str]) -> str | None:
    """Return the text of a part as if some of its properties had never been filed; `None` if none is left."""
    data: dict[str, Any] = orjson.loads(text)
    kept = {name: values for name, values in data.items() if name not in names}
    if len(kept) == len(data):
        return text
    return orjson.dumps(kept).decode() if kept else None


def sealed_name(property_class: PropertyClass) -> str:
    """Return the name under which the complete part of a class is stored beside the one that names no users."""
    return f"sealed_{property_class}"


def whole_parts(texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts of a record's parts as they were filed, including what a seal closes."""
    whole = {str(c): text for c in SEALED_CLASSES if (text := texts.get(sealed_name(c))) is not None}
    return {**{name: texts.get(name) for name, _ in _NAMED_CLASSES}, **whole}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProvenance:
    """What a record's part of the class source says of its provenance."""

    reference: str
    dataset: str
    evaluation: str
    asserted_at: str | None


def decode_provenance(text: str) -> StoredProvenance:
    """Return the provenance in a part of the class source."""
    data = orjson.loads(text)[_PROVENANCE]
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


def _decode_value(data: dict[str, Any]) -> StoredValue:
    raw = data["r"]
    if len(data) == 2:  # as most are: valid, and written as it is meant
        return StoredValue(raw, raw, _VALID, data["t"])
    status = _STATUSES[data["s"]] if "s" in data else _VALID
    return StoredValue(raw, data.get("v", raw), status, data["t"], data.get("k"))
