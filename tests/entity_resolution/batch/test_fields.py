"""Names in fields of their own, cleaned before they are compared."""

import pyarrow as pa
import pytest

from entity_resolution.batch.fields import FieldType, clean_texts, sexes_by_titles


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


TITLED = [
    *[("Daw Thida", "thida", "female"), ("U Zaw", "zaw", "male"), ("u zaw", "zaw", "male")],
    *[("Haji Ahmad", "ahmad", "male"), ("Mrs Siti", "siti", "female"), ("Khun Anong", "anong", None)],
    *[("Sdr. Budi", "budi", "male"), ("Mr.Robert", "robert", "male"), ("MR ROBERT", "robert", "male")],
    *[("Datuk Ali", "ali", None), ("Dr Daw Thida", "thida", "female"), ("Mr. R", "r", "male")],
    *[("น.ส.กานดา", "กานดา", "female"), ("น.ส. กานดา", "กานดา", "female"), ("นายกานดา", "กานดา", "male")],
    *[("志明先生", "志明", "male"), ("ဒေါ်သီတာ", "သီတာ", "female"), ("Mr Unknown", None, "male")],
]
# Titles that are names, initials, given names of Korea, China and the Karen, and what tells a son from his father.
UNTITLED = (
    *("U", "Saw", "Ma", "Ko", "Haji", "Gen", "Ko Ko", "Saw Eh", "Ma. Teresa", "U. Zaw", "U Jin", "Ko Eun", "Hon Wai"),
    *("Mr.", "先生", "ဦး", "Juan Jr", "Robert"),
)


@pytest.mark.parametrize(
    ("text", "cleaned", "sex"), [*TITLED, *((text, text.lower().replace(".", ""), None) for text in UNTITLED)]
)
def test_a_title_comes_off_a_name_that_remains_and_tells_a_sex(text: str, cleaned: str | None, sex: str | None) -> None:
    assert clean_texts(FieldType.NAME, pa.array([text]), None).to_pylist() == [cleaned]
    assert clean_texts(FieldType.NAME, pa.array(["malee", text]), None).to_pylist() == ["malee", cleaned]
    assert sexes_by_titles([pa.array(["malee", text])]).to_pylist() == [None, sex]


@pytest.mark.parametrize(
    ("given", "family", "sex"),
    [
        *[("Kanok", "Mr Saetang", "male"), ("กนก", "นางสาวแซ่ตั้ง", "female"), ("Mr Kanok", "Saetang", "male")],
        *[("Mr Kanok", "Mr Saetang", "male"), ("Mr Kanok", "Ms Saetang", None), ("Kanok", "Saetang", None)],
        # A father's titles, and what may be a surname.
        *[("Siti", "Haji Rosli", None), ("Puan Siti", "Haji Rosli", "female"), ("Thida", "U Ba", None)],
        *[("Haji Rosli", "Ahmad", "male"), ("Wei Min", "Ma", None), (None, "Ms Saetang", "female"), (None, None, None)],
    ],
)
def test_a_title_in_either_field_tells_a_sex(given: str | None, family: str | None, sex: str | None) -> None:
    fields = [pa.array([text, "Malee"], pa.string()) for text in (given, family)]
    assert sexes_by_titles(fields).to_pylist() == [sex, None]
