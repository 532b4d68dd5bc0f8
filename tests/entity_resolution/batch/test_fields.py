"""Names in fields of their own, cleaned before they are compared."""

from itertools import product

import pyarrow as pa
import pytest

from entity_resolution.batch.fields import FieldType, clean_texts, sexes_by_titles
from graph.values import placeholder_names, roles_for_names


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


def _words(of: str) -> list[str]:
    return of.strip().replace("\n", ";").split(";")


def test_the_pattern_for_columns_passes_over_no_placeholder() -> None:
    """Whatever a name alone would be taken for, it is taken for in a column, by every word that placeholders have."""
    alone = {*placeholder_names._PLACEHOLDERS, *placeholder_names._UNKNOWN, *placeholder_names._MADE_UP, "xxx"}
    pairs = product(placeholder_names._UNKNOWN, placeholder_names._OF_WHOM)
    beside = {text for one, other in pairs for text in (f"{one} {other}", f"{other} {one}")}
    roles = [*_words(roles_for_names._ROLES), *_words(roles_for_names._COUNTED)]
    told = {f"{role}{end}" for role in roles for end in ("", " 1", " a", " b", " no", " male", "male", " minor")}
    sexed = {f"{sex} {role}" for role in roles for sex in roles_for_names._OF_WHAT_SEX.split("|")}
    parts = {"fnu", "fnu lnu", "nmi keller", "keller nmn", "xx xxx", "unk unk", "test anonymous", "nguyen van a"}
    texts = sorted(alone | beside | told | sexed | parts)
    found = clean_texts(FieldType.NAME, pa.array(texts), None).to_pylist()
    # What has a space behind it is no text that the patterns may pass as clean.
    assert found == clean_texts(FieldType.NAME, pa.array([f"{text} " for text in texts]), None).to_pylist()
    assert found.count(None) > len(alone)


@pytest.mark.parametrize("name", ["victor manson", "nicholas", "johnson", "man", "anak agung", "mina", "rex"])
def test_the_pattern_for_columns_takes_no_name_for_a_placeholder(name: str) -> None:
    assert clean_texts(FieldType.NAME, pa.array([name]), None).to_pylist() == [name]


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


@pytest.mark.parametrize(
    "text", ["unknown", "N/A", "-", "none", "ไม่ทราบ", "不详", "online", "telegram", "Tidak diketahui"]
)
def test_a_street_or_town_that_nobody_knows_is_none(text: str) -> None:
    assert clean_texts(FieldType.TEXT, pa.array(["street 271", text]), None).to_pylist() == ["street 271", None]


@pytest.mark.parametrize(
    ("field_type", "texts", "cleaned"),
    [
        (FieldType.EMAIL, ["dara@lotus.example", "noemail@gmail.com"], ["dara@lotus.example", None]),
        (FieldType.EMAIL, ["No.Email@Gmail.com", "nora@gmail.com", "xx.x@mail.com"], [None, "nora@gmail.com", None]),
        (FieldType.PHONE, ["999999999", "85500000000", "85512777045"], [None, None, "85512777045"]),
        (FieldType.PHONE, ["+855 00 000 000", "0999 999 999", "000"], [None, None, None]),
        (FieldType.DATE, ["1899-12-31", "1900-01-01", "2999-01-05", "1990-02-03"], [None, None, None, "1990-02-03"]),
    ],
)
def test_what_stands_for_no_value_is_none(field_type: FieldType, texts: list[str], cleaned: list[str | None]) -> None:
    assert clean_texts(field_type, pa.array(texts), None).to_pylist() == cleaned
