"""Parts: what is written is what is read, and no class holds another's property."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from graph import KindSchema, PropertyClass, Record, RecordId, load_ontology
from graph.parts import (
    SEALED_CLASSES,
    StoredValue,
    decode_part,
    decode_provenance,
    encode_parts,
    sealed_name,
    whole_parts,
    without_properties,
)
from graph.values import NormalisedValue, ValueStatus
from tests.graph.building import provenance

KIND = load_ontology().kind("Person")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUE = st.builds(
    NormalisedValue,
    raw=TEXT,
    value=st.none() | TEXT,
    status=st.sampled_from(ValueStatus),
    type=st.sampled_from(["name", "date", "mobile"]),
    key=st.none() | TEXT,
)
PROPERTIES = st.dictionaries(
    st.sampled_from(sorted(KIND.properties)), st.lists(VALUE, min_size=1, max_size=3).map(tuple)
)


@given(PROPERTIES)
def test_every_class_keeps_its_own_properties_and_no_other(values: dict[str, tuple[NormalisedValue, ...]]) -> None:
    parts = encode_parts(_record(values), KIND)
    assert set(parts) == {str(c) for c in PropertyClass}
    for name in PropertyClass:
        own = {n: v for n, v in values.items() if KIND.property(n).property_class is name}
        assert decode_part(parts[name]) == {n: tuple(map(_stored, found)) for n, found in own.items()}
        assert (parts[name] is None) == (not own and name is not PropertyClass.SOURCE)


def test_the_provenance_stands_in_the_class_source_and_is_no_property() -> None:
    text = encode_parts(_record({}), KIND)[PropertyClass.SOURCE]
    assert text is not None
    found = decode_provenance(text)
    assert (found.reference, found.dataset, found.evaluation, found.asserted_at) == ("1", "cases", "B2", None)
    assert decode_part(text) == {}


@given(PROPERTIES, st.sets(st.sampled_from(sorted(KIND.properties))))
def test_a_class_without_some_properties_is_what_it_would_be_had_nobody_filed_them(
    values: dict[str, tuple[NormalisedValue, ...]], names: set[str]
) -> None:
    parts = encode_parts(_record(values), KIND)
    filed = encode_parts(_record({name: found for name, found in values.items() if name not in names}), KIND)
    left = {c: None if text is None else without_properties(text, names) for c, text in parts.items()}
    assert left == filed
    # Beside them stands what was filed.
    beside = {sealed_name(c): parts[c] if parts[c] != left[c] else None for c in SEALED_CLASSES}
    whole = whole_parts({**left, **beside})
    assert {c: whole[c] for c in SEALED_CLASSES} == {c: parts[c] for c in SEALED_CLASSES}
    assert {c: whole[c] for c in PropertyClass if c not in SEALED_CLASSES} == {
        c: left[c] for c in PropertyClass if c not in SEALED_CLASSES
    }


def test_a_class_without_values_has_no_text() -> None:
    assert decode_part(None) == {}


def test_a_value_that_is_as_it_was_written_is_stored_once() -> None:
    value = NormalisedValue(raw="TH", value="TH", status=ValueStatus.VALID, type="country")
    text = encode_parts(_record({"nationality": (value,)}), KIND)[PropertyClass.IDENTITY]
    assert text is not None
    assert orjson.loads(text) == {"nationality": [{"r": "TH", "t": "country"}]}


def _record(values: dict[str, tuple[NormalisedValue, ...]], kind: KindSchema = KIND) -> Record:
    return Record(id=RecordId("r-1"), kind=kind.name, provenance=provenance("1"), properties=values)


def _stored(value: NormalisedValue) -> StoredValue:
    return StoredValue(raw=value.raw, value=value.value, status=value.status, type=value.type, key=value.key)
