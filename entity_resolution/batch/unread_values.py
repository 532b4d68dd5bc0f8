"""Which values of a list could not be read: the record, the property and why; never the value.

Read anew from the list when it is asked for, so that a run that does not ask holds and does nothing more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.batch.dictionary import UNKNOWN, Codes
from entity_resolution.batch.fields import FieldType, clean_texts, plain, why_no_date
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.reading import ListReader
from entity_resolution.batch.record_driver import described_rows
from entity_resolution.tables.pair_records import unread_values
from graph import KindSchema

_BLANK = "nothing but blanks"
_WHY = {
    FieldType.PHONE: "too few digits, or a number that stands for none",
    FieldType.EMAIL: "no @ with something on both sides of it, or an address that stands for none or is an office's",
    FieldType.CODE: "no letter and no digit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadValues:
    """The values of one property that could not be read: the places of their records, and why of each.

    Attributes:
        property: as mappings call it.
        places: of the records in the list, or in two behind one another.
        reasons: texts, one for each place.
    """

    property: str
    places: Codes
    reasons: pa.Array


def unread_fields(reader: ListReader, types: Mapping[str, FieldType]) -> Iterator[UnreadValues]:
    """Yield the values that are counted as not read where names come in fields of their own.

    Args:
        reader: the list, or two.
        types: the fields that are compared, with their types.
    """
    for name, field_type in types.items():
        if field_type is FieldType.TITLE:
            continue
        start = 0
        for file, mapping, country in zip(reader.files, reader.mappings, reader.countries, strict=True):
            if name in mapping.columns:
                texts = file.texts(mapping.columns[name].name).combine_chunks()
                found, reasons = _unread(texts, field_type, country)
                yield UnreadValues(property=name, places=found + start, reasons=reasons)
            start += file.size


def _unread(texts: pa.Array, field_type: FieldType, country: str | None) -> tuple[Codes, pa.Array]:
    """Return the places of the texts of which nothing is left to compare, and why of each; told of distinct texts."""
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary
    unread = pc.is_null(clean_texts(field_type, distinct, country))
    told = [_why(field_type, text, country) for text in distinct.filter(unread).to_pylist()]
    reasons = pc.replace_with_mask(pa.nulls(len(distinct), pa.string()), unread, pa.array(told, pa.string()))
    codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False)
    is_unread = np.append(unread.to_numpy(zero_copy_only=False).astype(bool), False)
    places = np.flatnonzero(is_unread[codes]).astype(np.int32)
    return places, reasons.take(pa.array(codes[places]))


def _why(field_type: FieldType, text: str, country: str | None) -> str:
    shown = plain(text)
    if not shown:
        return _BLANK
    if field_type is FieldType.DATE:
        return why_no_date(text, country)
    if field_type in _WHY:
        return _WHY[field_type]
    if field_type is FieldType.NAME:
        return "a placeholder or a title alone" if any(c.isalpha() for c in shown) else "no letter"
    return "a placeholder" if any(c.isalnum() for c in shown) else "no letter and no digit"


def unread_of_records(reader: ListReader, kind: KindSchema) -> Iterator[UnreadValues]:
    """Yield the values that say nothing where records are compared whole.

    Args:
        reader: the list, or two.
        kind: what the records are; it has a match model.
    """
    found: dict[str, tuple[list[int], list[str]]] = {}
    for place, described in enumerate(described_rows(reader, kind)):
        for name, reason in unread_values(kind, described):
            places, reasons = found.setdefault(name, ([], []))
            places.append(place)
            reasons.append(reason)
    for name, (places, reasons) in sorted(found.items()):
        yield UnreadValues(
            property=name, places=np.array(places, dtype=np.int32), reasons=pa.array(reasons, pa.string())
        )


def unread_table(found: Sequence[UnreadValues], shape: ListShape) -> pa.Table:
    """Return `id`, `property` and `reason` of values that could not be read, of two lists also `list`.

    In the order of the list; of one record in that in which properties are given.
    """
    places = np.concatenate([np.empty(0, dtype=np.int32), *(of.places for of in found)])
    order = np.argsort(places, kind="stable")
    names = np.repeat(np.arange(len(found)), [len(of.places) for of in found])[order]
    reasons = pa.chunked_array([of.reasons for of in found], pa.string())
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "id": shape.ids.take(pa.array(places[order])),
        "property": pa.array([of.property for of in found], pa.string()).take(pa.array(names)),
        "reason": reasons.take(pa.array(order)),
    }
    if shape.right_from is not None:
        columns["list"] = pa.array(np.where(places[order] >= shape.right_from, "right", "left"), pa.string())
    return pa.table(columns)
