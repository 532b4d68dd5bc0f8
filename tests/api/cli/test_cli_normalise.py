"""`benang normalise`: values line by line, and what is said about bad input."""

import json
from pathlib import Path

import pytest

from tests.api.cli.test_cli_match import run


def normalised(kind: str, text: str | bytes, *more: str) -> list[dict[str, object]]:
    result = run("normalise", kind, *more, stdin=text)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_becomes_one_line() -> None:
    found = normalised("phone", "081-234-5678\n1193\r\nSCAMALERT\n\n", "--country", "TH")
    assert [(line["raw"], line["value"], line["status"]) for line in found] == [
        ("081-234-5678", "+66812345678", "valid"),
        ("1193", "TH:1193", "short"),
        ("SCAMALERT", "TH:SCAMALERT", "alphanumeric"),
        ("", None, "invalid"),
    ]
    assert list(found[0]) == ["raw", "value", "status", "type", "reason"]


def test_a_name_loses_its_titles_and_gains_its_spellings() -> None:
    found = normalised("name", "นาย สมชาย ใจดี\nU Aung Min\n😀\n")
    assert [(line["value"], line["type"], line["status"]) for line in found] == [
        ("สมชาย ใจดี", "thai", "valid"),
        ("Aung Min", "latin", "valid"),
        (None, "name", "invalid"),
    ]
    latin = found[0]["latin"]
    assert isinstance(latin, list)
    assert latin[0] == "somchai chaidi"
    assert found[2]["latin"] == []


def test_a_placeholder_a_title_and_a_legal_form_alone_are_no_name() -> None:
    found = normalised("name", "NULL\nMr.\nนางสาว\nCo., Ltd.\nPT\nJane Null\nCo\nNg\n")
    assert [line["value"] for line in found] == [None, None, None, None, None, "Jane Null", "Co", "Ng"]
    assert [line["reason"] for line in found[:2]] == [
        "a placeholder for a name that is not known",
        "a title, a legal form or a placeholder alone, and no name",
    ]


def test_dates_wallets_and_accounts_are_read_from_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_bytes("\ufeff4 มีนาคม 2530\n".encode())
    second.write_bytes(b"1987-03-04")
    result = run("normalise", "date", str(first), str(second), "--country", "Thailand")
    assert [json.loads(line)["value"] for line in result.stdout.splitlines()] == ["1987-03-04", "1987-03-04"]
    assert normalised("wallet", "garbage\n")[0]["status"] == "invalid"
    assert normalised("account", "DE89370400440532013000\n")[0]["status"] == "valid"


@pytest.mark.parametrize("kind", ["phone", "wallet", "account", "date", "name"])
def test_no_line_stops_the_others(kind: str) -> None:
    lines = [
        b"\xff\xfe",
        b"\x00",
        "\u0e34".encode(),
        b"x" * 200_000,
        "😀".encode(),
        "\u2028\x85".encode(),
        b"\xed\xa0\x80",
    ]
    found = normalised(kind, b"\n".join(lines))
    assert len(found) == len(lines)
    assert found[0]["reason"] == "not UTF-8"
    assert all(line["status"] in ("invalid", "possible", "alphanumeric", "valid") for line in found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("phon",), "unknown kind of value `phon`, did you mean `phone`?"),
        (("xyz",), "unknown kind of value `xyz`: known are phone, wallet, account, date, name"),
        (("phone", "--country", "ZZZ"), "`--country` is no country; a code is two capital letters, such as `TH`"),
    ],
)
def test_misuse_is_told(arguments: tuple[str, ...], said: str) -> None:
    result = run("normalise", *arguments)
    assert (result.exit_code, said in result.stderr.replace("\n", " ")) == (2, True)


def test_a_file_of_values_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run("normalise", "phone", str(tmp_path / "none"))
    assert (result.exit_code, "no such file or directory" in result.stderr) == (1, True)


def test_accounts_take_their_bank_from_the_line_or_the_option() -> None:
    found = normalised("account", "123-4-56780-9\nDBSSSGSG 123456798\n", "--country", "TH", "--bank", "KBANK")
    assert [line["value"] for line in found] == ["TH:004:1234567809", "SG:7171:123456798"]
    result = run("normalise", "phone", "--bank", "KBANK", stdin="1\n")
    assert result.exit_code == 2
    assert "`--bank` is for accounts" in result.stderr
