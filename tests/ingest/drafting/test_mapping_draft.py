"""A draft of a mapping says what is certain, marks what is not, holds no value, and loads once a human filled it in."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph import IdMinter
from ingest import MappingError, UnreadableFileError, draft_mapping, parse_mapping
from tests.ingest.drafting.tables import FILLED, HEADER, ROWS, WALLETS, filled, lines, table, tried


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
