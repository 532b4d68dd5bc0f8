"""The draft of a table of transfers, of a bank statement and of calls: payments, and what links the ends of a row."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest import draft_mapping, parse_mapping
from ingest.mapped_rows import MappedRow
from ingest.sources.tables import open_table
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper
from tests.ingest.drafting.tables import WALLETS, filled, lines, table

A, B, C = WALLETS
ACCOUNTS = ("1234567890", "2234567891", "3234567892")
HASHES = tuple(f"0x{n:064x}" for n in range(3, 6))
MakeSupply = Callable[..., Supply]


def taken(path: Path, make_supply: MakeSupply, reference: str = "{Hash}", country: str = "TH") -> list[MappedRow]:
    """Return the rows of a table as its draft reads them, with each guess taken and each reference filled in."""
    draft = filled(draft_mapping(path, file={}, country=country)).replace("# ? ", "")
    names = iter(range(9))
    draft = re.sub(
        r"^( *reference:)  # fill in:.*$", lambda f: f'{f[1]} "{next(names)}-{reference}"', draft, flags=re.M
    )
    draft = re.sub(r"reference: .*เลขคดี.*", lambda _: f'reference: "{next(names)}-{reference}"', draft)
    draft = re.sub(r"number:  # fill in.*", "number: {constant: '9876543210'}", draft)
    mapping = parse_mapping(draft)
    source = open_table(path, mapping.file, mapping="m")
    mapper = RowMapper(mapping, make_supply(mapping), source.header)
    return [mapper.map_row(row) for row in source.rows()]


def payments(rows: Sequence[MappedRow]) -> list[tuple[str | None, str | None]]:
    """Return amount and time of each payment."""
    found = [record.properties for row in rows for record in row.records if record.kind == "Payment"]
    return [(p["amount"][0].value, p["paidAt"][0].value) for p in found]


def ways(row: MappedRow) -> list[tuple[str, str, str]]:
    """Return type and ends of a row's links: numbers and addresses, and of a payment its kind."""
    names = {}
    for record in row.records:
        number = [values[0].value for name, values in record.properties.items() if name in {"address", "number"}]
        names[record.id] = str(number[0] if number else record.kind)
    return [(str(link.type), names[link.source_id], names[link.target_id]) for link in row.links]


@pytest.mark.parametrize(
    ("heads", "source", "target"),
    [
        (("From", "To"), 0, 1),
        (("to_address", "from_address"), 1, 0),
        (("Address", "Source Address"), 1, 0),
        (("Wallet ผู้โอน", "Wallet ผู้รับ"), 0, 1),
    ],
)
def test_a_transfer_goes_from_the_one_to_the_other(
    tmp_path: Path, make_supply: MakeSupply, heads: tuple[str, str], source: int, target: int
) -> None:
    rows = [
        (name, "2026-11-01 10:00:00", *ends, "5", "USDT")
        for name, ends in zip(HASHES, ((A, B), (C, B), (B, C)), strict=True)
    ]
    path = table(tmp_path, ("Hash", "Time (UTC)", *heads, "Amount", "Token"), rows)
    first, *_ = found = taken(path, make_supply)
    ends = (rows[0][2 + source].lower(), rows[0][2 + target].lower())
    assert [way[0] for way in ways(first)] == ["TRANSFERRED_TO"] * 2
    assert [(way[1].lower(), way[2].lower()) for way in ways(first)] == [(ends[0], "payment"), ("payment", ends[1])]
    # The heading says UTC, and the file is Thailand's.
    assert payments(found) == [("5 USDT", "2026-11-01T10:00:00Z")] * 3


def test_an_address_that_stands_in_each_row_is_an_end_as_well(tmp_path: Path) -> None:
    rows = [(name, A, wallet, "5") for name, wallet in zip(HASHES, (B, C, B), strict=True)]
    told = lines(draft_mapping(table(tmp_path, ("Txn Hash", "From", "To", "Value (ETH)"), rows), file={}))
    assert {'address: "From"', 'address: "To"', 'amount: {template: "{Value (ETH)} ETH"}'} <= set(told)


