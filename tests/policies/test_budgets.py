"""Budgets and number blocks: what is read from the file, and which values are neighbours."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import NormalisedValue, ValueStatus, normalise_device, normalise_document, normalise_plate
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
        (
            "OnlineAccount|email:12345678@qq.com",
            ["3|OnlineAccount|email:12345@qq.com", "4|OnlineAccount|email:1234@qq.com"],
        ),
        (
            "OnlineAccount|handle:email:12345678@qq.com",
            ["3|OnlineAccount|handle:email:12345@qq.com", "4|OnlineAccount|handle:email:1234@qq.com"],
        ),
        ("Vehicle|plate:ID:B1234XYZ", ["3|Vehicle|plate:ID:B1XYZ", "4|Vehicle|plate:ID:BXYZ"]),
        ("Vehicle|plate:TH:10:1กข12", ["3|Vehicle|plate:TH:10:1กข0", "4|Vehicle|plate:TH:10:1กข"]),
        ("Device|mac:a4:b1:c2:d3:00:0f", ["3|Device|mac:2a29692bc6", "4|Device|mac:43757512d"]),
    ],
)
def test_neighbours_share_a_key_without_its_last_digits(key: str, blocks: list[str]) -> None:
    assert [block.name for block in number_blocks(key, LIMITS)] == blocks


def _with_letter(number: str, letters: str, weights: Sequence[int], shift: int = 0) -> str:
    return letters[(sum(w * int(d) for w, d in zip(weights, number, strict=True)) + shift) % len(letters)]


def _card_of_singapore(n: int) -> NormalisedValue:
    digits = f"80{n:05}"
    letter = _with_letter(digits, "JZIHGFEDCBA", (2, 7, 6, 5, 4, 3, 2))
    return normalise_document(f"S{digits}{letter}", country="SG", kind="nric")


def _plate_of_singapore(n: int) -> NormalisedValue:
    digits = f"{n % 9_000 + 1_000}"
    letter = _with_letter(digits, "AZYXUTSRPMLKJHGEDCB", (5, 4, 3, 2), shift=9 * 2 + 4 * 1)
    return normalise_plate(f"SBA{digits}{letter}", country="SG")


def _card_of_china(n: int) -> NormalisedValue:
    digits = f"110105{1980 + n // 1000}0307{n % 1000:03}"
    weights = tuple(2**i % 11 for i in range(17, 0, -1))
    return normalise_document(digits + _with_letter(digits, "10X98765432", weights), country="CN", kind="id")


def _card_of_hong_kong(n: int) -> NormalisedValue:
    digits = f"{n:06}"
    total = 36 * 9 + 10 * 8 + sum(w * int(d) for w, d in zip(range(7, 1, -1), digits, strict=True))
    return normalise_document(f"A{digits}{'0123456789A'[-total % 11]}", country="HK", kind="hkid")


@pytest.mark.parametrize(
    ("numbered", "most"),
    [
        (lambda n: normalise_document(f"P{n + 1_230_000:07}A", country="PH", kind="passport"), 1),
        (lambda n: normalise_document(f"K{n + 1_230_000:07}{'ABCDE'[n % 5]}", country="SG", kind="passport"), 1),
        (_card_of_singapore, 1),
        (_card_of_china, 10),
        (_card_of_hong_kong, 10),
        (_plate_of_singapore, 1),
        (lambda n: normalise_plate(f"B {n % 9_000 + 1_000} XYZ", country="ID"), 1),
        (lambda n: normalise_device(f"A4:B1:C2:D3:{n // 256:02X}:{n % 256:02X}", device_type="mac"), 2),
    ],
    ids=["PH passport", "SG passport", "SG card", "CN card", "HK card", "SG plate", "ID plate", "MAC"],
)
def test_neighbours_share_blocks_whatever_stands_behind_their_numbers(
    numbered: Callable[[int], NormalisedValue], most: int
) -> None:
    """Each lies in two blocks, as phones do; where a digit checks the number, a thousand of them lie in ten."""
    keys = {value.key for n in range(1_000) if (value := numbered(n)).status is ValueStatus.VALID}
    assert len(keys) == 1_000 and None not in keys
    blocks = [number_blocks(f"K|{key}", LIMITS) for key in keys]
    assert {len(found) for found in blocks} == {2}
    assert len({found[0].name for found in blocks}) == most


@pytest.mark.parametrize(
    "key", ["Wallet|evm:0xab12cd34ef56789ab", "OnlineAccount|handle:telegram:a12345b", "Person|doc"]
)
def test_what_is_not_counted_up_before_letters_lies_in_no_block(key: str) -> None:
    assert number_blocks(key, LIMITS) == ()


def test_a_number_on_a_person_lies_in_blocks_as_a_record_of_it_does() -> None:
    assert [b.name for b in number_blocks("document|p1234567a", LIMITS, family="doc")] == [
        "3|document|p1234",
        "4|document|p123",
    ]


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
