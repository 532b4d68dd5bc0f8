"""Budgets and number blocks: what is read from the file, and which values are neighbours."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import (
    BlockLimits,
    BundleError,
    CheckBudget,
    Registers,
    is_crowded,
    load_budgets,
    load_bundle,
    number_blocks,
    shipped_budgets_file,
)

LIMITS = BlockLimits()


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_bundle().registers


def test_the_sample_has_smaller_budgets_for_the_private_sector_and_public_reviewers(registers: Registers) -> None:
    found = load_budgets(shipped_budgets_file(), registers.parties)
    assert found.of("th-police") == CheckBudget(per_request=200, per_day=2_000)
    assert found.of("my-telco") == CheckBudget(per_request=100, per_day=500, reviewer="my-police")
    assert (found.reviewer("my-telco"), found.reviewer("th-police")) == ("my-police", "th-police")
    assert found.blocks == BlockLimits(thousand=9, ten_thousand=50, window=timedelta(days=7))
    assert found.keep_checks == timedelta(days=180)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("default: {per_request: 1}\n", "b.yml:1: `per_day` is missing"),
        ("default: {per_request: 0, per_day: 1}\n", "b.yml:1: must be from 1 to 1000"),
        ("default: {per_request: 1001, per_day: 1}\n", "b.yml:1: must be from 1 to 1000"),
        ("default: {per_request: 1, per_day: -1}\n", "b.yml:1: a whole number is expected here"),
        ("default: {per_request: 1, per_day: 1, per_week: 1}\n", "b.yml:1: unknown word `per_week`, did you mean"),
        (
            "default: {per_request: 1, per_day: 1}\nparties:\n  th-polic: {per_request: 1, per_day: 1}\n",
            "b.yml:3: unknown party `th-polic`, did you mean `th-police`?",
        ),
        (
            "default: {per_request: 1, per_day: 1, reviewer: nobody}\n",
            "b.yml:1: unknown party `nobody`",
        ),
        (
            "default: {per_request: 1, per_day: 1}\nblocks: {thousand: 1, ten_thousand: 1, days: 0}\n",
            "b.yml:2: must be from 1 to 366",
        ),
        ("default: {per_request: 1, per_day: 1}\nkeep_checks_days: 29\n", "b.yml:2: must be from 30 to 3650"),
        ("[1]\n", "b.yml:1: words with values are expected here"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, registers: Registers, text: str, problem: str) -> None:
    (tmp_path / "b.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError) as caught:
        load_budgets(tmp_path / "b.yml", registers.parties)
    assert str(caught.value).startswith(f"{tmp_path}/{problem}")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, registers: Registers) -> None:
    with pytest.raises(BundleError, match=f"^{re.escape(str(tmp_path))}/none\\.yml: cannot be read"):
        load_budgets(tmp_path / "none.yml", registers.parties)


def test_a_pipe_in_its_place_is_refused_and_not_waited_for(tmp_path: Path, registers: Registers) -> None:
    os.mkfifo(tmp_path / "b.yml")
    with pytest.raises(BundleError, match=f"^{re.escape(str(tmp_path))}/b\\.yml: cannot be read: no regular file"):
        load_budgets(tmp_path / "b.yml", registers.parties)


@pytest.mark.parametrize(
    ("key", "blocks"),
    [
        ("PhoneNumber|tel:+66812345678", ["3|PhoneNumber|tel:+66812345", "4|PhoneNumber|tel:+6681234"]),
        ("IdentityDocument|doc:TH:passport:AA123", ["3|IdentityDocument|doc:TH:passport:AA"]),
        ("OnlineAccount|handle:telegram:somchai", []),
        ("WebResource|url:example.com/a", []),
        (
            "BankAccount|iban:GB33BUKB20201555555555",
            ["3|BankAccount|iban:GBBUKB20201555555", "4|BankAccount|iban:GBBUKB2020155555"],
        ),
    ],
)
def test_neighbours_share_a_key_without_its_last_digits(key: str, blocks: list[str]) -> None:
    assert [block.name for block in number_blocks(key, LIMITS)] == blocks


@given(st.integers(0, 10**8 - 1), st.integers(0, 10**8 - 1))
def test_two_numbers_share_a_block_if_and_only_if_it_holds_both(one: int, other: int) -> None:
    first, second = (number_blocks(f"PhoneNumber|tel:+66{n:08}", LIMITS) for n in (one, other))
    assert [a == b for a, b in zip(first, second, strict=True)] == [
        one // 1_000 == other // 1_000,
        one // 10_000 == other // 10_000,
    ]
    assert [block.limit for block in first] == [9, 50]


def test_only_different_numbers_crowd_a_block() -> None:
    assert not is_crowded({"a", "b"}, {"b", "a"}, 2)
    assert is_crowded({"a", "b"}, {"c"}, 2)
    assert not is_crowded((), {"a", "b"}, 2)
