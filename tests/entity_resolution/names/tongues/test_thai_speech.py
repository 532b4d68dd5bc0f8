"""Names of Sanskrit and Pali that are spelt by their letters, against the same names as Thai says them (invented)."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.tongues.thai_speech import is_spelt_by_letters, may_be_said_in_thai, say_in_thai

LETTERS = st.text(string.ascii_lowercase, max_size=60)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("narindra", "narin"),
        ("devindra", "thewin"),
        ("indradej", "inthradet"),
        ("vajrabol", "wacharaphon"),
        ("kamaladeva", "kamonthep"),
        ("divakara", "thiphakon"),
        ("mangala", "mongkhon"),
        ("kirtibhumi", "kiatiphum"),
        ("kalyanamitra", "kanlayanamit"),
        ("svasti", "sawat"),
        ("rasmi", "ratsami"),
        ("buddhivongse", "phutthiwong"),
    ],
)
def test_a_word_is_said_as_thai_says_it(written: str, said: str) -> None:
    assert said in say_in_thai(written)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Narindra Vajrabol", "Narin Watcharaphon"),
        ("Abhinanda Siddhikara", "Aphinan Sitthikon"),
        ("Kamaladeva Varajeth", "Kamonthep Worachet"),
        ("Buddhibongse", "Phutthiphong"),
    ],
)
def test_both_spellings_are_one_name_and_share_a_key(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)

    assert found.agrees
    assert found.how == "said in Thai"
    assert may_agree(one, other, NameKind.PERSON)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # A long A or I at the end is said, and so is what nobody leaves out.
        ("Kanchana Bunmi", "Kanjani Bunmi"),
        ("Wanna Somsak", "Vannu Somsak"),
        ("Phichai Srisuk", "Vichai Srisuk"),
        ("Narindra Somsak", "Narong Somsak"),
        # Of other peoples nobody is said in Thai.
        ("Rajesh Sharma", "Rajesh Sharda"),
        ("Emmanuel Alan Kowalczyk", "Emmanuela Alan Kowalczyk"),
        ("Indra Gunawan", "Inthira Gunawan"),
    ],
)
def test_others_stay_two(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_words_of_other_peoples_are_not_spelt_by_letters() -> None:
    for token in ("oleg", "xavier", "quentin", "zhang", "somchai", "wichai", "kim", "brzezinski"):
        assert not is_spelt_by_letters(token)
    assert not may_be_said_in_thai(("juan", "carlos", "dela", "cruz"))
    assert not may_be_said_in_thai(())


@given(token=LETTERS)
def test_any_letters_are_said_in_few_ways_or_none(token: str) -> None:
    said = say_in_thai(token)

    assert len(said) == len(set(said)) <= 12
    assert all(set(way) <= set(string.ascii_lowercase) for way in said)
    assert say_in_thai.__wrapped__(token) == said


def test_a_word_without_end_costs_nothing() -> None:
    assert say_in_thai("ndravara" * 1_000) == ()
    assert not is_spelt_by_letters("ndravara" * 1_000)
