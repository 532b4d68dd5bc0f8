"""Words for whose child somebody is: one however clerks write them, and a father is not his son."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, person_name
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


def compared(left: str, right: str) -> NameComparison:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON)


@pytest.mark.parametrize(
    "word", ["Binti", "bt", "bt.", "BTE", "bte.", "Binte", "b/t"], ids=lambda word: word.replace("/", "-")
)
def test_daughter_of_is_one_word_however_it_is_written(word: str) -> None:
    one, other = "Siti Nurhaliza binti Tarudin", f"Siti Nurhaliza {word} Tarudin"
    exact = (NameLevel.EXACT_LATIN, NameLevel.EXACT_NATIVE)
    assert compared(one, other).level in exact
    assert person_name(one).keys & person_name(other).keys
    assert compared(one, f"TARUDIN, Siti Nurhaliza {word}").level in exact
    assert not compared(one, f"Siti Norlela {word} Tarudin").agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Muthu a/l Raman", "Muthu s/o Raman"),
        ("Muthu A/L Raman", "Muthu anak lelaki Raman"),
        ("Muthu S / O Raman", "Muthu al Raman"),
        ("Devi a/p Raman", "Devi D/O Raman"),
        ("Devi a/p Raman", "Devi anak perempuan Raman"),
        ("Jugah anak Barieng", "Jugah ak. Barieng"),
        ("Devi a/p Raman", "Devi Raman"),
        ("Ahmad bin Ismail Zaki", "Ahmad ibn Ismail Zaki"),
    ],
)
def test_words_for_whose_child_somebody_is_are_of_one_kind(left: str, right: str) -> None:
    assert compared(left, right).agrees
    assert compared(left, right).bits > 9


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ahmad bin Ali", "Ali bin Ahmad"),
        ("Mohd Ali bin Abu Bakar", "Abu Bakar bin Muhammad Ali"),
        ("Ahmad b. Ali", "Ali bin Ahmad"),
        ("Muthu a/l Raman", "Raman s/o Muthu"),
        ("Mohamad Faiz B. Osman", "OSMAN B MOHAMAD FAIZ"),
        ("Ali bin Ahmad", "Ahmad bin Ali bin Ahmad"),
        ("أحمد بن علي", "علي بن أحمد"),
        ("أحمد بن علي", "Ali bin Ahmad"),
    ],
)
def test_a_father_is_not_his_son(left: str, right: str) -> None:
    assert not compared(left, right).agrees
    assert compared(left, right).bits < -4
    assert compared(right, left).bits == compared(left, right).bits


def test_a_son_is_not_a_daughter() -> None:
    assert compared("Devi a/l Raman", "Devi a/p Raman").bits < -4
    assert compared("Nur bin Ismail", "Nur bt Ismail").bits < -4
    assert compared("Nur bin Ismail", "Nur bint Ismail").bits < -4


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ahmad bin Ali", "Ahmad bin Ali"),
        ("Mohd bin Ali", "Muhammad bin Ali"),
        ("Mohd Ali bin Abu Bakar", "Ali Mohd bin Abu Bakar"),
        ("Mohd Ali bin Abu Bakar", "Ali bin Abu Bakar"),
        ("Ahmad bin Ahmad", "Ahmad bin Ahmad"),
        ("أحمد بن علي", "Ahmad bin Ali"),
        ("Ahmad bin Ali", "Ali Ahmad"),
    ],
)
def test_own_names_and_fathers_names_may_vary_each_for_itself(left: str, right: str) -> None:
    assert compared(left, right).agrees


def test_a_capital_b_is_an_initial_in_other_names() -> None:
    assert compared("Robert B. Harper", "Harper B. Robert").agrees


def test_initials_at_the_beginning_and_the_end_are_no_such_word() -> None:
    assert person_name("B. T. Ahmad").tokens == ("b", "t", "ahmad")
    assert person_name("Ahmad BT").tokens == ("ahmad", "bt")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ali bin Abu", "Ali bin Abu Bakar"),
        ("Rosdi bin Abu", "Rosdi bin Abu Hassan bin Said"),
        ("Muhammad bin Kamil", "Mohamad Nor bin Kamil"),
        ("Muhammad bin Kamil", "Mohd Fadhil bin Kamil"),
        ("Ahmad bin Kamil", "Ahmad Fadhil bin Kamil"),
        ("Nur binti Kamil", "Nur Fadhilah binti Kamil"),
    ],
)
def test_a_word_more_in_ones_own_or_fathers_name_is_rather_anothers(left: str, right: str) -> None:
    assert not compared(left, right).agrees
    assert compared(left, right).bits < -2
    assert compared(right, left).bits == compared(left, right).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Mohd Fadhil bin Kamil", "Fadhil bin Kamil"),
        ("Siti Fadhilah binti Kamil", "Fadhilah binti Kamil"),
        ("Mohd Ahmad bin Kamil", "Ahmad bin Kamil"),
        ("Fadhil bin Kamil", "Fadhil bin Mohd Kamil"),
        ("Fadhil bin Abu Bakar", "Fadhil bin Abubakar"),
        ("Fadhil bin Kamil", "Fadhil bin Kamil bin Rosdi"),
        ("Fadhil bin Kamil", "Fadhil bin Kamil Al Masrui"),
    ],
)
def test_what_papers_leave_out_of_a_name_contradicts_nothing(left: str, right: str) -> None:
    assert compared(left, right).bits > 2


def test_another_word_more_is_for_a_human() -> None:
    assert -2 < compared("Fadhil bin Kamil", "Fadhil Rosdi bin Kamil").bits < 1


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Faridah binti Osman", "Faridah", NameLevel.COMMON_WORD, 2.0),
        ("Muniandy a/l Ramasamy", "Muniandy", NameLevel.COMMON_WORD, 2.0),
        ("Ranjit Kaur d/o Gurdial Singh", "Ranjit Kaur", NameLevel.COMMON_WORD, 3.0),
        ("Nurul Ain binti Kamal", "Nurul Ain", NameLevel.COMMON_WORD, 2.6),
        ("Norhafizah binti Kamal", "Nor Hafizah", NameLevel.COMMON_WORD, 2.9),
        # Mohd is Muhammad there as well, and Noor Nur.
        ("Muhammad Azrul bin Zulkarnain", "Mohd Azrul", NameLevel.COMMON_WORD, 2.6),
        ("Mohd Azrul bin Zulkarnain", "Mohamad Azrul", NameLevel.COMMON_WORD, 2.7),
        ("Nur Ain binti Kamal", "Noor Ain", NameLevel.COMMON_WORD, 2.5),
        ("Abdul Rahman bin Ali", "Abd Rahman", NameLevel.COMMON_WORD, 2.5),
        ("Norhafizah binti Ab Rahman", "Nor Hafizah Bt. Abdul Rahman", NameLevel.EXACT_LATIN, 11.2),
        ("Balakrishnan s/o Veerasamy", "V. Balakrishnan", NameLevel.VARIANT, 3.6),
        ("Venkataraman Krishnamurthy", "K. Venkataraman", NameLevel.VARIANT, 4.0),
    ],
)
def test_the_own_name_without_the_father_is_for_a_human(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Faridah binti Osman", "Farid", NameLevel.DIFFERENT, -6.1),
        ("Faridah binti Osman", "Osman", NameLevel.DIFFERENT, -9.1),
        ("Muniandy a/l Ramasamy", "Ramasamy", NameLevel.DIFFERENT, -8.9),
        ("Nurul Ain binti Kamal", "Nurul", NameLevel.PARTIAL, -2.5),
        ("Nurul Ain binti Kamal", "Nurul Huda", NameLevel.DIFFERENT, -8.9),
        ("Muhammad Azrul bin Zulkarnain", "Mohd Amirul", NameLevel.DIFFERENT, -9.4),
        ("Ahmad al Harbi", "Ahmad", NameLevel.PARTIAL, -2.2),
        ("Norhafizah binti Ab Rahman", "Nor Hafizah binti Abdul Rahim", NameLevel.DIFFERENT, -6.6),
        ("Norhafizah binti Ab Rahman", "Nor Hanizah binti Abdul Rahman", NameLevel.PARTIAL, -0.6),
        ("Balakrishnan s/o Veerasamy", "M. Balakrishnan", NameLevel.DIFFERENT, -9.4),
        ("Balakrishnan s/o Veerasamy", "V. Balachandran", NameLevel.DIFFERENT, -9.4),
        ("Venkataraman Krishnamurthy", "R. Venkataraman", NameLevel.DIFFERENT, -9.7),
        ("Balakrishnan s/o Veerasamy", "Veerasamy B.", NameLevel.PARTIAL, 1.6),
    ],
)
def test_another_own_name_without_the_father_is_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)
