"""Fields whose names hardly say who join nobody, or not by a birth date alone. All names and numbers are invented."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from entity_resolution.batch.bare_fields import name_nobody
from entity_resolution.batch.dictionary import Dictionary, FieldPairs
from entity_resolution.batch.fields import FieldType, clean_texts
from entity_resolution.names.comparing.persons.bare_names import is_surname_alone
from tests.entity_resolution.batch.test_record_driver import resolve
from tests.entity_resolution.names.comparing.persons.test_bare_names import BARE
from tests.graph.values.nameless.test_callings import CALLINGS, OF_OTHERS

FIELDS = ("givenName", "familyName", "birthDate", "phone")
PHONE = "+66812340678"


def _are_one(folder: Path, left: tuple[str, str], right: tuple[str, str], phone: str = PHONE) -> bool:
    _, labels = resolve(folder, "Person", FIELDS, [(*name, "1990-03-14", phone) for name in (left, right)])
    return labels[0] == labels[1]


@pytest.mark.parametrize(
    "name",
    [
        ("T.", "R."),
        ("T", "R"),
        ("T. R.", ""),
        ("TR", ""),
        ("", "TR"),
        ("tkr", ""),
        ("ก", ""),
        ("", "王"),
        ("", "ก"),
        ("ผู้เสียหาย", "1"),
        ("Victim", "A"),
        ("김", ""),
        ("", "Namgung"),
        ("황보", ""),
        ("박모", ""),
        ("Opfer A", ""),
        ("หญิง ก", ""),
        *[("Driver", ""), ("", "Driver"), ("Security guard", ""), ("Translator 2", ""), ("客服", ""), ("คนขับรถ", "")],
        *[("Security", "Guard"), ("Customer", "Service"), ("Chinese", "Boss"), ("Boss", "Wang"), ("经理", "王")],
        *[
            ("Wife of", "Sok Dara"),
            ("Baby of Chan", "Nary"),
            ("Unknown", "Chinese"),
            ("FNU", "Wang"),
            ("", "Miss Wang"),
        ],
        *[("Mr", "Wang"), ("Miss", "Wang"), ("นาย", "ก"), ("Witness", "A"), ("A", "Witness"), ("Second", "Woman")],
        *[
            ("中国", "男子"),
            ("男子", "中国"),
            ("王", "总"),
            ("客", "服"),
            ("服", "客"),
            ("Manager", "HR"),
            ("Wang", "Boss"),
        ],
        *[("Wife", "Sok Dara's"), ("Dara", "Wife of Sok"), ("Service", "Customer"), ("Guard", "Security")],
        *[("John", "Doe"), ("Văn A", "Nguyễn"), ("No", "Name"), ("Người", "Trung Quốc")],
        *[("Lễ", "Tân"), ("kế", "toán"), ("lễ tân", "")],
        *[("Phien", "Dich"), ("Dich", "Phien"), ("Khach", "Hang"), ("Hang", "Khach"), ("Tai", "Xe"), ("Xe", "Tai")],
        *[("之子", "王伟"), ("王伟", "之子"), ("子", "王伟之"), ("王伟之子", ""), ("的妻子", "王伟")],
        *[("某", "王"), ("某某", "李"), ("모", "박"), ("모", "김"), ("Driver", "One"), ("One", "Driver")],
        *[("A", "Nguyễn Văn"), ("Nguyen Van", "A"), ("Of Lan", "Baby"), ("Của Lan", "Con"), ("事长", "王董")],
        # A title, a sex or a nation beside one word, in whichever field.
        *[("Wang", "Miss"), ("Unknown", "Male"), ("Female", "Unknown"), ("นาย", "จีน"), ("นาย", "ไทย"), ("Mr", "Male")],
        *[("พ.ต.ท.หญิง", "จีน"), ("น. ส.", "จีน"), ("中国", "人")],
        *[("Phien dich", "vien"), ("Giam doc", ""), ("Nguoi", "nuoc ngoai"), ("Gai", "Con"), ("", "Nhan vien")],
    ],
)
def test_bare_names_join_nobody_by_birth_date_and_phone(tmp_path: Path, name: tuple[str, str]) -> None:
    assert not _are_one(tmp_path, name, name)


def _names_nobody(given: str, family: str) -> bool:
    """Tell whether two fields name nobody, as they are cleaned; also where nothing is left of one of them."""
    cleaned = clean_texts(FieldType.NAME, pa.array([given, family]), None).to_pylist()
    if None in cleaned:
        return True
    dictionary = Dictionary(sorted(set(cleaned)))
    codes = [np.array([dictionary.values.tolist().index(text)], dtype=np.int32) for text in cleaned]
    one, other = (FieldPairs(dictionary=dictionary, left=code, right=code) for code in codes)
    return bool(name_nobody(one, other)[0])


UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3]{2}")
WHOLE_WORDS = ("นางสาว", "ของ", "တစ်ဦး")  # of which no field has a half


def _ways_to_part(name: str) -> Iterator[tuple[str, str]]:
    """Yield the two fields that a name may be written over: at a space, and anywhere in a script without spaces."""
    for at in range(1, len(name)):
        before, behind = name[:at].strip(), name[at:].strip()
        # Of one character each they are a surname and a given name, as those of two characters are.
        is_surname = len(before + behind) == 2 or (is_surname_alone(name) and not name.isascii())
        may_end = not is_surname and unicodedata.category(name[at])[0] != "M"
        may_end = may_end and not any(0 < at - name.find(word) < len(word) for word in WHOLE_WORDS if word in name)
        if " " in name[at - 1 : at + 1] or (may_end and UNSPACED.match(name, at - 1)):
            yield before, behind


@pytest.mark.parametrize("name", dict.fromkeys((*BARE, *CALLINGS, *OF_OTHERS)))
def test_a_bare_name_is_one_in_two_fields_wherever_it_is_parted(name: str) -> None:
    ways = list(_ways_to_part(name))
    orders = [*ways, *(way[::-1] for way in ways)]
    assert [way for way in orders if not _names_nobody(*way)] == []


@pytest.mark.parametrize(
    "name",
    [
        *[("伟", "王"), ("T.", "Keller"), ("Anong", "Saetang"), ("T.", "Namgung"), ("Somchai", ""), ("Warodom", "")],
        *[("Ng", ""), ("J.", "Vlk"), ("Md", "Rahman"), ("Ty", ""), ("", "Warodom"), ("Ravi", "s/o Kumar")],
        *[
            ("John", "Keller"),
            ("Văn An", "Nguyễn"),
            ("Wit", "A Chan"),
            ("Nary", "Chinda"),
            ("国", "王"),
            ("Dara's", "Sok"),
        ],
        *[("Minnie", "Driver"), ("T.", "Baker"), ("Guest", "Cook"), ("Cook", "Wang")],
        *[
            ("Tan", "Le"),
            ("Le", "Tan"),
            ("Lê", "Tân"),
            ("Ly", "Quan"),
            ("之夫", "鈴木"),
            ("鈴木", "之夫"),
            ("之夫", "王"),
            ("之友", "欧阳"),
            ("Nha", "Chu"),
            ("Nhan", "Dich"),
            ("Tai", "Lai"),
            ("Hang", "Truong"),
        ],
    ],
)
def test_names_of_a_word_or_two_characters_do(tmp_path: Path, name: tuple[str, str]) -> None:
    assert _are_one(tmp_path, name, name)


@pytest.mark.parametrize(
    ("one", "other", "joins"),
    [(("Mr", "Saetangwong"), ("Ms", "Saetangwong"), False), (("Ms.", "Saetangwong"), ("นาย", "Saetangwong"), False),
     (("Saetangwong", "Mr"), ("Saetangwong", "Mrs"), False), (("Mr", "Saetangwong"), ("", "Saetangwong"), True),
     (("น.ส.", "ใจดีมาก"), ("นาย", "ใจดีมาก"), False), (("น.ส.", "ใจดีมาก"), ("น.ส.", "ใจดีมาก"), True),
     (("ด.ช.", "ใจดีมาก"), ("ด.ญ.", "ใจดีมาก"), False), (("ใจดีมาก", "ด.ญ."), ("ใจดีมาก", "ด.ช."), False),
     (("พ.ต.ท.", "ใจดีมาก"), ("ร.ต.อ.", "ใจดีมาก"), True), (("น.ส.", "ใจดีมาก"), ("", "ใจดีมาก"), True)],
)  # fmt: skip
def test_titles_alone_in_a_field_are_no_name_and_tell_the_sex(
    tmp_path: Path, one: tuple[str, str], other: tuple[str, str], joins: bool
) -> None:
    assert _are_one(tmp_path, one, other) is joins


def test_initials_join_no_name_in_full(tmp_path: Path) -> None:
    assert not _are_one(tmp_path, ("T.", ""), ("T.", "Keller"))


@pytest.mark.parametrize("initial_first", [False, True])
def test_an_initial_with_the_phone_of_one_does_not_bridge_twins(tmp_path: Path, initial_first: bool) -> None:
    """The twins weigh a little against one another, the initial for either much more."""
    twins = [("Somchai", "Saetang", "1990-03-04", PHONE), ("Somsak", "Saetang", "1990-03-04", "+66898760432")]
    initial = ("S.", "Saetang", "1990-03-04", PHONE)
    _, labels = resolve(tmp_path, "Person", FIELDS, [initial, *twins] if initial_first else [*twins, initial])
    one, other, third = [*labels[1:], labels[0]] if initial_first else labels
    assert one == third != other


@pytest.mark.parametrize(
    ("given", "joins"), [("Somchai", False), ("สมชาย", False), ("Thida", False), ("Warodom", True)]
)
def test_a_given_name_alone_joins_by_a_birth_date_where_it_is_rare(tmp_path: Path, given: str, joins: bool) -> None:
    assert _are_one(tmp_path, (given, ""), (given, ""), phone="") is joins


@pytest.mark.parametrize(
    ("name", "joins"),
    [
        *[(("Somchai", "T."), False), (("Somchai T.", ""), False), (("T. Somchai", ""), False)],
        *[(("Somchai", "T. R."), False), (("Warodom", "T."), True), (("Warodom T.", ""), True), (("伟", "王"), False)],
    ],
)
def test_nor_does_an_initial_make_a_common_one_join(tmp_path: Path, name: tuple[str, str], joins: bool) -> None:
    assert _are_one(tmp_path, name, name, phone="") is joins
    assert _are_one(tmp_path, name, name)


@pytest.mark.parametrize("phone", ["", PHONE])
def test_an_initial_is_one_in_whichever_field(tmp_path: Path, phone: str) -> None:
    assert _are_one(tmp_path, ("Somchai", "T."), ("Somchai T.", ""), phone) is bool(phone)


def test_a_common_given_name_alone_joins_no_full_name_by_a_birth_date(tmp_path: Path) -> None:
    assert not _are_one(tmp_path, ("Somchai", ""), ("Somchai", "Saetang"), phone="")


def test_whole_names_follow_the_same_rule(tmp_path: Path) -> None:
    rows = [
        (name, "1990-03-14", PHONE) for name in ("T. R.", "T.R.", "ก", "ก", "王", "王", "Nok Saetang", "Nok Saetang")
    ]
    _, labels = resolve(tmp_path, "Person", ("name", "birthDate", "phone"), rows)
    assert len(set(labels[:6])) == 6
    assert labels[6] == labels[7]
