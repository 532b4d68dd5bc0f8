"""A value that is kept and joins nobody is told: whether nothing of it was read, or its digits break a rule."""

from collections.abc import Callable

import pytest

from ingest import parse_mapping
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.ingest.ingesting import Ingest, WriteCsv

MAPPING = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  suspect: {kind: Person, reference: "{no}", properties: {nationalId: id, birthDate: born, nationality: {constant: TH}}}
  account: {kind: BankAccount, reference: "a-{no}", properties: {number: account, bank: {constant: KBANK}}}
"""
COLUMNS = ("no", "account", "id", "born")


@pytest.mark.parametrize(
    ("account", "identity", "born", "unread"),
    [
        ("123-4-56780-9", "1-2345-67890-12-1", "1990-01-02", []),
        ("123456789", "1-2345-67890-12-1", "1990-01-02", ["number"]),
        ("123-4-56780-9\n987-6-54321-0", "1-2345-67890-12-1", "1990-01-02", ["number"]),
        ("123-4-56780-9 / 987-6-54321-0", "1-2345-67890-12-1", "1990-01-02", ["number"]),
        ("GB82WEST12345698765433", "1-2345-67890-12-1", "1990-01-02", ["number"]),
        ("1234567809.00", "1-2345-67890-12-1", "1990-01-02", []),
        ("1234567809.50", "1234567890121.25", "1990-01-02", ["nationalId", "number"]),
        ("xxx-x-x1234-x", "1-2345-67890-12-1", "1990-01-02", []),
        ("123-4-56780-9", "1-2345-67890-12-2", "1990-01-02", ["nationalId"]),
        ("123-4-56780-9", "1-2345-67890-12-1", "00/00/0000", []),
    ],
)
def test_digits_that_break_the_rules_of_their_type_are_told_as_unread(
    make_supply: Callable[..., Supply], account: str, identity: str, born: str, unread: list[str]
) -> None:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping), COLUMNS)
    row = mapper.map_row(SourceRow(number=2, cells=("1", account, identity, born)))
    assert (len(row.records), row.problems) == (2, ())
    assert [value.property for value in row.unread] == unread


ACCOUNTS = """\
dataset: cases
originator: th-police
profile: law-enforcement
records:
  account: {kind: OnlineAccount, reference: "o-{no}", properties: {handle: account, platform: at}}
"""


@pytest.mark.parametrize(
    ("platform", "unread"),
    [("LINE ID", []), ("飞机", []), ("Weibo", []), ("Some New App", ["platform"]), ("Line / WeChat", ["platform"])],
)
def test_an_account_at_a_platform_that_is_not_known_is_told(
    make_supply: Callable[..., Supply], platform: str, unread: list[str]
) -> None:
    mapping = parse_mapping(ACCOUNTS)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "account", "at"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", "hr_boss88", platform)))
    assert (len(row.records), row.problems) == (1, ())
    assert [value.property for value in row.unread] == unread


def test_a_row_that_waits_for_a_value_that_cannot_be_read_says_why(make_supply: Callable[..., Supply]) -> None:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping), COLUMNS)
    reasons = []
    for born in ("1990-02-30", "xx"):
        row = mapper.map_row(SourceRow(number=2, cells=("1", "123-4-56780-9", "", born)))
        reasons += [(str(problem.rule), problem.column, problem.reason) for problem in row.problems]
    assert reasons == [
        ("unreadable-date", "born", "a day that its month does not have"),
        ("unreadable-date", "born", "holds what no date has"),
    ]


def test_a_value_told_as_unread_is_kept_as_it_is_written(make_supply: Callable[..., Supply]) -> None:
    mapping = parse_mapping(MAPPING)
    mapper = RowMapper(mapping, make_supply(mapping), COLUMNS)
    row = mapper.map_row(SourceRow(number=2, cells=("1", "12345-6789", "", "")))
    value = row.records[1].properties["number"][0]
    assert (value.raw, value.value, str(value.status), value.key) == ("12345-6789", "123456789", "invalid", None)


@pytest.mark.parametrize(
    ("bank", "unread"),
    [("KBANK", []), ("4.0", []), ("-", []), ("ไม่ทราบ", []), ("ธนาคาร ก.", ["bank"]), ("Kbnk", ["bank"])],
)
def test_a_bank_that_is_not_known_is_told(make_supply: Callable[..., Supply], bank: str, unread: list[str]) -> None:
    mapping = parse_mapping(MAPPING.replace("{constant: KBANK}", "bank"))
    mapper = RowMapper(mapping, make_supply(mapping), (*COLUMNS, "bank"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", "123-4-56780-9", "", "", bank)))
    assert [(value.kind, value.property) for value in row.unread] == [("BankAccount", name) for name in unread]


@pytest.mark.parametrize(
    ("written", "is_told"), [("@hr_boss88", True), ("hr_boss88", True), ("TG @hr_boss88", False), ("none", True)]
)
def test_an_advertisements_account_without_a_platform_is_told(
    make_supply: Callable[..., Supply], written: str, is_told: bool
) -> None:
    mapping = parse_mapping(AMOUNTS)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "phone", "line", "amount", "paid"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", "081-234-5678", written, "", "")))
    assert [value.property for value in row.unread] == ["contactHandle"] * is_told


AMOUNTS = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  ad:
    kind: JobAdvertisement
    reference: "ad-{no}"
    properties: {phone: phone, contactHandle: line, salary: amount}
  report: {kind: Report, reference: "r-{no}", properties: {loss: amount}}
  freeze: {kind: Measure, reference: "m-{no}", properties: {amount: amount}}
  paid: {kind: Payment, reference: "p-{no}", when: {column: paid, not_empty: true}, properties: {amount: amount}}
"""


