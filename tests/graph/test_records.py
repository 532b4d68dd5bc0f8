"""Ids: stable, unguessable, and never shared by two references."""

import hmac
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Evaluation, IdMinter, InformationValidity, SourceReliability, SubjectRole
from graph.values import fold_reference

MINTER = IdMinter(deployment_key=b"k" * 32)
PART = st.text(st.sampled_from("ab|0 -"), max_size=4)
# Letters that Unicode writes in two ways, marks of the region, spaces and what cannot be seen.
LETTERS = [
    "a",
    "e\u0302\u0323",
    "\u1ec7",
    "ồ",
    "u\u031b",
    "가",
    "ก\u0e31",
    "คดี",
    "\u1100\u1161",
    "7",
    "٧",
    "Ａ",
    "Å",
    "\u212b",
]
BLANKS = [" ", "\u00a0", "\u2000", "\u3000", "\t", "\n"]
UNSEEN = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f"]
REFERENCE = st.lists(st.sampled_from([*LETTERS, *BLANKS, *UNSEEN]) | st.text(max_size=2), max_size=8).map("".join)


def test_ids_are_what_they_were() -> None:
    assert MINTER.record_id("th-police", "cases", "1") == "r-de68066cc842ddbb6defed22d0711c94"
    assert MINTER.link_id("th-police", "cases", "1") == "l-3dae31deee56e9ab5cc2ae153ba7c8be"


@given(st.tuples(PART, PART, PART), st.tuples(PART, PART, PART))
def test_two_references_share_an_id_only_if_they_are_equal(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    alike = (one[0], *map(fold_reference, one[1:])) == (other[0], *map(fold_reference, other[1:]))
    assert (MINTER.record_id(*one) == MINTER.record_id(*other)) == alike
    assert (MINTER.unfolded_record_id(*one) == MINTER.unfolded_record_id(*other)) == (one == other)
    assert MINTER.derived_id("a", *one) != MINTER.derived_id("a", *one, "")


@given(st.binary(min_size=32, max_size=200), st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_an_id_is_the_keyed_hash_of_its_parts_with_their_lengths(key: bytes, parts: list[str]) -> None:
    message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in ["n", *parts])
    expected = "n-" + hmac.digest(key, message, "sha256").hex()[:32]
    assert IdMinter(deployment_key=key).derived_id("n", *parts) == expected


@given(REFERENCE, st.data())
def test_a_reference_has_one_id_in_whatever_form_it_is_written(reference: str, data: st.DataObject) -> None:
    form = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), reference)
    form = form.replace(" ", data.draw(st.sampled_from([" ", "\u00a0", "  ", " \u200b "])))
    form = data.draw(st.sampled_from(["", " ", "\ufeff"])) + form + data.draw(st.sampled_from(["", "\u00a0", "\u200d"]))
    assert MINTER.record_id("vn-police", "cases", form) == MINTER.record_id("vn-police", "cases", reference)
    assert MINTER.link_id("vn-police", "cases", form) == MINTER.link_id("vn-police", "cases", reference)
    folded = fold_reference(reference)
    assert fold_reference(folded) == folded == unicodedata.normalize("NFC", folded)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a7", "A7"), ("7", "๗"), ("A7", "Ａ７"), ("คดี 7", "คดี7"), ("hồ sơ", "hố sơ"), ("1001", "1001.0")],
)
def test_what_looks_otherwise_is_another_reference(one: str, other: str) -> None:
    assert MINTER.record_id("vn-police", "cases", one) != MINTER.record_id("vn-police", "cases", other)


def test_a_former_id_stands_for_its_reference_as_it_was_written_and_for_its_other_forms() -> None:
    composed, decomposed = (unicodedata.normalize(form, "hồ sơ 7") for form in ("NFC", "NFD"))
    old, new = (make("vn-police", "cases", decomposed) for make in (MINTER.unfolded_record_id, MINTER.record_id))
    assert old != new
    found = IdMinter(deployment_key=MINTER.deployment_key, former={old: old, new: old})
    assert {found.record_id("vn-police", "cases", form) for form in (composed, decomposed)} == {old}
    # Where the folded one has a record of its own, each form keeps its own.
    both = IdMinter(deployment_key=MINTER.deployment_key, former={old: old})
    assert [both.record_id("vn-police", "cases", form) for form in (composed, decomposed)] == [new, old]
    assert found.record_id("vn-police", "cases", "hồ sơ 8") == MINTER.record_id("vn-police", "cases", "hồ sơ 8")


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
