"""Names that are known and differ by a letter or an ending are two; spellings of one are one. People are invented."""

import pytest

from entity_resolution.names import NameComparison, NameKind, compare_names, person_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.tongues.known_names import are_two_names, begin_otherwise, differ_by_ending


def compared(left: str, right: str) -> NameComparison:
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert found.bits == pytest.approx(compare_names(other, one, NameKind.PERSON).bits)
    assert may_agree(one, other, NameKind.PERSON) or not found.agrees
    return found


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        *(("Denis", "Denise"), ("Gabriel", "Gabrielle"), ("Michel", "Michele"), ("Pascal", "Pascale")),
        *(("Daniel", "Daniela"), ("Karl", "Karla"), ("Erik", "Erika"), ("Martin", "Martina")),
        *(("Ivan", "Ivana"), ("Radomir", "Radomira"), ("Vratislav", "Vratislava"), ("Zoran", "Zorana")),
    ],
)
def test_a_mans_name_is_not_a_womans_with_an_ending(man: str, woman: str) -> None:
    assert differ_by_ending(man.lower(), woman.lower()) and differ_by_ending(woman.lower(), man.lower())
    assert compared(f"{man} Obravec", f"{woman} Obravec").bits < 0
    assert compared(f"{man} Obravec", f"{man} Obravec").bits > 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gerald", "gerard"),
        ("fernandez", "hernandez"),
        ("alvin", "calvin"),
        ("frances", "francis"),
        ("norma", "norman"),
        ("kevin", "kelvin"),
        ("marina", "mariana"),
        ("elaine", "eliane"),
        ("edison", "edson"),
        ("nelson", "nilson"),
    ],
)
def test_known_names_a_letter_apart_are_two(one: str, other: str) -> None:
    assert are_two_names(one, other) and are_two_names(other, one)
    assert compared(f"{one} Obravec", f"{other} Obravec").bits < 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("erik", "eric"), ("sylvia", "silvia"), ("joanna", "johanna"), ("laurence", "lawrence"), ("claire", "clare")),
        *(("akhter", "akter"), ("saleh", "salleh"), ("gerald", "gerlad"), ("obravec", "obrabec"), ("carole", "carol")),
    ],
)
def test_two_spellings_and_names_that_no_table_has_are_not(one: str, other: str) -> None:
    assert not are_two_names(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Balwinder", "Baljinder"), ("Gurmeet", "Gurpreet"), ("Harjit", "Harjinder"), ("Jaswant", "Balwant")],
)
def test_names_of_sikhs_that_share_a_part_are_two(one: str, other: str) -> None:
    assert are_two_names(one.lower(), other.lower())
    assert compared(f"{one} Kaur Dhundal", f"{other} Kaur Dhundal").bits < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Balwinder", "Balvinder"), ("Gurpreet", "Gurprit"), ("Sukhbir", "Sukhveer"), ("Rajinder", "Rajender")],
)
def test_spellings_of_one_are_one(one: str, other: str) -> None:
    assert not are_two_names(one.lower(), other.lower())
    assert compared(f"{one} Kaur Dhundal", f"{other} Kaur Dhundal").agrees


@pytest.mark.parametrize("name", ["Moeller", "Schroeder", "Koehler", "Boettger"])
def test_an_oe_of_german_is_no_u(name: str) -> None:
    assert compared(f"Wim {name}", f"Wim {name.replace('oe', 'ue')}").bits < 0
    assert not compared(f"Wim {name}", f"Wim {name.replace('oe', 'u')}").agrees
    assert compared("Soebagio Koesno", "Subagio Kusno").agrees


@pytest.mark.parametrize(
    ("one", "other"), [("Mahesh Lal Sharma", "Mahesh Lal Verma"), ("Rafiqul Alam", "Shafiqul Alam")]
)
def test_known_names_of_south_asia_with_another_beginning_are_two(one: str, other: str) -> None:
    assert compared(one, other).level == "different"
    assert not begin_otherwise("sharma", "alam")


def test_spellings_of_one_beginning_are_one_name() -> None:
    assert compared("Vikas Sharma", "Bikash Sarma").agrees
    assert not begin_otherwise("jadav", "yadav")
