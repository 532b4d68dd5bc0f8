"""A draft of a mapping says what is certain, marks what is not, holds no value, and loads once a human filled it in."""

import asyncio
import csv
import itertools
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph import IdMinter
from ingest import IngestReport, MappingError, UnreadableFileError, draft_mapping, ingest_file, parse_mapping
from tests.ingest.ingesting import PROFILES

WALLETS = (
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
)
HEADER = (
    *("เลขคดี", "ชื่อ-สกุล", "วันเกิด", "เพศ", "สัญชาติ", "เลขหนังสือเดินทาง", "เบอร์โทร", "เลขที่บัญชี", "ธนาคาร", "ไลน์"),
    *("ที่อยู่", "หมายเหตุ", "กระเป๋า", "สถานะ"),
)
ROWS = (
    ("ค-1", "สมชาย ใจดี", "3 พ.ค. 2533", "ชาย", "ไทย", "AA1234568", "081-234-5678", "123-4-56780-9", "กสิกร",
     "somchai88", "12 ถนนสุขใจ", "เห็นครั้งแรก", WALLETS[0], "ผู้ต้องหา"),
    ("ค-2", "สมหญิง ใจงาม", "12/01/2537", "หญิง", "ลาว", "PA0012345", "0898765432", "023-4-56780-1", "SCB",
     "ying_a", "", "", WALLETS[1], "เหยื่อ"),
    ("ค-3", "วิชัย กล้าหาญ", "2530", "ชาย", "จีน", "E12345678", "0634567891", "223-1-56780-2", "KTB",
     "wichai.k", "บ้านเลขที่ 7", "", WALLETS[2], "พยาน"),
)  # fmt: skip
FILLED = {
    "dataset": "raid-lists",
    "originator": "th-police",
    "profile": "law-enforcement",
    "evaluation": "B2",
    "reference": '"{เลขคดี}"',
    "subject_role": "suspect",
}


def table(folder: Path, header: Sequence[str] = HEADER, rows: Sequence[Sequence[str]] = ROWS, sign: str = ",") -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows([header, *rows])
    return path


def filled(draft: str, without: str | None = None) -> str:
    """Return a draft with what a human has to say, but for one word."""
    draft = re.sub(r'(reference:)  # fill in: ("{ธนาคาร}-{เลขที่บัญชี}") where .*', r"\1 \2", draft)
    for word, text in FILLED.items():
        if word != without:
            draft = re.sub(rf"^( *){word}:  # fill in.*$", rf"\1{word}: {text}", draft, flags=re.MULTILINE)
    return draft


def tried(path: Path, mapping: str, minter: IdMinter) -> IngestReport:
    return asyncio.run(
        ingest_file(
            path,
            mapping=parse_mapping(mapping),
            originator=None,
            profile=None,
            known_originators={"th-police"},
            known_profiles=PROFILES,
            writer=None,
            minter=minter,
            dry_run=True,
        )
    )


def lines(draft: str) -> list[str]:
    return [line.strip() for line in draft.splitlines()]


def test_a_table_of_persons_is_drafted_with_what_is_certain_and_what_is_not(tmp_path: Path) -> None:
    draft = draft_mapping(table(tmp_path), file={}, country="TH")
    assert draft.partition("\nrecords:\n")[2] == (
        """\
  person:
    kind: Person
    reference:  # fill in: what names each for good, as "{case}-{no}"; no count that begins anew in the next file; \
no value twice in the rows looked at: "เลขคดี"
    subject_role:  # fill in: suspect, presumed-victim, ... or a column with a `map`, or take the line out; \
a victim who is not marked is not sealed; "สถานะ": 3 cells have words that are not read: \
`map:` says what a word means, `empty:` of the file which mean nothing
    properties:
      name: "ชื่อ-สกุล"
      birthDate: "วันเกิด"
      sex: "เพศ"
      nationality: "สัญชาติ"
      passportNumber: "เลขหนังสือเดินทาง"
      # ? address: "ที่อยู่"  # where the person lives, or was held?
      # ? notes: "หมายเหตุ"
  phone:
    kind: PhoneNumber
    reference: "{เบอร์โทร}"
    properties:
      number: "เบอร์โทร"
  account:
    kind: BankAccount
    reference:  # fill in: "{ธนาคาร}-{เลขที่บัญชี}" where each row names the bank, as two may have one number; \
else "{เลขที่บัญชี}"
    properties:
      number: "เลขที่บัญชี"
      # ? bank: "ธนาคาร"
  wallet:
    kind: Wallet
    reference: "{กระเป๋า}"
    properties:
      address: "กระเป๋า"
  online_account:
    kind: OnlineAccount
    reference: "{ไลน์}"
    properties:
      handle: "ไลน์"
      platform: {constant: "line"}
# ? links:  # only where the row says that it is this person's own: a link joins persons
  # ? - {type: USES, from: person, to: phone}
  # ? - {type: USES, from: person, to: account}
  # ? - {type: USES, from: person, to: wallet}
  # ? - {type: USES, from: person, to: online_account}
# Nothing is read of these columns, but what a guess above says:
#   "เลขคดี" (reference?)
#   "ธนาคาร" (bank?)
#   "สถานะ" (role?)
"""
    )


