"""Names in fields of their own, cleaned before they are compared."""

from itertools import product

import pyarrow as pa
import pytest

from entity_resolution.batch.fields import FieldType, clean_texts, sexes_by_titles
from entity_resolution.places.telling import NOWHERE
from graph.values import is_office_mailbox, is_placeholder_email, placeholder_values
from graph.values.nameless import placeholder_names, roles_for_names
from graph.values.online import office_mailboxes


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


@pytest.mark.long
@pytest.mark.parametrize("field_type", [FieldType.NAME, FieldType.TEXT])
def test_the_pattern_for_columns_passes_over_no_placeholder(field_type: FieldType) -> None:
    """Whatever a text alone would be taken for, it is taken for in a column, by every word that placeholders have."""
    alone = {*placeholder_names._PLACEHOLDERS, *placeholder_names._UNKNOWN, *placeholder_names._MADE_UP, "xxx"}
    counted = {text for word in alone | NOWHERE for text in (word, f"{word} 1", f"{word} 23", f"1 {word}")}
    pairs = product(placeholder_names._UNKNOWN, placeholder_names._OF_WHOM)
    beside = {text for one, other in pairs for text in (f"{one} {other}", f"{other} {one}")}
    roles = [*_words(roles_for_names._ROLES), *_words(roles_for_names._COUNTED)]
    counters = [f" {word} 3" for word in roles_for_names._SAYING_A_NUMBER.split("|")]
    ends = ("", " 1", "12", "no1", " no 12", " a", " b", " no", " one", " male", "male", " minor", *counters)
    told = {f"{before}{role}{end}" for role in roles for before in ("", "second ", "sri lankan ") for end in ends}
    sexed = {f"{sex} {role}" for role in roles for sex in roles_for_names._OF_WHAT_SEX.split("|")}
    parts = {"fnu", "fnu lnu", "nmi keller", "keller nmn", "xx xxx", "unk unk", "test anonymous", "nguyen van a"}
    in_vietnam = {
        f"{no} {of}" for no in ("khong ro", "chua xac dinh", "khong biet") for of in ("ten", "ho ten", "tinh")
    }
    in_malay = {f"{whose} {no}" for whose in ("nama", "lelaki") for no in ("tak dikenali", "tidak diketahui")}
    texts = sorted(alone | counted | beside | told | sexed | parts | in_vietnam | in_malay)
    found = clean_texts(field_type, pa.array(texts), None).to_pylist()
    # What has a space behind it or capitals is no text that the patterns may pass as clean.
    assert found == clean_texts(field_type, pa.array([f"{text} " for text in texts]), None).to_pylist()
    assert found == clean_texts(field_type, pa.array([text.upper() for text in texts]), None).to_pylist()
    assert found.count(None) > len(alone)


@pytest.mark.parametrize("text", ["person 1", "driver 2", "khong ro ten", "child no 3", "nama tak dikenali"])
def test_a_counted_role_is_no_town_whatever_its_letters(text: str) -> None:
    assert clean_texts(FieldType.TEXT, pa.array(["mae sot", text, text.title()]), None).to_pylist() == [
        "mae sot",
        None,
        None,
    ]


# What may stand behind a word before the @.
_ENDS = ("", ".", "1", "-7", "12", "1-2", "_1_2", "1990", ".19.90", "1.9.9.0.", "12345")


def test_the_pattern_for_columns_passes_over_no_mail_address_of_nobody_or_an_office() -> None:
    """Wherever dots and the like stand in an address, a column tells it as it is told alone."""
    words = {*placeholder_values._NO_MAILBOX, *placeholder_values._AT_PROVIDERS, "xxx", "a", "aaaa", "123", "000"}
    words |= office_mailboxes._OFFICES
    ways = [".".join, "".join, "_".join]
    locals_ = {
        f"{front}{way(word)}{end}" for word in words for way in ways for front in ("", ".", "_-") for end in _ENDS
    }
    texts = sorted(f"{local}@{host}" for local in locals_ for host in ("gmail.com", "a.com", "lotus.example"))
    expected = [None if is_placeholder_email(text) or is_office_mailbox(text) else text for text in texts]
    assert clean_texts(FieldType.EMAIL, pa.array(texts), None).to_pylist() == expected


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
    # Alone each is no name, and says no less.
    *[
        ("Mr.", None, "male"),
        ("MISS", None, "female"),
        ("นางสาว", None, "female"),
        ("先生", None, "male"),
        ("Dr", None, None),
    ],
    *[("น.ส.", None, "female"), ("น.ส", None, "female"), ("นส.", None, "female"), ("นาย.", None, "male")],
    *[("ด.ช.", None, "male"), ("ด.ช", None, "male"), ("ด.ญ.", None, "female"), ("ด.ญ", None, "female")],
    *[("พ.ต.ท.", None, None), ("ร.ต.อ.", None, None), ("ว่าที่ ร.ต.", None, None), ("ร.ต.อ. น.ส.", None, "female")],
]
# Titles that are names, initials, given names of Korea, China and the Karen, and what tells a son from his father.
UNTITLED = (
    *("U", "Saw", "Ma", "Ko", "Haji", "Gen", "Ko Ko", "Saw Eh", "Ma. Teresa", "U. Zaw", "U Jin", "Ko Eun", "Hon Wai"),
    *("ဦး", "Juan Jr", "Robert", "ก", "ส", "น"),
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
        # Years of the Buddhist era, in ISO's order.
        (FieldType.DATE, ["2533-05-06", "2533-05-06 00:00:00", "2533-02-30"], ["1990-05-06", "1990-05-06", None]),
    ],
)
def test_what_stands_for_no_value_is_none(field_type: FieldType, texts: list[str], cleaned: list[str | None]) -> None:
    assert clean_texts(field_type, pa.array(texts), None).to_pylist() == cleaned


@pytest.mark.parametrize("written", ["N/A", "n/a", "unknown", "0", "00000", "ไม่ทราบ", "na", "-"])
def test_what_stands_for_no_postal_code_or_house_number_is_none(written: str) -> None:
    assert clean_texts(FieldType.CODE, pa.array([written, "10110"]), "TH").to_pylist() == [None, "10110"]
