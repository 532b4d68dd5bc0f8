"""Names in fields of their own, cleaned before they are compared."""

import pyarrow as pa
import pytest

from entity_resolution.batch.fields import FieldType, clean_texts


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("binti tarudin", "binti tarudin"),
        ("bt tarudin", "binti tarudin"),
        ("Bte. Tarudin", "binti tarudin"),
        ("Siti Nurhaliza binte", "siti nurhaliza binti"),
        ("s/o Raman", "al raman"),
        ("A/L Raman", "al raman"),
        ("d/o Raman", "ap raman"),
        ("bt", "bt"),
        ("wichit", "wichit"),
        ("van der meer", "van der meer"),
    ],
)
def test_whose_child_somebody_is_is_said_in_one_way(text: str, cleaned: str) -> None:
    assert clean_texts(FieldType.NAME, pa.array([text]), None).to_pylist() == [cleaned]
    assert clean_texts(FieldType.NAME, pa.array(["wichit", text, "malee"]), None).to_pylist()[1] == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        *[(text, text.lower()) for text in ("Na", "Nan", "Nil")],
        *[(text, None) for text in ("NA", "na", "N/A", "NIL", "null", "Null", "NaN", "None", "Unknown")],
    ],
)
def test_what_is_a_name_where_it_is_written_like_one_is_a_placeholder_otherwise(text: str, cleaned: str | None) -> None:
    """Li Na has a given name, and so has Nil Yildiz."""
    assert clean_texts(FieldType.NAME, pa.array(["malee", text]), None).to_pylist() == ["malee", cleaned]