@pytest.mark.parametrize("without", FILLED)
def test_a_draft_loads_only_when_all_is_filled_in_that_nothing_can_say_but_a_human(
    tmp_path: Path, without: str
) -> None:
    draft = draft_mapping(table(tmp_path), file={})
    parse_mapping(filled(draft))
    with pytest.raises(MappingError, match="a word is missing here"):
        parse_mapping(filled(draft, without))


def test_a_draft_that_is_filled_in_reads_its_table(tmp_path: Path, minter: IdMinter) -> None:
    path = table(tmp_path)
    report = tried(path, filled(draft_mapping(path, file={}, country="TH")), minter)
    assert (report.rows, report.records, report.links, report.quarantined) == (3, 15, 0, {})


def test_each_guess_stands_as_a_mapping_says_it(tmp_path: Path, minter: IdMinter) -> None:
    path = table(tmp_path)
    taken = filled(draft_mapping(path, file={}, country="TH")).replace("# ? ", "")
    report = tried(path, taken, minter)
    assert (report.records, report.links, report.quarantined) == (15, 12, {})
    assert report.columns_not_read == ("สถานะ",)


def test_no_value_stands_in_a_draft(tmp_path: Path) -> None:
    draft = draft_mapping(table(tmp_path), file={})
    for row, width in itertools.product(ROWS, (1, 2)):
        for text in row:
            parts = [text] if width == 1 else text.split()
            assert not [part for part in parts if part and len(part) > 1 and part in draft]


TITLES = {
    "en": ("Full name", "Date of birth", "Phone number"),
    "th": ("ชื่อ-นามสกุล", "วันเดือนปีเกิด", "หมายเลขโทรศัพท์"),
    "km": ("គោត្តនាម និងនាម", "ថ្ងៃខែឆ្នាំកំណើត", "លេខទូរស័ព្ទ"),
    "ms": ("Nama penuh", "Tarikh lahir", "No. telefon"),
    "id": ("Nama lengkap", "Tanggal lahir", "No. HP"),
    "vi": ("Họ và tên", "Ngày sinh", "Số điện thoại"),
    "zh": ("姓名", "出生日期", "电话号码"),
    "my": ("အမည်အပြည့်အစုံ", "မွေးသက္ကရာဇ်", "ဖုန်းနံပါတ်"),
    "lo": ("ຊື່ ແລະ ນາມສະກຸນ", "ວັນເດືອນປີເກີດ", "ເບີໂທລະສັບ"),
}


@pytest.mark.parametrize("language", TITLES)
def test_headings_are_known_in_the_languages_of_the_region(tmp_path: Path, language: str) -> None:
    name, born, phone = TITLES[language]
    rows = [("Sok Dara", "1990-05-03", "012 345 678"), ("Chan Sophea", "1988-01-12", "092 154 151")]
    found = lines(draft_mapping(table(tmp_path, TITLES[language], rows), file={}, country="KH"))
    assert {f'name: "{name}"', f'birthDate: "{born}"', f'number: "{phone}"'} <= set(found)


