"""Two houses at one address: rooms of one hotel, and names that have all but a word in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.places.houses import KIND, OWN_WORDS, House, read_house, tell_apart
from entity_resolution.places.street_words import address_words

ADDRESS = address_words("9 Kenanga Sq., Portville")


def house(name: str) -> House:
    return read_house(name, ADDRESS)


def told(one: str, other: str) -> str | None:
    found, back = tell_apart(house(one), house(other)), tell_apart(house(other), house(one))
    assert (found and found.feature) == (back and back.feature)
    return found and found.feature


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rotisserie at the Marlowe Hotel", "Cocktail Lounge at the Marlowe Hotel"),
        ("Carving Room at the Marlowe", "Oyster Bar at the Marlowe"),
        ("Tea Room in the Marlowe Hotel", "Dining Room in the Marlowe Hotel"),
        ("Tea Room of the Marlowe Hotel", "The Marlowe Hotel"),
        ("Tea Room at the Marlowe", "The Marlowe"),
        ("Bakery at Fort Banner", "Smokehouse at Fort Banner"),
        ("Marlowe Cafe", "Marlowe Saloon"),
    ],
)
def test_two_rooms_of_one_house_are_two(one: str, other: str) -> None:
    assert told(one, other) == KIND


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yun Hoi Dim Sum Parlor", "Yun Pak Dim Sum Parlor"),
        ("Yun Hoi Paradise Island", "Yun Pak Paradise Island"),
        ("Copper Otter Chop House", "Copper Finch Chop House"),
        ("Lobster Trap at the Marlowe Hotel", "Palm Court at the Marlowe Hotel"),
        ("Golden Crane Seafood Palace", "Golden Tiger Seafood Palace"),
    ],
)
def test_two_names_with_another_word_of_their_own_are_two(one: str, other: str) -> None:
    assert told(one, other) == OWN_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rotisserie at the Marlowe Hotel", "The Marlowe Rotisserie"),
        ("Restaurant at the Marlowe Hotel", "Marlowe Hotel Restaurant"),
        ("Bar & Grill at the Marlowe", "Grill Room at the Marlowe"),
        ("Larkspur Cafe", "Larkspur at the Marlowe Hotel"),
        ("Inn of the Twelve Winds", "Twelve Winds"),
        ("House of Ling", "Ling's Restaurant"),
        ("Court of Three Cousins", "Three Cousins"),
        ("Patapsco Oyster Co.", "Patapsco Oyster Company"),
        ("J. Hartley's Chop House", "John Hartley's Steakhouse"),
        ("Zum Alten Dachs", "Alter Dachs"),
        ("Wie's Kitchen", "Wei's Kitchen"),
        ("Nick and Toni's Cafe", "Nick & Tony's"),
        ("Yun Hoi Kenanga", "Yun Hoi Portville"),
        ("Yun Hoi Cantonese", "Yun Hoi Dumplings"),
        ("Copper Otter", "Golden Tiger"),
        ("ครัวคุณน้อย", "Khun Noi's Kitchen"),
    ],
)
def test_what_one_name_leaves_out_or_words_otherwise_tells_nothing(one: str, other: str) -> None:
    assert told(one, other) is None


def test_what_is_told_is_what_the_names_do_not_share() -> None:
    found = tell_apart(house("Yun Hoi Dim Sum Parlor"), house("Yun Pak Dim Sum Parlor"))
    assert found is not None
    assert (found.left, found.right) == ("hoi", "pak")
    assert found.named is not None
    assert found.named <= 0.6


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_names_are_held_against_each_other(one: str, other: str) -> None:
    told(one, other)
    assert tell_apart(house(one), house(one)) is None
