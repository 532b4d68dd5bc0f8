"""What is asked of two names before they are compared turns none away that would agree; the cheap things come first."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entity_resolution.comparing.name_comparison import compare_names_of, may_agree_of, name_form
from entity_resolution.names import NameForm, NameKind, Script
from entity_resolution.names.comparing.persons import home_spellings, iberian_surnames
from entity_resolution.names.tongues import gujarati
from tests.entity_resolution.names.test_labelled_sets import FLOORS, read_pairs
from tests.examples import examples

_COUNTRIES = ("", "IN", "PH", "MY", "ID", "TH", "KH", "UG", "ET", "BD", "DZ", "MX")
_PERSONS = sorted(name for name, (kind, _, _) in FLOORS.items() if kind is NameKind.PERSON)
_PAIRS = [(left, right) for name in _PERSONS for left, right, _ in read_pairs(name)]
_WORDS = sorted({word for left, right in _PAIRS for word in (*left.split(), *right.split())})
# Words that the rules of a people read in a way of their own, and what makes a name bare or another generation's.
_OF_PEOPLES = (
    *("Bhaveshbhai", "Bhavesh", "Geetaben", "Gita", "Rajkumar", "Raj", "Hetalben", "Hetalbhai", "Torben", "bhai"),
    *("Kristine", "Christine", "Geraldine", "Jeraldine", "Santos", "Dela", "Cruz", "Rizqi", "Rizky", "Setyawan"),
    *("Setiawan", "bin", "binti", "Jr.", "Sr.", "III", "J.", "O.", "Miss", "Wang", "Security", "guard", "Okello"),
)
_SHARED = st.lists(st.sampled_from((*_WORDS, *_OF_PEOPLES)), min_size=1, max_size=2)
_REST = st.lists(st.sampled_from((*_WORDS, *_OF_PEOPLES)), max_size=3)
_OF_ONE = st.sampled_from(_COUNTRIES)


def form(text: str, country: str) -> NameForm:
    """Return a person's name as a record of somebody of one country has it, or of none."""
    return name_form(text, NameKind.PERSON, countries=frozenset({country} - {""}))


def in_another_order(words: list[str]) -> str:
    """Return words as a name, the last one first."""
    return " ".join([*words[-1:], *words[:-1]])


def slowly_one_at_home(left: NameForm, right: NameForm) -> bool:
    """Tell what `may_be_one_at_home` tells, first whether the names are bare."""
    if {left.script, right.script} != {Script.LATIN} or not left.latin or not right.latin:
        return False
    if home_spellings.are_told_apart(left, right) or sorted(left.tokens) == sorted(right.tokens):
        return False
    countries = left.countries | right.countries
    peoples = [p for p in home_spellings._PEOPLES if countries and countries <= p.countries]
    found = [home_spellings._are_one(left, right, people) for people in peoples]
    return any(found)


def slowly_bare(tokens: tuple[str, ...], beside: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `bare_given_names` does, with every word of both looked at."""
    others = {gujarati._in_one_way(word) for word in beside}
    found = [re.fullmatch(gujarati._JOINED, token) for token in tokens]
    bare = [next(filter(None, one.groups())) if one else "" for one in found]
    return tuple(
        short if short and gujarati._in_one_way(short) in others else token
        for short, token in zip(bare, tokens, strict=True)
    )


@settings(max_examples=examples(300), deadline=None)
@given(_SHARED, _REST, _REST, _OF_ONE, _OF_ONE)
@example(["Santos"], ["Kristine"], ["Christine"], "PH", "PH")
@example(["Patel"], ["Bhaveshbhai"], ["Bhavesh"], "IN", "")
def test_names_of_records_that_may_not_agree_do_not(
    shared: list[str], left: list[str], right: list[str], country: str, other: str
) -> None:
    one = form(" ".join([*shared, *left]), country)
    for text in (" ".join([*shared, *right]), in_another_order([*shared, *right])):
        two = form(text, other)
        found = compare_names_of(NameKind.PERSON, [one], [two])
        assert may_agree_of(NameKind.PERSON, [one], [two]) or not found.agrees


@settings(max_examples=examples(300), deadline=None)
@given(_SHARED, _REST, _REST, _OF_ONE, _OF_ONE)
@example(["Santos"], ["Kristine"], ["Christine"], "PH", "PH")
@example(["Santos", "Jr."], ["Kristine"], ["Christine"], "PH", "PH")
def test_what_tells_names_apart_is_asked_last_and_says_the_same(
    shared: list[str], left: list[str], right: list[str], country: str, other: str
) -> None:
    one = form(" ".join([*left, *shared]), country)
    two = form(" ".join([*right, *shared]), other)
    assert home_spellings.may_be_one_at_home(one, two) is slowly_one_at_home(one, two)
    if home_spellings.are_told_apart(one, two):
        assert not iberian_surnames.lack_iberian_surnames(one, two)


@settings(max_examples=examples(300), deadline=None)
@given(_SHARED, _REST, _REST)
@example(["Patel"], ["Bhaveshbhai"], ["Bhavesh"])
@example(["Shah"], ["Geetaben"], ["Gita"])
@example(["Mehta"], ["Rajkumar"], ["Raj"])
def test_a_word_of_gujarat_is_found_as_by_looking_at_every_word(
    shared: list[str], left: list[str], right: list[str]
) -> None:
    one, two = form(" ".join([*left, *shared]), ""), form(" ".join([*right, *shared]), "")
    for tokens, beside in ((one.tokens, two.tokens), (two.tokens, one.tokens)):
        assert gujarati.bare_given_names(tokens, beside) == slowly_bare(tokens, beside)


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Arnel Bautista Villanueva", "Reynaldo Villanueva Bautista", "PH"),
        ("Surachai Chaidee", "Surachai Dimeeboon", "TH"),
    ],
)
def test_of_names_that_nobody_makes_one_none_is_read_for_being_bare(
    left: str, right: str, country: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(home_spellings, "is_bare", lambda name: asked.append(name.raw))
    assert not may_agree_of(NameKind.PERSON, [form(left, country)], [form(right, country)])
    assert asked == []
