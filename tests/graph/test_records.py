"""Ids: stable, unguessable, and never shared by two references."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Evaluation, IdMinter, InformationValidity, SourceReliability, SubjectRole

MINTER = IdMinter(deployment_key=b"k" * 32)
PART = st.text(st.sampled_from("ab|0 -"), max_size=4)


def test_ids_are_what_they_were() -> None:
    assert MINTER.record_id("th-police", "cases", "1") == "r-de68066cc842ddbb6defed22d0711c94"
    assert MINTER.link_id("th-police", "cases", "1") == "l-3dae31deee56e9ab5cc2ae153ba7c8be"


@given(st.tuples(PART, PART, PART), st.tuples(PART, PART, PART))
def test_two_references_share_an_id_only_if_they_are_equal(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert (MINTER.record_id(*one) == MINTER.record_id(*other)) == (one == other)
    assert MINTER.derived_id("a", *one) != MINTER.derived_id("a", *one, "")


@given(st.binary(min_size=32, max_size=200), st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_an_id_is_the_keyed_hash_of_its_parts_with_their_lengths(key: bytes, parts: list[str]) -> None:
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in ["n", *parts])
    expected = "n-" + hmac.digest(key, message, "sha256").hex()[:32]
    assert IdMinter(deployment_key=key).derived_id("n", *parts) == expected


def test_another_deployment_has_other_ids() -> None:
    other = IdMinter(deployment_key=b"m" * 32)
    assert other.record_id("th-police", "cases", "1") != MINTER.record_id("th-police", "cases", "1")


def test_a_record_and_a_link_of_one_reference_differ_in_more_than_the_prefix() -> None:
    record, link = MINTER.record_id("a", "b", "c"), MINTER.link_id("a", "b", "c")
    assert record[:2] == "r-"
    assert link[:2] == "l-"
    assert record[2:] != link[2:]


@pytest.mark.parametrize("role", list(SubjectRole))
def test_the_seal_applies_to_victims_alone(role: SubjectRole) -> None:
    assert role.is_victim == (role.value in {"presumed-victim", "identified-victim"})


def test_an_evaluation_is_written_in_two_characters() -> None:
    assert str(Evaluation(source=SourceReliability.X, information=InformationValidity.FOUR)) == "X4"
