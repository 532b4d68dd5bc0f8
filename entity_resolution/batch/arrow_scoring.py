"""The scorer over Arrow batches, as a distributed driver calls it: values travel with the pairs, codes do not.

A pair has for each field `left_<field>` and `right_<field>`, cleaned, and for each field whose frequency weighs
`left_share_<field>` and `right_share_<field>`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from entity_resolution.batch.dictionary import UNKNOWN, Dictionary, FieldPairs, Floats
from entity_resolution.batch.fields import FieldType
from entity_resolution.batch.kind_comparisons import KindComparison
from entity_resolution.batch.parameters import BatchModel
from entity_resolution.batch.weights import pair_evidence

EVIDENCE_COLUMNS = ("match", "relative", "against", "may_join", "named")


def score_values(
    values: pa.StructArray,
    model: BatchModel,
    more: Sequence[KindComparison],
    types: Mapping[str, FieldType],
    *,
    least: float = 0.0,
) -> pa.StructArray:
    """Return the evidence of pairs, in the fields of `EVIDENCE_COLUMNS`, from the values of both ends."""
    batch = pa.RecordBatch.from_struct_array(values)
    fields: dict[str, FieldPairs] = {}
    names = [name for name, field_type in types.items() if field_type is FieldType.NAME]
    for group in ([names] if names else []) + [[name] for name in types if name not in names]:
        fields.update(_field_pairs(batch, group))
    shares = {name: _shares(batch, name, field) for name, field in fields.items() if _has_share(batch, name)}
    found = pair_evidence(model, more, fields, shares, batch.num_rows, least=least)
    arrays = [pa.array(getattr(found, name)) for name in EVIDENCE_COLUMNS]
    return pa.StructArray.from_arrays(arrays, names=list(EVIDENCE_COLUMNS))


def _field_pairs(batch: pa.RecordBatch, group: Sequence[str]) -> dict[str, FieldPairs]:
    columns = [batch.column(f"{side}_{name}").cast(pa.string()) for name in group for side in ("left", "right")]
    encoded = pa.chunked_array(columns, pa.string()).combine_chunks().dictionary_encode()
    dictionary = Dictionary(encoded.dictionary.to_pylist())
    codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int32)
    parts = np.split(codes, 2 * len(group)) if len(codes) else [codes] * (2 * len(group))
    return {
        name: FieldPairs(dictionary=dictionary, left=parts[2 * at], right=parts[2 * at + 1])
        for at, name in enumerate(group)
    }


def _has_share(batch: pa.RecordBatch, name: str) -> bool:
    return f"left_share_{name}" in batch.schema.names


def _shares(batch: pa.RecordBatch, name: str, field: FieldPairs) -> Floats:
    found = np.ones(len(field.dictionary))
    for side, codes in (("left", field.left), ("right", field.right)):
        known = codes >= 0
        found[codes[known]] = batch.column(f"{side}_share_{name}").to_numpy(zero_copy_only=False)[known]
    return found
