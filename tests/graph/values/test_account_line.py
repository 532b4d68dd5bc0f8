"""A line may name an account's country and bank before its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import describe
from graph.values.account_line import read_account


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("TH:004:1234567890", "TH:004:1234567890"),
        ("acct:TH:004:1234567890", "TH:004:1234567890"),
        ("TH,KBANK,123-4-56789-0", "TH:004:1234567890"),
        ("KBANK 123-4-56789-0", "TH:004:1234567890"),
        ("004:1234567890", "TH:004:1234567890"),
        ("Kasikorn Bank a/c no. 123-4-56789-0", "TH:004:1234567890"),
        ("ธนาคารกสิกรไทย เลขที่ ๑๒๓-๔-๕๖๗๘๙-๐", "TH:004:1234567890"),
        ("DBSSSGSG 123456789", "SG:7171:123456789"),
        ("Singapore:DBS:123456789", "SG:7171:123456789"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ],
)
def test_a_line_with_country_and_bank_is_read_as_a_check_prints_it(line: str, value: str) -> None:
    assert describe("account", line, "TH") == {**describe("account", line, "TH"), "value": value, "status": "valid"}


@pytest.mark.parametrize(
    ("line", "value", "status", "reason"),
    [
        ("123-4-56789-0", "1234567890", "possible", "no bank is given"),
        ("004 1234567890", "0041234567890", "possible", "no bank is given"),
        ("call 1234567890", "TH:CALL:1234567890", "possible", "a bank that is not known, taken as it is written"),
        ("XX:004:1234567890", None, "invalid", "no country has the code or name before the bank"),
        ("KBANK 12", "12", "invalid", "a number of digits that no account of its country has"),
        ("hello world", None, "invalid", "neither an IBAN nor a number"),
        ("KBANK", None, "invalid", "neither an IBAN nor a number"),
    ],
)
def test_what_is_doubtful_says_why(line: str, value: str | None, status: str, reason: str) -> None:
    found = describe("account", line, "TH")
    assert (found["value"], found["status"], found["reason"]) == (value, status, reason)
    assert found["raw"] == line


def test_without_a_country_a_bank_by_its_word_is_not_enough() -> None:
    assert describe("account", "KBANK 123-4-56789-0")["reason"] == "no country is given"


def test_a_bank_of_all_lines_is_that_of_lines_which_name_none() -> None:
    assert describe("account", "123-4-56789-0", "TH", "SCB")["value"] == "TH:014:1234567890"
    assert describe("account", "KBANK 123-4-56789-0", "TH", "SCB")["value"] == "TH:004:1234567890"


@given(st.text(alphabet="TH:, 0123456789-xKBANK/.", max_size=40))
def test_any_line_is_read(line: str) -> None:
    assert read_account(line, country="TH").raw == line


@pytest.mark.parametrize(
    "raw", ["GB82 WEST 1234 5698 7654 33", "IBAN GB82 WEST 1234 5698 7654 33", "GB82-WEST-12345698765433"]
)
def test_an_iban_with_a_wrong_digit_names_no_bank(raw: str) -> None:
    found = read_account(raw, country="TH")
    assert (found.status, found.type, found.key) == ("invalid", "iban", None)