@pytest.mark.parametrize(
    "salary",
    ["20-30 triệu/tháng", "$800-1000", "3,000 – 5,000 USD / month", "8-12 juta", "3-5万", "฿25,000+", "negotiable"],
)
def test_an_amount_that_cannot_be_read_keeps_no_row_waiting_but_a_payments(
    make_supply: Callable[..., Supply], salary: str
) -> None:
    mapping = parse_mapping(AMOUNTS)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "phone", "line", "amount", "paid"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", "081-234-5678", "@hr_boss88", salary, "")))
    ad, report, freeze = row.records
    kept = [ad.properties["salary"][0], report.properties["loss"][0], freeze.properties["amount"][0]]
    assert [(v.raw, v.value, str(v.status), v.key) for v in kept] == [(salary, None, "invalid", None)] * 3
    assert (ad.properties["phone"][0].key, ad.properties["contactHandle"][0].raw) == ("tel:+66812345678", "@hr_boss88")
    assert row.problems == ()
    unread = ["salary", "contactHandle"]  # no platform is told
    told = [*(("JobAdvertisement", name) for name in unread), ("Report", "loss"), ("Measure", "amount")]
    assert [(value.kind, value.property) for value in row.unread] == told
    paid = mapper.map_row(SourceRow(number=3, cells=("2", "", "", salary, "yes")))
    assert [(str(p.rule), p.column, p.value) for p in paid.problems] == [("unreadable-amount", "amount", salary)]
    assert paid.records == ()


TIMES = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: VN
records:
  ad: {kind: JobAdvertisement, reference: "ad-{no}", properties: {phone: phone, postedAt: at}}
  account: {kind: OnlineAccount, reference: "oa-{no}", properties: {handle: {constant: "@hr_boss88"}, createdAt: at}}
  report: {kind: Report, reference: "r-{no}", properties: {reportedAt: at}}
  paid: {kind: Payment, reference: "p-{no}", when: {column: paid, not_empty: true}, properties: {paidAt: at}}
  seen: {kind: Sighting, reference: "s-{no}", when: {column: paid, not_empty: true}, properties: {observedAt: at}}
  freeze: {kind: Measure, reference: "m-{no}", when: {column: paid, not_empty: true}, properties: {until: at}}
"""


@pytest.mark.parametrize(
    "at",
    [
        "2 hrs ago",
        "hôm qua",
        "hôm qua lúc 10:30",
        "เมื่อวานนี้",
        "昨天 10:30",
        "2 jam yang lalu",
        "Yesterday at 5:30 PM",
        "45231",
    ],
)
def test_a_time_that_cannot_be_read_keeps_no_row_waiting_but_one_of_what_happened_then(
    make_supply: Callable[..., Supply], at: str
) -> None:
    mapping = parse_mapping(TIMES)
    mapper = RowMapper(mapping, make_supply(mapping), ("no", "phone", "at", "paid"))
    row = mapper.map_row(SourceRow(number=2, cells=("1", "0912 345 678", at, "")))
    assert row.problems == ()
    ad, account, report = row.records
    kept = [ad.properties["postedAt"][0], account.properties["createdAt"][0], report.properties["reportedAt"][0]]
    assert [(v.raw, v.value, str(v.status)) for v in kept] == [(at, None, "invalid")] * 3
    assert ad.properties["phone"][0].key == "tel:+84912345678"
    told = {(value.kind, value.property) for value in row.unread}
    assert told >= {("JobAdvertisement", "postedAt"), ("OnlineAccount", "createdAt"), ("Report", "reportedAt")}
    happened = mapper.map_row(SourceRow(number=3, cells=("2", "", at, "yes")))
    assert [(str(p.rule), p.column) for p in happened.problems] == [("unreadable-timestamp", "at")] * 3
    assert happened.records == ()


OF_COUNTRIES = """\
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
records:
  person:
    kind: Person
    reference: "p-{no}"
    properties: {name: name, nationality: of, country: lives, birthDate: born, passportNumber: passport, phone: phone}
  document:
    kind: IdentityDocument
    reference: "d-{no}"
    when: {column: issued, not_empty: true}
    properties: {number: passport, country: issued, documentType: {constant: passport}}
