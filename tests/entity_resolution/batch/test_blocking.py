"""Blocking brings together what a rule says, each pair once, and never the square of a large block."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.batch import blocking
from entity_resolution.batch.blocking import (
    NEIGHBOURS,
    CandidatePairs,
    candidate_pairs,
    expand_blocks,
    gather_blocks,
    largest_whole_block,
    sound,
)
from entity_resolution.batch.dictionary import Dictionary
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.pair_keys import split_keys
from entity_resolution.batch.reading import EncodedField, EncodedList


def encoded(columns: dict[str, Sequence[str | None]], *, right_from: int | None = None) -> EncodedList:
    values = sorted({value for column in columns.values() for value in column if value is not None})
    dictionary = Dictionary(values)
    fields = {
        name: EncodedField(
            dictionary=dictionary,
            codes=np.array([-1 if value is None else values.index(value) for value in column], dtype=np.int32),
        )
        for name, column in columns.items()
    }
    size = len(next(iter(columns.values())))
    ids = pa.chunked_array([[str(at) for at in range(size)]], pa.string())
    return EncodedList(shape=ListShape(ids=ids, right_from=right_from), fields=fields)


def found(records: EncodedList, *rules: tuple[str, ...]) -> set[tuple[int, int]]:
    pairs = candidate_pairs(records, rules)
    together = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    assert len(together) == len(set(together)), "each pair once"
    assert all(left < right for left, right in together)
    return set(together)


NAMES = encoded(
    {
        "givenName": ["anna", "smith", "anna", None, "ann", "smith"],
        "familyName": ["smith", "anna", None, "smith", "smith", "smith"],
        "birthDate": ["1990-02-03", "1990-02-03", "1990-12-03", "1991-02-03", None, "1990-02-03"],
    }
)


@pytest.mark.parametrize(
    ("rule", "pairs"),
    [
        (("givenName",), {(0, 2), (1, 5)}),
        (("givenName", "familyName"), set()),
        (("givenName+familyName",), {(0, 1)}),
        (("givenName|familyName", "birthDate"), {(0, 1), (0, 5), (1, 5)}),
        (("birthDate.year", "givenName.first-2"), {(0, 2), (1, 5)}),
        (("birthDate.monthday",), {(0, 1), (0, 3), (0, 5), (1, 3), (1, 5), (3, 5)}),
        (("familyName.last-3", "givenName.sound"), {(0, 4)}),
        (("street",), set()),
    ],
)
def test_a_rule_brings_together_what_it_says(rule: tuple[str, ...], pairs: set[tuple[int, int]]) -> None:
    assert found(NAMES, rule) == pairs


# Pairs of the records below that are in one writing.
ALIKE = {(0, 5), *combinations((1, 2, 3, 4), 2)}
WRITINGS = encoded(
    {
        "givenName": ["สมชาย", "somchai", "somchay", "jaidee", "pranee", "สมศรี", None, "Thị Hà"],
        "familyName": ["ใจดี", "chaidee", "jaidi", "somchai", "chaidee", "ใจดี", "ใจดี", "ใจดี"],
        "birthDate": ["1990-02-03"] * 8,
    }
)


@pytest.mark.parametrize(
    ("rule", "pairs"),
    [
        (("birthDate", "givenName.skeleton-2", "~givenName.writing"), {(0, 1), (0, 2), (1, 5), (2, 5)}),
        (
            ("birthDate", "givenName.skeleton-2|familyName.skeleton-2", "~givenName.writing"),
            {(0, at) for at in (1, 2, 3, 4, 7)} | {(at, 5) for at in (1, 2, 3, 4)} | {(at, 7) for at in range(1, 6)},
        ),
        (("birthDate", "~givenName.writing"), {(a, b) for a, b in combinations((0, 1, 2, 3, 4, 5, 7), 2)} - ALIKE),
    ],
)
def test_a_rule_brings_together_what_is_written_in_two_ways(rule: tuple[str, ...], pairs: set[tuple[int, int]]) -> None:
    assert found(WRITINGS, rule) == pairs


def test_a_rule_across_writings_costs_nothing_in_a_list_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As most lists are: no piece of such a rule is worked out."""

    def never(value: str, count: int) -> str:
        raise AssertionError((value, count))

    monkeypatch.setattr(blocking, "PIECES", {**blocking.PIECES, "skeleton": never})
    rule = ("birthDate", "givenName.skeleton-2", "~givenName.writing")
    assert found(NAMES, ("givenName",), rule) == {(0, 2), (1, 5)}
    thai = encoded({"givenName": ["สมชาย", "สมศรี", "สมชาย"], "birthDate": ["1990-02-03"] * 3})
    assert found(thai, rule) == set()


