"""Words of a heading that say on which side of a transfer or a call a column stands, in each language."""

from importlib.resources import files

import pytest

from ingest.drafting.heading_sides import Side, heading_side

LANGUAGES = {"en", "th", "km", "ms", "id", "vi", "zh", "my", "lo", "fil"}


def lines() -> list[tuple[str, str, list[str]]]:
    text = (files("ingest.drafting") / "data" / "heading_sides.tsv").read_text(encoding="utf-8")
    parts = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(side, language, words.split(";")) for side, language, words in parts]


def test_each_side_has_words_in_each_language_and_none_stands_for_both() -> None:
    assert {(side, language) for side, language, _ in lines()} == {
        (s, language) for s in Side for language in LANGUAGES
    }
    sides: dict[str, set[str]] = {}
    for side, _, words in lines():
        for word in words:
            sides.setdefault(word, set()).add(side)
    assert [word for word, found in sides.items() if len(found) > 1] == []


@pytest.mark.parametrize(("side", "word"), [(side, word) for side, _, words in lines() for word in words])
def test_a_heading_that_is_a_word_names_its_side(side: str, word: str) -> None:
    assert heading_side(f" {word.upper()}: ") is Side(side)


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("from_address", Side.SOURCE),
        ("ToAddress", Side.TARGET),
        ("Calling_Num", Side.SOURCE),
        ("Called_Num", Side.TARGET),
        ("เลขบัญชีปลายทาง", Side.TARGET),
        ("Số bị gọi", Side.TARGET),
        ("Số chủ gọi", Side.SOURCE),
        ("收款账号", Side.TARGET),
        ("Nomor rekening tujuan", Side.TARGET),
        # Of a word for one side that another turns round.
        ("Số tài khoản chuyển đến", Side.TARGET),
        ("Số tài khoản chuyển đi", Side.SOURCE),
        ("Tài khoản gửi tới", Side.TARGET),
        ("Tài khoản nhận từ", Side.SOURCE),
        ("Số tài khoản tiền gửi", None),
        ("Called by", Side.SOURCE),
        ("汇款至账号", Side.TARGET),
        ("收汇款账号", Side.TARGET),
        ("គណនីផ្ញើទៅ", Side.TARGET),
        ("เบอร์ที่โทรเข้า", Side.SOURCE),
        ("Sending account", Side.SOURCE),
        ("Receiving account", Side.TARGET),
        ("From/To", None),
        ("Total", None),
        ("Phone", None),
        ("Token", None),
    ],
)
def test_the_longest_word_of_a_heading_names_the_side(heading: str, side: Side | None) -> None:
    assert heading_side(heading) is side