def test_each_account_has_the_bank_and_the_holder_of_its_own_side(tmp_path: Path, make_supply: MakeSupply) -> None:
    heads = ("Hash", "วันที่", "เวลา", "ธนาคารต้นทาง", "เลขบัญชีต้นทาง", "ชื่อบัญชีต้นทาง", "ธนาคารปลายทาง", "เลขบัญชีปลายทาง",
             "ชื่อบัญชีปลายทาง", "จำนวนเงิน (บาท)")  # fmt: skip
    ours, theirs = ("กสิกรไทย", "ก ใจดี"), ("ไทยพาณิชย์", "ข ใจงาม")
    rows = [
        (f"h{n}", "1/11/2569", "10:00", ours[0], number, ours[1], theirs[0], f"4{number[1:]}", theirs[1], "1,200.00")
        for n, number in enumerate(ACCOUNTS)
    ]
    path = table(tmp_path, heads, rows)
    draft = draft_mapping(path, file={}, country="TH")
    assert '"{ธนาคารต้นทาง}-{เลขบัญชีต้นทาง}"' in draft
    assert '"{ธนาคารปลายทาง}-{เลขบัญชีปลายทาง}"' in draft
    assert '"{ธนาคารต้นทาง}-{เลขบัญชีปลายทาง}"' not in draft
    found = taken(path, make_supply)
    accounts = [record.properties for record in found[0].records if record.kind == "BankAccount"]
    assert [(a["bank"][0].raw, a["holderName"][0].raw) for a in accounts] == [
        ("กสิกรไทย", "ก ใจดี"),
        ("ไทยพาณิชย์", "ข ใจงาม"),
    ]
    assert payments(found) == [("1200 THB", "2026-11-01T03:00:00Z")] * 3


def test_where_no_bank_is_an_accounts_none_is_drafted(tmp_path: Path) -> None:
    rows = [("กสิกรไทย", number, f"4{number[1:]}", "5") for number in ACCOUNTS]
    told = lines(draft_mapping(table(tmp_path, ("Bank", "From account", "To account", "Amount"), rows), file={}))
    assert not [line for line in told if "bank:" in line or '"{Bank}-' in line]
    assert len([line for line in told if line.startswith("reference:  # fill in: the column of its bank and")]) == 2


def test_a_statement_pays_into_its_account_and_out_of_it(tmp_path: Path, make_supply: MakeSupply) -> None:
    heads = ("Hash", "วันที่ทำรายการ", "ถอนเงิน", "ฝากเงิน", "ยอดคงเหลือ", "เลขบัญชีคู่โอน")
    rows = [
        ("h0", "1/11/2569 10:00", "1,200.00", "", "9.00", ACCOUNTS[0]),
        ("h1", "2/11/2569 10:00", "", "70.00", "9.00", ACCOUNTS[1]),
    ]
    out, into = taken(table(tmp_path, heads, rows), make_supply)
    own = "9876543210"
    assert ways(out) == [("TRANSFERRED_TO", own, "Payment"), ("TRANSFERRED_TO", "Payment", ACCOUNTS[0])]
    assert ways(into) == [("TRANSFERRED_TO", ACCOUNTS[1], "Payment"), ("TRANSFERRED_TO", "Payment", own)]
    assert payments([out, into]) == [("1200", "2026-11-01T03:00:00Z"), ("70", "2026-11-02T03:00:00Z")]


def test_a_statement_with_its_own_number_in_each_row_is_paid_by_nobody_there(tmp_path: Path) -> None:
    rows = [(ACCOUNTS[0], "2026-11-01", "5.00", ""), (ACCOUNTS[0], "2026-11-02", "", "7.00")]
    told = lines(draft_mapping(table(tmp_path, ("Account No", "Date", "Debit", "Credit"), rows), file={}))
    assert [line for line in told if "TRANSFERRED_TO" in line] == [
        "# ? - {type: TRANSFERRED_TO, from: payment_in, to: own_account}",
        "# ? - {type: TRANSFERRED_TO, from: own_account, to: payment_out}",
    ]


@pytest.mark.parametrize("heading", ["Withdrawal Address", "提币地址", "Địa chỉ rút", "ที่อยู่ถอน"])
def test_the_address_of_a_withdrawal_is_a_wallet(tmp_path: Path, heading: str) -> None:
    rows = [("2026-11-01 10:00", "5", WALLETS[0]), ("2026-11-02 10:00", "7", WALLETS[1])]
    told = lines(draft_mapping(table(tmp_path, ("Time", "Amount", heading), rows), file={}))
    assert f'address: "{heading}"' in told


