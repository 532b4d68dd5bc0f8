"""What is worked out once a value: letters that spare edits, and short forms looked up as numbers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from entity_resolution.batch.dictionary import Dictionary, FieldPairs
from tests.entity_resolution.batch.slow_scoring import is_short_form

# Characters whose places are 64 apart share a bit, and a lone surrogate is a character as well.
TEXTS = st.lists(st.text(st.sampled_from("ab\u00e1\u00a1\u0101 -\u0e01\ud800"), max_size=8), min_size=1, max_size=8)


def every_pair(values: list[str]) -> FieldPairs:
    codes = np.array(list(product(range(len(values)), repeat=2)), dtype=np.int32)
    return FieldPairs(dictionary=Dictionary(values), left=codes[:, 0], right=codes[:, 1])


@given(values=TEXTS, at_most=st.integers(1, 6))
@example(values=["", "a", "ba", "ab"], at_most=1)
def test_letters_and_lengths_spare_no_pair_that_edits_bring_together(values: list[str], at_most: int) -> None:
    pairs = every_pair(values)
    found = pairs.edits(np.arange(len(pairs.left)), at_most=at_most)
    slow = [min(OSA.distance(values[a], values[b]), at_most + 1) for a, b in zip(pairs.left, pairs.right, strict=True)]
    assert found.tolist() == slow


def test_letters_are_found_in_pieces_of_a_dictionary() -> None:
    values = [f"{at:x}" for at in range(120_000)]
    found = Dictionary(values).letters
    assert found.tolist() == [sum({1 << (ord(c) % 64) for c in value}) for value in values]


@pytest.mark.parametrize(
    "values",
    [
        ["bill", "will", "william", "liam", "wilhelm", "billy", "zbigniew", "xq"],
        ["mohd", "muhammad", "mohamed", "md", "liz", "elizabeth", "beth"],
        ["xq", "zz"],
    ],
)
def test_short_forms_as_numbers_are_those_of_the_tables(values: list[str]) -> None:
    pairs = every_pair(values)
    different = pairs.left != pairs.right
    left, right = pairs.left[different], pairs.right[different]
    found = pairs.dictionary.are_short_forms(left, right)
    known = pairs.dictionary.known_given_names
    slow = [is_short_form(values[a], values[b]) for a, b in zip(left, right, strict=True)]
    assert found.tolist() == (np.array(slow) & known[left] & known[right]).tolist()


def test_a_value_that_another_thread_asks_about_meanwhile_is_asked_about_once() -> None:
    dictionary, asked = Dictionary(["anna", "boris", "carla"]), list[str]()
    codes = np.arange(3, dtype=np.int32)

    def of(value: str) -> int:
        asked.append(value)
        if value == "anna" and asked.count(value) == 1:
            dictionary.told(of, codes[1:])  # as another thread does
        return len(value)

    assert dictionary.told(of, codes).tolist() == [4, 5, 5]
    assert sorted(asked) == ["anna", "boris", "carla"]
