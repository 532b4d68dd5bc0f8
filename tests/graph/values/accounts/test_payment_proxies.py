"""A payee is one in every notation of the number, card or alias that the payment goes to."""

import pytest

from graph.values import describe, normalise
from graph.values.accounts.payment_proxies import FOREIGN_NOTATION


def _read(text: str, country: str | None, bank: str | None) -> tuple[str | None, str, str | None]:
    found = normalise("account", text, country=country, hints={"bank": bank} if bank else {})
    return found.key, found.status, found.reason


@pytest.mark.parametrize(
    ("country", "banks", "key", "texts"),
    [
        ("SG", ("PayNow", "Pay Now"), "SG:PAYNOW:91234567", ("+65 9123 4567", "91234567", "6591234567")),
        ("SG", ("GrabPay",), "SG:GRABPAY:91234567", ("+65 9123 4567", "9123-4567")),
        ("MY", ("DuitNow",), "MY:DUITNOW:0123456780", ("012-345 6780", "+60 12-345 6780", "60123456780")),
        ("MY", ("Touch 'n Go", "TNG eWallet", "Touch n Go eWallet"), "MY:TOUCH-N-GO:0123456780",
         ("0123456780", "+60123456780")),
        ("MY", ("Boost",), "MY:BOOST:0123456780", ("0123456780", "+60123456780")),
        ("ID", ("DANA",), "ID:DANA:081234567890", ("0812-3456-7890", "+62 812 3456 7890", "6281234567890")),
        ("ID", ("OVO",), "ID:OVO:081234567890", ("081234567890", "+6281234567890", "81234567890")),
        ("ID", ("GoPay", "Go-Pay"), "ID:GOPAY:081234567890", ("081234567890", "+6281234567890")),
        ("ID", ("ShopeePay", "Shopee Pay"), "ID:SHOPEEPAY:081234567890", ("081234567890", "+6281234567890")),
        ("ID", ("LinkAja",), "ID:LINKAJA:081234567890", ("081234567890", "+6281234567890")),
        ("PH", ("Coins.ph",), "PH:COINS-PH:09171234567", ("0917 123 4567", "+63 917 123 4567", "9171234567")),
        ("LA", ("U-Money", "UMoney"), "LA:U-MONEY:02055512345", ("020 5551 2345", "+856 20 5551 2345")),
        ("VN", ("Viettel Money", "ViettelPay"), "VN:VIETTEL-MONEY:0912345678", ("0912345678", "+84912345678")),
        ("KH", ("Bakong",), "KH:BAKONG:012345670", ("012 345 670", "+855 12 345 670")),
        ("BD", ("bKash",), "BD:BKASH:01712345678", ("01712345678", "+8801712345678", "8801712345678")),
        ("BD", ("Nagad",), "BD:NAGAD:01712345678", ("01712345678", "+8801712345678")),
        ("IN", ("Paytm",), "IN:PAYTM:9876543201", ("9876543201", "+91 98765 43201", "09876543201")),
        ("SG", ("PayNow",), "SG:PAYNOW:S1234567D", ("S1234567D", "s1234567d", "S 1234567 D")),
        ("SG", ("PayNow",), "SG:PAYNOW:200012345W", ("200012345W", "200012345w")),
        ("KH", ("Bakong",), "KH:BAKONG:name@aclb", ("name@aclb", "Name@ACLB")),
        ("IN", ("UPI",), "IN:UPI:name.1@okaxis", ("name.1@okaxis", "Name.1@okaxis")),
    ],
)  # fmt: skip
def test_each_notation_is_one_payee(country: str, banks: tuple[str, ...], key: str, texts: tuple[str, ...]) -> None:
    for bank in banks:
        for text in texts:
            assert _read(text, country, bank) == (f"acct:{key}", "valid", None), (bank, text)
            assert describe("account", f"{country}:{bank}:{text}", country)["value"] == key, (bank, text)


def test_a_check_reads_what_it_prints() -> None:
    for printed in ("SG:PAYNOW:S1234567D", "KH:BAKONG:name@aclb", "IN:UPI:name@okaxis", "SG:PAYNOW:91234567"):
        assert describe("account", printed, "TH")["value"] == printed


def test_a_number_behind_a_plus_at_a_wallet_that_is_not_known_is_its_digits_at_home() -> None:
    at_home = _read("081 234 5678", "TH", "Rabbit Pay")
    assert _read("+66 81 234 5678", "TH", "Rabbit Pay") == at_home
    assert at_home[:2] == ("acct:TH:RABBIT-PAY:0812345678", "possible")


@pytest.mark.parametrize(
    ("text", "country", "bank"),
    [
        ("+66812345678", "TH", "KBANK"),
        ("+66812345678", "TH", "KASITHBK"),
        ("+66812345678", "TH", None),
        ("+66812345678", None, "PromptPay"),
        ("+6591234567", "TH", "PromptPay"),
    ],
)
def test_a_phone_number_that_is_no_account_says_what_to_do(text: str, country: str | None, bank: str | None) -> None:
    assert _read(text, country, bank) == (None, "invalid", FOREIGN_NOTATION)
    assert text[1:] not in FOREIGN_NOTATION


def test_what_may_be_a_card_of_malaysia_is_no_phone_number_without_its_plus() -> None:
    """Born on 12 November 1960, or 011-1234 5678: two people, of whom one would be taken for the other."""
    assert _read("601112345678", "MY", "DuitNow")[0] == "acct:MY:DUITNOW:601112345678"
    assert _read("+601112345678", "MY", "DuitNow")[0] == "acct:MY:DUITNOW:01112345678"
    assert _read("880808-10-5523", "MY", "DuitNow")[0] == "acct:MY:DUITNOW:880808105523"


@pytest.mark.parametrize(
    ("text", "country", "bank"),
    [
        ("S1234567A", "SG", "PayNow"),  # not its check letter
        ("200012345A", "SG", "PayNow"),
        ("S1234567D", "SG", "DBS"),
        ("name@aclb", "TH", "KBANK"),
        ("name@mail.example", "KH", "Bakong"),
    ],
)
def test_what_is_no_proxy_there_is_no_account(text: str, country: str, bank: str) -> None:
    assert _read(text, country, bank)[:2] == (None, "invalid")


def test_an_alias_beside_another_bank_is_possible() -> None:
    assert _read("name@aclb", "KH", "ABA")[:2] == ("acct:KH:BAKONG:name@aclb", "possible")


def test_a_country_of_which_wallets_alone_are_known_has_no_doubtful_banks() -> None:
    assert _read("50100123456780", "IN", "HDFC")[:2] == ("acct:IN:HDFC:50100123456780", "valid")
    assert _read("50100123456780", "BD", "Sonali")[:2] == ("acct:BD:SONALI:50100123456780", "valid")
