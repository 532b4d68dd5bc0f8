"""Names are read by the ear of a language only where one of them looks like it."""

from __future__ import annotations

import pytest

from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.model import load_models
from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.keys.key_budget import MAX_KEYS
from graph import PropertyClass
from graph.parts import StoredValue
from graph.values import ValueStatus
from tests.entity_resolution.scored_pairs import on_both, scored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elizabeth Hartley", "Elisabeth Hadley"),  # by a Thai ear
        ("Willem van der Meer", "Wilbert van der Meer"),  # a Hakka surname
        ("Ji-hoon Choi", "Ji-hwan Choi"),  # a Burmese rhyme
        ("Phạm Thảo", "Phan Thao"),
    ],
)
def test_names_of_others_are_not_taken_for_one(one: str, other: str) -> None:
    assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wirat Charoensuk", "Virat Jaroensook"),
        ("Khin Mar Htwe", "Khin Ma Htway"),
        ("David Chen Weiming", "Tan Wei Ming"),
        ("Peter Wong Kar Ho", "Wong Kar Ho"),
    ],
)
def test_names_that_look_like_a_language_are_read_by_it(one: str, other: str) -> None:
    assert compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("KH", "Sok Phally", "Sok Phanny"),  # by a Thai ear
        ("KH", "Sok Sophon", "Sok Sovann"),
        ("ET", "Abay Zerihun", "Abel Zerihun"),  # by a Burmese one
    ],
)
def test_an_ear_of_no_country_of_theirs_makes_two_people_none(country: str, one: str, other: str) -> None:
    assert not agree(person(one, country), person(other, country))
    # Whose country nobody knows may have been heard by anyone.
    assert agree(person(one, country), person(other))


def test_an_ear_for_lao_hears_nobody_who_is_of_elsewhere() -> None:
    name = next(c for c in load_models()["Person"].comparisons if c.is_name)
    found = person("Vilma Deguzman", "PH").compare(name, person("Wilma Deguzman", "PH"))
    assert found is not None
    assert "lao" not in found.detail


def person(name: str, *nationality: str) -> ComparableRecord:
    part = {"name": (valued(name),), "nationality": tuple(map(valued, nationality))}
    return ComparableRecord(load_models()["Person"], {PropertyClass.IDENTITY: part})


def valued(text: str) -> StoredValue:
    return StoredValue(raw=text, value=text, status=ValueStatus.VALID, type="text")


def agree(one: ComparableRecord, other: ComparableRecord) -> bool:
    found = one.compare(next(c for c in one.model.comparisons if c.is_name), other)
    assert found is not None
    return found.agrees


@pytest.mark.parametrize(("full", "short"), [("Xiaoming Zhang", "X. Zhang"), ("Boon Teck Tan", "B. Tan")])
def test_an_initial_hides_no_short_family_name(full: str, short: str) -> None:
    found = compare_names(person_name(full), person_name(short), NameKind.PERSON)
    other = compare_names(person_name(full), person_name(f"Q{short[1:]}"), NameKind.PERSON)
    assert found.level is not NameLevel.DIFFERENT
    assert found.bits > other.bits + 4


@pytest.mark.parametrize("name", ["Peter Wong Kar Ho", "David Wong Kar Ho", "Jacqueline Wong Kar-Ho"])
def test_a_chinese_name_is_found_behind_a_first_name_from_elsewhere(name: str) -> None:
    keys = person_name(name).keys
    assert keys & person_name("Wong Kar Ho").keys
    assert len(keys) <= MAX_KEYS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("吴伟强", "Goh Wee Keong Jeremy"),
        ("Wu Weiqiang", "Goh Wee Keong Jeremy"),
        ("張國華", "Chang Kuo-hua Leonard"),
        ("Chen Meihua", "Tan Bee Hwa Alice"),
        ("Jeremy Goh", "Goh Wee Keong Jeremy"),
        ("Alice Ng", "Ng Bee Hwa Alice"),
    ],
)
def test_a_chinese_name_is_found_before_a_first_name_from_elsewhere(one: str, other: str) -> None:
    left, right = person_name(one), person_name(other)
    assert left.keys & right.keys
    assert max(len(left.keys), len(right.keys)) <= MAX_KEYS


def test_a_syllable_of_a_dialect_is_no_first_name_from_elsewhere() -> None:
    assert person_name("Wong, Kar-Ho Peter").keys & person_name("Wong Kar Ho").keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A word that both have need not be Thai.
        ("Phloiphan Jensen", "Ploypan Jensen"),
        # No TCH stands where one word ends and the next begins.
        ("Wirayut Chan-o-sot", "Wirayuth Chanosot"),
        # A stop before CH is hardly heard, and an S that closes a syllable opens one of its own.
        ("Chuan Lidchob", "Chuan Litchop"),
        ("Krisda Boonmee", "Kritsada Bunmi"),
        # No cluster is Thai alone here, but most of both is.
        ("Jurin Laksanadee", "Churin Laksanadi"),
        # A DI or DA that is written and not said.
        ("Prawit Sukhananda", "Prawit Sukhanan"),
        ("Sombun Sirisawasdi", "Sombun Sirisawat"),
    ],
)
def test_thai_names_are_one_across_words_that_are_not_thai_and_letters_that_are_not_said(one: str, other: str) -> None:
    left, right = person_name(one), person_name(other)
    assert compare_names(left, right, NameKind.PERSON).agrees
    assert may_agree(left, right, NameKind.PERSON)
    assert left.keys & right.keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mwangi Kilonzo", "Kilonzo Mwangi"),
        ("John Mwangi Kilonzo", "Kilonzo John Mwangi"),
        ("John Thuo", "Thuo John"),
    ],
)
def test_a_cluster_of_burmese_in_a_word_of_others_makes_it_no_burmese_name(one: str, other: str) -> None:
    """In Burmese another order is another name."""
    found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert (found.level, found.agrees) == (NameLevel.TOKENS_REORDERED, True)


@pytest.mark.parametrize(("one", "other"), [("Hlaing Myat Thwe", "Thwe Hlaing Myat"), ("Htwe Nyunt", "Nyunt Htwe")])
def test_the_order_of_burmese_names_counts(one: str, other: str) -> None:
    assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("one", "other"), [("Bae Hye-rin", "Bae Hye-jin"), ("Kang Yu-rin", "Kang Yu-jin"), ("Cha Hye-rin", "Cha Hye-jin")]
)
def test_koreans_are_no_chinese_by_a_dialect(one: str, other: str) -> None:
    born = on_both({"birthDate": "1990-03-14", "nationality": "KR"})
    found = scored("Person", left=one, right=other, **born)
    assert (found.outcome, found.comparisons[0].evidence.agrees) == (Outcome.REVIEW, False)
    assert scored("Person", left=one, right=one.replace("-", ""), **born).outcome is Outcome.MATCH
