"""Letters as scanners see them: a digit inside a word, an L for an I. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, organisation_name, person_name
from entity_resolution.names.tongues.scanned import with_vowels_for_l, without_scanned_digits


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("Chen Zh1", "Chen Zhi"),
        ("Wan Kuok-k0i", "Wan Kuok-koi"),
        ("Zhou We1", "Zhou Wei"),
        ("HARB1N, R0bert", "HARBIN, Robert"),
        ("Wi1ma Fa11ert", "Wilma Fallert"),
        ("Mohamed A1i", "Mohamed Ali"),
        ("1brahim 0rucov", "ibrahim orucov"),
        ("B1ackwood Hesper1an", "Blackwood Hesperian"),
    ],
)
def test_a_digit_inside_a_word_is_a_letter(scanned: str, meant: str) -> None:
    assert without_scanned_digits(scanned).lower() == meant.lower()
    assert person_name(scanned).keys == person_name(meant).keys


@pytest.mark.parametrize("name", ["Witness 1", "Witness1", "Witness01", "K2", "A1", "1st Ensign Baro", "10th", "٠أحمد"])
def test_a_number_is_none(name: str) -> None:
    assert without_scanned_digits(name) == name


def test_a_company_keeps_its_digits() -> None:
    assert organisation_name("Form0sa 1td").tokens[0] == "form0sa"


@pytest.mark.parametrize(("scanned", "meant"), [("tadlc", "tadic"), ("lvan", "ivan"), ("mlrko", "mirko")])
def test_an_l_that_cannot_be_said_is_an_i(scanned: str, meant: str) -> None:
    assert with_vowels_for_l(scanned) == meant
    left, right = person_name(f"{scanned} Perovanov"), person_name(f"{meant} Perovanov")
    assert left.keys & right.keys
    assert compare_names(left, right, NameKind.PERSON).agrees


@pytest.mark.parametrize("word", ["karlson", "lwin", "lhamo", "lkhagva", "lvov", "lloyd", "melvin", "ly", "erlbach"])
def test_an_l_that_can_be_said_is_one(word: str) -> None:
    assert with_vowels_for_l(word) == word