"""
COLUMNS_OF_COUNTRIES = ("no", "name", "of", "lives", "born", "passport", "phone", "issued")


def test_a_nationality_that_is_no_country_keeps_no_row_waiting_and_reads_no_document(
    make_supply: Callable[..., Supply],
) -> None:
    """A passport of a country in unknown words is not one of the file's country; a document waits for its own."""
    mapping = parse_mapping(OF_COUNTRIES)
    mapper = RowMapper(mapping, make_supply(mapping), COLUMNS_OF_COUNTRIES)
    cells = ("1", "Naw Paw", "กะเหรี่ยง", "ชายแดน", "5/6/2540", "AA1234567", "081-234-5678", "")
    row = mapper.map_row(SourceRow(number=2, cells=cells))
    assert row.problems == ()
    [person] = row.records
    kept = [person.properties[name][0] for name in ("nationality", "country", "birthDate", "passportNumber", "phone")]
    assert [(v.raw, v.value, str(v.status)) for v in kept[:2]] == [
        ("กะเหรี่ยง", None, "invalid"),
        ("ชายแดน", None, "invalid"),
    ]
    assert (kept[2].value, kept[3].key, str(kept[3].status)) == ("1997-06-05", None, "possible")
    assert kept[4].key == "tel:+66812345678"
    assert [(v.kind, v.property) for v in row.unread] == [("Person", "nationality"), ("Person", "country")]
    paper = mapper.map_row(SourceRow(number=3, cells=("2", "Naw Paw", "", "", "", "AA1234567", "", "Atlantis")))
    assert [(str(p.rule), p.column, p.value) for p in paper.problems] == [("unreadable-country", "issued", "Atlantis")]
    assert paper.records == ()


def test_of_two_nationalities_the_one_that_is_read_tells_of_a_passport(make_supply: Callable[..., Supply]) -> None:
    mapping = parse_mapping(OF_COUNTRIES.replace("nationality: of", 'nationality: {column: of, split: "/"}'))
    mapper = RowMapper(mapping, make_supply(mapping), COLUMNS_OF_COUNTRIES)
    cells = ("1", "Naw Paw", "กะเหรี่ยง/ไทย", "", "", "AA1234567", "", "")
    [person] = mapper.map_row(SourceRow(number=2, cells=cells)).records
    assert person.properties["passportNumber"][0].key == "doc:TH:passport:AA1234567"


def test_the_report_counts_pay_that_could_not_be_read_and_the_advertisement_is_in(
    ingest: Ingest, write_csv: WriteCsv
) -> None:
    mapping = parse_mapping(AMOUNTS.replace("originator: th-police\n", ""))
    rows = [("1", "081-234-5678", "", "20-30 triệu/tháng", ""), ("2", "081-234-5679", "", "฿25,000", "")]
    report = ingest(write_csv(("no", "phone", "line", "amount", "paid"), rows), mapping)
    assert (report.records_created, report.quarantined_rows) == (6, 0)
    unread = {"JobAdvertisement": {"salary": 1}, "Report": {"loss": 1}, "Measure": {"amount": 1}}
    assert report.unreadable_values == unread


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        (
            "8.61391E+12",
            "written in powers of ten: a spreadsheet shortened the number: take the number from where it came, into a "
            "column that is formatted as text",
        ),
        (
            "0812 3456 7781 (kakak)",
            "holds other text, or more than one number: write the numbers alone, without other words",
        ),
        (
            "13912345670",
            "too many digits for its country: say `phoneCountry` where it is a number of another country, or write it "
            "with + and the calling code",
        ),
        ("+999 12345678", "no country has this calling code"),
    ],
)
def test_what_is_advised_mends_what_is_wrong(make_supply: Callable[..., Supply], phone: str, told: str) -> None:
    mapping = parse_mapping(OF_COUNTRIES.replace("country: TH", "country: MY"))
    mapper = RowMapper(mapping, make_supply(mapping), COLUMNS_OF_COUNTRIES)
    row = mapper.map_row(SourceRow(number=2, cells=("1", "Naw Paw", "", "", "", "", phone, "")))
    assert [(value.property, value.reason) for value in row.unread] == [("phone", told)]


def test_a_day_that_a_spreadsheet_counts_says_which_word_reads_it(make_supply: Callable[..., Supply]) -> None:
    mapping = parse_mapping(OF_COUNTRIES)
    cells = ("1", "Naw Paw", "", "", "32885", "", "", "")
    row = RowMapper(mapping, make_supply(mapping), COLUMNS_OF_COUNTRIES).map_row(SourceRow(number=2, cells=cells))
    why = "a number that is no year, as spreadsheets count days"
    remedy = "write the day itself, or say `serial: 1900` of its column in the mapping"
    assert [(str(p.rule), p.reason) for p in row.problems] == [("unreadable-date", f"{why}: {remedy}")]
    said = parse_mapping(OF_COUNTRIES.replace("birthDate: born", "birthDate: {column: born, serial: 1900}"))
    [person] = (
        RowMapper(said, make_supply(said), COLUMNS_OF_COUNTRIES).map_row(SourceRow(number=2, cells=cells)).records
    )
    assert person.properties["birthDate"][0].value == "1990-01-12"
