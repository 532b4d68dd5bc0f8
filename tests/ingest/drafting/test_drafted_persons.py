"""Whose a column is: a draft gives a person nothing that its heading, or another name in the row, gives to others."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph import IdMinter
from ingest import draft_mapping, parse_mapping
from tests.ingest.drafting.tables import filled, lines, table, tried

BOSS, NI_MADE, DAY_OF_BIRTH = "Boss Example", "Ni Made Example", "1999-01-02"


@pytest.mark.parametrize(
    "names",
    [
        ("Suspect name", "Victim name"),
        ("ชื่อผู้ต้องหา", "ชื่อผู้เสียหาย"),
        ("嫌疑人姓名", "受害人姓名"),
        ("Full name", "Name"),
        ("Suspect's name", "Victim's name"),
        ("Suspect", "Victim"),
        ("Name of suspect", "Guardian"),
        ("Full name", "Family name of guardian"),
        ("Full name", "Company contact"),
        ("Victim name", "Last name"),
        ("Victim", "First name", "Last name"),
    ],
)
def test_of_two_who_are_named_nothing_is_certain(tmp_path: Path, minter: IdMinter, names: tuple[str, ...]) -> None:
    """Whose passport a row has, no heading says: a victim's would stand open beside the suspect's name."""
    header = ("Case no", *names, "Passport no", "Date of birth", "Nationality", "Phone")
    people = (BOSS, NI_MADE, "Example")[: len(names)]
    rows = [(f"c-{n}", *people, f"C123456{n}", DAY_OF_BIRTH, "Indonesia", f"081-234-567{n}") for n in range(5)]
    path = table(tmp_path, header, rows)
    draft = draft_mapping(path, file={}, country="TH")
    person = draft.partition("records:\n")[2].partition("  phone:\n")[0].splitlines()
    assert person
    assert [line for line in person if not line.strip().startswith("# ? ")] == []
    assert '      # ? passportNumber: "Passport no"  # whose? several columns name somebody' in person
    assert "  phone:\n    kind: PhoneNumber\n" in draft
    assert tried(path, filled(draft), minter).records == 5


@pytest.mark.parametrize(
    "names",
    [
        ("Full name",),
        ("ชื่อ", "นามสกุล"),
        ("First name", "Last name"),
        ("Full name", "Company"),
        ("Full name", "Compound"),
        ("Full name", "Alias"),
        ("Victim",),
    ],
)
def test_parts_of_one_name_and_names_of_companies_name_no_second(tmp_path: Path, names: tuple[str, ...]) -> None:
    rows = [(*("Sok", "Dara")[: len(names)], f"C123456{n}", DAY_OF_BIRTH) for n in range(5)]
    found = lines(draft_mapping(table(tmp_path, (*names, "Passport no", "Date of birth"), rows), file={}))
    assert {'passportNumber: "Passport no"', 'birthDate: "Date of birth"'} <= set(found)


NUMBERS = ("081-234-5678", "0898765432", "063-456-7891")


@pytest.mark.parametrize(
    ("own", "other", "country"),
    [
        ("SĐT", "SĐT người thân", "TH"),
        ("เบอร์โทร", "เบอร์ญาติ", "TH"),
        ("Phone", "Emergency contact number", "TH"),
        ("Phone", "Father's phone", "TH"),
        ("No. HP", "No. Telp Keluarga", "TH"),
        ("电话", "监护人电话号码", "TH"),
        ("លេខទូរស័ព្ទ", "លេខទូរស័ព្ទសាច់ញាតិ", "TH"),
        ("ဖုန်း", "ဖုန်း (မိသားစု)", "TH"),
        ("Phone", "Next-of-kin mobile", "TH"),
        ("Phone", "Phone of site", "TH"),
    ],
)
def test_a_phone_of_another_is_never_linked_as_the_persons(tmp_path: Path, own: str, other: str, country: str) -> None:
    rows = [("Sok Dara", number, number[:-1] + "0") for number in NUMBERS]
    draft = draft_mapping(table(tmp_path, ("Full name", own, other), rows), file={}, country=country)
    whose = "a place's" if "site" in other else "another person's"
    assert f"phone_2:  # {whose}, as the heading says: no link from the person" in lines(draft)
    assert f'number: "{other}"' in lines(draft)
    assert [line for line in lines(draft) if "type:" in line] == ["# ? - {type: USES, from: person, to: phone}"]
    parse_mapping(filled(draft).replace("{เลขคดี}", "{Full name}").replace("# ? ", ""))


def test_a_number_of_another_that_its_values_tell_is_not_linked_either(tmp_path: Path) -> None:
    rows = [("Sok Dara", number) for number in ("+66812345678", "+66898765432", "+855 92 154 151")]
    draft = draft_mapping(table(tmp_path, ("Full name", "Emergency contact"), rows), file={})
    assert "phone:  # another person's, as the heading says: no link from the person" in lines(draft)
    assert "USES" not in draft


@pytest.mark.parametrize(
    ("heading", "values", "left"),
    [
        ("Passport of guardian", ("AA1234567", "AB1234568"), "passport?, another person's"),
        ("ชื่อบิดา", ("สมชาย ใจดี", "วิชัย กล้า"), "some-name?, another person's"),
        ("Họ tên mẹ", ("Tran Thi Hoa", "Le Thi Lan"), "full-name?, another person's"),
        ("Email of agent", ("a@b.co", "c@d.co"), "email?, another person's"),
        ("วันหมดอายุ", ("31/12/2573", "30/11/2572"), "a document's"),
        ("ໝົດອາຍຸ", ("31/12/2030", "30/11/2029"), "a document's"),
        ("Passport expiry", ("31/12/2030", "30/11/2029"), "a document's"),
        ("Ngày cấp", ("11/11/2022", "12/11/2022"), "day?, a document's"),
        ("สถานที่จับกุม", ("KK Park", "ด่านแม่สอด"), "a place's"),
        ("Name of place", ("KK Park", "Shwe"), "a place's"),
        ("Nơi cấp hộ chiếu", ("Ha Noi", "Hue"), "a place's"),
    ],
)
def test_what_is_anothers_a_documents_or_a_places_is_none_of_the_person(
    tmp_path: Path, heading: str, values: Sequence[str], left: str
) -> None:
    draft = draft_mapping(table(tmp_path, ("Sex", heading), [("male", value) for value in values]), file={})
    assert [line for line in lines(draft) if heading in line] == [f'#   "{heading}" ({left})']


def test_a_table_of_others_alone_has_no_person(tmp_path: Path) -> None:
    rows = [("Tran Thi Hoa", number) for number in NUMBERS]
    draft = draft_mapping(table(tmp_path, ("Name of guardian", "Phone of guardian"), rows), file={}, country="TH")
    assert ("person:" in draft, "links:" in draft) == (False, False)


@pytest.mark.parametrize("days", list(itertools.permutations(("Ngày cấp", "Ngày bắt giữ", "Ngày hết hạn", "Ngày"))))
def test_the_day_of_an_arrest_is_that_of_telling_and_no_documents_is(tmp_path: Path, days: Sequence[str]) -> None:
    rows = [("Sok Dara", *["11/11/2022"] * 4)]
    draft = draft_mapping(table(tmp_path, ("Full name", *days), rows), file={})
    assert [line for line in lines(draft) if "asserted_at" in line] == ['# ? asserted_at: "Ngày bắt giữ"']
    without = draft_mapping(
        table(tmp_path, ("Full name", "Issue date", "Expiry date"), [row[:3] for row in rows]), file={}
    )
    assert "asserted_at" not in without


def test_a_property_stands_once_with_its_best_column(tmp_path: Path) -> None:
    """A word that stands twice is refused by the reader of mappings."""
    header = ("Company", "Passport (old)", "Full name", "Passport no")
    rows = [("Example Ltd", f"AB123456{n}", "Sok Dara", f"AA123456{n}") for n in range(3)]
    draft = draft_mapping(table(tmp_path, header, rows), file={}, country="TH")
    assert {'name: "Full name"', 'passportNumber: "Passport no"'} <= set(lines(draft))
    left = [line.partition(" (")[0] for line in lines(draft)[-2:]]
    assert (left, draft.count('"Company"')) == (['#   "Company"', '#   "Passport'], 1)
    parse_mapping(filled(draft).replace("{เลขคดี}", "{Full name}").replace("# ? ", ""))


def test_a_web_site_is_no_place(tmp_path: Path) -> None:
    rows = [("Sok Dara", f"https://example{n}.org/a") for n in range(3)]
    draft = draft_mapping(table(tmp_path, ("Full name", "Web site"), rows), file={})
    assert {"page:", "# ? - {type: RELATED_TO, from: person, to: page}"} <= set(lines(draft))


def test_a_home_is_a_place_of_the_person(tmp_path: Path) -> None:
    draft = draft_mapping(table(tmp_path, ("Full name", "Tempat tinggal"), [("Sok Dara", "Jl. Contoh 7")]), file={})
    assert '# ? address: "Tempat tinggal"  # where the person lives, or was held?' in lines(draft)


@pytest.mark.parametrize(
    ("cells", "guess"),
    [
        (("0925.242.776 - 0355512345", "0925242771"), 'split: " - "}  # some cells hold several'),
        (("0925242776 \u2013 0355512345", "0925242771"), 'split: " \u2013 "}  # some cells hold several'),
        (("0925242776 และ 0355512345", "0925242771"), 'split: "และ"}  # some cells hold several'),
        (
            ("0925242776\n0355512345", "0925242775, 0355512344", "0925242774\n0355512343", "0925242773 - 0355512342"),
            r'split: "\n"}  # some cells hold several; others have "," or " - " between them',
        ),
    ],
)
def test_the_commonest_of_mixed_separators_is_proposed_and_the_others_are_told(
    tmp_path: Path, minter: IdMinter, cells: Sequence[str], guess: str
) -> None:
    path = table(tmp_path, ("Full name", "Phone"), [("Sok Dara", cell) for cell in cells])
    draft = draft_mapping(path, file={}, country="VN")
    assert f'# ? each: {{column: "Phone", {guess}' in lines(draft)
    taken = filled(draft).replace("{เลขคดี}", "{Full name}").replace("# ? ", "")
    assert tried(path, taken, minter).parted_rows == (1 if len(cells) == 2 else 2)


@pytest.mark.parametrize("said", ["0925242776 - mother", "0925242776, ask her", "0925242776/mẹ"])
def test_a_word_beside_a_number_is_no_second_number(tmp_path: Path, said: str) -> None:
    rows = [("Sok Dara", cell) for cell in (said, "0925242771")]
    assert "each:" not in draft_mapping(table(tmp_path, ("Full name", "Phone"), rows), file={}, country="VN")


def test_words_outside_a_closed_vocabulary_are_counted_and_not_said(tmp_path: Path, minter: IdMinter) -> None:
    said = [
        ("Dara", "Mann", "witness"),
        ("Sophea", "Frau", "Zeuge"),
        ("Ly", "male", ""),
        ("Vy", "Mann", "Zeuge"),
        ("Na", "", "none"),
    ]
    path = table(tmp_path, ("Full name", "Sex", "Role"), said)
    draft = draft_mapping(path, file={}, country="TH")
    way = "`map:` says what a word means, `empty:` of the file which mean nothing"
    assert f'# ? sex: "Sex"  # 3 cells have words that are not read: {way}' in lines(draft)
    assert f'is not sealed; "Role": 2 cells have words that are not read: {way}\n' in draft
    assert [word for word in ("Mann", "Frau", "Zeuge", "witness") if word in draft] == []
    mapping = (
        filled(draft).replace("{เลขคดี}", "{Full name}").replace("subject_role: suspect", "subject_role: {column: Role}")
    )
    assert tried(path, mapping, minter).quarantined == {"unknown-role": 2}


def test_a_single_word_outside_is_counted_where_the_column_is_certain(tmp_path: Path) -> None:
    rows = [("Sok Dara", sex) for sex in (*["male", "female"] * 10, "Mann")]
    draft = draft_mapping(table(tmp_path, ("Full name", "Sex"), rows), file={})
    assert 'sex: "Sex"  # ' in draft
    rows = rows[:-1]
    assert 'sex: "Sex"\n' in draft_mapping(table(tmp_path, ("Full name", "Sex"), rows), file={})


@pytest.mark.parametrize("header", ["1", "2"])
def test_a_draft_says_that_headings_of_groups_are_not_looked_at(tmp_path: Path, header: str) -> None:
    named = [("", "Guardian"), ("Full name", "Phone"), ("Sok Dara", "081-234-5678")][2 - int(header) :]
    draft = draft_mapping(table(tmp_path, named[0], named[1:]), file={"header": header}, country="TH")
    said = "  # rows above the header are not looked at: under a heading `Guardian`, `Phone` is the guardian's"
    assert (said in draft) is (header == "2")
    parse_mapping(filled(draft).replace("{เลขคดี}", "{Full name}"))