@pytest.mark.parametrize(
    ("heading", "values", "told"),
    [
        ("Passport of hers", ("AA1234567", "AB1234568", "AC1234569"), '# ? passportNumber: "Passport of hers"'),
        ("Passport no", ("none", "see file", "lost"), '# ? passportNumber: "Passport no"'),
        ("Contact of hers", ("a@b.co", "c@d.co", "e@f.co"), '# ? email: "Contact of hers"'),
        ("Email", ("a@b.co", "c@d.co", "e@f.co"), 'email: "Email"'),
        ("Date of birth", ("32885", "32886", "32887"), '# ? birthDate: {column: "Date of birth", serial: 1900}'),
        ("Alias", ("Dam;Blacky", "Lek", "Noi;Nok"), '# ? alias: {column: "Alias", split: ";"}'),
        ("Name", ("Sok Dara", "Chan Sophea", "Kim Ly"), '# ? name: "Name"'),
        ("Address", WALLETS, 'address: "Address"'),
        ("xyz", ("+66812345678", "+66898765432", "+855 92 154 151"), 'number: "xyz"'),
        ("Victim's phone number", ("081-234-5678", "0898765432"), 'number: "Victim\'s phone number"'),
        ("Phone", ("ask him", "unknown", "see file"), '# ? number: "Phone"'),
        ("Link", tuple(f"https://t.me/somebody{n}" for n in range(3)), 'handle: "Link"'),
        ("Link", tuple(f"https://example{n}.org/a" for n in range(3)), 'url: "Link"'),
        ("Link", ("a@b.co", "c@d.co", "e@f.co"), '# ? url: "Link"'),
    ],
)
def test_heading_and_values_together_are_certain(
    tmp_path: Path, heading: str, values: Sequence[str], told: str
) -> None:
    rows = [(value, "male") for value in values]
    draft = draft_mapping(table(tmp_path, (heading, "Sex"), rows), file={}, country="TH")
    assert told in [line.partition("  # ")[0] for line in lines(draft)]
    assert not [value for value in values if value in draft]


def test_cells_of_several_numbers_are_to_be_parted_by_the_mapping(tmp_path: Path, minter: IdMinter) -> None:
    rows = [("Sok", "081-234-5678 / 089-876-5432"), ("Dara", "081-234-5679"), ("Ly", "089-876-5433 / 063-456-7891")]
    path = table(tmp_path, ("Full name", "Phone"), rows)
    draft = draft_mapping(path, file={}, country="TH")
    assert '    # ? each: {column: "Phone", split: "/"}  # some cells hold several\n' in draft
    taken = filled(draft).replace("{เลขคดี}", "{Full name}").replace("# ? ", "")
    assert tried(path, taken, minter).parted_rows == 2


