"""The draft of a table of wallets: with a memo beside its address a wallet is another one."""

from pathlib import Path

import pytest

from graph import IdMinter
from ingest.drafting.table_draft import draft_mapping
from tests.ingest.drafting.tables import WALLETS, filled, lines, table, tried

EXCHANGE = "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh"
ROWS = [(EXCHANGE, "XRP", "100231"), (EXCHANGE, "XRP", "100232"), (EXCHANGE, "XRP", "")]


def test_the_customers_of_an_exchange_are_drafted_as_wallets_of_their_own(tmp_path: Path, minter: IdMinter) -> None:
    rows = [*ROWS, *((address, "ETH", "") for address in WALLETS)]
    path = table(tmp_path, ("Address", "Chain", "Memo/Tag"), rows)
    draft = draft_mapping(path, file={})
    told = lines(draft)
    assert 'when: {column: "Memo/Tag", in: [""]}' in told
    assert 'reference: "{Address} {Memo/Tag}"' in told
    assert 'address: {template: "{Address} memo {Memo/Tag}"}' in told
    assert '#   "Memo/Tag"' not in draft
    report = tried(path, filled(draft), minter)
    assert (report.rows, report.records, report.quarantined_rows) == (6, 6, 0)
    assert not report.unreadable_values


def test_a_column_of_notes_is_no_part_of_a_wallet_but_as_a_guess(tmp_path: Path) -> None:
    rows = [*((address, "", "for Noi Example") for address in WALLETS), (EXCHANGE, "XRP", "100231")]
    told = lines(draft_mapping(table(tmp_path, ("Address", "Chain", "Memo"), rows), file={}))
    assert 'address: "Address"' in told
    assert '# ? when: {column: "Memo", in: [""]}' in told
    assert '# ? reference: "{Address} {Memo}"' in told


@pytest.mark.parametrize(
    ("heads", "wallets"),
    [
        (("Wallet", "Destination Tag", "Memo"), ["wallet"]),
        (("From wallet", "To wallet", "Memo"), ["wallet", "wallet_2"]),
    ],
)
def test_where_no_one_memo_is_a_wallets_the_draft_says_what_the_address_alone_makes(
    heads: tuple[str, ...], wallets: list[str], tmp_path: Path
) -> None:
    told = lines(draft_mapping(table(tmp_path, heads, [(EXCHANGE, WALLETS[0] if wallets[1:] else "7", "8")]), file={}))
    note = "without its memo or tag, customers of an exchange are one wallet"
    assert [line for line in told if note in line] == [f"{name}:  # {note}" for name in wallets]


def test_a_memo_without_a_wallet_is_no_column_of_a_draft(tmp_path: Path) -> None:
    draft = draft_mapping(table(tmp_path, ("Phone", "Memo"), [("0812345678", "7")]), file={}, country="TH")
    assert "Wallet" not in draft
    assert '#   "Memo" (wallet-memo?)' in draft
