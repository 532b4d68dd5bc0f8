"""Copies: of many equal rows some are looked at, and the others go where these go."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.batch.copies import NO_COPIES, Copies, find_copies, row_keys
from entity_resolution.batch.dictionary import Codes, Flags
from entity_resolution.batch.groups import MOST_CLOSED


def _all(places: Codes) -> Flags:
    return np.ones(len(places), dtype=np.bool_)


def _none(places: Codes) -> Flags:
    return np.zeros(len(places), dtype=np.bool_)


@given(st.lists(st.integers(0, 3), max_size=300))
def test_of_equal_rows_the_first_are_looked_at_and_the_others_know_the_first_two(rows: list[int]) -> None:
    found = find_copies(np.array(rows, dtype=np.uint64), _all)
    expected = [at for at, value in enumerate(rows) if rows[:at].count(value) >= MOST_CLOSED]
    assert found.rest.tolist() == expected
    for place, rest in enumerate(expected):
        members = [at for at, value in enumerate(rows) if value == rows[rest]]
        assert [found.first[place], found.second[place]] == members[:2]
    assert sorted([*found.looked_at(len(rows)).tolist(), *expected]) == list(range(len(rows)))


def test_rows_that_could_not_be_one_are_all_looked_at() -> None:
    assert len(find_copies(np.zeros(100, dtype=np.uint64), _none)) == 0


def test_copies_go_where_the_first_two_went_if_they_are_one() -> None:
    rest, first, second = (np.array(places, dtype=np.int32) for places in ([4, 5], [0, 2], [1, 3]))
    copies = Copies(rest=rest, first=first, second=second)
    assert copies.with_the_first(np.array([0, 0, 2, 3, 4, 5])).tolist() == [0, 0, 2, 3, 0, 5]
    assert NO_COPIES.with_the_first(np.array([0, 0])).tolist() == [0, 0]


@given(st.lists(st.tuples(*[st.integers(-1, 2)] * 3), max_size=40), st.integers(0, 40))
def test_rows_have_one_key_if_they_are_equal_in_one_list(rows: list[tuple[int, ...]], right_from: int) -> None:
    columns = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    keys = row_keys(columns, len(rows), min(right_from, len(rows))).tolist()
    sided = [(at >= right_from, values) for at, values in enumerate(rows)]
    assert [[a == b for a in keys] for b in keys] == [[a == b for a in sided] for b in sided]
