"""Greek names in their own letters and in the spellings of clerks. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.greek import greek_form, is_greek, spell_greek


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Χαράλαμπος Γιαννακόπουλος", "Haralambos Yannakopoulos"),
        ("Παναγιώτα Οικονόμου", "Panayota Ikonomou"),
        ("Charalampos Oikonomou", "Οικονόμου Μπάμπης"),
        ("Κώστας Αυγουστίδης", "Konstantinos Avgoustidis"),
        ("Ioannis Chatzakis", "Yannis Hatzakis"),
        ("Nikos Chatzis", "Νίκος Hatzis"),
    ],
)
def test_a_greek_name_agrees_in_every_spelling_and_shares_a_key(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Γιώργος Μητσάκης", "Giorgos Mitsotakis"),
        ("Παναγιώτα Οικονόμου", "Panagiotis Ikonomou"),
        ("Ioannis Chatzakis", "Ioannis Chatzidakis"),
    ],
)
def test_another_greek_name_does_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_pairs_of_letters_are_read_as_one_sound() -> None:
    assert spell_greek("μπα ντε ου αυγη ευθυμια αμπα") == "bα dε ou avγη efθυμια αμπα"
    assert spell_greek("maria") == "maria"
    assert person_name("Μπάμπης Παπαγεωργίου").latin == ("bampis papageorgiou",)


def test_an_ending_or_a_given_name_shows_a_greek_name() -> None:
    assert is_greek("papadopoulos")
    assert is_greek("charalambos")
    assert not is_greek("makis")
    assert not is_greek("martinez")
    assert greek_form("panagiota") == greek_form("panayota")