def test_the_country_of_local_numbers_is_proposed_and_taken_only_where_it_is_said(tmp_path: Path) -> None:
    rows = [("Sok", number) for number in ("02 123 4567", "081-234-5678", "061-234-5671", "+855 92 154 151")]
    path = table(tmp_path, ("Full name", "Phone"), rows)
    assert '# ? country: "TH"' in draft_mapping(path, file={})
    assert '\ncountry: "KH"\n' in draft_mapping(path, file={}, country="KH")
    of_two = table(tmp_path, ("Full name", "Phone"), [("Sok", "06-1234-5671"), ("Dara", "06-1234-5672")])
    assert '# ? country: "XX"' in draft_mapping(of_two, file={})


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (("สมชาย ใจดี", "081-234-5678"), [("วิชัย กล้า", "0898765432")]),
        (("Phone", "Name", "a@b.co"), [("081-234-5678", "Sok", "c@d.co")]),
        (("สมชาย ใจดี", "ชาย", "ไทย"), [("วิชัย กล้า", "ชาย", "ลาว")]),
        (("Phone", "Name", WALLETS[0]), [("081-234-5678", "Sok", WALLETS[1])]),
    ],
)
def test_a_header_that_may_be_values_is_refused_without_a_word_of_it(
    tmp_path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    with pytest.raises(UnreadableFileError, match="may be a row of values") as told:
        draft_mapping(table(tmp_path, header, rows), file={})
    assert not [cell for cell in header if cell in str(told.value)]


@pytest.mark.parametrize("name", ['a"b', "a: b # c", "a\nb", "a\u202eb", "'a'", "a\\b", "no", "- a", "a\x85b"])
def test_names_of_columns_are_read_as_they_were(tmp_path: Path, minter: IdMinter, name: str) -> None:
    header, rows = ("Full name", "Sex", f"Phone {name}"), [("Sok Dara", "male", "081-234-5678")]
    path = table(tmp_path, header, rows)
    draft = draft_mapping(path, file={}, country="TH")
    assert "\u202e" not in draft
    assert tried(path, filled(draft).replace("{เลขคดี}", "{Full name}"), minter).records == 2


def test_a_name_with_braces_is_left_to_the_human_as_a_reference(tmp_path: Path) -> None:
    header, rows = ("Full name", "Sex", "Phone {home}"), [("Sok Dara", "male", "081-234-5678")]
    draft = draft_mapping(table(tmp_path, header, rows), file={}, country="TH")
    assert len([line for line in lines(draft) if line.startswith("reference:  # fill in")]) == 2


def test_a_table_is_opened_as_it_is_said_to_be_written(tmp_path: Path, minter: IdMinter) -> None:
    path = table(tmp_path, sign=";")
    with pytest.raises(UnreadableFileError, match="is its `delimiter` another one"):
        draft_mapping(path, file={})
    draft = draft_mapping(path, file={"delimiter": ";"}, country="TH")
    assert 'file: {format: "csv", delimiter: ";", header: 1}' in draft
    assert tried(path, filled(draft), minter).records == 15
    (tmp_path / "thai.csv").write_bytes(table(tmp_path).read_text(encoding="utf-8").encode("cp874"))
    draft = draft_mapping(tmp_path / "thai.csv", file={"encoding": "windows-874"}, country="TH")
    assert tried(tmp_path / "thai.csv", filled(draft), minter).records == 15
    with pytest.raises(MappingError, match=r"^`the options`: unknown encoding `foo`$"):
        draft_mapping(path, file={"encoding": "foo"})


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_table_with_another_delimiter_is_refused_until_it_is_said(
    tmp_path: Path, minter: IdMinter, sign: str
) -> None:
    path = table(tmp_path, sign=sign)
    for above in ("", "\n"):
        path.write_text(above + path.read_text(encoding="utf-8"), encoding="utf-8")
        with pytest.raises(UnreadableFileError, match="has one column only: is its `delimiter` another one"):
            draft_mapping(path, file={})
    assert tried(path, filled(draft_mapping(path, file={"delimiter": sign}, country="TH")), minter).records == 15


@pytest.mark.parametrize("sign", ["\\t", '"', ""])
def test_a_delimiter_that_is_none_is_refused_as_in_a_mapping(tmp_path: Path, sign: str) -> None:
    with pytest.raises(MappingError, match=r"^`the options`: a delimiter is one character"):
        draft_mapping(table(tmp_path), file={"delimiter": sign})


def test_a_sheet_of_a_workbook_is_drafted(tmp_path: Path, minter: IdMinter) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["nothing here"])
    sheet = book.create_sheet("รายชื่อ")
    for row in (["List of March"], HEADER, *ROWS):
        sheet.append(list(row))
    path = tmp_path / "list.xlsx"
    book.save(path)
    with pytest.raises(MappingError, match="has 2 sheets"):
        draft_mapping(path, file={})
    draft = draft_mapping(path, file={"sheet": "รายชื่อ", "header": "2"}, country="TH")
    assert 'file: {format: "xlsx", sheet: "รายชื่อ", header: 2}' in draft
    assert tried(path, filled(draft), minter).records == 15


def test_a_table_without_persons_has_numbers_alone(tmp_path: Path) -> None:
    rows = [("+66812345678", "TH", "a"), ("+66898765432", "TH", "b"), ("+85592154151", "KH", "c")]
    draft = draft_mapping(table(tmp_path, ("msisdn", "country", "remarks"), rows), file={})
    assert ("person" in draft.partition("records:")[2], "links:" in draft) == (False, False)
    assert draft.endswith('#   "country" (country?)\n#   "remarks" (notes?)\n')


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
        ("Dara", "ช", "witness"),
        ("Sophea", "ญ", "Zeuge"),
        ("Ly", "male", ""),
        ("Vy", "ช", "Zeuge"),
        ("Na", "", "none"),
    ]
    path = table(tmp_path, ("Full name", "Sex", "Role"), said)
    draft = draft_mapping(path, file={}, country="TH")
    way = "`map:` says what a word means, `empty:` of the file which mean nothing"
    assert f'# ? sex: "Sex"  # 3 cells have words that are not read: {way}' in lines(draft)
    assert f'is not sealed; "Role": 2 cells have words that are not read: {way}\n' in draft
    assert [word for word in ("ช", "ญ", "Zeuge", "witness") if word in draft] == []
    mapping = (
        filled(draft).replace("{เลขคดี}", "{Full name}").replace("subject_role: suspect", "subject_role: {column: Role}")
    )
    assert tried(path, mapping, minter).quarantined == {"unknown-role": 2}


def test_a_single_word_outside_is_counted_where_the_column_is_certain(tmp_path: Path) -> None:
    rows = [("Sok Dara", sex) for sex in (*["male", "female"] * 10, "ช")]
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
