import pytest

from graph.values import UnknownValueTypeError, describe

SHORTENED = "written in powers of ten: a spreadsheet shortened the number"


@pytest.mark.parametrize(
    ("kind", "raw", "country", "expected"),
    [
        ("phone", "081-234-5678", "TH", ("+66812345678", "valid", "mobile", None)),
        (
            "phone",
            "1193",
            "TH",
            ("TH:1193", "short", "short-code", "a short code, which means something within one country only"),
        ),
        (
            "phone",
            "SCAMALERT",
            "TH",
            ("TH:SCAMALERT", "alphanumeric", "sender-name", "a sender's name, which anyone may set"),
        ),
        ("wallet", "0x" + "AB" * 20, None, ("0x" + "ab" * 20, "valid", "evm", None)),
        ("account", "1234567809", "TH", ("1234567809", "possible", "local", "no bank is given")),
        ("date", "5 มีนาคม พ.ศ. 2505", "TH", ("1962-03-05", "valid", "day", None)),
        ("date", "00/00/2530", "TH", ("1987", "possible", "year", "zeros for day and month, which are not known")),
        ("date", "00/05/2530", "TH", ("1987-05", "possible", "month", "zeros for a day that is not known")),
        ("date", "00/1987", "TH", ("1987", "possible", "year", "zeros for a month that is not known")),
        ("phone", "6.68E+10", "TH", (None, "invalid", "phone", SHORTENED)),
        ("account", "1.23E+09", "TH", (None, "invalid", "account", SHORTENED)),
        ("name", " สมชาย  ใจดี ", None, ("สมชาย ใจดี", "valid", "thai", None)),
        ("name", "", None, (None, "invalid", "name", "empty")),
    ],
)
def test_a_report_has_the_five_keys_in_order(
    kind: str, raw: str, country: str | None, expected: tuple[str | None, ...]
) -> None:
    report = describe(kind, raw, country)
    assert list(report) == ["raw", "value", "status", "type", "reason"]
    assert tuple(report.values()) == (raw, *expected)
    assert type(report["status"]) is str


def test_another_kind_is_an_error() -> None:
    with pytest.raises(UnknownValueTypeError):
        describe("passport", "AA1234567")


@pytest.mark.parametrize(
    ("kind", "raw", "value", "reason"),
    [
        ("phone", "081-234-5678 ext. 12", "+66812345678", "an extension behind it is left out"),
        ("phone", "+66812345678", "+66812345678", None),
        ("phone", "+66", None, "a country's calling code with too few digits behind it"),
        ("phone", "+66 8", None, "a country's calling code with too few digits behind it"),
        ("phone", "+999", None, "no country has this calling code"),
        ("date", "13-May-88", "1988-05-13", "a year of two digits"),
        ("date", "13 พ.ค. 31", "1988-05-13", "a year of two digits, read in the Buddhist era"),
        ("date", "13/5/31", "1988-05-13", "a year of two digits, read in the Buddhist era"),
    ],
)
def test_what_was_left_out_or_lacks_is_said(kind: str, raw: str, value: str | None, reason: str | None) -> None:
    found = describe(kind, raw, "TH")
    assert (found["value"], found["reason"]) == (value, reason)