def test_two_lists_meet_across_alone() -> None:
    records = encoded({"email": ["a", "a", "a", "b"]}, right_from=2)
    assert found(records, ("email",)) == {(0, 2), (1, 2)}


@given(st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=7, unique=True), max_size=8))
def test_whole_blocks_give_all_their_pairs(blocks: list[list[int]]) -> None:
    members = np.array([at for block in blocks for at in block], dtype=np.int32)
    starts = np.cumsum([0, *map(len, blocks)]).astype(np.int64)
    keys, cut = expand_blocks(members, starts, at_most=10_000)
    left, right = split_keys(keys)
    expected = sorted(tuple(sorted(pair)) for block in blocks for pair in combinations(block, 2))
    assert sorted(zip(left.tolist(), right.tolist(), strict=True)) == expected
    assert cut == 0


CODES = st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 2)), max_size=30)


@given(CODES)
def test_blocks_are_the_records_that_have_all_parts_of_a_key(codes: list[tuple[int, int]]) -> None:
    one, other = (np.array([code[at] for code in codes], dtype=np.int32) for at in (0, 1))
    members, starts = gather_blocks([(one, other), (other, one)])
    blocks = sorted(sorted(members[a:b].tolist()) for a, b in pairwise(starts.tolist()))
    gathered: dict[tuple[int, ...], list[int]] = {}
    for at, code in enumerate(codes):
        for key in (code, code[::-1]):
            if min(key) >= 0:
                gathered.setdefault(key, []).append(at)
    assert blocks == sorted(block for block in gathered.values() if len(block) > 1)


def test_later_rules_have_what_earlier_ones_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rules bring the same block of 28 pairs: the bound of all ends within the second."""
    records = encoded({"email": ["a"] * 8, "phone": ["b"] * 8, "code": ["c"] * 8})
    rules = [("email",), ("phone",), ("code",)]
    assert candidate_pairs(records, rules).cut_blocks == 0
    monkeypatch.setattr(blocking, "ALL_PAIRS_PER_RECORD", 0)
    monkeypatch.setattr(blocking, "ALL_PAIRS_AT_LEAST", 40)
    assert candidate_pairs(records, rules).cut_blocks == 2


def test_a_column_of_one_value_costs_a_line_through_the_list() -> None:
    size = 50_000
    records = encoded({"email": ["same"] * size})
    pairs = candidate_pairs(records, [("email",)])
    assert isinstance(pairs, CandidatePairs)
    assert pairs.cut_blocks == 1
    assert len(pairs) == sum(size - step for step in range(1, NEIGHBOURS + 1))


def test_the_smallest_blocks_are_taken_first() -> None:
    sizes, blocks = np.array([2, 3, 100]), np.array([10, 5, 1])
    assert largest_whole_block(sizes, blocks, at_most=10 * 1 + 5 * 3) >= 3
    assert largest_whole_block(sizes, blocks, at_most=10 * 1 + 5 * 3) < 100
    assert largest_whole_block(sizes, blocks, at_most=10) == 2
    assert largest_whole_block(sizes, blocks, at_most=10 + 15 + 4_950) == 100


def test_names_sound_alike_across_spellings_and_scripts() -> None:
    assert sound("catherine") == sound("cathryn")
    assert sound("philip") != sound("paula")
    assert sound("สมชาย")[:1] == "s"
    assert sound("") == ""
