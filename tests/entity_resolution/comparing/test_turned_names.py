"""A name whose words are all among another's, which has more and another order: for a human, and nobody joins by it.

All names and numbers are invented.
"""

from itertools import permutations

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of, may_agree_of
from entity_resolution.names import NameKind, NameLevel, person_name
from tests.entity_resolution.scored_pairs import on_both, scored

PHONE, BORN, PASSPORT = "+254772130555", "1982-01-13", "AB1234567"
TURNED = [
    ("Kamau Damaris", "Damaris Langat Kamau"),
    ("Almeida, Larissa", "Almeida Larissa Ferreira"),
    ("Zhukov Evgenii", "Evgeny Ivanovich Jukov"),
    ("Islam Kamrul", "MD Kamrul Islam"),
    ("Bekele Tadesse", "Tadesse Alemu Bekele"),
    ("Jaidee Somchai", "Somchai Boon Jaidee"),
]
NOT_TURNED = [
    ("Aung Kyaw", "Kyaw Min Aung"),  # words that many have, which make another name in another order
    ("Ei Phyu", "Phyu Phyu Ei"),
    ("Dara Sok", "Sok Vanna Dara"),
    ("Kamau Damaris", "Damaris Langat Kariuki"),
    ("Kamau Damaris", "Purity Langat Barasa"),
    ("李 小明", "Li Xiao Ming"),
]


@pytest.mark.parametrize(("short", "long"), TURNED)
def test_a_name_turned_round_within_a_longer_one_speaks_a_little_for_a_pair(short: str, long: str) -> None:
    forms = [person_name(short)], [person_name(long)]
    there, back = compare_names_of(NameKind.PERSON, *forms), compare_names_of(NameKind.PERSON, *reversed(forms))
    assert (there.level, there.agrees) == (back.level, back.agrees) == (NameLevel.SOME_WORDS, True)
    assert 0 < there.bits == back.bits < 4
    assert "in another order" in there.detail
    assert may_agree_of(NameKind.PERSON, *forms)
    assert may_agree_of(NameKind.PERSON, *reversed(forms))


@pytest.mark.parametrize(("short", "long"), TURNED)
def test_a_phone_or_a_birth_date_leaves_it_to_a_human_and_both_join_nobody(short: str, long: str) -> None:
    def outcome(**shared: str) -> Outcome:
        there = scored("Person", left=short, right=long, **on_both(shared)).outcome
        assert scored("Person", left=long, right=short, **on_both(shared)).outcome is there
        return there

    assert outcome() is Outcome.NONE
    assert outcome(nationality="KE", birthDate="1982") is Outcome.NONE
    assert outcome(phone=PHONE) is Outcome.REVIEW
    assert outcome(birthDate=BORN, nationality="KE") is Outcome.REVIEW
    everything = {"phone": PHONE, "birthDate": BORN, "nationality": "KE", "email": "a.b@lotus.example"}
    assert outcome(**everything, address="12 Hill Street, Thika") is Outcome.REVIEW
    assert outcome(**everything, passportNumber=PASSPORT) is Outcome.MATCH


def test_what_is_missing_is_said() -> None:
    shared = on_both({"phone": PHONE, "email": "a.b@lotus.example"})
    found = scored("Person", left="Kamau Damaris", right="Damaris Langat Kamau", **shared)
    assert "one name is a part of the other, and nothing but email and phone speaks for it" in found.why


@pytest.mark.parametrize(("short", "long"), NOT_TURNED)
def test_words_that_make_another_name_in_another_order_are_not_some_words_of_it(short: str, long: str) -> None:
    for one, other in permutations((short, long)):
        assert compare_names_of(NameKind.PERSON, [person_name(one)], [person_name(other)]).level != NameLevel.SOME_WORDS


def test_a_name_that_agrees_as_it_stands_and_one_of_as_many_words_stay_what_they_are() -> None:
    def level(one: str, other: str) -> str:
        return compare_names_of(NameKind.PERSON, [person_name(one)], [person_name(other)]).level

    assert level("Damaris Kamau", "Damaris Langat Kamau") == NameLevel.VARIANT
    assert level("Kamau Damaris", "Damaris Kamau") == NameLevel.TOKENS_REORDERED
    assert level("Damaris", "Damaris Langat Kamau") == NameLevel.ONE_WORD


def test_an_alias_takes_nothing_from_a_name_in_full() -> None:
    short = [person_name(name) for name in ("Kamau Damaris", "Damaris Langat Kamau")]
    found = compare_names_of(NameKind.PERSON, short, [person_name("Damaris Langat Kamau")])
    assert found.level == NameLevel.EXACT_NATIVE