def test_cells_of_zeros_in_a_statement_are_pointed_out(tmp_path: Path) -> None:
    rows = [("1/11/2026", "5.00", "0.00"), ("2/11/2026", "7.00", "0.00")]
    told = lines(draft_mapping(table(tmp_path, ("Date", "Debit", "Credit"), rows), file={}))
    zeros = "cells of zeros make payments of nothing, unless `empty:` of the file names them"
    assert [line for line in told if zeros in line] == [f'when: {{column: "Credit", not_empty: true}}  # {zeros}']


@pytest.mark.parametrize(
    "heads",
    [
        ("Calling_Num", "Called_Num"),
        ("A-Number", "B-Number"),
        ("หมายเลขโทรออก", "หมายเลขรับสาย"),
        ("Số chủ gọi", "Số bị gọi"),
        ("主叫", "被叫"),
    ],
)
def test_calls_link_who_called_with_who_was(tmp_path: Path, make_supply: MakeSupply, heads: tuple[str, str]) -> None:
    rows = [(f"081234567{n}", f"089876543{n}", "01/11/2026", f"10:0{n}:00") for n in range(3)]
    path = table(tmp_path, (*heads, "Call date", "Call time"), rows)
    assert "links:" in draft_mapping(path, file={}, country="TH")
    first, *_ = taken(path, make_supply)
    assert ways(first) == [("COMMUNICATED_WITH", "+66812345670", "+66898765430")]
    assert str(first.links[0].since).startswith("2026-11-01")


@pytest.mark.parametrize(
    "heads", [("Caller phone", "Suspect phone"), ("Phone", "Phone of father"), ("From phone", "Phone")]
)
def test_phones_of_which_no_heading_says_who_was_called_are_not_linked(tmp_path: Path, heads: tuple[str, str]) -> None:
    rows = [(f"081234567{n}", f"089876543{n}") for n in range(3)]
    assert "COMMUNICATED_WITH" not in draft_mapping(table(tmp_path, heads, rows), file={}, country="TH")


def test_a_payment_names_no_person(tmp_path: Path) -> None:
    rows = [(name, A, wallet, "5", "USDT", "Tether USD") for name, wallet in zip(HASHES, (B, C, B), strict=True)]
    heads = ("Transaction Hash", "From", "To", "TokenValue", "TokenSymbol", "TokenName")
    draft = draft_mapping(table(tmp_path, heads, rows), file={})
    assert "Person" not in draft
    assert "USES" not in draft
    assert 'amount: {template: "{TokenValue} {TokenSymbol}"}' in draft


@pytest.mark.parametrize("heading", ["A-Number", "A Number", "Phone no"])
def test_the_number_of_a_file_on_an_alien_is_no_phone(tmp_path: Path, heading: str) -> None:
    rows = [(f"A20012345{n}", "Noi Example") for n in range(4)]
    draft = draft_mapping(table(tmp_path, (heading, "Full name"), rows), file={})
    assert "PhoneNumber" not in draft


def test_a_price_in_a_heading_makes_no_row_of_values_of_it(tmp_path: Path) -> None:
    rows = [(name, A, wallet, "5", "9.1") for name, wallet in zip(HASHES, (B, C, B), strict=True)]
    heads = ("Transaction Hash", "From", "To", "Value_IN(ETH)", "CurrentValue @ $2461.31/Eth")
    assert "Wallet" in draft_mapping(table(tmp_path, heads, rows), file={})


@pytest.mark.parametrize("heading", ["Author URL", "Link bài viết"])
def test_no_heading_that_is_no_platform_is_given_as_one(tmp_path: Path, heading: str) -> None:
    accounts = [(f"https://www.facebook.com/somebody.{n}", "male") for n in range(3)]
    told = lines(draft_mapping(table(tmp_path, (heading, "Sex"), accounts), file={}))
    assert f'handle: "{heading}"' in told
    assert '# ? platform: {constant: "name of the platform"}  # where the accounts do not say it' in told
    posts = [(f"https://www.facebook.com/groups/77/posts/{n}", "male") for n in range(3)]
    assert f'url: "{heading}"' in lines(draft_mapping(table(tmp_path, (heading, "Sex"), posts), file={}))
