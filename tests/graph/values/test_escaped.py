"""Letters that a program wrote by their numbers are read in names, and a part of a number is told."""

from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.values import ValueStatus, fold_text, normalise
from graph.values.escaped import ESCAPED, READ_FROM_ESCAPES, without_escapes
from tests.examples import examples

NAMES = ["สมชาย ใจดี", "ចាន់ ដារា", "ဇော်မင်းထွဋ်", "Nguyễn Văn Hùng", "陈志强", "𠮷田 健", "José O'Brien", "ใจดี & Sons"]


def _in_pages(text: str) -> str:
    return "".join(c if c.isascii() and c not in "&'" else f"&#{ord(c)};" for c in text)


def _in_pages_by_sixteens(text: str) -> str:
    return "".join(c if c.isascii() and c != "&" else f"&#x{ord(c):X};" for c in text)


def _in_programs(text: str) -> str:
    units = text.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _twice(text: str) -> str:
    return _in_pages(text).replace("&", "&amp;")


WAYS: list[Callable[[str], str]] = [_in_pages, _in_pages_by_sixteens, _in_programs, _twice, quote, quote_plus]


@pytest.mark.parametrize("written", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_with_its_letters_and_kept_as_it_is_written(name: str, written: Callable[[str], str]) -> None:
    raw = written(name)
    read = normalise("name", raw)
    assert (read.raw, read.value) == (raw, fold_text(name))
    if raw != name:
        assert (read.status, read.reason) == (ValueStatus.POSSIBLE, READ_FROM_ESCAPES)


@given(
    st.text(st.characters(min_codepoint=0xE01, max_codepoint=0xE4E, categories=("L", "Mn")), min_size=1, max_size=40)
)
@settings(max_examples=examples(50))
def test_every_way_of_writing_letters_by_numbers_gives_the_same_name(name: str) -> None:
    assert {without_escapes(written(name)) for written in WAYS} == {name}


@pytest.mark.parametrize(
    "raw", ["AT&T", "R&D;", "A&B;C", "100%BE Co", "50%off", "Save 20%20", "A\\B", "C:\\users", "Marks&notes", "Q&Amp;"]
)
def test_what_only_looks_like_one_is_left_alone(raw: str) -> None:
    read = normalise("name", raw)
    assert (read.value, read.status) == (raw, ValueStatus.VALID)


@pytest.mark.parametrize(
    "raw",
    ["&#3626", "สม&#3594;&#363", "&#9999999;", "%E0%B8", "%CA%C1%AA%D2%C2", "\\ud83d", "\\u0E2A\\u0E", "&#x110000;"],
)
def test_a_part_of_one_is_told_with_what_mends_it(raw: str) -> None:
    read = normalise("name", raw)
    assert (read.value, read.status, read.reason) == (None, ValueStatus.INVALID, ESCAPED)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        *((f"Somchai{mark} Jaidee", "Somchai Jaidee") for mark in ("&#8206;", "&#8207;", "&#65279;", "&#173;")),
        *((f"Somchai{mark} Jaidee", "Somchai Jaidee") for mark in ("\\u200e", "\\ufeff")),
        ("O&#146;Brien Trading", "O’Brien Trading"),  # as pages number the signs of windows-1252
        ("SMITH &AMP; SONS", "SMITH & SONS"),
    ],
)
def test_marks_that_are_not_seen_and_old_numbers_are_read_as_well(raw: str, value: str) -> None:
    read = normalise("name", raw)
    assert (read.value, read.status) == (fold_text(value), ValueStatus.POSSIBLE)
